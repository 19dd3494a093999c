"""What changed between two versions of a plan, on a terminal or piped."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sipctl.views.changes.diff import faults_heading, opening, sections, version_names
from sipctl.views.changes.english import WARNING, Markup
from sipctl.views.faults import text as faults_text
from sipctl.views.text.english import safe_text
from sipctl.views.text.style import wrap

if TYPE_CHECKING:
    from sipctl.views.changes.diff import Diff
    from sipctl.views.changes.english import ChangeLine
    from sipctl.views.text.screen import Screen


def text(diff: Diff, screen: Screen) -> str:
    """The whole diff for people: a heading an aim, a line a change."""
    markup = Markup(safe_text, lambda text: _styled(screen, text, "\x1b[1m"))
    title = markup.strong(f"{safe_text(diff.title)}: {version_names(diff, markup)}")
    lines = [wrap(line, screen) for line in (title, *opening(diff, markup))] + [""]
    for name, placed in diff.broken:
        lines += [markup.strong(f"{name[:1].upper()}{name[1:]} does not load"), ""]
        lines += [faults_text.text(placed, screen)]
    for section in sections(diff, markup):
        lines.append(markup.strong(section.heading))
        for item in section.items:
            lines.append(wrap(f"  {item.head}", screen))
            lines += [wrap(f"    {_line(line, screen)}", screen) for line in item.under]
        lines.append("")
    if diff.faults:
        lines += [markup.strong(faults_heading(diff)), "", faults_text.text(diff.faults, screen)]
    return "\n".join(lines).rstrip("\n") + "\n"


def _styled(screen: Screen, text: str, style: str) -> str:
    return f"{style}{text}\x1b[0m" if screen.colour else text


def _line(line: ChangeLine, screen: Screen) -> str:
    if not line.warning:
        return line.text
    return _styled(screen, WARNING, "\x1b[1;33m") + f" {line.text}"
