"""What is judged at risk, on the timeline: named in each form, and nowhere a green tick."""

from __future__ import annotations

import json
from xml.etree.ElementTree import fromstring

from support.each_row import each_row
from support.states import ENDS, FRAME, STARTS, activity, day, named, plan

from sipctl.plan.queries.timeline import Chart, chart
from sipctl.plan.state.filters import Filters
from sipctl.views.text.screen import Screen
from sipctl.views.timeline import data, text
from sipctl.views.timeline.svg import render_svg

PIPED = Screen()
WORDS = "Judged off track: 1a.1 Work (JK): Two left."
GREEN = 'class="s-green"'


def drawn(when: str, *records: str) -> Chart:
    whole = plan(activity(when), records=named(records))
    return chart(whole, FRAME, day("2025-04-10"), Filters(), (STARTS, ENDS))


@each_row(
    ("when", "looks"),
    [
        ("Summer 2027", ["coming"]),
        ("termly from Autumn 2024 to Summer 2025", ["overdue", "overdue", "coming"]),
        ("Autumn 2024 and ongoing", ["missed", "judged", "coming"]),
        ("Spring 2025", ["overdue"]),
    ],
)
def test_what_is_judged_at_risk_is_named_and_not_ticked(when: str, looks: list[str]) -> None:
    picture = drawn(when, "2025-02-01 off-track note Two left")
    [bar] = picture.bars
    assert [mark.look for mark in bar.marks[:3]] == looks
    shown = text.render(picture, PIPED)
    assert WORDS in shown
    assert "1a.1  ■ Work" in shown
    assert "✓" not in shown
    svg = render_svg(picture)
    assert WORDS in [element.text for element in fromstring(svg).iter() if element.text]
    assert GREEN not in svg.split("</style>")[1]
    assert json.loads(data.render_json(picture))["judged_at_risk"] == ["1a.1"]


def test_what_is_not_on_the_picture_is_named_all_the_same() -> None:
    whole = plan(activity("Summer 2027"), records=named(("2025-02-01 off-track note Two left",)))
    span = (STARTS, day("2025-07-31"))
    picture = chart(whole, FRAME, day("2025-04-10"), Filters(), span)
    assert WORDS in text.render(picture, PIPED)


def test_what_goes_well_again_is_not_named() -> None:
    picture = drawn("termly", "2024-10-01 off-track", "2025-02-01 on-track")
    assert "Judged" not in text.render(picture, PIPED)
    assert [mark.look for mark in next(picture.bars).marks[:2]] == ["judged", "settled"]
