"""The content of the board's paper, as templates see it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sipctl.packs.content.paper import sentences
from sipctl.plan.frozen import frozen
from sipctl.views.text.english import duration, join_words, plural, short_day

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from sipctl.packs.content.items import ActivityReport, ReportRow
    from sipctl.packs.content.paper.rows import (
        AskedBefore,
        Change,
        ChangeCounts,
        Decision,
        KpiCounts,
        LeadRole,
        PaperKpi,
        Summary,
    )


@frozen(kw_only=True)
class Paper:
    """The board's paper of two pages, the worst first.

    If two pages cannot hold it, it is shortened step by step: the key to initials is left out;
    coming dates, changes and KPIs become counts; notes are cut, and work that is only overdue is
    listed as running text; what became of earlier requests becomes a count; new dates asked for are
    listed as running text, what to look at first is left out, and notes are cut shorter. Room that
    is then left gets back what became of earlier requests, the key to initials, the titles of what
    is counted, and the soonest coming dates. Work at risk and what the board is asked are never
    left out: if they need more, there are three pages.
    """

    meeting: str
    """The board or committee that the paper is for; empty if no date of its meetings is known."""
    since: date
    """Changes are those after this day."""
    since_meeting: bool
    """Whether the board met on that day; else it is the last day before the term."""
    until: date | None
    """Coming dates are those up to this day; nothing where the calendar ends."""
    until_meeting: bool
    """Whether the board meets on that day."""
    summaries: tuple[Summary, ...]
    """The summaries by the owners of aims and areas."""
    decisions: tuple[Decision, ...]
    """The decisions that the board is asked for, then the open questions of boards."""
    asked_before: tuple[AskedBefore, ...]
    """Decisions and questions that were open on the day `since`, in the same order."""
    off_course: tuple[ActivityReport, ...]
    """Activities judged off track or at risk, or long overdue, the worst first. The note of one
    judged so is the reason; nothing if none was given."""
    less_late: int
    """How many activities are overdue by less than `long_overdue` days, and not judged at risk."""
    long_overdue: int
    """An activity that is overdue by more days than this is off course."""
    fine: int
    """How many activities are neither at risk nor overdue."""
    kpis: tuple[PaperKpi, ...]
    """KPIs that are not met, partly met, or move away from their targets."""
    kpi_counts: KpiCounts
    changes: tuple[Change, ...]
    change_counts: ChangeCounts
    coming: tuple[ReportRow, ...]
    """Rows of dates that fall due by `until`; one row for a series."""
    coming_dates: int
    """How many dates fall due by `until`."""
    most_coming: int | None
    """How many rows of `coming` there is room to list; nothing for all."""
    shows_changes: bool
    """Whether there is room to list changes; else they are counts."""
    shows_settled: bool
    """Whether there is room to list what became of `asked_before`; else it is a count."""
    shows_kpis: bool
    """Whether there is room to list KPIs; else they are counts."""
    titles_counted: bool
    """Whether there is room for titles beside the ids of what is counted rather than listed."""
    shows_first: bool
    """Whether there is room for what to look at first, most of which is also listed below."""
    roles: tuple[LeadRole, ...]
    """The roles of leads in the plan; empty if the paper names roles in place of initials."""
    shows_leads: bool
    """Whether there is room for the key to initials."""
    note_length: int
    """Characters to which notes are cut, at a word; 0 for uncut notes."""
    runs_dates: bool
    """Whether new dates asked for work at risk are listed as running text, for want of room."""
    runs_overdue: bool
    """Whether work that is only overdue is listed as running text, for want of room."""
    overflows: bool
    """Whether the paper needs more than two pages."""

    @property
    def since_words(self) -> str:
        """`since 12 Mar 2025, the last meeting (Trust board)`."""
        return _since_words(self)

    @property
    def until_words(self) -> str:
        """`by 14 May 2025, when Trust board meets next`; empty where the calendar ends."""
        return _until_words(self)

    @property
    def fine_words(self) -> str:
        """How many activities are not off course, in a sentence."""
        return _fine_words(self)

    @property
    def overflow_words(self) -> str:
        """Why there is a third page; empty where there is none."""
        return _overflow_words(self)

    @property
    def kpi_words(self) -> str:
        """How many KPIs meet their targets, in a sentence or two; ids of others if these are not
        listed."""
        named = () if self.shows_kpis else self.kpis
        return sentences.kpi_words(self.kpi_counts, named, titled=self.titles_counted)

    @property
    def change_words(self) -> str:
        """How much changed since the board last met, in a sentence; ids of changes not listed."""
        return sentences.change_words(
            self.change_counts,
            self.changes,
            listed=self.shows_changes,
            titled=self.titles_counted,
        )

    @property
    def coming_words(self) -> str:
        """How many dates fall due by `until`, in a sentence."""
        return _coming_words(self)

    @property
    def soonest(self) -> tuple[ReportRow, ...]:
        """The rows of `coming` that are listed."""
        return self.coming[: self.most_coming]

    @property
    def shows_coming(self) -> bool:
        """Whether there is room to list any of `coming`; else it is a count."""
        return self.most_coming != 0

    @property
    def lead_words(self) -> str:
        """The key to initials: those printed of leads with a role, `JK HR director`."""
        if not self.shows_leads:
            return ""
        printed = set(_initials(self))
        return "; ".join(
            f"{lead.initials} {lead.role}" for lead in self.roles if lead.initials in printed
        )

    @property
    def help_words(self) -> str:
        """The ids that leads want help with, in a sentence; empty if there are none."""
        places = {
            "What is off course": [row.id for row in self.off_course if row.help_wanted],
            "What leads of aims and areas say": [r.id for r in self.summaries if r.help_wanted],
        }
        with_what = [f"{join_words(ids)} (see {place})" for place, ids in places.items() if ids]
        return f"Help is wanted with {join_words(with_what)}." if with_what else ""

    @property
    def wanted(self) -> tuple[Decision, ...]:
        """The decisions that the board is asked for, without `dates_run`."""
        run = self.dates_run
        return tuple(row for row in self.decisions if not row.is_question and row not in run)

    @property
    def questions(self) -> tuple[Decision, ...]:
        """The open questions of boards."""
        return tuple(row for row in self.decisions if row.is_question)

    @property
    def settled(self) -> tuple[AskedBefore, ...]:
        """The items of `asked_before` that are listed: those settled since."""
        return tuple(row for row in self.asked_before if row.outcome) * self.shows_settled

    @property
    def asked_words(self) -> str:
        """How much was open on the day `since`, and what became of it, in a sentence."""
        return sentences.asked_words(self.asked_before, self.since, listed=self.shows_settled)

    @property
    def changes_listed(self) -> tuple[Change, ...]:
        """The changes that are listed: those that settled nothing in `asked_before`."""
        return tuple(row for row in self.changes if not row.stands_above) * self.shows_changes

    @property
    def at_risk(self) -> tuple[ActivityReport, ...]:
        """The activities of `off_course` that are judged off track or at risk."""
        return tuple(row for row in self.off_course if row.at_risk)

    @property
    def dates_run(self) -> tuple[Decision, ...]:
        """New dates listed as running text: their activities are in the table of `listed`."""
        if not self.runs_dates:
            return ()
        at_risk = {row.id for row in self.at_risk}
        return tuple(row for row in self.decisions if row.new_date and row.id in at_risk)

    @property
    def only_counts(self) -> bool:
        """Whether KPIs, `asked_before`, changes and coming dates are a sentence each."""
        return not (self.shows_kpis or self.shows_changes or self.shows_coming)

    @property
    def overdue(self) -> tuple[ActivityReport, ...]:
        """The activities of `off_course` that are long overdue, and not judged at risk."""
        return tuple(row for row in self.off_course if not row.at_risk)

    @property
    def overdue_by_lead(self) -> tuple[tuple[str, tuple[ActivityReport, ...]], ...]:
        """Lead → their activities in `overdue`, the longest overdue first; the lead is empty for
        activities without one."""
        groups: dict[str, list[ActivityReport]] = {}
        for row in self.overdue:
            groups.setdefault(row.leads[0] if row.leads else "", []).append(row)
        return tuple((lead, tuple(rows)) for lead, rows in groups.items())

    @property
    def listed(self) -> tuple[ActivityReport, ...]:
        """The activities in the table of work off course."""
        return self.at_risk if self.runs_overdue else self.off_course


def _initials(paper: Paper) -> Iterator[str]:
    """The initials printed in the paper; some more than once."""
    for row in paper.off_course:
        yield from row.leads
    for due in paper.soonest:
        yield from due.leads
    notes = [row.note for row in paper.listed] + [row.words for row in paper.summaries]
    yield from (note.by for note in notes if note)
    yield from (row.by for row in paper.decisions)
    for settled in paper.settled:
        yield from (settled.by, settled.outcome_by)


# --- sentences that count what is not listed -----------------------------------------------------


def _since_words(paper: Paper) -> str:
    """The day from which changes are listed, in words."""
    day = f"since {short_day(paper.since)}"
    if paper.since_meeting:
        return f"{day}, the last meeting ({paper.meeting})"
    return f"{day}, the last day before the term"


def _until_words(paper: Paper) -> str:
    """The day up to which due dates are listed, in words; empty where none is known."""
    if paper.until is None:
        return ""
    day = f"by {short_day(paper.until)}"
    return f"{day}, the next meeting ({paper.meeting})" if paper.until_meeting else day


def _coming_words(paper: Paper) -> str:
    """How many dates fall due by `until`."""
    if paper.until is None:
        return "The calendar holds no term after this one."
    number = plural(paper.coming_dates, "date falls", "dates fall")
    ends = "."
    if 0 < len(paper.soonest) < len(paper.coming):
        ends = "; the soonest of them:"
    elif paper.coming and not paper.soonest:
        ends = f"; the soonest {sentences.soonest_words(paper.coming)}."
    return f"{number if paper.coming_dates else 'No date falls'} due {_until_words(paper)}{ends}"


def _overflow_words(paper: Paper) -> str:
    """Why the paper takes more than two pages."""
    if not paper.overflows:
        return ""
    return (
        f"This paper is longer than two pages: they do not hold the {len(paper.off_course)} "
        "activities that are off course, and none of those is left out."
    )


def _fine_words(paper: Paper) -> str:
    """How many activities are not listed: those overdue for a short time, and those on course."""
    fine = "neither judged at risk nor overdue"
    more = "more " if paper.off_course else ""
    if paper.less_late:
        late = plural(paper.less_late, f"{more}activity is", f"{more}activities are")
        late += f" overdue by {duration(paper.long_overdue)} or less"
        verb = "is" if paper.fine == 1 else "are"
        return f"{late}; the other {paper.fine} {verb} {fine}." if paper.fine else f"{late}."
    if not paper.off_course:
        return f"{plural(paper.fine, 'activity is', 'activities are')} {fine}."
    if paper.fine > 1:
        return f"The other {paper.fine} activities are {fine}."
    return f"The other activity is {fine}." if paper.fine else "Every activity is listed here."
