"""A plan of a hundred activities in five aims, of which a test says how many are late or at risk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from support.calendars import ONE_YEAR

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NUMBER = 100
_AIMS = (
    "Vision, values, strategy and culture",
    "People, learning and capacity",
    "Assessment, curriculum and pedagogy",
    "Quality assurance and accountability",
    "A sustainable learning organisation",
)
_TITLES = (
    "Map the forums that staff sit on, and say which of them decide",
    "Choose one scheme of phonics for every school",
    "Agree how the central team's services are asked for, paid for and looked back on",
    "Survey the roofs",
    "Train middle leaders in looking at lessons together, with time set aside for it",
)
_QUESTION = "What does this cost in all, and what would it cost to put it off until autumn? "
_WORDS = "The tenders came back later than was hoped and the money is not certain yet "


def write(
    folder: Path,
    *,
    overdue: int = 20,
    at_risk: int = 8,
    note: int = 90,
    kpis: int = 20,
    done: int = 12,
    meetings: str = "",
) -> Path:
    """Writes the plan under `folder`, and gives it.

    The first `at_risk` activities are judged at risk or off track, with notes of `note` characters;
    the next `overdue` are overdue since the autumn, and the next `done` finished.
    """
    plan = folder / "plan"
    (plan / "aims").mkdir(parents=True)
    (plan / "plan.yaml").write_text(
        "title: Plan of a hundred\ntrust: {name: Hundred Trust, short: HT}\n"
        "runs: {from: 2024-09-01, to: 2025-08-31}\n"
    )
    (plan / "people.yaml").write_text("leads: {AB: {}, CD: {}, EF: {}}\n")
    (plan / "calendar.yaml").write_text(ONE_YEAR + meetings)
    for number, title in enumerate(_AIMS, 1):
        (plan / f"aims/{number}.yaml").write_text(
            "".join(_aim(number, title, at_risk, overdue, kpis // len(_AIMS)))
        )
    records = plan / "records"
    records.mkdir()
    for index in range(NUMBER):
        text = _record(index, at_risk, overdue, done, note)
        if text:
            (records / f"2025-03-10-{_id(index)}-AB.yaml").write_text(text)
    return folder


def add_asks(
    folder: Path, *, questions: int = 0, summaries: int = 0, new_dates: int = 0, words: int = 90
) -> Path:
    """Adds to a plan of `write`, whose meetings hold `lgb`, what its board is to answer or decide.

    Questions are of activities; summaries of areas, then of aims, with help and a decision wanted;
    new dates of the first activities, which are judged at risk.
    """
    text = (_QUESTION * (words // len(_QUESTION) + 1))[:words].strip()
    records = folder / "plan" / "records"
    for index in range(questions):
        key = f"{index % len(_AIMS) + 1}a.{index // len(_AIMS) + 9}"
        (records / f"2025-02-12-{key}-lgb.yaml").write_text(
            f"activity: {key}\ndate: 2025-02-12\nby: lgb\nasked: {text}\n"
        )
    for index in range(summaries):
        aim, kind = index % len(_AIMS) + 1, "aim" if index >= len(_AIMS) else "area"
        key = f"{aim}" if kind == "aim" else f"{aim}a"
        (records / f"2025-03-20-{key}-AB.yaml").write_text(
            f"{kind}: {key}\ndate: 2025-03-20\nby: AB\nsummary: {text}\n"
            "help_wanted: A second reader for the tenders\ndecision_wanted: Whether it is to wait\n"
        )
    for index in range(new_dates):
        (records / f"2025-03-25-{_id(index)}-AB.yaml").write_text(
            f"activity: {_id(index)}\ndate: 2025-03-25\nby: AB\nstatus: at-risk\nnote: {text}\n"
            "help_wanted: Somebody to chase the supplier\nnew_date_wanted: July 2025\n"
        )
    return folder


def _id(index: int) -> str:
    """Twenty activities an aim, in turn: the first five are 1a.1, 2a.1, 3a.1, 4a.1 and 5a.1."""
    return f"{index % len(_AIMS) + 1}a.{index // len(_AIMS) + 1}"


def _aim(number: int, title: str, at_risk: int, overdue: int, kpis: int) -> Iterator[str]:
    yield f"id: {number}\ntitle: {title}\nareas:\n  - id: {number}a\n    title: All\n"
    yield "    activities:\n"
    for index in range(number - 1, NUMBER, len(_AIMS)):
        late = index < at_risk + overdue
        when = "Autumn 2024" if late else "Spring 2025" if index % 3 else "Summer 2025"
        title = _TITLES[index % 7 % len(_TITLES)]
        yield f'      - {{id: {_id(index)}, title: "{title}", leads: [AB, CD], when: {when}}}\n'
    yield "    kpis:\n"
    for index in range(1, kpis + 1):
        yield (
            f"      - id: {number}a.k{index}\n        measure: Pupils who say that they belong\n"
            "        monitored: termly\n        leads: [EF]\n"
            f'        target: {{value: {80 + index}, unit: "%", by: Summer 2025, from: 60, '
            "better: higher}\n"
        )


def _record(index: int, at_risk: int, overdue: int, done: int, note: int) -> str:
    head = f"activity: {_id(index)}\ndate: 2025-03-10\nby: AB\n"
    if index < at_risk:
        words = (_WORDS * (note // len(_WORDS) + 1))[:note].strip()
        return f"{head}status: {'at-risk' if index % 3 else 'off-track'}\nnote: {words}\n"
    if at_risk + overdue <= index < at_risk + overdue + done:
        return f"{head}status: complete\nevidence: [Minutes]\n"
    return ""
