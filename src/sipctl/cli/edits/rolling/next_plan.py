"""The files of the plan that follows another: the old ones, with what has changed."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from sipctl.cli.edits.adding.new_years import year_value
from sipctl.plan.faults import Refusal
from sipctl.plan.model.entries import About, Runs
from sipctl.store.edits.changes import Bare, ById, RemoveValue, SetValue
from sipctl.store.edits.edit import Edit

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sipctl.cli.edits.opened import EditSession
    from sipctl.cli.edits.rolling.decisions import RollDecision
    from sipctl.plan.model.entries import Activity, Area, Kpi
    from sipctl.plan.timing import TimingContext
    from sipctl.store.edits.changes import Change

_BY_HAND = "change it by hand, then run sipctl roll again"
_OF_THE_PAST = ("moved", "led", "answered", "starts")
"""Fields of an activity that are not carried over: they are about the plan that ended."""


def next_years(typed: str) -> tuple[int, int]:
    """The first and last year of `2027-30` or `2026-27`; raises Refusal for what is neither."""
    match = re.fullmatch(r"(20[0-9]{2})\s*[-–/]\s*((?:20)?[0-9]{2})", typed.strip())
    last = 2000 + int(match[2]) % 100 if match else 0
    if match is None or not 0 < last - int(match[1]) <= 10:
        raise Refusal(f'--to "{typed}" is no plan\'s years', "such as --to 2027-30 or --to 2026-27")
    return int(match[1]), last


class NextPlan:
    """The plan of some years that follows the one of a session."""

    def __init__(self, session: EditSession, first: int, last: int) -> None:
        self.session = session
        self.plan = session.plan
        self.runs = Runs(from_=date(first, 9, 1), to=date(last, 8, 31))
        self.years = [f"{year}/{(year + 1) % 100:02d}" for year in range(first, last)]
        self.new_years = [year for year in self.years if year not in self.plan.calendar.years]
        self.context = self._context()
        self.notes: list[str] = []

    @property
    def follows(self) -> str:
        """Where the old plan goes: `past/2024-27`."""
        runs = self.plan.about.runs
        return f"past/{runs.from_.year}-{runs.to.year % 100:02d}"

    def _context(self) -> TimingContext:
        """The calendar and years that the new plan's phrases are read against."""
        from sipctl.plan.calendar.provisional import provisional_calendar
        from sipctl.plan.context import timing_context

        calendar = self.plan.calendar
        names = [name for year in calendar.years.values() for name in year.terms]
        six = any(name.startswith("term") for name in names)
        likely = provisional_calendar(self.runs, six_terms=six).years
        self.likely = {year: likely[year] for year in self.new_years}
        calendar = replace(calendar, years={**calendar.years, **self.likely})
        about: About = replace(self.plan.about, runs=self.runs)
        return timing_context(replace(self.plan, about=about, calendar=calendar))

    def edits(self, decisions: Sequence[RollDecision]) -> list[Edit]:
        """The changes of every file; plan.yaml comes last."""
        by_id = {decision.activity.id: decision for decision in decisions}
        changes: dict[str, list[Change]] = {}
        for aim in self.plan.aims:
            path = (self.session.opened.loaded.where(str(aim.id)) or ("", 1))[0]
            for area in aim.areas:
                changes.setdefault(path, []).extend(self._area(area, by_id))
        changes["calendar.yaml"] = list(self._calendar())
        changes["plan.yaml"] = list(self._about())
        return [self._edit(path, of_file) for path, of_file in changes.items() if of_file]

    def _edit(self, path: str, changes: Sequence[Change]) -> Edit:
        return Edit(self.session.source(path), changes, "the next plan cannot be made", _BY_HAND)

    # --- plan.yaml and calendar.yaml ---

    def _about(self) -> Iterator[Change]:
        about = self.plan.about
        order = tuple(field for field in About.__annotations__)
        title = _title(about.title, self.runs)
        if title != about.title:
            yield SetValue(("title",), title)
        yield SetValue(("runs", "from"), Bare(str(self.runs.from_)))
        yield SetValue(("runs", "to"), Bare(str(self.runs.to)))
        yield SetValue(("follows",), self.follows, order)
        for key in ("source", "endorsement", "answered"):
            if getattr(about, key):
                yield RemoveValue((key,))
                if key != "answered":
                    self.notes.append(f"{key}: of the old plan was left out of plan.yaml.")
        yield from self._kpis((), about.kpis)

    def _calendar(self) -> Iterator[Change]:
        order = tuple(sorted([*self.plan.calendar.years, *self.new_years]))
        for year in self.new_years:
            yield SetValue(("years", Bare(year)), year_value(self.likely[year]), order)

    # --- aims ---

    def _area(self, area: Area, decisions: Mapping[str, RollDecision]) -> Iterator[Change]:
        path = ("areas", ById(area.id))
        kept = [activity for activity in area.activities if _is_carried(activity, decisions)]
        if area.activities and not kept:
            yield RemoveValue((*path, "activities"))
        for activity in area.activities:
            entry_path = (*path, "activities", ById(activity.id))
            if activity in kept:
                yield from self._activity(entry_path, decisions[activity.id], decisions)
            elif kept:
                yield RemoveValue(entry_path)
        yield from self._kpis(path, area.kpis)
        for kpi in area.kpis:
            if kpi.retired is None:
                yield from _links((*path, "kpis", ById(kpi.id)), "see", kpi.see, decisions)

    def _activity(
        self, path: tuple[Any, ...], decision: RollDecision, decisions: Mapping[str, RollDecision]
    ) -> Iterator[Change]:
        activity = decision.activity
        order = tuple(type(activity).__annotations__)
        yield SetValue((*path, "when"), self._when(decision), order)
        for key in _OF_THE_PAST:
            if getattr(activity, key):
                yield RemoveValue((*path, key))
        yield SetValue((*path, "came_from"), Bare(activity.id), order)
        for key in ("after", "see"):
            yield from _links(path, key, getattr(activity, key), decisions)

    def _when(self, decision: RollDecision) -> str | dict[str, str]:
        """The new date as it is written: a phrase, or one for each milestone."""
        labels = [label for label in decision.activity.when if label]
        phrases = dict(_labelled(decision.when, labels))
        for phrase in phrases.values():
            self._refuse_unreadable(decision, phrase)
        return phrases.get("", "") or phrases

    def _refuse_unreadable(self, decision: RollDecision, phrase: str) -> None:
        from sipctl.plan.timing import Unreadable, read

        timing = read(phrase, self.context)
        name = decision.activity.id
        if isinstance(timing, Unreadable):
            raise Refusal(f"{name}: {timing.message}", timing.help)
        days = [occurrence.due for occurrence in timing.occurrences]
        if days and not any(self.runs.from_ <= day <= self.runs.to for day in days):
            raise Refusal(
                f'{name}: "{phrase}" is not within the next plan, which runs from'
                f" {self.runs.from_} to {self.runs.to}",
                "give it a date within those years",
            )

    # --- KPIs ---

    def _kpis(self, path: tuple[Any, ...], kpis: Sequence[Kpi]) -> Iterator[Change]:
        """Removes retired KPIs; adds the year to phrases that relied on the old plan's years."""
        for kpi in kpis:
            entry_path = (*path, "kpis", ById(kpi.id))
            if kpi.retired is not None:
                yield RemoveValue(entry_path)
                continue
            baseline = {"": kpi.baseline} if kpi.baseline else {}
            for key, phrases in (("baseline", baseline), ("monitored", kpi.monitored)):
                for label, phrase in phrases.items():
                    explicit = self._with_year(phrase)
                    if explicit is not None:
                        yield SetValue((*entry_path, key, *([label] if label else [])), explicit)

    def _with_year(self, phrase: str) -> str | None:
        """`Autumn 2026` for an `Autumn term` that the old plan has once; None for no change."""
        from sipctl.plan.context import calendar_of
        from sipctl.plan.timing import Unreadable, read

        was, now = read(phrase, self.session.context), read(phrase, self.context)
        if isinstance(was, Unreadable) or was.cadence or len(was.occurrences) != 1:
            return None
        if not isinstance(now, Unreadable) and now.occurrences == was.occurrences:
            return None
        title = calendar_of(self.plan.calendar).title(was.occurrences[0].period)
        explicit = read(title, self.context)
        if isinstance(explicit, Unreadable) or explicit.occurrences != was.occurrences:
            return None
        return title


