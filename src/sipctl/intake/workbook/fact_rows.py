"""Rows of an export's sheets of facts, by their kind, and readers of their cells."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sipctl.plan.faults import Refusal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sipctl.intake.workbook.sheets import SheetRow

    Facts = dict[str, list[SheetRow]]


def rows_by_kind(head: str, lines: Iterable[SheetRow]) -> Facts:
    """Rows by their kind, the word in their first column."""
    facts: Facts = {}
    for line in lines:
        facts.setdefault(line.peek(head).strip(), []).append(line)
    return facts


def read_id(line: SheetRow, kind: Any, head: str = "Id") -> Any:
    """A row's id; raises Refusal where it has none."""
    line.needed(head)
    return line.read(head, kind)


def unique_rows(lines: list[SheetRow]) -> Iterator[SheetRow]:
    """The rows of a kind; raises Refusal for the second of one id."""
    seen = set()
    for line in lines:
        name = line.peek("Id").strip()
        if name in seen:
            raise twice(line, name)
        seen.add(name)
        yield line


def twice(line: SheetRow, name: str, head: str = "Id") -> Refusal:
    """The refusal of a second row of one id."""
    return line.refusal(head, f"there are two of {name}", "take one out, or call it otherwise")


def only_row(facts: Facts, what: str) -> SheetRow:
    """The one row of a kind that there must be; raises Refusal."""
    if what not in facts:
        any_line = next(iter(facts.values()))[0]
        raise Refusal(
            f'{any_line.file}: no row of its sheet "{any_line.sheet}" says {what} under What',
            "put the row back; or take out the sheet, and say --name and --years",
        )
    return take_rows(facts, what)[0]


def take_rows(facts: Facts, what: str, head: str = "What") -> list[SheetRow]:
    """The rows of a kind; the cells with their kind then count as read."""
    rows_of_kind = facts.get(what, [])
    for line in rows_of_kind:
        line.take(head)
    return rows_of_kind


def one_text(facts: Facts, what: str) -> str | None:
    """The text of the first row of a kind; None without one."""
    return next((line.text("Text") for line in take_rows(facts, what)[:1]), None)


def texts(facts: Facts, what: str) -> tuple[str, ...]:
    """The texts of all rows of a kind."""
    return tuple(filter(None, (line.text("Text") for line in take_rows(facts, what))))
