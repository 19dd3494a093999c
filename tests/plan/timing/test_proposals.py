"""What a help line proposes is read when somebody types it."""

from support.each_row import each_row
from support.proposals import proposals, refused

from sipctl.plan.timing import TimingContext, Unreadable, read

from .test_school_phrases import TABLES, plan, rows
from .test_timing import ONE_YEAR, PLAN, table


def cases() -> list[tuple[str, TimingContext]]:
    """Every phrase of the tables, in the plan of its row."""
    own = [(row[0], ONE_YEAR if row[3:] else PLAN) for row in table("refusals.tsv")]
    given = [row for name in TABLES for row in rows(name)]
    return own + [(phrase, plan(years)) for phrase, years, _ in given]


@each_row(("phrase", "context"), cases())
def test_a_proposal_is_read(phrase: str, context: TimingContext) -> None:
    reading = read(phrase, context)
    if isinstance(reading, Unreadable):
        assert not refused(reading, context), reading.help


def test_refusals_do_propose() -> None:
    readings = [(read(phrase, context), context) for phrase, context in cases()]
    offered = [
        proposals(reading, context)
        for reading, context in readings
        if isinstance(reading, Unreadable)
    ]
    assert sum(map(bool, offered)) > 0.8 * len(offered)
