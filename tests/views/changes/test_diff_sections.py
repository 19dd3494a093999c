"""Which lines of a diff are warnings is decided by what they are, never by how they begin."""

from __future__ import annotations

from datetime import date

from sipctl.plan.changes import ChangeTarget, Comparison, Rescheduled
from sipctl.views.changes.diff import Diff
from sipctl.views.changes.markdown import markdown
from sipctl.views.changes.text import text
from sipctl.views.text.screen import Screen


def moved(label: str, gap: str | None = None) -> Rescheduled:
    return Rescheduled(
        subject=ChangeTarget("activity", "2a.2", "HR software", 2),
        label=label,
        was="Spring 2025",
        now="Summer 2025",
        was_due=date(2025, 4, 4),
        now_due=date(2025, 7, 21),
        agreed=None if gap else "CEO",
        gap="not-in-moved" if gap else None,
    )


def diff(*changes: Rescheduled) -> Diff:
    return Diff("Plan", "main", "the working tree", {2: "People"}, Comparison(changes))


def test_milestones_called_warning_are_no_warnings() -> None:
    assert text(diff(moved("Warning"), moved("Warning")), Screen(colour="256")).split("\n")[
        3:-1
    ] == [
        "\x1b[1mAim 2: People\x1b[0m",
        "  \x1b[1m2a.2\x1b[0m HR software",
        *["    Warning: Spring 2025 → Summer 2025 (15 weeks later, agreed by CEO)"] * 2,
    ]


def test_a_warning_stands_under_the_change_it_is_about() -> None:
    assert markdown(diff(moved("", "not-in-moved"))).split("\n")[-4:-1] == [
        "",
        "- **2a.2** HR software: Spring 2025 → Summer 2025 (15 weeks later)",
        "  - **Warning:** “moved” does not say so: from when, who agreed, why",
    ]
