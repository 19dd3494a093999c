"""Faults as workflow commands, which a code host shows beside the lines of a pull request."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sipctl.views.text.english import safe_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sipctl.plan.faults import Placed

_DATA = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_PROPERTY = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A", ":": "%3A", ",": "%2C"})


def commands(faults: Iterable[Placed], notices: Iterable[str] = ()) -> str:
    """A command a fault, errors before warnings: a host shows only the first few of each run."""
    ordered = sorted(faults, key=lambda placed: placed.fault.severity)
    lines = [_command(placed) for placed in ordered]
    lines += [f"::warning title=waiting::{notice.translate(_DATA)}" for notice in notices]
    return "".join(f"{line}\n" for line in lines)


def _command(placed: Placed) -> str:
    fault, place = placed.fault, placed.place
    where = {"file": safe_text(place.file), "line": place.line, "endLine": place.end_line}
    if place.line == place.end_line:  # a host refuses columns that stand on different lines
        where |= {"col": place.column, "endColumn": place.end_column}
    where["title"] = fault.slug
    properties = ",".join(
        f"{name}={str(value).translate(_PROPERTY)}" for name, value in where.items()
    )
    texts = (fault.message, fault.help) if fault.help else (fault.message,)
    message = "\n".join(map(safe_text, texts))
    return f"::{fault.severity} {properties}::{message.translate(_DATA)}"
