"""Cuts a phrase into the tokens of grammar.lark.

What `scan` cuts is looked up in the vocabulary, the longest wording first. Then what has no meaning
is left out (`silent`), words that make one token are put together (`together`), and punctuation
becomes a word where it stands for one.
"""

from itertools import pairwise

from sipctl.plan.timing.words.reordered import reordered
from sipctl.plan.timing.words.scan import Tok, scan, types_at
from sipctl.plan.timing.words.silent import misplaced_as_unknown, without_silent
from sipctl.plan.timing.words.together import put_together
from sipctl.plan.timing.words.vocabulary import Vocabulary, types

MOST_PHRASES = 10_000  # remembered with one vocabulary

# Where a period can begin and end: between the two a comma is an "and", a dash a "to".
_OPENING = types(
    "MONTH TERM HOLIDAY HALF_TERM TERM_WORD NUMBER ORDINAL DATE DAY_MONTH YEAR ACADEMIC SPAN "
    "KEY WEEKDAY WEEK_OF QUARTER_OF T START END ACADEMIC_YEAR PLAN_YEAR DAY_OF"
)
_CLOSING = _OPENING - {"WEEK_OF", "START", "END", "DAY_OF"} | {"HALF"}
_NAMES = types("MONTH TERM HOLIDAY HALF_TERM TERM_WORD T QUARTER_OF")
_MARKS = types("COMMA DASH SLASH")
_YEARS = types("YEAR ACADEMIC PLAN_YEAR")
_SPOKEN = _OPENING | {"CADENCE", "EVERY", "ONGOING", "AS_NEEDED"}

# Pairs of tokens of which one adds nothing and is left out: the second if True, else the first.
_SILENT = {
    **{("IN", t): False for t in ("END", "START", "EVERY", "CADENCE", "ONGOING", "AS_NEEDED")},
    **{("IN", t): False for t in ("COUNT", "OFTEN", "BEFORE", "BY", "BY_START")},
    **{("BY", t): False for t in ("BY", "END", "BEFORE", "BY_START")},
    **{("AND", t): False for t in ("THEN", "ONWARDS", "OR")},
    **{(t, "START"): True for t in ("BEFORE", "FROM")},
    **{("OR", t): True for t in ("OR", "AND")},
    **{(t, "BREAK"): True for t in ("HOLIDAY", "HALF_TERM")},
    ("MEETING", "SCHEDULE"): True,
    ("THEN", "THEN"): True,
    ("BEFORE", "END"): False,
}
_HALF_AND = ["TERM", "NUMBER", "AND"]
_TO_MEETINGS = types("IN TO EVERY POINTER")


def tokenize(phrase: str, vocabulary: Vocabulary) -> list[Tok]:
    """The tokens of a phrase; UNKNOWN for a word or a sign that is in no vocabulary.

    They are remembered: a plan's phrases are cut for their meaning, and again by rules.
    """
    known = vocabulary.tokens_of
    if phrase not in known:
        if len(known) >= MOST_PHRASES:
            known.clear()
        known[phrase] = tuple(_cut(phrase, vocabulary))
    return list(known[phrase])


def _cut(phrase: str, vocabulary: Vocabulary) -> list[Tok]:
    worded = without_silent(_worded(scan(phrase, vocabulary), vocabulary))
    together = put_together(reordered([token for token in worded if token.type != "FILLER"]))
    return _joined(_punctuated(_filtered(misplaced_as_unknown(together))))


def numbered_terms(phrase: str, vocabulary: Vocabulary) -> frozenset[int]:
    """The terms that a phrase names by their number, read or not: 4 of `T4`, `Term Four focus`."""
    tokens = tokenize(phrase, vocabulary)
    pairs = pairwise(tokens)
    named = (b for a, b in pairs if a.type in ("T", "TERM_WORD") and b.type == "NUMBER")
    return frozenset(int(number.value) for number in named)


def _worded(scanned: list[Tok], vocabulary: Vocabulary) -> list[Tok]:
    """The tokens of words, and of figures that are part of a wording, by the vocabulary."""
    worded: list[Tok] = []
    place = 0
    while place < len(scanned):
        token = scanned[place]
        match = _wording(scanned, place, vocabulary) if token.value else None
        if match is not None:
            token, place = match
        else:
            place += 1
        if token.type == "WORD":
            short = vocabulary.shorts.get(token.value)
            token = Tok("TERM" if short else "UNKNOWN", short or token.value, *token[2:])
        worded.append(token)
    return worded


