"""From plugins to one schema, its shape and the policy's domain; a plugin that breaks it stays out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from core.declarations import Example, Searchable
from core.errors import PluginError
from core.extension import Extension
from core.plugins import Plugins
from core.policy.defaults import load_roles
from core.policy.rules import Domain
from core.store.events import Subscriber
from core.store.session import models
from schema.build import Contribution, Schema
from schema.guards import Ownership
from schema.search import search_extensions
from schema.shape import Shape, shape_of
from schema.shared.contents import SHARED, SHARED_SEARCHABLES
from schema.sources import Many


@dataclass(frozen=True)
class Assembly:
    """Everything that follows from the code alone: made once per process."""

    plugins: Plugins
    schema: Schema
    shape: Shape
    domain: Domain
    resources: Mapping[type, str]
    """Model -> what the policy calls it."""
    subscribers: Sequence[Subscriber]
    examples: Sequence[tuple[str, Example]]

    @property
    def lists(self) -> frozenset[str]:
        """GraphQL names of all fields that return a page or list of records."""
        catalogue = self.schema.catalogue
        return frozenset(
            name
            for type_ in self.schema._schema.type_map.values()  # noqa: SLF001
            for name, field in getattr(type_, "fields", {}).items()
            if isinstance(
                getattr(field.extensions.get("strawberry-definition"), "source", None), Many
            )
            and catalogue
        )


def assemble(plugins: Plugins) -> Assembly:
    """Build the schema from what serves. Plugins that break it are quarantined, one by one."""
    schema = _built(plugins)
    shape = shape_of(schema)
    catalogue = schema.catalogue
    resources: dict[type, str] = {}
    for name, type_ in shape.types.items():
        if type_.resource:
            definition = schema.get_type_by_name(name)
            resources[catalogue.model(definition.origin)] = type_.resource  # type: ignore[union-attr]
    return Assembly(
        plugins,
        schema,
        shape,
        shape.domain(load_roles()),
        resources,
        [subscriber for _, subscriber in plugins.contributions("subscribers")],
        plugins.contributions("examples"),
    )


def _built(plugins: Plugins) -> Schema:
    offered = _offered(plugins)
    try:
        return _schema(plugins, offered)
    except Exception:  # noqa: BLE001  whatever a declaration raises, find out whose it is
        return _built_one_by_one(plugins, offered)


def _built_one_by_one(plugins: Plugins, offered: list[Contribution]) -> Schema:
    """Add plugin after plugin; whoever breaks the schema is quarantined."""
    schema = _schema(plugins, [c for c in offered if c[0] == "core"])
    accepted = {"core"}
    for plugin in plugins.serving:
        if plugin.fault is not None:
            continue
        tried = accepted | {plugin.name}
        try:
            schema = _schema(plugins, [c for c in offered if c[0] in tried])
            accepted = tried
        except Exception as error:  # noqa: BLE001
            plugins.quarantine(plugin.name, f"{type(error).__name__}: {error}")
    return schema


def _offered(plugins: Plugins) -> list[Contribution]:
    shared: list[Contribution] = [("core", extension) for extension in SHARED]
    return [*shared, *plugins.contributions("type_extensions")]


def _schema(plugins: Plugins, offered: Sequence[tuple[str, Extension]]) -> Schema:
    names = {name for name, _ in offered}
    searched: list[Searchable] = [
        *SHARED_SEARCHABLES,
        *(s for name, s in plugins.contributions("searchables") if name in names),
    ]
    search = [("core", extension) for extension in search_extensions(searched)]
    schema = Schema([*offered, *search], models(), Ownership(plugins.packages))
    if faults := _ungoverned(schema):
        raise PluginError(f"records without a model of their own: {faults}")
    return schema


def _ungoverned(schema: Schema) -> list[str]:
    """Two records over one table would make the policy of its rows ambiguous."""
    seen: dict[type, str] = {}
    faults = []
    for type_ in schema._schema.type_map.values():  # noqa: SLF001
        definition = type_.extensions.get("strawberry-definition") if type_.extensions else None
        origin = getattr(definition, "origin", None)
        if origin is None or not hasattr(origin, "__strawberry_definition__"):
            continue
        if getattr(definition, "is_input", True) or not schema.catalogue.is_record(origin):
            continue
        model = schema.catalogue.model(origin)
        if seen.setdefault(model, type_.name) != type_.name:
            faults.append(f"{seen[model]} and {type_.name}")
    return faults
