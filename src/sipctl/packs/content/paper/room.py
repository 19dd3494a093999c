"""Fits the paper on two A4 pages: estimates its lines, leaves out until it fits, then fills up.

The estimate is the same for all formats, so that a board's PDF and Word file have the same content.
It errs on the side of too many lines.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import accumulate, count
from math import ceil
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sipctl.packs.content.items import ActivityReport, Note
    from sipctl.packs.content.paper.model import Paper
    from sipctl.packs.content.paper.rows import Summary
    from sipctl.packs.content.sections.model import AimReport, PackSection

LINES = 110
"""Lines of small text that two pages of PDF and of Word hold at least, besides the title, the first
lists and the last line.
"""

PAGE_LINES = 50
"""Lines that each further page holds."""

PAGE_ONE_LINES = 46
"""Lines of the first page below the first lists."""

SPARE = 3
"""Lines that filling up leaves free: a page may end before a row of a long table."""

WIDTH = 112
"""Characters of a line across the page, which a table's columns share."""

RUN_WIDTH = 106
"""Characters of a line across the page of which much is bold."""

NOTE_LENGTH, SHORT_NOTE_LENGTH = 160, 80
"""Characters to which notes are cut in an early and in a late step."""

MOST_COMING = (12, 8, 5, 3)
"""Numbers of coming dates to list if there is no room for all, tried in this order."""

_HEADING = 2.9
"""Lines of a heading with the space around it."""

_FIRST = 6.5
"""Lines of the section of what to look at first."""

_ROW = 0.15
"""Lines of space between the rows of a table."""

STEPS: tuple[dict[str, Any], ...] = (
    {"shows_leads": False},
    {"most_coming": 0},
    {"shows_changes": False},
    {"shows_kpis": False},
    {"note_length": NOTE_LENGTH},
    {"runs_overdue": True},
    {"shows_settled": False},
    {"runs_dates": True},
    {"shows_first": False},
    {"note_length": SHORT_NOTE_LENGTH},
)
"""Fields to set, step by step, until the paper fits: each leaves something out."""

FILLS: tuple[tuple[dict[str, Any], ...], ...] = (
    ({"shows_settled": True},),
    ({"shows_leads": True},),
    ({"titles_counted": True},),
    tuple({"most_coming": number} for number in (None, *MOST_COMING)),
)
"""Fields to set back if there is room after all: of each group, the first choice that fits."""


def fit(paper: Paper, whole: PackSection) -> Paper:
    """The paper with as much in it as fits on two pages, or on the fewest that hold all that is
    never left out."""
    forms = list(accumulate(STEPS, _with_step, initial=paper))
    least = min(lines_of(form, whole) for form in forms)
    more = next(pages for pages in count() if least <= LINES + pages * PAGE_LINES)
    room = LINES + more * PAGE_LINES
    form = next(form for form in forms if lines_of(form, whole) <= room)
    spare = 0 if form.runs_overdue else SPARE
    return replace(_filled(form, whole, room - spare), overflows=more > 0)


def _filled(paper: Paper, whole: PackSection, room: float) -> Paper:
    """The paper with as much put back (`FILLS`) as fits in `room` lines."""
    for choices in FILLS:
        forms = [replace(paper, **choice) for choice in choices]
        if paper == forms[0]:  # nothing of it was given up
            continue
        paper = next((form for form in forms if lines_of(form, whole) <= room), paper)
    return paper


def _with_step(paper: Paper, step: dict[str, Any]) -> Paper:
    return _cut(replace(paper, **step))


def _cut(paper: Paper) -> Paper:
    """The paper with its notes cut at a word to `note_length` characters, unless that is 0."""
    if not paper.note_length:
        return paper
    rows = (
        replace(row, note=_cut_note(row.note, paper.note_length) if row.note else None)
        for row in paper.off_course
    )
    summaries = (
        replace(row, words=_cut_note(row.words, paper.note_length)) for row in paper.summaries
    )
    asked = (
        replace(row, words=cut_at_word(row.words, paper.note_length)) for row in paper.asked_before
    )
    return replace(
        paper,
        off_course=tuple(rows),
        summaries=tuple(summaries),
        asked_before=tuple(asked),
    )


def _cut_note(note: Note, length: int) -> Note:
    return replace(note, text=cut_at_word(note.text, length))


def cut_at_word(text: str, length: int) -> str:
    """A text of at most `length` characters, cut between two words, with `…` where it was cut."""
    if len(text) <= length:
        return text
    short = text[:length]
    head = short.rpartition(" ")[0] or short[:-1]
    return f"{head.rstrip(' ,;:')}…"


# --- the estimate --------------------------------------------------------------------------------


def lines_of(paper: Paper, whole: PackSection) -> float:
    """The estimated lines of the paper, besides the title, the first lists and the last line."""
    asks, aims = _of_asks(paper), _of_aims(whole)
    first = 0 if paper.shows_first else _FIRST
    left = PAGE_ONE_LINES + first - asks
    return (
        asks
        + aims
        + (left if 0 < left < aims else 0)  # the table of the aims goes to the next page whole
        - first
        + _of_off_course(paper)
        + _of_leads(paper)
        + (
            _of_counts(paper)
            if paper.only_counts
            else _of_kpis(paper) + _of_asked_before(paper) + _of_changes(paper) + _of_coming(paper)
        )
    )


def _wrapped(*cells: tuple[str, int]) -> int:
    """Lines of a row's tallest cell; a cell is a text and how many characters its line holds."""
    return max(
        sum(ceil(len(line) / width) or 1 for line in text.split("\n")) for text, width in cells
    )


