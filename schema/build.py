"""One schema from the shared types and what plugins add to them. Nobody is served it as it is."""

import copy
from collections.abc import Iterable, Mapping
from typing import Any, cast

import strawberry
from graphql import GraphQLSchema
from sqlalchemy import Table
from strawberry.annotation import StrawberryAnnotation
from strawberry.schema.config import StrawberryConfig
from strawberry.types.base import StrawberryObjectDefinition, StrawberryOptional
from strawberry.types.field import StrawberryField

from core.errors import PluginError
from core.extension import Extension
from schema.catalogue import Catalogue
from schema.checks import check_field, check_guarded
from schema.fields import DataField
from schema.guards import Ownership
from schema.patience import PATIENCE_S, Patience
from schema.roots import Mutation, Query, Subscription

Contribution = tuple[str, Extension]
"""(plugin, what it adds)"""
ROOTS = (Query, Mutation, Subscription)


SCALARS = {
    "Date": "日期，如 2026-11-23\nA day, ISO 8601.",
    "DateTime": "时刻，带时区\nAn instant with its offset from UTC, ISO 8601.",
    "Time": "时间\nA time of day, ISO 8601.",
    "Decimal": "小数，以文字传送\nA decimal number, sent as text.",
    "JSON": "任意 JSON 值\nAny JSON value.",
}
"""What upstream describes in English alone."""


class Schema(strawberry.Schema):
    """The full schema; the classes stay untouched, so any number can be built in one process."""

    def __init__(
        self,
        contributions: Iterable[Contribution],
        models: Iterable[type[Any]],
        ownership: Ownership | None = None,
        types: Iterable[type[Any]] = (),
        patience_s: float = PATIENCE_S,
    ) -> None:
        """`types` are records that nothing refers to by field, such as members of a union."""
        self.ownership, self.patience_s = ownership or Ownership(), patience_s
        config = StrawberryConfig(relay_use_legacy_global_id=False)
        self._graphql_name = config.name_converter.get_graphql_name
        self.added_by: dict[tuple[type[Any], str], str] = {}
        """(type, Python field name) -> the plugin that added it."""
        self._added: dict[type[Any], list[StrawberryField]] = {}
        for plugin, extension in contributions:
            self._add(plugin, extension)
        self._bound: dict[int, StrawberryField] = {}
        tables: Mapping[Table, type[Any]] = {m.__table__: m for m in models}
        self.catalogue = Catalogue(self.fields_of, tables)
        super().__init__(
            query=Query,
            mutation=Mutation if self._added.get(Mutation) else None,
            subscription=Subscription if self._added.get(Subscription) else None,
            types=tuple(types),
            config=config,
        )
        for name in SCALARS.keys() & self.core.type_map.keys():
            self.core.type_map[name].description = SCALARS[name]

    def _add(self, plugin: str, extension: Extension) -> None:
        """Note what a plugin adds to a type. Raises PluginError that names both for a collision."""
        target = extension.target
        definition = getattr(target, "__strawberry_definition__", None)
        if not isinstance(definition, StrawberryObjectDefinition) or definition.is_input:
            raise PluginError(f"{target.__name__} is no GraphQL type to which fields can be added")
        taken = {self._graphql_name(f): f.python_name for f in self.fields_of(target)}
        for field in extension.fields:
            name = self._graphql_name(field)
            if name in taken:
                first = self.added_by.get((target, taken[name])) or self.ownership.of(target)
                raise PluginError(
                    f"{target.__name__}.{name} of plugin {plugin!r} "
                    f"is already provided by {first!r}"
                )
            taken[name] = field.python_name
            self.added_by[target, field.python_name] = plugin
            self._added.setdefault(target, []).append(field)

    def fields_of(self, owner: type[Any]) -> list[StrawberryField]:
        """The fields of a type, its own first, then what plugins added in their order."""
        definition: StrawberryObjectDefinition = cast("Any", owner).__strawberry_definition__
        return [*definition.fields, *self._added.get(owner, ())]

    @property
    def core(self) -> GraphQLSchema:
        """The built schema as graphql-core knows it."""
        return self._schema

    def origin_of(self, type_name: str) -> type[Any]:
        """The class that an object type was made from. Raises KeyError for any other name."""
        definition = self.get_type_by_name(type_name)
        if not isinstance(definition, StrawberryObjectDefinition):
            raise KeyError(type_name)
        return definition.origin

    def owner_of(self, owner: type[Any], field: str) -> str:
        """The plugin that a field belongs to."""
        return self.added_by.get((owner, field)) or self.ownership.of(owner)

    def get_fields(self, type_definition: StrawberryObjectDefinition) -> list[StrawberryField]:
        """Strawberry's hook: data fields are copied, since arguments belong to one schema."""
        if type_definition.is_input or type_definition.concrete_of:
            return super().get_fields(type_definition)
        owner = type_definition.origin
        return [self._bind(owner, field) for field in self.fields_of(owner)]

    def get_field_for_type(self, field_name: str, type_name: str) -> StrawberryField | None:
        """Upstream looks at the class only; code generation needs the added fields too."""
        definition = self.get_type_by_name(type_name)
        if not isinstance(definition, StrawberryObjectDefinition):
            return None
        name = self.config.name_converter.get_graphql_name
        return next((f for f in self.get_fields(definition) if name(f) == field_name), None)

    def _bind(self, owner: type[Any], field: StrawberryField) -> StrawberryField:
        if id(field) not in self._bound:
            if isinstance(field, DataField):
                check_field(self.catalogue, owner, field)
                new: StrawberryField = copy.copy(field)
                new.arguments = self.catalogue.arguments(field)
            else:
                plugin = self.added_by.get((owner, field.python_name))
                check_guarded(owner, field, foreign=owner in ROOTS or plugin is not None)
                new = self._contained(owner, field, plugin)
            self._bound[id(field)] = new
        return self._bound[id(field)]

    def _contained(
        self, owner: type[Any], field: StrawberryField, added_by: str | None
    ) -> StrawberryField:
        """A plugin's own code behind a field may fail or hang: that field is null, no other.

        A root field of a plugin is made nullable; one on a record says so itself, for its author
        decides what null means there. Raises PluginError where it does not.
        """
        plugin = self.owner_of(owner, field.python_name)
        if plugin == "core" or field.base_resolver is None or field.is_subscription:
            return field
        new: StrawberryField = copy.copy(field)
        if added_by is not None and not isinstance(field.type, StrawberryOptional):
            if owner not in ROOTS:
                raise PluginError(
                    f"{owner.__name__}.{self._graphql_name(field)} of plugin {plugin!r} must be "
                    "nullable: fields added to a type of others may not blank their records"
                )
            new.type_annotation = StrawberryAnnotation(StrawberryOptional(field.type))
        if field.is_async and owner is not Mutation:
            new.extensions = [*field.extensions, Patience(plugin, self.patience_s)]
        return new
