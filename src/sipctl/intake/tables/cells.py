"""What one cell says: the items of its list, an action's title, the times at the end of a text."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sipctl.intake.document import INNER
from sipctl.plan.model.scalars import control_character
from sipctl.plan.timing import Timing, read

if TYPE_CHECKING:
    from sipctl.plan.timing import TimingContext

LONGEST_TITLE, SHORTEST_CUT = 80, 24
_MARK = re.compile(
    r"(?:[•●▪■□◆►➢✓✔‣⁃∙·\uf0b7\uf0a7]\s*|[*–—-]\s+|\(?[0-9]{1,2}[.)]\s+|\(?[a-z][.)]\s+"
    r"|\(?[ivx]{1,4}[.)]\s+)"
)
_INNER = re.compile(rf"(?:{INNER.strip()}|o(?=\s))\s*")
_BRACKETED = re.compile(r"(.*\S)\s*[(\[]([^()\[\]]+)[)\]]\s*\.?")
_BREAK = re.compile(r"\s*[–—:;,]\s+|\s+-\s+")
_OPENS_TIME = re.compile(
    r"(by|in|from|during|before|until|each|every|between|end|start|beginning|throughout|ongoing|"
    r"daily|weekly|fortnightly|monthly|half|termly|quarterly|annually|twice|three|once|"
    r"jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|autumn|spring|summer|easter|christmas|"
    r"[0-9]{1,2}(st|nd|rd|th)|w/[bc])",
    re.IGNORECASE,
)
MOST_WORDS, LONGEST_TIME = 10, 200
"""Words, and behind a dash or comma characters, at the end of a text that may be a time."""


@dataclass
class ListItem:
    """One thing of a cell: its text, and what stood over or under it as its own."""

    text: str
    inner: list[str] = field(default_factory=list)


def tidy(text: str) -> str:
    """Text that a plan file may hold: line breaks as lines, odd spaces as spaces, no controls."""
    text = unicodedata.normalize("NFC", text)
    text = re.sub(r"[\r\x0b\x0c\x85\u2028\u2029]+", "\n", text.replace("\r\n", "\n"))
    text = re.sub(r"[\t\xa0\u2000-\u200a\u202f\u3000]", " ", text)
    text = re.sub(r"[\xad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]", "", text)
    if control_character(text) is not None:
        text = "".join("\ufffd" if control_character(one) == 0 else one for one in text)
    return "\n".join(" ".join(line.split()) for line in text.split("\n")).strip("\n ")


def items(text: str) -> list[ListItem]:
    """The things that a cell lists: one for each bullet, number or paragraph.

    A line that begins in small letters goes on with the one before it. A line that ends in a colon
    stands over the list under it, as the beginning of each of its items.
    """
    found: list[ListItem] = []
    over, waits = "", False  # a line that ends in a colon; whether nothing stands under it yet
    for line in text.split("\n"):
        inner, mark = _INNER.match(line), _MARK.match(line)
        words = line[_marked(line) :].strip()
        if not words:
            continue
        if inner and found and not waits:
            found[-1].inner.append(words)
        elif found and not waits and not inner and not mark and words[0].islower():
            found[-1].text += f" {words}"
        elif not mark and not inner and words.endswith(":"):
            found += _alone(over) if waits else []
            over, waits = words, True
        else:
            found.append(ListItem(words, [over] if over and (waits or mark or inner) else []))
            over, waits = over if mark or inner else "", False
    return found + (_alone(over) if waits else [])


def _alone(over: str) -> list[ListItem]:
    """A line that ends in a colon and stands over nothing, as an item of its own."""
    return [ListItem(over.rstrip(" :") or over)]


def says_something(text: str) -> bool:
    """Whether a text has a letter or a figure: `...` and `:` say nothing."""
    return re.search(r"\w", text) is not None


def saying_nothing(those: list[ListItem]) -> list[str]:
    """The texts of those items that say nothing, with what stood under them."""
    return [
        text for one in those if not says_something(one.text) for text in (one.text, *one.inner)
    ]


def lines(text: str) -> list[str]:
    """The lines of a cell without their bullets."""
    stripped = (line[_marked(line) :].strip() for line in text.split("\n"))
    return [line for line in stripped if line]


def _marked(line: str) -> int:
    """How many characters of a line are its bullet or number."""
    mark = _INNER.match(line) or _MARK.match(line)
    return mark.end() if mark else 0


def title_of(text: str) -> tuple[str, str | None]:
    """A title that fits a row, and as its detail whatever did not fit in, or all of the text."""
    text = text.rstrip(" .;,") or text if len(text) <= LONGEST_TITLE + 1 else text
    if len(text) <= LONGEST_TITLE:
        return text, None
    sentence = re.match(
        rf"(.{{{SHORTEST_CUT},{LONGEST_TITLE - 1}}}?[^.])\.\s+(.*)", text, re.DOTALL
    )
    if sentence:
        return sentence[1], sentence[2]
    cuts = [found.start() for found in re.finditer(r"\s*[;:,–—(]\s|\s\(", text)]
    fitting = [cut for cut in cuts if SHORTEST_CUT <= cut <= LONGEST_TITLE]
    if fitting:
        return text[: fitting[-1]].rstrip(), text
    cut = text.rfind(" ", 0, LONGEST_TITLE - 1)
    return text[: cut if cut > 0 else LONGEST_TITLE - 1].rstrip() + "…", text


def readable(phrase: str, frame: TimingContext) -> bool:
    """Whether the timing language reads a phrase."""
    return isinstance(read(phrase, frame), Timing)


def is_period(phrase: str, frame: TimingContext) -> bool:
    """Whether a phrase is one day or one period, and so can be when something starts."""
    timing = read(phrase, frame)
    if not isinstance(timing, Timing) or timing.cadence or timing.open_ended or timing.as_needed:
        return False
    return len(timing.occurrences) == 1


def time_at_end(text: str, frame: TimingContext) -> tuple[str, str | None]:
    """A text and the time that it ends with, None if it ends with none.

    A time in brackets or behind a dash or comma is taken off the text; one that the sentence leads
    up to (`Train staff by Easter 2025`) stays in it.
    """
    bracketed = _BRACKETED.fullmatch(text)
    if bracketed and says_something(bracketed[1]) and readable(bracketed[2].strip(), frame):
        return bracketed[1].rstrip(" ,;:"), bracketed[2].strip()
    ended = text.rstrip(" .;,")
    for sign in _BREAK.finditer(ended, max(len(ended) - LONGEST_TIME, 0)):
        before = ended[: sign.start()]
        if says_something(before) and readable(ended[sign.end() :], frame):
            return before, ended[sign.end() :]
    words = ended.split(" ")
    for count in range(min(MOST_WORDS, len(words) - 1), 0, -1):
        phrase = " ".join(words[-count:])
        if _OPENS_TIME.match(phrase) and readable(phrase, frame):
            return text, phrase
    return text, None


def times(text: str, frame: TimingContext) -> list[tuple[str, str]]:
    """What a date cell says: pairs of a milestone ("" for a single time) and its phrase, whether or
    not that can be read.

    Several lines are milestones (`Launch: January 2025`), one time of several days, or else times
    without a name. What cannot be read is kept as it stands, for `check` to show.
    """
    told = lines(text)
    if len(told) <= 1:
        return [("", line) for line in told]
    labelled = [re.fullmatch(r"([^:]{2,40}):\s*(\S.*)", line) for line in told]
    if all(found and readable(found[2], frame) for found in labelled):
        return [(found[1].strip(), found[2].strip()) for found in labelled if found]
    for joint in (" ", " and ", ", "):
        if readable(joint.join(told), frame):
            return [("", joint.join(told))]
    if all(readable(line, frame) for line in told):
        return [("", line) for line in told]
    return [("", "; ".join(told))]


def milestones(pairs: list[tuple[str, str]]) -> dict[str, str]:
    """Times by milestone, as a plan has them: of several, those without a name are counted, and
    a name that comes again has a number.
    """
    if len(pairs) == 1:
        return dict(pairs)
    made: dict[str, str] = {}
    for label, phrase in pairs:
        number, name = 2, label or f"Step {len(made) + 1}"
        base = name
        while name in made:
            name, number = f"{base} {number}", number + 1
        made[name] = phrase
    return made
