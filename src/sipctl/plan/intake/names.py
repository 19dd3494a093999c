"""Who leads, as tables write it: initials, names, roles, teams, several in one cell."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import get_args

from sipctl.plan.model import Lead
from sipctl.plan.words import Initials

NOBODY = re.compile(r"[-–—?./ ]*|tbc|tba|tbd|n/?a|none|nobody|to be confirmed", re.IGNORECASE)
_FITS = re.compile(get_args(Initials)[1].pattern)
_SPLIT = re.compile(r"\s*[,;/+\n]\s*|\s+(?:&|and|with)\s+")
_TEAM = re.compile(
    r"\b(all|staff|team|governors|trustees|leaders|teachers|tas|slt|smt|group|committee|board)\b",
    re.IGNORECASE,
)
_SMALL = ("of", "the", "for", "and", "to", "in")
_TITLE = re.compile(r"(?:mr|mrs|ms|miss|dr|mx)\b\.?\s+", re.IGNORECASE)
LONGEST, MOST_WORDS = 60, 6
"""A lead's name is shorter than this; anything longer tells something else."""


@dataclass
class Register:
    """Everybody who is known, and everybody whom a table names, by the initials they go by."""

    known: dict[str, Lead] = field(default_factory=dict)
    strangers: dict[str, str] = field(default_factory=dict)
    """Initials that nobody has confirmed → what the table says."""

    def find(self, text: str) -> tuple[list[str], str | None]:
        """The initials of those whom a text names; and the text, if it says more than that."""
        found: list[str] = []
        lost = False
        for part in _SPLIT.split(text):
            words = part.strip(" .:•*-–")
            if NOBODY.fullmatch(words):
                lost = lost or bool(re.search(r"\w", words))
                continue
            aside = re.fullmatch(r"(.+?)\s*\(([^)]*)\)", words)
            if aside:
                words, lost = aside[1], True
            if len(words) > LONGEST or len(words.split()) > MOST_WORDS:
                lost = True
                continue
            initials = self._initials(words)
            if initials is None:
                lost = True
            elif initials not in found:
                found.append(initials)
        return found, text if lost else None

    def _initials(self, words: str) -> str | None:
        bare = untitled(words).casefold()
        for initials in (*self.known, *self.strangers):
            role = self._role(initials) or ""
            said = (initials, self.strangers.get(initials), role, role.partition(",")[0])
            if bare in [untitled(one).casefold() for one in said if one]:
                return initials
        made = words if looks_like_initials(words) else made_of(words)
        if made is None:
            return None
        taken = {one.casefold() for one in (*self.known, *self.strangers)}
        initials = next(
            name
            for name in (made, *(f"{made[:13]}{number}" for number in range(2, 1000)))
            if name.casefold() not in taken
        )
        self.strangers[initials] = words
        return initials

    def _role(self, initials: str) -> str | None:
        lead = self.known.get(initials)
        return lead.role if lead else None

    def leads(self) -> dict[str, Lead]:
        """Everybody for people.yaml; what a stranger is called stands as the role."""
        new = {
            initials: Lead(
                role=words if words != initials else None, group=bool(_TEAM.search(words))
            )
            for initials, words in self.strangers.items()
        }
        return self.known | new


def untitled(words: str) -> str:
    """A name without `Mrs` or the like before it."""
    return words[found.end() :] if (found := _TITLE.match(words)) else words


def looks_like_initials(words: str) -> bool:
    """`JK`, `JHo`, `SENCO`: short and mostly capitals."""
    if not _FITS.fullmatch(words):
        return False
    capitals = sum(letter.isupper() for letter in words)
    return capitals >= 1 and (len(words) <= 4 or capitals >= len(words) - 1) and len(words) <= 8


def made_of(words: str) -> str | None:
    """Initials for a name or role: `DH` for Deputy Head, `Headteacher` itself; None for neither."""
    parts: list[str] = re.findall(r"[A-Za-z][A-Za-z'’-]*", untitled(words))
    if not parts:
        return None
    if len(parts) == 1:
        return parts[0].replace("’", "'")[:16]
    return "".join(part[0].upper() for part in parts if part.casefold() not in _SMALL)[:6] or None
