"""A note, or an entry of the plan, written in the user's own editor."""

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
    from contextlib import AbstractContextManager

_LINE = "# ---- the {0} stands above this line; what stands below is left out ----"


def edit_note(text: str, about: str) -> AbstractContextManager[str]:
    """Yields a note as it was saved in the editor, as `edit_text` does."""
    return edit_text(text, about, "note.txt")


@contextmanager
def edit_text(text: str, about: str, name: str) -> Iterator[str]:
    """Yields a text as it was saved in $VISUAL or $EDITOR, below it the line `about` for reference.

    `name` is that of its file. Raises Refusal where there is no editor, it fails, or the text is
    empty. A Refusal raised inside the `with` block keeps the text in its file, and its help says
    where.
    """
    command = os.environ.get("VISUAL") or os.environ.get("EDITOR")
    what = name.partition(".")[0]
    if not command:
        by_option = ", or write the note after --note" if what == "note" else ""
        raise Refusal("no editor is set", f"set EDITOR to the name of your editor{by_option}")
    folder = Path(tempfile.mkdtemp(prefix="sipctl-"))
    path = folder / name
    line = _LINE.format(what)
    path.write_bytes(f"{text}\n\n{line}\n# {about}\n".encode())
    try:
        _open_editor(command, path)
        written = _read_text(path, what, line)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    try:
        yield written
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


def _read_text(path: Path, what: str, line: str) -> str:
    """The text above the line, without the line breaks that editors add at the end."""
    try:
        text = path.read_bytes().decode()
    except FileNotFoundError:
        raise Refusal(
            f"the editor deleted the file of the {what}", "nothing was recorded"
        ) from None
    except (OSError, UnicodeDecodeError):
        raise Refusal(f"the {what} is not UTF-8 text", "nothing was recorded") from None
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    written = text.split(line, 1)[0].rstrip("\n")
    if not written.strip():
        raise Refusal(f"the {what} is empty", "nothing was recorded")
    return written
