"""Cuts a phrase into the tokens of grammar.lark.

Figures are distinguished here by their form (`2024/25` is an academic year, `2025-03` a month,
`13/07/17` a date), words by the vocabulary, the longest wording first. Then what has
no meaning is left out, and punctuation becomes a word where it stands for one.
"""

import re
from typing import NamedTuple

from sipctl.plan.timing.vocabulary import Vocabulary, types


class Tok(NamedTuple):
    """A token, and where it stands in the phrase."""

    type: str
    value: str
    start: int
    end: int


_MONTH_NEXT = r"(?!\s*(?:st|nd|rd|th)?\s+(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec))"
_SCAN = re.compile(
    rf"""
    (?P<fixed> (?<![0-9]) [0-9]{{4}} (?: -w[0-9]{{2}} | -q[1-4] | /[0-9]{{2}}-[12] ) (?![\w-]) )
  | (?P<iso>   (?<![0-9]) [0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}} (?![\w-]) )
  | (?P<date>  (?<![0-9]) [0-9]{{1,2}} (?P<sep>[/.-]) [0-9]{{1,2}} (?P=sep)
               (?:[0-9]{{4}}|[0-9]{{2}}) (?![0-9]) )
  | (?P<years> (?<![0-9]) [0-9]{{4}} \s*(?:/|[-–—−‐‑])\s* (?:[0-9]{{4}}|[0-9]{{2}}) (?![0-9])
               {_MONTH_NEXT} )
  | (?P<pair>  (?<![0-9]) [0-9]{{1,2}} (?:[/.](?:[0-9]{{4}}|[0-9]{{2}}|[0-9])|-[0-9]{{2}})
               (?![0-9]) {_MONTH_NEXT} )
  | (?P<short> ['‘’`´][0-9]{{2}} (?![0-9]) )
  | (?P<nth>   (?<![0-9]) [0-9]{{1,2}}(?:st|nd|rd|th) (?![^\W_]) )
  | (?P<year>  (?<![0-9]) [0-9]{{4}} (?![0-9]) )
  | (?P<number>(?<![0-9]) [0-9]{{1,2}} (?![0-9]) )
  | (?P<digits>[0-9]+)
  | (?P<abbr>  (?<![^\W_]) (?: [wn]/[bcea] | p\.a\.? ) (?![^\W_]) )
  | (?P<word>  ½ | [^\W\d_]+ (?:['’][^\W\d_]+)? )
  | (?P<dots>  (?<!\.)\.\.(?!\.) )
  | (?P<dash>  [-–—−‐‑] )
  | (?P<slash> / )
  | (?P<comma> [,;] )
  | (?P<plus>  [&+] )
  | (?P<blank> [\s_.:!?()\[\]{{}}"'‘’“”«»…·•*\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\xad]+ )
  | (?P<odd>   . )
    """,
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
_KEY = re.compile(r"([^\W\d_][\w-]*?)-[0-9]{4}(?:-[12])?(?![\w-])")
_KINDS = {
    "iso": "DATE",
    "nth": "ORDINAL",
    "number": "NUMBER",
    "year": "YEAR",
    "dots": "TO",
    "dash": "DASH",
    "slash": "SLASH",
    "comma": "COMMA",
    "plus": "AND",
    "blank": "BLANK",
}

# Where a period can begin and end: between the two a comma is an "and", a dash a "to".
_OPENING = types(
    "MONTH TERM HOLIDAY HALF_TERM TERM_WORD NUMBER ORDINAL DATE DAY_MONTH YEAR ACADEMIC SPAN "
    "KEY WEEKDAY WEEK_OF QUARTER_OF T START END ACADEMIC_YEAR"
)
_CLOSING = _OPENING - {"WEEK_OF", "START", "END"} | {"HALF"}
_NAMES = types("MONTH TERM HOLIDAY HALF_TERM TERM_WORD T QUARTER_OF")
_MARKS = types("COMMA DASH SLASH")
_YEARS = types("YEAR ACADEMIC")
_SPOKEN = _OPENING | {"CADENCE", "EVERY", "ONGOING", "AS_NEEDED"}

# Words that say nothing beside another: True where it is the second of the two that goes.
_SILENT = {
    **{("IN", t): False for t in ("END", "START", "EVERY", "CADENCE", "ONGOING", "AS_NEEDED")},
    **{("IN", t): False for t in ("COUNT", "BEFORE", "BY")},
    **{("BY", t): False for t in ("END", "START", "BEFORE")},
    ("TO", "END"): True,
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
    """The tokens of a phrase; UNKNOWN for a word or a sign that is in no vocabulary."""
    worded = _worded(_scan(phrase, vocabulary), vocabulary)
    return _joined(_punctuated(_filtered(worded)))


def _scan(phrase: str, vocabulary: Vocabulary) -> list[Tok]:
    """Figures, keys, marks, and words (type WORD, in lower case) that mean nothing yet."""
    scanned: list[Tok] = []
    place, keyed = 0, "-" in phrase
    while place < len(phrase):
        token = (_key(phrase, place, vocabulary) if keyed else None) or _next(phrase, place)
        place = token.end
        if token.type != "BLANK":
            scanned.append(token)
    return scanned


def _key(phrase: str, place: int, vocabulary: Vocabulary) -> Tok | None:
    """A key in letters that this calendar could hold, `spring-2025-1`; `sept-2025` is none."""
    match = _KEY.match(phrase, place)
    if match is None or match[1].lower() not in vocabulary.key_names:
        return None
    return Tok("KEY", match[0].lower(), *match.span())


def _next(phrase: str, place: int) -> Tok:
    match = _SCAN.match(phrase, place)
    assert match is not None, "every character is an odd one at least"  # noqa: S101
    kind, text = match.lastgroup or "", match.group()
    start, end = match.span()
    if kind in ("word", "abbr"):
        return Tok("WORD", text.lower().replace("’", "'"), start, end)
    if kind in _KINDS:
        return Tok(_KINDS[kind], text, start, end)
    type_, value = _figure(kind, text)
    return Tok(type_, value, start, end)


def _figure(kind: str, text: str) -> tuple[str, str]:
    """The type and value of figures of one kind, `years` or `pair` or …, as `_SCAN` calls them."""
    match kind:
        case "fixed":
            return "KEY", text.upper()
        case "date":
            day, month, year = re.split(r"[/.-]", text)
            return "DATE", f"{year if len(year) == 4 else '20' + year}-{month}-{day}"
        case "years":
            return _years(text)
        case "pair":
            return _pair(text)
        case "short":
            return "YEAR", "20" + text[1:]
    return "UNKNOWN", text


def _years(text: str) -> tuple[str, str]:
    """`2024/25`, `2024-2025`, `2023–26`, `2025-03`."""
    first, last = int(text[:4]), int(re.split(r"[^0-9]+", text)[1])
    long = text[-4:].isdigit() and len(re.findall("[0-9]", text)) == 8
    month = re.fullmatch(r"[0-9]{4}-[0-9]{2}", text) and 1 <= last <= 12
    follows = last == first + 1 if long else last == (first + 1) % 100
    if month:
        return "MONTH_OR_YEAR" if follows else "KEY", text
    if follows:
        return "ACADEMIC", str(first)
    if "/" not in text and (last > first if long else last > first % 100):
        return "SPAN", f"{first}-{last if long else first // 100 * 100 + last}"
    return "NOT_YEARS", text


def _pair(text: str) -> tuple[str, str]:
    """`24/25` and `24-25`, `13/07`, `09/2025`."""
    first, last = (int(part) for part in re.split(r"[/.-]", text))
    if last > 31 and len(re.split(r"[/.-]", text)[1]) == 4:
        return ("KEY", f"{last:04d}-{first:02d}") if 1 <= first <= 12 else ("UNKNOWN", text)
    follows = first >= 10 and last == (first + 1) % 100 and "." not in text
    if "-" in text:
        return ("ACADEMIC", str(2000 + first)) if follows else ("DAYS", text)
    if 1 <= last <= 12:
        return "DAY_OR_YEAR" if follows else "DAY_MONTH", f"{last}-{first}" if not follows else text
    return ("ACADEMIC", str(2000 + first)) if follows else ("UNKNOWN", text)


def _worded(scanned: list[Tok], vocabulary: Vocabulary) -> list[Tok]:
    """What the vocabulary says of the words, and of figures that belong to a wording."""
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
    """Without the words that never matter, or not where they stand."""
    kept: list[Tok] = []
    for token in worded:
        before = [t.type for t in kept[-3:] if t.type not in _MARKS][-2:]
        last = before[-1] if before else ""
        if token.type == "FILLER" or (token.type == "TERM_WORD" and _of_term(before)):
            continue
        if token.type == "ARTICLE":
            if last not in ("COUNT", "TIMES", "NUMBER"):
                continue
            token = token._replace(type="EVERY")
        if token.type in ("MONTH_OR_YEAR", "DAY_OR_YEAR") and (last in _NAMES or last == "NUMBER"):
            start = int(token.value[:-3])
            token = token._replace(type="ACADEMIC", value=str(start + 2000 * (start < 100)))
        of_year = bool(kept) and kept[-1][:2] == ("UNIT", "year") and "EVERY" not in before
        if token.type in _YEARS and of_year:
            kept.pop()
        kept.append(token)
    return kept


def _of_term(before: list[str]) -> bool:
    """Whether "term" only says again that what stands before it is one: `Spring 1 term`."""
    if before and before[-1] == "TERM":
        return True
    return len(before) == 2 and before[0] == "TERM" and before[1] in (_YEARS | {"NUMBER"})


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
            if type_:
                punctuated.append(token._replace(type=type_))
    return punctuated


def _stands_for(before: str, after: str, mark: str) -> str:
    if mark == "SLASH":
        return "OR" if before in _SPOKEN and after in _SPOKEN | {"OR"} else ""
    if before in _CLOSING and after in _OPENING:
        return "AND" if mark == "COMMA" else "TO"
    return ""


def _belongs(before: list[Tok], after: list[Tok]) -> bool:
    """Whether what stands on both sides of a mark is one period: `Sep-24`, `12th, 2017`."""
    last, next_ = before[-1].type, after[0].type
    beyond = after[1].type if len(after) > 1 else ""
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
    """Without the words that say nothing beside their neighbour; meetings with what leads them."""
    joined: list[Tok] = []
    for token in punctuated:
        if token.type == "BARE_MEETING":
            token = _led(token, joined)
        while joined and _SILENT.get((joined[-1].type, token.type)) is False:
            joined.pop()
        if joined and _SILENT.get((joined[-1].type, token.type)):
            continue
        halves = token.type == "NUMBER" and [t.type for t in joined[-3:]] == _HALF_AND
        if halves and len(token.value) == len(joined[-2].value) == 1:  # Autumn 1 and 2
            joined.append(joined[-3]._replace(start=token.start, end=token.start))
        joined.append(token)
    return joined


def _led(meeting: Tok, before: list[Tok]) -> Tok:
    """A meeting that the phrase goes to: `at each LGB meeting`, `termly LGB meeting`."""
    led = False
    while before and before[-1].type in _TO_MEETINGS:
        led = True
        before.pop()
    if before and before[-1].type == "AND" and len(before) > 1:
        led = led or before[-2].type == "MEETING"
    if before and before[-1].type == "CADENCE":
        led = True
    return meeting._replace(type="MEETING") if led else meeting
