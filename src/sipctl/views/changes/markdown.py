"""What changed, as a comment on a pull request: a heading an aim, a bullet a change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sipctl.views.changes.diff import faults_heading, opening, sections, version_names
from sipctl.views.changes.english import WARNING, Markup
from sipctl.views.faults.text import summary
from sipctl.views.text.markdown import escape_for_code_host as escape

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sipctl.plan.faults import Placed
    from sipctl.views.changes.diff import Diff
    from sipctl.views.changes.english import ChangeLine


def markdown(diff: Diff) -> str:
    """The whole diff. What people typed is escaped, so that it is shown and makes no markup."""
    markup = Markup(escape, lambda text: f"**{text}**")
    versions = f"{version_names(diff, markup)}."
    lines = [f"## {escape(diff.title)}", "", versions, *opening(diff, markup), ""]
    for name, placed in diff.broken:
        heading = escape(f"{name[:1].upper()}{name[1:]}")
        lines += [f"### {heading} does not load", "", *_faults(placed), ""]
    for section in sections(diff, markup):
        lines += [f"### {section.heading}", ""]
        for item in section.items:
            lines += [f"- {item.head}", *(f"  - {_line(line)}" for line in item.under)]
        lines.append("")
    if diff.faults:
        lines += [f"### {faults_heading(diff)}", "", *_faults(diff.faults)]
        lines += ["", summary(diff.faults)]
    return "\n".join(lines).rstrip("\n") + "\n"


def _line(line: ChangeLine) -> str:
    return f"**{WARNING}** {line.text}" if line.warning else line.text


def _faults(faults: Iterable[Placed]) -> list[str]:
    """A bullet a fault, errors first."""
    return [
        f"- **{placed.fault.severity}** {escape(placed.place.file)}:{placed.place.line}:"
        f" {escape(placed.fault.message)}"
        + (f" ({escape(placed.fault.help)})" if placed.fault.help else "")
        for placed in sorted(faults, key=lambda placed: placed.fault.severity)
    ]
