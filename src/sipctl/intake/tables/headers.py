"""The head of a table: its row, and the names and roles of its columns."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from sipctl.intake.tables.columns import (
    FAIR,
    ROLES,
    STRONG,
    ColumnReading,
    assign,
    best_role,
    head_scores,
    kinds_of,
)
from sipctl.intake.tables.time_columns import head_times
from sipctl.plan.faults import Refusal, propose

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sipctl.documents.document import Cell, SourceTable
    from sipctl.intake.tables.columns import Role

MEANINGS: dict[Role, str] = {
    "aim": "aim",
    "area": "area",
    "priority": "priority",
    "id": "number",
    "activity": "activity",
    "detail": "detail",
    "lead": "lead",
    "when": "date",
    "starts": "start",
    "kpi": "KPI",
    "target": "target of the KPI",
    "baseline": "baseline of the KPI",
    "monitored": "monitoring of the KPI",
    "success": "success criteria of the activity",
    "resources": "resources",
    "academy": "academy",
    "status": "a comment beside the activity (a status is recorded, not imported)",
    "comment": "a comment beside the activity",
}
"""Role → what messages say becomes of its column."""

_PAIR = re.compile(r"\s*([^=]*[^=\s])\s*=\s*([^,=]*[^,=\s])\s*(?:,|$)")
_LEAST_HEADS = 2
"""The least known heads of a row that is a table's head."""
SEARCHED = 30
"""The first rows in which the head is looked for."""
_LONGEST_HEAD, _FEW_WORDS, _SOME_WORDS = 250, 4, 8
_QUESTION = re.compile(
    r"(who|what|when|how|which|why|is|are|will)\b|.*[?:]$", re.IGNORECASE | re.DOTALL
)
_OF_WORK = {"time", "people", "money", "number"}
"""Kinds of texts that rule out a row as the head if it is found by the cells under it alone."""
_LATER = 1.0
"""By how much a later row must score more than the best row before it."""


@dataclass(frozen=True)
class Heads:
    """The head of a table: its row (-1 if it is in the table before), and for each column its name,
    its role (None if not known), and the time in its name ("" for none).
    """

    row: int
    names: tuple[str, ...]
    roles: tuple[Role | None, ...]
    times: tuple[str, ...] = ()
    readings: tuple[ColumnReading, ...] = ()
    widths: tuple[int, ...] = ()
    """For each column, how many columns its head's cell covers from there to the right."""

    @property
    def knows_work(self) -> bool:
        """Whether activities or KPIs can be read from the table."""
        return "activity" in self.roles or "kpi" in self.roles or self.is_calendar

    @property
    def is_calendar(self) -> bool:
        """Whether its columns are times with activities in their cells."""
        return "activity" not in self.roles and sum(map(bool, self.times)) >= _LEAST_HEADS

    def joined_to(self, column: int) -> range:
        """The columns to the right of one that share its head's cell."""
        known = self.widths and self.roles[column] is not None
        return range(column + 1, column + self.widths[column]) if known else range(0)

    def time_of(self, column: int) -> str:
        """The time in a column's name; "" for none."""
        return self.times[column] if column < len(self.times) else ""


@lru_cache(maxsize=4_000)
def plain(text: str) -> str:
    """A head's name for comparison: small letters, single spaces, no marks at its ends."""
    text = " ".join(text.casefold().replace("&", " and ").replace("’", "'").split())
    text = re.sub(r"\(s\)", "s", text)
    text = re.sub(r"\([^()]*\)", " ", text)
    text = text.replace("/", " / ")
    return " ".join(re.sub(r"[?:.*!£]+", " ", text).split())


def role_of(name: str) -> Role | None:
    """The role of a column by its head: `By whom?` is the lead; None for other heads."""
    return best_role(head_scores(plain(name)))


def is_head(name: str) -> bool:
    """Whether a text is the head of a column that plans have."""
    return role_of(name) is not None


def strength(name: str) -> float:
    """How surely a cell is a head, from 0 to 6.5; long ones score only if they are questions."""
    if not name or len(name) > _LONGEST_HEAD:
        return 0.0
    words = plain(name)
    worth = max(head_scores(words).values(), default=0.0)
    length = len(words.replace("/", " ").split())
    if length <= _FEW_WORDS or (length <= _SOME_WORDS and _QUESTION.match(name)):
        return worth
    if length > _SOME_WORDS:
        return worth if worth > STRONG and _QUESTION.match(name) else 0.0
    return worth if worth > STRONG else worth / 2


def find_heads(table: SourceTable, mapped: Mapping[str, Role]) -> Heads | None:
    """A table's first head: the row that most looks like one; None if none does.

    `mapped` are roles by the plain name of the head, from `--map`.
    """
    best, most = None, 0.0
    for number, row in enumerate(table.rows[:SEARCHED]):
        names = names_of(row)
        if any(plain(name) in mapped for name in names):
            worth = float(len(names)) * 2
        else:
            worth = _row_score(names)
        if worth > most + (_LATER if best is not None else 0):
            best, most = number, worth
    if best is None:
        return _proved_by_cells(table, mapped)
    return _heads(table, best, mapped, len(table.rows))


