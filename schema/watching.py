"""From declared warning rules to what the engine watches: a SELECT each, and what can change it.

A rule's `where` means what a client's filter means: the same input type, the same conditions. Only
the scope is left out, since the rules are the system's.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, cast

from graphql import GraphQLError
from graphql.utilities import coerce_input_value
from sqlalchemy import (
    ARRAY,
    Column,
    ColumnElement,
    Date,
    FromClause,
    Integer,
    Select,
    Table,
    any_,
    literal,
    null,
    or_,
    select,
)
from sqlalchemy import cast as sql_cast
from sqlalchemy import inspect as inspect_orm
from sqlalchemy.sql import visitors
from strawberry.annotation import StrawberryAnnotation
from strawberry.types.arguments import StrawberryArgument, convert_arguments

from core.declarations import WarningRule
from core.errors import PluginError
from core.plugins import Plugins
from core.warnings.planting import declared_rules
from core.warnings.watching import Keys, Touch, WatchedRule
from schema.build import Schema
from schema.catalogue import COMBINING, Catalogue
from schema.reading.conditions import Filter, given_parts
from schema.reading.rows import on
from schema.sources import Many, One, Value
from schema.warning_rules import refuse_faulty, with_record


def read_rules(
    plugins: Plugins, schema: Schema, resources: Mapping[type, str]
) -> tuple[list[WatchedRule], dict[str, str]]:
    """What is watched; and plugin -> what is wrong with a rule of its own."""
    procedures = {procedure.code for _, procedure in plugins.contributions("procedures")}
    found: dict[str, WatchedRule] = {}
    faults: dict[str, str] = {}
    for declared in declared_rules(plugins):
        rule = declared.rule
        try:
            if rule.code in found:
                raise PluginError("another rule has this code")  # noqa: TRY301  told below
            rule = with_record(schema, rule)
            refuse_faulty(schema, rule, procedures)
            found[rule.code] = watched_rule(schema, rule, resources)
        except (PluginError, GraphQLError, KeyError, TypeError, AttributeError) as error:
            faults.setdefault(declared.owner, f"the warning rule {rule.code!r}: {error}")
    return list(found.values()), faults


def watched_rule(schema: Schema, rule: WarningRule, resources: Mapping[type, str]) -> WatchedRule:
    """One rule as the engine sees it. Raises PluginError, GraphQLError, KeyError, TypeError."""
    return _Reading(schema, rule, resources).watched()


def given_filter(schema: Schema, record: type[Any], given: Mapping[str, Any]) -> Any:
    """A declared filter as resolvers get it. Raises GraphQLError for what no client could ask."""
    kind = schema.catalogue.where(record)
    coerced = coerce_input_value(dict(given), cast("Any", schema.core.type_map[kind.__name__]))
    argument = StrawberryArgument("where", None, StrawberryAnnotation(kind))
    registry = schema.schema_converter.scalar_registry
    return convert_arguments({"where": coerced}, [argument], registry, schema.config)["where"]


@dataclass(frozen=True, slots=True)
class _Openly:
    """Opens tables as they are: a rule of the system has no scope."""

    catalogue: Catalogue

    def open(self, record: type[Any]) -> tuple[Any, list[ColumnElement[bool]]]:
        """A fresh alias, and no condition."""
        return self.catalogue.table(record).alias(), []


@dataclass(frozen=True, slots=True)
class _Hop:
    """From a parent's row to a row that its `where` looks at."""

    parent: Table
    child: Table
    column: str
    """The foreign key: of the child's rows where there are many, else of the parent's."""
    many: bool


