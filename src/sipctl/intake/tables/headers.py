"""What the columns of a table mean, by what they are called."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

from sipctl.plan.faults import Refusal, propose

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sipctl.intake.document import Cell, SourceTable

Role = Literal[
    "aim",
    "area",
    "priority",
    "id",
    "activity",
    "detail",
    "lead",
    "when",
    "starts",
    "kpi",
    "target",
    "baseline",
    "monitored",
    "success",
    "resources",
    "academy",
    "status",
    "comment",
]
ROLES: tuple[Role, ...] = get_args(Role)
MEANINGS: dict[Role, str] = {
    "aim": "aim",
    "area": "area",
    "priority": "priority",
    "id": "number",
    "activity": "activity",
    "detail": "detail",
    "lead": "lead",
    "when": "date",
    "starts": "start",
    "kpi": "KPI",
    "target": "target of the KPI",
    "baseline": "baseline of the KPI",
    "monitored": "monitoring of the KPI",
    "success": "success criteria of the activity",
    "resources": "resources",
    "academy": "academy",
    "status": "a comment beside the activity (a status is recorded, not imported)",
    "comment": "a comment beside the activity",
}
"""What becomes of each role, for people."""

_NAMES: dict[Role, str] = {
    "aim": "aim|aims|strategic aim|strategic goal|goal|theme|pillar|strategic theme|key theme",
    "area": "area|strategic area|area of focus|focus area|focus|workstream|strand|area for "
    "improvement|area for development|area of development|section|domain|key area",
    "priority": "priority|priorities|objective|objectives|strategic objective|key priority|"
    "strategic priority|improvement priority|development priority|target area|what do we need to "
    "improve|intent|aim / objective|priority / objective",
    "id": "id|ref|reference|no|number|#|item|action no|ref no|action ref|activity no",
    "activity": "activity|activities|action|actions|task|tasks|action required|actions required|"
    "key actions|key action|what|what will we do|what we will do|actions to be taken|action to be "
    "taken|steps|step|implementation|key activities|strategy|strategies|action / task|action points"
    "|planned actions|how|how will we do it|activity / action|action / activity|improvement action",
    "detail": "detail|details|description|further detail|notes on action",
    "lead": "lead|leads|led by|by whom|who|person responsible|persons responsible|responsible|"
    "responsibility|owner|action owner|lead person|staff|lead / owner|staff responsible|personnel|"
    "responsible person|lead staff|initials|lead responsible|accountable|people|named person|"
    "lead member of staff|who is responsible|who will do it",
    "when": "when|target date|date|dates|timescale|timescales|time scale|timeline|by when|deadline|"
    "deadlines|due|due date|date due|completion date|completed by|complete by|milestone|milestones|"
    "time frame|timeframe|timing|term|to be completed by|target completion|end date|finish|"
    "end|ends|target completion date|when by|timescale / deadline",
    "starts": "start|starts|start date|from|starting|begin|begins",
    "kpi": "kpi|kpis|key performance indicator|key performance indicators|performance indicator|"
    "performance indicators|performance measure|measure|measures|measure of success|"
    "measures of success|indicator|indicators|metric|metrics|performance measures",
    "target": "target|targets|kpi target|target value",
    "baseline": "baseline|baselines|baseline date|starting point",
    "monitored": "monitoring|monitored|monitored when|monitoring frequency|when monitored|"
    "monitoring date|review|review date|reviewed|monitoring schedule|frequency|monitoring cycle|"
    "review dates|how often",
    "success": "success criteria|success criterion|success|impact|intended impact|outcome|outcomes|"
    "expected outcome|expected outcomes|evidence|evidence of success|evidence of impact|"
    "how will we know|desired outcome|desired outcomes|intended outcome|intended outcomes|"
    "what will success look like|impact / success criteria|success measures|success measure",
    "resources": "resources|resource|cost|costs|budget|resources / cost|resources / costs|"
    "cost / resources|funding|resource implications|finance|resources required|time / cost|"
    "resourcing|cost and resources|resources and cost|cpd / resources|resources / cpd",
    "academy": "academy|academies|school|schools|site|sites",
    "status": "status|rag|rag rating|progress|progress rag|current status|state|rag status|"
    "completed|done|complete|on track",
    "comment": "comment|comments|notes|note|update|updates|progress notes|progress update|remarks",
}
_ROLE_OF = {name: role for role, names in _NAMES.items() for name in names.split("|")}
_PAIR = re.compile(r"\s*([^=]*[^=\s])\s*=\s*([^,=]*[^,=\s])\s*(?:,|$)")
_SEVERAL = (None, "lead", "kpi", "success", "resources", "detail", "status", "comment")
"""Roles that more than one column may have."""
_LEAST = 2
"""Heads that a row must have for it to be a table's head."""
_TIME = re.compile(
    r"\b(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|autumn|spring|summer|easter|christmas|"
    r"(half[- ])?term|week|month|year|annual|daily|ongoing|20[0-9]{2}|[0-9]{1,2}/[0-9]{1,2})",
    re.IGNORECASE,
)
_SHORT = 60
"""What a cell of dates is likely to say, and how short it is."""
_SEARCHED = 30
"""Rows in which the head is looked for."""


@dataclass(frozen=True)
class Heads:
    """The head of a table: its row (-1 where it stands in the table before), and what each column
    is: its name as it stands there, and its role, None where that is not known.
    """

    row: int
    names: tuple[str, ...]
    roles: tuple[Role | None, ...]

    @property
    def knows_work(self) -> bool:
        """Whether activities or KPIs can be read from the table."""
        return "activity" in self.roles or "kpi" in self.roles


