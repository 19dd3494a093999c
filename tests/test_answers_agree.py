"""Every answer about one plan and day, compared: no status, date or count differs between two."""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from datetime import date
from html import unescape
from io import BytesIO
from typing import TYPE_CHECKING, Any

import icalendar
import openpyxl
import pytest
from support import made_up

from sipctl.cli.session import open_plan
from sipctl.plan.queries.details import details_of
from sipctl.views.answers.show import show
from sipctl.views.json import dump, row_json
from sipctl.views.text.english import duration
from sipctl.views.text.screen import Screen

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = pytest.mark.slow

DAYS = ["2025-04-05", "2025-07-01"]
Row = dict[str, Any]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made_up.write(tmp_path_factory.mktemp("trust"))


ANSWERS: dict[tuple[str, ...], str] = {}
"""What was answered before: most tests ask for the same."""


@pytest.fixture(params=DAYS)
def asked(
    request: pytest.FixtureRequest,
    sipctl: Callable[..., Any],
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Any:
    """Answers of one day: `asked("due", "--kpis")` is text, `asked.json(...)` is data."""
    monkeypatch.setenv("SIPCTL_CACHE", str(folder / "cache"))
    return Asked(request.param, sipctl, folder)


class Asked:
    def __init__(self, day: str, sipctl: Callable[..., Any], folder: Path) -> None:
        self.day, self.sipctl, self.folder = day, sipctl, folder

    def __call__(self, *argv: str) -> str:
        line = (*argv, "--as-of", self.day)
        if line not in ANSWERS:
            result = self.sipctl(*line, cwd=self.folder)
            assert (result.code, result.err) == (0, ""), result.err
            ANSWERS[line] = str(result.out)
        return ANSWERS[line]

    def json(self, *argv: str) -> Any:
        return json.loads(self(*argv, "--format", "json"))

    def rows(self, *more: str) -> list[Row]:
        """The rows of `list`, with which every other answer is compared."""
        rows: list[Row] = self.json("list", "--all", "--kpis", *more)["rows"]
        return rows

    def activities(self) -> list[Row]:
        return [row for row in self.rows() if row["kind"] == "activity"]

    def pack(self, template: str) -> str:
        term = {"2025-04-05": "spring-2025", "2025-07-01": "summer-2025"}[self.day]
        text = self("report", "--template", template, "--term", term, "--format", "markdown")
        return text.replace("\\", "")


def key(row: Row) -> tuple[str, str | None]:
    return row["id"], row["milestone"]


def word(row: Row) -> str:
    """The status as people read it."""
    status: str = row["status"] if row["recorded_on"] else "no-record"
    return status.replace("-", " ")


def short(day: str) -> str:
    on = date.fromisoformat(day)
    return f"{on.day} {on:%b} {on.year}"


def by_id(rows: list[Row]) -> dict[str, Row]:
    return {row["id"]: row for row in rows}


def test_the_records_are_forty_and_of_every_kind(asked: Asked) -> None:
    assert len(list((asked.folder / "plan" / "records").rglob("*.yaml"))) == 40
    rows = asked.activities()
    assert {"on track", "at risk", "off track", "no record", "complete"} <= set(map(word, rows))
    assert any(row["dates_done"] for row in rows)


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
    assert {row["id"] for row in glance["judged_at_risk"]} == at_risk | off


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
        assert re.search(rf"^  {re.escape(name)}  .*: {word(row)}, said on ", text, re.MULTILINE)


def test_show_says_what_list_says(asked: Asked) -> None:
    listed = asked.rows()
    for name in list({row["id"]: None for row in listed if row["recorded_on"]})[::5]:
        rows = asked.json("show", name)["rows"]
        assert rows == [row for row in listed if row["id"] == name]
        text = asked("show", name)
        recorded = rf"{word(rows[0])}( \(\w+\))? \(recorded {short(rows[0]['recorded_on'])}\)"
        assert re.search(recorded, text), name


def test_show_says_what_list_says_of_everything(
    asked: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In this process and from one opened plan: a command for each of them takes too long.

    On one of the days: it works the whole plan out for each of them.
    """
    if asked.day != DAYS[0]:
        return
    monkeypatch.chdir(asked.folder)
    session, day = open_plan(None), date.fromisoformat(asked.day)
    listed: dict[str, list[Row]] = {}
    for row in asked.rows():
        listed.setdefault(row["id"], []).append(row)
    for name, rows in listed.items():
        details = details_of(session.plan, session.context, name, day)
        shown = [row_json(row, session.where, occurrences=True) for row in details.rows]
        assert json.loads(dump(shown)) == rows, name
        text = show.render(details, session.place_of, Screen(), {})
        assert re.search(rf"Status +{re.escape(word(rows[0]))}", text), name


def table_rows(pack: str) -> dict[str, list[list[str]]]:
    """The cells of every row of a pack whose first cell names a thing, by its id."""
    items: dict[str, list[list[str]]] = {}
    for line in pack.split("\n"):
        named = re.match(r"\| \*\*([\w.]+)\*\* ", line)
        if named:
            items.setdefault(named[1], []).append(line.strip("| ").split(" | "))
    return items


SIGNS = "✓●▲■○–‖×"


@pytest.mark.parametrize("template", ["lgb-pack", "trustees-pack", "lead-sheet", "whole-plan"])
def test_packs_say_what_list_says(asked: Asked, template: str) -> None:
    pack = asked.pack(template)
    listed = by_id(asked.activities())
    words = "|".join(sorted({word(row) for row in listed.values()}, key=len, reverse=True))
    seen = 0
    for name, rows in table_rows(pack).items():
        for cells in rows if name in listed else ():
            for cell in cells[1:]:
                judged = re.match(rf"[{SIGNS}] ({words})\b", cell)
                if judged:
                    seen += 1
                    assert judged[1] == word(listed[name]), (name, cells)
    assert seen > 20
    overdue = [row for row in asked.activities() if row["state"] == "overdue"]
    late = re.search(r"(\d+) activit(?:y has|ies have) a date overdue", pack)
    if template != "lead-sheet":
        assert late and int(late[1]) == len(by_id(overdue))
    for row in overdue:
        if template == "whole-plan" or (template == "lead-sheet" and not row["leads"]):
            continue
        days = duration(row["days_overdue"])
        cells = table_rows(pack)[row["id"]]
        assert any(days in " ".join(row_cells) for row_cells in cells), row["id"]
    for name, row in listed.items():
        if word(row) in ("at risk", "off track"):
            assert row["reason"] in pack, name


def test_a_pack_in_html_says_what_list_says(asked: Asked) -> None:
    pack = asked("report", "--format", "html", "--template", "lgb-pack")
    listed = by_id(asked.activities())
    words = "|".join(sorted({word(row) for row in listed.values()}, key=len, reverse=True))
    seen = 0
    for html_row in re.findall(r"<tr\b.*?</tr>", pack, re.DOTALL):
        cells = [" ".join(unescape(re.sub(r"<[^>]+>", " ", cell)).split())
                 for cell in re.split(r"</t[hd]>", html_row)]  # fmt: skip
        named = re.match(r"([\w.]+)\b", cells[0])
        for cell in cells[1:] if named and named[1] in listed else ():
            judged = re.match(rf"[{SIGNS}] ({words})\b", cell)
            if named and judged:
                seen += 1
                assert judged[1] == word(listed[named[1]]), (named[1], cells)
    assert seen > 20


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
    marks = {"settled": "Done: ", "paused": "Paused: ", "withdrawn": "Withdrawn: "}
    expected = Counter(
        (f"{marks.get(line['state'], '')}{line['id']}", line["due"], word(line)) for line in dated
    )
    result = Counter(
        (
            re.match(r"((?:Done: |Paused: |Withdrawn: )?[\w.]+)", summary)[1],  # type: ignore[index]
            due,
            re.search(r"Status: ([a-z ]+)", text)[1].strip(),  # type: ignore[index]
        )
        for summary, due, text in events
    )
    assert result == expected


def test_the_timeline_says_what_list_says(asked: Asked) -> None:
    listed = {key(row): row for row in asked.activities()}
    chart = asked.json("timeline")
    for bar in chart["bars"]:
        row = listed[key(bar)]
        assert (bar["status"], bar["state"]) == (row["status"], row["state"])
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
