"""The JSON Schema for editors and the models of sipctl accept the same files."""

from __future__ import annotations

import copy
import dataclasses
import json
import re
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from conftest import ROOT, SHIPPED
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft7Validator, Draft202012Validator, FormatChecker
from support.each_row import each_row

from sipctl.plan.model import entries as model
from sipctl.plan.model.json_schema import json_schema
from sipctl.plan.model.validation import validate
from sipctl.plan.model.validation.file_kinds import FILE_MODELS
from sipctl.store.files.folder import kind_of
from sipctl.store.yaml import read

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from conftest import Result

FULL = ROOT / "tests" / "plans" / "everything" / "plan"
SPOILT = [
    *(None, "", " ", "x", "12", "-1.5", "1e3", "true", "yes", "0", "2a", "2a.1", "2a.k1", "2a.p1"),
    *("2026-02-30", "2026-02-28", "25:00", "14:05:09", "2024/25", "14 days", "on-track", "met"),
    *("a\nb", "ß", "JK", "../x.yaml", "x.yaml", [], ["x"], [None], {}, {"x": "y"}, {"": "y"}),
    *({"x": None}, [["x"]], [{"id": "2a.1"}], {"id": "2a.1"}),
]
RECORDS = [
    {"activity": "1b.2", "date": "2025-03-04", "by": "JK", "status": "on-track"},
    {"kpi": "2a.k1", "date": "2025-03-04", "by": "JK", "value": "14.2", "unit": "days"},
    {"kpi": "t.k1", "date": "2025-03-04", "by": "JK", "result": "met", "status": None},
    {"aim": "2", "date": "2025-03-04", "by": "JK", "summary": "Ahead.", "decision_wanted": "x"},
    {"area": "2a", "date": "2025-03-04", "by": "JK", "help_wanted": "A day of HR's time"},
    {
        "activity": "1b.2",
        "date": "2025-03-04",
        "by": "JK",
        "status": "at-risk",
        "help_wanted": "x",
        "new_date_wanted": "Summer 2025",
        "return": "spring-2025",
        "row": "JK/1b.2/spring-2025/4f1c9a",
    },
]
ROUND = {"term": "spring-2025", "asked": "2025-03-14", "by": "2025-03-28", "leads": ["JK"]}


def as_javascript(pattern: str) -> str:
    """`$` is the very end of the text to an editor; to Python it is also before a last newline."""
    return pattern[:-1] + r"\Z" if pattern.endswith("$") else pattern


def in_python(shape: Any) -> Any:
    """A schema whose patterns mean in Python what they mean in an editor."""
    if isinstance(shape, list):
        return [in_python(number) for number in shape]
    if not isinstance(shape, dict):
        return shape
    items = {key: in_python(value) for key, value in shape.items()}
    if isinstance(items.get("pattern"), str):
        items["pattern"] = as_javascript(items["pattern"])
    if isinstance(items.get("patternProperties"), dict):
        items["patternProperties"] = {
            as_javascript(pattern): value for pattern, value in items["patternProperties"].items()
        }
    return items


ENTRIES = [
    entry
    for entry in vars(model).values()
    if dataclasses.is_dataclass(entry) and entry not in (model.Plan, model.Thing)
]
KEYS = {
    field.name.rstrip("_")
    for entry in ENTRIES
    for field in dataclasses.fields(entry)
    if "description" in field.metadata
}
VALIDATORS = {
    kind: Draft7Validator(in_python(json_schema(kind)), format_checker=FormatChecker())
    for kind in FILE_MODELS
}


def files(plan: Path) -> Iterator[tuple[str, Any]]:
    """Every file of a plan: its kind, and its data with every scalar as text."""
    for path in sorted(plan.rglob("*.yaml")):
        inner = path.relative_to(plan).as_posix()
        kind = kind_of(inner)
        if kind:
            content = read.read(read.Source(inner, path.read_bytes()))
            assert not content.faults
            yield kind, content.data


SAMPLES = [*files(FULL), *(("record", record) for record in RECORDS), ("round", ROUND)]


def agree(kind: str, data: Any) -> bool:
    """Whether both accept it; fails where they differ."""
    model, faults = validate.read(kind, data, "some.yaml")  # type: ignore[arg-type]
    complaint = next(VALIDATORS[kind].iter_errors(data), None)
    assert (model is None) == (complaint is not None), (data, faults, complaint)
    return model is not None


