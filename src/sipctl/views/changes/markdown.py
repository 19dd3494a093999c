"""What changed, as a comment on a pull request: a heading an aim, a bullet a change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sipctl.views.changes import english as words
from sipctl.views.changes.text import faults_heading, opening, sections
from sipctl.views.faults.text import summary
from sipctl.views.text.markdown import escape

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sipctl.plan.faults import Placed
    from sipctl.views.changes.text import Diff


def markdown(diff: Diff) -> str:
    """The whole diff. Whatever people typed is shown as it stands, and does nothing else."""
    pen = words.Markup(escape, lambda text: f"**{text}**")
    lines = [f"## {escape(diff.title)}", "", f"{words.sides(diff, pen)}.", *opening(diff, pen), ""]
    for name, placed in diff.broken:
        told = escape(f"{name[:1].upper()}{name[1:]}")
        lines += [f"### {told} does not load", "", *_faults(placed), ""]
    for section in sections(diff, pen):
        lines += [f"### {section.heading}", ""]
        for head, under in section.items:
            lines += [f"- {head}", *(f"  - {_warned(line)}" for line in under)]
        lines.append("")
    if diff.faults:
        lines += [f"### {faults_heading(diff)}", "", *_faults(diff.faults)]
        lines += ["", summary(diff.faults)]
    return "\n".join(lines).rstrip("\n") + "\n"


def _warned(line: str) -> str:
    bare = line.removeprefix(words.WARNING)
    return line if bare == line else f"**{words.WARNING.strip()}** {bare}"


def _faults(placed: Iterable[Placed]) -> list[str]:
    """A bullet a fault, errors first."""
    those = sorted(placed, key=lambda one: one.fault.severity)
    return [
        f"- **{one.fault.severity}** {escape(one.place.file)}:{one.place.line}:"
        f" {escape(one.fault.message)}" + (f" ({escape(one.fault.help)})" if one.fault.help else "")
        for one in those
    ]
