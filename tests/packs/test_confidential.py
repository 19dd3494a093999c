"""What is confidential leaves no pack, in no format, by no template, unless that was asked for."""

from __future__ import annotations

import io
import re
import zipfile
from functools import cache
from typing import TYPE_CHECKING

import pytest
from support.federation import SECRET
from support.packs import FORMATS, PACKS, build, docx_text, pack_bytes, pdf_text, plan_folder, write

from sipctl.packs.content.paper.rows import AskedBefore, Decision, Summary
from sipctl.packs.render import guide
from sipctl.packs.render.phrases import Attention
from sipctl.packs.render.render import render_pack
from sipctl.packs.render.sandbox import VISIBLE
from sipctl.plan.faults import Refusal
from sipctl.plan.model.entries import Lead, Record

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Result

pytestmark = pytest.mark.slow

WORD = b"have complained"
PRY = """\
{% for one in pack.whole.work %}{{ one.id }}{% if one.note %}[{{ one.note.text }}|{{ one.note.confidential }}]{% endif %}
{% endfor %}
"""


def everything_in(data: bytes, form: str) -> bytes:
    """The bytes, and the bytes within: those of a zip's entries, of a PDF's streams and pages."""
    if form == "docx":
        with zipfile.ZipFile(io.BytesIO(data)) as zipped:
            return b"\n".join([data, *(zipped.read(name) for name in zipped.namelist())])
    if form == "pdf":
        pikepdf = pytest.importorskip("pikepdf", reason="pikepdf is not installed")
        with pikepdf.open(io.BytesIO(data)) as pdf:
            streams = [
                object_.read_bytes()
                for object_ in pdf.objects
                if isinstance(object_, pikepdf.Stream)
            ]
        return b"\n".join([data, *streams, " ".join(pdf_text(data)).encode()])
    return data


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("template", PACKS)
def test_it_is_not_there(template: str, form: str) -> None:
    _needs(form)
    result = everything_in(pack_bytes("river", template, form), form)
    assert WORD not in result
    assert b"Otter class" not in result
    assert b"onfidential" not in re.sub(rb"\.secret[^}]*}", b"", result)


@pytest.mark.parametrize("form", FORMATS)
def test_with_it_every_page_says_so(form: str) -> None:
    _needs(form)
    data = pack_bytes("river", "lgb-pack", form, confidential=True)
    if form == "pdf":
        pages = pdf_text(data)
        assert SECRET in " ".join(pages).replace("- ", "")
        assert all("CONFIDENTIAL" in page for page in pages)
    elif form == "docx":
        assert SECRET in docx_text(data)
        with zipfile.ZipFile(io.BytesIO(data)) as zipped:
            heads = [name for name in zipped.namelist() if name.startswith("word/header")]
            assert heads
            assert all(b"CONFIDENTIAL" in zipped.read(name) for name in heads)
    else:
        assert SECRET in data.decode()
        assert b"Confidential: not to be passed on" in data
        assert form == "markdown" or b'@top-center { content: "CONFIDENTIAL"' in data


def test_a_template_that_asks_for_it_gets_nothing() -> None:
    assert "2a.3[A cook begins in March|]" in _of_one_template(PRY)


def test_a_template_that_is_given_it_has_to_say_so() -> None:
    with pytest.raises(Refusal, match=r"does not say that the pack is confidential"):
        _of_one_template(PRY, confidential=True)
    result = _of_one_template("Confidential!\n" + PRY, confidential=True)
    assert f"2a.3[A cook begins in March|{SECRET}]" in result


def test_no_record_can_be_reached_from_what_a_template_sees() -> None:
    """Nor a lead's entry, which holds initials: only names as the pack gives them."""
    seen: set[type] = set()
    names = cache(guide.members)
    waiting: list[object] = [build(), build(confidential=True), build("shipped")]
    walked: dict[int, object] = {}  # by identity; kept alive, so that no identity comes twice
    while waiting:
        value = waiting.pop()
        if id(value) in walked:
            continue
        walked[id(value)] = value
        if isinstance(value, tuple):
            waiting += value
        elif type(value) in VISIBLE:
            seen.add(type(value))
            waiting += [getattr(value, name) for name in names(type(value))]
        assert not isinstance(value, Record | Lead)
    assert seen == set(VISIBLE) - {Attention, Decision, AskedBefore, Summary}, (
        "of which this plan has none"
    )


class OneTemplate:
    folder = "mine"

    def __init__(self, text: str) -> None:
        self.text = text

    def read(self, name: str) -> tuple[str, str] | None:
        return (self.text, f"mine/{name}") if name == "pack.md" else None


def _of_one_template(text: str, *, confidential: bool = False) -> str:
    return render_pack(build(confidential=confidential), OneTemplate(text), "markdown").decode()


def test_a_fault_in_a_confidential_record_is_told_without_it(
    sipctl: Callable[..., Result], tmp_path: Path
) -> None:
    import shutil

    shutil.copytree(plan_folder("river") / "plan", tmp_path / "plan")
    file = next((tmp_path / "plan").rglob("2025-02-24-2a.3-*.yaml"))
    file.write_text(file.read_text() + f'for: "{SECRET}"\n')
    done = sipctl(*["report", "--as-of", "2025-04-05", "--format", "markdown"], cwd=tmp_path)
    assert done.code == 0, done.err
    assert "record" in done.out
    assert "Otter class" in file.read_text()


def _needs(form: str) -> None:
    module = {"pdf": "typst", "docx": "docx"}.get(form)
    if module:
        pytest.importorskip(module, reason=f"{module} is not installed")


def test_the_secret_is_there_to_be_found() -> None:
    """Or else none of the above would prove anything."""
    notes = [
        activity.note for activity in build(confidential=True).whole.work if activity.id == "2a.3"
    ]
    assert notes[0] is not None
    assert notes[0].confidential == SECRET
    assert SECRET in write(build(confidential=True), "whole-plan", "html").decode()
