"""Days and weeks that are counted in a period: `last Friday of`, `weeks 1 and 2 of`.

A DAY_OF has the value `which:what`: which one (-1 is the last), and `week`, `school-day`, a
weekday's number, or nothing for a day.
"""

from sipctl.plan.timing.words.scan import Tok, digits_of, merged, types_at
from sipctl.plan.timing.words.vocabulary import types

_MARKS = types("COMMA DASH SLASH")
_LISTED = types("AND COMMA")
_STRETCHED = types("TO DASH")
_COUNTING = types("EVERY COUNT OFTEN NUMBER OTHER_ONE ARTICLE")
_JOINED = _LISTED | _STRETCHED | types("SLASH OR THEN ONWARDS ONGOING")


def days_of(tokens: list[Tok]) -> list[Tok]:
    """`last Friday of`, `first day of`, `week 3 of` as DAY_OF."""
    built: list[Tok] = []
    place = 0
    while place < len(tokens):
        counted = _counted(tokens, place, built)
        if counted is None:
            built.append(tokens[place])
            place += 1
            continue
        value, length = counted
        if built and built[-1].type == "END" and value.endswith("week"):
            built.pop()  # by the end of week 3
        if built and built[-1].type in ("EVERY", "IN", "BY"):
            built.pop()  # on the last day; every last Friday of the month
        built.append(merged(tokens[place], tokens[place + length - 1], "DAY_OF", value))
        place += length
        while types_at(tokens, place) == ["IN"]:
            place += 1
    return built


def _counted(tokens: list[Tok], place: int, built: list[Tok]) -> tuple[str, int] | None:
    """The value of the DAY_OF that begins here, and how many tokens make it; None if none begins.

    School days and weeks are counted only in a named period, or in each of a recurring one.
    """
    if place + 1 == len(tokens):
        return None
    first, second = tokens[place], tokens[place + 1]
    rest = _unled(tokens[place + 2 :])
    again = bool(built) and built[-1].type in _COUNTING  # every third week
    if _is_week(first) and second.type == "NUMBER":  # week 3
        numbered = _names_term(tokens[place + 2 :])  # Week 8, Term 2 may be two of a list
        named = numbered or types_at(rest, 0) == ["TERM"] or _of_month(second, rest)
        known = not again and (named or _recurs(rest, second.value, "week"))
        return (f"{second.value}:week", 2) if known else None
    if _is_day_of_month(tokens, place):  # the 15th of each month
        return f"{digits_of(first)}:", 1
    if first.type not in ("LAST", "ORDINAL"):
        return None
    which = "-1" if first.type == "LAST" else digits_of(first)
    if second.type == "WEEKDAY" or second[:2] == ("UNIT", "day"):
        return f"{which}:{second.value if second.type == 'WEEKDAY' else ''}", 2
    what = "week" if _is_week(second) else second.value if second.type == "UNIT" else ""
    known = what in ("week", "school-day") and not again
    named = _names_term(rest) or types_at(rest, 0) == ["MONTH"]
    return (f"{which}:{what}", 2) if known and (named or _recurs(rest, which, what)) else None


def _is_day_of_month(tokens: list[Tok], place: int) -> bool:
    """Whether a day of each month is named here by its figures: the 15th of each month."""
    first, next_, unit = (tokens[place : place + 3] + [tokens[place]] * 2)[:3]
    monthly = next_.type == "EVERY" and unit[:2] == ("UNIT", "month")
    figures = first.type == "ORDINAL" and digits_of(first) and first.value[0].isdigit()
    return bool(figures) and monthly


def _is_week(token: Tok) -> bool:
    return token[:2] in (("UNIT", "week"), ("WEEK_OF", "holds"))


def _unled(tokens: list[Tok]) -> list[Tok]:
    """The tokens without what may lead a period: `week 3, in Spring`."""
    start = 0
    while types_at(tokens, start)[:1] and tokens[start].type in (*_MARKS, "IN", "ARTICLE"):
        start += 1
    return tokens[start:]


