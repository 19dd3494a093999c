"""Jinja's bytecode cache over any store of bytes by name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import jinja2
from jinja2 import __version__

if TYPE_CHECKING:
    from jinja2.bccache import Bucket


class BytecodeStore(Protocol):
    """A store of bytes by name, which need not keep anything."""

    def get(self, name: str) -> bytes | None:
        """The bytes stored under a name; None if there are none."""

    def put(self, name: str, data: bytes) -> None:
        """Store bytes under a name."""


class BytecodeCache(jinja2.BytecodeCache):
    """Compiled templates of one format; the key is Jinja's version and the template's text."""

    def __init__(self, store: BytecodeStore, form: str) -> None:
        self.store = store
        self.form = form

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill a bucket from the store."""
        data = self.store.get(self._name(bucket))
        if data is not None:
            bucket.bytecode_from_string(data)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Put a bucket into the store."""
        self.store.put(self._name(bucket), bucket.bytecode_to_string())

    def _name(self, bucket: Bucket) -> str:
        return f"{self.form} {__version__} {bucket.key}"
