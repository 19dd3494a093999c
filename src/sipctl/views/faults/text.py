"""Faults for people, terminals, editors and code hosts."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Any

from sipctl.views.text.english import join_words, plural, safe_path, safe_text
from sipctl.views.text.style import cell_width, cut, wrap, wrapped

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sipctl.plan.faults import Fault, Placed
    from sipctl.views.text.screen import Screen

MOST_FILES = 3
"""The most files with errors that are named where rules wait for them."""
FEW_WARNINGS = 5
"""The most warnings of a new plan that are listed; more are counted by kind."""
_SPACE = re.compile(r"\s")
_COLOURS = {"error": "\x1b[1;31m", "warning": "\x1b[1;33m"}
_PLAIN, _BOLD, _DIM = "\x1b[0m", "\x1b[1m", "\x1b[2m"


def concise(faults: Sequence[Placed], waiting: Sequence[str] = ()) -> str:
    """One line a fault: file, line, column, severity, slug, message, and what to type instead.

    A last line names the files with errors (`waiting`) that other rules wait for.
    """
    lines = [f"{_first_line(placed)}{_help_in_line(placed.fault)}\n" for placed in faults]
    return "".join([*lines, *(f"{line}\n" for line in _waiting_line(waiting))])


def _help_in_line(fault: Fault) -> str:
    words = " ".join(safe_text(fault.help).split())
    return f" (help: {words})" if words else ""


def _first_line(placed: Placed, *, colour: bool = False) -> str:
    fault, place = placed.fault, placed.place
    head = f"{safe_text(place.file)}:{place.line}:{place.column}:"
    kind = f"{fault.severity}[{fault.slug}]"
    if colour:
        head = f"{_BOLD}{head}{_PLAIN}"
        kind = f"{_COLOURS[fault.severity]}{kind}{_PLAIN}"
    return f"{head} {kind}: {safe_text(fault.message)}"


def text(faults: Sequence[Placed], screen: Screen, waiting: Sequence[str] = ()) -> str:
    """Each fault with its line, what to do about it, and a count of them all at the end.

    `waiting` are the files that some rules wait for.
    """
    blocks = "".join(_block(placed, screen) for placed in faults)
    return f"{blocks}{_waiting(waiting, screen)}{summary(faults)}\n"


def _waiting(files: Sequence[str], screen: Screen) -> str:
    """A line on the files that rules wait for; "" for none."""
    return "".join(wrap(f"{line}\n", screen) for line in _waiting_line(files))


def _waiting_line(files: Sequence[str]) -> list[str]:
    if not files:
        return []
    named = [safe_text(file) for file in files[:MOST_FILES]]
    more = len(files) - len(named)
    whole = join_words([*named, plural(more, "other file")] if more else named)
    its = "its" if len(files) == 1 else "their"
    return [f"What depends on {whole} is judged once {its} errors are mended."]


def render_new_plan(
    faults: Sequence[Placed], screen: Screen, check: str, *, whole: bool = True
) -> str:
    """The faults of a new plan as `text` has them, but many warnings are counted by kind.

    `check` is the command that lists them. Without `whole`, which says that everything in the
    plan's source was read, the plan is not called sound.
    """
    warnings = [placed for placed in faults if placed.fault.severity == "warning"]
    few = len(warnings) <= FEW_WARNINGS
    shown = [placed for placed in faults if few or placed.fault.severity == "error"]
    blocks = "".join(_block(first, screen, others) for first, *others in by_cause(shown))
    causes = [first for first, *_ in by_cause(faults)]
    places = len(faults) - len(warnings)
    text = (f"\n{blocks}" if blocks else "") + f"{summary(causes, whole=whole, places=places)}\n"
    if few:
        return text
    kinds = Counter(first.fault.slug for first, *_ in by_cause(warnings))
    counts = join_words([f"{number} {slug}" for slug, number in kinds.most_common()])
    return text + wrap(f"Its warnings: {counts}. See them with: {check}\n", screen)


def by_cause(faults: Iterable[Placed]) -> list[list[Placed]]:
    """Faults grouped by slug and message: one cause, with each of its places."""
    causes: dict[tuple[str, str], list[Placed]] = {}
    for placed in faults:
        causes.setdefault((placed.fault.slug, placed.fault.message), []).append(placed)
    return list(causes.values())


def summary(faults: Sequence[Placed], *, whole: bool = True, places: int = 0) -> str:
    """How many errors and warnings: the last line of `check`. Where `faults` has each cause once,
    `places` is how many places the errors have; `whole` is as for `render_new_plan`."""
    errors = sum(placed.fault.severity == "error" for placed in faults)
    warnings = len(faults) - errors
    if not faults and whole:
        return "The plan is sound."
    if not errors and whole:
        return f"The plan is sound, with {plural(warnings, 'warning')}."
    where = f" in {places} places" if places > errors else ""
    return f"{plural(errors, 'error')}{where}, {plural(warnings, 'warning')}."


def fault_counts(faults: Sequence[Fault]) -> str:
    """`1 error and 2 warnings`, without counts of none; "" for no fault."""
    errors = sum(fault.severity == "error" for fault in faults)
    warnings = len(faults) - errors
    parts = [plural(errors, "error")] * bool(errors)
    return join_words(parts + [plural(warnings, "warning")] * bool(warnings))


def json(faults: Sequence[Placed], waiting: Sequence[str] = ()) -> str:
    """For other programs: every fault and its place, in order of place.

    `waiting` has the files that some rules wait for, where there are any.
    """
    from sipctl.views import json as as_json

    values = [fault_json(placed) for placed in faults]
    waits = {"waiting": list(waiting)} if waiting else {}
    return as_json.dump({"version": as_json.VERSION, "faults": values, **waits})


def fault_json(placed: Placed) -> dict[str, Any]:
    """One fault as JSON has it. Lines and columns count from 1, the end is exclusive."""
    fault, place = placed.fault, placed.place
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


def github(faults: Sequence[Placed], waiting: Sequence[str] = ()) -> str:
    """For a code host's workflow log, which shows each at its line of a pull request."""
    from sipctl.views.faults.github import commands

    return commands(faults, _waiting_line(waiting))


