"""Names of files on disks that ignore case, and on Windows."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sipctl.views.text.file_names import RESERVED, file_stems


def test_names_alike_but_for_case_are_told_apart() -> None:
    assert file_stems(["JHo", "JHO", "SD", "jho"]) == {
        "JHo": "JHo",
        "JHO": "JHO-2",
        "SD": "SD",
        "jho": "jho-3",
    }


def test_what_windows_takes_for_a_device_gets_a_sign() -> None:
    assert file_stems(["CON", "Nul", "JK"]) == {"CON": "CON_", "Nul": "Nul_", "JK": "JK"}


@settings(suppress_health_check=list(HealthCheck))
@given(st.lists(st.sampled_from(["A", "a", "A-2", "a-2", "con", "CON", "con_", "b"]), max_size=9))
def test_no_two_names_share_a_file(names: list[str]) -> None:
    stems = [stem.casefold() for stem in file_stems(names).values()]
    assert len(stems) == len(set(stems)) == len(set(names))
    assert not set(stems) & RESERVED
