"""Rows of work → a draft: activities with their leads and times, KPIs, and what fits nowhere."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sipctl.intake.draft import AimDraft, AreaDraft, DraftActivity, DraftKpi, comment_lines
from sipctl.intake.tables import cells, kpis, numbering
from sipctl.intake.tables.leads import NOBODY
from sipctl.plan.faults import Refusal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sipctl.intake.tables.headers import Role
    from sipctl.intake.tables.leads import LeadRegistry
    from sipctl.intake.tables.rows import WorkRow
    from sipctl.plan.timing import TimingContext

MOST = 9_999
"""Activities, KPIs and priorities of an area, and aims, that ids can count."""
_DATED = "The text says"
_SEVERAL = re.compile(r"[,;&/]|\band\b")
_EVERY = re.compile(
    r"(all|every|each|whole|trust)[ -]?(wide|schools?|academy|academies|trust)?", re.IGNORECASE
)
"""A cell of academies that names none: the activity is for all of them, as it is without."""


_OF_SOMEBODY = {"lead", "when", "starts"}
"""What a row says of work of its own, even if it does not say what work; what else it says goes on
with the activity above it.
"""


@dataclass
class Assembly:
    """Takes rows in the order in which they stand, and keeps what they make.

    `titles` are what an aim and an area are called where no table says it.
    """

    frame: TimingContext
    leads: LeadRegistry
    academies: LeadRegistry
    aim_title: str
    area_title: str
    aims: dict[str, AimDraft] = field(default_factory=dict)
    rows: int = 0
    _of_cell: dict[tuple[str, tuple[int, int]], list[DraftActivity]] = field(default_factory=dict)

    def take(self, row: WorkRow, grid: str) -> AreaDraft | None:
        """One row of the table called `grid`; the area it stands in, None before there is one."""
        if not row.texts and not row.comments and not {"area", "priority"} & set(row.places):
            # A banner that names an aim, whose areas follow.
            label = row.places.get("aim", self.aim_title)
            self.aims.setdefault(label, AimDraft(label))
            return None
        self.rows += bool(row.texts or row.comments)
        area = self._area(row)
        key = (grid, row.activity)
        works = self._of_cell.get(key, []) if "activity" in row.goes_on else []
        if works:
            self._go_on(works, row)
        else:
            works = self._works(row)
            self._of_cell[key] = works
            area.activities += works
            self._leads(works, row)
            self._times(works, row)
        found = self._measures(area, works, row)
        self._rest(works, found, area, row)
        self._bounded(area, row)
        return area

    def names(self) -> Iterator[str]:
        """What aims, areas and priorities are called."""
        for aim in self.aims.values():
            yield aim.label
            for area in aim.areas.values():
                yield from (area.label, *area.priorities)

    def _area(self, row: WorkRow) -> AreaDraft:
        """The area that a row stands in; its priority is put down there."""
        aim_label = row.places.get("aim") or self.aim_title
        called = numbering.aim_title(aim_label) if "aim" in row.places else self.area_title
        area_label = row.places.get("area") or called
        aim = self.aims.setdefault(aim_label, AimDraft(aim_label))
        area = aim.areas.setdefault(area_label, AreaDraft(area_label))
        priority = row.places.get("priority")
        if priority and priority not in area.priorities:
            area.priorities.append(priority)
        return area

    def _bounded(self, area: AreaDraft, row: WorkRow) -> None:
        """Raises Refusal at the row with which there is more than ids can count."""
        counts = {
            "activities in one area": len(area.activities),
            "KPIs in one area": len(area.kpis),
            "priorities in one area": len(area.priorities),
            "aims": len(self.aims),
        }
        for what, count in counts.items():
            if count > MOST:
                raise Refusal(
                    f"{row.place}: with this row there are more than {MOST:,} {what}",
                    "take out what is not the plan, or name the column of areas with --map",
                )

    def _works(self, row: WorkRow) -> list[DraftActivity]:
        """The activities of a row's cell; what says nothing, such as `...`, is none."""
        items = cells.items(row.texts.get("activity", ""))
        works = [self._work(one, row) for one in items if cells.says_something(one.text)]
        if works:
            works[0].comments += cells.saying_nothing(items)
        return works

    def _work(self, item: cells.ListItem, row: WorkRow) -> DraftActivity:
        title, detail = cells.title_of(item.text)
        inner = "\n".join(item.inner)
        told = "\n".join(text for text in (detail, row.texts.get("detail"), inner) if text)
        return DraftActivity(
            title,
            told or None,
            " ".join(row.texts.get("id", "").split()),
            row.names.get("id", ""),
            row.places.get("priority"),
        )

    def _leads(self, works: list[DraftActivity], row: WorkRow) -> None:
        """Each activity's leads: its own line of the cell where the counts agree, else all."""
        text = row.texts.get("lead", "")
        apart = cells.lines(text)
        each = len(works) > 1 and len(apart) == len(works)
        for at, work in enumerate(works):
            found, more = self.leads.find(apart[at] if each else text)
            work.leads += [one for one in found if one not in work.leads]
            if more and (each or at == 0):
                work.comments.append(f"Lead: {more}")
            if not each and len(works) > 1 and len(apart) > 1:
                work.queries.append(
                    f"Who leads this? The table names {text_of(apart)} for several."
                )

    def _times(self, works: list[DraftActivity], row: WorkRow) -> None:
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
                work.times = told
                phrases = [one for _, one in told]
                if phrase in phrases:
                    work.title = rest if text == work.title else work.title
                elif phrase and rest != text:
                    work.queries.append(
                        f"{_DATED} {phrase}, the date beside it {text_of(phrases)}?"
                    )
            elif phrase:
                work.times = [("", phrase)]
                work.title = rest if text == work.title else work.title
            self._start(work, row)

    def _start(self, work: DraftActivity, row: WorkRow) -> None:
        """When work begins. Only a day or a period can be that: a rhythm, or several times, are
        when it is due, unless the table says that otherwise.
        """
        text = " ".join(cells.lines(row.texts.get("starts", "")))
        if not text or work.starts:
            return
        known = cells.readable(text, self.frame)
        if NOBODY.fullmatch(text):
            work.comments += comment_lines(row.names["starts"], text)
        elif cells.is_period(text, self.frame) or not (known or _SEVERAL.search(text)):
            work.starts = text  # what cannot be read is for `check` to show
        elif not work.times:
            work.times = [("", text)]
        else:
            due = text_of([phrase for _, phrase in work.times])
            work.queries.append(f"When does this start? The table says {text}, and {due}.")

    def _go_on(self, works: list[DraftActivity], row: WorkRow) -> None:
        """A further row of activities whose cell is merged downwards: more leads, more times."""
        if "lead" not in row.goes_on:
            for work in works:
                found, more = self.leads.find(row.texts.get("lead", ""))
                work.leads += [one for one in found if one not in work.leads]
                work.comments += [f"Lead: {more}"] if more else []
        for work in works if "when" not in row.goes_on else ():
            work.times += cells.times(row.texts.get("when", ""), self.frame)
        others: tuple[Role, ...] = ("detail", "id", "starts")
        for role in others:
            if role in row.texts and role not in row.goes_on:
                works[0].comments += comment_lines(row.names[role], row.texts[role])

    def _measures(
        self, area: AreaDraft, works: list[DraftActivity], row: WorkRow
    ) -> list[DraftKpi]:
        """The KPIs of a row."""
        found = kpis.named(area, row, self.frame)
        if found and not works:
            kpis.led(found, row.texts.get("lead", ""), self.leads)
        return found

    def _rest(
        self, works: list[DraftActivity], found: list[DraftKpi], area: AreaDraft, row: WorkRow
    ) -> None:
        """Success criteria, resources and academies; then everything that fits nowhere, beside the
        row's activity or KPI.
        """
        for role, text in row.texts.items() if works else ():
            self._own(works, role, text, row.names[role])
        of_kpis = {"kpi", *kpis.OF_KPIS}
        placed = {*of_kpis, "lead"} if found else set()
        left = {
            role: text
            for role, text in row.texts.items()
            if role not in placed and (role in of_kpis if works else role not in row.goes_on)
        }
        lines = [
            line for role, text in left.items() for line in comment_lines(row.names[role], text)
        ]
        lines += [line for head, text in row.comments for line in comment_lines(head, text)]
        if works or found:
            (works[0] if works else found[0]).comments.extend(lines)
        elif row.total or not area.activities:
            area.comments += lines
        elif _OF_SOMEBODY & left.keys():
            area.comments += ["A row without an action:", *(f"  {line}" for line in lines)]
        else:
            area.activities[-1].comments += lines

    def _own(self, works: list[DraftActivity], role: Role, text: str, head: str) -> None:
        """What a row says of its activities beside who does them and when."""
        first = works[0]
        if role == "success":
            items = cells.items(text)
            for item in items:
                if cells.says_something(item.text):
                    first.success += [item.text, *item.inner]
            for text in cells.saying_nothing(items):
                first.comments += comment_lines(head, text)
        elif role == "resources" and not NOBODY.fullmatch(text):
            told = [first.resources or "", *cells.lines(text)]
            first.resources = "; ".join(one for one in told if one) or None
        elif role == "resources" or (role == "academy" and _EVERY.fullmatch(text)):
            first.comments += comment_lines(head, text)
        elif role == "academy":
            found, more = self.academies.find(text)
            for work in works:
                work.academies += [one for one in found if one not in work.academies]
            first.comments += [f"{head}: {more}"] if more else []
        if role in ("success", "resources") and len(works) > 1:
            first.comments.append(
                f"{head}: of {len(works)} activities, this one and those after it"
            )


def text_of(words: list[str]) -> str:
    """Several texts in one."""
    return ", ".join(words)
