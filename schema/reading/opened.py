"""Tables of a compiled statement: opened in one place, each with its scope; and the proof of it."""

from typing import Any

from sqlalchemy import Alias, BooleanClauseList, ColumnElement, Select, Table
from sqlalchemy.sql import operators, visitors
from sqlalchemy.sql.elements import Grouping

from core.policy.access import Access
from core.store.base import is_public
from core.store.scope import predicate
from schema.catalogue import Catalogue


class ScopedTables:
    """Opens tables as aliases, each with the predicate of the actor's scope there."""

    def __init__(self, catalogue: Catalogue, access: Access) -> None:
        self.catalogue, self.access = catalogue, access
        self.opened: dict[Any, ColumnElement[bool] | None] = {}
        """Every alias that was handed out, with the condition that went with it."""

    def open(self, record: type[Any]) -> tuple[Any, list[ColumnElement[bool]]]:
        """A fresh alias of the record's table, and its scope as conditions for the WHERE."""
        alias = self.catalogue.table(record).alias()
        model = self.catalogue.model(record)
        rule = predicate(model, self.access.reach_of(model), alias.c)
        self.opened[alias] = rule
        return alias, [] if rule is None else [rule]

    def unscoped(self, statement: Select[Any]) -> list[str]:
        """Name every table that the finished statement reads without its scope.

        An independent walk: an alias that nobody opened here, or whose condition does not stand in
        a WHERE among conditions that must all hold, is named. Tables that are public need neither.
        """
        guarded: set[int] = set()
        met: set[Any] = set()
        for part in visitors.iterate(statement):
            if isinstance(part, Select):
                guarded |= {id(rule) for rule in _conjuncts(part.whereclause)}
            source = getattr(part, "table", part)
            if isinstance(source, Alias) and isinstance(source.element, Table):
                met.add(source)
        return sorted(alias.element.name for alias in met if not self._guarded(alias, guarded))

    def _guarded(self, alias: Any, guarded: set[int]) -> bool:
        model: Any = self.catalogue.models[alias.element]
        if is_public(model):
            return True
        if alias not in self.opened:
            return False
        if predicate(model, self.access.reach_of(model), alias.c) is None:
            return True
        # a condition of several parts is taken apart where it joins others
        rule = self.opened[alias]
        return rule is not None and all(id(each) in guarded for each in _conjuncts(rule))


def _conjuncts(condition: Any) -> list[Any]:
    """The parts of a condition that must all hold."""
    found: list[Any] = []
    todo: list[Any] = [] if condition is None else [condition]
    while todo:
        part = todo.pop()
        if isinstance(part, Grouping):
            todo.append(part.element)
        elif isinstance(part, BooleanClauseList) and part.operator is operators.and_:
            todo += part.clauses
        else:
            found.append(part)
    return found
