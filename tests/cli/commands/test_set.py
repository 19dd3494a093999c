"""`sipctl set` as its user types it: what it changes, what it says, what it refuses."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from support.each_row import each_row
from support.git_repos import git
from support.records import output
from support.small_plan import FILES

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Result


@pytest.fixture
def top(write: Callable[[dict[str, str]], Path]) -> Path:
    return write(FILES)


@pytest.fixture
def run(top: Path, sipctl: Callable[..., Result]) -> Callable[..., Result]:
    return lambda *argv: sipctl("set", *argv, "--as-of", "2025-03-04", cwd=top)


@pytest.mark.parametrize(
    ("argv", "file", "line", "words"),
    [
        (
            ("1a.2", "title", "Map: forums"),
            "aims/1-people.yaml",
            '        title: "Map: forums"',
            "1a.2 Map: forums: retitled, was “Map forums”",
        ),
        (
            ("1A.2", "Detail", "Where staff speak up"),
            "aims/1-people.yaml",
            "        detail: Where staff speak up",
            "1a.2 Map forums: detail now Where staff speak up",
        ),
        (
            ("1a.2", "success", "All of them", "At once"),
            "aims/1-people.yaml",
            "          - At once",
            "1a.2 Map forums: success: with All of them, At once",
        ),
        (
            ("1a.2", "after", "1a.1,1a.9"),
            "aims/1-people.yaml",
            "        after: [1a.1, 1a.9]",
            "1a.2 Map forums: after: with 1a.1, 1a.9",
        ),
        (
            ("1a.k1", "target", "value: 95, unit: %, by: Summer 2025, better: higher"),
            "aims/1-people.yaml",
            "      - {id: 1a.k1, measure: Staff stay, baseline: Autumn 2024, monitored: termly, "
            'target: {value: 95, unit: "%", by: Summer 2025, better: higher}}',
            "1a.k1 Staff stay: target now 95 % by Summer 2025 (higher is better)",
        ),
        (
            ("2a.1", "when", "Summer 2025"),
            "aims/2-money.yaml",
            "      - {id: 2a.1, title: Balance the budget, leads: [SD], when: Summer 2025}",
            "2a.1 Balance the budget: now dated Summer 2025",
        ),
        (
            ("spring-2025", "ends", "2025-04-03"),
            "calendar.yaml",
            "    spring: {starts: 2025-01-06, ends: 2025-04-03, "
            "half_term: [2025-02-17, 2025-02-21]}",
            "2024/25 spring: ends 4 Apr 2025 → 3 Apr 2025",
        ),
        (
            ("2024/25", "provisional", "yes"),
            "calendar.yaml",
            "    provisional: true",
            "2024/25: now provisional",
        ),
        (
            ("far", "aims", "1", "2"),
            "people.yaml",
            '  - {id: far, name: "Finance, Audit & Risk Committee", oversees: [1, 2]}',
            "committee far Finance, Audit & Risk Committee: oversees: with 1",
        ),
        (
            ("jk", "left", "31 August 2025"),
            "people.yaml",
            "  JK: {role: HR director, left: 2025-08-31}",
            "lead JK: left now 31 Aug 2025",
        ),
        (
            ("plan", "vision", "Every child reads"),
            "plan.yaml",
            "vision: Every child reads",
            "the plan: vision now Every child reads",
        ),
    ],
)
def test_one_field(
    run: Callable[..., Result],
    top: Path,
    argv: tuple[str, ...],
    file: str,
    line: str,
    words: str,
) -> None:
    text = output(run(*argv))
    assert text.split("\n")[0] == words
    assert f"  plan/{file}\n" in text
    assert line in (top / "plan" / file).read_text().split("\n")


@each_row(
    ("argv", "message", "help_line"),
    [
        (("1a.1", "when", "Summer 2025"), "has a date", 'sipctl move 1a.1 "Spring 2026"'),
        (("1a.1", "leads", "SD"), "has a lead", "sipctl handover JK PQ --only 1a.1"),
        (("1a.1", "status", "done"), "what happened", "sipctl record 1a.1 on-track"),
        (("1a.1", "id", "1a.7"), "an id never moves", "sipctl withdraw 1a.1"),
        (("2a.3", "moved", "x"), "moved is history", "sipctl move, handover and answer"),
        (("1a.1", "titel", "x"), 'has no field "titel"', 'did you mean "title"?'),
        (("1a.k1", "leads", "XY"), "nobody that people.yaml knows", "sipctl add lead XY"),
        (("1a.z", "title", "x"), 'nothing in this plan is called "1a.z"', "did you mean"),
        (("1a.1", "after", "1a.1"), "waits for itself", "take it out"),
        (("1a.1", "academies", "Vail"), '"Vail" is not among the academies', "VALE"),
        (("1a.1", "title", "Choose HR software"), "says so already", "nothing was changed"),
        (("1a.1", "title", "Two", "words"), "takes one text", '"Two words"'),
        (("1a.1", "detail", "--none"), "has no detail", "nothing was changed"),
        (("1a.1",), "which field of 1a.1?", "--edit"),
        (("2024/25", "provisional", "no"), "says so already", "nothing was changed"),
        (("1a.1", "detail", " "), "would be empty", "--none"),
    ],
)
def test_refused_with_what_to_type(
    run: Callable[..., Result], top: Path, argv: tuple[str, ...], message: str, help_line: str
) -> None:
    before = {path: path.read_bytes() for path in (top / "plan").rglob("*.yaml")}
    result = run(*argv)
    assert result.code == 2
    assert message in result.err
    assert help_line in result.err
    assert before == {path: path.read_bytes() for path in (top / "plan").rglob("*.yaml")}


def test_a_list_keeps_what_stays(run: Callable[..., Result], top: Path) -> None:
    file = top / "plan/aims/1-people.yaml"
    output(run("1a.2", "success", "An A", "A B", "A C"))
    file.write_text(file.read_text().replace("          - A B\n", "          - A B  # why\n"))
    output(run("1a.2", "success", "A B", "A C", "A D"))
    lines = file.read_text().split("\n")
    place = lines.index("        success:")
    added = [line.strip() for line in lines[place + 1 : place + 4]]
    assert added == ["- A B  # why", "- A C", "- A D"]
    output(run("1a.2", "success", "--none"))
    assert "success" not in file.read_text()


def test_a_year_is_confirmed_by_taking_the_word_out(run: Callable[..., Result], top: Path) -> None:
    before = (top / "plan/calendar.yaml").read_bytes()
    output(run("2024/25", "provisional", "true"))
    assert output(run("2024/25", "provisional", "false")).startswith("2024/25: no longer prov")
    assert (top / "plan/calendar.yaml").read_bytes() == before


def test_a_dry_run_writes_nothing(run: Callable[..., Result], top: Path) -> None:
    before = (top / "plan/aims/1-people.yaml").read_bytes()
    text = output(run("1a.2", "title", "Map", "--dry-run"))
    assert "-        title: Map forums\n+        title: Map\n" in text
    assert "Nothing is written. This would change:\n1a.2 Map: retitled" in text
    assert (top / "plan/aims/1-people.yaml").read_bytes() == before


def test_edit_opens_the_entry_alone(
    run: Callable[..., Result], top: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EDITOR", "sed -i -e s/forums/halls/ -e s/Grow/Spread/")
    result = run("1a.2", "--edit")
    assert result.code == 2
    assert "sipctl move 1a.2" in result.err
    monkeypatch.setenv("EDITOR", "sed -i -e s/forums/halls/")
    assert "retitled, was “Map forums”" in output(run("1a.2", "--edit"))
    text = (top / "plan/aims/1-people.yaml").read_text()
    assert text == FILES["aims/1-people.yaml"].replace("Map forums", "Map halls")
    monkeypatch.setenv("EDITOR", "sed -i -e s/title/titel/")
    result = run("1a.2", "--edit")
    assert result.code == 2
    assert "what you wrote is in" in result.err
    assert "which field" not in run("1a", "--edit").err


def test_commit_names_what_was_set(
    tmp_path: Path, sipctl: Callable[..., Result], top: Path
) -> None:
    git(top, "init", "-q", "-b", "main")
    git(top, "add", ".")
    git(top, "commit", "-qm", "Begin")
    result = sipctl("set", "1a.2", "title", "Map", "--commit", cwd=top)
    assert "Committed as " in output(result)
    assert git(top, "log", "-1", "--format=%s").strip() == "1a.2: Change title"
    assert git(top, "status", "--porcelain") == ""


def test_settings_begin_where_a_plan_has_none(top: Path, run: Callable[..., Result]) -> None:
    assert run("settings", "review", "every month").code == 0
    assert "settings: {review: every month}\n" in (top / "plan/plan.yaml").read_text()
