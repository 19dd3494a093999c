"""Shell completion: the ids, leads, terms and statuses that TAB proposes, from the plan at hand.

A plan that is broken, or not there, proposes nothing and is no error.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer  # noqa: TC002 - Typer reads these functions' annotations

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from sipctl.cli.session import Session
    from sipctl.plan.model.entry import Entry

Proposals = list[tuple[str, str]]
"""Words with a description of each."""


def leads(ctx: typer.Context, incomplete: str) -> Proposals:
    """Initials, with the role where the plan says one."""

    def known(session: Session) -> Iterator[tuple[str, str]]:
        from sipctl.plan.state.filters import known_leads_of

        people = session.plan.people.leads
        for initials in known_leads_of(session.plan):
            entry = people.get(initials)
            yield initials, (entry.role or "") if entry else ""

    return _proposals(ctx, incomplete, known)


def aims(ctx: typer.Context, incomplete: str) -> Proposals:
    """Aims by number."""
    from sipctl.plan.model.entries import Aim

    return _proposals(ctx, incomplete, lambda session: _titles(session, Aim))


def areas(ctx: typer.Context, incomplete: str) -> Proposals:
    """Areas by id."""
    from sipctl.plan.model.entries import Area

    return _proposals(ctx, incomplete, lambda session: _titles(session, Area))


def academies(ctx: typer.Context, incomplete: str) -> Proposals:
    """Academies by short name."""

    def known(session: Session) -> Iterator[tuple[str, str]]:
        for name in session.plan.people.academies:
            yield name, ""

    return _proposals(ctx, incomplete, known)


def committees(ctx: typer.Context, incomplete: str) -> Proposals:
    """Committees by short name."""

    def known(session: Session) -> Iterator[tuple[str, str]]:
        for committee in session.plan.people.committees:
            yield committee.id, committee.name

    return _proposals(ctx, incomplete, known)


def frameworks(ctx: typer.Context, incomplete: str) -> Proposals:
    """Frameworks by short name."""

    def known(session: Session) -> Iterator[tuple[str, str]]:
        for framework in session.plan.frameworks.values():
            yield framework.id, framework.title

    return _proposals(ctx, incomplete, known)


def terms(ctx: typer.Context, incomplete: str) -> Proposals:
    """Terms of the calendar by key."""

    def known(session: Session) -> Iterator[tuple[str, str]]:
        for term in session.context.calendar.terms:
            yield term.key, term.title

    return _proposals(ctx, incomplete, known)


def ids(ctx: typer.Context, incomplete: str) -> Proposals:
    """Whatever has an id, and leads: whatever `show` can show."""

    def known(session: Session) -> Iterator[tuple[str, str]]:
        yield from _titles(session)
        yield from ((body.id, body.name) for body in session.plan.people.committees)
        for initials in session.plan.people.leads:
            yield initials, "lead"
        for framework in session.plan.frameworks.values():
            yield framework.id, framework.title
        yield from ((name, part.title) for name, part in session.plan.parts.items())

    return _proposals(ctx, incomplete, known)


def activities(ctx: typer.Context, incomplete: str) -> Proposals:
    """Activities: whatever can be moved."""
    from sipctl.plan.model.entries import Activity

    return _proposals(ctx, incomplete, lambda session: _titles(session, Activity))


def work(ctx: typer.Context, incomplete: str) -> Proposals:
    """Aims, areas, activities and KPIs: whatever a record can be about."""
    from sipctl.plan.model.entries import Activity, Aim, Area, Kpi

    return _proposals(ctx, incomplete, lambda session: _titles(session, Aim, Area, Activity, Kpi))


def boards(ctx: typer.Context, incomplete: str) -> Proposals:
    """The boards that may ask or decide: meetings and committees."""
    from sipctl.plan.state.board_questions import boards_of

    return _proposals(ctx, incomplete, lambda session: boards_of(session.plan).items())


def statuses(ctx: typer.Context, incomplete: str) -> Proposals:
    """The words of a record: a KPI's if a KPI stands before it on the line, no aim's or area's."""
    from sipctl.plan.model.scalars import RESULTS, STATUSES

    name = str((ctx.params or {}).get("id") or "")
    if name and "." not in name:
        return []
    words = RESULTS if ".k" in name else STATUSES
    return [(word, "") for word in words if word.startswith(incomplete)]


def _titles(session: Session, *kinds: type[Entry]) -> Iterator[tuple[str, str]]:
    """The id and title of every entry of some kinds."""
    return ((thing.id, thing.title) for thing in session.plan.walk(*kinds))


def _proposals(
    ctx: typer.Context, incomplete: str, known: Callable[[Session], Iterable[tuple[str, str]]]
) -> Proposals:
    """The known words that begin with what is typed, each with its description, in order of id."""
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


def _shorten(description: str) -> str:
    """A shell gives each proposal one line."""
    return description if len(description) <= 60 else f"{description[:59].rstrip()}…"
