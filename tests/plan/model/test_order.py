"""Ids and records in the order in which people count them."""

from __future__ import annotations

from itertools import permutations

from support.states import activity, plan, record

from sipctl.plan.model.order import count_key

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