def _proved_by_cells(table: SourceTable, mapped: Mapping[str, Role]) -> Heads | None:
    """The first full row as a head, if the cells under it prove columns of activities and of leads
    or times; else None."""
    for number, row in enumerate(table.rows[:SEARCHED]):
        names = names_of(row)
        if len(names) > _LEAST_HEADS and all(names):
            heads = _heads(table, number, mapped, len(table.rows))
            proved = "activity" in heads.roles and {"lead", "when"} & set(heads.roles)
            work = any(kinds_of([name]).keys() & _OF_WORK for name in names)
            short = all(len(name.split()) <= _SOME_WORDS for name in names)
            return heads if proved and short and not work else None
    return None


def _row_score(names: Sequence[str]) -> float:
    """How much a row looks like a head: up to 1 for each cell; 0 if too few cells look like one."""
    strengths = [strength(name) for name in names]
    times = sum(map(bool, head_times(names)))
    heads = sum(worth >= FAIR - 0.6 for worth in strengths)
    if heads + times < _LEAST_HEADS:
        return 0.0
    return sum(min(worth, STRONG) / STRONG for worth in strengths) + times / 2


def all_heads(table: SourceTable, first: Heads, mapped: Mapping[str, Role]) -> list[Heads]:
    """The heads of a table in order: `first`, and each further row whose every cell names a column
    and which does not repeat the head before it, so that a new table begins there.
    """
    rows: list[int] = []
    last = first
    for number, row in enumerate(table.rows):
        names = names_of(row)
        if number != first.row and not _is_new(names, last if rows else None, mapped):
            continue
        if rows and rows[-1] == number - 1:  # two rows of heads, or a line over the heads
            rows.pop()
        rows.append(number)
        last = Heads(number, tuple(names), tuple(map(role_of, names)))
    ends = [*rows[1:], len(table.rows)]
    return [_heads(table, row, mapped, end) for row, end in zip(rows, ends, strict=True)]


def _is_new(names: Sequence[str], last: Heads | None, mapped: Mapping[str, Role]) -> bool:
    """Whether every cell of a row names a column, and not the columns of the head `last`."""
    filled = [name for name in names if name]
    # The shortest first: texts that are no heads are often short, and their scores cached.
    in_order = sorted(filled, key=len)
    known = all(plain(name) in mapped or strength(name) >= FAIR - 0.6 for name in in_order)
    if len(filled) < _LEAST_HEADS or not known:
        return False
    roles = [mapped.get(plain(name)) or role_of(name) for name in names]
    if not {"activity", "kpi"} & set(roles):
        return False
    if last is None:
        return True
    pairs = list(zip(last.names, last.roles, strict=True))
    again = [plain(name) == plain(other) for name, (other, _) in zip(names, pairs, strict=False)]
    same = [role == other for role, (_, other) in zip(roles, pairs, strict=False) if role]
    return sum(again) < len(again) and not (len(filled) == _LEAST_HEADS and all(same))


def names_of(row: Sequence[Cell]) -> list[str]:
    """The name of each column in a row of heads; "" for the further columns of a merged cell."""
    return [
        " ".join(cell.text.split()) if cell.anchor[1] == column else ""
        for column, cell in enumerate(row)
    ]


def _heads(table: SourceTable, number: int, mapped: Mapping[str, Role], end: int) -> Heads:
    """The head in a row, with roles of its columns by the cells under them up to row `end`."""
    names = names_of(table.rows[number])
    below = [
        [
            row[column].text
            for row in table.rows[number + 1 : end]
            if row[column].anchor[1] == column
        ]
        for column in range(len(names))
    ]
    times = [
        "" if plain(name) in mapped else time
        for name, time in zip(names, head_times(names), strict=True)
    ]
    heads = [
        "" if time or len(name) > _LONGEST_HEAD else plain(name)
        for name, time in zip(names, times, strict=True)
    ]
    readings = assign(
        heads, [[] if time else cells for time, cells in zip(times, below, strict=True)], mapped
    )
    return Heads(
        number,
        tuple(names),
        tuple(reading.role for reading in readings),
        tuple(times),
        tuple(readings),
        tuple(widths_of(table, number)),
    )


def widths_of(table: SourceTable, number: int) -> list[int]:
    """For each column, how many columns the row's cell covers from there to the right."""
    anchors = [cell.anchor for cell in table.rows[number]]
    return [anchors[column:].count(anchor) for column, anchor in enumerate(anchors)]


def mapped_roles(options: Iterable[str]) -> dict[str, Role]:
    """Roles by head from `--map "Action=activity,By whom=lead"`; raises Refusal."""
    roles: dict[str, Role] = {}
    for option in options:
        rest = option
        while rest.strip():
            match = _PAIR.match(rest)
            name, word = (match[1], match[2]) if match else ("", rest.strip())
            role = next((role for role in ROLES if role == word.casefold()), None) or role_of(word)
            if role is None or not name:
                proposal = propose(word, ROLES, otherwise=f"one of: {', '.join(ROLES)}")
                raise Refusal(f'--map "{option.strip()}": "{word}" is no kind of column', proposal)
            roles[plain(name)] = role
            rest = rest[match.end() :] if match else ""
    return roles
