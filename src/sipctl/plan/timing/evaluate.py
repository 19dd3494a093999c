"""Evaluates the syntax tree of a phrase in a calendar: its occurrences, its reading in words."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from sipctl.plan.calendar.periods import Window, date_title
from sipctl.plan.english import join_words
from sipctl.plan.timing.describe import (
    describe_period,
    describe_recurrence,
    names_a_day,
    quoted,
)
from sipctl.plan.timing.edges import check_closing, resolve_item, resolve_range_end
from sipctl.plan.timing.periods import Period, closing_words, resolve_period
from sipctl.plan.timing.rewrite.every_other import check_every_other
from sipctl.plan.timing.rewrite.figures import resolve_figures
from sipctl.plan.timing.rewrite.recurring import (
    exprs_of,
    may_lend_year,
    resolve_recurrence,
    with_first_window,
    years_of,
)
from sipctl.plan.timing.series.bounds import Bounds, add_note, cut
from sipctl.plan.timing.series.meetings import at_meetings
from sipctl.plan.timing.series.occurrences import occurrences
from sipctl.plan.timing.syntax_tree import (
    AsNeeded,
    Cadence,
    Item,
    PeriodExpr,
    Phrase,
    Recurrence,
    Series,
    Times,
    Year,
)
from sipctl.plan.timing.types import Occurrence, Offer, PhraseError, Timing, TimingContext
from sipctl.plan.timing.words.scan import Tok
from sipctl.plan.timing.words.tokens import tokenize

_LONGER = "write a longer stretch"


def evaluate(phrase: str, tokens: Sequence[Tok], context: TimingContext) -> Timing | None:
    """The meaning of these tokens; None if they are no phrase. Raises `PhraseError`."""
    tree = _parse(tokens)
    if tree is None:
        return None
    tree = resolve_figures(tree, context)
    match tree:
        case AsNeeded():
            return Timing(phrase, (), None, False, True, "as needed")
        case Times():
            return _times(phrase, tree, context)
        case _:
            return _series(phrase, resolve_recurrence(tree), context)


def _parse(tokens: Sequence[Tok]) -> Phrase | None:
    if not tokens or any(token.type == "UNKNOWN" for token in tokens):
        return None
    from sipctl.plan.timing.grammar.parse import parse  # imports lark, which is slow

    return parse(tuple(tokens))


# -- times ------------------------------------------------------------------------------------


def _times(phrase: str, times: Times, context: TimingContext) -> Timing:
    bounds = Bounds(context)
    periods = periods_of(times.items, context)
    by_key = {period.key: _occurrence(period, bounds) for period in periods}
    ordered = sorted(periods, key=lambda p: (by_key[p.key].opens, by_key[p.key].due))
    words = list(dict.fromkeys(_listed(period, ordered) for period in ordered))
    occurrences = tuple(dict.fromkeys(by_key[period.key] for period in ordered))
    days = {period.day for period in ordered}
    return Timing(
        phrase,
        occurrences,
        None,
        False,
        False,
        join_words(words),
        tuple(bounds.notes),
        day=days.pop() if len(days) == 1 else None,
    )


def _listed(period: Period, ordered: list[Period]) -> str:
    """A period's words in a list: `July 2025 and in 2026` is not July of both years."""
    years = [each for each in ordered if each.words.replace("/", "").isdigit()]
    leads = period not in years or period is ordered[0] or len(years) == len(ordered)
    return period.words if leads else f"in {period.words}"


def _occurrence(period: Period, bounds: Bounds) -> Occurrence:
    if period.is_range:
        return cut(period.key, period.window, bounds)
    return Occurrence(period.key, period.window.opens, period.window.due)


def periods_of(items: Iterable[Item], context: TimingContext) -> list[Period]:
    """The periods of a list, in which a year serves those before it that have none."""
    items = list(items)
    exprs = [expr for item in items for expr in exprs_of(item)]
    years = years_of(exprs)
    given = [year if expr.year is None else None for expr, year in zip(exprs, years, strict=True)]
    _check_order(exprs, given, context)
    queue = iter(given)
    return [resolve_item(item, context, queue) for item in items]


