"""Find plugins, check what they declare, order them, load them, and quarantine the broken ones."""

import logging
import pkgutil
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from graphlib import CycleError, TopologicalSorter
from importlib import import_module
from importlib.metadata import entry_points
from pathlib import Path
from types import ModuleType
from typing import Any, Final, get_args, get_type_hints

from pluggy import PluginManager

from core import hookspecs
from core.errors import PluginError, SetupError
from core.store.mapping import check_mapping, unmap, within

ENTRY_POINT_GROUP: Final = "zhijian.plugins"
NAME: Final = re.compile(r"[a-z][a-z0-9_]{1,26}")
"""Names become part of policy resources and of a version table's name."""
OURS: Final = ("core", "schema", "plugins", "policies", "tests")
"""Packages of the platform: no plugin may be called like one, nor live in one by entry point."""
BROKEN: Final = (Exception, SystemExit)
"""Whatever a plugin raises while it is loaded is its own fault and stops nobody else."""

log = logging.getLogger("zhijian.plugins")


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What a plugin says about itself; read before any other of its code runs."""

    name: str
    title: str
    summary: str
    requires: tuple[str, ...] = ()


@dataclass(slots=True)
class Plugin:
    """One plugin and its state. `fault` says why it is in quarantine."""

    name: str
    module: ModuleType | None = None
    manifest: Manifest | None = None
    fault: str | None = None
    package: str = ""
    """The Python package that holds it; empty when it was turned away at the door."""

    @property
    def folder(self) -> Path | None:
        """Where its files are: policy.csv, migrations, README."""
        if self.module is None or self.module.__file__ is None:
            return None
        return Path(self.module.__file__).parent

    @property
    def is_builtin(self) -> bool:
        """Whether it is one of the folders of `plugins/`."""
        return within(self.package, "plugins")

    @property
    def requires(self) -> tuple[str, ...]:
        """The plugins that it needs."""
        return self.manifest.requires if self.manifest else ()


@dataclass
class Plugins:
    """Typed face of the pluggy manager; nothing else in the project calls a hook."""

    strict: bool = False
    enabled: frozenset[str] | None = None
    """Names to load; None: all that are found."""
    found: dict[str, Plugin] = field(default_factory=dict)
    order: list[str] = field(default_factory=list)

    def load(self) -> "Plugins":
        """Discover, order, register, and call every hook once. Raises PluginError when strict."""
        self._manager = PluginManager("zhijian")
        self._manager.add_hookspecs(hookspecs)
        self._given: dict[str, list[tuple[str, Any]]] = {name: [] for name in hook_kinds()}
        self._loaded = False
        for plugin in _discover(self.enabled):
            self.found[plugin.name] = plugin
        self._spread([name for name, plugin in self.found.items() if plugin.fault])
        self._check_requirements()
        self.order = self._ordered()
        for name in self.order:
            if self.found[name].fault is None:
                self._register(self.found[name])
        self._loaded = True
        if self.strict and (faults := self._faulty()):
            raise PluginError("; ".join(f"plugin {n!r}: {why}" for n, why in faults.items()))
        return self

    @property
    def serving(self) -> list[Plugin]:
        """The plugins that work, each after those that it requires."""
        return [self.found[n] for n in self.order if self.found[n].fault is None]

    @property
    def packages(self) -> tuple[tuple[str, str], ...]:
        """(package, plugin) for telling whose a class is."""
        return tuple((p.package, p.name) for p in self.found.values() if p.package)

    def quarantine(self, name: str, fault: str) -> None:
        """Take a plugin out of service, its tables, and with it those that require it.

        The first fault of a plugin is the one that stays. Raises PluginError when strict.
        """
        self._set_aside([name], fault)
        if self.strict and self._loaded:
            raise PluginError(f"plugin {name!r}: {fault}")

    def contributions(self, hook: str) -> list[tuple[str, Any]]:
        """What the serving plugins gave for a hook, with the plugin's name, in plugin order."""
        return [(name, each) for name, each in self._given[hook] if self.found[name].fault is None]

    def _set_aside(self, names: Collection[str], fault: str) -> None:
        new = [name for name in names if self.found[name].fault is None]
        for name in new:
            self.found[name].fault = fault
        self._spread(new)

    def _spread(self, names: Collection[str]) -> None:
        """Say who is in quarantine, forget their tables, and let those that need them follow."""
        for name in names:
            log.error("plugin %s is in quarantine: %s", name, self.found[name].fault)
            if self.found[name].package:
                unmap(self.found[name].package)
        for other in self.found.values():
            if needed := sorted(set(other.requires) & set(names)):
                self._set_aside(
                    [other.name], f"requires {', '.join(needed)}, which is in quarantine"
                )

    def _check_requirements(self) -> None:
        for plugin in list(self.found.values()):
            if missing := sorted(set(plugin.requires) - set(self.found)):
                self._set_aside([plugin.name], f"requires {', '.join(missing)}, not installed")

    def _ordered(self) -> list[str]:
        """Sound plugins, each after those that it requires; circles are set aside.

        Built-in ones come first: where two add the same, a stranger never wins against them.
        """
        while True:
            needs = {n: p.requires for n, p in sorted(self.found.items()) if p.fault is None}
            try:
                order = list(TopologicalSorter(needs).static_order())
                return sorted(order, key=lambda name: not self.found[name].is_builtin)
            except CycleError as error:
                circle = error.args[1][::-1]
                named = " requires ".join(circle)
                self._set_aside(set(circle), f"a circle of requirements: {named}")

    def _register(self, plugin: Plugin) -> None:
        try:
            hooks = import_module(f"{plugin.package}.hooks")
            _refuse_unmarked(hooks)
            self._manager.register(hooks, plugin.name)
            self._manager.check_pending()
            check_mapping(plugin.package, [self.found[n].package for n in plugin.requires])
            given = self._asked(plugin.name)
        except BROKEN as error:
            if self._manager.has_plugin(plugin.name):
                self._manager.unregister(name=plugin.name)
            self._set_aside([plugin.name], worded(error))
            return
        for hook, values in given.items():
            self._given[hook] += [(plugin.name, each) for each in values]

    def _asked(self, name: str) -> dict[str, list[Any]]:
        """What one plugin answers to each hook. Raises PluginError that names the hook."""
        found = {}
        for hook, kind in hook_kinds().items():
            for implementation in getattr(self._manager.hook, hook).get_hookimpls():
                if implementation.plugin_name != name:
                    continue
                try:
                    found[hook] = list(implementation.function())
                except BROKEN as error:
                    raise PluginError(f"hook {hook}: {worded(error)}") from error
                if strange := [each for each in found[hook] if not isinstance(each, kind)]:
                    raise PluginError(f"hook {hook}: {strange[0]!r} is no {kind.__name__}")
        return found

    def _faulty(self) -> dict[str, str]:
        return {n: p.fault for n, p in self.found.items() if p.fault}


