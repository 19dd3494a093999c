"""`sipctl record --board`, and `sipctl answer` to what a board asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from support.each_row import each_row
from support.git_repos import git
from support.records import DAY, PLAN, output, records_in, refusal
from support.terminal import converse

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Result

BOARDS = {
    **PLAN,
    "calendar.yaml": PLAN["calendar.yaml"] + "meetings:\n  trustees: {name: Trust board}\n",
    "people.yaml": PLAN["people.yaml"]
    + "committees: [{id: far, name: Finance and Risk, oversees: [1, 2]}]\n",
    "aims/2-people.yaml": PLAN["aims/2-people.yaml"].replace(
        "when: Spring 2025}", "when: Spring 2025, query: Which software}"
    ),
}
AS_OF = ("--as-of", "2025-03-04")
WHY = ("--asked", "Why so late?")


@pytest.fixture
def top(write: Callable[[dict[str, str]], Path]) -> Path:
    return write(BOARDS)


@pytest.fixture
def run(top: Path, sipctl: Callable[..., Result]) -> Callable[..., Result]:
    """Runs a command in the folder of the plan."""

    def run_there(*argv: str) -> Result:
        return sipctl(*argv, cwd=top)

    return run_there


RECORDED = [
    (("1a.1", "--board", "trustees", *WHY), "1a.1 Choose a scheme: asked (trustees, 4 March 2025)"),
    (("1a.k1", "--board", "FAR", *WHY), "1a.k1 Reading ages: asked (far, 4 March 2025)"),
    (("2a", "--board", "trust board", *WHY), "2a HR: asked (trustees, 4 March 2025)"),
    (
        ("2", "--board", "far", "--decided", "Wait", "--on", "2025-03-01", "--evidence", "Minutes"),
        "2 People: decided (far, 1 March 2025)",
    ),
]


@each_row(("typed", "line"), RECORDED)
def test_a_board_asks_or_decides_about_any_id(
    typed: tuple[str, ...], line: str, run: Callable[..., Result]
) -> None:
    shown = output(run("record", *typed, *AS_OF, "-n"))
    assert f"That would record {line}.\n" in shown
    assert ("It is open until it is answered:" in shown) is ("--asked" in typed)


BOARD = ("--board", "far")
REFUSED = [
    (
        WHY,
        "who asked or decided it? No board was given\n  help: add --board and one of: far, trustees",
    ),
    (BOARD, 'what did the board ask or decide about 1a.1?\n  help: add --asked "..." or --decided'),
    (("--board", "fra", *WHY), 'help: did you mean "far"?'),
    (("--board", "lgb", *WHY), "no meeting of calendar.yaml and no committee of people.yaml"),
    ((*BOARD, *WHY, "--decided", "x"), "--asked and --decided are two records"),
    ((*BOARD, "--asked", " "), "--asked is empty"),
    ((*BOARD, *WHY, "--by", "JK"), "--by is for leads"),
    ((*BOARD, *WHY, "--for", "spring-2025"), "takes no --for"),
    ((*BOARD, *WHY, "--help-wanted", "x"), "takes no --help-wanted"),
    ((*BOARD, *WHY, "--edit"), "takes no --edit"),
    (("on-track", *BOARD, *WHY), "has no status, on-track"),
]


@each_row(("typed", "words"), REFUSED)
def test_what_is_a_leads_to_say_is_refused(
    typed: tuple[str, ...], words: str, run: Callable[..., Result], top: Path
) -> None:
    assert words in refusal(run("record", "1a.1", *typed, *AS_OF), top)


def test_a_lead_answers_it_in_a_record(run: Callable[..., Result], top: Path) -> None:
    git(top, "init", "-q")
    output(run("record", "1a.1", *BOARD, *WHY, *AS_OF))
    before = run("answer", "1a.1", "Late tender", *DAY, "--on", "2025-03-03")
    assert "far asked on 4 Mar 2025: it cannot be answered before" in before.err
    changed = run("answer", "1a.1", "Late tender", *DAY, "--when", "May 2025")
    assert "--when goes with the plan's own question" in changed.err
    shown = output(run("answer", "1a.1", "Late tender", *DAY, "--commit"))
    assert "not judged yet (JK, 4 Mar 2025: answered – Late tender)" in shown
    question, answer = sorted(records_in(top), key=lambda record: record.asked is None)
    (name,) = [file.name for file in top.glob("plan/records/*/*/*-far-*.yaml")]
    assert (answer.activity, answer.by, answer.note) == ("1a.1", "JK", "Late tender")
    assert (question.asked, answer.answers) == ("Why so late?", name)
    assert "1a.1 has no open question" in run("answer", "1a.1", "Again", *DAY).err
    assert "records/" not in run("check", *AS_OF).out


def test_a_board_is_shown_with_what_it_asks(run: Callable[..., Result]) -> None:
    for name, board in (("1a.1", "far"), ("2", "trustees")):
        output(run("record", name, "--board", board, "--asked", "Why\nso late?", *AS_OF))
    assert "Asks   2 Why so late? (4 Mar 2025)" in output(run("show", "trustees", *AS_OF))
    assert "Asks      1a.1 Why so late? (4 Mar 2025)" in output(run("show", "far", *AS_OF))
    shown = output(run("show", "1a.1", *AS_OF))
    assert 'Why so late? (far, 4 Mar 2025); sipctl answer 1a.1 "..."' in shown
    assert "4 Mar 2025  far: asked – Why so late? [open]" in shown
    glance = output(run(*AS_OF))
    assert "Open questions of boards: 1a.1 (far), 2 (trustees)" in glance


def test_which_of_several_is_answered(run: Callable[..., Result], top: Path) -> None:
    for board in ("far", "trustees"):
        output(run("record", "2a.2", "--board", board, *WHY, *AS_OF))
    refused = run("answer", "2a.2", "Late tender", *DAY)
    assert refused.code == 2
    for name in ("query", "far", "trustees"):
        assert f'sipctl answer 2a.2 "..." --question {name}' in refused.err
    output(run("answer", "2a.2", "Late tender", "--question", "Far", *DAY))
    assert "query or trustees" not in run("answer", "2a.2", "x", "--question", "far", *DAY).out
    code, shown = converse(["answer", "2a.2", "Ours", *DAY], top, replies=["1"])
    assert code == 0, shown
    assert "query: Which software" in shown
    assert "answer: Ours" in (top / "plan/aims/2-people.yaml").read_text()
    output(run("answer", "2a.2", "Late tender", *DAY))
    assert sum(record.answers is not None for record in records_in(top)) == 2
