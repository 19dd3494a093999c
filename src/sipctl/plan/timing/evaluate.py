"""Evaluates the syntax tree of a phrase in a calendar: its occurrences, its reading in words."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from sipctl.plan.calendar.periods import date_title
from sipctl.plan.faults import did_you_mean
from sipctl.plan.timing.describe import (
    describe_period,
    describe_recurrence,
    follows_at,
    join_and,
    quoted,
)
from sipctl.plan.timing.periods import Period, resolve_item, resolve_period, resolve_range_end
from sipctl.plan.timing.series import Bounds, add_note, at_meetings, cut, occurrences
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
from sipctl.plan.timing.tokens import Tok, tokenize
from sipctl.plan.timing.types import Occurrence, Refused, Timing, TimingContext


def evaluate(phrase: str, tokens: Sequence[Tok], context: TimingContext) -> Timing | None:
    """The meaning of these tokens; None if they are no phrase. Raises `Refused`."""
    tree = _parse(tokens)
    match tree:
        case None:
            return None
        case AsNeeded():
            return Timing(phrase, (), None, False, True, "as needed")
        case Times():
            return _times(phrase, tree, context)
        case _:
            return _series(phrase, _settled(tree), context)


def _parse(tokens: Sequence[Tok]) -> Phrase | None:
    if not tokens or any(token.type == "UNKNOWN" for token in tokens):
        return None
    from sipctl.plan.timing.parse import parse  # and with it lark

    return parse(tokens)


# -- times ------------------------------------------------------------------------------------


def _times(phrase: str, times: Times, context: TimingContext) -> Timing:
    bounds = Bounds(context)
    periods = periods_of(times.items, context)
    by_key = {period.key: _occurrence(period, bounds) for period in periods}
    ordered = sorted(periods, key=lambda p: (by_key[p.key].opens, by_key[p.key].due))
    words = list(dict.fromkeys(period.words for period in ordered))
    occurrences = tuple(dict.fromkeys(by_key[period.key] for period in ordered))
    days = {period.day for period in ordered}
    return Timing(
        phrase,
        occurrences,
        None,
        False,
        False,
        join_and(words),
        tuple(bounds.notes),
        day=days.pop() if len(days) == 1 else None,
    )


def _occurrence(period: Period, bounds: Bounds) -> Occurrence:
    if period.is_range:
        return cut(period.key, period.window, bounds)
    return Occurrence(period.key, period.window.opens, period.window.due)


def periods_of(items: Iterable[Item], context: TimingContext) -> list[Period]:
    """The periods of a list, in which a year serves those before it that have none."""
    items = list(items)
    exprs = [expr for item in items for expr in _exprs(item)]
    years = _carried(exprs)
    given = [year if expr.year is None else None for expr, year in zip(exprs, years, strict=True)]
    _check_order(exprs, given, context)
    queue = iter(given)
    return [resolve_item(item, context, queue) for item in items]


def _exprs(item: Item) -> list[PeriodExpr]:
    if isinstance(item, PeriodEdge):
        return [item.expr]
    return [item.first.expr, item.last.expr]


def _carried(exprs: Sequence[PeriodExpr]) -> list[Year | None]:
    years: list[Year | None] = []
    year: Year | None = None
    for expr in reversed(exprs):
        year = _year_of(expr) or year
        years.append(year)
    return years[::-1]


def _year_of(expr: PeriodExpr) -> Year | None:
    """The year that a period lends to those before it."""
    if expr.kind == "month-number" and len(expr.name) == 2:
        return Year(2000 + int(expr.name))
    return None if expr.kind == "academic" else expr.year


def _check_order(
    exprs: Sequence[PeriodExpr], given: Sequence[Year | None], context: TimingContext
) -> None:
    """Raises `Refused` for `Autumn and Spring 2025`: that autumn comes after that spring."""
    for place, year in enumerate(given[:-1]):
        if year is None or not _lends(exprs[place]):
            continue
        first = resolve_period(exprs[place], context, year)
        next_ = resolve_period(exprs[place + 1], context, given[place + 1])
        if first.window.opens > next_.window.opens:
            words = describe_period(exprs[place])
            earlier = describe_period(exprs[place].within(replace(year, start=year.start - 1)))
            raise Refused(
                exprs[place].start,
                exprs[place + 1].end,
                f'"{words}" has no year, and {first.words} comes after {next_.words}',
                f'give each its year, such as "{earlier}" and "{next_.words}"',
            )


def _lends(expr: PeriodExpr) -> bool:
    return expr.kind in (
        "month", "day", "week", "term", "holiday", "break", "nth-half", "nth-term"
    )  # fmt: skip


# -- series -----------------------------------------------------------------------------------


def _settled(series: Series) -> Series:
    """The series with the times beside its cadence taken as named periods or as bounds."""
    recurrence = series.recurrence
    if not recurrence.within:
        _check_named(recurrence)
        return series
    yearless = [
        edge for edge in recurrence.within if edge.expr.year is None and _comes_back(edge.expr)
    ]
    if len(yearless) == len(recurrence.within) and _annual(recurrence):
        named = Recurrence(recurrence.cadence, named=recurrence.within)
        if len(yearless) == 1 and yearless[0].expr.kind == "academic":
            named = Recurrence(recurrence.cadence)
        return replace(series, recurrence=named)
    first, last = recurrence.within[0], recurrence.within[-1]
    if not recurrence.bounded or len(recurrence.within) > 1 or first.kind or series.since:
        raise _beside(recurrence, first.expr, last.expr)
    plain = replace(recurrence, within=(), bounded=False)
    return replace(series, recurrence=plain, since=first, until=series.until or first)


def _comes_back(expr: PeriodExpr) -> bool:
    return _lends(expr) or expr.kind in ("academic", "weekday")


def _annual(recurrence: Recurrence) -> bool:
    cadence = recurrence.cadence or Cadence("year")
    weekdays = {edge.expr.kind == "weekday" for edge in recurrence.within}
    if weekdays == {True}:
        return cadence == Cadence("week")
    return cadence.unit == "year" and weekdays == {False}


def _beside(recurrence: Recurrence, first: PeriodExpr, last: PeriodExpr) -> Refused:
    words = describe_recurrence(Recurrence(recurrence.cadence, recurrence.at_start))
    time = describe_period(first)
    message = f'"{words}" and "{time}" do not say together when'
    help_ = f'write "{words} from {time}", "{words} during {time}", or one of the two'
    return Refused(first.start, last.end, message, help_)


def _check_named(recurrence: Recurrence) -> None:
    for edge in recurrence.named:
        if edge.expr.year is not None or not _comes_back(edge.expr):
            words = describe_period(edge.expr)
            message = f'"{words}" comes once, not every year'
            help_ = f'write "{words}", or after "every" a time without its year'
            raise Refused(edge.expr.start, edge.expr.end, message, help_)
        if edge.expr.kind == "weekday" and len({other.expr.kind for other in recurrence.named}) > 1:
            message = "weekdays and other times do not come back together"
            raise Refused(edge.expr.start, edge.expr.end, message, 'write "every Monday" alone')


def _series(phrase: str, series: Series, context: TimingContext) -> Timing:
    series = _opened(series)
    asked = _named_alone(series.recurrence, context)
    firsts = periods_of(series.firsts, context)
    since = resolve_range_end(series.since, context, None, "end") if series.since else None
    until = resolve_range_end(series.until, context, None, "start") if series.until else None
    if since and until and since.window.opens > until.window.due:
        raise _backwards(series, since, until)
    bounds = _bounds(context, firsts, since, until)
    leading = [_first(period, bounds) for period in firsts]
    recurrence = _or_review(asked, context)
    rest = _rest(recurrence, bounds)
    all_occurrences = _ordered([*(window for window in leading if window), *rest])
    if not all_occurrences:
        _check_any(phrase, context, since, until)
    during = since and until and since.key == until.key and _takes_during(asked)
    ends = f" during {since.words}" if since and during else _ends(since, until)
    return Timing(
        phrase,
        all_occurrences,
        _cadence(recurrence),
        recurrence.ongoing,
        False,
        f"{_reading(recurrence, firsts)}{ends}",
        tuple(bounds.notes),
        at_meetings=bool(recurrence.meetings) and recurrence.cadence is None,
        begins_outside=None in leading,
    )


def _or_review(asked: Recurrence, context: TimingContext) -> Recurrence:
    """The recurrence of a phrase, or where it says none, that of the plan's review."""
    if asked.cadence or asked.named or asked.meetings:
        return asked
    review = _simple(context.review, context) or Recurrence(Cadence("term"))
    return replace(review, ongoing=asked.ongoing)


