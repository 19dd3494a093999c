"""What a help line proposes is read when somebody types it."""

import re

from support.each_row import each_row
from support.proposals import proposals, refused

from sipctl.plan.calendar.terms import Calendar
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


@each_row("phrase", sorted({phrase for phrase, _ in cases()}))
def test_a_proposal_is_read_without_a_calendar(phrase: str) -> None:
    bare = TimingContext(Calendar(()), PLAN.starts, PLAN.ends)
    reading = read(phrase, bare)
    if isinstance(reading, Unreadable):
        assert not refused(reading, bare), reading.help


def test_refusals_do_propose() -> None:
    readings = [(read(phrase, context), context) for phrase, context in cases()]
    offered = [
        proposals(reading, context)
        for reading, context in readings
        if isinstance(reading, Unreadable)
    ]
    assert sum(map(bool, offered)) > 0.8 * len(offered)


NOT_THEN = {"not", "never", "except", "excluding", "unless"}
TURNING = NOT_THEN | set(
    re.findall("[a-z]+", "before after by until till each every this last next coming than week")
)
"""Words that make another time of the one beside them."""


@each_row(("phrase", "context"), cases())
def test_no_word_that_turns_a_time_is_put_in_detail(phrase: str, context: TimingContext) -> None:
    reading = read(phrase, context)
    if not isinstance(reading, Unreadable) or "in detail" not in reading.help:
        return
    left_out = re.findall("[a-z]+", phrase[reading.start : reading.end].lower())
    assert left_out and not TURNING & set(left_out[-1:]), reading.help
    assert not NOT_THEN & set(left_out), reading.help
