"""What a plan lacks altogether though its document may say it: who leads, when, what is done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sipctl.intake.tables.cells import tidy
from sipctl.intake.tables.columns import kinds_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sipctl.intake.tables.columns import Role
    from sipctl.intake.tables.draft_from_tables import ClassifiedTables
    from sipctl.intake.tables.work_table import WorkTable
    from sipctl.plan.model.entries import Plan

LACKING: dict[Role, str] = {
    "activity": "what is to be done",
    "lead": "who leads",
    "when": "when work is due",
}
_LONGEST_QUOTE = 40


@dataclass(frozen=True)
class UnreadColumn:
    """A column that was not read, its first cell, and what `--map` could make of it."""

    head: str
    first: str
    role: Role


@dataclass(frozen=True)
class Gaps:
    """What is said nowhere in a plan, and the columns that may say it."""

    roles: tuple[Role, ...]
    unread: tuple[UnreadColumn, ...]


def gaps_of(tables: ClassifiedTables, plan: Plan) -> Gaps:
    """What none of a plan's activities has, and every column that was kept as comments only."""
    works = [work for _, _, work in plan.activities.values()]
    roles: list[Role] = []
    if not works:
        roles.append("activity")
    elif not any(work.leads for work in works):
        roles.append("lead")
    if works and not any(work.when or work.starts for work in works):
        roles.append("when")
    unread = (
        [column for table in tables.tables for column in _unread(table, roles)] if roles else []
    )
    return Gaps(tuple(roles), tuple({column.head: column for column in unread}.values()))


def _unread(table: WorkTable, roles: list[Role]) -> Iterator[UnreadColumn]:
    has_kpi = "kpi" in table.heads.roles
    for number, (head, role) in enumerate(zip(table.heads.names, table.heads.roles, strict=True)):
        cells = [tidy(row[number].text) for _, row in table.work if row[number].anchor[1] == number]
        filled = [cell for cell in cells if cell]
        kept = role in (None, "comment", "status") or (role == "monitored" and not has_kpi)
        if head and filled and kept and not table.heads.time_of(number):
            yield UnreadColumn(head, _quoted(filled[0]), _likely(filled, roles))


def _likely(cells: list[str], roles: list[Role]) -> Role:
    """Which of the roles that are lacking a column's cells look most like."""
    kinds = kinds_of(cells)
    worth = {"lead": kinds.get("people", 0), "when": kinds.get("time", 0), "activity": 0.1}
    return max(roles, key=lambda role: worth.get(role, 0))


def _quoted(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST_QUOTE else f"{line[: _LONGEST_QUOTE - 1]}…"
