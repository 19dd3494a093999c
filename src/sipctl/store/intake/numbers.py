"""Numbers of a workbook as its formats show them: days, months, shares and sums."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING

from sipctl.plan.periods import MONTHS
from sipctl.store.intake.package import child, children

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_BUILT_IN = {
    9: "0%",
    10: "0.00%",
    **dict.fromkeys((14, 15, 22), "d/m/yyyy"),
    16: "d-mmm",
    17: "mmm-yy",
    **dict.fromkeys((18, 19, 20, 21, 45, 46, 47), "h:mm"),
    **dict.fromkeys(range(27, 37), "d/m/yyyy"),
    **dict.fromkeys(range(50, 59), "d/m/yyyy"),
}
"""What the numbered formats that no workbook spells out look like."""
_LITERAL = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')
LAST_SERIAL = 2_958_465
"""31 December 9999, as spreadsheets count days."""


def formats(styles: Element | None) -> dict[int, str]:
    """The number format of each style of a workbook."""
    spelled = {
        int(one.get("numFmtId", "0")): one.get("formatCode", "")
        for one in children(child(styles, "numFmts"), "numFmt")
        if one.get("numFmtId", "").isdigit()
    }
    found = {}
    for at, one in enumerate(children(child(styles, "cellXfs"), "xf")):
        number = one.get("numFmtId", "0")
        code = int(number) if number.isdigit() else 0
        found[at] = spelled.get(code, _BUILT_IN.get(code, ""))
    return found


def shown(text: str, code: str, *, since_1904: bool = False) -> str:
    """A number as people see it: `14 March 2025`, `March 2025`, `96%`, `£5,000`, `12`."""
    try:
        number = float(text)
    except ValueError:
        return text
    if number != number or abs(number) > 1e15:
        return text
    plain = _LITERAL.sub("", code.split(";")[0]).lower()
    if (plain != "standard" and re.search("[dy]|mmm", plain)) or (
        plain and set(plain) <= set("m-/ ")
    ):
        day = _day(number, since_1904=since_1904)
        if day is not None:
            return _written(day, plain)
    if "%" in plain:
        return f"{_short(number * 100)}%"
    sign = re.search(r"[£$€]", code)
    if sign:
        return f"{sign[0]}{number:,.2f}" if number % 1 else f"{sign[0]}{number:,.0f}"
    return _short(number)


def _written(day: date, plain: str) -> str:
    """A day as far as its format shows it, for the timing language to read."""
    if "d" in plain:
        return f"{day.day} {MONTHS[day.month - 1]} {day.year}"
    return f"{MONTHS[day.month - 1]} {day.year}" if "m" in plain else str(day.year)


def _day(number: float, *, since_1904: bool) -> date | None:
    """The day that a spreadsheet counts; it believes that 1900 was a leap year."""
    serial = int(number) + (1462 if since_1904 else 0)
    if not 1 <= serial <= LAST_SERIAL:
        return None
    return date(1899, 12, 30 if serial > 59 else 31) + timedelta(days=serial)


def _short(number: float) -> str:
    """A number without the dust that computers leave on it."""
    rounded = round(number, 6)
    return str(int(rounded)) if rounded == int(rounded) else repr(rounded)
