"""Plan.walk and Plan.find: everything that has an id, and what an id names."""

from __future__ import annotations

from dataclasses import replace

from support.states import activity, plan

from sipctl.plan.model.entries import Activity, Aim, Area, Kpi, Outcome, Plan, Priority

AREA = Area(
    id="1a",
    title="Reading",
    priorities=(Priority(id="1a.p1", title="Phonics"),),
    activities=(
        activity("termly"),
        activity(None, id="1a.2", title="Train", leads=("CD", "JK")),
    ),
    kpis=(Kpi(id="1a.k1", measure="Attendance"), Kpi(id="1a.k1", measure="Again")),
)
AIM = Aim(id=1, title="Standards", outcomes=(Outcome(id="1.o1", title="All read"),), areas=(AREA,))


def whole() -> Plan:
    kpi = Kpi(id="t.k1", measure="Turnover", leads=("AB",))
    empty = plan()
    return replace(empty, about=replace(empty.about, kpis=(kpi,)), aims=(AIM,))


def test_a_walk_is_in_the_order_of_the_plan() -> None:
    ids = [thing.id for thing in whole().walk()]
    assert ids == ["t.k1", "1", "1.o1", "1a", "1a.p1", "1a.1", "1a.2", "1a.k1", "1a.k1"]
    assert [thing.id for thing in whole().walk(Aim, Activity)] == ["1", "1a.1", "1a.2"]


def test_what_an_id_names() -> None:
    named = {name: whole().find(name) for name in ("1", "1a", "1a.2", "1a.k1", "t.k1", "1a.p1")}
    assert {name: (thing.title, thing.leads) for name, thing in named.items() if thing} == {
        "1": ("Standards", ()),
        "1a": ("Reading", ()),
        "1a.2": ("Train", ("CD", "JK")),
        "1a.k1": ("Attendance", ("JK", "CD")),  # the first of a duplicate; its area's leads
        "t.k1": ("Turnover", ("AB",)),
        "1a.p1": ("Phonics", ()),
    }
    kpi, trust_kpi = named["1a.k1"], named["t.k1"]
    assert kpi and trust_kpi
    assert (kpi.aim, kpi.area) == (AIM, AREA)
    assert (trust_kpi.aim, trust_kpi.area) == (None, None)
    assert whole().find("9z.1") is None
