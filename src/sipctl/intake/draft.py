"""A plan in the making: the contents of tables as aims, areas, priorities, activities and KPIs.

Ids are given last, when everything is there. What has no field is kept as comments on its entry.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from sipctl.intake import numbering
from sipctl.intake.tables import cells
from sipctl.plan.model import entries as m
from sipctl.views.text.english import join_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sipctl.store.new_plan.areas import Comments


@dataclass
class DraftActivity:
    """An activity without its id. `queries` are questions that the table leaves open."""

    title: str
    detail: str | None = None
    reference: str = ""
    """The id that the table gives it, and (`called`) the head of that column."""
    called: str = ""
    priority: str | None = None
    leads: list[str] = field(default_factory=list)
    times: list[tuple[str, str]] = field(default_factory=list)
    """Milestone ("" for none) and phrase, in the table's order."""
    starts: str | None = None
    success: list[str] = field(default_factory=list)
    resources: str | None = None
    academies: list[str] = field(default_factory=list)
    queries: list[str] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)
    statuses: list[tuple[str, str]] = field(default_factory=list)
    """Head and text of its cells in columns of statuses; they are in `comments` too."""
    id: str = ""
    """Given last of all, by `number_things`."""
    topic: str = ""
    """Its subject (`Maths`), where other cells of its row have a line for each subject."""


@dataclass
class DraftKpi:
    """A KPI without its id. `text` is its whole text in the table, by which repeats are found."""

    measure: str
    text: str
    target: str | None = None
    baseline: str | None = None
    monitored: dict[str, str] = field(default_factory=dict)
    leads: list[str] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)


@dataclass
class AreaDraft:
    """An area; `label` is its name in the table, number and all."""

    label: str
    priorities: list[str] = field(default_factory=list)
    activities: list[DraftActivity] = field(default_factory=list)
    kpis: list[DraftKpi] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)


@dataclass
class AimDraft:
    """An aim; `label` is its name in the table, number and all."""

    label: str
    areas: dict[str, AreaDraft] = field(default_factory=dict)
    comments: list[str] = field(default_factory=list)
    outcomes: list[str] = field(default_factory=list)
    """Its outcomes, from the labels over its tables."""


@dataclass(frozen=True)
class Draft:
    """What was read from a document.

    `about`, `people`, `title` and `calendar` are None unless the document has them. `unconfirmed`
    are leads whom somebody should confirm: initials → words in the table. `left_out` are sentences
    on what was not read.
    """

    aims: tuple[m.Aim, ...]
    leads: dict[str, m.Lead]
    comments: Comments
    unconfirmed: dict[str, str] = field(default_factory=dict)
    academies: dict[str, m.AcademyEntry] = field(default_factory=dict)
    about: m.About | None = None
    people: m.People | None = None
    title: str | None = None
    calendar: m.TermCalendar | None = None
    frameworks: dict[str, m.Framework] = field(default_factory=dict)
    tables: int = 0
    rows: int = 0
    left_out: tuple[str, ...] = ()
    statuses: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    """Id of an activity → head and text of its cells in columns of statuses."""

    @property
    def all_comments(self) -> Comments:
        """The comments, and an empty one on calendar.yaml if the document has no calendar."""
        return {**self.comments, **({"calendar": [""]} if self.calendar is None else {})}

    def with_leads(self, people: m.People) -> m.People:
        """The people with all leads, and a query that asks who the unconfirmed ones are."""
        names = [
            initials if words == initials else f'{initials} ("{words}")'
            for initials, words in self.unconfirmed.items()
        ]
        verb = "is" if len(names) == 1 else "are"
        question = f"Who {verb} {join_words(names)}? The table names them." if names else None
        query = " ".join(filter(None, (people.query, question))) or None
        return replace(people, leads=self.leads, query=query)


def comment_lines(head: str, text: str) -> list[str]:
    """A cell's text as lines of a comment, the first after the column's head."""
    first, *others = text.split("\n")
    return [f"{head}: {first}" if head else first, *(f"  {line}" for line in others)]


