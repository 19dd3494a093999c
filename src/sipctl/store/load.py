"""Sources → a plan: each file parsed and validated once, with every fault there is."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

from sipctl.plan.frozen import field, frozen
from sipctl.plan.model.entries import About, Aim, People, Plan, Record, Runs, TermCalendar
from sipctl.store.files.folder import kind_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sipctl.plan.faults import Fault
    from sipctl.store.files.source import Source


@frozen()
class LoadedFile:
    """One file as it was understood: its model (None if it has faults), and where ids begin."""

    model: Any
    lines: dict[str, int] = field(default_factory=dict)
    faults: tuple[Fault, ...] = ()


@frozen()
class Loaded:
    """A plan's files as they were understood. `parts` are keyed by path within the plan folder."""

    parts: dict[str, LoadedFile]
    faults: tuple[Fault, ...]

    @property
    def sound(self) -> bool:
        """Whether every file loads, so that questions about the plan have an answer."""
        return not self.faults

    def plan(self) -> Plan:
        """The plan, of what loads. Only a sound one may answer questions."""
        read = {path: part.model for path, part in sorted(self.parts.items()) if part.model}
        aims = [(path, model) for path, model in read.items() if isinstance(model, Aim)]
        aims.sort(key=lambda pair: (pair[1].id, pair[0]))
        return Plan(
            about=read.get("plan.yaml") or _nobody(),
            people=read.get("people.yaml") or People(),
            calendar=read.get("calendar.yaml") or TermCalendar(years={}),
            aims=tuple(aim for _, aim in aims),
            aim_files=tuple(path for path, _ in aims),
            records={path: model for path, model in read.items() if isinstance(model, Record)},
        )

    def where(self, name: str) -> tuple[str, int] | None:
        """The file (within the plan folder) and line where an id stands."""
        return self._index.get(name)

    @cached_property
    def _index(self) -> dict[str, tuple[str, int]]:
        index: dict[str, tuple[str, int]] = {}
        for path, part in self.parts.items():
            for name, line in part.lines.items():
                index.setdefault(name, (path, line))
        return index


def load(sources: Iterable[Source], faults: Iterable[Fault] = ()) -> Loaded:
    """Every source understood; `faults` are those of files that could not be read at all."""
    return whole({source.path: part(source) for source in sources}, faults)


def whole(parts: dict[str, LoadedFile], faults: Iterable[Fault] = ()) -> Loaded:
    """Files that were understood one by one, together."""
    found = [*faults, *(fault for one in parts.values() for fault in one.faults)]
    return Loaded(parts, tuple(found))


def part(source: Source) -> LoadedFile:
    """One file understood. Never raises."""
    from sipctl.plan.model import validate
    from sipctl.store.yaml import read as yaml

    content = yaml.read(source)
    kind = kind_of(source.path)
    if content.faults or kind is None:
        return LoadedFile(None, content.lines, tuple(content.faults))
    model, faults = validate.read(kind, content.data, source.path)  # type: ignore[arg-type]
    return LoadedFile(model, content.lines, tuple(faults))


def _nobody() -> About:
    return About(title="", runs=Runs(from_=date(1, 1, 1), to=date(1, 1, 1)))
