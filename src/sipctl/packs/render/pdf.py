"""A pack as PDF/UA: a template writes Typst, and Typst sets it with the fonts of its own wheel.

The compiler gets one text in memory and an empty folder for a root, so it can read no file; the
fonts of the machine are left out and the day of the pack is its date, so the bytes are the same
everywhere. A character that no font has is shown by name.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from sipctl.packs.render import escape
from sipctl.packs.render.charts import PAPER, Picture
from sipctl.packs.render.fill import RenderJob, TemplateRenderer
from sipctl.packs.render.sandbox import Written
from sipctl.plan.faults import Refusal

if TYPE_CHECKING:
    from collections.abc import Collection

    from sipctl.packs.content.model import Pack

STANDARD = "ua-1"
FONT = "Libertinus Serif"
INSTALL = 'pip install "sipctl[packs]"'
_PACKAGE = re.compile(r"""["']@[a-z]""")


def make(order: RenderJob, mark: str) -> bytes:
    """A whole pack; raises Refusal for a template's mistake, or where Typst is not installed."""
    typst = _typst()
    with TemporaryDirectory(prefix="sipctl-") as empty:
        compiler = typst.Compiler(
            root=empty, ignore_system_fonts=True, package_path=empty, package_cache_path=empty
        )
        text = _filled(order, mark, ())
        lacking = _lacking(typst, compiler, text)
        if lacking:
            text = _filled(order, mark, lacking)
        try:
            return _set(compiler, text, order.pack)
        except typst.TypstError as error:
            raise Refusal(*_told(error, text, order.name)) from None


def picture_as_png(picture: str) -> bytes:
    """An SVG picture as PNG, for documents that cannot hold the former."""
    typst = _typst()
    source = (
        f'#set page(width: auto, height: auto, margin: 0pt)\n#image(bytes("{_quoted(picture)}"))'
    )
    with TemporaryDirectory(prefix="sipctl-") as empty:
        compiler = typst.Compiler(root=empty, ignore_system_fonts=True)
        return bytes(compiler.compile(input=source.encode(), format="png", ppi=240))


def _typst() -> Any:
    try:
        import typst
    except ImportError:
        raise Refusal("PDF needs Typst, which is not installed", INSTALL) from None
    return typst


def _filled(order: RenderJob, mark: str, lacking: Collection[str]) -> str:
    """The Typst text of a pack, with what makes it a document of its own in front."""
    into = escape.typst_with(lacking)
    # What is compiled has the template's own words escaped already: for other fonts, not the same.
    order = replace(order, compiled=None) if lacking else order
    text = TemplateRenderer(order, into, PAPER, FONT, extra={"picture": _picture}).fill()
    if _PACKAGE.search(text):
        raise Refusal(
            f"{order.name} imports a Typst package", "a pack is made of its own files alone"
        )
    pack = order.pack
    day = pack.day
    title = into(f"{pack.title}, {pack.term.title}")
    return (
        f'#set document(title: "{title}", author: "{into(pack.body)}", keywords: ("{mark}",),'
        f" date: datetime(year: {day.year}, month: {day.month}, day: {day.day}))\n"
        f'#set text(font: "{FONT}", lang: "en", region: "GB")\n{text}'
    )


def _set(compiler: Any, text: str, pack: Pack) -> bytes:
    day = pack.day
    midnight = datetime(day.year, day.month, day.day, tzinfo=UTC)
    made = compiler.compile(
        input=text.encode("utf-8", "replace"),
        format="pdf",
        pdf_standards=[STANDARD],
        timestamp=midnight,
    )
    return bytes(made)


def _lacking(typst: Any, compiler: Any, text: str) -> frozenset[str]:
    """The characters that no font of Typst's has: asked of all at once, then, if any, of each."""
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


def _picture(picture: Picture, width: str = "100%") -> Written:
    """A picture as Typst code: `#{{ charts.timeline(...)|picture }}`."""
    alt = escape.typst(picture.alt)
    return Written(f'image(bytes("{_quoted(picture)}"), alt: "{alt}", width: {width})')


def _quoted(text: str) -> str:
    """A text as it stands within quotes in Typst."""
    return "".join(
        char if char.isalnum() or char in " ,.:;=-<>/" else f"\\u{{{ord(char):x}}}" for char in text
    )


def _told(error: Any, text: str, name: str) -> tuple[str, str]:
    """What Typst complains of, with the line that the template wrote."""
    message = " ".join(str(error.message).split())
    found = re.search(r"\.typ:(\d+):\d+", str(error.diagnostic))
    said = f"{name} makes Typst that cannot be set: {message}"
    lines = text.splitlines()
    if not found or int(found[1]) > len(lines):
        return said, ""
    return said, f"it wrote: {lines[int(found[1]) - 1].strip()[:200]}"
