"""A command line that sipctl does not take: what is proposed for it."""

from __future__ import annotations

import re
import shlex
from typing import TYPE_CHECKING

import pytest
from support.each_row import each_row
from support.records import PLAN

from sipctl.cli import proposals

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Result, RunIn

pytestmark = pytest.mark.usefixtures("cached")


@pytest.fixture
def run(run_in: RunIn) -> Callable[..., Result]:
    """Runs a command in the folder of a plan of its own."""
    return run_in(PLAN)


PROPOSED = [
    ("late", "sipctl due"),
    ("overdue", "sipctl due"),
    ("Overdue", "sipctl due"),
    ("status", "sipctl"),
    ("risks", "sipctl due --status at-risk,off-track"),
    ("gantt", "sipctl timeline"),
    ("csv", "sipctl export --format csv"),
    ("excel", "sipctl export -o plan.xlsx"),
    ("export xlsx", "sipctl export -o plan.xlsx"),
    ("export csv", "sipctl export --format csv"),
    ("timeline svg", "sipctl timeline --format svg"),
    ("list overdue", "sipctl due"),
    ("list amber", "sipctl list --status at-risk"),
    ("log jk", "sipctl log --lead JK"),
    ("deu", "due"),
    ("undo", 'sipctl record ID STATUS --corrects last" or "sipctl move ID PHRASE'),
    ("JK", "sipctl show JK"),
    ("jk", "sipctl show JK"),
    ("2A.2", "sipctl show 2a.2"),
    ("due JK", "sipctl due --lead JK"),
    ("due jk --all", "sipctl due --all --lead JK"),
    ("list 1a", "sipctl list --area 1a"),
    ("due 2", "sipctl due --aim 2"),
    ("due 2a.2", "sipctl show 2a.2"),
    ("list wpsa", "sipctl list --academy WPSA"),
    ("due Spring 2025", "sipctl due --term spring-2025"),
    ("due 6w", "sipctl due --within 6w"),
    ("due 4 April 2025", "sipctl due --as-of '4 April 2025'"),
    ("leads JK", "sipctl leads --lead JK"),
    ("check 2a.2", "sipctl show 2a.2"),
    ("done 2A.2 --by JK", "sipctl record 2a.2 complete --by JK"),
    ("amber 2a.2 --by JK", "sipctl record 2a.2 at-risk --by JK"),
    ("on track 2a.2 --by JK", "sipctl record 2a.2 on-track --by JK"),
    ("done", "sipctl record ID STATUS"),
    ("late 2a.2", "sipctl due"),
    ("record 2a.2 on track --by JK", "sipctl record 2a.2 'on track' --by JK"),
    ("move 2a.2 Spring 2026", "sipctl move 2a.2 'Spring 2026'"),
]


@each_row(("typed", "proposal"), PROPOSED)
def test_what_is_meant_is_proposed(run: Callable[..., Result], typed: str, proposal: str) -> None:
    result = run(*typed.split())
    assert (result.code, result.out) == (2, "")
    assert result.err.splitlines()[1] == f'  help: did you mean "{proposal}"?'


TYPED_FIRST = [
    *(("due", "--lead", "JX"), ("due", "--aim", "9"), ("due", "--area", "1x")),
    *(("due", "--academy", "WPS"), ("due", "--term", "sprang-2025"), ("show", "2a.22")),
    *(("list", "--status", "on-trak"), ("log", "1a.11"), ("due", "--format", "jsn")),
    *(("record", "2a.2", "on-trak", "--by", "JK"), ("record", "2a.2", "started", "--by", "JK")),
    *(("record", "1a.k1", "mett", "--by", "JK"), ("record", "2a.2", "paused", "--by", "JX")),
    *(("record", "2a.22", "paused", "--by", "JK"), ("record", "2a.2", "complate", "--by", "JK")),
    ("record", "2a.2", "paused", "--by", "JK", "--academy", "WPS"),
    ("record", "1a.2", "complete", "--by", "JK", "--for", "Lunch"),
    ("move", "1a.2", "Summer 2026", "--agreed", "CEO", "--milestone", "Lunch"),
    ("move", "1a.22", "Summer 2026", "--agreed", "CEO"),
    *(tuple(typed.split()) for typed, proposal in PROPOSED if "ID" not in proposal),
]


@pytest.mark.parametrize("typed", TYPED_FIRST, ids=" ".join)
def test_what_is_proposed_is_taken(run: Callable[..., Result], typed: tuple[str, ...]) -> None:
    """Each proposal is typed: alone if it is a line, else in place of the word refused."""
    refused = run(*typed, "--as-of", "2025-03-04")
    words = re.findall(r'"([^"]+)"', refused.err.partition("help: ")[2])
    assert words or "one of: " in refused.err, refused.err
    wrong = re.findall(r'"([^"]+)"', refused.err.partition("\n")[0])[-1]
    for proposal in words or [re.findall(r"one of: (\S+?)(?:,|$)", refused.err, re.M)[0]]:
        if proposal.startswith("sipctl"):
            line = shlex.split(proposal)[1:]
        else:
            line = [proposal if word == wrong else word for word in typed] + [
                "--as-of",
                "2025-03-04",
            ]
        done = run(*line) if line else run("--as-of", "2025-03-04")
        more_is_asked = re.search("which of them moves|who agreed", done.err)
        assert done.code == 0 or more_is_asked, (line, done.err)


