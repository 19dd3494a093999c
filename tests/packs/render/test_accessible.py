"""Every page that sipctl makes, in a browser: axe-core and the Nu HTML checker find nothing, best
practice too, nobody scrolls sideways on a phone, and the keyboard is enough.

`VNU_JAR` names the checker's `vnu.jar`.
"""

from __future__ import annotations

import os
import subprocess
from email import message_from_bytes, policy
from functools import cache
from importlib.resources import files
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING, Any

import pytest
from support import hundred, made_up
from support.packs import PACKS, build, pack_of, program, text, write

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Result

pytestmark = pytest.mark.slow

PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 900}
FINDINGS = """contrast => axe.run(document, {
  resultTypes: ["violations", "incomplete"], rules: {"color-contrast": {enabled: contrast}},
}).then((result) => {
  const isSound = (node) => {
    const mark = document.querySelector(node.target[0]), words = mark.parentElement;
    const colour = (element) => getComputedStyle(element).color;
    return node.any[0]?.data?.messageKey === "nonBmp"
      ? mark.ariaHidden === "true" && colour(mark) === colour(words)
      : mark.tagName === "text" && ["var(--text)", "var(--quiet)"].includes(mark.style.fill);
  };
  const undecided = result.incomplete.map(
    (rule) => ({...rule, nodes: rule.nodes.filter((node) => !isSound(node))}));
  return [...result.violations, ...undecided].flatMap((rule) => rule.nodes.map(
    (node) => [rule.id, node.html]));
})"""
"""What axe finds, and what it leaves undecided: but for signs in the colour of their words, `↓`, and
text of charts, which stands on the page's grounds in colours that `test_colours.py` looks at."""


@pytest.fixture(scope="module")
def axe() -> str:
    module = pytest.importorskip(
        "axe_playwright_python", reason="axe-playwright-python is not installed"
    )
    return (files(module) / "axe.min.js").read_text(encoding="utf-8")


@cache
def pages() -> dict[str, str]:
    """Every pack of three plans: the federation, made-up records, and a hundred activities."""
    folders = [Path(mkdtemp(prefix="pages-")) for _ in range(2)]
    packs = {
        "river": build(confidential=True),
        "made-up": pack_of(made_up.write(folders[0])),
        "hundred": pack_of(hundred.write(folders[1])),
    }
    return {
        f"{plan} {template}": write(pack, template, "html").decode()
        for plan, pack in packs.items()
        for template in PACKS
    }


@pytest.fixture
def other_pages(sipctl: Callable[..., Result], tmp_path: Path) -> dict[str, str]:
    """`due` as a page, the letters of a round, and packs by a framework."""
    plan = made_up.write(tmp_path)
    day = ("--as-of", "2025-04-05", "--plan", str(plan))
    by = ("--term", "spring-2025", "--by", "tq", "--with", "faults", "--format", "html")
    answers = {
        "due": sipctl("due", "--kpis", "--format", "html", *day).out,
        **{
            f"{template} by tq": sipctl("report", "--template", template, *by, *day).out
            for template in ("lgb-pack", "whole-plan")
        },
    }
    sipctl("ask", "--by", "2025-04-30", "-o", str(tmp_path / "asks"), *day)
    for letter in sorted((tmp_path / "asks").glob("*.eml"))[:1]:
        body = message_from_bytes(letter.read_bytes(), policy=policy.default).get_body(("html",))
        assert body
        answers["letter"] = body.get_content()
    assert len(answers) == 4
    return answers


def axe_findings(
    browser: Any, axe: str, page: str, size: Any, *, scheme: str = "light", contrast: bool = False
) -> list[Any]:
    """What axe finds, and what the page fetched. Contrast takes the longest to look at."""
    findings: list[Any] = []
    look = {"viewport": size, "color_scheme": scheme, "offline": True, "bypass_csp": True}
    with browser.new_context(**look) as context:
        tab = context.new_page()
        tab.on("request", lambda request: findings.append(request.url))
        tab.set_content(page)
        tab.evaluate(axe)
        return [*findings, *tab.evaluate(FINDINGS, contrast)]


@pytest.mark.parametrize(
    ("page", "size", "scheme", "contrast"),
    [
        ("river lgb-pack", PHONE, "light", True),
        ("river lgb-pack", DESK, "dark", True),
        ("river trustees-pack", PHONE, "dark", False),
        ("river lead-sheet", DESK, "light", False),
        ("made-up board-paper", DESK, "light", True),
        ("made-up whole-plan", PHONE, "light", False),
        ("hundred trustees-pack", DESK, "light", False),
    ],
)
def test_axe_finds_nothing(
    browser: Any, axe: str, page: str, size: Any, scheme: str, contrast: bool
) -> None:
    findings = axe_findings(browser, axe, pages()[page], size, scheme=scheme, contrast=contrast)
    assert findings == []


def test_axe_finds_nothing_in_what_other_commands_write(
    browser: Any, axe: str, other_pages: dict[str, str]
) -> None:
    findings = {
        name: axe_findings(browser, axe, page, PHONE, contrast="by tq" not in name)
        for name, page in other_pages.items()
    }
    assert not any(findings.values()), findings


def test_nobody_scrolls_sideways_on_a_phone(browser: Any, other_pages: dict[str, str]) -> None:
    wide = {}
    with browser.new_context(viewport=PHONE, offline=True) as context:
        tab = context.new_page()
        for name, page in (pages() | other_pages).items():
            tab.set_content(page)
            wide[name] = tab.evaluate("document.documentElement.scrollWidth")
    assert {name: width for name, width in wide.items() if width > PHONE["width"]} == {}


def test_the_checker_of_html_finds_nothing(tmp_path: Path, other_pages: dict[str, str]) -> None:
    jar = Path(os.environ.get("VNU_JAR", ""))
    if not jar.is_file():
        pytest.skip("VNU_JAR names no vnu.jar")
    every = pages() | other_pages
    for name, page in every.items():
        (tmp_path / f"{name}.html").write_text(page, "utf-8")
    command = [program("java"), "-jar", str(jar)]
    command += [str(tmp_path / f"{name}.html") for name in every]
    result = subprocess.run(command, capture_output=True, text=True, check=False, timeout=240)
    assert result.stderr == ""


def test_the_skip_link_is_first_and_leads_to_the_content(browser: Any) -> None:
    with browser.new_context(viewport=DESK, offline=True) as context:
        page = context.new_page()
        page.set_content(text("river", "lgb-pack", "html"))
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "content"
