"""What was not read of a document, and the `--map` options that would read it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sipctl.intake.tables.cells import tidy
from sipctl.intake.tables.columns import kinds_of
from sipctl.intake.tables.headers import SEARCHED, plain
from sipctl.intake.tables.shapes import with_heads_in_row, with_one_row_of_heads
from sipctl.plan.english import excerpt
from sipctl.plan.faults import Refusal, did_you_mean, nearest
from sipctl.views.text.english import join_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from sipctl.documents.document import Document, SourceTable
    from sipctl.intake.tables.columns import Kind, Role
    from sipctl.intake.tables.work_table import WorkTable
    from sipctl.plan.model.entries import Plan

LACKING: dict[Role, str] = {
    "activity": "what is to be done",
    "lead": "who leads",
    "when": "when work is due",
}
_LONGEST_QUOTE = 40
_LIKELY = 0.5
"""The share of a column's cells that must look like people, or times, to propose it as such."""


class UnknownHeads(Refusal):
    """Raised where a document's heads are not known; `maps` are values of `--map` to read it by."""

    def __init__(self, message: str, help: str, maps: list[str]) -> None:
        super().__init__(message, help)
        self.maps = maps


@dataclass(frozen=True)
class UnreadColumn:
    """A column that was not read, its first cell, and what `--map` could make of it."""

    head: str
    first: str
    role: Role
    looks_so: bool
    """Whether most of its cells look like `role`."""

    @property
    def map(self) -> str:
        """The value of `--map` for it."""
        return f"{self.head}={self.role}"


@dataclass(frozen=True)
class Gaps:
    """Roles that no activity of a plan has a text for, and unread columns that may have one."""

    roles: tuple[Role, ...]
    unread: tuple[UnreadColumn, ...]

    @property
    def maps(self) -> list[str]:
        """Values of `--map` to fill the gaps: for each role the first column that looks like it."""
        columns = [column for column in reversed(self.unread) if column.looks_so]
        return list({column.role: column.map for column in columns}.values())


def gaps_of(tables: Sequence[WorkTable], plan: Plan) -> Gaps:
    """The roles that no activity of a plan has, and the columns that were kept as comments only."""
    works = [work for _, _, work in plan.activities.values()]
    roles: list[Role] = []
    if not works:
        roles.append("activity")
    elif not any(work.leads for work in works):
        roles.append("lead")
    if works and not any(work.when or work.starts for work in works):
        roles.append("when")
    unread = [column for table in tables for column in _unread(table, roles)] if roles else []
    return Gaps(tuple(roles), tuple({column.head: column for column in unread}.values()))


def nothing_found(documents: Sequence[Document], mapped: Mapping[str, Role]) -> Refusal:
    """The refusal of documents in which no work was found, with what would help."""
    for document in documents:
        if not any(source.rows for source in document.tables):
            return Refusal(
                f"there is no table in {document.name}: a plan of headings and lists is not read",
                "put its actions into a table with a row each, under heads such as Action, Lead "
                "and When",
            )
    names = join_words([document.name for document in documents], "or")
    message = f"no table of {names} has a column that is known to hold activities"
    likely = [next(filter(None, map(_likely_maps, document.tables)), []) for document in documents]
    maps = [f"{name}={role}" for name, role in mapped.items()] if all(likely) else []
    maps += [option for options in likely for option in options if all(likely)]
    return UnknownHeads(message, f"say which is with --map; {_all_heads(documents)}", maps)


def refuse_unknown(documents: Sequence[Document], mapped: Mapping[str, Role]) -> None:
    """Raises UnknownHeads where a head that was mapped is in no table."""
    tables = [
        with_one_row_of_heads(with_heads_in_row(table))
        for part in documents
        for table in part.tables
    ]
    names = {plain(cell.text) for table in tables for row in table.rows[:SEARCHED] for cell in row}
    missing = [name for name in mapped if name not in names]
    if not missing:
        return
    heads = [head for table in tables for head in first_heads(table)]
    meant = {name: nearest(name, heads) for name in missing}
    known = {meant.get(name, name): role for name, role in mapped.items()}
    maps = [f"{name}={role}" for name, role in known.items() if name]
    if not maps:
        maps = next(filter(None, map(_likely_maps, tables)), [])
    near = meant[missing[0]]
    message = f'--map: no table of {documents[0].name} has a column "{missing[0]}"'
    advice = did_you_mean(near) if near else "name a column as the table does;"
    raise UnknownHeads(message, f"{advice} {_all_heads(documents)}", maps)


