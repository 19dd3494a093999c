"""A copy of the shipped plan with other initials, and forty records that nobody ever made."""

from __future__ import annotations

import re
import shutil
from itertools import cycle, pairwise
from typing import TYPE_CHECKING

from conftest import SHIPPED

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

DAYS = (
    *("2024-10-14", "2024-11-29", "2024-12-10", "2025-01-15", "2025-01-31", "2025-02-12"),
    *("2025-03-04", "2025-03-18", "2025-03-31", "2025-04-03", "2025-05-20", "2025-06-30"),
)
WORDS = (
    *("on-track", "at-risk", "complete", "off-track", "not-started", "on-track", "paused"),
    *("complete", "at-risk", "withdrawn", "on-track"),
)
ACTIVITY = re.compile(r"^ +- id: (\d[a-z]\.\d+)$", re.MULTILINE)
KPI = re.compile(r"^ +- id: ((?:\d[a-z]|t)\.k\d+)$", re.MULTILINE)


def write(folder: Path) -> Path:
    """Writes the plan under `folder`, and gives the folder that holds `plan/`."""
    plan = folder / "plan"
    shutil.copytree(SHIPPED, plan, ignore=shutil.ignore_patterns("records"))
    for file in plan.rglob("*.yaml"):
        file.write_text(_with_other_initials(file.read_text("utf-8")), "utf-8")
    aims = "\n".join(file.read_text("utf-8") for file in sorted(plan.glob("aims/*.yaml")))
    target = plan / "records" / "2024-25"
    target.mkdir(parents=True)
    for name, text in _records(aims):
        (target / name).write_text(text, "utf-8")
    return folder


def _with_other_initials(text: str) -> str:
    """Every lead of the plan as somebody who is not there: `JK` becomes `QJK`."""
    leads = r"\b(JHo|JHy|JM|SD|JK|KH|JH)\b"
    lines = text.split("\n")
    named = re.compile(r"^ *(leads: \[|  [A-Z][A-Za-z]+: \{)")
    return "\n".join(re.sub(leads, r"Q\1", line) if named.match(line) else line for line in lines)


def _records(aims: str) -> Iterator[tuple[str, str]]:
    """Thirty statuses, six dates completed by their label, four readings: forty in all."""
    days, words = cycle(DAYS), cycle(WORDS)
    ids = ACTIVITY.findall(aims)
    for number, name in enumerate((ids[::3] + ids[1::5])[:30]):
        more = f"status: {next(words)}\nnote: Made up, number {number}\n"
        if number % 9 == 4:
            more += "academy: WPSA\n"
        yield _file(next(days), "activity", name, more)
    for name, label in list(_first_labels(aims))[:6]:
        yield _file(next(days), "activity", name, f'status: complete\nfor: "{label}"\n')
    for name, result in zip(
        KPI.findall(aims), ("met", "not-met", "partly-met", "met"), strict=False
    ):
        yield _file(next(days), "kpi", name, f"result: {result}\n")


def _first_labels(aims: str) -> Iterator[tuple[str, str]]:
    """The id and first label of each activity whose `when` has labels."""
    name, lines = "", aims.split("\n")
    for line, after in pairwise(lines):
        named = ACTIVITY.match(line)
        name = named[1] if named else name
        if name and line.strip() == "when:":
            yield name, after.partition(":")[0].strip()


def _file(day: str, kind: str, name: str, more: str) -> tuple[str, str]:
    text = f"{kind}: {name}\ndate: {day}\nby: QJK\n{more}"
    return f"{day}-{name}-QJK.yaml", text
