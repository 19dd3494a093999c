"""Places in a plan, and what stands at them: aims, areas, activities, KPIs, records, phrases."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from sipctl.plan.faults import Route
    from sipctl.plan.model.entries import Activity, Aim, Area, Kpi, Record


class Location(NamedTuple):
    """A place in the plan: a file within its folder, and the route to a value in it."""

    file: str
    route: Route = ()

    def to(self, *steps: str | int) -> Location:
        """A place further in."""
        return Location(self.file, (*self.route, *steps))


class AimAt(NamedTuple):
    """An aim and where it stands."""

    location: Location
    aim: Aim


class AreaAt(NamedTuple):
    """An area and where it stands."""

    location: Location
    aim: Aim
    area: Area


class ActivityAt(NamedTuple):
    """An activity and where it stands."""

    location: Location
    area: Area
    activity: Activity


class KpiAt(NamedTuple):
    """A KPI and where it stands; a trust-wide one belongs to no area."""

    location: Location
    area: Area | None
    kpi: Kpi


class RecordAt(NamedTuple):
    """A record and where it stands."""

    location: Location
    record: Record

    @property
    def name(self) -> str:
        """Its file name."""
        return self.location.file.rsplit("/", 1)[-1]


class PhraseAt(NamedTuple):
    """A phrase of the timing language and where it stands in an activity, KPI or record."""

    location: Location
    kind: Literal["when", "starts", "moved", "baseline", "monitored", "target", "wanted"]
    text: str
