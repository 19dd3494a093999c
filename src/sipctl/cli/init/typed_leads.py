"""Leads as people type them: initials or a name, and a role if there is one."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, get_args

from sipctl.intake.tables.cells import tidy
from sipctl.intake.tables.leads import (
    NO_LEAD,
    LeadRegistry,
    is_somebody,
    looks_like_initials,
    untitled,
)
from sipctl.plan.faults import Refusal
from sipctl.plan.model.entries import Lead
from sipctl.plan.model.scalars import Initials

if TYPE_CHECKING:
    from collections.abc import Iterable

_INITIALS = get_args(Initials)[1]
_JOINT = re.compile(r"\s*(?:[=:,]|(\()|\s[-–—]\s)\s*")


def leads(texts: Iterable[str]) -> dict[str, Lead]:
    """Everybody for people.yaml; raises Refusal.

    `JK`, `JK=HR director` and `JK HR director` are initials. A name gives them, and is kept as the
    role: `Sarah Jones - Head of School` is SJ, "Sarah Jones, Head of School". Initials that were
    typed stay theirs; of two names with the same ones the second is SJ2.
    """
    register = LeadRegistry()
    names = []
    for text in (part for typed in texts for part in _several(typed)):
        name, role = name_and_role(text)
        if NO_LEAD.fullmatch(name):
            raise _nobody(text)
        if re.fullmatch(_INITIALS.pattern, name):
            register.add_known(name, Lead(role=role or None))
        else:
            names.append((text, name, role))
    roles: dict[str, str] = {}
    for text, name, role in names:
        initials_found, _ = register.find(name)
        if not initials_found:
            raise _nobody(text)
        roles |= dict.fromkeys(initials_found, role)
    everybody = register.leads()
    for initials, role in roles.items():
        roles_of_lead = [part for part in (everybody[initials].role, role) if part]
        everybody[initials] = replace(everybody[initials], role=", ".join(roles_of_lead) or None)
    return everybody


def _several(text: str) -> list[str]:
    """`JK, SD` is two leads; `JK, HR director` one with a role."""
    parts = [part.strip() for part in re.split("[,;]", text)]
    return parts if len(parts) > 1 and all(map(is_somebody, parts)) else [text]


def lead(text: str) -> str:
    """The text unchanged, if it names a lead; else raises Refusal."""
    leads([text])
    return text


def name_and_role(text: str) -> tuple[str, str]:
    """Initials, or a name without `Mrs` or the like, and the role that follows."""
    words = untitled(tidy(text))
    joint = _JOINT.search(words)
    if joint:
        role = words[joint.end() :]
        return words[: joint.start()], role.removesuffix(")") if joint[1] else role
    first, _, rest = words.partition(" ")
    return (first, rest) if _is_code(first) else (words, "")


def _is_code(word: str) -> bool:
    """Whether a word is initials, with no sign to mark them: `JK HR director`, not `Jo Smith`."""
    capitals = sum(letter.isupper() for letter in word)
    return bool(re.fullmatch("[a-z]{2,3}", word)) or (capitals > 1 and looks_like_initials(word))


def _nobody(text: str) -> Refusal:
    return Refusal(
        f'"{text.strip()}" does not begin with initials or a name',
        'such as JK, "JK=HR director" or "Sarah Jones - Head of School"',
    )
