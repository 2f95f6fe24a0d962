"""The built schema as plain data: what rules can speak of, and what follows what."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLUnionType,
    get_named_type,
    is_introspection_type,
    is_required_argument,
    is_required_input_field,
)
from strawberry.types.base import StrawberryObjectDefinition
from strawberry.types.field import StrawberryField

from core.policy.rules import Domain, Resource, Role
from core.policy.vocabulary import Action
from core.store.base import is_public
from schema.build import Schema
from schema.fields import DataField
from schema.guards import guard_of
from schema.ids import Node
from schema.paging import Connection, Edge
from schema.sources import Aggregate, Many, One, Value

ROOTS = ("Query", "Mutation", "Subscription")
Need = tuple[str, str]
"""(resource, action) that the policy must allow."""


@dataclass(frozen=True, slots=True)
class FieldShape:
    """One field of an object, interface or input type."""

    out: str
    args: Mapping[str, tuple[str, bool]] = field(default_factory=dict)
    """argument -> (its input type, whether it must be given)"""
    required: bool = False
    needs: Need | None = None
    resource: str | None = None
    """What a rule about this one field would name."""
    personal: bool = False
    maskable: bool = False
    follows: str | None = None
    """`<Type>.<field>`: hidden or masked there, hidden here."""
    plugin: str = "core"
    """Whose field it is, where it belongs to an object."""
    about: str = ""
    """Its title, in both languages."""


@dataclass(frozen=True, slots=True)
class TypeShape:
    """One type of the schema."""

    kind: str
    """object, interface, input, union, enum, scalar"""
    fields: Mapping[str, FieldShape] = field(default_factory=dict)
    interfaces: tuple[str, ...] = ()
    members: tuple[str, ...] = ()
    values: Mapping[str, str | None] = field(default_factory=dict)
    """enum value -> the `<Type>.<field>` it follows"""
    subject: str | None = None
    """The record whose connection, edge, filter or order this is."""
    resource: str | None = None
    """For a record: what a rule names."""
    about: str = ""
    """Its title, in both languages."""


PERSONAL_ACTIONS = frozenset({"read", "reveal"})
OUTSIDE = "ACTIONS_OUTSIDE"
"""A record type's attribute: actions upon its rows that no field of the schema performs."""


