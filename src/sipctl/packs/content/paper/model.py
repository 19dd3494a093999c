"""What the board's paper says, as templates see it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sipctl.packs.content.items import standing_words
from sipctl.plan.frozen import frozen
from sipctl.views.text.english import duration, join_words, plural, short_day

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from sipctl.packs.content.items import Note, ReportRow, Trend


@frozen(kw_only=True)
class OffCourse:
    """An activity that is judged off track or at risk, or is long overdue."""

    id: str
    title: str
    leads: tuple[str, ...]
    status: str
    """The lead's own judgement, or `no-record`."""
    status_of: tuple[str, ...]
    """The academies whose judgement it is; none where it is everybody's."""
    way: Trend
    """Which way the judgement moved since the term before."""
    at_risk: bool
    """Whether it is judged off track or at risk, rather than overdue alone."""
    days_overdue: int
    """Days since the oldest date missed; 0 if none is."""
    due: date | None
    """The date that was missed, else the next one."""
    note: Note | None
    """The lead's words: why it is at risk, else the newest note."""
    help_wanted: str | None
    """What its newest record says of what comes next, or of help that is wanted."""


@frozen(kw_only=True)
class Summary:
    """What the owner of an aim or area says of it, and what stands beside their words."""

    id: str
    title: str
    words: Note
    help_wanted: str | None
    before_term: bool
    """Whether it was said before the term, and may be out of date."""
    overdue: int
    """How many of its activities have a date overdue."""
    activities: int
    """How many activities it has."""


@frozen(kw_only=True)
class Decision:
    """Something that the board is asked to decide, or a question of a board that is open."""

    id: str
    title: str
    what: str
    """What is asked: a decision in its owner's words, `a new date, Summer 2025, in place of Spring
    2025`, or the board's question."""
    new_date: str | None
    """The time that is asked for, where that is what is asked."""
    is_question: bool
    """Whether it is a board's question that waits for an answer, rather than a decision."""
    by: str
    """Who asks."""
    on: date
    """Since when."""


@frozen(kw_only=True)
class PaperKpi:
    """A KPI, or what one academy reads of it, that is not met or moves away from its target."""

    id: str
    measure: str
    academy: str | None
    leads: tuple[str, ...]
    target: str | None
    """In words: `95 % by Summer 2027`."""
    newest: str
    """The newest reading as it was typed: `91.4 %`; empty where only a result was given."""
    on: date
    """Its day."""
    judgement: str | None
    """`met`, `partly-met` or `not-met`; nothing where nothing judges it."""
    direction: str
    """`towards`, `away`, `unchanged` or `unknown`: since the reading before."""

    @property
    def stands(self) -> str:
        """`not met, moving away`."""
        return standing_words(self.judgement, self.direction) or "not judged"


@frozen(kw_only=True)
class KpiCounts:
    """How all KPIs stand to their targets: how many there are, and of the lines that are read, one
    for each academy that reads it, how each stands."""

    read: int
    """How many KPIs have a reading."""
    unread: int
    """How many have none."""
    lines: int
    """How many lines of readings those are: one a KPI, or one for each academy that reads it."""
    met: int
    partly_met: int
    not_met: int
    unjudged: int
    """Of how many lines nothing says whether they are met."""
    towards: int
    """How many move towards what is wanted."""
    away: int
    """How many move away from it."""


@frozen(kw_only=True)
class Change:
    """Something that changed since the board last met."""

    id: str
    title: str
    what: str
    """What changed, in words: `finished on 4 Apr 2025`."""


@frozen(kw_only=True)
class ChangeCounts:
    """How much changed since the board last met."""

    decided: int
    """Decisions of boards."""
    finished: int
    """Activities and single dates that were finished."""
    better: int
    """Other activities that stand better."""
    worse: int
    """Activities that stand worse, those newly at risk among them."""
    moved: int
    """Dates that were moved."""


