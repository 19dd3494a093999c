"""A table's rows as texts by role: merged cells filled in, banners read as headings."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sipctl.intake.tables import time_columns
from sipctl.intake.tables.cells import lines, tidy
from sipctl.intake.tables.columns import kinds_of, says_lead_and_time
from sipctl.intake.tables.headers import plain
from sipctl.intake.tables.work_table import (
    LEVELS,
    WORDS,
    banner_of,
    has_text,
    level_of,
    notes_of,
    own_cells,
    rows_with_next,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sipctl.documents.document import Cell, SourceTable
    from sipctl.intake.tables.columns import Role
    from sipctl.intake.tables.headers import Heads
    from sipctl.intake.tables.work_table import WorkTable

    Spans = dict[tuple[int, int], list[int]]

_TOTAL = re.compile(
    r"\W*(grand |overall |sub[- ]?)?totals?(\W+(budget(ed)?|costs?|spend|spending|spent"
    r"|expenditure|funding|amount|"
    r"planned|estimated|actual|allocat(ed|ion))\b)*(\W+(for|of)\b.{0,30})?\W*",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Step:
    """A cell under a time column."""

    time: str
    head: str
    text: str


@dataclass
class WorkRow:
    """One row of work. `places` are the aim, area and priority it is under.

    `texts` are its cells by role. Of cells merged with the row above only leads and times are
    included: the others belong to that row. `activity` is the row and column where the activity's
    cell begins, equal for rows that share a merged one. `goes_on` are the roles of cells that are
    merged with the row above.
    """

    number: int
    place: str
    """Its first cell, for messages."""
    places: dict[Role, str]
    texts: dict[Role, str] = field(default_factory=dict)
    activity: tuple[int, int] = (0, 0)
    goes_on: frozenset[Role] = frozenset()
    comments: list[tuple[str, str]] = field(default_factory=list)
    """Head and text of cells that no field is made of."""
    names: dict[Role, str] = field(default_factory=dict)
    """The head of each column in `texts`, by role."""
    steps: list[Step] = field(default_factory=list)
    queries: list[str] = field(default_factory=list)
    statuses: list[tuple[str, str]] = field(default_factory=list)
    """Head and text of cells in columns of statuses; they are in `comments` too."""
    total: bool = False
    """Whether it is a total of rows above; all its text is then in `comments`."""
    banner: bool = False
    """Whether it is a heading and no work."""


def work_rows(
    table: WorkTable, places: Mapping[Role, str], aims: frozenset[str]
) -> Iterator[WorkRow]:
    """The rows of work under a table's head; `places` are the levels that the table is under,
    `aims` banners that are aims, though their words do not say so.
    """
    now = dict(places)
    heads = table.heads
    spans = _spans(table.source, heads)
    for number, cells, below in rows_with_next(table):
        if _is_total(cells):
            yield _total(number, cells, now)
            continue
        banner = banner_of(cells, table, below)
        if banner is not None:
            otherwise: Role = "area" if "area" not in heads.roles else "priority"
            level = "aim" if banner in aims else level_of(banner) or otherwise
            _enter(now, level, banner)
            yield WorkRow(number, cells[0].place, dict(now), comments=notes_of(cells), banner=True)
            continue
        yield _row(number, cells, table, now, spans)


def _is_total(cells: tuple[Cell, ...]) -> bool:
    """Whether a row has `Total` and numbers alone, so that it is no work and no heading."""
    if not any("total" in cell.text.casefold() for cell in cells):
        return False
    texts = [cell.text for _, cell in own_cells(cells) if has_text(cell)]
    words = [text for text in texts if WORDS.match(text)]
    return len(texts) > 1 and len(words) == 1 and bool(_TOTAL.fullmatch(words[0].strip()))


def _total(number: int, cells: tuple[Cell, ...], now: dict[Role, str]) -> WorkRow:
    texts = [cell.text for _, cell in own_cells(cells) if has_text(cell)]
    comments = [("", " ".join(tidy(" ".join(texts)).split())), *notes_of(cells)]
    return WorkRow(number, cells[0].place, dict(now), comments=comments, total=True)


def _row(
    number: int, cells: tuple[Cell, ...], table: WorkTable, now: dict[Role, str], spans: Spans
) -> WorkRow:
    heads = table.heads
    columns = list(enumerate(zip(cells, heads.names, heads.roles, strict=False)))
    _enter_levels(cells, heads, now)
    row = WorkRow(number, cells[0].place, dict(now))
    goes_on: set[Role] = set()
    joined = {other for column, _ in columns for other in heads.joined_to(column)}
    for column, (cell, name, role) in columns:
        if role == "activity":
            row.activity = cell.anchor
        if (
            cell.anchor[0] < number
            and role is not None
            and not _lines_of_merged_cell(cell, role, spans)
        ):
            goes_on.add(role)
        own = "" if column in joined else _cell_text(cell, number, column, role, spans)
        parts = [] if role in LEVELS else [own, *_joined(column, cells, heads)]
        text = "\n".join(filter(None, parts))
        time = heads.time_of(column)
        if time and cell.anchor == (number, column) and time_columns.is_tick(cell.text):
            text = cell.text
        if text and time:
            row.steps.append(Step(time, name, text))
        elif text:
            _put_text(text, name, role, table, row)
    row.comments += notes_of(cells)
    row.goes_on = frozenset(goes_on)
    return row


def _put_text(text: str, name: str, role: Role | None, table: WorkTable, row: WorkRow) -> None:
    """Add a cell's text to the row: to `texts` by role, or to `comments`."""
    if role in (None, "comment", "status"):
        row.comments.append((name, text))
        row.statuses += [(name, text)] if role == "status" else []
    elif role in ("lead", "when") and says_lead_and_time(plain(name)):
        _part_lead_and_time(text, name, row)
    elif role is not None:
        text = _with_day_first(text, role, table, row)
        row.texts[role] = f"{row.texts[role]}\n{text}" if role in row.texts else text
        row.names.setdefault(role, name)


