"""A small trust whose academies record different things of the same work, for that academy alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from support.calendars import ONE_YEAR

if TYPE_CHECKING:
    from pathlib import Path

DAY, TERM = "2025-04-10", "spring-2025"
ABOUT = """\
title: Trust Plan 2024-25
trust: {name: River Trust, short: RT}
runs: {from: 2024-09-01, to: 2025-08-31}
kpis:
  - {id: t.k1, measure: Parents who recommend us, monitored: Summer 2025}
"""
PEOPLE = """\
leads: {JK: {role: Head}, SD: {}, AB: {}}
committees:
  - {id: far, name: Finance Committee, oversees: [1]}
academies: {WPSA: {}, WPPA: {}, WGPA: {}}
"""
AIM = """\
id: 1
title: People
areas:
  - id: 1a
    title: Staff
    activities:
      - {id: 1a.1, title: Train everybody, leads: [JK, SD], when: March 2025}
      - {id: 1a.2, title: Paint the hall, leads: [SD], academies: [WPSA], when: Spring 2025}
      - {id: 1a.3, title: Hear readers, leads: [JK], academies: [WPSA, WPPA], when: half-termly}
      - {id: 1a.4, title: Move the library, leads: [JK], when: Summer 2025}
      - {id: 1a.5, title: Agree a policy, leads: [SD], when: December 2024}
      - {id: 1a.6, title: Open a club, leads: [SD], when: March 2025}
      - {id: 1a.7, title: Meet families, leads: [SD], when: Autumn 2024 and ongoing}
      - {id: 1a.8, title: Survey roofs, leads: [SD], when: {Draft: January 2025, Final: July 2025}}
      - {id: 1a.9, title: Let the field, leads: [SD], when: March 2025}
      - {id: 1a.10, title: Buy chairs, leads: [AB], when: March 2025}
      - {id: 1a.11, title: Hire a cook, leads: [JK], when: March 2025}
      - {id: 1a.12, title: Look at fees, leads: [JK], when: termly}
      - {id: 1a.14, title: Water the garden, leads: [SD], when: termly}
      - {id: 1a.15, title: Clear the attic, leads: [], when: March 2025}
      - id: 1a.13
        title: Join the payrolls
        leads: [JK]
        when: Summer 2025
        moved: [{from: Spring 2025, date: 2025-02-03, agreed: Trustees, why: The bank}]
    kpis:
      - {id: 1a.k1, measure: Staff who stay, monitored: termly, target: {value: 90, unit: "%", from: 80}}
      - {id: 1a.k2, measure: Meals, academies: [WPPA], monitored: Spring 2025, leads: [SD]}
      - id: 1a.k3
        measure: Lessons seen
        monitored: termly
        leads: [AB]
        target: {value: 90, unit: "%", from: 80}
      - {id: 1a.k4, measure: Books kept, monitored: half-termly, leads: [AB]}
      - {id: 1a.k5, measure: Visits, monitored: November 2024 and March 2025, leads: [AB]}
      - id: 1a.k6
        measure: Slips counted
        monitored: half-termly
        leads: [AB]
        target: {value: 5, from: 9, better: lower, by: Summer 2025}
        retired: {date: 2025-01-20, why: Nobody counts them}
"""
RECORDS = """\
2025-03-01 1a.1 JK complete WPSA
2025-03-02 1a.1 JK complete WPPA
2025-02-26 1a.2 SD off-track WPSA | No time in WPSA
2024-10-10 1a.3 JK on-track WPSA
2024-12-10 1a.3 JK on-track WPSA
2025-02-03 1a.3 JK on-track WPSA
2025-03-03 1a.3 JK on-track WPSA
2025-03-04 1a.3 JK at-risk WPPA | WPPA has no room
2025-03-10 1a.4 JK off-track WGPA | WGPA has no time at all
2025-03-12 1a.4 JK on-track WPSA | WPSA is fine
2024-12-10 1a.5 SD complete
2025-02-01 1a.5 SD off-track WGPA | It came undone in WGPA
2025-02-10 1a.6 SD paused WPPA | WPPA waits
2025-03-20 1a.6 SD complete WPSA
2025-02-10 1a.7 SD at-risk WPSA | An old worry
2025-03-01 1a.7 SD on-track | All is well
2025-02-10 1a.9 SD withdrawn WPPA | Not here
2025-02-11 1a.10 AB paused | No money
2025-02-12 1a.11 JK complete WPSA
2025-02-12 1a.11 JK complete WPPA
2025-02-13 1a.11 JK complete WGPA
2025-02-14 1a.12 JK on-track
2025-02-15 1a.14 SD withdrawn WPPA | No garden
2025-02-16 1a.15 AB complete WPSA
2025-03-01 1a.k1 JK 84 WPSA
2025-03-01 1a.k1 JK 91 WPPA
2025-03-03 1a.k1 JK 7 WGPA
2025-03-05 1a.k2 SD met WPPA
2024-11-01 1a.k3 AB 84
2025-03-08 1a.k3 AB 95
2025-03-20 1a.k3 AB 93
2024-10-21 1a.k6 AB not-met
2024-11-04 1a.k4 AB not-met
2025-03-09 1a.k4 AB partly-met
"""


def write(folder: Path) -> Path:
    """Writes the plan under `folder`, and gives the folder that holds `plan/`."""
    files = {
        "plan.yaml": ABOUT,
        "people.yaml": PEOPLE,
        "calendar.yaml": ONE_YEAR,
        "aims/1-people.yaml": AIM,
        **dict(map(_record, RECORDS.splitlines())),
    }
    for path, text in files.items():
        file = folder / "plan" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return folder


def _record(line: str) -> tuple[str, str]:
    """The path and text of `2025-03-01 1a.1 JK complete WPSA | note`."""
    words, _, note = line.partition(" | ")
    day, name, by, result, *academy = words.split()
    lines = [f"{'kpi' if 'k' in name else 'activity'}: {name}", f"date: {day}", f"by: {by}"]
    if "k" not in name:
        lines.append(f"status: {result}")
    else:
        is_value = result.isdigit()
        lines += [f'value: "{result}"', 'unit: "%"'] if is_value else [f"result: {result}"]
    lines += [f"academy: {academy[0]}"] if academy else []
    lines += [f"note: {note}"] if note else []
    place = "-".join([day, name, by, *academy])
    return f"records/{place}.yaml", "\n".join(lines) + "\n"


if __name__ == "__main__":
    import sys
    from pathlib import Path as Folder

    write(Folder(sys.argv[1]))
