"""What text is drawn for: a terminal's width and colours, or a stream with neither."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from sipctl.plan.frozen import frozen

if TYPE_CHECKING:
    from rich.console import RenderableType

Colour = Literal["standard", "256", "truecolor"]


@frozen()
class Screen:
    """`width` in columns, None where nothing may be wrapped; `colour` None for no styles."""

    width: int | None = None
    colour: Colour | None = None

    @property
    def room(self) -> int:
        """Columns to plan a layout for."""
        return self.width or 10_000


def draw(screen: Screen, *parts: RenderableType) -> str:
    """Renderables as Rich draws them, without trailing spaces."""
    from io import StringIO

    from rich.console import Console

    buffer = StringIO()
    console = Console(
        file=buffer,
        width=screen.room,
        height=100,
        force_terminal=screen.colour is not None,
        color_system=screen.colour,
        no_color=screen.colour is None,
        legacy_windows=False,
        markup=False,
        emoji=False,
        highlight=False,
        soft_wrap=False,
        _environ={},
    )
    for part in parts:
        console.print(part)
    return "".join(f"{line.rstrip()}\n" for line in buffer.getvalue().split("\n")[:-1])
