"""Plans of any size for the benchmarks: `python tests/benchmarks/generate.py DIR --activities N`.

The same numbers give the same plan. Phrases, titles and records are of the kinds that trusts write,
in about the proportions in which they write them; every plan is sound.
"""

from __future__ import annotations

import argparse
import hashlib
import random
from datetime import date, timedelta
from pathlib import Path
from string import ascii_lowercase

A_FILE, AN_AREA = 100, 20
"""Activities in one aim's file, and in one of its areas."""

PLACES = (
    *("Arun", "Adur", "Rother", "Ouse", "Weald", "Downs", "Cuckmere", "Ashdown", "Lavant", "Mole"),
    *("Wey", "Medway", "Stour", "Itchen", "Test", "Avon", "Severn", "Trent", "Tees", "Eden"),
)
KINDS = ("Learning Trust", "Academies Trust", "Schools Partnership", "Education Trust")
SUBJECTS = (
    *("Teaching", "People", "Pupils", "Governance", "Finance", "Estates", "Community", "Growth"),
    *("Inclusion", "Digital", "Safeguarding", "Attendance"),
)
VERBS = ("Review", "Launch", "Agree", "Train staff in", "Publish", "Audit", "Bring in", "Extend")
OBJECTS = (
    *("the reading curriculum", "the people strategy", "lesson visits", "phonics groups"),
    *("the estates plan", "HR software", "the risk register", "attendance letters"),
    *("moderation of writing", "the wellbeing offer", "the website", "leaders' coaching"),
    *("budget forecasts", "SEND provision maps", "transition to secondary", "wraparound care"),
)
SCOPE = (
    "",
    " in each academy",
    " with governors",
    " for new staff",
    " in early years",
    " in maths",
)
PHRASES = (
    *(["Spring 2025", "Autumn 2025", "Summer 2025", "Spring 2026", "Summer 2026"] * 4),
    *(["January 2025", "November 2024", "April 2025", "by December 2025", "July 2026"] * 2),
    *(["termly", "half-termly", "January 2025 and then termly", "annually", "monthly"] * 2),
    *("Autumn 2024 and ongoing", "ongoing", "every February and July", "at each LGB meeting"),
    *("Spring and Summer 2025", "14 March 2025", "by the end of Spring 2026", "2025/26"),
    *("between Easter 2025 and Spring 2026", "as needed", "Easter 2025"),
)
PEOPLE = """\
leads:
  JM: {role: Chief executive}
  SD: {role: Director of education}
  JK: {role: HR director}
  KH: {}
  JH: {role: Finance director}
  CT: {role: Central team, group: true}
  AB: {}
  PW: {}
trustees:
  - {name: Ann Reed, links: [{role: Safeguarding, oversees: [AIMS]}]}
committees:
  - {id: far, name: "Finance, Audit & Risk Committee", oversees: [1]}
academies:
  NORTH: {name: North Academy}
  SOUTH: {name: South Academy}
"""
LEADS = ("JM", "SD", "JK", "KH", "JH", "CT", "AB", "PW")
CALENDAR = """\
years:
  2024/25:
    autumn: {starts: 2024-09-02, ends: 2024-12-20, half_term: [2024-10-28, 2024-11-01]}
    spring: {starts: 2025-01-06, ends: 2025-04-04, half_term: [2025-02-17, 2025-02-21]}
    summer: {starts: 2025-04-22, ends: 2025-07-22, half_term: [2025-05-26, 2025-05-30]}
  2025/26:
    autumn: {starts: 2025-09-03, ends: 2025-12-19, half_term: [2025-10-27, 2025-10-31]}
    spring: {starts: 2026-01-05, ends: 2026-03-27, half_term: [2026-02-16, 2026-02-20]}
    summer: {starts: 2026-04-13, ends: 2026-07-22, half_term: [2026-05-25, 2026-05-29]}
  2026/27:
    autumn: {starts: 2026-09-02, ends: 2026-12-18, half_term: [2026-10-26, 2026-10-30]}
    spring: {starts: 2027-01-04, ends: 2027-03-25, half_term: [2027-02-15, 2027-02-19]}
    summer: {starts: 2027-04-12, ends: 2027-07-21, half_term: [2027-05-31, 2027-06-04]}
closed: [2024-09-02, 2025-05-05]
meetings:
  lgb: {name: Local governing body, every: half-termly, dates: [2024-11-20, 2025-01-22]}
"""
STATUSES = ("on-track", "on-track", "on-track", "at-risk", "off-track", "complete", "paused")
FIRST_DAY, DAYS = date(2024, 9, 2), 320
TERMS = ((date(2025, 4, 22), "summer"), (date(2025, 1, 6), "spring"), (FIRST_DAY, "autumn"))


