"""Manual pages of faults, one file for each slug: what a fault means and how to mend it.

The only module of the rules that opens a file: the pages lie beside it and are part of it.
"""

from __future__ import annotations

from pathlib import Path

from sipctl.plan.faults import Refusal, propose
from sipctl.plan.rules import RULES

_PAGES = Path(__file__).parent


def slugs() -> list[str]:
    """Every slug that `check` can print, in alphabetical order."""
    return sorted(path.stem for path in _PAGES.glob("*.md"))


def page(slug: str) -> str:
    """The page of one slug, headed by the slug and its severity. Raises Refusal if it has none.

    Faults of a file's text, shape or name are found before any rule runs; all are errors.
    """
    known = slugs()
    if slug not in known:
        help_ = propose(slug, known, otherwise="sipctl check names each fault in brackets")
        raise Refusal(f'there is no fault called "{slug}"', help_)
    severity = RULES[slug].severity if slug in RULES else "error"
    text = (_PAGES / f"{slug}.md").read_text(encoding="utf-8")
    return f"{slug} ({severity})\n\n{text}"
