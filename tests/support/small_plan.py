"""A small plan of two aims that the tests of `due`, `list`, `show` and `when` ask."""

from __future__ import annotations

import json

from support.calendars import ONE_YEAR
from support.plans import ABOUT

PEOPLE = """\
leads:
  JK: {role: HR director}
  SD: {}
committees:
  - {id: far, name: "Finance, Audit & Risk Committee", oversees: [2]}
  - {id: pcg, name: People Group, oversees: [1]}
academies:
  HILL: {}
  VALE: {}
"""
AIM_1 = """\
id: 1
title: People
areas:
  - id: 1a
    title: Staff
    activities:
      - {id: 1a.1, title: Choose HR software, leads: [JK, SD], when: Spring 2025}
      - id: 1a.2
        title: Map forums
        leads: [SD]
        academies: [HILL]
        when:
          Launch: January 2025
          Grow: Summer 2025
      - {id: 1a.9, title: Look at policies, leads: [JK], when: termly}
      - {id: 1a.10, title: "Buy chairs [red] 椅子", leads: [], academies: [VALE], when: 4 April 2025}
    kpis:
      - {id: 1a.k1, measure: Staff stay, baseline: Autumn 2024, monitored: termly}
"""
AIM_2 = """\
id: 2
title: Money
areas:
  - id: 2a
    title: Budgets
    activities:
      - {id: 2a.1, title: Balance the budget, leads: [SD]}
      - {id: 2a.2, title: Help when asked, leads: [SD], when: as needed}
      - id: 2a.3
        title: Let the hall
        leads: [SD]
        when: July 2025
        moved:
          - {from: March 2025, date: 2025-02-03, agreed: Trustees, why: Roof works}
"""
RECORD = "activity: 1a.9\ndate: 2025-02-01\nby: JK\nstatus: at-risk\nnote: Two left\n"

FILES = {
    "plan.yaml": ABOUT,
    "people.yaml": PEOPLE,
    "calendar.yaml": ONE_YEAR,
    "aims/1-people.yaml": AIM_1,
    "aims/2-money.yaml": AIM_2,
    "records/2024-25/spring/2025-02-01-1a.9-JK.yaml": RECORD,
}


def states(text: str) -> list[tuple[str, str | None, str, int]]:
    """The id, milestone, state and days overdue of each row of a JSON answer."""
    return [
        (row["id"], row["milestone"], row["state"], row["days_overdue"])
        for row in json.loads(text)["rows"]
    ]
