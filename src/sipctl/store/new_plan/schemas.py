"""The JSON Schemas by which an editor completes and explains a plan's files, and their paths."""

from __future__ import annotations

from sipctl.plan.model.json_schema import schema_text
from sipctl.plan.model.validation.file_kinds import FILE_MODELS
from sipctl.store.files.folder import kind_of

FOLDER = ".schema"


def schemas() -> dict[str, str]:
    """The JSON Schema of each kind of file, by its path within the plan's folder."""
    return {f"{FOLDER}/{kind}.json": schema_text(kind) for kind in FILE_MODELS}


def modeline(path: str) -> str:
    """The line by which an editor finds the schema of a plan's file."""
    folder = path.rpartition("/")[0]
    kind = kind_of(path)
    return f"# yaml-language-server: $schema={'../' * bool(folder)}{FOLDER}/{kind}.json"
