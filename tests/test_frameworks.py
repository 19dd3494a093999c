"""What a plan has to cover is data: a framework and `covers` appear wherever aims are described."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING

import pytest
from support.call_count import work
from support.plans import SCHOOL, plan_of

from sipctl.plan.changes import Version, compare, version_pair
from sipctl.plan.context import timing_context
from sipctl.plan.queries.coverage import areas_outside, parts_of
from sipctl.plan.rules.context import RuleContext
from sipctl.plan.rules.links import unknown_part
from sipctl.views.changes.english import Markup, change_lines, target_name

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Result

pytestmark = pytest.mark.usefixtures("cached")

TQ = """\
id: tq
title: Trust quality
source: DfE
parts:
  - {id: workforce, title: Workforce}
  - {id: governance, title: Governance}
  - {id: finance, title: Money}
"""
SECOND = """\
id: 2
title: Boards
covers: [tq.governance]
areas:
  - id: 2a
    title: Trustees
    covers: [tq.governance, tq.workforce]
    activities: [{id: 2a.1, title: Review the skills of trustees, leads: [SD], when: Summer 2025}]
    kpis: [{id: 2a.k1, measure: Attendance, monitored: termly}]
  - id: 2b
    title: Clerks
    activities: [{id: 2b.1, title: Write minutes, leads: [JK], when: termly}]
    kpis: [{id: 2b.k1, measure: Days, monitored: termly}]
