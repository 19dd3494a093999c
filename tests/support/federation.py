"""A plan of the tests' own with two years of records: three schools by a river.

Everything is made from the tables below, the same every time. Regular work is recorded term by
term by a rule (each lead misses some), the rest as its story says.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

TERMS = {
    "2023/24": {
        "autumn": ("2023-09-04", "2023-12-20", "2023-10-23", "2023-10-27"),
        "spring": ("2024-01-08", "2024-03-28", "2024-02-12", "2024-02-16"),
        "summer": ("2024-04-15", "2024-07-23", "2024-05-27", "2024-05-31"),
    },
    "2024/25": {
        "autumn": ("2024-09-02", "2024-12-20", "2024-10-28", "2024-11-01"),
        "spring": ("2025-01-06", "2025-04-04", "2025-02-17", "2025-02-21"),
        "summer": ("2025-04-22", "2025-07-22", "2025-05-26", "2025-05-30"),
    },
    "2025/26": {
        "autumn": ("2025-09-03", "2025-12-19", "2025-10-27", "2025-10-31"),
        "spring": ("2026-01-05", "2026-03-27", "2026-02-16", "2026-02-20"),
        "summer": ("2026-04-13", "2026-07-22", "2026-05-25", "2026-05-29"),
    },
}
SECRET = "Two families have complained about the supply teacher in Otter class"
HOSTILE = (
    "<script>alert(1)</script> {{ 7*7 }} {% raw %} #set page(fill: red) *bold* _under_ | $x$ \\ "
    "#panic() `code` [link](javascript:x) ~tilde~ &lt; <!-- 'one' \"two\" שלום عالم 😀 漢字 – end"
)

PLAN = """\
title: Improvement Plan 2023–26
school: {name: Three Rivers Federation, short: TRF}
runs: {from: 2023-09-01, to: 2026-08-31}
source: Minute book of the federation, 12 July 2023
endorsement: The governing board stands behind this plan, and looked at each part of it in 2023.
mission: [Every child reads, Every child belongs]
vision: Three small schools that learn from each other and from the river between them.
accountability: [The full governing board meets every half term]
values:
  - {name: Kindness, nolan: [selflessness]}
  - {name: Courage, nolan: [leadership]}
