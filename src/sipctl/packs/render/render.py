"""A pack in one of its formats: HTML, PDF, Word or Markdown, as bytes."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

from sipctl.packs.confined.limits import limits_for
from sipctl.packs.confined.run import run_confined
from sipctl.packs.render import escape
from sipctl.packs.render.bytecode_cache import BytecodeCache
from sipctl.packs.render.charts import PAGE, PAPER
from sipctl.packs.render.fill import RenderJob, TemplateRenderer
from sipctl.packs.render.template_source import ReadOnce
from sipctl.views.text.markdown import escape as escape_markdown

if TYPE_CHECKING:
    from collections.abc import Callable

    from sipctl.packs.content.model import Pack
    from sipctl.packs.render.bytecode_cache import BytecodeStore
    from sipctl.packs.render.template_source import Letterhead, TemplateSource

TEMPLATE_FILES = {
    "html": "pack.html",
    "pdf": "pack.typ",
    "docx": "pack.docx.html",
    "markdown": "pack.md",
}
"""The template's file for each format."""

MARK = "sipctl-pack"
"""A text in every pack, by which a file that may be overwritten is known as a pack."""

_GAPS = re.compile(r"\n{3,}")


_PACK, _NOTICES = "", "/"
"""The names of the pack and of its notices among the files that the child process gives; the
others are compiled templates."""


class _NewTemplates:
    """A store of compiled templates that keeps new ones in memory: the child writes no file."""

    def __init__(self, store: BytecodeStore) -> None:
        self.store = store
        self.new: dict[str, bytes] = {}

    def get(self, name: str) -> bytes | None:
        return self.store.get(name)

    def put(self, name: str, data: bytes) -> None:
        self.new[name] = data


def render_pack(
    pack: Pack,
    source: TemplateSource,
    form: str,
    store: BytecodeStore | None = None,
    letterhead: Letterhead | None = None,
    tell: Callable[[str], None] | None = None,
) -> bytes:
    """A pack as a file's bytes, in a format of `TEMPLATE_FILES`, made in a child with limits.

    Compiled templates are kept in `store`. A Word pack begins with `letterhead`; `tell` is called
    with each sentence on what was left out of that. Raises Refusal where a template is wrong or
    exceeds the limits, or where the format needs an extra that is not installed.
    """
    limits = limits_for(len(pack.whole.work))
    name = f"{source.folder}/{TEMPLATE_FILES[form]}"
    parts = run_confined(partial(_render, pack, source, form, store, letterhead), name, limits)
    data, notices = parts.pop(_PACK), parts.pop(_NOTICES).decode()
    if tell:
        for notice in notices.splitlines():
            tell(notice)
    if store is not None:
        for template, compiled in parts.items():
            store.put(template, compiled)
    return data


def _render(
    pack: Pack,
    source: TemplateSource,
    form: str,
    store: BytecodeStore | None,
    letterhead: Letterhead | None,
) -> dict[str, bytes]:
    """In the child: the pack, and the templates that had to be compiled for it."""
    templates = _NewTemplates(store) if store is not None else None
    cache = BytecodeCache(templates, form) if templates else None
    job = RenderJob(pack, ReadOnce(source), TEMPLATE_FILES[form], cache, letterhead)
    data = _bytes_of(job, form)
    notices = "\n".join(job.notices).encode()
    return {**(templates.new if templates else {}), _PACK: data, _NOTICES: notices}


def _bytes_of(job: RenderJob, form: str) -> bytes:
    if form == "pdf":
        from sipctl.packs.pdf.document import render_pdf

        return render_pdf(job, MARK)
    if form == "docx":
        from sipctl.packs.word.document import render_docx

        return render_docx(job, MARK)
    text = _html(job) if form == "html" else _markdown(job)
    return f"{text.rstrip()}\n<!-- {MARK} -->\n".encode("utf-8", "replace")


def _html(job: RenderJob) -> str:
    return TemplateRenderer(job, escape.html, PAGE, "system-ui,sans-serif").render()


def _markdown(job: RenderJob) -> str:
    text = TemplateRenderer(job, escape_markdown, PAPER, space=" ").render()
    return _GAPS.sub("\n\n", text).lstrip("\n")


def is_pack(data: bytes) -> bool:
    """Whether a file's bytes are a pack that sipctl made, so that another may overwrite it."""
    if data.startswith(b"PK\x03\x04"):
        from sipctl.packs.word.zip import core_properties

        data = core_properties(data)
    return MARK.encode() in data