def _is_carried(activity: Activity, decisions: Mapping[str, RollDecision]) -> bool:
    return decisions[activity.id].outcome == "carried over"


def _links(
    path: tuple[Any, ...], key: str, names: Sequence[str], decisions: Mapping[str, RollDecision]
) -> Iterator[Change]:
    """A list of ids without those that are not carried over."""
    kept = [
        name for name in names if name not in decisions or decisions[name].outcome == "carried over"
    ]
    if not kept and names:
        yield RemoveValue((*path, key))
    elif len(kept) < len(names):
        yield SetValue((*path, key), [Bare(name) for name in kept])


def _labelled(text: str, labels: Sequence[str]) -> Iterator[tuple[str, str]]:
    """`Launch: Autumn 2027; Review: Summer 2028` by label; one phrase alone has none."""
    parts = [part.strip() for part in text.split(";") if part.strip()]
    pairs = [part.partition(":")[::2] for part in parts]
    if labels and all(label.strip() in labels and phrase for label, phrase in pairs):
        yield from ((label.strip(), phrase.strip()) for label, phrase in pairs)
    else:
        yield "", text


def _title(title: str, runs: Runs) -> str:
    """The title with the new years in the place of the old, in the same form."""

    def years(match: re.Match[str]) -> str:
        return f"{runs.from_.year}{match[1]}{runs.to.year % 100:02d}"

    return re.sub(r"\b20[0-9]{2}([-–/])(?:20)?[0-9]{2}\b", years, title)
