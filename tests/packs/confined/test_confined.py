"""Work in a child with limits: what it work.gives, and what ends it."""

from __future__ import annotations

import subprocess
import sys
from functools import partial
from typing import TYPE_CHECKING

import pytest
from conftest import ROOT
from support import confined_work as work
from support.packs import build, plan_folder

from sipctl.packs.confined.limits import EMPTY_ROOT, Limits, close_files, limits_for
from sipctl.packs.confined.reply import ChildError
from sipctl.packs.confined.run import CAN_FORK, run_confined
from sipctl.packs.pdf.document import new_compiler
from sipctl.packs.render import render
from sipctl.plan.faults import Refusal
from sipctl.store.files import folder as folders
from sipctl.store.files import templates

if TYPE_CHECKING:
    from pathlib import Path

SMALL = Limits(cpu=1, clock=60, memory=100_000_000, output=1_000_000)
WAYS = pytest.mark.parametrize("fork", [True, False] if CAN_FORK else [False])
FORKS = pytest.mark.skipif(not CAN_FORK, reason="this system has no limits but the clock")


@pytest.fixture(autouse=True)
def importable(monkeypatch: pytest.MonkeyPatch) -> None:
    """A new Python finds the work as well."""
    monkeypatch.setenv("PYTHONPATH", str(ROOT / "tests"))


def message(task: object, limits: Limits = SMALL, **options: bool) -> str:
    with pytest.raises(Refusal) as caught:
        run_confined(task, "mine/pack.md", limits, **options)  # type: ignore[arg-type]
    assert caught.value.code == 2
    return caught.value.message


@WAYS
def test_what_it_gives(fork: bool) -> None:
    assert run_confined(work.gives, "x", SMALL, fork=fork) == work.gives()


@WAYS
def test_a_refusal_and_a_mistake_of_our_own_come_back(fork: bool) -> None:
    with pytest.raises(Refusal) as caught:
        run_confined(work.refuses, "x", SMALL, fork=fork)
    assert (caught.value.message, caught.value.help, caught.value.code) == ("no", "do that", 1)
    with pytest.raises(ChildError, match="KeyError: 'x'") as broken:
        run_confined(work.breaks, "x", SMALL, fork=fork)
    assert "in breaks" in broken.value.__notes__[0]


@pytest.mark.slow
@FORKS
def test_the_limits() -> None:
    assert message(work.spins) == (
        "mine/pack.md: it takes more than 1 seconds of computing, the limit for this plan"
    )
    assert message(work.hoards) == "mine/pack.md: it takes more memory than 100 MB, the limit"
    assert (
        message(work.hoards_slowly) == "mine/pack.md: it takes more memory than 100 MB, the limit"
    )
    assert "breaks the program that sets it" in message(work.aborts)


@pytest.mark.slow
@WAYS
def test_the_limits_that_every_system_has(fork: bool) -> None:
    assert message(work.sleeps, Limits(clock=2), fork=fork) == (
        "mine/pack.md: it takes longer than 2 seconds, the limit for this plan"
    )
    assert message(work.writes_much, fork=fork) == (
        "mine/pack.md: it makes a pack of more than 1 MB, the limit"
    )
    assert message(work.nests, fork=fork) == (
        "mine/pack.md: it calls or nests itself deeper than a pack can be"
    )


@FORKS
def test_no_file_is_written(tmp_path: Path) -> None:
    assert (
        run_confined(partial(work.writes_a_file, tmp_path / "a"), "x", SMALL)[""] == b"27"
    )  # EFBIG
    assert (tmp_path / "a").read_bytes() == b""


@FORKS
def test_nothing_is_opened_once_files_are_closed() -> None:
    answer = run_confined(partial(work.opens, ROOT / "README.md"), "x", SMALL)
    assert answer[""] == b"[24, 24, 24]"  # EMFILE: no file, no socket, no pipe


def test_files_stay_open_to_everybody_else() -> None:
    close_files()
    assert (ROOT / "README.md").read_bytes()


@WAYS
def test_proxies_lead_nowhere(fork: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("https_proxy", "http://proxy.invalid:3128")
    monkeypatch.setenv("no_proxy", "*")
    assert run_confined(work.proxies, "x", SMALL, fork=fork)[""] == b"['http://127.0.0.1:9']"


def test_a_larger_plan_may_take_longer() -> None:
    assert limits_for(99) == Limits(cpu=10, clock=20)
    assert limits_for(1_000) == Limits(cpu=20, clock=80)


def test_typst_is_given_an_empty_folder() -> None:
    assert [path.name for path in EMPTY_ROOT.iterdir()] == ["README.txt"]
    assert new_compiler is not None


@pytest.mark.slow
@pytest.mark.parametrize("form", ["markdown", "html", "pdf", "docx"])
def test_a_new_python_makes_the_same_pack_as_a_fork(form: str) -> None:
    pytest.importorskip("typst", reason="typst is not installed")
    pytest.importorskip("docx", reason="python-docx is not installed")
    source = templates.find("lgb-pack", folders.find(None, plan_folder("river")), ROOT)
    task = partial(render._render, build(), source, form, None, None)
    packs = [run_confined(task, "x", Limits(), fork=fork)[""] for fork in (CAN_FORK, False)]
    assert packs[0] == packs[1]


def test_no_module_of_the_folder_it_is_run_in_is_imported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("sipctl", "json", "pickle", "jinja2"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit(9)")
    monkeypatch.chdir(tmp_path)
    assert run_confined(work.gives, "x", SMALL, fork=False) == work.gives()


@FORKS
def test_a_child_does_not_outlive_an_interrupt(tmp_path: Path) -> None:
    script = (
        "import os, signal, sys, threading, time\n"
        "from sipctl.packs.confined.limits import Limits\n"
        "from sipctl.packs.confined.run import run_confined\n"
        "def work():\n"
        "    os.write(1, b'') or time.sleep(50)\n"
        "threading.Timer(0.5, lambda: os.kill(os.getpid(), signal.SIGINT)).start()\n"
        "try:\n"
        "    run_confined(work, 'x', Limits(cpu=50, clock=50))\n"
        "except KeyboardInterrupt:\n"
        "    try:\n"
        "        os.waitpid(-1, os.WNOHANG)\n"
        "    except ChildProcessError:\n"
        "        print('gone')\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, timeout=40, check=True
    )
    assert done.stdout == "gone\n"
