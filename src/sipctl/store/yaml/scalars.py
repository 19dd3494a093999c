"""One text as YAML writes it: plain where every reader reads it back the same, quoted otherwise.

YAML 1.1 takes `NO` for false, `2021` for a number and `12:30` for 750; sipctl reads text whatever
it looks like, but others read these files too. So a text is plain only if all read it as text.
"""

from __future__ import annotations

import re
from textwrap import TextWrapper

WIDTH = 100
"""Columns that a line of a plan file may take."""

_WORDS = re.compile(r"[^\W_][^:#\"'`{}\[\],&*!|>@%\\\n\t]*(?<! )")
"""Begins with a letter or a figure, and holds nothing that means something to YAML."""
_SPACED_MARK = re.compile(r"(?<=\S):(?=\S)|(?<=\S)#|(?<=.)[,&'%](?=\S| [^\W_])")
"""Marks that mean nothing in the middle of plain text outside brackets."""
_GUESSED = re.compile(
    r"y|n|yes|no|on|off|true|false|null|nan|inf|0[xob][0-9a-f_]+"
    r"|[0-9][0-9.,:_/+-]*(e[+-]?[0-9]*)?|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(t| ).*",
    re.IGNORECASE,
)
"""Texts that some YAML reader takes for true, null, a number, a time or a date."""


def plain_is_safe(text: str, *, bracketed: bool) -> bool:
    """Whether a text may stand without quotes; `bracketed` if inside `{}` or `[]`."""
    core = text if bracketed else _SPACED_MARK.sub("x", text)
    return (
        _WORDS.fullmatch(core) is not None
        and not (bracketed and "?" in text)
        and _GUESSED.fullmatch(text) is None
        and text.isprintable()
    )


def written(text: str, *, bracketed: bool = False, quote: str = "") -> str:
    """A text on one line: plain if it may be and no `quote` is asked for, else between quotes."""
    if not quote and plain_is_safe(text, bracketed=bracketed):
        return text
    if quote == "'" and text.isprintable():
        return "'" + text.replace("'", "''") + "'"
    return '"' + "".join(_ESCAPES.get(character, character) for character in text) + '"'


_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t"}


def value(key: str, text: str, indent: str = "") -> str:
    """A line `key: text`, or several for a long text; ends without a line break.

    Line breaks make a block that keeps them (`|-`), a long line one that is folded (`>-`); text
    that a block could not give back exactly stands between double quotes.
    """
    line = f"{indent}{key}: {written(text)}"
    inner = f"{indent}  "
    if "\n" in text and _blocks(text.removesuffix("\n")):
        mark = "|" if text.endswith("\n") else "|-"
        rows = text.removesuffix("\n").split("\n")
        return "\n".join([f"{indent}{key}: {mark}", *(f"{inner}{row}".rstrip() for row in rows)])
    if "\n" not in text and len(line) > WIDTH and _blocks(text) and "  " not in text:
        wrapper = TextWrapper(
            WIDTH - len(inner),
            break_long_words=False,
            break_on_hyphens=False,
            expand_tabs=False,
            replace_whitespace=False,
        )
        rows = wrapper.wrap(text)
        if " ".join(rows) == text:
            return "\n".join([f"{indent}{key}: >-", *(f"{inner}{row}" for row in rows)])
    return line


def _blocks(text: str) -> bool:
    """Whether a block gives this text back exactly: no tab, and no space where a line ends."""
    rows = text.split("\n")
    return (
        text == text.strip()
        and bool(text)
        and "\t" not in text
        and all(row == row.rstrip() for row in rows)
    )
