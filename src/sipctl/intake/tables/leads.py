"""Who leads, as tables write it: initials, names, roles, groups, several in one cell."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import get_args
from unicodedata import normalize

from sipctl.plan.model.entries import Lead
from sipctl.plan.model.scalars import Initials

NO_LEAD = re.compile(
    r"[-–—?./ ]*|tbc|tba|tbd|n/?a|none|nobody|to be (confirmed|decided|agreed|appointed)|vacant",
    re.IGNORECASE,
)
LONGEST_NAME, MOST_WORDS = 60, 6
"""The most characters and words of a lead's name; a longer text is something else."""

_MOST_GROUP_WORDS = 4
"""The most words of a group's name."""
_FITS = re.compile(get_args(Initials)[1].pattern)
_SPLIT = re.compile(r"[,;/+]|[ \t\n](?:&|and|with)(?:[ \t\n]|$)")
_RUN = re.compile(r"([^()\n]*)([()\n]?)")
"""`_SPLIT`: separators between leads. `_RUN`: a text up to the next bracket or line's end."""

_CLASS = (
    r"(?:(?:p|s|y|yr|year|years|primary|class) ?[0-9]{1,2}(?: ?[/–-] ?[0-9]{1,2})?|ks "
    r"?[1-5]|eyfs|reception|nursery)"
)
_OF_CLASSES = re.compile(rf"{_CLASS}(?:\s*(?:&|and|,|/)\s*{_CLASS})*\s+\w[^,;&\n]*", re.IGNORECASE)
"""`P4 & P5 pupils`, `P6 English / Maths`: one group, in spite of separators within it."""
_GROUP = re.compile(
    r"\b(all|whole|every(one|body)?|staff|teams?|governors|trustees|directors|leaders|leads|teachers"
    r"|tutors|tas|assistants|slt|smt|sltm|lt|mlt|groups?|committees?|boards?|council|party|wp|pta"
    r"|fgb|body|department|faculty|pupils|students|children|parents|carers|families|monitors"
    r"|members|co-?ordinators|champions|volunteers|ambassadors|users|superusers|heads|colleagues"
    r"|practitioners|school)\b",
    re.IGNORECASE,
)
_PERSON = re.compile(
    r"(chair|vice[- ]chair|head|heads? of|director|clerk|secretary|leader|lead|manager|deputy"
    r"|assistant head|member|link|representative|champion)\b(?!s)|.*\b(leader|lead|head|headteacher"
    r"|teacher|manager|co-?ordinator|governor|officer|adviser|advisor|clerk|champion)$",
    re.IGNORECASE,
)
"""A single person with a group in the title: `Chair of Governors`, `Team leader`."""
_ROLE = (
    r"head ?teacher|head|principal|superintendent|deputy( head(teacher)?)?|assistant "
    r"head(teacher)?|bursar|chair|clerk|caretaker|librarian|(school )?business manager|leader|lead"
    r"|manager|director|teacher|tutor|governor|co-?ordinator|officer|adviser|advisor|consultant"
    r"|mentor|nurse|counsellor|champion|secretary|administrator"
)
_ROLE_WORD = re.compile(rf"({_ROLE}|ht|dht|aht|sbm)", re.IGNORECASE)
_POSTS = frozenset({
    "HT", "DHT", "AHT", "SLT", "SMT", "SENCO", "SENDCO", "TA", "TAS", "LSA", "HLTA", "DSL",
    "HOD", "HOY", "HOF", "CEO", "CFO", "COO", "SBM", "INCO", "ELSA", "EWO", "NQT", "ECT",
})  # fmt: skip
_LETTERS = _POSTS | frozenset({
    "SEN", "LA", "EYFS", "KS", "PTA", "FGB", "GB", "LGB", "MAT", "PE", "RE", "IT", "ICT",
    "CPD", "SIP", "AIP", "DOS", "WP", "LT", "UK",
})  # fmt: skip
"""Letters of posts and the like, which are nobody's initials."""
_SUBJECTS = frozenset({"DT", "MFL", "PSHE", "EAL", "STEM", "RSE", "SMSC", "PP"})
"""Letters of subjects, as in `MFL lead`; alone they may be somebody's initials."""
_BY_OTHERS = re.compile(
    r"\W*\s*\b(supported|overseen|assisted|helped|monitored|led|advised|guided) by\b.*"
    r"|\W*\s*\bwith (the )?(support|help|advice|input) (of|from)\b.*"
    r"|\W+(in|through) (consultation|partnership|liaison) with\b.*"
    r"|\W*\s*\b(alongside|to support|to oversee)\b.*",
    re.IGNORECASE | re.DOTALL,
)
"""Words that introduce people who help or monitor, after those who lead."""
_LEADS = re.compile(
    r"(?P<who>[A-Z][A-Za-z]{1,3})\W+(is |to |as )?\(?(lead|leads|leading|leader|overall)\)?",
    re.DOTALL,
)
_PLACE = re.compile(r"\s(on|in|from|within|at|as|via|through)\s.*", re.DOTALL)
_JOINED = re.compile(r"(?P<first>[^:–—\n]{1,40}?)(?:\s*[:–—]\s+|\s+-\s+)(?P<second>\S[^:\n]*)")
_NONE = ("TBC", "TBA", "TBD", "NA")
_SMALL = ("of", "the", "for", "and", "to", "in")
_TITLE = re.compile(r"(?:mr|mrs|ms|miss|dr|mx|sir|rev|fr)\b\.?\s+", re.IGNORECASE)
_NAME = re.compile(r"[A-Z][\w'’-]+( [A-Z]\.?)?( [A-Z][\w'’-]+){1,2}")


