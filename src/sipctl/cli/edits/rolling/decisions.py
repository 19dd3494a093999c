"""What becomes of each activity when a plan ends: a table to fill in, and its reading."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from sipctl.plan.faults import Refusal, propose

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from pathlib import Path

    from sipctl.cli.session import Session
    from sipctl.plan.model.entries import Activity

Outcome = Literal["done", "carried over", "dropped"]
OUTCOMES: tuple[Outcome, ...] = ("done", "carried over", "dropped")
HEADS = ("Id", "Activity", "Leads", "Date", "Status", "Decision", "New date", "Why")
"""The columns of the table; the last three are to be filled in."""
_ID, _DECISION, _WHEN, _WHY = (HEADS.index(head) for head in ("Id", "Decision", "New date", "Why"))
_WORDS: dict[str, Outcome] = {
    **dict.fromkeys(("done", "complete", "completed", "d"), "done"),
    **dict.fromkeys(("carried over", "carried", "carry", "carry over", "c"), "carried over"),
    **dict.fromkeys(("dropped", "drop", "withdrawn", "x"), "dropped"),
}


@dataclass(frozen=True)
class RollDecision:
    """What becomes of one activity: carried over `when`, or dropped because of `why`."""

    activity: Activity
    outcome: Outcome
    when: str = ""
    why: str = ""
    known: bool = False
    """Whether the outcome comes from the plan's records."""


@dataclass(frozen=True)
class RollRow:
    """An activity of the plan that ends, with its status and any outcome from its records."""

    activity: Activity
    leads: tuple[str, ...]
    status: str
    decided: RollDecision | None

    @property
    def when(self) -> str:
        """Its date, or `Launch: Spring 2025; Review: Summer 2025`."""
        return "; ".join(
            f"{label}: {phrase}" if label else phrase
            for label, phrase in self.activity.when.items()
        )

    @property
    def cells(self) -> tuple[str, ...]:
        """The row of the table; what is known already is filled in."""
        decided = self.decided
        known = (decided.outcome, "", decided.why) if decided else ("", "", "")
        activity = self.activity
        return (activity.id, activity.title, ", ".join(self.leads), self.when, self.status, *known)


def roll_rows(session: Session, day: date) -> list[RollRow]:
    """Every activity, in the plan's order, as it stands on a day."""
    from sipctl.plan.model.entries import Activity
    from sipctl.plan.state.agenda import work_items
    from sipctl.views.text.english import judged_word

    rows = []
    for item in work_items(session.plan, session.context, day):
        if isinstance(item.work, Activity):
            standing, work = item.standing, item.work
            decided = None
            if standing.common_status == "complete":
                decided = RollDecision(work, "done", known=True)
            elif standing.common_status == "withdrawn":
                decided = RollDecision(work, "dropped", why=standing.reason or "", known=True)
            status = judged_word(standing.status, standing.status_of)
            rows.append(RollRow(work, item.leads, status, decided))
    return rows


def table_csv(rows: Sequence[RollRow]) -> bytes:
    """The table as CSV in UTF-8, with a byte order mark so that Excel reads it as such."""
    import csv
    from io import StringIO

    from sipctl.views.json import cell

    buffer = StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(HEADS)
    for row in rows:
        writer.writerow([cell(text) for text in row.cells])
    return b"\xef\xbb\xbf" + buffer.getvalue().encode()


def table_book(rows: Sequence[RollRow], title: str, day: date) -> bytes:
    """The table as a workbook, with a list to choose each decision from."""
    from sipctl.views.exports.decisions import decisions_book

    choices = (HEADS[_DECISION], [*map(str, OUTCOMES)])
    return decisions_book(HEADS, [row.cells for row in rows], choices, title, day)


def _is_head(text: str) -> bool:
    """Whether a cell is the head of a column of the table."""
    return text.strip().casefold() in {head.casefold() for head in HEADS}


def read_decisions(file: Path, rows: Sequence[RollRow]) -> list[RollDecision]:
    """A table that was filled in (CSV or a workbook); raises Refusal for what cannot be read so."""
    from sipctl.documents.detect import read

    known = {row.activity.id: row for row in rows}
    decisions: dict[str, RollDecision] = {}
    for table in read(file, _is_head).tables:
        lines = [[cell.text.strip() for cell in row] for row in table.rows]
        heads = [name.casefold() for name in lines[0]] if lines else []
        if heads[: len(HEADS)] != [head.casefold() for head in HEADS]:
            continue
        for number, cells in enumerate(lines[1:], start=2):
            if any(cells):
                decision = _decision(cells, known, f"{file.name}, row {number}")
                if decision.activity.id in decisions:
                    raise Refusal(f"{file.name} names {decision.activity.id} twice")
                decisions[decision.activity.id] = decision
    if not decisions:
        raise Refusal(
            f"{file.name} has no table of decisions",
            "sipctl roll --to YEARS -o FILE.xlsx writes one to fill in",
        )
    missing = [name for name in known if name not in decisions]
    if missing:
        raise Refusal(
            f"{file.name} does not say what becomes of {', '.join(missing)}",
            "give each a row: done, carried over (with a new date) or dropped (with why)",
        )
    return list(decisions.values())


def _decision(cells: list[str], known: dict[str, RollRow], place: str) -> RollDecision:
    cells = cells + [""] * (len(HEADS) - len(cells))
    row = known.get(cells[_ID])
    if row is None:
        near = propose(cells[_ID], list(known))
        raise Refusal(f'{place}: no activity of this plan is called "{cells[_ID]}"', near)
    return decide(row, cells[_DECISION], cells[_WHEN], cells[_WHY], f"{place}, {row.activity.id}")


def decide(row: RollRow, word: str, when: str, why: str, place: str) -> RollDecision:
    """The decision that somebody typed; raises Refusal for one that says too little."""
    outcome = _WORDS.get(word.casefold())
    if outcome is None:
        help_line = "write done, carried over or dropped"
        shown = f'"{word}" is none of the three' if word else "it has no decision"
        raise Refusal(f"{place}: {shown}", help_line)
    if outcome == "carried over" and not when:
        raise Refusal(f"{place}: it is carried over, but to when?", "give it a new date")
    if outcome == "dropped" and not why:
        raise Refusal(f"{place}: it is dropped, but why?", "say why; boards ask for it later")
    known = row.decided is not None and row.decided.outcome == outcome
    return RollDecision(row.activity, outcome, when, why, known)