def _wording(scanned: list[Tok], place: int, vocabulary: Vocabulary) -> tuple[Tok, int] | None:
    """The longest wording that begins here, as a token, and the index after it."""
    start = scanned[place].start
    for pieces, type_, value in vocabulary.entries.get(_piece(scanned[place]), ()):
        next_, known = place + 1, 1
        while known < len(pieces) and next_ < len(scanned):
            if _piece(scanned[next_]) == pieces[known]:
                known += 1
            elif scanned[next_].type not in ("DASH", "COMMA"):
                break
            next_ += 1
        if known == len(pieces):
            return Tok(type_, value, start, scanned[next_ - 1].end), next_
    return None


def _piece(token: Tok) -> str:
    return "and" if token.type == "AND" else token.value.removesuffix("'s")


def _filtered(worded: list[Tok]) -> list[Tok]:
    """Without the words that have no meaning, or none where they stand."""
    kept: list[Tok] = []
    for place, token in enumerate(worded):
        before = [t.type for t in kept[-3:] if t.type not in _MARKS][-2:]
        last = before[-1] if before else ""
        numbered = types_at(worded, place + 1) == ["NUMBER"] and _apart(kept, token)
        if token.type == "TERM_WORD" and _of_term(before) and not numbered:
            continue
        if token.type == "ARTICLE":
            if last not in ("COUNT", "OFTEN", "TIMES", "NUMBER", *_NAMES):
                continue
            token = token._replace(type="UNKNOWN" if last in _NAMES else "EVERY")  # Autumn A
        if last in _NAMES or last == "NUMBER":
            token = _academic(token)
        of_year = bool(kept) and kept[-1][:2] == ("UNIT", "year") and "EVERY" not in before
        if token.type in _YEARS and of_year:
            kept.pop()
        kept.append(token)
    return kept


def _academic(token: Tok) -> Tok:
    """After the name of a period, `11/12` and `2011-12` are the academic year."""
    year, _, next_ = token.value.replace("-", "/").partition("/")
    follows = len(year) > 1 and next_.isdecimal() and int(next_) == (int(year) + 1) % 100
    if token.type == "MONTH_OR_YEAR" or (token.type == "DAY_MONTH" and follows):
        start = int(year)
        return token._replace(type="ACADEMIC", value=str(start + 2000 * (start < 100)))
    return token


def _of_term(before: list[str]) -> bool:
    """Whether "term" only says again that what stands before it is one: `Spring 1 term`."""
    if before and before[-1] == "TERM":
        return True
    return len(before) == 2 and before[0] == "TERM" and before[1] in (_YEARS | {"NUMBER"})


def _apart(kept: list[Tok], token: Tok) -> bool:
    """Whether a mark parts a token from the words before it: `Spring (Term 2)` is no half."""
    words = [each for each in kept if each.type not in _MARKS]
    return bool(words) and token.start - words[-1].end > 1


def _punctuated(filtered: list[Tok]) -> list[Tok]:
    """Without punctuation: a comma is an AND, a dash a TO, a slash an OR, or nothing."""
    punctuated: list[Tok] = []
    for place, token in enumerate(filtered):
        if token.type not in _MARKS:
            punctuated.append(token)
            continue
        after = [t for t in filtered[place + 1 : place + 5] if t.type not in _MARKS]
        if punctuated and after and not _belongs(punctuated, after):
            type_ = _stands_for(punctuated[-1].type, after[0].type, token.type)
            listed = _comes_each_year(punctuated, after) or _edged_again(punctuated, after)
            if token.type == "COMMA" and listed:
                type_ = "AND"  # June 2026, annually
            if type_:
                punctuated.append(token._replace(type=type_))
    return punctuated


def _comes_each_year(before: list[Tok], after: list[Tok]) -> bool:
    """Whether one month or day stands before a comma, and that it comes each year after it."""
    names = {token.type for token in before}
    dated = bool(names & {"MONTH", "DATE", "DAY_MONTH"}) and names <= _DATES
    yearly = after[0][:2] == ("CADENCE", "year*1") or (
        len(after) > 1 and after[0].type == "EVERY" and after[1][:2] == ("UNIT", "year")
    )
    return dated and yearly


