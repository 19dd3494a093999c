"""A table's rows by what their columns mean: merged and blank cells filled, banners understood."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from sipctl.intake.tables import time_columns
from sipctl.intake.tables.cells import LONGEST_TITLE, lines, tidy
from sipctl.intake.tables.headers import plain, role_of, strength

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sipctl.intake.document import Cell, SourceTable
    from sipctl.intake.tables.columns import Role
    from sipctl.intake.tables.headers import Heads

    Spans = dict[tuple[int, int], list[int]]

LEVELS: tuple[Role, ...] = ("aim", "area", "priority")
"""What work stands under, outermost first: said once, it holds until something else is said."""
_WORDS = re.compile(r".*[^\W\d_]{3}")
_TOTAL = re.compile(
    r"\W*(grand |overall |sub[- ]?)?totals?(\W+(budget(ed)?|costs?|spend|spending|spent"
    r"|expenditure|funding|amount|"
    r"planned|estimated|actual|allocat(ed|ion))\b)*(\W+(for|of)\b.{0,30})?\W*",
    re.IGNORECASE,
)
_NUMBER = r"\s*([0-9]{1,3}[a-z]?|[ivx]{1,5}|one|two|three|four|five|six)?\b"
_SAYS_LEVEL = {
    "aim": re.compile(
        rf"\W*(strategic |key |trust )*(aim|goal|theme|pillar)\b{_NUMBER}", re.IGNORECASE
    ),
    "area": re.compile(
        rf"\W*(strategic |focus |key )*(area|section|strand)\b{_NUMBER}", re.IGNORECASE
    ),
    "priority": re.compile(rf"\W*(\w+ )?(priority|objective|target)\b{_NUMBER}", re.IGNORECASE),
}
_LONGEST_LABEL = 40
_NO_PLACE = re.compile(
    r"(academic |school |financial )?(years?|date|version|updated?|created|author|approved|page)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Fact:
    """What a row of a label and a text over a table's head says of all its rows."""

    label: str
    role: Role | None
    text: str


@dataclass(frozen=True)
class WorkTable:
    """A table of work: the rows of a source table under their heads, up to `end`; `top` is where
    what stands over the heads begins.
    """

    source: SourceTable
    heads: Heads
    top: int = 0
    end: int | None = None

    @property
    def width(self) -> int:
        """How many columns it has."""
        return len(self.heads.roles)

    @property
    def work(self) -> list[tuple[int, tuple[Cell, ...]]]:
        """The rows under the heads with their numbers; the heads said again are none of them."""
        first = self.heads.row + 1
        under = enumerate(self.source.rows[first : self.end], start=first)
        return [(number, cells) for number, cells in under if not _is_head(cells, self.heads)]

    @property
    def repeated_heads(self) -> list[tuple[Cell, ...]]:
        """The rows under the heads that say them again."""
        under = self.source.rows[self.heads.row + 1 : self.end]
        return [cells for cells in under if _is_head(cells, self.heads)]

    @property
    def above(self) -> tuple[tuple[Cell, ...], ...]:
        """The rows over the heads."""
        return self.source.rows[self.top : max(self.heads.row, 0)]

    @cached_property
    def facts(self) -> tuple[Fact, ...]:
        """What the block of labels over the heads says, in order."""
        return tuple(fact for fact in map(_fact, self.above) if fact)

    @cached_property
    def strong_columns(self) -> frozenset[int]:
        """Columns in which most of the work is set off (bold), so that it sets off nothing."""
        rows = [cells for _, cells in self.work]
        count = [
            sum(row[column].strong for row in rows) for column in range(len(rows[0]) if rows else 0)
        ]
        return frozenset(column for column, strong in enumerate(count) if strong * 2 > len(rows))

    @cached_property
    def times(self) -> tuple[str, ...]:
        """All that its columns of times say."""
        columns = [at for at, role in enumerate(self.heads.roles) if role in ("when", "starts")]
        return tuple(tidy(cells[at].text) for _, cells in self.work for at in columns)

    @cached_property
    def has_six_terms(self) -> bool:
        """Whether its times count six terms a year."""
        return time_columns.has_six_terms(self.times)

    @cached_property
    def says_month_first(self) -> bool:
        """Whether its days in figures say the month first."""
        return time_columns.proves_month_first(self.times)


