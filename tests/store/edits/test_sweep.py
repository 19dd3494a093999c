"""Every kind of edit × five styles × LF/CRLF × every entry: what is not edited keeps its bytes."""

from __future__ import annotations

from collections import Counter
from datetime import date
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Any

import pytest
from conftest import ROOT
from support.each_row import each_row
from support.handwritten import STYLES

from sipctl.plan.faults import Refusal
from sipctl.plan.model.entries import Activity, LeadChange, Move
from sipctl.store.edits.changes import (
    Bare,
    ById,
    Change,
    InsertItem,
    RemoveValue,
    ReplaceText,
    SetValue,
    list_changes,
    resolve_path,
    value_at,
)
from sipctl.store.edits.edit import Edit, edited
from sipctl.store.edits.layout import Layout
from sipctl.store.edits.leads import lead_changes
from sipctl.store.edits.moves import move_changes
from sipctl.store.edits.places import KEYS
from sipctl.store.files.source import Source
from sipctl.store.load import load_file
from sipctl.store.yaml import read as yaml

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PATH = "aims/1-teaching.yaml"
BREAKS = {"LF": "\n", "CRLF": "\r\n"}
LONG = 'It\'s "late": #4, again, and for a reason that takes some telling, ' * 2 + "the end"
ORDER = ("id", "title", "detail", "leads", "when", "starts", "priority", "success", "resources")
KPI = {"id": Bare("1a.k9"), "measure": "Pupils who read: all", "monitored": "termly"}
ACTIVITY = {
    "id": Bare("1a.99"),
    "title": "A new one: with a colon",
    "leads": ["JK", "PQ"],
    "when": {"Launch": "January 2026", "Then": "Spring 2026"},
    "success": ["Everybody reads, at last", "#2 too"],
}


def source_of(style: str, broken: str) -> Source:
    return Source(PATH, STYLES[style].replace("\n", BREAKS[broken]).encode())


def kinds(work: Activity, area: str) -> Iterator[tuple[str, list[Change]]]:
    """Each kind of edit of an activity (and of the area that it stands in)."""
    inside = ("areas", ById(area))
    path = (*inside, "activities", ById(work.id))
    yield "title", [SetValue((*path, "title"), "Another: title", ORDER)]
    yield "long title", [SetValue((*path, "title"), LONG, ORDER)]
    yield "detail", [SetValue((*path, "detail"), LONG, ORDER)]
    yield "lines", [SetValue((*path, "detail"), "One\nTwo\n", ORDER)]
    yield "success", [SetValue((*path, "success"), ["A, B", "C: D"], ORDER)]
    yield "after", [SetValue((*path, "after"), ["1a.1"], ORDER)]
    yield "leads", list_changes((*path, "leads"), work.leads, ("PQ", *work.leads[1:], "SD"))
    yield "no leads", [SetValue((*path, "leads"), [], ORDER)]
    yield "when", [SetValue((*path, "when"), "Summer 2026", ORDER)]
    yield "labels", [SetValue((*path, "when"), {"A: b": "Summer 2026"}, ORDER)]
    if work.when:
        yield "no when", [RemoveValue((*path, "when"))]
    yield "no activity", [RemoveValue(path)]
    yield "activity", [InsertItem((*inside, "activities"), ACTIVITY)]
    yield "activity first", [InsertItem((*inside, "activities"), ACTIVITY, 0)]
    yield "kpi", [InsertItem((*inside, "kpis"), KPI)]
    yield "priority", [InsertItem((*inside, "priorities"), {"id": Bare("1a.p9"), "title": "Go"})]
    yield "area", [InsertItem(("areas",), {"id": Bare("1z"), "title": "A new area"})]


def cases() -> list[Any]:
    return [(style, broken) for style in STYLES for broken in BREAKS]


@pytest.mark.slow
@each_row(("style", "broken"), cases())
def test_nothing_outside_the_edit_changes(style: str, broken: str) -> None:
    before = source_of(style, broken)
    done: Counter[str] = Counter()
    for area in load_file(before).model.areas:
        for work in area.activities:
            for kind, changes in kinds(work, area.id):
                edit = Edit(before, changes, f"{work.id} cannot be changed", "change it")
                try:
                    after = edited(edit)
                except Refusal as refusal:
                    assert "so nothing was changed" in refusal.message or kind == "no activity"
                    done["refused"] += 1
                else:
                    assert_only(before.data, after.data, broken)
                    done[kind] += 1
    assert done["refused"] <= sum(done.values()) / 8, done


