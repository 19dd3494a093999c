"""Plain data → models, through pydantic; whatever does not fit becomes faults in plain words.

This is the one module that imports pydantic. `read` never raises: what it is given comes from
files that anybody may have written.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from functools import cache
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from pydantic import TypeAdapter, ValidationError
from pydantic_core import PydanticCustomError
from pydantic_core import core_schema as c

from sipctl.plan import model as m
from sipctl.plan.faults import Fault, Route, propose
from sipctl.plan.words import KEY_PATTERN, Kind, TermName

FileKind = Literal["plan", "people", "calendar", "aim", "record"]
MODELS: dict[str, type] = {
    "plan": m.About,
    "people": m.People,
    "calendar": m.TermCalendar,
    "aim": m.Aim,
    "record": m.Record,
}


def read(kind: FileKind, data: Any, file: str) -> tuple[Any | None, list[Fault]]:
    """The model of one file's plain data (dicts, lists, text, None), or the faults in it.

    `file` is the path within the plan folder, for the faults. The model is None if there is any.
    """
    if data is None:
        return None, [Fault("empty-file", "error", "this file is empty", _FILLED[kind], file)]
    try:
        found = adapter(kind).validate_python(data)
    except ValidationError as error:
        faults = [
            _fault(MODELS[kind], problem, data, file) for problem in error.errors(include_url=False)
        ]
        return None, faults
    late = [fault for fault in _ALSO.get(kind, _nothing_more)(found, file)]
    return (None, late) if late else (found, [])


@cache
def adapter(kind: FileKind) -> TypeAdapter[Any]:
    """Pydantic's validator for one kind of file, built on first use."""
    return TypeAdapter(MODELS[kind])


_FILLED = {
    "plan": "give it at least a title and runs: {from, to}",
    "people": "write leads: and a line for each lead, such as JK: {}",
    "calendar": "write years: and the terms of each academic year",
    "aim": "give it at least an id and a title",
    "record": "a record needs at least an activity, a date, by and status",
}


# --- what belongs together in one file ------------------------------------------------------------


def _nothing_more(found: Any, file: str) -> list[Fault]:
    return []


def _either_trust_or_school(about: m.About, file: str) -> list[Fault]:
    if (about.trust is None) == (about.school is None):
        text = "this plan names both a trust and a school" if about.trust else "whose plan is this?"
        return [
            Fault("missing-key", "error", text, "write either trust: or school:, with a name", file)
        ]
    return []


def _one_subject(record: m.Record, file: str) -> list[Fault]:
    if (record.activity is None) == (record.kpi is None):
        text = "a record is about one thing: an activity or a KPI"
        return [Fault("record-subject", "error", text, "write either activity: or kpi:", file)]
    if record.activity is not None:
        if record.status is None or record.result or record.value or record.unit:
            text = "a record of an activity has a status (and no result, value or unit)"
            return [Fault("record-subject", "error", text, "write status:, such as on-track", file)]
    elif record.status is not None or not (record.result or record.value):
        text = "a record of a KPI has a result or a value (and no status)"
        return [Fault("record-subject", "error", text, "write result: met, or value: 14.2", file)]
    return []


_ALSO: dict[str, Any] = {"plan": _either_trust_or_school, "record": _one_subject}


# --- pydantic's complaints in plain words --------------------------------------------------------