def number_things(aims: list[AimDraft]) -> tuple[tuple[m.Aim, ...], Comments]:
    """The aims with ids, and the comments by id of the entry that they are on."""
    comments: Comments = {}
    own_numbers = [numbering.aim_number(aim.label)[0] for aim in aims]
    numbers = numbering.numbered(
        [_number(aim, own_number) for aim, own_number in zip(aims, own_numbers, strict=True)]
    )
    finished = []
    for aim, number, own_number in zip(aims, numbers, own_numbers, strict=True):
        called, _ = numbering.dotted(aim.label)
        aim.comments += [f"Called {called} there"] if called else []
        _keep_comments(comments, f"{number}", aim.comments)
        title = numbering.aim_title(aim.label) if own_number in (number, None) else aim.label
        areas = tuple(_areas(aim, number, comments))
        outcomes = tuple(
            m.Outcome(id=f"{number}.{position}", title=text)
            for position, text in enumerate(aim.outcomes, start=1)
        )
        finished.append(m.Aim(id=number, title=title, areas=areas, outcomes=outcomes))
    return tuple(sorted(finished, key=lambda aim: aim.id)), comments


def _number(aim: AimDraft, own: int | None) -> int | None:
    """The aim's number: `own` (its label's), or the one that all its areas have (`2a`, `2b`)."""
    numbers = {parts[0] if parts else None for parts, _ in map(numbering.area_id, aim.areas)}
    return own or (numbers.pop() if len(numbers) == 1 else None)


def _areas(aim: AimDraft, number: int, comments: Comments) -> Iterator[m.Area]:
    parsed = [numbering.area_id(label) for label in aim.areas]
    own_letters = [parts[1] if parts and parts[0] == number else None for parts, _ in parsed]
    sure = all(own_letters) and len(set(own_letters)) == len(own_letters)
    for position, (area, (parts, title)) in enumerate(zip(aim.areas.values(), parsed, strict=True)):
        letters = own_letters[position] if sure else numbering.letters(position)
        if parts and not sure:
            area.comments.append(f"Called {parts[0]}{parts[1]} there")
        yield _area(area, f"{number}{letters}", title, comments)


def _area(area: AreaDraft, name: str, title: str, comments: Comments) -> m.Area:
    _keep_comments(comments, name, area.comments)
    parsed = [numbering.priority_number(label) for label in area.priorities]
    numbers = numbering.numbered([own_number for own_number, _ in parsed])
    ids = {label: f"{name}.p{n}" for label, n in zip(area.priorities, numbers, strict=True)}
    ordered = sorted(zip(numbers, parsed, area.priorities, strict=True), key=lambda entry: entry[0])
    priorities = [
        m.Priority(id=f"{name}.p{n}", title=title if own_number in (n, None) else label)
        for n, (own_number, title), label in ordered
    ]
    return m.Area(
        id=name,
        title=title,
        priorities=tuple(priorities),
        activities=tuple(_works(area, name, ids, comments)),
        kpis=tuple(_kpis(area, name, comments)),
    )


def _works(
    area: AreaDraft, name: str, priorities: dict[str, str], comments: Comments
) -> Iterator[m.Activity]:
    own = [work.reference.casefold() for work in area.activities]
    pattern = re.compile(rf"{name}\.[1-9][0-9]{{0,3}}")
    theirs = len(set(own)) == len(own) and all(pattern.fullmatch(ref) for ref in own)
    for number, (work, ref) in enumerate(zip(area.activities, own, strict=True), start=1):
        its_id = work.id = ref if theirs else f"{name}.{number}"
        if work.reference and ref != its_id:
            work.comments.insert(0, f"{work.called}: {work.reference}")
        _keep_comments(comments, its_id, work.comments)
        yield m.Activity(
            id=its_id,
            title=work.title,
            detail=work.detail,
            leads=tuple(work.leads),
            when=cells.milestones(work.times),
            starts=work.starts,
            priority=priorities.get(work.priority or ""),
            success=tuple(work.success),
            resources=work.resources,
            academies=tuple(work.academies),
            query=" ".join(work.queries) or None,
        )


def _kpis(area: AreaDraft, name: str, comments: Comments) -> Iterator[m.Kpi]:
    for number, draft_kpi in enumerate(area.kpis, start=1):
        _keep_comments(comments, f"{name}.k{number}", draft_kpi.comments)
        yield m.Kpi(
            id=f"{name}.k{number}",
            measure=draft_kpi.measure,
            target=draft_kpi.target,
            baseline=draft_kpi.baseline,
            monitored=draft_kpi.monitored,
            leads=tuple(draft_kpi.leads),
        )


def _keep_comments(comments: Comments, name: str, texts: list[str]) -> None:
    if texts:
        comments.setdefault(name, []).extend(texts)
