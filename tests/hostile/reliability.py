"""Attacks on what is kept: mutated plans, kills, records at once, merges, changes against the cache.

Each returns its counts; whatever did not hold is counted under a name of its own, which has to be
nought. `python tests/hostile/run.py reliability` runs the long form and prints them.
"""

from __future__ import annotations

import os
import random
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from datetime import date
from pathlib import Path

from support.git_repos import commit, fill, git
from support.plans import EVERYTHING, TINY
from support.processes import WHOLE_EDITS
from support.sharing import shared_plan

from sipctl.cli.edits.rolling.decisions import HEADS
from sipctl.plan import rules
from sipctl.plan.context import timing_context
from sipctl.plan.faults import Refusal
from sipctl.store.cache.listing import FRESH
from sipctl.store.files import plan_files
from sipctl.store.files.folder import Folder
from sipctl.store.load import load
from sipctl.store.locate import locate
from sipctl.store.yaml.read import Source
from sipctl.views.faults import text as fault_text
from sipctl.views.text.screen import Screen

DAY = date(2025, 6, 1)
PROCESSES = Path(__file__).parents[1] / "support" / "processes.py"
HELD = ("lost", "half_written", "stale", "tracebacks", "litter")
"""What has to be nought."""


def write(folder: Path, files: dict[str, str] = TINY) -> Path:
    """The files under `folder`/plan."""
    for name, text in files.items():
        path = folder / "plan" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


# --- mutated plans ---------------------------------------------------------------------------------

PIECES = (
    *(
        b"\0",
        b"\xff",
        b"\xe2\x80\xae",
        b"\t",
        b"\r",
        b"\n",
        b"\n\n",
        b"  ",
        b": ",
        b"- ",
        b"#",
        b" #",
    ),
    *(
        b"&a ",
        b"*a",
        b"<<: ",
        b"!!x ",
        b"|",
        b">",
        b"'",
        b'"',
        b"{",
        b"}",
        b"[",
        b"]",
        b",",
        b"%",
        b"@",
    ),
    *(
        b"2026-02-30",
        b"9999-12-31",
        b"0001-01-01",
        b"1e999",
        b"0x1F",
        b"null",
        b"~",
        b"NO",
        b"--- ",
    ),
    *(
        b"Spring 2025",
        b"termly",
        b"1a.1",
        b"1a.k1",
        b"JK",
        b"complete",
        b"for: ",
        b"when: ",
        b"id: ",
    ),
)


def mutate(data: bytes, chance: random.Random) -> bytes:
    """One to four edits: a span deleted, doubled, moved, or another piece put in its place."""
    for _ in range(chance.randint(1, 4)):
        start = chance.randrange(len(data) + 1)
        end = min(len(data), start + chance.choice((0, 1, 2, 5, 20, 80)))
        span = data[start:end]
        ways = (b"", span * 2, chance.choice(PIECES), span[::-1], span + chance.choice(PIECES))
        data = data[:start] + chance.choice(ways) + data[end:]
    return data


def mutations(count: int, seed: int = 1) -> Counter[str]:
    """Plans with one file mutated: each has a list of faults with places, and nothing raises."""
    chance = random.Random(seed)
    sources = plan_files.read(Folder(EVERYTHING / "plan", "plan")).sources
    counts: Counter[str] = Counter(dict.fromkeys(HELD, 0))
    for _ in range(count):
        index = chance.randrange(len(sources))
        mutated = list(sources)
        mutated[index] = Source(sources[index].path, mutate(sources[index].data, chance))
        try:
            loaded = load(mutated)
            faults = list(loaded.faults)
            if loaded.ok:
                plan = loaded.plan()
                faults = rules.check(plan, timing_context(plan), DAY)
            fault_text.text(locate(faults, mutated, "plan"), Screen())
        except Refusal:
            counts["refused"] += 1
        except Exception as error:
            counts["tracebacks"] += 1
            sys.stderr.write(f"{sources[index].path}: {error!r}\n")
        else:
            counts["with faults" if faults else "sound"] += 1
    return counts


# --- kills and records at once ---------------------------------------------------------------------


