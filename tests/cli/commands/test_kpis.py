"""`sipctl kpis`: where a plan is on each KPI."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest
from support.small_plan import AIM_1, AIM_2, FILES

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Result

TARGET = 'target: {value: 95, unit: "%", by: Summer 2025, from: 91, better: higher}'
KPIS = f"""\
      - {{id: 1a.k2, measure: Attendance, monitored: termly, {TARGET}, leads: [SD]}}
      - id: 1a.k3
        measure: Ofsted grade
        monitored: termly
        retired: {{date: 2025-03-01, why: No longer given}}
      - {{id: 1a.k4, measure: Places asked for, target: as many as there are, academies: [HILL]}}
"""


def reading(kpi: str, day: str, **more: object) -> dict[str, str]:
    """A KPI's record in its file."""
    values = {"kpi": kpi, "date": day, "by": "SD", **more}
    year = "2024-25/autumn" if day < "2025" else "2024-25/spring"
    lines = "".join(f"{key.rstrip('_')}: {json.dumps(value)}\n" for key, value in values.items())
    where = f"{more.get('academy', 'all')}".lower()
    return {f"records/{year}/{day}-{kpi}-SD-{where}.yaml": lines}


def percent(day: str, value: str, **more: object) -> dict[str, str]:
    return reading("1a.k2", day, value=value, unit="%", **more)


@pytest.fixture
def ask(
    write: Callable[[dict[str, str]], Path], sipctl: Callable[..., Result]
) -> Callable[..., Result]:
    def run(records: dict[str, str], *options: str, day: str = "2025-03-10") -> Result:
        folder = write({**FILES, "aims/1-people.yaml": AIM_1 + KPIS, **records})
        return sipctl("kpis", "--as-of", day, *options, cwd=folder)

    return run


@pytest.fixture
def rows(ask: Callable[..., Result]) -> Callable[..., list[dict[str, Any]]]:
    def run(records: dict[str, str], *options: str, day: str = "2025-03-10") -> Any:
        result = ask(records, *options, "--format", "json", day=day)
        assert (result.code, result.err) == (0, "")
        answer = json.loads(result.out)
        assert (answer["version"], answer["as_of"]) == (1, day)
        return answer["rows"]

    return run


def of(rows: list[dict[str, Any]], kpi: str) -> list[dict[str, Any]]:
    return [row for row in rows if row["id"] == kpi]


THREE = {
    **percent("2024-11-01", "90"),
    **percent("2024-12-02", "92"),
    **percent("2025-01-20", "91"),
    **percent("2025-03-03", "94"),
}


def test_every_kpi_has_a_line(rows: Callable[..., Any]) -> None:
    assert [row["id"] for row in rows({})] == ["1a.k1", "1a.k2", "1a.k3", "1a.k4"]


def test_readings_target_direction_judgement_and_what_is_next(rows: Callable[..., Any]) -> None:
    [row] = of(rows(THREE), "1a.k2")
    assert [(r["date"], r["value"], r["unit"], r["period"]) for r in row["readings"]] == [
        ("2024-12-02", "92", "%", "autumn-2024"),
        ("2025-01-20", "91", "%", "spring-2025"),
        ("2025-03-03", "94", "%", "spring-2025"),
    ]
    target = {"value": "95", "unit": "%", "by": "Summer 2025", "from": "91", "better": "higher"}
    assert (row["target"], row["target_due"]) == (target, "2025-07-22")
    assert (row["direction"], row["judgement"], row["judged_by"]) == (
        "towards",
        "not-met",
        "figures",
    )
    assert (row["next_due"], row["overdue_since"]) == ("2025-07-22", None)
    assert (row["readings_in_all"], row["leads"], row["academy"]) == (4, ["SD"], None)


def test_only_what_was_read_by_the_day_counts(rows: Callable[..., Any]) -> None:
    [row] = of(rows(THREE, day="2024-12-20"), "1a.k2")
    assert [r["value"] for r in row["readings"]] == ["90", "92"]
    assert row["next_due"] == "2025-04-04"