def _opened(series: Series) -> Series:
    """`ongoing from Autumn 2025`: that period is the first window."""
    opened = series.recurrence.ongoing and not series.firsts and series.since is not series.until
    if opened and series.since:
        return replace(series, firsts=(series.since,), since=None)
    return series


def _named_alone(recurrence: Recurrence, context: TimingContext) -> Recurrence:
    """`every academic year` is annually; meetings get their names."""
    expr = recurrence.named[0].expr if len(recurrence.named) == 1 else None
    if expr and expr.kind == "academic" and not expr.number:
        recurrence = replace(recurrence, named=(), cadence=Cadence("year"))
    words = tuple(context.vocabulary.meeting_names[number] for number in recurrence.meetings)
    return replace(recurrence, meeting_names=words)


def _backwards(series: Series, since: Period, until: Period) -> Refused:
    assert series.since and series.until  # noqa: S101
    message = f"{since.words} does not come before {until.words}"
    proposal = f"from {until.words} to {since.words}"
    start, end = series.since.expr.start, series.until.expr.end
    return Refused(start, end, message, did_you_mean(proposal), proposal=proposal)


def _bounds(
    context: TimingContext, firsts: list[Period], since: Period | None, until: Period | None
) -> Bounds:
    after = max((period.window.due for period in firsts), default=None)
    if after is not None and after < context.starts:
        after = None
    bounds = Bounds(
        context,
        since.window.opens if since else None,
        after,
        until.window.due if until else None,
    )
    if since and since.window.opens < context.starts:
        add_note(bounds, f"begins where the plan begins, {date_title(context.starts)}")
    if until and until.window.due > context.ends:
        add_note(bounds, f"stops where the plan ends, {date_title(context.ends)}")
    return bounds


