"""An optional text of an activity, declared once, appears wherever activities are described.

Who adds one to `plan/model/entries.Activity` touches no other file for that (CONTRIBUTING, "Add a
field"): these tests take the fields from the class, so they cover the new one at once.
"""

from __future__ import annotations

import dataclasses
from dataclasses import replace
from typing import TYPE_CHECKING, get_type_hints

import pytest
from support.plans import SCHOOL

from sipctl.plan.changes import Version, compare, version_pair
from sipctl.plan.model import scalars
from sipctl.plan.model.entries import Activity, Plan
from sipctl.plan.model.entry import further_texts
from sipctl.plan.model.json_schema import json_schema
from sipctl.store.cache.snapshot import open_folder
from sipctl.store.files.folder import Folder

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Result

pytestmark = pytest.mark.usefixtures("cached")

TEXTS = [
    field.name
    for field in dataclasses.fields(Activity)
    if get_type_hints(Activity, include_extras=True)[field.name] == scalars.Text | None
]
NAME = "1a.3"
LINE = f"{{id: {NAME}, title: Look at policies, leads: [JK], when: termly"


def text_of(field: str) -> str:
    """What the activity says in a field: a time, for the one that has to be one."""
    return "January 2025" if field == "starts" else f"Words for {field.replace('_', ' ')}"


@pytest.fixture
def folder(write: Callable[[dict[str, str]], Path]) -> Path:
    texts = "".join(f", {field}: {text_of(field)}" for field in TEXTS)
    aim = SCHOOL["aims/1-people.yaml"]
    assert LINE in aim
    return write({**SCHOOL, "aims/1-people.yaml": aim.replace(LINE, LINE + texts)})


def plan_in(folder: Path) -> Plan:
    opened = open_folder(Folder(folder / "plan", "plan"))
    assert opened.loaded.ok, opened.loaded.faults
    return opened.plan


def activity_in(folder: Path) -> Activity:
    return plan_in(folder).activities[NAME][2]


def test_the_fields_are_those_that_the_plan_holds(folder: Path) -> None:
    assert {"detail", "starts", "resources", "query"} <= set(TEXTS)
    assert [getattr(activity_in(folder), field) for field in TEXTS] == [*map(text_of, TEXTS)]


def test_show(folder: Path, sipctl: Callable[..., Result]) -> None:
    shown = sipctl("show", NAME, "--plan", str(folder / "plan")).out
    assert [field for field in TEXTS if text_of(field) not in shown] == []
    assert [info.label for info in further_texts(Activity) if info.label not in shown] == []


def test_diff(folder: Path) -> None:
    after = plan_in(folder)
    aim = after.aims[0]
    activities = tuple(
        replace(activity, **dict.fromkeys(TEXTS)) if activity.id == NAME else activity
        for activity in aim.areas[0].activities
    )
    areas = (replace(aim.areas[0], activities=activities), *aim.areas[1:])
    before = replace(after, aims=(replace(aim, areas=areas), *after.aims[1:]))
    changes = compare(version_pair(Version(before), Version(after))).changes
    assert {
        getattr(change, "field", None): change.subject.id for change in changes
    } == dict.fromkeys(TEXTS, NAME)


def test_hover_and_json_schema() -> None:
    keys = json_schema("aim")["definitions"]["Activity"]["properties"]
    assert [field for field in TEXTS if not keys[field]["description"]] == []
    described = {field.name: field.metadata for field in dataclasses.fields(Activity)}
    assert {field: keys[field]["description"] for field in TEXTS} == {
        field: described[field]["description"] for field in TEXTS
    }


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_the_workbook_both_ways(
    folder: Path, tmp_path: Path, sipctl: Callable[..., Result], form: str
) -> None:
    file = tmp_path / f"plan.{form}"
    written = sipctl("export", "--plan", str(folder / "plan"), "-o", str(file))
    assert written.code == 0, written.err
    named = ("--name", "Hill School", "--years", "2024-25") if form == "csv" else ()
    read = sipctl("init", "new", "--from", str(file), *named, cwd=tmp_path)
    assert read.code == 0, read.err
    again = activity_in(tmp_path / "new")
    assert [getattr(again, field) for field in TEXTS] == [*map(text_of, TEXTS)]


@pytest.mark.parametrize("form", ["html", "markdown"])
def test_the_whole_plan_as_a_pack(folder: Path, sipctl: Callable[..., Result], form: str) -> None:
    plan = str(folder / "plan")
    argv = ("report", "--template", "whole-plan", "--with", "faults", "--plan", plan)
    pack = sipctl(*argv, "--format", form)
    assert pack.code == 0, pack.err
    assert [field for field in TEXTS if text_of(field) not in pack.out] == []