def test_a_reading_that_nobody_took(rows: Callable[..., Any]) -> None:
    [row] = of(rows({}), "1a.k1")
    assert (row["baseline"], row["baseline_reading"], row["readings"]) == ("Autumn 2024", None, [])
    assert (row["direction"], row["judgement"]) == ("unknown", None)
    assert (row["next_due"], row["overdue_since"]) == ("2025-04-04", "2024-12-20")


def test_the_baseline_is_what_was_read_for_it(rows: Callable[..., Any]) -> None:
    records = {
        **reading("1a.k1", "2024-12-01", value="80", for_="baseline"),
        **reading("1a.k1", "2025-02-01", result="met"),
    }
    [row] = of(rows(records), "1a.k1")
    assert (row["baseline_reading"]["value"], row["baseline_reading"]["date"]) == (
        "80",
        "2024-12-01",
    )
    assert (row["judgement"], row["judged_by"], row["judged_on"]) == (
        "met",
        "record",
        "2025-02-01",
    )


def test_academies_are_a_line_each(rows: Callable[..., Any]) -> None:
    records = {
        **percent("2025-01-10", "96", academy="HILL"),
        **percent("2025-02-10", "70", academy="VALE"),
        **percent("2025-03-01", "93"),
    }
    lines = of(rows(records), "1a.k2")
    assert [(row["academy"], [r["value"] for r in row["readings"]]) for row in lines] == [
        (None, ["93"]),
        ("HILL", ["96"]),
        ("VALE", ["70"]),
    ]
    assert [(row["judgement"], row["direction"]) for row in lines] == [
        ("not-met", "towards"),
        ("met", "towards"),
        ("not-met", "away"),
    ]
    assert [row["academy"] for row in of(rows(records, "--academy", "VALE"), "1a.k2")] == [
        None,
        "VALE",
    ]


def test_an_academy_that_has_not_read_what_another_has(rows: Callable[..., Any]) -> None:
    records = percent("2025-01-10", "96", academy="HILL")
    [line] = of(rows(records, "--academy", "VALE"), "1a.k2")
    assert (line["readings"], line["next_due"]) == ([], "2025-04-04")


def test_a_retired_kpi_keeps_its_readings_and_falls_due_no_more(
    rows: Callable[..., Any], ask: Callable[..., Result], sipctl: Callable[..., Result]
) -> None:
    records = reading("1a.k3", "2024-12-01", result="met")
    [row] = of(rows(records), "1a.k3")
    assert row["retired"] == {"date": "2025-03-01", "why": "No longer given"}
    assert (row["judgement"], row["next_due"], row["overdue_since"]) == ("met", None, None)
    [row] = of(rows(records, day="2025-02-28"), "1a.k3")
    assert (row["retired"], row["next_due"]) == (None, "2025-04-04")
    text = ask(records, day="2025-05-01").out
    assert "retired 1 Mar 2025" in text


def test_a_retired_kpi_is_in_no_list_of_what_is_due(
    write: Callable[[dict[str, str]], Path], sipctl: Callable[..., Result]
) -> None:
    folder = write({**FILES, "aims/1-people.yaml": AIM_1 + KPIS})
    due = ("due", "--kpis", "--all", "--format", "json")
    ids = {
        day: {row["id"] for row in json.loads(sipctl(*due, "--as-of", day, cwd=folder).out)["rows"]}
        for day in ("2025-02-28", "2025-03-01", "2025-06-01")
    }
    assert [day for day in ids if "1a.k3" in ids[day]] == ["2025-02-28"]
    listed = sipctl("list", "--kpis", "--as-of", "2025-03-01", cwd=folder).out
    assert "Ofsted grade" not in listed
    shown = sipctl("show", "1a.k3", "--as-of", "2025-03-01", cwd=folder).out
    assert "1 Mar 2025 – No longer given" in shown


