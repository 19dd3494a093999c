"""Puts words together that say one thing: `Year 2`, `October half term`, `start … end …`.

Works on tokens without words that never matter, while the marks between them are still there.
"""

from collections.abc import Callable

from sipctl.plan.timing.words.counted import days_of, weeks_of
from sipctl.plan.timing.words.scan import Tok, digits_of, merged, types_at
from sipctl.plan.timing.words.vocabulary import types

_MARKS = types("COMMA DASH SLASH")
_JOINTS = types("AND TO COMMA DASH")
_NUMBERS = types("NUMBER COUNT")
_COUNTING = types("EVERY COUNT OFTEN NUMBER OTHER_ONE ARTICLE")
_NUMBERED = types("TERM_WORD T HALF_TERM PLAN_YEAR")
# A number before one of these belongs to it, and is not one more term or year of a list.
_COUNTED = types("MONTH UNIT TIMES EVERY CADENCE TERM TERM_WORD HALF_TERM HALF")
# A list of months, or of days, does not begin after one of these.
_NO_LIST_OF_MONTHS = types("NUMBER ORDINAL TO DASH")
_NO_LIST_OF_DAYS = _COUNTED - {"EVERY", "CADENCE"} | types("NUMBER ORDINAL TO DASH T QUARTER_OF")
_WHOLE_YEARS = types("YEAR ACADEMIC ACADEMIC_YEAR")
_YEARS = types("YEAR ACADEMIC NUMBER")
_NAMED_LIST = types("TERM TERM_WORD NUMBER MONTH AND COMMA")
_PACES = types("UNIT TERM_WORD HALF_TERM ACADEMIC_YEAR")


def put_together(tokens: list[Tok]) -> list[Tok]:
    """The tokens with those that say one thing together as one, or as the grammar knows them."""
    for step in _STEPS:
        tokens = step(tokens)
    return tokens


# -- numbers ----------------------------------------------------------------------------------


def _plan_years(tokens: list[Tok]) -> list[Tok]:
    """`Year 2`, `second year of the plan`: PLAN_YEAR. `first quarter`: QUARTER_OF 1."""
    built: list[Tok] = []
    place = 0
    while place < len(tokens):
        token, next_ = tokens[place], tokens[place + 1 : place + 2]
        counted = bool(built) and built[-1].type in _COUNTING
        if not counted and next_ and (unit := _nth_unit(tokens, place)):
            number = next_[0] if token.type == "UNIT" else token
            if unit == "year":
                built.append(merged(token, next_[0], "PLAN_YEAR", digits_of(number)))
            else:
                built.append(merged(token, next_[0], "QUARTER_OF", ""))
                built.append(number._replace(type="NUMBER", value=digits_of(number)))
            place += 2
            continue
        if token.type == "PLAN" and built and built[-1].type == "PLAN_YEAR":
            place += 1
            continue
        built.append(token)
        place += 1
    return built


def _nth_unit(tokens: list[Tok], place: int) -> str:
    """The unit, year or quarter, that is counted here by the number beside it; else nothing."""
    first, second = tokens[place], tokens[place + 1]
    beyond = "".join(types_at(tokens, place + 2))
    if first.type == "UNIT" and second.type in _NUMBERS and beyond not in _COUNTED - {"TERM"}:
        unit = first.value
    elif first.type == "ORDINAL" and second.type == "UNIT":
        unit = second.value
    else:
        return ""
    return unit if unit in ("year", "quarter") else ""


def _worded_numbers(tokens: list[Tok]) -> list[Tok]:
    """`Term Two` as `Term 2`, `last half` as `second half`."""
    built: list[Tok] = []
    for place, token in enumerate(tokens):
        after = "".join(types_at(tokens, place + 1))
        named = bool(built) and built[-1].type in ("TERM_WORD", "HALF_TERM")
        if token.type == "COUNT" and named and after not in _COUNTED:
            token = token._replace(type="NUMBER")
        if token.type == "LAST" and after == "HALF":
            token = token._replace(type="ORDINAL", value="2")
        built.append(token)
    return built


def _lists(tokens: list[Tok]) -> list[Tok]:
    """`Terms 1 and 2` as `Term 1 and Term 2`, `Years 1-3` as `Year 1 to Year 3`."""
    built: list[Tok] = []
    for place, token in enumerate(tokens):
        after = "".join(types_at(tokens, place + 1))
        head = _head(built) if token.type in _NUMBERS and after not in _COUNTED else None
        if head and head.type == "PLAN_YEAR":
            token = token._replace(type="PLAN_YEAR", value=digits_of(token))
        elif head and len(digits_of(token)) == 1:
            built.append(head._replace(start=token.start, end=token.start))
            token = token._replace(type="NUMBER", value=digits_of(token))
        built.append(token)
    return built


