"""Words that change the meaning of the time beside them: `not`, `this`, `before`, an event."""

import re

from sipctl.plan.timing.words.vocabulary import types

EXCEPTS = re.compile(
    r"\b(not|never|nor|except\w*|exclud\w+|unless|bar|barring|instead|(apart|aside) from"
    r"|(other|rather) than|(all|anything|any time) but)\b|^no\b|^but( this| the (first|last))?$",
    re.IGNORECASE,
)
POINTING = types("this last coming previous past upcoming forthcoming following same")
_EVENTS = types(
    "week weeks day days window weekend evening evenings morning afternoon season deadline night"
    " month fortnight screening back sats sat gcse gcses ofsted inset insets census mocks exam"
    " exams results residential assessments moderation inspection"
)
_COUNTED = types("phase stage step part wave tranche cohort module tier round")
_LEADING = types("before by until till from to between each every after start end")


def changes_time(words: str) -> bool:
    """Whether words change the meaning of the time beside them: `not`, `before`, `SATs week`."""
    each = re.findall(r"[^\W\d_]+", words.lower()) or [""]
    last = each[-1]
    return bool(EXCEPTS.search(words)) or last in POINTING or last in _LEADING or is_event(last)


def may_be_counted(words: str, time: str) -> bool:
    """Whether the figure that a time begins with may count the words before it: `Phase 1 May`."""
    last = re.findall(r"[^\W\d_]+", words.lower())[-1:]
    return bool(_COUNTED & set(last)) and bool(re.match(r"[1-9]\s+[^\W\d_]", time))


def is_event(word: str) -> bool:
    """Whether this names something that has days of its own: `SATs`, an `INSET`."""
    return word in _EVENTS
