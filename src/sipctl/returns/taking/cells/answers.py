"""Answers as people write them in a cell: a status, a result, a reading, evidence. Pure functions.

Each returns the value that is meant, or an `Unclear` that says why there is none. Nothing is
guessed: a text that may mean two things is asked about.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sipctl.plan.english import excerpt
from sipctl.plan.faults import Refusal
from sipctl.plan.model.scalars import RESULTS, STATUSES, control_character
from sipctl.plan.state.resolve import ambiguous, judgements_meant, result_called, status_called
from sipctl.returns.layout import STATUS_WORDS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


@dataclass(frozen=True)
class Unclear:
    """Why a text cannot be read as an answer, what to type, and the values that it may mean."""

    message: str
    help: str
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Figure:
    """A number and its unit: `14.2`, `days`. The unit is None where none was written."""

    value: str
    unit: str | None


# --- text ----------------------------------------------------------------------------------------

_BREAKS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
"""Invisible characters, which come along when text is pasted."""
_BLANKS = re.compile(r"[\s.…_–—-]*")
"""What people write where they have nothing to say: a dash, dots."""
_WORDS_FOR_NONE = (
    "n/a",
    "na",
    "none",
    "no",
    "nil",
    "nothing",
    "not needed",
    "no change",
    "not applicable",
)
"""Words for having nothing to give, where a link or a date is asked for."""


def clean_text(text: str) -> str:
    """A text as a record may hold it: `\\n` between lines, no characters that cannot be shown.

    A dash alone, or dots, are no text.
    """
    shown = _UNSEEN.sub("", _BREAKS.sub("\n", text)).replace("\u00a0", " ").replace("\t", " ")
    while (index := control_character(shown)) is not None:
        shown = shown.replace(shown[index], "")
    lines = [line.rstrip() for line in shown.split("\n")]
    joined = re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
    return "" if _BLANKS.fullmatch(joined) else joined


def says_none(text: str) -> bool:
    """Whether a text says that there is nothing to give: `n/a`, `none`."""
    return _plain(text).strip(" .!") in _WORDS_FOR_NONE


def _plain(text: str) -> str:
    """A text in small letters on one line, figures and marks in their usual form."""
    usual = unicodedata.normalize("NFKC", clean_text(text)).replace("−", "-")
    return " ".join(usual.split()).casefold()


def formula_fault(text: str) -> Unclear | None:
    """Why a cell shows a formula or its error instead of an answer; None where it does not."""
    if re.fullmatch(r"#(REF|N/A|VALUE|NAME\?|DIV/0|NUM|NULL|SPILL|CALC|GETTING_DATA)!?", text):
        return Unclear(f'"{text}" is the error of a formula', "type the answer itself")
    if re.match(r"=[-+(A-Za-z0-9'\"{$@\[]", text):
        return Unclear(f'"{excerpt(text)}" is a formula without a value', "type the answer itself")
    return None


# --- statuses and results ------------------------------------------------------------------------

_SIGNS = {
    **dict.fromkeys("🟢💚🟩", " / green / "),
    **dict.fromkeys("🟠🟧🧡🟡🟨💛", " / amber / "),
    **dict.fromkeys("🔴🟥❤", " / red / "),
    **dict.fromkeys("🔵🟦💙", " / blue / "),
    **dict.fromkeys("🟣🟪💜", " / purple / "),
}
"""Coloured signs → the colour's name, as a word of its own."""
_DECORATION = re.compile("[✓✔☑✅●▲■○‖◐\ufe0f]|^[–×](?= )")
_EDGES = " /.,;:!*'\"“”‘’()[]|"
_BETWEEN = re.compile(r"\s*[/(),;:|–—]\s*|\s+-\s+|\s+=\s+")
"""Separators between two words for one status: `Green (on track)`, `A / at risk`."""


def read_status(text: str, colours: Mapping[str, str]) -> str | Unclear:
    """The status that a text means: `On track`, `green`, `G`, `done`. `colours` are the plan's."""
    status = _judgement(text, STATUSES, colours, status_called, {})
    if status == "withdrawn":
        return Unclear(
            f'"{excerpt(text)}" takes an agreement', "once it is agreed: sipctl withdraw"
        )
    return status


_YES = dict.fromkeys(("yes", "y", "true", "✓", "✔", "☑", "✅"), "met")
_NO = dict.fromkeys(("no", "n", "false", "✗", "✘", "❌"), "not-met")
_PARTLY = dict.fromkeys(("partly", "partially", "in part", "part"), "partly-met")
_MET = {**_YES, **_NO, **_PARTLY}
"""A word under `Met?` → the result."""


def read_result(text: str, colours: Mapping[str, str]) -> str | Unclear:
    """The result that a text under `Met?` means: `yes`, `partly`, `not met`."""
    return _judgement(text, RESULTS, colours, result_called, _MET)


