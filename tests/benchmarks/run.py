"""How fast sipctl answers, as ratios side by side: `python tests/benchmarks/run.py`.

Whole processes, started as a shell starts them, medians of at least ten, all in one run on one
machine. `pass` is this interpreter's own `python -c pass`. Peers are measured where they are
installed (Debian: taskwarrior, yamllint; PyPI: check-jsonschema, todoman, doorstop). No test hangs
on any of this: a clock proves nothing on a busy machine.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).parent))
from generate import make_plan

if TYPE_CHECKING:
    from collections.abc import Callable

SIPCTL = str(Path(sys.executable).with_name("sipctl"))
DAY = ["--as-of", "2025-04-05"]
COMPLETING = {
    "_SIPCTL_COMPLETE": "complete_bash",
    "COMP_WORDS": "sipctl due --lead ",
    "COMP_CWORD": "3",
}
PLANS = {
    "100": (100, 0),
    "1,000": (1_000, 1_000),
    "10,000": (10_000, 0),
    "10,000 and 10,000 records": (10_000, 10_000),
    "100 and 10,000 records": (100, 10_000),
}
"""Activities and records of the plans that are measured on."""


ASKING_TIMES = """
import os
for year in os.scandir("plan/records"):
    for term in os.scandir(year.path):
        folder = os.open(term.path, os.O_RDONLY)
        for name in os.listdir(folder):
            os.stat(name, dir_fd=folder)
"""
"""The least that must be done for no edit of a record to be missed."""


def anew(count: int, year: int = 2025) -> list[list[str]]:
    """`due` on as many days that nobody has asked about."""
    days = (f"{year}-{1 + n // 28:02}-{1 + n % 28:02}" for n in range(count))
    return [[SIPCTL, "due", "--as-of", day] for day in days]


@dataclass
class Bench:
    """Times whole commands and keeps the table."""

    top: Path
    repeat: int
    rows: list[tuple[str, str, str, str]] = field(default_factory=list)
    unit: float = 0.0

    def plan(self, size: str) -> Path:
        """The folder of a generated plan, made on first use and old enough to be trusted."""
        folder = self.top / size.replace(" ", "-")
        if not folder.exists():
            make_plan(folder / "plan", *PLANS[size], seed=1)
            time.sleep(2.2)
        return folder

    def time(
        self,
        *argvs: list[str],
        place: Path,
        cache: bool = True,
        before: Callable[[int], object] = int,
        repeat: int = 0,
        settings: dict[str, str] | None = None,
    ) -> float:
        """Median seconds of a command, or of several in turn."""
        kept = str(self.top / "cache") if cache else "off"
        env = {**os.environ, **(settings or {}), "SIPCTL_CACHE": kept}
        env.pop("PYTHONDONTWRITEBYTECODE", None)  # nobody who uses sipctl compiles it each time
        took = []
        for number in range(repeat or max(self.repeat, len(argvs))):
            before(number)
            start = time.perf_counter()
            argv = argvs[number % len(argvs)]
            subprocess.run(argv, cwd=place, env=env, stdout=subprocess.DEVNULL, check=False)
            took.append(time.perf_counter() - start)
        return statistics.median(took)

    def tell(
        self, what: str, took: float, goal: float | None = None, against: float | None = None
    ) -> float:
        """A row: `took` as a multiple of `against` (of `pass`, if nothing is named)."""
        ratio = took / (against or self.unit)
        met = "" if goal is None else f"≤ {goal:g} ×: {'met' if ratio <= goal else 'not met'}"
        self.rows.append((what, f"{ratio:.2f} ×", f"{took * 1000:.0f} ms", met))
        print(" | ".join(self.rows[-1]), flush=True)
        return took


def same(bench: Bench) -> None:
    """The same question again, nothing changed."""
    for size in ("100", "10,000"):
        plan = bench.plan(size)
        asked = (["due", "--lead", "JK"], ["list"], ["show", "1a.1"], ["check"])
        for argv in ([SIPCTL, *argv, *DAY] for argv in asked):
            bench.time(argv, place=plan, repeat=2)
            bench.tell(
                f"`{' '.join(argv[1:-2])}` again, {size} activities",
                bench.time(argv, place=plan),
                1.6,
            )
        bench.time([SIPCTL], place=plan, settings=COMPLETING, repeat=2)
        took = bench.time([SIPCTL], place=plan, settings=COMPLETING)
        bench.tell(f"TAB after `--lead` again, {size} activities", took, 1.6)


def new(bench: Bench) -> None:
    """A question that nobody has asked, plan unchanged; then with one file changed each time."""
    bench.time([SIPCTL, "due", *DAY], place=bench.plan("100"), repeat=1)
    bench.tell(
        "`due` on another day, 100 activities",
        bench.time(*anew(bench.repeat), place=bench.plan("100")),
        10,
    )
    plan = bench.plan("10,000")
    bench.time([SIPCTL, "due", *DAY], place=plan, repeat=1)
    before = bench.time(*anew(bench.repeat), place=plan)
    bench.tell("`due` on another day, 10,000 activities", before)
    aim = min((plan / "plan/aims").iterdir())
    text = aim.read_text()
    took = bench.time(
        *anew(bench.repeat), place=plan, before=lambda n: aim.write_text(f"{text}# {n}\n")
    )
    aim.write_text(text)
    bench.tell("the same after one file changed, against the one before", took, 2, before)


def records(bench: Bench) -> None:
    """Ten thousand records on a hundred activities, against none."""
    none, many = bench.plan("100"), bench.plan("100 and 10,000 records")
    for plan in (none, many):
        bench.time([SIPCTL, "due", *DAY], place=plan, repeat=2)
    against = bench.time([SIPCTL, "due", *DAY], place=none)
    took = bench.time([SIPCTL, "due", *DAY], place=many)
    bench.tell("`due` again, 10,000 records on 100 activities, against none", took, 2, against)
    asking = bench.time([sys.executable, "-c", ASKING_TIMES], place=many) - bench.unit
    bench.tell("nothing but each record's times asked for, against the same", asking, None, against)
    against = bench.time(*anew(bench.repeat, 2026), place=none)
    took = bench.time(*anew(bench.repeat, 2026), place=many)
    bench.tell("`due` on another day, the same, against none", took, 2, against)


def report(bench: Bench) -> None:
    """A term's pack."""
    argv = [SIPCTL, "report", "--term", "spring-2025", "--format", "html", *DAY]
    bench.time(argv, place=bench.plan("100"), repeat=2)
    bench.tell(
        "`report --term` as HTML, 100 activities", bench.time(argv, place=bench.plan("100")), 15
    )


