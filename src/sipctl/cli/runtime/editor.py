"""A note written in the user's own editor."""

from __future__ import annotations

import errno
import os
import shlex
import shutil
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sipctl.plan.faults import Refusal
from sipctl.store.programs import find_program

if TYPE_CHECKING:
    from collections.abc import Iterator

_LINE = "# ---- the note stands above this line; what stands below is left out ----"


@contextmanager
def edit_note(text: str, about: str) -> Iterator[str]:
    """Yields a text as it was saved in $VISUAL or $EDITOR, below it the line `about` for reference.

    Raises Refusal where there is no editor, it fails, or the note is empty. A Refusal raised inside
    the `with` block keeps the written note in its file, and its help says where.
    """
    command = os.environ.get("VISUAL") or os.environ.get("EDITOR")
    if not command:
        help_line = "set EDITOR to the name of your editor, or write the note after --note"
        raise Refusal("no editor is set", help_line)
    folder = Path(tempfile.mkdtemp(prefix="sipctl-"))
    path = folder / "note.txt"
    path.write_bytes(f"{text}\n\n{_LINE}\n# {about}\n".encode())
    try:
        _open_editor(command, path)
        note = _read_note(path)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    try:
        yield note
    except Refusal as refusal:
        kept = f"what you wrote is in {path}"
        help_line = f"{refusal.help}; {kept}" if refusal.help else kept
        raise Refusal(refusal.message, help_line, refusal.code) from None
    shutil.rmtree(folder, ignore_errors=True)


def _open_editor(command: str, path: Path) -> None:
    try:
        name, *options = shlex.split(command)
        program = find_program(name)
        if program is None:
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT))
        process = subprocess.run([program, *options, str(path)], check=False)  # noqa: S603
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        message = f'the editor "{command}" could not be opened: {reason.lower()}'
        raise Refusal(message, "nothing was recorded; look at VISUAL and EDITOR") from None
    if process.returncode != 0:
        raise Refusal("the editor was left with an error", "nothing was recorded")


def _read_note(path: Path) -> str:
    """The text above the line, without the line breaks that editors add at the end."""
    try:
        text = path.read_bytes().decode()
    except (OSError, UnicodeDecodeError):
        raise Refusal("the note is not UTF-8 text", "nothing was recorded") from None
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    note = text.split(_LINE, 1)[0].rstrip("\n")
    if not note.strip():
        raise Refusal("the note is empty", "nothing was recorded")
    return note
