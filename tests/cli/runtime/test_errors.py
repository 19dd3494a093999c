"""How sipctl leaves, as a real process: closed pipes, full disks, signals, odd surroundings."""

from __future__ import annotations

import dataclasses
import os
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import pytest
from support.each_row import each_row

ROOT = Path(__file__).parents[3]
SIPCTL = [sys.executable, "-m", "sipctl"]


@dataclass(frozen=True)
class Ended:
    returncode: int
    stdout: str
    stderr: str


def ask(*argv: str, cwd: Path = ROOT, **settings: str) -> Ended:
    env = {**os.environ, **settings}
    env.pop("SIPCTL_DEBUG", None)
    done = subprocess.run([*SIPCTL, *argv], cwd=cwd, env=env, capture_output=True, timeout=60)
    return Ended(done.returncode, done.stdout.decode(), done.stderr.decode())


def shell(command: str, **settings: str) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, **settings, "SIPCTL": " ".join(SIPCTL)}
    env.pop("SIPCTL_DEBUG", None)
    return subprocess.run(
        ["bash", "-c", command], cwd=ROOT, env=env, capture_output=True, text=True, timeout=60
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = str(tmp_path_factory.mktemp("cache"))
    ask("due", SIPCTL_CACHE=folder)
    return folder


@pytest.fixture(params=[pytest.param("off", marks=pytest.mark.slow), "on"])
def cache(request: pytest.FixtureRequest) -> str:
    """Where answers are kept: nowhere, or in a folder that already has this one."""
    return "off" if request.param == "off" else request.getfixturevalue("folder")


def test_a_reader_that_has_seen_enough(cache):
    asked = ("due", "list --all --kpis --format json") if cache == "off" else ("due",)
    for ask_for in asked:
        result = shell(
            f"$SIPCTL {ask_for} | head -n 1; echo ${{PIPESTATUS[0]}}", SIPCTL_CACHE=cache
        )
        assert result.stderr == ""
        assert result.stdout.splitlines()[1:] == ["0"]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("ask_for", "code"),
    [
        ("check --strict", 1),
        ("check --format json", 0),
        ("due --fail-on overdue --all --kpis --format json --as-of 2026-07-01", 1),
    ],
)
def test_a_verdict_stays_when_its_reader_has_gone(cache, ask_for, code):
    """A pipe holds 64 KB: long answers break while they are written, short ones at the end."""
    for reader in ("true", "head -c 1"):
        result = shell(
            f"{{ sleep 0.3; $SIPCTL {ask_for}; echo $? >&2; }} | {reader} > /dev/null",
            SIPCTL_CACHE=cache,
        )
        assert (result.stderr, reader) == (f"{code}\n", reader)


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no /dev/full on this system")
def test_a_full_disk(cache):
    result = shell("$SIPCTL due > /dev/full", SIPCTL_CACHE=cache)
    assert result.returncode == 2
    assert result.stderr.startswith("sipctl: the disk is full")


def test_closed_streams(cache):
    assert shell("$SIPCTL due >&-", SIPCTL_CACHE=cache).stderr == ""
    result = shell("$SIPCTL due --lead XX 2>&-", SIPCTL_CACHE=cache)
    assert (result.returncode, result.stdout) == (2, "")


def test_a_locale_that_knows_no_dash(cache):
    odd = {"LC_ALL": "C", "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0", "TZ": "UTC"}
    assert ask("due", SIPCTL_CACHE=cache, **odd) == ask("due", SIPCTL_CACHE=cache)


def test_nothing_set_at_all(tmp_path):
    result = subprocess.run(
        [*SIPCTL, "check"], cwd=ROOT, env={}, capture_output=True, text=True, timeout=60
    )
    assert (result.returncode, result.stderr) == (0, "")


def test_a_folder_that_is_gone(tmp_path):
    gone = tmp_path / "gone"
    gone.mkdir()
    result = shell(f"cd {gone} && rmdir {gone} && $SIPCTL due")
    assert result.returncode == 2
    assert "no longer there" in result.stderr


def test_ctrl_c(tmp_path):
    """Interrupted while somebody writes a note: the editor says when, so no clock decides."""
    shutil.copytree(ROOT / "plan", tmp_path / "plan")
    begun = tmp_path / "begun"
    editor = tmp_path / "editor"
    editor.write_text(f"#!/bin/sh\ntouch {begun}\nexec sleep 60\n")
    editor.chmod(0o755)
    process = subprocess.Popen(
        [*SIPCTL, "record", "2a.2", "on-track", "--by", "JK", "--edit"],
        cwd=tmp_path,
        env={**os.environ, "EDITOR": str(editor)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    while not begun.exists():
        assert process.poll() is None, process.communicate()
        time.sleep(0.02)
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to everybody in front of it
    _, err = process.communicate(timeout=60)
    assert (process.returncode, err.decode()) == (130, "sipctl: stopped\n")
    assert not (tmp_path / "plan/records").exists()


@each_row(
    "argv",
    [
        ["due", "--plan", "a" * 5000],
        ["due", "--plan", "/dev/null"],
        ["due", "--plan", ""],
        ["due", "--lead", "[bold]x[/bold]"],
        ["due", "--lead", "\x1b[31mred"],
        ["due", "--as-of", "0000-00-00"],
        ["due", "--within", "9999w"],
        ["due", "--as-of", "9999-12-31"],
        ["due", "--as-of", "0001-01-01"],
        ["show", ""],
        ["show", "--", "--help"],
        ["when", ""],
        ["when", "x" * 100_000],
        ["check", "--explain", "nothing"],
    ],
)
def test_odd_words(argv, sipctl, monkeypatch):
    monkeypatch.delenv("SIPCTL_DEBUG", raising=False)
    sound(argv, *dataclasses.astuple(sipctl(*argv)))


@pytest.mark.skipif(os.name == "nt", reason="its command line is text")
def test_a_word_that_is_no_text():
    argv = ["due", "--plan", "\udcff"]
    sound(argv, *dataclasses.astuple(ask(*argv)))


def sound(argv: list[str], code: int, out: str, err: str) -> None:
    """An answer, or a sentence that says why there is none."""
    assert code in (0, 1, 2), argv
    assert "Traceback" not in err
    assert "went wrong" not in err
    assert "\x1b" not in err + out
    assert (code == 0) == (err == "")