def _fault(root: type, problem: Mapping[str, Any], data: Any, file: str) -> Fault:
    """One of pydantic's errors as a fault."""
    route: Route = tuple(problem["loc"])
    if route and route[-1] == "[key]":
        return _bad_key(problem, route[:-1], file)
    route = _trodden(route, data)
    kind = problem["type"]
    value = problem["input"]
    name = next((step for step in reversed(route) if isinstance(step, str)), "this file")
    if kind == "missing":
        missing = str(problem["loc"][-1])
        return Fault(
            "missing-key",
            "error",
            f'{_owner(route, data)} has no "{missing}"',
            f"add a line {missing}: …",
            file,
            route,
            key=bool(route),
        )
    if kind == "unexpected_keyword_argument":
        known = sorted(_fields_at(root, route[:-1]))
        return Fault(
            "unknown-key",
            "error",
            f'"{route[-1]}" is not something a plan can say here',
            _for_key(str(route[-1]), known, value),
            file,
            route,
            key=True,
        )
    if value is None:
        return Fault(
            "empty-value",
            "error",
            f'"{name}" has nothing after it',
            _filled(problem),
            file,
            route,
            key=True,
        )
    if kind == "literal_error":
        choices = [
            part.strip("' ") for part in problem["ctx"]["expected"].replace(" or ", ", ").split(",")
        ]
        return Fault(
            "unknown-word",
            "error",
            f'"{value}" is not a {name}',
            propose(str(value), choices),
            file,
            route,
        )
    if kind.startswith("sipctl:"):
        return Fault(kind[7:], "error", problem["msg"], problem["ctx"]["help"], file, route)
    return Fault(
        "wrong-shape",
        "error",
        f'"{name}" should be {_SHAPES.get(kind, "something else")}',
        _SHAPE_HELP.get(kind, "see the README for the shape of a plan file"),
        file,
        route,
    )


_SHAPES = {
    "dataclass_type": "a group of lines, each with a name and a colon",
    "dict_type": "a group of lines, each with a name and a colon",
    "tuple_type": "a list",
    "missing": "two dates",
    "too_long": "two dates, no more",
}
_SHAPE_HELP = {
    "tuple_type": "write a list: [a, b], or a line for each beginning with a hyphen",
    "dataclass_type": 'write "name: value" lines under it, indented by two spaces',
    "dict_type": 'write "name: value" lines under it, indented by two spaces',
}


def _bad_key(problem: Mapping[str, Any], route: Route, file: str) -> Fault:
    helped = problem.get("ctx", {}).get("help", "")
    return Fault("bad-name", "error", problem["msg"], helped, file, route, key=True)


def _for_key(word: str, known: list[str], value: Any) -> str:
    if value is None and not word.isidentifier():
        return 'text with a comma inside { } or [ ] needs quotes: "Restarted, again"'
    if value is None:
        return f"{propose(word, known)}; or, if it is the rest of a text with a comma, put quotes round the text"
    return propose(word, known, otherwise=f"known here: {', '.join(known)}")


def _filled(problem: Mapping[str, Any]) -> str:
    helped = problem.get("ctx", {}).get("help")
    return (
        str(helped)
        if helped
        else "write a value after the colon, or take the line out ([] for an empty list)"
    )


def _owner(route: Route, data: Any) -> str:
    """`activity 2a.3`, `this file`: who lacks something, as people call it."""
    names = {
        "areas": "area",
        "activities": "activity",
        "kpis": "KPI",
        "priorities": "priority",
        "outcomes": "outcome",
        "committees": "committee",
        "moved": "a move",
        "values": "a value",
        "links": "a link",
    }
    here = _at(data, route)
    steps = [step for step in route if isinstance(step, str)]
    name = names.get(steps[-1], f'"{steps[-1]}"') if steps else "this file"
    label = here.get("id") or here.get("name") if isinstance(here, dict) else None
    return f"{name} {label}" if label and steps else name


def _trodden(route: Route, data: Any) -> Route:
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


def _fields_at(root: type, route: Route) -> set[str]:
    """The keys that may stand at a route of a file of this model."""
    here: Any = root
    for step in route:
        here = _inner(here, step)
    here = next((part for part in _parts(here) if dataclasses.is_dataclass(part)), None)
    if here is None:
        return set()
    return {field.name.rstrip("_") for field in dataclasses.fields(here)}


def _inner(here: Any, step: str | int) -> Any:
    for part in _parts(here):
        if dataclasses.is_dataclass(part) and isinstance(step, str):
            hints = get_type_hints(part, include_extras=True)
            if part is m.SchoolYear:
                return m.TermDates
            return hints.get(step, hints.get(f"{step}_"))
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


# --- pydantic's way into the kinds of text -------------------------------------------------------


def core_schema_of(kind: Kind) -> c.CoreSchema:
    """The core schema of one kind of text."""

    def check(value: Any) -> Any:
        if isinstance(value, str):
            try:
                return kind.read(value)
            except ValueError:
                pass
        raise _complaint(kind, value)

    return c.no_info_plain_validator_function(check, metadata=_json_schema(kind))


