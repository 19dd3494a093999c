"""Labels of aims, areas and priorities in tables: the numbers and ids in them, and the titles."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sipctl.plan.faults import Refusal

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST_AREAS = 27 * 26
_AIM = re.compile(
    r"\W*(?:strategic |key |trust )*(?:aim|goal|theme|pillar|priority|objective|issue|afi"
    r"|recommendation|area for improvement) "
    r"?([1-9][0-9]{0,2})(?![\w/]|\.[0-9])(?: of [0-9]+)?\s*[.:)–—-]*\s*(.*)"
    r"|([1-9][0-9]{0,2})\s*[.:)–—]\s*(?![0-9])(.*)",
    re.IGNORECASE | re.DOTALL,
)
_AREA = re.compile(
    r"\W*(?:(?:strategic |focus |key )*(?:area|section|strand) )?([1-9][0-9]{0,2}) ?([a-z]{1,2})"
    r"(?!\w)\s*[.:)–—-]*\s*(.*)",
    re.IGNORECASE | re.DOTALL,
)
_PRIORITY = re.compile(
    r"\W*(?:\w+ )?(?:priority|objective) ?([1-9][0-9]{0,2})(?![\w/]|\.[0-9])\s*[.:)–—-]*\s*(.*)"
    r"|(?:[1-9][0-9]{0,2}[a-z]{1,2}\.?p)?([1-9][0-9]{0,2})\s*[.:)–—]\s*(?![0-9])(.*)",
    re.IGNORECASE | re.DOTALL,
)
_WORD = re.compile(
    r"\W*(?:strategic |key |trust |focus )*"
    r"(?:aim|goal|theme|area|section|strand|priority|objective)s?\s*[:–—-]\s*(.+)",
    re.IGNORECASE | re.DOTALL,
)


_DOTTED = re.compile(
    r"\W*(?:(?:\w+ )?(?:aim|goal|priority|objective|target) ?)?"
    r"([1-9][0-9]?(?:\.[1-9][0-9]?)+)\.?(?!\w)\s*[:)–—-]*\s*(.+)",
    re.IGNORECASE | re.DOTALL,
)


def dotted(label: str) -> tuple[str | None, str]:
    """`Objective 1.2 Improve writing` as `1.2` and `Improve writing`; None for other labels. No
    plan has ids such as `1.2`, so it is not kept as one."""
    match = _DOTTED.fullmatch(label)
    return (match[1], match[2].strip()) if match else (None, label)


def aim_title(label: str) -> str:
    """An aim's title without its number."""
    number, title = dotted(label)
    return title if number else aim_number(label)[1]


def is_bare(label: str) -> bool:
    """Whether a label is only a level and a number: `Priority 1`."""
    number, title = aim_number(label)
    return number is not None and title == label


def aim_number(label: str) -> tuple[int | None, str]:
    """`Aim 2: People` as 2 and `People`; None for a label without a number."""
    return _counted(_AIM, label)


def priority_number(label: str) -> tuple[int | None, str]:
    """`Priority 3: Writing` as 3 and `Writing`; None for a label without a number."""
    return _counted(_PRIORITY, label)


def _counted(pattern: re.Pattern[str], label: str) -> tuple[int | None, str]:
    """The number in a label, None if it has none, and the rest of the label."""
    match = pattern.fullmatch(label)
    if not match:
        return None, _bare(label)
    number, title = (match[1], match[2]) if match[1] else (match[3], match[4])
    return int(number), title.strip() or label


def area_id(label: str) -> tuple[tuple[int, str] | None, str]:
    """`Strategic area 2a – Staff` as (2, "a") and `Staff`; None for a label without an id."""
    match = _AREA.fullmatch(label)
    if not match:
        return None, _bare(label)
    return (int(match[1]), match[2].lower()), match[3].strip() or label


def numbered(given: Sequence[int | None]) -> list[int]:
    """Numbers for several things: their own if all have different ones, else 1, 2, 3."""
    if given and all(given) and len(set(given)) == len(given):
        return [number for number in given if number]
    return list(range(1, len(given) + 1))


def letters(number: int) -> str:
    """0 is `a`, 25 `z`, 26 `aa`; raises Refusal beyond `zz`."""
    if number >= MOST_AREAS:
        raise Refusal(
            f"there are more than {MOST_AREAS} areas in one aim", "name the column of areas"
        )
    first, last = divmod(number, 26)
    return (chr(96 + first) if first else "") + chr(97 + last)


def _bare(label: str) -> str:
    """`Strategic area: Staff` is `Staff`."""
    match = _WORD.fullmatch(label)
    return match[1].strip() if match else label
