"""What pictures made of characters are drawn on: they need a width even without colour."""

from __future__ import annotations

import os
import sys

from sipctl.cli.session import screen
from sipctl.views.text.screen import Screen


def canvas() -> Screen:
    """The terminal's width and colours; no width where output does not go to a terminal.

    Other answers are left unwrapped on a terminal without colour; a picture would fall apart there.
    """
    found = screen()
    if found.width is not None or not sys.stdout.isatty():
        return found
    from sipctl.cli.runtime.terminal import columns

    return Screen(columns(sys.stdout))


def keeps_to_ascii() -> bool:
    """Whether symbols beyond ASCII would not be shown: a dumb terminal, or one of another encoding.

    Only a terminal is either: what is piped is the same bytes on every one, in every locale.
    """
    if not sys.stdout.isatty():
        return False
    if os.environ.get("TERM") == "dumb":
        return True
    spoken = next(filter(None, map(os.environ.get, ("LC_ALL", "LC_CTYPE", "LANG"))), "utf8")
    return "utf8" not in spoken.lower().replace("-", "")
