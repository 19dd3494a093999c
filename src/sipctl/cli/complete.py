"""What a shell proposes on TAB: ids, leads, terms, statuses, from the plan at hand.

Nothing here may complain: a plan that is broken, or not there, proposes nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer  # noqa: TC002 - Typer reads these functions' annotations

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from sipctl.cli.session import Session
    from sipctl.plan.model.entry import Entry

Proposals = list[tuple[str, str]]


def leads(ctx: typer.Context, incomplete: str) -> Proposals:
    """Initials, with the role where the plan says one."""

    def known(question: Session) -> Iterator[tuple[str, str]]:
        from sipctl.plan.state.filters import known_leads_of

        people = question.plan.people.leads
        for initials in known_leads_of(question.plan):
            entry = people.get(initials)
            yield initials, (entry.role or "") if entry else ""

    return _begun(ctx, incomplete, known)


def aims(ctx: typer.Context, incomplete: str) -> Proposals:
    """Aims by number."""
    return _begun(ctx, incomplete, lambda q: ((str(aim.id), aim.title) for aim in q.plan.aims))


def areas(ctx: typer.Context, incomplete: str) -> Proposals:
    """Areas by id."""
    return _begun(ctx, incomplete, lambda q: ((area.id, area.title) for _, area in q.plan.areas()))


def academies(ctx: typer.Context, incomplete: str) -> Proposals:
    """Academies by short name."""
    return _begun(ctx, incomplete, lambda q: ((name, "") for name in q.plan.people.academies))


def committees(ctx: typer.Context, incomplete: str) -> Proposals:
    """Committees by short name."""
    return _begun(
        ctx, incomplete, lambda q: ((one.id, one.name) for one in q.plan.people.committees)
    )


def terms(ctx: typer.Context, incomplete: str) -> Proposals:
    """Terms of the calendar by key."""
    return _begun(
        ctx, incomplete, lambda q: ((one.key, one.title) for one in q.frame.calendar.terms)
    )


def ids(ctx: typer.Context, incomplete: str) -> Proposals:
    """Activities and KPIs, areas, aims, and leads: whatever `show` can show."""

    def known(question: Session) -> Iterator[tuple[str, str]]:
        from sipctl.plan.model.entries import Activity, Aim, Area, Kpi

        yield from _titled(question, Activity, Kpi, Area, Aim)
        yield from ((lead, "lead") for lead in question.plan.people.leads)

    return _begun(ctx, incomplete, known)


def activities(ctx: typer.Context, incomplete: str) -> Proposals:
    """Activities: whatever can be moved."""
    from sipctl.plan.model.entries import Activity

    return _begun(ctx, incomplete, lambda q: _titled(q, Activity))


def work(ctx: typer.Context, incomplete: str) -> Proposals:
    """Activities and KPIs: whatever a record can be about."""
    from sipctl.plan.model.entries import Activity, Kpi

    return _begun(ctx, incomplete, lambda q: _titled(q, Activity, Kpi))


def statuses(ctx: typer.Context, incomplete: str) -> Proposals:
    """The words of a record: a KPI's if a KPI stands before it on the line."""
    from sipctl.plan.model.scalars import RESULTS, STATUSES

    about = str((ctx.params or {}).get("id", ""))
    words = RESULTS if ".k" in about else STATUSES
    return [(word, "") for word in words if word.startswith(incomplete)]


def _titled(question: Session, *kinds: type[Entry]) -> Iterator[tuple[str, str]]:
    """Everything of some kinds by id, with its title."""
    return ((thing.id, thing.title) for thing in question.plan.walk(*kinds))


def _begun(
    ctx: typer.Context, incomplete: str, known: Callable[[Session], Iterable[tuple[str, str]]]
) -> Proposals:
    from sipctl.cli.session import open_plan
    from sipctl.plan.model.entries import id_key
    from sipctl.views.text.english import safe_text

    try:
        question = open_plan((ctx.params or {}).get("plan"))
        pairs = known(question)
        found = {
            word: _short(safe_text(told)) for word, told in pairs if word.startswith(incomplete)
        }
    except Exception:
        return []
    return sorted(found.items(), key=lambda pair: id_key(pair[0]))


def _short(told: str) -> str:
    """A shell gives each proposal one line."""
    return told if len(told) <= 60 else f"{told[:59].rstrip()}…"
