"""Cuts a phrase into figures, words and marks.

Figures are distinguished here by their form: `2024/25` is an academic year, `2025-03` a month,
`13/07/17` a date, `09/25` figures that the plan's years decide about.
"""

import re
from typing import NamedTuple

from sipctl.plan.timing.words.vocabulary import Vocabulary


class Tok(NamedTuple):
    """A token, and where it stands in the phrase."""

    type: str
    value: str
    start: int
    end: int


def types_at(tokens: list[Tok], place: int, count: int = 1) -> list[str]:
    """The types of the tokens from a place on, as many as there are."""
    return [token.type for token in tokens[place : place + count]]


def merged(first: Tok, last: Tok, type_: str, value: str) -> Tok:
    """One token over all from the first to the last."""
    return Tok(type_, value, first.start, last.end)


def digits_of(token: Tok) -> str:
    """The figures of a token: 3 for `3rd`."""
    return "".join(char for char in token.value if char.isdigit())


_MONTH_NEXT = r"(?!\s*(?:st|nd|rd|th)?\s+(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec))"
_SCAN = re.compile(
    rf"""
    (?P<point> \A\s* [0-9]{{1,2}}[.)] (?=\s+[^\W\d_]) )
  | (?P<fixed> (?<![0-9]) [0-9]{{4}} (?: -w[0-9]{{2}} | -q[1-4] | /[0-9]{{2}}-[12] ) (?![\w-]) )
  | (?P<iso>   (?<![0-9]) [0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}} (?![\w-]) )
  | (?P<date>  (?<![0-9]) [0-9]{{1,2}} (?P<sep>[/.-]) [0-9]{{1,2}} (?P=sep)
               (?:[0-9]{{4}}|[0-9]{{2}}) (?![0-9]) )
  | (?P<years> (?<![0-9]) [0-9]{{4}} \s*(?:/|[-–—−‐‑])\s* (?:[0-9]{{4}}|[0-9]{{2}}) (?![0-9])
               {_MONTH_NEXT} )
  | (?P<early> (?<![0-9]) [0-9]{{4}}/[0-9] (?![0-9/.-]) )
  | (?P<later> (?<![0-9]) (?:0[1-9]|1[0-2])-[0-9]{{4}} (?![\w-]) )
  | (?P<pair>  (?<![0-9]) [0-9]{{1,2}} (?:[/.](?:[0-9]{{4}}|[0-9]{{2}}|[0-9])|-[0-9]{{2}})
               (?![0-9]) {_MONTH_NEXT} )
  | (?P<short> ['‘’`´][0-9]{{2}} (?![0-9]) )
  | (?P<nth>   (?<![0-9]) [0-9]{{1,2}}(?:st|nd|rd|th) (?![^\W_]) )
  | (?P<year>  (?<![0-9]) [0-9]{{4}} (?![0-9]) )
  | (?P<number>(?<![0-9]) [0-9]{{1,2}} (?![0-9]) )
  | (?P<digits>[0-9]+)
  | (?P<abbr>  (?<![^\W_]) (?: [wn]/[bcea] | [wn]\.[bcea] | p\.a\.? ) (?![^\W_]) )
  | (?P<word>  [½×] | [^\W\d_]+ (?:['’][^\W\d_]+)? )
  | (?P<dots>  (?<!\.)\.\.(?!\.) )
  | (?P<dash>  [-–—−‐‑] )
  | (?P<slash> / )
  | (?P<comma> [,;] | \s*[\r\n]\s* (?![,;&+/–—−‐‑-]) )
  | (?P<plus>  [&+] )
  | (?P<blank> [\s_.:!?()\[\]{{}}"'‘’“”«»…·•*\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\xad]+ )
  | (?P<odd>   . )
    """,
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
_KEY = re.compile(r"([^\W\d_][\w-]*?)-[0-9]{4}(?:-[12])?(?![\w-])")
_KINDS = {
    "point": "POINT",
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


def scan(phrase: str, vocabulary: Vocabulary) -> list[Tok]:
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
        case "early":  # 2025/6
            follows = int(text[-1]) == (int(text[3]) + 1) % 10
            return ("ACADEMIC", text[:4]) if follows else ("UNKNOWN", text)
        case "later":  # 09-2025
            return "KEY", f"{text[3:]}-{text[:2]}"
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
    """`24/25` and `24-25`, `13/07`, `09/2025`; of `09/25` and `11/12` the plan's years decide."""
    first, last = (int(part) for part in re.split(r"[/.-]", text))
    written = re.split(r"[/.-]", text)[1]
    if last > 31 and len(written) == 4:
        return ("KEY", f"{last:04d}-{first:02d}") if 1 <= first <= 12 else ("UNKNOWN", text)
    follows = first >= 10 and last == (first + 1) % 100 and "." not in text
    if "-" in text:
        return ("ACADEMIC", str(2000 + first)) if follows else ("DAYS", text)
    if 1 <= last <= 12 or (1 <= first <= 12 and len(written) == 2):
        return "DAY_MONTH", text.replace(".", "/")
    return ("ACADEMIC", str(2000 + first)) if follows else ("UNKNOWN", text)
