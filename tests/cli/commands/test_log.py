"""`sipctl log`: records and edits of the plan, newest first."""

from __future__ import annotations

import json
import re
import subprocess
from typing import TYPE_CHECKING

import pytest
from support.each_row import each_row
from support.plans import TINY

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Result

AIM = "aims/1-teaching.yaml"
PLAN = {
    **TINY,
    "records/a.yaml": "activity: 1a.1\ndate: 2025-01-10\nby: JK\nat: 09:00:00\nstatus: on-track\n"
    "note: Begun\nconfidential: Not well\n",
    "records/b.yaml": "activity: 1a.1\ndate: 2025-03-04\nby: SD\nat: 08:00:00\nstatus: complete\n"
    "for: spring-2025\nevidence: [Minutes]\n",
    "records/c.yaml": "activity: 1a.1\ndate: 2025-04-25\nby: SD\nstatus: at-risk\ncorrects: b.yaml\n",
}
LATE = ("--as-of", "2025-12-31")


def git(top: Path, *command: str) -> None:
    subprocess.run(["git", *command], cwd=top, check=True, capture_output=True)


def commit(top: Path, subject: str, day: str, *who: str) -> None:
    git(top, "add", "-A")
    git(top, "commit", "-qm", subject, f"--date={day}T10:00:00Z", *who)


def edited(top: Path, was: str, now: str) -> None:
    path = top / "plan" / AIM
    path.write_text(path.read_text().replace(was, now))


@pytest.fixture
def top(write: Callable[[dict[str, str]], Path]) -> Path:
    top = write(PLAN)
    git(top, "init", "-qb", "main")
    commit(top, "The plan", "2024-12-01")
    edited(top, "when: Spring 2025", "when: Summer 2025")
    commit(top, "Give it time", "2025-03-04", "--author=Kath Russ <k@x>")
    edited(top, "leads: [SD]", "leads: [JK]")
    commit(top, "JK takes it on", "2025-06-01")
    return top


def output(result: Result) -> str:
    assert (result.code, result.err) == (0, "")
    return re.sub(r"\([0-9a-f]{7}\)", "(commit)", result.out)


def test_newest_first(top: Path, sipctl: Callable[..., Result]) -> None:
    assert output(sipctl("log", *LATE, cwd=top)) == (
        " 1 Jun 2025  A Clerk edited the plan (commit): JK takes it on\n"
        "             1a.2 Tell: led by SD → JK\n"
        "25 Apr 2025  SD: 1a.1 Choose: at risk, putting an earlier record right\n"
        " 4 Mar 2025  Kath Russ edited the plan (commit): Give it time\n"
        "             1a.1 Choose: Spring 2025 → Summer 2025 (16 weeks later)\n"
        "               Warning: “moved” does not say so: from when, who agreed, why\n"
        " 4 Mar 2025  SD: 1a.1 Choose: Spring 2025 complete (Minutes) [corrected since]\n"
        "10 Jan 2025  JK: 1a.1 Choose: on track – Begun [a confidential note is kept]\n"
        " 1 Dec 2024  A Clerk began the plan (commit): The plan\n"
        "             1 aim, 1 area, 2 activities and no KPIs.\n"
    )


def heads(text: str) -> list[str]:
    """The entries' first lines: day, and who or what."""
    return [line[:11].strip() for line in text.splitlines() if line[:13].strip()]


@each_row(
    ("typed", "days"),
    [
        (("1a.2",), ["1 Jun 2025", "1 Dec 2024"]),
        (("1A.1",), ["25 Apr 2025", "4 Mar 2025", "4 Mar 2025", "10 Jan 2025", "1 Dec 2024"]),
        (("1a", "--since", "summer-2025"), ["1 Jun 2025", "25 Apr 2025"]),
        (("--since", "2025-04-25"), ["1 Jun 2025", "25 Apr 2025"]),
        (("--since", "2025-04-26"), ["1 Jun 2025"]),
        (("--since", "Summer term 2025"), ["1 Jun 2025", "25 Apr 2025"]),
        (
            ("1", "--since", "March 2025", "--as-of", "2025-04-30"),
            ["25 Apr 2025", "4 Mar 2025", "4 Mar 2025"],
        ),
        (("--lead", "SD"), ["1 Jun 2025", "25 Apr 2025", "4 Mar 2025", "1 Dec 2024"]),
    ],
)
def test_what_is_asked_for(
    top: Path, sipctl: Callable[..., Result], typed: tuple[str, ...], days: list[str]
) -> None:
    assert heads(output(sipctl("log", *LATE, *typed, cwd=top))) == days


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        (("1b",), 'nothing in this plan is called "1b"'),
        (("--since", "Sumer 2025"), '--since: "Sumer 2025" is not a time this plan knows'),
        (("--since", "ad hoc"), '--since "ad hoc" names no day'),
        (("--lead", "QQ"), "QQ"),
        (("--format", "xml"), '--format "xml" is not known'),
    ],
)
def test_refused(
    top: Path, sipctl: Callable[..., Result], typed: tuple[str, ...], message: str
) -> None:
    result = sipctl("log", *typed, cwd=top)
    assert result.code == 2
    assert message in result.err


