"""Runs sipctl in many real processes that import once: `python processes.py together|killed …`.

A program of its own, because a test's process may have threads, which a fork does not take along.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import shutil
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from datetime import time as clock
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sipctl.store.yaml.read import Source


def answer(argv: list[str]) -> int:
    """One command line, quietly; its exit code."""
    from sipctl.cli import app

    with (
        contextlib.redirect_stdout(io.StringIO()),
        contextlib.redirect_stderr(io.StringIO()) as err,
    ):
        code = app.run(argv)
    if code:
        os.write(2, err.getvalue().encode())
    return code


def together(count: int, argv: list[str]) -> int:
    """`count` processes that run the same command line at the same moment; how many failed."""
    answer([*argv, "--dry-run"])  # so that everything is imported
    ready, go = os.pipe()
    children = []
    for _ in range(count):
        child = os.fork()
        if not child:
            os.close(go)
            os.read(ready, 1)  # until the parent closes its end
            os._exit(answer(argv))
        children.append(child)
    os.close(ready)
    os.close(go)
    return sum(os.waitpid(child, 0)[1] != 0 for child in children)


def edits_of(number: int) -> list[str]:
    """A command line that edits aims/1-teaching.yaml (of `edited_plan`), another for each number."""
    name = f"1a.{number + 1}"
    return [
        ["set", name, "title", f"Title {number}"],
        ["add", "activity", "1a", f"Title {number}", "--lead", "JK"],
        ["move", name, "Summer 2025", "--agreed", "T", "--why", f"Title {number}"],
        ["set", name, "success", f"Title {number} one", "and two"],
        ["handover", "JK", "SD", "--only", name, "--agreed", "T", "--why", f"Title {number}"],
    ][number % 5]


def edited(count: int, plan: Path) -> None:
    """`count` processes that edit one file at the same moment; print the numbers that went well.

    What the others said goes to stderr.
    """
    more = ["--as-of", "2025-03-04", "--plan", str(plan)]
    for number in range(5):
        answer([*edits_of(number), *more, "--dry-run"])  # so that everything is imported
    ready, go = os.pipe()
    children = {}
    for number in range(count):
        child = os.fork()
        if not child:
            os.close(go)
            os.read(ready, 1)  # until the parent closes its end
            os._exit(answer([*edits_of(number), *more]))
        children[child] = number
    os.close(ready)
    os.close(go)
    for child, number in children.items():
        if os.waitpid(child, 0)[1] == 0:
            sys.stdout.write(f"{number}\n")


def set_again(count: int, plan: Path) -> None:
    """Kill writers that set a title and hand work over at `count` moments."""
    more = ["--as-of", "2025-03-04", "--plan", str(plan)]

    def change(number: int) -> None:
        lead, other = ("JK", "SD") if number % 2 == 0 else ("SD", "JK")
        answer(["set", "1a.1", "title", f"Title {number}", *more])
        answer(["handover", lead, other, "--agreed", "T", *more])

    change(0)  # so that everything is imported
    change(1)

    def write(out: int, number: int) -> None:
        for step in range(1_000_000):
            change(number * 1_000 + step)
            os.write(out, f"{step}\n".encode())

    _kill_at(count, write, plan)


BOARD = ("--agreed", "T", "--by", "JM")
WHOLE_EDITS = {
    "handover": ["handover", "JK", "SD", "--from", "2025-03-04", "--agreed", "T"],
    "withdraw": ["withdraw", "2a", "--why", "Too much", *BOARD],
    "roll": ["roll", "--to", "2026-29", "--from", "../decisions.csv", *BOARD],
    "latest": ["latest"],
}
"""Edits of several files, by kind."""


def whole(count: int, top: Path) -> None:
    """Kill each kind of edit of several files at `count` moments; print `kind outcome` of each.

    `top` holds a clone to edit for each kind. `outcome` is none or all; else what is wrong.
    """
    for kind, argv in WHOLE_EDITS.items():
        start, work = top / kind, top / "work"
        before, after, longest = _whole_edit(start, work, argv)
        for number in range(count):
            _copy(start, work)
            child = os.fork()
            if not child:
                os.setsid()
                os.chdir(work)
                os._exit(answer([*argv, "--as-of", "2025-03-04"]))
            time.sleep(longest * (number % 101) / 90)
            with contextlib.suppress(ProcessLookupError):
                os.killpg(child, signal.SIGKILL)
            os.waitpid(child, 0)
            _finish(work)
            state = _state(work)
            outcome = {before: "none", after: "all"}.get(state, "half_written")
            sys.stdout.write(f"{kind} {outcome}\n")
            sys.stdout.write(f"{kind} litter\n" * len([*(work / "plan").rglob(".sipctl-*")]))


def _whole_edit(start: Path, work: Path, argv: list[str]) -> tuple[str, str, float]:
    """The state before and after an edit, and the seconds that it takes."""
    before, here = _state(start), Path.cwd()
    for _ in range(2):  # the first time everything is imported
        _copy(start, work)
        os.chdir(work)
        began = time.monotonic()
        if answer([*argv, "--as-of", "2025-03-04"]) != 0:
            sys.exit("the edit is not one")
        took = time.monotonic() - began
        os.chdir(here)
    return before, _state(work), took


def _copy(start: Path, work: Path) -> None:
    shutil.rmtree(work, ignore_errors=True)
    shutil.copytree(start, work, symlinks=True)


def _finish(work: Path) -> None:
    """What the next command that changes the plan does first, and what it clears away."""
    from sipctl.store.files import atomic
    from sipctl.store.files.folder import Folder
    from sipctl.store.files.journal import finish_cut_off

    finish_cut_off(Folder(work / "plan", "plan"))
    for folder in {path.parent for path in (work / "plan").rglob("*")}:
        with atomic.temporary_file(folder, b""):  # each write clears the folder that it is in
            pass


def _state(top: Path) -> str:
    """The plan's files with their contents, but for what the clock gives a record."""
    files = sorted(path for path in (top / "plan").rglob("*.yaml"))
    return repr(
        [
            (
                re.sub("-[0-9a-f]{6}[.]yaml$", "", path.relative_to(top).as_posix()),
                re.sub(rb"(?m)^at: .*\n", b"", path.read_bytes()),
            )
            for path in files
        ]
    )


