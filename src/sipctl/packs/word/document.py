"""A pack as a Word document: a template writes a subset of HTML, which becomes styled paragraphs.

Headings have Word's own styles, so that an agenda into which a clerk pastes the pack lists them in
its contents; the first row of a table repeats on each page. Times are those of the pack's day, and
the file's entries have a fixed order, so that the bytes are the same every time.
"""

from __future__ import annotations

import codecs
from contextlib import suppress
from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any

from sipctl.packs.confined.limits import close_files
from sipctl.packs.render import escape
from sipctl.packs.render.charts import PAPER, Picture
from sipctl.packs.render.fill import RenderJob, TemplateRenderer
from sipctl.packs.render.sandbox import EscapedText
from sipctl.packs.word.html_tree import HtmlError, parse_html
from sipctl.packs.word.zip import normalise
from sipctl.plan.faults import Refusal
from sipctl.views.text.english import safe_text, short_day

if TYPE_CHECKING:
    from sipctl.packs.content.model import Pack

INSTALL = 'pip install "sipctl[packs]"'
FONT = "Libertinus Serif"
"""The font of the words in pictures, which Typst draws."""


def render_docx(job: RenderJob, mark: str) -> bytes:
    """A pack as .docx bytes; raises Refusal for a template's mistake, or without python-docx."""
    try:
        import docx  # noqa: F401
    except ImportError:
        raise Refusal("Word needs python-docx, which is not installed", INSTALL) from None
    from sipctl.packs.pdf.document import new_compiler
    from sipctl.packs.word.modern import modernise
    from sipctl.packs.word.writer import Writer

    pack = job.pack
    renderer = TemplateRenderer(job, escape.html, PAPER, FONT, extra={"picture": _picture})
    text = renderer.render()
    document = _on_letterhead(job) if job.letterhead else _on_new_page(pack)
    with suppress(Refusal):  # the drawing of pictures reports it
        new_compiler()
    close_files()
    try:
        Writer(document).write(parse_html(text))
    except HtmlError as error:
        where = renderer.place_of(*error.place)
        raise Refusal(f"{where}: it writes what Word cannot have: {error.message}") from None
    _describe(document, pack, mark)
    modernise(document)
    buffer = BytesIO()
    document.save(buffer)
    return normalise(buffer.getvalue())


def _on_new_page(pack: Pack) -> Any:
    """An empty document with the pack's own page and styles."""
    import docx

    from sipctl.packs.word.styles import apply_styles

    document = docx.Document()
    for style in ("header", "footer"):
        getattr(document.sections[0], style).is_linked_to_previous = False
    apply_styles(document, _header_and_footer(pack), secret=pack.confidential)
    return document


def _on_letterhead(job: RenderJob) -> Any:
    """The trust's own letterhead, with the styles and footer that it lacks; raises Refusal."""
    from sipctl.documents.office import damage_in
    from sipctl.packs.word import letterhead, own_styles

    own, pack = job.letterhead, job.pack
    assert own is not None  # noqa: S101
    document = letterhead.open_letterhead(own.data, own.name, job.notices.append)
    with damage_in(own.name, "text"):
        own_styles.complete(document, own.name, _header_and_footer(pack), secret=pack.confidential)
        # python-docx reads files of its own for these, and Python one for a codec; later, in the
        # confined process, no file can be opened.
        _ = document.settings, document.core_properties, codecs.lookup("cp437")
    return document


def _picture(picture: Picture, width: str = "100") -> EscapedText:
    """A picture as an `img`; `width` is a percentage of the available width."""
    svg, alt = escape.html(str(picture)), escape.html(picture.alt)
    return EscapedText(f'<img src="{svg}" alt="{alt}" width="{int(width)}">')


def _header_and_footer(pack: Pack) -> tuple[str, str]:
    """The texts of every page's header and footer."""
    return (
        f"{safe_text(pack.short or pack.body)} · {safe_text(pack.term.title)}",
        f"As at {short_day(pack.day)}",
    )


def _describe(document: Any, pack: Pack, mark: str) -> None:
    """Set the document's properties: times are the pack's day, `mark` is the keyword."""
    moment = datetime(pack.day.year, pack.day.month, pack.day.day)
    core = document.core_properties
    core.title = safe_text(f"{pack.title}, {pack.term.title}")[:255]
    core.author = core.last_modified_by = safe_text(pack.body)[:255]
    core.subject, core.keywords, core.comments = "", mark, ""
    core.language, core.revision = "en-GB", 1
    core.created = core.modified = core.last_printed = moment
