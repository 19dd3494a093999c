"""A plan as it was read and validated, read back without YAML or pydantic.

Two things are kept of it. Each file's part hangs on the file's contents, so a changed file is the
only one that is understood anew. The whole, with its faults, hangs on the listing of all files.
"""

from __future__ import annotations

import os
import pickle
import time
from typing import TYPE_CHECKING, Any

from sipctl.plan.frozen import frozen
from sipctl.store.cache import folder as home
from sipctl.store.cache.listing import looked_up

if TYPE_CHECKING:
    from datetime import date

    from sipctl.plan.faults import Fault
    from sipctl.plan.model.entries import Plan
    from sipctl.plan.timing import TimingContext
    from sipctl.store.files.folder import Folder
    from sipctl.store.load import Loaded, LoadedFile

MOST = 12
"""Plans kept; beyond that the oldest half goes."""


@frozen()
class Opened:
    """A plan that has been read. Where it is not sound, `plan` is what loads of it."""

    loaded: Loaded
    plan: Plan
    frame: TimingContext
    lasting: tuple[Fault, ...]
    """The faults that it has whatever day it is."""

    def faults(self, day: date) -> list[Fault]:
        """Every fault that `check` tells on a day."""
        from sipctl.plan import rules

        daily = rules.dated_faults(self.plan, self.frame, day) if self.loaded.sound else []
        return [*self.lasting, *daily]


@frozen()
class _Kept:
    """What stands in the cache: `files` is None where they were too fresh to be trusted.

    `contents` has a digest for each file's contents; it is a pickle in the pickle, as it is needed
    only where something changed. What every question works out of a plan and its frame is there
    beside them: of 10,000 records in order of time, it is much of an answer's time.
    """

    files: str | None
    contents: bytes
    loaded: Loaded
    plan: Plan
    records_of: dict[str, Any]
    readings: dict[str, Any]
    lasting: tuple[Fault, ...]


def opened(folder: Folder) -> Opened:
    """A plan's files, understood: from what was kept, as far as that still holds."""
    file = _file(str(folder.path))
    found = looked_up(str(folder.path)) if file is not None else None
    files = home.digest(found.state) if found and found.settled(time.time_ns()) else None
    kept = _recall(file) if file is not None else None
    if kept is not None and files is not None and kept.files == files:
        return _ready(kept)
    made = _read(folder, files, kept)
    if file is not None:
        _keep(file, made)
    return _ready(made)


def _ready(kept: _Kept) -> Opened:
    from sipctl.plan.context import timing_context

    frame = timing_context(kept.plan)
    frame.readings.update(kept.readings)
    vars(kept.plan)["records_of"] = kept.records_of
    return Opened(kept.loaded, kept.plan, frame, kept.lasting)


def _read(folder: Folder, files: str | None, old: _Kept | None) -> _Kept:
    """Every file read; of those whose contents are known, nothing more than that."""
    from sipctl.plan.context import timing_context
    from sipctl.store import load
    from sipctl.store.files import folder as folders

    found = folders.read(folder)
    parts: dict[str, LoadedFile] = {}
    digests: dict[str, str] = {}
    before: dict[str, str] = pickle.loads(old.contents) if old is not None else {}  # noqa: S301
    for source in found.sources:
        digest = digests[source.path] = home.digest(source.data)
        known = before.get(source.path) == digest
        parts[source.path] = old.loaded.parts[source.path] if old and known else load.part(source)
    loaded = load.whole(parts, found.faults)
    plan = loaded.plan()
    frame = timing_context(plan)
    if old is not None and _same_days(before, digests):
        frame.readings.update(old.readings)
    contents = pickle.dumps(digests, protocol=5)
    faults = _faults(loaded, plan, frame)
    return _Kept(files, contents, loaded, plan, plan.records_of, frame.readings, faults)


def _same_days(before: dict[str, str], now: dict[str, str]) -> bool:
    """Whether phrases mean what they meant: the calendar and the plan's years are the same."""
    return all(before.get(name) == now.get(name) for name in ("plan.yaml", "calendar.yaml"))


def _faults(loaded: Loaded, plan: Plan, frame: TimingContext) -> tuple[Fault, ...]:
    """Rules that need the whole plan wait until it loads."""
    from sipctl.plan import rules

    return tuple(rules.undated_faults(plan, frame)) if loaded.sound else loaded.faults


def _file(top: str) -> str | None:
    folder = home.home()
    if folder is None:
        return None
    name = home.digest(os.path.realpath(top).encode("utf-8", "surrogateescape"), home.program())
    return os.path.join(folder, f"plan-{name}")


def _recall(file: str) -> _Kept | None:
    data = home.get(file)
    if data is None:
        return None
    try:
        kept = pickle.loads(data)  # noqa: S301 - from a folder that only the user can write
    except Exception:  # whatever it is, it is not what was kept
        return None
    return kept if isinstance(kept, _Kept) else None


def _keep(file: str, kept: _Kept) -> None:
    home.put(file, pickle.dumps(kept, protocol=5))
    home.prune(os.path.dirname(file), "plan-", MOST)
