"""A typed word → what the plan calls it, else the nearest thing to propose."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sipctl.plan.faults import Refusal, propose
from sipctl.plan.model.entries import id_key

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable


def match(word: str, known: Iterable[str]) -> str | None:
    """The known name that a word means: itself, else the only one that differs in case alone."""
    names = dict.fromkeys(known)
    if word in names:
        return word
    folded = [name for name in names if name.casefold() == word.casefold()]
    return folded[0] if len(folded) == 1 else None


def resolve(word: str, known: Collection[str], message: str, *, otherwise: str = "") -> str:
    """The known name that a word means; raises Refusal with the nearest, else with `otherwise`."""
    name = match(word, known)
    if name is None:
        raise Refusal(message, propose(word, sorted(known, key=id_key), otherwise=otherwise))
    return name
