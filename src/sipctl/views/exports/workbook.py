"""Shared by all workbooks that sipctl writes: their creation, and the print set-up of sheets."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sipctl.plan.faults import Refusal
from sipctl.views.text.english import safe_text

if TYPE_CHECKING:
    from io import BytesIO

AUTHOR = "sipctl"
A4 = 9
LINE = 13.5
"""The height of a line in a cell, in points."""
LETTERS = 1.05
"""Letters that fit in the width of one figure."""


def new_workbook(
    buffer: BytesIO,
    title: str,
    made_on: date,
    *,
    what: str = "a workbook",
    otherwise: str = "",
    comments: str | None = None,
) -> Any:
    """An empty XlsxWriter workbook, which writes itself to `buffer` once its `with` is left.

    `made_on` stands in its properties as the day of its making: the same content gives the same
    bytes. Raises Refusal without XlsxWriter: `what` needs it, and what to do `otherwise`.
    """
    try:
        from xlsxwriter import Workbook
    except ImportError:
        install = f"install it: pip install 'sipctl[export]'{otherwise}"
        raise Refusal(f"{what} needs XlsxWriter, which is not installed", install) from None
    options = dict.fromkeys(("strings_to_formulas", "strings_to_urls", "strings_to_numbers"), False)
    workbook = Workbook(buffer, {**options, "in_memory": True})
    properties = {"title": safe_text(title), "author": AUTHOR}
    created = datetime(made_on.year, made_on.month, made_on.day)
    workbook.set_properties({**properties, "comments": comments or "", "created": created})
    return workbook


def lines_in(text: str, width: int) -> int:
    """The lines of a text in a column `width` figures wide; not every program finds that itself."""
    room = round(width * LETTERS)
    return sum(max(1, -(-len(line) // room)) for line in text.split("\n"))


def set_landscape(page: Any) -> None:
    """Print a sheet on A4 across, as wide as one page, however long."""
    page.set_landscape()
    page.set_paper(A4)
    page.fit_to_pages(1, 0)


def set_margins(page: Any, heading: str, right: str) -> None:
    """Put a heading, and a text at its right, above each printed page; its number below."""
    page.set_margins(left=0.4, right=0.4, top=0.7, bottom=0.6)
    page.set_header(f"&L&10 {heading}&R&10 {right}")
    page.set_footer("&R&10 Page &P of &N")


def in_header(text: str, most: int) -> str:
    """A text for a page header, cut to `most` characters; "&", which begins codes, becomes "&&"."""
    return safe_text(text)[:most].replace("&", "&&")
