"""A note written in the editor of whoever writes it."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sipctl.plan.faults import Refusal

if TYPE_CHECKING:
    from collections.abc import Iterator

_LINE = "# ---- the note stands above this line; what stands below is left out ----"


@contextmanager
def edited(text: str, about: str) -> Iterator[str]:
    """The text as it was left in $VISUAL or $EDITOR; raises Refusal if nothing was written.

    Should it be refused further on, what was written is kept, and the refusal says where.
    """
    command = os.environ.get("VISUAL") or os.environ.get("EDITOR")
    if not command:
        helped = "set EDITOR to the name of your editor, or write the note after --note"
        raise Refusal("no editor is set", helped)
    folder = Path(tempfile.mkdtemp(prefix="sipctl-"))
    path = folder / "note.txt"
    path.write_bytes(f"{text}\n\n{_LINE}\n# {about}\n".encode())
    try:
        _open(command, path)
        note = _read(path)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    try:
        yield note
    except Refusal as refusal:
        kept = f"what you wrote is in {path}"
        helped = f"{refusal.help}; {kept}" if refusal.help else kept
        raise Refusal(refusal.message, helped, refusal.code) from None
    shutil.rmtree(folder, ignore_errors=True)


def _open(command: str, path: Path) -> None:
    try:
        done = subprocess.run([*shlex.split(command), str(path)], check=False)  # noqa: S603
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        told = f'the editor "{command}" could not be opened: {reason.lower()}'
        raise Refusal(told, "nothing was recorded; look at VISUAL and EDITOR") from None
    if done.returncode != 0:
        raise Refusal("the editor was left with an error", "nothing was recorded")


def _read(path: Path) -> str:
    """What stands above the line, without the line breaks that editors add at the end."""
    try:
        text = path.read_bytes().decode()
    except (OSError, UnicodeDecodeError):
        raise Refusal("the note is not UTF-8 text", "nothing was recorded") from None
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    note = text.split(_LINE, 1)[0].rstrip("\n")
    if not note.strip():
        raise Refusal("the note is empty", "nothing was recorded")
    return note
