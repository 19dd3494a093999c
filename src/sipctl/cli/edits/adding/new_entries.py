"""New activities, KPIs, priorities, areas and aims: the next free id, in the right place."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from sipctl.cli.edits.adding.additions import (
    Addition,
    Typed,
    entry_values,
    refuse_extra_words,
    typed_word,
    with_answers,
)
from sipctl.plan.faults import Refusal
from sipctl.plan.model.entries import About, Activity, Aim, Area, Kpi, Priority
from sipctl.plan.state.resolve import resolve
from sipctl.store.edits.changes import Bare, InsertItem
from sipctl.store.edits.places import KEYS, LISTS, file_of, path_to

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from sipctl.cli.session import Session
    from sipctl.plan.model.entries import Plan

_ACTIVITY_QUESTIONS = {
    "leads": "Who leads it, by initials?",
    "when": "When is it to be done, such as Spring 2026 or termly?",
    "detail": "What does it take, in a sentence or two?",
    "success": "How shall we know that it worked?",
}
_KPI_QUESTIONS = {
    "monitored": "When or how often is it measured, such as termly?",
    "baseline": "When is it first measured?",
    "target": "What shall it have reached?",
    "leads": "Who leads it, by initials, if not whoever leads the area's activities?",
}


def new_activity(session: Session, typed: Typed, today: date) -> Addition:
    """`add activity 2a "Title" --lead JK --when "Spring 2026"`."""
    example = 'sipctl add activity 2a "Set out the rota" --lead JK --when "Spring 2026"'
    refuse_extra_words(typed, 2, example)
    area = _area(session.plan, typed_word(typed, 0, "In which area?", example))
    title = typed_word(typed, 1, "What is to be done?", example)
    typed.refuse_options_but(*KEYS[Activity][2:-2])
    typed = with_answers(typed, _ACTIVITY_QUESTIONS)
    name = _next_id(session, f"{area}.", "")
    values = entry_values(session, Activity, typed, today, {"id": Bare(name), "title": title})
    return _added(session.plan, Activity, area, values)


def new_kpi(session: Session, typed: Typed, today: date) -> Addition:
    """`add kpi 2a "Measure" --monitored termly --target …`; `add kpi t …` for the whole trust."""
    example = 'sipctl add kpi 2a "Days lost to illness" --monitored termly'
    refuse_extra_words(typed, 2, example)
    place = typed_word(typed, 0, "In which area? t is for the whole trust.", example)
    area = "t" if place.casefold() == "t" else _area(session.plan, place)
    measure = typed_word(typed, 1, "What is measured?", example)
    typed.refuse_options_but(*KEYS[Kpi][2:-2])
    typed = with_answers(typed, _KPI_QUESTIONS)
    name = _next_id(session, f"{area}.", "k")
    values = entry_values(session, Kpi, typed, today, {"id": Bare(name), "measure": measure})
    return _added(session.plan, Kpi, area, values)


def new_priority(session: Session, typed: Typed, _today: date) -> Addition:
    """`add priority 2a "Title"`."""
    example = 'sipctl add priority 2a "Keep the staff we have"'
    refuse_extra_words(typed, 2, example)
    typed.refuse_options_but()
    area = _area(session.plan, typed_word(typed, 0, "In which area?", example))
    title = typed_word(typed, 1, "What does the area need to develop?", example)
    name = _next_id(session, f"{area}.", "p")
    return _added(session.plan, Priority, area, {"id": Bare(name), "title": title})


def new_area(session: Session, typed: Typed, _today: date) -> Addition:
    """`add area 2 "Title"`: the aim's next letter."""
    example = 'sipctl add area 2 "Recruitment"'
    refuse_extra_words(typed, 2, example)
    typed.refuse_options_but()
    known = [str(aim.id) for aim in session.plan.aims]
    typed_aim = typed_word(typed, 0, "Under which aim, by its number?", example)
    aim = resolve(typed_aim, known, f'this plan has no aim "{typed_aim}"')
    title = typed_word(typed, 1, "What is the area called?", example)
    letters = [
        area.id.removeprefix(aim)
        for _, area in session.plan.areas()
        if re.fullmatch(rf"{aim}[a-z]+", area.id)
    ]
    name = f"{aim}{_next_letter(letters)}"
    thing = session.plan.find(aim)
    file = file_of(session.plan, thing) if thing else ""
    change = InsertItem(("areas",), {"id": Bare(name), "title": title}, order=KEYS[Aim])
    note = f'Its first activity: sipctl add activity {name} "..."'
    return Addition(file, (change,), name, (note,))


def new_aim(session: Session, typed: Typed, _today: date) -> Addition:
    """`add aim "Title"`: the next number, in a file of its own."""
    from sipctl.store.new_plan import texts
    from sipctl.store.new_plan.schemas import modeline

    example = 'sipctl add aim "Our place in the community"'
    refuse_extra_words(typed, 1, example)
    typed.refuse_options_but()
    title = typed_word(typed, 0, "What is the aim called?", example)
    numbers = [int(name) for name in _used_ids(session) if name.isdecimal()]
    aim = Aim(id=max(numbers, default=0) + 1, title=title)
    path = f"aims/{aim.id}-{texts.slug(title)}.yaml"
    body = texts.aim(aim, {}, session.plan.about.runs.from_.year + 1)
    note = f'Its first area: sipctl add area {aim.id} "..."'
    text = f"{modeline(path)}\n{body}"
    return Addition(path, (), str(aim.id), (note,), ("aim-not-overseen",), text)


def _area(plan: Plan, typed: str) -> str:
    known = [area.id for _, area in plan.areas()]
    return resolve(typed, known, f'this plan has no area "{typed}"', otherwise="sipctl show 2")


def _added(plan: Plan, entry: type, area: str, values: dict[str, Any]) -> Addition:
    """An entry at the end of its area's list, or of the plan's KPIs."""
    thing = plan.find(area)
    if thing is None:
        change = InsertItem((LISTS[entry],), values, order=KEYS[About])
        return Addition("plan.yaml", (change,), values["id"])
    path = (*path_to(thing), LISTS[entry])
    change = InsertItem(path, values, order=KEYS[Area])
    return Addition(file_of(plan, thing), (change,), values["id"])


# --- ids -----------------------------------------------------------------------------------------


def _next_id(session: Session, area: str, letter: str) -> str:
    """The next id: one more than the highest in the plan, its records and the plans before it."""
    pattern = re.compile(rf"{re.escape(area + letter)}([1-9][0-9]*)")
    matches = (pattern.fullmatch(name) for name in _used_ids(session))
    highest = max((int(match[1]) for match in matches if match), default=0)
    return f"{area}{letter}{highest + 1}"


def _used_ids(session: Session) -> Iterable[str]:
    from sipctl.cli.runtime.earlier import earlier_plans

    for plan in (session.plan, *(past.plan for past in earlier_plans(session))):
        yield from (thing.id for thing in plan.walk())
        yield from (record.subject for record in plan.records.values())


def _next_letter(used: list[str]) -> str:
    """`d` after `a` to `c`; `aa` after `z`."""
    last = max(used, key=lambda letters: (len(letters), letters), default="")
    if not last:
        return "a"
    if last == "z" * len(last):
        if len(last) == 2:
            raise Refusal("this aim has no letter left for an area", "begin another aim")
        return "a" * (len(last) + 1)
    if last[-1] == "z":
        return chr(ord(last[0]) + 1) + "a"
    return last[:-1] + chr(ord(last[-1]) + 1)
