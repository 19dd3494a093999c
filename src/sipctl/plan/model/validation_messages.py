"""What does not fit a plan's models, told to people who know neither YAML nor pydantic.

pydantic's own sentences ("Input should be a valid tuple") help nobody. Each of its errors comes
here as a mapping with a type, a route and the value, and leaves as a fault that says what to type.
"""

from __future__ import annotations

import dataclasses
import re
from types import UnionType
from typing import TYPE_CHECKING, Annotated, Any, Union, get_args, get_origin, get_type_hints

from sipctl.plan.faults import Fault, Route, propose
from sipctl.plan.model import entries as m

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_UNSPACED = re.compile(r"[A-Za-z_]+:\S")
_SHORT_NAMES = re.compile(r"[^\s,;/]{1,16}(?:(?:\s*[,;/&]\s*|\s+and\s+|\s+)[^\s,;/]{1,16})*")
_APART = re.compile(r"\s*[,;/&]\s*|\s+and\s+|\s+")


def faults(root: type, problems: Sequence[Mapping[str, Any]], data: Any, file: str) -> list[Fault]:
    """Each of pydantic's errors as a fault, and one thing told once.

    A misspelt key is not told a second time as one that is missing.
    """
    found = [_Complaint(root, problem, data, file).fault() for problem in problems]
    meant = {
        (one.route[:-1], f'"{re.findall(_MEANT, one.help)[0]}"')
        for one in found
        if one.slug == "unknown-key" and re.match(_MEANT, one.help)
    }
    told = [
        one
        for one in found
        if one.slug != "missing-key"
        or not any(one.route == at and one.message.endswith(key) for at, key in meant)
    ]
    return list(dict.fromkeys(told))


_MEANT = r'did you mean "([^"]*)"\?'


@dataclasses.dataclass(frozen=True)
class _Complaint:
    """One of pydantic's errors: `root` is the file's model, `data` what the file says."""

    root: type
    problem: Mapping[str, Any]
    data: Any
    file: str

    def fault(self) -> Fault:
        """The error in plain words."""
        loc: Route = tuple(self.problem["loc"])
        ctx = self.problem.get("ctx") or {}
        route = existing_prefix(loc, self.data)
        kind, value = self.problem["type"], self.problem["input"]
        if loc and loc[-1] == "[key]":
            return self._fault("bad-name", ctx.get("message", _STRANGE), ctx.get("help"), route)
        if kind == "missing" and isinstance(loc[-1], str):
            missing = f'{owner(route, self.data)} has no "{loc[-1]}"'
            return self._fault("missing-key", missing, f"add {loc[-1]}: …", route, key=bool(route))
        if kind == "unexpected_keyword_argument":
            message = f'"{short(str(route[-1]))}" is not something a plan can say here'
            helped = _for_key(str(route[-1]), fields_at(self.root, route[:-1]), value)
            return self._fault("unknown-key", message, helped, route, key=True)
        if kind.startswith("sipctl:"):
            return self._own(route, ctx)
        return self._shape(route, kind, value)

    def _own(self, route: Route, ctx: Mapping[str, Any]) -> Fault:
        """A complaint of our own kinds of text, which brings its words along."""
        within = _at(self.data, route)
        if isinstance(within, dict) and ctx.get("at") in within:
            route = (*route, ctx["at"])
        if _at(self.data, route) is None:
            return self._empty(route, ctx["help"])
        slug, message, helped = self.problem["type"][7:], ctx["message"], ctx["help"]
        value = _at(self.data, route)
        if slug == "wrong-text" and isinstance(value, list | dict):
            slug, message = (
                "wrong-shape",
                f"{_called(route)} should be {ctx['says']}, not {shape_name(value)}",
            )
            if ctx["says"] == "text":
                sign = "[" if isinstance(value, list) else "a colon or {"
                helped = f"write one text here; if it has {sign} in it, put quotes round it"
        elif isinstance(value, str) and not value.strip():
            slug, message = "empty-value", f"{_called(route)} is empty"
        elif ctx["says"] in ("a lead's initials", "an academy's short name"):
            helped = _listed(route, value) if _APART.search(value) else helped
        return self._fault(slug, message, helped, route)

    def _shape(self, route: Route, kind: str, value: Any) -> Fault:
        if kind in ("missing", "too_long") or (route and route[-1] == "half_term"):
            route = route if isinstance(route[-1], str) else route[:-1]
            message = f'"{route[-1]}" should be two dates: its first and its last day'
            helped = "write the two in brackets, such as [2024-10-28, 2024-11-01]"
            return self._fault("wrong-shape", message, helped, route)
        if value is None and kind == "tuple_type":
            helped = "write a list after the colon, [] for an empty one, or take the line out"
            return self._empty(route, helped)
        if value is None:
            return self._empty(route, self._lines(route, value))
        if kind == "literal_error":
            name = next(step for step in reversed(route) if isinstance(step, str))
            shown = f'"{short(value)}"' if isinstance(value, str) else shape_name(value)
            choices = re.findall(r"'([^']*)'", self.problem["ctx"]["expected"])
            helped = propose(value if isinstance(value, str) else "", choices)
            return self._fault("unknown-word", f"{shown} is not a {name}", helped, route)
        if kind == "tuple_type":
            return self._fault(
                "wrong-shape", f"{_called(route)} should be a list", _listed(route, value), route
            )
        message = f"{_called(route)} should be lines that each have a name and a colon"
        return self._fault("wrong-shape", message, self._lines(route, value), route)

    def _lines(self, route: Route, value: Any) -> str:
        """What to type where a group of lines is wanted."""
        if isinstance(value, str) and _UNSPACED.match(value):
            return "a space is needed after each colon"
        if not route:
            return EMPTY_FILE_HELP[self.root]
        step = route[-1]
        if step in _EXAMPLES:
            return f"write a line for each under it, such as {_EXAMPLES[str(step)]}"
        first, needed = first_key(self.root, route)
        if isinstance(step, int):
            return f"begin it with {first}: …, and line the rest up under that"
        under = f"write {first}: … on a line under it, two spaces further in"
        return under if needed else f"{under}; or {{}} if there is nothing to say"

    def _empty(self, route: Route, helped: str) -> Fault:
        if route and isinstance(route[-1], int):
            name = next((step for step in reversed(route) if isinstance(step, str)), "the list")
            message, helped = (
                f'one of "{name}" is empty',
                "write something after its hyphen, or take it out",
            )
            return self._fault("empty-value", message, helped, route)
        message = f"{_called(route)} has nothing after it"
        return self._fault("empty-value", message, helped, route, key=True)

    def _fault(
        self, slug: str, message: str, helped: str | None, route: Route, *, key: bool = False
    ) -> Fault:
        key = key or slug == "bad-name"
        return Fault(slug, "error", message, helped or "", self.file, route, key=key)


