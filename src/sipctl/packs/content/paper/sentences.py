"""Sentences of the board's paper: counts, with ids of what is not listed."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

from sipctl.packs.content.paper.rows import ChangeKind
from sipctl.views.text.english import join_words, plural, short_day

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from sipctl.packs.content.items import ReportRow
    from sipctl.packs.content.paper.rows import (
        AskedBefore,
        Change,
        ChangeCounts,
        KpiCounts,
        PaperKpi,
    )

MOST_IDS = 8
"""The most of one kind that a sentence names; the others are counted."""


def kpi_words(counts: KpiCounts, named: tuple[PaperKpi, ...], *, titled: bool = False) -> str:
    """How many KPIs meet their targets; each academy's readings are counted by themselves.

    Those of `named` that are off have their id, their newest reading and what it should be; if
    `titled`, their measure too.
    """
    ids = {
        result: _in_brackets(
            [_reading(row, titled=titled) for row in named if row.judgement == result], "; "
        )
        for result in ("partly-met", "not-met")
    }
    every = counts.read + counts.unread
    if not every:
        return "The plan has no KPI here."
    if not counts.read:
        return f"None of {plural(every, 'KPI')} has been read yet."
    read = f"Of {plural(every, 'KPI')} {counts.read} {_have(counts.read)} been read"
    if counts.lines > counts.read:
        read += f", in {counts.lines} lines, one for each academy that reads it"
    stand = _counted(
        (counts.met, "met"),
        (counts.partly_met, f"partly met{ids['partly-met']}"),
        (counts.not_met, f"not met{ids['not-met']}"),
        (counts.unjudged, "not judged"),
    )
    away = "away from it" if counts.towards else "away from what is wanted"
    moves = _counted(
        (counts.towards, "moved towards what is wanted"), (counts.away, f"moved {away}")
    )
    moving = f" Since the reading before, or the starting figure, {moves}." if moves else ""
    return f"{read}: {stand}.{moving}"


def _reading(row: PaperKpi, *, titled: bool) -> str:
    """`2d.k3 at WPSA 8.8 days, wanted 6 days`; `2d.k3 Staff absence at WPSA: 8.8 days, …`."""
    name = f"{row.id} {row.measure}" if titled else row.id
    where = f" at {row.academy}" if row.academy else ""
    newest = f"{':' * titled} {row.newest}" if row.newest else ""
    return f"{name}{where}{newest}" + (f", wanted {row.goal}" if newest and row.goal else "")


def change_words(
    counts: ChangeCounts, changes: tuple[Change, ...], *, listed: bool, titled: bool = False
) -> str:
    """How much changed; finished work is not counted as better too.

    Unless the changes are `listed` below, the ids of those that are not listed with what was asked
    before are given, with their titles if `titled`.
    """
    named = () if listed else changes
    others = "other" if counts.better == 1 else "others"
    ids = {
        kind: _in_brackets([f"{row.id} {row.title}" for row in named if row.kind == kind], "; ")
        if titled
        else _ids(row.id for row in named if row.kind == kind)
        for kind in get_args(ChangeKind)
    }
    decided = "decision by a board" if counts.decided == 1 else "decisions by boards"
    better = f"{others} better" if counts.finished else "better"
    moved = "date moved" if counts.moved == 1 else "dates moved"
    counted = _counted(
        (counts.decided, f"{decided}{ids['decided']}"),
        (counts.finished, f"finished{ids['finished']}"),
        (counts.better, f"{better}{ids['better']}"),
        (counts.worse, f"worse or newly at risk{ids['worse']}"),
        (counts.moved, f"{moved}{ids['moved']}"),
    )
    if not counted:
        return "No change was recorded."
    above = sum(change.stands_above for change in changes) if listed else 0
    stand = f"; {above} of these {'stands' if above == 1 else 'stand'} under Asked last time"
    return f"{counted[:1].upper()}{counted[1:]}{stand if above else ''}."


def soonest_words(coming: Sequence[ReportRow]) -> str:
    """The first day on which something falls due, and what: `on 30 Apr 2025 (4a.1, 4a.2)`."""
    day = coming[0].due
    return f"on {short_day(day)}{_ids(row.id for row in coming if row.due == day)}"


def asked_words(asked: tuple[AskedBefore, ...], day: date, *, listed: bool) -> str:
    """How much was asked by a day, what of it is still open, and how much has been settled since.

    Ids of settled things are given unless these are `listed` below.
    """
    waiting = [row.id for row in asked if not row.outcome]
    settled = [row.id for row in asked if row.outcome]
    counted = _counted(
        (len(waiting), f"still {'waits' if len(waiting) == 1 else 'wait'}{_ids(waiting)}"),
        (len(settled), f"{_have(len(settled))} been settled{'' if listed else _ids(settled)}"),
    )
    return f"{plural(len(asked), 'thing')} had been asked by {short_day(day)}: {counted}."


def _ids(names: Iterable[str]) -> str:
    """` (2a.1, 2a.3)`, with how many more there are; "" for none."""
    return _in_brackets(list(dict.fromkeys(names)), ", ")


def _in_brackets(texts: Sequence[str], between: str) -> str:
    more = [f"{len(texts) - MOST_IDS} more"] if len(texts) > MOST_IDS else []
    return f" ({between.join([*texts[:MOST_IDS], *more])})" if texts else ""


def _have(number: int) -> str:
    return "has" if number == 1 else "have"


def _counted(*counts: tuple[int, str]) -> str:
    """`3 met and 1 not met`, without counts of 0."""
    return join_words([f"{number} {words}" for number, words in counts if number])