def routes(data: Any, route: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    yield route
    pairs = data.items() if isinstance(data, dict) else enumerate(data)
    for step, value in pairs:
        if isinstance(value, (dict, list)):
            yield from routes(value, (*route, step))
        else:
            yield (*route, step)


def value_at(data: Any, route: tuple[Any, ...]) -> Any:
    for step in route:
        data = data[step]
    return data


# --- both accept the same ------------------------------------------------------------------------


@each_row("kind", FILE_MODELS)
def test_a_schema_is_sound_in_both_drafts(kind: str) -> None:
    Draft7Validator.check_schema(json_schema(kind))
    Draft202012Validator.check_schema(json_schema(kind))


WORDS = {
    *("$schema", "$id", "$ref", "title", "description", "definitions", "type", "enum", "format"),
    *("pattern", "items", "minItems", "maxItems", "minProperties", "properties", "required"),
    *("patternProperties", "additionalProperties", "propertyNames", "anyOf", "oneOf", "not"),
}


def shapes(shape: Any) -> Iterator[dict[str, Any]]:
    """A schema and every schema in it."""
    if not isinstance(shape, dict):
        return
    yield shape
    for word in ("items", "additionalProperties", "propertyNames", "not"):
        yield from shapes(shape.get(word))
    for word in ("definitions", "properties", "patternProperties"):
        for inner in shape.get(word, {}).values():
            yield from shapes(inner)
    for word in ("anyOf", "oneOf"):
        for inner in shape.get(word, []):
            yield from shapes(inner)


@each_row("kind", FILE_MODELS)
def test_a_schema_says_what_the_strict_mode_of_ajv_takes(kind: str) -> None:
    for shape in shapes(json_schema(kind)):
        assert shape.keys() <= WORDS
        assert isinstance(shape.get("type", ""), str), "of several types it says anyOf"


@each_row(("kind", "data"), SAMPLES)
def test_a_sound_file_is_accepted_by_both(kind: str, data: Any) -> None:
    assert agree(kind, data)
    assert Draft202012Validator(in_python(json_schema(kind))).is_valid(data)


@pytest.mark.parametrize("kind", FILE_MODELS)
def test_every_spoilt_value_is_judged_alike(kind: str, thorough: bool) -> None:
    apart = 2 if thorough else 7
    places = [place for its, data in SAMPLES if its == kind for place in few(data)]
    verdicts = [
        agree(kind, spoil(alone, route, value))
        for number, (alone, route) in enumerate(places)
        for value in SPOILT[number % apart :: apart]
    ]
    assert not all(verdicts)
    assert any(verdicts)


def few(data: Any) -> list[tuple[Any, tuple[Any, ...]]]:
    """One route of each shape, in the data without the rest of the lists on that route: a second
    activity or term is spoilt just as the first is.
    """
    shapes = {
        tuple(step if step in KEYS else "#" for step in route): route for route in routes(data)
    }
    return [cut(data, route) for route in shapes.values()]


def cut(data: Any, route: tuple[Any, ...]) -> tuple[Any, tuple[Any, ...]]:
    """The data with one entry in each list on the route, and the route in that."""
    if not route:
        return data, ()
    step, *rest = route
    inner, inner_route = cut(data[step], tuple(rest))
    if isinstance(data, list):
        return [inner], (0, *inner_route)
    return {**data, step: inner}, (step, *inner_route)


@pytest.mark.parametrize("kind", FILE_MODELS)
@pytest.mark.slow
def test_keys_taken_away_and_keys_unheard_of_are_judged_alike(kind: str) -> None:
    for its, data in SAMPLES:
        if its != kind:
            continue
        for alone, route in few(data):
            if isinstance(value_at(alone, route), dict):
                agree(kind, spoil(alone, (*route, "unheard_of"), "x"))
                agree(kind, spoil(alone, (*route, "provisional"), "x"))
            if route and isinstance(route[-1], str):
                gone = copy.deepcopy(alone)
                del value_at(gone, route[:-1])[route[-1]]
                agree(kind, gone)
                agree(kind, spoil(gone, (*route[:-1], f"{route[-1]}s"), "x"))


def spoil(data: Any, route: tuple[Any, ...], value: Any) -> Any:
    """The same data with another value at a route; the rest is shared, not copied."""
    if not route:
        return value
    copied = copy.copy(data)
    step = route[0]
    copied[step] = spoil(data[step], route[1:], value) if route[1:] else value
    return copied


TEXT = st.one_of(
    st.sampled_from([value for value in SPOILT if isinstance(value, str)]),
    st.from_regex(r"[0-9a-zA-Z./ &'-]{0,12}", fullmatch=True),
    st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=8),
    st.dates().map(str),
)
VALUE = st.recursive(
    st.none() | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=4,
)