def _head(built: list[Tok]) -> Tok | None:
    """The word that the next number goes with, if a list of such stands last: `Terms 1 and`."""
    if len(built) < 2 or built[-1].type not in _JOINTS:
        return None
    before = built[:-1]
    while before and before[-1].type in _JOINTS:
        before = before[:-1]
    if before and before[-1].type == "PLAN_YEAR":
        return before[-1]
    if len(before) > 1 and before[-1].type == "NUMBER" and before[-2].type in _NUMBERED:
        return before[-2]
    return None


def _times(tokens: list[Tok]) -> list[Tok]:
    """`x3 a year` as 3 times a year."""
    built: list[Tok] = []
    for token in tokens:
        times = types_at(built[-1:], 0) == ["TIMES"]
        counted = len(built) > 1 and built[-2].type in _NUMBERS
        built.insert(len(built) - (times and not counted and token.type in _NUMBERS), token)
    return built


def _slashed(tokens: list[Tok]) -> list[Tok]:
    """`once/term` as once every term."""
    built = list(tokens)
    for place in range(1, len(tokens) - 1):
        before, slash, after = tokens[place - 1 : place + 2]
        named = bool(_YEARS & set(types_at(tokens, place + 2)))  # Term 1/Term 2
        counts = before.type in (*_NUMBERS, "OFTEN", "TIMES") and after.type in _PACES
        if slash.type == "SLASH" and counts and not named:
            built[place] = slash._replace(type="EVERY", value="")
    return built


def _choices(tokens: list[Tok]) -> list[Tok]:
    """`every 6-8 weeks` leaves a choice, unlike `weeks 6-8`."""
    built = list(tokens)
    for place in range(len(tokens) - 3):
        first, mark, second, unit = tokens[place : place + 4]
        led = place and tokens[place - 1].type in (*_NUMBERED, "UNIT", "MONTH", "TERM")
        counts = {first.type, second.type} <= _NUMBERS and mark.type in ("DASH", "TO", "SLASH")
        if counts and not led and unit.type in ("UNIT", "TIMES", "CADENCE"):
            built[place + 1] = mark._replace(type="OR", value="count")
    return built


def _yearly(tokens: list[Tok]) -> list[Tok]:
    """`annually every September` as every September."""
    built: list[Tok] = []
    for place, token in enumerate(tokens):
        rest = [each.type for each in tokens[place + 1 : place + 4] if each.type not in _MARKS]
        named = rest[:1] == ["EVERY"] and rest[1:2] in (["MONTH"], ["TERM"], ["HOLIDAY"])
        if token[:2] != ("CADENCE", "year*1") or not named:
            built.append(token)
    return built


def _paced(tokens: list[Tok]) -> list[Tok]:
    """`twice in each academic year` as twice every year, `3 times over the term` likewise."""
    built: list[Tok] = []
    for place, token in enumerate(tokens):
        named = bool(_YEARS & set(types_at(tokens, place + 1)))
        if token.type in _PACES and not named:
            if types_at(built[-2:], 0, 2) in (["OFTEN", "IN"], ["TIMES", "IN"]):
                built[-1] = built[-1]._replace(type="EVERY", value="")
            if token.type == "ACADEMIC_YEAR" and types_at(built[-1:], 0) == ["EVERY"]:
                token = token._replace(type="UNIT", value="year")
        built.append(token)
    return built


# -- lists ------------------------------------------------------------------------------------


def _breaks(tokens: list[Tok]) -> list[Tok]:
    """`October and February half terms` as October half term and February half term."""
    for place in range(len(tokens) - 1):
        alone = not place or tokens[place - 1].type in ("IN", "BY", "BEFORE", "AND", "COMMA")
        if alone and types_at(tokens, place, 2) == ["HALF_TERM", "MONTH"]:  # half term May 2026
            tokens = [*tokens]
            tokens[place : place + 2] = tokens[place + 1], tokens[place]
    return _each_with_last(tokens, types("MONTH"), "HALF_TERM", _NO_LIST_OF_MONTHS)


def _dates(tokens: list[Tok]) -> list[Tok]:
    """`3rd, 10th and 17th November` as 3rd November, 10th November and 17th November."""
    return _each_with_last(tokens, types("ORDINAL NUMBER"), "MONTH", _NO_LIST_OF_DAYS)


