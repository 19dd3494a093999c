"""A document → a draft of a plan: which tables hold work, and the draft made from their rows."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sipctl.intake.draft import AimDraft, Draft, number_things
from sipctl.intake.tables import headers as h
from sipctl.intake.tables import work_table
from sipctl.intake.tables.assemble import HELD_BY_WORK, Assembly
from sipctl.intake.tables.cells import tidy
from sipctl.intake.tables.leads import LeadRegistry
from sipctl.intake.tables.outline import outline_of
from sipctl.intake.tables.rows import work_rows
from sipctl.intake.tables.shapes import with_heads_in_row, with_one_row_of_heads
from sipctl.intake.tables.work_table import WorkTable
from sipctl.plan.faults import Refusal
from sipctl.plan.model.entries import AcademyEntry

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sipctl.documents.document import Document, SourceTable
    from sipctl.intake.draft import AreaDraft
    from sipctl.intake.tables.columns import Role
    from sipctl.intake.tables.headers import Heads
    from sipctl.intake.tables.outline import Outline
    from sipctl.plan.model.entries import Aim, Lead
    from sipctl.plan.timing import TimingContext

_NUMBERED = re.compile(r"[0-9]{1,3}[a-z]?\s*[.)_–-]\s*(?=\D)")
"""A number at the beginning of a file's name: `3. School plan`."""


@dataclass(frozen=True)
class ClassifiedDocument:
    """A document, and which of its tables hold work."""

    document: Document
    tables: tuple[WorkTable, ...]
    others: tuple[SourceTable, ...] = ()

    @property
    def first_texts(self) -> Iterator[str]:
        """The texts in which the plan's years are looked for: title, first lines, tables' names."""
        over = [text for table in self.tables for text in work_table.texts_above(table)]
        names = [table.source.name for table in self.tables]
        yield from (self.document.title, *self.document.loose[:6], *over[:6], *names)
        for row in (row for table in self.others for row in table.rows):
            label, *texts = work_table.texts_of(row) or [""]
            yield from texts if "year" in label.casefold() else ()


def classify(document: Document, mapped: Mapping[str, Role]) -> ClassifiedDocument:
    """Which tables hold work, by their columns and by `mapped` (from `--map`).

    A table without heads directly under one with as many columns continues it.
    """
    sources = [with_one_row_of_heads(with_heads_in_row(source)) for source in document.tables]
    tables: list[WorkTable] = []
    others: list[SourceTable] = []
    for source in sources:
        heads = h.find_heads(source, mapped)
        last = tables[-1] if tables else None
        if heads is not None and heads.knows_work:
            tables += _tables(source, h.all_heads(source, heads, mapped))
        elif (
            heads is None
            and last
            and source.directly
            and source.rows
            and last.width == len(source.rows[0])
        ):
            heads = h.Heads(-1, last.heads.names, last.heads.roles, last.heads.times)
            tables.append(WorkTable(source, heads))
        else:
            others.append(source)
    return ClassifiedDocument(document, tuple(tables), tuple(others))


def _tables(source: SourceTable, heads: list[Heads]) -> list[WorkTable]:
    """The work tables of a source table, each from its head to the next. Banners directly over a
    later head belong to the table of that head."""
    ends = [*(_top(source, later.row) for later in heads[1:]), len(source.rows)]
    tops = [0, *ends[:-1]]
    return [
        WorkTable(source, head, top, end) for head, top, end in zip(heads, tops, ends, strict=True)
    ]


def _top(source: SourceTable, row: int) -> int:
    """The first of the rows directly over a later head that name its section; else its own."""
    while row and work_table.names_section(source.rows[row - 1]):
        row -= 1
    return row


def build_draft(
    documents: Sequence[ClassifiedDocument],
    context: TimingContext,
    leads: dict[str, Lead],
    aims: Sequence[str] = (),
) -> Draft:
    """A draft of a plan from the tables that hold work; of several documents, each is an aim.

    `leads` are known already; `aims` are titles for aims that no document names. All text without a
    field of its own becomes a comment on its entry or on the plan. Raises Refusal if there is no
    work.
    """
    registry, academies = LeadRegistry(dict(leads)), LeadRegistry()
    parts = [
        _assembled(classified, Assembly(context, registry, academies), aims[number : number + 1])
        for number, classified in enumerate(documents)
    ]
    title, loose = (None, []) if len(parts) > 1 else (parts[0].title, parts[0].loose)
    drafts = [part.as_one_aim() for part in parts] if len(parts) > 1 else parts[0].aims
    numbered, comments = number_things(drafts)
    if not numbered:
        message = f"the tables of {documents[0].document.name} have heads, but no rows"
        raise Refusal(message, "is it the right file?")
    comments[""] = [*comments.get("", []), *loose]
    return Draft(
        aims=numbered,
        leads=registry.leads(),
        comments={name: texts for name, texts in comments.items() if texts},
        unconfirmed=registry.unconfirmed,
        academies=_academies(academies),
        title=title if _names_more(numbered, title) else None,
        tables=sum(len(classified.tables) for classified in documents),
        rows=sum(part.rows for part in parts),
        left_out=tuple(text for part in documents for text in part.document.left_out),
        statuses={
            activity.id: activity.statuses
            for aim in drafts
            for area in aim.areas.values()
            for activity in area.activities
            if activity.statuses
        },
    )


