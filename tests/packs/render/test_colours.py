"""Every colour can be read: contrast as WCAG 2.2 counts it, on paper and on dark screens."""

from __future__ import annotations

import re

from conftest import ROOT
from support.each_row import each_row

from sipctl.packs.render.colours import DARK, LIGHT, known
from sipctl.packs.render.phrases import SIGNS
from sipctl.plan.model.statuses import COLOURS, STATUS_INFO

TEXT, GRAPHICS = 4.5, 3.0


def light_of(colour: str) -> float:
    parts = [int(colour[item : item + 2], 16) / 255 for item in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(item: str, other: str) -> float:
    lighter, darker = sorted((light_of(item), light_of(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@each_row("palette", [LIGHT, DARK])
def test_text_on_every_ground(palette: dict[str, str]) -> None:
    for ink in ("text", "quiet", "accent", *COLOURS):
        for ground in ("paper", "ground"):
            assert contrast(palette[ink], palette[ground]) >= TEXT, (ink, ground)
    for name in COLOURS:
        assert contrast(palette[name], palette[f"{name}-tint"]) >= TEXT, name


def test_a_page_has_a_class_for_each() -> None:
    style = (ROOT / "templates/base/style.css").read_text(encoding="utf-8")
    listed = re.search(r"for colour in \[(.*?)\]", style)
    assert listed
    assert sorted(re.findall(r'"(\w+)"', listed[1])) == sorted(COLOURS)


@each_row("palette", [LIGHT, DARK])
def test_shapes_on_paper(palette: dict[str, str]) -> None:
    for name in (*COLOURS, "accent"):
        assert contrast(palette[name], palette["paper"]) >= GRAPHICS, name


def test_packs_have_every_colour_that_a_plan_may_name() -> None:
    assert set(LIGHT) == set(DARK) >= set(COLOURS)
    assert known("mauve") == "grey"


def test_every_status_has_a_sign_of_its_own() -> None:
    signs = [SIGNS[status] for status in STATUS_INFO]
    assert len(set(signs)) == len(signs)
