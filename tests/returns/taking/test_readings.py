"""Readings of KPIs from tables of any kind: each row becomes a record, or is said."""

from __future__ import annotations

from datetime import date

from sipctl.plan.context import timing_context
from sipctl.plan.model.entries import Record
from sipctl.returns.taking.files import read_document
from sipctl.returns.taking.readings import has_readings, take_readings
from sipctl.store.files.source import Source
from sipctl.store.load import load
from sipctl.store.records import text_of

FILES = {
    "plan.yaml": "title: A plan\nschool: {name: S}\nruns: {from: 2024-09-01, to: 2025-08-31}\n"
    "kpis:\n  - {id: t.k1, measure: Attendance, monitored: termly, target: {value: 95, unit: '%', by: Summer 2025}}\n",
    "people.yaml": "leads: {JK: {}, SD: {}}\nacademies: {HILL: {}, VALE: {}}\n",
    "calendar.yaml": "years:\n  2024/25:\n    autumn: {starts: 2024-09-02, ends: 2024-12-20}\n"
    "    spring: {starts: 2025-01-06, ends: 2025-04-04}\n    summer: {starts: 2025-04-22, ends: 2025-07-22}\n",
    "aims/1-people.yaml": "id: 1\ntitle: People\nareas:\n  - id: 1a\n    title: Staff\n    activities:\n"
    "      - {id: 1a.1, title: Choose, leads: [JK], when: Spring 2025}\n"
    "    kpis:\n      - {id: 1a.k1, measure: Days of absence, monitored: termly, leads: [JK]}\n",
}
TODAY = date(2025, 3, 20)


def take(text: str, *records: str) -> tuple[list[Record], list[str], list[str]]:
    """The new records, what was not taken, and what was said of the file."""
    records_by_path = {
        f"records/2024-25/spring/{n}.yaml": record for n, record in enumerate(records)
    }
    plan = load(
        Source(path, body.encode()) for path, body in {**FILES, **records_by_path}.items()
    ).plan()
    document = read_document(text.encode(), "readings.csv")
    assert has_readings(document)
    taking = take_readings(document, plan, timing_context(plan), "JK", TODAY)
    not_taken = [f"{row.place.place}: {row.message}" for row in taking.not_taken]
    return [row.record for row in taking.new], not_taken, list(taking.notices)


def test_rows_become_records() -> None:
    text = (
        "KPI;Reading;Unit;Date;School\n1A.K1;14,2;days;14.3.2025;hill\n"
        "t.k1;96%;;14 March 2025;\n;;;;\n"
    )
    assert take(text) == (
        [
            Record(
                kpi="1a.k1",
                date=date(2025, 3, 14),
                by="JK",
                value="14.2",
                unit="days",
                academy="HILL",
            ),
            Record(kpi="t.k1", date=date(2025, 3, 14), by="JK", value="96", unit="%"),
        ],
        [],
        [],
    )


def test_a_table_taken_again_is_known_though_a_unit_is_known_since() -> None:
    text = "kpi,value,date\n1a.k1,14,2025-03-14\n1a.k1,15 days,2025-03-15\n"
    records = take(text)[0]
    assert len(records) == 2
    assert take(text, *map(text_of, records))[0] == []


def test_a_measure_names_its_kpi_and_a_result_is_a_reading() -> None:
    text = "measure,met?,day,for\nattendance,partly,2025-03-14,Spring 2025\n"
    assert take(text)[0] == [
        Record(kpi="t.k1", date=date(2025, 3, 14), by="JK", result="partly-met", for_="spring-2025")
    ]


def test_what_cannot_be_read_is_said_at_its_cell() -> None:
    text = (
        "id,value,day,academy,for\n1a.k9,1,2025-03-01,,\n1a.k1,about 3,2025-03-01,,\n1a.k1,3,1 April 2025,,\n"
        "1a.k1,3,,,\n1a.k1,3,2025-03-01,DALE,\n1a.k1,,2025-03-01,,\n1a.k1,3,2025-03-01,,Spring 2031\n,3,2025-03-01,,\n"
        "1a.1,3,2025-03-01,,\nt.k1,0.95,2025-03-01,,\n"
    )
    records, not_taken, _ = take(text)
    assert records == []
    assert not_taken == [
        'line 2, column 1: no KPI of this plan is called "1a.k9"',
        'line 3, column 2: "about 3" is not one number',
        "line 4, column 3: 1 April 2025 is still to come",
        "line 5, column 1: the row has no day",
        'line 6, column 4: "DALE" is no academy that people.yaml knows',
        "line 7, column 1: the row gives no reading",
        'line 8, column 5: "Spring 2031" is not in calendar.yaml',
        "line 9, column 1: the row names no KPI",
        'line 10, column 1: no KPI of this plan is called "1a.1"',
        'line 11, column 2: "0.95" may mean 95% or 0.95%',
    ]


def test_a_reading_that_may_be_for_two_periods_is_asked_about() -> None:
    records, not_taken, _ = take("id,value,day\n1a.k1,3,2025-01-10\n")
    assert records == []
    assert not_taken == [
        "line 2, column 1: the reading of 2025-01-10 may be for autumn-2024 or spring-2025"
    ]


def test_rows_that_contradict_each_other_are_both_left_out() -> None:
    text = "id,value,day\nt.k1,95%,2025-03-01\nt.k1,96%,2025-03-01\n1a.k1,3,2025-03-01\n1a.k1,3,2025-03-01\n"
    records, not_taken, _ = take(text)
    assert [record.value for record in records] == ["3"]
    assert not_taken == [
        "line 2, column 1: another row says otherwise: readings.csv, line 3, column 1",
        "line 3, column 1: another row says otherwise: readings.csv, line 2, column 1",
    ]


def test_a_reading_that_is_recorded_already_is_no_new_one() -> None:
    record = "kpi: 1a.k1\ndate: 2025-03-01\nby: JK\nat: 10:00:00\nvalue: 3\n"
    assert take("id,value,day\n1a.k1,3,2025-03-01\n", record) == ([], [], [])


def test_columns_that_are_not_read_are_named() -> None:
    notices = take("id,value,day,Trend\n1a.k1,3,2025-03-01,up\n")[2]
    assert notices == ['readings.csv, readings: the column "Trend" was not read']
