"""`sipctl schema`: the JSON Schema of each kind of plan file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Kind = Annotated[
    str | None,
    typer.Argument(
        metavar="[KIND]",
        help="plan, people, calendar, aim, record, round or framework; else all of them.",
    ),
]
Write = Annotated[
    str | None,
    typer.Option(
        "--write", metavar="DIR", help="Write a file for each kind there instead of printing."
    ),
]


def command(
    kind: Kind = None,
    write: Write = None,
) -> None:
    """The JSON Schema of each plan file, for editors."""
    from sipctl.cli.options import check_choice
    from sipctl.plan.model.json_schema import json_schema
    from sipctl.plan.model.validation.file_kinds import FILE_MODELS
    from sipctl.store.files.output_files import make_folder, write_outputs
    from sipctl.views.json import dump
    from sipctl.views.text.english import safe_path

    every = tuple(FILE_MODELS)
    kinds = every if kind is None else (check_choice("KIND", kind, every),)
    schemas = {name: json_schema(name) for name in kinds}
    if write is None:
        typer.echo(dump(schemas[kind] if kind is not None else schemas), nl=False)
        return
    folder = Path(write)
    files = {folder / f"{name}.json": dump(schema).encode() for name, schema in schemas.items()}
    make_folder(folder)
    write_outputs(files, lambda _: True, force=True, what="a schema")
    for path in files:
        typer.echo(f"wrote {safe_path(path)}")
