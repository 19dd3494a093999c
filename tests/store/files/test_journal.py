"""Several files at once: all of them or none, at whichever moment their writer is killed."""

from __future__ import annotations

import errno
import json
import os
import re
import shutil
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest
from support.plans import TINY

from sipctl.plan.faults import Refusal
from sipctl.store.files import atomic, journal, locks, plan_files
from sipctl.store.files.atomic import ChangedMeanwhile
from sipctl.store.files.folder import Folder
from sipctl.store.files.journal import FileWrite, finish_cut_off, locked_plan, write_all

if TYPE_CHECKING:
    from pathlib import Path

AIM, PEOPLE = "aims/1-teaching.yaml", "people.yaml"
LOCK = locks._LOCK_NAME
RECORD, ROUND = "records/2024-25/a.yaml", "rounds/2024-25-autumn.yaml"


@pytest.fixture
def plan(tmp_path: Path) -> Folder:
    for name, text in (TINY | {ROUND: "old: round\n"}).items():
        path = tmp_path / "plan" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
    return Folder(tmp_path / "plan", "plan")


def contents(plan: Folder) -> dict[str, bytes]:
    """Every file; without fcntl, that is not the lock."""
    files = (path for path in plan.path.rglob("*") if path.is_file() and path.name != LOCK)
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
    never_gone_by(plan)


@pytest.mark.parametrize("whole_second", [False, True])
def test_one_that_keeps_its_time_on_the_way_is_not_either(
    plan: Folder, tmp_path: Path, *, whole_second: bool
) -> None:
    """What tar, zip and cp -a carry; zip keeps whole seconds alone."""
    killed_after(plan, 1)
    [path] = plan.path.glob(".sipctl-edit-*")
    if whole_second:
        os.utime(path, ns=(10**18, 10**18))
        path.rename(path.with_name(re.sub("edit-[0-9]+", f"edit-{10**18}", path.name)))
    shutil.copytree(plan.path, tmp_path / "copy")
    never_gone_by(Folder(tmp_path / "copy", "copy"))
    assert finish_cut_off(plan) is not None


def never_gone_by(plan: Folder) -> None:
    before = contents(plan)
    assert faults(plan) == ["edit-cut-off"]
    assert finish_cut_off(plan) is None
    write_all(plan, [FileWrite(RECORD, None, b"a: 1\n")])
    assert contents(plan) == before | {RECORD: b"a: 1\n"}


ROW = {"path": RECORD, "before": None, "after": "YTogMQo="}


@pytest.mark.parametrize(
    "text",
    [
        *("", "not JSON", "\ud800", "1", "null", "[1]", "[{}]", '"x"', "[" * 100_000),
        *(
            json.dumps([{**ROW, "path": AIM, "before": None}, {**ROW, key: value}])
            for key, value in (
                *(("path", path) for path in (None, 1, [], "", "a\0b", "\ud800.yaml", "aims")),
                *(("path", f"{up}evil.yaml") for up in ("../", "/", "aims/../../", "records/../")),
                *(
                    ("path", f"records/{path}")
                    for path in ("//a.yaml", ".git/a.yaml", "a/../b.yaml")
                ),
                *(("path", path) for path in (".git/hooks/pre-commit", "past/x/.git/config")),
                *(("path", path) for path in ("records\\..\\a.yaml", "notes.yaml", "README.md")),
                *(("before", value) for value in (1, [], "", "x", "0" * 63)),
                *(("after", value) for value in (1, [], "!", "YTo", "YTogMQo=!", "\xe9")),
            )
        ),
    ],
)
def test_one_that_sipctl_did_not_write_so_is_as_if_from_elsewhere(plan: Folder, text: str) -> None:
    """Even of the right name: the whole of it is looked at before the first file is written."""
    path = plan.path / ".sipctl-edit-0.json"
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    path.rename(plan.path / journal._name(path.lstat(), plan.path.stat()))
    never_gone_by(plan)


