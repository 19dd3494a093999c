"""Where a pack goes: its usual format, its file's name, a file, a folder or a pipe."""

from __future__ import annotations

import sys
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from sipctl.cli.formats import FORMATS, choose_format, endings_of

if TYPE_CHECKING:
    from sipctl.plan.calendar.terms import Term

SHEETS = "lead-sheet"
"""The pack of which a folder gets one for each lead."""

STDOUT = Path("-")
"""What `-o` names for the terminal or pipe, rather than a file."""

INSTALL = 'pip install "sipctl[packs]"'


def folder_of(output: Path | None, template: str, asked: str | None) -> Path | None:
    """The folder for the sheets of leads that `-o` names; None where it names a file.

    A name without an ending is a folder, unless a format was asked for and no folder is there.
    """
    if output in (None, STDOUT) or Path(template).name != SHEETS:
        return None
    return output if output.is_dir() or not (output.suffix or asked) else None


def pack_format(asked: str | None, output: Path | None, *, to_folder: bool) -> str:
    """The format of a pack: as asked for, as the file ends, else the usual one of the place."""
    file = None if to_folder or output == STDOUT else output
    to_file = to_folder or (output != STDOUT and sys.stdout.isatty())
    chosen = choose_format("report", asked, file, usual=_usual(to_file=to_file))
    if asked is None and file is None and to_file and chosen != "pdf":
        typer.echo(f"As HTML: PDF needs Typst, which is not installed ({INSTALL}).", err=True)
    return chosen


def _usual(*, to_file: bool) -> str:
    """PDF for a file, where it can be made; else HTML, which a pipe gets as well."""
    return "pdf" if to_file and find_spec("typst") else FORMATS["report"][0]


def file_name(body: str | None, template: str, term: Term, form: str, lead: str = "") -> str:
    """The name of a pack's file: `slt-lgb-pack-spring-2025.pdf`, of one lead with initials."""
    from sipctl.views.text.file_names import file_stems

    words = [(body or "").lower(), Path(template).name, lead, term.key]
    stem = "-".join("-".join(word.split()) for word in words if word)
    return f"{file_stems([stem])[stem]}{endings_of(form)[0]}"


def deliver(data: bytes, form: str, output: Path | None, name: str, *, force: bool) -> None:
    """Write a pack to `output`; else Markdown, and a piped pack, to stdout; else to `name` here."""
    from sipctl.packs.render.render import is_pack
    from sipctl.store.files import output_files
    from sipctl.views.text.english import safe_path

    piped = form == "markdown" or not sys.stdout.isatty()
    if output == STDOUT or (output is None and piped):
        sys.stdout.flush()
        _write_stdout(data)
        return
    path = output or Path(name)
    output_files.write_output(path, data, is_pack, force=force)
    typer.echo(f"Wrote {safe_path(path)}")


def write_sheets(files: dict[Path, bytes], folder: Path, *, force: bool) -> None:
    """Write one pack for each lead into a folder: all of them or none."""
    from sipctl.packs.render.render import is_pack
    from sipctl.store.files import output_files
    from sipctl.views.text.english import plural, safe_path

    output_files.make_folder(folder)
    output_files.write_outputs(files, is_pack, force=force, what="a pack")
    typer.echo(f"Wrote {plural(len(files), 'sheet')} to {safe_path(folder)}.")


def refuse_other_files(output: Path) -> None:
    """Raises Refusal where a file in the way is no pack."""
    from sipctl.packs.render.render import is_pack
    from sipctl.store.files import output_files

    output_files.refuse_other_files(output, is_pack)


def _write_stdout(data: bytes) -> None:
    """Write bytes to stdout, as text where it has no buffer beneath (a test's stream)."""
    stream = getattr(sys.stdout, "buffer", None)
    if stream is None:
        sys.stdout.write(data.decode("utf-8", "replace"))
    else:
        stream.write(data)
        stream.flush()
