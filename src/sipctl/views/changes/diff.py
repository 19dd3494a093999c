"""A comparison of two versions of a plan, divided into sections, each with its lines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sipctl.plan.changes import Added, CalendarShift
from sipctl.views.changes.english import (
    ARROW,
    ChangeLine,
    Markup,
    census,
    change_lines,
    shift_lines,
    target_name,
    totals,
)
from sipctl.views.text.english import join_words, plural

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sipctl.plan.changes import CarriedOver, Change, Comparison
    from sipctl.plan.faults import Placed


@dataclass(frozen=True)
class Diff:
    """A comparison, and all that is shown with it.

    `base` and `head` name the two versions. `broken` has, for each that does not load, its name and
    faults. `faults` are those of the head that the base does not have, `mended` counts those of the
    base that the head does not have. `new` if the base has no plan at all. `period` gives the title
    of a period by its key.
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
        """Whether the base does not load, so that its faults are not all known."""
        return any(name == self.base for name, _ in self.broken)


@dataclass(frozen=True)
class SectionItem:
    """A line of a section, and the lines under it."""

    head: str
    under: tuple[ChangeLine, ...] = ()


@dataclass(frozen=True)
class DiffSection:
    """A heading, such as an aim's, and its items."""

    heading: str
    items: tuple[SectionItem, ...]


def version_names(diff: Diff, markup: Markup) -> str:
    """`main at 1a2b3c4 → the working tree`."""
    return f"{markup.text(diff.base)} {ARROW} {markup.text(diff.head)}"


def opening(diff: Diff, markup: Markup) -> list[str]:
    """The first sentences: how much changed, what could not be compared, what was mended."""
    lines = [_extent(diff)]
    if diff.comparison.left_out:
        files = join_words([markup.text(path) for path in diff.comparison.left_out])
        lines.append(f"Not compared, because it does not load on both sides: {files}.")
    if diff.mended:
        verb = "is" if diff.mended == 1 else "are"
        lines.append(f"{plural(diff.mended, 'fault')} of before {verb} mended.")
    if diff.comparison.carried_over:
        lines += ["", "The next plan begins. Activities, by aim:"]
        lines += [_carried_over(item, markup) for item in diff.comparison.carried_over]
    return lines


def _carried_over(aim: CarriedOver, markup: Markup) -> str:
    """`- 2 People: 3 carried over, 1 not, 2 new`."""
    parts = [f"{aim.carried or 'none'} carried over"]
    parts += [f"{aim.left} not"] if aim.left else []
    parts += [f"{aim.new} new"] if aim.new else []
    return f"- {aim.aim} {markup.text(aim.title)}: {', '.join(parts)}"


def _extent(diff: Diff) -> str:
    if diff.new:
        return f"All of it is new: {census(diff.comparison.changes)}."
    if diff.comparison.changes:
        return f"{totals(diff.comparison.changes)}."
    return "Nothing in the plan changed."


def faults_heading(diff: Diff) -> str:
    """The heading over the faults of the head."""
    if diff.base_broken:
        return "What check says now (what it said before is not known)"
    return "What check says that it did not say before"


def sections(diff: Diff, markup: Markup) -> list[DiffSection]:
    """The changes under their headings, those of one target together."""
    if diff.new:
        return []
    headings: dict[str, dict[str, list[ChangeLine]]] = {}
    shifts: list[CalendarShift] = []
    new: set[str] = set()
    for change in diff.comparison.changes:
        if isinstance(change, CalendarShift):
            shifts.append(change)
            continue
        targets = headings.setdefault(_heading(change, diff, markup), {})
        name = target_name(change.subject, markup)
        targets.setdefault(name, []).extend(change_lines(change, markup))
        new |= {name} if isinstance(change, Added) else set()
    result = [
        DiffSection(
            heading, tuple(_item(name, lines, name in new) for name, lines in targets.items())
        )
        for heading, targets in headings.items()
    ]
    if shifts:
        items = tuple(map(SectionItem, shift_lines(shifts, diff.period, markup)))
        result.append(DiffSection("Due days that move with the calendar", items))
    return result


def _heading(change: Change, diff: Diff, markup: Markup) -> str:
    subject = change.subject
    if subject.section != "aim":
        return _HEADINGS[subject.section]
    title = diff.aims.get(subject.aim or 0, "")
    return f"Aim {subject.aim}: {markup.text(title)}" if title else f"Aim {subject.aim}"


_HEADINGS = {
    "plan": "The whole plan",
    "people": "People",
    "calendar": "Calendar",
    "rounds": "Rounds of asking",
    "frameworks": "What the plan has to cover",
}


def _item(name: str, lines: Sequence[ChangeLine], is_new: bool) -> SectionItem:
    """Something new is one line, and so is a single change, with its warnings under it; several
    changes have a line each, under the name."""
    first, *rest = lines
    if is_new:
        return SectionItem(f"{name}: {'; '.join(map(str, lines))}")
    if all(line.warning for line in rest):
        return SectionItem(f"{name}: {first}", tuple(rest))
    return SectionItem(name, tuple(lines))
