"""A pack in one of its formats: HTML, PDF, Word or Markdown, as bytes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sipctl.plan.faults import Refusal
from sipctl.views.packs import escape
from sipctl.views.packs.charts import PAGE, PAPER
from sipctl.views.packs.fill import Filler

if TYPE_CHECKING:
    from sipctl.plan.term import Pack
    from sipctl.views.packs.shelf import Shelf

FORMATS = {"html": ".html", "pdf": ".pdf", "docx": ".docx", "markdown": ".md"}
"""Every format, and how its files' names end."""

SHEETS = {"html": "pack.html", "pdf": "pack.typ", "docx": "pack.docx.html", "markdown": "pack.md"}
"""The template that makes each."""

MARK = "sipctl-pack"
"""What stands in every pack, so that a pack may take a pack's place and nothing else's."""

_GAPS = re.compile(r"\n{3,}")

TEXTS = ("html", "markdown")


def make(pack: Pack, shelf: Shelf, form: str) -> bytes:
    """A whole pack; raises Refusal where its template is wrong, or the format wants an extra."""
    if form == "pdf":
        from sipctl.views.packs import pdf

        return pdf.make(pack, shelf, SHEETS[form], MARK)
    if form == "docx":
        from sipctl.views.packs import word

        return word.make(pack, shelf, SHEETS[form], MARK)
    text = _page(pack, shelf) if form == "html" else _mail(pack, shelf)
    if pack.confidential and "confidential" not in text.lower():
        raise Refusal(
            f"{shelf.folder}/{SHEETS[form]} does not say that the pack is confidential",
            "print something where pack.confidential is true, or leave --confidential out",
        )
    return f"{text.rstrip()}\n<!-- {MARK} -->\n".encode("utf-8", "replace")


def _page(pack: Pack, shelf: Shelf) -> str:
    font = "system-ui,sans-serif"
    return Filler(shelf, escape.html, PAGE, font).fill(SHEETS["html"], pack)


def _mail(pack: Pack, shelf: Shelf) -> str:
    text = Filler(shelf, escape.markdown, PAPER, space=" ").fill(SHEETS["markdown"], pack)
    return _GAPS.sub("\n\n", text).lstrip("\n")


def is_pack(data: bytes) -> bool:
    """Whether a file's bytes are a pack that sipctl made: then another pack may take its place."""
    if data.startswith(b"PK\x03\x04"):
        from sipctl.views.packs.zipped import core_of

        data = core_of(data)
    return MARK.encode() in data
