"""Lay the shape of a phrase over the calendar: its occurrences, and its reading in words."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from sipctl.plan.calendar.periods import date_title
from sipctl.plan.faults import did_you_mean
from sipctl.plan.timing.describe import join_and, quoted, words_of_rhythm, words_of_spec
from sipctl.plan.timing.periods import Period, edge_day, of_item, of_spec
from sipctl.plan.timing.series import Bounds, at_meetings, cut, note, occurrences
from sipctl.plan.timing.syntax_tree import (
    AsNeeded,
    Cadence,
    Item,
    PeriodEdge,
    PeriodExpr,
    Phrase,
    Recurrence,
    Series,
    Times,
    Year,
)
from sipctl.plan.timing.tokens import Tok, tokens
from sipctl.plan.timing.types import Occurrence, Refused, Timing, TimingContext


def meaning(phrase: str, found: Sequence[Tok], frame: TimingContext) -> Timing | None:
    """What these tokens mean; None where they are no phrase. Raises `Refused`."""
    shape = _shape(found)
    match shape:
        case None:
            return None
        case AsNeeded():
            return Timing(phrase, (), None, False, True, "as needed")
        case Times():
            return _times(phrase, shape, frame)
        case _:
            return _series(phrase, _settled(shape), frame)


def _shape(found: Sequence[Tok]) -> Phrase | None:
    if not found or any(token.type == "UNKNOWN" for token in found):
        return None
    from sipctl.plan.timing.parse import parse  # and with it lark

    return parse(found)


# -- times ------------------------------------------------------------------------------------


def _times(phrase: str, shape: Times, frame: TimingContext) -> Timing:
    bounds = Bounds(frame)
    periods = periods_of(shape.items, frame)
    found = {period.key: _occurrence(period, bounds) for period in periods}
    ordered = sorted(periods, key=lambda p: (found[p.key].opens, found[p.key].due))
    words = list(dict.fromkeys(period.words for period in ordered))
    told = tuple(dict.fromkeys(found[period.key] for period in ordered))
    return Timing(phrase, told, None, False, False, join_and(words), tuple(bounds.notes))


def _occurrence(period: Period, bounds: Bounds) -> Occurrence:
    if period.stretch:
        return cut(period.key, period.window, bounds)
    return Occurrence(period.key, period.window.opens, period.window.due)


def periods_of(items: Iterable[Item], frame: TimingContext) -> list[Period]:
    """The periods of a list, where a year said once serves those before it."""
    items = list(items)
    specs = [spec for item in items for spec in _specs(item)]
    years = _carried(specs)
    given = [year if spec.year is None else None for spec, year in zip(specs, years, strict=True)]
    _check_order(specs, given, frame)
    queue = iter(given)
    return [of_item(item, frame, queue) for item in items]


def _specs(item: Item) -> list[PeriodExpr]:
    if isinstance(item, PeriodEdge):
        return [item.spec]
    return [item.first.spec, item.last.spec]


def _carried(specs: Sequence[PeriodExpr]) -> list[Year | None]:
    years: list[Year | None] = []
    year: Year | None = None
    for spec in reversed(specs):
        year = _year_of(spec) or year
        years.append(year)
    return years[::-1]


def _year_of(spec: PeriodExpr) -> Year | None:
    """The year that a period lends to those before it."""
    if spec.kind == "month-number" and len(spec.name) == 2:
        return Year(2000 + int(spec.name))
    return None if spec.kind == "academic" else spec.year


def _check_order(
    specs: Sequence[PeriodExpr], given: Sequence[Year | None], frame: TimingContext
) -> None:
    """Refuse `Autumn and Spring 2025`: the autumn of 2025 comes after its spring."""
    for place, year in enumerate(given[:-1]):
        if year is None or not _lends(specs[place]):
            continue
        first = of_spec(specs[place], frame, year)
        next_ = of_spec(specs[place + 1], frame, given[place + 1])
        if first.window.opens > next_.window.opens:
            said = words_of_spec(specs[place])
            earlier = words_of_spec(specs[place].within(replace(year, start=year.start - 1)))
            raise Refused(
                specs[place].start,
                specs[place + 1].end,
                f'"{said}" has no year, and {first.words} comes after {next_.words}',
                f'give each its year, such as "{earlier}" and "{next_.words}"',
            )


def _lends(spec: PeriodExpr) -> bool:
    return spec.kind in (
        "month", "day", "week", "term", "holiday", "break", "nth-half", "nth-term"
    )  # fmt: skip


# -- series -----------------------------------------------------------------------------------


def _settled(series: Series) -> Series:
    """With what stands beside a cadence told apart: named periods, or bounds."""
    rhythm = series.rhythm
    if not rhythm.within:
        _check_named(rhythm)
        return series
    yearless = [at for at in rhythm.within if at.spec.year is None and _comes_back(at.spec)]
    if len(yearless) == len(rhythm.within) and _annual(rhythm):
        named = Recurrence(rhythm.cadence, named=rhythm.within)
        if len(yearless) == 1 and yearless[0].spec.kind == "academic":
            named = Recurrence(rhythm.cadence)
        return replace(series, rhythm=named)
    first, last = rhythm.within[0], rhythm.within[-1]
    if not rhythm.bounded or len(rhythm.within) > 1 or first.edge or series.since:
        raise _beside(rhythm, first.spec, last.spec)
    plain = replace(rhythm, within=(), bounded=False)
    return replace(series, rhythm=plain, since=first, until=series.until or first)


def _comes_back(spec: PeriodExpr) -> bool:
    return _lends(spec) or spec.kind in ("academic", "weekday")


def _annual(rhythm: Recurrence) -> bool:
    cadence = rhythm.cadence or Cadence("year")
    weekdays = {at.spec.kind == "weekday" for at in rhythm.within}
    if weekdays == {True}:
        return cadence == Cadence("week")
    return cadence.unit == "year" and weekdays == {False}


def _beside(rhythm: Recurrence, first: PeriodExpr, last: PeriodExpr) -> Refused:
    words = words_of_rhythm(Recurrence(rhythm.cadence, rhythm.at_start))
    said = words_of_spec(first)
    message = f'"{words}" and "{said}" do not say together when'
    help_ = f'write "{words} from {said}", "{words} during {said}", or one of the two'
    return Refused(first.start, last.end, message, help_)


def _check_named(rhythm: Recurrence) -> None:
    for at in rhythm.named:
        if at.spec.year is not None or not _comes_back(at.spec):
            said = words_of_spec(at.spec)
            message = f'"{said}" comes once, not every year'
            help_ = f'write "{said}", or after "every" a time without its year'
            raise Refused(at.spec.start, at.spec.end, message, help_)
        if at.spec.kind == "weekday" and len({other.spec.kind for other in rhythm.named}) > 1:
            message = "weekdays and other times do not come back together"
            raise Refused(at.spec.start, at.spec.end, message, 'write "every Monday" alone')


def _series(phrase: str, series: Series, frame: TimingContext) -> Timing:
    series = _opened(series)
    rhythm = _named_alone(series.rhythm, frame)
    firsts = periods_of(series.firsts, frame)
    since = edge_day(series.since, frame, None, "end") if series.since else None
    until = edge_day(series.until, frame, None, "start") if series.until else None
    if since and until and since.window.opens > until.window.due:
        raise _backwards(series, since, until)
    bounds = _bounds(frame, firsts, since, until)
    led = [_first(period, bounds) for period in firsts]
    rest, cadence = _rest(rhythm, bounds)
    found = _ordered([*(each for each in led if each), *rest])
    if not found:
        _check_any(phrase, frame, since, until)
    reading = _reading(rhythm, cadence, firsts, since, until)
    return Timing(
        phrase,
        found,
        cadence,
        rhythm.ongoing,
        False,
        reading,
        tuple(bounds.notes),
        at_meetings=bool(rhythm.meetings) and rhythm.cadence is None,
        begins_outside=None in led,
    )


def _opened(series: Series) -> Series:
    """`ongoing from Autumn 2025`: that period is the first window."""
    begun = series.rhythm.ongoing and not series.firsts and series.since is not series.until
    if begun and series.since:
        return replace(series, firsts=(series.since,), since=None)
    return series


def _named_alone(rhythm: Recurrence, frame: TimingContext) -> Recurrence:
    """`every academic year` is annually; meetings get the words they are called by."""
    spec = rhythm.named[0].spec if len(rhythm.named) == 1 else None
    if spec and spec.kind == "academic" and not spec.number:
        rhythm = replace(rhythm, named=(), cadence=Cadence("year"))
    words = tuple(frame.vocabulary.meeting_names[number] for number in rhythm.meetings)
    return replace(rhythm, meeting_words=words)


def _backwards(series: Series, since: Period, until: Period) -> Refused:
    assert series.since and series.until  # noqa: S101
    message = f"{since.words} does not come before {until.words}"
    proposal = f"from {until.words} to {since.words}"
    start, end = series.since.spec.start, series.until.spec.end
    return Refused(start, end, message, did_you_mean(proposal), proposal=proposal)


def _bounds(
    frame: TimingContext, firsts: list[Period], since: Period | None, until: Period | None
) -> Bounds:
    after = max((period.window.due for period in firsts), default=None)
    if after is not None and after < frame.starts:
        after = None
    bounds = Bounds(
        frame,
        since.window.opens if since else None,
        after,
        until.window.due if until else None,
    )
    if since and since.window.opens < frame.starts:
        note(bounds, f"begins where the plan begins, {date_title(frame.starts)}")
    if until and until.window.due > frame.ends:
        note(bounds, f"stops where the plan ends, {date_title(frame.ends)}")
    return bounds


def _first(period: Period, bounds: Bounds) -> Occurrence | None:
    """The window that leads a series; None where it lies outside the plan's years."""
    window, frame = period.window, bounds.frame
    if window.opens > frame.ends or window.due < frame.starts:
        note(bounds, f"{period.words} is outside the plan's years")
        return None
    return cut(period.key, window, bounds)


