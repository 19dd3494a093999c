"""A few of the forms that `run.py forms` changes at random."""

from __future__ import annotations

from collections import Counter

import pytest

from hostile import forms


@pytest.mark.parametrize("seeds", [range(4), pytest.param(range(100, 140), marks=pytest.mark.slow)])
def test_each_answer_is_taken_or_said(seeds: range) -> None:
    counts: Counter[str] = Counter()
    faults = [fault for seed in seeds for fault in forms.faults_of(seed, counts)]
    assert faults == []
    assert counts["taken"] > counts["forms"] and counts["said"] > counts["forms"]
