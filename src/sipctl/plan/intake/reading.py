"""A document → a draft of a plan: which tables hold work, under which heads, in which places."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sipctl.plan.faults import Refusal, propose
from sipctl.plan.intake import heads as h
from sipctl.plan.intake import rows as r
from sipctl.plan.intake.assemble import Assembly
from sipctl.plan.intake.cells import LONGEST_TITLE, tidy
from sipctl.plan.intake.draft import Draft, finished
from sipctl.plan.intake.names import Register
from sipctl.plan.model import AcademyEntry

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sipctl.plan.intake.grid import Document, Grid
    from sipctl.plan.intake.heads import Heads, Role
    from sipctl.plan.model import Lead
    from sipctl.plan.timing import Frame

_NO_NAME = re.compile(r"(sheet|table|feuil|tabelle)?\s*[0-9]*", re.IGNORECASE)


@dataclass(frozen=True)
class Table:
    """A table of work with its heads."""

    grid: Grid
    heads: Heads


@dataclass(frozen=True)
class Sorted:
    """A document's tables: those that hold work, and the others."""

    tables: tuple[Table, ...]
    others: tuple[Grid, ...] = ()


@dataclass
class _Places:
    """What was used as the name of a place, and so need not be said again."""

    used: set[str] = field(default_factory=set)


def sorted_out(document: Document, told: dict[str, Role]) -> Sorted:
    """Which tables hold work, by what their columns are called and by `told` (from `--map`).

    A table without heads that stands directly under one of as many columns goes on with it.
    Raises Refusal where a head that was told is in no table.
    """
    missing = h.unused(told, document.grids)
    if missing:
        names = [name for grid in document.grids for name in _first_names(grid)]
        raise Refusal(
            f'--map: no table of {document.name} has a column "{missing[0]}"',
            propose(missing[0], names, otherwise="name a column as the table does"),
        )
    tables: list[Table] = []
    others: list[Grid] = []
    for grid in document.grids:
        heads = h.recognised(grid, told)
        last = tables[-1] if tables else None
        if heads is not None and heads.knows_work:
            tables.append(Table(grid, heads))
        elif heads is None and grid.directly and last and len(last.heads.roles) == _width(grid):
            tables.append(Table(grid, h.Heads(-1, last.heads.names, last.heads.roles)))
        else:
            others.append(grid)
    return Sorted(tuple(tables), tuple(others))


def nothing_found(document: Document) -> Refusal:
    """Why nothing can be made of a document, and what would help."""
    if not any(grid.rows for grid in document.grids):
        return Refusal(
            f"there is no table in {document.name}", "name a file with a table of actions"
        )
    names = [name for grid in document.grids for name in _first_names(grid)]
    shown = ", ".join(f'"{name}"' for name in dict.fromkeys(names) if len(name) < 40)[:300]
    first = names[0] if names else "Action"
    return Refusal(
        f"no table of {document.name} has a column that is known to hold activities",
        f'say which is, such as --map "{first}=activity"; there are: {shown}',
    )


def drafted(
    document: Document,
    found: Sorted,
    frame: Frame,
    leads: dict[str, Lead],
    aims: Sequence[str] = (),
) -> Draft:
    """A draft of a plan from the tables that hold work.

    `leads` are those who are known already, `aims` what aims are called that the document does not
    name. All text that has no place of its own is a comment beside its thing, or at the plan.
    """
    places = _Places()
    fallback = _title(document, found)
    places.used.add(fallback)
    register, academies = Register(dict(leads)), Register()
    work = Assembly(frame, register, academies, aims[0] if aims else fallback, fallback)
    for number, table in enumerate(found.tables):
        under = _under(document, found, table, places)
        for row in r.rows(table.grid, table.heads, under):
            work.take(row, f"{number}")
    made, comments = finished(list(work.aims.values()))
    beside = comments.setdefault("", [])
    for table in found.tables:
        beside += [text for text in r.before(table.grid, table.heads) if text not in places.used]
        beside += r.notes_over(table.grid, table.heads)
    beside += kept(found.others)
    beside += [text for text in map(tidy, document.loose) if text and text not in places.used]
    return Draft(
        aims=made,
        leads=register.leads(),
        comments={name: texts for name, texts in comments.items() if texts},
        strangers=register.strangers,
        academies=_academies(academies),
        tables=len(found.tables),
        rows=work.rows,
        left_out=document.left_out,
    )


def _title(document: Document, found: Sorted) -> str:
    """What a document is called: by itself, by the first line over its tables, or by its file."""
    first = r.before(found.tables[0].grid, found.tables[0].heads) or list(document.loose)
    for text in (document.title, *first[:1]):
        title = tidy(text)
        if title and "\n" not in title and len(title) <= LONGEST_TITLE:
            return title
    return document.name.rpartition(".")[0] or document.name


def _under(document: Document, found: Sorted, table: Table, places: _Places) -> dict[Role, str]:
    """The aim, area and priority that a whole table stands under, by its headings or its sheet."""
    under: dict[Role, str] = {}
    plain = []
    for heading in table.grid.headings:
        text = tidy(heading.text)
        level = r.level_of(text)
        if level:
            under[level] = text
        elif heading.level:
            plain.append(text)
    name = tidy(table.grid.name)
    if document.kind == "xlsx" and len(found.tables) > 1 and not _NO_NAME.fullmatch(name):
        level = r.level_of(name)
        if level:
            under[level] = name
        else:
            plain.append(name)
    roles: tuple[Role, ...] = ("area", "aim")
    wanted = [role for role in roles if role not in table.heads.roles and role not in under]
    under |= dict(zip(wanted, reversed(plain), strict=False))
    used = {role: text for role, text in under.items() if role not in table.heads.roles}
    places.used.update(used.values())
    return used


def kept(grids: Sequence[Grid]) -> list[str]:
    """Tables that hold no work, as lines of text."""
    told = []
    for grid in grids:
        told += [f"From {grid.name}:"] if grid.rows else []
        for row in grid.rows:
            texts = [
                " / ".join(tidy(cell.text).split("\n"))
                for column, cell in enumerate(row)
                if tidy(cell.text) and cell.anchor[1] == column
            ]
            told += [f"  {' | '.join(texts)}"] if texts else []
            told += [f"  Note on {cell.place}: {tidy(n)}" for cell in row for n in cell.notes]
    return told


def _academies(register: Register) -> dict[str, AcademyEntry]:
    return {
        short: AcademyEntry(name=words if words != short else None)
        for short, words in register.strangers.items()
    }


def _first_names(grid: Grid) -> list[str]:
    """What stands in the first row that has more than one cell filled: most likely the heads."""
    for row in grid.rows[:10]:
        names = [" ".join(tidy(cell.text).split()) for cell in row if cell.text]
        if len(set(names)) > 1:
            return list(dict.fromkeys(names))
    return []


def _width(grid: Grid) -> int:
    return len(grid.rows[0]) if grid.rows else 0
