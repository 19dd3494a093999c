"""Every answer about one plan and day, compared: no status, date, count or academy differs."""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING

import icalendar
import openpyxl
from support.asked import (
    BIG,
    SMALL,
    Row,
    asked,
    by_id,
    done_for,
    folders,
    key,
    short,
    whose_word,
    word,
)

from sipctl.cli.edits.rolling.decisions import roll_rows
from sipctl.cli.session import open_plan
from sipctl.plan.queries.details import details_of
from sipctl.views.answers.show import show
from sipctl.views.json import dump, row_json
from sipctl.views.text.english import duration
from sipctl.views.text.screen import Screen

if TYPE_CHECKING:
    from pathlib import Path

    import pytest
    from support.asked import Asked

__all__ = ["asked", "folders"]


def test_the_records_are_forty_and_of_every_kind(asked: Asked) -> None:
    if asked.which == BIG:
        assert len(list((asked.folder / "plan" / "records").rglob("*.yaml"))) == 40
    rows = asked.activities()
    if asked.academies:
        return
    assert {"on track", "at risk", "off track", "no record", "complete"} <= set(map(word, rows))
    assert any(row["dates_done"] for row in rows)
    if asked.which == SMALL:
        assert any(row["status_of"] for row in rows)
        assert {"paused", "withdrawn"} <= {
            row["status"] for row in rows if row["state"] == "overdue"
        }


def test_the_glance_counts_what_list_lists(asked: Asked) -> None:
    glance = asked.json()
    for tally in (*glance["aims"], glance["whole"]):
        rows = [row for row in asked.activities() if tally["aim"] in (None, row["aim"])]
        statuses = Counter(row["status"] for row in by_id(rows).values())
        assert tally["statuses"] == dict(statuses)
        assert tally["no_record"] == sum(word(row) == "no record" for row in by_id(rows).values())
        overdue = [row for row in rows if row["state"] == "overdue"]
        assert tally["overdue"] == len(by_id(overdue))
        assert tally["longest_days_overdue"] == max((r["days_overdue"] for r in overdue), default=0)
    at_risk = {name for name, row in by_id(asked.activities()).items() if "risk" in word(row)}
    off = {name for name, row in by_id(asked.activities()).items() if word(row) == "off track"}
    judged = {row["id"]: row for row in glance["judged_at_risk"]}
    assert set(judged) == at_risk | off
    for name, row in judged.items():
        listed = by_id(asked.activities())[name]
        assert row == {key: listed[key] for key in row}
    text = " ".join(asked().split())
    for row in judged.values():
        reason = f" – {row['reason']}" if row["reason"] else ""
        lead = ", ".join(row["leads"]) or "nobody leads it"
        title = f"{row['milestone']}: {row['title']}" if row["milestone"] else row["title"]
        assert f"{row['id']} {whose_word(row)} {title} ({lead}){reason}" in text


def test_due_says_what_list_says(asked: Asked) -> None:
    due = asked.json("due", "--kpis")
    listed = {key(row): row for row in asked.rows()}
    for row in due["rows"]:
        same = listed[key(row)]
        assert (row["status"], row["recorded_on"]) == (same["status"], same["recorded_on"])
        if row["due"] == same["due"]:
            assert (row["state"], row["days_overdue"]) == (same["state"], same["days_overdue"])
    for state in ("overdue", "due", "paused"):
        here = {key(row) for row in due["rows"] if row["state"] == state}
        there = {key(row) for row in listed.values() if row["state"] == state}
        # of a milestone with several dates `list` has the first to settle, `due` has each
        later = {name for name in here - there if listed[name]["state"] == "overdue"}
        assert here - later == there
    judged = {row["id"]: row for row in due["judged_at_risk"]}
    rows = by_id(asked.json("list", "--status", "at-risk,off-track")["rows"])
    assert set(judged) == set(rows)
    text = asked("due")
    for name, row in judged.items():
        words = f"{whose_word(row)}, said on {short(row['recorded_on'])}"
        line = re.search(rf"^  {re.escape(name)}  .*: {re.escape(words)}.*$", text, re.MULTILINE)
        assert line, name
        assert line[0].endswith(f" – {row['reason']}" if row["reason"] else "")
    lines = [" ".join(line.split()) for line in text.split("\n")]
    for row in due["rows"]:
        if row["kind"] == "activity" and row["state"] == "overdue":
            state = f"{duration(row['days_overdue'])} overdue"
            state += f" ({done_for(row)})" if done_for(row) else ""
            start = f"{row['id']} {row['title']}"
            shown = f"{short(row['missed_since'])} {state} {whose_word(row)} "
            assert any(line.startswith(start) and shown in line for line in lines), (row, shown)


