"""The outline of a document: its title, and the aim, area and priority that each table is under.

Documents have various words for these levels: the highest numbered headings are taken as aims.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sipctl.intake import numbering
from sipctl.intake.front_matter import is_front_matter
from sipctl.intake.tables import work_table
from sipctl.intake.tables.cells import LONGEST_TITLE, tidy

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sipctl.documents.document import Document
    from sipctl.intake.tables.columns import Role
    from sipctl.intake.tables.work_table import WorkTable

    Over = list[tuple[int, str]]
    """The texts over a table, each with its level, outermost first."""

_NO_NAME = re.compile(r"(sheet|table|feuil|tabelle)?\s*[0-9]*", re.IGNORECASE)
_FACT = re.compile(r"[^:]{1,30}:.*|\S+( \S+)?")
"""`Updated: 3 March`, `Version 3`: lines that are no heading of a table."""
_SHEET, _SENTENCE, _BANNER = 1, 10, 9
"""Levels of a sheet's name, of lines over a table's head, and of the banner directly over it;
headings have 1 to 9, lines that are headings by their look 5 to 7."""


@dataclass(frozen=True)
class Outline:
    """`title` is the document's, None without one; `under` has, for each table, level → the label
    it is under; `aims` are headings and banners that are aims, though their words do not say so.
    """

    title: str | None
    under: tuple[dict[Role, str], ...]
    aims: frozenset[str]


def outline_of(document: Document, tables: Sequence[WorkTable]) -> Outline:
    """The outline of a document."""
    over = [_texts_above(document, table, tables) for table in tables]
    banners = [text for table in tables for text in work_table.banners(table)]
    texts = [*(text for texts in over for _, text in texts), *banners]
    roles = {role for table in tables for role in table.heads.roles}
    says_aim = "aim" in roles or any(work_table.level_of(text) == "aim" for text in texts)
    aims = frozenset[str]()
    if not says_aim:
        aims = _headings_of_aims(over, document.kind == "xlsx")
        levels = {work_table.level_of(text) for text in aims} - {None}
        aims |= {
            text for text in banners if _numbered(text) and work_table.level_of(text) in levels
        }
    under = tuple(
        _places_of_table(table, texts, aims) for table, texts in zip(tables, over, strict=True)
    )
    higher = roles | {role for places in under for role in places}
    if not says_aim and not {"aim", "area"} & higher and all(map(_numbered, banners)):
        aims = frozenset(banners)
    names = {text for places in under for text in places.values()}
    return Outline(_title(document, tables, names | aims), under, aims)


def _texts_above(document: Document, table: WorkTable, tables: Sequence[WorkTable]) -> Over:
    """The headings over a table, the name of its sheet, and the lines over its first head."""
    over = [
        (heading.level, tidy(heading.text)) for heading in table.source.headings if heading.level
    ]
    sheets = document.kind == "xlsx" and any(other.source is not table.source for other in tables)
    if sheets and not _NO_NAME.fullmatch(tidy(table.source.name)):
        over.append((_SHEET, tidy(table.source.name)))
    first = next(other for other in tables if other.source is table.source)
    own_lines = work_table.texts_above(table)
    lines = [text for text in own_lines or work_table.texts_above(first) if "\n" not in text]
    levels = [text for text in lines if work_table.level_of(text)]
    if sheets and not levels:
        others = [
            work_table.texts_above(other) for other in tables if other.source is not table.source
        ]
        own = [text for text in lines if not any(text in texts for texts in others)]
        levels = [text for text in own if not _FACT.fullmatch(text)][-1:]
    banner = work_table.banner_above(table) or _line_over_each_head(table, tables)
    if banner and banner not in levels[:1]:
        over.append((_BANNER, banner))
    by_level = {work_table.level_of(text): text for text in reversed(levels)}
    own = [text for text in levels if text in by_level.values()]
    return [*over, *((_SENTENCE + depth, text) for depth, text in enumerate(own))]


def _line_over_each_head(table: WorkTable, tables: Sequence[WorkTable]) -> str | None:
    """The single text directly over a sheet's first head, if each of its heads has one."""
    same = [other for other in tables if other.source is table.source]
    heads = [row for other in same for row in other.head_rows]
    over = [work_table.texts_of(table.source.rows[row - 1]) if row > 0 else [] for row in heads]
    alone = len(heads) > 1 and table.heads.row == heads[0] and {len(texts) for texts in over} == {1}
    return over[0][0] if alone else None


def _headings_of_aims(over: list[Over], sheets: bool) -> frozenset[str]:
    """The headings of the highest level at which all are numbered; in a workbook, else the
    sentences over its tables, if each has one. Outside workbooks, no level is tried below the
    first with different headings.
    """
    for level in sorted({level for texts in over for level, _ in texts}):
        of_level = [[text for depth, text in texts if depth == level] for texts in over]
        texts_there = {text for texts in of_level for text in texts}
        if all(map(_numbered, texts_there)) or (sheets and level == _SENTENCE and all(of_level)):
            return frozenset(texts_there)
        if len(texts_there) > 1 and not sheets:
            break
    return frozenset()


def _numbered(text: str) -> bool:
    return numbering.aim_number(text)[0] is not None and numbering.area_id(text)[0] is None


def _places_of_table(table: WorkTable, over: Over, aims: frozenset[str]) -> dict[Role, str]:
    """The aim, area and priority that a whole table is under."""
    under: dict[Role, str] = {}
    plain: list[str] = []
    for level, text in over:
        role = "aim" if text in aims else work_table.level_of(text)
        if role:
            under[role] = text
            plain = [] if role == "aim" and level != _SENTENCE else plain
        elif level < _SENTENCE:
            plain.append(text)
        elif "aim" in under and numbering.is_bare(under["aim"]):
            under["aim"] = f"{under['aim']}: {text}"
    roles: tuple[Role, ...] = ("area", "aim")
    wanted = [role for role in roles if role not in table.heads.roles and role not in under]
    under |= dict(zip(wanted, reversed(plain), strict=False))
    under |= _of_block(table, under)
    return {role: text for role, text in under.items() if role not in table.heads.roles}


def _of_block(table: WorkTable, under: dict[Role, str]) -> dict[Role, str]:
    """The aim, area and priority that labels over a table name, in this order whatever their words,
    so that no level is left out."""
    facts = [
        fact for fact in table.facts if fact.role in work_table.LEVELS and "\n" not in fact.text
    ]
    if not facts:
        return {}
    roles: tuple[Role, ...] = ("aim", "area", "priority")
    if "aim" in under or len(facts) == 1:
        roles = roles[1:] if facts[0].role != "aim" else roles
    return dict(zip(roles, (fact.text for fact in facts), strict=False))


def _title(document: Document, tables: Sequence[WorkTable], used: set[str]) -> str | None:
    """A document's title: its own, or the first line over its tables; None for neither."""
    over = work_table.texts_above(tables[0])
    first = (
        [*document.loose[:1], *over] if document.kind == "docx" else over or list(document.loose)
    )
    first = [text for text in first if not is_front_matter(tidy(text))]
    for text in (document.title, *first[:1]):
        title = tidy(text)
        if title and "\n" not in title and len(title) <= LONGEST_TITLE and title not in used:
            return title
    return None