@dataclass
class LeadRegistry:
    """All leads by their initials: those known before, and those that tables name."""

    known: dict[str, Lead] = field(default_factory=dict)
    unconfirmed: dict[str, str] = field(default_factory=dict)
    """Initials of leads that only tables name → the table's words for them."""
    _called: dict[str, str] = field(default_factory=dict)
    """A name or role in small letters → the initials."""
    _taken: set[str] = field(default_factory=set)
    _numbers: dict[str, int] = field(default_factory=dict)
    """Initials that several people share → the number that the last of them got."""

    def __post_init__(self) -> None:
        for initials, lead in self.known.items():
            self.add_known(initials, lead)

    def add_known(self, initials: str, lead: Lead) -> None:
        """Add a known lead."""
        self.known[initials] = lead
        self._taken.add(initials.casefold())
        role = lead.role or ""
        self._add_names(initials, initials, role, role.partition(",")[0])

    def _add_names(self, initials: str, *names: str) -> None:
        """Let names mean a lead; a name that already means another keeps its meaning."""
        for name in names:
            if name:
                self._called.setdefault(untitled(name).casefold(), initials)

    def find(self, text: str) -> tuple[list[str], str | None]:
        """The initials of the leads that a text names; and the text, if it has other words too."""
        if NO_LEAD.fullmatch(text.strip()) or text.lstrip().startswith("="):
            return [], text if re.search(r"\w", text) else None
        everybody: dict[str, None] = {}
        lost = False
        parts = [part.strip(" .:•*-–") for part in _split_at_separators(text)]
        for words in parts:
            leads, more = self._of_part(words, alone=len(parts) == 1)
            everybody |= dict.fromkeys(leads)
            lost = lost or more
        return list(everybody), text if lost else None

    def _of_part(self, words: str, alone: bool) -> tuple[list[str], bool]:
        """The initials of the leads in one part of a text, and whether it has other words too.

        `NA` alone means nobody; among other parts it may be somebody's initials.
        """
        if NO_LEAD.fullmatch(words) and (alone or words != "NA"):
            return [], bool(re.search(r"\w", words))
        if len(words) > 3 * LONGEST_NAME:
            return [], True
        helped = _BY_OTHERS.search(words) if not self._knows(words) else None
        if helped and helped.start():
            before = words[: helped.start()]
            opened = before.rfind("(") if before.count("(") > before.count(")") else len(before)
            leads, _ = self._of_part(before[:opened].rstrip(" ,;"), alone)
            return leads, True
        before, aside = _bracketed_end(words)
        within = [part.strip() for part in _SPLIT.split(aside)] if aside is not None else []
        if within and all(map(_only_initials, within)) and not looks_like_initials(before):
            return self._with_role(within, before)
        who, role = _split_role(before)
        if role:
            return self._with_role([who], role)
        return self._named(who, more=aside is not None or who != before)

    def _with_role(self, everybody: list[str], role: str) -> tuple[list[str], bool]:
        kept = [self._keep_role(initials, role) for initials in everybody]
        return [initials for initials, _ in kept], not all(held for _, held in kept)

    def _named(self, words: str, *, more: bool) -> tuple[list[str], bool]:
        """The initials of the leads named by words without brackets and labels, and whether there
        is `more` than these."""
        tokens = words.split()
        if len(tokens) > 1 and all(map(_is_acronym, tokens)) and not self._knows(words):
            return [self._initials(token) or token for token in tokens], more
        led = _LEADS.fullmatch(words)
        if led and looks_like_initials(led["who"]) and not _is_subject(led["who"], words):
            words = led["who"]
        place = _PLACE.search(words)
        if place and _ROLE_WORD.fullmatch(words[: place.start()].split(" ")[-1]):
            words, more = words[: place.start()], True
        if len(words) > LONGEST_NAME or len(words.split()) > MOST_WORDS:
            return [], True
        initials = self._initials(words)
        return [initials] if initials else [], more or initials is None

    def _knows(self, words: str) -> bool:
        return untitled(words).casefold() in self._called

    def _keep_role(self, initials: str, role: str) -> tuple[str, bool]:
        """The initials under which somebody is kept, and whether `role` is kept as theirs."""
        name = self._initials(initials) or initials
        if self.unconfirmed.get(name) == name:
            self.unconfirmed[name] = role
            self._add_names(name, role)
        return name, role in (self.unconfirmed.get(name), self._role(name))

    def _initials(self, words: str) -> str | None:
        called = self._called.get(untitled(words).casefold())
        if called is not None:
            return called
        letters = words if looks_like_initials(words) else initials_from(words)
        if letters is None:
            return None
        initials = self._new_initials(letters)
        self.unconfirmed[initials] = words
        self._add_names(initials, initials, words)
        return initials

    def _new_initials(self, letters: str) -> str:
        """Initials that nobody has yet: `letters`, or with the next number."""
        name, base = letters, letters[:11]
        while name.casefold() in self._taken:
            number = self._numbers[base] = self._numbers.get(base, 1) + 1
            name = f"{letters[:13] if number < 1000 else base}{number}"
        self._taken.add(name.casefold())
        return name

    def _role(self, initials: str) -> str | None:
        lead = self.known.get(initials)
        return lead.role if lead else None

    def leads(self) -> dict[str, Lead]:
        """All leads for people.yaml; for one not known before, the table's words are the role."""
        new = {
            initials: Lead(role=words if words != initials else None, group=is_group(words))
            for initials, words in self.unconfirmed.items()
        }
        return self.known | new