def killed(count: int, plan: Path) -> None:
    """Kill writers of records at `count` moments; print the path of each record they finished."""
    from sipctl.plan.calendar.terms import Calendar
    from sipctl.plan.model.entries import Record
    from sipctl.store import records
    from sipctl.store.files.folder import Folder

    folder = Folder(plan, "plan")
    the_result = "What happened, at some length, so that there is something to tear apart. " * 40
    result = Record(
        activity="1a.1", date=date(2025, 3, 4), by="JK", status="on-track", note=the_result
    )
    records.compose(Calendar(()), result)  # so that everything is imported

    def write(out: int, number: int) -> None:
        mine = replace(result, date=date(2025, 1, 1) + timedelta(number))
        while True:
            kept = records.save(folder, Calendar(()), mine, clock(9))
            os.write(out, f"{kept.path}\n".encode())

    _kill_at(count, write, plan)


def moved(count: int, plan: Path) -> None:
    """Kill movers of a date at `count` moments; print each phrase that they finished writing."""
    from sipctl.plan.model.entries import Move
    from sipctl.store.edits.changes import ById
    from sipctl.store.edits.edit import edited
    from sipctl.store.edits.moves import move_edit
    from sipctl.store.files.folder import Folder
    from sipctl.store.files.journal import FileWrite, write_all
    from sipctl.store.files.plan_files import read_file
    from sipctl.store.load import load_file

    folder, path = Folder(plan, "plan"), "aims/1-teaching.yaml"

    def moved_on() -> tuple[Source, Source]:
        source = read_file(folder, path)
        was = load_file(source).model.areas[0].activities[0].when[""]
        now = "Summer 2025" if was != "Summer 2025" else "Spring 2025"
        entry = Move(from_=was, date=date(2025, 3, 4), agreed="Trustees")
        steps = ("areas", ById("1a"), "activities", ById("1a.1"))
        return source, edited(move_edit(source, steps, "1a.1", now, entry))

    moved_on()  # so that everything is imported

    def write(out: int, number: int) -> None:
        while True:
            source, after = moved_on()
            write_all(folder, [FileWrite(path, source.data, after.data)])
            os.write(out, f"{len(after.data)}\n".encode())

    _kill_at(count, write, plan)


Writer = Callable[[int, int], None]
"""Writes for ever; tells a pipe of each thing that it has finished. The number is its own."""


def _kill_at(count: int, write: Writer, plan: Path) -> None:
    """Kill each of `count` writers at another moment of the time in which four things get done;
    tell on stderr what is left of each.
    """
    longest = _time_of(4, write)
    for number in range(count):
        child, heard = _begun(write, number)
        time.sleep(longest * (number % 101) / 101)
        result = _killed(child, heard)
        whole = result.rpartition(b"\n")[0]
        if whole:
            sys.stdout.write(whole.decode() + "\n")
        sys.stderr.writelines(f"left {path.name}\n" for path in plan.rglob(".sipctl-*"))
    sys.stdout.flush()


def _time_of(many: int, write: Writer) -> float:
    """Seconds from a writer's start until it has finished that many things, here and now."""
    began = time.monotonic()
    child, heard = _begun(write, 9999)
    text = b""
    while text.count(b"\n") < many:
        text += os.read(heard, 65536)
    took = time.monotonic() - began
    sys.stdout.write((text + _killed(child, heard)).rpartition(b"\n")[0].decode() + "\n")
    return took


def _begun(write: Writer, number: int) -> tuple[int, int]:
    sys.stdout.flush()
    heard, out = os.pipe()
    child = os.fork()
    if not child:
        os.close(heard)
        try:
            write(out, number)
        finally:
            os._exit(1)
    os.close(out)
    return child, heard


def _killed(child: int, heard: int) -> bytes:
    """Kill a writer, and all that it had told."""
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    if not os.WIFSIGNALED(status):
        sys.exit("a writer ended before it was killed")
    text = b""
    while block := os.read(heard, 65536):
        text += block
    os.close(heard)
    return text


if __name__ == "__main__":
    mode, number, *rest = sys.argv[1:]
    if mode == "together":
        sys.exit(together(int(number), rest))
    modes = {"killed": killed, "moved": moved, "edited": edited, "set": set_again, "whole": whole}
    modes[mode](int(number), Path(rest[0]))
