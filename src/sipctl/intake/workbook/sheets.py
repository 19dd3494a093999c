"""The sheets of an export, found by their heads wherever they stand, and their rows as texts by
head. The texts of a row that nothing reads become a comment."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, get_args

from sipctl.intake.tables.cells import tidy
from sipctl.plan.calendar.periods import MONTHS
from sipctl.plan.english import excerpt
from sipctl.plan.faults import Refusal
from sipctl.plan.model.scalars import control_character
from sipctl.views.exports import layout as s

if TYPE_CHECKING:
    from sipctl.documents.document import Cell, Document, SourceTable
    from sipctl.plan.model.scalars import ScalarType

READ = {
    sheet: tuple(head for head in heads if head not in s.UNREAD[sheet])
    for sheet, heads in s.HEADS.items()
}
"""The heads of each sheet that are read back."""
ENOUGH, ENOUGH_BY_NAME = 0.75, 0.5
"""The least share of a sheet's heads by which it is known; the same if its name matches too."""
LONGEST_QUOTE = 40
FIRST_ROWS = 10
"""How many first rows may be the heads: somebody may have put a title over them."""
_DAY = re.compile(r"([0-9]{1,2}) ([A-Z][a-z]+) ([0-9]{4})")


@dataclass
class SheetRow:
    """One row of a sheet: its cells by head. `taken` are the heads whose texts were read."""

    file: str
    sheet: str
    place: str
    cells: dict[str, Cell]
    notes: list[str]
    taken: set[str] = field(default_factory=set)

    def peek(self, head: str) -> str:
        """The text under a head, which stays unread; "" where there is none, or no such column."""
        return _exact(self.cells[head].text) if head in self.cells else ""

    def take(self, head: str) -> str:
        """The text under a head, which now counts as read."""
        self.taken.add(head)
        return self.peek(head)

    def text(self, head: str) -> str | None:
        """The text under a head, None for nothing."""
        text = self.take(head)
        return text if text.strip() else None

    def take_if_known(self, head: str, text: str) -> None:
        """Take the text under a head where it is the text that the plan has already."""
        if self.peek(head) == text:
            self.taken.add(head)

    def yes(self, head: str) -> bool:
        """Whether `yes` is under a head; a text that is neither yes nor no stays unread."""
        word = self.peek(head).strip().casefold()
        if word in ("yes", "no"):
            self.taken.add(head)
        return word == "yes"

    def needed(self, head: str) -> str:
        """The text under a head; raises Refusal where there is none."""
        if not self.peek(head).strip():
            raise self._nothing(head)
        return self.take(head)

    def read(self, head: str, kind: Any) -> Any:
        """The text under a head as a value of a kind, None for no text; raises Refusal."""
        text = self.take(head).strip()
        return self.value(head, text, kind) if text else None

    def name(self, head: str, kind: Any) -> str | None:
        """The id that a text begins with, as in `2a Staff who stay`; raises Refusal."""
        text = self.peek(head).strip().split(" ")[0]
        return text if text and self.value(head, text, kind) is not None else None

    def value(self, head: str, text: str, kind: Any) -> Any:
        """A text as a value of a kind (an `Annotated` scalar); raises Refusal if it is not one."""
        wanted: ScalarType = get_args(kind)[1]
        try:
            return wanted.read(text)
        except ValueError:
            message = f'"{excerpt(text, LONGEST_QUOTE)}" under {head} is not {wanted.expected}'
            raise self.refusal(head, message, wanted.help) from None

    def several(self, head: str, kind: Any) -> tuple[str, ...]:
        """The valid initials or ids in a cell, which stays unread if there are others."""
        parts = [part.strip() for part in re.split("[,\n]", self.peek(head)) if part.strip()]
        fitting = tuple(part for part in parts if fits(part, kind))
        if len(fitting) == len(parts):
            self.take(head)
        return fitting

    def day(self, head: str) -> date | None:
        """The day under a head, None for nothing; raises Refusal for anything else."""
        text = self.take(head).strip()
        day = day_of(text)
        if text and day is None:
            message = f'"{excerpt(text, LONGEST_QUOTE)}" under {head} is not a date'
            raise self.refusal(head, message, "write it such as 2025-09-03 or 3 September 2025")
        return day

    def needed_day(self, head: str) -> date:
        """The day under a head; raises Refusal where there is none."""
        day = self.day(head)
        if day is None:
            raise self._nothing(head)
        return day

    def _nothing(self, head: str) -> Refusal:
        return self.refusal(head, f"nothing stands under {head}", "write it there, and try again")

    def unread(self) -> dict[str, str]:
        """The texts that were not read, by head, without columns that are worked out."""
        heads = [head for head in self.cells if head not in self.taken]
        texts = {head: self.peek(head) for head in heads if head not in s.UNREAD[self.sheet]}
        return {head: text for head, text in texts.items() if text.strip()}

    def as_line(self) -> str:
        """All of the row on a line."""
        heads = [head for head in self.cells if head not in s.UNREAD[self.sheet]]
        texts = ((head, " / ".join(tidy(self.peek(head)).split("\n"))) for head in heads)
        parts = (
            text if head in READ[self.sheet] else f"{head}: {text}" for head, text in texts if text
        )
        return f"{self.sheet}: {' | '.join(parts)}"

    def refusal(self, head: str, message: str, help: str) -> Refusal:
        """A refusal that names the file and the cell, or the column if that is missing."""
        if head in self.cells:
            return Refusal(f"{self.file}, {self.cells[head].place}: {message}", help)
        lacking = f'there is no column "{head}": put it back beside the other heads'
        return Refusal(f"{self.file}, {self.place}: {message}", lacking)


