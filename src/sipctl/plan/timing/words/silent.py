"""Leaves out the words that say nothing beside a time: `reviewed`, `at least`, `more often`.

They are silent only where a time stands beside them: `Reviewed termly` is termly, while `termly
monitoring` has other words about a time and is refused.
"""

from collections.abc import Iterator

from sipctl.plan.timing.words.scan import Tok
from sipctl.plan.timing.words.vocabulary import types

_LEADS = types("LOOK NEXT TO_BE FILLER INTERVAL COMMA DASH")
_LOOKS = types("LOOK NEXT")
_MARKS = types("COMMA DASH SLASH")
# After these, and where a phrase begins, words of review (LOOK) may lead a time.
_BEFORE = types("AND THEN ONGOING COMMA DASH")
_OFTEN = types("CADENCE EVERY OFTEN COUNT NUMBER ARTICLE ONGOING")
_RHYTHM = types("CADENCE UNIT TERM_WORD HALF_TERM ARTICLE FILLER")
_PACED = types("CADENCE UNIT TERM_WORD HALF_TERM BARE_MEETING")
_SOMETIMES_SILENT = types("LOOK NEXT TO_BE AT_LEAST MORE_OFTEN LATEST INTERVAL PLAN LAST")


def without_silent(worded: list[Tok]) -> list[Tok]:
    """The tokens without those that say nothing where they stand."""
    return _without_review(_without_amounts(worded))


def misplaced_as_unknown(tokens: list[Tok]) -> list[Tok]:
    """Words that may be silent, and are not where they stand, as words that mean nothing."""
    return [_unknown(token) if token.type in _SOMETIMES_SILENT else token for token in tokens]


def _unknown(token: Tok) -> Tok:
    next_ = token[:2] == ("NEXT", "next")  # next September depends on the day it was written
    return token._replace(type="SOON" if next_ else "UNKNOWN")


def _without_amounts(worded: list[Tok]) -> list[Tok]:
    """Without `at least` beside a rhythm, `intervals` and `more often if needed` after one."""
    kept: list[Tok] = []
    for place, token in enumerate(worded):
        after = worded[place + 1].type if place + 1 < len(worded) else ""
        if token.type == "AT_LEAST" and (after in _OFTEN or (not after and _rhythm(kept))):
            continue
        if token.type == "AT_LEAST" and after == "IN" and worded[place + 2 :]:
            continue
        if token.type == "LATEST" and kept and _closes(worded, place):
            continue
        if token.type == "TO_BE" and _labels(kept):
            continue  # closing date is 1 March 2025
        if token.type == "INTERVAL" and kept and kept[-1].type in _PACED:
            kept = _every(kept)
            continue
        if token.type in ("MORE_OFTEN", "AS_NEEDED") and _closes(worded, place) and _rhythm(kept):
            while kept and kept[-1].type in (*_MARKS, "AND", "OR"):
                kept.pop()
            continue
        kept.append(token)
    return kept


def _every(kept: list[Tok]) -> list[Tok]:
    """`6-month intervals` as every 6 months; a cadence says "every" itself."""
    if len(kept) > 2 and kept[-2].type == "DASH" and kept[-3].type in ("NUMBER", "COUNT"):
        kept = [*kept[:-2], kept[-1]]
    counted = len(kept) > 1 and kept[-2].type in ("NUMBER", "COUNT")
    place = len(kept) - 1 - counted
    led = place > 0 and kept[place - 1].type == "EVERY"
    if led or kept[-1].type in ("CADENCE", "BARE_MEETING"):
        return kept
    start = kept[place].start
    return [*kept[:place], Tok("EVERY", "", start, start), *kept[place:]]


def _rhythm(kept: list[Tok]) -> bool:
    """Whether a cadence stands last, marks and an "and" aside: `termly, and …`."""
    spoken = [token.type for token in kept if token.type not in (*_MARKS, "AND", "FILLER")]
    return bool(spoken) and spoken[-1] in _RHYTHM and bool(_OFTEN & set(spoken))


def _labels(kept: list[Tok]) -> bool:
    """Whether the label of a time stands last: `closing date`."""
    spoken = [token for token in kept if token.type != "FILLER"]
    return bool(spoken) and (spoken[-1].type == "COMPLETION" or spoken[-1].value == "label")


def _closes(worded: list[Tok], place: int) -> bool:
    """Whether nothing but `if needed` stands after this."""
    rest = [token.type for token in worded[place + 1 :] if token.type not in _MARKS]
    slashed = worded[place - 1].type in ("SLASH", "OR") if place else False
    return not slashed and rest in ([], ["AS_NEEDED"])


def _without_review(tokens: list[Tok]) -> list[Tok]:
    """Without words of review that lead a time: `next review date: Spring 2026`."""
    kept: list[Tok] = []
    place = 0
    while place < len(tokens):
        end = _led(tokens, place) if not kept or kept[-1].type in _BEFORE else place
        if end > place:
            if kept and kept[-1].type in _MARKS:  # Summer 2025, reviewed annually thereafter
                again = tokens[end].type in _OFTEN and not _has(kept, "ONGOING")
                mark = kept.pop()
                kept += [mark._replace(type="AND")] if again else []
            place = end
            continue
        kept.append(tokens[place])
        place += 1
    return kept


def _has(kept: list[Tok], type_: str) -> bool:
    return any(token.type == type_ for token in kept)


def _led(tokens: list[Tok], place: int) -> int:
    """The index of the time that words of review lead from here; `place` if they lead none."""
    end, looks = place, False
    for end, token in enumerate(tokens[place:], place):
        if not _leads(tokens, end):
            break
        review = token[:2] == ("FILLER", "review")
        looks = looks or review or (token.type in _LOOKS and token.value != "next")
    else:
        return place
    looks = looks and tokens[end].type not in ("UNKNOWN", "PLAN", "TERM_WORD")
    return end if looks else place


def _leads(tokens: list[Tok], place: int) -> bool:
    """Whether a token may stand among words of review that lead a time."""
    token = tokens[place]
    if token.type in ("AND", "IN", "SLASH"):
        return any(_again(tokens[place + 1 :]))
    return token.type in _LEADS


def _again(rest: list[Tok]) -> Iterator[bool]:
    """Whether the next word is one of review too: `monitor and review termly`."""
    for token in rest:
        if token.type != "FILLER" or token.value == "review":
            yield token.type in _LOOKS or token.type == "FILLER"
            return