@dataclass(frozen=True)
class _Part:
    """What was read from one document: its aims, its title (None without one), a name for it, the
    texts that belong to none of its aims, and how many rows were read."""

    aims: list[AimDraft]
    title: str | None
    called: str
    loose: list[str]
    rows: int

    def as_one_aim(self) -> AimDraft:
        """The document as one aim: its only one, or one of the document's name with its aims as
        areas."""
        if len(self.aims) == 1:
            only = self.aims[0]
            return replace(only, comments=[*only.comments, *self.loose])
        whole = AimDraft(self.called, comments=list(self.loose))
        for aim in self.aims:
            whole.comments += aim.comments
            for area in aim.areas.values():
                label = aim.label if len(aim.areas) == 1 else f"{aim.label}: {area.label}"
                whole.areas[label] = replace(area, label=label)
        return whole


def _assembled(classified: ClassifiedDocument, assembly: Assembly, aims: Sequence[str]) -> _Part:
    """The aims and texts of a document, whose every row `assembly` takes."""
    outline = outline_of(classified.document, classified.tables)
    called = outline.title or title_of_file(classified.document.name)
    assembly.aim_title, assembly.area_title = aims[0] if aims else called, called
    begun_in = _take_rows(assembly, classified, outline)
    names = {*assembly.names(), *([outline.title] if outline.title else [])}
    loose = _comments(classified, begun_in, names)
    return _Part(list(assembly.aims.values()), outline.title, called, loose, assembly.rows)


def title_of_file(name: str) -> str:
    """A file's name as a title, without its ending and its number: `3. School plan.csv`."""
    stem = name.rpartition(".")[0] or name
    number = _NUMBERED.match(stem)
    return (stem[number.end() :] if number else stem).strip() or stem


def _take_rows(
    assembly: Assembly, classified: ClassifiedDocument, outline: Outline
) -> list[AreaDraft | None]:
    """Lets `assembly` take every row; the area in which each table begins, None without rows."""
    begun_in: list[AreaDraft | None] = []
    last: tuple[SourceTable | None, dict[Role, str]] = (None, {})
    for number, (table, under) in enumerate(zip(classified.tables, outline.under, strict=True)):
        # A banner also applies to the next table of the same sheet, unless that has its own.
        goes_on = last[0] is table.source and not work_table.banner_above(table)
        places = under | last[1] if goes_on else under
        rows = list(work_rows(table, places, outline.aims))
        areas = [assembly.take(row, f"{number}") for row in rows]
        begun_in.append(next((area for area in areas if area), None))
        assembly.finish(table, begun_in[-1])
        last = (table.source, next((row.places for row in reversed(rows) if row.banner), {}))
    return begun_in


def _comments(
    classified: ClassifiedDocument,
    begun_in: list[AreaDraft | None],
    names: set[str],
) -> list[str]:
    """Adds texts around a table, unless they became names, as comments to the area it begins in.

    Gives those that are about the plan: of a single table all, else those near no table.
    """
    of_plan: list[str] = []
    placed = set(names)
    for table, area in zip(classified.tables, begun_in, strict=True):
        is_one_of_several = area and len(classified.tables) > 1
        outside = map(tidy, table.source.over) if is_one_of_several and table.top == 0 else ()
        over = [*outside, *work_table.texts_above(table)]
        comments = area.comments if area and is_one_of_several else of_plan
        comments += [text for text in over if not _is_named(text, names)] + work_table.notes_over(
            table
        )
        comments += [
            f"{fact.label}: {fact.text}"
            for fact in table.facts
            if not _is_named(fact.text, names) and fact.role not in HELD_BY_WORK
        ]
        placed |= set(over) if is_one_of_several else set()
    of_plan += tables_as_text(classified.others)
    return of_plan + [
        text
        for text in map(tidy, classified.document.loose)
        if text and not _is_named(text, placed)
    ]


def _is_named(text: str, names: set[str]) -> bool:
    """Whether a text became the name of something, or a part of one: `Priority 1: Writing`."""
    ends = (f"{text}: ", f": {text}")
    return text in names or any(
        name.startswith(ends[0]) or name.endswith(ends[1]) for name in names
    )


def _names_more(aims: Sequence[Aim], title: str | None) -> bool:
    """Whether some aim or area has another name than `title`, which can then be the plan's."""
    names = [name for aim in aims for name in (aim.title, *(area.title for area in aim.areas))]
    return any(name != title for name in names)


def tables_as_text(tables: Sequence[SourceTable]) -> list[str]:
    """Tables that hold no work, as lines of text."""
    lines = []
    for table in tables:
        lines += [f"From {table.name}:"] if table.rows else []
        for row in table.rows:
            texts = [
                " / ".join(tidy(cell.text).split("\n"))
                for column, cell in enumerate(row)
                if tidy(cell.text) and cell.anchor[1] == column
            ]
            lines += [f"  {' | '.join(texts)}"] if texts else []
            lines += [f"  Note on {cell.place}: {tidy(n)}" for cell in row for n in cell.notes]
    return lines


def _academies(registry: LeadRegistry) -> dict[str, AcademyEntry]:
    return {
        short: AcademyEntry(name=words if words != short else None)
        for short, words in registry.unconfirmed.items()
    }
