"""One schema from the shared types and what plugins add to them. Nobody is served it as it is."""

import copy
from collections.abc import Iterable, Mapping
from typing import Any

import strawberry
from sqlalchemy import Table
from strawberry.schema.config import StrawberryConfig
from strawberry.types.base import StrawberryObjectDefinition
from strawberry.types.field import StrawberryField

from core.errors import PluginError
from core.extension import Extension
from schema.catalogue import Catalogue
from schema.checks import check_field, check_guarded
from schema.fields import DataField
from schema.guards import Ownership
from schema.roots import Mutation, Query, Subscription

Contribution = tuple[str, Extension]
"""(plugin, what it adds)"""


class Schema(strawberry.Schema):
    """The full schema; the classes stay untouched, so any number can be built in one process."""

    def __init__(
        self,
        contributions: Iterable[Contribution],
        models: Iterable[type[Any]],
        ownership: Ownership | None = None,
        types: Iterable[type[Any]] = (),
    ) -> None:
        """`types` are records that nothing refers to by field, such as members of a union."""
        self.ownership = ownership or Ownership()
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
            config=StrawberryConfig(relay_use_legacy_global_id=False),
        )

    def _add(self, plugin: str, extension: Extension) -> None:
        target = extension.target
        taken = {f.python_name for f in target.__strawberry_definition__.fields}
        for field in extension.fields:
            name = field.python_name
            first = "core" if name in taken else self.added_by.get((target, name))
            if first:
                raise PluginError(
                    f"{target.__name__}.{name} of plugin {plugin!r} "
                    f"is already provided by {first!r}"
                )
            self.added_by[target, name] = plugin
            self._added.setdefault(target, []).append(field)

    def fields_of(self, owner: type[Any]) -> list[StrawberryField]:
        """The fields of a type, its own first, then what plugins added in their order."""
        definition: StrawberryObjectDefinition = owner.__strawberry_definition__  # type: ignore[attr-defined]
        return [*definition.fields, *self._added.get(owner, ())]

    def owner_of(self, owner: type[Any], field: str) -> str:
        """The plugin that a field belongs to."""
        return self.added_by.get((owner, field)) or self.ownership.of(owner)

    def get_fields(self, type_definition: StrawberryObjectDefinition) -> list[StrawberryField]:
        """Strawberry's hook. Arguments belong to a schema, so data fields are copied, then bound."""
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
                is_root = owner in (Query, Mutation, Subscription)
                check_guarded(owner, field, foreign=is_root or plugin is not None)
                new = field
            self._bound[id(field)] = new
        return self._bound[id(field)]