def _part_lead_and_time(text: str, name: str, row: WorkRow) -> None:
    """Split a cell of both leads and times: `JK, Spring 2025`."""
    parts = [part.strip() for part in re.split(r"[,;\n]|\s[–—-]\s", text) if part.strip()]
    times = [part for part in parts if "time" in kinds_of([part])]
    parted: tuple[tuple[Role, list[str]], ...] = (
        ("lead", [part for part in parts if part not in times]),
        ("when", times),
    )
    for role, texts in parted:
        if texts:
            row.texts[role] = "\n".join([*row.texts.get(role, "").split("\n"), *texts]).strip()
            row.names.setdefault(role, name)


def _enter_levels(cells: tuple[Cell, ...], heads: Heads, now: dict[Role, str]) -> None:
    """Enter in `now` the aim, area and priority that a row's columns name."""
    for level in LEVELS:
        for column, (cell, role) in enumerate(zip(cells, heads.roles, strict=False)):
            if role == level:
                label = "; ".join(lines(tidy(cell.text)))
                label = " ".join(text for text in (label, *_joined(column, cells, heads)) if text)
                if label:
                    _enter(now, level, label)


def _with_day_first(text: str, role: Role, table: WorkTable, row: WorkRow) -> str:
    """Times rewritten as the rest of the table proves them to be meant: terms of six a year as
    half terms, days with the month first in words; other texts as they are."""
    if role not in ("when", "starts"):
        return text
    if table.has_six_terms:
        phrases = "\n".join(map(time_columns.half_term, text.split("\n")))
        term = time_columns.term_of_six(phrases)
        row.comments += [
            ("", f"T1 to T6 are HT1 to HT6 in this plan, so {term} is H{term}")
        ] * bool(term)
        return phrases
    if table.says_month_first:
        pairs = [time_columns.day_first(line) for line in text.split("\n")]
        row.queries += [question for _, question in pairs if question]
        return "\n".join(phrase for phrase, _ in pairs)
    return text


def _joined(column: int, cells: tuple[Cell, ...], heads: Heads) -> list[str]:
    """The texts in further columns under the head of one, as far as they have their own cells."""
    columns = [other for other in heads.joined_to(column) if other < len(cells)]
    texts = [tidy(cells[other].text) for other in columns if cells[other].anchor[1] == other]
    return [text for text in texts if lines(text)]


def _cell_text(cell: Cell, number: int, column: int, role: Role | None, spans: Spans) -> str:
    """A row's text in a column. A cell merged sideways counts in its first column alone.

    One merged downwards counts in its first row alone, but leads and times are for each row: its
    own line of the cell if there are as many lines as rows, else all of it.
    """
    if cell.anchor[1] != column:
        return ""
    text = tidy(cell.text)
    of_each_row = _lines_of_merged_cell(cell, role, spans)
    if of_each_row:
        return of_each_row[spans[cell.anchor].index(number)]
    said_here = cell.anchor[0] == number or role in ("lead", "when")
    return text if said_here and lines(text) else ""


def _lines_of_merged_cell(cell: Cell, role: Role | None, spans: Spans) -> list[str]:
    """The lines of a merged cell of leads or times, if there is one for each row; else none."""
    texts = lines(tidy(cell.text)) if role in ("lead", "when") else []
    return texts if len(texts) == len(spans.get(cell.anchor, ())) else []


def _spans(table: SourceTable, heads: Heads) -> Spans:
    """Anchor of each cell of leads or times → the rows that it covers."""
    spans: Spans = {}
    for column, role in enumerate(heads.roles):
        for number, cells in enumerate(table.rows if role in ("lead", "when") else ()):
            if column < len(cells) and cells[column].anchor[1] == column:
                spans.setdefault(cells[column].anchor, []).append(number)
    return spans


def _enter(now: dict[Role, str], level: Role, text: str) -> None:
    """Set a level; if its text is new, clear the levels within it."""
    if now.get(level) != text:
        for inner in LEVELS[LEVELS.index(level) + 1 :]:
            now.pop(inner, None)
    now[level] = text
