"""Hearing what is said, so that an answer can be kept."""

from __future__ import annotations

import sys
from typing import Any


class OutputCapture:
    """Stands before stdout and hears what is said there. `repeatable` until stderr is spoken to."""

    def __init__(self) -> None:
        self.stdout, self.stderr = sys.stdout, sys.stderr
        self.heard: list[str] = []
        self.repeatable = True
        sys.stdout = Tee(self.stdout, self.heard.append)
        sys.stderr = Tee(self.stderr, self._complained)

    @property
    def said(self) -> str:
        """All that was said on stdout."""
        return "".join(self.heard)

    def stop(self) -> None:
        """Give the streams back."""
        sys.stdout, sys.stderr = self.stdout, self.stderr

    def _complained(self, _text: str) -> None:
        self.repeatable = False


def listen() -> OutputCapture:
    """Hear what is said on stdout from now on."""
    return OutputCapture()


def do_not_cache() -> None:
    """Say that this answer hangs on more than the plan, the day and the screen (on git, say)."""
    if isinstance(sys.stderr, Tee):
        sys.stderr.hear("")


class Tee:
    """A stream that passes on whatever it is given, and says so."""

    def __init__(self, stream: Any, hear: Any) -> None:
        self.stream = stream
        self.hear = hear

    def write(self, text: str) -> int:
        """Pass the text on, and hear it."""
        written = int(self.stream.write(text))
        self.hear(text)
        return written

    def __getattr__(self, name: str) -> Any:
        return getattr(self.stream, name)
