"""`sipctl init --from`: asks what a file leaves open, and says what was read from it."""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from sipctl.cli.init import summary
from sipctl.cli.init.beside import set_up
from sipctl.cli.init.next_steps import gaps_text, mending_commands, one_year_text
from sipctl.cli.init.order import Order, quote_option
from sipctl.cli.init.questions import InitOptions, answers_of, overrides_of, status_source_of
from sipctl.cli.runtime.prompts import can_ask, print_wrapped
from sipctl.cli.runtime.terminal import columns, screen
from sipctl.intake.tables.columns import ROLES
from sipctl.intake.tables.headers import MEANINGS
from sipctl.plan.faults import Refusal
from sipctl.views.faults.text import by_cause
from sipctl.views.text.english import join_words, plural, safe_text
from sipctl.views.text.style import wrap, wrapped

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from sipctl.intake.answers import Answers, Overrides, StatusSource
    from sipctl.intake.bring_in import Result
    from sipctl.intake.draft import Draft
    from sipctl.intake.tables.columns import Role
    from sipctl.intake.tables.work_table import WorkTable
    from sipctl.plan.faults import Placed
    from sipctl.plan.model.entries import Runs

PREVIEWED = 3
"""Activities that a preview shows."""


def init_from(order: Order) -> str:
    """Write a plan made of a file; the closing summary. Raises Refusal, and writes nothing then."""
    from sipctl.store.new_plan import create

    result = _read_plan(order)
    create.create(order.target, create.files(result.plan, result.comments, result.records))
    faults = summary.faults_of(order.target, order.today)
    columns_read = ""
    if result.tables and not can_ask():
        columns_read = _columns_text(result.tables, screen().width)
    gaps = gaps_text(result, order)
    after = (_counts_line(result, order.file), _open_line(result.draft, faults))
    text = summary.render(order.target, faults, screen(), *after, whole=not gaps)
    questions = ("sipctl check", *mending_commands(result.plan), "sipctl due")
    more = gaps + one_year_text(result.plan, order)
    return columns_read + text + set_up(order.target.parent, questions) + more


def preview(order: Order) -> str:
    """How a file would be read, and the first activities that would come of it; writes nothing."""
    from tempfile import TemporaryDirectory

    from sipctl.store.new_plan import create
    from sipctl.store.new_plan.areas import activity_lines

    named = replace(
        order.options, name=order.options.name or "A school"
    )  # the preview shows no name
    result = _read_plan(replace(order, options=named))
    with TemporaryDirectory() as folder:
        target = Path(folder) / "plan"
        create.create(target, create.files(result.plan, result.comments, result.records))
        faults = summary.faults_of(target, order.today)
    works = [work for _, _, work in result.plan.activities.values()][:PREVIEWED]
    lines = [line for work in works for line in activity_lines(work, result.comments)]
    shown = "".join(f"{line}\n" for line in ["activities:", *lines])
    columns_read = _columns_text(result.tables, screen().width, evidence=True)
    ends = (_counts_line(result, order.file), _open_line(result.draft, faults))
    wrapped_ends = "".join(wrap(text, screen()) for text in ends)
    gaps = gaps_text(result, order) + one_year_text(result.plan, order)
    return f"{columns_read}\n{shown}\n{wrapped_ends}{gaps}Nothing was written.\n"


def _read_plan(order: Order) -> Result:
    """The plan that a file holds. Raises Refusal, with a command that would read it."""
    from sipctl.intake.bring_in import bring_in
    from sipctl.intake.unread import UnknownHeads

    try:
        return bring_in(order.file, TerminalAsk(order.options, order.maps, order.today))
    except UnknownHeads as refusal:
        command = order.command(refusal.maps) if refusal.maps else ""
        raise Refusal(refusal.message, refusal.help, refusal.code, command) from None