def _first(period: Period, bounds: Bounds) -> Occurrence | None:
    """The window that leads a series; None where it lies outside the plan's years."""
    window, context = period.window, bounds.context
    if window.opens > context.ends or window.due < context.starts:
        add_note(bounds, f"{period.words} is outside the plan's years")
        return None
    return cut(period.key, window, bounds)


def _rest(recurrence: Recurrence, bounds: Bounds) -> list[Occurrence]:
    """The occurrences after the first window."""
    if recurrence.meetings:
        beyond = [_beyond(number, recurrence, bounds.context) for number in recurrence.meetings]
        return at_meetings(recurrence, beyond, bounds)
    return occurrences(recurrence, bounds)


def _cadence(recurrence: Recurrence) -> str:
    """The recurrence in words, without the meetings that a cadence is for."""
    if recurrence.meetings and recurrence.cadence:
        return recurrence.cadence.words
    return describe_recurrence(recurrence)


def _beyond(number: int, recurrence: Recurrence, context: TimingContext) -> Recurrence:
    """The recurrence after a meeting's last known date."""
    if recurrence.cadence:
        return Recurrence(recurrence.cadence, recurrence.at_start)
    every = context.calendar.meetings[number].every
    own = _simple(every, context) if every else None
    return own or _simple(context.review, context) or Recurrence(Cadence("term"))


def _simple(phrase: str, context: TimingContext) -> Recurrence | None:
    """The recurrence of a setting, which is a cadence and nothing else; else None."""
    try:
        tree = _parse(tokenize(phrase[:100], context.vocabulary))
        if not isinstance(tree, Series):
            return None
        series = _settled(tree)
    except Refused:
        return None
    recurrence = series.recurrence
    plain = not (series.firsts or series.since or series.until or recurrence.meetings)
    return recurrence if plain and not recurrence.ongoing else None


def _ordered(occurrences: list[Occurrence]) -> tuple[Occurrence, ...]:
    first_of = {each.period: each for each in reversed(occurrences)}
    return tuple(sorted(first_of.values(), key=lambda each: (each.opens, each.due, each.period)))


def _check_any(
    phrase: str, context: TimingContext, since: Period | None, until: Period | None
) -> None:
    """Raises `Refused` for a series without a date, unless it lies outside the plan's years."""
    terms = context.calendar.sound_terms
    if not any(term.starts <= context.ends and term.ends >= context.starts for term in terms):
        message = f'"{quoted(phrase)}" has no dates: no terms of the plan are in calendar.yaml'
        help_ = "add the plan's years with their terms to it"
        raise Refused(0, len(phrase), message, help_, cause="calendar")
    if (
        since
        and until
        and since.window.opens <= context.ends
        and until.window.due >= context.starts
    ):
        span = since.words if since.key == until.key else f"{since.words} to {until.words}"
        message = f'"{quoted(phrase)}" has no dates: nothing of it fits into {span}'
        raise Refused(0, len(phrase), message, f'write "{span}" alone, or a longer stretch')


def _reading(recurrence: Recurrence, firsts: list[Period]) -> str:
    words = describe_recurrence(recurrence)
    if recurrence.ongoing:
        joint = ", " if follows_at(recurrence) else ", reviewed "
        words = f"ongoing{joint}{words}"
    if firsts:
        words = f"{join_and([period.words for period in firsts])} and then {words}"
    return words


def _takes_during(recurrence: Recurrence) -> bool:
    """Whether "during 2024/25" may stand behind it; after names, it would be one more of them."""
    return not (recurrence.named or recurrence.within or recurrence.meetings)


def _ends(since: Period | None, until: Period | None) -> str:
    if since and until:
        return f" from {since.words} to {until.words}"
    return f" from {since.words}" if since else f" until {until.words}" if until else ""
