"""A typed word: what it means among known names, and what is proposed for it otherwise."""

from __future__ import annotations

import pytest
from support.each_row import each_row

from sipctl.plan.faults import Refusal
from sipctl.plan.state.resolve import match, readings, resolve, result_called, status_called

KNOWN = ["2a.10", "2a.9", "JK", "jb", "JB"]


@each_row(
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


# --- two readings, beginnings --------------------------------------------------------------------


def test_what_may_mean_two_is_refused_with_both() -> None:
    with pytest.raises(Refusal) as refusal:
        resolve("Jb", KNOWN, "no such lead")
    assert refusal.value.message == '"Jb" may mean jb or JB'


@each_row(
    ("word", "meant"),
    [
        ("Map existing", ["Map existing provision"]),
        ("map  EXISTING", ["Map existing provision"]),
        ("Map", ["Map existing provision", "Map gaps"]),
        ("map gaps", ["Map gaps"]),
        ("gaps", []),
        ("", []),
    ],
)
def test_a_beginning(word: str, meant: list[str]) -> None:
    labels = ["Map existing provision", "Map gaps", "Launch"]
    assert readings(word, labels, beginnings=True) == meant


# --- statuses ------------------------------------------------------------------------------------


@each_row(
    ("word", "status"),
    [
        *(("on-track", "on-track"), ("On track", "on-track"), ("ON_TRACK", "on-track")),
        *(("ontrack", "on-track"), ("green", "on-track"), ("G", "on-track"), ("g", "on-track")),
        *(("amber", "at-risk"), ("A", "at-risk"), ("red", "off-track"), ("R", "off-track")),
        *(("blue", "complete"), ("done", "complete"), ("Finished", "complete")),
        *(("not started", "not-started"), ("on hold", "paused"), ("on target", "on-track")),
    ],
)
def test_a_status_in_other_words(word: str, status: str) -> None:
    assert status_called(word, {}) == status


def test_a_colour_means_what_the_plan_says() -> None:
    assert status_called("amber", {"off-track": "amber", "at-risk": "yellow"}) == "off-track"
    with pytest.raises(Refusal, match='"amber" may mean at-risk or off-track'):
        status_called("amber", {"off-track": "amber"})


@each_row(
    ("word", "message", "help_line"),
    [
        ("grey", '"grey" may mean not-started or withdrawn', "type the one that is meant"),
        ("late", '"late" may mean at-risk or off-track', "type the one that is meant"),
        ("closed", '"closed" may mean complete or withdrawn', "type the one that is meant"),
        ("started", '"started" is not a status', 'did you mean "on-track"?'),
        ("cancelled", '"cancelled" is not a status', 'did you mean "withdrawn"?'),
        ("on-trak", '"on-trak" is not a status', 'did you mean "on-track"?'),
    ],
)
def test_a_word_that_is_no_status(word: str, message: str, help_line: str) -> None:
    with pytest.raises(Refusal) as refusal:
        status_called(word, {})
    assert (refusal.value.message, refusal.value.help) == (message, help_line)


def test_a_result_in_other_words() -> None:
    words = ["met", "Partly met", "partially met", "not met", "green", "A", "red", "achieved"]
    assert " ".join(result_called(word, {}) for word in words) == (
        "met partly-met partly-met not-met met partly-met not-met met"
    )
    with pytest.raises(Refusal) as refusal:
        result_called("blue", {})
    assert refusal.value.help == "one of: met, partly-met, not-met"