@dataclass(frozen=True)
class Step:
    """What stands under a column that is a time."""

    time: str
    head: str
    text: str


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
    steps: list[Step] = field(default_factory=list)
    queries: list[str] = field(default_factory=list)
    total: bool = False
    """Whether it adds up the rows above it, all of which stands in `comments`."""
    banner: bool = False
    """Whether it is a heading and no work."""


def level_of(text: str) -> Role | None:
    """Whether a heading says that it is an aim, an area or a priority."""
    for level, pattern in _SAYS_LEVEL.items():
        if pattern.match(text):
            return level  # type: ignore[return-value]
    return None


def before(table: WorkTable) -> list[str]:
    """The texts over a table's head, but for its block of labels."""
    return [text for row in table.above if not _fact(row) for text in _texts(row)]


def banner_above(table: WorkTable) -> str | None:
    """The heading within the table directly over its heads, where others are such headings too, or
    something else is over it that the document may be called by."""
    wide = [row for row in table.above if is_wide(row) and not _fact(row)]
    if not wide or not table.above or not is_wide(table.above[-1]):
        return None
    text = " ".join(_texts(wide[-1])[0].split())
    if len(text) > LONGEST_TITLE * 2 or _NO_PLACE.match(text):
        return None
    named = bool(table.source.headings or table.source.over or table.top)
    return text if len(wide) > 1 or named else None


def notes_over(table: WorkTable) -> list[str]:
    """What people stuck on a table's head, wherever it is said, and on what is over it, and the
    names of columns that nobody knows and under which nothing stands.
    """
    heads = table.heads
    over = (*table.source.rows[table.top : heads.row + 1], *table.repeated_heads)
    notes = [f"{head}: {text}" for row in over for head, text in _notes(row)]
    work = (row for _, row, below in _with_below(table) if not _banner(row, table, below))
    filled = {column for row in work for column, cell in _own(row) if _says(cell)}
    for column, (name, role) in enumerate(zip(heads.names, heads.roles, strict=True)):
        unread = role is None and not heads.time_of(column)
        if heads.row >= 0 and name and unread and column not in filled:
            notes.append(f"Nothing stands under: {name}")
    for name, reading in zip(heads.names, heads.readings, strict=False):
        if reading.by_cells:
            notes.append(f'"{name}" was read as {reading.role}: {reading.evidence}')
    return notes


def banners(table: WorkTable) -> list[str]:
    """The headings within a table."""
    found = (_banner(cells, table, below) for _, cells, below in _with_below(table))
    return [banner for banner in found if banner]


def rows(table: WorkTable, places: Mapping[Role, str], aims: frozenset[str]) -> Iterator[WorkRow]:
    """The rows of work under a table's head; `places` are what the table itself stands under,
    `aims` the banners that are aims whatever they say.
    """
    now = dict(places)
    heads = table.heads
    spans = _spans(table.source, heads)
    for number, cells, below in _with_below(table):
        if _is_total(cells):
            yield _total(number, cells, now)
            continue
        banner = _banner(cells, table, below)
        if banner is not None:
            otherwise: Role = "area" if "area" not in heads.roles else "priority"
            level = "aim" if banner in aims else level_of(banner) or otherwise
            _enter(now, level, banner)
            yield WorkRow(number, cells[0].place, dict(now), comments=_notes(cells), banner=True)
            continue
        yield _row(number, cells, table, now, spans)


