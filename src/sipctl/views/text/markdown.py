"""What people typed, in Markdown that shows it as it stands and does nothing else with it."""

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
"""What would be more than itself. Nothing else is escaped: in an e-mail a backslash is seen."""
_ALIVE = r"""
    (?P<name> @ | \#(?=\d) | (?i:\bwww)(?=\.) | (?i:\bmailto)(?=:) | (?i:\bgh)(?=-\d))
    | (?P<address> ://)
"""
"""What a code host makes something of in the text that is shown."""
_ON_A_CODE_HOST = f"{_ALIVE} | {_SYNTAX}"
_APART = "&#8203;"
"""A space of no width, which keeps a @name, #number or address from being one."""


def escape(text: str) -> str:
    """A line, or a part of one, in which no mark or tag comes to life; a table's cell too."""
    return re.sub(_SYNTAX, _escaped, safe_text(text), flags=re.VERBOSE)


def escape_for_code_host(text: str) -> str:
    """The same where no address, @name or #number comes to life either."""
    return re.sub(_ON_A_CODE_HOST, _escaped, safe_text(text), flags=re.VERBOSE)


def _escaped(match: re.Match[str]) -> str:
    if match["mark"]:
        return f"\\{match[0]}"
    if match["number"]:
        return f"{match[0]}\\"
    return f":{_APART}//" if match["address"] else f"{match[0]}{_APART}"