def _in_processes(*argv: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, PROCESSES, *map(str, argv)], capture_output=True, text=True, check=False
    )


def _records(plan: Path) -> tuple[set[str], bool]:
    """The records that are there, and whether all of the plan loads."""
    read = plan_files.read(Folder(plan, "plan"))
    loaded = load(read.sources, read.faults)
    return (set(loaded.plan().records) if loaded.ok else set()), loaded.ok


def kills(count: int) -> Counter[str]:
    """Writers of records killed at as many moments: each record told of is there, each is whole."""
    with tempfile.TemporaryDirectory() as folder:
        plan = write(Path(folder)) / "plan"
        done = _in_processes("killed", str(count), plan)
        records, whole = _records(plan)
        lost = set(done.stdout.split()) - records
        return Counter(
            {
                "killed": count,
                "records": len(records),
                "lost": len(lost),
                "half_written": int(not whole),
                "tracebacks": done.stderr.count("Traceback"),
            }
        )


def together(rounds: int, processes: int = 40) -> Counter[str]:
    """So many processes record the same thing at the same moment, round after round."""
    counts: Counter[str] = Counter(dict.fromkeys(HELD, 0))
    for _ in range(rounds):
        with tempfile.TemporaryDirectory() as folder:
            plan = write(Path(folder)) / "plan"
            command = ("record", "1a.1", "on-track", "--by", "JK", "--as-of", "2025-03-04")
            done = _in_processes("together", str(processes), *command, "--plan", plan)
            records, whole = _records(plan)
            counts["recorded"] += len(records)
            counts["lost"] += processes - len(records)
            counts["half_written"] += int(not whole)
            counts["tracebacks"] += done.stderr.count("Traceback")
    return counts


# --- kills and edits at once -----------------------------------------------------------------------

EDITED = TINY | {
    "people.yaml": "leads: {JK: {}, SD: {}}\n",
    "aims/1-teaching.yaml": "id: 1\ntitle: Teaching\nareas:\n  - id: 1a\n    title: Reading\n"
    "    activities:\n"
    + "".join(
        f"      - id: 1a.{number}\n        title: Step {number}\n        leads: [JK]\n"
        "        when: Spring 2025\n"
        for number in range(1, 41)
    ),
}


def edits_at_once(rounds: int, processes: int = 40) -> Counter[str]:
    """So many processes edit one file at the same moment: each arrives, or is refused in words."""
    counts: Counter[str] = Counter(dict.fromkeys(HELD, 0))
    for _ in range(rounds):
        with tempfile.TemporaryDirectory() as folder:
            plan = write(Path(folder), EDITED) / "plan"
            done = _in_processes("edited", str(processes), plan)
            went_well = [int(number) for number in done.stdout.split()]
            text = (plan / "aims/1-teaching.yaml").read_text()
            titles = {match[1] for match in re.finditer(r"Title ([0-9]+)\b", text)}
            refused = done.stderr.count("sipctl: ")
            counts["arrived"] += len(went_well)
            counts["refused"] += refused
            counts["lost"] += len({str(number) for number in went_well} - titles)
            counts["lost"] += processes - len(went_well) - refused
            counts["half_written"] += int(not _records(plan)[1])
            counts["litter"] += len(_litter(plan))
            counts["tracebacks"] += done.stderr.count("Traceback")
    return counts


def edits_killed(count: int) -> Counter[str]:
    """Writers that edit two files killed at as many moments: no half file, no litter that stays."""
    with tempfile.TemporaryDirectory() as folder:
        plan = write(Path(folder), EDITED) / "plan"
        done = _in_processes("set", str(count), plan)
        whole = _records(plan)[1]
        _in_processes("edited", "1", plan)  # the next write clears what killed ones left
        return Counter(
            {
                "killed": count,
                "changes": done.stdout.count("\n"),
                "half_written": int(not whole),
                "litter": len(_litter(plan)),
                "tracebacks": done.stderr.count("Traceback"),
            }
        )