def sarif(faults: Sequence[Placed], waiting: Sequence[str] = ()) -> str:
    """For code scanning: the static analysis results interchange format."""
    from sipctl.views.faults.sarif import log

    return log(faults, _waiting_line(waiting))


def _block(placed: Placed, screen: Screen, others: Sequence[Placed] = ()) -> str:
    """One fault with its line and help, and the places of `others` that are the same elsewhere."""
    fault, place = placed.fault, placed.place
    lines = [_first_line(placed, colour=screen.colour is not None)]
    gutter = " " * (len(str(place.line)) + 5)
    if place.text is not None:
        lines += _excerpt(placed, screen)
    if fault.help:
        lines += wrapped(f"{gutter}= help: {safe_text(fault.help)}", screen.width, len("= help: "))
    if others:
        places = [f"{safe_text(other.place.file)}:{other.place.line}" for other in others]
        named = [*places[:MOST_FILES], *[plural(len(others) - MOST_FILES, "other place")]]
        again = join_words(named if len(others) > MOST_FILES else places)
        lines += wrapped(f"{gutter}= the same at {again}", screen.width, len("= "))
    return "\n".join(lines) + "\n\n"


def _excerpt(placed: Placed, screen: Screen) -> list[str]:
    """The fault's own line with carets under it, cut to the part that a terminal can show."""
    place = placed.place
    line = (place.text or "").replace("\t", " ")
    start = min(place.column - 1, len(line))
    end = place.end_column - 1 if place.end_line == place.line else len(line)
    room = (screen.width or 160) - len(str(place.line)) - 8
    fits = len(line) <= room and cell_width(clean_line(line)) <= room
    first = 0 if fits else max(0, start - 8)
    while 0 < first > len(line) - room and cell_width(clean_line(line[first - 1 :])) <= room:
        first -= 1
    shown = cut(clean_line(line[first : first + room + 1]), room)
    before = cell_width(clean_line(line[first:start]))
    marked = max(1, min(cell_width(clean_line(line[start:end])), room - before))
    carets = "^" * marked
    if screen.colour:
        carets = f"{_COLOURS[placed.fault.severity]}{carets}{_PLAIN}"
    gutter = " " * (len(str(place.line)) + 5)
    return [f"    {place.line} | {shown}".rstrip(), f"{gutter}| {' ' * before}{carets}"]


def clean_line(line: str) -> str:
    """A line as `safe_text` makes it safe, its spaces kept."""
    if line.isascii() and line.isprintable():
        return line
    return safe_path(_SPACE.sub(" ", line))
