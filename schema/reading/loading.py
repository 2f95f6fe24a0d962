"""The ordinary executor's side: batch loaders made from the same fields. Nobody writes one."""

import asyncio
from collections import Counter
from collections.abc import Callable, Hashable, Mapping, Sequence
from contextlib import AsyncExitStack
from typing import Any, cast

from sqlalchemy import ColumnElement, Executable, Result, Row, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased
from strawberry.dataloader import DataLoader
from strawberry.types.info import Info

from core.policy.access import Access
from core.store.engine import Store
from core.store.personal import Sealed
from schema.catalogue import Catalogue
from schema.fields import DataField
from schema.ids import global_id, key_of
from schema.paging import Connection, Edge, PageInfo
from schema.reading.conditions import Filter
from schema.reading.rows import Order, limit_of, on, order_of
from schema.sources import Aggregate, Many, One, Value

Mask = Callable[[str, str], bool]
"""Whether the caller sees (type, field) only masked."""


class OrmTables:
    """Opens tables as ORM aliases; the session adds every scope."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue

    def open(self, record: type[Any]) -> tuple[Any, list[ColumnElement[bool]]]:
        """A fresh ORM alias; no condition, for the session knows the scope."""
        return aliased(self.catalogue.model(record)), []


class Loading:
    """One request's reads: one snapshot of the database, and the loaders used so far."""

    def __init__(self, catalogue: Catalogue, store: Store, access: Access, masked: Mask) -> None:
        self.catalogue, self.store, self.access, self.masked = catalogue, store, access, masked
        self.tables = OrmTables(catalogue)
        self.filter = Filter(catalogue, self.tables)
        self.statements = 0
        self.clear: Counter[tuple[str, str]] = Counter()
        """How many values of each personal field were shown in clear."""
        self._loaders: dict[Hashable, DataLoader[Any, Any]] = {}
        self._lock = asyncio.Lock()
        self._open = AsyncExitStack()
        self._session: AsyncSession | None = None

    async def close(self) -> None:
        """End the snapshot."""
        self._session = None
        await self._open.aclose()

    async def rows(self, statement: Executable) -> Sequence[Any]:
        """The rows of a scoped ORM statement, in this request's snapshot."""
        async with self._lock:
            if self._session is None:
                reading = self.store.reading(self.access)
                self._session = await self._open.enter_async_context(reading)
            self.statements += 1
            try:
                found: Result[Any] = await self._session.execute(statement)
            except BaseException as error:
                # a transaction in which one read failed would fail all later ones of this request
                self._session = None
                await self._open.__aexit__(type(error), error, error.__traceback__)
                raise
            return found.all()

    async def batch(self, name: Hashable, key: Any, load: Callable[[list[Any]], Any]) -> Any:
        """`load` for `key`, together with what else asks for `name` at this moment."""
        if name not in self._loaders:
            self._loaders[name] = DataLoader(load_fn=load)
        return await self._loaders[name].load(key)

    async def record(self, target: type[Any], key: int) -> Any:
        """One record by primary key, or None when there is none in scope."""
        return await self.batch(("one", target), key, lambda keys: self._one(target, keys))

    async def resolve(
        self, field: DataField, parent: Any, info: Info, arguments: dict[str, Any]
    ) -> Any:
        """The value of one data field, batched with its siblings on the same response path."""
        path = _place(info)
        match field.source:
            case Value(is_id=True):
                return global_id(type(parent).__name__, _key(parent))
            case Value() as value:
                return self._shown(await self._value(path, field, value, parent), parent, info)
            case One(target=target, key=column):
                if column is None:
                    return await self.record(target, key_of(target, arguments["id"]))
                key = getattr(parent, f"_{column.key}")
                return None if key is None else await self.record(target, key)
            case Aggregate() as total:
                key = _key(parent) if total.key is not None else None
                return await self.batch(path, key, lambda keys: self._aggregate(total, keys))
            case Many() as many:
                key = _key(parent) if many.key is not None else None
                return await self.batch(
                    path, key, lambda keys: self._many(path, many, arguments, keys)
                )

    def _shown(self, value: Any, parent: Any, info: Info) -> Any:
        masked = self.masked(type(parent).__name__, info.field_name)
        if isinstance(value, Sealed):
            if masked:
                return value.mask
            self.clear[type(parent).__name__, info.field_name] += 1
            return value.clear()
        if not masked or value is None:
            return value
        return f"{value[:1]}***" if isinstance(value, str) else None

    async def _value(self, path: Hashable, field: DataField, value: Value, parent: Any) -> Any:
        if field.python_name in vars(parent):
            return vars(parent)[field.python_name]
        record = type(parent)
        return await self.batch(path, _key(parent), lambda keys: self._values(record, value, keys))

    def _columns(self, record: type[Any], entity: Any) -> list[ColumnElement[Any]]:
        """What a record is made of: its own values, and its keys under a leading underscore."""
        own = record.__annotations__
        found = [on(self.catalogue.key(record), entity).label("_key")]
        for name, field in self.catalogue.fields(record).items():
            if isinstance(field.source, Value) and not field.source.is_id and name in own:
                found.append(on(field.source.expression, entity).label(name))
        foreign = [c for c in self.catalogue.table(record).c if c.foreign_keys]
        return [*found, *(on(c, entity).label(f"_{c.key}") for c in foreign)]

    async def _one(self, target: type[Any], keys: list[Any]) -> list[Any]:
        entity, rules = self.tables.open(target)
        chosen = on(self.catalogue.key(target), entity).in_(keys)
        rows = await self.rows(select(*self._columns(target, entity)).where(chosen, *rules))
        found = {_named(row)["_key"]: _made(target, row) for row in rows}
        return [found.get(key) for key in keys]

    async def _values(self, record: type[Any], value: Value, keys: list[Any]) -> list[Any]:
        entity, rules = self.tables.open(record)
        key = on(self.catalogue.key(record), entity)
        statement = select(key, on(value.expression, entity)).where(key.in_(keys), *rules)
        found = {row[0]: row[1] for row in await self.rows(statement)}
        return [found.get(key) for key in keys]

    async def _aggregate(self, source: Aggregate, keys: list[Any]) -> list[Any]:
        entity, rules = self.tables.open(source.target)
        value = on(source.expression, entity)
        if source.key is None:
            rows = await self.rows(select(value).select_from(entity).where(*rules))
            return [rows[0][0]] * len(keys)
        empty = 0 if getattr(source.expression, "name", None) == "count" else None
        return await self._grouped(source.key, entity, value, rules, keys, empty)

    async def _grouped(
        self, key: Any, entity: Any, value: Any, rules: Any, keys: list[Any], empty: Any
    ) -> list[Any]:
        parent = on(key, entity)
        statement = select(parent, value).where(parent.in_(keys), *rules).group_by(parent)
        found = {row[0]: row[1] for row in await self.rows(statement)}
        return [found.get(key, empty) for key in keys]

    async def _many(
        self, path: Hashable, source: Many, arguments: dict[str, Any], keys: list[Any]
    ) -> list[Any]:
        target, first = source.target, limit_of(arguments["first"])
        order = order_of(self.catalogue, source, arguments.get("order_by"))
        pages = await self._pages(source, order, first, arguments, keys)
        if not source.paged:
            return [[_made(target, row) for row in pages.get(key, [])[:first]] for key in keys]

        def counter(key: Any) -> Callable[[], Any]:
            return lambda: self.batch(
                (path, "count"), key, lambda ks: self._count(source, arguments, ks)
            )

        return [_connection(target, order, pages.get(key, []), first, counter(key)) for key in keys]

    async def _pages(
        self, source: Many, order: Order, first: int, arguments: dict[str, Any], keys: list[Any]
    ) -> dict[Any, list[Any]]:
        """At most `first + 1` rows for each parent: the last one tells of a next page."""
        target = source.target
        entity, rules = self.tables.open(target)
        rules += self.filter(target, entity, arguments.get("where"))
        rules += order.after(entity, arguments.get("after"))
        if source.key is None:
            columns = [*self._columns(target, entity), *_labelled(order, entity)]
            page = select(*columns).where(*rules).order_by(*order.by(entity)).limit(first + 1)
            return {None: list(await self.rows(page))}
        parent = on(source.key, entity)
        rank = func.row_number().over(partition_by=parent, order_by=order.by(entity)).label("rank")
        key = on(self.catalogue.key(target), entity).label("key")
        chosen = select(key, parent.label("parent"), rank).where(parent.in_(keys), *rules)
        ranked = chosen.subquery()
        row, _ = self.tables.open(target)
        columns = [ranked.c.parent, *self._columns(target, row), *_labelled(order, row)]
        joined = select(*columns).join(ranked, ranked.c.key == on(self.catalogue.key(target), row))
        pages: dict[Any, list[Any]] = {}
        wanted = joined.where(ranked.c.rank <= first + 1).order_by(ranked.c.rank)
        for found in await self.rows(wanted):
            pages.setdefault(_named(found)["parent"], []).append(found)
        return pages

    async def _count(self, source: Many, arguments: dict[str, Any], keys: list[Any]) -> list[Any]:
        entity, rules = self.tables.open(source.target)
        rules += self.filter(source.target, entity, arguments.get("where"))
        if source.key is None:
            rows = await self.rows(select(func.count()).select_from(entity).where(*rules))
            return [rows[0][0]] * len(keys)
        return await self._grouped(source.key, entity, func.count(), rules, keys, 0)