def plain(text: str) -> str:
    """A head's name as it is compared: small letters, one space, no marks at its ends."""
    text = " ".join(text.casefold().replace("&", " and ").replace("’", "'").split())
    text = re.sub(r"\(s\)", "s", text)
    text = re.sub(r"\([^()]*\)", " ", text)
    text = text.replace("/", " / ")
    return " ".join(re.sub(r"[?:.*!£]+", " ", text).split())


def role_of(name: str) -> Role | None:
    """What a column is by what it is called: `By whom?` is the lead."""
    words = plain(name)
    for form in (words, words.replace("'s", ""), words.rstrip("s"), f"{words}s"):
        if form in _ROLE_OF:
            return _ROLE_OF[form]
    parts = [_ROLE_OF.get(part) for part in re.split(r" / | and | or ", words)]
    if "status" in parts:  # progress is never success
        return "status"
    return next((role for role in parts if role and role != "comment"), None)


def recognised(grid: SourceTable, told: dict[str, Role]) -> Heads | None:
    """A table's heads: the row that has most of them; None if no row looks like heads.

    `told` are roles by the plain name of the head, as somebody gave them.
    """
    best: Heads | None = None
    for at, row in enumerate(grid.rows[:_SEARCHED]):
        heads = _heads(at, row, told)
        score = sum(role is not None for role in heads.roles)
        least = 1 if any(plain(name) in told for name in heads.names) else _LEAST
        if score >= least and (
            best is None or score > sum(role is not None for role in best.roles)
        ):
            best = heads
    return best and _settled(grid, best, told)


def further(grid: SourceTable, first: Heads, told: dict[str, Role]) -> list[Heads]:
    """The heads of a grid in the order in which they stand: the recognised one, and every row of
    which each cell names a column of other work, so that a new table begins there.
    """
    found: list[Heads] = []
    for at, row in enumerate(grid.rows):
        heads = first if at == first.row else _settled(grid, _heads(at, row, told), told)
        if at != first.row and not _is_new(heads, found[-1] if found else None):
            continue
        if found and found[-1].row == at - 1:  # two rows of heads, or a line over the heads
            found.pop()
        found.append(heads)
    return found


def _is_new(heads: Heads, last: Heads | None) -> bool:
    """Whether a row names columns and nothing else, and not those of the head before it."""
    named = [(name, role) for name, role in zip(heads.names, heads.roles, strict=True) if name]
    if len(named) < _LEAST or not heads.knows_work or not all(role for _, role in named):
        return False
    if last is None:
        return True
    pairs = list(zip(last.names, last.roles, strict=True))
    again = [
        plain(name) == plain(other) for name, (other, _) in zip(heads.names, pairs, strict=False)
    ]
    same = [role == other for role, (_, other) in zip(heads.roles, pairs, strict=False) if role]
    return sum(again) < len(again) and not (len(named) == _LEAST and all(same))


def _settled(grid: SourceTable, heads: Heads, told: dict[str, Role]) -> Heads:
    """Heads of which `Milestones` are dates only if they read as such, and no other column is."""
    roles = list(heads.roles)
    for column, name in enumerate(heads.names):
        words = plain(name)
        if words not in ("milestone", "milestones") or words in told or roles[column] != "when":
            continue
        others = [at for at, one in enumerate(heads.names) if at != column and _is_when(one, told)]
        below = [row[column].text for row in grid.rows[heads.row + 1 :] if row[column].text]
        times = sum(bool(_TIME.search(text)) and len(text) < _SHORT for text in below)
        if others or times * 2 < len(below):
            roles[column] = "comment"
        if others:
            roles[others[0]] = "when"
    return Heads(heads.row, heads.names, tuple(roles))


def _is_when(name: str, told: dict[str, Role]) -> bool:
    return (told.get(plain(name)) or role_of(name)) == "when"


def _heads(at: int, row: Sequence[Cell], told: dict[str, Role]) -> Heads:
    names = [
        " ".join(cell.text.split()) if cell.anchor[1] == column else ""
        for column, cell in enumerate(row)
    ]
    roles: list[Role | None] = []
    for name in names:
        role = told.get(plain(name)) or (role_of(name) if len(name) < 60 else None)
        # A second column of a role that stands alone is something else, of which nothing is lost.
        roles.append("comment" if role in roles and role not in _SEVERAL else role)
    return Heads(at, tuple(names), tuple(roles))


def mapped_roles(options: Iterable[str]) -> dict[str, Role]:
    """Roles by head from `--map "Action=activity,By whom=lead"`; raises Refusal."""
    told: dict[str, Role] = {}
    for option in options:
        rest = option
        while rest.strip():
            found = _PAIR.match(rest)
            name, word = (found[1], found[2]) if found else ("", rest.strip())
            role = next((one for one in ROLES if one == word.casefold()), None) or role_of(word)
            if role is None or not name:
                helped = propose(word, ROLES, otherwise=f"one of: {', '.join(ROLES)}")
                raise Refusal(f'--map "{option.strip()}": "{word}" is no kind of column', helped)
            told[plain(name)] = role
            rest = rest[found.end() :] if found else ""
    return told


def unused(told: dict[str, Role], grids: Iterable[SourceTable]) -> list[str]:
    """The heads of `--map` that no table has."""
    names = {plain(cell.text) for grid in grids for row in grid.rows[:_SEARCHED] for cell in row}
    return [name for name in told if name not in names]
