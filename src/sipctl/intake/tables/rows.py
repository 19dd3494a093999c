"""A table's rows by what their columns mean: merged and blank cells filled, banners understood."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sipctl.intake.tables.cells import LONGEST_TITLE, lines, tidy
from sipctl.intake.tables.headers import plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sipctl.intake.document import Cell, SourceTable
    from sipctl.intake.tables.headers import Heads, Role

    Spans = dict[tuple[int, int], list[int]]

LEVELS: tuple[Role, ...] = ("aim", "area", "priority")
"""What work stands under, outermost first: said once, it holds until something else is said."""
_WORDS = re.compile(r".*[^\W\d_]{3}")
_TOTAL = re.compile(
    r"(grand |overall |sub[- ]?)?totals?"
    r"(\W* (costs?|budget|spend|spending|expenditure|funding|amount|for|of)\b.{0,30})?\W*",
    re.IGNORECASE,
)
_SAYS_LEVEL = {
    "aim": re.compile(r"\W*(strategic |key |trust )*(aim|goal|theme|pillar)\b", re.IGNORECASE),
    "area": re.compile(r"\W*(strategic |focus |key )*(area|section|strand)\b", re.IGNORECASE),
    "priority": re.compile(r"\W*(\w+ )?(priority|objective|target)\b", re.IGNORECASE),
}


@dataclass(frozen=True)
class WorkTable:
    """A table of work: the rows of a grid under their heads, up to `end`; `top` is where what
    stands over the heads begins.
    """

    grid: SourceTable
    heads: Heads
    top: int = 0
    end: int | None = None

    @property
    def work(self) -> list[tuple[int, tuple[Cell, ...]]]:
        """The rows under the heads with their numbers; the heads said again are none of them."""
        first = self.heads.row + 1
        under = enumerate(self.grid.rows[first : self.end], start=first)
        return [(number, cells) for number, cells in under if not _is_head(cells, self.heads)]

    @property
    def said_again(self) -> list[tuple[Cell, ...]]:
        """The rows under the heads that say them again."""
        under = self.grid.rows[self.heads.row + 1 : self.end]
        return [cells for cells in under if _is_head(cells, self.heads)]


@dataclass
class WorkRow:
    """One row of work. `places` are the aim, area and priority it stands under.

    `texts` are its cells by role. Of those merged with the row above, only leads and times are
    among them: what else is said there was said of that row. `activity` is where the activity's
    cell begins, so that rows of one merged cell know each other.
    """

    number: int
    place: str
    """How people find it: its first cell."""
    places: dict[Role, str]
    texts: dict[Role, str] = field(default_factory=dict)
    activity: tuple[int, int] = (0, 0)
    goes_on: frozenset[Role] = frozenset()
    comments: list[tuple[str, str]] = field(default_factory=list)
    """What fits nowhere: the head it stands under, and its text."""
    names: dict[Role, str] = field(default_factory=dict)
    """What the table calls each of the columns in `texts`."""
    total: bool = False
    """Whether it adds up the rows above it, all of which stands in `beside`."""
    banner: bool = False
    """Whether it is a heading and no work."""


def level_of(text: str) -> Role | None:
    """Whether a heading says that it is an aim, an area or a priority."""
    for level, pattern in _SAYS_LEVEL.items():
        if pattern.match(text):
            return level  # type: ignore[return-value]
    return None


def before(table: WorkTable) -> list[str]:
    """The texts over a table's head."""
    over = table.grid.rows[table.top : max(table.heads.row, 0)]
    return [text for row in over for text in _texts(row)]


def notes_over(table: WorkTable) -> list[str]:
    """What people stuck on a table's head, wherever it is said, and on what is over it, and the
    names of columns that nobody knows and under which nothing stands.
    """
    heads = table.heads
    over = (*table.grid.rows[table.top : heads.row + 1], *table.said_again)
    noted = [_notes(row) for row in over]
    made = [f"{head}: {text}" for those in noted for head, text in those]
    work = (row for _, row, below in _with_below(table) if not _banner(row, heads, below))
    filled = {column for row in work for column, cell in _own(row) if _says(cell)}
    for column, (name, role) in enumerate(zip(heads.names, heads.roles, strict=True)):
        if heads.row >= 0 and name and role is None and column not in filled:
            made.append(f"Nothing stands under: {name}")
    return made


def banners(table: WorkTable) -> list[str]:
    """The headings within a table."""
    found = (_banner(cells, table.heads, below) for _, cells, below in _with_below(table))
    return [banner for banner in found if banner]


def rows(table: WorkTable, places: dict[Role, str], aims: frozenset[str]) -> Iterator[WorkRow]:
    """The rows of work under a table's head; `places` are what the table itself stands under,
    `aims` the banners that are aims whatever they say.
    """
    now = dict(places)
    heads = table.heads
    spans = _spans(table.grid, heads)
    for number, cells, below in _with_below(table):
        banner = _banner(cells, heads, below)
        if banner is not None:
            otherwise: Role = "area" if "area" not in heads.roles else "priority"
            level = "aim" if banner in aims else level_of(banner) or otherwise
            _enter(now, level, banner)
            yield WorkRow(number, cells[0].place, dict(now), comments=_notes(cells), banner=True)
            continue
        total = _is_total(cells)
        yield _total(number, cells, now) if total else _row(number, cells, heads, now, spans)


def _with_below(table: WorkTable) -> Iterator[tuple[int, tuple[Cell, ...], tuple[Cell, ...]]]:
    """Each row of work with the one below it, which is empty for the last of all."""
    work = table.work
    after = table.grid.rows[table.end] if table.end and table.end < len(table.grid.rows) else ()
    for (number, cells), (_, below) in zip(work, [*work[1:], (0, after)], strict=False):
        yield number, cells, below


