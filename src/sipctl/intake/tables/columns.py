"""Finds the roles of a table's columns, by the words of their heads and the look of their cells.

`HEAD_WORDS` and `CELL_WORTH` hold all scores. `assign` finds the assignment of roles to columns
with the highest total, since a table has only one column of most roles.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal, get_args

from sipctl.intake.tables.leads import looks_like_people
from sipctl.plan.calendar.periods import MONTHS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Role = Literal[
    "aim", "area", "priority", "id", "activity", "detail", "lead", "when", "starts", "kpi",
    "target", "baseline", "monitored", "success", "resources", "academy", "status",
    "comment",
]  # fmt: skip
ROLES: tuple[Role, ...] = get_args(Role)

STRONG, FAIR = 5.0, 4.0
"""Scores in `HEAD_WORDS` of a noun that only this role has, and of a common one."""

HEAD_WORDS = Path(__file__).parents[1] / "head_words.tsv"
"""A table of a row for each pattern in heads: role, score, pattern."""

Kind = Literal["time", "people", "money", "status", "sentence", "number", "repeated"]
CELL_WORTH: Mapping[Role, Mapping[Kind, float]] = {
    "activity": {
        "sentence": 1.5,
        "people": -1.5,
        "repeated": -2,
        **dict.fromkeys(("time", "money", "status", "number"), -2),
    },
    "lead": {"people": 2.5, "time": -2, "money": -2, "number": -1},
    "when": {"time": 3, "people": -1, "money": -2},
    "starts": {"time": 1},
    "resources": {"money": 1, "time": -1},
    "status": {"status": 2},
    "success": {"sentence": 0.5},
    "id": {"number": 1},
    "aim": {"repeated": 1.5},
    "area": {"repeated": 1.5},
    "priority": {"repeated": 1.5},
}  # fmt: skip
"""Role → kind → the score that a column adds if all its cells are of the kind; of a share of them,
that share of it."""

BY_CELLS: Mapping[Role, Kind] = {"lead": "people", "when": "time", "activity": "sentence"}
"""Roles that a column may get by its cells alone → the kind of these cells."""
UNKNOWN = 1.5
"""The score of leaving a column unread; a role must score more."""
NO_WORDS = 0.7
"""The share of cells that must be of a kind where no pattern matches the head."""
OF_WORK = 3.0
"""The score that a column of activities adds in a table with leads or times."""
OF_KPI: tuple[Role, ...] = ("target", "baseline")
"""Roles that score nothing in a table without a column of KPIs."""
SEVERAL: tuple[Role | None, ...] = (
    *(None, "lead", "kpi", "success", "resources", "detail", "status", "comment"),
)
"""Roles that more than one column may have."""
MAPPED = 100.0
SAMPLE = 200
"""The most cells of a column that are looked at."""
MOST_STATES = 500
"""The most assignments that the search keeps after each column: the best of them."""

_TIME = re.compile(
    rf"\b({'|'.join(f'{month[:3]}(t|{month[3:]})?' for month in MONTHS)})\b"
    r"|\b(aut|spr|sum)(umn|ing|mer)?\b|"
    r"\b(easter|christmas|whitsun|(half[- ]?)?term(ly)?|weekly|monthly|annual(ly)?|daily"
    r"|ongoing|on-going|"
    r"fortnightly|immediate(ly)?|asap|t[1-6]|20[0-9]{2}"
    r"|[0-9]{1,2}[/.][0-9]{1,2}([/.][0-9]{2,4})?)\b",
    re.IGNORECASE,
)
_MONEY = re.compile(
    r"[£$€]\s?[0-9]|\b[0-9][0-9,.]*\s?(k|gbp)\b|^(free|nil|none|no cost)$", re.IGNORECASE
)
_NUMBER = re.compile(r"[\w]{0,5}[0-9][0-9.,a-z/-]{0,6}%?")
_STATUS = re.compile(
    r"(r|a|g|b|red|amber|green|blue|yellow|purple|grey|done|complete[d]?|not (yet )?started"
    r"|started|"
    r"in (progress|hand)|on track|behind|begun|achieved|met|not met|partly met|yes|no"
    r"|[0-9]{1,3}%)\W*",
    re.IGNORECASE,
)
_LONGEST_TIME = 60
_ONLY_WHO = re.compile(r"(by )?whom?|by")


@dataclass(frozen=True)
class ColumnReading:
    """The role of one column (None: unread), and the evidence for it in a few words.

    `runner_up` is the role with the next score, if it is close.
    """

    role: Role | None
    evidence: str = ""
    runner_up: Role | None = None
    by_cells: bool = False
    """Whether the role was found by the cells alone."""


@lru_cache(maxsize=2_000)
def head_scores(words: str) -> dict[Role, float]:
    """The score of a head for each role, a little less the later the role's words stand in it."""
    scores: dict[Role, float] = {}
    for role, worth, pattern in _head_words():
        match = pattern.search(words) if len(words) <= 200 else None
        if match:
            scores[role] = max(scores.get(role, 0), worth - match.start() / 1000)
    return scores


