"""A round of asking that is new or changed is told, by `diff` and whatever says what is new."""

from __future__ import annotations

from support.plans import TINY, plan_of

from sipctl.plan.changes import Version, compare, version_pair
from sipctl.views.changes.english import Markup, change_lines, target_name

ROUND = "term: spring-2025\nasked: 2025-03-14\nby: {}\nleads: [{}]\n"


def lines_of(before: str | None, after: str | None) -> list[str]:
    path = "rounds/2024-25-spring.yaml"
    plans = [plan_of({**TINY, **({path: text} if text else {})}) for text in (before, after)]
    changes = compare(version_pair(*map(Version, plans))).changes
    markup = Markup(str, str)
    return [
        f"{target_name(change.subject, markup)}: {line}"
        for change in changes
        for line in change_lines(change, markup)
    ]


def test_a_round_is_told_when_it_is_new_changed_or_gone() -> None:
    first, second = ROUND.format("2025-03-28", "JK"), ROUND.format("2025-04-01", "JK, SD")
    assert lines_of(None, first) == [
        "round spring-2025: new",
        "round spring-2025: asked on now 14 Mar 2025",
        "round spring-2025: answers by now 28 Mar 2025",
        "round spring-2025: asked: with JK",
    ]
    assert lines_of(first, second) == [
        "round spring-2025: answers by: 28 Mar 2025 → 1 Apr 2025",
        "round spring-2025: asked: with SD",
    ]
    assert lines_of(first, None) == ["round spring-2025: removed"]
    assert lines_of(first, first) == []
