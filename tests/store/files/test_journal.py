"""Several files at once: all of them or none, at whichever moment their writer is killed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from support.plans import TINY

from sipctl.plan.faults import Refusal
from sipctl.store.files import journal, plan_files
from sipctl.store.files.atomic import ChangedMeanwhile
from sipctl.store.files.folder import Folder
from sipctl.store.files.journal import FileWrite, finish_cut_off, locked_plan, write_all

if TYPE_CHECKING:
    from pathlib import Path

AIM, PEOPLE = "aims/1-teaching.yaml", "people.yaml"
RECORD, ROUND = "records/2024-25/a.yaml", "rounds/2024-25-autumn.yaml"


@pytest.fixture
def plan(tmp_path: Path) -> Folder:
    for name, text in (TINY | {ROUND: "old: round\n"}).items():
        path = tmp_path / "plan" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
    return Folder(tmp_path / "plan", "plan")


def contents(plan: Folder) -> dict[str, bytes]:
    files = (path for path in plan.path.rglob("*") if path.is_file())
    return {path.relative_to(plan.path).as_posix(): path.read_bytes() for path in files}


def writes_of(plan: Folder) -> list[FileWrite]:
    now = contents(plan)
    return [
        FileWrite(AIM, now[AIM], b"new: aim\r\n"),
        FileWrite(RECORD, None, b"a: \xff\n"),
        FileWrite(PEOPLE, now[PEOPLE], b"new: people\n"),
        FileWrite(ROUND, now[ROUND], None),
    ]


def after(plan: Folder) -> dict[str, bytes]:
    new = contents(plan) | {write.path: write.after for write in writes_of(plan)}
    return {path: data for path, data in new.items() if data is not None}


def killed_after(plan: Folder, steps: int) -> None:
    """What a writer leaves that is killed when it has made so many of its changes."""
    writes = writes_of(plan)
    journal._begin(plan, writes)
    for write in writes[:steps]:
        journal._make(plan, write)


def faults(plan: Folder) -> list[str]:
    return [fault.slug for fault in plan_files.read(plan).faults]


def test_all_are_written_and_nothing_else_stays(plan: Folder) -> None:
    meant = after(plan)
    write_all(plan, writes_of(plan))
    assert contents(plan) == meant
    assert not (plan.path / "rounds").exists()


@pytest.mark.parametrize("steps", range(5))
def test_whoever_writes_next_finishes_what_was_cut_off(plan: Folder, steps: int) -> None:
    meant = after(plan)
    killed_after(plan, steps)
    assert faults(plan) == ["edit-cut-off"]
    finished = finish_cut_off(plan)
    assert finished is not None
    assert (set(finished.written), finished.left) == ({AIM, RECORD, PEOPLE, ROUND}, ())
    assert contents(plan) == meant
    assert faults(plan) == []
    assert finish_cut_off(plan) is None


def test_the_next_holder_of_the_lock_finishes_it_too(plan: Folder) -> None:
    meant = after(plan)
    killed_after(plan, 1)
    with locked_plan(plan):
        assert contents(plan) == meant


def test_what_somebody_changed_since_stays(plan: Folder) -> None:
    killed_after(plan, 1)
    (plan.path / PEOPLE).write_text("by: hand\n")
    finished = finish_cut_off(plan)
    assert finished is not None
    assert finished.left == (PEOPLE,)
    assert contents(plan)[PEOPLE] == b"by: hand\n"
    assert contents(plan)[RECORD] == b"a: \xff\n"


def test_a_journal_that_came_from_elsewhere_is_never_gone_by(plan: Folder) -> None:
    """Git, an archive or e-mail gives a file a time of its own."""
    killed_after(plan, 1)
    [path] = plan.path.glob(".sipctl-edit-*")
    data = path.read_bytes()
    path.unlink()
    path.write_bytes(data)
    before = contents(plan)
    assert faults(plan) == ["edit-cut-off"]
    assert finish_cut_off(plan) is None
    write_all(plan, [FileWrite(RECORD, None, b"a: 1\n")])
    assert contents(plan) == before | {RECORD: b"a: 1\n"}


def test_one_that_cannot_be_written_leaves_all_as_they_were(plan: Folder, tmp_path: Path) -> None:
    writes = writes_of(plan)
    outside = tmp_path / "outside"
    outside.mkdir()
    (plan.path / "records").symlink_to(outside)
    before = contents(plan)
    with pytest.raises(Refusal, match="outside the plan"):
        write_all(plan, writes)
    assert contents(plan) == before
    assert list(outside.iterdir()) == []


def test_one_that_fails_in_the_middle_is_undone(plan: Folder) -> None:
    """A folder in which nothing can be made, found only when its turn comes."""
    before = contents(plan)
    writes = [*writes_of(plan), FileWrite(f"{RECORD}/b.yaml", None, b"b: 1\n")]
    with pytest.raises((Refusal, ChangedMeanwhile)):
        write_all(plan, writes)
    assert contents(plan) == before


def test_one_that_changed_meanwhile_leaves_all_as_they_were(plan: Folder) -> None:
    writes = writes_of(plan)
    (plan.path / PEOPLE).write_text("by: hand\n")
    before = contents(plan)
    with pytest.raises(ChangedMeanwhile):
        write_all(plan, writes)
    assert contents(plan) == before