def _rest(rhythm: Recurrence, bounds: Bounds) -> tuple[list[Occurrence], str]:
    """What follows the first window, and the rhythm's word."""
    if rhythm.meetings:
        beyond = [_beyond(number, rhythm, bounds.frame) for number in rhythm.meetings]
        words = rhythm.cadence.words if rhythm.cadence else words_of_rhythm(rhythm)
        return at_meetings(rhythm, beyond, bounds), words
    if rhythm.cadence is None and not rhythm.named:
        rhythm = _simple(bounds.frame.review, bounds.frame) or Recurrence(Cadence("term"))
    return occurrences(rhythm, bounds), words_of_rhythm(rhythm)


def _beyond(number: int, rhythm: Recurrence, frame: TimingContext) -> Recurrence:
    """What goes on after a meeting's last known date."""
    if rhythm.cadence:
        return Recurrence(rhythm.cadence, rhythm.at_start)
    every = frame.calendar.meetings[number].every
    found = _simple(every, frame) if every else None
    return found or _simple(frame.review, frame) or Recurrence(Cadence("term"))


def _simple(phrase: str, frame: TimingContext) -> Recurrence | None:
    """The rhythm of a setting: a cadence and nothing else, or None."""
    try:
        shape = _shape(tokens(phrase[:100], frame.vocabulary))
        if not isinstance(shape, Series):
            return None
        series = _settled(shape)
    except Refused:
        return None
    rhythm = series.rhythm
    plain = not (series.firsts or series.since or series.until or rhythm.meetings)
    return rhythm if plain and not rhythm.ongoing else None


