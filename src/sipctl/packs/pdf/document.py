"""A pack as PDF/UA: a template writes Typst, which is compiled with the fonts of the Typst wheel.

The compiler gets one text in memory, an empty folder as root and none for packages, so that it can
read no file. The machine's fonts are left out and the document's date is the pack's day, so that
the bytes are the same everywhere. A character that no font has is shown by name.
"""

from __future__ import annotations

import re
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING, Any

from sipctl.packs.confined.limits import EMPTY_ROOT, close_files
from sipctl.packs.confined.reply import LimitError
from sipctl.packs.pdf.marks import marker
from sipctl.packs.render import escape
from sipctl.packs.render.charts import PAPER, Picture
from sipctl.packs.render.fill import RenderJob, TemplateRenderer
from sipctl.packs.render.sandbox import EscapedText
from sipctl.plan.faults import Refusal

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from sipctl.packs.content.model import Pack

STANDARD = "ua-1"
FONT = "Libertinus Serif"
INSTALL = 'pip install "sipctl[packs]"'
_SEARCHED = re.compile(r" \((?:searched|https?:).*\)$")
_PACKAGE = re.compile(r"""["']@[a-z]""")


def render_pdf(job: RenderJob, mark: str) -> bytes:
    """A pack as PDF bytes; raises Refusal for a template's mistake, or without Typst."""
    typst, compiler = _typst(), new_compiler()
    renderer = _renderer(job, ())
    text = _document(renderer, mark)
    lacking = _missing_characters(typst, compiler, text)
    if lacking:
        renderer = _renderer(job, lacking)
        text = _document(renderer, mark)
    mended = marker()
    close_files()
    try:
        with _panics_as_limits():
            data = _compile(compiler, text, job.pack)
    except typst.TypstError as error:
        raise _refusal(error, text, renderer) from None
    return mended(data)


@cache
def new_compiler() -> Any:
    """A Typst compiler without files, packages and the machine's fonts."""
    nowhere = EMPTY_ROOT / "none"
    return _typst().Compiler(
        root=EMPTY_ROOT,
        ignore_system_fonts=True,
        package_path=nowhere,
        package_cache_path=nowhere,
    )


def picture_as_png(picture: str) -> bytes:
    """An SVG picture as PNG bytes, 240 dots an inch, for documents that cannot hold SVG.

    Raises ValueError for a text that is no SVG.
    """
    typst, compiler = _typst(), new_compiler()
    source = (
        f'#set page(width: auto, height: auto, margin: 0pt)\n#image(bytes("{_quoted(picture)}"))'
    )
    try:
        with _panics_as_limits():
            return bytes(compiler.compile(input=source.encode(), format="png", ppi=240))
    except typst.TypstError as error:
        raise ValueError(_words(error)) from None


def _typst() -> Any:
    try:
        import typst
    except ImportError:
        raise Refusal("PDF needs Typst, which is not installed", INSTALL) from None
    return typst


def _renderer(job: RenderJob, lacking: Collection[str]) -> TemplateRenderer:
    # Compiled templates have their own texts escaped, which differ if characters are missing.
    job = replace(job, compiled=None) if lacking else job
    escape_text = escape.typst_with(lacking)
    return TemplateRenderer(job, escape_text, PAPER, FONT, extra={"picture": _picture})


def _document(renderer: TemplateRenderer, mark: str) -> str:
    """The Typst source of a pack, after lines with the document's title, author, date and font."""
    job, text = renderer.job, renderer.render()
    if _PACKAGE.search(text):
        raise Refusal(
            f"{job.name} imports a Typst package", "a pack is made of its own files alone"
        )
    pack = job.pack
    day, escape_text = pack.day, renderer.escape
    title, author = escape_text(f"{pack.title}, {pack.term.title}"), escape_text(pack.body)
    head = (
        f'#set document(title: "{title}", author: "{author}", keywords: ("{mark}",),'
        f" date: datetime(year: {day.year}, month: {day.month}, day: {day.day}))\n"
        f'#set text(font: "{FONT}", lang: "en", region: "GB")\n'
    )
    return head + text


_HEAD_LINES = 2
"""How many lines `_document` puts before those of the template."""


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
    """The characters that no font has; they are tried one by one only if not all have a font."""
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


def _words(error: Any) -> str:
    """A Typst error on one line, without the paths and addresses that Typst searched."""
    return _SEARCHED.sub("", " ".join(str(error.message).split()))


@contextmanager
def _panics_as_limits() -> Iterator[None]:
    """Turns a panic of Typst, as when it is out of memory, into LimitError."""
    try:
        yield
    except BaseException as error:
        if type(error).__name__ == "PanicException":
            raise LimitError("crash") from None
        raise


def _refusal(error: Any, text: str, renderer: TemplateRenderer) -> Refusal:
    """A Typst error as a refusal with the template's line and what that wrote."""
    message = f"it makes Typst that cannot be set: {_words(error)}"
    place = re.search(r"\.typ:(\d+):(\d+)", str(error.diagnostic))
    lines = text.splitlines()
    if not place or not _HEAD_LINES < int(place[1]) <= len(lines):
        return Refusal(f"{renderer.job.name}: {message}")
    line, column = int(place[1]), int(place[2])
    where = renderer.place_of(line - _HEAD_LINES, column)
    return Refusal(f"{where}: {message}", f"it wrote: {lines[line - 1].strip()[:200]}")