def _check_order(
    exprs: Sequence[PeriodExpr], given: Sequence[Year | None], context: TimingContext
) -> None:
    """Raises `PhraseError` for `Autumn and Spring 2025`: that autumn comes after that spring."""
    for place, year in enumerate(given[:-1]):
        if year is None or not may_lend_year(exprs[place]):
            continue
        first = resolve_period(exprs[place], context, year)
        next_ = resolve_period(exprs[place + 1], context, given[place + 1])
        if first.window.opens > next_.window.opens:
            words = describe_period(exprs[place])
            earlier = describe_period(exprs[place].within(replace(year, start=year.start - 1)))
            raise PhraseError(
                exprs[place].start,
                exprs[place + 1].end,
                f'"{words}" has no year, and {first.words} comes after {next_.words}',
                Offer(
                    (earlier, next_.words),
                    "give each its year, such as ",
                    joint="and",
                    otherwise="give each its year",
                ),
            )


# -- series -----------------------------------------------------------------------------------


def _series(phrase: str, series: Series, context: TimingContext) -> Timing:
    series = with_first_window(_in_one_year(series, context))
    asked = _named_alone(series.recurrence, context)
    firsts = periods_of(series.firsts, context)
    since = resolve_range_end(series.since, context, None, "end") if series.since else None
    until = resolve_range_end(series.until, context, None, "start") if series.until else None
    check_every_other(asked, since, context)
    if since and until and since.window.opens > until.window.due:
        raise _backwards(series, since, until)
    if series.since and series.until and since and until and since.key != until.key:
        check_closing(series.since, series.until, since, until)
    bounds = _bounds(context, firsts, since, until)
    if asked.every_other is not None:
        add_note(bounds, "of the weeks with a school day every second counts, as with fortnightly")
    leading = [_first(period, bounds) for period in firsts]
    recurrence = _or_review(asked, context)
    rest = _rest(recurrence, bounds)
    if not rest and since and until and (recurrence.ongoing or _is_daily(recurrence)):
        rest = _once(since, until, bounds)
    all_occurrences = _ordered([*(window for window in leading if window), *rest])
    if not all_occurrences:
        _check_any(phrase, context, since, until)
        add_note(bounds, "no date of it lies in the plan's years")
        if recurrence.day and not (firsts or since or until):  # a sixth Friday of each month
            message = f'"{quoted(phrase)}" has no dates: nothing in the plan has such a day'
            raise PhraseError(0, len(phrase), message, "write the dates")
    during = since and until and since.key == until.key and _takes_during(recurrence)
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


def _in_one_year(series: Series, context: TimingContext) -> Series:
    """The series with its beginning in the year of its end, where it has none itself."""
    since, until = series.since, series.until
    if not since or not until or since == until or not may_lend_year(since.expr):
        return series
    year = years_of([since.expr, until.expr])[0]
    if year is None or since.expr.year:
        return series
    _check_order([since.expr, until.expr], [year, None], context)
    return replace(series, since=replace(since, expr=since.expr.within(year)))


def _or_review(asked: Recurrence, context: TimingContext) -> Recurrence:
    """The recurrence of a phrase, or where it says none, that of the plan's review."""
    if asked.cadence or asked.named or asked.meetings:
        return asked
    review = _simple(context.review, context) or Recurrence(Cadence("term"))
    return replace(review, ongoing=asked.ongoing)


def _named_alone(recurrence: Recurrence, context: TimingContext) -> Recurrence:
    """`every academic year` is annually; meetings get their names."""
    expr = recurrence.named[0].expr if len(recurrence.named) == 1 else None
    if expr and expr.kind == "academic" and not expr.number:
        recurrence = replace(recurrence, named=(), cadence=Cadence("year"))
    words = tuple(context.vocabulary.meeting_names[number] for number in recurrence.meetings)
    return replace(recurrence, meeting_names=words)