def make_plan(folder: Path, activities: int, records: int = 0, seed: int = 1) -> None:
    """Write a sound plan of so many activities and records into `folder`, which holds plan.yaml."""
    chance = random.Random(seed)
    trust = f"{PLACES[seed % len(PLACES)]} {KINDS[seed // len(PLACES) % len(KINDS)]} {seed}"
    write(folder / "plan.yaml", about(trust, seed))
    aims = ", ".join(str(aim) for aim in range(1, max(activities - 1, 0) // A_FILE + 2))
    write(folder / "people.yaml", PEOPLE.replace("AIMS", aims))
    write(folder / "calendar.yaml", CALENDAR)
    ids = []
    for aim, first in enumerate(range(0, max(activities, 1), A_FILE), start=1):
        count = min(A_FILE, activities - first)
        title = SUBJECTS[(aim - 1) % len(SUBJECTS)]
        text, aim_ids = an_aim(aim, title, count, chance)
        write(folder / "aims" / f"{aim}-{title.lower()}.yaml", text)
        ids += aim_ids
    for number in range(records if ids else 0):
        write_record(folder, *ids[number * 7919 % len(ids)], number, chance)


def about(trust: str, seed: int) -> str:
    """plan.yaml."""
    return (
        f"title: Improvement Plan 2024–27\ntrust: {{name: {trust}, short: T{seed}}}\n"
        "runs: {from: 2024-09-01, to: 2027-08-31}\n"
        "kpis:\n  - {id: t.k1, measure: More families choose us first, monitored: annually}\n"
    )


def an_aim(
    aim: int, title: str, count: int, chance: random.Random
) -> tuple[str, list[tuple[str, str]]]:
    """One aim's file, and the ids of its activities with whoever leads them."""
    lines, ids = [f"id: {aim}", f"title: {title}", "areas:"], []
    for index, first in enumerate(range(0, max(count, 1), AN_AREA)):
        area = f"{aim}{ascii_lowercase[index]}"
        lines += [
            *(f"  - id: {area}", f"    title: {title}, part {index + 1}", "    priorities:"),
            f"      - {{id: {area}.p1, title: Do it well}}",
            "    activities:" if count else "    activities: []",
        ]
        for number in range(1, min(AN_AREA, count - first) + 1):
            lead = chance.choice(LEADS)
            ids.append((f"{area}.{number}", lead))
            lines += an_activity(f"{area}.{number}", lead, area, chance)
        lines += [
            *("    kpis:", f"      - id: {area}.k1"),
            *(f"        measure: More is done in {title.lower()}", "        monitored: termly"),
        ]
    return "\n".join(lines) + "\n", ids


def an_activity(name: str, lead: str, area: str, chance: random.Random) -> list[str]:
    """The lines of one activity."""
    title = f"{chance.choice(VERBS)} {chance.choice(OBJECTS)}{chance.choice(SCOPE)}"
    second = chance.choice(LEADS)
    leads = lead if second == lead or chance.random() < 0.7 else f"{lead}, {second}"
    lines = [f"      - id: {name}", f"        title: {title}", f"        leads: [{leads}]"]
    if chance.random() < 0.4:
        lines += ["        detail: It takes a plan, a person who answers for it, and a date."]
    if chance.random() < 0.5:
        lines += [f"        priority: {area}.p1"]
    if chance.random() < 0.1:
        lines += [
            "        when:",
            "          Launch: January 2025",
            "          Review: Summer 2025",
        ]
    else:
        lines += [f"        when: {chance.choice(PHRASES)}"]
    return lines


def write_record(folder: Path, name: str, lead: str, number: int, chance: random.Random) -> None:
    """One record's file: a status of an activity on some day of the first year."""
    day = FIRST_DAY + timedelta(days=chance.randrange(DAYS))
    status = chance.choice(STATUSES)
    clock = f"{8 + number % 9:02}:{number % 60:02}:{number // 60 % 60:02}"
    text = f"activity: {name}\ndate: {day}\nby: {lead}\nat: {clock}\nstatus: {status}\n"
    text += f"note: Told at meeting {number}\n"
    if status == "complete":
        text += "evidence: [Minutes]\n"
    digits = hashlib.sha256(text.encode()).hexdigest()[:6]
    term = next(term for starts, term in TERMS if day >= starts)
    write(folder / "records" / "2024-25" / term / f"{day}-{name}-{lead}-{digits}.yaml", text)


def write(path: Path, text: str) -> None:
    """Write a file, and the folders that it stands in."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")


def main() -> None:
    """Make plans as the command line asks: one in DIR/plan, or many in DIR/0001/plan and on."""
    parser = argparse.ArgumentParser(description="Make sound plans of any size.")
    parser.add_argument("folder", metavar="DIR", type=Path)
    parser.add_argument("--activities", metavar="N", type=int, default=100)
    parser.add_argument("--records", metavar="M", type=int, default=0)
    parser.add_argument("--plans", metavar="K", type=int, default=1)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    for number in range(asked.plans):
        inside = asked.folder / f"{number + 1:04}" if asked.plans > 1 else asked.folder
        make_plan(inside / "plan", asked.activities, asked.records, asked.seed + number)


if __name__ == "__main__":
    main()