def _table(rows: Iterable[float]) -> float:
    """Lines of a table with its heading and head, from those of its rows; 0 without rows."""
    lines = [row + _ROW for row in rows]
    return sum(lines) + _HEADING + 1.3 if lines else 0


def _of_asks(paper: Paper) -> float:
    """Lines of decisions wanted, questions, and summaries of owners."""
    asked, questions = (
        [f"{row.id} {row.title}: {row.what} {row.by}, 30 Sep 2025" for row in rows]
        for rows in (paper.wanted, paper.questions)
    )
    if paper.help_words:
        asked.append(paper.help_words)
    if paper.dates_run:
        asked.append(" ".join(f"{row.id} {row.new_date} ({row.by});" for row in paper.dates_run))
    says = [
        f"{row.id} {row.title}{_overdue_of(row)}: {_note(row.words)} {row.age_words}{_asked(row)}"
        for row in paper.summaries
    ]
    return sum(_listed(texts) - 1.7 for texts in (asked, questions, says) if texts) + (not asked)


def _of_aims(whole: PackSection) -> float:
    def height(aim: AimReport) -> int:
        tallies = sum(len(tally.status) + 7 for tally in aim.tallies if tally.number)
        moved = 3 if aim.newly_at_risk else 2
        return max(_wrapped((aim.title, 28)), 1 + ceil(tallies / 40), moved)

    return _table(height(aim) + 0.4 for aim in whole.aims) + 1


def _of_off_course(paper: Paper) -> float:
    rows = [
        max(
            _wrapped((f"{row.id} {row.title} {', '.join(row.leads)}", 78))
            + (_wrapped((_words_of(row), 78)) if row.note or row.help_wanted else 0),
            2 if row.at_risk and row.days_overdue else 1,
        )
        for row in paper.listed
    ]
    return _table(rows) + _of_run(paper) + 3


def _words_of(row: ActivityReport) -> str:
    return (_note(row.note) if row.note else "") + _asked(row)


def _overdue_of(row: Summary) -> str:
    if not row.overdue:
        return ""
    return f" ({row.overdue} of {row.activities} activities with a date overdue)"


def _asked(row: ActivityReport | Summary) -> str:
    return f" Help wanted: {row.help_wanted}" if row.help_wanted else ""


def _of_run(paper: Paper) -> float:
    """Lines of long overdue work that is not at risk, if it is run together; else 0."""
    if not paper.runs_overdue:
        return 0
    lines = 2.0
    for lead, rows in paper.overdue_by_lead:
        texts = (f"{row.id} {row.title} (22 weeks{_asked(row)}); " for row in rows)
        lines += ceil((len(lead) + 4 + sum(map(len, texts))) / RUN_WIDTH) * 1.06
    return lines


def _note(note: Note) -> str:
    where = f" at {note.academy}" if note.academy else ""
    secret = f"\nConfidential: {note.confidential}" if note.confidential else ""
    return f"{note.text} {note.by}{where}, 30 Sep 2025{secret}"


def _of_counts(paper: Paper) -> float:
    """Lines of KPIs, of what was asked before, changes and coming dates, as a sentence each."""
    asked = "; ".join([paper.asked_words, *_settled(paper)])
    texts = (
        f"KPIs against their targets: {paper.kpi_words}",
        *([f"Asked last time: {asked}"] if paper.asked_before else []),
        f"Changed {paper.since_words}: {paper.change_words}",
        f"Next: {paper.coming_words}",
    )
    return _HEADING + _bullets(texts)


def _of_kpis(paper: Paper) -> float:
    rows = [
        _wrapped(
            (f"{row.id} {row.measure} {row.academy or ''}", 46),
            (row.target or "", 26),
            (f"{row.newest} 30 Sep 2025", 18),
            (row.stands, 22),
        )
        for row in paper.kpis
    ]
    sentence = _wrapped((paper.kpi_words, WIDTH)) + 0.7
    return _HEADING + sentence + (_table(rows) - _HEADING if rows and paper.shows_kpis else 0)


def _of_asked_before(paper: Paper) -> float:
    """Lines of what was asked before and what became of it; 0 if nothing was."""
    if not paper.asked_before:
        return 0
    return _listed(_settled(paper)) + _wrapped((paper.asked_words, WIDTH)) - 1


def _settled(paper: Paper) -> list[str]:
    return [
        f"{row.id} {row.title}: {row.what} {row.by}. {row.outcome}: {row.words}"
        for row in paper.settled
    ]


def _of_changes(paper: Paper) -> float:
    return _listed(f"{row.id} {row.title}: {row.what}" for row in paper.changes_listed)


def _of_coming(paper: Paper) -> float:
    texts = (
        f"22 Sep 2025: {row.id} {row.title}{row.milestone or ''} {', '.join(row.leads)}"
        + (", first of 10 dates" if row.times > 1 else "")
        for row in paper.soonest
    )
    return _listed(texts)


def _of_leads(paper: Paper) -> float:
    """Lines of the key to initials."""
    words = paper.lead_words
    return _wrapped((f"Leads: {words}", WIDTH)) + 0.7 if words else 0


def _listed(texts: Iterable[str]) -> float:
    """Lines of a heading, a sentence with counts, and the list below it."""
    return _HEADING + 1.7 + _bullets(texts)


def _bullets(texts: Iterable[str]) -> float:
    return sum(ceil((len(text) + 4) / WIDTH) * 1.06 for text in texts)