def test_filters(rows: Callable[..., Any]) -> None:
    assert {row["id"] for row in rows({}, "--lead", "sd")} >= {"1a.k2"}
    assert [row["id"] for row in rows({}, "--aim", "2")] == []
    assert [row["id"] for row in rows({}, "--area", "1a")] == [f"1a.k{n}" for n in (1, 2, 3, 4)]
    assert "1a.k4" not in {row["id"] for row in rows({}, "--academy", "VALE")}
    assert len(rows({}, "--committee", "pcg")) == 4


def test_as_people_read_it(ask: Callable[..., Result]) -> None:
    lines = ask(THREE, "--lead", "SD", "--area", "1a").out.splitlines()
    assert lines[0] == "School Plan 2024–25 · SD · area 1a · Monday 10 March 2025"
    target = "95 % by Summer 2025, from 91 (higher is better)"
    assert [re.split(" {2,}", line) for line in lines[2:7]] == [
        ["Id", "Measure", "Leads", "Baseline", "Last readings", "Target", "Way", "Met", "Next"],
        [
            "1a.k1",
            "Staff stay",
            "JK, SD",
            "Autumn 2024",
            "no reading",
            "none",
            "unknown",
            "not judged",
            "11 weeks overdue",
        ],
        [
            "1a.k2",
            "Attendance",
            "SD",
            "none",
            "92 → 91 → 94 %, 3 Mar 2025",
            target,
            "towards",
            "not met yet",
            "22 Jul 2025",
        ],
        [
            "1a.k3",
            "Ofsted grade",
            "JK, SD",
            "none",
            "no reading",
            "none",
            "unknown",
            "not judged",
            "retired 1 Mar 2025",
        ],
        [
            "1a.k4",
            "Places asked for",
            "JK, SD",
            "none",
            "no reading",
            "as many as there are",
            "unknown",
            "not judged",
            "none",
        ],
    ]
    counts = "4 KPIs: 1 not met and 3 not judged; 1 reading overdue."
    assert lines[8] == f"{counts} One of them whole: sipctl show ID"


def test_csv_and_markdown(ask: Callable[..., Result]) -> None:
    csv = ask(THREE, "--format", "csv").out.split("\r\n")
    assert csv[0].startswith("id,measure,aim,area,leads,academy,baseline,baseline_reading,readings")
    assert '2024-12-02 92 %; 2025-01-20 91 %; 2025-03-03 94 %,4,"95 % by Summer 2025,' in csv[2]
    markdown = ask(THREE, "--format", "markdown").out.splitlines()
    assert markdown[0].startswith("| Id | Measure | Leads | Baseline | Last readings | Target |")
    assert "92 → 91 → 94 %, 3 Mar 2025" in markdown[3]


def test_list_show_and_kpis_give_one_judgement(
    write: Callable[[dict[str, str]], Path], sipctl: Callable[..., Result]
) -> None:
    folder = write({**FILES, "aims/1-people.yaml": AIM_1 + KPIS, **THREE})
    day = ("--as-of", "2025-03-10", "--format", "json")
    listed = json.loads(sipctl("list", "--kpis", *day, cwd=folder).out)["rows"]
    shown = json.loads(sipctl("show", "1a.k2", *day, cwd=folder).out)["rows"]
    for row in (*[row for row in listed if row["id"] == "1a.k2"], *shown):
        assert row["status"] == "not-met"


def test_due_counts_the_readings_that_it_leaves_out(
    write: Callable[[dict[str, str]], Path], sipctl: Callable[..., Result]
) -> None:
    folder = write({**FILES, "aims/1-people.yaml": AIM_1 + KPIS, "aims/2-money.yaml": AIM_2})
    due = ("due", "--as-of", "2025-01-10")
    foot = "KPI readings not listed here: 4 overdue. Add --kpis to see them.\n"
    assert foot in sipctl(*due, cwd=folder).out
    assert "not listed here" not in sipctl(*due, "--kpis", cwd=folder).out
    assert "not listed here" not in sipctl(*due, "--aim", "2", cwd=folder).out
