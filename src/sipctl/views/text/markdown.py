"""Escapes what people typed, so that Markdown shows it as it is."""

from __future__ import annotations

import re

from sipctl.views.text.english import safe_text

_SYNTAX = r"""
    (?P<mark>
        [\\`*<|~$]
        | (?<![^\W_])_ | _(?![^\W_])        # within a word it stands for itself
        | \](?=[(\[:]) | \[(?=\^)           # only so can a bracket become a link or a footnote
        | \{(?=[{%\#]) | (?<=\{)\{           # only so are they for the engine of a site
        | &(?=\#?\w{1,32};)
        | ^[>] | ^[\#+=:-](?=[\#+=:\s-]|$)  # headings, quotes, lists, rules
    )
    | ^(?P<number> \d{1,9})(?=[.)](?:\s|$))
"""
"""What Markdown would take for markup. Only that is escaped: e-mails show the backslash."""
_ALIVE = r"""
    (?P<name> @ | \#(?=\d) | (?i:\bwww)(?=\.) | (?i:\bmailto)(?=:) | (?i:\bgh)(?=-\d))
    | (?P<address> ://)
"""
"""What a code host turns into a link or a mention."""
_ON_A_CODE_HOST = f"{_ALIVE} | {_SYNTAX}"
_APART = "&#8203;"
"""A zero-width space, which keeps a @name, #number or address from becoming a link."""


def escape(text: str) -> str:
    """A line, a part of one or a table's cell, escaped so that no character is markup."""
    return re.sub(_SYNTAX, _escaped, safe_text(text), flags=re.VERBOSE)


def escape_for_code_host(text: str) -> str:
    """The same for a code host, where no address, @name or #number becomes a link either."""
    return re.sub(_ON_A_CODE_HOST, _escaped, safe_text(text), flags=re.VERBOSE)


def _escaped(match: re.Match[str]) -> str:
    if match["mark"]:
        return f"\\{match[0]}"
    if match["number"]:
        return f"{match[0]}\\"
    return f":{_APART}//" if match["address"] else f"{match[0]}{_APART}"
