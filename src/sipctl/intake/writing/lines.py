"""Lines of YAML as people would write them: the small pieces that a first plan's files are of."""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING

from sipctl.store.yaml import scalars

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    Facts = dict[str, str | tuple[str | int, ...]]


def line(key: str, text: str, indent: str = "") -> list[str]:
    """`key: text` on as many lines as it takes."""
    return scalars.value(key, text, indent).split("\n")


def optional(key: str, text: str | None, indent: str = "") -> list[str]:
    """The same, and nothing for no text."""
    return [] if text is None else line(key, text, indent)


def flow(text: str) -> str:
    """A text inside brackets or braces, or as a key."""
    return scalars.written(text, bracketed=True)


def row(those: Sequence[str | int]) -> str:
    """`[JK, SD]`, `[1, 2]`."""
    return f"[{', '.join(flow(one) if isinstance(one, str) else str(one) for one in those)}]"


def date_list(days: Sequence[date]) -> str:
    """`[2025-10-27, 2025-10-31]`."""
    return f"[{', '.join(map(str, days))}]"


def listed(key: str, texts: Sequence[str], indent: str = "") -> list[str]:
    """A list of texts, each on a line of its own."""
    if not texts:
        return []
    # An item is written as the value of a key of one letter, and the mark then takes its place.
    those = (scalars.value("k", text, f"{indent}  ").replace("k: ", "- ", 1) for text in texts)
    return [f"{indent}{key}:", *(row for one in those for row in one.split("\n"))]


def lines_of(key: str, those: Sequence[list[str]], indent: str = "") -> list[str]:
    """A list of things that are lines already."""
    return [f"{indent}{key}:", *(text for one in those for text in one)] if those else []


def items(key: str, those: Sequence[Facts], *, quoted: bool = False) -> list[str]:
    """A list of small mappings, one a line; `quoted` where an id would look like a number."""
    made = []
    for one in those:
        facts = []
        for name, value in one.items():
            if isinstance(value, str):
                quote = '"' if quoted and name == "id" else ""
                facts.append(f"{name}: {scalars.written(value, bracketed=True, quote=quote)}")
            elif value:
                facts.append(f"{name}: {row(value)}")
        made.append([f"  - {{{', '.join(facts)}}}"])
    return lines_of(key, made)


def phrases(key: str, those: dict[str, str], indent: str) -> list[str]:
    """A time, or a line for each milestone."""
    if list(those) == [""]:
        return line(key, those[""], indent)
    if not those:
        return []
    return [
        f"{indent}{key}:",
        *(text for name, told in those.items() for text in line(flow(name), told, f"{indent}  ")),
    ]


def beside(head: str, texts: Sequence[str], indent: str = "") -> list[str]:
    """Comments, wrapped; under a head if there are any."""
    if not texts:
        return []
    made = [f"{indent}# {head}:"] if head else []
    for text in texts:
        room = scalars.WIDTH - len(indent) - 2
        for part in text.split("\n"):
            inner = part[: len(part) - len(part.lstrip())]
            rows = wrap(
                part.strip(),
                room,
                initial_indent=inner,
                subsequent_indent=f"{inner}  ",
                break_long_words=False,
                break_on_hyphens=False,
            )
            made += [f"{indent}# {row}".rstrip() for row in rows]
    return made
