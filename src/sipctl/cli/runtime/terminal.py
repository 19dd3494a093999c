"""How wide the terminal is that somebody sits at."""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import TextIO

LEAST, USUAL, MOST = 40, 80, 500
"""Columns: no layout fits in fewer, and nobody has more, whatever `COLUMNS` says."""


def columns(stream: TextIO) -> int:
    """Columns to draw in on the terminal that a stream goes to, `COLUMNS` first."""
    said = 0
    with suppress(ValueError):
        said = int(os.environ.get("COLUMNS", ""))
    if said <= 0:
        with suppress(OSError, ValueError, AttributeError):
            said = os.get_terminal_size(stream.fileno()).columns
    return min(max(said or USUAL, LEAST), MOST)
