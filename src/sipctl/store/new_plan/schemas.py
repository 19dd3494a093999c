"""What an editor needs to complete and explain a new plan's files: schemas, and where they are."""

from __future__ import annotations

from sipctl.plan.model.json_schema import FILES, schema_text

FOLDER = ".schema"


def schemas() -> dict[str, str]:
    """The JSON Schema of each kind of file, by its path within the plan's folder."""
    return {f"{FOLDER}/{kind}.json": schema_text(kind) for kind in FILES}


def modeline(path: str) -> str:
    """The line by which an editor finds the schema of a plan's file."""
    folder, _, name = path.rpartition("/")
    kind = "aim" if folder else name.removesuffix(".yaml")
    return f"# yaml-language-server: $schema={'../' * bool(folder)}{FOLDER}/{kind}.json"