def _is_total(cells: tuple[Cell, ...]) -> bool:
    """Whether a row says `Total` and numbers, so that it names no work and nothing above work."""
    told = [cell.text for _, cell in _own(cells) if _says(cell)]
    words = [text for text in told if _WORDS.match(text)]
    return len(told) > 1 and len(words) == 1 and bool(_TOTAL.fullmatch(words[0].strip()))


def _total(number: int, cells: tuple[Cell, ...], now: dict[Role, str]) -> WorkRow:
    told = [cell.text for _, cell in _own(cells) if _says(cell)]
    beside = [("", " ".join(tidy(" ".join(told)).split())), *_notes(cells)]
    return WorkRow(number, cells[0].place, dict(now), comments=beside, total=True)


def _row(
    number: int, cells: tuple[Cell, ...], heads: Heads, now: dict[Role, str], spans: Spans
) -> WorkRow:
    columns = list(enumerate(zip(cells, heads.names, heads.roles, strict=False)))
    for level in LEVELS:
        for _, (cell, _, role) in columns:
            label = "; ".join(lines(tidy(cell.text))) if role == level else ""
            if label:
                _enter(now, level, label)
    made = WorkRow(number, cells[0].place, dict(now))
    goes_on: set[Role] = set()
    for column, (cell, name, role) in columns:
        if role == "activity":
            made.activity = cell.anchor
        if cell.anchor[0] < number and role is not None and not _apart(cell, role, spans):
            goes_on.add(role)
        text = "" if role in LEVELS else _said(cell, number, column, role, spans)
        if text and role in (None, "comment", "status"):
            made.comments.append((name, text))
        elif text and role is not None:
            made.texts[role] = f"{made.texts[role]}\n{text}" if role in made.texts else text
            made.names.setdefault(role, name)
    made.comments += _notes(cells)
    made.goes_on = frozenset(goes_on)
    return made


def _said(cell: Cell, number: int, column: int, role: Role | None, spans: Spans) -> str:
    """What a row says in a column. What is merged sideways is said in its first column.

    What is merged downwards is said in its first row, but for leads and times, which are each
    row's: its own line of them where there are as many as rows, else all.
    """
    if cell.anchor[1] != column:
        return ""
    told = tidy(cell.text)
    apart = _apart(cell, role, spans)
    if apart:
        return apart[spans[cell.anchor].index(number)]
    said_here = cell.anchor[0] == number or role in ("lead", "when")
    return told if said_here and lines(told) else ""


def _apart(cell: Cell, role: Role | None, spans: Spans) -> list[str]:
    """The lines of a merged cell of leads or times, where each of its rows has one."""
    told = lines(tidy(cell.text)) if role in ("lead", "when") else []
    return told if len(told) == len(spans.get(cell.anchor, ())) else []


def _spans(grid: SourceTable, heads: Heads) -> Spans:
    """The rows that each cell of leads or times covers."""
    spans: Spans = {}
    for column, role in enumerate(heads.roles):
        for number, cells in enumerate(grid.rows if role in ("lead", "when") else ()):
            if column < len(cells) and cells[column].anchor[1] == column:
                spans.setdefault(cells[column].anchor, []).append(number)
    return spans


def _enter(now: dict[Role, str], level: Role, text: str) -> None:
    """Something new at a level; what stood under the old is over."""
    if now.get(level) != text:
        for inner in LEVELS[LEVELS.index(level) + 1 :]:
            now.pop(inner, None)
    now[level] = text


def _is_head(cells: tuple[Cell, ...], heads: Heads) -> bool:
    """Whether a row says the heads again, as on every page of a long table."""
    told = [(plain(cell.text), plain(name)) for cell, name in zip(cells, heads.names, strict=False)]
    same = sum(cell == name for cell, name in told if name)
    return same >= 2 and all(cell in ("", name) for cell, name in told)


def _banner(cells: tuple[Cell, ...], heads: Heads, below: tuple[Cell, ...]) -> str | None:
    """The text of a row that is a heading across the table; None if it is no such row.

    It is merged across most of the table, or says which level it is, or stands alone in a first
    column that holds no work, with a full row below it.
    """
    filled = [(column, cell) for column, cell in _own(cells) if cell.text]
    if len(filled) != 1 or len(cells) < 2 or "\n" in filled[0][1].text:
        return None
    column, cell = filled[0]
    text = " ".join(tidy(cell.text).split())
    width = sum(other.anchor == cell.anchor for other in cells)
    role = heads.roles[column] if column < len(heads.roles) else None
    wide = width >= max(2, (len(cells) + 1) // 2)
    says = role not in LEVELS and level_of(text) is not None
    lone = column == 0 and role in (None, "id") and bool(_WORDS.match(text))
    full = sum(bool(one.text) for _, one in _own(below)) > 1
    return text if wide or says or (lone and full and len(text) <= LONGEST_TITLE) else None


def _own(cells: tuple[Cell, ...]) -> list[tuple[int, Cell]]:
    """The cells of a row with their columns, those merged sideways once."""
    return [(column, cell) for column, cell in enumerate(cells) if cell.anchor[1] == column]


def _says(cell: Cell) -> bool:
    return bool(lines(tidy(cell.text)))


def _notes(cells: tuple[Cell, ...]) -> list[tuple[str, str]]:
    """What people stuck on the cells of a row, and on which."""
    return [(f"Note on {cell.place}", tidy(note)) for cell in cells for note in cell.notes]


def _texts(row: tuple[Cell, ...]) -> list[str]:
    """What a row says, each merged cell once."""
    return [tidy(cell.text) for _, cell in _own(row) if tidy(cell.text)]
