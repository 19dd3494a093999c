"""A pack's words and signs: lateness, shifts, trends, summary and what needs attention."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from sipctl.packs.content.items import ReportRow, Trend
from sipctl.plan.model.statuses import ALL_INFO
from sipctl.views.text import english
from sipctl.views.text.english import join_words, plural, short_day, status_word

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import date

    from sipctl.packs.content.items import ActivityReport, StatusCount
    from sipctl.packs.content.model import Pack
    from sipctl.packs.content.sections.model import AimReport, CommitteeSection, PackSection

SIGNS: dict[str, str] = {
    **{word: info.sign for word, info in ALL_INFO.items()},
    Trend.BETTER: "↑",
    Trend.WORSE: "↓",
    Trend.MIXED: "↕",
    Trend.UNCHANGED: "=",
    Trend.NEW: "•",
    Trend.NO_RECORD: "–",
}
"""A sign for each status, result and trend, so that no meaning depends on colour."""

TREND_WORDS: dict[str, str] = {
    Trend.BETTER: "better",
    Trend.WORSE: "worse",
    Trend.MIXED: "some better, some worse",
    Trend.UNCHANGED: "unchanged",
    Trend.NEW: "new",
    Trend.NO_RECORD: "no record",
}


def sign(word: str) -> str:
    """The sign of a status, a result or a trend."""
    return SIGNS.get(word, "")


def trend_words(word: str) -> str:
    """A trend in words; any other word as it is."""
    return TREND_WORDS.get(word, word)


UNBROKEN = "\N{NO-BREAK SPACE}"
"""The space in phrases between a number and its unit, and within a day."""


def lateness_on(day: date) -> Callable[[ReportRow], str]:
    """A function for how late or early a row is on a day: `5 weeks overdue`, `due in 5 days`."""

    def lateness(row: ReportRow) -> str:
        if row.state == "overdue":
            since = f"{unbroken(english.duration(row.days_overdue))} overdue"
            return ", ".join([since, *_missed(row)])
        if row.state == "due" and row.due:
            left = (row.due - day).days
            return (
                "due today" if left == 0 else f"open now, due in {unbroken(english.duration(left))}"
            )
        if row.state == "upcoming" and row.opens:
            return f"opens {unbroken(short_day(row.opens))}"
        return "done" if row.state == "settled" else english.state_word(row.state, row.kind)

    return lateness


def _missed(row: ReportRow) -> Iterator[str]:
    """How many dates of a series in a row passed without a record, and how many judged at risk."""
    unjudged = row.missed - row.missed_judged
    if unjudged > 1 or (unjudged and row.missed_judged):
        yield f"missed {_often(unjudged)}"
    if row.missed_judged:
        yield f"judged at risk {_often(row.missed_judged)}"


def _often(number: int) -> str:
    return "once" if number == 1 else unbroken(f"{number} times")


LONGEST_UNBROKEN = 30
"""Characters; more than these may be more than a line or a column holds."""


def unbroken(words: str) -> str:
    """A text with non-breaking spaces, if it is short."""
    return words if len(words) > LONGEST_UNBROKEN else words.replace(" ", UNBROKEN)


def shift(days: int) -> str:
    """How far a date has moved: `6 weeks later`; `same day` where it has not."""
    return english.shift(days) if days else "same day"


_LINK = re.compile(r"https?://[^\s\"'<>\\\\]+", re.IGNORECASE)


def is_link(text: str) -> bool:
    """Whether a text is the address of a web page and nothing else."""
    return _LINK.fullmatch(text) is not None


def capital(text: str) -> str:
    """A text with a capital first letter."""
    return text[:1].upper() + text[1:]


def spans(days: tuple[date, date] | None) -> str:
    """Two days: `17 Feb 2025 to 21 Feb 2025`."""
    return f"{short_day(days[0])} to {short_day(days[1])}" if days else "none"


def tally_words(tallies: Sequence[StatusCount]) -> str:
    """`3 complete, 2 at risk`, without counts of 0."""
    words = [f"{tally.number} {status_word(tally.status)}" for tally in tallies if tally.number]
    return ", ".join(words) or "no activities"


def viewpoint(pack: Pack) -> str:
    """Where the pack's day is in relation to its term: `after the end of Spring 2025`."""
    if pack.day > pack.term.until:
        return f"looking back on {pack.term.title}"
    return f"{'after the end of' if pack.over else 'during'} {pack.term.title}"


