"""Packs made in this process: a plan read once, asked often."""

from __future__ import annotations

import re
import shutil
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING, Any

import pytest
from conftest import ROOT

from sipctl.packs.content.build import build_pack
from sipctl.packs.content.context import PackRequest
from sipctl.packs.render.render import render_pack
from sipctl.plan.revision import Revision
from sipctl.plan.state.filters import filters_from
from sipctl.store.cache.snapshot import OpenedPlan, open_folder
from sipctl.store.files import folder as folders
from sipctl.store.files import templates
from support import federation, hundred, made_up

if TYPE_CHECKING:
    from sipctl.packs.content.model import Pack

PACKS = ("board-paper", "lgb-pack", "trustees-pack", "lead-sheet", "whole-plan")
FORMATS = ("html", "markdown", "pdf", "docx")
DAY = date(2025, 4, 5)


@cache
def plan_folder(which: str) -> Path:
    """`river`, `hostile`, `shipped`, `made-up` or `hundred`: the folder that holds it."""
    if which == "shipped":
        return ROOT
    folder = Path(mkdtemp(prefix="packs-"))
    if which in ("made-up", "hundred"):
        return (made_up if which == "made-up" else hundred).write(folder)
    return federation.write(folder, hostile=which == "hostile")


@cache
def read(which: str) -> tuple[folders.Folder, OpenedPlan]:
    """A plan, read once for all tests of this process."""
    folder = folders.find(None, plan_folder(which))
    plan = open_folder(folder)
    assert plan.loaded.ok, plan.loaded.faults
    return folder, plan


@cache
def build(
    which: str = "river",
    term: str = "spring-2025",
    day: date = DAY,
    *,
    roles: bool = False,
    confidential: bool = False,
    faults: bool = True,
    **filters: Any,
) -> Pack:
    """What a pack says, of no revision and made by no version; built once for all tests."""
    _, plan = read(which)
    its_term = plan.context.calendar.term(term)
    assert its_term is not None
    return build_pack(
        plan.plan,
        plan.context,
        PackRequest(
            term=its_term,
            day=day,
            filters=filters_from(plan.plan, plan.context, **filters),
            roles=roles,
            confidential=confidential,
            command="sipctl report --term spring-2025",
            made_by="sipctl",
            revision=Revision(commit="0123456789ab", digest="cafe00000000"),
        ),
        plan.undated_faults if faults else (),
        lambda name: f"plan/{(plan.loaded.where(name) or ('plan.yaml', 1))[0]}",
        lambda file: f"plan/{file}",
    )


def pack_of(
    folder: Path,
    boards: tuple[str, ...] = (),
    term: str = "spring-2025",
    day: date = DAY,
    by: str | None = None,
    *,
    roles: bool = False,
) -> Pack:
    """The pack of a plan that a test wrote."""
    opened = open_folder(folders.find(None, folder))
    assert opened.loaded.ok, opened.loaded.faults
    its_term = opened.context.calendar.term(term)
    assert its_term is not None
    request = PackRequest(term=its_term, day=day, boards=boards, by=by, roles=roles)
    return build_pack(opened.plan, opened.context, request)


@cache
def pack_bytes(which: str, template: str, form: str, *, confidential: bool = False) -> bytes:
    """A whole pack of everything, made once for all tests of this process."""
    return write(build(which, confidential=confidential), template, form)


class Memory(dict[str, bytes]):
    """Compiled templates for as long as the tests run."""

    def put(self, name: str, data: bytes) -> None:
        self[name] = data


MEMORY = Memory()


def write(pack: Pack, template: str, form: str) -> bytes:
    opened, _ = read("river")
    return render_pack(pack, templates.find(template, opened, ROOT), form, MEMORY)


def text(which: str, template: str, form: str) -> str:
    return pack_bytes(which, template, form).decode()


def pdf_text(data: bytes) -> list[str]:
    """The text of each page, on one line."""
    from io import BytesIO

    pypdf = pytest.importorskip("pypdf", reason="pypdf is not installed")
    return [
        re.sub(r"\s+", " ", page.extract_text()) for page in pypdf.PdfReader(BytesIO(data)).pages
    ]


def docx_text(data: bytes) -> str:
    """All the text of a Word document, headers and footers too."""
    import zipfile
    from html import unescape
    from io import BytesIO

    with zipfile.ZipFile(BytesIO(data)) as zipped:
        parts = [
            zipped.read(name).decode()
            for name in zipped.namelist()
            if re.fullmatch(r"word/(document|header\d*|footer\d*)\.xml", name)
        ]
    paragraphs = re.sub(r"</w:p>|<w:br/>|<w:tab/>", "\n", "".join(parts))
    return unescape(re.sub(r"<[^>]+>", "", paragraphs))


def program(name: str) -> str:
    """A program of the machine; without it, the test says so and is skipped."""
    the_program = shutil.which(name)
    if the_program is None:
        pytest.skip(f"{name} is not installed")
    return the_program
