"""Entries of a plan as JSON, whether they were just read or come out of the cache."""

from __future__ import annotations

import pickle
from datetime import date

from sipctl.plan.model.entries import Record
from sipctl.views.json import RECORD_KEYS, entry_json, record_json

RECORD = Record(
    activity="2a.2",
    date=date(2025, 4, 4),
    by="JK",
    status="on-track",
    for_="Launch",
    confidential="secret",
    evidence=("minutes.pdf",),
)


def test_a_record_out_of_the_cache_has_the_same_keys() -> None:
    cached = pickle.loads(pickle.dumps(RECORD))
    assert record_json(cached, *RECORD_KEYS) == record_json(RECORD, *RECORD_KEYS)
    assert record_json(cached, "result", "for", "evidence") == {
        "result": None,
        "for": "Launch",
        "evidence": ["minutes.pdf"],
    }


def test_what_is_empty_or_hidden_is_left_out() -> None:
    assert list(entry_json(RECORD, ("confidential",))) == [
        *("activity", "date", "by", "status", "for", "evidence"),
    ]
