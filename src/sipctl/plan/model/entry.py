"""The base of all entries, and what is read of their fields.

A field is declared once, in its entry: its type, its label and its description (`described`).
Hover, the JSON Schema, `show`, `diff`, the workbook's columns and packs take them from there.
"""

from __future__ import annotations

import dataclasses
from functools import cache
from keyword import iskeyword
from typing import Annotated, Any, get_type_hints

from sipctl.plan.frozen import frozen
from sipctl.plan.model import scalars as w


class PhrasesShape:
    """Marks `when: phrase`, or `when: {label: phrase}`; held as a dict, the former under ""."""


Phrases = Annotated[dict[str, str], PhrasesShape()]


@frozen(kw_only=True)
class Entry:
    """A mapping of a plan file: unknown keys are faults, and `from_` stands for the key `from`."""

    __pydantic_config__ = {  # noqa: RUF012
        "extra": "forbid",
        "alias_generator": lambda name: name.rstrip("_"),
    }


# Descriptions that fields of several entries share.
TITLE = "What it is, in up to 80 characters: it has to fit a row."
QUERY = "An open question for the plan's author. check repeats it until it is settled."
SEE = "The same work told elsewhere in the plan: ids such as 4c.1."
ACADEMIES = "The academies that it concerns, by their names in people.yaml; none means all."
COVERS = "The parts of frameworks that it covers, such as [tq.workforce]."
LEADS = "Initials from people.yaml. The first answers for it; [] where nobody is named."
OVERSEES = "The numbers of the aims that are overseen, such as [1, 2]."


@frozen()
class FieldInfo:
    """A field of an entry: its name in the model and its label for readers."""

    name: str
    label: str

    def text(self, entry: Any) -> str:
        """The entry's text in this field; "" for none."""
        return getattr(entry, self.name) or ""


@cache
def further_texts(entry: type) -> tuple[FieldInfo, ...]:
    """The optional texts of an entry that have no place of their own (`own_place`).

    Whatever lists an entry's facts lists these one after another, in order of declaration: a new
    optional text appears everywhere once it is declared.
    """
    hints = get_type_hints(entry, include_extras=True)
    return tuple(
        FieldInfo(field.name, field.metadata.get("title") or default_label(field.name))
        for field in dataclasses.fields(entry)
        if hints[field.name] == w.Text | None and not field.metadata.get("own_place")
    )


def attribute(key: str) -> str:
    """The name in the model of a key of a file: `for_` for `for`, a word that Python has taken."""
    return f"{key}_" if iskeyword(key) else key


def default_label(name: str) -> str:
    """`Risk note` for `risk_note`."""
    return name.rstrip("_").replace("_", " ").capitalize()
