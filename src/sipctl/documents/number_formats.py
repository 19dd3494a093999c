"""Numbers of a workbook as its formats show them: days, times, months, shares and sums."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING

from sipctl.documents.office import child, children
from sipctl.plan.calendar.periods import MONTHS

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_BUILT_IN = {
    9: "0%",
    10: "0.00%",
    **dict.fromkeys((14, 15), "d/m/yyyy"),
    16: "d-mmm",
    17: "mmm-yy",
    18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM",
    20: "h:mm",
    21: "h:mm:ss",
    22: "d/m/yyyy h:mm",
    45: "mm:ss",
    46: "[h]:mm:ss",
    47: "mm:ss.0",
    **dict.fromkeys(range(27, 37), "d/m/yyyy"),
    **dict.fromkeys(range(50, 59), "d/m/yyyy"),
}
"""Built-in number of a format → its code, which workbooks do not contain."""
_LITERAL = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')
_PART = re.compile(
    r"""(?P<text>"[^"]*"|\\.)|(?P<hidden>_.|\*.|\[(?!(?:h+|m+|s+)\])[^\]]*\])"""
    r"|(?P<all>\[[hms]+\])|(?P<part>h+|m+|s+)|(?P<below>\.0+)|(?P<noon>am/pm|a/p)|(?P<other>.)",
    re.IGNORECASE,
)
"""The parts of a format of times; `[h]` counts all hours, not only those of a day."""
MOST_DIGITS = 3
"""Digits of a second's fraction that a format may show."""
LAST_SERIAL = 2_958_465
"""31 December 9999, as spreadsheets count days."""


def formats(styles: Element | None) -> dict[int, str]:
    """The number format of each style of a workbook; raises ValueError where one has no number."""
    spelled = {
        int(element.get("numFmtId", "0")): element.get("formatCode", "")
        for element in children(child(styles, "numFmts"), "numFmt")
    }
    formats_by_style = {}
    for style, element in enumerate(children(child(styles, "cellXfs"), "xf")):
        code = int(element.get("numFmtId", "0"))
        formats_by_style[style] = spelled.get(code, _BUILT_IN.get(code, ""))
    return formats_by_style


def set_off_styles(styles: Element | None) -> set[int]:
    """The styles of a workbook that set a cell off: bold, or filled with a colour."""
    fonts = [child(font, "b") is not None for font in children(child(styles, "fonts"), "font")]
    fills = [
        pattern is not None and pattern.get("patternType") == "solid"
        for pattern in (
            child(fill, "patternFill") for fill in children(child(styles, "fills"), "fill")
        )
    ]
    strong = set()
    for style, element in enumerate(children(child(styles, "cellXfs"), "xf")):
        font, fill = int(element.get("fontId", "0")), int(element.get("fillId", "0"))
        if (font < len(fonts) and fonts[font]) or (fill < len(fills) and fills[fill]):
            strong.add(style)
    return strong


def shown(text: str, code: str, *, since_1904: bool = False) -> str:
    """A number as people see it: `14 March 2025`, `09:30`, `March 2025`, `96%`, `£5,000`, `12`."""
    number = _number(text)
    if number is None:
        return text
    plain = _LITERAL.sub("", code.split(";")[0]).lower()
    if (plain != "standard" and re.search("[dy]|mmm", plain)) or (
        plain and set(plain) <= set("m-/ ")
    ):
        day = _day(number, since_1904=since_1904)
        if day is not None:
            return _written(day, plain)
    if number >= 0 and _is_time(plain, code):
        return _clock(number, code.split(";")[0])
    if "%" in plain:
        return f"{_short(number * 100)}%"
    sign = re.search(r"[£$€]", code)
    if sign:
        return f"{sign[0]}{number:,.2f}" if number % 1 else f"{sign[0]}{number:,.0f}"
    return _short(number)


def time_beside(text: str, code: str) -> str:
    """The time that a format shows beside a day, which `shown` leaves out; "" for midnight."""
    number = _number(text)
    plain = _LITERAL.sub("", code.split(";")[0]).lower()
    if number is None or plain == "standard" or not re.search("[dy].*h|h.*[dy]", plain):
        return ""
    return _clock(number, "hh:mm") if round(number % 1 * 1440) % 1440 else ""


def _number(text: str) -> float | None:
    """A number that a cell may hold; None for anything else."""
    try:
        number = float(text)
    except ValueError:
        return None
    return number if abs(number) <= 1e15 else None


def _is_time(plain: str, code: str) -> bool:
    """Whether a format shows hours, minutes or seconds, and nothing of a day."""
    counted = re.search(r"\[[hms]+\]", code, re.IGNORECASE)
    rest = re.sub("am/pm|a/p|[@ ]", "", plain)
    return bool((counted or re.search("[hs]", rest)) and re.fullmatch("[hms:.,0-]*", rest))


def _clock(number: float, code: str) -> str:
    """A time as its format shows it: `09:30`, `9:30 AM`, `33:15`; minutes are not rounded up."""
    parts = [(match.lastgroup, match[0]) for match in _PART.finditer(code)]
    digits = min(next((len(text) - 1 for kind, text in parts if kind == "below"), 0), MOST_DIGITS)
    ticks = int(number * 86400 * 10**digits + 0.5)
    whole, below = divmod(ticks, 10**digits)
    noon = any(kind == "noon" for kind, _ in parts)
    hour = whole // 3600 % 24
    of_the_day = {
        "h": (hour + 11) % 12 + 1 if noon else hour,
        "m": whole // 60 % 60,
        "s": whole % 60,
    }
    every = {"h": whole // 3600, "m": whole // 60, "s": whole}
    fixed = {"below": f".{below:0{max(digits, 1)}}", "noon": "AM" if hour < 12 else "PM"}
    text_shown = ""
    for kind, text in parts:
        if kind in ("part", "all"):
            values = of_the_day if kind == "part" else every
            text_shown += str(values[text.strip("[]")[0].lower()]).zfill(
                min(len(text.strip("[]")), 2)
            )
        elif kind == "text":
            text_shown += text.strip('"') if text.startswith('"') else text[1:]
        elif kind in fixed:
            text_shown += fixed[kind]
        elif kind == "other" and text != "@":
            text_shown += text
    return text_shown.strip()


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