def _backwards(series: Series, since: Period, until: Period) -> PhraseError:
    assert series.since and series.until  # noqa: S101
    message = f"{since.words} does not come before {until.words}"
    proposal = f"from {until.words} to {since.words}"
    start, end = series.since.expr.start, series.until.expr.end
    offer = Offer((proposal,), "did you mean ", "?", otherwise="give each its year, in order")
    return PhraseError(start, end, message, offer, proposal=proposal)


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
    if _is_daily(recurrence):
        return occurrences(_reviewed(recurrence, bounds), bounds)
    return occurrences(recurrence, bounds)


def _is_daily(recurrence: Recurrence) -> bool:
    return recurrence.cadence is not None and recurrence.cadence.unit == "day"


def _reviewed(recurrence: Recurrence, bounds: Bounds) -> Recurrence:
    """The review, at which daily work falls due: a date each school day would swamp the plan."""
    review = _simple(bounds.context.review, bounds.context)
    if review is None or _is_daily(review):
        review = Recurrence(Cadence("term"))
    words = describe_recurrence(review)
    add_note(bounds, f"what is done {_cadence(recurrence)} falls due once a review: {words}")
    return review


def _once(since: Period, until: Period, bounds: Bounds) -> list[Occurrence]:
    """The whole of a stretch that is shorter than a review, within the plan's years."""
    window = Window(since.window.opens, until.window.due)
    outside = window.opens > bounds.context.ends or window.due < bounds.context.starts
    key = since.key if since.key == until.key else f"{since.key}..{until.key}"
    return [] if outside else [cut(key, window, bounds)]


def _cadence(recurrence: Recurrence) -> str:
    """The recurrence in words, without the meetings that a cadence is for or the day it names."""
    if recurrence.cadence and (recurrence.meetings or recurrence.day):
        return recurrence.cadence.words
    return describe_recurrence(recurrence)


def _beyond(number: int, recurrence: Recurrence, context: TimingContext) -> Recurrence:
    """The recurrence after a meeting's last known date."""
    if recurrence.cadence:
        return Recurrence(recurrence.cadence, recurrence.edge, recurrence.day)
    every = context.calendar.meetings[number].every
    own = _simple(every, context) if every else None
    return own or _simple(context.review, context) or Recurrence(Cadence("term"))


def _simple(phrase: str, context: TimingContext) -> Recurrence | None:
    """The recurrence in a setting's phrase; None unless it is a cadence and nothing else."""
    try:
        tree = _parse(tokenize(phrase[:100], context.vocabulary))
        if not isinstance(tree, Series):
            return None
        series = resolve_recurrence(tree)
    except PhraseError:
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
    """Raises `PhraseError` for a series without a date, unless it lies outside the plan's years."""
    terms = context.calendar.sound_terms
    if not any(term.starts <= context.ends and term.ends >= context.starts for term in terms):
        message = f'"{quoted(phrase)}" has no dates: no terms of the plan are in calendar.yaml'
        help_ = "add the plan's years with their terms to it"
        raise PhraseError(0, len(phrase), message, help_, cause="calendar")
    if (
        since
        and until
        and since.window.opens <= context.ends
        and until.window.due >= context.starts
    ):
        span = since.words if since.key == until.key else f"{since.words} to {until.words}"
        message = f'"{quoted(phrase)}" has no dates: nothing of it fits into {span}'
        tail = " alone, or a longer stretch"
        raise PhraseError(0, len(phrase), message, Offer((span,), tail=tail, otherwise=_LONGER))


def _reading(recurrence: Recurrence, firsts: list[Period]) -> str:
    words = describe_recurrence(recurrence)
    if recurrence.ongoing:
        joint = ", " if names_a_day(recurrence) else ", reviewed "
        words = f"ongoing{joint}{words}"
    if firsts:
        words = f"{join_words([_listed(period, firsts) for period in firsts])} and then {words}"
    return words


def _takes_during(recurrence: Recurrence) -> bool:
    """Whether "during 2024/25" may follow it; after names it would read as one more name."""
    return not (recurrence.named or recurrence.within or recurrence.meetings)


def _ends(since: Period | None, until: Period | None) -> str:
    if since and until:
        return f" from {since.words} to {closing_words(until)}"
    return f" from {since.words}" if since else f" until {until.words}" if until else ""
