"""How much work a call is, counted in function calls: the same on a busy machine as on an idle one."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


def work(call: Callable[[], object], most: int = 100_000_000) -> int:
    """The function calls that `call` makes; stops it, and fails, at more than `most`."""
    calls = 0

    def count(_frame: object, event: str, _what: object) -> None:
        nonlocal calls
        if event in ("call", "c_call"):
            calls += 1
            if calls > most:
                sys.setprofile(None)
                raise AssertionError(f"more than {most:,} calls")

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        call()
    finally:
        sys.setprofile(before)
    return calls
