"""Rows of work → a draft: activities with their leads and times, KPIs, and what fits nowhere."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sipctl.intake import numbering
from sipctl.intake.draft import AimDraft, AreaDraft, DraftActivity, DraftKpi, comment_lines
from sipctl.intake.tables import cells, kpis, time_columns
from sipctl.intake.tables.headers import plain
from sipctl.intake.tables.leads import NO_LEAD
from sipctl.plan.faults import Refusal
from sipctl.plan.timing import Unreadable, read

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sipctl.intake.tables.columns import Role
    from sipctl.intake.tables.leads import LeadRegistry
    from sipctl.intake.tables.rows import WorkRow
    from sipctl.intake.tables.work_table import Fact, WorkTable
    from sipctl.plan.timing import TimingContext

MOST_IDS = 9_999
"""The most activities, KPIs or priorities in an area, and aims: ids have no more digits."""
HELD_BY_WORK: tuple[Role, ...] = ("lead", "when", "success", "kpi")
"""Roles of labels over a table whose texts become fields of its activities, area or aim."""
_DATED = "The text says"
_SEVERAL = re.compile(r"[,;&/]|\band\b")
_EVERY = re.compile(
    r"(all|every|each|whole|trust)[ -]?(wide|schools?|academy|academies|trust)?", re.IGNORECASE
)
"""A cell that means all academies: the activity then names none, as if the cell were empty."""
_START_TO_END = re.compile(r"^(start|begin)\w*.*\b(end|finish|complet)")
_RANGE = re.compile(r"\S\s*[–—-]\s*\S|\b(to|until|till)\b")
_OF_SOMEBODY = {"lead", "when", "starts"}
"""A row with a text in one of these roles is not merely a continuation of the activity above it,
even where it has no text for an activity."""


@dataclass
class Assembly:
    """Builds aims from rows, which have to be given in the document's order.

    `aim_title` and `area_title` are for rows whose tables name no aim or area.
    """

    context: TimingContext
    leads: LeadRegistry
    academies: LeadRegistry
    aim_title: str = ""
    area_title: str = ""
    aims: dict[str, AimDraft] = field(default_factory=dict)
    rows: int = 0
    _of_cell: dict[tuple[str, tuple[int, int]], list[DraftActivity]] = field(default_factory=dict)
    _of_table: list[DraftActivity] = field(default_factory=list)

    def take(self, row: WorkRow, table: str) -> AreaDraft | None:
        """Adds one row of a table; gives its area, None for a banner that only names an aim."""
        if not (row.texts or row.comments or row.steps) and not {"area", "priority"} & set(
            row.places
        ):
            # A banner that names an aim, whose areas follow.
            label = row.places.get("aim", self.aim_title)
            self.aims.setdefault(label, AimDraft(label))
            return None
        self.rows += bool(row.texts or row.comments or row.steps)
        area = self._area(row)
        key = (table, row.activity)
        activities = self._of_cell.get(key, []) if "activity" in row.goes_on else []
        if activities:
            self._continue(activities, row)
        else:
            activities = self._activities(row)
            self._of_cell[key] = activities
            self._leads(activities, row)
            self._times(activities, row)
            activities += self._from_calendar(row) if not activities else []
            area.activities += activities
            self._of_table += activities
        measures = self._kpis(area, activities, row)
        self._steps(activities, area, row)
        self._rest(activities, measures, area, row)
        self._refuse_too_many(area, row)
        return area

    def finish(self, table: WorkTable, area: AreaDraft | None) -> None:
        """Add what the labels over a table's heads say to its activities, and to the area (and its
        aim) in which the table begins."""
        activities, self._of_table = self._of_table, []
        if area is not None:
            self._add_outcomes(table, area)
        facts = [fact for fact in table.facts if fact.role in ("lead", "when")]
        for activity in activities if facts else ():
            used = [fact for fact in facts if self._add_fact(activity, fact)]
            quoted = " and ".join(f'"{fact.label}: {fact.text}"' for fact in used)
            if used:
                activity.queries.append(
                    f"Over its heads the table says {quoted}: is that meant here?"
                )

    def _add_outcomes(self, table: WorkTable, area: AreaDraft) -> None:
        """Add labels over a table that are about success: outcomes of the aim, KPIs of the area."""
        aim = next(aim for aim in self.aims.values() if any(a is area for a in aim.areas.values()))
        for fact in table.facts:
            texts = [item.text for item in cells.items(fact.text)]
            if fact.role == "success":
                aim.outcomes += [text for text in texts if text not in aim.outcomes]
            elif fact.role == "kpi":
                area.kpis += [DraftKpi(text, text) for text in texts]

    def _add_fact(self, activity: DraftActivity, fact: Fact) -> bool:
        """Give an activity without a lead or time of its own that of its table; whether it was."""
        if fact.role == "lead" and not activity.leads:
            activity.leads, more = self.leads.find(fact.text)
            activity.comments += [f"{fact.label}: {more}"] if more else []
            return bool(activity.leads)
        if fact.role == "when" and not activity.times and not activity.starts:
            activity.times = cells.times(fact.text, self.context)
            return True
        return False

    def names(self) -> Iterator[str]:
        """The labels of all aims, areas and priorities."""
        for aim in self.aims.values():
            yield aim.label
            for area in aim.areas.values():
                yield from (area.label, *area.priorities)

    def _area(self, row: WorkRow) -> AreaDraft:
        """The area of a row, made if it is new; the row's priority is added to it."""
        aim_label = row.places.get("aim") or self.aim_title
        called = numbering.aim_title(aim_label) if "aim" in row.places else self.area_title
        area_label = row.places.get("area") or called
        aim = self.aims.setdefault(aim_label, AimDraft(aim_label))
        area = aim.areas.setdefault(area_label, AreaDraft(area_label))
        priority = row.places.get("priority")
        if priority and priority not in area.priorities:
            area.priorities.append(priority)
        return area

    def _refuse_too_many(self, area: AreaDraft, row: WorkRow) -> None:
        """Raises Refusal at the row that makes more things than ids can number."""
        counts = {
            "activities in one area": len(area.activities),
            "KPIs in one area": len(area.kpis),
            "priorities in one area": len(area.priorities),
            "aims": len(self.aims),
        }
        for what, count in counts.items():
            if count > MOST_IDS:
                raise Refusal(
                    f"{row.place}: with this row there are more than {MOST_IDS:,} {what}",
                    "take out what is not the plan, or name the column of areas with --map",
                )

    def _activities(self, row: WorkRow) -> list[DraftActivity]:
        """The activities in a row's cell; texts without a word, such as `...`, are none."""
        items = cells.items(row.texts.get("activity", ""))
        others = [row.texts.get("when", ""), row.texts.get("lead", "")]
        cells.set_topics(items, others, self.context)
        activities = [
            self._activity(item, row) for item in items if cells.says_something(item.text)
        ]
        if activities:
            activities[0].comments += cells.wordless_texts(items)
            activities[0].queries += row.queries
        return activities

    def _activity(self, item: cells.ListItem, row: WorkRow) -> DraftActivity:
        title, detail = cells.title_of(item.text)
        inner = "\n".join(item.inner)
        texts = (detail, item.topic, row.texts.get("detail"), inner)
        return DraftActivity(
            title,
            "\n".join(text for text in texts if text) or None,
            " ".join(row.texts.get("id", "").split()),
            row.names.get("id", ""),
            row.places.get("priority"),
            topic=item.topic,
        )

    def _from_calendar(self, row: WorkRow) -> list[DraftActivity]:
        """Activities from cells under time columns, in a table without a column of activities."""
        activities: list[DraftActivity] = []
        for step in row.steps if "activity" not in row.names else ():
            if time_columns.is_tick(step.text) or time_columns.is_kpi(step.head):
                continue
            for item in cells.items(step.text):
                if cells.says_something(item.text):
                    activity = self._activity(item, row)
                    activity.times = [("", time_columns.phrase_of(step.time, self.context))]
                    activities.append(activity)
            row.steps = [other for other in row.steps if other is not step]
        self._leads(activities, row)
        return activities

    def _steps(self, activities: list[DraftActivity], area: AreaDraft, row: WorkRow) -> None:
        """Add cells under time columns: ticks as times, texts as milestones or KPIs."""
        for step in row.steps:
            phrase = time_columns.phrase_of(step.time, self.context)
            texts = [item.text for item in cells.items(step.text)]
            if time_columns.is_kpi(step.head):
                area.kpis += [DraftKpi(text, text, monitored={"": phrase}) for text in texts]
            elif not activities:
                area.comments += comment_lines(step.head, step.text)
            elif time_columns.is_tick(step.text):
                for activity in activities:
                    activity.times.append(("", phrase))
            else:
                each = len(texts) == len(activities) > 1
                for number, text in enumerate(texts):
                    activities[number if each else 0].times.append((text, phrase))
        if row.steps and len(activities) > 1:
            first = activities[0]
            first.comments.append(
                f"Its milestones are those of {len(activities)} activities, this one and those "
                f"after it"
            )

    def _leads(self, activities: list[DraftActivity], row: WorkRow) -> None:
        """Add each activity's leads: from its own line of the cell if there are as many lines, else
        from the whole cell."""
        text = row.texts.get("lead", "")
        lines = cells.lines(text)
        each = len(activities) > 1 and len(lines) == len(activities)
        for number, activity in enumerate(activities):
            leads, more = self.leads.find(lines[number] if each else text)
            activity.leads += [initials for initials in leads if initials not in activity.leads]
            if more and (each or number == 0):
                activity.comments.append(f"Lead: {more}")
            if not each and len(activities) > 1 and len(lines) > 1:
                activity.queries.append(
                    f"Who leads this? The table names {', '.join(lines)} for several."
                )

    def _times(self, activities: list[DraftActivity], row: WorkRow) -> None:
        """Add each activity's times: from its own line of the cell if there are as many, else from
        all of it, else from the end of its text. Where cell and text differ, a query asks which.

        Times that cannot be read are given to the first activity alone, to make one fault of them.
        """
        lines = cells.lines(row.texts.get("when", ""))
        each = len(activities) > 1 and len(lines) == len(activities)
        for number, activity in enumerate(activities):
            cell = cells.line_of_topic(lines[number] if each else "\n".join(lines), activity.topic)
            pairs = cells.times(cell, self.context)
            if (
                number
                and not each
                and not all(cells.readable(phrase, self.context) for _, phrase in pairs)
            ):
                activity.comments.append(f"When: as {activities[0].title}")
                pairs = []
            self._add_times(activity, pairs)
            self._start(activity, row)

    def _add_times(self, activity: DraftActivity, pairs: list[tuple[str, str]]) -> None:
        """Give an activity the times of its cell, or else the one that its text ends with."""
        cut = activity.title.endswith("…") and activity.detail
        text = activity.detail if cut and activity.detail else activity.title
        rest, phrase = cells.time_at_end(text, self.context)
        if pairs:
            activity.times = pairs
            phrases = [own for _, own in pairs]
            if phrase in phrases:
                activity.title = rest if text == activity.title else activity.title
            elif phrase and rest != text:
                activity.queries.append(
                    f"{_DATED} {phrase}, the date beside it {', '.join(phrases)}?"
                )
        elif phrase:
            activity.times = [("", phrase)]
            activity.title = rest if text == activity.title else activity.title

    def _start(self, activity: DraftActivity, row: WorkRow) -> None:
        """Set when work begins. Only a single day or period can be that: a cadence or several times
        are when it is due, unless the table gives a due date too.
        """
        if _START_TO_END.search(plain(row.names.get("when", ""))) and len(activity.times) == 1:
            phrase = activity.times[0][1]
            if cells.is_period(phrase, self.context) and not _RANGE.search(phrase):
                activity.starts, activity.times = phrase, []
                activity.queries.append(f"When does this end? The table says only {phrase}.")
        text = " ".join(cells.lines(row.texts.get("starts", "")))
        if not text or activity.starts:
            return
        known = cells.readable(text, self.context)
        if NO_LEAD.fullmatch(text):
            activity.comments += comment_lines(row.names["starts"], text)
        elif cells.is_period(text, self.context) or not (known or _SEVERAL.search(text)):
            activity.starts = text  # what cannot be read is for `check` to show
        elif not activity.times:
            activity.times = [("", text)]
        else:
            due = ", ".join(phrase for _, phrase in activity.times).rstrip(".")
            reading = read(text, self.context)
            choices = time_columns.month_meant(text, self.context)
            if not choices and isinstance(reading, Unreadable):
                choices = f" {reading.help}"
            activity.queries.append(
                f"When does this start? The table says {text.rstrip('.')}, and {due}.{choices}"
            )

    def _continue(self, activities: list[DraftActivity], row: WorkRow) -> None:
        """Add a further row of activities whose cell is merged downwards: more leads and times."""
        if "lead" not in row.goes_on:
            for activity in activities:
                leads, more = self.leads.find(row.texts.get("lead", ""))
                activity.leads += [initials for initials in leads if initials not in activity.leads]
                activity.comments += [f"Lead: {more}"] if more else []
        for activity in activities if "when" not in row.goes_on else ():
            activity.times += cells.times(row.texts.get("when", ""), self.context)
        others: tuple[Role, ...] = ("detail", "id", "starts")
        for role in others:
            if role in row.texts and role not in row.goes_on:
                activities[0].comments += comment_lines(row.names[role], row.texts[role])

    def _kpis(
        self, area: AreaDraft, activities: list[DraftActivity], row: WorkRow
    ) -> list[DraftKpi]:
        """The KPIs of a row, added to its area."""
        measures = kpis.kpis_of_row(area, row, self.context)
        if measures and not activities:
            kpis.add_leads(measures, row.texts.get("lead", ""), self.leads)
        return measures

    def _rest(
        self,
        activities: list[DraftActivity],
        measures: list[DraftKpi],
        area: AreaDraft,
        row: WorkRow,
    ) -> None:
        """Add success criteria, resources and academies; then everything that has no field, as
        comments on the row's activity or KPI.
        """
        for role, text in row.texts.items() if activities else ():
            self._add_text(activities, role, text, row.names[role])
        of_kpis = {"kpi", *kpis.KPI_ROLES}
        placed = {*of_kpis, "lead"} if measures else set()
        left = {
            role: text
            for role, text in row.texts.items()
            if role not in placed and (role in of_kpis if activities else role not in row.goes_on)
        }
        lines = [
            line for role, text in left.items() for line in comment_lines(row.names[role], text)
        ]
        lines += [line for head, text in row.comments for line in comment_lines(head, text)]
        if activities or measures:
            (activities[0] if activities else measures[0]).comments.extend(lines)
            for activity in activities[:1]:
                activity.statuses += row.statuses
        elif row.total or not area.activities:
            area.comments += lines
        elif _OF_SOMEBODY & left.keys():
            area.comments += ["A row without an action:", *(f"  {line}" for line in lines)]
        else:
            area.activities[-1].comments += lines

    def _add_text(self, activities: list[DraftActivity], role: Role, text: str, head: str) -> None:
        """Add a row's text on its activities that is neither their leads nor their times."""
        first = activities[0]
        if role == "success":
            self._add_success(first, text, head)
        elif role == "resources" and not NO_LEAD.fullmatch(text):
            texts = [first.resources or "", *cells.lines(text)]
            first.resources = "; ".join(part for part in texts if part) or None
        elif role == "resources" or (role == "academy" and _EVERY.fullmatch(text)):
            first.comments += comment_lines(head, text)
        elif role == "academy":
            names, more = self.academies.find(text)
            for activity in activities:
                activity.academies += [name for name in names if name not in activity.academies]
            first.comments += [f"{head}: {more}"] if more else []
        if role in ("success", "resources") and len(activities) > 1:
            first.comments.append(
                f"{head}: of {len(activities)} activities, this one and those after it"
            )

    def _add_success(self, activity: DraftActivity, text: str, head: str) -> None:
        items = cells.items(text)
        for item in items:
            if cells.says_something(item.text):
                activity.success += [item.text, *item.inner]
        for line in cells.wordless_texts(items):
            activity.comments += comment_lines(head, line)
