"""Who leads, as tables write it: initials, names, roles, teams, several in one cell."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import get_args
from unicodedata import normalize

from sipctl.plan.model import Lead
from sipctl.plan.words import Initials

NOBODY = re.compile(r"[-–—?./ ]*|tbc|tba|tbd|n/?a|none|nobody|to be confirmed", re.IGNORECASE)
_FITS = re.compile(get_args(Initials)[1].pattern)
_SPLIT = re.compile(r"(?:\s*[,;/+\n]\s*|\s+(?:&|and|with)\s+)(?![^()\n]*\))")
"""What stands between those who lead, outside brackets."""
_TEAM = re.compile(
    r"\b(all|staff|team|governors|trustees|leaders|teachers|tas|slt|smt|group|committee|board)\b",
    re.IGNORECASE,
)
_NONE = ("TBC", "TBA", "TBD", "NA")
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
        if NOBODY.fullmatch(text.strip()):
            return [], text if re.search(r"\w", text) else None
        found: list[str] = []
        lost = False
        parts = [part.strip(" .:•*-–") for part in _SPLIT.split(text)]
        for words in parts:
            those, more = self._those(words, alone=len(parts) == 1)
            found += [one for one in those if one not in found]
            lost = lost or more
        return found, text if lost else None

    def _those(self, words: str, alone: bool) -> tuple[list[str], bool]:
        """The initials of one part of a text, and whether it says more than that.

        `NA` alone is nobody; beside others it may be somebody.
        """
        if NOBODY.fullmatch(words) and (alone or words != "NA"):
            return [], bool(re.search(r"\w", words))
        aside = re.fullmatch(r"(.+?)\s*\(([^)]*)\)", words)
        within = _SPLIT.split(aside[2]) if aside else []
        if aside and all(map(_only_initials, within)) and not looks_like_initials(aside[1]):
            kept = [self._is_called(initials, aside[1]) for initials in within]
            return [initials for initials, _ in kept], not all(held for _, held in kept)
        words = aside[1] if aside else words
        if len(words) > LONGEST or len(words.split()) > MOST_WORDS:
            return [], True
        initials = self._initials(words)
        return [initials] if initials else [], bool(aside) or initials is None

    def _is_called(self, initials: str, role: str) -> tuple[str, bool]:
        """Somebody's initials with the role before them, and whether that is held as it is."""
        name = self._initials(initials) or initials
        if self.strangers.get(name) == name:
            self.strangers[name] = role
        return name, role in (self.strangers.get(name), self._role(name))

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


def _only_initials(words: str) -> bool:
    """`RB`: nothing that could be a year, a day or a word."""
    capitals = sum(letter.isupper() for letter in words)
    return words.isalpha() and capitals > 1 and looks_like_initials(words) and words not in _NONE


def made_of(words: str) -> str | None:
    """Initials for a name or role: `DH` for Deputy Head, `Headteacher` itself; None for neither.

    Without accents, which ids do not have: `ZA` for Zoë Ångström.
    """
    plain = normalize("NFKD", untitled(words).replace("’", "'")).encode("ascii", "ignore").decode()
    parts: list[str] = re.findall(r"[A-Za-z][A-Za-z'-]*", plain)
    if not parts:
        return None
    if len(parts) == 1:
        return parts[0][:16]
    return "".join(part[0].upper() for part in parts if part.casefold() not in _SMALL)[:6] or None