def _ordered(found: list[Occurrence]) -> tuple[Occurrence, ...]:
    kept = {each.period: each for each in reversed(found)}
    return tuple(sorted(kept.values(), key=lambda each: (each.opens, each.due, each.period)))


def _check_any(
    phrase: str, frame: TimingContext, since: Period | None, until: Period | None
) -> None:
    """Refuse a series that has no date at all, unless it lies outside the plan's years."""
    terms = frame.calendar.sound_terms
    if not any(term.starts <= frame.ends and term.ends >= frame.starts for term in terms):
        message = f'"{quoted(phrase)}" has no dates: no terms of the plan are in calendar.yaml'
        help_ = "add the plan's years with their terms to it"
        raise Refused(0, len(phrase), message, help_, cause="calendar")
    if since and until and since.window.opens <= frame.ends and until.window.due >= frame.starts:
        span = since.words if since.key == until.key else f"{since.words} to {until.words}"
        message = f'"{quoted(phrase)}" has no dates: nothing of it fits into {span}'
        raise Refused(0, len(phrase), message, f'write "{span}" alone, or a longer stretch')


def _reading(
    rhythm: Recurrence,
    cadence: str,
    firsts: list[Period],
    since: Period | None,
    until: Period | None,
) -> str:
    words = cadence if not rhythm.meetings else words_of_rhythm(rhythm)
    if rhythm.ongoing:
        joint = ", " if words.startswith("at ") else ", reviewed "
        words = f"ongoing{joint}{words}"
    if firsts:
        words = f"{join_and([period.words for period in firsts])} and then {words}"
    if since and until and since.key == until.key and _takes_during(rhythm):
        return f"{words} during {since.words}"
    return words + _ends(since, until)


def _takes_during(rhythm: Recurrence) -> bool:
    """Whether "during 2024/25" may stand behind it; after names, it would be one more of them."""
    return not (rhythm.named or rhythm.within or rhythm.meetings)


def _ends(since: Period | None, until: Period | None) -> str:
    if since and until:
        return f" from {since.words} to {until.words}"
    return f" from {since.words}" if since else f" until {until.words}" if until else ""
