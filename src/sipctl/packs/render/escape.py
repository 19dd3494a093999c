"""Escapes text that people typed: a function for each format.

Each takes any text and gives markup by which its format shows that text, on one line. Control
characters, and those that change the direction of text around them, become U+FFFD first.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from sipctl.views.text.english import safe_text

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

_HTML = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&#34;", "'": "&#39;", "{": "&#123;"}
_HTML_SPECIAL = re.compile("[&<>\"'{]")
_TYPST_SAFE = re.compile(r"[A-Za-z0-9 ,]|[^\x00-\x7f]")
_JOINERS = "\u200c\u200d\ufe0e\ufe0f"
"""Invisible characters that only join or style others; without a font they are dropped."""


def html(text: str) -> str:
    """For HTML, between tags or in a quoted attribute. `{` too, for a site's template engine."""
    return _HTML_SPECIAL.sub(lambda match: _HTML[match[0]], safe_text(text))


def typst(text: str, lacking: Collection[str] = ()) -> str:
    """For Typst, in markup and within a string alike: both read `\\u{23}` as a plain `#`.

    Characters in `lacking`, which no font has, are shown by name.
    """
    return "".join(
        char if _TYPST_SAFE.match(char) else f"\\u{{{ord(char):x}}}"
        for char in name_missing(safe_text(text), lacking)
    )


def typst_with(lacking: Collection[str]) -> Callable[[str], str]:
    """`typst` for fonts that lack some characters."""
    return lambda text: typst(text, lacking)


def name_missing(text: str, lacking: Collection[str]) -> str:
    """Text with the characters of `lacking` replaced by their names: `[rocket]`."""
    if not any(char in lacking for char in text):
        return text
    return "".join(_name(char) if char in lacking else char for char in text)


def _name(char: str) -> str:
    if char in _JOINERS:
        return ""
    return f"[{unicodedata.name(char, f'U+{ord(char):04X}').lower()}]"