@given(st.data())
def test_whatever_is_written_where_is_judged_alike(data: st.DataObject) -> None:
    kind, content = data.draw(st.sampled_from(SAMPLES))
    for _ in range(data.draw(st.integers(1, 3))):
        route = data.draw(st.sampled_from(list(routes(content))[1:] or [()]))
        content = spoil(content, route, data.draw(VALUE)) if route else content
        if not isinstance(content, (dict, list)) or not content:
            break
    agree(kind, content)


@given(
    st.fixed_dictionaries(
        {},
        optional={
            "activity": st.sampled_from(["1b.2", "x", None]),
            "kpi": st.sampled_from(["2a.k1", "x", None]),
            "date": st.just("2025-03-04"),
            "by": st.just("JK"),
            "status": st.sampled_from(["on-track", "met", None]),
            "result": st.sampled_from(["met", "on-track", None]),
            "value": st.sampled_from(["14.2", "many", None]),
            "unit": st.sampled_from(["days", None]),
        },
    )
)
def test_what_belongs_together_in_a_record_is_judged_alike(record: dict[str, Any]) -> None:
    agree("record", record)


# --- what an editor gives to the schema ----------------------------------------------------------


def unquoted(value: Any) -> Any:
    """A file as YAML 1.2 reads it in an editor: numbers, true and false; dates stay text."""
    if isinstance(value, dict):
        return {str(key): unquoted(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [unquoted(inner) for inner in value]
    return value.isoformat() if isinstance(value, date) else value


@each_row("plan", [SHIPPED, FULL])
def test_an_editor_marks_nothing_in_a_sound_plan(plan: Path) -> None:
    from ruamel.yaml import YAML

    for path in sorted(plan.rglob("*.yaml")):
        kind = kind_of(path.relative_to(plan).as_posix())
        data = unquoted(YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8")))
        errors = [error.message for error in VALIDATORS[str(kind)].iter_errors(data)]
        assert not errors, path


def test_the_shipped_files_name_their_schema_on_their_first_line() -> None:
    for path in sorted(SHIPPED.rglob("*.yaml")):
        kind = kind_of(path.relative_to(SHIPPED).as_posix())
        if kind == "record":
            continue
        match = re.match(r"# yaml-language-server: \$schema=(\S+)\n", path.read_text("utf-8"))
        assert match, path
        assert (path.parent / match[1]).resolve() == SHIPPED / ".schema" / f"{kind}.json"


def test_every_key_says_on_hover_what_it_is() -> None:
    silent = {
        f"{entry.__name__}.{field.name}"
        for entry in ENTRIES
        for field in dataclasses.fields(entry)
        if not field.metadata.get("description")
    }
    assert silent == {"SchoolYear.terms"}  # which is no key: terms stand by their own names


# --- the command ---------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", FILE_MODELS)
def test_the_shipped_schemas_are_what_the_command_prints(
    kind: str, sipctl: Callable[..., Result]
) -> None:
    printed = sipctl("schema", kind)
    assert printed.code == 0
    assert (SHIPPED / ".schema" / f"{kind}.json").read_text("utf-8") == printed.out


def test_all_schemas_at_once(sipctl: Callable[..., Result], tmp_path: Path) -> None:
    both = json.loads(sipctl("schema").out)
    assert list(both) == list(FILE_MODELS)
    assert sipctl("schema", "--write", str(tmp_path / "here")).code == 0
    for kind, shape in both.items():
        assert json.loads((tmp_path / "here" / f"{kind}.json").read_text("utf-8")) == shape


def test_a_kind_that_there_is_not(sipctl: Callable[..., Result]) -> None:
    answer = sipctl("schema", "recrd")
    assert answer.code == 2
    assert 'did you mean "record"?' in answer.err


@each_row("kind", FILE_MODELS)
def test_a_schema_says_its_draft_and_what_it_is(kind: str) -> None:
    schema = json_schema(kind)
    assert list(schema)[:3] == ["$schema", "$id", "title"]
    assert schema["$id"] == f"urn:sipctl:schema:{kind}"
    assert schema["title"].startswith("sipctl: ")
