"""An attribute that is made when it is first asked for."""

from collections.abc import Callable
from typing import Any, Generic, TypeVar, overload

Value = TypeVar("Value")


class lazily(Generic[Value]):  # noqa: N801  it is used as a decorator
    """``functools.cached_property`` without its lock.

    On Python 3.11 all instances share that lock, so a thread that works on one query would hold up
    those of all others. Here two threads may make a value at once; they make the same.
    """

    def __init__(self, made: Callable[[Any], Value]) -> None:
        self._made = made
        self._name = made.__name__
        self.__doc__ = made.__doc__

    @overload
    def __get__(self, instance: None, owner: type) -> "lazily[Value]": ...
    @overload
    def __get__(self, instance: object, owner: type) -> Value: ...
    def __get__(self, instance: object | None, owner: type) -> "lazily[Value] | Value":
        if instance is None:
            return self
        value = self._made(instance)
        vars(instance)[self._name] = value
        return value
