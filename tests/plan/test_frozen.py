"""What `@frozen` makes behaves as a frozen dataclass does."""

from __future__ import annotations

import dataclasses
import pickle
from dataclasses import FrozenInstanceError, asdict, dataclass, fields, is_dataclass, replace
from functools import cached_property

import pytest
from support.each_row import each_row

from sipctl.plan.frozen import described, field, frozen


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


@each_row(
    "make", [lambda: Pair(), lambda: Pair(1, [], "", 4), lambda: Pair(1, odd=2), lambda: Named("b")]
)
def test_made_wrong(make):
    with pytest.raises(TypeError):
        make()


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
    assert [item.name for item in fields(Pair)] == ["left", "right", "note"]
    assert repr(Pair(1, [2])) == "Pair(left=1, right=[2], note='')"
    copy = pickle.loads(pickle.dumps(Pair(1, [2])))
    assert (copy, copy.note) == (Pair(1, [2]), "")


@frozen()
class Longer(Pair):
    """A pair and more."""

    third: int = described("The last of them.", label="Third", default=3)

    @cached_property
    def total(self) -> int:
        return self.left + self.third


@dataclass(frozen=True)
class Standard:
    """The same fields as `Pair`, by the standard library."""

    left: int
    right: list[int] = dataclasses.field(default_factory=list)
    note: str = dataclasses.field(default="", compare=False)


def test_a_subclass_has_the_fields_of_both_and_equals_no_other_class():
    assert Longer(1) == Longer(1, [], "", 3)
    assert Longer(1) != Pair(1)
    assert isinstance(Longer(1), Pair)


def test_a_cached_property_is_neither_compared_nor_copied():
    longer = Longer(1)
    assert longer.total == 4
    assert longer == Longer(1)
    assert "total" not in pickle.loads(pickle.dumps(longer)).__dict__


def test_label_and_description_stand_on_the_field():
    metadata = fields(Longer)[-1].metadata
    assert (metadata["title"], metadata["description"]) == ("Third", "The last of them.")


def test_like_one_of_the_standard_library():
    assert is_dataclass(Pair)
    assert asdict(Pair(1, [2])) == asdict(Standard(1, [2]))
    assert repr(Pair(1, [2])) == repr(Standard(1, [2])).replace("Standard", "Pair")
    assert [item.name for item in fields(Pair)] == [item.name for item in fields(Standard)]
    for the_item in (Pair(1), Standard(1)):
        with pytest.raises(TypeError, match="unhashable"):
            hash(the_item)
        with pytest.raises(FrozenInstanceError):
            the_item.other = 1