def _complaint(kind: Kind, value: Any) -> PydanticCustomError:
    shown = f'"{_short(value)}"' if isinstance(value, str) else _called(value)
    slug = (
        f"sipctl:not-a-{kind.name.replace(' ', '-')}"
        if False
        else f"sipctl:{_SLUGS.get(kind.name, 'wrong-text')}"
    )
    return PydanticCustomError(
        slug, "{shown} is not {says}", {"shown": shown, "says": kind.says, "help": kind.help}
    )  # type: ignore[arg-type]


_SLUGS = {"date": "bad-date", "number": "bad-number", "text": "wrong-text"}


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 60 else f"{line[:59]}…"


def _called(value: Any) -> str:
    return (
        "a list"
        if isinstance(value, list)
        else "a group of lines"
        if isinstance(value, dict)
        else "nothing"
    )


def _json_schema(kind: Kind) -> dict[str, Any]:
    shape: dict[str, Any] = {"type": "string", "pattern": f"^({kind.pattern})$"}
    if kind.number_too:
        shape["type"] = (
            ["string", "boolean"] if kind.name == "true or false" else ["string", "number"]
        )
    if kind.name == "date":
        shape["format"] = "date"
    return {"pydantic_js_functions": [lambda _schema, _handler: shape]}


def core_schema_of_phrases() -> c.CoreSchema:
    """`when`: a phrase alone, or one for each label. The former is held under the label ""."""
    text = {"type": "string", "pattern": r"^([\s\S]*\S[\s\S]*)$"}
    shape = {
        "anyOf": [
            text,
            {"type": "object", "minProperties": 1, "additionalProperties": text},
            {"type": "null"},
        ]
    }
    js = {"pydantic_js_functions": [lambda _schema, _handler: shape]}
    return c.no_info_plain_validator_function(_phrases, metadata=js)


def _phrases(value: Any) -> dict[str, str]:
    if value is None:
        return {}
    phrases = {"": value} if isinstance(value, str) else value
    good = isinstance(phrases, dict) and bool(phrases)
    if not good or not all(isinstance(text, str) and text.strip() for text in phrases.values()):
        raise _timing_complaint()
    return dict(phrases)


def _timing_complaint() -> PydanticCustomError:
    says = "a time is one phrase, or a phrase for each milestone"
    helped = 'such as "Spring 2025", or lines such as Launch: January 2025'
    return PydanticCustomError("sipctl:wrong-shape", "{says}", {"says": says, "help": helped})


def core_schema_of_year(handler: Any, term_dates: type) -> c.CoreSchema:
    """`2024/25:` holds terms by name and, beside them, `provisional`."""
    inner = c.dict_schema(handler.generate_schema(TermName), handler.generate_schema(term_dates))

    def split(value: Any, validate: Any) -> m.SchoolYear:
        if not isinstance(value, dict):
            raise PydanticCustomError(
                "sipctl:wrong-shape",
                "an academic year is a group of terms",
                {"help": "write a line for each term: autumn: {starts: …, ends: …}"},
            )
        provisional = value.get("provisional", "false")
        if provisional not in ("true", "false"):
            raise PydanticCustomError(
                "sipctl:wrong-text",
                "provisional is true or false",
                {"help": "write provisional: true, or take it out"},
            )
        terms = validate({name: term for name, term in value.items() if name != "provisional"})
        return m.SchoolYear(terms=terms, provisional=provisional == "true")

    def shape(_schema: Any, json: Any) -> dict[str, Any]:
        made: dict[str, Any] = json(inner)
        made["properties"] = {
            "provisional": {"type": ["string", "boolean"], "pattern": "^(true|false)$"}
        }
        return made

    return c.no_info_wrap_validator_function(
        split, inner, metadata={"pydantic_js_functions": [shape]}
    )


def label_looks_like_key(label: str) -> bool:
    """Whether a milestone's label could be taken for a period key."""
    return KEY_PATTERN.fullmatch(label) is not None
