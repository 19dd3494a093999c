"""A small plan with one of everything that an export has to tell apart."""

CALENDAR = """\
years:
  2024/25:
    autumn: {starts: 2024-09-02, ends: 2024-12-20, half_term: [2024-10-28, 2024-11-01]}
    spring: {starts: 2025-01-06, ends: 2025-04-04, half_term: [2025-02-17, 2025-02-21]}
    summer: {starts: 2025-04-22, ends: 2025-07-22, half_term: [2025-05-26, 2025-05-30]}
"""
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
FILES = {
    "plan.yaml": ABOUT,
    "people.yaml": PEOPLE,
    "calendar.yaml": CALENDAR,
    "aims/1-people.yaml": AIM,
    **{f"records/{name}": text for name, text in RECORDS.items()},
}
"""Paths within the plan folder → text."""
