"""How wide the terminal is that somebody sits at."""

from shutil import get_terminal_size

LEAST, MOST = 40, 500
"""Columns: no layout fits in fewer, and nobody has more, whatever `COLUMNS` says."""


def columns() -> int:
    """Columns to draw in; 80 where the terminal does not say."""
    return min(max(get_terminal_size((80, 24)).columns, LEAST), MOST)
