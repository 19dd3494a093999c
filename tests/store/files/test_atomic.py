"""Files made whole or not at all: killed, crowded, out of room, not allowed, led astray."""

from __future__ import annotations

import errno
import os
import re
import resource
import shutil
import stat
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from sipctl.plan.faults import Refusal
from sipctl.store.files import atomic, output_files, plan_files
from sipctl.store.files.folder import Folder
from sipctl.store.files.journal import FileWrite, write_all
from sipctl.store.load import load
from sipctl.store.new_plan import create

if TYPE_CHECKING:
    from collections.abc import Callable

PROCESSES = Path(__file__).parents[2] / "support" / "processes.py"

PLAN = {
    "plan.yaml": "title: A plan\nschool: {name: A school}\n"
    "runs: {from: 2024-09-01, to: 2027-08-31}\n",
    "people.yaml": "leads: {JK: {}}\n",
    "calendar.yaml": "years:\n  2024/25:\n"
    "    autumn: {starts: 2024-09-02, ends: 2024-12-20}\n"
    "    spring: {starts: 2025-01-06, ends: 2025-04-04}\n"
    "    summer: {starts: 2025-04-22, ends: 2025-07-22}\n",
    "aims/1-teaching.yaml": "id: 1\ntitle: Teaching\nareas:\n  - id: 1a\n    title: Reading\n"
    "    activities:\n      - id: 1a.1\n        title: Choose a scheme\n        leads: [JK]\n"
    "        when: Spring 2025\n",
}


@pytest.fixture
def plan(tmp_path: Path) -> Folder:
    return folder_of(tmp_path / "plan")


def folder_of(path: Path) -> Folder:
    for name, text in PLAN.items():
        (path / name).parent.mkdir(parents=True, exist_ok=True)
        (path / name).write_text(text, encoding="utf-8")
    return Folder(path, "plan")


def files(folder: Folder) -> list[str]:
    """Every file below records/, hidden ones too."""
    below = (folder.path / "records").rglob("*")
    return sorted(p.relative_to(folder.path).as_posix() for p in below if p.is_file())


def in_processes(*argv: str | Path, timeout: float = 60) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, PROCESSES, *map(str, argv)],
        capture_output=True,
        encoding="utf-8",
        timeout=timeout,
        check=False,
    )


def refusal(work: Callable[[], None]) -> str:
    with pytest.raises(Refusal) as refused:
        work()
    assert refused.value.code == 2
    return f"{refused.value.message} | {refused.value.help}"


# --- a new file ----------------------------------------------------------------------------------


def test_a_new_file_is_there_with_its_folders_and_nothing_else(plan: Folder) -> None:
    atomic.create(plan, "records/2024-25/spring/a.yaml", b"a: 1\r\n")
    assert files(plan) == ["records/2024-25/spring/a.yaml"]
    assert (plan.path / "records/2024-25/spring/a.yaml").read_bytes() == b"a: 1\r\n"


def test_the_umask_says_who_may_read_it(plan: Folder) -> None:
    before = os.umask(0o027)
    try:
        atomic.create(plan, "records/a.yaml", b"a: 1\n")
    finally:
        os.umask(before)
    assert stat.S_IMODE((plan.path / "records/a.yaml").stat().st_mode) == 0o640


@pytest.mark.parametrize("there", ["a file", "a link to nothing"])
def test_never_in_the_place_of_another(plan: Folder, there: str) -> None:
    path = plan.path / "records/a.yaml"
    path.parent.mkdir()
    if there == "a file":
        path.write_text("theirs")
    else:
        path.symlink_to("nowhere")
    with pytest.raises(FileExistsError):
        atomic.create(plan, "records/a.yaml", b"ours")
    assert [entry.name for entry in path.parent.iterdir()] == ["a.yaml"]
    assert path.is_symlink() or path.read_text() == "theirs"


def no_links(number: int) -> Callable[[str, str], None]:
    """A disk that has no hard links, and says so in one of the ways there are."""

    def link(source: str, target: str) -> None:
        raise OSError(number, os.strerror(number))

    return link


@pytest.mark.parametrize("number", [errno.EPERM, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK])
def test_on_a_disk_without_hard_links(plan: Folder, number: int) -> None:
    atomic.create(plan, "records/a.yaml", b"ours", no_links(number))
    assert files(plan) == ["records/a.yaml"]
    with pytest.raises(FileExistsError):
        atomic.create(plan, "records/a.yaml", b"others", no_links(number))
    assert files(plan) == ["records/a.yaml"]
    assert (plan.path / "records/a.yaml").read_bytes() == b"ours"


