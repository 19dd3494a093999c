"""What templates are read from. The store fills a shelf; nothing here touches a file."""

from __future__ import annotations

from typing import Protocol

TemplateText = tuple[str, str]
"""A template's text, and the file as people know it."""


class TemplateSource(Protocol):
    """Templates by name. `folder` is the pack's own: its `pack.html` is read as `pack.html`."""

    def read(self, name: str) -> TemplateText | None:
        """A template's text; None if there is none of that name. Never leaves the shelf."""

    @property
    def folder(self) -> str:
        """The pack's folder as people know it."""