class Attention(NamedTuple):
    """Something to look at first: what, and why."""

    id: str
    title: str
    why: str


MOST_ATTENTION = 5
FAR = 60
"""Days; a date that slipped by more is worth attention."""


def attention(part: PackSection) -> list[Attention]:
    """What to look at first: off track, not met, longest overdue, far slipped; five at most."""
    reasons: dict[tuple[str, str], list[str]] = {}
    for name, title, why in _reasons(part):
        reasons.setdefault((name, title), []).append(why)
    things = [
        Attention(name, title, "; ".join(dict.fromkeys(whys)))
        for (name, title), whys in reasons.items()
    ]
    return things[:MOST_ATTENTION]


_OFF = {"not-met": "not met", "away": "moving away from what is wanted"}
"""Judgement or direction of a KPI that is worth attention → the words for it."""


def _reasons(part: PackSection) -> Iterator[tuple[str, str, str]]:
    """Id, title and one reason of each thing to look at first, the most urgent first."""
    for activity in part.at_risk:
        if activity.status == "off-track":
            yield activity.id, activity.title, "off track"
            if activity.days_overdue:
                yield activity.id, activity.title, english.overdue_for(activity.days_overdue)
            elif activity.open_due:
                yield activity.id, activity.title, f"due {short_day(activity.open_due)}"
    yield from _kpi_reasons(part)
    for row in part.overdue[:3]:
        if row.status == "at-risk":
            yield row.id, row.title, "at risk"
        yield row.id, row.title, english.overdue_for(row.days_overdue)
    for move in part.moved:
        if move.slipped_days > FAR:
            yield move.id, move.title, f"now {shift(move.slipped_days)} than first planned"


def _kpi_reasons(part: PackSection) -> Iterator[tuple[str, str, str]]:
    """The same for KPIs read this term that are not met, unless on their way, or that move away."""
    for kpi in (kpi for kpi in part.kpis if not kpi.retired):
        groups = [group for group in kpi.by_academy if group.this_term and not group.on_its_way]
        for word in ("not-met", "away"):
            off = [group.academy for group in groups if word in (group.judgement, group.direction)]
            if off:
                where = f" at {join_words([name for name in off if name])}" if any(off) else ""
                yield kpi.id, kpi.measure, f"{_OFF[word]}{where}"


def summary_sentences(part: PackSection, pack: Pack) -> list[str]:
    """A summary of a part of the plan in four or five sentences, for the first page."""
    return [
        _recorded(part),
        _late(part, pack),
        _done(part),
        _judged(part, pack),
        _ahead(part, pack),
    ]


def oversight(committee: CommitteeSection) -> str:
    """What a committee oversees, `Oversees aims 1 and 2`; or that no committee oversees this."""
    aims = join_words([str(aim) for aim in committee.aims])
    subjects = [f"aim{'s' if len(committee.aims) > 1 else ''} {aims}"] if aims else []
    trust_wide = sum(kpi.aim is None for kpi in committee.part.measures)
    if trust_wide:
        kpis = f"{trust_wide} KPIs" if trust_wide > 1 else "KPI"
        subjects.append(f"the {kpis} of the whole plan")
    verb = "Oversees" if committee.id else "No committee oversees"
    return f"{verb} {join_words(subjects)}"


def whose(academies: tuple[str, ...]) -> str:
    """The academies whose judgement it is, if not all: `so say WPSA and WGPA`."""
    says = "says" if len(academies) == 1 else "say"
    return f"so {says} {join_words(academies)}" if academies else ""


def progress(thing: ActivityReport | ReportRow) -> str:
    """How far work has come, to follow its judgement: dates done, and in which academies."""
    words = [
        english.dates_done(thing.dates_done, thing.dates),
        *(f"done for {academies}" if academies else "" for academies in _settled_for(thing)),
    ]
    return ", ".join(filter(None, words))


def _settled_for(thing: ActivityReport | ReportRow) -> list[str]:
    """`WPSA; not WPPA, WGPA`, once each."""
    words = (english.settled_words(line.settled_for, line.open_for) for line in _lines(thing))
    return list(dict.fromkeys(words))


def _lines(thing: ActivityReport | ReportRow) -> Sequence[ReportRow]:
    return (thing,) if isinstance(thing, ReportRow) else thing.lines


