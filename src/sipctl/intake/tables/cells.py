"""Reads one cell: the items of its list, an action's title, times, a time at a text's end."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from sipctl.documents.document import INNER
from sipctl.plan.model.scalars import control_character
from sipctl.plan.timing import Timing, milestones_in, read

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sipctl.plan.timing import TimingContext

LONGEST_TITLE, SHORTEST_CUT = 80, 24
_MARK = re.compile(
    r"(?:[•●▪■□◆►➢✓✔‣⁃∙·\uf0b7\uf0a7]\s*|[*–—-](?:\s+|(?=[^\W\d_]))"
    r"|\(?[0-9]{1,2}[.)](?:\s+|(?=[^\W\d_]))|\(?[a-z][.)]\s+|\(?[ivx]{1,4}[.)]\s+)"
)
_INNER = re.compile(rf"(?:{INNER.strip()}|o(?=\s))\s*")
_COUNTED = re.compile(r"(?:(?<=^)|(?<=[\s;,.]))\(?([0-9]{1,2}|[a-z])[.)]\s*(?=[^\W\d_]|[“‘\"'(])")
"""`1.` or `a)` within a line, which may count what it lists."""
_LEADS_IN = re.compile(
    r"(\S+ ){2,}(by|on|of|to|in|with|for|from|as|including|include|includes|through|using|via"
    r"|following|are|is):",
    re.IGNORECASE,
)
"""A sentence that the points under it complete: `Join the project by:`."""
_ADDED = re.compile(
    r"(.{6,}?),\s+((?:based|including|such|focusing|focussing|with|using|through|made "
    r"up)\b[^,]*:)",
    re.IGNORECASE,
)
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
"""The most words of a time at the end of a text; the most characters after a dash or comma."""
_BEHIND_TIME = re.compile(r"(?:\s*[:–—-]\s+|\s+(?:for|to)\s+(?:the\s+)?|\s*[(]\s*)(\S.*?)[).]?")
_LABEL = re.compile(r"([^:]{2,40}):\s*(\S.*)")
_TOPIC = re.compile(r"([A-Z][\w &/-]{1,24}):\s+(\S.*)", re.DOTALL)


@dataclass
class ListItem:
    """One item of a cell: its text, and the line over it or the points under it (`inner`).

    `topic` is its subject (`Maths`), if other cells of the row have a line for each subject too.
    """

    text: str
    inner: list[str] = field(default_factory=list)
    topic: str = ""


@lru_cache(maxsize=4_000)
def tidy(text: str) -> str:
    """Text as a plan file may hold it: usual line breaks and spaces, no control characters."""
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    text = unicodedata.normalize("NFC", text)
    text = re.sub(r"[\r\x0b\x0c\x85\u2028\u2029]+", "\n", text.replace("\r\n", "\n"))
    text = re.sub(r"[\t\xa0\u2000-\u200a\u202f\u3000]", " ", text)
    text = re.sub(r"[\xad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]", "", text)
    if control_character(text) is not None:
        text = "".join("\ufffd" if control_character(letter) == 0 else letter for letter in text)
    return "\n".join(" ".join(line.split()) for line in text.split("\n")).strip("\n ")


def items(text: str) -> list[ListItem]:
    """The items that a cell lists: one for each bullet, number or paragraph.

    A line that begins in small letters continues the one before it. A line that ends in a colon is
    a heading, repeated in each item of the list under it; a sentence that introduces points
    (`based on:`) is one item with these as its `inner`.
    """
    listed: list[ListItem] = []
    over, waits = "", False  # a line that ends in a colon; whether it has no item yet
    points: list[str] | None = None  # those under a sentence that introduces them
    for line in (part for whole in text.split("\n") for part in _split_numbered(whole)):
        inner, mark = _INNER.match(line), _MARK.match(line)
        words = line[_mark_length(line) :].strip()
        if not words:
            continue
        if points is not None and (mark or inner or words[0].islower()):
            points.append(words)
            continue
        points = None
        if inner and listed and not waits:
            listed[-1].inner.append(words)
        elif listed and not waits and not inner and not mark and words[0].islower():
            listed[-1].text += f" {words}"
        elif not inner and _LEADS_IN.fullmatch(words[:LONGEST_TIME]):
            listed += [*(_heading_as_item(over) if waits else []), _item_with_points(words)]
            points, over, waits = listed[-1].inner, "", False
        elif not mark and not inner and words.endswith(":"):
            listed += _heading_as_item(over) if waits else []
            over, waits = words, True
        else:
            listed.append(ListItem(words, [over] if over and (waits or mark or inner) else []))
            over, waits = over if mark or inner else "", False
    return listed + (_heading_as_item(over) if waits else [])


def _item_with_points(words: str) -> ListItem:
    """A sentence that introduces points, as an item; words that it adds to them are in `inner`."""
    added = _ADDED.fullmatch(words)
    return ListItem(added[1], [added[2]]) if added else ListItem(words)


def _split_numbered(line: str) -> list[str]:
    """A line split at the numbers or letters of a list within it: `1. Audit; 2. Train`."""
    starts: list[int] = []
    first = ""
    for match in _COUNTED.finditer(line):
        first = first or match[1]
        wanted = str(len(starts) + 1) if first.isdigit() else chr(ord("a") + len(starts))
        if match[1] == wanted and (starts or match.start() == 0):
            starts.append(match.start())
    if len(starts) < 2:
        return [line]
    ends = [*starts[1:], len(line)]
    return [line[start:end].strip(" ;,") for start, end in zip(starts, ends, strict=True)]


def _heading_as_item(over: str) -> list[ListItem]:
    """A line that ends in a colon and has no list under it, as an item of its own."""
    return [ListItem(over.rstrip(" :") or over)]


def set_topics(listed: list[ListItem], others: Sequence[str], context: TimingContext) -> None:
    """Set the topic of each item, if all begin with one and another cell has a line for each:
    `Maths: Buy books` beside `Maths: June 2026`."""
    matches = [_TOPIC.fullmatch(item.text) for item in listed]
    topics = [match[1] for match in matches if match]
    if len(topics) < 2 or len(topics) < len(listed) or len(set(topics)) < len(topics):
        return
    if not any(set(topics) <= set(_by_topic(text)) for text in others):
        return
    if any(match and readable(match[2], context) for match in matches):
        return
    for item, match in zip(listed, matches, strict=True):
        if match:
            item.topic, item.text = match[1], match[2]


def line_of_topic(text: str, topic: str) -> str:
    """A cell's line about a topic, without the topic's name; the whole cell where it has none."""
    return _by_topic(text).get(topic, text) if topic else text


def _by_topic(text: str) -> dict[str, str]:
    matches = [_TOPIC.fullmatch(line) for line in lines(text)]
    return {match[1]: match[2] for match in matches if match}


def says_something(text: str) -> bool:
    """Whether a text has a letter or a figure, unlike `...` and `:`."""
    return re.search(r"\w", text) is not None


def wordless_texts(listed: list[ListItem]) -> list[str]:
    """The texts of items without a letter or figure, and those of their `inner`."""
    return [
        text
        for item in listed
        if not says_something(item.text)
        for text in (item.text, *item.inner)
    ]


def lines(text: str) -> list[str]:
    """The lines of a cell without their bullets."""
    stripped = [line[_mark_length(line) :].strip() for line in text.split("\n")]
    return list(filter(None, stripped))


def _mark_length(line: str) -> int:
    """How many characters of a line are its bullet or number."""
    if line[:1].isupper():  # a capital is no bullet, and most lines begin with one
        return 0
    mark = _INNER.match(line) or _MARK.match(line)
    return mark.end() if mark else 0


def title_of(text: str) -> tuple[str, str | None]:
    """A title of up to 80 characters, and a detail: the rest of the text, or all if it was cut.

    The detail is None where the text fits.
    """
    text = text.rstrip(" .;,") or text if len(text) <= LONGEST_TITLE + 1 else text
    if len(text) <= LONGEST_TITLE:
        return text, None
    sentence = re.match(
        rf"(.{{{SHORTEST_CUT},{LONGEST_TITLE - 1}}}?[^.])\.\s+(.*)", text, re.DOTALL
    )
    if sentence:
        return sentence[1], sentence[2]
    cuts = [match.start() for match in re.finditer(r"\s*[;:,–—(]\s|\s\(", text)]
    fitting = [cut for cut in cuts if SHORTEST_CUT <= cut <= LONGEST_TITLE]
    if fitting:
        return text[: fitting[-1]].rstrip(), text
    cut = text.rfind(" ", 0, LONGEST_TITLE - 1)
    return text[: cut if cut > 0 else LONGEST_TITLE - 1].rstrip() + "…", text


def readable(phrase: str, context: TimingContext) -> bool:
    """Whether the timing language reads a phrase."""
    return isinstance(read(phrase, context), Timing)


def is_period(phrase: str, context: TimingContext) -> bool:
    """Whether a phrase is one day or one period, which a start has to be."""
    timing = read(phrase, context)
    if not isinstance(timing, Timing) or timing.cadence or timing.open_ended or timing.as_needed:
        return False
    return len(timing.occurrences) == 1


def time_at_end(text: str, context: TimingContext) -> tuple[str, str | None]:
    """A text and the time that it ends with, None if it ends with none.

    A time in brackets or after a dash or comma is taken off the text; one that is part of the
    sentence (`Train staff by Easter 2025`) stays in it.
    """
    bracketed = _BRACKETED.fullmatch(text)
    if bracketed and says_something(bracketed[1]) and readable(bracketed[2].strip(), context):
        return bracketed[1].rstrip(" ,;:"), bracketed[2].strip()
    ended = text.rstrip(" .;,")
    for sign in _BREAK.finditer(ended, max(len(ended) - LONGEST_TIME, 0)):
        before = ended[: sign.start()]
        if says_something(before) and readable(ended[sign.end() :], context):
            return before, ended[sign.end() :]
    words = ended.split(" ")
    for count in range(min(MOST_WORDS, len(words) - 1), 0, -1):
        phrase = " ".join(words[-count:])
        if _OPENS_TIME.match(phrase) and readable(phrase, context):
            return text, phrase
    return text, None


def times(text: str, context: TimingContext) -> list[tuple[str, str]]:
    """The times in a cell: pairs of a milestone ("" for none) and its phrase, readable or not.

    Several lines are milestones (`Launch: January 2025`, `July 2025 for plans`), one time of
    several days, or else times without a name. What cannot be read is kept unchanged, for `check`
    to show.
    """
    rows = lines(text)
    if not rows:
        return []
    labelled = [_LABEL.fullmatch(line) for line in rows]
    if len(rows) == 1 and readable(rows[0], context):
        return [("", rows[0])]
    if all(match and readable(match[2], context) for match in labelled):
        return [(match[1].strip(), match[2].strip()) for match in labelled if match]
    if len(rows) == 1:
        return [*milestones_in(rows[0], context)] or [("", rows[0])]
    for joint in (" ", " and ", ", "):
        if readable(joint.join(rows), context):
            return [("", joint.join(rows))]
    if all(readable(line, context) for line in rows):
        return [("", line) for line in rows]
    steps = [_step(line, context) for line in rows]
    if all(steps):
        return [step for step in steps if step]
    return [("", "; ".join(rows))]


def _step(line: str, context: TimingContext) -> tuple[str, str] | None:
    """A milestone before or after its time: `Plant trees March 2025`, `July 2025 for plans`."""
    if len(line) > LONGEST_TIME:
        return None
    words = line.rstrip(" .;,").split(" ")
    for count in range(min(MOST_WORDS, len(words) - 1), 0, -1):
        behind = _BEHIND_TIME.fullmatch(" " + " ".join(words[count:]))
        if behind and readable(" ".join(words[:count]).rstrip(":–—- "), context):
            return behind[1], " ".join(words[:count]).rstrip(":–—- ")
    rest, phrase = time_at_end(line, context)
    if phrase is None:
        return None
    label = rest if rest != line else line.rstrip(" .;,").removesuffix(phrase)
    label = label.strip(" ,;:–—-")
    return (label, phrase) if says_something(label) else None


def milestones(pairs: Sequence[tuple[str, str]]) -> dict[str, str]:
    """Milestone → phrase, as a plan has them: of several, those without a name are numbered, and
    a repeated name gets a number.
    """
    if len(pairs) == 1:
        return dict(pairs)
    phrases: dict[str, str] = {}
    for label, phrase in pairs:
        number, name = 2, label or f"Step {len(phrases) + 1}"
        base = name
        while name in phrases:
            name, number = f"{base} {number}", number + 1
        phrases[name] = phrase
    return phrases
