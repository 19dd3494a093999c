"""Jinja's way to templates compiled before; where they are kept is not its business."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import jinja2
from jinja2 import __version__

if TYPE_CHECKING:
    from jinja2.bccache import Bucket


class BytecodeStore(Protocol):
    """Keeps bytes by name, or does not."""

    def load(self, name: str) -> bytes | None:
        """What was kept under a name."""

    def keep(self, name: str, data: bytes) -> None:
        """Keep it for another time."""


class BytecodeCache(jinja2.BytecodeCache):
    """Compiled templates of one format. What a template says decides whether it is the same."""

    def __init__(self, keeper: BytecodeStore, form: str) -> None:
        self.keeper = keeper
        self.form = form

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill a bucket with what was kept."""
        data = self.keeper.load(self._name(bucket))
        if data is not None:
            bucket.bytecode_from_string(data)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what is in a bucket."""
        self.keeper.keep(self._name(bucket), bucket.bytecode_to_string())

    def _name(self, bucket: Bucket) -> str:
        return f"{self.form} {__version__} {bucket.key}"
