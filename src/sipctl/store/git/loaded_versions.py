"""Two versions of a plan, read and validated, ready to be compared."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sipctl.plan.changes import Version
from sipctl.store.git import versions
from sipctl.store.load import combine, load_file

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from sipctl.plan.faults import Placed
    from sipctl.plan.timing import TimingContext
    from sipctl.store.files.folder import Folder
    from sipctl.store.files.source import Source
    from sipctl.store.git.versions import Side
    from sipctl.store.load import Loaded, LoadedFile


@dataclass(frozen=True)
class LoadedVersion:
    """One side of a comparison, and what loads of it. `shown` is the plan's folder for people."""

    side: Side
    loaded: Loaded
    version: Version
    shown: str

    @property
    def models(self) -> dict[str, object]:
        """Path → the file's model."""
        return {path: file.model for path, file in self.loaded.files.items()}

    @property
    def identity(self) -> dict[str, object]:
        """The version as JSON names it."""
        loads = self.loaded.ok
        return {"name": self.side.name, "commit": self.side.commit, "loads": loads}

    def faults(self, context: TimingContext | None, day: date) -> tuple[Placed, ...]:
        """Every fault that `check` finds in it on a day, with its place."""
        from sipctl.plan import rules
        from sipctl.plan.context import timing_context
        from sipctl.store.locate import locate

        faults = list(self.loaded.faults)
        if not self.loaded.ok:
            plan, partial = self.loaded.partial_plan(), self.loaded.partial_files()
            faults += rules.partial_faults(plan, timing_context(plan), day, partial)
        elif not self.side.empty and context is not None:
            faults = rules.check(self.version.plan, context, day)
        return tuple(locate(faults, self.side.contents.sources, self.shown))


def load_sides(
    folder: Folder, base: str | None, head: str | None
) -> tuple[LoadedVersion, LoadedVersion]:
    """Both sides of a comparison, loaded; raises Refusal as `versions.sides` does."""
    return load_both(*versions.sides(folder, base, head), folder.shown)


def load_both(before: Side, after: Side, shown: str) -> tuple[LoadedVersion, LoadedVersion]:
    """Two sides, loaded; a file that is the same in both is loaded once."""
    loaded = _load(before, shown, {})
    known = {source: loaded.loaded.files[source.path] for source in before.contents.sources}
    return loaded, _load(after, shown, known)


def _load(side: Side, shown: str, known: Mapping[Source, LoadedFile]) -> LoadedVersion:
    """One side, loaded. A file with the same bytes on the other side is `known` already."""
    files = {
        source.path: known.get(source) or load_file(source) for source in side.contents.sources
    }
    loaded = combine(files, () if side.empty else side.contents.faults)
    unread = frozenset(fault.file for fault in loaded.faults)
    return LoadedVersion(side, loaded, Version(loaded.plan(), unread), shown)
