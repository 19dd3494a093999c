"""What does not fit a plan's models, explained to people who know neither YAML nor pydantic.

pydantic's own sentences ("Input should be a valid tuple") help nobody. Each of its errors comes
here as a mapping with a type, a route and the value, and leaves as a fault that says what to type.
"""

from __future__ import annotations

import dataclasses
import re
from functools import cache, cached_property
from types import UnionType
from typing import (
    TYPE_CHECKING,
    Annotated,
    Any,
    Literal,
    Union,
    get_args,
    get_origin,
    get_type_hints,
)

from sipctl.plan.english import excerpt
from sipctl.plan.faults import Fault, Route, did_you_mean, nearest, propose
from sipctl.plan.frozen import frozen
from sipctl.plan.model import entries as m

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_UNSPACED_COLON = re.compile(r"[A-Za-z_]+:\S")
_SHORT_NAMES = re.compile(r"[^\s,;/]{1,16}(?:(?:\s*[,;/&]\s*|\s+and\s+|\s+)[^\s,;/]{1,16})*")
_SEPARATOR = re.compile(r"\s*[,;/&]\s*|\s+and\s+|\s+")


def faults(root: type, errors: Sequence[Mapping[str, Any]], data: Any, file: str) -> list[Fault]:
    """Each of pydantic's errors as a fault, in their order and without duplicates.

    A key that is missing because it is misspelt is reported once, as the misspelt one.
    """
    mismatches = [_Mismatch(root, error, data, file) for error in errors]
    misspelt = {(mismatch.route[:-1], mismatch.proposed_key) for mismatch in mismatches}
    return list(
        dict.fromkeys(
            mismatch.fault()
            for mismatch in mismatches
            if mismatch.missing_key is None
            or (mismatch.route, mismatch.missing_key) not in misspelt
        )
    )


def faulty_routes(
    root: type, errors: Sequence[Mapping[str, Any]], data: Any
) -> list[tuple[Route, str | int | None]]:
    """The routes to leave out so that the rest validates, each with the key that is lost with it.

    The key is that of the route itself or, of a misspelt one, the key that was meant; None for an
    unknown key that is like none.
    """
    routes: list[tuple[Route, str | int | None]] = []
    for error in errors:
        mismatch = _Mismatch(root, error, data, "")
        route = mismatch.route
        if mismatch.unknown_key is not None:
            routes.append((route, mismatch.proposed_key))
        else:
            routes.append((route, route[-1] if route else None))
    return routes


