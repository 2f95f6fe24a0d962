"""Rights on append-only tables: rows are added and read; nobody who serves can change them.

Every other table follows the default rights of `core/store/bootstrap.py`. A model says

    __append_only__ = True
    __writers__ = (AUDIT,)        # who may add rows; the serving roles when left out
    __may_change__ = ("readers",) # what is no part of the record, such as who may follow it

and a migration runs the statements of `grants` after it created the table.
"""

from collections.abc import Iterable
from typing import Any, Final

from sqlalchemy import Table

from core.store.addresses import APP, AUDIT, WORKER
from core.store.base import Base

SERVING = (APP, WORKER)
BY_DATABASE: Final[dict[Any, Any]] = {"by_database": True}
"""`info` of a column whose default no writer may replace by a value of its own."""


def is_append_only(model: type[Base]) -> bool:
    """Whether rows of the model are never changed or removed once they are there."""
    return bool(getattr(model, "__append_only__", False))


def grants(models: Iterable[type[Base]]) -> list[str]:
    """SQL, to be run by the owner, that gives the append-only ones of `models` their rights.

    May be run again. What the database gives out (numbers, `BY_DATABASE`) no writer can choose.
    """
    return [
        statement for model in models if is_append_only(model) for statement in _append_only(model)
    ]


def _append_only(model: type[Base]) -> list[str]:
    table = f'"{model.__tablename__}"'
    readers = ", ".join((*SERVING, AUDIT))
    writers = ", ".join(getattr(model, "__writers__", SERVING))
    given = [
        f"revoke all on {table} from public, {readers}",
        f"grant select on {table} to {readers}",
        f"grant insert ({_given_by_writers(model)}) on {table} to {writers}",
    ]
    if changing := may_change(model):
        columns = ", ".join(f'"{name}"' for name in changing)
        given.append(f"grant update ({columns}) on {table} to {writers}")
    return given


def may_change(model: type[Base]) -> tuple[str, ...]:
    """The columns of an append-only model that may change all the same."""
    return tuple(getattr(model, "__may_change__", ()))


def _given_by_writers(model: type[Base]) -> str:
    table = model.__table__
    if not isinstance(table, Table):
        raise TypeError(f"{model.__name__} is not one table")
    given = (c.name for c in table.columns if c.identity is None and "by_database" not in c.info)
    return ", ".join(f'"{name}"' for name in given)
