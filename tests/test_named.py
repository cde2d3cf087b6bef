"""Our named tuples are those of typing, but for the look at their annotations."""

from __future__ import annotations

import pickle
import typing

import pytest

from clustercli.errors import Problem
from clustercli.named import NamedTuple


class Ours(NamedTuple):
    """A pair."""

    first: int
    second: str = "b"

    @property
    def both(self) -> str:
        """Both."""
        return f"{self.first}{self.second}"


class Theirs(typing.NamedTuple):
    """A pair."""

    first: int
    second: str = "b"

    @property
    def both(self) -> str:
        """Both."""
        return f"{self.first}{self.second}"


@pytest.mark.parametrize("name", ["_fields", "_field_defaults", "__doc__", "__module__", "__match_args__", "__slots__"])
def test_the_class_says_the_same_of_itself(name: str) -> None:
    assert getattr(Ours, name) == getattr(Theirs, name)


def test_names_and_types_are_kept() -> None:
    assert (Ours.__name__, Ours.__qualname__) == ("Ours", "Ours")
    assert typing.get_type_hints(Ours) == {"first": int, "second": str}


def test_a_value_does_the_same() -> None:
    ours, theirs = Ours(1), Theirs(1)
    assert tuple(ours) == tuple(theirs) == (1, "b")
    assert (hash(ours), ours.both, ours._asdict()) == (hash(theirs), theirs.both, theirs._asdict())
    assert ours._replace(second="c") == Ours(first=1, second="c") == Ours._make([1, "c"])
    assert repr(ours) == repr(theirs).replace("Theirs", "Ours")
    assert pickle.loads(pickle.dumps(ours)) == ours  # noqa: S301
    with pytest.raises(AttributeError):
        setattr(ours, "first", 2)  # noqa: B010
    with pytest.raises(TypeError):
        Ours()  # type: ignore[call-arg]


def test_methods_of_a_class_hold() -> None:
    assert str(Problem("a.yaml", 1, 2, "R001", "message")) == "a.yaml:1:2: R001 message"