def nothing(bench: Bench) -> None:
    """`check` with nothing kept, beside checkers of shape alone."""
    plan = bench.plan("10,000")
    took = bench.time([SIPCTL, "check"], place=plan, cache=False, repeat=10)
    bench.tell("`check` from nothing, 10,000 activities", took)
    memory = _peak([SIPCTL, "check"], plan)
    met = "met" if memory <= 300 else "not met"
    bench.rows.append(("its peak memory", "", f"{memory} MB", f"≤ 300 MB: {met}"))
    files = [str(path) for path in sorted((plan / "plan/aims").iterdir())]
    checker, linter = _program("check-jsonschema"), _program("yamllint")
    if checker:
        schema = plan / "aim.schema.json"
        result = subprocess.run(
            [SIPCTL, "schema", "aim"], cwd=plan, capture_output=True, check=True
        )
        schema.write_bytes(result.stdout)
        argv = [checker, "--schemafile", str(schema), *files]
        other = bench.tell(
            "check-jsonschema, the same aims (3 runs)", bench.time(argv, place=plan, repeat=3)
        )
        bench.tell("`check` against check-jsonschema", took, 0.1, other)
    if linter:
        took = bench.time([linter, *files], place=plan, repeat=3)
        bench.tell("yamllint, the same aims (3 runs)", took)


def _peak(argv: list[str], place: Path) -> int:
    """Most memory that a command held, in MB."""
    code = (
        "import resource, subprocess, sys; subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL);"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024)"
    )
    env = {**os.environ, "SIPCTL_CACHE": "off"}
    result = subprocess.run(
        [sys.executable, "-c", code, *argv], cwd=place, env=env, capture_output=True, check=True
    )
    return int(result.stdout)


def growth(bench: Bench) -> None:
    """Ten times the activities and records, nothing kept: at most eleven times the time."""
    small, large = bench.plan("1,000"), bench.plan("10,000 and 10,000 records")
    for plan in (small, large):
        _commit(plan)
    asked = {
        "check": ["check"],
        "due": ["due", *DAY],
        "report": ["report", "--term", "spring-2025", *DAY],
        "diff": ["diff", "HEAD"],
    }
    for name, argv in asked.items():
        against = bench.time([SIPCTL, *argv], place=small, cache=False, repeat=5)
        took = bench.time([SIPCTL, *argv], place=large, cache=False, repeat=5)
        bench.tell(f"`{name}`, 1,000 → 10,000 activities and records (5 runs)", took, 11, against)


def _commit(plan: Path) -> None:
    """The plan in git, with an edit since, for `diff`."""
    if (plan / ".git").exists():
        return
    git = ["git", "-C", str(plan), "-c", "user.name=x", "-c", "user.email=x@x.invalid"]
    for argv in (["init", "-q", "-b", "main"], ["add", "."], ["commit", "-q", "-m", "plan"]):
        subprocess.run([*git, *argv], check=True)
    aim = min((plan / "plan/aims").iterdir())
    aim.write_text(aim.read_text().replace("Spring 2025", "Summer 2025", 1))


