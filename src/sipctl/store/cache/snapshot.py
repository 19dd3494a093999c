"""A plan as it was read and validated, cached to be read back without YAML or pydantic.

Two things are cached. Each file's model depends on the file's contents, so only a changed file is
validated again. The whole, with its faults, depends on the listing of all files.
"""

from __future__ import annotations

import os
import pickle
import time
from typing import TYPE_CHECKING, Any

from sipctl.plan.frozen import frozen
from sipctl.store.cache import folder as cache
from sipctl.store.cache.listing import get_listing

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from sipctl.plan.faults import Fault
    from sipctl.plan.model.entries import Plan
    from sipctl.plan.timing import TimingContext
    from sipctl.store.files.folder import Folder
    from sipctl.store.files.plan_files import FolderContents
    from sipctl.store.load import Loaded, LoadedFile

MOST_FILES = 12
"""Plans cached, and as many of earlier commits; beyond that the oldest half is deleted."""
_PLANS, _COMMITS = "plan-", "commit-"


@frozen()
class OpenedPlan:
    """A plan that has been read; where `loaded` is not ok, `plan` is made of the files that load.

    `undated_faults` are the faults that do not depend on the day.
    """

    loaded: Loaded
    plan: Plan
    context: TimingContext
    undated_faults: tuple[Fault, ...]

    def faults(self, day: date) -> list[Fault]:
        """Every fault that `check` reports on a day."""
        from sipctl.plan import rules

        if self.loaded.ok:
            return [*self.undated_faults, *rules.dated_faults(self.plan, self.context, day)]
        return [*self.undated_faults, *self._partial_faults(day)]

    def _partial_faults(self, day: date) -> list[Fault]:
        """The faults that rules find in the valid part of a plan with errors."""
        from sipctl.plan import rules
        from sipctl.plan.context import timing_context

        plan = self.loaded.partial_plan()
        partial = self.loaded.partial_files()
        return rules.partial_faults(plan, timing_context(plan), day, partial)

    @property
    def waiting_for(self) -> tuple[str, ...]:
        """The files whose errors keep some rules from running."""
        from sipctl.plan import rules
        from sipctl.plan.context import timing_context

        if self.loaded.ok:
            return tuple(rules.waited_for(self.plan, self.context, {}))
        plan = self.loaded.partial_plan()
        partial = self.loaded.partial_files()
        return tuple(rules.waited_for(plan, timing_context(plan), partial))

    def standing_faults(self, day: date) -> tuple[Fault, ...]:
        """The faults of the plan on a day, without those about what lies in the future."""
        if not self.plan.people.gone(day):  # `day_faults` are only about these leads
            return self.undated_faults
        from sipctl.plan import rules

        return (*self.undated_faults, *rules.day_faults(self.plan, self.context, day))


@frozen()
class _CachedPlan:
    """An entry of the cache.

    `files` is a digest of the listing, None where that was too fresh to be trusted. `contents` is a
    pickled dict, path → digest of the file's bytes, unpickled only where something changed.
    `records_of` and `readings` are derived from the plan, which with 10,000 records takes much of
    an answer's time.
    """

    files: str | None
    contents: bytes
    loaded: Loaded
    plan: Plan
    records_of: dict[str, Any]
    readings: dict[str, Any]
    undated_faults: tuple[Fault, ...]


def open_folder(folder: Folder) -> OpenedPlan:
    """A plan's files, read and validated: from the cache, as far as that still holds."""
    file = _cache_file(str(folder.path))
    listing = get_listing(str(folder.path)) if file is not None else None
    settled = listing is not None and listing.settled(time.time_ns())
    files = cache.digest(listing.state) if listing is not None and settled else None
    cached = _get(file) if file is not None else None
    if cached is not None and files is not None and cached.files == files:
        return _opened(cached)
    plan = _read(folder, files, cached)
    if file is not None:
        _put(file, plan)
    return _opened(plan)


def open_version(folder: Folder, commit: str, read: Callable[[], FolderContents]) -> OpenedPlan:
    """A plan as a commit has it, which never changes. `read` is called if it is not cached."""
    current = _cache_file(str(folder.path))
    file = _cache_file(str(folder.path), commit)
    cached = _get(file) if file is not None else None
    if cached is None:
        old = _get(current) if current is not None else None
        cached = _validated(read(), commit, old)
        if file is not None:
            _put(file, cached)
    return _opened(cached)


def _opened(cached: _CachedPlan) -> OpenedPlan:
    from sipctl.plan.context import timing_context

    context = timing_context(cached.plan)
    context.readings.update(cached.readings)
    vars(cached.plan)["records_of"] = cached.records_of
    return OpenedPlan(cached.loaded, cached.plan, context, cached.undated_faults)


def _read(folder: Folder, files: str | None, old: _CachedPlan | None) -> _CachedPlan:
    """Reads every file, and validates those whose contents are not in the cache."""
    from sipctl.store.files import plan_files

    return _validated(plan_files.read(folder), files, old)


def _validated(contents: FolderContents, files: str | None, old: _CachedPlan | None) -> _CachedPlan:
    """Validates the files whose contents are not in an older entry of the cache."""
    from sipctl.plan.context import timing_context
    from sipctl.store import load

    loaded_files: dict[str, LoadedFile] = {}
    digests: dict[str, str] = {}
    before: dict[str, str] = pickle.loads(old.contents) if old is not None else {}  # noqa: S301
    for source in contents.sources:
        path = source.path
        digests[path] = cache.digest(source.data)
        same = before.get(path) == digests[path]
        loaded_files[path] = old.loaded.files[path] if old and same else load.load_file(source)
    loaded = load.combine(loaded_files, contents.faults)
    plan = loaded.plan()
    context = timing_context(plan)
    if old is not None and _same_calendar(before, digests):
        context.readings.update(old.readings)
    faults = _undated_faults(loaded, plan, context)
    digests_data = pickle.dumps(digests, protocol=5)
    return _CachedPlan(files, digests_data, loaded, plan, plan.records_of, context.readings, faults)


def _same_calendar(before: dict[str, str], now: dict[str, str]) -> bool:
    """Whether phrases mean what they meant: the calendar and the plan's years are the same."""
    return all(before.get(name) == now.get(name) for name in ("plan.yaml", "calendar.yaml"))


def _undated_faults(loaded: Loaded, plan: Plan, context: TimingContext) -> tuple[Fault, ...]:
    """The rules' faults for any day; those of loading instead, where a file does not load."""
    from sipctl.plan import rules

    return tuple(rules.undated_faults(plan, context)) if loaded.ok else loaded.faults


def _cache_file(top: str, commit: str = "") -> str | None:
    """Where a plan is cached: as it stands, or as a commit has it."""
    folder = cache.cache_folder()
    if folder is None:
        return None
    path = os.path.realpath(top).encode("utf-8", "surrogateescape")
    name = cache.digest(path, cache.program(), commit.encode())
    return os.path.join(folder, f"{_COMMITS if commit else _PLANS}{name}")


def _get(file: str) -> _CachedPlan | None:
    data = cache.get(file)
    if data is None:
        return None
    try:
        entry = pickle.loads(data)  # noqa: S301 - from a folder that only the user can write
    except Exception:  # unpickling a damaged entry can raise anything
        return None
    return entry if isinstance(entry, _CachedPlan) else None


def _put(file: str, plan: _CachedPlan) -> None:
    cache.put(file, pickle.dumps(plan, protocol=5))
    for prefix in (_PLANS, _COMMITS):
        cache.prune(os.path.dirname(file), prefix, MOST_FILES)
