"""Templates as Jinja compiled them, kept: compiling takes longer than filling one in."""

from __future__ import annotations

import os

from sipctl.store.cache import folder

MOST = 60
"""Templates kept; beyond that the oldest half goes."""


class CompiledTemplates:
    """The compiled templates of this user. Nothing is kept where there is no cache folder."""

    def __init__(self) -> None:
        self.folder = folder.home()
        self.program = folder.program() if self.folder else b""

    def load(self, name: str) -> bytes | None:
        """What was kept under a name, if it is whole and of this very sipctl."""
        kept = folder.get(self._path(name), self.program) if self.folder else None
        return None if kept is None else bytes(kept)

    def keep(self, name: str, data: bytes) -> None:
        """Keep something under a name."""
        if self.folder:
            folder.put(self._path(name), data, self.program)
            folder.prune(self.folder, "template-", MOST)

    def _path(self, name: str) -> str:
        return os.path.join(self.folder or "", f"template-{folder.digest(name.encode())}")