def _names_term(tokens: list[Tok]) -> bool:
    """Whether a term or a half of one stands next, by its name or number: not `term` alone."""
    known = (["TERM_WORD", "NUMBER"], ["HALF_TERM", "NUMBER"], ["ORDINAL", "HALF"])
    return types_at(tokens, 0, 2) in known or types_at(tokens, 0) in (["TERM"], ["T"])


def _of_month(number: Tok, rest: list[Tok]) -> bool:
    """Whether a word or mark parts a number from a month: not so in week 3 March, of that day."""
    return types_at(rest, 0) == ["MONTH"] and rest[0].start - number.end > 1


def _recurs(tokens: list[Tok], which: str, what: str) -> bool:
    """Whether `each term` or the like stands next, in which this is counted without a doubt.

    Of weeks, only the first and the last of a term or half term are.
    """
    each = types_at(tokens, 0) == ["EVERY"]
    unit = tokens[1:2] if each else tokens[:1]
    kinds = types("TERM_WORD HALF_TERM" if each else "TERM_WORD")
    if not unit or (each and types_at(tokens, 2) == ["NUMBER"]):
        return False
    if what == "week":
        return which in ("1", "-1") and unit[0].type in kinds
    return unit[0].type in kinds or unit[0][:2] == ("UNIT", "month")


def weeks_of(tokens: list[Tok]) -> list[Tok]:
    """`weeks 1 and 2 of Spring` as week 1 of Spring and week 2 of Spring; `first two weeks` too.

    They stay as they are, and are refused, where more than one period stands behind them.
    """
    for place in range(len(tokens)):
        weeks, length = _listed_weeks(tokens, place) or _first_weeks(tokens, place) or ([], 0)
        period = _unled(tokens[place + length :])
        named = _names_term(period) or types_at(period, 0) == ["MONTH"]
        if weeks and named and not any(token.type in _JOINED for token in period):
            before = tokens[:place]
            while before and before[-1].type == "IN":
                before = before[:-1]
            return before + _each_of(weeks, period, tokens[place])
    return tokens


def _each_of(weeks: list[str], period: list[Tok], head: Tok) -> list[Tok]:
    """DAY_OF and the period for each week; between them stand the joints, which are words."""
    built: list[Tok] = []
    for word in weeks:
        if word in ("AND", "TO"):
            built.append(head._replace(type=word, value=""))
        else:
            built += [head._replace(type="DAY_OF", value=f"{word}:week"), *period]
    return built


def _listed_weeks(tokens: list[Tok], place: int) -> tuple[list[str], int] | None:
    """`weeks 1, 2 and 3`, `weeks 1-3`: the numbers with AND or TO between, and how many tokens."""
    if not _is_week(tokens[place]):
        return None
    words: list[str] = []
    index = place + 1
    while types_at(tokens, index) == ["NUMBER"]:
        words.append(tokens[index].value)
        joint = "".join(types_at(tokens, index + 1))
        next_ = index + 2 + any(map(_is_week, tokens[index + 2 : index + 3]))  # and (week) 2
        index += 1
        if joint not in _LISTED | _STRETCHED or types_at(tokens, next_) != ["NUMBER"]:
            break
        words.append("AND" if joint in _LISTED else "TO")
        index = next_
    stretches = words.count("TO")
    if len(words) < 3 or (stretches and len(words) > 3):
        return None
    return words, index - place


def _first_weeks(tokens: list[Tok], place: int) -> tuple[list[str], int] | None:
    """`first two weeks`, `last fortnight`: the range as words, and how many tokens it has."""
    first, second = tokens[place], tokens[place + 1 : place + 2]
    leads = first.type == "LAST" or (first.type == "ORDINAL" and digits_of(first) == "1")
    if not leads or not second:
        return None
    if second[0][:2] == ("UNIT", "fortnight"):
        number, length = 2, 2
    elif second[0].type in ("NUMBER", "COUNT") and _is_week([*tokens, first][place + 2]):
        number, length = int(digits_of(second[0])), 3
    else:
        return None
    if number < 2:
        return None
    weeks = [f"-{number}", "TO", "-1"] if first.type == "LAST" else ["1", "TO", str(number)]
    return weeks, length
