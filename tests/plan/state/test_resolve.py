"""A typed word: what it means among known names, and what is proposed for it otherwise."""

from __future__ import annotations

import pytest

from sipctl.plan.faults import Refusal
from sipctl.plan.state.resolve import match, resolve

KNOWN = ["2a.10", "2a.9", "JK", "jb", "JB"]


@pytest.mark.parametrize(
    ("word", "meant"),
    [("2a.9", "2a.9"), ("2A.9", "2a.9"), ("jk", "JK"), ("JB", "JB"), ("Jb", None), ("zz", None)],
)
def test_a_name_as_written_or_in_other_letters(word: str, meant: str | None) -> None:
    assert match(word, [*KNOWN, *KNOWN]) == meant


def test_the_nearest_is_proposed() -> None:
    with pytest.raises(Refusal) as refusal:
        resolve("2a.8", KNOWN, "no such id")
    assert (refusal.value.message, refusal.value.help) == ("no such id", 'did you mean "2a.9"?')


def test_else_the_choices_as_people_count_or_another_way() -> None:
    with pytest.raises(Refusal) as refusal:
        resolve("?", ["2a.10", "2a.9"], "no such id")
    assert refusal.value.help == "one of: 2a.9, 2a.10"
    with pytest.raises(Refusal) as refusal:
        resolve("?", [f"2a.{number}" for number in range(20)], "no such id", otherwise="list them")
    assert refusal.value.help == "list them"
