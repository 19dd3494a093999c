"""A pack in one of its formats: HTML, PDF, Word or Markdown, as bytes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sipctl.packs.render import escape
from sipctl.packs.render.bytecode_cache import BytecodeCache
from sipctl.packs.render.charts import PAGE, PAPER
from sipctl.packs.render.fill import RenderJob, TemplateRenderer

if TYPE_CHECKING:
    from sipctl.packs.content.model import Pack
    from sipctl.packs.render.bytecode_cache import BytecodeStore
    from sipctl.packs.render.template_source import TemplateSource

SHEETS = {"html": "pack.html", "pdf": "pack.typ", "docx": "pack.docx.html", "markdown": "pack.md"}
"""Format → the template that makes it."""

MARK = "sipctl-pack"
"""What stands in every pack, so that a pack may take a pack's place and nothing else's."""

_GAPS = re.compile(r"\n{3,}")

TEXTS = ("html", "markdown")


def make(
    pack: Pack, shelf: TemplateSource, form: str, keeper: BytecodeStore | None = None
) -> bytes:
    """A whole pack; raises Refusal where its template is wrong, or the format wants an extra.

    `keeper` keeps compiled templates for the next time.
    """
    order = RenderJob(pack, shelf, SHEETS[form], BytecodeCache(keeper, form) if keeper else None)
    if form == "pdf":
        from sipctl.packs.render import pdf

        return pdf.make(order, MARK)
    if form == "docx":
        from sipctl.packs.word import document

        return document.make(order, MARK)
    text = _page(order) if form == "html" else _mail(order)
    return f"{text.rstrip()}\n<!-- {MARK} -->\n".encode("utf-8", "replace")


def _page(order: RenderJob) -> str:
    return TemplateRenderer(order, escape.html, PAGE, "system-ui,sans-serif").fill()


def _mail(order: RenderJob) -> str:
    text = TemplateRenderer(order, escape.markdown, PAPER, space=" ").fill()
    return _GAPS.sub("\n\n", text).lstrip("\n")


def is_pack(data: bytes) -> bool:
    """Whether a file's bytes are a pack that sipctl made: then another pack may take its place."""
    if data.startswith(b"PK\x03\x04"):
        from sipctl.packs.word.zip import core_of

        data = core_of(data)
    return MARK.encode() in data
