"""A file of a plan as it was read. Importing it loads no YAML parser."""

from __future__ import annotations

from typing import NamedTuple

BIGGEST = 16_000_000
"""Bytes. A plan of 10,000 activities is about 4 MB; anything larger than this is a mistake."""


class Source(NamedTuple):
    """A file as it was read: its path within the plan folder (`aims/2-people.yaml`), its bytes."""

    path: str
    data: bytes
