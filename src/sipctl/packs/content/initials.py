"""Takes leads' initials out of what sipctl itself says in a pack that names roles.

What people typed into titles, notes and questions stays as they typed it.
"""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sipctl.plan.model.entries import Lead

HIDDEN = "*"
"""Stands for initials in the name of a file, which a shell then still finds by it."""


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
        pattern.sub, lambda match: HIDDEN if match["file"] else roles[match[0].casefold()] or ""
    )
