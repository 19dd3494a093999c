"""Colours for dark and light terminals; text cut, padded and wrapped by its width in cells."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from sipctl.plan.model.statuses import ALL_INFO
from sipctl.views.palette import PALETTE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from sipctl.views.text.screen import Screen


_STYLES = re.compile(r"\x1b\[[0-9;]*m")


def status_colours(settings: Mapping[str, str]) -> dict[str, str]:
    """The colour of each status: the plan's own where it names one that sipctl knows."""
    own = {status: name for status, name in settings.items() if name in PALETTE}
    return {status: info.colour for status, info in ALL_INFO.items()} | own


def painter(screen: Screen) -> Callable[[str, str], str]:
    """A function that styles text for this screen: `paint("late", "bold red")`."""
    if screen.colour is None:
        return lambda text, _: text
    from rich.color import ColorSystem
    from rich.style import Style

    system = {
        "standard": ColorSystem.STANDARD,
        "256": ColorSystem.EIGHT_BIT,
        "truecolor": ColorSystem.TRUECOLOR,
    }[screen.colour]

    @lru_cache(maxsize=64)
    def style_of(words: str) -> Style:
        return Style.parse(for_rich(words, screen))

    def paint(text: str, style: str) -> str:
        shown = text.rstrip(" ")
        if not style or not shown:
            return text
        return style_of(style).render(shown, color_system=system) + text[len(shown) :]

    return paint


def for_rich(style: str, screen: Screen) -> str:
    """A style in Rich's words, its colours those that this screen can show: `bold color(196)`."""
    few = screen.colour == "standard"

    def shown(word: str) -> str:
        colour = PALETTE.get(word)
        return word if colour is None else colour.of_16 if few else colour.of_256

    return " ".join(map(shown, style.split()))


def pad(text: str, width: int, more: str = "…") -> str:
    """Text of exactly `width` cells of a terminal: cut and ended with `more`, or padded."""
    from rich.cells import cell_len, set_cell_size

    spare = width - cell_len(text)
    if spare >= 0:
        return text + " " * spare
    shown = set_cell_size(text, max(width - len(more), 0)).rstrip()
    shown = shown + more if width > len(more) else set_cell_size(text, width)
    return shown + " " * (width - cell_len(shown))


def cut(text: str, width: int | None, more: str = "…") -> str:
    """Text of at most `width` cells, cut and ended with `more`; whole where `width` is None."""
    return text if width is None else pad(text, width, more).rstrip()


def cell_width(text: str) -> int:
    """How many cells of a terminal a text takes."""
    from rich.cells import cell_len

    return cell_len(text)


def flow(pieces: Iterable[tuple[str, str]], width: int | None, gap: str = " ") -> list[str]:
    """Pieces side by side, on as many lines as needed; none is broken, each line has one or more.

    A piece is its text and the same as painted.
    """
    lines: list[str] = []
    line, taken = "", 0
    for text, painted in pieces:
        size = cell_width(text)
        if line and width is not None and taken + len(gap) + size > width:
            lines, line, taken = [*lines, line], "", 0
        line, taken = (
            (f"{line}{gap}{painted}", taken + len(gap) + size) if line else (painted, size)
        )
    return [*lines, line] if line else lines


def wrapped(line: str, width: int | None, hang: int = 2, most: int | None = None) -> list[str]:
    """A line broken between words to cover at most `width` cells; whole where that is None.

    Further lines are indented by `hang` more than the first. A word wider than a line has a line to
    itself. With `most`, the largest number of lines, such a word is cut, and so is the last line.
    Escape codes of styles count as no width.
    """
    if width is None:
        return [line]
    bare = line.lstrip(" ")
    begins = " " * (len(line) - len(bare))
    first, *words = bare.split(" ")
    lines = [begins + first]
    for word in words:
        longer = f"{lines[-1]} {word}"
        if cell_width(_STYLES.sub("", longer)) <= width or len(lines) == most:
            lines[-1] = longer
        else:
            lines.append(f"{begins}{' ' * hang}{word}")
    return lines if most is None else [cut(wrapped_line, width) for wrapped_line in lines]


def bold(text: str, screen: Screen) -> str:
    """A text in bold, where the screen has styles."""
    return f"\x1b[1m{text}\x1b[0m" if screen.colour else text


def wrap(text: str, screen: Screen) -> str:
    """Lines of sentences, each broken between words where a terminal would break it anywhere."""
    return "\n".join(part for line in text.split("\n") for part in wrapped(line, screen.width))


def reflowed(text: str, screen: Screen) -> str:
    """Paragraphs wrapped for a terminal; indented lines, which are examples, stay as they are."""
    if screen.width is None:
        return text
    joined = re.sub(r"^(\S.*)\n(?=\S)", r"\1 ", text, flags=re.MULTILINE)
    lines = (wrapped(line, screen.width, 2 * line.startswith(" ")) for line in joined.split("\n"))
    return "\n".join(wrapped_line for paragraph in lines for wrapped_line in paragraph)
