"""Puts words together that say one thing: `Year 2`, `last Friday`, `start … end …`.

Works on tokens without words that never matter, while the marks between them are still there.
"""

from collections.abc import Callable

from sipctl.plan.timing.words.scan import Tok
from sipctl.plan.timing.words.vocabulary import types

_MARKS = types("COMMA DASH SLASH")
_JOINTS = types("AND TO COMMA DASH")
_NUMBERS = types("NUMBER COUNT")
_COUNTING = types("EVERY COUNT OFTEN NUMBER OTHER_ONE ARTICLE")
_NUMBERED = types("TERM_WORD T HALF_TERM PLAN_YEAR")
# What a number before these counts, or belongs to, is not one more term or year of a list.
_COUNTED = types("MONTH UNIT TIMES EVERY CADENCE TERM TERM_WORD HALF_TERM HALF")
_WHOLE_YEARS = types("YEAR ACADEMIC ACADEMIC_YEAR")


def put_together(tokens: list[Tok]) -> list[Tok]:
    """The tokens with those that say one thing together as one, or as the grammar knows them."""
    for step in _STEPS:
        tokens = step(tokens)
    return tokens


def _types(tokens: list[Tok], place: int, count: int = 1) -> list[str]:
    return [token.type for token in tokens[place : place + count]]


def _one(first: Tok, last: Tok, type_: str, value: str) -> Tok:
    return Tok(type_, value, first.start, last.end)


def _number_of(token: Tok) -> str:
    return "".join(char for char in token.value if char.isdigit())


# -- numbers ----------------------------------------------------------------------------------


def _plan_years(tokens: list[Tok]) -> list[Tok]:
    """`Year 2`, `second year of the plan`: PLAN_YEAR. `first quarter`: QUARTER_OF 1."""
    put: list[Tok] = []
    place = 0
    while place < len(tokens):
        token, next_ = tokens[place], tokens[place + 1 : place + 2]
        counted = bool(put) and put[-1].type in _COUNTING
        if not counted and next_ and (unit := _nth_unit(tokens, place)):
            number = next_[0] if token.type == "UNIT" else token
            if unit == "year":
                put.append(_one(token, next_[0], "PLAN_YEAR", _number_of(number)))
            else:
                put.append(_one(token, next_[0], "QUARTER_OF", ""))
                put.append(number._replace(type="NUMBER", value=_number_of(number)))
            place += 2
            continue
        if token.type == "PLAN" and put and put[-1].type == "PLAN_YEAR":
            place += 1
            continue
        put.append(token)
        place += 1
    return put


def _nth_unit(tokens: list[Tok], place: int) -> str:
    """The unit, year or quarter, that is counted here by the number beside it; else nothing."""
    first, second = tokens[place], tokens[place + 1]
    beyond = "".join(_types(tokens, place + 2))
    if first.type == "UNIT" and second.type in _NUMBERS and beyond not in _COUNTED - {"TERM"}:
        unit = first.value
    elif first.type == "ORDINAL" and second.type == "UNIT":
        unit = second.value
    else:
        return ""
    return unit if unit in ("year", "quarter") else ""


def _worded_numbers(tokens: list[Tok]) -> list[Tok]:
    """`Term Two` as `Term 2`."""
    put: list[Tok] = []
    for place, token in enumerate(tokens):
        after = "".join(_types(tokens, place + 1))
        named = bool(put) and put[-1].type in ("TERM_WORD", "HALF_TERM")
        if token.type == "COUNT" and named and after not in _COUNTED:
            token = token._replace(type="NUMBER")
        put.append(token)
    return put


def _lists(tokens: list[Tok]) -> list[Tok]:
    """`Terms 1 and 2` as `Term 1 and Term 2`, `Years 1-3` as `Year 1 to Year 3`."""
    put: list[Tok] = []
    for place, token in enumerate(tokens):
        after = "".join(_types(tokens, place + 1))
        head = _head(put) if token.type in _NUMBERS and after not in _COUNTED else None
        if head and head.type == "PLAN_YEAR":
            token = token._replace(type="PLAN_YEAR", value=_number_of(token))
        elif head and len(_number_of(token)) == 1:
            put.append(head._replace(start=token.start, end=token.start))
            token = token._replace(type="NUMBER", value=_number_of(token))
        put.append(token)
    return put


def _head(put: list[Tok]) -> Tok | None:
    """What a number that comes next counts, where one with such a head and a joint stand last."""
    if len(put) < 2 or put[-1].type not in _JOINTS:
        return None
    before = put[:-1]
    while before and before[-1].type in _JOINTS:
        before = before[:-1]
    if before and before[-1].type == "PLAN_YEAR":
        return before[-1]
    if len(before) > 1 and before[-1].type == "NUMBER" and before[-2].type in _NUMBERED:
        return before[-2]
    return None


# -- days of a period -------------------------------------------------------------------------


def _days_of(tokens: list[Tok]) -> list[Tok]:
    """`last Friday of`, `first day of`, `week 3 of`: DAY_OF with which (-1 is the last) of what."""
    put: list[Tok] = []
    place = 0
    while place < len(tokens):
        first = tokens[place]
        counted = _counted_of(tokens, place, put)
        if counted is None:
            put.append(first)
            place += 1
            continue
        which, what = counted
        if put and put[-1].type in ("EVERY", "IN", "BY"):
            put.pop()  # on the last day; every last Friday of the month
        put.append(_one(first, tokens[place + 1], "DAY_OF", f"{which}:{what}"))
        place += 2
        while _types(tokens, place)[:1] == ["IN"]:
            place += 1
    return put


