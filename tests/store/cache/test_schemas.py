"""Cached schemas of pydantic's: they validate as new ones do, and nothing else is believed."""

from __future__ import annotations

import pickle
from typing import TYPE_CHECKING

import pytest
from support.plans import EVERYTHING

from sipctl.plan.model.validation import validate
from sipctl.plan.model.validation.file_kinds import FILE_MODELS
from sipctl.store.cache import folder as cache
from sipctl.store.cache import schemas
from sipctl.store.files import plan_files
from sipctl.store.files.folder import Folder
from sipctl.store.files.source import Source
from sipctl.store.load import LoadedFile, load_file

if TYPE_CHECKING:
    from pathlib import Path

SOUND = plan_files.read(Folder(EVERYTHING / "plan", "plan")).sources
BROKEN = [
    Source("plan.yaml", b"title: A\nruns: soon\nlate: 1\n"),
    Source("people.yaml", b"leads: {JK: [], '': x}\n"),
    Source("calendar.yaml", b"years: {2024/25: {autumn: 1, provisional: maybe}, 24: x}\n"),
    Source("aims/1.yaml", b"id: x\ntitle: ''\nareas: [{id: 1a, kpis: [{target: {value: a}}]}]\n"),
    Source("records/2025/spring/2025-01-01-1a.1-JK.yaml", b"date: 2025-02-30\nstatus: fine\n"),
]


def loaded() -> list[LoadedFile]:
    return [load_file.__wrapped__(source) for source in (*SOUND, *BROKEN)]


def test_a_cached_schema_validates_as_a_new_one() -> None:
    for kind in FILE_MODELS:
        validate.use_schema(kind, validate.schema_of(kind))
    new = loaded()
    assert all(file.faults for file in new[len(SOUND) :])
    for kind in FILE_MODELS:
        validate.use_schema(kind, pickle.loads(pickle.dumps(validate.schema_of(kind))))
    assert loaded() == new


@pytest.fixture
def cached(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file in which the schema of records is cached."""
    monkeypatch.setenv("SIPCTL_CACHE", str(tmp_path))
    schemas.prepare.__wrapped__("record")
    return tmp_path / "schema-record"


def test_what_is_cached_is_of_this_sipctl_and_this_pydantic(
    cached: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    versions = schemas._versions()
    assert versions is not None
    assert cache.get(str(cached), cache.digest(cache.program(), versions).encode()) is not None
    before = cached.read_bytes()
    monkeypatch.setattr(schemas, "_versions", lambda: b"another")
    schemas.prepare.__wrapped__("record")
    assert cached.read_bytes() != before


@pytest.mark.parametrize("damaged", [pickle.dumps({"type": "no such"}), b"", b"no pickle"])
def test_what_is_no_schema_is_not_used(cached: Path, damaged: bytes) -> None:
    new = loaded()
    versions = schemas._versions()
    assert versions is not None
    cache.put(str(cached), damaged, cache.digest(cache.program(), versions).encode())
    schemas.prepare.__wrapped__("record")
    assert loaded() == new