def test_confidential_notes_only_if_asked(top: Path, sipctl: Callable[..., Result]) -> None:
    for form in ("text", "json"):
        assert "Not well" not in output(sipctl("log", *LATE, "--format", form, cwd=top))
        assert "Not well" in output(
            sipctl("log", *LATE, "--confidential", "--format", form, cwd=top)
        )


def test_json(top: Path, sipctl: Callable[..., Result]) -> None:
    printed = json.loads(output(sipctl("log", *LATE, "--format", "json", cwd=top)))
    assert (printed["version"], printed["more"], printed["missing"]) == (1, False, None)
    assert [(entry["kind"], entry["date"], entry["by"]) for entry in printed["entries"]] == [
        ("edit", "2025-06-01", "A Clerk"),
        ("record", "2025-04-25", "SD"),
        ("edit", "2025-03-04", "Kath Russ"),
        ("record", "2025-03-04", "SD"),
        ("record", "2025-01-10", "JK"),
        ("edit", "2024-12-01", "A Clerk"),
    ]
    [change] = printed["entries"][2]["changes"]
    assert (change["kind"], change["id"], change["was"], change["now"]) == (
        *("re-dated", "1a.1", "Spring 2025", "Summer 2025"),
    )
    assert printed["entries"][3]["corrected"] is True
    assert printed["entries"][4]["withheld"] is True


def test_corrected_by_the_day_asked_about(
    write: Callable[[dict[str, str]], Path], sipctl: Callable[..., Result]
) -> None:
    """A correction that is still to come corrects nothing; nor does one that was a mistake."""
    again = "activity: 1a.1\ndate: 2025-05-02\nby: SD\nstatus: on-track\ncorrects: c.yaml\n"
    top = write(PLAN | {"records/d.yaml": again})

    def corrected(day: str) -> list[str]:
        printed = json.loads(sipctl("log", "--as-of", day, "--format", "json", cwd=top).out)
        shown = sipctl("show", "1a.1", "--as-of", day, cwd=top).out
        days = [entry["date"] for entry in printed["entries"] if entry["corrected"]]
        assert shown.count("[corrected since]") == len(days)
        return days

    assert corrected("2025-04-24") == []
    assert corrected("2025-04-25") == ["2025-03-04"]
    assert corrected("2025-05-02") == ["2025-04-25"]


def test_a_page_at_a_time(
    write: Callable[[dict[str, str]], Path], sipctl: Callable[..., Result]
) -> None:
    record = "activity: 1a.1\ndate: {}\nby: JK\nstatus: on-track\n"
    days = [f"2025-0{1 + number // 28}-{1 + number % 28:02d}" for number in range(60)]
    more = {f"records/{day}.yaml": record.format(day) for day in days}
    top = write(PLAN | more)
    git(top, "init", "-q")
    commit(top, "The plan", "2024-12-01")
    printed = output(sipctl("log", *LATE, cwd=top))
    assert len(heads(printed)) == 51
    assert printed.endswith("The newest 50; --all shows what came before them.\n")
    every = output(sipctl("log", *LATE, "--all", cwd=top))
    assert "The plan" in every
    assert "--all" not in every


# --- what git does not know ----------------------------------------------------------------------


def test_no_repository(
    write: Callable[[dict[str, str]], Path],
    sipctl: Callable[..., Result],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    top = write(PLAN)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(top.parent))
    printed = output(sipctl("log", *LATE, cwd=top))
    assert printed.endswith(
        "The plan is in no git repository, so edits of the plan are not known.\n"
    )
    assert len(heads(printed)) == 4
    monkeypatch.setenv("PATH", str(top))
    printed = output(sipctl("log", *LATE, cwd=top))
    assert printed.endswith("git is not installed here, so edits of the plan are not known.\n")


def test_nothing_committed(
    write: Callable[[dict[str, str]], Path], sipctl: Callable[..., Result]
) -> None:
    top = write(PLAN)
    git(top, "init", "-q")
    assert output(sipctl("log", *LATE, cwd=top)).endswith("No edit of the plan is committed yet.\n")


def test_a_shallow_clone(top: Path, tmp_path: Path, sipctl: Callable[..., Result]) -> None:
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "-q", "--depth=2", f"file://{top}", str(clone))
    printed = output(sipctl("log", *LATE, cwd=clone))
    assert "JK takes it on" in printed
    assert "Give it time" not in printed
    assert printed.endswith("(git fetch --unshallow brings the rest).\n")


def test_nothing_recorded(
    write: Callable[[dict[str, str]], Path], sipctl: Callable[..., Result]
) -> None:
    top = write({path: text for path, text in PLAN.items() if not path.startswith("records/")})
    git(top, "init", "-q")
    assert output(sipctl("log", *LATE, cwd=top)).startswith("Nothing is recorded.\n")