def _judgement(
    text: str,
    known: tuple[str, ...],
    colours: Mapping[str, str],
    called: Callable[[str, Mapping[str, str]], str],
    short: Mapping[str, str],
) -> str | Unclear:
    """The one of `known` that a text means; all parts of `Green (on track)` must mean it.

    `called` reads a single word and may raise Refusal; `short` has words that mean one of `known`.
    """
    plain = _plain(text)
    words = "".join(_SIGNS.get(character, character) for character in plain)
    typed = _DECORATION.sub(" ", words).strip(_EDGES) or plain
    typed = " ".join(typed.split())
    if plain in short or typed in short:
        return short.get(plain) or short[typed]
    whole = judgements_meant(typed, known, colours)
    parts = [part.strip(_EDGES) for part in _BETWEEN.split(typed)]
    meanings = whole or _common_meaning([part for part in parts if part], known, colours, short)
    if len(meanings) == 1:
        return meanings[0]
    if meanings:
        choices = tuple(dict.fromkeys(meanings))
        refusal = ambiguous(f'"{excerpt(text)}"', choices)
        return Unclear(refusal.message, refusal.help, choices)
    try:
        return called(typed, colours)
    except Refusal as refusal:
        what = "a status" if known == STATUSES else "yes, partly or no"
        offered = tuple(STATUS_WORDS.values()) if known == STATUSES else known
        return Unclear(f'"{excerpt(text)}" is not {what}', _advice(refusal, offered), offered)


def _common_meaning(
    parts: list[str],
    known: tuple[str, ...],
    colours: Mapping[str, str],
    short: Mapping[str, str],
) -> list[str]:
    """The meanings that all parts share; else those of all parts; empty if a part has none."""
    readings = [
        [short[part]] if part in short else judgements_meant(part, known, colours) for part in parts
    ]
    if len(parts) < 2 or not all(readings):
        return []
    shared = [name for name in readings[0] if all(name in other for other in readings)]
    return shared or [name for reading in readings for name in reading]


def _advice(refusal: Refusal, known: tuple[str, ...]) -> str:
    if refusal.help.startswith("did you mean"):
        return refusal.help
    return f"type one of: {', '.join(known)}"


# --- readings of a KPI ---------------------------------------------------------------------------

_PERCENT = ("%", "per cent", "percent", "pc", "p.c.", "pct")
_CURRENCY = "£$€"
_FIGURE = re.compile(r"(?P<sign>[£$€]?)\s*(?P<number>[-+]?[0-9][0-9.,' ]*)(?P<rest>.*)")
_GROUPED = re.compile(r"-?[1-9][0-9]{0,2}(?P<sign>[,' ])[0-9]{3}(?:(?P=sign)[0-9]{3})*(\.[0-9]+)?")
_CONTINENTAL = re.compile(r"-?[1-9][0-9]{0,2}(\.[0-9]{3})+,[0-9]+")
"""Thousands set apart, as in `1,234.5`; and the same with comma and point changed over."""
_UNIT = re.compile(r"[a-z][a-z-]{2,29}")
_NO_UNIT = frozenset(
    (
        *("and", "approx", "approximately", "about", "are", "bar", "ish", "nearly", "odd", "out"),
        *("over", "per", "plus", "the", "thousand", "million", "under", "until", "with"),
    )
)


def read_figure(text: str, unit: str | None = None) -> Figure | Unclear:
    """The number that a text gives: `98%`, `14.2 days`, `£5,000`. `unit` is the KPI's own."""
    if formula_fault(text):
        return formula_fault(text)  # type: ignore[return-value]
    plain = _plain(text)
    match = _FIGURE.fullmatch(plain)
    number = _number(match["number"].strip().removesuffix(".")) if match else None
    written = _unit(match["sign"], match["rest"].strip(" ."), unit) if match else None
    if number is None or written is None:
        example = f"14.2 {unit}" if unit and unit not in ("%", *_CURRENCY) else "98%, or 14.2 days"
        message = f'"{excerpt(text)}" is not one number'
        return Unclear(message, f"type the figure alone, or with its unit: {example}")
    if unit and written and written.casefold() != unit.casefold():
        message = f'"{excerpt(text)}" counts {written}, and the plan counts this in {unit}'
        return Unclear(message, f"type the number of {unit}")
    if unit == "%" and not written and 0 < abs(float(number)) < 1:
        share = f"{float(number) * 100:.10g}%"
        message = f'"{excerpt(text)}" may mean {share} or {number}%'
        return Unclear(message, f"type {share}, or {number}%")
    return Figure(number, written or unit)


def _number(text: str) -> str | None:
    """Digits as a record has them; None for what is no number, or has more digits than it may."""
    bare = text.lstrip("+")
    grouped, continental = _GROUPED.fullmatch(bare), _CONTINENTAL.fullmatch(bare)
    if grouped:
        bare = bare.replace(grouped["sign"], "")
    elif continental:
        bare = bare.replace(".", "").replace(",", ".")
    elif re.fullmatch(r"-?[0-9]+,[0-9]+", bare):
        bare = bare.replace(",", ".")
    return bare if re.fullmatch(r"-?[0-9]{1,15}(\.[0-9]{1,10})?", bare) else None


def _unit(sign: str, rest: str, known: str | None) -> str | None:
    """The unit of a number from the text around it; "" for no text, None if it is no unit."""
    if sign:
        return sign if not rest else None
    if rest in _PERCENT:
        return "%"
    if not rest or (known and rest in (known.casefold(), f"{known.casefold()}s")):
        return known if rest and known else ""
    if known and f"{rest}s" == known.casefold():
        return known
    return rest if _UNIT.fullmatch(rest) and rest not in _NO_UNIT else None


# --- evidence ------------------------------------------------------------------------------------


def read_evidence(text: str) -> tuple[str, ...]:
    """Links and names of documents, one for each line, or between semicolons."""
    items = []
    for line in clean_text(text).split("\n"):
        for part in re.split(r";\s+|;$|[\s,]+(?=https?://)", line):
            item = part.strip().lstrip("•◦*").strip()
            if clean_text(item) and not says_none(item):
                items.append(item)
    return tuple(dict.fromkeys(items))