def is_group(words: str) -> bool:
    """Whether words name several people: `Year 6 team`, but not `Chair of Governors`."""
    if re.match(rf"{_CLASS}\s+\w", words, re.IGNORECASE):
        return not _PERSON.search(words)
    return bool(_GROUP.search(words)) and not _PERSON.match(words)


def _split_role(words: str) -> tuple[str, str]:
    """Initials and role of `DHT - KM` or `KM: DHT`; else the words after a label, and ""."""
    joined = _JOINED.fullmatch(words)
    if not joined:
        return words, ""
    first, second = joined["first"].strip(), joined["second"].strip()
    for who, role in ((first, second), (second, first)):
        if is_somebody(who) and not is_somebody(role):
            return who, role
    return second if looks_like_people(second) else words, ""


def is_somebody(words: str) -> bool:
    """Whether words are a person's initials, and not those of a role."""
    return _only_initials(words) and words.upper() not in _LETTERS and len(words) <= 4


def _is_subject(who: str, words: str) -> bool:
    """Whether the word before `lead` is a subject: `Art lead`, `MFL lead`, not `Ann leads`."""
    named = who in _LETTERS or who in _SUBJECTS
    return named or (not _only_initials(who) and words.endswith(" lead"))


def _is_acronym(word: str) -> bool:
    """Whether a word is somebody's initials, or the letters of a post: `SENCO`."""
    if not (word.isalpha() and word.isupper()):
        return False
    return word in _POSTS or (2 <= len(word) <= 3 and word not in _LETTERS)


