"""The JSON that `export` writes is what docs/schemas says of it."""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest
from conftest import ROOT
from jsonschema import Draft7Validator, FormatChecker
from support.each_row import each_row
from support.plans import EVERYTHING, SCHOOL

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

DAYS = ("2024-12-20", "2025-04-05", "2026-09-01")


def schema(name: str) -> Any:
    return json.loads((ROOT / "docs" / "schemas" / f"{name}.json").read_text(encoding="utf-8"))


@cache
def validator(name: str) -> Draft7Validator:
    """One that minds keys that the schema does not know."""
    closed = json.loads(json.dumps(schema(name)).replace('s": true', 's": false'))
    Draft7Validator.check_schema(closed)
    return Draft7Validator(closed, format_checker=FormatChecker())


def errors(name: str, value: Any) -> list[str]:
    return [error.message for error in validator(name).iter_errors(value)]


@pytest.fixture(params=["school", pytest.param("everything", marks=pytest.mark.slow)])
def folder(request: pytest.FixtureRequest, write: Callable[[dict[str, str]], Path]) -> Path:
    return write(SCHOOL) if request.param == "school" else EVERYTHING


@each_row("day", DAYS)
def test_the_documents_are_as_described(sipctl: Callable[..., Any], folder: Path, day: str) -> None:
    document = json.loads(sipctl("export", "-f", "json", "--as-of", day, cwd=folder).out)
    assert document["occurrences"]
    assert errors("export", document) == []
    lines = sipctl("export", "-f", "ndjson", "--as-of", day, cwd=folder).out.splitlines()
    assert len(lines) == len(document["occurrences"])
    assert [errors("export-line", json.loads(line)) for line in lines] == [[]] * len(lines)


def test_a_line_is_the_head_and_an_occurrence() -> None:
    document, line = schema("export"), schema("export-line")
    head = {key: value for key, value in document["properties"].items() if key != "occurrences"}
    occurrence = document["definitions"]["occurrence"]["properties"]
    assert line["properties"] == head | occurrence
    assert line["required"] == [*head, *occurrence]
