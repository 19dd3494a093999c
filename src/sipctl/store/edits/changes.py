"""Changes of a file's data at paths: set, insert, remove. Pure: data in, data out.

A path names the items of a list by their ids where they have any (`ById`), so that it still leads
to the same place when somebody else has added to the file meanwhile.
"""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sipctl.plan.faults import Route

    Path = tuple[str | int, ...]


class ById(str):
    """A step of a path: the item of a list whose `id` this is."""

    __slots__ = ()


class Bare(str):
    """A text whose form the format fixes (a day, an id, a number): it is written without quotes."""

    __slots__ = ()


@dataclass(frozen=True)
class SetValue:
    """Sets the value at `path`, whether there is one already or not.

    A new key is inserted after the last of the keys that come before it in `order`.
    """

    path: Path
    value: Any
    order: tuple[str, ...] = ()


@dataclass(frozen=True)
class InsertItem:
    """A new item of the list at `path`, before the item at `index`, else at the end.

    A missing list is created.
    """

    path: Path
    value: Any
    index: int | None = None
    order: tuple[str, ...] = ()


@dataclass(frozen=True)
class RemoveValue:
    """Removes a key, or an item of a list."""

    path: Path


@dataclass(frozen=True)
class ReplaceText:
    """Replaces an entry by YAML that somebody typed: its `text`, and the `value` it reads as."""

    path: Path
    value: Any
    text: str
    order: tuple[str, ...] = ()


Change = SetValue | InsertItem | RemoveValue | ReplaceText


def resolve_path(data: Any, path: Path) -> Route:
    """The path with each `ById` as the place in its list; raises KeyError where that is missing."""
    route: list[str | int] = []
    for step in path:
        if isinstance(step, ById):
            step = next((i for i, item in enumerate(data or ()) if _id(item) == step), -1)
            if step == -1:
                raise KeyError(path)
        route.append(step)
        data = _child(data, step)
    return tuple(route)


def value_at(data: Any, path: Path) -> Any:
    """The value at a path; None where there is none."""
    try:
        route = resolve_path(data, path)
    except KeyError:
        return None
    for step in route:
        data = _child(data, step)
    return data


def applied(data: Any, changes: Iterable[Change]) -> Any:
    """A copy of the data with every change made, in order; raises KeyError for a missing path."""
    data = deepcopy(data)
    for change in changes:
        *outer, last = resolve_path(data, change.path)
        parent = data
        for step in outer:
            parent = parent[step]
        if isinstance(change, RemoveValue):
            del parent[last]
        elif isinstance(change, InsertItem) and _child(parent, last) is not None:
            items = parent[last]
            items.insert(len(items) if change.index is None else change.index, change.value)
        else:
            value = [change.value] if isinstance(change, InsertItem) else change.value
            _set(parent, last, value, change.order)
    return data


def _set(parent: Any, key: str | int, value: Any, order: Sequence[str]) -> None:
    if isinstance(parent, list) or key in parent:
        parent[key] = value  # type: ignore[index]
        return
    before = key_before(parent, str(key), order)
    entries = list(parent.items())
    index = 0 if before is None else list(parent).index(before) + 1
    parent.clear()
    parent.update([*entries[:index], (key, value), *entries[index:]])


def key_before(parent: dict[str, Any], key: str, order: Sequence[str]) -> str | None:
    """The key after which a new one is inserted; None in an empty mapping."""
    earlier = order[: order.index(key)] if key in order else ()
    known = [other for other in parent if other in earlier]
    return next(reversed(known or list(parent)), None)


def still_apply(before: Any, now: Any, changes: Iterable[Change]) -> bool:
    """Whether changes made for a file as it was `before` can be made in it as it is `now`.

    What each depends on must be the same: the old value (the whole list, for an item without an
    id); for a new item with an id, whether that id is taken.
    """
    return all(_depends_on(before, change) == _depends_on(now, change) for change in changes)


def _depends_on(data: Any, change: Change) -> Any:
    if isinstance(change, InsertItem) and (name := _id(change.value)) is not None:
        parent = value_at(data, change.path[:-1])
        return parent is not None, value_at(data, (*change.path, ById(name)))
    if isinstance(change.path[-1], int):
        return value_at(data, change.path[:-1])
    return value_at(data, change.path[:-1]) is not None, value_at(data, change.path)


def list_changes(path: Path, was: Sequence[str], now: Sequence[str]) -> list[Change]:
    """The fewest changes that make one list of texts the other, so that what stays is untouched."""
    if not was or not now:
        return [SetValue(path, list(now))]
    changes: list[Change] = []
    matcher = SequenceMatcher(None, list(map(str, was)), list(map(str, now)), autojunk=False)
    for _, start, end, new_start, new_end in reversed(matcher.get_opcodes()):
        if was[start:end] == now[new_start:new_end]:
            continue
        both = min(end - start, new_end - new_start)
        places = range(start, start + both)
        changes += [SetValue((*path, index), now[new_start + index - start]) for index in places]
        changes += [RemoveValue((*path, index)) for index in reversed(range(start + both, end))]
        more = range(both, new_end - new_start)
        changes += [InsertItem(path, now[new_start + index], start + index) for index in more]
    return changes


def _child(data: Any, step: str | int) -> Any:
    if isinstance(data, dict):
        return data.get(step)
    if isinstance(data, list) and isinstance(step, int) and 0 <= step < len(data):
        return data[step]
    return None


def _id(item: Any) -> str | None:
    return item.get("id") if isinstance(item, dict) else None