global_priority: A river that children may swim in again
kpis:
  - {id: t.k1, measure: Parents who would recommend their child's school, target: 95 %, monitored: annually}
settings:
  review: termly
  due_soon: 14 days
  colours: {complete: blue, on-track: green, at-risk: amber, off-track: red, not-started: grey}
"""
PEOPLE = """\
leads:
  AB: {role: Executive head}
  CD: {role: Head of Otter school}
  EF: {role: Head of Heron school}
  GH: {role: Reading lead}
  JK: {role: Business manager}
  LM: {}
governors:
  - {name: Ada Marsh, links: [{role: Safeguarding, oversees: [2]}]}
  - {name: Tom Weir, links: [{role: Reading, oversees: [1]}]}
committees:
  - {id: curriculum, name: Curriculum Committee, oversees: [1]}
  - {id: resources, name: Resources Committee, oversees: [3]}
academies: {Otter: {}, Heron: {}, Dace: {name: Dace Infant School}}
"""

ACTIVITIES = """\
1a.1 | GH | Spring 2024 | Choose one phonics scheme for all three schools
1a.2 | GH,CD | Summer 2024 | Train every teacher in the phonics scheme
1a.3 | GH | termly | Hear the weakest fifth of readers read, school by school
1a.4 | CD | Autumn 2024 | Open a library that parents can borrow from | Otter
1a.5 | EF | Easter 2025 | Pair older and younger readers every week
1a.6 | GH | Summer 2025 | Publish what children have written about the river
1b.1 | AB | January, April and July 2025 | Moderate writing across the federation
1b.2 | EF | Spring 2025 | Write a curriculum for history that begins with the valley
1b.3 | CD | Autumn 2025 | Write a curriculum for geography that begins with the valley
1b.4 | EF | termly from Autumn 2023 | Visit each other's lessons
1b.5 | LM | Spring 2024 | Buy microscopes for pond dipping
2a.1 | AB | Autumn 2023 and ongoing | Meet every family that is worried about attendance
2a.2 | AB | December 2024 | Agree one behaviour policy
2a.3 | CD | Spring 2025 | Start a breakfast club | Otter
2a.4 | EF | Spring 2025 | Start a breakfast club | Heron
2a.5 | LM | Summer 2025 | Offer counselling one day a week
2b.1 | AB | half-termly | Review the single central record
2b.2 | AB | Spring 2025 | Train governors in safeguarding
2b.3 | | Spring 2025 | Draw up an emergency plan for floods
3a.1 | JK | Autumn 2024 | Join the three payrolls into one
3a.2 | JK | monthly from September 2024 | Report the budget to the chair
3a.3 | JK | March 2025 | Set a balanced budget for 2025/26
3a.4 | JK,AB | Autumn 2025 | Replace the boilers with heat pumps
3b.1 | JK | Spring 2025 | Survey every roof | Dace
3b.2 | LM | ad hoc | Let the hall to the village
"""
MOVES = {
    "1a.4": [("Spring 2024", "2024-03-20", "Curriculum Committee", "The shelves were flooded")],
    "1b.2": [("Autumn 2024", "2025-01-22", "Curriculum Committee", "The lead was on leave")],
    "2a.3": [
        ("Autumn 2024", "2024-12-05", "Full board", "No cook could be found"),
        ("January 2025", "2025-02-11", "Full board", None),
    ],
    "3b.1": [("Summer 2025", "2025-03-04", None, None)],
}
MORE = {
    "1a.2": "        after: [1a.1]\n        success: [Every teacher has been seen teaching it]\n",
    "2a.3": "        resources: 4,200 pounds from the village trust\n        see: [2a.4]\n",
    "1b.3": "        query: Does this wait for the new county atlas?\n        starts: Spring 2025\n",
    "3a.4": "        detail: The survey of 2023 gives the boilers two winters. A grant may cover half.\n",
}
KPIS = """\
1a.k1 | termly from Autumn 2023 | Children at the expected standard in phonics | 90 % | GH
1a.k2 | every July | Children who say that they like reading | | GH
1b.k1 | termly | Writing judged alike by two schools | 8 in 10 | AB
2a.k1 | half-termly | Attendance | 96.5 % | AB
2a.k2 | Spring 2025 | Children who feel safe at school | | AB
2b.k1 | termly | The single central record is complete | | AB
3a.k1 | monthly from September 2024 | Days of cash in hand | 60 | JK
3b.k1 | Autumn 2024 | Roofs with ten years left in them | | JK
"""

STORIES = """\
1a.1 | 2023-10-09 GH on-track | 2024-02-05 GH on-track Two schemes tried in Heron | 2024-03-18 GH complete The staff chose it by 21 to 3
1a.2 | 2024-05-01 GH on-track | 2024-07-02 GH at-risk Three supply teachers are untrained | 2024-10-15 GH complete
1a.4 | 2024-01-15 CD at-risk | 2024-10-01 CD on-track | 2025-01-20 CD at-risk The lease is with the solicitor | 2025-03-14 CD off-track The landlord wants the room back
1a.5 | 2025-01-10 EF on-track | 2025-03-20 EF complete Every class, every Thursday
1a.6 | 2025-02-03 GH not-started
1b.1 | 2025-01-29 AB complete for 2025-01 | 2025-03-02 AB on-track
1b.2 | 2024-09-20 EF on-track | 2024-12-10 EF at-risk | 2025-03-11 EF on-track Half of it is written
1b.5 | 2024-01-30 LM paused The shop has closed
2a.1 | 2024-12-02 AB on-track Forty families seen since September
2a.2 | 2024-11-04 AB on-track | 2025-01-08 AB at-risk The unions asked for more time | 2025-02-26 AB complete Adopted by all three
2a.3 | 2024-11-11 CD off-track | 2025-02-24 CD on-track A cook begins in March
2a.4 | 2024-11-18 EF on-track | 2025-03-03 EF on-track Forty children on the first day
2a.5 | 2024-06-10 LM withdrawn The county offers it now
2b.2 | 2025-03-25 AB complete
3a.1 | 2024-06-03 JK on-track | 2024-12-16 JK complete
3a.3 | 2025-02-10 JK on-track | 2025-03-27 JK at-risk The grant is not confirmed
3a.4 | 2024-09-09 JK on-track | 2025-03-13 JK at-risk Tenders came in a third too dear
"""
READINGS = {
    "1a.k1": (
        "%",
        "61 66 71 70 74 78",
        ("2023-12-12 2024-03-20 2024-07-09 2024-12-11 2025-02-12 2025-03-26"),
    ),
    "2a.k1": (
        "%",
        "94.1 94.4 93.9 95.0 95.2 95.1 95.6 95.9",
        "2023-12-18 2024-02-09 2024-03-27 2024-07-19 2024-10-25 2024-12-19 2025-02-14 2025-04-03",
    ),
    "3a.k1": (
        "days",
        "48 51 55 52 47 44",
        "2024-09-30 2024-10-31 2024-11-30 2024-12-31 2025-01-31 2025-02-28",
    ),
}
RESULTS = {
    "1b.k1": "2023-12-14 not-met | 2024-03-21 partly-met | 2024-07-11 partly-met | 2024-12-12 met | 2025-03-19 met",
    "2b.k1": "2024-03-22 met | 2024-12-13 partly-met | 2025-02-27 met",
    "1a.k2": "2024-07-15 partly-met",
}


def write(folder: Path, *, hostile: bool = False) -> Path:
    """Write the plan under `folder/plan`, and give `folder`. With `hostile`, of hostile text."""
    for path, text in sorted(files(hostile=hostile)):
        file = folder / "plan" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8", newline="\n")
    return folder


def files(*, hostile: bool = False) -> Iterator[tuple[str, str]]:
    """Every file: its path within the plan folder, and its text."""
    yield "plan.yaml", PLAN.replace("Improvement Plan 2023–26", _said(HOSTILE)) if hostile else PLAN
    yield "people.yaml", PEOPLE
    yield "calendar.yaml", _calendar()
    titles = {
        1: "Reading and a curriculum of our own",
        2: "Safe, well and here",
        3: "Sound money, sound roofs",
    }
    for aim, title in titles.items():
        yield f"aims/{aim}.yaml", _aim(aim, title, hostile=hostile)
    for day, name, by, text in _records(hostile=hostile):
        yield f"records/{_folder(day)}/{day}-{name}-{by}.yaml", text


def _folder(day: str) -> str:
    """The academic year and the term that had last begun."""
    begun = [
        f"{year.replace('/', '-')}/{name}"
        for year, terms in TERMS.items()
        for name, (starts, *_) in terms.items()
        if starts <= day
    ]
    return begun[-1]


def _calendar() -> str:
    lines = ["source: The county's school calendar", "years:"]
    for year, terms in TERMS.items():
        lines.append(f"  {year}:")
        for name, (starts, ends, first, last) in terms.items():
            dates = f"starts: {starts}, ends: {ends}, half_term: [{first}, {last}]"
            lines.append(f"    {name}: {{{dates}}}")
    return "\n".join(
        [*lines, "meetings:", "  fgb: {name: Full governing board, every: half-termly}", ""]
    )


def _rows(table: str) -> Iterator[list[str]]:
    for line in table.splitlines():
        yield [cell.strip() for cell in line.split("|")]


def _said(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _aim(aim: int, title: str, *, hostile: bool) -> str:
    lines = [f"id: {aim}", f"title: {title}", "areas:"]
    areas = sorted({row[0].split(".")[0] for row in _rows(ACTIVITIES) if row[0][0] == str(aim)})
    names = {
        "1a": "Reading",
        "1b": "Curriculum",
        "2a": "Belonging",
        "2b": "Safety",
        "3a": "Money",
        "3b": "Buildings",
    }
    for area in areas:
        lines += [f"  - id: {area}", f"    title: {names[area]}", "    priorities:"]
        lines += [
            f"      - {{id: {area}.p1, title: Do fewer things and do them better}}",
            "    activities:",
        ]
        for name, leads, when, text, *academies in _rows(ACTIVITIES):
            if name.startswith(f"{area}."):
                text = f"{text} {HOSTILE}" if hostile and name.endswith(".1") else text
                lines += [f"      - id: {name}", f"        title: {_said(text)}"]
                lines += [f"        leads: [{leads}]", f"        when: {when}"]
                lines += [f"        academies: [{academies[0]}]"] if academies else []
                lines += _moves(name) + MORE.get(name, "").splitlines()
        lines.append("    kpis:")
        for name, when, measure, target, leads in _rows(KPIS):
            if name.startswith(f"{area}."):
                lines += [f"      - id: {name}", f"        measure: {_said(measure)}"]
                lines += [f"        monitored: {when}", f"        leads: [{leads}]"]
                lines += [f"        target: {_said(target)}"] if target else []
    return "\n".join(lines) + "\n"


def _moves(name: str) -> list[str]:
    lines = ["        moved:"] if name in MOVES else []
    for was, day, agreed, why in MOVES.get(name, []):
        lines += [f"          - from: {was}", f"            date: {day}"]
        lines += [f"            agreed: {agreed}"] if agreed else []
        lines += [f"            why: {why}"] if why else []
    return lines


def _records(*, hostile: bool) -> Iterator[tuple[str, str, str, str]]:
    """Day, id, initials and text of every record, oldest first."""
    yield from sorted([*_told(hostile=hostile), *_regular(), *_read()])


def _told(*, hostile: bool) -> Iterator[tuple[str, str, str, str]]:
    for name, *chapters in _rows(STORIES):
        for chapter in chapters:
            day, by, status, *words = chapter.split(" ")
            lines = [f"activity: {name}", f"date: {day}", f"by: {by}", f"status: {status}"]
            if words[:1] == ["for"]:
                lines.append(f"for: {words[1]}")
                words = words[2:]
            note = HOSTILE if hostile and words else " ".join(words)
            lines += [f"note: {_said(note)}"] if note else []
            if (name, day) == ("2a.3", "2025-02-24"):
                lines.append(f"confidential: {_said(SECRET)}")
            if status == "complete":
                evidence = f"Minutes of {day}" if not hostile else HOSTILE
                lines.append(f"evidence: [{_said(evidence)}]")
            yield day, name, by, "\n".join(lines) + "\n"


def _regular() -> Iterator[tuple[str, str, str, str]]:
    """Work that comes back: recorded every term, but for one term in five."""
    days = [
        ends for terms in TERMS.values() for _, ends, _, _ in terms.values() if ends < "2025-04-10"
    ]
    for number, (name, by) in enumerate(
        (("1a.3", "GH"), ("1b.4", "EF"), ("2b.1", "AB"), ("3a.2", "JK"))
    ):
        for index, day in enumerate(days):
            if (index + number) % 5 == 3:
                continue
            status = "at-risk" if (index * 3 + number) % 7 == 5 else "on-track"
            lines = [f"activity: {name}", f"date: {day}", f"by: {by}", f"status: {status}"]
            if status == "at-risk":
                lines.append("note: Not every school could be reached")
            yield day, name, by, "\n".join(lines) + "\n"


def _read() -> Iterator[tuple[str, str, str, str]]:
    leads = {row[0]: row[4] for row in _rows(KPIS)}
    for name, (unit, values, days) in READINGS.items():
        for value, day in zip(values.split(), days.split(), strict=True):
            text = (
                f'kpi: {name}\ndate: {day}\nby: {leads[name]}\nvalue: "{value}"\nunit: "{unit}"\n'
            )
            if value == "44":
                text += "note: The heating of Heron was paid twice\n"
            yield day, name, leads[name], text
    for name, story in RESULTS.items():
        for chapter in story.split(" | "):
            day, result = chapter.split(" ")
            yield (
                day,
                name,
                leads[name],
                f"kpi: {name}\ndate: {day}\nby: {leads[name]}\nresult: {result}\n",
            )


if __name__ == "__main__":
    import sys

    write(Path(sys.argv[1]), hostile="hostile" in sys.argv)
