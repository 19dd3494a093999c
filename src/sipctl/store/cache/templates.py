"""Caches templates as Jinja compiled them: compiling takes longer than filling one in."""

from __future__ import annotations

import os

from sipctl.store.cache import folder as cache

MOST_FILES = 60
"""Templates cached; beyond that the oldest half is deleted."""


class CompiledTemplates:
    """This user's cache of compiled templates; without a cache folder it stays empty."""

    def __init__(self) -> None:
        self.folder = cache.cache_folder()
        self.program = cache.program() if self.folder else b""

    def get(self, name: str) -> bytes | None:
        """The template cached under a name, if it is whole and of the same version of sipctl."""
        data = cache.get(self._path(name), self.program) if self.folder else None
        return None if data is None else bytes(data)

    def put(self, name: str, data: bytes) -> None:
        """Caches a template under a name."""
        if self.folder:
            cache.put(self._path(name), data, self.program)
            cache.prune(self.folder, "template-", MOST_FILES)

    def _path(self, name: str) -> str:
        return os.path.join(self.folder or "", f"template-{cache.digest(name.encode())}")
