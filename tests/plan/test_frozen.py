"""What `@frozen` makes behaves as a frozen dataclass does."""

from __future__ import annotations

import pickle
from dataclasses import FrozenInstanceError, fields, replace

import pytest

from sipctl.plan.frozen import field, frozen


@frozen()
class Pair:
    """Two things."""

    left: int
    right: list[int] = field(default_factory=list)
    note: str = field(default="", compare=False)


@frozen(kw_only=True)
class Named:
    """Two things by name."""

    first: str = "a"
    second: str


def test_made_by_place_by_name_and_by_default():
    assert Pair(1) == Pair(left=1, right=[])
    assert Pair(1).right is not Pair(1).right
    assert Named(second="b").first == "a"


@pytest.mark.parametrize(
    "made", [lambda: Pair(), lambda: Pair(1, [], "", 4), lambda: Pair(1, odd=2), lambda: Named("b")]
)
def test_made_wrong(made):
    with pytest.raises(TypeError):
        made()


def test_equal_where_the_compared_fields_are():
    assert Pair(1, note="x") == Pair(1, note="y")
    assert Pair(1) != Pair(2)
    assert Pair(1) != (1, [])
    assert hash(Named(second="b")) == hash(Named(second="b"))


def test_never_changed():
    pair = Pair(1)
    with pytest.raises(FrozenInstanceError):
        pair.left = 2
    with pytest.raises(FrozenInstanceError):
        del pair.left
    assert replace(pair, left=2) == Pair(2)


def test_known_as_a_dataclass():
    assert [one.name for one in fields(Pair)] == ["left", "right", "note"]
    assert repr(Pair(1, [2])) == "Pair(left=1, right=[2], note='')"
    copy = pickle.loads(pickle.dumps(Pair(1, [2])))
    assert (copy, copy.note) == (Pair(1, [2]), "")