def _each_with_last(
    tokens: list[Tok], listed: frozenset[str], last: str, unled: frozenset[str]
) -> list[Tok]:
    """A list of tokens with a copy of the token after the last of them put after each."""
    built: list[Tok] = []
    shared: Tok | None = None
    for place in range(len(tokens) - 1, -1, -1):
        token, after = tokens[place], types_at(tokens, place + 1, 2)
        before = "".join(types_at(tokens, place - 1)) if place else "AND"
        if token.type in listed and before not in unled:
            if after[:1] == [last]:
                shared = tokens[place + 1]
            elif (
                shared
                and "".join(after[:1]) in ("AND", "COMMA")
                and after[1:]
                and after[1] in listed
            ):
                built.append(shared._replace(start=token.end, end=token.end))
            else:
                shared = None
        elif token.type not in ("AND", "COMMA"):
            shared = None
        built.append(token)
    return built[::-1]


# -- stretches --------------------------------------------------------------------------------


def _year_first(tokens: list[Tok]) -> list[Tok]:
    """`2024/25: Autumn, Spring and Summer` with the year behind them, where it serves each."""
    led = types_at(tokens, 0) in (["ACADEMIC"], ["PLAN_YEAR"])
    rest = tokens[2:] if types_at(tokens, 1)[:1] in (["COMMA"], ["DASH"]) else tokens[1:]
    names = types_at(rest, 0)[:1] in (["TERM"], ["MONTH"])
    listed = {token.type for token in rest} <= _NAMED_LIST
    return [*rest, tokens[0]] if led and names and listed else tokens


def _between(tokens: list[Tok]) -> list[Tok]:
    """`between 20 – 24 May` with an "and" for the dash; `between 2025-2026` without "between"."""
    opens = next((place for place, token in enumerate(tokens) if token.type == "BETWEEN"), None)
    if opens is None:
        return tokens
    before, inside = tokens[: opens + 1], tokens[opens + 1 :]
    joints = [token for token in inside if token.type in ("AND", "DASH", "TO")]
    if not joints and types_at(inside, 0) in (["ACADEMIC"], ["SPAN"]):
        return [*before[:-1], *inside]
    if len(joints) != 1:
        return tokens
    return before + [token._replace(type="AND") if token in joints else token for token in inside]


def _labelled(tokens: list[Tok]) -> list[Tok]:
    """`start date September 2025, completion date July 2026` as from … to ….

    A completion alone is a "by"; where neither leads a time, its word means nothing here.
    """
    if types_at(tokens, 0, 2) == ["STATUS", "BY"] and tokens[0].value:
        return tokens[1:]  # completed by the end of January
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
    """The token at a place; a COMPLETION as BY or END where it leads a time, else as refused."""
    token = tokens[place]
    if token.type != "COMPLETION":
        return token
    leads = place == 0 or tokens[place - 1].type in (*_MARKS, "AND")
    after = [t.type for t in tokens[place + 1 :] if t.type not in _MARKS]
    if leads and after and after[0] != "UNKNOWN":
        return token._replace(type="END" if after[0] in _WHOLE_YEARS else "BY", value="")
    return token._replace(type="PLACEHOLDER" if token.value else "UNKNOWN")


def _holidays(tokens: list[Tok]) -> list[Tok]:
    """`over the summer` as a BREAK, which is refused: the holiday or the term may be meant."""
    built: list[Tok] = []
    for place, token in enumerate(tokens):
        built.append(token)
        over = place > 0 and tokens[place - 1][:2] == ("IN", "over")
        if (
            over
            and token[:2] == ("TERM", "summer")
            and types_at(tokens, place + 1) != ["TERM_WORD"]
        ):
            built.append(Tok("BREAK", "", token.start, token.end))
    return built


# -- the year ---------------------------------------------------------------------------------


def _the_year(tokens: list[Tok]) -> list[Tok]:
    """`throughout the year`: the academic year, where no other is named."""
    built: list[Tok] = []
    for place, token in enumerate(tokens):
        named = bool(_YEARS & set(types_at(tokens, place + 1)))
        if token[:2] == ("UNIT", "year") and built and built[-1].type == "IN" and not named:
            token = token._replace(type="ACADEMIC_YEAR", value="")
        built.append(token)
    return built


_STEPS: tuple[Callable[[list[Tok]], list[Tok]], ...] = (
    _choices,
    _times,
    _slashed,
    _yearly,
    _paced,
    _plan_years,
    _worded_numbers,
    _lists,
    weeks_of,
    days_of,
    _holidays,
    _breaks,
    _dates,
    _year_first,
    _the_year,
    _between,
    _labelled,
)
