"""Sources → a plan: parses and validates each file once, with every fault there is."""

from __future__ import annotations

from datetime import date
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

from sipctl.plan.frozen import field, frozen
from sipctl.plan.model.entries import (
    About,
    Aim,
    Framework,
    People,
    Plan,
    Record,
    Round,
    Runs,
    TermCalendar,
)
from sipctl.store.files.folder import kind_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sipctl.plan.faults import Fault
    from sipctl.plan.model.validation.partial import PartialFile
    from sipctl.store.files.source import Source


@frozen()
class LoadedFile:
    """One file's model (None if it has faults), and the line on which each id begins."""

    model: Any
    lines: dict[str, int] = field(default_factory=dict)
    faults: tuple[Fault, ...] = ()
    partial: PartialFile | None = None
    """For a file with faults, the part of it that validates."""


@frozen()
class Loaded:
    """A plan's files, parsed and validated; `files` by path within the plan folder."""

    files: dict[str, LoadedFile]
    faults: tuple[Fault, ...]

    @property
    def ok(self) -> bool:
        """Whether every file loads, so that questions about the plan can be answered."""
        return not self.faults

    def plan(self) -> Plan:
        """The plan made of the files that load. Only where `ok` may it answer questions."""
        return self._plan({path: file.model for path, file in self.files.items()})

    def partial_plan(self) -> Plan:
        """The plan made of every valid part, in which rules can find further faults."""
        return self._plan(
            {
                path: file.partial.model if file.partial else file.model
                for path, file in self.files.items()
            }
        )

    def partial_files(self) -> dict[str, PartialFile]:
        """The valid part of each file with faults, by path; of a missing file, NOTHING."""
        from sipctl.plan.model.validation.partial import NOTHING

        broken = {fault.file for fault in self.faults if kind_of(fault.file) is not None}
        files = {path: self.files[path].partial for path in broken if path in self.files}
        return {path: files.get(path) or NOTHING for path in sorted(broken)}

    def _plan(self, by_path: dict[str, Any]) -> Plan:
        models = {path: model for path, model in sorted(by_path.items()) if model}
        aims = [(path, model) for path, model in models.items() if isinstance(model, Aim)]
        aims.sort(key=lambda pair: (pair[1].id, pair[0]))
        return Plan(
            about=models.get("plan.yaml") or _no_plan(),
            people=models.get("people.yaml") or People(),
            calendar=models.get("calendar.yaml") or TermCalendar(years={}),
            aims=tuple(aim for _, aim in aims),
            aim_files=tuple(path for path, _ in aims),
            records={path: model for path, model in models.items() if isinstance(model, Record)},
            rounds={path: model for path, model in models.items() if isinstance(model, Round)},
            frameworks={
                path: model for path, model in models.items() if isinstance(model, Framework)
            },
        )

    def where(self, name: str) -> tuple[str, int] | None:
        """The file (within the plan folder) and line where an id stands."""
        return self._index.get(name)

    @cached_property
    def _index(self) -> dict[str, tuple[str, int]]:
        index: dict[str, tuple[str, int]] = {}
        for path, file in self.files.items():
            for name, line in file.lines.items() if not isinstance(file.model, Framework) else ():
                index.setdefault(name, (path, line))
        # A framework part may share its id with something else: it is listed as `framework.part`.
        for path, file in self.files.items():
            if isinstance(file.model, Framework):
                own = file.model.id
                for name, line in file.lines.items():
                    index.setdefault(f"{own}.{name}", (path, line))
                index.setdefault(own, (path, file.lines.get(own, 1)))
        return index


def load(sources: Iterable[Source], faults: Iterable[Fault] = ()) -> Loaded:
    """Parses and validates sources; `faults` are those of files that could not be read at all."""
    return combine({source.path: load_file(source) for source in sources}, faults)


def combine(files: dict[str, LoadedFile], faults: Iterable[Fault] = ()) -> Loaded:
    """Combines files that were loaded one by one."""
    all_faults = [*faults, *(fault for file in files.values() for fault in file.faults)]
    return Loaded(files, tuple(all_faults))


@lru_cache(maxsize=64)
def load_file(source: Source) -> LoadedFile:
    """Parses and validates one file. Never raises.

    Recent results are kept: a new plan is read back before it is written, and checked after."""
    from sipctl.plan.model.validation import validate
    from sipctl.store.cache import schemas
    from sipctl.store.yaml import read as yaml

    parsed = yaml.read(source)
    kind = kind_of(source.path)
    whole = all(fault.slug in _READ_ALL_THE_SAME for fault in parsed.faults)
    if kind is None or not (whole or (kind == "aim" and parsed.rest is not None)):
        return LoadedFile(None, parsed.lines, tuple(parsed.faults))
    data = parsed.data if whole else parsed.rest
    schemas.prepare(kind)
    model, faults = validate.read(kind, data, source.path)  # type: ignore[arg-type]
    faults = [*parsed.faults, *faults]
    if not faults:
        return LoadedFile(model, parsed.lines)
    from sipctl.plan.model.validation.partial import read_partly

    partial = read_partly(kind, data)  # type: ignore[arg-type]
    partial = partial if whole else partial.without_entries()
    return LoadedFile(None, parsed.lines, tuple(faults), partial)


_READ_ALL_THE_SAME = ("text-lost-to-comment",)
"""Faults of a text that can be read all the same, so that the rest of the file is judged."""


def _no_plan() -> About:
    return About(title="", runs=Runs(from_=date(1, 1, 1), to=date(1, 1, 1)))
