"""Which version of a plan something was made from."""

from __future__ import annotations

from sipctl.plan.frozen import frozen


@frozen(kw_only=True)
class Revision:
    """Which plan this is, so that the same pack can be made again."""

    commit: str | None = None
    """The last commit that touched the plan; nothing outside git."""
    edited: bool = False
    """Whether files were changed since then."""
    digest: str = ""
    """Twelve hex digits of a hash of all the plan's files."""
