"""What is cached may only ever change how long an answer takes.

A stale answer is a lost deadline. Every kind of file is changed in every way, and the answer must
be the one that is worked out from nothing.
"""

from __future__ import annotations

import io
import os
import shutil
import stat
import subprocess
import sys
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from sipctl.store.cache import answers
from sipctl.store.cache import folder as cache_folders
from sipctl.store.cache.listing import FRESH, listing, plan_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

FILES = {
    "plan.yaml": "title: Plan A\nschool: {name: Hill School}\nruns: {from: 2024-09-01, to: 2025-08-31}\n",
    "people.yaml": "leads:\n  JK: {}\n  SD: {}\n",
    "calendar.yaml": (
        "years:\n  2024/25:\n    autumn: {starts: 2024-09-02, ends: 2024-12-20}\n"
        "    spring: {starts: 2025-01-06, ends: 2025-04-04}\n"
    ),
    "aims/1-one.yaml": (
        "id: 1\ntitle: One\nareas:\n  - id: 1a\n    title: A\n    activities:\n"
        "      - {id: 1a.1, title: Buy, leads: [JK], when: Spring 2025}\n"
        "      - {id: 1a.2, title: Sell, leads: [JK], when: Autumn 2024}\n"
    ),
    "records/2024-25/autumn/2024-12-01-1a.2-JK.yaml": (
        "activity: 1a.2\ndate: 2024-12-01\nby: JK\nstatus: on-track\n"
    ),
}
QUESTIONS = (
    ["due", "--as-of", "2025-04-05"],
    ["list", "--as-of", "2025-04-05", "--format", "json"],
    ["show", "1a.2", "--as-of", "2025-04-05"],
    ["check", "--as-of", "2025-04-05"],
)
EDITS = {
    "plan.yaml": ("Plan A", "Plan B"),
    "people.yaml": ("JK", "JX"),
    "calendar.yaml": ("2025-04-04", "2025-04-03"),
    "aims/1-one.yaml": ("Buy", "Buz"),
    "records/2024-25/autumn/2024-12-01-1a.2-JK.yaml": ("on-track", "complete"),
}


@dataclass(frozen=True)
class World:
    """A plan of its own, questions already answered and cached."""

    top: Path
    sipctl: Callable[..., object]

    def file(self, path: str) -> Path:
        return self.top / "plan" / path

    def ask(self, argv: list[str]) -> object:
        """As the installed command does: the cache first."""
        here = os.getcwd()
        os.chdir(self.top)
        try:
            line = answers.lookup(argv)
            cached = answers.get(line) if line else None
        finally:
            os.chdir(here)
        if cached is not None:
            return (cached.code, bytes(cached.output).decode())
        return self.work_out(argv, line)

    def work_out(self, argv: list[str], line: object = None) -> object:
        result = self.sipctl(*argv, cwd=self.top, line=line)
        return (result.code, result.out)

    def cold(self, argv: list[str]) -> object:
        was = os.environ["SIPCTL_CACHE"]
        os.environ["SIPCTL_CACHE"] = "off"
        try:
            return self.work_out(argv)
        finally:
            os.environ["SIPCTL_CACHE"] = was


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "cache"
    monkeypatch.setenv("SIPCTL_CACHE", str(folder))
    return folder


def _written(top: Path) -> Path:
    for path, text in FILES.items():
        file = top / "plan" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    return top


def _settle() -> None:
    """Waits until what has been written is old enough to be trusted."""
    time.sleep(FRESH / 1e9 + 0.1)


@pytest.fixture
def young(tmp_path: Path, cache: Path, sipctl: Callable[..., object]) -> World:
    """A plan too fresh for its answers to be cached."""
    return World(_written(tmp_path / "young"), sipctl)


