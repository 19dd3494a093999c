"""One plan on one day, asked by every command: what the tests of agreeing answers compare.

The big plan is a copy of the shipped one with forty records. In the small one academies judge the
same work differently; commands are run for the whole trust and for one academy.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest

from sipctl.store.cache.snapshot import open_folder
from sipctl.store.files.folder import find
from support import made_up, three_academies

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

BIG, SMALL = "made-up", "academies"
VIEWS = (
    pytest.param((BIG, "2025-04-05", "spring-2025", ()), marks=pytest.mark.slow),
    pytest.param((BIG, "2025-07-01", "summer-2025", ()), marks=pytest.mark.slow),
    (SMALL, three_academies.DAY, three_academies.TERM, ()),
    pytest.param(
        (SMALL, three_academies.DAY, three_academies.TERM, ("WPSA",)), marks=pytest.mark.slow
    ),
)
"""Which plan is asked, about which day and term, and for which academies."""
FEW_VIEWS = [view for number, view in enumerate(VIEWS) if number != 1]
"""For what takes seconds for a whole plan: of the big one, one day."""


def _id(view: tuple[str, str, str, tuple[str, ...]]) -> str:
    which, day, _, academies = view
    return "-".join((which, day, *academies))


of_few_views = pytest.mark.parametrize("asked", FEW_VIEWS, indirect=True, ids=_id)
Row = dict[str, Any]


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """The folder of a plan, written when it is first asked for."""

    @cache
    def folder_of(which: str) -> Path:
        write = made_up.write if which == BIG else three_academies.write
        return write(tmp_path_factory.mktemp(which))

    return folder_of


ANSWERS: dict[tuple[str, ...], str] = {}
"""What was answered before: most tests ask for the same."""


@pytest.fixture(params=VIEWS, ids=_id)
def asked(
    request: pytest.FixtureRequest,
    sipctl: Callable[..., Any],
    folders: Callable[[str], Path],
    cached: None,
) -> Any:
    """Answers of one view: `asked("due", "--kpis")` is text, `asked.json(...)` is data."""
    which, day, term, academies = request.param
    return Asked(which, folders(which), day, term, academies, sipctl)


@dataclass(frozen=True)
class Asked:
    which: str
    folder: Path
    day: str
    term: str
    academies: tuple[str, ...]
    sipctl: Callable[..., Any]

    def only(self, academies: tuple[str, ...]) -> Asked:
        """The same plan and day, asked for other academies."""
        return replace(self, academies=academies)

    def __call__(self, *argv: str) -> str:
        academies = [word for name in self.academies for word in ("--academy", name)]
        line = (*argv, *academies, "--as-of", self.day)
        if (self.which, *line) not in ANSWERS:
            result = self.sipctl(*line, cwd=self.folder)
            assert (result.code, result.err) == (0, ""), result.err
            ANSWERS[(self.which, *line)] = str(result.out)
        return ANSWERS[(self.which, *line)]

    def json(self, *argv: str) -> Any:
        return json.loads(self(*argv, "--format", "json"))

    def rows(self, *more: str) -> list[Row]:
        """The rows of `list`, with which every other answer is compared."""
        rows: list[Row] = self.json("list", "--all", "--kpis", *more)["rows"]
        return rows

    def activities(self) -> list[Row]:
        return [row for row in self.rows() if row["kind"] == "activity"]

    def days_of(self, title: str) -> tuple[str, str]:
        """The first and last day of a term with the holiday after it, by its title."""
        calendar = open_folder(find(None, self.folder)).context.calendar
        term = next(term for term in calendar.terms if term.title == title)
        return term.starts.isoformat(), calendar.last_day(term).isoformat()

    def pack(self, template: str) -> str:
        text = self("report", "--template", template, "--term", self.term, "--format", "markdown")
        return text.replace("\\", "")


def key(row: Row) -> tuple[str, str | None]:
    return row["id"], row["milestone"]


def word(row: Row) -> str:
    """The status as people read it."""
    status: str = row["status"] if row["recorded_on"] else "no-record"
    return status.replace("-", " ")


def whose_word(row: Row) -> str:
    """The status and the academies that judge so: `off track (WPSA, WPPA)`."""
    return word(row) + (f" ({', '.join(row['status_of'])})" if row["status_of"] else "")


def pack_word(row: Row) -> str:
    """The status and those academies as packs print them: `off track, so say WPSA and WPPA`."""
    says = "so says" if len(row["status_of"]) == 1 else "so say"
    names = " and ".join(", ".join(row["status_of"]).rsplit(", ", 1))
    return f"{word(row)}, {says} {names}" if names else word(row)


def done_for(row: Row) -> str:
    """For which academies its date is settled: `WPSA, WPPA; not WGPA`."""
    some = row["settled_for"] and row["open_for"]
    return f"{', '.join(row['settled_for'])}; not {', '.join(row['open_for'])}" if some else ""


def short(day: str) -> str:
    on = date.fromisoformat(day)
    return f"{on.day} {on:%b} {on.year}"


def by_id(rows: list[Row]) -> dict[str, Row]:
    return {row["id"]: row for row in rows}
