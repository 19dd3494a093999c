"""Who leads, as tables write it: initials, names, roles, teams, several in one cell."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import get_args
from unicodedata import normalize

from sipctl.plan.model.entries import Lead
from sipctl.plan.model.scalars import Initials

NOBODY = re.compile(r"[-–—?./ ]*|tbc|tba|tbd|n/?a|none|nobody|to be confirmed", re.IGNORECASE)
_FITS = re.compile(get_args(Initials)[1].pattern)
_SPLIT = re.compile(r"[,;/+]|\s(?:&|and|with)(?:\s|$)")
_RUN = re.compile(r"([^()\n]*)([()\n]?)")
"""What stands between those who lead; a text up to the next bracket or the end of its line."""
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
class LeadRegistry:
    """Everybody who is known, and everybody whom a table names, by the initials they go by."""

    known: dict[str, Lead] = field(default_factory=dict)
    unconfirmed: dict[str, str] = field(default_factory=dict)
    """Initials that nobody has confirmed → what the table says."""
    _called: dict[str, str] = field(default_factory=dict)
    """What somebody is called, in small letters → their initials."""
    _taken: set[str] = field(default_factory=set)
    _numbers: dict[str, int] = field(default_factory=dict)
    """Initials that several have → the number that the last of them got."""

    def __post_init__(self) -> None:
        for initials, lead in self.known.items():
            self.knows(initials, lead)

    def knows(self, initials: str, lead: Lead) -> None:
        """Takes in somebody who is known."""
        self.known[initials] = lead
        self._taken.add(initials.casefold())
        role = lead.role or ""
        self._call(initials, initials, role, role.partition(",")[0])

    def _call(self, initials: str, *names: str) -> None:
        """Whoever was called something first is meant by it."""
        for name in names:
            if name:
                self._called.setdefault(untitled(name).casefold(), initials)

    def find(self, text: str) -> tuple[list[str], str | None]:
        """The initials of those whom a text names; and the text, if it says more than that."""
        if NOBODY.fullmatch(text.strip()):
            return [], text if re.search(r"\w", text) else None
        found: dict[str, None] = {}
        lost = False
        parts = [part.strip(" .:•*-–") for part in _apart(text)]
        for words in parts:
            those, more = self._those(words, alone=len(parts) == 1)
            found |= dict.fromkeys(those)
            lost = lost or more
        return list(found), text if lost else None

    def _those(self, words: str, alone: bool) -> tuple[list[str], bool]:
        """The initials of one part of a text, and whether it says more than that.

        `NA` alone is nobody; beside others it may be somebody.
        """
        if NOBODY.fullmatch(words) and (alone or words != "NA"):
            return [], bool(re.search(r"\w", words))
        before, aside = _aside(words)
        within = [one.strip() for one in _SPLIT.split(aside)] if aside is not None else []
        if within and all(map(_only_initials, within)) and not looks_like_initials(before):
            kept = [self._is_called(initials, before) for initials in within]
            return [initials for initials, _ in kept], not all(held for _, held in kept)
        words = before
        if len(words) > LONGEST or len(words.split()) > MOST_WORDS:
            return [], True
        initials = self._initials(words)
        return [initials] if initials else [], aside is not None or initials is None

    def _is_called(self, initials: str, role: str) -> tuple[str, bool]:
        """Somebody's initials with the role before them, and whether that is held as it is."""
        name = self._initials(initials) or initials
        if self.unconfirmed.get(name) == name:
            self.unconfirmed[name] = role
            self._call(name, role)
        return name, role in (self.unconfirmed.get(name), self._role(name))

    def _initials(self, words: str) -> str | None:
        called = self._called.get(untitled(words).casefold())
        if called is not None:
            return called
        made = words if looks_like_initials(words) else made_of(words)
        if made is None:
            return None
        initials = self._free(made)
        self.unconfirmed[initials] = words
        self._call(initials, initials, words)
        return initials

    def _free(self, made: str) -> str:
        """Initials that nobody has: those, or those with the next number."""
        name, base = made, made[:11]
        while name.casefold() in self._taken:
            number = self._numbers[base] = self._numbers.get(base, 1) + 1
            name = f"{made[:13] if number < 1000 else base}{number}"
        self._taken.add(name.casefold())
        return name

    def _role(self, initials: str) -> str | None:
        lead = self.known.get(initials)
        return lead.role if lead else None

    def leads(self) -> dict[str, Lead]:
        """Everybody for people.yaml; what a stranger is called stands as the role."""
        new = {
            initials: Lead(
                role=words if words != initials else None, group=bool(_TEAM.search(words))
            )
            for initials, words in self.unconfirmed.items()
        }
        return self.known | new


def _apart(text: str) -> list[str]:
    """A text at what stands between those who lead, but for what is in brackets."""
    parts = [""]
    for run, end in _RUN.findall(text):
        first, *others = [run] if end == ")" else _SPLIT.split(run)
        parts[-1] += first
        parts += others
        if end == "\n":
            parts.append("")
        else:
            parts[-1] += end
    return parts


def _aside(words: str) -> tuple[str, str | None]:
    """What is said before brackets at the end of a text, and in them: None where there are none."""
    opened = words.find("(", max(words.rfind(")", 0, -1) + 1, 1)) if words.endswith(")") else -1
    return (words[:opened].rstrip(), words[opened + 1 : -1]) if opened > 0 else (words, None)


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
