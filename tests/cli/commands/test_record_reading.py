"""Which period a KPI's reading is of: asked or refused where the one before ended unread."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from support.records import PLAN, output, records_in

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Result

AIM = "aims/1-teaching.yaml"
MONTHLY = PLAN[AIM].replace(
    "monitored: termly from Spring 2025", "monitored: monthly from March 2025"
)


@pytest.fixture
def run(
    write: Callable[[dict[str, str]], Path], sipctl: Callable[..., Result]
) -> Callable[..., Result]:
    top = write(PLAN | {AIM: MONTHLY.replace("baseline: Autumn 2024, ", "")})

    def reading(day: str, *more: str) -> Result:
        argv = ("record", "1a.k1", "--value", "7", "--by", "JK", "--on", day, *more)
        return sipctl(*argv, "--as-of", "2025-05-20", cwd=top)

    return reading


def test_a_reading_after_an_unread_month_is_refused_with_both(
    run: Callable[..., Result], tmp_path: Path
) -> None:
    result = run("2025-04-05")
    assert (result.code, result.out) == (2, "")
    assert result.err == (
        "sipctl: 1a.k1 has a date that passed without a reading, and one that is open: which is it?\n"
        "  --for 2025-03  monitoring (March 2025): overdue since 31 Mar 2025\n"
        "  --for 2025-04  monitoring (April 2025): due by 30 Apr 2025\n"
    )
    assert not (tmp_path / "plan/records").exists()


def test_what_it_proposes_settles_that_month(run: Callable[..., Result]) -> None:
    printed = output(run("2025-04-05", "--for", "2025-03"))
    assert "This settles monitoring (March 2025), 5 days late." in printed
    assert "This settles monitoring (April 2025)." in output(run("2025-04-05"))


def test_a_period_that_ended_more_than_four_weeks_before_is_not_meant(
    run: Callable[..., Result],
) -> None:
    assert run("2025-04-28").code == 2
    assert "This settles monitoring (April 2025)." in output(run("2025-04-29"))


def test_a_month_that_was_read_leaves_no_doubt(run: Callable[..., Result], tmp_path: Path) -> None:
    output(run("2025-03-20"))
    output(run("2025-04-05"))
    output(run("2025-04-20"))
    assert [record.for_ for record in records_in(tmp_path)] == [None] * 3


TARGET = MONTHLY.replace(
    "measure: Reading ages,",
    'measure: Reading ages, target: {value: 95, unit: "%", by: Summer 2025}, ',
)
RETIRED = TARGET.replace(
    "measure: Reading ages,",
    "measure: Reading ages, retired: {date: 2025-04-10, why: No longer read}, ",
)


def test_a_value_has_the_unit_of_its_target(
    write: Callable[[dict[str, str]], Path], sipctl: Callable[..., Result]
) -> None:
    top = write(PLAN | {AIM: TARGET})
    asked = ("record", "1a.k1", "--value", "93", "--by", "JK", "--for", "2025-03", "--dry-run")
    assert 'unit: "%"' in output(sipctl(*asked, "--as-of", "2025-04-05", cwd=top))
    own = output(sipctl(*asked, "--unit", "points", "--as-of", "2025-04-05", cwd=top))
    assert "unit: points" in own


def test_a_retired_kpi_is_not_read_after_its_day(
    write: Callable[[dict[str, str]], Path], sipctl: Callable[..., Result]
) -> None:
    top = write(PLAN | {AIM: RETIRED})
    asked = ("record", "1a.k1", "--value", "93", "--by", "JK", "--as-of", "2025-05-05")
    refused = sipctl(*asked, cwd=top)
    assert (refused.code, refused.out) == (2, "")
    assert "1a.k1 was retired on 10 Apr 2025: No longer read" in refused.err
    before = ("--on", "2025-04-10", "--for", "2025-03", "--dry-run")
    assert sipctl(*asked, *before, cwd=top).code == 0