_STRANGE = "this name is not one that a plan can have here"
EMPTY_FILE_HELP: dict[type, str] = {
    m.About: "give it at least title:, trust: {name: …} and runs: {from: …, to: …}",
    m.People: "write leads: and under it a line for each lead, such as JK: {}",
    m.TermCalendar: "write years: and under it the terms of each academic year",
    m.Aim: "give it at least id: and title:",
    m.Record: "give it at least activity:, date:, by: and status:",
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


def short(text: str) -> str:
    """A text on one line, cut where nobody would read on."""
    line = " ".join(text.split())
    return line if len(line) <= 60 else f"{line[:59]}…"


def shape_name(value: Any) -> str:
    """What a value that is not text is, in a word."""
    return "a list" if isinstance(value, list) else "a group of lines"


def _called(route: Route) -> str:
    if not route:
        return "this file"
    name = next((step for step in reversed(route) if isinstance(step, str)), "this list")
    return f'one of "{name}"' if isinstance(route[-1], int) else f'"{short(name)}"'


_HAPPENED = frozenset({"status", "rag", "progress"})


def _for_key(word: str, known: set[str], value: Any) -> str:
    if word.casefold() in _HAPPENED and known & {"when", "measure"}:
        return "take it out: what has happened is put down with sipctl record"
    helped = propose(word, sorted(known), otherwise=f"known here: {', '.join(sorted(known))}")
    if value is not None:
        return helped
    rest = "if it is the rest of a text with a comma, put quotes round the whole text"
    return f"{helped} {rest}" if helped.startswith("did you mean") else rest


def _listed(route: Route, value: Any) -> str:
    """What to type where a list is wanted."""
    if isinstance(value, dict):
        return "put a hyphen and a space in front of the first line of each, as lists have"
    if value.startswith("-"):
        return "a space is needed after each hyphen"
    if _SHORT_LISTS.intersection(route) and _SHORT_NAMES.fullmatch(value):
        return f"write [{', '.join(_APART.split(value))}]"
    return "write a line for each under it, beginning with a hyphen and a space"


_SHORT_LISTS = frozenset(
    ("leads", "academies", "see", "after", "oversees", "closed", "dates", "nolan")
)


def owner(route: Route, data: Any) -> str:
    """`activity 2a.3`, `this file`: who lacks something, as people call it."""
    names = [step for step in route if isinstance(step, str)]
    if not names:
        return "this file"
    here = _at(data, route)
    one = _ONE.get(names[-1], "") if isinstance(route[-1], int) else ""
    name = one or f'"{short(names[-1])}"'
    label = here.get("id") or here.get("name") if isinstance(here, dict) else None
    if isinstance(label, str):
        return f"{name} {short(label)}"
    return f"this {one}" if one else name


_ONE = {
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
        here = _at(data, tuple(steps))
        if (isinstance(here, dict) and step in here) or (
            isinstance(here, list) and isinstance(step, int) and step < len(here)
        ):
            steps.append(step)
    return tuple(steps)


def _at(data: Any, route: Route) -> Any:
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


def _fields(root: type, route: Route) -> tuple[dataclasses.Field[Any], ...]:
    here: Any = root
    for step in route:
        here = _inner(here, step)
    model = next((part for part in _parts(here) if dataclasses.is_dataclass(part)), None)
    return dataclasses.fields(model) if model is not None else ()


def _inner(here: Any, step: str | int) -> Any:
    for part in _parts(here):
        if part is m.SchoolYear:
            return m.TermDates
        if dataclasses.is_dataclass(part) and isinstance(part, type):
            hints = get_type_hints(part, include_extras=True)
            return hints.get(str(step), hints.get(f"{step}_"))
        if get_origin(part) in (tuple, dict):
            args = get_args(part)
            return args[0] if get_origin(part) is tuple else args[1]
    return None


def _parts(hint: Any) -> list[Any]:
    if get_origin(hint) is Annotated:
        return _parts(get_args(hint)[0])
    if get_origin(hint) in (Union, UnionType):
        return [part for arg in get_args(hint) for part in _parts(arg)]
    return [hint]
