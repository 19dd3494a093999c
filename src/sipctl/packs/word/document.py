"""A pack as a Word document: a template writes a little HTML, and this turns it into real styles.

Headings are Word's own, so that a clerk may paste the pack into an agenda and keep its contents
list; the first row of every table repeats on each page. Times are those of the pack's day, and the
file's entries have a fixed order, so the bytes are the same every time.
"""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any

from sipctl.packs.render import escape
from sipctl.packs.render.charts import PAPER, Picture
from sipctl.packs.render.fill import RenderJob, TemplateRenderer
from sipctl.packs.render.sandbox import EscapedText
from sipctl.packs.word.html_tree import Misshapen, parsed
from sipctl.packs.word.zip import steady
from sipctl.plan.faults import Refusal
from sipctl.views.text.english import safe_text, short_day

if TYPE_CHECKING:
    from sipctl.packs.content.model import Pack

INSTALL = 'pip install "sipctl[packs]"'
FONT = "Libertinus Serif"
"""What Typst draws the pictures' words with."""


def render_docx(job: RenderJob, mark: str) -> bytes:
    """A pack as .docx bytes; raises Refusal for a template's mistake, or without python-docx."""
    try:
        import docx
    except ImportError:
        raise Refusal("Word needs python-docx, which is not installed", INSTALL) from None
    from sipctl.packs.word.styles import dress
    from sipctl.packs.word.writer import Writer

    pack = job.pack
    text = TemplateRenderer(job, escape.html, PAPER, FONT, extra={"picture": _picture}).fill()
    try:
        tree = parsed(text)
    except Misshapen as error:
        raise Refusal(f"{job.name} writes what Word cannot have: {error}") from None
    document = docx.Document()
    for style in ("header", "footer"):
        getattr(document.sections[0], style).is_linked_to_previous = False
    dress(document, _running(pack), secret=pack.confidential)
    Writer(document).write(tree)
    _describe(document, pack, mark)
    buffer = BytesIO()
    document.save(buffer)
    return steady(buffer.getvalue())


def _picture(picture: Picture, width: str = "100") -> EscapedText:
    """A picture for the little HTML, its width in hundredths of the room there is."""
    svg, alt = escape.html(str(picture)), escape.html(picture.alt)
    return EscapedText(f'<img src="{svg}" alt="{alt}" width="{int(width)}">')


def _running(pack: Pack) -> tuple[str, str]:
    """What stands at the head and at the foot of every page."""
    return (
        f"{safe_text(pack.short or pack.body)} · {safe_text(pack.term.title)}",
        f"As at {short_day(pack.day)}",
    )


def _describe(document: Any, pack: Pack, mark: str) -> None:
    moment = datetime(pack.day.year, pack.day.month, pack.day.day)
    core = document.core_properties
    core.title = safe_text(f"{pack.title}, {pack.term.title}")[:255]
    core.author = core.last_modified_by = safe_text(pack.body)[:255]
    core.subject, core.keywords, core.comments = "", mark, ""
    core.language, core.revision = "en-GB", 1
    core.created = core.modified = core.last_printed = moment