def hook_kinds() -> dict[str, type[Any]]:
    """Every hook of the contract, with the class of what it returns a sequence of."""
    return {
        name: get_args(get_type_hints(spec)["return"])[0]
        for name, spec in vars(hookspecs).items()
        if hasattr(spec, "zhijian_spec")
    }


def worded(error: BaseException) -> str:
    """A fault in one line for whoever runs the system; our own errors already say what is wrong."""
    said = error.english if isinstance(error, SetupError) else f"{type(error).__name__}: {error}"
    return " ".join(said.split())


def states(plugins: Mapping[str, Plugin]) -> dict[str, str]:
    """Name -> serving or why not, for `zhijian plugins` and the health page."""
    return {name: plugin.fault or "serving" for name, plugin in plugins.items()}


def _discover(enabled: Collection[str] | None) -> Iterable[Plugin]:
    """Built-in plugins (folders of `plugins/`), then installed ones (entry points)."""
    package = import_module("plugins")
    taken: dict[str, str] = {}
    for name in sorted(module.name for module in pkgutil.iter_modules(package.__path__)):
        if enabled is None or name in enabled:
            taken[name] = f"plugins.{name}"
            yield _read(name, taken[name])
    points = sorted(entry_points(group=ENTRY_POINT_GROUP), key=lambda p: (p.name, p.value))
    for point in points:
        if enabled is not None and point.name not in enabled:
            continue
        if point.name in taken:
            fault = f"repeats the name of {taken[point.name]}"
            yield Plugin(f"{point.name} ({point.value})", fault=fault)
        elif fault := _misplaced(point.name, point.value, taken.values()):
            yield Plugin(point.name, fault=fault)
        else:
            taken[point.name] = point.value
            yield _read(point.name, point.value)


def _misplaced(name: str, package: str, taken: Iterable[str]) -> str:
    """Why this name or package would pass for somebody else's; empty when it would not."""
    if not NAME.fullmatch(name) or name in OURS:
        return f"{name!r} cannot be a plugin's name: use lower-case letters, digits and _"
    for other in (*OURS, *taken):
        if within(package, other) or within(other, package):
            return f"the package {package!r} overlaps {other!r}"
    return ""


def _read(name: str, package: str) -> Plugin:
    plugin = Plugin(name, package=package)
    try:
        plugin.module = import_module(package)
        manifest = getattr(plugin.module, "manifest", None)
    except BROKEN as error:
        plugin.fault = worded(error)
        return plugin
    if not isinstance(manifest, Manifest):
        plugin.fault = f"{package} holds no `manifest = Manifest(...)`"
    elif manifest.name != name:
        plugin.fault = f"the manifest says {manifest.name!r}, but it was found as {name!r}"
    elif not isinstance(getattr(manifest, "requires", None), tuple):
        plugin.fault = "the manifest's `requires` must be a tuple of names"
    else:
        plugin.manifest = manifest
    return plugin


def _refuse_unmarked(hooks: ModuleType) -> None:
    for name in hook_kinds():
        function = getattr(hooks, name, None)
        if function is not None and not hasattr(function, "zhijian_impl"):
            raise PluginError(f"hook {name} lacks its @hookimpl")
