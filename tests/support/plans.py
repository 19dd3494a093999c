"""The named plans that tests share: path within the plan folder → text.

TINY is the least that answers a question: one area, two activities, one year. SCHOOL has one of
everything that an answer has to tell apart. EVERYTHING, a folder under tests/plans, uses every key
of the format. `support/federation.py` writes a fourth, two years of three schools with records.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from support.calendars import ONE_YEAR

if TYPE_CHECKING:
    from sipctl.plan.model.entries import Plan

EVERYTHING = Path(__file__).parents[1] / "plans" / "everything"
"""The folder that holds `plan/`."""

TINY = {
    "plan.yaml": "title: A plan\nschool: {name: S}\nruns: {from: 2024-09-01, to: 2025-08-31}\n",
    "people.yaml": "leads: {JK: {}, SD: {}}\n",
    "calendar.yaml": "years:\n  2024/25:\n"
    "    autumn: {starts: 2024-09-02, ends: 2024-12-20}\n"
    "    spring: {starts: 2025-01-06, ends: 2025-04-04}\n"
    "    summer: {starts: 2025-04-22, ends: 2025-07-22}\n",
    "aims/1-teaching.yaml": "id: 1\ntitle: Teaching\nareas:\n  - id: 1a\n    title: Reading\n"
    "    activities:\n"
    "      - {id: 1a.1, title: Choose, leads: [JK], when: Spring 2025}\n"
    "      - {id: 1a.2, title: Tell, leads: [SD], when: Summer 2025}\n",
}

ABOUT = """\
title: School Plan 2024–25
school: {name: Hill School, short: HS}
runs: {from: 2024-09-01, to: 2025-08-31}
"""
PEOPLE = """\
leads:
  JK: {role: HR director}
  SD: {}
committees:
  - {id: pcg, name: People Group, oversees: [1]}
"""
AIM = """\
id: 1
title: "=People, learning"
areas:
  - id: 1a
    title: Staff
    priorities: [{id: 1a.p1, title: Keep staff}]
    activities:
      - {id: 1a.1, title: "=HYPERLINK(1)", leads: [JK, SD], when: Spring 2025, priority: 1a.p1}
      - id: 1a.2
        title: Map forums
        detail: "Two lines;\\nwith, commas"
        leads: [SD]
        when:
          Launch: January 2025
          Grow: Spring and Summer 2025
        moved:
          - {milestone: Launch, from: Autumn 2024, date: 2024-12-02, agreed: Trustees, why: Ill}
      - {id: 1a.3, title: Look at policies, leads: [JK], when: termly}
      - {id: 1a.4, title: Help when asked, leads: [SD], when: as needed}
      - {id: 1a.5, title: Close the site, leads: [], when: July 2025}
      - {id: 1a.6, title: "-1 in, +1 out", leads: [JK], when: monthly}
      - {id: 1a.7, title: "@Trustees", leads: [JK]}
    kpis:
      - {id: 1a.k1, measure: "+5 % stay", baseline: Autumn 2024, monitored: termly, leads: [SD]}
"""
RECORDS = {
    "2025-01-20-1a.2-SD.yaml": "activity: 1a.2\ndate: 2025-01-20\nby: SD\nat: 09:30:15\nstatus: complete\nfor: Launch\n",
    "2024-11-05-1a.6-JK.yaml": "activity: 1a.6\ndate: 2024-11-05\nby: JK\nstatus: on-track\n",
    "2025-02-03-1a.5-SD.yaml": "activity: 1a.5\ndate: 2025-02-03\nby: SD\nstatus: withdrawn\nnote: Sold\nconfidential: SECRET\n",
}
SCHOOL = {
    "plan.yaml": ABOUT,
    "people.yaml": PEOPLE,
    "calendar.yaml": ONE_YEAR,
    "aims/1-people.yaml": AIM,
    **{f"records/{name}": text for name, text in RECORDS.items()},
}


def plan_of(files: dict[str, str]) -> Plan:
    """The plan of some files, which must all load."""
    from sipctl.store.files.source import Source
    from sipctl.store.load import load

    loaded = load(Source(path, text.encode()) for path, text in files.items())
    assert loaded.ok, loaded.faults
    return loaded.plan()


def school_plan(files: dict[str, str] = SCHOOL) -> Plan:
    """The plan SCHOOL, or one made of it."""
    return plan_of(files)