def test_a_name_that_a_killed_process_reserved_is_taken(plan: Folder) -> None:
    (plan.path / "records").mkdir()
    (plan.path / "records/.sipctl-a.yaml.tmp").touch()
    with pytest.raises(FileExistsError):
        atomic.create(plan, "records/a.yaml", b"ours", no_links(errno.EPERM))


# --- what killed processes leave -----------------------------------------------------------------


def test_old_leftovers_are_cleared_away_and_young_ones_are_left(plan: Folder) -> None:
    atomic.create(plan, "records/a.yaml", b"a: 1\n")
    records = plan.path / "records"
    old, young, named = (records / f".sipctl-{n}-x.tmp" for n in (1, 2, 3))
    for path in (old, young, records / ".mine.tmp"):
        path.write_text("half a rec")
    named.hardlink_to(records / "a.yaml")  # killed after it had its name
    long_ago = time.time() - 2 * atomic.STALE
    os.utime(old, (long_ago, long_ago))
    os.utime(records / ".mine.tmp", (long_ago, long_ago))
    atomic.create(plan, "records/b.yaml", b"b: 1\n")
    left = {entry.name for entry in records.iterdir()}
    assert left == {"a.yaml", "b.yaml", ".mine.tmp", young.name}


def test_leftovers_are_never_read(plan: Folder) -> None:
    records = plan.path / "records"
    records.mkdir()
    (records / ".sipctl-1-x.tmp").write_text("half a rec")
    (records / ".sipctl-a.yaml.tmp").touch()
    contents = plan_files.read(plan)
    assert [s.path for s in contents.sources if s.path.startswith("records")] == []
    assert contents.faults == []


@pytest.mark.slow
def test_killed_at_any_moment_the_plan_stays_sound(plan: Folder) -> None:
    """A hundred and fifty real kills: every record that is there is whole, and none told of is gone."""
    done = in_processes("killed", "150", plan.path)
    assert done.returncode == 0, done.stderr
    result = set(done.stdout.split())
    there = {path for path in files(plan) if not Path(path).name.startswith(".")}
    assert result <= there
    assert result, "no process was left the time to finish"
    contents = plan_files.read(plan)
    loaded = load(contents.sources, contents.faults)
    assert loaded.faults == ()
    kept = loaded.plan().records
    assert set(kept) == there
    assert {len(row.note or "") for row in kept.values()} == {73 * 40}
    assert "left .sipctl-" in done.stderr, "no kill came in the middle of a write"


def test_what_a_killed_process_left_is_cleared_away_and_nothing_else(plan: Folder) -> None:
    """By whoever writes next in that folder: a record, a file that was asked for, a new plan."""
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    mine = atomic.temp_path(plan.path).name
    dead = mine.replace(f"-{os.getpid()}-", f"-{gone.pid}-")
    elsewhere = dead.replace(mine[8:16], "00000000")
    folder_of = {"plan.yaml": "title: x\n"}
    for number, work in enumerate(
        [
            lambda: atomic.create(plan, "a.yaml", b"a: 1\n"),
            lambda: output_files.write_output(
                plan.path / "a.csv", b"a", lambda _: True, force=False
            ),
            lambda: create.create(plan.path / "new" / "plan", folder_of),
        ]
    ):
        where = plan.path / "new" if number == 2 else plan.path
        for name in (mine, dead, elsewhere):
            where.mkdir(exist_ok=True)
            (where / name).write_text("half")
        folder = where / f"{dead[:-4]}0.tmp"
        (folder / "aims").mkdir(parents=True)
        work()
        left = {entry.name for entry in where.iterdir() if entry.name.startswith(".sipctl-")}
        assert left == {mine, elsewhere}, number


@pytest.mark.slow
def test_a_mover_killed_at_any_moment_leaves_the_old_file_or_the_new(plan: Folder) -> None:
    done = in_processes("moved", "75", plan.path)
    assert done.returncode == 0, done.stderr
    contents = plan_files.read(plan)
    loaded = load(contents.sources, contents.faults)
    assert loaded.faults == ()
    moves = loaded.plan().activities["1a.1"][2].moved
    result = done.stdout.split()
    assert len(moves) >= len(result) > 0
    phrases = ["Spring 2025", "Summer 2025"]
    assert [move.from_ for move in moves] == [phrases[number % 2] for number in range(len(moves))]