def movement(thing: AimReport | PackSection) -> str:
    """`2 better, 1 worse and 3 new, 1 of them at risk`; nothing where nothing moved."""
    counts = ((thing.better, "better"), (thing.worse, "worse"), (thing.new, "new"))
    words = join_words([f"{number} {word}" for number, word in counts if number])
    if not thing.newly_at_risk:
        return words
    newly = f"{thing.newly_at_risk} newly at risk or off track"
    return f"{words}; {newly}" if words else newly


def finished_words(part: PackSection) -> str:
    """What was finished this term: `3 activities and 1 date`, or `nothing`."""
    activities, dates = part.finished_activities, part.finished_dates
    parts = [plural(activities, "activity", "activities")] * bool(activities)
    parts += [plural(dates, "single date")] * bool(dates)
    return join_words(parts) or "nothing"


def readings(part: PackSection) -> str:
    """How many KPIs of this term have been read in it: `None has been read`."""
    if len(part.kpis) == 1:
        return f"It has {'' if part.read else 'not '}been read"
    return f"{part.read or 'None'} {'has' if part.read < 2 else 'have'} been read"


def _recorded(part: PackSection) -> str:
    if not part.work:
        return "No activity of the plan is among what was asked for."
    held = plural(part.activities, "activity", "activities")
    if part.recorded == 0:
        return (
            f"The plan holds {held}. No lead has said yet how any of them stands, so this pack can "
            "speak of their dates alone."
        )
    if part.recorded == part.activities:
        return f"The plan holds {held}, and it has been said of every one how it stands."
    stand = "stands" if part.recorded == 1 else "stand"
    return (
        f"The plan holds {held}. Leads have said how {part.recorded} of them {stand}, "
        f"and nothing yet of the other {part.activities - part.recorded}."
    )


def _late(part: PackSection, pack: Pack) -> str:
    if not part.overdue:
        return "Nothing is overdue."
    longest = part.overdue[0]
    verb = "has" if part.late == 1 else "have"
    before = f" ({part.late_before} before the term)" if pack.last else ""
    return (
        f"{plural(part.late, 'activity', 'activities')} {verb} a date overdue{before}; "
        f"the longest, {longest.id}, by {english.duration(longest.days_overdue)}."
    )


def _done(part: PackSection) -> str:
    sentence = "Nothing was recorded as finished this term"
    if part.finished:
        verb = "was" if len(part.finished) == 1 else "were"
        sentence = f"{capital(finished_words(part))} {verb} finished this term"
    if not part.moved:
        return f"{sentence}, and no date was moved."
    return f"{sentence}; {plural(part.moved_dates, 'date was', 'dates were')} moved."


def _judged(part: PackSection, pack: Pack) -> str:
    risky = [
        f"{plural(number, 'activity is', 'activities are')} {status_word(status)}"
        for status in ("off-track", "at-risk")
        if (number := sum(activity.status == status for activity in part.at_risk))
    ]
    if not part.recorded:
        return "No lead has judged their work yet."
    judged = "No lead judges work to be at risk or off track"
    if risky:
        judged = f"By their leads' judgement {join_words(risky)}"
    if not pack.last:
        return f"{judged}."
    return f"{judged}. Since the term before {_moved_words(part) or 'no judgement has moved'}."


def _moved_words(part: PackSection) -> str:
    """`1 is worse and 2 were judged for the first time; …`."""
    counts = ((part.better, "better"), (part.worse, "worse"))
    words = [
        f"{number} {'is' if number == 1 else 'are'} {word}" for number, word in counts if number
    ]
    if part.new:
        words.append(f"{part.new} {'was' if part.new == 1 else 'were'} judged for the first time")
    all_moved = part.better + part.worse + part.new
    newly = f"; of these {all_moved}, {part.newly_at_risk} newly at risk or off track"
    return f"{join_words(words)}{newly if part.newly_at_risk else ''}"


def _ahead(part: PackSection, pack: Pack) -> str:
    rest = ""
    if part.rest and not pack.over:
        rest = f"{plural(part.rest_dates, 'date is', 'dates are')} still to come this term. "
    if pack.next is None:
        return f"{rest}The calendar holds no term after this one."
    if not part.next_dates:
        return f"{rest}Nothing falls due in {pack.next.title}."
    if pack.day > pack.next.until:
        return f"{rest}{plural(part.next_dates, 'date')} fell due in {pack.next.title}."
    falls = plural(part.next_dates, "date falls", "dates fall")
    left = part.coming_dates
    still = "come" if pack.day >= pack.next.starts else "be met"
    still = "" if left == part.next_dates else f", {left or 'none'} of them still to {still}"
    return f"{rest}{falls} due in {pack.next.title}{still}."
