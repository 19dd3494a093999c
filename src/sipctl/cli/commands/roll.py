"""`sipctl roll`: the next plan, with what is carried over into it."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sipctl.cli import options as o
from sipctl.cli.edits.finish import composed
from sipctl.cli.edits.opened import open_for_edit
from sipctl.plan.faults import Refusal

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from sipctl.cli.edits.opened import EditSession
    from sipctl.cli.edits.rolling.decisions import RollDecision, RollRow
    from sipctl.cli.edits.rolling.next_plan import NextPlan
    from sipctl.plan.model.entries import Record
    from sipctl.store.edits.edit import Edit
    from sipctl.store.files.source import Source
    from sipctl.store.git.run import Repository

To = Annotated[
    str, typer.Option("--to", metavar="YEARS", help="The next plan's years: 2027-30, 2026-27.")
]
Output = Annotated[
    str | None,
    typer.Option("-o", metavar="FILE", help="Write the table to fill in: .xlsx or .csv."),
]
From = Annotated[
    str | None,
    typer.Option("--from", metavar="FILE", help="The table, filled in: CSV or a workbook."),
]
By = Annotated[
    str | None,
    typer.Option("--by", metavar="INITIALS", help="Who says what became of it."),
]
Agreed = Annotated[
    str | None, typer.Option("--agreed", metavar="WHO", help="Who agreed to what is dropped.")
]


def command(
    to: To,
    output: Output = None,
    from_: From = None,
    by: By = None,
    agreed: Agreed = None,
    dry_run: o.DryRunOption = False,
    commit: o.CommitOption = False,
    as_of: o.AsOfOption = None,
    plan: o.PlanOption = None,
) -> None:
    """The next plan: what is carried over, what is done, what is dropped and why.

    The old plan moves whole into plan/past/, and the new one stands in its place.
    """
    from sipctl.cli.edits.rolling.decisions import read_decisions, roll_rows
    from sipctl.cli.edits.rolling.next_plan import NextPlan, next_years
    from sipctl.store.edits.edit import edited
    from sipctl.store.edits.rolled import refuse_taken

    first, last = next_years(to)
    day = o.answer_day(as_of)
    session = open_for_edit(plan, dry_run=dry_run)
    runs = session.plan.about.runs
    if first < runs.to.year:
        raise Refusal(f"this plan runs to {runs.to}", "name years after that, with --to")
    rows = roll_rows(session, day)
    if output is not None:
        _write_table(session, rows, Path(output), to, day)
        return
    decisions = read_decisions(Path(from_), rows) if from_ is not None else _ask(rows, to)
    following = NextPlan(session, first, last)
    edits = following.edits(decisions)
    records = _records(session, decisions, day, by, agreed)
    _refuse_errors(session, [edited(edit) for edit in edits], day)
    refuse_taken(session.folder, following.follows)
    if dry_run:
        _say(session, following, decisions, done=False)
    else:
        _begin(session, following, edits, records, decisions, commit=commit)


def _begin(
    session: EditSession,
    following: NextPlan,
    edits: Sequence[Edit],
    records: Sequence[Record],
    decisions: Sequence[RollDecision],
    *,
    commit: bool,
) -> None:
    """Write the next plan in place of this one, say what became of it, and commit it if asked."""
    from sipctl.cli.runtime.sharing import say_unshared
    from sipctl.store.edits.rolled import write_next_plan
    from sipctl.store.git.share.commit import open_repository

    repository = open_repository(session.folder, "roll") if commit else None
    paths = write_next_plan(session.folder, following.follows, edits, composed(session, records))
    _say(session, following, decisions, done=True)
    if repository is not None:
        _commit(repository, paths, following)
    say_unshared(session.folder)


def _commit(repository: Repository, paths: Sequence[str], following: NextPlan) -> None:
    from sipctl.store.git.share.commit import commit_files

    runs = following.runs
    subject = f"Begin the plan of {runs.from_.year}–{runs.to.year % 100:02d}"
    name = commit_files(repository, paths, subject, "the next plan")
    typer.echo(f"Committed as {name}: {subject}")


def _write_table(
    session: EditSession, rows: Sequence[RollRow], file: Path, to: str, day: date
) -> None:
    from sipctl.cli.edits.rolling.decisions import table_book, table_csv
    from sipctl.store.files.output_files import write_output

    nobody = "a table that may be written anew"
    is_book = file.suffix.lower() == ".xlsx"
    title = f"{session.plan.about.title}: decisions"
    data = table_book(rows, title, day) if is_book else table_csv(rows)
    write_output(file, data, lambda _: False, force=False, what=nobody)
    open_rows = sum(row.decided is None for row in rows)
    typer.echo(f"Wrote {file}: {open_rows} of {len(rows)} activities to decide.")
    typer.echo("Under Decision: done, carried over (and a new date) or dropped (and why). Then:")
    typer.echo(f"  sipctl roll --to {to} --from {file} --by INITIALS --agreed WHO")


def _ask(rows: Sequence[RollRow], to: str) -> list[RollDecision]:
    """What becomes of each activity, asked on a terminal; elsewhere raises Refusal."""
    from sipctl.cli.runtime.prompts import ask_choice, ask_text, can_ask

    if not can_ask():
        raise Refusal(
            "what becomes of each activity is asked on a terminal, or read from a table",
            f"sipctl roll --to {to} -o decisions.csv writes the table",
        )
    from sipctl.cli.edits.rolling.decisions import OUTCOMES, decide
    from sipctl.views.text.english import lead_names

    decisions = []
    for row in rows:
        if row.decided is not None:
            decisions.append(row.decided)
            continue
        leads = lead_names(row.leads, "nobody leads it")
        question = f"{row.activity.id} {row.activity.title} ({leads}; {row.when}; {row.status})"
        word = OUTCOMES[ask_choice(question, list(OUTCOMES))]
        when = ask_text("To when?") if word == "carried over" else ""
        why = ask_text("Why is it dropped?") if word == "dropped" else ""
        decisions.append(decide(row, word, when, why, row.activity.id))
    return decisions


def _records(
    session: EditSession,
    decisions: Sequence[RollDecision],
    day: date,
    by: str | None,
    agreed: str | None,
) -> list[Record]:
    """New records of the old plan: `complete` for what is done, `withdrawn` for what is dropped.

    Only of activities whose records do not say so already.
    """
    from sipctl.cli.edits.agreement import agreed_by
    from sipctl.cli.target import known_recorder
    from sipctl.plan.model.entries import Record

    new = [
        decision
        for decision in decisions
        if not decision.known and decision.outcome != "carried over"
    ]
    if not new:
        return []
    name = known_recorder(session.folder, session.plan, by)
    dropped = any(decision.outcome == "dropped" for decision in new)
    who = agreed_by(agreed, "what is dropped") if dropped else None
    return [
        Record(activity=decision.activity.id, date=day, by=name, status="complete")
        if decision.outcome == "done"
        else Record(
            activity=decision.activity.id,
            date=day,
            by=name,
            status="withdrawn",
            note=decision.why,
            agreed=who,
        )
        for decision in new
    ]


def _refuse_errors(session: EditSession, afters: Sequence[Source], day: date) -> None:
    """Raises Refusal for the first error that the next plan has and this one has not."""
    from sipctl.cli.edits.finish import refuse_new_errors
    from sipctl.store.files.folder import kind_of
    from sipctl.store.load import combine, load_file

    kept = {
        path: file
        for path, file in session.opened.loaded.files.items()
        if kind_of(path) not in ("record", "round")
    }
    after = combine(kept | {source.path: load_file(source) for source in afters}).plan()
    refuse_new_errors(session, replace(after, records={}), day)


def _say(
    session: EditSession, following: NextPlan, decisions: Sequence[RollDecision], *, done: bool
) -> None:
    """Print what becomes of each activity, and what somebody should look at."""
    from sipctl.cli.edits.rolling.decisions import OUTCOMES
    from sipctl.views.text.english import plural, safe_text

    counts = Counter(decision.outcome for decision in decisions)
    words = ", ".join(f"{counts[word]} {word}" for word in OUTCOMES)
    verb = "became" if done else "would become"
    total = plural(len(decisions), "activity", "activities")
    typer.echo(f"Of {total}: {words}.")
    for decision in decisions:
        if decision.outcome == "carried over":
            typer.echo(
                safe_text(f"  {decision.activity.id} {decision.activity.title}: {decision.when}")
            )
        elif decision.outcome == "dropped" and not decision.known:
            line = f"  {decision.activity.id} {decision.activity.title}: dropped, {decision.why}"
            typer.echo(safe_text(line))
    runs, shown = following.runs, session.folder.shown
    typer.echo(f"The plan from {runs.from_} to {runs.to} {verb} the one in {shown}/.")
    verb = "is" if done else "would be"
    typer.echo(f"The one before it {verb} whole in {shown}/{following.follows}/.")
    for note in following.notes:
        typer.echo(note)
    if following.new_years:
        years = ", ".join(following.new_years)
        typer.echo(
            f"Terms of {years} are worked out, and provisional; once they are confirmed:"
            f" sipctl set {following.new_years[0]} provisional false"
        )