def test_temporary_folders_of_killed_processes_are_cleared_by_the_next(tmp_path: Path) -> None:
    script = (
        "import os, sys; from pathlib import Path; from sipctl.store.files import atomic\n"
        "with atomic.temporary_folder(Path(sys.argv[1])) as folder:\n"
        "    (folder / 'x').touch(); os.kill(os.getpid(), 9)\n"
    )
    subprocess.run([sys.executable, "-c", script, str(tmp_path)], check=False)
    assert len(list(tmp_path.iterdir())) == 1
    with atomic.temporary_folder(tmp_path) as folder:
        assert list(tmp_path.iterdir()) == [folder]
    assert list(tmp_path.iterdir()) == []


# --- crowded -------------------------------------------------------------------------------------


@pytest.mark.slow
def test_forty_at_once_lose_none(plan: Folder) -> None:
    """The same words about the same activity, the same day, the same person, the same moment."""
    done = in_processes(
        *("together", "40", "record", "1a.1", "on-track", "--by", "JK", "--as-of", "2025-03-04"),
        *("--note", "Said by forty", "--plan", plan.path),
    )
    assert (done.returncode, done.stderr) == (0, "")
    contents = plan_files.read(plan)
    loaded = load(contents.sources, contents.faults)
    assert loaded.faults == ()
    result = loaded.plan().records_of["1a.1"]
    assert len(result) == len(files(plan)) == 40
    assert {(line.by, line.status, line.note) for _, line in result} == {
        ("JK", "on-track", "Said by forty")
    }


# --- out of room, not allowed --------------------------------------------------------------------


def as_nobody(work: Callable[[], str]) -> str:
    """What `work` says when it is done by a user who may not do everything."""
    if os.geteuid() != 0:
        return work()
    heard, out = os.pipe()
    child = os.fork()
    if not child:
        os.setgid(65534)
        os.setuid(65534)
        try:
            os.write(out, work().encode())
        finally:
            os._exit(0)
    os.close(out)
    os.waitpid(child, 0)
    with os.fdopen(heard, "rb") as stream:
        return stream.read().decode()


def opened(path: Path) -> None:
    """Let everybody walk down to a path."""
    for item in (path, *path.parents):
        if item.stat().st_uid == os.geteuid() and len(item.parts) > 2:
            item.chmod(item.stat().st_mode | 0o055)


def test_a_folder_that_may_not_be_written(plan: Folder) -> None:
    records = plan.path / "records"
    records.mkdir()
    opened(records)
    records.chmod(0o555)
    result = as_nobody(lambda: refusal(lambda: atomic.create(plan, "records/x/a.yaml", b"a: 1\n")))
    records.chmod(0o755)
    assert result == (
        "plan/records/x/a.yaml cannot be written: you may not write there | "
        "nothing was recorded; look at its permissions"
    )
    assert files(plan) == []


def test_a_file_that_may_not_be_written(plan: Folder) -> None:
    path = plan.path / "aims/1-teaching.yaml"
    opened(path.parent)
    path.chmod(0o444)
    before = path.read_bytes()
    result = as_nobody(
        lambda: refusal(lambda: write_all(plan, [FileWrite("aims/1-teaching.yaml", before, b"x")]))
    )
    assert "you may not write there" in result
    assert path.read_bytes() == before


def test_a_disk_that_is_full(plan: Folder, tmp_path: Path) -> None:
    """On a disk of 64 KB, where this system lets one be made; nothing is left on it."""
    script = (
        "import sys; from pathlib import Path; from sipctl.store.files import atomic as write;"
        "from sipctl.store.files.folder import Folder; from sipctl.plan.faults import Refusal\n"
        "try: write.create(Folder(Path(sys.argv[1]), 'plan'), 'records/a.yaml', b'x' * 100_000)\n"
        "except Refusal as r: print(r.message, '|', r.help)\n"
    )
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = f"mount -t tmpfs -o size=64k tmpfs '{disk}' && \"$@\" && ls -A '{disk}'"
    argv = ["unshare", "-rm", "sh", "-c", mount, "-", sys.executable, "-c", script, str(disk)]
    try:
        done = subprocess.run(argv, capture_output=True, encoding="utf-8", check=False)
    except FileNotFoundError:
        pytest.skip("this system has no unshare; the limit on files is tested below")
    if "mount" in done.stderr or "unshare" in done.stderr:
        pytest.skip("this system lets no disk be made; the limit on files is tested below")
    assert done.stdout == (
        "plan/records/a.yaml cannot be written: the disk is full | "
        "nothing was recorded; make room\n"
    )


