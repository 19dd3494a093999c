"""The plan's vision, mission, values and approval, from the texts around a document's tables."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from sipctl.plan.model.entries import Value

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sipctl.plan.model.entries import About

_WHOSE = r"(?:the |our |a |school |trust |academy |federation |shared )*"
_LABELS = {
    "vision": re.compile(rf"{_WHOSE}vision(?: statement| for .{{1,40}})?", re.IGNORECASE),
    "mission": re.compile(rf"{_WHOSE}mission(?: statement)?", re.IGNORECASE),
    "values": re.compile(rf"{_WHOSE}(?:core )?values", re.IGNORECASE),
    "endorsement": re.compile(
        r"(?:approved|ratified|agreed|endorsed|adopted)(?: by| on)?(?: the)?.{0,40}", re.IGNORECASE
    ),
}
"""Field of plan.yaml → the label before its text on the line, or alone on the line over it."""
_SHORTEST, _LONGEST_VALUE, _LONGEST_LABEL = 4, 3, 60
"""The least words of a statement, the most of one value, and the most characters of a label."""


def with_front_matter(about: About, texts: Sequence[str]) -> tuple[About, list[str]]:
    """plan.yaml with the fields found in the texts around a document's tables; the other texts."""
    rest: list[str] = []
    waiting: list[str] = list(texts)
    while waiting:
        text = waiting.pop(0)
        field, statement = _labelled(text)
        alone = field is not None and not statement
        if alone and field != "endorsement" and waiting and _is_statement(field, waiting[0]):
            statement = waiting.pop(0)
        changed = _with(about, field, statement, text) if field and statement else about
        if changed is about:
            rest += [text, *([statement] if alone and statement else [])]
        about = changed
    return about, rest


def is_front_matter(text: str) -> bool:
    """Whether a text is a label and its statement, and so not the document's title."""
    field, statement = _labelled(text)
    return field is not None and bool(statement)


def _labelled(text: str) -> tuple[str | None, str]:
    """The field that a text's label names (None for no label), and the text after the label."""
    first, _, below = text.partition("\n")
    label, sign, behind = re.match(r"([^:|]*)([:|]?)(.*)", first).groups()  # type: ignore[union-attr]
    for field, pattern in _LABELS.items():
        if len(label) <= _LONGEST_LABEL and pattern.fullmatch(label.strip()):
            statement = f"{behind.strip()}\n{below}".strip() if sign or below else ""
            return field, statement
    return None, ""


def _is_statement(field: str | None, text: str) -> bool:
    """Whether the text under a label that stands alone is its statement, not the next heading."""
    if field == "values":
        return len(_values(text)) > 1
    return len(text.split()) >= _SHORTEST and _labelled(text)[0] is None


def _with(about: About, field: str, statement: str, text: str) -> About:
    """plan.yaml with a statement; unchanged if it has one for that field, or cannot hold it."""
    values = _values(statement)
    line = " ".join(statement.split())
    if field == "values" and len(values) > 1 and not about.values:
        return replace(about, values=tuple(Value(name=name) for name in values))
    if field == "vision" and not about.vision:
        return replace(about, vision=line)
    if field == "mission" and not about.mission:
        return replace(about, mission=(line,))
    if field == "endorsement" and not about.endorsement:
        return replace(about, endorsement=" ".join(text.split()))
    return about


def _values(text: str) -> list[str]:
    """`Respect, Courage and Kindness` as three names; empty if any is too long for a name."""
    names = [name.strip(" .•-–") for name in re.split(r"[,;\n•|]|\band\b|&", text)]
    names = [name for name in names if name]
    return names if all(len(name.split()) <= _LONGEST_VALUE for name in names) else []
