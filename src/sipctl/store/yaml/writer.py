"""Writes entries of YAML as people would: the lines of records, of edits and of new plans."""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING

from sipctl.store.yaml import scalars

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    Facts = dict[str, str | tuple[str | int, ...]]


def line(key: str, text: str, indent: str = "", *, as_it_is: bool = False) -> list[str]:
    """`key: text` on as many lines as it takes; on one, and never quoted, if it is `as_it_is`.

    That is for texts whose form is fixed, such as a day: they never need quotes.
    """
    if as_it_is:
        return [f"{indent}{key}: {text}"]
    return scalars.value(key, text, indent).split("\n")


def optional(key: str, text: str | None, indent: str = "") -> list[str]:
    """The lines of a key and its text; none without a text."""
    return [] if text is None else line(key, text, indent)


def flow(text: str) -> str:
    """A text inside brackets or braces, or as a key."""
    return scalars.written(text, bracketed=True)


def braces(pairs: Iterable[tuple[str, str]], as_they_are: Sequence[str] = ()) -> str:
    """`{from: Autumn 2024, date: 2025-01-20}`; the texts of some keys `as_they_are`."""
    texts = (f"{key}: {text if key in as_they_are else flow(text)}" for key, text in pairs)
    return f"{{{', '.join(texts)}}}"


def block(
    pairs: Iterable[tuple[str, str]], indent: str = "", as_they_are: Sequence[str] = ()
) -> list[str]:
    """One line a key, long texts in blocks."""
    return [
        row for key, text in pairs for row in line(key, text, indent, as_it_is=key in as_they_are)
    ]


def row(values: Sequence[str | int]) -> str:
    """`[JK, SD]`, `[1, 2]`."""
    return (
        f"[{', '.join(flow(value) if isinstance(value, str) else str(value) for value in values)}]"
    )


def date_list(days: Sequence[date]) -> str:
    """`[2025-10-27, 2025-10-31]`."""
    return f"[{', '.join(map(str, days))}]"


def listed(key: str, texts: Sequence[str], indent: str = "", *, fold: bool = True) -> list[str]:
    """A list of texts, each on a line of its own, or on several if it is long and may `fold`."""
    if not texts:
        return []
    if not fold:
        return [f"{indent}{key}:", *(f"{indent}  - {scalars.written(text)}" for text in texts)]
    # An item is written as the value of a key of one letter, and the mark then takes its place.
    items_of_list = (
        scalars.value("k", text, f"{indent}  ").replace("k: ", "- ", 1) for text in texts
    )
    return [f"{indent}{key}:", *(row for item in items_of_list for row in item.split("\n"))]


def lines_of(key: str, blocks: Sequence[list[str]], indent: str = "") -> list[str]:
    """A list of things that are lines already."""
    return [f"{indent}{key}:", *(text for block in blocks for text in block)] if blocks else []


def items(key: str, mappings: Sequence[Facts], *, quoted: bool = False) -> list[str]:
    """A list of small mappings, one a line; `quoted` where an id would look like a number."""
    blocks = []
    for mapping in mappings:
        facts = []
        for name, value in mapping.items():
            if isinstance(value, str):
                quote = '"' if quoted and name == "id" else ""
                facts.append(f"{name}: {scalars.written(value, bracketed=True, quote=quote)}")
            elif value:
                facts.append(f"{name}: {row(value)}")
        blocks.append([f"  - {{{', '.join(facts)}}}"])
    return lines_of(key, blocks)


def phrases(key: str, times: dict[str, str], indent: str) -> list[str]:
    """A time, or a line for each milestone."""
    if list(times) == [""]:
        return line(key, times[""], indent)
    if not times:
        return []
    return [
        f"{indent}{key}:",
        *(
            text
            for name, phrase in times.items()
            for text in line(flow(name), phrase, f"{indent}  ")
        ),
    ]


def beside(head: str, texts: Sequence[str], indent: str = "") -> list[str]:
    """Comments, wrapped; under a head if there are any."""
    if not texts:
        return []
    lines = [f"{indent}# {head}:"] if head else []
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
            lines += [f"{indent}# {row}".rstrip() for row in rows]
    return lines