@frozen()
class _Mismatch:
    """One of pydantic's errors: `root` is the file's model, `data` what the file says."""

    root: type
    error: Mapping[str, Any]
    data: Any
    file: str

    @cached_property
    def route(self) -> Route:
        """The route to the innermost value that is written in the file."""
        return existing_prefix(tuple(self.error["loc"]), self.data)

    @property
    def missing_key(self) -> str | None:
        """The key that its mapping lacks, if that is the error."""
        key = self.error["loc"][-1] if self.error["type"] == "missing" else None
        return key if isinstance(key, str) else None

    @property
    def unknown_key(self) -> str | None:
        """The key that may not stand where it does, if that is the error."""
        is_key = self.error["type"] == "unexpected_keyword_argument"
        return str(self.route[-1]) if is_key and not self._is_bad_name else None

    @cached_property
    def proposed_key(self) -> str | None:
        """The key that an unknown one was most likely meant to be."""
        if self.unknown_key is None or self._is_progress:
            return None
        return nearest(self.unknown_key, sorted(self._known_keys))

    @property
    def _is_bad_name(self) -> bool:
        """Whether it is about the name of a lead, term or the like, which stands as a key."""
        return bool(self.error["loc"]) and self.error["loc"][-1] == "[key]"

    @cached_property
    def _known_keys(self) -> set[str]:
        return fields_at(self.root, self.route[:-1])

    @property
    def _is_progress(self) -> bool:
        """Whether an unknown key says how work stands, which records do and not the plan."""
        key = (self.unknown_key or "").casefold()
        return key in _PROGRESS_KEYS and bool(self._known_keys & {"when", "measure"})

    def fault(self) -> Fault:
        """The error in plain words."""
        route, ctx = self.route, self.error.get("ctx") or {}
        if self._is_bad_name:
            message = ctx.get("message", "this name is not one that a plan can have here")
            return self._fault("bad-name", message, ctx.get("help"), route)
        if self.missing_key is not None:
            key = self.missing_key
            message = f'{owner(route, self.data)} has no "{key}"'
            return self._fault("missing-key", message, f"add {key}: …", route, key=bool(route))
        if self.unknown_key is not None:
            message = f'"{excerpt(self.unknown_key)}" is not something a plan can say here'
            return self._fault("unknown-key", message, self._unknown_key_help(), route, key=True)
        if self.error["type"].startswith("sipctl:"):
            return self._text_fault(ctx)
        return self._shape_fault()

    def _unknown_key_help(self) -> str:
        if self._is_progress:
            return "take it out: what has happened is put down with sipctl record"
        rest = "if it is the rest of a text with a comma, put quotes round the whole text"
        if self.error["input"] is not None:
            word, keys = str(self.unknown_key), sorted(self._known_keys)
            return propose(word, keys, otherwise=f"known here: {', '.join(keys)}")
        return f"{did_you_mean(self.proposed_key)} {rest}" if self.proposed_key else rest

    def _text_fault(self, ctx: Mapping[str, Any]) -> Fault:
        """An error of `validate`'s own: a text that is not of its kind, with what to type."""
        route = self.route
        value = value_at(self.data, route)
        if isinstance(value, dict) and ctx.get("key") in value:
            route = (*route, ctx["key"])
            value = value[ctx["key"]]
        slug, message, advice = self.error["type"][7:], ctx["message"], ctx["help"]
        if value is None:
            return self._empty(route, advice)
        if slug == "wrong-text" and isinstance(value, list | dict):
            slug = "wrong-shape"
            message = f"{_called(route)} should be {ctx['expected']}, not {shape_name(value)}"
            if ctx["kind"] == "text":
                sign = "[" if isinstance(value, list) else "a colon or {"
                advice = f"write one text here; if it has {sign} in it, put quotes round it"
        elif isinstance(value, str) and not value.strip():
            slug, message = "empty-value", f"{_called(route)} is empty"
        elif ctx["kind"] in ("initials", "academy") and _SEPARATOR.search(value):
            advice = _list_help(route, value)
        return self._fault(slug, message, advice, route)

    def _shape_fault(self) -> Fault:
        """A list, a group of lines or one of a few words is wanted, and something else is there."""
        route, kind, value = self.route, self.error["type"], self.error["input"]
        if kind in ("missing", "too_long") or (route and route[-1] == "half_term"):
            route = route if isinstance(route[-1], str) else route[:-1]
            message = f'"{route[-1]}" should be two dates: its first and its last day'
            advice = "write the two in brackets, such as [2024-10-28, 2024-11-01]"
            return self._fault("wrong-shape", message, advice, route)
        if value is None and kind == "tuple_type":
            advice = "write a list after the colon, [] for an empty one, or take the line out"
            return self._empty(route, advice)
        if value is None:
            return self._empty(route, self._mapping_help(value))
        if kind == "literal_error":
            name = next(step for step in reversed(route) if isinstance(step, str))
            shown = f'"{excerpt(value)}"' if isinstance(value, str) else shape_name(value)
            advice = propose(value if isinstance(value, str) else "", _choices(self.root, route))
            return self._fault("unknown-word", f"{shown} is not a {name}", advice, route)
        if kind == "tuple_type":
            message = f"{_called(route)} should be a list"
            return self._fault("wrong-shape", message, _list_help(route, value), route)
        message = f"{_called(route)} should be lines that each have a name and a colon"
        return self._fault("wrong-shape", message, self._mapping_help(value), route)

    def _mapping_help(self, value: Any) -> str:
        """What to type where a group of lines is wanted."""
        if isinstance(value, str) and _UNSPACED_COLON.match(value):
            return "a space is needed after each colon"
        if not self.route:
            return EMPTY_FILE_HELP[self.root]
        step = self.route[-1]
        if step in _EXAMPLES:
            return f"write a line for each under it, such as {_EXAMPLES[str(step)]}"
        first, needed = first_key(self.root, self.route)
        if isinstance(step, int):
            return f"begin it with {first}: …, and line the rest up under that"
        under = f"write {first}: … on a line under it, two spaces further in"
        return under if needed else f"{under}; or {{}} if there is nothing to say"

    def _empty(self, route: Route, advice: str) -> Fault:
        if route and isinstance(route[-1], int):
            name = next((step for step in reversed(route) if isinstance(step, str)), "the list")
            message = f'one of "{name}" is empty'
            advice = "write something after its hyphen, or take it out"
            return self._fault("empty-value", message, advice, route)
        message = f"{_called(route)} has nothing after it"
        return self._fault("empty-value", message, advice, route, key=True)

    def _fault(
        self, slug: str, message: str, advice: str | None, route: Route, *, key: bool = False
    ) -> Fault:
        key = key or slug == "bad-name"
        return Fault(slug, "error", message, advice or "", self.file, route, key=key)


_PROGRESS_KEYS = frozenset({"status", "rag", "progress"})
EMPTY_FILE_HELP: dict[type, str] = {
    m.About: "give it at least title:, trust: {name: …} and runs: {from: …, to: …}",
    m.People: "write leads: and under it a line for each lead, such as JK: {}",
    m.TermCalendar: "write years: and under it the terms of each academic year",
    m.Aim: "give it at least id: and title:",
    m.Record: "give it at least activity:, date:, by: and status:",
    m.Round: "give it at least term:, asked: and by:",
    m.Framework: "give it at least id:, title: and parts:",
}
"""What to write into a file of each kind that says nothing."""
_EXAMPLES = {
    "leads": "JK: {}",
    "academies": "WPSA: {}",
    "years": "2024/25: and its terms under it",
    "meetings": "lgb: {name: Local governing body}",
    "colours": "on-track: green",
}


