"""From plugins to one schema, its shape and the policy's domain; who breaks it stays out."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from core.declarations import Example, Job, Searchable, Traced
from core.desk.book import Book, read_desk
from core.errors import PluginError
from core.extension import Extension
from core.plugins import BROKEN, Plugins, worded
from core.policy.defaults import load_roles
from core.policy.rules import Domain, Rule
from core.store.events import Subscriber
from core.store.mapping import CORE, within
from core.store.session import models
from core.warnings.watching import Watching
from schema.build import Contribution, Schema
from schema.defaults import read_defaults
from schema.guards import Ownership
from schema.outcomes import Outcomes, read_outcomes
from schema.patience import PATIENCE_S
from schema.reactions import (
    CORE_JOBS,
    CORE_SUBSCRIBERS,
    doubled,
    misnamed,
    sweeping,
    watching_subscribers,
)
from schema.search import search_extensions
from schema.shared.contents import SHARED, SHARED_SEARCHABLES, SHARED_TRACES
from schema.sources import Many
from schema.tiers.shape import Shape, shape_of
from schema.tracing.declared import traces_of
from schema.tracing.types import trace_extensions
from schema.watching import read_rules


@dataclass(frozen=True)
class Assembly:
    """Everything that follows from the code alone: made once per process."""

    plugins: Plugins
    schema: Schema
    shape: Shape
    domain: Domain
    defaults: Sequence[Rule]
    """The default rules of the core and of the plugins that serve."""
    resources: Mapping[type, str]
    """Model -> what the policy calls it."""
    subscribers: Sequence[Subscriber]
    """Of the core's services, then of the plugins that serve."""
    jobs: Sequence[Job]
    """Likewise."""
    examples: Sequence[tuple[str, Example]]
    desk: Book
    """What the desks offer."""
    watching: Watching
    """What the warning rules watch."""
    outcomes: Outcomes
    """What may happen to it, for back-tests."""

    @property
    def lists(self) -> frozenset[str]:
        """GraphQL names of all fields that return a page or list of records."""
        return frozenset(
            name
            for type_ in self.schema.core.type_map.values()
            for name, field in getattr(type_, "fields", {}).items()
            if isinstance(
                getattr(field.extensions.get("strawberry-definition"), "source", None), Many
            )
        )


Built = tuple[Schema, Shape, Domain]


def assemble(plugins: Plugins, *, patience_s: float = PATIENCE_S) -> Assembly:
    """Build the schema from what serves; who breaks it, or brings faulty rules or pages, stays out.

    `patience_s`: how long a resolver of a plugin may take. Raises PluginError in strict mode only.
    """
    misfits = misnamed(plugins.contributions("jobs")) | doubled(plugins.contributions("channels"))
    for name, fault in misfits.items():
        plugins.quarantine(name, fault)
    schema, shape, domain = _built(plugins, patience_s)
    defaults, faults = read_defaults(plugins, domain)
    desk, badly_declared = read_desk(plugins, schema.core)
    rules, ill_ruled = read_rules(plugins, schema, _resources(schema, shape))
    outcomes, ill_told = read_outcomes(plugins, schema, _resources(schema, shape))
    while faults := ill_told | ill_ruled | badly_declared | faults:
        for name, fault in faults.items():
            plugins.quarantine(name, fault)
        schema, shape, domain = _built(plugins, patience_s)
        defaults, faults = read_defaults(plugins, domain)
        desk, badly_declared = read_desk(plugins, schema.core)
        rules, ill_ruled = read_rules(plugins, schema, _resources(schema, shape))
        outcomes, ill_told = read_outcomes(plugins, schema, _resources(schema, shape))
    watching = Watching(rules)
    return Assembly(
        plugins,
        schema,
        shape,
        domain,
        defaults,
        _resources(schema, shape),
        [
            *CORE_SUBSCRIBERS,
            *watching_subscribers(watching),
            *(each for _, each in plugins.contributions("subscribers")),
        ],
        [*CORE_JOBS, sweeping(watching), *(job for _, job in plugins.contributions("jobs"))],
        plugins.contributions("examples"),
        desk,
        watching,
        outcomes,
    )


