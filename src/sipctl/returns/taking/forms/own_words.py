"""Which texts of a form are its own words: whatever else stands in it is what people wrote."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from sipctl.plan.model.entries import Round
from sipctl.plan.queries.asking import AskedRow, LeadForm
from sipctl.returns import layout
from sipctl.returns.asking.words import Form, advice
from sipctl.returns.taking.cells.answers import clean_text
from sipctl.views.text.english import long_day

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from sipctl.plan.calendar.terms import Term
    from sipctl.plan.model.entries import Plan
    from sipctl.returns.taking.forms.form_file import FormRow

_DAY = r"[A-Z][a-z]+ [0-9]{1,2} [A-Z][a-z]+ [0-9]{4}"
_ANY_DAY = date(2025, 3, 28)


def own_words(
    plan: Plan, term: Term, lead: str, facts: dict[str, str], rows: Iterable[FormRow]
) -> Callable[[str], bool]:
    """Whether a text of a lead's form for a term is the form's own, not somebody's answer."""
    form = _any_form(plan, term, lead)
    about = plan.about
    texts = {form.title, f"{about.body.name} · {about.title}", layout.START, layout.CHOICES}
    texts |= {layout.ABOUT, layout.ANSWERED_ON, *layout.FACTS.values(), *facts.values()}
    texts |= {*layout.headings(), *layout.PROMPTS, *layout.STATUS_WORDS, *layout.RESULT_WORDS}
    texts |= {text for part in layout.PARTS for text in (part.name, part.hint)}
    for row in rows:
        texts.add(f"{row.text('id')} {row.text('what')}")
    known = set(map(_line, texts))
    patterns = [_pattern(line) for line in advice(form)]
    by = f"By {_DAY}(?: [0-9]+ / [0-9]+)?"
    patterns += [f"{re.escape(_line(form.title))}: .* {by}", by, "[1-9]"]
    ours = re.compile("|".join(f"(?:{pattern})" for pattern in patterns))

    def is_own(text: str) -> bool:
        line = _line(text)
        return not line or line in known or ours.fullmatch(line) is not None

    return is_own


def _line(text: str) -> str:
    return " ".join(clean_text(text).split())


def _any_form(plan: Plan, term: Term, lead: str) -> Form:
    """A form of the lead with a row of each kind: its advice has every word that one may have."""
    rows = tuple(AskedRow(kind, "1", "") for kind in ("activity", "kpi", "aim"))
    asking = Round(term=term.key, asked=_ANY_DAY, by=_ANY_DAY, leads=(lead,))
    return Form(plan, term.title, asking, LeadForm(lead, rows), _ANY_DAY)


def _pattern(line: str) -> str:
    """A line of advice, whatever parts its form has and whatever day it names."""
    names = [part.name for part in layout.PARTS]
    parts = re.escape(f"{', '.join(names[:-1])} and {names[-1]}")
    pattern = re.escape(_line(line)).replace(re.escape(long_day(_ANY_DAY)), _DAY)
    some = "|".join(map(re.escape, names))
    return pattern.replace(parts, rf"(?:(?:{some})(?:, | and )?)+")
