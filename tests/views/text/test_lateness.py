"""One unit of lateness for people: days under three weeks, else weeks, whatever the command."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from support import federation

from sipctl.cli.app import COMMANDS
from sipctl.views.text.english import duration, shift

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Result

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("cached")]

TEMPLATES = ("lgb-pack", "trustees-pack", "lead-sheet", "whole-plan")
ASKED = {
    "": [[]],
    "due": [[], ["--all", "--kpis"], ["--format", "markdown"]],
    "list": [["--kpis"], ["--slipped"], ["--format", "markdown"]],
    "show": [["1a.1"], ["1a.2"], ["2a.1"], ["1a.k1"], ["3b.k1"], ["1a"], ["2"], ["AB"], ["JK"]],
    "kpis": [[], ["--format", "markdown"]],
    "leads": [[], ["--lead", "JK"]],
    "timeline": [[], ["--format", "svg"]],
    "log": [[]],
    "record": [["1a.1", "on-track", "--by", "JK", "--dry-run"]],
    "move": [["1a.1", "Summer 2026", "--why", "Ill", "--agreed", "Governors", "--dry-run"]],
    "report": [
        [f"--template={name}", "--format=markdown", "--term=spring-2025"] for name in TEMPLATES
    ],
}
"""What is asked of each command whose answer may say how late something is."""
DATELESS = {"check", "diff", "when", "schema", "export", "init"}
"""Commands whose answers for people tell no lateness, or (diff) have snapshots of their own."""
LENGTH = r"(\d+) (day|week)s?"
LATENESS = re.compile(
    rf"\b{LENGTH} (?:overdue|late|later|earlier|ago|left|to go)\b"
    rf"|\b(?:due in|opens in|up to|overdue by|by) {LENGTH}\b"
)
DAYS = ("2024-02-20", "2024-09-30", "2025-02-24", "2025-04-05", "2026-01-15")


def test_every_command_is_walked_or_tells_no_lateness() -> None:
    later = {name for name in COMMANDS if name not in ASKED} - DATELESS
    assert {name for name in ("due", "list", "show", "report") if name not in COMMANDS} == set()
    assert later <= {
        *("ask", "take", "add", "set", "answer", "handover", "roll", "withdraw", "latest", "send"),
    }


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return federation.write(tmp_path_factory.mktemp("federation"))


@pytest.mark.parametrize("command", ASKED)
def test_days_under_three_weeks_else_weeks(
    folder: Path, sipctl: Callable[..., Result], command: str
) -> None:
    items: list[tuple[str, str]] = []
    for day in DAYS:
        for options in ASKED[command]:
            dated = [] if command in ("record", "move") else ["--as-of", day]
            result = sipctl(*filter(None, [command]), *options, *dated, cwd=folder)
            text = result.out
            items += [
                (match[1] or match[3], match[2] or match[4]) for match in LATENESS.finditer(text)
            ]
    assert [pair for pair in items if pair != unit_of(*pair)] == []
    if command in ("", "due", "list", "kpis", "leads", "report"):
        assert {unit for _, unit in items} == {"day", "week"} or command in ("leads", "kpis")


def unit_of(number: str, unit: str) -> tuple[str, str]:
    """A length of time as it should be told, as far as one can know from how it is told."""
    if unit == "week":
        return (number, "week" if int(number) >= 3 else "day")
    return (number, "day" if int(number) < 21 else "week")


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (0, "no days"),
        (1, "1 day"),
        (14, "14 days"),
        (20, "20 days"),
        (21, "3 weeks"),
        (24, "3 weeks"),
        (25, "4 weeks"),
        (36, "5 weeks"),
        (375, "54 weeks"),
    ],
)
def test_a_length_of_time(days: int, words: str) -> None:
    assert duration(days) == words


def test_a_shift() -> None:
    assert (shift(-20), shift(42)) == ("20 days earlier", "6 weeks later")
