"""Statements written once: Peewee takes longer to write the busiest ones than the database to answer them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from peewee import Value

from inspect_app.storage.database import database


@dataclass(frozen=True)
class Slot:
    """The place of a value among the parameters of a prepared query."""

    name: str


class Prepared:
    """A select of at most one row. `build` makes the query out of a stand-in for each argument."""

    def __init__(self, build: Callable[..., Any]) -> None:
        self._build = build
        self._names = build.__code__.co_varnames[: build.__code__.co_argcount]
        self._written: dict[type, tuple[Any, str, list[Any]]] = {}

    def first(self, *values: Any) -> Any:
        """The row for these values, in the order of the arguments of `build`, or None."""
        query, sql, places = self._for(type(database.obj))
        given = dict(zip(self._names, values, strict=True))
        parameters = [given[place.name] if isinstance(place, Slot) else place for place in places]
        # Read to the end: a cursor left open would hold its snapshot of the database.
        cursor = database.execute_sql(sql, parameters)
        rows = list(query._get_cursor_wrapper(cursor))  # noqa: SLF001 - there is no public way from rows to models
        return rows[0] if rows else None

    def _for(self, kind: type) -> tuple[Any, str, list[Any]]:
        """The query with its statement and parameters as this kind of database wants them."""
        if kind not in self._written:
            query = self._build(*(Value(Slot(name), converter=False) for name in self._names))
            self._written[kind] = (query, *query.sql())
        return self._written[kind]
