"""The letters that carry the forms: unsent drafts (`.eml`), or rows for a mail merge.

A letter has no sender and no date: whoever opens it in Outlook, Thunderbird or Mail sends it.
"""

from __future__ import annotations

import hashlib
import re
from email import policy
from email.message import EmailMessage
from html import escape
from typing import TYPE_CHECKING

from sipctl.plan.frozen import frozen
from sipctl.returns.asking import words
from sipctl.views.text.english import long_day, plural, safe_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sipctl.plan.queries.asking import AskedRow
    from sipctl.returns.asking.words import Form

MOST_ROWS = 6
"""The most rows that a letter names under one heading; the form has them all."""
SEAL = "X-Sipctl-Seal"
"""A header with a hash of the rest of a letter, by which later changes of it are noticed."""
_TYPES = {
    "xlsx": "vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "vnd.openxmlformats-officedocument.wordprocessingml.document",
}


@frozen()
class LetterPart:
    """A heading of a letter, and the rows under it."""

    heading: str
    rows: tuple[AskedRow, ...]


@frozen()
class Letter:
    """One letter: its form, the address it goes to (None: not known), and the attached file.

    `again` says that it reminds somebody who was asked before.
    """

    form: Form
    address: str | None
    name: str
    attachment: bytes
    again: bool = False

    @property
    def subject(self) -> str:
        """`Your return for Spring 2025, by Friday 28 March 2025`."""
        form = self.form
        reminder = "Reminder: your" if self.again else "Your"
        return safe_text(f"{reminder} return for {form.term_title}, by {long_day(form.round.by)}")

    @property
    def parts(self) -> tuple[LetterPart, ...]:
        """What is late, what is due, what is at risk whatever its dates, and what comes next."""
        rows, day = self.form.asked.of("activity", "kpi"), self.form.day
        late = tuple(
            sorted((row for row in rows if row.is_late(day)), key=lambda row: str(row.due))
        )
        due = tuple(row for row in rows if row.due is not None and not row.is_late(day))
        at_risk = tuple(row for row in rows if row.due is None)
        named = {row.id for row in rows}
        coming = tuple(row for row in self.form.asked.coming if row.id not in named)
        parts = [
            LetterPart("Late", late),
            LetterPart(f"Due in {self.form.term_title}", due),
            LetterPart("At risk", at_risk),
            LetterPart("Coming next term (nothing to do yet)", coming),
        ]
        return tuple(part for part in parts if part.rows)

    @property
    def opening(self) -> str:
        """The first paragraph: what is asked, about how many rows, and by when."""
        form = self.form
        rows = plural(len(form.asked.rows), "row")
        by = long_day(form.round.by)
        asked = f"please fill in the attached form and send it back by {by}."
        if self.again and form.day > form.round.by:
            asked = f"your answers were asked for by {by} and have not come in. Please send them."
        elif self.again:
            asked = f"your answers have not come in yet. Please send them by {by}."
        return (
            f"{form.plan.about.title}, {form.term_title}: {asked} The form has {rows}, "
            "each something of yours that is due, open, late or at risk. "
            "Most take a word and a sentence."
        )

    @property
    def closing(self) -> tuple[str, ...]:
        """The last paragraphs: how to answer, and who may read it."""
        return (
            "Open the attachment, fill in the white cells, save it, and reply with it attached.",
            "What you write may be read by governors: no names of pupils or staff, please.",
        )


# --- a draft -------------------------------------------------------------------------------------


def draft(letter: Letter) -> bytes:
    """A letter as an unsent e-mail: plain text and HTML, the form attached."""
    message = EmailMessage(policy.SMTP)
    message["Subject"] = letter.subject
    if letter.address:
        message["To"] = letter.address
    message["X-Unsent"] = "1"
    message.set_content(text(letter))
    message.add_alternative(html(letter), subtype="html")
    ending = letter.name.rpartition(".")[2]
    message.add_attachment(
        letter.attachment, maintype="application", subtype=_TYPES[ending], filename=letter.name
    )
    for number, part in enumerate(part for part in message.walk() if part.is_multipart()):
        part.set_boundary(f"=_sipctl_{number}_{hashlib.sha256(letter.attachment).hexdigest()[:16]}")
    seal = _digest(message.as_bytes())
    message[SEAL] = seal
    return message.as_bytes()