@dataclass(frozen=True, slots=True)
class Shape:
    """All types of one built schema."""

    types: Mapping[str, TypeShape]
    schema: Schema

    def domain(self, roles: Mapping[str, Role], extra: Iterable[Resource] = ()) -> Domain:
        """The finite set of things that policy rules may name."""
        found = {r.name: r for r in extra}
        actions = self._actions()
        for name, type_ in self.types.items():
            if type_.resource:
                found[type_.resource] = self._record(name, type_.resource, actions)
            for spec in type_.fields.values():
                if spec.resource:
                    found[spec.resource] = Resource(
                        spec.resource,
                        "field",
                        PERSONAL_ACTIONS if spec.personal else frozenset({"read"}),
                        frozenset({"all", "none"}),
                        maskable=spec.maskable,
                        personal=spec.personal,
                        about=_within(type_.about, spec.about),
                    )
                if spec.needs and spec.needs[0] not in found:
                    found[spec.needs[0]] = _virtual(spec.needs[0], actions)
        return Domain(found, roles)

    def needed_for(self, field: FieldShape) -> Need | None:
        """What must be allowed for a field to be there: its own need, else reading its record."""
        out = self.types[field.out]
        record = self.types.get(out.subject or "", out).resource
        return field.needs or (record and (record, str(Action.READ))) or None

    def _actions(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for type_ in self.types.values():
            for spec in type_.fields.values():
                if spec.needs:
                    found.setdefault(spec.needs[0], set()).add(spec.needs[1])
        return found

    def _record(self, type_: str, resource: str, actions: Mapping[str, set[str]]) -> Resource:
        origin = self.schema.origin_of(type_)
        model = self.schema.catalogue.model(origin)
        offered = actions.get(resource, set()) | {str(Action.READ)}
        offered |= {str(action) for action in getattr(origin, OUTSIDE, ())}
        scopes = {"all", "none"} | (set() if is_public(model) else set(model.__scope__))
        about = self.types[type_].about
        return Resource(resource, "record", frozenset(offered), frozenset(scopes), about=about)


def _virtual(name: str, actions: Mapping[str, set[str]]) -> Resource:
    """A resource without rows, which operations name as a whole."""
    offered = frozenset(actions.get(name, {"read"}))
    return Resource(name, "query", offered, frozenset({"all", "none"}))


def shape_of(schema: Schema) -> Shape:
    """Read the shape off a built schema."""
    types = {
        name: _Reader(schema).type(type_)
        for name, type_ in schema.core.type_map.items()
        if not is_introspection_type(type_)
    }
    return Shape(types, schema)


@dataclass(frozen=True, slots=True)
class _Reader:
    schema: Schema

    def type(self, type_: Any) -> TypeShape:
        match type_:
            case GraphQLObjectType():
                interfaces = tuple(i.name for i in type_.interfaces)
                origin = _origin(type_)
                return TypeShape(
                    "object",
                    self._fields(type_),
                    interfaces,
                    subject=_subject(type_),
                    resource=self._resource(origin),
                    about=_title(type_.description),
                )
            case GraphQLInterfaceType():
                members = tuple(t.name for t in self.schema.core.get_possible_types(type_))
                return TypeShape("interface", self._fields(type_), (), members)
            case GraphQLUnionType():
                return TypeShape("union", members=tuple(t.name for t in type_.types))
            case GraphQLEnumType():
                return self._enum(type_)
            case GraphQLInputObjectType():
                return self._input(type_)
        return TypeShape("scalar")

    def _resource(self, origin: Any) -> str | None:
        if origin is None or origin is Node or not self.schema.catalogue.is_record(origin):
            return None
        return self.schema.ownership.resource(origin)

    def _enum(self, type_: GraphQLEnumType) -> TypeShape:
        follows = self.schema.catalogue.follows.get(type_.name)
        fields = {} if follows is None else follows.fields
        record = "" if follows is None else follows.record.__name__
        values = {
            v: f"{record}.{self._graphql(fields[v])}" if v in fields else None for v in type_.values
        }
        return TypeShape("enum", values=values, subject=record or None)

    def _input(self, type_: GraphQLInputObjectType) -> TypeShape:
        follows = self.schema.catalogue.follows.get(type_.name)
        record = "" if follows is None else follows.record.__name__
        followed = {} if follows is None else {self._graphql(n): n for n in follows.fields}
        fields = {
            name: FieldShape(
                get_named_type(f.type).name,
                required=is_required_input_field(f),
                follows=f"{record}.{name}" if name in followed else None,
            )
            for name, f in type_.fields.items()
        }
        return TypeShape("input", fields, subject=record or None)

    def _graphql(self, python_name: str) -> str:
        return self.schema.config.name_converter.apply_naming_config(python_name)

    def _fields(self, type_: Any) -> dict[str, FieldShape]:
        origin = _origin(type_)
        return {name: self._field(type_, origin, name, f) for name, f in type_.fields.items()}

    def _field(self, type_: Any, origin: Any, name: str, built: Any) -> FieldShape:
        args = {
            arg: (get_named_type(a.type).name, is_required_argument(a))
            for arg, a in built.args.items()
        }
        field = built.extensions.get("strawberry-definition")
        out = get_named_type(built.type).name
        plugin = "core"
        if origin is not None and isinstance(field, StrawberryField):
            plugin = self.schema.owner_of(origin, field.python_name)
        value = _value(field)
        is_id = value is not None and value.is_id
        ruled = self._resource(origin) is not None and not is_id
        return FieldShape(
            out,
            args,
            needs=self._needs(field),
            resource=f"{plugin}:{type_.name}.{name}" if ruled else None,
            personal=value is not None and value.personal,
            maskable=value is not None and not is_id and _is_text(built.type),
            plugin=plugin,
            about=_title(built.description),
        )

    def _needs(self, field: Any) -> Need | None:
        if isinstance(field, DataField):
            match field.source:
                case One(target=target) | Many(target=target) | Aggregate(target=target):
                    return self.schema.ownership.resource(target), str(Action.READ)
            return None
        guard = guard_of(field) if isinstance(field, StrawberryField) else None
        if guard is None or guard.on is None:
            return None
        return self.schema.ownership.resource(guard.on), str(guard.action)


def _title(description: str | None) -> str:
    """The first words of both lines of a description, up to an explanation."""
    chinese, _, english = (description or "").partition("\n")
    return f"{re.split('[：，。；（]', chinese)[0]}\n{re.split('[:;.,]', english)[0]}"


def _within(type_: str, field: str) -> str:
    (chinese, _, english), (its, _, own) = type_.partition("\n"), field.partition("\n")
    return f"{chinese}·{its}\n{english}, {own}"


def _value(field: Any) -> Value | None:
    """The source of a data field that is a value of the row itself."""
    source = field.source if isinstance(field, DataField) else None
    return source if isinstance(source, Value) else None


def _is_text(type_: Any) -> bool:
    return str(type_) in ("String", "String!")


def _origin(type_: Any) -> Any:
    definition = type_.extensions.get("strawberry-definition")
    if not isinstance(definition, StrawberryObjectDefinition) or definition.concrete_of:
        return None
    return definition.origin


def _subject(type_: GraphQLObjectType) -> str | None:
    """The record of a connection or edge: hidden with it, else a bare pageInfo betrays it."""
    definition = type_.extensions.get("strawberry-definition")
    if not isinstance(definition, StrawberryObjectDefinition) or not definition.concrete_of:
        return None
    if definition.concrete_of.origin not in (Connection, Edge):
        return None
    node: Any = next(iter(definition.type_var_map.values()))
    return str(node.__name__)
