"""What people type is met halfway: capitals, beginnings, colours, days in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from support.records import DAY, PLAN, output, records_in

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Result, RunIn

LABELS = {
    "aims/2-people.yaml": """\
id: 2
title: People
areas:
  - id: 2a
    title: HR
    activities:
      - id: 2a.2
        title: HR software
        leads: [JK]
        when: {Map existing provision: Spring 2025, Map gaps: May 2025, March review: July 2025}
""",
    "people.yaml": "leads: {JK: {}, SD: {}}\nacademies: {WPSA: {}}\ncommittees:\n"
    '  - {id: far, name: "Finance, Audit & Risk Committee", oversees: [1]}\n'
    "  - {id: pc, name: People Committee, oversees: [2]}\n",
}


@pytest.fixture
def run(run_in: RunIn) -> Callable[..., Result]:
    """Runs a command in the folder of a plan of its own."""
    return run_in(PLAN | LABELS)


def test_a_record_as_people_say_it(run: Callable[..., Result], tmp_path: Path) -> None:
    typed = ["record", "2A.2", "done", "--by", "jk", "--for", "map EXISTING", "--academy", "wpsa"]
    output(run(*typed, "--on", "yesterday", "--as-of", "5 March 2025"))
    [record] = records_in(tmp_path)
    assert (record.status, record.by, str(record.date)) == ("complete", "JK", "2025-03-04")
    assert (record.for_, record.academy) == ("Map existing provision", "WPSA")


def test_for_with_two_readings_is_refused_with_both(run: Callable[..., Result]) -> None:
    result = run("record", "2a.2", "complete", *DAY, "--for", "Map")
    assert (result.code, result.out) == (2, "")
    assert result.err.startswith('sipctl: --for "Map" may mean Map existing provision or Map gaps')


def test_a_milestone_by_its_beginning(run: Callable[..., Result]) -> None:
    move = ("move", "2a.2", "Summer 2026", "--agreed", "Trustees", *DAY[2:], "--dry-run")
    assert "Map gaps: from May 2025" in " ".join(run(*move, "--milestone", "map g").out.split())
    refused = run(*move, "--milestone", "map")
    assert refused.err.startswith('sipctl: "map" may mean Map existing provision or Map gaps\n')


def test_the_newest_record_of_a_lead_is_the_last(
    run: Callable[..., Result], tmp_path: Path
) -> None:
    def record(*argv: str) -> str:
        return output(run("record", "1a.3", *argv, "--as-of", "2025-03-04"))

    record("on-track", "--by", "SD", "--on", "2025-03-01")
    record("at-risk", "--by", "SD", "--on", "2025-03-02")
    record("off-track", "--by", "JK", "--on", "2025-03-03")
    record("paused", "--by", "SD", "--corrects", "last")
    record("withdrawn", "--by", "SD", "--corrects", "LAST")
    corrected = {str(r.status): r.corrects for r in records_in(tmp_path) if r.corrects}
    by_status = {str(r.status): r for r in records_in(tmp_path)}
    assert corrected["paused"].startswith("2025-03-02-1a.3-SD-")
    assert corrected["withdrawn"].startswith("2025-03-04-1a.3-SD-")
    assert len(by_status) == 5


@pytest.mark.parametrize("typed", ["far", "FAR", "finance", "Finance, Audit & Risk Committee"])
def test_a_committee_by_its_name(run: Callable[..., Result], typed: str) -> None:
    listed = output(run("list", "--committee", typed, "--as-of", "2025-03-04"))
    assert "1a.1" in listed
    assert "2a.2" not in listed


@pytest.mark.parametrize("day", ["Easter 2025", "20 April 2025", "2025-04-20"])
def test_the_day_of_an_answer(run: Callable[..., Result], day: str) -> None:
    assert '"as_of": "2025-04-20"' in output(run("due", "--format", "json", "--as-of", day))


def test_the_log_since_a_day_in_words(run: Callable[..., Result]) -> None:
    for day in ("2025-03-02", "2025-03-03"):
        output(run("record", "1a.1", "on-track", "--by", "JK", "--as-of", day))
    for since, count in (("yesterday", 1), ("2 days ago", 2), ("last Sunday", 2)):
        shown = output(run("log", "--since", since, "--as-of", "2025-03-04", "--format", "json"))
        assert shown.count('"1a.1"') == count, since
