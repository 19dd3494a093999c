"""What `init --from` was asked for, and the same as a command that somebody can type."""

from __future__ import annotations

import re
from dataclasses import dataclass
from shlex import quote
from typing import TYPE_CHECKING

from sipctl.views.text.english import safe_text

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from sipctl.cli.init.questions import InitOptions

_PLAIN = re.compile(r"[\w./:@%+-]+")
"""A word of a command that needs no quotes in any shell."""


@dataclass(frozen=True)
class Order:
    """What `init --from` was asked for: the file or folder, where the plan goes, the options."""

    file: Path
    target: Path
    options: InitOptions
    maps: list[str]
    today: date

    def command(self, maps: list[str]) -> str:
        """The same order as a command, with these options `--map`."""
        holder = self.target.parent
        words = ["sipctl", "init", *([_quoted(holder.as_posix())] if holder.parts else [])]
        pairs = [("--from", str(self.file)), *self.options.typed(), *(("--map", m) for m in maps)]
        return " ".join([*words, *(f"{option} {_quoted(text)}" for option, text in pairs)])


def _quoted(text: str) -> str:
    """A word of a command as it is typed: in quotes where it needs them."""
    return safe_text(text) if _PLAIN.fullmatch(text) else quote_option(text)


def quote_option(text: str) -> str:
    """An option's value as it is typed: in quotes, which a shell takes off."""
    return f'"{safe_text(text)}"' if not set('"$`\\!') & set(text) else quote(safe_text(text))
