"""Checks of declared warning rules against the schema, at start: records, fields, filters."""

import datetime as dt
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from typing import Any, Final

from graphql import GraphQLError
from graphql.utilities import validate_input_value
from sqlalchemy import BindParameter
from sqlalchemy.sql import visitors

from core.declarations import WarningRule
from core.errors import PluginError
from core.store.scope import TODAY
from core.warnings.planting import faults_of_rule
from schema.build import Schema
from schema.catalogue import COMBINING
from schema.sources import Many, One, Value

COMBINATIONS: Final = frozenset(spelled for spelled, _ in COMBINING.values())


def with_record(schema: Schema, rule: WarningRule) -> WarningRule:
    """The rule with its record as the schema has it: those of the core name a model.

    Raises PluginError.
    """
    definition: Any = schema.get_type_by_name(rule.record.__name__)
    record = getattr(definition, "origin", None)
    if record is None or not schema.catalogue.is_record(record):
        raise PluginError(f"{rule.record.__name__} is no record of the schema")
    return replace(rule, record=record)


def refuse_faulty(schema: Schema, rule: WarningRule, procedures: Collection[str]) -> None:
    """Raise PluginError that says all that is wrong with a rule. `procedures`: those declared."""
    kinds = {rule.date_field: dt.date, rule.since_field: dt.date, rule.measure_field: int}
    faults = [
        *faults_of_rule(rule),
        *(fault for name, kind in kinds.items() for fault in _of_field(schema, rule, name, kind)),
        *faults_of_filter(schema, rule.record, rule.where),
        *_of_filter(schema, rule.record, rule.where),
        *(f"no procedure {code!r}" for code in sorted(set(rule.answered_by) - set(procedures))),
    ]
    if faults:
        raise PluginError("; ".join(faults))


def _of_field(schema: Schema, rule: WarningRule, name: str, kind: type[Any]) -> Iterator[str]:
    if not name:
        return
    at = f"{rule.record.__name__}.{name}"
    source = getattr(schema.catalogue.fields(rule.record).get(name), "source", None)
    if not isinstance(source, Value):
        yield f"there is no data field {at}"
    elif source.personal or source.expression.type.python_type is not kind:
        yield f"{at} is no {kind.__name__}"
    elif _of_the_day(source):
        yield f"{at} depends on the day; a rule watches what is stored"


def _of_filter(schema: Schema, record: type[Any], where: Mapping[str, Any]) -> Iterator[str]:
    """Parts of a filter that would change by themselves at midnight, unseen by any sweep."""
    spelled = schema.config.name_converter.get_graphql_name
    fields = {spelled(field): field for field in schema.catalogue.fields(record).values()}
    for name, given in where.items():
        if name in COMBINATIONS:
            for each in given if isinstance(given, list) else [given]:
                yield from _of_filter(schema, record, each)
            continue
        match getattr(fields.get(name), "source", None):
            case None:
                yield f"{record.__name__} has no field {name!r} to filter by"
            case Value() as value if _of_the_day(value):
                yield f"{record.__name__}.{name} depends on the day; filter by what is stored"
            case One(target=target):
                yield from _of_filter(schema, target, given)
            case Many(target=target):
                for each in given.values():
                    yield from _of_filter(schema, target, each)


def _of_the_day(value: Value) -> bool:
    binds = (p for p in visitors.iterate(value.expression) if isinstance(p, BindParameter))
    return any(bind.key == TODAY.key for bind in binds)


def faults_of_filter(schema: Schema, record: type[Any], where: Mapping[str, Any]) -> Iterator[str]:
    """What a client could not ask either: unknown fields, words that no enum has."""
    found: list[str] = []

    def wrong(error: GraphQLError, path: list[str | int]) -> None:
        found.append(f"where.{'.'.join(map(str, path))}: {error.message}")

    kind: Any = schema.core.type_map.get(f"{record.__name__}Where")
    if where and kind is not None:
        validate_input_value(dict(where), kind, wrong)
    yield from found
