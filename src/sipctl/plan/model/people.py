"""What people.yaml may say: leads, trustees, governors, committees, academies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sipctl.plan.frozen import described, frozen
from sipctl.plan.model import scalars as w
from sipctl.plan.model.entry import OVERSEES, QUERY, Entry
from sipctl.plan.model.history import ANSWERED, Answered

if TYPE_CHECKING:
    from datetime import date


@frozen(kw_only=True)
class Lead(Entry):
    """Somebody (or a team) who leads work, known by initials."""

    role: w.Text | None = described(
        "What they do in the trust, where the plan says so.", default=None
    )
    group: w.Flag = described(
        "Whether a team leads under these initials rather than one person.", default=False
    )
    left: w.Day | None = described(
        "Their last day. What is still theirs after it is a fault.", default=None
    )


@frozen(kw_only=True)
class Link(Entry):
    """A link role of a trustee or governor, and the aims it oversees."""

    role: w.Text = described("The link role, such as safeguarding.")
    oversees: tuple[w.AimId, ...] = described(OVERSEES, default=())


@frozen(kw_only=True)
class Overseer(Entry):
    """A trustee or governor."""

    name: w.Text = described("Their name.")
    links: tuple[Link, ...] = described(
        "Their link roles: one person may hold several, each with its aims.", default=()
    )


@frozen(kw_only=True)
class Committee(Entry):
    """A committee of the board, and the aims it oversees."""

    id: w.Slug = described("A short name in small letters, which --committee takes, such as far.")
    name: w.Text = described("The committee's full name.")
    oversees: tuple[w.AimId, ...] = described(OVERSEES, default=())


@frozen(kw_only=True)
class AcademyEntry(Entry):
    """One academy (a school) of the trust."""

    name: w.Text | None = described("The academy's full name.", default=None)
    joined: w.Day | None = described(
        "Its first day in the trust, if it joined later.", default=None
    )
    left: w.Day | None = described("Its last day in the trust.", default=None)


@frozen(kw_only=True)
class People(Entry):
    """people.yaml: leads, trustees, governors, committees, academies."""

    leads: dict[w.Initials, Lead] = described(
        "Everybody who may lead, by initials: a line each, such as JK: {}", default_factory=dict
    )
    trustees: tuple[Overseer, ...] = described(
        "Trustees, and the aims that each of their link roles oversees.", default=()
    )
    governors: tuple[Overseer, ...] = described(
        "Governors, in the same shape as trustees.", default=()
    )
    committees: tuple[Committee, ...] = described(
        "Committees of the board, and the aims that each oversees.", default=()
    )
    academies: dict[w.Academy, AcademyEntry] = described(
        "The trust's academies by short name: a line each, such as WPSA: {}", default_factory=dict
    )
    query: w.Text | None = described(QUERY, default=None)
    answered: tuple[Answered, ...] = described(ANSWERED, default=())

    def gone(self, day: date) -> dict[str, date]:
        """Each lead whose last day was before a day, with that last day."""
        return {
            initials: lead.left
            for initials, lead in self.leads.items()
            if lead.left is not None and lead.left < day
        }
