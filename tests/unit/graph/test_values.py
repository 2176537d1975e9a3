"""`frozen` makes what `dataclass(frozen=True, slots=True)` makes."""

from __future__ import annotations

import copy
import inspect
import pickle
from collections.abc import Callable, Mapping
from dataclasses import FrozenInstanceError, dataclass, field, fields, replace
from typing import Any, Generic, TypeVar, get_type_hints

import pytest

from radexo.graph.values import frozen

T = TypeVar("T")


def declared(decorate: Callable[[type], type]) -> Any:
    @decorate
    class Name:
        """A name and what is known of it."""

        text: str
        parts: tuple[str, ...] = ("a", "b")
        counts: Mapping[str, int] = field(default_factory=dict)
        source: object = field(default=None, compare=False, repr=False)

        def first(self) -> str:
            return self.text[0]

    return Name


Ours, Theirs = declared(frozen), declared(dataclass(frozen=True, slots=True))


@frozen
class Pair:
    """Two numbers."""

    left: int
    right: int = 0


@frozen
class Triple(Pair):
    """One more."""

    last: int = 0


class Quiet:
    """Has a representation of its own."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "quiet"


@frozen
class Doubled(Quiet, Generic[T]):
    """A generic value that completes itself."""

    content: T
    twice: Any = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "twice", (self.content, self.content))


@pytest.mark.parametrize(
    ("given", "named"),
    [
        (("x",), {}),
        (("x", ("y",), {"z": 1}), {"source": 1}),
        ((), {"text": "x", "parts": ()}),
        ((), {}),
        (("x",), {"unknown": 1}),
        (("x",), {"text": "y"}),
        (("x", (), {}, None, 1), {}),
    ],
)
def test_it_is_made_and_shown_like_a_dataclass(given, named):
    def outcome(cls):
        try:
            made = cls(*given, **named)
        except TypeError as error:
            return str(error)
        return [getattr(made, f.name) for f in fields(made)], repr(made), made.first()

    assert outcome(Ours) == outcome(Theirs)


def test_it_looks_like_a_dataclass():
    def look(cls):
        signature = str(inspect.signature(cls)).replace("<factory>", "<class 'dict'>")
        hints = get_type_hints(cls.__init__)
        plain = (cls.__name__, cls.__qualname__, cls.__doc__, cls.__slots__, cls.__match_args__)
        return signature, hints, plain, hasattr(cls("x"), "__dict__")

    assert look(Ours) == look(Theirs)


def test_values_are_equal_by_what_is_compared():
    assert Ours("x", source=1) == Ours("x", source=2)
    assert Ours("x") != Ours("y")
    assert Ours("x") != Theirs("x")
    assert Pair(1) != Triple(1)
    assert len({Triple(1, 2, 3), Triple(1, 2, 4), Triple(1, last=3, right=2)}) == 2
    with pytest.raises(TypeError, match="unhashable"):
        hash(Ours("x"))  # it holds a dict


def test_a_factory_is_called_for_each():
    assert Ours("x").counts is not Ours("x").counts


@pytest.mark.parametrize("made", [Ours("x"), Triple(1), Doubled(1)])
@pytest.mark.parametrize("name", ["text", "unknown"])
def test_it_cannot_be_changed(made, name):
    with pytest.raises(FrozenInstanceError, match=f"cannot assign to field '{name}'"):
        setattr(made, name, "y")
    with pytest.raises(FrozenInstanceError, match=f"cannot delete field '{name}'"):
        delattr(made, name)


def pickled(value: object) -> Any:
    return pickle.loads(pickle.dumps(value))


@pytest.mark.parametrize("again", [copy.copy, copy.deepcopy, pickled])
def test_it_is_copied(again):
    found = again(Triple(1, 2, 3))
    assert type(found) is Triple
    assert found == Triple(1, 2, 3)


def test_it_is_replaced_in_part():
    assert replace(Triple(1, last=3), right=2) == Triple(1, 2, 3)


def test_a_subclass_adds_to_the_fields_and_slots():
    assert Triple.__slots__ == ("last",)
    assert [f.name for f in fields(Triple)] == ["left", "right", "last"]


def test_what_a_class_or_its_base_defines_is_kept():
    assert Doubled(4).twice == (4, 4)
    assert repr(Doubled(4)) == "quiet"
    assert Doubled[int](1) == Doubled(1)
