"""Replaces leads' initials in a pack that names roles; a lead without a role keeps them.

Texts that people typed (titles, notes, questions) are not changed.
"""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass
from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from sipctl.packs.content.model import Pack
    from sipctl.plan.model.entries import Lead

HIDDEN = "*"
"""Replaces initials in a file's name: as a shell's pattern, it still finds the file."""
_NAME_FIELDS = ("leads", "by", "agreed", "asked", "outcome_by")
"""The fields of a pack's classes that hold leads, as roles or initials."""


def initials_hider(leads: Mapping[str, Lead]) -> Callable[[str], str]:
    """A function that puts roles in place of initials, for leads who have a role."""
    roles = {initials.casefold(): lead.role for initials, lead in leads.items() if lead.role}
    if not roles:
        return str
    words = sorted((name for name in leads if name.casefold() in roles), key=len, reverse=True)
    names = "|".join(re.escape(word) for word in words)
    pattern = re.compile(
        rf"(?P<file>(?<=-)(?i:{names})(?=[-.]))"
        rf"|(?<=[\"'])(?i:{names})(?=[\"'])"
        rf"|(?<=\bby )(?i:{names})(?![^\W_])"
        rf"|(?<![^\W_])(?:{names})(?![^\W_])"
    )
    return partial(
        pattern.sub,
        # `(?i)` takes İ and ı for I, which casefold does not: such a word is nobody's initials.
        lambda match: HIDDEN if match["file"] else roles.get(match[0].casefold()) or match[0],
    )


def leads_without_role(leads: Mapping[str, Lead], pack: Pack) -> tuple[str, ...]:
    """The leads without a role who occur in a pack, in the plan's order."""
    named = set(_names_in(pack, set()))
    return tuple(
        initials for initials, lead in leads.items() if initials in named and not lead.role
    )


def _names_in(content: object, seen: set[int]) -> Iterator[str]:
    """The values of `_NAME_FIELDS` in a pack's own classes; entries of the plan are left out."""
    if isinstance(content, tuple):
        for entry in content:
            yield from _names_in(entry, seen)
    elif is_dataclass(content) and type(content).__module__.startswith(__package__):
        if id(content) in seen:
            return
        seen.add(id(content))
        for field in fields(content):
            value = getattr(content, field.name)
            if field.name in _NAME_FIELDS:
                names = value if isinstance(value, tuple) else (value,)
                yield from (name for name in names if isinstance(name, str))
            yield from _names_in(value, seen)
