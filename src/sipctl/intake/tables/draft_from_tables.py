"""A document → a draft of a plan: which tables hold work, under which heads, in which places."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sipctl.intake.draft import Draft, number_things
from sipctl.intake.tables import headers as h
from sipctl.intake.tables import rows as r
from sipctl.intake.tables.assemble import Assembly
from sipctl.intake.tables.cells import tidy
from sipctl.intake.tables.leads import LeadRegistry
from sipctl.intake.tables.outline import outlined
from sipctl.intake.tables.rows import WorkTable
from sipctl.plan.faults import Refusal, propose
from sipctl.plan.model.entries import AcademyEntry

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sipctl.intake.document import Document, SourceTable
    from sipctl.intake.draft import AreaDraft
    from sipctl.intake.tables.headers import Heads, Role
    from sipctl.intake.tables.outline import Outline
    from sipctl.plan.model.entries import Aim, Lead
    from sipctl.plan.timing import TimingContext


@dataclass(frozen=True)
class ClassifiedTables:
    """A document's tables: those that hold work, and the others."""

    tables: tuple[WorkTable, ...]
    others: tuple[SourceTable, ...] = ()


def classify(document: Document, told: dict[str, Role]) -> ClassifiedTables:
    """Which tables hold work, by what their columns are called and by `told` (from `--map`).

    A table without heads that stands directly under one of as many columns goes on with it.
    Raises Refusal where a head that was told is in no table.
    """
    missing = h.unused(told, document.tables)
    if missing:
        names = [name for grid in document.tables for name in _first_names(grid)]
        raise Refusal(
            f'--map: no table of {document.name} has a column "{missing[0]}"',
            propose(missing[0], names, otherwise="name a column as the table does"),
        )
    tables: list[WorkTable] = []
    others: list[SourceTable] = []
    for grid in document.tables:
        heads = h.recognised(grid, told)
        last = tables[-1] if tables else None
        if heads is not None and heads.knows_work:
            tables += _tables(grid, h.further(grid, heads, told))
        elif heads is None and grid.directly and last and len(last.heads.roles) == _width(grid):
            tables.append(WorkTable(grid, h.Heads(-1, last.heads.names, last.heads.roles)))
        else:
            others.append(grid)
    return ClassifiedTables(tuple(tables), tuple(others))


def _tables(grid: SourceTable, those: list[Heads]) -> list[WorkTable]:
    """The tables of a grid, each from its head to the next."""
    ends = [*(heads.row for heads in those[1:]), len(grid.rows)]
    tops = [0, *(heads.row for heads in those[1:])]
    return [
        WorkTable(grid, heads, top, end) for heads, top, end in zip(those, tops, ends, strict=True)
    ]


def nothing_found(document: Document) -> Refusal:
    """Why nothing can be made of a document, and what would help."""
    if not any(grid.rows for grid in document.tables):
        return Refusal(
            f"there is no table in {document.name}", "name a file with a table of actions"
        )
    names = [name for grid in document.tables for name in _first_names(grid)]
    shown = ", ".join(f'"{name}"' for name in dict.fromkeys(names) if len(name) < 40)[:300]
    first = names[0] if names else "Action"
    return Refusal(
        f"no table of {document.name} has a column that is known to hold activities",
        f'say which is, such as --map "{first}=activity"; there are: {shown}',
    )


def build_draft(
    document: Document,
    found: ClassifiedTables,
    frame: TimingContext,
    leads: dict[str, Lead],
    aims: Sequence[str] = (),
) -> Draft:
    """A draft of a plan from the tables that hold work.

    `leads` are those who are known already, `aims` what aims are called that the document does not
    name. All text that has no place of its own is a comment beside its thing, or at the plan.
    """
    outline = outlined(document, found.tables)
    named = outline.title or document.name.rpartition(".")[0] or document.name
    register, academies = LeadRegistry(dict(leads)), LeadRegistry()
    work = Assembly(frame, register, academies, aims[0] if aims else named, named)
    stood = _taken(work, found, outline)
    names = {*work.names(), *([outline.title] if outline.title else [])}
    beside = _beside(document, found, stood, names)
    made, comments = number_things(list(work.aims.values()))
    comments[""] = [*comments.get("", []), *beside]
    return Draft(
        aims=made,
        leads=register.leads(),
        comments={name: texts for name, texts in comments.items() if texts},
        unconfirmed=register.unconfirmed,
        academies=_academies(academies),
        title=outline.title if _names_more(made, named) else None,
        tables=len(found.tables),
        rows=work.rows,
        left_out=document.left_out,
    )


def _taken(work: Assembly, found: ClassifiedTables, outline: Outline) -> list[AreaDraft | None]:
    """Has every row of every table taken; the area that each table begins in, if it has rows."""
    stood: list[AreaDraft | None] = []
    last: tuple[SourceTable | None, dict[Role, str]] = (None, {})
    for number, (table, under) in enumerate(zip(found.tables, outline.under, strict=True)):
        # What a banner said holds on in the next table of the same sheet.
        now = under | last[1] if last[0] is table.grid else under
        taken = list(r.rows(table, now, outline.aims))
        areas = [work.take(row, f"{number}") for row in taken]
        stood.append(next((area for area in areas if area), None))
        last = (table.grid, next((row.places for row in reversed(taken) if row.banner), {}))
    return stood


def _beside(
    document: Document, found: ClassifiedTables, stood: list[AreaDraft | None], names: set[str]
) -> list[str]:
    """Text around the tables that became no name: at its table's area, or given back for the plan.

    Where there is one table, all of it is about the plan.
    """
    beside: list[str] = []
    placed = set(names)
    for table, area in zip(found.tables, stood, strict=True):
        apart = area and len(found.tables) > 1
        over = [*(map(tidy, table.grid.over) if apart and table.top == 0 else ()), *r.before(table)]
        those = area.comments if area and apart else beside
        those += [text for text in over if not _is_named(text, names)] + r.notes_over(table)
        placed |= set(over) if apart else set()
    beside += kept(found.others)
    return beside + [
        text for text in map(tidy, document.loose) if text and not _is_named(text, placed)
    ]


def _is_named(text: str, names: set[str]) -> bool:
    """Whether a text became the name of something, or a part of one: `Priority 1: Writing`."""
    ends = (f"{text}: ", f": {text}")
    return text in names or any(one.startswith(ends[0]) or one.endswith(ends[1]) for one in names)


def _names_more(aims: Sequence[Aim], title: str) -> bool:
    """Whether aims or areas have names of their own, so that the title is free for the plan."""
    names = [name for aim in aims for name in (aim.title, *(area.title for area in aim.areas))]
    return any(name != title for name in names)


def kept(grids: Sequence[SourceTable]) -> list[str]:
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


def _academies(register: LeadRegistry) -> dict[str, AcademyEntry]:
    return {
        short: AcademyEntry(name=words if words != short else None)
        for short, words in register.unconfirmed.items()
    }


def _first_names(grid: SourceTable) -> list[str]:
    """What stands in the first row that has more than one cell filled: most likely the heads."""
    for row in grid.rows[:10]:
        names = [" ".join(tidy(cell.text).split()) for cell in row if cell.text]
        if len(set(names)) > 1:
            return list(dict.fromkeys(names))
    return []


def _width(grid: SourceTable) -> int:
    return len(grid.rows[0]) if grid.rows else 0
