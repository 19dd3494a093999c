"""Values of sound plans are spoilt one by one: `check` reports it, or the plan is still sound.

Every value of the full plan is spoilt in one or two of ten ways; of the shipped plan, which is
larger, every third value in one way, the next one in the next. What is demanded of each spoilt plan:

- nothing raises: not reading, not the rules, not finding the place of each fault;
- it is still sound (no error anywhere; a shorter title or another lead is still a plan), or
- a fault that was not there before stands in the spoilt file, or
- what was spoilt is a name that other files use (a lead, a term, an id, the plan's years), and
  the fault stands where the name is used and no longer known.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from sipctl.plan import rules
from sipctl.plan.context import timing_context
from sipctl.store import load as loading
from sipctl.store.files import plan_files
from sipctl.store.files.folder import Folder
from sipctl.store.locate import locate
from sipctl.store.yaml.read import Source, positions, text_of
from sipctl.store.yaml.spans import Positions, Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sipctl.plan.faults import Fault, Route

pytestmark = pytest.mark.slow

TOP = Path(__file__).parent.parent
PLANS = {"shipped": TOP / "plan", "full": TOP / "tests" / "plans" / "everything" / "plan"}
DAY = date(2025, 6, 1)

NAMES = {
    "plan.yaml": r"runs(/.*)?|kpis(/\d+(/id)?)?",
    "people.yaml": r"(leads|academies)(/[^/]+)?|(trustees|governors|committees)(/.*)?",
    "calendar.yaml": r"years(/.*)?|meetings(/.*)?",
    "aims/": r"areas(/\d+(/(id|(activities|kpis|priorities)(/\d+(/id)?)?))?)?",
    "records/": r"corrects",
    "frameworks/": r"id|parts(/\d+(/id)?)?",
}
"""Routes whose values other files build on: leads, terms, meetings, ids, who oversees what."""


# --- ways to spoil ----------------------------------------------------------------------------


class Value:
    """One value of a file: its route, and where it and its key stand in the text."""

    def __init__(self, text: str, positions: Positions, route: Route) -> None:
        self.text, self.route = text, route
        self.span = positions.values[route]
        self.key = positions.keys.get(route)
        self.written = text[self.span.start : self.span.end]
        self.line_start = text.rfind("\n", 0, (self.key or self.span).start) + 1

    def replaced(self, new: str, span: Span | None = None) -> str:
        start, end = span or self.span
        return self.text[:start] + new + self.text[end:]


def other_type(value: Value) -> str:
    return value.replaced("nonsense" if value.written[:1].isdigit() else "12345")


def deleted(value: Value) -> str:
    start = (value.key or value.span).start
    before = value.text[value.line_start : start].strip(" ")
    if not before or (before == "-" and value.key is None):
        end = value.text.find("\n", value.span.end - (value.written[-1:] == "\n"))
        return value.replaced("", Span(value.line_start, len(value.text) if end < 0 else end + 1))
    after = value.text[value.span.end : value.span.end + 2]
    return value.replaced("", Span(start, value.span.end + (2 if after == ", " else 0)))


def key_misspelt(value: Value) -> str:
    if value.key is None:
        return value.replaced(value.written[:-1])
    key = value.text[value.key.start : value.key.end]
    return value.replaced(key[1:2] + key[:1] + key[2:] + "x", value.key)


def indented(value: Value) -> str:
    return value.replaced(" ", Span(value.line_start, value.line_start))


def outdented(value: Value) -> str:
    return value.replaced("", Span(value.line_start, min(value.line_start + 2, value.span.end)))


def unquoted(value: Value) -> str:
    if value.written[:1] in ("'", '"'):
        return value.replaced(value.written[1:])
    return value.replaced(f'"{value.written}')


SPOILS: dict[str, Callable[[Value], str]] = {
    "emptied": lambda value: value.replaced(""),
    "a list": lambda value: value.replaced("[a, b]"),
    "a map": lambda value: value.replaced("{a: b}"),
    "long": lambda value: value.replaced("long text " * 500),
    "another type": other_type,
    "deleted": deleted,
    "key misspelt": key_misspelt,
    "indented": indented,
    "outdented": outdented,
    "unquoted": unquoted,
}


# --- what became of it ------------------------------------------------------------------------


class Plan:
    """A plan as it was, so that only the spoilt file has to be read again."""

    def __init__(self, top: Path) -> None:
        contents = plan_files.read(Folder(top, "plan"))
        assert contents.faults == []
        self.sources = {source.path: source for source in contents.sources}
        self.parts = {path: loading.load_file(source) for path, source in self.sources.items()}
        self.before = Counter(map(_identity, self.faults(self.parts)))
        assert not any(severity == "error" for _, severity, _, _ in self.before)

    def faults(self, parts: dict[str, loading.LoadedFile]) -> list[Fault]:
        loaded = loading.combine(parts)
        if not loaded.ok:
            return list(loaded.faults)
        plan = loaded.plan()
        context = timing_context(plan)
        if all(parts[item] is self.parts[item] for item in ("plan.yaml", "calendar.yaml")):
            context.readings.update(getattr(self, "readings", {}))
            self.readings = context.readings
        return rules.check(plan, context, DAY)

    def verdict(self, path: str, text: str) -> tuple[str, list[Fault]]:
        """`sound`, `reported` in the file itself, or `elsewhere`; and every fault."""
        source = Source(path, text.encode())
        faults = self.faults({**self.parts, path: loading.load_file(source)})
        mine = [fault for fault in faults if fault.file == path]
        new = Counter(map(_identity, faults)) - self.before
        if any(item[0] == path for item in new):
            for the_fault in locate(mine, [source], "plan"):
                assert_on_paper(the_fault.place.line, the_fault.place.column, text)
        if not any(fault.severity == "error" for fault in faults):
            return "sound", faults
        return ("reported" if any(item[0] == path for item in new) else "elsewhere"), faults


def _identity(fault: Fault) -> tuple[str, str, str, str]:
    assert fault.message
    assert fault.help
    return fault.file, fault.severity, fault.slug, fault.message


def assert_on_paper(line: int, column: int, text: str) -> None:
    lines = text.removeprefix("\ufeff").split("\n")
    assert 1 <= line <= len(lines)
    assert 1 <= column <= len(lines[line - 1]) + 1


@cache
def plan_of(name: str) -> Plan:
    return Plan(PLANS[name])


def spoilt(name: str, path: str) -> Iterator[tuple[Route, str, str]]:
    """Each value of a file with each way to spoil it: route, way, text."""
    source = plan_of(name).sources[path]
    text, spans = text_of(source), positions(source)
    for route in spans.values:
        value = Value(text, spans, route)
        for way, spoil in SPOILS.items():
            yield route, way, spoil(value)


def used_elsewhere(path: str, route: Route) -> bool:
    pattern = next(pattern for start, pattern in NAMES.items() if path.startswith(start))
    return re.fullmatch(pattern, "/".join(map(str, route))) is not None


def sweep(name: str, path: str, step: int) -> Counter[str]:
    """Spoils a file in all ways (or in every `step`th: each value in some, each way at some)."""
    verdicts: Counter[str] = Counter()
    for number, (route, way, text) in enumerate(spoilt(name, path)):
        if number % step:
            continue
        try:
            verdict, faults = plan_of(name).verdict(path, text)
        except Exception as error:
            raise AssertionError(f"{path}: {route} {way}\n{text}") from error
        assert verdict != "elsewhere" or used_elsewhere(path, route), (route, way, faults)
        verdicts[verdict] += 1
    return verdicts


def files(name: str) -> list[str]:
    top = PLANS[name]
    return sorted(path.relative_to(top).as_posix() for path in top.rglob("*.yaml"))


@pytest.mark.parametrize(
    ("name", "path", "step"),
    [("full", path, 7) for path in files("full")]
    + [("shipped", path, 3 * len(SPOILS) - 1) for path in files("shipped")],
)
def test_every_value(name: str, path: str, step: int) -> None:
    verdicts = sweep(name, path, step)
    assert verdicts["reported"] > verdicts["sound"]


@pytest.mark.parametrize("seed", range(12))
def test_a_sample_through_the_command(
    seed: int, sipctl: Callable[..., object], tmp_path: Path
) -> None:
    dice = random.Random(seed)
    name = dice.choice(sorted(PLANS))
    plan = plan_of(name)
    path = dice.choice(sorted(plan.sources))
    route, way, text = dice.choice(list(spoilt(name, path)))
    for source in plan.sources.values():
        file = tmp_path / "plan" / source.path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode() if source.path == path else source.data)
    verdict, faults = plan.verdict(path, text)
    result = sipctl("check", "--as-of", "2025-06-01", "--format", "concise", cwd=tmp_path)
    assert (result.code, result.err) == (int(verdict != "sound"), ""), (route, way)
    # What a spoilt file has to do with is judged all the same: check may say more, never less.
    shown = Counter(re.findall(r": (?:error|warning)\[([a-z0-9-]+)\]", result.out))
    assert not Counter(fault.slug for fault in faults) - shown, result.out
    assert verdict != "reported" or f"plan/{path}:" in result.out
    answer = sipctl("due", "--as-of", "2025-06-01", cwd=tmp_path)
    assert answer.code in (0, 1)
    assert "went wrong" not in answer.err
