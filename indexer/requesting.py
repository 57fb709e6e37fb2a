"""Filters as a program passes them, read by their rows in the table of parameters."""

from collections.abc import Callable, Mapping
from typing import Any

from search import arguments
from search.errors import ArgumentError
from search.parameters import AND, BY_NAME, NOT, Filters, Form, Parameter
from search.request import Request
from search.text.dates import DateError, typed_date


def request_of(method: str, text: str, filters: Filters) -> Request:
    """The request for a text among what some filters leave.

    ``method`` is what a program called, as Python would name it.

    Raises:
        ArgumentError: a value that no search can use.
        TypeError: a filter that there is not.
    """
    given = dict(filters)
    if "year" in given:
        year = given.pop("year")
        if year is not None and given.get("taken") is not None:
            raise ArgumentError.of("year", year, "leave out one of year and taken: they mean one")
        if year is not None:
            given["taken"] = _dates("year", year)
    found: dict[str, Any] = {"required": (), "excluded": ()}
    for name, value in given.items():
        parameter = BY_NAME.get(name)
        if parameter is None or not parameter.narrows:
            raise TypeError(f"{method}() got an unexpected keyword argument {name!r}")
        read = _READ[parameter.form](parameter, value)
        if name.startswith((AND, NOT)):
            several = "required" if name.startswith(AND) else "excluded"
            found[several] += tuple((parameter.facet, one) for one in read)
        else:
            found[name] = read
    return Request(text=text, **found)


def _choice(parameter: Parameter, value: object) -> object:
    """One of a few, or several; Request checks which."""
    return arguments.texts(parameter.name, value) if parameter.many else value


def _dates(name: str, value: object) -> tuple[str, ...]:
    """Dates as programs or people write them, as EDTF."""
    return tuple(_date(name, one) for one in arguments.texts(name, value))


def _date(name: str, value: str) -> str:
    try:
        return typed_date(value)
    except DateError as error:
        raise DateError(value, argument=name) from error


_READ: Mapping[Form, Callable[[Parameter, object], Any]] = {
    "choice": _choice,
    "date": lambda parameter, value: _dates(parameter.name, value),
    "value": lambda parameter, value: arguments.texts(parameter.name, value),
    "id": lambda parameter, value: arguments.text_or_none(parameter.name, value),
    "switch": lambda parameter, value: arguments.truth(parameter.name, value),
}