PLACEHOLDERS = {
    "ID": "2a.2",
    "STATUS": "on-track",
    "PHRASE": "Summer 2026",
    "KEY": "title",
    "VALUE": "Other",
    "...": "Other",
    "FIELD": "role",
    "PQ": "SD",
    "THEM": "SD",
    "WHO": "CEO",
    "FILE": "no.csv",
}
"""What a person puts in place of each word that a proposal leaves open."""
ASKED = "who says so|who agreed|by when are they|What is to be added"
"""What is asked on a terminal, where nothing in the line says it."""
IN_GIT = ("latest", "send", "diff")
"""Commands that need a repository, and `init` a folder without a plan."""
REFUSED = [
    *sorted(proposals._MEANT),
    *("ask", "ask --status", "ask --again", "set 2a.2", "set 2a.2 status on-track", "set JK"),
    *("set plan", "set 2a", "add lead JK", "add activity 2a T --lead ZZ"),
    *("set 2a.2 when July", "set 2a.2 leads SD", "withdraw 2a.2", "add activity", "add kpi"),
    *("record 2a.2 on-track --by JK --for nope", "show zz", "answer 2a.2 x", "handover JK ZZ"),
    *("record 2a.2 on-track --by JK --corrects no", "move 2a.2 July", "roll --to 2026-29"),
    *("check --explain nope", "withdraw 2a.k1 --agreed CEO --why x", "log nothing"),
]


@pytest.mark.parametrize("typed", REFUSED)
def test_every_line_that_a_refusal_proposes_is_taken(
    run: Callable[..., Result], typed: str
) -> None:
    """The lines in quotes, and those that stand in the help as they are to be typed."""
    refused = run(*shlex.split(typed), "--as-of", "2025-03-04")
    refused = refused if "No such option" not in refused.err else run(*shlex.split(typed))
    assert refused.code == 2, refused.out
    help_ = " ".join(refused.err.partition("help: ")[2].split())
    after = r"(?: (?:lists|shows|tells|gives|changes|writes|says|names|begins)\b|,|;| or |$)"
    lines = re.findall(r'"(sipctl[^"]*)"', help_) or re.findall(
        rf"\bsipctl ((?:\"[^\"]*\"|[^\",;])*?){after}", help_
    )
    for line in lines:
        words = [PLACEHOLDERS.get(word, word) for word in shlex.split(line.removeprefix("sipctl"))]
        if (
            "--help" in words
            or "--edit" in words
            or words[:1] in (["init"], *([w] for w in IN_GIT))
        ):
            continue
        done = run(*words, *(("--as-of", "2025-03-04") if words[:1] == ["ask"] else ()))
        assert done.code in (0, 1) or re.search(ASKED, done.err), (line, done.err)


@pytest.mark.parametrize(
    "typed",
    ["due zz", "when", "list extra words", "show 2a.2 and more", "record 2a.2 on tracks"],
)
def test_nothing_is_proposed_for_what_means_nothing(run: Callable[..., Result], typed: str) -> None:
    result = run(*typed.split())
    assert result.code == 2
    assert f"sipctl {typed.split()[0]} --help says what there is" in result.err


def test_without_a_plan_there_is_help_all_the_same(
    sipctl: Callable[..., Result], tmp_path: Path
) -> None:
    result = sipctl("due", "JK", cwd=tmp_path)
    assert result.err == (
        'sipctl: sipctl due has no place for "JK"\n  help: sipctl due --help says what there is\n'
    )


# --- options given twice -------------------------------------------------------------------------


@pytest.mark.parametrize("command", ["due", "check", "record 1a.1 on-track", "report", ""])
def test_a_second_plan_is_refused(run: Callable[..., Result], command: str) -> None:
    result = run(*command.split(), "--plan", "plan", "--plan=plan")
    assert (result.code, result.out) == (2, "")
    assert result.err == (
        "sipctl: --plan is given twice, and sipctl answers for one plan at a time\n"
        "  help: give one of them\n"
    )


@pytest.mark.parametrize(
    "typed",
    [
        "list --term spring-2025 --term summer-2025",
        "record 1a.2 complete --for Launch --for develop",
        "record 1a.1 on-track --academy WPSA --academy WPPA",
        "move 1a.2 July --milestone Launch --milestone Develop",
    ],
)
def test_two_of_what_can_be_one_are_refused(run: Callable[..., Result], typed: str) -> None:
    result = run(*typed.split())
    assert (result.code, result.out) == (2, "")
    assert "is given twice, and" in result.err


def test_of_what_can_be_overruled_the_last_stands(run: Callable[..., Result]) -> None:
    line = ("due", "--format", "json", "--as-of", "2025-01-01", "--as-of", "2025-03-04")
    assert '"as_of": "2025-03-04"' in run(*line).out


def test_a_list_may_be_given_again_and_a_value_may_look_like_an_option(
    run: Callable[..., Result],
) -> None:
    assert run("due", "--lead", "JK", "--lead", "SD", "--as-of", "2025-03-04").code == 0
    record = ("record", "1a.1", "on-track", "--by", "JK", "--as-of", "2025-03-04", "-n")
    assert run(*record, "--note", "--plan", "--plan", "plan").code == 0