"""
FILES = {**SCHOOL, "frameworks/tq.yaml": TQ, "aims/2-boards.yaml": SECOND}
DAY = ("--as-of", "2025-03-04")


@pytest.fixture
def plan(write: Callable[[dict[str, str]], Path]) -> str:
    return str(write(FILES) / "plan")


def test_what_covers_each_part_and_what_covers_none() -> None:
    plan = plan_of(FILES)
    framework = plan.frameworks["frameworks/tq.yaml"]
    by = {part.id: [thing.id for thing in part.by] for part in parts_of(plan, framework)}
    assert by == {"tq.workforce": ["2a"], "tq.governance": ["2"], "tq.finance": []}
    assert [area.id for area in areas_outside(plan, framework)] == ["1a"]


def test_show(plan: str, sipctl: Callable[..., Result]) -> None:
    shown = {
        name: " ".join(sipctl("show", name, "--plan", plan, *DAY).out.split())
        for name in ("tq", "TQ.finance", "tq.governance", "2", "2a", "2b.1", "2a.k1", "1a")
    }
    assert "Workforce 2a Trustees Governance 2 Boards Money nothing in this plan" in shown["tq"]
    assert "Under no part of it 1a Staff" in shown["tq"]
    assert "Covered by nothing in this plan" in shown["TQ.finance"]
    assert "2a.1 Review the skills" in shown["tq.governance"] and "2b.1" in shown["tq.governance"]
    covers = "Covers tq.governance Governance tq.workforce Workforce"
    assert covers in shown["2a"] and covers in shown["2a.k1"]
    assert "Covers tq.governance Governance Where" in shown["2"]
    assert "Covers tq.governance Governance" in shown["2b.1"]
    assert "Covers" not in shown["1a"]
    answer = json.loads(sipctl("show", "tq", "--plan", plan, *DAY, "--format", "json").out)
    assert answer["covers"][2] == {"id": "tq.finance", "title": "Money", "covered_by": []}
    assert answer["covering_nothing"] == ["1a"]


def test_an_id_of_a_part_takes_no_other_place(
    write: Callable[..., Path], sipctl: Callable[..., Result]
) -> None:
    text = TQ.replace("id: workforce", "id: pcg")
    plan = str(write({**SCHOOL, "frameworks/tq.yaml": text}) / "plan")
    assert "people.yaml:" in sipctl("show", "pcg", "--plan", plan, *DAY).out
    assert "frameworks/tq.yaml:5" in sipctl("show", "tq.pcg", "--plan", plan, *DAY).out


@pytest.mark.parametrize(
    ("files", "taken"),
    [
        ({"frameworks/a.yaml": TQ}, "framework tq"),
        (
            {"frameworks/tq.yaml": TQ.replace("id: governance", "id: workforce")},
            "part tq.workforce",
        ),
    ],
)
def test_ids_that_are_taken(
    write: Callable[..., Path], sipctl: Callable[..., Result], files: dict[str, str], taken: str
) -> None:
    plan = str(write({**FILES, **files}) / "plan")
    faults = json.loads(sipctl("check", "--plan", plan, *DAY, "--format", "json").out)["faults"]
    twice = [fault["message"] for fault in faults if fault["slug"] == "duplicate-id"]
    assert twice == [f"there is another {taken} already"]


def test_diff() -> None:
    files = {**FILES, "aims/2-boards.yaml": SECOND.replace("covers: [tq.governance]\n", "")}
    del files["frameworks/tq.yaml"]
    changes = compare(version_pair(Version(plan_of(files)), Version(plan_of(FILES)))).changes
    markup = Markup(str, str)
    lines = [
        f"{target_name(change.subject, markup)}: {line}"
        for change in changes
        for line in change_lines(change, markup)
    ]
    assert lines[0] == "aim 2: covers: with tq.governance"
    assert lines[1:] == [
        "framework tq Trust quality: new",
        "framework tq Trust quality: source now DfE",
        "part tq.finance Money: new",
        "part tq.governance Governance: new",
        "part tq.workforce Workforce: new",
    ]


def test_set(plan: str, sipctl: Callable[..., Result]) -> None:
    assert sipctl("set", "1a", "covers", "TQ.Finance", "--plan", plan, *DAY).code == 0
    assert "Money       1a Staff" in sipctl("show", "tq", "--plan", plan, *DAY).out
    refused = sipctl("set", "1a", "covers", "tq.moeny", "--plan", plan, *DAY)
    assert refused.code == 2 and 'has no part "moeny"' in refused.err


@pytest.mark.parametrize("template", ["lgb-pack", "trustees-pack", "whole-plan"])
@pytest.mark.parametrize("form", ["html", "markdown"])
def test_a_pack_by_framework(
    plan: str, sipctl: Callable[..., Result], template: str, form: str
) -> None:
    pack = sipctl(
        "report", "--template", template, "--by", "tq", "--plan", plan, *DAY, "--format", form
    )
    assert pack.code == 0, pack.err
    text = pack.out.replace("**", "")
    assert "Nothing in the plan covers Money." in text
    head = ">{}<" if form == "html" else "## {}\n"
    titles = ("Workforce", "Governance", "Money", "Under no part of Trust quality")
    places = [text.rindex(head.format(title)) for title in titles]
    assert places == sorted(places)
    assert ("Told above, under an earlier part: 2a." in text) == (template == "whole-plan")


def test_a_pack_that_has_no_groups_says_so(plan: str, sipctl: Callable[..., Result]) -> None:
    for words, message in (
        (("--template", "lead-sheet"), "lead-sheet has no groups that --by could change"),
        (("--annex", "none"), "--annex none leaves out what --by groups"),
        (("--by", "tp"), '--by "tp" is not a framework of this plan'),
    ):
        argv = ("report", "--by", "tq", "--plan", plan, *DAY, "--format", "html", *words)
        refused = sipctl(*argv)
        assert (refused.code, message in refused.err) == (2, True), refused.err


def test_a_part_not_covered_keeps_what_the_area_covers(
    plan: str, sipctl: Callable[..., Result]
) -> None:
    shown = sipctl("check", "--plan", plan, *DAY).out
    assert (
        "write covers: [tq.finance] where the plan does: sipctl set 1a covers tq.finance" in shown
    )
    for area, parts in (("1a", ["tq.governance"]), ("2b", ["tq.governance", "tq.workforce"])):
        assert sipctl("set", area, "covers", *parts, "--plan", plan, *DAY).code == 0
    shown = sipctl("check", "--plan", plan, *DAY).out
    help_ = "add tq.finance to covers: where the plan does: "
    assert f"{help_}sipctl set 1a covers tq.governance tq.finance" in shown


def test_thousands_of_unknown_parts() -> None:
    """Known parts are grouped by framework once, not for each part that is unknown."""
    parts = "".join(f"  - {{id: p{number}, title: Part}}\n" for number in range(1_000))
    covers = ", ".join(f"tq.{'x' * 40}{number}" for number in range(2_000))
    files = {
        **FILES,
        "frameworks/tq.yaml": TQ.partition("  - ")[0] + parts,
        "aims/2-boards.yaml": SECOND.replace("[tq.governance]", f"[{covers}]"),
    }
    plan = plan_of(files)
    context = RuleContext(plan, timing_context(plan), date(2025, 3, 4))
    findings: list[object] = []
    work(lambda: findings.extend(unknown_part(context)), most=1_000_000)
    assert len(findings) >= 2_000