def _counted_of(tokens: list[Tok], place: int, put: list[Tok]) -> tuple[str, str] | None:
    """Which (-1 is the last) of what is counted here: of days `""`, of weekdays their number.

    School days and weeks are counted in a period that is named, weeks in a term alone.
    """
    first, after = tokens[place], tokens[place + 1 : place + 2]
    if not after:
        return None
    second = after[0]
    if first[:2] == ("UNIT", "week") and second.type == "NUMBER":  # week 3
        first, second = second, first
        if put and put[-1].type in _COUNTING:
            return None
    elif first.type not in ("LAST", "ORDINAL"):
        return None
    which = "-1" if first.type == "LAST" else _number_of(first)
    if second.type == "WEEKDAY" or second[:2] == ("UNIT", "day"):
        return which, second.value if second.type == "WEEKDAY" else ""
    within = _TERMS | ({"MONTH"} if second.value == "school-day" else set())
    what = "week" if second.type == "WEEK_OF" else second.value if second.type == "UNIT" else ""
    again = bool(put) and put[-1].type == "EVERY"  # every third week
    if again or what not in ("week", "school-day") or not _is_named(tokens[place + 2 :], within):
        return None
    return which, what


def _is_named(tokens: list[Tok], types_: frozenset[str]) -> bool:
    """Whether a period of one of some types stands next, by its name: `Spring`, not `term`."""
    rest = [token for token in tokens if token.type not in (*_MARKS, "IN", "ARTICLE")]
    return bool(rest) and rest[0].type in types_


_TERMS = types("TERM")


# -- stretches --------------------------------------------------------------------------------


def _between(tokens: list[Tok]) -> list[Tok]:
    """`between 20 – 24 May` with an "and" for the dash; `between 2025-2026` without "between"."""
    opens = next((place for place, token in enumerate(tokens) if token.type == "BETWEEN"), None)
    if opens is None:
        return tokens
    before, inside = tokens[: opens + 1], tokens[opens + 1 :]
    joints = [token for token in inside if token.type in ("AND", "DASH", "TO")]
    if not joints and _types(inside, 0) in (["ACADEMIC"], ["SPAN"]):
        return [*before[:-1], *inside]
    if len(joints) != 1:
        return tokens
    return before + [token._replace(type="AND") if token in joints else token for token in inside]


def _labelled(tokens: list[Tok]) -> list[Tok]:
    """`start date September 2025, completion date July 2026` as from … to ….

    A completion alone is a "by"; where neither leads a time, its word means nothing here.
    """
    ends = [place for place, token in enumerate(tokens) if _completes(token)]
    starts = bool(tokens) and (tokens[0][:2] == ("START", "label") or tokens[0].type == "FROM")
    if starts and len(ends) == 1 and 1 < ends[0] < len(tokens) - 1:
        first, last = tokens[1 : ends[0]], tokens[ends[0] + 1 :]
        while first and first[-1].type in (*_MARKS, "AND", "TO"):
            first.pop()
        while last and last[0].type in (*_MARKS, "BY", "IN", "END"):
            last.pop(0)
        to = tokens[ends[0]]._replace(type="TO", value="")
        return [tokens[0]._replace(type="FROM"), *_unmarked(first), to, *last]
    return [_due(tokens, place) for place in range(len(tokens))]


def _unmarked(tokens: list[Tok]) -> list[Tok]:
    return tokens[1:] if tokens and tokens[0].type in _MARKS else tokens


def _completes(token: Tok) -> bool:
    labelled = token[:2] in (("END", "label"), ("STATUS", "done"))
    return token.type == "COMPLETION" or labelled


def _due(tokens: list[Tok], place: int) -> Tok:
    token = tokens[place]
    if token.type != "COMPLETION":
        return token
    leads = place == 0 or tokens[place - 1].type in (*_MARKS, "AND")
    after = [t.type for t in tokens[place + 1 :] if t.type not in _MARKS]
    if leads and after and after[0] != "UNKNOWN":
        return token._replace(type="END" if after[0] in _WHOLE_YEARS else "BY", value="")
    return token._replace(type="PLACEHOLDER" if token.value else "UNKNOWN")


# -- the year ---------------------------------------------------------------------------------


def _the_year(tokens: list[Tok]) -> list[Tok]:
    """`throughout the year`: the academic year, where no other is named."""
    put: list[Tok] = []
    for place, token in enumerate(tokens):
        named = _types(tokens, place + 1)[:1] in ([t] for t in ("YEAR", "ACADEMIC", "NUMBER"))
        if token[:2] == ("UNIT", "year") and put and put[-1].type == "IN" and not named:
            token = token._replace(type="ACADEMIC_YEAR", value="")
        put.append(token)
    return put


_STEPS: tuple[Callable[[list[Tok]], list[Tok]], ...] = (
    _plan_years,
    _worded_numbers,
    _lists,
    _days_of,
    _the_year,
    _between,
    _labelled,
)
