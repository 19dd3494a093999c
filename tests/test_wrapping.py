"""On a real terminal of 80 columns nothing that is said in sentences breaks inside a word."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from support.each_row import each_row
from support.plans import AIM, SCHOOL
from support.terminal import drawn

from sipctl.plan.rules.pages.manual import page, slugs
from sipctl.views.text.screen import Screen
from sipctl.views.text.style import reflowed

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

WIDTH = 80
LONG = "a title that goes on for as long as its author had something to say about it, and more"
QUERY = f"        query: Which of them is meant, and is it {LONG} after all?\n"
PLAN = SCHOOL | {
    "aims/1-people.yaml": AIM.replace(
        "        title: Map forums\n", f"        title: {LONG}\n{QUERY}"
    ).replace("trustees, why: Ill", f"trustees, why: {LONG}"),
    "records/2025-02-04-1a.2-SD.yaml": (
        f"activity: 1a.2\ndate: 2025-02-04\nby: SD\nstatus: at-risk\nnote: {LONG}\n"
    ),
    "records/2025-02-04-1a.1-SD.yaml": (
        f"activity: 1a.1\ndate: 2025-02-04\nby: SD\nstatus: paused\nnote: {LONG}\n"
    ),
}


def too_long(screen: str) -> list[str]:
    return [line for line in screen.split("\n") if len(line) > WIDTH]


@pytest.mark.slow
@pytest.mark.parametrize(
    "typed",
    [
        "due --lead JK --lead SD --aim 1 --area 1a --term spring-2025 --as-of 2025-03-31",
        "list --lead JK --lead SD --aim 1 --area 1a --term spring-2025 --as-of 2025-03-31",
        "list --lead JK --lead SD --aim 1 --committee pcg --term autumn-2024 --as-of 2025-03-31",
        "due --lead JK --committee pcg --within 1d --as-of 2024-09-01",
        "show 1a.2 --as-of 2025-03-31",
        "report --list",
        "--as-of 2025-03-31",
    ],
)
def test_no_line_is_wider_than_the_terminal(
    write: Callable[[dict[str, str]], Path], typed: str
) -> None:
    screen = drawn(typed.split(), write(PLAN), WIDTH)
    assert not screen.startswith("sipctl: ")
    assert too_long(screen) == []


def test_a_refusal_is_broken_between_words_on_a_terminal_alone(
    write: Callable[[dict[str, str]], Path], sipctl: Callable[..., Any]
) -> None:
    asked = ("move", "1a.1", "some day or other that nobody has agreed on as yet", "--agreed", "AB")
    here = write(PLAN)
    piped = sipctl(*asked, cwd=here)
    screen = drawn([*asked], here, WIDTH)
    assert (piped.code, piped.err.count("\n")) == (2, 2)
    assert max(map(len, piped.err.split("\n"))) > WIDTH
    assert too_long(screen) == []
    assert screen.split() == piped.err.split()
    for line in screen.splitlines():
        assert line.startswith(("sipctl: ", "  help: ", " " * 8))


def test_of_a_fault_the_first_line_alone_is_whole(
    write: Callable[[dict[str, str]], Path],
) -> None:
    screen = drawn(["check", "--as-of", "2025-03-31"], write(PLAN), WIDTH)
    assert too_long(screen) != []
    for line in too_long(screen):
        assert line.startswith("plan/"), line
        assert re.search(r": (error|warning)\[", line), line
    assert (
        "    11 |         query: Which of them is meant, and is it a title that goes on…\n"
        in screen
    )
    assert "when: as\n               needed\n" in screen


@each_row("slug", slugs())
def test_a_page_of_the_manual_fits(slug: str) -> None:
    assert too_long(reflowed(page(slug), Screen(WIDTH))) == []


def test_a_page_of_the_manual_at_a_terminal(tmp_path: Path) -> None:
    screen = drawn(["check", "--explain", "anchor"], tmp_path, WIDTH)
    assert screen == reflowed(page("anchor"), Screen(WIDTH))


def test_what_sipctl_is_fits(tmp_path: Path) -> None:
    assert too_long(drawn([], tmp_path, WIDTH)) == []


@pytest.mark.slow
def test_a_table_brought_in(tmp_path: Path) -> None:
    (tmp_path / "p.csv").write_text("Action,Lead,RAG,Whatever else was said of it\nDo it,JK,G,x\n")
    given = ["--name", "Hill Trust", "--years", "2025-28", "--lead", "JK"]
    screen = drawn(["init", "--from", "p.csv", *given], tmp_path, WIDTH, replies=["y", "", "n"])
    assert " (a status is\n" in screen
    assert [line for line in too_long(screen) if ": warning[" not in line] == []


def test_off_a_terminal_nothing_is_broken(
    write: Callable[[dict[str, str]], Path], sipctl: Callable[..., object]
) -> None:
    folder = write(PLAN)
    plain = drawn(["show", "1a.2", "--as-of", "2025-03-31"], folder, WIDTH, NO_COLOR="1")
    assert plain == sipctl("show", "1a.2", "--as-of", "2025-03-31", cwd=folder).out
    assert too_long(plain) != []