# --- words ---------------------------------------------------------------------------------------


def shape_name(value: Any) -> str:
    """`a list` or `a group of lines`, for a value that is not text."""
    return "a list" if isinstance(value, list) else "a group of lines"


def _called(route: Route) -> str:
    if not route:
        return "this file"
    name = next((step for step in reversed(route) if isinstance(step, str)), "this list")
    return f'one of "{name}"' if isinstance(route[-1], int) else f'"{excerpt(name)}"'


def _list_help(route: Route, value: Any) -> str:
    """What to type where a list is wanted."""
    if isinstance(value, dict):
        return "put a hyphen and a space in front of the first line of each, as lists have"
    if value.startswith("-"):
        return "a space is needed after each hyphen"
    if _SHORT_LISTS.intersection(route) and _SHORT_NAMES.fullmatch(value):
        return f"write [{', '.join(_SEPARATOR.split(value))}]"
    return "write a line for each under it, beginning with a hyphen and a space"


_SHORT_LISTS = frozenset(
    ("leads", "academies", "see", "after", "oversees", "closed", "dates", "nolan")
)


def owner(route: Route, data: Any) -> str:
    """The mapping at a route as people call it: `activity 2a.3`, `this area`, `this file`."""
    names = [step for step in route if isinstance(step, str)]
    if not names:
        return "this file"
    here = value_at(data, route)
    singular = _SINGULAR.get(names[-1], "") if isinstance(route[-1], int) else ""
    name = singular or f'"{excerpt(names[-1])}"'
    label = here.get("id") or here.get("name") if isinstance(here, dict) else None
    if isinstance(label, str):
        return f"{name} {excerpt(label)}"
    return f"this {singular}" if singular else name


_SINGULAR = {
    "areas": "area",
    "activities": "activity",
    "kpis": "KPI",
    "priorities": "priority",
    "outcomes": "outcome",
    "committees": "committee",
    "trustees": "trustee",
    "governors": "governor",
    "moved": "move",
    "values": "value",
    "links": "link",
}


# --- ways through data and models ----------------------------------------------------------------


def existing_prefix(route: Route, data: Any) -> Route:
    """The part of a route that leads to something written: pydantic's own steps are left out."""
    steps: list[str | int] = []
    for step in route:
        here = value_at(data, tuple(steps))
        if (isinstance(here, dict) and step in here) or (
            isinstance(here, list) and isinstance(step, int) and step < len(here)
        ):
            steps.append(step)
    return tuple(steps)


def value_at(data: Any, route: Route) -> Any:
    """The value at a route, None where there is none."""
    for step in route:
        try:
            data = data[step]
        except (KeyError, IndexError, TypeError):
            return None
    return data


def fields_at(root: type, route: Route) -> set[str]:
    """The keys that may stand at a route of a file of this model."""
    return {field.name.rstrip("_") for field in _fields(root, route)}


def first_key(root: type, route: Route) -> tuple[str, bool]:
    """The key to begin with at a route, and whether it must be there."""
    fields = _fields(root, route)
    for field in fields:
        if field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING:
            return field.name.rstrip("_"), True
    return next((field.name.rstrip("_") for field in fields), "name"), False


def _choices(root: type, route: Route) -> list[str]:
    """The words that may stand at a route, where it is one of a few."""
    parts = _parts(_type_at(root, route))
    return [word for part in parts if get_origin(part) is Literal for word in get_args(part)]


def _fields(root: type, route: Route) -> tuple[dataclasses.Field[Any], ...]:
    parts = _parts(_type_at(root, route))
    model = next((part for part in parts if dataclasses.is_dataclass(part)), None)
    return dataclasses.fields(model) if model is not None else ()


def _type_at(root: type, route: Route) -> Any:
    """The annotation of what stands at a route of a file of this model; None where nothing may."""
    here: Any = root
    for step in route:
        here = _inner(here, step)
    return here


@cache
def _type_hints(entry: type) -> dict[str, Any]:
    return get_type_hints(entry, include_extras=True)


def _inner(here: Any, step: str | int) -> Any:
    """The annotation of what stands under one key or index."""
    for part in _parts(here):
        if part is m.SchoolYear:
            return m.TermDates
        if dataclasses.is_dataclass(part) and isinstance(part, type):
            hints = _type_hints(part)
            return hints.get(str(step), hints.get(f"{step}_"))
        if get_origin(part) in (tuple, dict):
            args = get_args(part)
            return args[0] if get_origin(part) is tuple else args[1]
    return None


def _parts(hint: Any) -> list[Any]:
    """The types that an annotation allows, without their marks."""
    if get_origin(hint) is Annotated:
        return _parts(get_args(hint)[0])
    if get_origin(hint) in (Union, UnionType):
        return [part for arg in get_args(hint) for part in _parts(arg)]
    return [hint]
