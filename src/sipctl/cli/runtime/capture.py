"""A copy of what is written to stdout, so that an answer can be cached."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable


class OutputCapture:
    """Tees stdout into memory until `stop`.

    `cacheable` turns False as soon as anything is written to stderr: an error or a question is not
    part of an answer that may be given again.
    """

    def __init__(self) -> None:
        self.stdout, self.stderr = sys.stdout, sys.stderr
        self.pieces: list[str] = []
        self.cacheable = True
        sys.stdout = Tee(self.stdout, self.pieces.append)
        sys.stderr = Tee(self.stderr, self._on_stderr)

    @property
    def text(self) -> str:
        """Everything written to stdout so far."""
        return "".join(self.pieces)

    def stop(self) -> None:
        """Put the original streams back."""
        sys.stdout, sys.stderr = self.stdout, self.stderr

    def _on_stderr(self, _text: str) -> None:
        self.cacheable = False


class Tee:
    """A stream that passes each text on to another stream, and then to a function."""

    def __init__(self, stream: Any, on_write: Callable[[str], object]) -> None:
        self.stream = stream
        self.on_write = on_write

    def write(self, text: str) -> int:
        """Write to the wrapped stream; the number of characters written."""
        written = int(self.stream.write(text))
        self.on_write(text)
        return written

    def __getattr__(self, name: str) -> Any:
        return getattr(self.stream, name)


def do_not_cache() -> None:
    """Keep this answer out of the cache: it depends on more than the plan, the day and the screen.

    For example on git, or on whether a file could be written.
    """
    if isinstance(sys.stderr, Tee):
        sys.stderr.on_write("")
