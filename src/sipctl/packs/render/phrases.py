"""The words and signs of a pack: how late, how far moved, which sign stands beside a status."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sipctl.views.text.english import join_words, plural, short_day, status_word

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from sipctl.packs.content.model import Line, Pack, PackSection, Tally

SIGNS = {
    "complete": "✓",
    "on-track": "●",
    "at-risk": "▲",
    "off-track": "■",
    "not-started": "○",
    "no-record": "–",
    "paused": "‖",
    "withdrawn": "×",
    "met": "✓",
    "partly-met": "◐",
    "not-met": "■",
    "better": "↑",
    "worse": "↓",
    "mixed": "↕",
    "level": "=",
    "first": "•",
    "silent": "–",
}
"""A sign beside each word, so that nothing hangs on colour."""

WAYS = {
    "better": "better",
    "worse": "worse",
    "mixed": "some better, some worse",
    "level": "no change",
    "first": "first records",
    "silent": "no record",
}


def sign(word: str) -> str:
    """The sign of a status, a result or a way."""
    return SIGNS.get(word, "")


def way(word: str) -> str:
    """A way in words."""
    return WAYS.get(word, word)


def lateness_on(day: date) -> Callable[[Line], str]:
    """How a line stands to its date on a day: `36 days overdue`, `due in 5 days`."""

    def lateness(line: Line) -> str:
        if line.state == "overdue":
            since = f"{plural(line.days_overdue, 'day')} overdue"
            return f"{since}, missed {line.missed} times" if line.missed > 1 else since
        if line.state == "due" and line.due:
            left = (line.due - day).days
            return "due today" if left == 0 else f"open now, due in {plural(left, 'day')}"
        if line.state == "upcoming" and line.opens:
            return f"opens {short_day(line.opens)}"
        return "done" if line.state == "settled" else status_word(line.state)

    return lateness


def shift(days: int) -> str:
    """How far a date has moved: `6 weeks later`; `same day` where it has not."""
    if days == 0:
        return "same day"
    weeks = round(abs(days) / 7)
    length = plural(abs(days), "day") if abs(days) < 15 else plural(weeks, "week")
    return f"{length} {'later' if days > 0 else 'earlier'}"


def capital(text: str) -> str:
    """A text with its first letter large."""
    return text[:1].upper() + text[1:]


def spans(days: tuple[date, date] | None) -> str:
    """Two days: `17 Feb 2025 to 21 Feb 2025`."""
    return f"{short_day(days[0])} to {short_day(days[1])}" if days else "none"


def tally_words(tallies: Sequence[Tally]) -> str:
    """`3 complete, 2 at risk`, leaving out what there is none of."""
    words = [f"{one.number} {status_word(one.status)}" for one in tallies if one.number]
    return ", ".join(words) or "no activities"


def standpoint(pack: Pack) -> str:
    """From where the pack looks, in words: `at the end of Spring 2025`."""
    if pack.day > pack.term.until:
        return f"looking back on {pack.term.title}"
    return f"{'after the end of' if pack.over else 'during'} {pack.term.title}"


class Heed(NamedTuple):
    """Something to look at first: what, and why."""

    id: str
    title: str
    why: str


MOST_HEEDED = 5
FAR = 60
"""Days by which a date has slipped far."""


def heed(part: PackSection) -> list[Heed]:
    """What to look at first: off track, not met, longest overdue, far slipped; five at most."""
    found = [(one.id, one.title, "off track") for one in part.work if one.status == "off-track"]
    found += [
        (one.id, one.measure, "not met")
        for one in part.kpis
        if one.this_term and one.this_term.result == "not-met"
    ]
    found += [
        (one.id, one.title, f"{plural(one.days_overdue, 'day')} overdue")
        for one in part.overdue[:3]
    ]
    found += [
        (one.id, one.title, f"now {shift(one.slipped_days)} than first planned")
        for one in part.moved
        if one.slipped_days > FAR
    ]
    reasons: dict[tuple[str, str], list[str]] = {}
    for name, title, why in found:
        reasons.setdefault((name, title), []).append(why)
    those = [Heed(name, title, "; ".join(why)) for (name, title), why in reasons.items()]
    return those[:MOST_HEEDED]


def minute(part: PackSection, pack: Pack) -> list[str]:
    """The whole of a part in four or five sentences: what a governor reads first."""
    return [
        _recorded(part),
        _late(part, pack),
        _done(part),
        _judged(part, pack),
        _ahead(part, pack),
    ]


def _recorded(part: PackSection) -> str:
    if not part.work:
        return "No activity of the plan is among what was asked for."
    held = plural(part.activities, "activity", "activities")
    if part.recorded == 0:
        return (
            f"The plan holds {held}. Nothing has been recorded about any of them, so this pack "
            "can speak of their dates alone."
        )
    if part.recorded == part.activities:
        return f"The plan holds {held}, and something has been recorded about every one."
    return (
        f"The plan holds {held}; something has been recorded about {part.recorded}. "
        f"Of the other {part.activities - part.recorded} nothing is claimed."
    )


def _late(part: PackSection, pack: Pack) -> str:
    if not part.overdue:
        return "Nothing is overdue."
    longest = part.overdue[0]
    verb = "has" if part.late == 1 else "have"
    before = f" ({part.late_before} before the term)" if pack.last else ""
    return (
        f"{plural(part.late, 'activity', 'activities')} {verb} a date overdue{before}; "
        f"the longest, {longest.id}, by {plural(longest.days_overdue, 'day')}."
    )


def _done(part: PackSection) -> str:
    finished = [one for one in part.finished if one.part is None]
    said = "Nothing was recorded as finished this term"
    if part.finished:
        parts = [plural(len(finished), "activity", "activities")] * bool(finished)
        dates = len(part.finished) - len(finished)
        parts += [plural(dates, "milestone")] * bool(dates)
        verb = "was" if len(part.finished) == 1 else "were"
        said = f"{capital(join_words(parts))} {verb} finished this term"
    if not part.moved:
        return f"{said}, and no date was moved."
    return f"{said}; {plural(len(part.moved), 'date was', 'dates were')} moved."


def _judged(part: PackSection, pack: Pack) -> str:
    risky = [
        f"{number} {'is' if number == 1 else 'are'} {word}"
        for word, number in (
            ("off track", sum(one.status == "off-track" for one in part.work)),
            ("at risk", sum(one.status == "at-risk" for one in part.work)),
        )
        if number
    ]
    if not part.recorded:
        return "No lead has judged their work yet."
    judged = "No lead judges work to be at risk or off track"
    if risky:
        judged = f"By their leads' judgement {join_words(risky)}"
    if not pack.last:
        return f"{judged}."
    if not part.better and not part.worse:
        return f"{judged}; no judgement changed this term."
    return f"{judged}; {part.better} improved and {part.worse} worsened this term."


def _ahead(part: PackSection, pack: Pack) -> str:
    rest = ""
    if part.rest and not pack.over:
        rest = f"{plural(len(part.rest), 'date is', 'dates are')} still to come this term. "
    if pack.next is None:
        return f"{rest}The calendar holds no term after this one."
    if not part.coming:
        return f"{rest}Nothing falls due in {pack.next.title}."
    return f"{rest}{plural(len(part.coming), 'date falls', 'dates fall')} due in {pack.next.title}."
