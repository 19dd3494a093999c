"""Puts words into the order of the grammar: `Aut 1 week 3`, `monthly (1st Friday)`, `March 3 to 7`.

Tokens that move take their new place in the phrase, so that each stands behind the one before it.
"""

from sipctl.plan.timing.words.scan import Tok, digits_of, types_at
from sipctl.plan.timing.words.vocabulary import types

_MARKS = types("COMMA DASH")
_LEADS = types("BY END IN BEFORE START FROM")
_TERMS = types("TERM TERM_WORD T HALF_TERM")
_OF_TERM = _TERMS | types("NUMBER YEAR ACADEMIC")
_YEARS = types("YEAR ACADEMIC")
_JOINTS = types("AND COMMA DASH TO")
_UNITS = {
    "month*1": ("UNIT", "month"),
    "term*1": ("TERM_WORD", "term"),
    "half*1": ("HALF_TERM", ""),
}
_AFTER_A_DAY = types("FROM TO ONWARDS BETWEEN")


def reordered(tokens: list[Tok]) -> list[Tok]:
    """The tokens in the grammar's order: what follows a period or a cadence is put before it."""
    for step in (_counted, _alternate, _weeks_of_term, _days_of_cadence, _days_of_month):
        tokens = step(tokens)
    return tokens


def _counted(tokens: list[Tok]) -> list[Tok]:
    """`each of the three terms` with a number that is refused: it is not every three terms."""
    before = [Tok("", "", 0, 0), *tokens]
    return [
        token._replace(type="SCHEDULE") if led[:2] == ("EVERY", "of") and _counts(token) else token
        for led, token in zip(before, tokens, strict=False)
    ]


def _counts(token: Tok) -> bool:
    return token.type in ("COUNT", "NUMBER")


def _alternate(tokens: list[Tok]) -> list[Tok]:
    """`alternate Mondays` as every other Monday."""
    built: list[Tok] = []
    for place, token in enumerate(tokens):
        alone = types_at(built[-1:], 0) != ["EVERY"]
        if token.value == "alternate" and alone and types_at(tokens, place + 1) == ["WEEKDAY"]:
            built.append(Tok("EVERY", "", token.start, token.start))
        built.append(token)
    return built


# -- weeks of a term --------------------------------------------------------------------------


def _weeks_of_term(tokens: list[Tok]) -> list[Tok]:
    """`Aut 1 week 3 2025` as week 3 of Aut 1 2025, where the phrase says nothing else."""
    tokens = _short_weeks(tokens)
    start = 0
    while types_at(tokens, start)[:1] and tokens[start].type in _LEADS:
        start += 1
    end = start
    while types_at(tokens, end)[:1] and tokens[end].type in _OF_TERM:
        end += 1
    period, rest = tokens[start:end], tokens[end:]
    rest = rest[1:] if types_at(rest, 0)[:1] and rest[0].type in _MARKS else rest
    weeks = _weeks(rest)
    if not period or period[0].type not in _TERMS or not weeks:
        return tokens
    period += rest[len(weeks) :]
    place = period[0].start
    period[-1] = period[-1]._replace(end=tokens[-1].end)
    return [*tokens[:start], *(t._replace(start=place, end=place) for t in weeks), *period]


def _short_weeks(tokens: list[Tok]) -> list[Tok]:
    """`Aut1 W3` with a week for the letter."""
    built = list(tokens)
    for place, token in enumerate(tokens[:-1]):
        number = tokens[place + 1]
        if token.value == "w" and number.type == "NUMBER" and number.start == token.end:
            built[place] = token._replace(type="UNIT", value="week")
    return built


def _weeks(tokens: list[Tok]) -> list[Tok]:
    """The tokens of `week 3` or `weeks 1 and 2`, after which only a year may stand; else none."""
    if not tokens or tokens[0][:2] != ("UNIT", "week") or types_at(tokens, 1) != ["NUMBER"]:
        return []
    end = 2
    while end + 1 < len(tokens) and tokens[end].type in _JOINTS:
        end += 2 if tokens[end + 1].type == "NUMBER" else 3
    known = types_at(tokens, end - 1) == ["NUMBER"]
    after = tokens[end:]
    alone = not after or (len(after) == 1 and after[0].type in _YEARS)
    return tokens[:end] if known and alone else []


