"""The page for template authors says what there is, no more and no less."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conftest import ROOT
from support.packs import build

from sipctl.packs.render import escape, guide
from sipctl.packs.render.charts import PAGE
from sipctl.packs.render.fill import ALIASES, FILTERS, RenderJob, TemplateRenderer
from sipctl.packs.render.sandbox import VISIBLE

if TYPE_CHECKING:
    import pytest


def test_the_page_is_made_from_the_model() -> None:
    """Write it anew with `python -m sipctl.packs.render.guide`."""
    assert (ROOT / "templates" / "README.md").read_text(encoding="utf-8") == guide.page()


def test_python_m_prints_the_page(capsys: pytest.CaptureFixture[str]) -> None:
    guide.main()
    assert capsys.readouterr().out == guide.page()


def test_every_filter_is_told() -> None:
    assert set(guide.FILTERED) == {*FILTERS, "day", "lateness", "picture", "some", "unbroken"}


def test_everything_given_is_told() -> None:
    job = RenderJob(build(), None, "pack.html")  # type: ignore[arg-type]
    given = set(TemplateRenderer(job, escape.html, PAGE)._globals(job.pack))
    names = {name for words in guide.GIVEN for name in words.replace("(", ",").split(",")}
    assert given <= {name.strip().split(".")[0] for name in names} | ALIASES.keys()


def test_every_class_that_a_template_sees_has_a_meaning() -> None:
    for cls in VISIBLE:
        assert guide._meaning(cls), cls
        assert guide.members(cls), cls
