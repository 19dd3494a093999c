"""Ids and records in the order in which people count them."""

from __future__ import annotations

from datetime import date
from itertools import permutations

from support.forms import read_plan
from support.plans import TINY
from support.states import activity, plan, record

from sipctl.plan.model.order import count_key
from sipctl.plan.queries.log import LogFilter, RecordEntry, newest_entries, plan_entries
from sipctl.plan.queries.wanted_dates import wanted_dates

NAMES = ("2025-03-04-1a.1-SBM.yaml", "2025-03-04-1a.1-SBM-2.yaml", "2025-03-04-1a.1-SBM-10.yaml")


def test_records_of_one_day_count_by_name_without_its_ending() -> None:
    texts = dict(zip(NAMES, ("on-track", "at-risk", "off-track"), strict=True))
    for names in permutations(NAMES):
        records = {f"records/{name}": record(f"2025-03-04 {texts[name]}") for name in names}
        whole = plan(activity("Spring 2025"), records=records)
        assert tuple(name for name, _ in whole.records_of["1a.1"]) == NAMES


def test_ids_sort_as_people_count() -> None:
    ids = ["2a.2", "2a.10", "2a.k1", "2b.1", "10a.1"]
    assert sorted(["10a.1", "2a.k1", "2b.1", "2a.10", "2a.2"], key=count_key) == ids
    assert count_key("9" * 9000) > count_key("8" * 9000)


def test_what_is_listed_and_what_is_wanted_follow_that_order() -> None:
    later = {
        "SBM-2": "status: at-risk\nnew_date_wanted: July 2025\n",
        "SBM-10": "status: on-track\n",
    }
    files = {
        f"records/2024-25/spring/2025-03-04-1a.1-{name}.yaml": (
            f"activity: 1a.1\ndate: 2025-03-04\nby: JK\nnote: {name}\n{text}"
        )
        for name, text in later.items()
    }
    whole = read_plan(TINY | files)
    wanted = LogFilter(None, (), None, date(2025, 3, 31))
    entries, _ = newest_entries(plan_entries(whole, wanted), (), None)
    notes = [entry.record.note for entry in entries if isinstance(entry, RecordEntry)]
    assert notes == ["SBM-10", "SBM-2"]
    assert list(wanted_dates(whole, date(2025, 3, 31))) == []
