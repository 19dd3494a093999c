"""Rows of work → a draft: activities with their leads and times, KPIs, and what fits nowhere."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sipctl.plan.intake import cells
from sipctl.plan.intake.draft import AimDraft, AreaDraft, Measure, Work
from sipctl.plan.intake.names import NOBODY

if TYPE_CHECKING:
    from sipctl.plan.intake.heads import Role
    from sipctl.plan.intake.names import Register
    from sipctl.plan.intake.rows import Row
    from sipctl.plan.timing import Frame

_DATED = "The text says"
_OF_KPIS = ("kpi", "target", "baseline", "monitored")
_EVERY = re.compile(
    r"(all|every|each|whole|trust)[ -]?(wide|schools?|academy|academies|trust)?", re.IGNORECASE
)
"""A column of academies that names none."""


@dataclass
class Assembly:
    """Takes rows in the order in which they stand, and keeps what they make.

    `titles` are what an aim and an area are called where no table says it.
    """

    frame: Frame
    leads: Register
    academies: Register
    aim_title: str
    area_title: str
    aims: dict[str, AimDraft] = field(default_factory=dict)
    rows: int = 0
    _of_cell: dict[tuple[str, tuple[int, int]], list[Work]] = field(default_factory=dict)

    def take(self, row: Row, grid: str) -> None:
        """One row of the table called `grid`."""
        if not row.texts and not row.beside and not {"area", "priority"} & set(row.places):
            # A banner that names an aim, whose areas follow.
            label = row.places.get("aim", self.aim_title)
            self.aims.setdefault(label, AimDraft(label))
            return
        self.rows += bool(row.texts or row.beside)
        area = self._area(row)
        key = (grid, row.activity)
        works = self._of_cell.get(key, []) if "activity" in row.goes_on else []
        if works:
            self._go_on(works, row)
        else:
            works = [self._work(item, row) for item in cells.items(row.texts.get("activity", ""))]
            self._of_cell[key] = works
            area.works += works
            self._leads(works, row)
            self._times(works, row)
        self._measures(area, works, row)
        self._rest(works, area, row)

    def _area(self, row: Row) -> AreaDraft:
        """The area that a row stands in; its priority is put down there."""
        aim_label = row.places.get("aim") or self.aim_title
        area_label = row.places.get("area") or self.area_title
        aim = self.aims.setdefault(aim_label, AimDraft(aim_label))
        area = aim.areas.setdefault(area_label, AreaDraft(area_label))
        priority = row.places.get("priority")
        if priority and priority not in area.priorities:
            area.priorities.append(priority)
        return area

    def _work(self, item: cells.Item, row: Row) -> Work:
        title, detail = cells.title_of(item.text)
        inner = "\n".join(item.inner)
        told = "\n".join(text for text in (detail, row.texts.get("detail"), inner) if text)
        return Work(
            title,
            told or None,
            " ".join(row.texts.get("id", "").split()),
            row.names.get("id", ""),
            row.places.get("priority"),
        )

    def _leads(self, works: list[Work], row: Row) -> None:
        """Each activity's leads: its own line of the cell where the counts agree, else all."""
        text = row.texts.get("lead", "")
        apart = cells.lines(text)
        each = len(works) > 1 and len(apart) == len(works)
        for at, work in enumerate(works):
            found, more = self.leads.find(apart[at] if each else text)
            work.leads += [one for one in found if one not in work.leads]
            if more and (each or at == 0):
                work.beside.append(f"Lead: {more}")
            if not each and len(works) > 1 and len(apart) > 1:
                work.queries.append(
                    f"Who leads this? The table names {text_of(apart)} for several."
                )

    def _times(self, works: list[Work], row: Row) -> None:
        """Each activity's times: its own line of the cell where the counts agree, else all of it,
        else what its text ends with. Where cell and text differ, somebody has to say which.
        """
        apart = cells.lines(row.texts.get("when", ""))
        each = len(works) > 1 and len(apart) == len(works)
        for at, work in enumerate(works):
            told = cells.times(apart[at] if each else "\n".join(apart), self.frame)
            text = work.detail if work.title.endswith("…") and work.detail else work.title
            rest, phrase = cells.time_at_end(text, self.frame)
            if told:
                work.when = told
                if phrase in told.values():
                    work.title = rest if text == work.title else work.title
                elif phrase and rest != text:
                    work.queries.append(f"{_DATED} {phrase}, the date beside it {text_of(told)}?")
            elif phrase:
                work.when = {"": phrase}
                work.title = rest if text == work.title else work.title
            work.starts = work.starts or self._start(work, row)

    def _start(self, work: Work, row: Row) -> str | None:
        """When work begins, if it can be read; what cannot be read stands beside it."""
        text = " ".join(cells.lines(row.texts.get("starts", "")))
        if not text or cells.readable(text, self.frame):
            return text or None
        if f"{row.names['starts']}: {text}" not in work.beside:
            work.beside.append(f"{row.names['starts']}: {text}")
        return None

    def _go_on(self, works: list[Work], row: Row) -> None:
        """A further row of activities whose cell is merged downwards: more leads, more times."""
        if "lead" not in row.goes_on:
            for work in works:
                found, more = self.leads.find(row.texts.get("lead", ""))
                work.leads += [one for one in found if one not in work.leads]
                work.beside += [f"Lead: {more}"] if more else []
        for work in works if "when" not in row.goes_on else ():
            for label, phrase in cells.times(row.texts.get("when", ""), self.frame).items():
                work.when = _with(work.when, label, phrase)
        others: tuple[Role, ...] = ("detail", "id", "starts")
        for role in others:
            if role in row.texts and role not in row.goes_on:
                _say(works[0].beside, row.names[role], row.texts[role])

    def _measures(self, area: AreaDraft, works: list[Work], row: Row) -> None:
        """The KPIs of a row, once for each area, with what its other columns say of them."""
        made = []
        for item in cells.items(row.texts.get("kpi", "")):
            text, phrase = cells.time_at_end(item.text, self.frame)
            phrase = phrase if text != item.text else None
            measure = Measure(text, monitored={"": phrase} if phrase else {})
            measure.beside += item.inner
            if text not in [one.measure for one in area.measures]:
                area.measures.append(measure)
                made.append(measure)
        for role in ("target", "baseline", "monitored"):
            text = row.texts.get(role, "")
            if text and not self._of_measures(role, made, text):
                beside = works[0].beside if works else area.beside
                _say(beside, row.names[role], text)
        if made and not works:
            for measure in made:
                measure.leads, more = self.leads.find(row.texts.get("lead", ""))
                measure.beside += [f"Lead: {more}"] if more else []

    def _of_measures(self, role: str, made: list[Measure], text: str) -> bool:
        """Give KPIs what a column says, a line each where counts agree; False if it fits none."""
        apart = cells.lines(text)
        each = len(apart) == len(made)
        told = [apart[at] if each else " ".join(apart) for at in range(len(made))]
        if role != "target" and not all(cells.readable(one, self.frame) for one in told):
            return False
        for measure, one in zip(made, told, strict=True):
            if role == "monitored":
                measure.monitored = {"": one}
            else:
                setattr(measure, role, one)
        return bool(made)

    def _rest(self, works: list[Work], area: AreaDraft, row: Row) -> None:
        """Success criteria, resources and academies; then everything that fits nowhere.

        A row without an activity belongs with the activity above it.
        """
        nearest = works[:1] or area.works[-1:]
        beside = nearest[0].beside if nearest else area.beside
        placed = {*_OF_KPIS, *(("lead",) if "kpi" in row.texts else ())}
        for name, text in row.texts.items():
            if works:
                self._own(works, name, text, row.names[name])
            elif name not in placed:
                _say(beside, row.names[name], text)
        for head, text in row.beside:
            _say(beside, head, text)

    def _own(self, works: list[Work], role: Role, text: str, head: str) -> None:
        """What a row says of its activities beside who does them and when."""
        first = works[0]
        if role == "success":
            for item in cells.items(text):
                first.success += [item.text, *item.inner]
        elif role == "resources" and not NOBODY.fullmatch(text):
            said = [first.resources or "", *cells.lines(text)]
            first.resources = "; ".join(one for one in said if one) or None
        elif role == "resources":
            _say(first.beside, head, text)
        elif role == "academy" and not _EVERY.fullmatch(text):
            found, more = self.academies.find(text)
            for work in works:
                work.academies = found
            first.beside += [f"{head}: {more}"] if more else []
        if role in ("success", "resources") and len(works) > 1:
            first.beside.append(f"{head}: of {len(works)} activities, this one and those after it")


def _with(when: dict[str, str], label: str, phrase: str) -> dict[str, str]:
    """One more time of an activity; times without a name are counted."""
    named = {
        f"Step {n}" if key == "" else key: told for n, (key, told) in enumerate(when.items(), 1)
    }
    if not when:
        return {label: phrase}
    name = label or f"Step {len(named) + 1}"
    while name in named:
        name += "'"
    return {**named, name: phrase}


def _say(beside: list[str], head: str, text: str) -> None:
    lines = text.split("\n")
    beside.append(f"{head}: {lines[0]}" if head else lines[0])
    beside += [f"  {line}" for line in lines[1:]]


def text_of(words: list[str] | dict[str, str]) -> str:
    """Several texts in one."""
    return ", ".join(words.values() if isinstance(words, dict) else words)