# -- days of a cadence ------------------------------------------------------------------------


def _days_of_cadence(tokens: list[Tok]) -> list[Tok]:
    """`monthly (1st Friday)` and `first Friday monthly` as 1st Friday of each month."""
    for place, cadence in enumerate(tokens):
        unit = _UNITS.get(cadence.value) if cadence.type == "CADENCE" else None
        if unit is None:
            continue
        behind = place + 1
        while types_at(tokens, behind)[:1] and tokens[behind].type in (*_MARKS, "IN"):
            behind += 1
        if length := _length_of_day(tokens[behind:], unit):
            day, after = tokens[behind : behind + length], tokens[behind + length :]
            day[0] = day[0]._replace(start=cadence.start)
            return tokens[:place] + day + _each(unit, day[-1].end, after)
        if place and place == _length_of_day(tokens[:place], unit):
            return tokens[:place] + _each(unit, cadence.end, tokens[place + 1 :])
    return tokens


def _each(unit: tuple[str, str], place: int, after: list[Tok]) -> list[Tok]:
    """`of each month` and what follows, which may say so already."""
    each = [Tok("EVERY", "", place, place), Tok(*unit, place, place)]
    again = after[1:] if types_at(after, 0) == ["EVERY"] else after
    if again and again[0][:2] == unit:
        return [each[0], again[0], *again[1:]]
    return each + after


def _length_of_day(tokens: list[Tok], unit: tuple[str, str]) -> int:
    """How many tokens make the day that begins here: `1st Friday`, `15th`; 0 if none does."""
    if not tokens or tokens[0].type not in ("ORDINAL", "LAST"):
        return 0
    second = tokens[1] if len(tokens) > 1 else tokens[0]
    named = second.type == "WEEKDAY" or second[:2] in (("UNIT", "day"), ("UNIT", "school-day"))
    length = 2 if named else 1
    figures = tokens[0].type == "ORDINAL" and tokens[0].value[:1].isdigit()
    if not named and not (unit == ("UNIT", "month") and figures and digits_of(tokens[0])):
        return 0
    after = tokens[length:]
    again = after[1:] if types_at(after, 0) == ["EVERY"] else after
    closes = not after or after[0].type in _AFTER_A_DAY or again[:1] == []
    same = bool(again) and again[0][:2] == unit
    return length if closes or same else 0


# -- days of a month --------------------------------------------------------------------------


def _days_of_month(tokens: list[Tok]) -> list[Tok]:
    """`March 3 to 7 2025` as 3 to 7 March 2025.

    Not so `March 10 to 14`, which may be years: two figures are days where a year stands behind.
    """
    place = 1 if types_at(tokens, 0) in (["FROM"], ["IN"]) else 0
    if types_at(tokens, place) != ["MONTH"]:
        return tokens
    month, rest = tokens[place], _split(tokens[place + 1 :])
    after = rest[3:]
    after = after[1:] if types_at(after, 0) == ["COMMA"] else after
    dated = types_at(after, 0) == ["YEAR"] and len(after) == 1
    kinds = types_at(rest, 0, 3)
    if len(kinds) < 3 or kinds[1] not in ("TO", "DASH") or (after and not dated):
        return tokens
    days = {kinds[0], kinds[2]} <= {"NUMBER", "ORDINAL"} and all(digits_of(t) for t in rest[:3:2])
    ordinal = kinds[0] == "ORDINAL" and kinds[2] == "ORDINAL"
    if not days or not (dated or ordinal or len(rest[0].value) == 1):
        return tokens
    first = rest[0]._replace(start=month.start)
    moved = month._replace(start=rest[2].end, end=rest[2].end)
    return [*tokens[:place], first, rest[1]._replace(type="TO", value=""), rest[2], moved, *after]


def _split(tokens: list[Tok]) -> list[Tok]:
    """Splits `10-14`, which is scanned as one token, into its two numbers."""
    if types_at(tokens, 0) != ["DAYS"]:
        return tokens
    first, _, last = tokens[0].value.partition("-")
    middle = tokens[0].start + len(first)
    return [
        Tok("NUMBER", first, tokens[0].start, middle),
        Tok("DASH", "-", middle, middle + 1),
        Tok("NUMBER", last, middle + 1, tokens[0].end),
        *tokens[1:],
    ]
