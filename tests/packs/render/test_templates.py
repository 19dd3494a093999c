"""Templates: where they are found, what they may do, and how their mistakes are told."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

import pytest
from support.each_row import each_row
from support.packs import PACKS, build, plan_folder

from sipctl.packs.render import sandbox
from sipctl.packs.render.render import render_pack
from sipctl.plan.faults import Refusal
from sipctl.store.files import folder as folders
from sipctl.store.files import templates
from sipctl.store.files.templates import Templates

if TYPE_CHECKING:
    from pathlib import Path


def filled(folder: Path, text: str, form: str = "markdown", **others: str) -> str:
    """A pack of a template of its own, in a folder `mine`."""
    own = folder / "mine"
    own.mkdir(exist_ok=True)
    sheet = {"markdown": "pack.md", "html": "pack.html", "pdf": "pack.typ"}[form]
    for name, content in {sheet: text, **others}.items():
        (own / name.replace("_", ".")).write_text(content, encoding="utf-8")
    result = render_pack(build(), Templates(own, "mine", ((folder, "templates"),)), form)
    return result.decode("utf-8", "replace").removesuffix("<!-- sipctl-pack -->\n")


def refused(folder: Path, text: str, form: str = "markdown", **others: str) -> str:
    with pytest.raises(Refusal) as caught:
        filled(folder, text, form, **others)
    assert caught.value.code == 2
    return caught.value.message


# --- mistakes ------------------------------------------------------------------------------------


@each_row(
    ("text", "message"),
    [
        (
            "one\n{{ pack.titel }}",
            "mine/pack.md:2: 'sipctl.packs.content.model.Pack object' has no attribute",
        ),
        ("one\ntwo\n{% for %}", "mine/pack.md:3: Expected an expression"),
        ("{{ nobody }}", "mine/pack.md:1: 'nobody' is undefined"),
        ("{{ pack.title|safe }}", "mine/pack.md:1: No filter named 'safe'."),
        (
            "a\n{% include 'base/other.md' %}",
            'mine/pack.md:2: there is no template "base/other.md"',
        ),
        ("{{ pack.whole }}", "mine/pack.md:1: a PackSection cannot be printed as it is"),
        ("{{ pack.whole.work }}", "mine/pack.md:1: a tuple cannot be printed as it is"),
        ("{{ 1 / 0 }}", "mine/pack.md:1: division by zero"),
        ("{% extends pack.title %}", "there is no template"),
    ],
)
def test_a_mistake_is_told_with_its_file_and_line(tmp_path: Path, text: str, message: str) -> None:
    assert message in refused(tmp_path, text)


def test_a_mistake_in_an_included_file_is_told_there(tmp_path: Path) -> None:
    (tmp_path / "base").mkdir()
    (tmp_path / "base" / "more.md").write_text("\n\n{{ oops }}")
    message = refused(tmp_path, "{% include 'base/more.md' %}")
    assert message == "templates/base/more.md:3: 'oops' is undefined"


def test_typst_that_cannot_be_set_is_told_with_what_was_written(tmp_path: Path) -> None:
    pytest.importorskip("typst", reason="typst is not installed")
    with pytest.raises(Refusal) as caught:
        filled(tmp_path, "= Fine\n\n#nothing-of-the-sort()", "pdf")
    assert caught.value.message.startswith(
        "mine/pack.typ:3: it makes Typst that cannot be set: unknown"
    )
    assert caught.value.help == "it wrote: #nothing-of-the-sort()"


def test_a_format_that_a_template_does_not_make(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "pack.md").write_text("x")
    with pytest.raises(Refusal, match=r"mine has no pack\.html"):
        render_pack(build(), Templates(tmp_path / "mine", "mine", ()), "html")


# --- what a template may not do ------------------------------------------------------------------


@each_row(
    "text",
    [
        "{{ pack.__class__ }}",
        "{{ ''.__class__.__mro__ }}",
        "{{ pack.title.format }}",
        "{{ pack.title.center(10) }}",
        "{{ pack.day.strftime('%c') }}",
        "{{ pack.day.today() }}",
        "{{ charts.bar.__globals__ }}",
        "{{ pack.whole.work.__class__ }}",
        "{{ 'a' * 10000000000 }}",
        "{{ 9 ** 9 ** 9 }}",
        "{{ [1] * 9 }}",
        "{{ lipsum() }}",
        "{{ pack.title|random }}",
        "{{ '%9999999999d'|format(1) }}",
        "{{ self.__init__ }}",
        "{% set x = pack.whole %}{{ x.activities.real }}",
        "{{ pack.whole.work[0].lines[0].occurrences[0].due }}",
        "{% for one in pack.whole.work if one.moved %}{{ one.moved[0].why }}{% endfor %}",
        "{{ pack.term.window.opens }}",
        "{{ pack.whole.work[0].way.name }}",
    ],
)
def test_what_is_out_of_reach(tmp_path: Path, text: str) -> None:
    assert refused(tmp_path, text).startswith("mine/pack.md:1: ")


LOOPS = (
    "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}",
    "{% set r = range(9999)|list %}{% for a in r %}{% for b in r %}x{% endfor %}{% endfor %}",
)


@pytest.mark.parametrize(
    "text",
    [
        *(pytest.param(loops, marks=pytest.mark.slow) for loops in LOOPS),
        "{% for a in range(9999999) %}{% endfor %}",
    ],
)
def test_loops_without_end(tmp_path: Path, text: str) -> None:
    message = refused(tmp_path, text)
    assert "loops go round more often" in message or "Range too big" in message


def test_too_much(tmp_path: Path) -> None:
    many = "{% for a in range(3000) %}{{ long }}{% endfor %}"
    message = refused(tmp_path, "{% set long %}" + "x" * 9999 + "{% endset %}" + many)
    assert "prints more than 20 million characters" in message


@pytest.mark.parametrize(
    "text",
    [
        "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
        "{% include 'pack.md' %}",
    ],
)
def test_what_calls_itself_for_ever(tmp_path: Path, text: str) -> None:
    assert "call themselves for ever" in refused(tmp_path, text)


@pytest.mark.parametrize(
    "name", ["../secret.md", "/etc/hostname", "base/../../secret.md", "link.md"]
)
def test_no_name_leads_out_of_the_folder(tmp_path: Path, name: str) -> None:
    (tmp_path / "secret.md").write_text("SECRET")
    (tmp_path / "in").mkdir()
    own = tmp_path / "in" / "mine"
    own.mkdir()
    (tmp_path / "in" / "base").mkdir()
    if hasattr(os, "symlink"):
        os.symlink(tmp_path / "secret.md", own / "link.md")
    message = refused(tmp_path / "in", "{% include '" + name + "' %}")
    assert "no template" in message or "outside its folder" in message


def test_typst_sees_no_file_but_its_own(tmp_path: Path) -> None:
    pytest.importorskip("typst", reason="typst is not installed")
    (tmp_path / "secret.txt").write_text("SECRET")
    for asked in (f"{tmp_path}/secret.txt", "../secret.txt", "secret.txt", "/etc/hostname"):
        assert "cannot be set" in refused(tmp_path, f'#read("{asked}")', "pdf")
    message = refused(tmp_path, '#import "@preview/a:1.0.0"', "pdf")
    assert message == "mine/pack.typ imports a Typst package"


# --- what a template wrote, and what people typed ------------------------------------------------


def test_only_what_a_template_wrote_itself_stays_as_it_is(tmp_path: Path) -> None:
    text = (
        "{% macro bold(x) %}<b>{{ x }}</b>{% endmacro %}"
        "{% set block %}<i>{{ '<' }}</i>{% endset %}"
        "{{ bold('<') }} {{ block }} {{ '<u>' }} {{ bold('a') ~ '<' }} {{ bold('&')|upper }}"
        "{% call(x) each() %}<s>{{ x }}</s>{% endcall %}"
    )
    text = "{% macro each() %}{{ caller('>') }}{% endmacro %}" + text
    assert filled(tmp_path, text, "html").strip() == (
        "<b>&lt;</b> <i>&lt;</i> &lt;u&gt; &lt;b&gt;a&lt;/b&gt;&lt; &lt;B&gt;&amp;AMP;&lt;/B&gt;<s>&gt;</s>"
    )


def test_switching_jinjas_own_escaping_off_or_on_changes_nothing(tmp_path: Path) -> None:
    for switch in ("false", "true"):
        text = "{% autoescape " + switch + " %}{{ '<' }}{% endautoescape %}"
        assert "<" not in filled(tmp_path, text, "html").replace("<!--", "")


def test_days_and_numbers_print_as_people_write_them(tmp_path: Path) -> None:
    text = "{{ pack.day }} {{ pack.day|long_day }} {{ 3 }} {{ none }}{{ true }}"
    assert filled(tmp_path, text) == "5 Apr 2025 Saturday 5 April 2025 3 yes\n"
    assert filled(tmp_path, "{{ pack.day }}", "html") == "5\u00a0Apr\u00a02025\n"


def test_steps_are_counted_over_all_loops_together(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sandbox, "STEPS", 10)
    assert filled(tmp_path, "{% for a in range(10) %}{{ a }}{% endfor %}") == "0123456789\n"
    two = "{% for a in range(6) %}{% endfor %}{% for a in range(6) %}{% endfor %}"
    assert "loops" in refused(tmp_path, two)


# --- where they are found ------------------------------------------------------------------------


@pytest.fixture
def river(tmp_path: Path) -> folders.Folder:
    shutil.copytree(plan_folder("river") / "plan", tmp_path / "plan")
    return folders.find(None, tmp_path)


def test_a_plans_own_win_inside_it_and_beside_it(river: folders.Folder, tmp_path: Path) -> None:
    own = tmp_path / "templates" / "lgb-pack"
    own.mkdir(parents=True)
    (own / "pack.md").write_text("Ours beside. {% import 'base/parts.md' as parts with context %}")
    source = templates.find("lgb-pack", river, tmp_path)
    assert render_pack(build(), source, "markdown").startswith(b"Ours beside.")
    inside = tmp_path / "plan" / "templates" / "lgb-pack"
    inside.mkdir(parents=True)
    (inside / "pack.md").write_text("Ours inside.")
    source = templates.find("lgb-pack", river, tmp_path)
    assert render_pack(build(), source, "markdown").startswith(b"Ours inside.")
    kinds = {kind.name: kind.folder for kind in templates.list_packs(river)}
    assert kinds["lgb-pack"] == "plan/templates/lgb-pack"
    assert set(kinds) == set(PACKS)


def test_a_path_names_a_folder_or_a_file_in_it(river: folders.Folder, tmp_path: Path) -> None:
    own = tmp_path / "some" / "where"
    own.mkdir(parents=True)
    (own / "pack.md").write_text("Found.")
    for asked in ("some/where", str(own), "some/where/pack.md"):
        source = templates.find(asked, river, tmp_path)
        assert render_pack(build(), source, "markdown").startswith(b"Found.")


@pytest.mark.parametrize("asked", ["lgb-pak", "base", "nowhere/at/all", "plan", ""])
def test_what_is_no_template(river: folders.Folder, tmp_path: Path, asked: str) -> None:
    with pytest.raises(Refusal, match=r"no template|no folder"):
        templates.find(asked, river, tmp_path)


def test_a_template_that_is_not_utf8_or_is_huge(tmp_path: Path) -> None:
    own = tmp_path / "mine"
    own.mkdir()
    shelf = Templates(own, "mine", ())
    (own / "pack.md").write_bytes(b"\xff")
    with pytest.raises(Refusal, match=r"mine/pack\.md is not UTF-8 text"):
        render_pack(build(), shelf, "markdown")
    (own / "pack.md").write_bytes(b"x" * 1_000_001)
    with pytest.raises(Refusal, match=r"larger than any template"):
        render_pack(build(), shelf, "markdown")


def test_older_names_still_work(tmp_path: Path) -> None:
    for new, old in (
        ("summary_sentences(pack.whole)|join", "minute(pack.whole)|join"),
        ("attention(pack.whole)[0].why", "heed(pack.whole)[0].why"),
        ("viewpoint", "standpoint"),
        ("timeline_key|map('last')|join", "fates|map('last')|join"),
    ):
        text = filled(tmp_path, f"{{{{ {new} }}}}")
        assert len(text) > 5
        assert filled(tmp_path, f"{{{{ {old} }}}}") == text