def best_role(scores: Mapping[Role, float]) -> Role | None:
    """The role with the highest score; None for no scores."""
    return max(scores.items(), key=lambda pair: pair[1])[0] if scores else None


@cache
def _head_words() -> list[tuple[Role, float, re.Pattern[str]]]:
    rows = [line.split("\t") for line in HEAD_WORDS.read_text(encoding="utf-8").splitlines()]
    return [
        (role, float(worth), re.compile(pattern))  # type: ignore[misc]
        for role, worth, pattern in (row for row in rows if len(row) > 1)
    ]


def says_lead_and_time(words: str) -> bool:
    """Whether one head says both who leads and when: `Lead and timescale`."""
    scores = head_scores(words)
    return min(scores.get("lead", 0), scores.get("when", 0)) > FAIR - 0.5


def kinds_of(texts: Sequence[str]) -> dict[Kind, float]:
    """The share of the filled cells that look like each kind."""
    filled = [text.strip() for text in texts if text.strip()][:SAMPLE]
    counts: dict[Kind, float] = {}
    for text in filled:
        for kind in _kinds(text):
            counts[kind] = counts.get(kind, 0) + 1 / len(filled)
    if len(set(filled)) < len(filled):
        counts["repeated"] = 1 - len(set(filled)) / len(filled)
    return counts


def _kinds(text: str) -> list[Kind]:
    kinds: list[Kind] = []
    if _STATUS.fullmatch(text[:30]) and len(text) < 30:
        kinds.append("status")
    if len(text) <= _LONGEST_TIME and _TIME.search(text):
        kinds.append("time")
    if _MONEY.search(text[:_LONGEST_TIME]) and len(text) <= _LONGEST_TIME:
        kinds.append("money")
    if _NUMBER.fullmatch(text[:14]) and len(text) < 14:
        kinds.append("number")
    if "time" not in kinds and "number" not in kinds and looks_like_people(text):
        kinds.append("people")
    if not kinds and len(text.split(None, 3)) > 1:
        kinds.append("sentence")
    return kinds


def column_scores(words: str, kinds: Mapping[Kind, float], filled: int) -> dict[Role, float]:
    """A column's score for each role. If no pattern matches the head, roles of `BY_CELLS` score by
    the cells alone, of which two or more must be filled."""
    scores = dict(head_scores(words))
    if not scores and filled > 1:
        scores = {role: 0.0 for role, kind in BY_CELLS.items() if kinds.get(kind, 0) >= NO_WORDS}
    for role in scores:
        worth = CELL_WORTH.get(role, {})
        scores[role] += sum(worth.get(kind, 0) * share for kind, share in kinds.items())
    return scores


def assign(
    heads: Sequence[str], columns: Sequence[Sequence[str]], mapped: Mapping[str, Role]
) -> list[ColumnReading]:
    """A role for each column, with the highest total score.

    `heads` are as `headers.plain` gives them, `columns` the cells under each, `mapped` are roles
    by head from `--map`. A second column of a role that only one may have gets another role, or is
    a comment.
    """
    shapes = [kinds_of(cells) for cells in columns]
    by_words = {role for head in heads for role in head_scores(head)} | set(mapped.values())
    scores = [
        {mapped[head]: MAPPED}
        if head in mapped
        else {
            role: worth
            for role, worth in column_scores(head, kinds, sum(map(_is_filled, cells))).items()
            if head_scores(head) or (head and role not in by_words)
        }
        for head, kinds, cells in zip(heads, shapes, columns, strict=True)
    ]
    best = _without_monitors(_best_assignment(scores), heads)
    return [
        _reading(role, own, kinds, min(sum(map(_is_filled, cells)), SAMPLE), head, mapped)
        for role, own, kinds, cells, head in zip(best, scores, shapes, columns, heads, strict=True)
    ]