def whole_edits_killed(count: int) -> Counter[str]:
    """Edits of several files killed at as many moments of each kind: all is written, or nothing."""
    with tempfile.TemporaryDirectory() as folder:
        top = Path(folder)
        clones = shared_plan(top, *WHOLE_EDITS, "other")
        fill(clones["other"], {"plan/people.yaml": "leads: {JK: {}, SD: {}, JM: {}, PQ: {}}\n"})
        aims = clones["other"] / "plan/aims/2-people.yaml"
        aims.write_text(aims.read_text().replace("leads: [JK]", "leads: [PQ]"))
        commit(clones["other"], "PQ leads")
        git(clones["other"], "push", "--quiet", "origin", "main")
        rows = [f"{each},,,,,carried over,Spring 2027," for each in ("1a.1", "1a.2", "2a.1")]
        rows += [f"{each},,,,,dropped,,Too much" for each in ("1a.3", "2a.2", "3a.1", "4a.1")]
        (top / "decisions.csv").write_text("\n".join([",".join(HEADS), *rows]) + "\n")
        done = _in_processes("whole", str(count), top)
        counts = Counter(line.split()[1] for line in done.stdout.splitlines())
        counts["killed"] = counts["none"] + counts["all"] + counts["half_written"]
        counts["lost"] = len(WHOLE_EDITS) * count - counts["killed"]
        counts["tracebacks"] = done.stderr.count("Traceback")
        return counts


def _litter(plan: Path) -> list[str]:
    return [path.name for path in plan.rglob("*") if path.name.startswith(".sipctl-")]


# --- merges ----------------------------------------------------------------------------------------


def merges(rounds: int, branches: int = 20) -> Counter[str]:
    """So many branches with a record each, merged in another order each round."""
    from sipctl.cli import app

    counts: Counter[str] = Counter(dict.fromkeys(HELD, 0))
    with tempfile.TemporaryDirectory() as folder:
        top = write(Path(folder))

        def run_git(*argv: str) -> int:
            return subprocess.run(
                ["git", "-C", str(top), *argv], capture_output=True, check=False
            ).returncode

        run_git("init", "-qb", "main")
        run_git("add", "-A")
        run_git("commit", "-qm", "The plan")
        for number in range(branches):
            run_git("checkout", "-qb", f"b{number}", "main")
            by = ("JK", "SD")[number % 2]
            command = ["record", f"1a.{1 + number % 2}", "on-track", "--by", by]
            day = f"2025-03-{4 + number % 9:02}"
            note = ["--note", f"Branch {number}", "--on", day, "--as-of", "2025-04-01"]
            _quiet(app.run, [*command, *note, "--plan", str(top / "plan")])
            run_git("add", "-A")
            run_git("commit", "-qm", f"b{number}")
        for seed in range(rounds):
            order = [f"b{number}" for number in range(branches)]
            random.Random(seed).shuffle(order)
            run_git("checkout", "-qb", f"all{seed}", "main")
            conflicts = sum(run_git("merge", "-q", "--no-edit", name) != 0 for name in order)
            records, whole = _records(top / "plan")
            counts["merged"] += branches
            counts["lost"] += conflicts + branches - len(records)
            counts["half_written"] += int(not whole)
            run_git("reset", "-q", "--hard")
    return counts


# --- changes against the cache ---------------------------------------------------------------------

QUESTIONS = (
    ["due", "--as-of", "2025-04-05"],
    ["list", "--as-of", "2025-04-05", "--format", "json"],
    ["show", "1a.2", "--as-of", "2025-04-05"],
    ["check", "--as-of", "2025-04-05"],
)


def _quiet(run: object, argv: list[str], line: object = None) -> tuple[int, str]:
    import contextlib
    import io

    out = io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(io.StringIO()):
        code = run(argv, line)  # type: ignore[operator]
    return code, out.getvalue()


def _ask(argv: list[str]) -> tuple[int, str]:
    """As the installed command does: the cache first."""
    from sipctl.cli import app
    from sipctl.store.cache import answers

    line = answers.lookup(argv)
    cached = answers.get(line) if line else None
    if cached is not None:
        return cached.code, bytes(cached.output).decode()
    return _quiet(app.run, argv, line)


