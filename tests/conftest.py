"""What every test may use: commands run in this process, plans written from strings, clean git."""

from __future__ import annotations

import gc
import io
import os
import signal
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import hypothesis
import pytest

if TYPE_CHECKING:
    from sipctl.store.cache.answers import CommandLine

ROOT = Path(__file__).parent.parent
SHIPPED = ROOT / "plan"

# Drawn alike each time; --slow draws more.
for name, count in {"quick": 15, "slow": 30}.items():
    profile = hypothesis.settings.get_profile("ci")
    hypothesis.settings.register_profile(name, profile, max_examples=count)
hypothesis.settings.register_profile("search", max_examples=500, deadline=None)


Snapshot = Callable[[str, str], None]
"""`snapshot(name, text)`: the text is what the file of that name holds."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--slow", action="store_true", help="run everything, the slow tests too")
    parser.addoption("--snapshots", action="store_true", help="write the snapshots anew")


@pytest.hookimpl(trylast=True)
def pytest_configure(config: pytest.Config) -> None:
    """With --slow, Hypothesis draws more; after its plugin, which has taken the quick profile.

    Rewriting all asserts takes seconds in each worker: what pytest makes of them is kept.
    """
    sys.dont_write_bytecode = False
    # Begun in the background of a shell, pytest and all that it starts would ignore Ctrl-C.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    if config.getoption("--slow") and config.getoption("--hypothesis-profile") == "quick":
        hypothesis.settings.load_profile("slow")


def pytest_ignore_collect(collection_path: Path) -> bool | None:
    """On Windows, files that need a POSIX terminal or POSIX limits are left out."""
    if os.name != "nt":
        return None
    from support.no_posix import needs_posix

    return True if needs_posix(collection_path) else None


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Without --slow, what is marked slow is left out and counted as deselected; so is `posix`."""
    left_out = {"slow"} if not config.getoption("--slow") else set()
    left_out |= {"posix"} if os.name == "nt" else set()
    chosen: list[pytest.Item] = []
    deselected: list[pytest.Item] = []
    for item in items:
        marked = not left_out.isdisjoint(mark.name for mark in item.iter_markers())
        (deselected if marked else chosen).append(item)
    config.hook.pytest_deselected(items=deselected)
    # The slow ones first: at the end, one of them would keep a worker while the other has no more.
    items[:] = sorted(chosen, key=lambda item: item.get_closest_marker("slow") is None)


def pytest_collection_finish() -> None:
    """What was imported and collected stays: the garbage collector need not go through it again.

    It comes seldom, too; trees of the whole source took twice the time with it.
    """
    gc.freeze()
    gc.set_threshold(50_000)


@pytest.fixture
def snapshot(request: pytest.FixtureRequest) -> Snapshot:
    """Compares a text with its file in `snapshots/` beside the test, or writes it anew."""

    def compare(name: str, text: str) -> None:
        file = request.path.parent / "snapshots" / name
        if request.config.getoption("--snapshots"):
            file.parent.mkdir(exist_ok=True)
            file.write_bytes(text.encode())
        assert text == file.read_bytes().decode(), f"{name} has changed: --snapshots takes it"

    return compare


@dataclass(frozen=True)
class Result:
    """How a command ended, and what it said."""

    code: int
    out: str
    err: str


@pytest.fixture(autouse=True)
def scrubbed(monkeypatch: pytest.MonkeyPatch) -> None:
    """No setting of whoever runs the tests decides what they see."""
    for name in list(os.environ):
        if name.startswith(("SIPCTL_", "GIT_", "LC_", "_SIPCTL", "COMP_")) or name in (
            *(
                "NO_COLOR",
                "COLORTERM",
                "COLUMNS",
                "LINES",
                "FORCE_COLOR",
                "LANG",
                "EDITOR",
                "VISUAL",
            ),
        ):
            monkeypatch.delenv(name)
    monkeypatch.delenv("PYTHONDONTWRITEBYTECODE", raising=False)  # a process of ours compiles once
    monkeypatch.setenv("SIPCTL_CACHE", "off")
    monkeypatch.setenv("SIPCTL_DEBUG", "1")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    for who in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{who}_NAME", "A Clerk")
        monkeypatch.setenv(f"GIT_{who}_EMAIL", "clerk@school.invalid")
        monkeypatch.setenv(f"GIT_{who}_DATE", "2025-03-04T09:00:00+00:00")


@pytest.fixture(autouse=True, scope="session")
def hasty() -> Iterator[None]:
    """What this process writes need not outlive a power cut: it does not wait for the disk."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("os.fsync", lambda _: None)
        yield


@pytest.fixture(scope="session")
def cache_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the workers of this run share."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "cache"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


@pytest.fixture
def cached(monkeypatch: pytest.MonkeyPatch, cache_folder: Path) -> None:
    """What sipctl keeps, such as compiled templates, is kept from test to test."""
    monkeypatch.setenv("SIPCTL_CACHE", str(cache_folder))


@pytest.fixture
def thorough(request: pytest.FixtureRequest) -> bool:
    """Whether every case is tried (--slow), where a quick run tries a few of each kind."""
    return bool(request.config.getoption("--slow"))


@pytest.fixture
def shipped() -> Path:
    """The trust's own plan. Tests check it; they do not lean on what it says."""
    return SHIPPED


@pytest.fixture
def sipctl(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """Runs one command line in this process, as `sipctl` would, and says how it ended."""

    def run(*argv: str, cwd: Path | None = None, line: CommandLine | None = None) -> Result:
        from sipctl.cli import app

        out, err = io.StringIO(), io.StringIO()
        with monkeypatch.context() as patch:
            patch.setattr(sys, "stdout", out)
            patch.setattr(sys, "stderr", err)
            patch.chdir(cwd or ROOT)
            code = app.run(list(argv), line)
        return Result(code, out.getvalue(), err.getvalue())

    return run


@pytest.fixture
def write(tmp_path: Path) -> Callable[[dict[str, str]], Path]:
    """Writes files (paths within a plan folder → text) and gives the folder that holds `plan/`."""

    def written(files: dict[str, str]) -> Path:
        for path, text in files.items():
            file = tmp_path / "plan" / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(text.encode())
        return tmp_path

    return written


RunIn = Callable[[dict[str, str]], Callable[..., Result]]


@pytest.fixture
def run_in(write: Callable[[dict[str, str]], Path], sipctl: Callable[..., Result]) -> RunIn:
    """Runs commands in the folder of a plan of these files."""

    def begin(files: dict[str, str]) -> Callable[..., Result]:
        top = write(files)
        return lambda *argv: sipctl(*argv, cwd=top)

    return begin
