"""`sipctl init --from`: a file brought in, its heads confirmed, what was read and is left open."""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import typer

from sipctl.cli.init import summary
from sipctl.cli.init.questions import Given, answered
from sipctl.cli.runtime.prompts import can_ask, print_wrapped
from sipctl.cli.runtime.terminal import columns, screen
from sipctl.intake.tables import draft_from_tables
from sipctl.intake.tables import headers as h
from sipctl.plan.faults import Refusal
from sipctl.views.text.english import join_words, plural, safe_text
from sipctl.views.text.style import wrapped

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from sipctl.intake.answers import Answers
    from sipctl.intake.bring_in import Result
    from sipctl.intake.document import Document
    from sipctl.intake.draft import Draft
    from sipctl.intake.tables.draft_from_tables import ClassifiedTables
    from sipctl.plan.faults import Placed


def init_from(file: Path, target: Path, given: Given, maps: list[str], today: date) -> str:
    """Make a plan of a file; the report on it. Raises Refusal, and then nothing is written."""
    from sipctl.intake.bring_in import bring_in
    from sipctl.intake.writing import create

    result = bring_in(file, Questions(given, maps, today))
    create.create(target, create.files(result.plan, result.comments))
    faults = summary.faults_of(target, today)
    heads = ""
    if result.tables is not None and not can_ask():
        heads = _columns_text(result.tables, screen().width)
    after = (_read(result), _for_a_person(result.draft, faults))
    return heads + summary.told(target, faults, screen(), *after)


@dataclass(frozen=True)
class Questions:
    """What a file leaves open, answered by options, or else at the terminal."""

    given: Given
    maps: list[str]
    today: date

    def answers(self) -> Answers:
        """The plan's name, years and so on."""
        return answered(self.given, self.today, work=False)

    def confirm(
        self, document: Document, tables: ClassifiedTables, roles: dict[str, h.Role]
    ) -> ClassifiedTables:
        """The tables as somebody at the terminal says they are to be read."""
        while can_ask():
            typer.echo(_columns_text(tables, columns(sys.stderr)), err=True, nl=False)
            if typer.confirm("Is that right?", default=True, err=True):
                break
            print_wrapped(f"A column can be: {', '.join(h.ROLES)}.")
            answer = typer.prompt("Say what is not, such as Notes=detail,RAG=comment", err=True)
            try:
                more = roles | h.mapped_roles([answer])
                again = draft_from_tables.classify(document, more)
            except Refusal as refusal:
                print_wrapped(f"{refusal.message}: {refusal.help}")
                continue
            if again.tables:
                tables, roles = again, more
        return tables


def _columns_text(tables: ClassifiedTables, width: int | None) -> str:
    """How the columns of each table are read, said once for tables that are alike."""
    alike: dict[tuple[tuple[str, h.Role | None], ...], list[str]] = {}
    for table in tables.tables:
        pairs = zip(table.heads.names, table.heads.roles, strict=True)
        key = tuple((name, role) for name, role in pairs if name)
        alike.setdefault(key, []).append(table.grid.name)
    lines = []
    for key, names in alike.items():
        named = join_words([safe_text(name) for name in names])
        lines += wrapped(f"{named if len(names) < 5 else f'{len(names)} tables'}:", width)
        size = min(max((len(name) for name, _ in key), default=0), 32)
        has_kpis = "kpi" in [role for _, role in key]
        for name, role in key:
            of_kpi = role in ("target", "baseline", "monitored") and not has_kpis
            meaning = h.MEANINGS["comment" if of_kpi or role is None else role]
            lines += wrapped(f"  {safe_text(name)[:32]:<{size}}  {meaning}", width, size + 2)
    return "".join(f"{line}\n" for line in lines)


def _read(result: Result) -> str:
    """What was read, in numbers."""
    plan, draft = result.plan, result.draft
    areas = [area for aim in plan.aims for area in aim.areas]
    numbers = [
        plural(len(plan.aims), "aim"),
        plural(len(areas), "area"),
        plural(sum(len(area.priorities) for area in areas), "priority", "priorities"),
        plural(len(plan.activities), "activity", "activities"),
        plural(len(plan.kpis), "KPI"),
        plural(len(plan.people.leads), "lead"),
    ]
    tables, rows = plural(draft.tables, "table"), plural(draft.rows, "row")
    lines = [f"Read {safe_text(result.document.name)} ({tables}, {rows}): {join_words(numbers)}."]
    lines += [f"  note: {safe_text(text)}" for text in draft.left_out]
    return "".join(f"{line}\n" for line in lines)


def _for_a_person(draft: Draft, faults: list[Placed]) -> str:
    """What nobody but a person can settle, in numbers."""
    slugs = Counter(placed.fault.slug for placed in faults)
    comments = sum(len(texts) for texts in draft.comments.values())
    open_ = (
        (slugs["unreadable-when"], "time that cannot be read", "times that cannot be read"),
        (len(draft.unconfirmed), "lead to confirm", "leads to confirm"),
        (slugs["no-lead"], "activity without a lead", "activities without a lead"),
        (slugs["no-date"], "activity without a date", "activities without a date"),
        (slugs["open-query"] - bool(draft.unconfirmed), "open question", "open questions"),
        (comments, "text kept as a comment", "texts kept as comments"),
    )
    needed = [plural(number, one, many) for number, one, many in open_ if number > 0]
    return f"For a person: {join_words(needed)}.\n" if needed else ""