@dataclass(frozen=True)
class Book:
    """The sheets of an export: `lines` has the rows of each by its name, `others` the tables that
    are none of its sheets, `beside` the texts over the heads and the notes on either. `own` says
    whether the document is an export at all."""

    lines: dict[str, list[SheetRow]]
    others: tuple[SourceTable, ...]
    beside: tuple[str, ...]
    own: bool

    def rows(self, sheet: str) -> list[SheetRow]:
        """The rows of a sheet; none where it is missing."""
        return self.lines.get(sheet, [])


@dataclass(frozen=True)
class _KnownSheet:
    """A table that is one of an export's sheets; `share` of its heads stand in row `head_row`."""

    sheet: str
    named: bool
    share: float
    head_row: int
    grid: SourceTable

    @property
    def certainty(self) -> tuple[bool, float]:
        """How surely the table is the sheet, to compare by: its name matches, share of heads."""
        return (self.named, self.share)


def open_book(document: Document) -> Book:
    """The rows of each known sheet of a document; its sheets and columns may be in any order."""
    best: dict[str, _KnownSheet] = {}
    for known in filter(None, map(_known, document.tables)):
        if known.sheet not in best or known.certainty > best[known.sheet].certainty:
            best[known.sheet] = known
    used = [id(known.grid) for known in best.values()]
    work = best.get(s.ACTIVITIES)
    return Book(
        {sheet: _lines(document.name, known) for sheet, known in best.items()},
        tuple(grid for grid in document.tables if id(grid) not in used),
        tuple(text for known in best.values() for text in _texts_above_heads(known)),
        work is not None and (work.share >= ENOUGH or s.PLAN in best),
    )


def _known(grid: SourceTable) -> _KnownSheet | None:
    """Which sheet a table is, if it is one."""
    candidates = []
    for number, cells in enumerate(grid.rows[:FIRST_ROWS]):
        heads = {_head(cell) for cell in cells}
        for sheet, wanted in READ.items():
            share = len(heads & set(wanted)) / len(wanted)
            named = tidy(grid.name) == sheet
            if share >= (ENOUGH_BY_NAME if named else ENOUGH):
                candidates.append(_KnownSheet(sheet, named, share, number, grid))
    return max(candidates, key=lambda candidate: candidate.certainty, default=None)


def _lines(file: str, known: _KnownSheet) -> list[SheetRow]:
    heads = _heads(known)
    sheet_rows = []
    for row in known.grid.rows[known.head_row + 1 :]:
        cells = {
            head: cell
            for column, (head, cell) in enumerate(zip(heads, row, strict=True))
            if cell.anchor[1] == column
        }
        sheet_rows.append(SheetRow(file, known.sheet, row[0].place, cells, _notes(row)))
    return sheet_rows


def _heads(known: _KnownSheet) -> list[str]:
    """The name of each column. Of several with one name, the fullest (first) column keeps it; the
    others, and those without a name, are named by their cell."""
    row, under = known.grid.rows[known.head_row], known.grid.rows[known.head_row + 1 :]
    filled = [sum(bool(cells[column].text) for cells in under) for column in range(len(row))]
    names = list(map(_head, row))
    keeps: dict[str, int] = {}
    for column, name in enumerate(names):
        keeps[name] = max(keeps.get(name, column), column, key=filled.__getitem__)
    return [
        name if name and keeps[name] == column else f"{name} ({row[column].place})".lstrip()
        for column, name in enumerate(names)
    ]


def _texts_above_heads(known: _KnownSheet) -> list[str]:
    """The texts over a sheet's heads, and the notes on these and on the heads."""
    rows = known.grid.rows[: known.head_row + 1]
    over = [
        tidy(cell.text)
        for row in rows[:-1]
        for column, cell in enumerate(row)
        if cell.text and cell.anchor[1] == column
    ]
    return over + [note for row in rows for note in _notes(row)]


def _notes(row: tuple[Cell, ...]) -> list[str]:
    return [f"Note on {cell.place}: {tidy(note)}" for cell in row for note in cell.notes]


def _head(cell: Cell) -> str:
    return " ".join(tidy(cell.text).split())


def _exact(text: str) -> str:
    """A cell's text unchanged, unless it has control characters, which are taken out."""
    return tidy(text) if control_character(text.replace("\n", " ")) is not None else text


def fits(text: str, kind: Any) -> bool:
    """Whether a text is of a kind."""
    try:
        get_args(kind)[1].read(text)
    except ValueError:
        return False
    return True


def day_of(text: str) -> date | None:
    """The day in a text as a workbook or a CSV file shows it; None for other texts."""
    match = _DAY.fullmatch(text)
    try:
        if match and match[2] in MONTHS:
            return date(int(match[3]), MONTHS.index(match[2]) + 1, int(match[1]))
        return date.fromisoformat(text)
    except ValueError:
        return None
