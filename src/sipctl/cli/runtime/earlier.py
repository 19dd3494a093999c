"""The plans that a plan follows, opened one after another."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sipctl.cli.session import Session

_MOST_PLANS = 9
"""The most earlier plans that are opened: by mistake, plans may follow one another in a circle."""


def earlier_plans(session: Session) -> Iterator[Session]:
    """The plans before this one, the newest first, as far as they are here and load."""
    from sipctl.store.cache.snapshot import open_folder
    from sipctl.store.files.folder import past_folder

    top = session.folder
    for _ in range(_MOST_PLANS):
        follows = session.plan.about.follows
        folder = past_folder(top, follows) if follows and session.past is None else None
        opened = open_folder(folder) if folder is not None else None
        if folder is None or opened is None or not opened.loaded.ok:
            return
        session = type(session)(folder, opened)
        yield session