def _resources(schema: Schema, shape: Shape) -> dict[type, str]:
    found: dict[type, str] = {}
    for name, type_ in shape.types.items():
        if type_.resource:
            definition: Any = schema.get_type_by_name(name)
            found[schema.catalogue.model(definition.origin)] = type_.resource
    return found


def _built(plugins: Plugins, patience_s: float) -> Built:
    offered = _offered(plugins)
    try:
        return _schema(plugins, offered, patience_s)
    except BROKEN:  # whatever a declaration raises, find out whose it is
        return _built_one_by_one(plugins, offered, patience_s)


def _built_one_by_one(plugins: Plugins, offered: list[Contribution], patience_s: float) -> Built:
    """Add plugin after plugin; whoever breaks the schema is quarantined."""
    accepted = {"core"}
    built = _schema(plugins, [c for c in offered if c[0] in accepted], patience_s)
    for plugin in plugins.serving:
        if plugin.fault is not None:
            continue
        tried = accepted | {plugin.name}
        try:
            built = _schema(plugins, [c for c in offered if c[0] in tried], patience_s)
            accepted = tried
        except BROKEN as error:
            plugins.quarantine(plugin.name, worded(error))
    return built


def _offered(plugins: Plugins) -> list[Contribution]:
    shared: list[Contribution] = [("core", extension) for extension in SHARED]
    return [*shared, *plugins.contributions("type_extensions")]


def _schema(plugins: Plugins, offered: Sequence[tuple[str, Extension]], patience_s: float) -> Built:
    names = {name for name, _ in offered}
    searched: list[Searchable] = [
        *SHARED_SEARCHABLES,
        *(s for name, s in plugins.contributions("searchables") if name in names),
    ]
    traced: list[Traced] = [
        *SHARED_TRACES,
        *(t for name, t in plugins.contributions("traces") if name in names),
    ]
    finders = [*search_extensions(searched), *trace_extensions(traced)]
    found = [("core", extension) for extension in finders]
    ownership = Ownership(plugins.packages)
    schema = Schema([*offered, *found], models(), ownership, patience_s=patience_s)
    traces_of(traced, schema.catalogue)
    if faults := [*_namesakes(schema), *_ungoverned(schema), *_homeless(schema, plugins)]:
        raise PluginError("; ".join(faults))
    shape = shape_of(schema)
    return schema, shape, shape.domain(load_roles())


def _records(schema: Schema) -> Iterator[tuple[str, type]]:
    for type_ in schema._schema.type_map.values():  # noqa: SLF001
        definition = type_.extensions.get("strawberry-definition") if type_.extensions else None
        origin = getattr(definition, "origin", None)
        if origin is None or not hasattr(origin, "__strawberry_definition__"):
            continue
        if not getattr(definition, "is_input", True) and schema.catalogue.is_record(origin):
            yield type_.name, origin


def _namesakes(schema: Schema) -> list[str]:
    """Upstream takes pages of two types of one name for the same; they are not."""
    faults = set()
    for type_ in schema._schema.type_map.values():  # noqa: SLF001
        for field in getattr(type_, "fields", {}).values():
            declared = field.extensions.get("strawberry-definition") if field.extensions else None
            target: Any = getattr(getattr(declared, "source", None), "target", None)
            if target is None:
                continue
            built: Any = schema.get_type_by_name(target.__strawberry_definition__.name)
            if built is None or built.origin is not target:
                other = "nobody" if built is None else built.origin.__module__
                faults.add(f"{target.__name__} of {target.__module__} is already one of {other}")
    return sorted(faults)


def _ungoverned(schema: Schema) -> list[str]:
    """Two records over one table would make the policy of its rows ambiguous."""
    seen: dict[type, str] = {}
    faults = []
    for name, origin in _records(schema):
        model = schema.catalogue.model(origin)
        if seen.setdefault(model, name) != name:
            faults.append(f"{seen[model]} and {name} stand for the rows of one table")
    return faults


def _homeless(schema: Schema, plugins: Plugins) -> list[str]:
    """A record from nowhere would count as the core's."""
    homes = (*CORE, *(package for package, _ in plugins.packages))
    return [
        f"the record {name} comes from {origin.__module__}, outside every plugin's package"
        for name, origin in _records(schema)
        if not any(within(origin.__module__, home) for home in homes)
    ]
