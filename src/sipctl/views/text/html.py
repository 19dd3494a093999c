"""A plain page of headings and tables, its looks on each element: e-mails drop style sheets."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_FONT = "font-family:Calibri,Arial,sans-serif;font-size:11pt;color:#222222"
_CELL = "border:1px solid #B9B6AE;padding:4px 8px;text-align:left;vertical-align:top"
_LATE = "color:#9C0006;font-weight:bold"


def page(title: str, blocks: Iterable[str]) -> str:
    """A page with its title as the first heading."""
    shown = escape(title)
    return (
        '<!DOCTYPE html>\n<html lang="en-GB"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width">'
        f'<title>{shown}</title></head>\n<body style="{_FONT}"><main>\n'
        f'<h1 style="font-size:15pt">{shown}</h1>\n'
        + "\n".join(blocks)
        + "\n</main></body></html>\n"
    )


def heading(text: str) -> str:
    """A heading of the second level."""
    return f'<h2 style="font-size:12pt;margin:18px 0 6px;color:#1E6B52">{escape(text)}</h2>'


def paragraph(text: str) -> str:
    """A paragraph."""
    return f'<p style="margin:10px 0 0">{escape(text)}</p>'


def table(heads: Sequence[str], rows: Sequence[Sequence[str]], late: Sequence[bool]) -> str:
    """A table whose first column names its rows; `late` says which rows stand out."""
    head = "".join(
        f'<th scope="col" style="{_CELL};background:#F3F2EE">{escape(text)}</th>' for text in heads
    )
    body = "\n".join(
        _row(cells, is_late=is_late) for cells, is_late in zip(rows, late, strict=True)
    )
    return (
        '<table style="border-collapse:collapse">'
        f"<thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody></table>"
    )


def _row(cells: Sequence[str], *, is_late: bool) -> str:
    look = f"{_CELL};{_LATE}" if is_late else _CELL
    first = f'<th scope="row" style="{look}">{escape(cells[0])}</th>'
    rest = "".join(f'<td style="{_CELL}">{escape(text)}</td>' for text in cells[1:])
    return f"<tr>{first}{rest}</tr>"