def test_neither_is_a_link_or_a_folder(plan: Folder, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.write_text("[]")
    link = plan.path / ".sipctl-edit-1.json"
    link.symlink_to(outside)
    link.rename(plan.path / journal._name(link.lstat(), plan.path.stat()))
    (plan.path / ".sipctl-edit-2.json").mkdir()
    never_gone_by(plan)


def test_one_from_elsewhere_hides_none_that_was_left_here(plan: Folder) -> None:
    meant = after(plan)
    killed_after(plan, 1)
    foreign = plan.path / ".sipctl-edit-0.json"
    foreign.write_text("[]")
    name, is_own = journal.cut_off(plan) or ("", False)
    assert (name == foreign.name, is_own) == (False, True)
    finish_cut_off(plan)
    assert journal.cut_off(plan) == (foreign.name, False)
    foreign.unlink()
    assert contents(plan) == meant


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


def test_one_that_cannot_be_undone_either_is_finished_later(
    plan: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A disk that is full from the second file on: the first one stays written."""
    meant, writes = after(plan), writes_of(plan)
    make, full = journal._make, OSError(errno.ENOSPC, "No space left on device")

    def make_first(folder: Folder, write: FileWrite) -> None:
        if write != writes[0]:
            with atomic.os_errors_refused(write.path, "nothing was changed"):
                raise full
        make(folder, write)

    monkeypatch.setattr(journal, "_make", make_first)
    with pytest.raises(Refusal) as refused:
        write_all(plan, writes)
    assert "half written" in str(refused.value)
    assert "nothing was changed" not in refused.value.help
    assert faults(plan) == ["edit-cut-off"]
    with pytest.raises(Refusal, match="half written"):
        finish_cut_off(plan)
    monkeypatch.undo()
    assert finish_cut_off(plan) is not None
    assert contents(plan) == meant


def test_a_journal_that_cannot_be_removed_fails_nothing(
    plan: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Windows removes no file that a virus scanner reads."""
    meant = after(plan)
    unlink = type(plan.path).unlink

    def unlink_others(path: Path, **how: bool) -> None:
        if path.name.startswith(".sipctl-edit-"):
            raise PermissionError(errno.EACCES, "Access is denied")
        unlink(path, **how)

    monkeypatch.setattr(type(plan.path), "unlink", unlink_others)
    write_all(plan, writes_of(plan))
    monkeypatch.undo()
    assert meant.items() <= contents(plan).items()
    with locked_plan(plan):
        assert contents(plan) == meant


def test_one_that_changed_meanwhile_leaves_all_as_they_were(plan: Folder) -> None:
    writes = writes_of(plan)
    (plan.path / PEOPLE).write_text("by: hand\n")
    before = contents(plan)
    with pytest.raises(ChangedMeanwhile):
        write_all(plan, writes)
    assert contents(plan) == before


# --- the lock ------------------------------------------------------------------------------------


def test_a_reader_waits_for_a_writer_no_longer_than_six_seconds(
    plan: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(locks, "_LOCK_PAUSE", 0)
    with locks.locked(plan.path):
        locks.wait_unlocked(plan.path)


def test_whoever_holds_the_lock_reads_without_waiting(plan: Folder) -> None:
    with locked_plan(plan):
        journal._begin(plan, writes_of(plan))
        paths = [source.path for source in plan_files.read_while_locked(plan)]
    assert {AIM, PEOPLE, ROUND} <= set(paths)


def test_a_lock_that_is_a_file_stays_its_living_holder_s(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Windows: whoever waits takes one of a killed process alone, and leaves another's."""
    monkeypatch.setitem(sys.modules, "fcntl", None)
    monkeypatch.setattr(locks, "_HEARTBEAT", 0.01)
    lock = tmp_path / LOCK
    with locks.locked(tmp_path):
        began = lock.stat().st_mtime_ns
        while lock.stat().st_mtime_ns == began:
            time.sleep(0.01)
    assert not lock.exists()
    with locks.locked(tmp_path):
        lock.write_bytes(b"another's")
    assert lock.read_bytes() == b"another's"
    monkeypatch.setattr(locks, "_LOCK_PAUSE", 0)
    with locks.locked(tmp_path):
        assert lock.read_bytes() != b"another's"


def test_reading_a_plan_imports_nothing_that_only_a_journal_needs() -> None:
    script = "import sys, sipctl.store.files.plan_files; print(*sys.modules)"
    modules = subprocess.check_output([sys.executable, "-c", script], text=True).split()
    assert {"hashlib", "base64", "json"}.isdisjoint(modules)