@dataclass(frozen=True)
class TerminalAsk:
    """Answers what a file leaves open: from options, else on the terminal (an `answers.Ask`)."""

    options: InitOptions
    maps: list[str]
    today: date

    def answers(self, years: str | None = None) -> Answers:
        """The plan's name, years and so on; `years` are those that the file says."""
        options = replace(self.options, years=self.options.years or years or "")
        return answers_of(options, self.today, work=False)

    def overrides(self, runs: Runs) -> Overrides:
        """The options that replace what the file says of its plan, which runs `runs`."""
        return overrides_of(self.options, runs)

    def status_source(self, heads: list[str]) -> StatusSource | None:
        """The day and the initials for first records; None where they stay comments."""
        return status_source_of(self.options, heads, self.today)

    def correction(self, tables: Sequence[WorkTable]) -> str | None:
        """Other roles of columns, typed after they were shown; None where they are right."""
        if not can_ask():
            return None
        typer.echo(_columns_text(tables, columns(sys.stderr)), err=True, nl=False)
        if typer.confirm("Is that right?", default=True, err=True):
            return None
        print_wrapped(f"A column can be: {', '.join(ROLES)}.")
        return str(typer.prompt("Say what is not, such as Notes=detail,RAG=comment", err=True))

    def explain(self, refusal: Refusal) -> None:
        """Prints why a correction cannot be used."""
        print_wrapped(f"{refusal.message}: {refusal.help}")


def _columns_text(tables: Sequence[WorkTable], width: int | None, *, evidence: bool = False) -> str:
    """How the columns of each table are read, tables with the same columns together. Each column
    has its runner-up role and, with `evidence`, why it is read so, as in the first such table."""
    alike: dict[tuple[tuple[str, Role | None], ...], list[WorkTable]] = {}
    for table in tables:
        pairs = zip(table.heads.names, table.heads.roles, strict=True)
        key = tuple((name, role) for name, role in pairs if name)
        alike.setdefault(key, []).append(table)
    lines = []
    for key, same in alike.items():
        title = join_words([safe_text(table.source.name) for table in same])
        lines += wrapped(f"{title if len(same) < 5 else f'{len(same)} tables'}:", width)
        reasons = _reasons(same[0], evidence=evidence)
        times = {
            name: "milestones by the time that it says"
            for name, time in zip(same[0].heads.names, same[0].heads.times, strict=False)
            if time
        }
        size = min(max((len(name) for name, _ in key), default=0), 32)
        has_kpis = "kpi" in [role for _, role in key]
        for name, role in key:
            of_kpi = role in ("target", "baseline", "monitored") and not has_kpis
            meaning = MEANINGS["comment" if of_kpi or role is None else role]
            meaning = f"{times.get(name, meaning)}{reasons.get(name, '')}"
            lines += wrapped(f"  {safe_text(name)[:32]:<{size}}  {meaning}", width, size + 2)
    return "".join(f"{line}\n" for line in lines)


def _reasons(table: WorkTable, *, evidence: bool) -> dict[str, str]:
    """For each column, why it is read so (if asked for) and the runner-up role."""
    reasons = {}
    for name, reading in zip(table.heads.names, table.heads.readings, strict=False):
        why = f": {reading.evidence}" if evidence and reading.evidence else ""
        option = quote_option(f"{name}={reading.runner_up}")
        close = f" (or {reading.runner_up}: --map {option})" if reading.runner_up else ""
        reasons[name] = why + close
    return reasons


def _counts_line(result: Result, file: Path) -> str:
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
    lines = [f"Read {safe_text(file.name)} ({tables}, {rows}): {join_words(numbers)}."]
    lines += [f"  note: {safe_text(text)}" for text in draft.left_out]
    return "".join(f"{line}\n" for line in lines)


def _open_line(draft: Draft, faults: list[Placed]) -> str:
    """What only a person can settle, in numbers."""
    slugs = Counter(first.fault.slug for first, *_ in by_cause(faults))
    comments = sum(len(texts) for texts in draft.comments.values())
    open_ = (
        (slugs["unreadable-when"], "time that cannot be read", "times that cannot be read"),
        (len(draft.unconfirmed), "lead to confirm", "leads to confirm"),
        (slugs["no-lead"], "activity without a lead", "activities without a lead"),
        (slugs["no-date"], "activity without a date", "activities without a date"),
        (slugs["open-query"] - bool(draft.unconfirmed), "open question", "open questions"),
        (comments, "text kept as a comment", "texts kept as comments"),
    )
    counts = [plural(count, *nouns) for count, *nouns in open_ if count > 0]
    return f"For a person: {join_words(counts)}.\n" if counts else ""