def untouched(data: bytes) -> bool:
    """Whether a file is a letter that sipctl wrote and nobody has changed since."""
    match = re.search(rb"^" + SEAL.encode() + rb": ([0-9a-f]{32})\r\n", data, re.MULTILINE)
    return match is not None and _digest(data.replace(match[0], b"", 1)) == match[1].decode()


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:32]


def text(letter: Letter) -> str:
    """The letter in plain text."""
    lines = [f"Dear {safe_text(letter.form.lead)},", "", safe_text(letter.opening)]
    for part in letter.parts:
        lines += ["", part.heading.upper()]
        lines += [
            f"  {_number(row)} - {_title(row)} ({_date(letter, row)})" for row in _named(part)
        ]
        lines += [f"  and {_left_out(part)} more"] if _left_out(part) else []
    return "\n".join([*lines, "", *letter.closing, ""])


def html(letter: Letter) -> str:
    """The letter in HTML that every e-mail program shows: no style sheet, no picture."""
    font = "font-family:Calibri,Arial,sans-serif;font-size:11pt;color:#222222"
    blocks = [f"<p>Dear {escape(safe_text(letter.form.lead))},</p>", _paragraph(letter.opening)]
    for part in letter.parts:
        late = part.heading == "Late"
        ink = "#9C0006" if late else "#1E6B52"
        blocks.append(
            f'<h2 style="font-size:12pt;margin:18px 0 4px;color:{ink}">{escape(part.heading)}</h2>'
        )
        items = [_item(letter, row) for row in _named(part)]
        items += [f"<li>and {_left_out(part)} more</li>"] if _left_out(part) else []
        blocks.append(f'<ul style="margin:0;padding-left:20px">{"".join(items)}</ul>')
    blocks += [_paragraph(line) for line in letter.closing]
    title = escape(letter.subject)
    return (
        f'<!DOCTYPE html>\n<html lang="en-GB"><head><meta charset="utf-8"><title>{title}</title>'
        f'</head><body style="{font};max-width:44em"><main>\n'
        f'<h1 style="font-size:14pt;margin:0 0 12px">{title}</h1>\n'
        + "\n".join(blocks)
        + "\n</main></body></html>\n"
    )


def _paragraph(line: str) -> str:
    return f'<p style="margin:14px 0 0">{escape(safe_text(line))}</p>'


def _item(letter: Letter, row: AskedRow) -> str:
    return (
        f'<li style="margin:3px 0"><b>{escape(_number(row))}</b> {escape(_title(row))}'
        f'<br><span style="color:#5A5A5A">{escape(_date(letter, row))}</span></li>'
    )


def _number(row: AskedRow) -> str:
    return safe_text(row.id)


def _title(row: AskedRow) -> str:
    return safe_text(words.what(row))


def _date(letter: Letter, row: AskedRow) -> str:
    standing = words.standing(row, letter.form.day)
    return standing[:1].lower() + standing[1:]


def _named(part: LetterPart) -> tuple[AskedRow, ...]:
    return part.rows if len(part.rows) <= MOST_ROWS + 1 else part.rows[:MOST_ROWS]


def _left_out(part: LetterPart) -> int:
    return len(part.rows) - len(_named(part))


# --- a mail merge --------------------------------------------------------------------------------

MERGE_HEADS = ("lead", "email", "form", "subject", "by", "rows", "late", "due", "letter")


def merge_csv(letters: Iterable[Letter]) -> bytes:
    """The letters as rows for a mail merge, for a spreadsheet of any kind."""
    import csv
    from io import StringIO

    from sipctl.views.exports.layout import guard

    written = StringIO(newline="")
    rows = csv.writer(written)
    rows.writerow(MERGE_HEADS)
    for letter in letters:
        form = letter.form
        asked = form.asked.of("activity", "kpi")
        late = sum(row.is_late(form.day) for row in asked)
        facts = (letter.form.lead, letter.address or "", letter.name, letter.subject)
        figures = (long_day(form.round.by), len(form.asked.rows), late, len(asked) - late)
        cells = [guard(str(cell)) for cell in (*facts, *figures)]
        rows.writerow([*cells, guard(text(letter))])
    return b"\xef\xbb\xbf" + written.getvalue().encode()
