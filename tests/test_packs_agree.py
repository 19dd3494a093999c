"""The packs of one plan and day, compared with its other answers."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

import pytest
from support.asked import Row, asked, by_id, done_for, folders, pack_word, short, word
from support.pack_page import Page, ids

from sipctl.views.text.english import duration

if TYPE_CHECKING:
    from support.asked import Asked

__all__ = ["asked", "folders"]


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
                    assert pack_word(listed[name]) in cell, (name, cells)
    assert seen > len(table_rows(pack)) / 2
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
        assert any(done_for(row) in " ".join(row_cells) for row_cells in cells), row["id"]
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
                assert pack_word(listed[named[1]]).replace(",", "") in cell, (named[1], cells)
    assert seen > len(listed) / 2


def is_late(row: Row) -> bool:
    return bool(row["state"] == "overdue")


@pytest.mark.parametrize("template", ["lgb-pack", "trustees-pack"])
def test_the_tables_of_a_pack_hold_what_list_says(asked: Asked, template: str) -> None:
    """Overdue with its day, paused and withdrawn, finished, judged at risk, and what comes next."""
    page = Page(asked.pack(template))
    rows = asked.activities()
    listed = by_id(rows)
    overdue = page.all_tables("Dates that had passed")
    assert {ids([row]).pop() for row in overdue} == {row["id"] for row in rows if is_late(row)}
    for row in overdue:
        days = {short(own["missed_since"]) for own in rows if is_late(own)}
        assert row[2].partition(",")[0] in days
    stopped = {row["id"] for row in rows if row["state"] in ("paused", "withdrawn")}
    assert ids(page.all_tables("never overdue, because it was stopped")) == stopped
    for row in page.all_tables("Recorded as finished"):
        name = ids([row]).pop()
        its_dates = [date for own in rows if own["id"] == name for date in own["occurrences"]]
        settled = {date["settled_on"] for date in its_dates}
        assert row[2] in {short(day) for day in settled if day}, row
        assert "(" in row[0].partition(" ")[2] or listed[name]["state"] == "settled", row
    judged = {row["id"] for row in rows if word(row) in ("at risk", "off track")}
    assert ids(page.all_tables("judged off track or at risk by")) == judged
    for row in page.all_tables("judged off track or at risk by"):
        assert short(listed[ids([row]).pop()]["recorded_on"]) in row[2]


def test_the_figures_of_a_pack_are_those_of_list_and_kpis(asked: Asked) -> None:
    page = Page(asked.pack("lgb-pack"))
    rows = asked.activities()
    assert page.number("activities[;.,]") == len(by_id(rows))
    kept = [row for row in rows if row["state"] != "withdrawn"]
    due = sorted(date["due"] for row in kept for date in row["occurrences"])
    for term in page.table("Dates of activities due in each term"):
        first, last = asked.days_of(term[0].strip("*"))
        assert int(term[1]) == sum(first <= day <= last for day in due), term
        if last < asked.day:
            assert term[-1] == "0", "what is over is not still to come"
    kpis = asked.json("kpis")["rows"]
    read = [row for row in kpis if row["readings"] and not row["retired"]]
    results = [row["judgement"] for row in read]
    known = {row["id"] for row in kpis if not row["retired"]}
    sentence = f"{len({row['id'] for row in read})} ha(?:s|ve) been read"
    assert re.search(rf"Of {len(known)} KPIs? {sentence}", page.text)
    for result, words in (("met", "met"), ("not-met", "not met")):
        if results.count(result):
            assert re.search(rf"\b{results.count(result)} {words}\b", page.text)


def test_both_packs_speak_of_the_same_kpi_readings(asked: Asked) -> None:
    """In one the whole plan, in the other committee by committee: the KPIs of no aim too."""
    due = [
        sum(int(number) for number in re.findall(r"(\d+) KPI readings? (?:is|are) due", pack))
        for pack in (asked.pack("lgb-pack"), asked.pack("trustees-pack"))
    ]
    assert due[0] == due[1]
