"""The attacks on what is kept, in their short form; `run.py reliability` is the long one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from hostile import reliability

if TYPE_CHECKING:
    from collections import Counter

pytestmark = pytest.mark.slow


def holds(counts: Counter[str]) -> bool:
    return not any(counts[kind] for kind in reliability.HELD)


def test_mutated_plans() -> None:
    counts = reliability.mutations(200, seed=7)
    assert holds(counts), counts
    assert counts["with faults"] > 50


def test_killed_writers() -> None:
    counts = reliability.kills(40)  # how many get something done is for the machine to say
    assert holds(counts), counts
    assert counts["records"] > 0


def test_records_at_once() -> None:
    counts = reliability.together(1)
    assert holds(counts), counts
    assert counts["recorded"] == 40


def test_edits_at_once() -> None:
    counts = reliability.edits_at_once(1, processes=20)
    assert holds(counts), counts
    assert counts["arrived"] > 10, counts


def test_killed_edits() -> None:
    counts = reliability.edits_killed(20)
    assert holds(counts), counts


def test_killed_edits_of_several_files() -> None:
    counts = reliability.whole_edits_killed(6)
    assert holds(counts), counts
    assert counts["killed"] == 24


def test_branches_merged() -> None:
    counts = reliability.merges(3)
    assert holds(counts), counts
    assert counts["merged"] == 60


def test_changes_against_the_cache() -> None:
    counts = reliability.changes(60, seed=7)
    assert holds(counts), counts
    assert counts["changes that show"] > 20
