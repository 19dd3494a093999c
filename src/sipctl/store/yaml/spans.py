"""Spans of a YAML file's text, and the positions of its values and keys."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from sipctl.plan.faults import Route


class Span(NamedTuple):
    """First and last character of something as offsets into the text, the last exclusive."""

    start: int
    end: int


@dataclass
class Positions:
    """Where each route's value stands, and the key in front of it (if it has one)."""

    values: dict[Route, Span] = field(default_factory=dict)
    keys: dict[Route, Span] = field(default_factory=dict)
    styles: dict[Route, str] = field(default_factory=dict)
    """How a value is written: "" plain or block, "'", '"', "|", ">", and "{", "[" for flow."""
