"""The models as JSON Schema, for editors: they complete keys, mark mistakes and explain on hover.

The files name draft-07, which YAML language servers support best; all keywords mean the same in
2020-12, and none is refused by ajv's strict mode: what may be of several types is `anyOf`.
Hover shows the models' docstrings and, for each key, the description of its field.
"""

from __future__ import annotations

import dataclasses
import json
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from sipctl.plan.model import entries as m
from sipctl.plan.model import scalars as w
from sipctl.plan.model.kpi import TargetShape
from sipctl.plan.model.scalars import ScalarType
from sipctl.plan.model.validation.file_kinds import FILE_MODELS
from sipctl.plan.model.validation.record_keys import SUBJECTS

Json = dict[str, Any]

_TITLES = {
    "plan": "plan.yaml",
    "people": "people.yaml",
    "calendar": "calendar.yaml",
    "aim": "an aim of the plan",
    "record": "a record of what happened",
    "round": "a round of asking leads",
    "framework": "what the plan has to cover",
}


def json_schema(kind: str) -> Json:
    """The schema of one kind of file, one of `FILE_MODELS`."""
    builder = _SchemaBuilder()
    head = {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "$id": f"urn:sipctl:schema:{kind}",
        "title": f"sipctl: {_TITLES[kind]}",
    }
    schema = head | builder.mapping(FILE_MODELS[kind])
    schema |= _CONSTRAINTS.get(kind, {})
    return schema | ({"definitions": builder.definitions} if builder.definitions else {})


@cache
def schema_text(kind: str) -> str:
    """The schema of one kind of file, as the JSON text of a file."""
    return f"{json.dumps(json_schema(kind), ensure_ascii=False, indent=2)}\n"


class _SchemaBuilder:
    """Builds schemas of types; mappings inside others are collected as definitions."""

    def __init__(self) -> None:
        self.definitions: dict[str, Json] = {}

    def mapping(self, cls: type) -> Json:
        """A mapping with a fixed set of keys."""
        fields = dataclasses.fields(cls)
        hints = _hints(cls)
        properties = {
            field.name.rstrip("_"): self.of(hints[field.name]) | _hover(field) for field in fields
        }
        needed = [field.name.rstrip("_") for field in fields if _needed(field)]
        return {
            "type": "object",
            "description": (cls.__doc__ or "").strip(),
            "properties": properties,
            "additionalProperties": False,
            **({"required": needed} if needed else {}),
        }

    def of(self, hint: Any) -> Json:
        """The schema of one type."""
        origin, args = get_origin(hint), get_args(hint)
        if origin is Annotated:
            return self._annotated(args[0], args[1])
        if origin in (Union, UnionType):
            return _or_nothing(self.of(next(arg for arg in args if arg is not NoneType)))
        if origin is Literal:
            return {"type": "string", "enum": list(args)}
        if origin is tuple:
            return self._list(args)
        if origin is dict:
            return self._named(*args)
        self.definitions.setdefault(hint.__name__, {})
        self.definitions[hint.__name__] = self.mapping(hint)
        return {"$ref": f"#/definitions/{hint.__name__}"}

    def _annotated(self, hint: Any, mark: Any) -> Json:
        if isinstance(mark, ScalarType):
            return _text(mark)
        if isinstance(mark, TargetShape):
            return {"anyOf": [_text(_kind(w.Text)), self.of(m.TargetFigures)]}
        return self._year() if hint is m.SchoolYear else _phrases()

    def _list(self, args: tuple[Any, ...]) -> Json:
        """`tuple[X, ...]` is a list of any length, `tuple[X, X]` one of two."""
        schema: Json = {"type": "array", "items": self.of(args[0])}
        length = len(args)
        return schema if args[-1] is ... else schema | {"minItems": length, "maxItems": length}

    def _named(self, key: Any, value: Any) -> Json:
        """A mapping whose keys are names of some kind."""
        if key is str:
            return {"type": "object", "additionalProperties": self.of(value)}
        return {
            "type": "object",
            "patternProperties": {_pattern(_kind(key)): self.of(value)},
            "additionalProperties": False,
        }

    def _year(self) -> Json:
        """An academic year: terms by name and, beside them, `provisional`."""
        schema = self._named(w.TermName, m.TermDates)
        # A key that stands under `properties` must satisfy a pattern that fits it as well.
        ((pattern, term),) = schema["patternProperties"].items()
        other_names = pattern.replace("^", "^(?!provisional$)", 1)
        flag = self.of(w.Flag) | _hover(m.SchoolYear.__dataclass_fields__["provisional"])
        return schema | {
            "description": (m.SchoolYear.__doc__ or "").strip(),
            "properties": {"provisional": flag},
            "patternProperties": {other_names: term},
        }


def _hints(cls: type) -> dict[str, Any]:
    return get_type_hints(cls, include_extras=True)


def _needed(field: dataclasses.Field[Any]) -> bool:
    missing = dataclasses.MISSING
    return field.default is missing and field.default_factory is missing


def _hover(field: dataclasses.Field[Any]) -> Json:
    """What an editor shows for a key."""
    return {"description": field.metadata["description"]}


def _kind(hint: Any) -> ScalarType:
    kind: ScalarType = get_args(hint)[1]
    return kind


def _pattern(kind: ScalarType) -> str:
    return f"^({kind.pattern})$"


def _text(kind: ScalarType) -> Json:
    """One kind of text. Unquoted, other YAML readers may see a number or true and false in it."""
    text = {"type": "string", "pattern": _pattern(kind)}
    if kind.name == "date":
        text["format"] = "date"
    described = {"description": f"{kind.expected[:1].upper()}{kind.expected[1:]}: {kind.help}."}
    if not kind.number_too:
        return text | described
    other = "boolean" if kind.name == "true or false" else "number"
    return {"anyOf": [text, {"type": other}]} | described


def _phrases() -> Json:
    """A time: one phrase, or one for each milestone."""
    text = {"type": "string", "pattern": _pattern(_kind(w.Text))}
    several = {
        "type": "object",
        "minProperties": 1,
        "propertyNames": text,
        "additionalProperties": text,
    }
    return {"anyOf": [text, several, _NULL]}


def _or_nothing(schema: Json) -> Json:
    """The schema with an empty value allowed as well."""
    ways = schema.get("anyOf") or [
        {word: value for word, value in schema.items() if word != "description"}
    ]
    described = {word: schema[word] for word in ("description",) if word in schema}
    return {"anyOf": [*ways, _NULL]} | described


_NULL = {"type": "null"}

# --- what belongs together in one file ------------------------------------------------------------

_SOME = {"not": _NULL}


def _either(needed: list[str], absent: list[str], **more: Any) -> Json:
    properties = dict.fromkeys(needed, _SOME) | dict.fromkeys(absent, _NULL)
    return {"required": needed, "properties": properties, **more}


_CONSTRAINTS: dict[str, Json] = {
    "plan": {"oneOf": [_either(["trust"], ["school"]), _either(["school"], ["trust"])]},
    "record": {
        "oneOf": [
            _either(
                [subject],
                [*(other for other in SUBJECTS if other != subject), *keys.never],
                anyOf=[_either([key], []) for key in keys.any_of],
            )
            for subject, keys in SUBJECTS.items()
        ],
        "anyOf": [_either(["return", "row"], []), _either([], ["return", "row"])],
    },
}
