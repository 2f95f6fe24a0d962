"""What a statement reads: an independent walk, for whoever keeps its answer."""

from typing import Any

from sqlalchemy import Alias, Select, Table
from sqlalchemy.sql import visitors


def tables_of(statement: Select[Any]) -> frozenset[str]:
    """The names of all tables that a statement reads, wherever they stand in it."""
    found: set[str] = set()
    for part in visitors.iterate(statement):
        source = getattr(part, "table", part)
        while isinstance(source, Alias):
            source = source.element
        if isinstance(source, Table):
            found.add(source.name)
    return frozenset(found)