def test_show_says_what_list_says(asked: Asked) -> None:
    listed = asked.rows()
    for name in list({row["id"]: None for row in listed if row["recorded_on"]})[::5]:
        rows = asked.json("show", name)["rows"]
        assert rows == [row for row in listed if row["id"] == name]
        text = asked("show", name)
        assert f"{whose_word(rows[0])} (recorded {short(rows[0]['recorded_on'])})" in text, name


def test_show_says_what_list_says_of_everything(
    asked: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In this process and from one opened plan: a command for each of them takes too long.

    On one of the days: it works the whole plan out for each of them.
    """
    if asked.day == "2025-07-01":
        return
    monkeypatch.chdir(asked.folder)
    day = date.fromisoformat(asked.day)
    session = open_plan(None).for_academies(asked.academies, day)
    listed: dict[str, list[Row]] = {}
    for row in asked.rows():
        listed.setdefault(row["id"], []).append(row)
    for name, rows in listed.items():
        details = details_of(session.plan, session.context, name, day, asked.academies)
        shown = [row_json(row, session.where, occurrences=True) for row in details.rows]
        assert json.loads(dump(shown)) == rows, name
        text = show.render(details, session.place_of, Screen(), {})
        assert re.search(rf"Status +{re.escape(word(rows[0]))}", text), name


def test_the_workbook_says_what_list_says(asked: Asked, tmp_path: Path) -> None:
    file = tmp_path / "plan.xlsx"
    asked("export", "-o", str(file))
    book = openpyxl.load_workbook(BytesIO(file.read_bytes()))
    sheet = book["Activities"]
    heads = [cell.value for cell in sheet[1]]
    lines = [
        dict(zip(heads, line, strict=True)) for line in sheet.iter_rows(min_row=2, values_only=True)
    ]
    listed = asked.activities()
    assert [(line["Id"], line["Milestone"]) for line in lines] == [key(row) for row in listed]
    for line, row in zip(lines, listed, strict=True):
        assert line["Status"] == word(row)
        assert line["State"] == row["state"].replace("-", " ")
        assert (line["Whose word"] or "") == ", ".join(row["status_of"])
        due = line["Due"].date().isoformat() if line["Due"] else None
        assert due == (row["missed_since"] or row["due"])
        assert (line["Days overdue"] or 0) == row["days_overdue"]


def test_csv_says_what_list_says(asked: Asked) -> None:
    """Those of `list` and of `export`, in the words of screens and packs."""
    listed = asked.activities()
    for argv, heads in (("list", "--all"), ("id", "status", "state")), (
        ("export",), ("Id", "Status", "State")
    ):  # fmt: skip
        lines = csv.DictReader(asked(*argv, "--format", "csv").splitlines())
        items = [tuple(line[head] for head in heads) for line in lines]
        expected = [(row["id"], word(row).replace(" ", "-"), row["state"]) for row in listed]
        assert items == expected, argv


def test_json_and_the_calendar_say_what_list_says(asked: Asked) -> None:
    occurrences = asked.json("export")["occurrences"]
    listed = {key(row): row for row in asked.rows()}
    for line in occurrences:
        row = listed[key(line)]
        assert (line["status"], line["recorded_on"]) == (row["status"], row["recorded_on"])
        if line["state"] in ("paused", "withdrawn"):
            assert line["state"] == row["state"], line
        if line["current"] and line["due"] == row["due"]:
            assert (line["state"], line["days_overdue"]) == (row["state"], row["days_overdue"])
        days = {
            (occurrence["period"], occurrence["due"], occurrence["settled_on"])
            for occurrence in row["occurrences"]
        }
        assert not days or (line["period"], line["due"], line["settled_on"]) in days
    calendar = icalendar.Calendar.from_ical(asked("export", "--kpis", "--format", "ics"))
    events = sorted(
        (str(event["summary"]), event["dtstart"].dt.isoformat(), str(event["description"]))
        for event in calendar.walk("VEVENT")
    )
    dated = [line for line in occurrences if line["due"]]
    assert len(events) == len(dated)
    expected = Counter((f"{mark_of(line)}{line['id']}", line["due"], word(line)) for line in dated)
    result = Counter(
        (
            re.match(r"((?:Done: |Paused: |Withdrawn: |Retired: )?[\w.]+)", summary)[1],  # type: ignore[index]
            due,
            re.search(r"Status: ([a-z ]+)", text)[1].strip(),  # type: ignore[index]
        )
        for summary, due, text in events
    )
    assert result == expected


def mark_of(line: Row) -> str:
    """What a calendar says in front of an event: a KPI is not withdrawn, but retired."""
    if line["state"] == "withdrawn" and line["kind"] == "kpi":
        return "Retired: "
    return {"settled": "Done: ", "paused": "Paused: ", "withdrawn": "Withdrawn: "}.get(
        line["state"], ""
    )


def test_the_timeline_says_what_list_says(asked: Asked) -> None:
    listed = {key(row): row for row in asked.activities()}
    chart = asked.json("timeline")
    for bar in chart["bars"]:
        row = listed[key(bar)]
        assert all(bar[key] == row[key] for key in ("status", "status_of", "state", "reason"))
        late = any(mark["state"] == "overdue" for mark in bar["marks"])
        assert late == (row["state"] == "overdue"), row["id"]
        stopped = any(mark["state"] == "paused" for mark in bar["marks"])
        assert stopped or row["state"] not in ("paused", "withdrawn"), row["id"]
        assert [mark["due"] for mark in bar["marks"]] == [
            occurrence["due"] for occurrence in row["occurrences"]
        ]
    at_risk = {row["id"] for row in listed.values() if word(row) in ("at risk", "off track")}
    assert set(chart["judged_at_risk"]) == at_risk


def test_leads_carry_what_due_says(asked: Asked) -> None:
    loads = asked.json("leads")
    rows = asked.activities()
    for load in loads["leads"]:
        own = [row for row in rows if load["lead"] in (row["leads"] or [None])]
        overdue = {row["id"] for row in own if row["state"] == "overdue"}
        assert load["overdue_activities"] == len(overdue), load["lead"]


def test_what_one_academy_finished_is_still_to_do_in_check_and_in_the_next_plan(
    asked: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    if asked.which == BIG or asked.academies:
        return
    faults = asked.sipctl("check", "--format", "concise", "--as-of", asked.day, cwd=asked.folder)
    assert "activity 1a.15 has no lead" in faults.out
    monkeypatch.chdir(asked.folder)
    rows = roll_rows(open_plan(None), date.fromisoformat(asked.day))
    over = {row.activity.id: row.decided.outcome for row in rows if row.decided}
    assert over == {"1a.11": "done"}


def test_show_and_log_hear_one_academy_alone(asked: Asked) -> None:
    if asked.which == BIG:
        return
    whole = asked.only(())
    alone = asked.only(("WPSA",))
    assert "WGPA has no time at all" in whole("show", "1a.4") + whole("log")
    text = alone("show", "1a.4") + alone("log", "--all")
    assert "WGPA" not in text + alone("show", "JK")
    assert "WPSA is fine" in text
    assert "Shown for WPSA: none of its own, 1 of every academy." in alone("show", "1a.4")
    assert {row["id"] for row in alone.json("show", "1a")["rows"]} == {
        row["id"] for row in alone.rows() if row["area"]
    }
    entries = alone.json("log", "--all")["entries"]
    assert {entry["academy"] for entry in entries if entry["kind"] == "record"} == {None, "WPSA"}
    assert "1a.k2" not in {entry["id"] for entry in entries}
    refused = alone.sipctl("show", "1a.k2", "--academy", "WPSA", cwd=asked.folder)
    assert (refused.code, refused.err) == (
        2,
        "sipctl: 1a.k2 is for WPPA, not for WPSA\n  help: sipctl show 1a.k2 --academy WPPA\n",
    )
