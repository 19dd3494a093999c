"""`sipctl withdraw` as its user types it: records of all beneath, KPIs retired, all or none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from support.records import output, records_in
from support.small_plan import FILES

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Result

AIM = "aims/1-people.yaml"
TEXT = (
    FILES[AIM]
    .replace("    activities:\n", "    priorities: [{id: 1a.p1, title: Stay}]\n    activities:\n")
    .replace("title: Map forums\n", "title: Map forums\n        priority: 1a.p1\n")
)
DONE = "activity: 1a.1\ndate: 2025-02-01\nby: JK\nstatus: complete\nevidence: [minutes]\n"
PLAN = FILES | {AIM: TEXT, "records/2024-25/spring/2025-02-01-1a.1-JK.yaml": DONE}
WHY = ("--agreed", "Trustees", "--why", "The money is gone", "--by", "jk", "--as-of", "2025-03-04")


@pytest.fixture
def top(write: Callable[[dict[str, str]], Path]) -> Path:
    return write(PLAN)


@pytest.fixture
def run(top: Path, sipctl: Callable[..., Result]) -> Callable[..., Result]:
    return lambda *argv: sipctl("withdraw", *argv, cwd=top)


def given_up(top: Path) -> dict[str, tuple[str | None, str | None, str]]:
    return {
        record.subject: (record.note, record.agreed, record.by)
        for record in records_in(top)
        if record.status == "withdrawn"
    }


def test_an_area_with_all_beneath_it(
    run: Callable[..., Result], top: Path, sipctl: Callable[..., Result]
) -> None:
    text = output(run("1a", *WHY))
    assert "With 1a, 3 activities and 1 KPI are given up." in text
    assert "Finished or given up before, and so left as they are: 1a.1." in text
    value = ("The money is gone", "Trustees", "JK")
    assert given_up(top) == dict.fromkeys(("1a.2", "1a.9", "1a.10"), value)
    assert (
        'monitored: termly, retired: {date: 2025-03-04, why: "The money is gone, '
        'agreed by Trustees"}}' in (top / "plan" / AIM).read_text()
    )
    assert sipctl("check", "--as-of", "2025-03-05", cwd=top).code == 0
    shown = output(sipctl("show", "1a.2", "--as-of", "2025-03-05", cwd=top))
    assert "JK: withdrawn – The money is gone – agreed by Trustees" in shown
    again = run("1a", *WHY)
    assert again.code == 2
    assert "nothing beneath 1a is open" in again.err


def test_a_priority_and_one_alone(run: Callable[..., Result], top: Path) -> None:
    output(run("1a.p1", *WHY))
    assert set(given_up(top)) == {"1a.2"}
    output(run("2A.3", *WHY))
    assert set(given_up(top)) == {"1a.2", "2a.3"}
    output(run("1a.k1", *WHY))
    assert set(given_up(top)) == {"1a.2", "2a.3"}


def test_refused_with_nothing_written(run: Callable[..., Result], top: Path) -> None:
    before = (top / "plan" / AIM).read_bytes()
    for argv, message in (
        (("1a.1", *WHY), "1a.1 is complete already"),
        (("1z", *WHY), 'nothing in this plan that can be given up is called "1z"'),
        (("1a", *WHY[2:]), "who agreed that 1a is given up?"),
        (("1a", *WHY[:2], *WHY[4:]), "why is 1a given up?"),
        (("1a", *WHY[:4], "--by", "XX", *WHY[6:]), '--by "XX" is nobody'),
    ):
        result = run(*argv)
        assert result.code == 2
        assert message in result.err
    assert not given_up(top)
    assert (top / "plan" / AIM).read_bytes() == before


def test_a_record_that_cannot_be_written_takes_the_rest_back(
    run: Callable[..., Result], top: Path
) -> None:
    before = (top / "plan" / AIM).read_bytes()
    folder = top / "plan/records/2024-25/spring"
    kept = {path.name for path in folder.iterdir()}
    folder.chmod(0o500)
    try:
        result = run("1a", *WHY)
    finally:
        folder.chmod(0o700)
    if result.code != 0:  # root may write anywhere
        assert (top / "plan" / AIM).read_bytes() == before
        assert {path.name for path in folder.iterdir()} == kept