@dataclass(frozen=True, slots=True)
class _Reading:
    """One rule, being read."""

    schema: Schema
    rule: WarningRule
    resources: Mapping[type, str]

    @property
    def catalogue(self) -> Catalogue:
        return self.schema.catalogue

    def watched(self) -> WatchedRule:
        """The rule as the engine sees it."""
        model = self.catalogue.model(self.rule.record)
        row = self.catalogue.table(self.rule.record).alias()
        where = given_filter(self.schema, self.rule.record, self.rule.where)
        chosen = Filter(self.catalogue, _Openly(self.catalogue))
        conditions = chosen(self.rule.record, row, where)
        truth = select(*self._columns(model, row)).select_from(row).where(*conditions)
        return WatchedRule(
            code=self.rule.code,
            resource=self.resources[model],
            truth=truth,
            touches=tuple(self._touches(model, where, _attributes(self.catalogue, truth))),
        )

    def _columns(self, model: Any, row: FromClause) -> Iterator[ColumnElement[Any]]:
        rule, scope = self.rule, model.__scope__
        if bool(rule.date_field) == bool(rule.measure_field):
            raise PluginError("it watches either a date or a number")
        yield on(self.catalogue.key(rule.record), row).label("key")
        named = {
            "due_on": rule.date_field,
            "measure": rule.measure_field,
            "since": rule.since_field,
        }
        for name, field in named.items():
            yield self._value(field, row, Integer() if name == "measure" else Date()).label(name)
        for name, kind in (("town_id", "divisions"), ("enterprise_id", "own")):
            nobody = sql_cast(null(), Integer)
            yield (row.c[scope[kind]] if kind in scope else nobody).label(name)
        none: Any = literal([], ARRAY(Integer))
        chain = row.c[scope["participant"]] if "participant" in scope else none
        yield chain.label("organisation_ids")

    def _value(self, field: str, row: FromClause, type_: Any) -> ColumnElement[Any]:
        if not field:
            return sql_cast(null(), type_)
        source = self.catalogue.fields(self.rule.record)[field].source
        if not isinstance(source, Value):
            raise PluginError(f"{field} is no value of the record")
        return on(source.expression, row)

    def _touches(
        self, model: Any, where: Any, attributes: Mapping[Table, frozenset[str]]
    ) -> Iterator[Touch]:
        yield Touch(model=model, attributes=attributes[model.__table__])
        for path in _paths(self.catalogue, self.rule.record, where):
            last = path[-1]
            related = self.catalogue.models[last.child]
            yield Touch(
                model=related,
                attributes=attributes[last.child],
                subjects=partial(_reach, path),
                reference=_attribute(related, last.child.c[last.column]) if last.many else None,
            )


def _paths(catalogue: Catalogue, record: type[Any], where: Any) -> Iterator[tuple[_Hop, ...]]:
    """Every way that a filter goes to rows of other tables."""
    for name, given in given_parts(where):
        if name in COMBINING:
            for each in given if isinstance(given, list) else [given]:
                yield from _paths(catalogue, record, each)
            continue
        match catalogue.fields(record)[name].source:
            case One(target=target, key=column) if column is not None:
                below, many = [given], False
            case Many(target=target, key=column) if column is not None:
                below, many = [some for _, some in given_parts(given)], True
            case _:
                continue
        hop = _Hop(catalogue.table(record), catalogue.table(target), column.key, many)
        yield (hop,)
        for each in below:
            yield from ((hop, *rest) for rest in _paths(catalogue, target, each))


def _reach(path: tuple[_Hop, ...], written: Keys, former: Keys) -> Select[tuple[int]]:
    """Keys of the records at the beginning of a path that lead to the written rows at its end."""
    *outer, last = path
    row = last.parent.alias()
    if last.many:
        child = last.child.alias()
        now = select(child.c[last.column]).where(_key(child) == any_(written))
        found = or_(_key(row) == any_(former), _key(row).in_(now))
    else:
        found = row.c[last.column] == any_(written)
    for hop in reversed(outer):
        above = hop.parent.alias()
        if hop.many:
            found = _key(above).in_(select(row.c[hop.column]).where(found))
        else:
            found = above.c[hop.column].in_(select(_key(row)).where(found))
        row = above
    return select(_key(row)).where(found)


def _key(row: FromClause) -> ColumnElement[Any]:
    (key,) = row.primary_key
    return cast("ColumnElement[Any]", key)


def _attributes(catalogue: Catalogue, truth: Select[Any]) -> dict[Table, frozenset[str]]:
    """By table, the mapped attributes that a rule looks at."""
    found: dict[Table, set[str]] = {}
    for part in visitors.iterate(truth):
        table = getattr(getattr(part, "table", None), "element", None)
        if isinstance(part, Column) and isinstance(table, Table):
            name = _attribute(catalogue.models[table], table.c[part.key])
            found.setdefault(table, set()).add(name)
    return {table: frozenset(names) for table, names in found.items()}


def _attribute(model: Any, column: Any) -> str:
    name: str = inspect_orm(model).get_property_by_column(column).key
    return name