def _place(info: Info) -> Hashable:
    """Which field, and where in the response, without list positions: siblings share a statement.

    The path alone is not enough: members of a union may give one name to fields of their own.
    """
    path = (part for part in info.path.as_list() if isinstance(part, str))
    return (info._raw_info.parent_type.name, info.field_name, *path)  # noqa: SLF001


def _labelled(order: Order, entity: Any) -> list[ColumnElement[Any]]:
    return [on(term, entity).label(f"_order{n}") for n, term in enumerate(order.terms)]


def _named(row: Row[Any]) -> Mapping[str, Any]:
    return cast("Mapping[str, Any]", row._mapping)  # noqa: SLF001  public, by its documentation


def _key(record: Any) -> Any:
    """The primary key of a record that `_made` made."""
    return vars(record)["_key"]


def _made(record: type[Any], row: Any) -> Any:
    """A record from a row, without its constructor: relations are not attributes."""
    made = object.__new__(record)
    vars(made).update(_named(row))
    return made


def _connection(
    target: type[Any], order: Order, rows: Sequence[Any], first: int, count: Any
) -> Any:
    places = [f"_order{n}" for n in range(len(order.terms))]
    edges = [
        Edge(node=_made(target, row), cursor=order.cursor([_named(row)[p] for p in places]))
        for row in rows[:first]
    ]
    info = PageInfo(has_next_page=len(rows) > first, end_cursor=edges[-1].cursor if edges else None)
    return Connection(edges=edges, nodes=[edge.node for edge in edges], page_info=info, count=count)