def _cold(argv: list[str]) -> tuple[int, str]:
    from sipctl.cli import app

    kept = os.environ["SIPCTL_CACHE"]
    os.environ["SIPCTL_CACHE"] = "off"
    try:
        return _quiet(app.run, argv)
    finally:
        os.environ["SIPCTL_CACHE"] = kept


def _change(plan: Path, chance: random.Random) -> None:
    """One change of one file: its text, its text with old times, its name, a new record, its end."""
    file = chance.choice(sorted(path for path in plan.rglob("*.yaml") if path.is_file()))
    data, was = file.read_bytes(), file.stat()
    way = chance.randrange(6)
    if way < 2:  # a letter of it, the size the same
        index = chance.randrange(len(data))
        file.write_bytes(data[:index] + chance.choice((b"x", b"1", b" ")) + data[index + 1 :])
        if way:
            os.utime(file, ns=(was.st_atime_ns, was.st_mtime_ns))
    elif way == 2:
        other = plan.parent / "other"
        other.write_bytes(mutate(data, chance))
        os.utime(other, ns=(was.st_atime_ns, was.st_mtime_ns))
        other.replace(file)
    elif way == 3:
        file.rename(file.with_name(f"{file.stem}-2.yaml"))
    elif way == 4:
        record = plan / "records" / f"2025-03-{chance.randint(10, 28)}-1a.1-SD.yaml"
        record.parent.mkdir(exist_ok=True)
        record.write_text(f"activity: 1a.1\ndate: {record.name[:10]}\nby: SD\nstatus: at-risk\n")
    else:
        file.unlink()


def changes(count: int, seed: int = 1, batch: int = 250) -> Counter[str]:
    """So many changes of plans whose answers were cached: none is answered as it was before."""
    chance = random.Random(seed)
    counts: Counter[str] = Counter(dict.fromkeys(HELD, 0))
    here, kept = Path.cwd(), os.environ.get("SIPCTL_CACHE")
    try:
        for start in range(0, count, batch):
            with tempfile.TemporaryDirectory() as folder:
                os.environ["SIPCTL_CACHE"] = f"{folder}/cache"
                size = min(batch, count - start)
                worlds = [write(Path(folder) / f"w{number}") for number in range(size)]
                time.sleep(FRESH / 1e9 + 0.1)  # answers of younger files are not cached
                for world in worlds:
                    question = chance.choice(QUESTIONS)
                    os.chdir(world)
                    before = _ask(question)
                    _change(world / "plan", chance)
                    cold = _cold(question)
                    counts["changes"] += 1
                    counts["changes that show"] += int(cold != before)
                    counts["stale"] += int(_ask(question) != cold)
                os.chdir(here)
    finally:
        os.chdir(here)
        os.environ.pop("SIPCTL_CACHE", None)
        if kept is not None:
            os.environ["SIPCTL_CACHE"] = kept
    return counts


LONG = {
    "mutations": lambda: mutations(100_000),
    "kills": lambda: kills(1_000),
    "records at once": lambda: together(100),
    "edits at once": lambda: edits_at_once(25),
    "edits killed": lambda: edits_killed(500),
    "edits of several files killed": lambda: whole_edits_killed(500),
    "merges": lambda: merges(100),
    "changes": lambda: changes(10_000),
}


def main() -> int:
    """Runs the long form; 1 if anything was lost, half written, stale or a traceback."""
    os.environ |= {
        **{f"GIT_{who}_NAME": "A Clerk" for who in ("AUTHOR", "COMMITTER")},
        **{f"GIT_{who}_EMAIL": "clerk@school.invalid" for who in ("AUTHOR", "COMMITTER")},
        "GIT_CONFIG_GLOBAL": os.devnull,
        "SIPCTL_CACHE": "off",
    }
    failed = 0
    for name, attack in LONG.items():
        began = time.monotonic()
        counts = attack()
        took = time.monotonic() - began
        sys.stdout.write(f"{name}: {dict(counts)} in {took:.0f} s\n")
        sys.stdout.flush()
        failed |= int(any(counts[kind] for kind in HELD))
    return failed