@frozen(kw_only=True)
class Paper:
    """The board's paper of two pages, what is worst first.

    Where two pages do not hold it, room is made in this order: what comes next, what changed and
    the KPIs become counts, notes are cut, what is overdue alone and new dates asked for are run
    together, what to look at first is left out, and notes are cut shorter. What is at risk is never
    dropped: where all that is not enough, there are three pages, and room is made for those.
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
    off_course: tuple[OffCourse, ...]
    """The worst first."""
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
    shows_coming: bool
    """Whether there is room to list what falls due next; else it is a count."""
    shows_changes: bool
    """Whether there is room to list what changed; else it is a count."""
    shows_kpis: bool
    """Whether there is room to list KPIs; else they are counts."""
    shows_first: bool
    """Whether there is room for what to look at first, most of which stands beneath as well."""
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
        """`since 12 Mar 2025, when Trust board met`."""
        return _since(self)

    @property
    def until_words(self) -> str:
        """`by 14 May 2025, when Trust board meets next`; empty where the calendar ends."""
        return _until(self)

    @property
    def fine_words(self) -> str:
        """What is not listed as off course, in a sentence."""
        return _fine(self)

    @property
    def overflow_words(self) -> str:
        """Why there is a third page; empty where there is none."""
        return _overflow(self)

    @property
    def kpi_words(self) -> str:
        """How all KPIs stand, in a sentence or two."""
        return _kpis(self.kpi_counts)

    @property
    def change_words(self) -> str:
        """How much changed since the board last met, in a sentence."""
        return _changes(self.change_counts)

    @property
    def coming_words(self) -> str:
        """How many dates fall due by then, in a sentence."""
        return _coming(self)

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
    def at_risk(self) -> tuple[OffCourse, ...]:
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
        """Whether KPIs, what changed and what falls due next are a sentence each."""
        return not (self.shows_kpis or self.shows_changes or self.shows_coming)

    @property
    def overdue(self) -> tuple[OffCourse, ...]:
        """What is long overdue, and not judged at risk."""
        return tuple(row for row in self.off_course if not row.at_risk)

    @property
    def listed(self) -> tuple[OffCourse, ...]:
        """What the table of what is off course lists."""
        return self.at_risk if self.runs_overdue else self.off_course


# --- sentences that count what is not listed -----------------------------------------------------


def _since(paper: Paper) -> str:
    """The day from which changes are listed, in words."""
    day = f"since {short_day(paper.since)}"
    if paper.since_meeting:
        return f"{day}, the last meeting ({paper.meeting})"
    return f"{day}, the last day before the term"


def _until(paper: Paper) -> str:
    """The day up to which due dates are listed, in words; empty where none is known."""
    if paper.until is None:
        return ""
    day = f"by {short_day(paper.until)}"
    return f"{day}, the next meeting ({paper.meeting})" if paper.until_meeting else day


def _coming(paper: Paper) -> str:
    """How many dates fall due by then."""
    if paper.until is None:
        return "The calendar holds no term after this one."
    number = plural(paper.coming_dates, "date falls", "dates fall")
    return f"{number if paper.coming_dates else 'No date falls'} due {_until(paper)}."


def _overflow(paper: Paper) -> str:
    """Why the paper takes more than two pages."""
    if not paper.overflows:
        return ""
    return (
        f"This paper is longer than two pages: they do not hold the {len(paper.off_course)} "
        "activities that are off course, and none of those is left out."
    )


def _fine(paper: Paper) -> str:
    """How many activities are not listed, and why: nothing of them is off course."""
    less = ""
    if paper.less_late:
        verb = "is" if paper.less_late == 1 else "are"
        weeks = duration(paper.long_overdue)
        less = f", and {paper.less_late} more {verb} overdue by {weeks} or less"
    number = plural(paper.fine, "activity is", "activities are")
    return f"{number} neither judged at risk nor overdue{less}."


def _kpis(counts: KpiCounts) -> str:
    """How all KPIs stand to their targets; each academy's readings are a line by themselves."""
    every = counts.read + counts.unread
    if not every:
        return "The plan has no KPI here."
    if not counts.read:
        return f"None of {plural(every, 'KPI')} has been read yet."
    read = f"Of {plural(every, 'KPI')} {counts.read} {_have(counts.read)} been read"
    if counts.lines > counts.read:
        read += f", in {counts.lines} lines, one for each academy that reads it"
    stand = _counted(
        (counts.met, "met"),
        (counts.partly_met, "partly met"),
        (counts.not_met, "not met"),
        (counts.unjudged, "without a judgement"),
    )
    moves = _counted((counts.towards, "towards what is wanted"), (counts.away, "away from it"))
    moving = f" Since the reading before, {moves}." if moves else ""
    return f"{read}: {stand}.{moving}"


def _changes(counts: ChangeCounts) -> str:
    """How much changed; what was finished is not counted again as better."""
    others = "other" if counts.better == 1 else "others"
    counted = _counted(
        (counts.decided, "decision of a board" if counts.decided == 1 else "decisions of boards"),
        (counts.finished, "finished"),
        (counts.better, f"{others} better" if counts.finished else "better"),
        (counts.worse, "worse or newly at risk"),
        (counts.moved, "date moved" if counts.moved == 1 else "dates moved"),
    )
    return f"{counted[:1].upper()}{counted[1:]}." if counted else "No change was recorded."


def _have(number: int) -> str:
    return "has" if number == 1 else "have"


def _counted(*counts: tuple[int, str]) -> str:
    """`3 met and 1 not met`, leaving out what there is none of."""
    return join_words(_number_words(counts))


def _number_words(counts: Iterable[tuple[int, str]]) -> list[str]:
    return [f"{number} {words}" for number, words in counts if number]