def _with_below(
    table: WorkTable,
) -> Iterator[tuple[int, tuple[Cell, ...], tuple[Cell, ...]]]:
    """Each row of work with the one below it, which is empty for the last of all."""
    work, source = table.work, table.source.rows
    after = source[table.end] if table.end and table.end < len(source) else ()
    for (number, cells), (_, below) in zip(work, [*work[1:], (0, after)], strict=False):
        yield number, cells, below


def _is_total(cells: tuple[Cell, ...]) -> bool:
    """Whether a row says `Total` and numbers, so that it names no work and nothing above work."""
    texts = [cell.text for _, cell in _own(cells) if _says(cell)]
    words = [text for text in texts if _WORDS.match(text)]
    return len(texts) > 1 and len(words) == 1 and bool(_TOTAL.fullmatch(words[0].strip()))


def _total(number: int, cells: tuple[Cell, ...], now: dict[Role, str]) -> WorkRow:
    texts = [cell.text for _, cell in _own(cells) if _says(cell)]
    comments = [("", " ".join(tidy(" ".join(texts)).split())), *_notes(cells)]
    return WorkRow(number, cells[0].place, dict(now), comments=comments, total=True)


def _row(
    number: int, cells: tuple[Cell, ...], table: WorkTable, now: dict[Role, str], spans: Spans
) -> WorkRow:
    heads = table.heads
    columns = list(enumerate(zip(cells, heads.names, heads.roles, strict=False)))
    _enter_levels(cells, heads, now)
    row = WorkRow(number, cells[0].place, dict(now))
    goes_on: set[Role] = set()
    joined = {other for column, _ in columns for other in _joined_columns(column, heads)}
    for column, (cell, name, role) in columns:
        if role == "activity":
            row.activity = cell.anchor
        if cell.anchor[0] < number and role is not None and not _apart(cell, role, spans):
            goes_on.add(role)
        text = (
            "" if role in LEVELS or column in joined else _said(cell, number, column, role, spans)
        )
        more = [] if role in LEVELS else _joined(column, cells, heads)
        if more:
            text = "\n".join([*([text] if text else []), *more])
        time = heads.time_of(column)
        if text and time:
            row.steps.append(Step(time, name, text))
        elif text and role in (None, "comment", "status"):
            row.comments.append((name, text))
        elif text and role is not None:
            text = _in_our_way(text, role, table, row)
            row.texts[role] = f"{row.texts[role]}\n{text}" if role in row.texts else text
            row.names.setdefault(role, name)
    row.comments += _notes(cells)
    row.goes_on = frozenset(goes_on)
    return row


def _enter_levels(cells: tuple[Cell, ...], heads: Heads, now: dict[Role, str]) -> None:
    """What a row's columns of aims, areas and priorities say that it stands under."""
    for level in LEVELS:
        for column, (cell, role) in enumerate(zip(cells, heads.roles, strict=False)):
            if role == level:
                label = "; ".join(lines(tidy(cell.text)))
                label = " ".join(text for text in (label, *_joined(column, cells, heads)) if text)
                if label:
                    _enter(now, level, label)


def _in_our_way(text: str, role: Role, table: WorkTable, row: WorkRow) -> str:
    """Times as the rest of their column proves them to be meant."""
    if role not in ("when", "starts"):
        return text
    if table.has_six_terms:
        return "\n".join(map(time_columns.half_term, text.split("\n")))
    if table.says_month_first:
        pairs = [time_columns.day_first(line) for line in text.split("\n")]
        row.queries += [question for _, question in pairs if question]
        return "\n".join(phrase for phrase, _ in pairs)
    return text


def _joined_columns(column: int, heads: Heads) -> list[int]:
    """The columns behind one that stand under the same head as it does."""
    if not heads.widths or heads.roles[column] is None:
        return []
    return list(range(column + 1, column + heads.widths[column]))