def _edged_again(before: list[Tok], after: list[Tok]) -> bool:
    """Whether a deadline stands after a comma as one stood before it: `by 3 May, by 10 May`."""
    edge = after[0].type
    if edge == "IN":  # July 2025, in 2026
        return len(after) > 1 and after[1].type in ("YEAR", "ACADEMIC")
    return edge in ("BY", "BEFORE") and any(token.type == edge for token in before)


_DATES = types("MONTH DATE DAY_MONTH NUMBER ORDINAL YEAR WEEKDAY BY IN")


def _stands_for(before: str, after: str, mark: str) -> str:
    """The type of word that a mark between tokens of two types stands for; "" for none."""
    if mark == "SLASH":
        return "OR" if before in _SPOKEN and after in _SPOKEN | {"OR"} else ""
    if before in _CLOSING and after in _OPENING:
        return "AND" if mark == "COMMA" else "TO"
    return ""


def _belongs(before: list[Tok], after: list[Tok]) -> bool:
    """Whether what stands on both sides of a mark is one period: `Sep-24`, `12th, 2017`."""
    last, next_ = before[-1].type, after[0].type
    if (last, next_) == ("ACADEMIC_YEAR", "ACADEMIC"):
        return True
    beyond = after[1].type if len(after) > 1 else ""
    if last in _YEARS and next_ in _NAMES:  # 2024/25, Autumn term
        leads = len(before) == 1 or before[-2].type not in _CLOSING - {"ACADEMIC_YEAR"}
        return leads and not any(token.type in _YEARS for token in after)
    if last == "WEEKDAY":
        return next_ in ("NUMBER", "ORDINAL", "DATE", "DAY_MONTH", "MONTH")
    if next_ == "ORDINAL" and beyond == "HALF":
        return len(after) == 2 or after[2].type not in ("TERM", "ACADEMIC", "ACADEMIC_YEAR")
    if last in _NAMES and (next_ in _YEARS or next_ in ("NUMBER", "ORDINAL")):
        return beyond != "MONTH"
    if last in ("NUMBER", "ORDINAL"):
        led = len(before) > 1 and before[-2].type in _NAMES
        return next_ in _YEARS or (next_ == "MONTH" and not led)
    return False


def _joined(punctuated: list[Tok]) -> list[Tok]:
    """Without words that add nothing to a neighbour; a meeting that words lead to is MEETING."""
    joined: list[Tok] = []
    for token in punctuated:
        if token.type == "BARE_MEETING":
            token = _led(token, joined)
        if token.type == "START" and joined and _makes_deadline(joined[-1]):
            token = token._replace(type="BY_START", start=joined.pop().start)
        while joined and _SILENT.get((joined[-1].type, token.type)) is False:
            joined.pop()
        if joined and _SILENT.get((joined[-1].type, token.type)) and not _each_break(joined, token):
            continue
        if token.type == "YEAR" and joined and joined[-1][:2] == ("TO", ".."):  # 2025..2026
            joined.append(token._replace(type="END", end=token.start))
        halves = token.type == "NUMBER" and [t.type for t in joined[-3:]] == _HALF_AND
        if halves and len(token.value) == len(joined[-2].value) == 1:  # Autumn 1 and 2
            joined.append(joined[-3]._replace(start=token.start, end=token.start))
        joined.append(token)
    return joined


def _each_break(before: list[Tok], token: Tok) -> bool:
    """Whether a token is the `break` of `each half term break`, which means the holiday alone."""
    names = [each.type for each in before[-2:]]
    return token.type == "BREAK" and names in (["EVERY", "HALF_TERM"], ["ORDINAL", "HALF_TERM"])


def _makes_deadline(token: Tok) -> bool:
    """Whether a start after this token is a deadline: `by the start of`, `for the start of`."""
    return token.type == "BY" or token[:2] == ("IN", "for")


def _led(meeting: Tok, before: list[Tok]) -> Tok:
    """A meeting as MEETING where words lead to it: `at each LGB meeting`, `termly LGB meeting`."""
    led = False
    while before and before[-1].type in _TO_MEETINGS:
        led = True
        before.pop()
    if before and before[-1].type == "AND" and len(before) > 1:
        led = led or before[-2].type == "MEETING"
    if before and before[-1].type == "CADENCE":
        led = True
    return meeting._replace(type="MEETING") if led else meeting
