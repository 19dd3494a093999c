"""Tells the texts that a form was sent with from those that people wrote into it."""

from __future__ import annotations

import re
from datetime import date
from itertools import combinations
from typing import TYPE_CHECKING, Literal

from sipctl.plan.model.entries import Round
from sipctl.plan.queries.asking import AskedRow, LeadForm
from sipctl.returns import layout
from sipctl.returns.asking.words import Form, advice
from sipctl.returns.taking.cells.answers import clean_text
from sipctl.views.text.english import long_day

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from sipctl.plan.calendar.terms import Term
    from sipctl.plan.model.entries import Plan
    from sipctl.returns.taking.forms.form_file import FormRow

_DAY = re.compile(r"\b[A-Z][a-z]+ [0-9]{1,2} [A-Z][a-z]+ [0-9]{4}\b")
_PAGE = re.compile(r" [0-9]+ / [0-9]+$")
_ANY_DAY = date(2025, 3, 28)
_KINDS: tuple[Literal["activity", "kpi", "aim"], ...] = ("activity", "kpi", "aim")
"""A kind of row for each part of a form."""


def added_text_finder(
    plan: Plan, term: Term, lead: str, facts: dict[str, str], rows: Iterable[FormRow]
) -> Callable[[str], str]:
    """A function from a text in a lead's form to the part of it that people wrote, "" for none."""
    forms = list(_any_forms(plan, term, lead))
    title, about = forms[0].title, plan.about
    texts = {title, f"{about.body.name} · {about.title}", layout.START, layout.CHOICES}
    texts |= {layout.ABOUT, layout.ANSWERED_ON, *layout.FACTS.values(), *facts.values()}
    texts |= {*layout.HEADINGS, *layout.PROMPTS, *layout.STATUS_WORDS, *layout.RESULT_WORDS}
    texts |= {text for part in layout.PARTS for text in (part.name, part.hint)}
    texts |= {f"{row.text('id')} {row.text('what')}" for row in rows}
    texts |= {line for form in forms for line in advice(form)}
    by = f"By {long_day(_ANY_DAY)}"
    names = (layout.START, layout.CHOICES, layout.ABOUT, *(part.name for part in layout.PARTS))
    texts |= {by, *(f"{title}: {name} {by}" for name in names), *"123456789"}
    known = set(map(_line, texts))

    def is_own(text: str) -> bool:
        line = _line(text)
        return not line or line in known or _PAGE.sub("", line) in known

    def added_text(text: str) -> str:
        before, _, note = text.removesuffix("]").partition(" [")
        if is_own(text):
            return ""
        return note if note and is_own(before) else text

    return added_text


def _line(text: str) -> str:
    """A text as it is compared: on one line, each day in it replaced by the same word."""
    return _DAY.sub("DAY", " ".join(clean_text(text).split()))


def _any_forms(plan: Plan, term: Term, lead: str) -> Iterator[Form]:
    """The lead's forms with every choice of parts, on which their advice depends."""
    asking = Round(term=term.key, asked=_ANY_DAY, by=_ANY_DAY, leads=(lead,))
    for count in range(1, len(_KINDS) + 1):
        for kinds in combinations(_KINDS, count):
            rows = tuple(AskedRow(kind, "1", "") for kind in kinds)
            yield Form(plan, term.title, asking, LeadForm(lead, rows), _ANY_DAY)
