"""Shell completion: the ids, leads, terms and statuses that TAB proposes, from the plan at hand.

A plan that is broken, or not there, proposes nothing and is no error.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer  # noqa: TC002 - Typer reads these functions' annotations

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from sipctl.cli.session import Session
    from sipctl.plan.model.entry import Entry

    Known = Iterable[tuple[str, str]]
    """The words that a plan knows, with a description of each."""

Proposals = list[tuple[str, str]]
"""Words with a description of each."""


def _completer(
    known: Callable[[Session], Known],
) -> Callable[[typer.Context, str], Proposals]:
    """A function for TAB that proposes those of the plan's words that begin as typed."""

    def complete(ctx: typer.Context, incomplete: str) -> Proposals:
        from sipctl.cli.session import open_plan
        from sipctl.plan.model.entries import id_key
        from sipctl.views.text.english import safe_text

        try:
            session = open_plan((ctx.params or {}).get("plan"))
            descriptions = {
                word: _shorten(safe_text(description))
                for word, description in known(session)
                if word.startswith(incomplete)
            }
        except Exception:
            return []
        return sorted(descriptions.items(), key=lambda pair: id_key(pair[0]))

    return complete


@_completer
def leads(session: Session) -> Known:
    """Initials, with the role where the plan says one."""
    from sipctl.plan.state.filters import known_leads_of

    people = session.plan.people.leads
    for initials in known_leads_of(session.plan):
        entry = people.get(initials)
        yield initials, (entry.role or "") if entry else ""


@_completer
def aims(session: Session) -> Known:
    """Aims by number."""
    from sipctl.plan.model.entries import Aim

    return _titles(session, Aim)


@_completer
def areas(session: Session) -> Known:
    """Areas by id."""
    from sipctl.plan.model.entries import Area

    return _titles(session, Area)


@_completer
def academies(session: Session) -> Known:
    """Academies by short name."""
    return ((name, "") for name in session.plan.people.academies)


@_completer
def committees(session: Session) -> Known:
    """Committees by short name."""
    return ((committee.id, committee.name) for committee in session.plan.people.committees)


@_completer
def frameworks(session: Session) -> Known:
    """Frameworks by short name."""
    return ((framework.id, framework.title) for framework in session.plan.frameworks.values())


@_completer
def terms(session: Session) -> Known:
    """Terms of the calendar by key."""
    return ((term.key, term.title) for term in session.context.calendar.terms)


@_completer
def ids(session: Session) -> Known:
    """Whatever has an id, and leads: whatever `show` can show."""
    plan = session.plan
    yield from _titles(session)
    yield from ((committee.id, committee.name) for committee in plan.people.committees)
    yield from ((initials, "lead") for initials in plan.people.leads)
    yield from ((framework.id, framework.title) for framework in plan.frameworks.values())
    yield from ((name, part.title) for name, part in plan.parts.items())


@_completer
def activities(session: Session) -> Known:
    """Activities: whatever can be moved."""
    from sipctl.plan.model.entries import Activity

    return _titles(session, Activity)


@_completer
def work(session: Session) -> Known:
    """Aims, areas, activities and KPIs: whatever a record can be about."""
    from sipctl.plan.model.entries import Activity, Aim, Area, Kpi

    return _titles(session, Aim, Area, Activity, Kpi)


@_completer
def boards(session: Session) -> Known:
    """The boards that may ask or decide: meetings and committees."""
    from sipctl.plan.state.board_questions import boards_of

    return boards_of(session.plan).items()


def statuses(ctx: typer.Context, incomplete: str) -> Proposals:
    """Statuses; after a KPI's id on the line, results; after an aim's or area's, nothing."""
    from sipctl.plan.model.scalars import RESULTS, STATUSES

    name = str((ctx.params or {}).get("id") or "")
    if name and "." not in name:
        return []
    words = RESULTS if ".k" in name else STATUSES
    return [(word, "") for word in words if word.startswith(incomplete)]


def _titles(session: Session, *kinds: type[Entry]) -> Known:
    """The id and title of every entry of some kinds."""
    return ((thing.id, thing.title) for thing in session.plan.walk(*kinds))


def _shorten(description: str) -> str:
    """A description of 60 characters at most: a shell gives each proposal one line."""
    return description if len(description) <= 60 else f"{description[:59].rstrip()}…"
