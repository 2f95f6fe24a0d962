"""Find plugins, check what they declare, order them, load them, and quarantine the broken ones."""

import logging
import pkgutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from graphlib import CycleError, TopologicalSorter
from importlib import import_module
from importlib.metadata import entry_points
from pathlib import Path
from types import ModuleType
from typing import Any

from pluggy import PluginManager

from core import hookspecs
from core.errors import PluginError

ENTRY_POINT_GROUP = "zhijian.plugins"
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

    @property
    def package(self) -> str:
        """The Python package that holds the plugin."""
        return self.name if self.module is None else self.module.__name__

    @property
    def folder(self) -> Path | None:
        """Where its files are: policy.csv, migrations, README."""
        if self.module is None or self.module.__file__ is None:
            return None
        return Path(self.module.__file__).parent


@dataclass
class Plugins:
    """Typed face of the pluggy manager; nothing else in the project calls a hook."""

    strict: bool = False
    enabled: frozenset[str] | None = None
    """Names to load; None: all that are found."""
    found: dict[str, Plugin] = field(default_factory=dict)

    def load(self) -> "Plugins":
        """Discover, order and register. Raises PluginError in strict mode only."""
        self._manager = PluginManager("zhijian")
        self._manager.add_hookspecs(hookspecs)
        for plugin in _discover():
            if self.enabled is None or plugin.name in self.enabled:
                self.found[plugin.name] = plugin
        self._check_requirements()
        self.order = self._ordered()
        for name in self.order:
            if self.found[name].fault is None:
                self._register(self.found[name])
        self._complain()
        return self

    @property
    def serving(self) -> list[Plugin]:
        """The plugins that work, each after those that it requires."""
        return [self.found[n] for n in self.order if self.found[n].fault is None]

    @property
    def packages(self) -> tuple[tuple[str, str], ...]:
        """(package, plugin) for telling whose a class is."""
        return tuple((p.package, p.name) for p in self.found.values())

    def quarantine(self, name: str, fault: str) -> None:
        """Take a plugin out of service, and with it those that require it."""
        self.found[name].fault = fault
        log.error("plugin %s is in quarantine: %s", name, fault)
        for other in self.found.values():
            required = other.manifest.requires if other.manifest else ()
            if name in required and other.fault is None:
                self.quarantine(other.name, f"requires {name}, which is in quarantine")
        if self.strict:
            raise PluginError(f"plugin {name!r}: {fault}")

    def contributions(self, hook: str) -> list[tuple[str, Any]]:
        """What every serving plugin gives for a hook, with the plugin's name, in order.

        Each plugin is asked by itself: one that raises is quarantined, the others go on.
        """
        found: list[tuple[str, Any]] = []
        implementations = {
            i.plugin_name: i for i in getattr(self._manager.hook, hook).get_hookimpls()
        }
        for plugin in self.serving:
            if plugin.fault is not None or plugin.name not in implementations:
                continue
            try:
                given = list(implementations[plugin.name].function())
            except Exception as error:  # noqa: BLE001  whatever a plugin raises stays its own
                self.quarantine(plugin.name, f"hook {hook}: {error}")
                continue
            found += [(plugin.name, each) for each in given]
        return [(name, each) for name, each in found if self.found[name].fault is None]

    def _register(self, plugin: Plugin) -> None:
        try:
            hooks = import_module(f"{plugin.package}.hooks")
            self._manager.register(hooks, plugin.name)
            self._manager.check_pending()
        except Exception as error:  # noqa: BLE001
            if self._manager.has_plugin(plugin.name):
                self._manager.unregister(name=plugin.name)
            self.quarantine(plugin.name, f"{type(error).__name__}: {error}")

    def _check_requirements(self) -> None:
        for plugin in list(self.found.values()):
            requires = plugin.manifest.requires if plugin.manifest else ()
            if plugin.fault is None and (missing := set(requires) - set(self.found)):
                self.quarantine(plugin.name, f"requires {sorted(missing)}, not installed")

    def _ordered(self) -> list[str]:
        while True:
            graph = {n: sorted(_requires(p) & set(self.found)) for n, p in self._sorted()}
            try:
                return list(TopologicalSorter(graph).static_order())
            except CycleError as error:
                cycle = list(dict.fromkeys(error.args[1]))
                for name in cycle:
                    plugin = self.found[name]
                    plugin.manifest = None
                    if plugin.fault is None:
                        self.quarantine(name, f"a circle of requirements: {' -> '.join(cycle)}")

    def _sorted(self) -> list[tuple[str, Plugin]]:
        return sorted(self.found.items())

    def _complain(self) -> None:
        faults = {n: p.fault for n, p in self.found.items() if p.fault}
        if self.strict and faults:
            raise PluginError("; ".join(f"{n}: {why}" for n, why in faults.items()))


def _requires(plugin: Plugin) -> set[str]:
    return set(plugin.manifest.requires) if plugin.manifest else set()


def _discover() -> Iterable[Plugin]:
    """Built-in plugins (folders of `plugins/`), then installed ones (entry points)."""
    package = import_module("plugins")
    names: set[str] = set()
    for module in sorted(pkgutil.iter_modules(package.__path__), key=lambda m: m.name):
        names.add(module.name)
        yield _read(module.name, f"plugins.{module.name}")
    for point in sorted(entry_points(group=ENTRY_POINT_GROUP), key=lambda p: p.name):
        if point.name in names:
            yield Plugin(f"{point.name} ({point.value})", fault="repeats a plugin's name")
            continue
        names.add(point.name)
        yield _read(point.name, point.value)


def _read(name: str, package: str) -> Plugin:
    try:
        module = import_module(package)
        manifest = module.manifest
        if not isinstance(manifest, Manifest) or manifest.name != name:
            return Plugin(name, module, fault=f"the manifest must carry the name {name!r}")
        return Plugin(name, module, manifest)
    except Exception as error:  # noqa: BLE001  a plugin that cannot be imported is its own fault
        return Plugin(name, fault=f"{type(error).__name__}: {error}")


def states(plugins: Mapping[str, Plugin]) -> dict[str, str]:
    """Name -> serving or why not, for `zhijian plugins` and the health page."""
    return {name: plugin.fault or "serving" for name, plugin in plugins.items()}