@pytest.mark.parametrize(("style", "broken"), cases())
def test_an_entry_put_back_as_it_was_changes_no_byte(style: str, broken: str) -> None:
    """What an editor is given of an entry is all of it, and nothing else."""
    before = source_of(style, broken)
    layout = Layout(yaml.text_of(before), yaml.positions(before))
    data = yaml.read(before).data
    for area in load_file(before).model.areas:
        for work in area.activities:
            path = ("areas", ById(area.id), "activities", ById(work.id))
            text = layout.text_alone(resolve_path(data, path))
            if "|+" in text:  # blank lines that a text keeps are the editor's to lose
                continue
            change = ReplaceText(path, value_at(data, path), text)
            after = edited(Edit(before, [change], f"{work.id} cannot", "change it"))
            assert after.data == before.data


TEST_PLANS = [ROOT / "plan", ROOT / "tests/plans/everything/plan"]


@pytest.mark.slow
@pytest.mark.parametrize("broken", BREAKS)
@pytest.mark.parametrize("folder", TEST_PLANS, ids=["shipped", "everything"])
def test_every_entry_of_whole_plans(folder: Path, broken: str) -> None:
    """Each entry of each file through three of the kinds of edit, all kinds taking turns."""
    done: Counter[str] = Counter()
    turn = 0
    for file in sorted(folder.glob("aims/*.yaml")):
        text = file.read_bytes().decode().replace("\r\n", "\n").replace("\n", BREAKS[broken])
        before = Source(f"aims/{file.name}", text.encode())
        for area in load_file(before).model.areas:
            for work in area.activities:
                edits = [*kinds(work, area.id), *histories(work, area.id)]
                for step in range(3):
                    kind, changes = edits[(turn + step * 7) % len(edits)]
                    try:
                        after = edited(Edit(before, changes, f"{work.id} cannot", "change it"))
                    except Refusal as refusal:
                        assert "so nothing was changed" in refusal.message
                        done["refused"] += 1
                    else:
                        assert_only(before.data, after.data, broken)
                        done[kind] += 1
                turn += 1
    assert sum(done.values()) > 10
    assert done["refused"] <= sum(done.values()) / 20, done


def histories(work: Activity, area: str) -> Iterator[tuple[str, list[Change]]]:
    """The edits that keep what was before: a handover, an answer, a move."""
    path = ("areas", ById(area), "activities", ById(work.id))
    change = LeadChange(from_=work.leads, date=date(2030, 1, 1), agreed="CEO", why=LONG)
    yield "handover", lead_changes(path, work, ("PQ",), change)
    answered = {"query": LONG, "answer": "Yes: both", "date": Bare("2025-03-04")}
    closing: list[Change] = [RemoveValue((*path, "query"))] if work.query else []
    yield "answer", [InsertItem((*path, "answered"), answered, order=KEYS[Activity]), *closing]
    for label, phrase in list(work.when.items())[:1]:
        move = Move(milestone=label or None, from_=phrase, date=date(2030, 1, 1), agreed="A, B")
        yield "move", move_changes(path, "14 March 2026", move)


def assert_only(before: bytes, after: bytes, broken: str) -> None:
    """What goes and what comes stands in one place; line breaks, the mark and the end stay."""
    old, new = before.decode(), after.decode()
    assert new.startswith("\ufeff") == old.startswith("\ufeff")
    assert new.endswith("\n") == old.endswith("\n")
    assert (new.count("\n") != new.count("\r\n")) == (broken == "LF")
    rows, new_rows = old.split("\n"), new.split("\n")
    codes = SequenceMatcher(None, rows, new_rows, autojunk=False).get_opcodes()
    changed = [code for code in codes if code[0] != "equal"]
    assert len(changed) <= 3, changed
    assert sum(end - start for _, start, end, _, _ in changed) <= 12
