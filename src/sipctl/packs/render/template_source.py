"""The source that templates are read from; `store/files/templates` implements it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

from sipctl.plan.frozen import frozen

TemplateText = tuple[str, str]
"""A template's text, and its file's name for messages."""


@frozen()
class Letterhead:
    """The bytes of a trust's own `letterhead.docx`, and the file's name for messages."""

    data: bytes
    name: str


class TemplateSource(Protocol):
    """Templates by name. Those in the pack's own folder are named without it: `pack.html`."""

    def read(self, name: str) -> TemplateText | None:
        """A template's text; None if there is none of that name, or the name leads outside."""

    @property
    def folder(self) -> str:
        """The pack's folder, for messages."""


@dataclass
class ReadOnce:
    """A source whose templates are read once, and are there when no file can be opened."""

    source: TemplateSource
    texts: dict[str, TemplateText | None] = field(default_factory=dict)

    def read(self, name: str) -> TemplateText | None:
        """A template's text; None if there is none of that name."""
        if name not in self.texts:
            self.texts[name] = self.source.read(name)
        return self.texts[name]

    @property
    def folder(self) -> str:
        """The pack's folder, for messages."""
        return self.source.folder