def test_a_file_larger_than_the_system_allows(plan: Folder) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, hard))
    try:
        error = refusal(lambda: atomic.create(plan, "records/x/a.yaml", b"x" * 10_000))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert error == (
        "plan/records/x/a.yaml cannot be written: the system lets no file grow that large | "
        "nothing was recorded; make room, or write a shorter note"
    )
    assert not (plan.path / "records").exists()  # not even the folders that were made for it


def test_a_name_too_long(plan: Folder) -> None:
    error = refusal(lambda: atomic.create(plan, f"records/{'x' * 300}.yaml", b"a: 1\n"))
    assert "the name is too long for this disk" in error
    assert not (plan.path / "records").exists()


def test_a_file_where_a_folder_is_needed(plan: Folder) -> None:
    (plan.path / "records").write_text("")
    error = refusal(lambda: atomic.create(plan, "records/2024-25/a.yaml", b"a: 1\n"))
    assert "a file stands where a folder is needed" in error


# --- led astray ----------------------------------------------------------------------------------


@pytest.mark.parametrize("link", ["records", "records/2024-25", "records/2024-25/spring"])
def test_a_link_that_leads_out_of_the_plan(plan: Folder, tmp_path: Path, link: str) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (plan.path / link).parent.mkdir(parents=True, exist_ok=True)
    (plan.path / link).symlink_to(outside)
    error = refusal(lambda: atomic.create(plan, "records/2024-25/spring/a.yaml", b"a: 1\n"))
    assert error.startswith(f"plan/{link} is a link to somewhere outside the plan")
    assert list(outside.iterdir()) == []


def test_a_file_that_is_a_link_out_of_the_plan(plan: Folder, tmp_path: Path) -> None:
    outside = tmp_path / "outside.yaml"
    shutil.move(plan.path / "aims/1-teaching.yaml", outside)
    (plan.path / "aims/1-teaching.yaml").symlink_to(outside)
    before = outside.read_bytes()
    error = refusal(lambda: write_all(plan, [FileWrite("aims/1-teaching.yaml", before, b"x")]))
    assert "is a link to somewhere outside the plan" in error
    assert outside.read_bytes() == before


def test_a_link_within_the_plan_is_followed(plan: Folder) -> None:
    (plan.path / "kept").mkdir()
    (plan.path / "records").symlink_to("kept")
    atomic.create(plan, "records/a.yaml", b"a: 1\n")
    assert (plan.path / "kept/a.yaml").read_bytes() == b"a: 1\n"


# --- in the place of a file ----------------------------------------------------------------------


def test_replaced_whole_with_its_permissions(plan: Folder) -> None:
    path = plan.path / "aims/1-teaching.yaml"
    path.chmod(0o640)
    write_all(plan, [FileWrite("aims/1-teaching.yaml", path.read_bytes(), b"new\r\n")])
    assert path.read_bytes() == b"new\r\n"
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert [entry.name for entry in path.parent.iterdir()] == ["1-teaching.yaml"]


def test_not_replaced_if_somebody_changed_it(plan: Folder) -> None:
    path = plan.path / "aims/1-teaching.yaml"
    error = refusal(
        lambda: write_all(plan, [FileWrite("aims/1-teaching.yaml", b"as it was", b"new")])
    )
    assert error == (
        "plan/aims/1-teaching.yaml was changed by somebody else just now | "
        "nothing was changed; run the command again"
    )
    assert path.read_bytes().decode() == PLAN["aims/1-teaching.yaml"]


def test_two_at_once_never_lose_a_change(plan: Folder) -> None:
    """Each adds a line to what it read, and reads again if it was too late."""
    script = (
        "import sys; from pathlib import Path; from sipctl.store.files.journal import *;"
        "from sipctl.store.files.folder import Folder; from sipctl.plan.faults import Refusal\n"
        "folder = Folder(Path(sys.argv[1]), 'plan'); path = folder.path / 'plan.yaml'\n"
        "for at in range(60):\n"
        "    while True:\n"
        "        before = path.read_bytes()\n"
        "        after = before + b'# %d\\n' % at\n"
        "        try: write_all(folder, [FileWrite('plan.yaml', before, after)])\n"
        "        except Refusal: continue\n"
        "        break\n"
    )
    argv = [sys.executable, "-c", script, str(plan.path)]
    writers = [subprocess.Popen(argv) for _ in range(3)]
    assert [writer.wait(timeout=60) for writer in writers] == [0, 0, 0]
    lines = re.findall(r"^# (\d+)$", (plan.path / "plan.yaml").read_text(), re.MULTILINE)
    assert sorted(map(int, lines)) == sorted([*range(60)] * 3)
