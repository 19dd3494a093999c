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

TEMPLATE_FILES = {
    "html": "pack.html",
    "pdf": "pack.typ",
    "docx": "pack.docx.html",
    "markdown": "pack.md",
}
"""The template's file for each format."""

MARK = "sipctl-pack"
"""Marks every pack, so that a pack may overwrite a pack and nothing else."""

_GAPS = re.compile(r"\n{3,}")


def render_pack(
    pack: Pack, source: TemplateSource, form: str, store: BytecodeStore | None = None
) -> bytes:
    """A pack as a file's bytes, in a format of `TEMPLATE_FILES`.

    Compiled templates are kept in `store`. Raises Refusal where a template is wrong, or where the
    format wants an extra that is not installed.
    """
    cache = BytecodeCache(store, form) if store else None
    job = RenderJob(pack, source, TEMPLATE_FILES[form], cache)
    if form == "pdf":
        from sipctl.packs.render.pdf import render_pdf

        return render_pdf(job, MARK)
    if form == "docx":
        from sipctl.packs.word.document import render_docx

        return render_docx(job, MARK)
    text = _html(job) if form == "html" else _markdown(job)
    return f"{text.rstrip()}\n<!-- {MARK} -->\n".encode("utf-8", "replace")


def _html(job: RenderJob) -> str:
    return TemplateRenderer(job, escape.html, PAGE, "system-ui,sans-serif").render()


def _markdown(job: RenderJob) -> str:
    text = TemplateRenderer(job, escape.markdown, PAPER, space=" ").render()
    return _GAPS.sub("\n\n", text).lstrip("\n")


def is_pack(data: bytes) -> bool:
    """Whether a file's bytes are a pack that sipctl made, so that another may overwrite it."""
    if data.startswith(b"PK\x03\x04"):
        from sipctl.packs.word.zip import core_properties

        data = core_properties(data)
    return MARK.encode() in data