def _split_at_separators(text: str) -> list[str]:
    """A text split at the separators between leads that are not in brackets."""
    text = text.replace("\n(", " (")
    if text.count("\n") > 1:  # a lead a line: `and` before small letters does not separate
        text = re.sub(r" (and|&|with) (?=[a-z])", lambda joint: joint[0].replace(" ", "\xa0"), text)
    parts = [""]
    for run, end in _RUN.findall(text):
        first, *others = [run] if end == ")" else _split(run)
        parts[-1] += first
        parts += others
        if end == "\n":
            parts.append("")
        else:
            parts[-1] += end
    return [part.replace("\xa0", " ") for part in parts]


def _split(run: str) -> list[str]:
    """A text split at commas and the like; a class's pupils (`P4 & P5 pupils`) stay whole."""
    whole = _OF_CLASSES.fullmatch(run.strip()) if len(run) < 2 * LONGEST_NAME else None
    others = [part.strip() for part in _SPLIT.split(run)[1:]] if "/" in run else []
    if whole and not any(map(_is_post, others)):
        return [run]
    return _SPLIT.split(run)


def _is_post(words: str) -> bool:
    """Whether words name a post, a group or a class, and not only a subject."""
    patterns = (_ROLE_WORD, _GROUP, _TITLE)
    classes = re.match(rf"{_CLASS}\b", words, re.IGNORECASE)
    return words in _POSTS or bool(classes) or any(pattern.search(words) for pattern in patterns)


def _bracketed_end(words: str) -> tuple[str, str | None]:
    """The text before brackets at its end, and the text in them, None where there are none."""
    opened = words.find("(", max(words.rfind(")", 0, -1) + 1, 1)) if words.endswith(")") else -1
    return (words[:opened].rstrip(), words[opened + 1 : -1]) if opened > 0 else (words, None)


def untitled(words: str) -> str:
    """A name without `Mrs` or the like before it."""
    return words[match.end() :] if (match := _TITLE.match(words)) else words


def looks_like_initials(words: str) -> bool:
    """`JK`, `JHo`, `SENCO`: short and mostly capitals."""
    if not _FITS.fullmatch(words):
        return False
    capitals = sum(letter.isupper() for letter in words)
    return capitals >= 1 and (len(words) <= 4 or capitals >= len(words) - 1) and len(words) <= 8


def looks_like_people(text: str) -> bool:
    """Whether a cell may name those who lead: initials, names, roles or groups, and little else."""
    if len(text) > 2 * LONGEST_NAME or NO_LEAD.fullmatch(text.strip()):
        return False
    parts = [
        part.strip(" .()\n")
        for part in re.split(r"[,;/+\n(]|\s(?:&|and|with)\s", text)
        if part.strip(" .()\n")
    ]
    return bool(parts) and sum(map(_is_people, parts)) * 2 > len(parts)


def _is_people(words: str) -> bool:
    if len(words.split()) > MOST_WORDS or len(words) > LONGEST_NAME:
        return False
    return bool(
        _only_initials(words)
        or _TITLE.match(words)
        or _NAME.fullmatch(words)
        or _ROLE_WORD.fullmatch(words.split()[-1])
        or _ROLE_WORD.match(words)
        or re.fullmatch(rf"{_CLASS} \w+( \w+)?", words, re.IGNORECASE)
        or (len(words.split()) <= _MOST_GROUP_WORDS and _GROUP.search(words.split()[-1]))
        or _GROUP.fullmatch(words)
    )


def _only_initials(words: str) -> bool:
    """`RB`: nothing that could be a year, a day or a word."""
    capitals = sum(letter.isupper() for letter in words)
    return words.isalpha() and capitals > 1 and looks_like_initials(words) and words not in _NONE


def initials_from(words: str) -> str | None:
    """Initials for a name or role: `DH` for Deputy Head, `Headteacher` as it is; None for neither.

    Without accents, which ids do not have: `ZA` for Zoë Ångström.
    """
    plain = normalize("NFKD", untitled(words).replace("’", "'")).encode("ascii", "ignore").decode()
    parts: list[str] = re.findall(r"[A-Za-z][A-Za-z'-]*", plain)
    if not parts:
        return None
    if len(parts) == 1:
        return parts[0][:16]
    return "".join(part[0].upper() for part in parts if part.casefold() not in _SMALL)[:6] or None
