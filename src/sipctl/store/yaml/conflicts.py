"""Advice on a merge conflict that git left in a file: how to join both people's lines."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from sipctl.plan.english import join_words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sipctl.plan.faults import Fault

_CONFLICT = re.compile(
    r"<{7}.*\n(?P<ours>(?:.*\n)*?)(?:\|{7}.*\n(?:.*\n)*?)?={7}\r?\n(?P<theirs>(?:.*\n)*?)>{7}",
    re.MULTILINE,
)
_ID = re.compile(r"""\bid:[ \t]*["']?((?:[0-9]+[a-z]{0,2}|t)\.[kp]?[0-9]{1,5})\b""")
"""An id that ends in a number, of which another can be the next."""
_TITLE = re.compile(r"\b(?:title|measure):[ \t]*(\"[^\"\n]*\"|'[^'\n]*'|[^,}\n]*)")
_MARKS = "take out the lines of <<<<<<<, ======= and >>>>>>>"


def advice(text: str, start: int, taken: Iterable[str] = ()) -> str:
    """What to do about the conflict that begins at `start` of a file's text.

    Where both sides add something new under the same id, both are wanted. `taken` are ids that
    stand elsewhere, such as in records of what is gone.
    """
    conflict = _CONFLICT.match(text, start)
    names = _added_twice(text, conflict) if conflict else []
    if not names:
        return f"keep the lines that are right, then {_MARKS}"
    free = _free_ids(names, {*_ID.findall(text), *taken})
    stand = f"{join_words(names)} {'stand' if len(names) > 1 else 'stands'}"
    return (
        f"{stand} on both sides: if both are new, both are wanted, the second as "
        f"{join_words(free)} (the next free); if not, keep the lines that are right; "
        f"then {_MARKS}"
    )


def _added_twice(text: str, conflict: re.Match[str]) -> list[str]:
    """The ids that stand on both sides with different titles, in order.

    git takes lines that are the same on both sides out of a conflict, so the id may stand in front
    of it. (One thing whose title two people reworded looks the same.)
    """
    ours, theirs = _titled(conflict["ours"]), _titled(conflict["theirs"])
    if not ours and not theirs:
        before = _ID.findall(text[: conflict.start()].rstrip("\r\n").rsplit("\n", 1)[-1])
        ours = {name: _title(conflict["ours"]) for name in before}
        theirs = {name: _title(conflict["theirs"]) for name in before}
    return [
        name
        for name, title in ours.items()
        if name in theirs and title and theirs[name] and title != theirs[name]
    ]


def _titled(side: str) -> dict[str, str]:
    """The ids on one side of a conflict, each with the title that follows it."""
    ids = list(_ID.finditer(side))
    ends = [match.start() for match in ids[1:]] + [len(side)]
    return {
        match[1]: _title(side[match.start() : end]) for match, end in zip(ids, ends, strict=False)
    }


def _title(text: str) -> str:
    title = _TITLE.search(text)
    return title[1].strip() if title else ""


def with_free_ids(fault: Fault, data: bytes, taken: Iterable[str]) -> Fault:
    """A conflict's fault whose advice proposes none of the ids `taken`; `data` is its file's."""
    start = fault.span[0] if fault.span else 0
    return replace(fault, help=advice(data.decode("utf-8", "replace"), start, taken))


def _free_ids(names: list[str], taken: set[str]) -> list[str]:
    """The next free id after each name."""
    free = []
    for name in names:
        stem = name.rstrip("0123456789")
        numbers = [int(other[len(stem) :]) for other in taken if _numbered(stem, other)]
        free.append(f"{stem}{max(numbers, default=0) + 1}")
        taken.add(free[-1])
    return free


def _numbered(stem: str, name: str) -> bool:
    return name.startswith(stem) and name[len(stem) :].isdigit()
