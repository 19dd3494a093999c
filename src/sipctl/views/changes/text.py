"""What changed between two versions of a plan, on a terminal or piped."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sipctl.views.changes import english as words
from sipctl.views.text.english import join_words, plural, safe_text
from sipctl.views.text.style import wrap

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sipctl.plan.changes import Change, Comparison
    from sipctl.plan.faults import Placed
    from sipctl.views.text.screen import Screen


@dataclass(frozen=True)
class Diff:
    """A comparison, and all that is told with it.

    `base` and `head` say what was compared. `broken` are the faults of a side that does not load;
    `faults` what `check` says of the head that it did not say of the base, and `mended` how many
    faults of the base are gone. `new` if the base has no plan at all. `period` names a period key.
    """

    title: str
    base: str
    head: str
    aims: dict[int, str]
    comparison: Comparison
    broken: tuple[tuple[str, tuple[Placed, ...]], ...] = ()
    faults: tuple[Placed, ...] = ()
    mended: int = 0
    new: bool = False
    period: Callable[[str], str] = str

    @property
    def base_broken(self) -> bool:
        """Whether nothing can be said of what `check` told before."""
        return any(name == self.base for name, _ in self.broken)


@dataclass(frozen=True)
class Section:
    """One heading, and its lines: each with what hangs under it."""

    heading: str
    items: tuple[tuple[str, tuple[str, ...]], ...]


def text(diff: Diff, screen: Screen) -> str:
    """The whole diff for people: a heading an aim, a line a change."""
    from sipctl.views.faults import text as view

    pen = words.Markup(safe_text, lambda text: _styled(screen, text, "\x1b[1m"))
    title = pen.strong(f"{safe_text(diff.title)}: {words.sides(diff, pen)}")
    lines = [wrap(line, screen) for line in (title, *opening(diff, pen))] + [""]
    for name, placed in diff.broken:
        lines += [pen.strong(f"{name[:1].upper()}{name[1:]} does not load"), ""]
        lines += [view.text(placed, screen)]
    for section in sections(diff, pen):
        lines.append(pen.strong(section.heading))
        for head, under in section.items:
            lines.append(wrap(f"  {head}", screen))
            lines += [wrap(f"    {_warned(one, screen)}", screen) for one in under]
        lines.append("")
    if diff.faults:
        lines += [pen.strong(faults_heading(diff)), "", view.text(diff.faults, screen)]
    return "\n".join(lines).rstrip("\n") + "\n"


def opening(diff: Diff, pen: words.Markup) -> list[str]:
    """The first sentences: how much changed, what could not be compared, what was mended."""
    if diff.new:
        made = f"All of it is new: {words.census(diff.comparison.changes)}."
    elif diff.comparison.changes:
        made = f"{words.tally(diff.comparison.changes)}."
    else:
        made = "Nothing in the plan changed."
    lines = [made]
    if diff.comparison.left_out:
        files = join_words([pen.text(path) for path in diff.comparison.left_out])
        lines.append(f"Not compared, because it does not load on both sides: {files}.")
    if diff.mended:
        lines.append(f"{plural(diff.mended, 'fault')} of before {_is(diff.mended)} mended.")
    return lines


def _is(number: int) -> str:
    return "is" if number == 1 else "are"


def faults_heading(diff: Diff) -> str:
    """What the list of faults is a list of."""
    if diff.base_broken:
        return "What check says now (what it said before is not known)"
    return "What check says that it did not say before"


def sections(diff: Diff, pen: words.Markup) -> list[Section]:
    """The changes under their headings, several about one thing together."""
    from sipctl.plan.changes import CalendarShift

    if diff.new:
        return []
    found: dict[str, dict[str, list[str]]] = {}
    shifted: list[CalendarShift] = []
    for change in diff.comparison.changes:
        if isinstance(change, CalendarShift):
            shifted.append(change)
            continue
        heading = _heading(change, diff, pen)
        about = found.setdefault(heading, {}).setdefault(words.called(change.subject, pen), [])
        about += words.render(change, pen)
    made = [Section(heading, tuple(_items(those))) for heading, those in found.items()]
    if shifted:
        those = words.shifts(shifted, diff.period, pen)
        made.append(Section("Due days that move with the calendar", tuple(_flat(those))))
    return made


def _heading(change: Change, diff: Diff, pen: words.Markup) -> str:
    subject = change.subject
    if subject.section != "aim":
        return {"plan": "The whole plan", "people": "People"}.get(subject.section, "Calendar")
    title = diff.aims.get(subject.aim or 0, "")
    return f"Aim {subject.aim}: {pen.text(title)}" if title else f"Aim {subject.aim}"


def _items(those: dict[str, list[str]]) -> list[tuple[str, tuple[str, ...]]]:
    """One change stands on its thing's own line; several stand under it."""
    return [
        (f"{name}: {told[0]}", tuple(told[1:]))
        if all(line.startswith(words.WARNING) for line in told[1:])
        else (name, tuple(told))
        for name, told in those.items()
    ]


def _flat(lines: Sequence[str]) -> list[tuple[str, tuple[str, ...]]]:
    return [(line, ()) for line in lines]


def _styled(screen: Screen, text: str, style: str) -> str:
    return f"{style}{text}\x1b[0m" if screen.colour else text


def _warned(line: str, screen: Screen) -> str:
    bare = line.removeprefix(words.WARNING)
    return (
        line if bare == line else _styled(screen, words.WARNING.strip(), "\x1b[1;33m") + f" {bare}"
    )
