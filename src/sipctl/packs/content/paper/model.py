"""What the board's paper says, as templates see it."""

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
    """The board's paper of two pages, what is worst first.

    Where two pages do not hold it, room is made in this order: whose initials it prints is not
    said; what comes next, what changed and the KPIs become counts; notes are cut, and what is
    overdue alone is run together; what became of what was asked becomes a count; new dates asked
    for are run together, what to look at first is left out, and notes are cut shorter. The room
    that is left gets back what became of what was asked, whose initials stand there, the titles of
    what is counted, and the soonest of what comes next. What is asked or at risk is never dropped:
    where all that is not enough, there are three pages, and room is made for those.
    """

    meeting: str
    """The board or committee whose meetings it goes by; empty where no date of one is known."""
    since: date
    """What changed is counted from the day after this one."""
    since_meeting: bool
    """Whether the board met on that day; else it is the last day before the term."""
    until: date | None
    """The last day of what falls due next; nothing where the calendar ends."""
    until_meeting: bool
    """Whether the board meets on that day."""
    summaries: tuple[Summary, ...]
    """What the owners of aims and areas say."""
    decisions: tuple[Decision, ...]
    """What the board is asked to decide, then the questions of boards that are open."""
    asked_before: tuple[AskedBefore, ...]
    """What had been asked by `since` and was not settled before that day, in the same order."""
    off_course: tuple[ActivityReport, ...]
    """What is judged off track or at risk, or is long overdue, the worst first. The note of what is
    judged so is its reason, and there is none where no reason was given."""
    less_late: int
    """How many activities are overdue by less than `long_overdue` days, and not judged at risk."""
    long_overdue: int
    """How many days overdue is long."""
    fine: int
    """How many activities are neither at risk nor overdue."""
    kpis: tuple[PaperKpi, ...]
    """Those that are not met, partly met, or move away from what is wanted."""
    kpi_counts: KpiCounts
    changes: tuple[Change, ...]
    change_counts: ChangeCounts
    coming: tuple[ReportRow, ...]
    """What falls due by `until`; a series once."""
    coming_dates: int
    """How many dates that are."""
    most_coming: int | None
    """How much of what falls due next there is room to list; None where there is for all."""
    shows_changes: bool
    """Whether there is room to list what changed; else it is a count."""
    shows_settled: bool
    """Whether there is room to list what became of what was asked before; else it is a count."""
    shows_kpis: bool
    """Whether there is room to list KPIs; else they are counts."""
    titles_counted: bool
    """Whether there is room for titles beside the ids of what is counted rather than listed."""
    shows_first: bool
    """Whether there is room for what to look at first, most of which stands beneath as well."""
    roles: tuple[LeadRole, ...]
    """The roles that the plan gives its leads; none where the paper names roles anyway."""
    shows_leads: bool
    """Whether there is room to say whose initials the paper prints."""
    note_length: int
    """Characters after which a note is cut at a word; 0 where none is."""
    runs_dates: bool
    """Whether new dates asked for what is at risk are run together, for want of room."""
    runs_overdue: bool
    """Whether what is overdue alone is run together, for want of room."""
    overflows: bool
    """Whether not even that is two pages."""

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
        """What is not listed as off course, in a sentence."""
        return _fine_words(self)

    @property
    def overflow_words(self) -> str:
        """Why there is a third page; empty where there is none."""
        return _overflow_words(self)

    @property
    def kpi_words(self) -> str:
        """How all KPIs stand, in a sentence or two; ids of those off where none is listed."""
        named = () if self.shows_kpis else self.kpis
        return sentences.kpi_words(self.kpi_counts, named, titled=self.titles_counted)

    @property
    def change_words(self) -> str:
        """How much changed since the board last met, in a sentence; ids where none is listed."""
        return sentences.change_words(
            self.change_counts,
            self.changes,
            listed=self.shows_changes,
            titled=self.titles_counted,
        )

    @property
    def coming_words(self) -> str:
        """How many dates fall due by then, in a sentence."""
        return _coming_words(self)

    @property
    def soonest(self) -> tuple[ReportRow, ...]:
        """What is listed of what falls due next."""
        return self.coming[: self.most_coming]

    @property
    def shows_coming(self) -> bool:
        """Whether there is room to list what falls due next; else it is a count."""
        return self.most_coming != 0

    @property
    def lead_words(self) -> str:
        """Whose initials the paper prints, of those whose role the plan gives: `JK HR director`."""
        if not self.shows_leads:
            return ""
        printed = set(_initials(self))
        return "; ".join(
            f"{lead.initials} {lead.role}" for lead in self.roles if lead.initials in printed
        )

    @property
    def help_words(self) -> str:
        """What leads want help with, in a sentence; empty where nobody asks for any."""
        places = {
            "What is off course": [row.id for row in self.off_course if row.help_wanted],
            "What leads of aims and areas say": [r.id for r in self.summaries if r.help_wanted],
        }
        with_what = [f"{join_words(ids)} (see {place})" for place, ids in places.items() if ids]
        return f"Help is wanted with {join_words(with_what)}." if with_what else ""

    @property
    def wanted(self) -> tuple[Decision, ...]:
        """What the board is asked to decide, besides `dates_run`."""
        run = self.dates_run
        return tuple(row for row in self.decisions if not row.is_question and row not in run)

    @property
    def questions(self) -> tuple[Decision, ...]:
        """What boards asked, and nobody has answered yet."""
        return tuple(row for row in self.decisions if row.is_question)

    @property
    def settled(self) -> tuple[AskedBefore, ...]:
        """What is listed of `asked_before`: what has been settled since."""
        return tuple(row for row in self.asked_before if row.outcome) * self.shows_settled

    @property
    def asked_words(self) -> str:
        """How much had been asked by `since`, and what became of it, in a sentence."""
        return sentences.asked_words(self.asked_before, self.since, listed=self.shows_settled)

    @property
    def changes_listed(self) -> tuple[Change, ...]:
        """What is listed of what changed: what settled nothing that was asked before."""
        return tuple(row for row in self.changes if not row.stands_above) * self.shows_changes

    @property
    def at_risk(self) -> tuple[ActivityReport, ...]:
        """What is judged off track or at risk."""
        return tuple(row for row in self.off_course if row.at_risk)

    @property
    def dates_run(self) -> tuple[Decision, ...]:
        """New dates that are run together: what they are of stands in the table of `listed`."""
        if not self.runs_dates:
            return ()
        at_risk = {row.id for row in self.at_risk}
        return tuple(row for row in self.decisions if row.new_date and row.id in at_risk)

    @property
    def only_counts(self) -> bool:
        """Whether KPIs, what was asked before, what changed and what falls due next are a sentence
        each."""
        return not (self.shows_kpis or self.shows_changes or self.shows_coming)

    @property
    def overdue(self) -> tuple[ActivityReport, ...]:
        """What is long overdue, and not judged at risk."""
        return tuple(row for row in self.off_course if not row.at_risk)

    @property
    def overdue_by_lead(self) -> tuple[tuple[str, tuple[ActivityReport, ...]], ...]:
        """What is `overdue` by who answers for it, the longest overdue first; `` for nobody."""
        groups: dict[str, list[ActivityReport]] = {}
        for row in self.overdue:
            groups.setdefault(row.leads[0] if row.leads else "", []).append(row)
        return tuple((lead, tuple(rows)) for lead, rows in groups.items())

    @property
    def listed(self) -> tuple[ActivityReport, ...]:
        """What the table of what is off course lists."""
        return self.at_risk if self.runs_overdue else self.off_course


def _initials(paper: Paper) -> Iterator[str]:
    """All who are named in the paper; some of them more than once."""
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
    """How many dates fall due by then."""
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
    """How many activities are not listed: what is overdue for a short time, and what is fine."""
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
