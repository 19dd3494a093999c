"""What holds of states whatever a plan says and whoever recorded it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any, get_args

from hypothesis import given
from hypothesis import strategies as st
from support.states import ENDS, FRAME, STARTS, activity, plan

from sipctl.plan.model.entries import Kpi, Move, Plan, Record
from sipctl.plan.model.scalars import RESULTS, STATUSES
from sipctl.plan.state.agenda import Row, State, agenda, overview, work_items
from sipctl.plan.timing import read

PHRASES = (
    *("Spring 2025", "14 March 2025", "January, April and July 2025", "2024/25", "ad hoc", "tbc"),
    *(
        "termly",
        "termly from Autumn 2024",
        "January 2025 and then termly",
        "monthly until July 2026",
    ),
    *("Autumn 2024 and ongoing", "ongoing", "half-termly", "annually", "by Easter 2025", "weekly"),
)
IDS = ("1a.1", "1a.2", "1a.k1")
FORS = ("Launch", "Develop", "baseline", "monitoring", "spring-2025", "2025-01", "2025-03-14")
NAMES = [f"records/r{number}.yaml" for number in range(12)]

days = st.dates(STARTS, ENDS)
phrases = st.sampled_from(PHRASES)
whens = st.one_of(
    st.just({}),
    phrases.map(lambda phrase: {"": phrase}),
    st.tuples(phrases, phrases).map(lambda two: {"Launch": two[0], "Develop": two[1]}),
)


@st.composite
def works(draw: st.DrawFn, id: str) -> Any:
    when = draw(whens)
    moves = []
    for label in when:
        moves += [
            Move(milestone=label or None, from_=draw(phrases), date=on, agreed="Trustees")
            for on in draw(st.lists(days, max_size=2))
        ]
    return replace(activity(when, moved=tuple(moves)), id=id)


@st.composite
def records(draw: st.DrawFn) -> Record:
    subject = draw(st.sampled_from(IDS))
    common: dict[str, Any] = {
        "date": draw(days),
        "by": "JK",
        "at": draw(st.sampled_from([None, "09:00:00", "10:00", "10:00:00.5"])),
        "for_": draw(st.none() | st.sampled_from(FORS)),
        "corrects": draw(st.none() | st.sampled_from([name[8:] for name in NAMES])),
    }
    if subject == "1a.k1":
        return Record(kpi=subject, result=draw(st.sampled_from(RESULTS)), **common)
    return Record(activity=subject, status=draw(st.sampled_from(STATUSES)), **common)


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    kpi = Kpi(id="1a.k1", measure="x", baseline=draw(phrases), monitored={"": draw(phrases)})
    result = draw(st.lists(records(), max_size=10))
    return plan(
        draw(works("1a.1")),
        draw(works("1a.2")),
        kpi,
        records=dict(zip(NAMES, result, strict=False)),
    )


def seen(whole: Plan, on: date) -> list[Row]:
    return overview(work_items(whole, FRAME, on, kpis=True))


def with_records(whole: Plan, records_by_path: dict[str, Record]) -> Plan:
    return Plan(whole.about, whole.people, whole.calendar, whole.aims, records_by_path)


@given(plans(), records(), days)
def test_adding_a_record_never_changes_a_state_on_an_earlier_day(
    whole: Plan, new: Record, on: date
) -> None:
    more = with_records(whole, whole.records | {"records/new.yaml": new})
    earlier = min(on, new.date - timedelta(1))
    assert seen(more, earlier) == seen(whole, earlier)


@given(plans(), days, st.randoms(use_true_random=False))
def test_the_order_in_which_files_are_read_never_matters(
    whole: Plan, on: date, random: Any
) -> None:
    shuffled = list(whole.records.items())
    random.shuffle(shuffled)
    area = whole.aims[0].areas[0]
    turned = replace(area, activities=area.activities[::-1])
    aims = (replace(whole.aims[0], areas=(turned,)),)
    other = replace(with_records(whole, dict(shuffled)), aims=aims)
    assert seen(other, on) == seen(whole, on)


@given(plans(), days)
def test_settling_everything_leaves_due_empty(whole: Plan, on: date) -> None:
    """By `complete` of each activity and a reading of each date of a KPI, made that day."""
    items = {
        f"records/z-{name}.yaml": Record(
            activity=name, status="complete", date=on, by="JK", at="23:59"
        )
        for name in ("1a.1", "1a.2")
    }
    kpi = whole.kpis["1a.k1"][2]
    keys = {
        occurrence.period
        for phrase in (kpi.baseline, *kpi.monitored.values())
        for occurrence in getattr(read(phrase or "", FRAME), "occurrences", ())
    }
    items |= {
        f"records/z-{index}.yaml": Record(
            kpi=kpi.id, result="met", date=on, by="JK", at="23:59", for_=k
        )
        for index, k in enumerate(sorted(keys))
    }
    standing = {name: replace(item, corrects=None) for name, item in whole.records.items()}
    done = with_records(whole, standing | items)
    assert agenda(work_items(done, FRAME, on, kpis=True), ENDS) == []


@given(whens, days)
def test_settling_each_date_by_its_name_leaves_due_empty(when: dict[str, str], on: date) -> None:
    keys = {
        occurrence.period
        for phrase in when.values()
        for occurrence in getattr(read(phrase, FRAME), "occurrences", ())
    }
    items = {
        f"records/{index}.yaml": Record(
            activity="1a.1", status="complete", date=on, by="JK", for_=key
        )
        for index, key in enumerate(sorted(keys))
    }
    assert agenda(work_items(plan(activity(when), records=items), FRAME, on), ENDS) == []


@given(plans(), days)
def test_what_every_row_keeps_to(whole: Plan, on: date) -> None:
    for row in seen(whole, on):
        assert row.state in get_args(State)
        assert (row.days_overdue > 0) == (row.state == "overdue") == (row.missed > 0)
        assert (row.missed_since is None) == (row.state != "overdue")
        assert not row.soon or row.state in ("due", "upcoming")
        if row.state == "overdue":
            assert row.due and row.missed_since and row.missed_since <= row.due < on
            assert row.days_overdue == (on - row.missed_since).days
        if row.state == "due":
            assert row.opens and row.due and row.opens <= on <= row.due
        if row.state == "upcoming":
            assert row.opens and row.opens > on
        for occurrence in row.occurrences:
            assert not (occurrence.missed and occurrence.settled_on)
            assert occurrence.settled_on is None or occurrence.settled_on <= on


@given(plans(), days)
def test_due_and_list_agree(whole: Plan, on: date) -> None:
    """Whatever is overdue or due in `list` is in `due`, and the other way round."""
    pressing = ("overdue", "due", "paused")
    listed = {(row.id, row.milestone) for row in seen(whole, on) if row.state in pressing}
    asked = agenda(work_items(whole, FRAME, on, kpis=True), on)
    assert {(row.id, row.milestone) for row in asked if row.state in pressing} == listed
