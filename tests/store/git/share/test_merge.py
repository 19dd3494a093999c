"""Two versions of a plan's file brought together: what goes, what does not, and whose is kept."""

from __future__ import annotations

from textwrap import dedent
from typing import TYPE_CHECKING

import pytest
from support.git_repos import PLAN, git

from sipctl.store.git.run import Repository
from sipctl.store.git.share.file_changes import FileChanges, load_context
from sipctl.store.git.share.merge import Conflict, FileMerger

if TYPE_CHECKING:
    from pathlib import Path

    from sipctl.store.git.share.merge import Keep

FILES = {path: dedent(text).encode() for path, text in PLAN.items()}
PEOPLE = "aims/2-people.yaml"
BASE = FILES[PEOPLE]


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    git(tmp_path, "init", "--quiet")
    return Repository(tmp_path, "", tmp_path / ".git")


def merge(
    repository: Repository,
    here: bytes | None,
    there: bytes | None,
    keep: Keep | None = None,
    path: str = PEOPLE,
) -> bytes | Conflict | None:
    changes = FileChanges(load_context(FILES))
    return FileMerger(repository, changes, keep).merge(path, FILES[path], here, there)


def edit(*pairs: tuple[str, str], path: str = PEOPLE) -> bytes:
    text = FILES[path].decode()
    for was, now in pairs:
        assert was in text
        text = text.replace(was, now, 1)
    return text.encode()


TITLE = ("title: HR software", "title: HR system")
WHEN = ("when: Summer 2025", "when: Autumn 2025")
LATER = ("when: Summer 2025", "when: Spring 2026")


def test_changes_of_different_things_go_together(repository: Repository) -> None:
    assert merge(repository, edit(TITLE), edit(WHEN)) == edit(TITLE, WHEN)
    assert merge(repository, edit(TITLE), edit(TITLE)) == edit(TITLE)
    assert merge(repository, BASE, edit(TITLE)) == edit(TITLE)
    assert merge(repository, edit(TITLE), BASE) == edit(TITLE)
    assert merge(repository, BASE, None) is None


def test_the_same_thing_is_a_conflict_with_both_sides(repository: Repository) -> None:
    conflict = merge(repository, edit(WHEN, TITLE), edit(LATER))
    assert isinstance(conflict, Conflict)
    assert [change.subject.id for change in conflict.here] == ["2a.1", "2a.2"]
    assert [change.subject.id for change in conflict.there] == ["2a.1"]
    assert merge(repository, edit(WHEN, TITLE), edit(LATER), "there") == edit(LATER, TITLE)
    assert merge(repository, edit(WHEN, TITLE), edit(LATER), "here") == edit(WHEN, TITLE)


def test_a_file_that_one_side_took_out(repository: Repository) -> None:
    assert isinstance(merge(repository, edit(TITLE), None), Conflict)
    assert merge(repository, edit(TITLE), None, "there") is None
    assert merge(repository, None, edit(TITLE), "there") == edit(TITLE)


def test_lines_that_merge_into_two_things_of_one_id(repository: Repository) -> None:
    """Git merges both; the plan would have 2a.3 twice."""
    new = "      - {id: 2a.3, title: %s, leads: [JK], when: Summer 2025}\n"
    first = edit(("      - id: 2a.1\n", f"{new % 'One'}      - id: 2a.1\n"))
    last = edit(("    kpis:\n", f"{new % 'Two'}    kpis:\n"))
    assert isinstance(merge(repository, first, last), Conflict)


def test_lines_that_merge_into_what_does_not_load(repository: Repository) -> None:
    before = edit(("when: Summer 2025", "detail: A\n        when: Summer 2025"))
    after = edit(
        (
            "leads: [JK]\n        when: Summer 2025",
            "leads: [JK]\n        when: Summer 2025\n        detail: B",
        )
    )
    assert isinstance(merge(repository, before, after), Conflict)


def test_edits_of_neighbouring_lines_go_together(repository: Repository) -> None:
    """Git takes lines that touch for one place; what they say of the plan does not touch."""
    here = edit(("title: HR software", "title: HR software\n        detail: By JK"))
    there = edit(TITLE, ("when: Autumn 2025", "when: Summer 2026"))
    both = edit(
        ("title: HR software", "title: HR system\n        detail: By JK"),
        ("when: Autumn 2025", "when: Summer 2026"),
    )
    assert merge(repository, here, there) == both
    assert merge(repository, there, here) == both


def test_two_that_append_to_one_list_go_together(repository: Repository) -> None:
    last = "when: Autumn 2025\n"
    more = "      - id: 2a.{0}\n        title: Number {0}\n        leads: [JK]\n"
    here, there = (edit((last, last + more.format(number))) for number in (3, 4))
    both = merge(repository, here, there)
    assert isinstance(both, bytes)
    assert both.count(b"title: Number") == 2


def test_a_comment_of_one_side_is_never_lost(repository: Repository) -> None:
    here = edit(("title: HR software", "title: HR software\n        detail: By JK  # ask her"))
    assert isinstance(merge(repository, here, edit(TITLE)), Conflict)


def test_what_is_put_between_others_stays_there(repository: Repository) -> None:
    more = "      - id: 2a.9\n        title: Look\n        leads: [JK]\n        when: May 2025\n"
    between = ("      - id: 2a.2\n", f"{more}      - id: 2a.2\n")
    assert merge(repository, edit(between), edit(WHEN)) == edit(between, WHEN)
