"""Which tables belong to which source of migrations, and writing the next revision of one."""

from pathlib import Path

from core.errors import SetupError
from core.plugins import Plugins
from core.prepare import CORE_MIGRATIONS
from core.store.base import Base, is_view
from core.store.migration_authoring import revision
from core.store.migration_source import MigrationSource
from core.store.session import models

CORE = "core"


def source_named(plugins: Plugins, name: str) -> MigrationSource:
    """The core or a plugin as a source, its folder there or not. Raises SetupError."""
    if name == CORE:
        return MigrationSource(CORE, CORE_MIGRATIONS)
    plugin = plugins.found.get(name)
    if plugin is None or plugin.folder is None:
        raise SetupError(f"There is no plugin {name!r}.", f"没有名为 {name} 的子系统。")
    requires = plugin.manifest.requires if plugin.manifest else ()
    return MigrationSource(name, plugin.folder / "migrations", (CORE, *requires))


def tables_of(plugins: Plugins, name: str) -> set[str]:
    """The tables whose models the source defines."""
    package = CORE if name == CORE else plugins.found[name].package
    inside = f"{package}."
    own = (model for model in models() if model.__module__.startswith(inside))
    return {model.__tablename__ for model in own if not is_view(model)}


def write_revision(owner_url: str, plugins: Plugins, name: str, message: str) -> Path:
    """Write the next revision of a source, from its tables to its models. Raises StoreError."""
    source = source_named(plugins, name)
    (source.folder / "versions").mkdir(parents=True, exist_ok=True)
    return revision(owner_url, source, message, Base.metadata, tables_of(plugins, name))
