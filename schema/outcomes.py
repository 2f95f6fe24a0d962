"""Outcome events: what may happen to watched records, read from declarations for back-tests."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graphql import GraphQLError
from sqlalchemy import Column, ColumnElement

from core.declarations import OutcomeEvent
from core.errors import PluginError
from core.plugins import Plugins
from schema.build import Schema
from schema.catalogue import COMBINING
from schema.reading.conditions import given_parts
from schema.reading.loading import Loading
from schema.reading.rows import on
from schema.sources import One, Value
from schema.tiers.views import View
from schema.warning_rules import faults_of_filter
from schema.watching import given_filter


@dataclass(frozen=True, slots=True)
class Happened:
    """The events of one kind in a statement: their columns, and the conditions that choose them."""

    key: ColumnElement[int]
    subject: ColumnElement[int]
    on: ColumnElement[dt.date]
    rules: Sequence[ColumnElement[bool]]


@dataclass(frozen=True, slots=True)
class Outcome:
    """One kind of event, as the schema reads it."""

    code: str
    chinese: str
    english: str
    record: type[Any]
    fields: frozenset[str]
    """GraphQL names of what is read; whoever does not see each of them is told nothing."""
    subject: Column[Any]
    day: ColumnElement[dt.date]
    where: Any

    def is_shown_in(self, view: View) -> bool:
        """Whether the caller's schema has the record and everything that is read of it."""
        name = self.record.__name__
        return all(
            view.get_field_for_type(field, name) and not view.is_masked(name, field)
            for field in self.fields
        )

    def opened(self, loading: Loading) -> Happened:
        """The events in the caller's scope."""
        row, rules = loading.tables.open(self.record)
        key = on(loading.catalogue.key(self.record), row)
        chosen = [*rules, *loading.filter(self.record, row, self.where)]
        return Happened(key, on(self.subject, row), on(self.day, row), chosen)


Outcomes = Mapping[str, Sequence[Outcome]]
"""By what the policy calls the subject."""


def read_outcomes(
    plugins: Plugins, schema: Schema, resources: Mapping[type, str]
) -> tuple[Outcomes, dict[str, str]]:
    """What plugins declare; and plugin -> what is wrong with a declaration of its own."""
    found: dict[str, list[Outcome]] = {}
    faults: dict[str, str] = {}
    for plugin, event in plugins.contributions("outcome_events"):
        try:
            outcome = _read(schema, event)
            of_subject = found.setdefault(resources[schema.catalogue.model(event.subject)], [])
            if event.code in {each.code for each in of_subject}:
                raise PluginError("the subject has an event of this code")  # noqa: TRY301
            of_subject.append(outcome)
        except (PluginError, GraphQLError, KeyError, TypeError, AttributeError) as error:
            faults.setdefault(plugin, f"the outcome event {event.code!r}: {error}")
    return found, faults


def _read(schema: Schema, event: OutcomeEvent) -> Outcome:
    fields = schema.catalogue.fields(event.record)
    way = getattr(fields.get(event.subject_field), "source", None)
    day = getattr(fields.get(event.date_field), "source", None)
    if not isinstance(way, One) or way.key is None or way.target is not event.subject:
        raise PluginError(f"{event.subject_field} leads to no {event.subject.__name__}")
    if not isinstance(day, Value) or day.expression.type.python_type is not dt.date:
        raise PluginError(f"{event.date_field} is no date")
    if not (event.chinese.strip() and event.english.strip()):
        raise PluginError("it needs a name in Chinese and in English")
    if faults := list(faults_of_filter(schema, event.record, event.where)):
        raise PluginError("; ".join(faults))
    where = given_filter(schema, event.record, event.where)
    read = {event.subject_field, event.date_field, *_named(where)}
    spelled = schema.config.name_converter.get_graphql_name
    return Outcome(
        event.code,
        event.chinese,
        event.english,
        event.record,
        frozenset(spelled(fields[name]) for name in read),
        way.key,
        day.expression,
        where,
    )


def _named(where: Any) -> Iterator[str]:
    """The fields of the record that a filter looks at."""
    for name, given in given_parts(where):
        if name in COMBINING:
            for each in given if isinstance(given, list) else [given]:
                yield from _named(each)
        else:
            yield name
