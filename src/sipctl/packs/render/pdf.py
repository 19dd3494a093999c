"""A pack as PDF/UA: a template writes Typst, which is compiled with the fonts of its own wheel.

The compiler gets one text in memory and an empty folder for a root, so it can read no file; the
fonts of the machine are left out and the day of the pack is its date, so the bytes are the same
everywhere. A character that no font has is shown by name.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from sipctl.packs.render import escape
from sipctl.packs.render.charts import PAPER, Picture
from sipctl.packs.render.fill import RenderJob, TemplateRenderer
from sipctl.packs.render.sandbox import EscapedText
from sipctl.plan.faults import Refusal
from sipctl.store.files.atomic import temporary_folder

if TYPE_CHECKING:
    from collections.abc import Collection

    from sipctl.packs.content.model import Pack

STANDARD = "ua-1"
FONT = "Libertinus Serif"
INSTALL = 'pip install "sipctl[packs]"'
_PACKAGE = re.compile(r"""["']@[a-z]""")


def render_pdf(job: RenderJob, mark: str) -> bytes:
    """A pack as PDF bytes; raises Refusal for a template's mistake, or without Typst."""
    typst = _typst()
    with temporary_folder() as empty:
        compiler = typst.Compiler(
            root=empty, ignore_system_fonts=True, package_path=empty, package_cache_path=empty
        )
        text = _document(job, mark, ())
        lacking = _missing_characters(typst, compiler, text)
        if lacking:
            text = _document(job, mark, lacking)
        try:
            return _compile(compiler, text, job.pack)
        except typst.TypstError as error:
            raise Refusal(*_explain(error, text, job.name)) from None


def picture_as_png(picture: str) -> bytes:
    """An SVG picture as PNG bytes, 240 dots an inch, for documents that cannot hold SVG."""
    typst = _typst()
    source = (
        f'#set page(width: auto, height: auto, margin: 0pt)\n#image(bytes("{_quoted(picture)}"))'
    )
    with temporary_folder() as empty:
        compiler = typst.Compiler(root=empty, ignore_system_fonts=True)
        return bytes(compiler.compile(input=source.encode(), format="png", ppi=240))


def _typst() -> Any:
    try:
        import typst
    except ImportError:
        raise Refusal("PDF needs Typst, which is not installed", INSTALL) from None
    return typst


def _document(job: RenderJob, mark: str, lacking: Collection[str]) -> str:
    """The Typst source of a pack, led by the document's title, author, date and font."""
    escape_text = escape.typst_with(lacking)
    # Compiled templates hold their own words escaped, which differs once characters are missing.
    job = replace(job, compiled=None) if lacking else job
    text = TemplateRenderer(job, escape_text, PAPER, FONT, extra={"picture": _picture}).render()
    if _PACKAGE.search(text):
        raise Refusal(
            f"{job.name} imports a Typst package", "a pack is made of its own files alone"
        )
    pack = job.pack
    day = pack.day
    title, author = escape_text(f"{pack.title}, {pack.term.title}"), escape_text(pack.body)
    return (
        f'#set document(title: "{title}", author: "{author}", keywords: ("{mark}",),'
        f" date: datetime(year: {day.year}, month: {day.month}, day: {day.day}))\n"
        f'#set text(font: "{FONT}", lang: "en", region: "GB")\n{text}'
    )


def _compile(compiler: Any, text: str, pack: Pack) -> bytes:
    """Typst text as PDF/UA, dated midnight UTC on the pack's day."""
    day = pack.day
    midnight = datetime(day.year, day.month, day.day, tzinfo=UTC)
    return bytes(
        compiler.compile(
            input=text.encode("utf-8", "replace"),
            format="pdf",
            pdf_standards=[STANDARD],
            timestamp=midnight,
        )
    )


def _missing_characters(typst: Any, compiler: Any, text: str) -> frozenset[str]:
    """The characters that no font has. All are tried at once, and one by one only if that fails."""
    unusual = sorted({char for char in text if ord(char) > 0x7E})

    def shows(chars: list[str]) -> bool:
        source = "".join(f"\\u{{{ord(char):x}}}\n\n" for char in chars)
        head = f'#set document(title: "Probe")\n#set text(font: "{FONT}")\n'
        try:
            compiler.compile(input=(head + source).encode(), format="pdf", pdf_standards=[STANDARD])
        except typst.TypstError:
            return False
        return True

    if not unusual or shows(unusual):
        return frozenset()
    return frozenset(char for char in unusual if not shows([char]))


def _picture(picture: Picture, width: str = "100%") -> EscapedText:
    """A picture as Typst code: `#{{ charts.timeline(...)|picture }}`."""
    alt = escape.typst(picture.alt)
    return EscapedText(f'image(bytes("{_quoted(picture)}"), alt: "{alt}", width: {width})')


def _quoted(text: str) -> str:
    """A text escaped for a string literal in Typst."""
    return "".join(
        char if char.isalnum() or char in " ,.:;=-<>/" else f"\\u{{{ord(char):x}}}" for char in text
    )


def _explain(error: Any, text: str, name: str) -> tuple[str, str]:
    """A Typst error as a refusal's message and help: the line that the template wrote."""
    message = f"{name} makes Typst that cannot be set: {' '.join(str(error.message).split())}"
    place = re.search(r"\.typ:(\d+):\d+", str(error.diagnostic))
    lines = text.splitlines()
    if not place or int(place[1]) > len(lines):
        return message, ""
    return message, f"it wrote: {lines[int(place[1]) - 1].strip()[:200]}"