def _joined(column: int, cells: tuple[Cell, ...], heads: Heads) -> list[str]:
    """What stands in those columns, each in a cell of its own."""
    others = [
        (other, cells[other]) for other in _joined_columns(column, heads) if other < len(cells)
    ]
    texts = (tidy(cell.text) for other, cell in others if cell.anchor[1] == other)
    return [text for text in texts if lines(text)]


def _said(cell: Cell, number: int, column: int, role: Role | None, spans: Spans) -> str:
    """What a row says in a column. What is merged sideways is said in its first column.

    What is merged downwards is said in its first row, but for leads and times, which are each
    row's: its own line of them where there are as many as rows, else all.
    """
    if cell.anchor[1] != column:
        return ""
    text = tidy(cell.text)
    apart = _apart(cell, role, spans)
    if apart:
        return apart[spans[cell.anchor].index(number)]
    said_here = cell.anchor[0] == number or role in ("lead", "when")
    return text if said_here and lines(text) else ""


def _apart(cell: Cell, role: Role | None, spans: Spans) -> list[str]:
    """The lines of a merged cell of leads or times, where each of its rows has one."""
    texts = lines(tidy(cell.text)) if role in ("lead", "when") else []
    return texts if len(texts) == len(spans.get(cell.anchor, ())) else []


def _spans(table: SourceTable, heads: Heads) -> Spans:
    """The rows that each cell of leads or times covers."""
    spans: Spans = {}
    for column, role in enumerate(heads.roles):
        for number, cells in enumerate(table.rows if role in ("lead", "when") else ()):
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
    pairs = [
        (plain(cell.text), plain(name)) for cell, name in zip(cells, heads.names, strict=False)
    ]
    same = sum(cell == name for cell, name in pairs if name)
    return same >= 2 and all(cell in ("", name) for cell, name in pairs)


def is_wide(cells: tuple[Cell, ...]) -> bool:
    """Whether a row says one thing, merged across most of the table."""
    filled = [cell for _, cell in _own(cells) if cell.text]
    if len(filled) != 1 or len(cells) < 2:
        return False
    return sum(cell.anchor == filled[0].anchor for cell in cells) >= max(2, (len(cells) + 1) // 2)


def _fact(cells: tuple[Cell, ...]) -> Fact | None:
    """A row of a label and a text, such as stands over a table; None if it is no such row."""
    filled = [(column, cell) for column, cell in _own(cells) if _says(cell)]
    if len(filled) != 2 or filled[0][0] != 0 or len(cells) < 2:
        return None
    label, text = (tidy(cell.text) for _, cell in filled)
    if len(label) > _LONGEST_LABEL or "\n" in label or not _WORDS.match(label):
        return None
    role = role_of(label) if strength(label) else None
    level = level_of(label)
    if role == "target" and level:
        role = level
    return (
        Fact(label.rstrip(" :"), role, text)
        if role or label.endswith(":") or _NO_PLACE.match(label)
        else None
    )


def _banner(cells: tuple[Cell, ...], table: WorkTable, below: tuple[Cell, ...]) -> str | None:
    """The text of a row that is a heading across the table; None if it is no such row.

    It is merged across most of the table, or says which level it is, or stands alone and is set
    off, or is alone in a first column that holds no work, with a full row below it.
    """
    filled = [(column, cell) for column, cell in _own(cells) if cell.text]
    if len(filled) != 1 or len(cells) < 2 or "\n" in filled[0][1].text:
        return None
    column, cell = filled[0]
    text = " ".join(tidy(cell.text).split())
    roles = table.heads.roles
    role = roles[column] if column < len(roles) else None
    says = role not in LEVELS and level_of(text) is not None
    lone = column == 0 and role in (None, "id") and bool(_WORDS.match(text))
    set_off = cell.strong and column not in table.strong_columns and bool(_WORDS.match(text))
    full = sum(bool(other.text) for _, other in _own(below)) > 1
    alone = (lone or set_off) and full and len(text) <= LONGEST_TITLE
    return text if is_wide(cells) or says or alone else None


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
