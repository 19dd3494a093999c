"""Faults for people, terminals, editors and code hosts."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from sipctl.views.text.english import join_words, plural, safe_text
from sipctl.views.text.style import cell_width, cut, wrap, wrapped

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sipctl.plan.faults import Fault, Placed
    from sipctl.views.text.screen import Screen

FEW = 5
"""Warnings of a new plan that are told one by one."""
_COLOURS = {"error": "\x1b[1;31m", "warning": "\x1b[1;33m"}
_PLAIN, _BOLD, _DIM = "\x1b[0m", "\x1b[1m", "\x1b[2m"


def concise(placed: Sequence[Placed]) -> str:
    """One line a fault: file, line, column, severity, slug, message."""
    return "".join(f"{_first_line(one)}\n" for one in placed)


def _first_line(one: Placed) -> str:
    fault, place = one.fault, one.place
    head = f"{safe_text(place.file)}:{place.line}:{place.column}"
    return f"{head}: {fault.severity}[{fault.slug}]: {safe_text(fault.message)}"


def text(placed: Sequence[Placed], screen: Screen) -> str:
    """Each fault with its line, what to do about it, and a count of them all at the end."""
    return "".join(_block(one, screen) for one in placed) + summary(placed) + "\n"


def gist(placed: Sequence[Placed], screen: Screen, check: str) -> str:
    """The same of a new plan, whose many warnings are told by kind, and how to see them.

    `check` is the command that shows them.
    """
    warnings = [one for one in placed if one.fault.severity == "warning"]
    few = len(warnings) <= FEW
    shown = [one for one in placed if few or one.fault.severity == "error"]
    said = "".join(_block(one, screen) for one in shown)
    said = (f"\n{said}" if said else "") + f"{summary(placed)}\n"
    if few:
        return said
    kinds = Counter(one.fault.slug for one in warnings)
    told = join_words([f"{number} {slug}" for slug, number in kinds.most_common()])
    return said + wrap(f"Its warnings: {told}. See them with: {check}\n", screen)


def summary(placed: Sequence[Placed]) -> str:
    """How many errors and warnings: the last line of `check`."""
    errors = sum(one.fault.severity == "error" for one in placed)
    warnings = len(placed) - errors
    if not placed:
        return "The plan is sound."
    if not errors:
        return f"The plan is sound, with {plural(warnings, 'warning')}."
    return f"{plural(errors, 'error')}, {plural(warnings, 'warning')}."


def counted(faults: Sequence[Fault]) -> str:
    """`1 error and 2 warnings`, of which there are any; nothing for no fault."""
    errors = sum(fault.severity == "error" for fault in faults)
    warnings = len(faults) - errors
    parts = [plural(errors, "error")] * bool(errors)
    return join_words(parts + [plural(warnings, "warning")] * bool(warnings))


def json(placed: Sequence[Placed]) -> str:
    """For other programs: every fault and its place, in order of place."""
    from sipctl.views import json as as_json

    faults = [as_dict(one) for one in placed]
    return as_json.written({"version": as_json.VERSION, "faults": faults})


def as_dict(one: Placed) -> dict[str, Any]:
    """One fault as JSON has it. Lines and columns count from 1, the end is exclusive."""
    fault, place = one.fault, one.place
    return {
        "slug": fault.slug,
        "severity": fault.severity,
        "file": place.file,
        "line": place.line,
        "column": place.column,
        "end_line": place.end_line,
        "end_column": place.end_column,
        "message": fault.message,
        "help": fault.help,
    }


def github(placed: Sequence[Placed]) -> str:
    """For a code host's workflow log, which shows each at its line of a pull request."""
    from sipctl.views.faults.github import commands

    return commands(placed)


def sarif(placed: Sequence[Placed]) -> str:
    """For code scanning: the static analysis results interchange format."""
    from sipctl.views.faults.sarif import log

    return log(placed)


def _block(one: Placed, screen: Screen) -> str:
    fault, place = one.fault, one.place
    first = _first_line(one)
    if screen.colour:
        where, rest = first.split(f" {fault.severity}[", 1)
        slug, message = rest.split("]: ", 1)
        mark = _COLOURS[fault.severity]
        first = f"{_BOLD}{where}{_PLAIN} {mark}{fault.severity}[{slug}]{_PLAIN}: {message}"
    lines = [first]
    gutter = " " * (len(str(place.line)) + 5)
    if place.text is not None:
        lines += _excerpt(one, screen)
    if fault.help:
        lines += wrapped(f"{gutter}= help: {safe_text(fault.help)}", screen.width, len("= help: "))
    return "\n".join(lines) + "\n\n"


def _excerpt(one: Placed, screen: Screen) -> list[str]:
    """The fault's own line with carets under it, cut to the part that a terminal can show."""
    place = one.place
    line = (place.text or "").replace("\t", " ")
    start = min(place.column - 1, len(line))
    end = place.end_column - 1 if place.end_line == place.line else len(line)
    room = (screen.width or 160) - len(str(place.line)) - 8
    first = max(0, start - 8)
    while 0 < first > len(line) - room and cell_width(clean_line(line[first - 1 :])) <= room:
        first -= 1
    shown = cut(clean_line(line[first : first + room + 1]), room)
    before = cell_width(clean_line(line[first:start]))
    marked = max(1, min(cell_width(clean_line(line[start:end])), room - before))
    carets = "^" * marked
    if screen.colour:
        carets = f"{_COLOURS[one.fault.severity]}{carets}{_PLAIN}"
    gutter = " " * (len(str(place.line)) + 5)
    return [f"    {place.line} | {shown}".rstrip(), f"{gutter}| {' ' * before}{carets}"]


def clean_line(line: str) -> str:
    """A line as `clean` makes it safe, its spaces kept."""
    return "".join(" " if char == " " else safe_text(char) or " " for char in line)