@pytest.fixture(scope="module")
def settled_folders(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Plans that no test has had yet, as many as there are tests that ask for one."""
    top = tmp_path_factory.mktemp("settled")
    folders = [_written(top / str(number)) for number in range(5)]
    _settle()
    return iter(folders)


@pytest.fixture
def settled(settled_folders: Iterator[Path], cache: Path, sipctl: Callable[..., object]) -> World:
    """A plan that is old enough for its answers to be cached, and nobody else's."""
    return World(next(settled_folders), sipctl)


@pytest.fixture
def worlds(tmp_path: Path, cache: Path, sipctl: Callable[..., object]) -> list[World]:
    """As many plans as there are changes to try, all old enough to be trusted."""
    items = [World(_written(tmp_path / f"w{number}"), sipctl) for number in range(len(CHANGES))]
    _git(items[-1].top)
    _settle()
    return items


def _git(top: Path) -> None:
    """Two branches that differ in one letter of one file; the one with the original checked out."""

    def git(*argv: str) -> None:
        subprocess.run(["git", "-C", str(top), *argv], check=True, capture_output=True)

    git("init", "-q", "-b", "main")
    git("add", ".")
    git("commit", "-q", "-m", "one")
    git("switch", "-q", "-c", "other")
    aim = top / "plan/aims/1-one.yaml"
    aim.write_text(aim.read_text().replace("Buy", "Buz"))
    git("commit", "-q", "-am", "two")
    git("switch", "-q", "main")


def edit(path: str) -> Callable[[World], None]:
    def change(world: World) -> None:
        file = world.file(path)
        file.write_text(file.read_text().replace(*EDITS[path]) + "\n")

    return change


def same_size_old_time(path: str) -> Callable[[World], None]:
    def change(world: World) -> None:
        file = world.file(path)
        was = file.stat()
        file.write_text(file.read_text().replace(*EDITS[path]))
        assert file.stat().st_size == was.st_size
        os.utime(file, ns=(was.st_atime_ns, was.st_mtime_ns))

    return change


def replaced(path: str) -> Callable[[World], None]:
    def change(world: World) -> None:
        file, other = world.file(path), world.top / "other"
        other.write_text(file.read_text().replace(*EDITS[path]))
        shutil.copystat(file, other)
        os.replace(other, file)

    return change


def deleted(path: str) -> Callable[[World], None]:
    return lambda world: world.file(path).unlink()


def renamed(world: World) -> None:
    world.file("aims/1-one.yaml").rename(world.file("aims/1-two.yaml"))


def hidden(world: World) -> None:
    world.file("aims/1-one.yaml").rename(world.file("aims/.1-one.yaml"))


def new_record(world: World) -> None:
    text = "activity: 1a.1\ndate: 2025-04-01\nby: SD\nstatus: complete\n"
    world.file("records/2024-25/autumn/2025-04-01-1a.1-SD.yaml").write_text(text)


def new_stranger(world: World) -> None:
    world.file("aims/2.yml").write_text("id: 2\ntitle: Two\n")


def link(world: World) -> None:
    file, other = world.file("aims/1-one.yaml"), world.file("aims/.kept")
    file.rename(other)
    file.symlink_to(other.name)


def folder_renamed(world: World) -> None:
    world.file("records").rename(world.file("record"))


def nearer_plan(world: World) -> None:
    shutil.move(world.top / "plan", world.top / "elsewhere")
    shutil.copytree(world.top / "elsewhere", world.top / "plan")
    file = world.file("aims/1-one.yaml")
    file.write_text(file.read_text().replace("Buy", "Buz"))


def checked_out(world: World) -> None:
    subprocess.run(["git", "-C", str(world.top), "switch", "-q", "other"], check=True)


CHANGES: dict[str, Callable[[World], None]] = {
    **{f"edit {path}": edit(path) for path in FILES},
    **{f"same size, old time, {path}": same_size_old_time(path) for path in FILES},
    **{f"replaced {path}": replaced(path) for path in FILES},
    **{f"deleted {path}": deleted(path) for path in FILES},
    "renamed": renamed,
    "hidden": hidden,
    "a new record": new_record,
    "a file that is not read": new_stranger,
    "a link": link,
    "a folder renamed": folder_renamed,
    "another folder in its place": nearer_plan,
    "git switch": checked_out,  # the last world has the repository
}


@pytest.mark.slow
def test_no_change_is_missed(worlds, cache):
    first = [[world.ask(argv) for argv in QUESTIONS] for world in worlds]
    assert len(list(cache.glob("answer-*"))) == len(worlds) * len(QUESTIONS)
    assert [[world.ask(argv) for argv in QUESTIONS] for world in worlds] == first
    for (name, change), world, was in zip(CHANGES.items(), worlds, first, strict=True):
        change(world)
        cold = [world.cold(argv) for argv in QUESTIONS]
        assert (name, [world.ask(argv) for argv in QUESTIONS]) == (name, cold)
        assert (name, [world.ask(argv) for argv in QUESTIONS]) == (name, cold)
        assert (name, cold != was) == (name, name != "a link"), "the change must be one that shows"


def test_edits_within_one_tick_of_the_clock(young):
    """Same size, as fast as the disk allows: every answer must be today's file."""
    aim = young.file("aims/1-one.yaml")
    text = aim.read_text()
    for number in range(40):
        aim.write_text(text.replace("Buy", f"B{number:02}"))
        assert f"B{number:02}" in young.ask(QUESTIONS[0])[1]


def test_a_spoilt_cache_costs_only_time(settled, cache):
    before = [settled.ask(argv) for argv in QUESTIONS]
    for spoil in (
        lambda data: b"",
        lambda data: data[: len(data) // 2],
        lambda data: os.urandom(len(data)),
        lambda data: data[:40] + b"\x00" + data[41:],
        lambda data: data[:40] + b"\x00" * (len(data) - 40),
        None,
    ):
        files = [file for file in cache.iterdir() if file.is_file()]
        assert len(files) == len(QUESTIONS) + 1
        for file in files:
            data = file.read_bytes()
            file.unlink()
            if spoil is None:
                file.mkdir()
            else:
                file.write_bytes(spoil(data))
        assert [settled.ask(argv) for argv in QUESTIONS] == before


def test_a_forbidden_cache_costs_only_time(young, cache, monkeypatch):
    before = [young.cold(argv) for argv in QUESTIONS]
    for value in ("/dev/null/x", "relative/folder", "/proc/sipctl", str(cache / "a" / ("b" * 300))):
        monkeypatch.setenv("SIPCTL_CACHE", value)
        assert [young.ask(argv) for argv in QUESTIONS] == before


@pytest.mark.posix
def test_what_others_could_write_is_not_trusted(cache, monkeypatch):
    cache.mkdir()
    cache.chmod(0o777)
    assert cache_folders.cache_folder() is None
    cache.chmod(0o700)
    assert cache_folders.cache_folder() == str(cache)
    other = cache.parent / "link"
    other.symlink_to(cache)
    monkeypatch.setenv("SIPCTL_CACHE", str(other))
    assert cache_folders.cache_folder() is None


@pytest.mark.parametrize("nowhere", ["", "/", "somewhere"])
def test_whoever_has_no_home_keeps_nothing(tmp_path, monkeypatch, nowhere):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("SIPCTL_CACHE", raising=False)
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    monkeypatch.setenv("HOME", nowhere)
    was = sorted(os.listdir("/"))
    assert cache_folders.cache_folder() is None
    assert (sorted(os.listdir("/")), os.listdir(tmp_path)) == (was, [])
    monkeypatch.setenv("HOME", str(tmp_path))
    assert os.path.commonpath([str(cache_folders.cache_folder()), tmp_path]) == str(tmp_path)


def test_what_is_cached_is_private_and_the_plan_is_left_alone(settled, cache):
    before = listing(str(settled.top / "plan")).marks
    for argv in QUESTIONS:
        settled.ask(argv)
    assert listing(str(settled.top / "plan")).marks == before
    assert stat.S_IMODE(cache.stat().st_mode) == 0o700
    assert {stat.S_IMODE(file.stat().st_mode) for file in cache.iterdir()} == {0o600}


def test_the_day_decides(young):
    world = young
    assert world.ask(["due", "--as-of", "2025-04-04"]) != world.ask(
        ["due", "--as-of", "2025-04-05"]
    )


def test_fresh_files_are_not_trusted(tmp_path):
    (tmp_path / "x.yaml").write_text("a")
    result = listing(str(tmp_path))
    assert not result.settled(time.time_ns())
    assert result.settled(time.time_ns() + 2 * FRESH)


def test_the_light_search_finds_what_the_full_one_finds(tmp_path, monkeypatch):
    from sipctl.store.files import folder

    below = tmp_path / "a" / "b"
    below.mkdir(parents=True)
    (tmp_path / "plan").mkdir()
    (tmp_path / "plan/plan.yaml").write_text("")
    for asked in (None, str(tmp_path), "../..", "../../plan", str(tmp_path / "plan")):
        light = plan_folder(asked, str(below))
        assert light is not None
        assert os.path.realpath(light) == os.path.realpath(folder.find(asked, below).path)
    assert plan_folder("nowhere", str(below)) is None


def test_what_is_drawn_on_is_part_of_the_question(settled, monkeypatch):
    """A terminal may say that it is no columns wide, and symbols hang on the locale."""
    monkeypatch.chdir(settled.top)

    def file() -> str:
        line = answers.lookup(["timeline"])
        assert line is not None
        return line.file

    def stream(*, terminal: bool) -> io.StringIO:
        the_stream = io.StringIO()
        the_stream.isatty = lambda: terminal
        return the_stream

    monkeypatch.setattr(sys, "stdout", stream(terminal=False))
    piped = file()
    monkeypatch.setattr(sys, "stdout", stream(terminal=True))
    monkeypatch.setattr(sys.stdout, "fileno", lambda: 1)
    monkeypatch.setattr(os, "get_terminal_size", lambda _: os.terminal_size((0, 0)))
    assert file() != piped
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    spoken = file()
    monkeypatch.setenv("LC_ALL", "C")
    assert file() != spoken


def test_nothing_is_cached_where_the_plan_that_is_meant_is_in_doubt(
    settled, settled_folders, monkeypatch
):
    monkeypatch.chdir(settled.top)
    other = str(next(settled_folders))
    assert answers.lookup(["due", "--plan", other]) is not None
    assert answers.lookup(["due", "--plan", other, "--plan=."]) is None
    monkeypatch.setenv("_SIPCTL_COMPLETE", "complete_bash")
    monkeypatch.setenv("COMP_WORDS", "sipctl due --lead ")
    assert answers.lookup([]) is not None
    monkeypatch.setenv("COMP_WORDS", f"sipctl due --plan {other} --lead ")
    assert answers.lookup([]) is None
