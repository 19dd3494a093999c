"""The sheets of an export beside its work: the plan itself, and its people."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sipctl.intake.workbook.fact_rows import (
    one_text,
    only_row,
    read_id,
    take_rows,
    texts,
    unique_rows,
)
from sipctl.intake.workbook.sheets import day_of, fits
from sipctl.plan.model import entries as m
from sipctl.plan.model import scalars as w
from sipctl.views.exports import layout as s

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from sipctl.intake.workbook.fact_rows import Facts
    from sipctl.intake.workbook.sheets import SheetRow


_LINK = re.compile(r"(.*) \(([0-9, ]*)\)", re.DOTALL)


def about(facts: Facts, kpis: tuple[m.Kpi, ...]) -> m.About | None:
    """plan.yaml; None where the sheet is missing. Raises Refusal where a needed row is missing."""
    if not facts:
        return None
    whose = "School" if "School" in facts and "Trust" not in facts else "Trust"
    title, name, runs = (only_row(facts, what) for what in ("Title", whose, "Runs"))
    body = m.Body(name=name.needed("Text"), short=name.text("Id"))
    return m.About(
        title=title.needed("Text"),
        trust=body if whose == "Trust" else None,
        school=body if whose == "School" else None,
        runs=m.Runs(from_=runs.needed_day("Text"), to=runs.needed_day("Also")),
        source=one_text(facts, "Source"),
        endorsement=one_text(facts, "Endorsement"),
        mission=texts(facts, "Mission"),
        vision=one_text(facts, "Vision"),
        accountability=texts(facts, "Accountability"),
        values=tuple(
            m.Value(name=line.needed("Text"), nolan=s.unjoined(line.take("Also")))
            for line in take_rows(facts, "Value")
        ),
        global_priority=one_text(facts, "Global priority"),
        kpis=kpis,
        settings=_settings(facts),
        query=title.text("Also"),
    )


def _settings(facts: Facts) -> m.Settings:
    soon = [line.read("Text", w.Days) for line in take_rows(facts, "Due soon")[:1]]
    quarters = [line.read("Text", w.Quarters) for line in take_rows(facts, "Quarters")[:1]]
    return m.Settings(
        review=one_text(facts, "Review") or "termly",
        quarters=next(filter(None, quarters), None),
        due_soon=next(filter(None, soon), 14),
        colours={
            line.needed("Id"): line.read("Text", w.Slug) or line.needed("Text")
            for line in unique_rows(take_rows(facts, "Colour"))
        },
    )


def people(facts: Facts) -> m.People | None:
    """people.yaml without its leads; None where the sheet is missing."""
    if not facts:
        return None
    return m.People(
        trustees=_overseers(take_rows(facts, "Trustee")),
        governors=_overseers(take_rows(facts, "Governor")),
        committees=tuple(
            m.Committee(
                id=read_id(line, w.Slug),
                name=line.needed("Text"),
                oversees=tuple(map(int, line.several("Also", w.AimId))),
            )
            for line in take_rows(facts, "Committee")
        ),
        academies={
            read_id(line, w.Academy): m.AcademyEntry(name=line.text("Text"), **_membership(line))
            for line in unique_rows(take_rows(facts, "Academy"))
        },
        query=one_text(facts, "People query"),
    )


def _membership(line: SheetRow) -> dict[str, date]:
    """From and to which day an academy is in the trust: `joined 2025-01-01, left 2026-08-31`."""
    days: dict[str, date] = {}
    for part in filter(None, (line.text("Also") or "").split(",")):
        word, _, text = part.strip().partition(" ")
        day = day_of(text)
        if word not in ("joined", "left") or day is None:
            message = f'"{part.strip()}" does not say when it joined or left'
            raise line.refusal("Also", message, "write joined 2025-01-01, left 2026-08-31")
        days[word] = day
    return days


def _overseers(lines: list[SheetRow]) -> tuple[m.Overseer, ...]:
    links: dict[str, list[m.Link]] = {}
    for line in lines:
        mine = links.setdefault(line.needed("Text"), [])
        text = line.take("Also")
        if text.strip():
            mine.append(_link(text))
    return tuple(
        m.Overseer(name=name, links=tuple(links_of_one)) for name, links_of_one in links.items()
    )


def _link(text: str) -> m.Link:
    """`SEND (1, 2)`; a role without aims may stand alone."""
    match = _LINK.fullmatch(text)
    aims = [aim for aim in match[2].replace(",", " ").split() if aim] if match else []
    if not match or not match[1].strip() or not all(fits(aim, w.AimId) for aim in aims):
        return m.Link(role=text)
    return m.Link(role=match[1], oversees=tuple(map(int, aims)))


def leads(lines: Iterable[SheetRow]) -> dict[str, m.Lead]:
    """The leads' sheet; of two rows of one lead the first."""
    known: dict[str, m.Lead] = {}
    for line in lines:
        name = line.peek("Lead").strip()
        if name and name not in known:
            known[line.read("Lead", w.Initials)] = m.Lead(
                role=line.text("Role"), group=line.yes("Team"), left=line.day("Left")
            )
    return known