def peers(bench: Bench) -> None:
    """The same kind of question to others: what is due, of as many tasks; is it sound?"""
    for size in (100, 10_000):
        for name, item in (("Taskwarrior `overdue`", _taskwarrior), ("todoman `list`", _todoman)):
            asked = item(bench.top, size)
            if asked:
                argv, settings = asked
                bench.time(argv, place=bench.top, settings=settings, repeat=1)
                took = bench.time(argv, place=bench.top, settings=settings, repeat=10)
                bench.tell(f"{name} again, {size:,} tasks (10 runs)", took)
    argv = _doorstop(bench.top / "doorstop", 100)
    if argv:
        took = bench.time(argv, place=bench.top / "doorstop", repeat=10)
        bench.tell("doorstop's check, 100 items (10 runs)", took)


def _taskwarrior(top: Path, size: int) -> tuple[list[str], dict[str, str]] | None:
    program = _program("task")
    if not program:
        return None
    home = top / f"task-{size}"
    home.mkdir()
    (home / "rc").write_text(f"data.location={home}\nconfirmation=no\nverbose=nothing\n")
    due = '"due":"20250404T000000Z","status":"pending","entry":"20240901T000000Z"'
    tasks = ",".join(f'{{"description":"thing {n}",{due}}}' for n in range(size))
    argv = [program, f"rc:{home / 'rc'}"]
    subprocess.run([*argv, "import", "-"], input=f"[{tasks}]".encode(), capture_output=True)
    return [*argv, "overdue"], {}


def _todoman(top: Path, size: int) -> tuple[list[str], dict[str, str]] | None:
    program = _program("todo")
    if not program:
        return None
    home = top / f"todo-{size}"
    (home / "list").mkdir(parents=True)
    (home / "config.py").write_text(f'path = "{home}/*"\ndefault_list = "list"\n')
    for n in range(size):
        lines = (
            *("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//x//EN", "BEGIN:VTODO", f"UID:{n}"),
            *("DTSTAMP:20240901T000000Z", f"SUMMARY:thing {n}", "DUE:20250404T000000Z"),
            *("END:VTODO", "END:VCALENDAR", ""),
        )
        (home / "list" / f"{n}.ics").write_text("\r\n".join(lines))
    argv = [program, "--config", str(home / "config.py"), "list"]
    return argv, {"XDG_CACHE_HOME": str(home / "cache")}


def _doorstop(top: Path, size: int) -> list[str] | None:
    program = _program("doorstop")
    if not program:
        return None
    top.mkdir()
    for argv in (["git", "init", "-q"], [program, "create", "REQ", "reqs"]):
        subprocess.run(argv, cwd=top, capture_output=True, check=True)
    for n in range(size):
        (top / f"reqs/REQ{n + 1:03}.yml").write_text(f"active: true\ntext: thing {n}\n")
    return [program]


def _program(name: str) -> str | None:
    """A peer's command: beside this interpreter, or on the path."""
    beside = Path(sys.executable).with_name(name)
    return str(beside) if beside.exists() else shutil.which(name)


def forms(bench: Bench) -> None:
    """Twenty filled forms of a round, taken."""
    sys.path.insert(0, str(Path(__file__).parents[1]))
    from support.forms import plan_of_leads, write_filled

    folder = bench.top / "forms"
    rows = write_filled(folder, plan_of_leads(20))
    argv = [SIPCTL, "take", "back", "--as-of", "2025-03-20"]
    took = bench.time([*argv, "--dry-run"], place=folder, repeat=5)
    bench.tell(f"`take --dry-run` of 20 forms with {rows} rows (5 runs)", took)
    took = bench.time([*argv, "--yes"], place=folder, repeat=1)
    met = "met" if took <= 5 else "not met"
    bench.rows.append((f"the {rows} records written", "", f"{took:.1f} s", f"≤ 5 s: {met}"))
    print(" | ".join(bench.rows[-1]), flush=True)


PARTS = {
    part.__name__: part for part in (same, new, records, report, nothing, growth, forms, peers)
}


def main() -> None:
    """Measure, and print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--repeat", type=int, default=15, help="runs of each command")
    parser.add_argument("parts", nargs="*", help=f"which of {', '.join(PARTS)} (all)")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        bench = Bench(Path(name), asked.repeat)
        bench.unit = bench.time([sys.executable, "-c", "pass"], place=bench.top, repeat=31)
        bench.tell("`python -c pass`", bench.unit)
        for part in asked.parts or PARTS:
            PARTS[part](bench)
    machine = f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    print(f"\n{machine}\n\n| what | ratio | median | goal |\n|---|---|---|---|")
    print("\n".join(f"| {' | '.join(row)} |" for row in bench.rows))


if __name__ == "__main__":
    main()
