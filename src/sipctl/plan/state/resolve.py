"""A typed word → what the plan calls it, else the nearest thing to propose."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sipctl.plan.faults import Refusal, nearest, propose
from sipctl.plan.model.entries import id_key
from sipctl.plan.model.scalars import RESULTS, STATUSES
from sipctl.plan.model.statuses import ALL_INFO

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping


def match(word: str, known: Iterable[str]) -> str | None:
    """The known name that a word means: itself, else the only one that differs in case alone."""
    names = readings(word, known)
    return names[0] if len(names) == 1 else None


def readings(word: str, known: Iterable[str], *, beginnings: bool = False) -> list[str]:
    """The known names that a word may mean, in their order; capitals and spaces do not count.

    A name as it is written means itself alone. With `beginnings`, a word that is no name is the
    beginning of one.
    """
    names = list(dict.fromkeys(known))
    if word in names:
        return [word]
    typed = _fold(word)
    alike = [name for name in names if _fold(name) == typed]
    if alike or not beginnings or not typed:
        return alike
    return [name for name in names if _fold(name).startswith(typed)]


def resolve(
    word: str,
    known: Collection[str],
    message: str,
    *,
    otherwise: str = "",
    beginnings: bool = False,
) -> str:
    """The known name that a word means; raises Refusal with the nearest, else with `otherwise`.

    A word that may mean several names is refused with all of them.
    """
    names = readings(word, known, beginnings=beginnings)
    if len(names) > 1:
        raise ambiguous(f'"{word}"', names)
    if not names:
        raise Refusal(message, propose(word, sorted(known, key=id_key), otherwise=otherwise))
    return names[0]


def ambiguous(typed: str, meanings: Iterable[str]) -> Refusal:
    """The refusal of something typed that may mean several things, with all of them."""
    return Refusal(f"{typed} may mean {' or '.join(meanings)}", "type the one that is meant")


def _fold(word: str) -> str:
    return " ".join(word.split()).casefold()


# --- statuses and results ------------------------------------------------------------------------

_LETTERS = {"r": "red", "a": "amber", "g": "green", "b": "blue"}
"""The letters of a RAG rating."""

_SYNONYMS = {
    **dict.fromkeys(("done", "finished", "completed"), ("complete",)),
    **dict.fromkeys(("onschedule", "ontarget"), ("on-track",)),
    **dict.fromkeys(("notbegun", "notyetstarted", "unstarted"), ("not-started",)),
    **dict.fromkeys(("onhold", "suspended"), ("paused",)),
    **dict.fromkeys(("partlymet", "partiallymet", "partmet"), ("partly-met",)),
    **dict.fromkeys(("notmet", "unmet", "missed"), ("not-met",)),
    **dict.fromkeys(("achieved",), ("complete", "met")),
    "closed": ("complete", "withdrawn"),
    "stopped": ("paused", "withdrawn"),
    **dict.fromkeys(
        ("late", "overdue", "behind", "delayed", "slipping", "slipped"), ("at-risk", "off-track")
    ),
}
"""Other words for a status or a result, without spaces: taken where only one of them is meant."""

_PROPOSED_FOR = {
    **dict.fromkeys(("started", "inprogress", "ongoing", "underway", "yes"), "on-track"),
    **dict.fromkeys(("risk", "risky", "yellow"), "at-risk"),
    **dict.fromkeys(("stuck", "blocked"), "off-track"),
    "hold": "paused",
    **dict.fromkeys(("cancelled", "canceled", "dropped", "abandoned"), "withdrawn"),
    "partly": "partly-met",
}
"""Words that say less or more than a status does: it is proposed for them, and never taken."""


def status_called(word: str, colours: Mapping[str, str]) -> str:
    """The status that a word means: `On track`, `done`, `amber`, `G`. `colours` are the plan's own.

    Raises Refusal for a word without a meaning, or with several.
    """
    return _judgement(word, STATUSES, colours, "a status")


def result_called(word: str, colours: Mapping[str, str]) -> str:
    """The result of a KPI that a word means, as `status_called` reads a status."""
    return _judgement(word, RESULTS, colours, "a result")


def judgements_meant(word: str, known: Collection[str], colours: Mapping[str, str]) -> list[str]:
    """The statuses or results among `known` that a word may mean, by name, synonym or colour."""
    typed = re.sub(r"[\s_-]+", "", word).casefold()
    named = [name for name in known if name.replace("-", "") == typed]
    if named:
        return named
    colour = _LETTERS.get(typed, typed)
    colour = "grey" if colour == "gray" else colour
    coloured = [name for name in known if colours.get(name, ALL_INFO[name].colour) == colour]
    return coloured or [name for name in _SYNONYMS.get(typed, ()) if name in known]


def _judgement(word: str, known: tuple[str, ...], colours: Mapping[str, str], what: str) -> str:
    meanings = judgements_meant(word, known, colours)
    if len(meanings) > 1:
        raise ambiguous(f'"{word}"', meanings)
    if meanings:
        return meanings[0]
    written = "-".join(re.split(r"[\s_-]+", word.strip().casefold()))
    near = _PROPOSED_FOR.get(written.replace("-", ""))
    near = near if near in known else nearest(written, known)
    choices = f"one of: {', '.join(known)}"
    raise Refusal(f'"{word}" is not {what}', f'did you mean "{near}"?' if near else choices)
