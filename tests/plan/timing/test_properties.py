"""What holds of every reading, on any calendar."""

from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.proposals import refused

from sipctl.plan.calendar.terms import Calendar, Meeting, Term
from sipctl.plan.timing import Timing, TimingContext, Unreadable, read

FAST = settings(suppress_health_check=list(HealthCheck))
DAY = timedelta(days=1)
NAMES = ["autumn", "spring", "summer", "term1", "term2", "lent", "easter", "may", "and", "termly"]
YEARS = ["2024", "2025", "26", "‘25", "2024/25", "2025-26", ""]
PERIODS = [
    *["Autumn", "Spring", "Summer term", "Autumn 1", "Spring 2", "HT4", "T2", "Lent", "Term 1"],
    *["March", "Sept", "14 March", "18th October", "Easter", "Christmas", "May half term"],
    *["first half of Spring", "the academic year", "w/b 3 March", "Monday", "July 18"],
    *["Term Two", "Year 2", "T4", "last Friday of Spring", "first day of Term 1", "Q1", "Year 3"],
    *["Autumn 1 week 3", "T2 week 1", "March 3 to 7", "SATs week", "this September", "not Spring"],
]
FIXED = [
    *["09/25", "11/12", "06/09", "25/12", "1/26", "Year 1", "all year"],
    "2024/25",
    "2021",
    "13/07/25",
    "2025-03-14",
    "spring-2025-1",
    "2023–26",
    "2025-W11",
]
CADENCES = [
    *["termly", "half-termly", "monthly", "weekly", "fortnightly", "quarterly", "annually"],
    *["twice a year", "twice a month", "every two years", "each term", "every February and July"],
    *["every Monday", "at each LGB meeting", "termly to LGB", "at the start of each term"],
    *["annually by Easter", "every Autumn and May", "every Autumn 1", "every 31 August"],
    *["daily", "at least termly", "6-monthly", "reviewed annually", "last day of each month"],
    *["last Friday of term", "by the start of each term", "annually by the start of Autumn"],
    *["every other Monday", "fortnightly on Fridays", "monthly (1st Friday)", "all terms"],
    *["termly by 15 December, 31 March and 15 July", "termly (last Friday)"],
]
EDGES = ["", "by ", "in ", "end of ", "start of ", "before ", "by the end of ", "by the start of "]


def days(first: str, last: str) -> st.SearchStrategy[date]:
    return st.dates(date.fromisoformat(first), date.fromisoformat(last))


@st.composite
def terms(draw: st.DrawFn) -> Term:
    starts = draw(days("2023-09-01", "2027-12-31"))
    ends = starts + DAY * draw(st.integers(-3, 110))
    half = None
    if draw(st.booleans()):
        first = starts + DAY * draw(st.integers(-5, 90))
        half = (first, first + DAY * draw(st.integers(-1, 10)))
    year = f"{starts.year}/{(starts.year + 1) % 100:02d}"
    return Term(draw(st.sampled_from(NAMES)), year, starts, ends, half)


@st.composite
def frames(draw: st.DrawFn) -> TimingContext:
    lgb = Meeting(
        "lgb",
        draw(st.sampled_from(["", "Local Governing Body", "Termly", "LGB"])),
        draw(st.sampled_from([None, "half-termly", "every July", "at each LGB meeting", "?"])),
        tuple(draw(st.lists(days("2024-01-01", "2027-12-31"), max_size=6))),
    )
    result = draw(st.lists(terms(), max_size=9))
    if draw(st.booleans()):
        result.sort(key=lambda term: term.starts)
    closed = frozenset(draw(st.lists(days("2024-09-01", "2025-08-31"), max_size=5)))
    starts = draw(days("2023-09-01", "2025-12-31"))
    ends = starts + DAY * draw(st.integers(-5, 1500))
    review = draw(st.sampled_from(["termly", "monthly", "every July", "twice a year", "nonsense"]))
    quarters = draw(st.sampled_from(["", "academic", "financial"]))
    calendar = Calendar(tuple(result), closed, (lgb,))
    return TimingContext(calendar, starts, ends, review, quarters)


