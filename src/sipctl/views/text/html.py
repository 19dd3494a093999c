"""A plain page of headings and tables, styled on each element: e-mails drop style sheets."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_FONT = "font-family:Calibri,Arial,sans-serif;font-size:11pt;color:#222222"
_CELL = "border:1px solid #B9B6AE;padding:4px 8px;text-align:left;vertical-align:top"
_LATE = "color:#9C0006;font-weight:bold"
_SHORT = 24
"""A column whose texts are no longer than so many characters is not wrapped."""
_SHEET = (
    "h2,thead{break-after:avoid}tr{break-inside:avoid}"
    "@media (max-width:40em){"
    "thead{position:absolute;left:-99em}"
    "table,tbody,tr,th,td{display:block}"
    "tr{border:1px solid #B9B6AE;margin-bottom:8px;padding:4px 0}"
    "tbody th,td{border:0!important;padding:1px 8px!important;"
    "white-space:normal!important;overflow-wrap:anywhere}"
    'td::before{content:attr(data-label) ": ";color:#5A5A5A}'
    "}"
)
"""In print no heading is parted from what follows it; on a phone each row is a card, so that nobody
scrolls sideways. E-mail programs drop the sheet and show the tables."""


def page(title: str, blocks: Iterable[str]) -> str:
    """A page with its title as the first heading."""
    shown = escape(title)
    return (
        '<!DOCTYPE html>\n<html lang="en-GB"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width">'
        f"<title>{shown}</title><style>{_SHEET}</style></head>\n"
        f'<body style="{_FONT}"><main style="max-width:64em;margin:auto">\n'
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
    """A table whose first column is its rows' heading; rows that are `late` stand out."""
    looks = [_look(texts) for texts in zip(heads, *rows, strict=True)]
    head = "".join(
        f'<th scope="col" style="{look};background:#F3F2EE">{escape(text)}</th>'
        for look, text in zip(looks, heads, strict=True)
    )
    body = "\n".join(
        _row(heads, cells, looks, is_late=is_late)
        for cells, is_late in zip(rows, late, strict=True)
    )
    return (
        '<table style="border-collapse:collapse">'
        f"<thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody></table>"
    )


def _look(texts: Sequence[str]) -> str:
    """The style of a column's cells: those of a short column are not wrapped."""
    is_short = max(map(len, texts)) <= _SHORT
    return f"{_CELL};white-space:nowrap" if is_short else _CELL


def _row(heads: Sequence[str], cells: Sequence[str], looks: Sequence[str], *, is_late: bool) -> str:
    first_look = f"{looks[0]};{_LATE}" if is_late else looks[0]
    first = f'<th scope="row" style="{first_look}">{escape(cells[0])}</th>'
    rest = "".join(
        f'<td style="{look}" data-label="{escape(head)}">{escape(text)}</td>'
        for head, text, look in zip(heads[1:], cells[1:], looks[1:], strict=True)
    )
    return f"<tr>{first}{rest}</tr>"
