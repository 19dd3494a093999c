"""Replays the edits of one version of a file on another version of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sipctl.plan.faults import Refusal
from sipctl.store.edits.changes import (
    Bare,
    ById,
    InsertItem,
    RemoveValue,
    SetValue,
    list_changes,
    still_apply,
    value_at,
)
from sipctl.store.edits.edit import Edit, edited
from sipctl.store.yaml import read as yaml
from sipctl.store.yaml.scalars import written

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sipctl.plan.faults import Route
    from sipctl.store.edits.changes import Change, Path
    from sipctl.store.files.source import Source


def replayed(before: Source, here: Source, there: Source) -> Source | None:
    """The file as it is `there`, with the edits that turned `before` into `here`.

    None where the two change the same thing, or where the file here holds more than sipctl's own
    edits (a comment, another wording of the YAML), which would be lost.
    """
    data, data_there = yaml.read(before).data, yaml.read(there).data
    try:
        changes = list(_changes((), data, _Written(here).data))
        if edited(_edit(before, changes)).data != here.data:
            return None
        changes = [change for change in changes if not _is_made(data_there, change)]
        if not still_apply(data, data_there, changes):
            return None
        return edited(_edit(there, changes))
    except (Refusal, LookupError):
        return None


def _edit(source: Source, changes: list[Change]) -> Edit:
    return Edit(source, changes, "both sides cannot be brought together", "bring them together")


def _is_made(data: Any, change: Change) -> bool:
    """Whether the data already has the value that a change sets."""
    return isinstance(change, SetValue) and value_at(data, change.path) == change.value


class _Written:
    """A file's data; a text written there without the quotes that sipctl would add is `Bare`."""

    def __init__(self, source: Source) -> None:
        self._text = yaml.text_of(source)
        self._values = yaml.positions(source).values
        self.data = self._marked(yaml.read(source).data, ())

    def _marked(self, data: Any, route: Route) -> Any:
        if isinstance(data, dict):
            return {key: self._marked(value, (*route, key)) for key, value in data.items()}
        if isinstance(data, list):
            return [self._marked(item, (*route, index)) for index, item in enumerate(data)]
        is_bare = self._text[slice(*self._values[route])] == data and written(data) != data
        return Bare(data) if is_bare else data


# --- the changes from one version to the other ---------------------------------------------------


def _changes(path: Path, was: Any, now: Any) -> Iterator[Change]:
    """The changes that make one value the other; raises LookupError where none are known."""
    if was == now:
        return
    if isinstance(was, dict) and isinstance(now, dict):
        yield from (RemoveValue((*path, key)) for key in was if key not in now)
        for key, value in now.items():
            if key in was:
                yield from _changes((*path, key), was[key], value)
            else:
                yield SetValue((*path, key), value, tuple(now))
    elif isinstance(was, list) and isinstance(now, list):
        yield from _list_changes(path, was, now)
    else:
        yield SetValue(path, now)


def _list_changes(path: Path, was: list[Any], now: list[Any]) -> Iterator[Change]:
    if all(isinstance(item, str) for item in (*was, *now)):
        yield from list_changes(path, was, now)
    elif all(isinstance(item, dict) and "id" in item for item in (*was, *now)):
        yield from _entry_changes(path, was, now)
    elif now[: len(was)] == was:
        for item in now[len(was) :]:
            yield InsertItem(path, item)
    else:
        yield SetValue(path, now)


def _entry_changes(path: Path, was: list[Any], now: list[Any]) -> Iterator[Change]:
    """The changes of a list of entries with ids, whose order stays."""
    before = {item["id"]: item for item in was}
    after = {item["id"]: item for item in now}
    if [name for name in before if name in after] != [name for name in after if name in before]:
        raise LookupError(path)
    for name in before:
        if name not in after:
            yield RemoveValue((*path, ById(name)))
    last = max((index for index, name in enumerate(after) if name in before), default=-1)
    for index, (name, item) in enumerate(after.items()):
        if name in before:
            yield from _changes((*path, ById(name)), before[name], item)
        else:
            yield InsertItem(path, item, index if index < last else None)
