"""Values: classes of a few fields that are compared by content and never change.

A class decorated with `frozen` is what ``dataclass(frozen=True, slots=True)`` makes of it, and
`dataclasses.fields` and `replace` know it. Only ``__init__`` is generated for each class, since
generating all seven methods would take a third of the time in which a command answers.

Examples
--------
>>> @frozen
... class Point:
...     "A place."
...
...     x: int
...     y: int = 0
>>> Point(1), Point(1) == Point(1, 0), len({Point(1), Point(1)})
(Point(x=1, y=0), True, 1)
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import MISSING, Field, FrozenInstanceError, dataclass, field, fields
from functools import lru_cache
from operator import attrgetter
from types import CellType, CodeType, FunctionType
from typing import Any, TypeVar, dataclass_transform

__all__ = ["frozen"]

T = TypeVar("T")


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def frozen(cls: type[T]) -> type[T]:
    """Make a class a value: frozen, with slots, compared by its fields.

    Parameters
    ----------
    cls
        Annotated as for a dataclass. A ``__repr__`` of its own or of a base is kept;
        ``__post_init__`` is called.

    Returns
    -------
    type
    """
    annotations = cls.__annotations__
    cls.__annotations__ = dict.fromkeys(annotations, Any)  # it would parse texts, each three times
    dataclass(init=False, repr=False, eq=False)(cls)  # reads the fields
    cls.__annotations__ = annotations
    found = fields(cls)  # type: ignore[arg-type]
    for f in found:
        f.type = annotations.get(f.name, f.type)  # a field of a base has the type it was given
    names = [f.name for f in found]
    inherited = {name for base in cls.__mro__[1:] for name in getattr(base, "__slots__", ())}
    body = {k: v for k, v in vars(cls).items() if k not in {*names, "__dict__", "__weakref__"}}
    body["__slots__"] = tuple(name for name in names if name not in inherited)
    compared = [f.name for f in found if f.compare] or ["__class__"]
    body |= {"_compared": attrgetter(*compared), "__eq__": _eq, "__hash__": _hash}
    body |= {"__setattr__": _setattr, "__delattr__": _delattr, "__reduce__": _reduce}
    if cls.__repr__ is object.__repr__:
        body["__repr__"] = _repr
    metaclass: Any = type(cls)
    made: type[T] = metaclass(cls.__name__, cls.__bases__, body)
    made.__qualname__ = cls.__qualname__
    made.__init__ = _init(made, found)  # type: ignore[method-assign]
    return made


def _init(cls: type[Any], found: Sequence[Field[Any]]) -> Callable[..., None]:
    """Make ``__init__`` with the names, defaults and annotations of the fields.

    It writes into the slots themselves: ``object.__setattr__`` would look each of them up.
    """
    plain = all(f.default_factory is MISSING for f in found) and not hasattr(cls, "__post_init__")
    init = (_renamed if plain else _generated)(cls, found)
    init.__qualname__ = f"{cls.__qualname__}.__init__"
    init.__annotations__ = {**{f.name: f.type for f in found}, "return": None}
    return init


def _renamed(cls: type[Any], found: Sequence[Field[Any]]) -> FunctionType:
    """Return an ``__init__`` whose code is that of every class with so many fields, renamed."""
    code = _code(len(found)).replace(co_varnames=("self", *(f.name for f in found)))
    slots = {_slot(place): getattr(cls, f.name).__set__ for place, f in enumerate(found)}
    cells = tuple(CellType(slots[name]) for name in code.co_freevars)
    defaults = tuple(f.default for f in found if f.default is not MISSING)
    return FunctionType(code, vars(sys.modules[cls.__module__]), "__init__", defaults, cells)


def _slot(place: int) -> str:
    return f"_set_{place:03}"


@lru_cache(None)
def _code(count: int) -> CodeType:
    """Compile ``__init__`` of so many fields, once: that takes longer than all else of a class."""
    slots = list(map(_slot, range(count)))
    values = [f"_{place}" for place in range(count)]
    lines = [f"{slot}(self, {value})" for slot, value in zip(slots, values, strict=True)]
    code = (
        f"def make({', '.join(slots)}):\n"
        f" def __init__({', '.join(['self', *values])}):\n  {'; '.join(lines) or 'pass'}\n"
        " return __init__"
    )
    made: dict[str, Any] = {}
    exec(code, made)  # noqa: S102 (no text from elsewhere)
    init: CodeType = made["make"](*slots).__code__
    return init


def _generated(cls: type[Any], found: Sequence[Field[Any]]) -> FunctionType:
    """Return an ``__init__`` generated for a class, which calls for default values or more."""
    slots = {f"_set_{f.name}": getattr(cls, f.name).__set__ for f in found}
    defaults: dict[str, Any] = {}
    parameters, lines = ["self"], ["pass"]
    for f in found:
        default, given = f"_{f.name}", f.name
        if f.default is not MISSING:
            defaults[default] = f.default
        elif f.default_factory is not MISSING:
            defaults[default] = f.default_factory
            given = f"{default}() if {f.name} is {default} else {f.name}"
        parameters.append(f"{f.name}={default}" if default in defaults else f.name)
        lines.append(f"_set_{f.name}(self, {given})")
    if hasattr(cls, "__post_init__"):
        lines.append("self.__post_init__()")
    code = (
        f"def make({', '.join([*slots, *defaults])}):\n"
        f" def __init__({', '.join(parameters)}):\n  {'; '.join(lines)}\n"
        " return __init__"
    )
    made: dict[str, Any] = {}
    exec(code, vars(sys.modules[cls.__module__]), made)  # noqa: S102 (names of fields only)
    init: FunctionType = made["make"](**slots, **defaults)
    return init


def _eq(self: Any, other: Any) -> Any:
    if other.__class__ is not self.__class__:
        return NotImplemented
    return self._compared(self) == self._compared(other)


def _hash(self: Any) -> int:
    return hash(self._compared(self))


def _repr(self: Any) -> str:
    content = ", ".join(f"{f.name}={getattr(self, f.name)!r}" for f in fields(self) if f.repr)
    return f"{type(self).__qualname__}({content})"


def _setattr(self: Any, name: str, value: object) -> None:
    raise FrozenInstanceError(f"cannot assign to field {name!r}")


def _delattr(self: Any, name: str) -> None:
    raise FrozenInstanceError(f"cannot delete field {name!r}")


def _reduce(self: Any) -> tuple[type[Any], tuple[Any, ...]]:
    return type(self), tuple(getattr(self, f.name) for f in fields(self))
