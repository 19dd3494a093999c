"""Every sheet of the exported workbook, row by row, with what other commands say as JSON."""

from __future__ import annotations

import json
from datetime import date, timedelta
from io import BytesIO
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from support.asked import Row, asked, folders, key, word

if TYPE_CHECKING:
    from pathlib import Path

    from support.asked import Asked

__all__ = ["asked", "folders"]

Sheets = dict[str, list[dict[str, Any]]]


@pytest.fixture
def sheets(asked: Asked, tmp_path: Path) -> Sheets:
    """Each sheet's rows, by their heads; a day as it stands in JSON, nothing as None."""
    file = tmp_path / "plan.xlsx"
    asked("export", "-o", str(file))
    book = openpyxl.load_workbook(BytesIO(file.read_bytes()))
    return {sheet.title: list(_rows_of(sheet)) for sheet in book}


def _rows_of(sheet: Any) -> Any:
    heads, *lines = sheet.iter_rows(values_only=True)
    for line in lines:
        cells = [cell.date().isoformat() if hasattr(cell, "date") else cell for cell in line]
        yield dict(zip(heads, cells, strict=True))


def joined(names: list[str]) -> str | None:
    return ", ".join(names) or None


def test_activities_are_those_of_list(asked: Asked, sheets: Sheets) -> None:
    """What stands beside the status and the due day, which other tests compare."""
    for line, row in zip(sheets["Activities"], asked.activities(), strict=True):
        slipped = row["slipped_days"] or None
        assert line == line | {
            "Id": row["id"],
            "Activity": row["title"],
            "Leads": joined(row["leads"]),
            "When": row["when"],
            "Days slipped": slipped,
            "Originally due": row["original_due"] if slipped else None,
            "Missed in a row": row["missed"] if row["missed"] > 1 else None,
            "Last recorded": row["recorded_on"],
            "Academies": joined(row["academies"]),
        }
        assert line["Aim"].partition(" ")[0] == str(row["aim"])
        assert line["Area"].partition(" ")[0] == row["area"]


def test_kpis_are_those_of_list_and_kpis(asked: Asked, sheets: Sheets) -> None:
    listed = {key(row): row for row in asked.rows() if row["kind"] == "kpi"}
    known = {row["id"]: row for row in asked.json("kpis")["rows"]}
    assert {line["Id"] for line in sheets["KPIs"]} == set(known)
    for line in sheets["KPIs"]:
        kpi = known[line["Id"]]
        row = kpi_row(line, listed)
        assert line == line | {
            "Measure": kpi["measure"],
            "Due": row["missed_since"] or row["due"],
            "State": "retired" if row["state"] == "withdrawn" else row["state"].replace("-", " "),
            "Result": word(row),
            "Last recorded": row["recorded_on"],
            "Whose word": joined(row["status_of"]),
            "Academies": joined(row["academies"]),
            "Baseline": kpi["baseline"],
            "Retired": kpi["retired"] and kpi["retired"]["date"],
        }
        assert (line["Leads"] or line["Led by"]) == joined(kpi["leads"]) == joined(row["leads"])
        target = kpi["target"] if isinstance(kpi["target"], dict) else {}
        for field in ("value", "unit", "by", "from", "better"):
            assert line[f"Target {field}"] == target.get(field)


def kpi_row(line: Row, listed: dict[tuple[str, str | None], Row]) -> Row:
    """The row of `list` for one thing that is monitored of a KPI; else that of its baseline."""
    milestones = (line["Label"] or "monitoring", "baseline", None)
    return next(
        listed[line["Id"], milestone]
        for milestone in milestones
        if (line["Id"], milestone) in listed
    )


def test_leads_carry_what_list_and_leads_say(asked: Asked, sheets: Sheets) -> None:
    rows = asked.activities()
    loads = {load["lead"]: load for load in asked.json("leads")["leads"]}
    assert set(loads) - {None} <= {line["Lead"] for line in sheets["Leads"]}
    for line in sheets["Leads"]:
        own = [row for row in rows if line["Lead"] in row["leads"]]
        assert line["Activities"] == len({row["id"] for row in own}), line
        states = {
            "Overdue": "overdue",
            "Open now": "due",
            "Coming": "upcoming",
            "Settled": "settled",
        }
        for head, state in states.items():
            assert line[head] == len({row["id"] for row in own if row["state"] == state}), line
        load = loads.get(line["Lead"], {"overdue_activities": 0, "role": line["Role"]})
        assert (line["Overdue"], line["Role"]) == (load["overdue_activities"], load["role"])


def window(view: Asked, phrase: str) -> tuple[date, date]:
    """The first and last day of a time, as `when` reads it."""
    result = view.sipctl("when", phrase, "--format", "json", cwd=view.folder)
    [occurrence] = json.loads(result.out)["occurrences"]
    return date.fromisoformat(occurrence["opens"]), date.fromisoformat(occurrence["due"])


def test_terms_begin_and_end_as_when_reads_them(asked: Asked, sheets: Sheets) -> None:
    """And their halves, but for the weekend beside a half term."""
    terms = [line for line in sheets["Calendar"] if line["Kind"] == "Term"]
    assert terms
    for line in terms:
        term = f"{line['Name'].title()} {line['Starts'][:4]}"
        starts, ends, *half_term = (
            date.fromisoformat(line[head])
            for head in ("Starts", "Ends", "Half term starts", "Half term ends")
        )
        assert window(asked, term) == (starts, ends), term
        first, second = (window(asked, f"{half} half of {term}") for half in ("first", "second"))
        assert (first[0], second[1]) == (starts, ends), term
        assert timedelta(1) <= half_term[0] - first[1] <= timedelta(3), term
        assert timedelta(1) <= second[0] - half_term[1] <= timedelta(3), term


def test_the_plan_is_what_show_and_list_name(asked: Asked, sheets: Sheets) -> None:
    facts: dict[str, list[Row]] = {}
    for line in sheets["Plan"]:
        facts.setdefault(line["What"], []).append(line)
    shown = asked.json("show", "plan")
    assert [line["Text"] for line in facts["Title"]] == [shown["title"]]
    [runs] = facts["Runs"]
    assert {"from": runs["Text"], "to": runs["Also"]} == shown["runs"]
    glance = asked.json()
    titles = {str(aim["aim"]): aim["title"] for aim in glance["aims"]}
    assert {line["Id"]: line["Text"] for line in facts["Aim"]} == titles
    areas = {row["area"] for row in asked.rows() if row["area"]}
    assert areas <= {line["Id"] for line in facts["Area"]}
    for line in facts.get("Academy", ()):
        assert asked.only(()).json("show", line["Id"])["id"] == line["Id"]
