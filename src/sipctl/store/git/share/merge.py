"""Brings two versions of a plan's file together, and proves that both sides' changes are in it.

Lines are merged as git merges them; where both sides changed the same lines, sipctl's edits of one
side are replayed on the file of the other. The result is then read, and must change the plan as
each side did, and not otherwise. Else it is a conflict, which holds the changes of each side.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from sipctl.plan.changes import Added
from sipctl.plan.faults import Refusal
from sipctl.store.edits.replay import replayed
from sipctl.store.files.atomic import temporary_folder
from sipctl.store.files.folder import kind_of
from sipctl.store.files.source import Source
from sipctl.store.load import load_file

if TYPE_CHECKING:
    from sipctl.plan.changes import Change
    from sipctl.store.git.run import Repository
    from sipctl.store.git.share.file_changes import FileChanges

Keep = Literal["here", "there"]
"""Whose lines count where both sides changed the same ones."""

_Key = tuple[object, ...]


@dataclass(frozen=True)
class Conflict:
    """A file that was changed on both sides in ways that do not go together.

    `here` and `there` are the changes of each side; empty where they are not known (a file that one
    side removed, or that does not load).
    """

    path: str
    here: tuple[Change, ...] = ()
    there: tuple[Change, ...] = ()


@dataclass(frozen=True)
class FileMerger:
    """Merges files of a plan, and compares them with `changes`."""

    repository: Repository
    changes: FileChanges
    keep: Keep | None = None

    def merge(
        self, path: str, before: bytes | None, here: bytes | None, there: bytes | None
    ) -> bytes | Conflict | None:
        """Merges two versions of a file that was `before`; None stands for a file that is gone."""
        if here == there or there == before:
            return here
        if here == before:
            return there
        if here is None or there is None or before is None:
            if self.keep is None:
                return Conflict(path, *self._sides(path, before, here, there))
            return here if self.keep == "here" else there
        sides = self._sides(path, before, here, there)
        if self.keep == "here" and _added_twice(*sides):
            return Conflict(path, *sides)  # else what others shared would be lost unseen
        for merged in (
            self._merged_lines(before, here, there),
            self._merged_edits(path, before, here, there),
        ):
            if merged is not None and self._is_sound(path, before, merged, sides, (here, there)):
                return merged
        return Conflict(path, *sides)

    def _merged_edits(self, path: str, before: bytes, here: bytes, there: bytes) -> bytes | None:
        """One side's edits replayed on the other's file; None if that fails."""
        if self.keep is not None or kind_of(path) is None:
            return None
        sources = [Source(path, data) for data in (before, here, there)]
        merged = replayed(*sources)
        return None if merged is None else merged.data

    def _merged_lines(self, before: bytes, here: bytes, there: bytes) -> bytes | None:
        """The lines of both sides, merged by git; None where both changed the same ones."""
        favour = {None: (), "here": ("--ours",), "there": ("--theirs",)}[self.keep]
        with temporary_folder(self.repository.git_dir) as folder:
            for name, data in (("here", here), ("before", before), ("there", there)):
                (folder / name).write_bytes(data)
            files = (str(folder / name) for name in ("here", "before", "there"))
            result = self.repository.run("merge-file", "--stdout", *favour, *files)
        if result.code < 0 or result.code > 127:
            raise Refusal(f"git refused: {result.complaint}")
        return result.out if result.code == 0 else None

    # --- the proof ---

    def _sides(
        self, path: str, before: bytes | None, here: bytes | None, there: bytes | None
    ) -> tuple[tuple[Change, ...], tuple[Change, ...]]:
        return self._changes(path, before, here), self._changes(path, before, there)

    def _changes(self, path: str, before: bytes | None, after: bytes | None) -> tuple[Change, ...]:
        return self.changes.between({path: before}, {path: after})

    def _is_sound(
        self,
        path: str,
        before: bytes,
        merged: bytes,
        sides: tuple[tuple[Change, ...], tuple[Change, ...]],
        versions: tuple[bytes, bytes],
    ) -> bool:
        """Whether the merged file has the changes of both sides, and no others."""
        if kind_of(path) is None:  # a file of an earlier plan, whose contents are not compared
            return True
        models = [load_file(Source(path, data)).model for data in (before, *versions, merged)]
        if any(model is None for model in models):
            return all(model is None for model in models[:3])  # there is nothing to compare
        here, there = (_by_key(side) for side in sides)
        result = _by_key(self._changes(path, before, merged))
        if self.keep is not None:
            return result.keys() <= here.keys() | there.keys()
        return result.keys() == here.keys() | there.keys() and all(
            _agrees(change, here.get(key), there.get(key)) for key, change in result.items()
        )


def _by_key(changes: tuple[Change, ...]) -> dict[_Key, Change]:
    """Changes by `change_key`."""
    return {change_key(change): change for change in changes}


def _added_twice(here: tuple[Change, ...], there: tuple[Change, ...]) -> bool:
    """Whether both sides gave one id to two new things."""
    new = {change_key(change): change for change in here if isinstance(change, Added)}
    return any(new.get(change_key(change), change) != change for change in there)


def change_key(change: Change) -> _Key:
    """A change's target and the field or date that it changes."""
    parts = (getattr(change, name, None) for name in ("label", "field"))
    return (type(change), change.subject.of, change.subject.id, *parts)


def _agrees(merged: Change, here: Change | None, there: Change | None) -> bool:
    """Whether a merged change equals that of the side that made it, or both sides' together."""
    sides = [side for side in (here, there) if side is not None]
    if len(sides) == 2 and isinstance(merged, Added):
        return False  # two things of one id
    if len(sides) == 1 or _value(here) == _value(there):
        return _value(merged) == _value(sides[0])
    was, ours, theirs, both = (
        _items(getattr(side, name, None))
        for side, name in ((merged, "was"), (here, "now"), (there, "now"), (merged, "now"))
    )
    if was is None or ours is None or theirs is None or both is None:
        return False
    lost = (was - ours) | (was - theirs)
    return both == (was - lost) + (ours - was) + (theirs - was)


def _items(value: object) -> Counter[object] | None:
    if value is None:
        return Counter()
    return Counter(value) if isinstance(value, tuple) else None


def _value(change: Change | None) -> tuple[object, ...]:
    """The new values of a change."""
    names = ("now", "phrase", "records", "leads", "when")
    return tuple(getattr(change, name, None) for name in names)