def _without_monitors(roles: list[Role | None], heads: Sequence[str]) -> list[Role | None]:
    """The roles; `By whom` right after `Monitoring` is a comment if another column has leads."""
    monitors = [
        role == "lead" and before == "monitored" and _ONLY_WHO.fullmatch(head) is not None
        for role, before, head in zip(roles[1:], roles, heads[1:], strict=False)
    ]
    if roles.count("lead") == sum(monitors):
        return roles
    pairs = zip(roles, [False, *monitors], strict=True)
    return ["comment" if monitor else role for role, monitor in pairs]


def _is_filled(text: str) -> bool:
    return bool(text.strip())


def _best_assignment(scores: Sequence[Mapping[Role, float]]) -> list[Role | None]:
    """The assignment with the highest score: a beam search over the columns, whose states are the
    roles used so far that only one column may have."""
    states: dict[frozenset[Role], tuple[float, tuple[Role | None, ...]]] = {frozenset(): (0.0, ())}
    for own in scores:
        options: list[tuple[Role | None, float]] = [(None, UNKNOWN), *own.items()]
        after: dict[frozenset[Role], tuple[float, tuple[Role | None, ...]]] = {}
        for used, (worth, roles) in states.items():
            for role, more in options:
                if role in used and role not in SEVERAL:
                    continue
                now = used if role is None else used | {role}
                if now not in after or worth + more > after[now][0]:
                    after[now] = (worth + more, (*roles, role))
        states = dict(sorted(after.items(), key=lambda state: -state[1][0])[:MOST_STATES])
    of_work = any(best_role(own) in ("lead", "when") for own in scores)
    _, (_, roles) = max(
        states.items(), key=lambda state: _total_score(state, scores, of_work=of_work)
    )
    return [
        "comment" if role is None and any(worth > UNKNOWN for worth in own.values()) else role
        for role, own in zip(roles, scores, strict=True)
    ]


def _total_score(
    state: tuple[frozenset[Role], tuple[float, tuple[Role | None, ...]]],
    scores: Sequence[Mapping[Role, float]],
    *,
    of_work: bool,
) -> float:
    """The score of a whole assignment; `of_work` if some column is most likely leads or times."""
    used, (worth, roles) = state
    if "activity" in used and of_work:
        worth += OF_WORK
    if "kpi" not in used:
        for role, own in zip(roles, scores, strict=True):
            if role is not None and role in OF_KPI and own[role] < MAPPED:
                worth -= own[role]
    return worth


_NAMES: Mapping[Kind, str] = {
    "time": "times",
    "people": "people",
    "money": "sums",
    "status": "statuses",
    "sentence": "sentences",
    "number": "numbers",
    "repeated": "said again",
}


def _reading(
    role: Role | None,
    own: Mapping[Role, float],
    kinds: Mapping[Kind, float],
    filled: int,
    head: str,
    mapped: Mapping[str, Role],
) -> ColumnReading:
    if head in mapped:
        return ColumnReading(role, "--map")
    worth = own.get(role, UNKNOWN) if role is not None else UNKNOWN
    others = [(score, other) for other, score in own.items() if other != role]
    score, other = max(others, default=(0.0, None))
    close = other if score > UNKNOWN and score > worth - 1 else None
    kind, share = max(kinds.items(), key=lambda pair: pair[1], default=("sentence", 0.0))
    by_words = role in head_scores(head)
    speaks = share >= 0.5 and role is not None and CELL_WORTH.get(role, {}).get(kind, 0) > 0
    counted = f"{share * filled:.0f} of {filled} cells are {_NAMES[kind]}" if speaks else ""
    evidence = " and ".join(text for text in ("its words" if by_words else "", counted) if text)
    by_cells = role not in (None, "comment") and not by_words
    return ColumnReading(role, evidence, close, by_cells=by_cells)
