"""The look of a Word document's text: hidden or struck out, bold or large as headings are."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sipctl.documents.office import attribute, child, local

if TYPE_CHECKING:
    from collections.abc import Container, Iterator
    from xml.etree.ElementTree import Element

AIM, AREA, PRIORITY = 5, 6, 7
"""Levels of lines that are headings by their look or words alone; styled headings have 1 to 9."""
LONGEST_HEADING = 120
_ADJECTIVES = r"\W*((strategic|key|trust|focus|school|overall|main|improvement|development) )*"
_COUNTED = (
    r"s?\s*([0-9]{1,2}[a-z]?|[ivxIVX]{1,5}|[a-zA-Z]|one|two|three|four|five"
    r"|six)?\b\s*([:.–—-]\s*\S.*|$)"
)
_LEVELS = {
    AIM: re.compile(rf"{_ADJECTIVES}(aim|goal|theme|pillar){_COUNTED}", re.IGNORECASE),
    AREA: re.compile(rf"{_ADJECTIVES}(area|section|strand){_COUNTED}", re.IGNORECASE),
    PRIORITY: re.compile(rf"{_ADJECTIVES}(priority|objective|target){_COUNTED}", re.IGNORECASE),
}
_NO_HEADING = re.compile(
    r".*[.,;]$|[^:]{1,40}:\s*\S.*|.*\b(date|version|page|academic year)\b.*|[\W\d]*", re.IGNORECASE
)
"""Lines that may be set off and are no headings: a sentence, a label with its text, a date."""
_UNFILLED = re.compile(
    r"(click|tap|click or tap)( or tap)?( here)? to enter (text|a date)\.?|choose an item\.?",
    re.IGNORECASE,
)


def is_on(properties: Element | None, *names: str) -> bool:
    """Whether one of a run's properties is switched on."""
    for name in names:
        switch = child(properties, name)
        if switch is not None and (attribute(switch, "val") or "1") not in (
            "0",
            "false",
            "none",
            "off",
        ):
            return True
    return False


def is_unseen(run: Element) -> bool:
    """Whether a run is hidden, or struck out by hand."""
    return is_on(child(run, "rPr"), "vanish", "strike", "dstrike")


def is_unfilled(element: Element) -> bool:
    """Whether a content control still shows its prompt."""
    return local(element) == "sdt" and is_on(child(element, "sdtPr"), "showingPlcHdr")


def unmark_filled(root: Element, prompts: Container[str]) -> None:
    """Unmark controls that hold an answer and are still marked as not filled in.

    Programs that fill in forms may leave the mark. Word's own prompts, in whatever language, have a
    style of their own.
    """
    for control in root.iter():
        content = child(control, "sdtContent")
        if content is None or not is_unfilled(control):
            continue
        parts = list(content.iter())
        text = "".join(part.text or "" for part in parts if local(part) == "t").strip()
        mark = child(control, "sdtPr", "showingPlcHdr")
        styled = any(local(part) == "rStyle" for part in parts)
        if text and text not in prompts and not styled and mark is not None:
            mark.set(next(iter(mark.attrib), "val"), "0")


def says_unfilled(text: str) -> bool:
    """Whether a text is one of Word's own English prompts for a control."""
    return bool(_UNFILLED.fullmatch(text.strip()))


def unseen_texts(root: Element) -> list[str]:
    """The texts of a document that are hidden or struck out, in order."""
    runs = (run for run in root.iter() if local(run) == "r" and is_unseen(run))
    texts = ("".join(part.text or "" for part in run if local(part) == "t").strip() for run in runs)
    return [text for text in texts if text]


def _runs(element: Element) -> Iterator[Element]:
    for run in element.iter():
        if local(run) == "r" and any(
            local(part) == "t" and (part.text or "").strip() for part in run
        ):
            yield run


def is_bold(element: Element) -> bool:
    """Whether all text of a paragraph or cell is bold."""
    runs = list(_runs(element))
    return bool(runs) and all(is_on(child(run, "rPr"), "b") for run in runs)


def is_shaded(cell: Element) -> bool:
    """Whether a cell of a table has a colour of its own."""
    shading = child(cell, "tcPr", "shd")
    fill = attribute(shading, "fill") if shading is not None else None
    return fill is not None and fill.lower() not in ("auto", "ffffff")


def _is_large(element: Element) -> bool:
    """Whether all text of a paragraph has a size of its own, of 14 points or more."""
    sizes = [child(run, "rPr", "sz") for run in _runs(element)]
    texts = [(attribute(size, "val") if size is not None else None) or "0" for size in sizes]
    return bool(texts) and all(
        text.isascii() and text.isdigit() and int(text) >= 28 for text in texts
    )


def level_by_words(text: str) -> int | None:
    """The level of a heading that names its kind, `GOAL I: ...`, `Priority 2`; else None."""
    if len(text) > LONGEST_HEADING * 2:
        return None
    return next((level for level, pattern in _LEVELS.items() if pattern.fullmatch(text)), None)


def level_by_look(paragraph: Element, text: str) -> int | None:
    """The level of a heading that is set off by its look: bold, capitals, size; else None."""
    if len(text) > LONGEST_HEADING or _NO_HEADING.fullmatch(text):
        return None
    bold, capitals = is_bold(paragraph), text.isupper() and len(text) > 4
    if _is_large(paragraph) or (bold and capitals):
        return AIM
    return AREA if bold or capitals else None
