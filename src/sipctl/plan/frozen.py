"""`@frozen`: a frozen dataclass whose methods are written once, here, and not anew for each class.

`dataclasses.dataclass(frozen=True)` compiles half a dozen functions for every class at every
start. sipctl has some sixty such classes, and between them that took longer than the answer. What
this makes is a dataclass all the same: `fields`, `replace` and pydantic take it for one.
"""

from __future__ import annotations

from dataclasses import MISSING, FrozenInstanceError, dataclass, field
from operator import attrgetter
from typing import TYPE_CHECKING, Any, TypeVar, dataclass_transform

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")

__all__ = ["described", "field", "frozen"]


def described(description: str, *, label: str = "", own_place: bool = False, **options: Any) -> Any:
    """A `field` (`options` are its own: `default`, `default_factory`) that says what it holds.

    The description is for whoever fills it in, the label for whoever reads it; "" stands for the
    field's name. `own_place` marks a text that every view lays out by itself.
    """
    # "title" and "description" are the names by which pydantic knows them.
    metadata = {"title": label, "description": description, "own_place": own_place}
    return field(metadata=metadata, **options)


@dataclass_transform(frozen_default=True, field_specifiers=(field, described))
def frozen(*, kw_only: bool = False) -> Callable[[type[T]], type[T]]:
    """Makes a class a frozen dataclass. Its instances are equal where their fields are."""
    light = dataclass(init=False, repr=False, eq=False, match_args=False, kw_only=kw_only)

    def made(cls: type[T]) -> type[T]:
        for method in (_init, _setattr, _delattr, _eq, _hash, _repr, _getstate):
            setattr(cls, f"__{method.__name__.strip('_')}__", method)
        return light(cls)

    return made


def _fields(cls: Any) -> tuple[dict[str, Any], Callable[[Any], Any]]:
    """A class's fields by name, and what takes from an instance those that equality looks at."""
    known = _KNOWN.get(cls)
    if known is None:
        found: dict[str, Any] = cls.__dataclass_fields__
        compared = [name for name, one in found.items() if one.compare]
        known = _KNOWN[cls] = found, attrgetter(*compared) if compared else lambda _: ()
    return known


_KNOWN: dict[Any, tuple[dict[str, Any], Callable[[Any], Any]]] = {}


def _init(self: Any, *given: Any, **values: Any) -> None:
    fields, _ = _fields(type(self))
    if given:
        positional = [name for name, one in fields.items() if not one.kw_only]
        if len(given) > len(positional):
            raise TypeError(f"{type(self).__name__} takes {len(positional)} values, not more")
        values = dict(zip(positional, given, strict=False)) | values
    if len(values) < len(fields):
        for name, one in fields.items():
            if name in values:
                continue
            if one.default_factory is not MISSING:
                values[name] = one.default_factory()
            elif one.default is not MISSING:
                values[name] = one.default
    if values.keys() != fields.keys():
        odd = ", ".join(sorted(values.keys() ^ fields.keys()))
        raise TypeError(f"{type(self).__name__} is given too much or too little: {odd}")
    self.__dict__.update(values)


def _setattr(_self: Any, name: str, _value: Any) -> None:
    raise FrozenInstanceError(f"cannot assign to field {name!r}")


def _delattr(_self: Any, name: str) -> None:
    raise FrozenInstanceError(f"cannot delete field {name!r}")


def _eq(self: Any, other: object) -> Any:
    if type(other) is not type(self):
        return NotImplemented
    taken = _fields(type(self))[1]
    return taken(self) == taken(other)


def _hash(self: Any) -> int:
    return hash(_fields(type(self))[1](self))


def _getstate(self: Any) -> dict[str, Any]:
    """What a copy needs: not what the class itself has as a default, nor what was worked out."""
    fields, state = _fields(type(self))[0], self.__dict__
    return {
        name: state[name]
        for name, one in fields.items()
        if name in state and (one.default is MISSING or state[name] != one.default)
    }


def _repr(self: Any) -> str:
    shown = ", ".join(f"{name}={getattr(self, name)!r}" for name in _fields(type(self))[0])
    return f"{type(self).__qualname__}({shown})"