@st.composite
def periods(draw: st.DrawFn) -> str:
    if draw(st.integers(0, 4)) == 0:
        return draw(st.sampled_from(FIXED))
    return f"{draw(st.sampled_from(PERIODS))} {draw(st.sampled_from(YEARS))}".strip()


@st.composite
def phrases(draw: st.DrawFn) -> str:
    """Text of the shapes of the grammar, most of it readable."""
    one_period, second, third = draw(periods()), draw(periods()), draw(periods())
    edge, cadence = draw(st.sampled_from(EDGES)), draw(st.sampled_from(CADENCES))
    return draw(
        st.sampled_from(
            [
                f"{edge}{one_period}",
                f"{edge}{one_period} and {second}",
                f"{one_period}, {second} and {third}",
                f"{one_period} to {second}",
                f"between {one_period} and {second}",
                cadence,
                f"{cadence} from {one_period}",
                f"{cadence} until {second}",
                f"{cadence} from {one_period} to {second}",
                f"{cadence} during {one_period}",
                f"{edge}{one_period} and then {cadence}",
                f"{one_period} and {cadence} thereafter",
                f"{one_period} and then {cadence} until {second}",
                f"{one_period} onwards",
                f"ongoing from {one_period} until {second}",
                f"ongoing, reviewed {cadence}",
                f"every year in {one_period}",
                f"{one_period} {cadence}",
                f"every {one_period}",
                f"{edge}{one_period} and annually",
                f"annually from {one_period}",
                f"start date {one_period}, completion date {second}",
                f"between {one_period} – {second}",
                f"next review: {one_period}",
                f"{one_period} for costing; {second} for the scheme",
                f"{one_period} in detail",
                f"after {one_period}",
            ]
        )
    )


def check(phrase: str, frame: TimingContext) -> None:
    result = read(phrase, frame)
    if isinstance(result, Unreadable):
        assert 0 <= result.start <= result.end <= len(phrase)
        assert result.message and result.help
        assert (result.message + result.help).isprintable()
        assert not refused(result, frame), result.help
        return
    pairs = [(each.opens, each.due) for each in result.occurrences]
    assert pairs == sorted(pairs)
    assert all(opens <= due for opens, due in pairs)
    assert len({each.period for each in result.occurrences}) == len(pairs)
    if result.cadence is not None and frame.starts <= frame.ends:
        assert all(frame.starts <= opens and due <= frame.ends for opens, due in pairs)
    again = read(result.reading, frame)
    assert isinstance(again, Timing), (result.reading, again)
    assert meaning_of(again) == meaning_of(result), result.reading


def meaning_of(timing: Timing) -> tuple[object, ...]:
    return (timing.occurrences, timing.cadence, timing.open_ended, timing.as_needed)


@FAST
@given(st.text(max_size=60), frames())
def test_any_text(phrase: str, frame: TimingContext) -> None:
    check(phrase, frame)


@FAST
@given(st.lists(st.sampled_from(" ".join([*PERIODS, *CADENCES, *EDGES, *YEARS]).split())), frames())
def test_any_words_of_the_language(words: list[str], frame: TimingContext) -> None:
    check(" ".join(words[:12]), frame)


@settings(FAST, max_examples=4 * FAST.max_examples)
@given(phrases(), frames())
def test_any_shape_of_the_grammar(phrase: str, frame: TimingContext) -> None:
    check(phrase, frame)


@FAST
@given(frames(), days("2023-01-01", "2028-12-31"))
def test_a_calendar_answers_about_any_day(frame: TimingContext, day: date) -> None:
    calendar = frame.calendar
    begun = calendar.term_begun(day)
    assert begun is None or begun.starts <= day
    school = calendar.next_school_day(day)
    assert school is None or (school >= day and calendar.next_school_day(school) == school)
    for key, window in calendar.halves():
        assert window.opens <= window.due
        assert calendar.title(key)
