"""The table of statuses: every word has a row, and no two look alike where they stand together."""

from __future__ import annotations

from sipctl.plan.model.scalars import RESULTS, STATUSES
from sipctl.plan.model.statuses import ALL_INFO, COLOURS, NO_RECORD, RESULT_INFO, STATUS_INFO
from sipctl.views.palette import PALETTE


def test_every_word_has_a_row() -> None:
    assert set(STATUS_INFO) == {*STATUSES, NO_RECORD}
    assert set(RESULT_INFO) == set(RESULTS)


def test_every_colour_can_be_shown() -> None:
    assert {info.colour for info in ALL_INFO.values()} <= set(COLOURS) == set(PALETTE)


def test_no_two_blocks_and_no_two_ranks_are_alike() -> None:
    infos = [STATUS_INFO[status] for status in STATUSES]
    assert len({info.block for info in infos}) == len({info.plain_block for info in infos}) == 7
    ranks = {status: info.rank for status, info in STATUS_INFO.items() if info.rank is not None}
    assert sorted(ranks, key=lambda status: ranks[status]) == [
        *("off-track", "at-risk", "not-started", "on-track", "complete")
    ]
