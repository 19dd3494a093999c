"""A plan to draw: every state, kind of date and awkward title there is, and snapshots of pictures."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from sipctl.plan.context import timing_context
from sipctl.plan.state.filters import Filters
from sipctl.store.load import load
from sipctl.store.yaml.read import Source
from support.calendars import TWO_YEARS

if TYPE_CHECKING:
    from sipctl.plan.model.entries import Plan
    from sipctl.plan.timing import TimingContext

DAY = date(2025, 3, 31)
EVERYTHING = Filters()

PLAN = """\
title: Improvement Plan 2024–26
trust: {name: Elm Tree Trust, short: ETT}
runs: {from: 2024-09-01, to: 2026-08-31}
"""
PEOPLE = """\
leads:
  AB: {role: Head of People}
  CD: {}
  CT: {role: Central team, group: true}
  EF: {left: 2025-02-28}
academies: {Elm: {}, Oak: {}}
"""
TWO_TERMS = """\
years:
  2024/25:
    first: {starts: 2024-08-20, ends: 2024-12-20}
    second: {starts: 2025-01-06, ends: 2025-06-20}
"""
SIX_TERMS = """\
years:
  2024/25:
    term1: {starts: 2024-09-02, ends: 2024-10-18}
    term2: {starts: 2024-10-28, ends: 2024-12-20}
    term3: {starts: 2025-01-06, ends: 2025-02-14}
    term4: {starts: 2025-02-24, ends: 2025-04-04}
    term5: {starts: 2025-04-22, ends: 2025-05-23}
    term6: {starts: 2025-06-02, ends: 2025-07-22}
"""
OVERLAPPING = """\
years:
  2024/25:
    autumn: {starts: 2024-09-02, ends: 2025-02-01, half_term: [2025-01-20, 2025-03-01]}
    spring: {starts: 2025-01-06, ends: 2025-01-01}
    summer: {starts: 2024-12-01, ends: 2025-07-22}
  2027/28:
    autumn: {starts: 2027-09-02, ends: 2027-12-18}
"""
ONE = """\
id: 1
title: People and culture
areas:
  - id: 1a
    title: Staff
    activities:
      - {id: 1a.1, title: Publish the people strategy, leads: [AB], when: Autumn 2024}
      - {id: 1a.2, title: Review pay, leads: [AB], when: Spring 2025}
      - id: 1a.3
        title: Bring in the HR system
        leads: [AB, CD]
        starts: Autumn 2024
        when: {launch: January 2025, develop further: Spring and Summer 2025}
      - id: 1a.4
        title: Recruit governors
        leads: [AB]
        when: Autumn 2025
        moved:
          - {from: Autumn 2024, date: 2025-01-20, agreed: Trustees, why: Nobody applied}
          - {from: Spring 2025, date: 2025-03-24, agreed: CEO}
      - {id: 1a.5, title: Report to the board, leads: [CT], when: termly}
      - {id: 1a.6, title: Meet the unions, leads: [EF], when: half-termly from Spring 2025}
    kpis:
      - {id: 1a.k1, measure: Staff turnover falls, baseline: Spring 2025, monitored: termly}
"""
TWO = """\
id: 2
title: 学校の建物と土地 🏫
areas:
  - id: 2a
    title: Sites
    activities:
      - {id: 2a.1, title: 改善計画 – 日本語の長い題名がここにあります, leads: [CD], when: Summer 2025}
      - {id: 2a.2, title: שיפור בית הספר, leads: [CD], when: Autumn 2024, academies: [Elm]}
      - {id: 2a.3, title: 🧑 Train everyone 🎉 <now> & "soon", leads: [CD], when: April 2026}
      - {id: 2a.4, title: Mend the roof, leads: [CD], when: Spring 2026}
      - {id: 2a.5, title: Sell the field, leads: [CD], when: Spring 2026}
      - {id: 2a.6, title: Name the new hall, leads: []}
      - {id: 2a.10, title: Order chairs, leads: [], when: November 2024}
"""
RECORDS = {
    "a": "{activity: 1a.1, date: 2024-12-10, by: AB, status: complete}",
    "b": "{activity: 1a.2, date: 2025-03-20, by: AB, status: at-risk, note: Awaiting the union}",
    "c": "{activity: 1a.5, date: 2025-03-28, by: CT, status: on-track}",
    "d": "{activity: 2a.4, date: 2025-03-01, by: CD, status: paused, note: No money}",
    "e": "{activity: 2a.5, date: 2025-03-01, by: CD, status: withdrawn}",
    "f": "{activity: 1a.3, date: 2025-02-20, by: AB, status: complete, for: launch}",
    "g": "{kpi: 1a.k1, date: 2025-03-25, by: AB, value: 14.2, unit: '%', confidential: secret}",
    "h": "{activity: 2a.2, date: 2025-01-10, by: CD, status: off-track}",
}
FILES = {
    "plan.yaml": PLAN,
    "people.yaml": PEOPLE,
    "calendar.yaml": TWO_YEARS,
    "aims/1-people.yaml": ONE,
    "aims/2-sites.yaml": TWO,
} | {f"records/{name}.yaml": text for name, text in RECORDS.items()}


def opened(files: dict[str, str] = FILES, **instead: str) -> tuple[Plan, TimingContext]:
    """A plan from its files; `calendar="…"` puts another text in place of one of them."""
    changed = files | {f"{name}.yaml": text for name, text in instead.items()}
    loaded = load([Source(path, text.encode()) for path, text in sorted(changed.items())])
    assert loaded.ok, loaded.faults
    plan = loaded.plan()
    return plan, timing_context(plan)