def _all_heads(documents: Iterable[Document]) -> str:
    """Every head of documents, for a message."""
    tables = [table for document in documents for table in document.tables]
    heads = dict.fromkeys(head for table in tables for head in first_heads(table))
    return "there are: " + ", ".join(f'"{head}"' for head in heads)


def first_heads(table: SourceTable) -> list[str]:
    """The most likely heads: the texts of the fullest of a table's first rows."""
    return list(dict.fromkeys(head for _, head in _heads(table)[1]))


def _heads(table: SourceTable) -> tuple[int, list[tuple[int, str]]]:
    """The row that most likely is the head (the first with the most texts), and its texts by
    column."""
    best: tuple[int, list[tuple[int, str]]] = (0, [])
    for number, row in enumerate(table.rows[:10]):
        names = [
            (column, " ".join(tidy(cell.text).split()))
            for column, cell in enumerate(row)
            if tidy(cell.text) and cell.anchor[1] == column
        ]
        if len(names) > len(best[1]):
            best = (number, names)
    return best


def _likely_maps(table: SourceTable) -> list[str]:
    """Values of `--map` by which a table could most likely be read; empty without usable heads."""
    number, heads = _heads(table)
    columns = {head: _cells(table, number, column) for column, head in heads if _nameable(head)}
    kinds = {head: kinds_of(cells) for head, cells in columns.items()}
    maps: dict[str, Role] = {}
    wanted: tuple[tuple[Role, Kind], ...] = (("when", "time"), ("lead", "people"))
    for role, kind in wanted:
        likely = [name for name, shares in kinds.items() if shares.get(kind, 0) >= _LIKELY]
        likely = [name for name in likely if name not in maps]
        if likely and len(columns) > len(maps) + 1:
            maps[likely[0]] = role
    texts = {name: "".join(cells) for name, cells in columns.items() if name not in maps}
    if texts:
        worth = {name: (kinds[name].get("sentence", 0), len(text)) for name, text in texts.items()}
        maps = {max(worth, key=worth.__getitem__): "activity", **maps}
    return [f"{head}={role}" for head, role in maps.items()]


def _nameable(head: str) -> bool:
    """Whether `--map` can name a column by its head."""
    return bool(plain(head)) and "=" not in head and not head.startswith(",")


def _cells(table: SourceTable, number: int, column: int) -> list[str]:
    """The texts under a head."""
    rows = table.rows[number + 1 :]
    texts = [tidy(row[column].text) for row in rows if row[column].anchor[1] == column]
    return [text for text in texts if text]


def _unread(table: WorkTable, roles: list[Role]) -> Iterator[UnreadColumn]:
    has_kpi = "kpi" in table.heads.roles
    for number, (head, role) in enumerate(zip(table.heads.names, table.heads.roles, strict=True)):
        cells = [tidy(row[number].text) for _, row in table.work if row[number].anchor[1] == number]
        filled = [cell for cell in cells if cell]
        kept = role in (None, "comment", "status") or (role == "monitored" and not has_kpi)
        if head and filled and kept and not table.heads.time_of(number):
            kinds = kinds_of(filled)
            worth = {"lead": kinds.get("people", 0), "when": kinds.get("time", 0), "activity": 0.1}
            likely = max(roles, key=lambda role: worth.get(role, 0))
            yield UnreadColumn(
                head,
                excerpt(filled[0], _LONGEST_QUOTE),
                likely,
                looks_so=likely == "activity" or worth[likely] > _LIKELY,
            )
