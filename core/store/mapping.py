"""Whose tables are mapped: what a plugin's tables must be like, and how a broken plugin's go again.

One broken mapping would break every ORM statement of the process, for SQLAlchemy configures all
classes together. So a plugin's classes are checked when they arrive and leave with it.
"""

from collections.abc import Collection, Iterator

from sqlalchemy import Table
from sqlalchemy.orm import Mapper

from core.errors import PluginError
from core.store.base import Base

CORE = ("core", "schema")


def within(module: str, package: str) -> bool:
    """Whether a module is the package or lies inside it."""
    return module == package or module.startswith(f"{package}.")


def mapped_in(package: str) -> list[Mapper[Base]]:
    """What the modules of a package have mapped."""
    found = (m for m in Base.registry.mappers if within(m.class_.__module__, package))
    return sorted(found, key=lambda mapper: mapper.class_.__name__)


def check_mapping(package: str, required: Collection[str]) -> None:
    """Configure what a package maps, and check it. `required`: packages whose tables it may name.

    Raises PluginError, or whatever SQLAlchemy raises for a mapping that it cannot configure.
    """
    if strays := sorted(table.name for table in _strays()):
        raise PluginError(f"the table {', '.join(strays)} has no model, and so no __scope__")
    allowed = (package, *CORE, *required)
    for mapper in mapped_in(package):
        table = mapper.local_table
        if not hasattr(mapper.class_, "__scope__"):
            raise PluginError(f"{mapper.class_.__name__} declares no __scope__")
        if not isinstance(table, Table) or len(table.primary_key) != 1:
            raise PluginError(f"{mapper.class_.__name__} needs a primary key of one column")
        for target in _targets(table):
            if not any(target in _tables(each) for each in allowed):
                raise PluginError(
                    f"{mapper.class_.__name__} refers to the table {target!r}, "
                    "which is neither its own nor the core's nor a required plugin's"
                )
    Base.registry.configure()


def unmap(package: str) -> None:
    """Forget what a package has mapped, as if it had never been imported; the data is kept."""
    registry = Base.registry
    # upstream disposes of whole registries only; a class whose mapping failed has no mapper
    for manager in list(registry._managers):  # noqa: SLF001
        if within(manager.class_.__module__, package):
            registry._dispose_manager_and_mapper(manager)  # noqa: SLF001
            registry._managers.pop(manager, None)  # noqa: SLF001
    for table in _strays():
        Base.metadata.remove(table)


def _strays() -> list[Table]:
    """Tables that no class stands for: nothing would say whose rows they hold."""
    mapped = {mapper.local_table for mapper in Base.registry.mappers}
    return [table for table in Base.metadata.tables.values() if table not in mapped]


def _targets(table: Table) -> Iterator[str]:
    return (key.target_fullname.rpartition(".")[0] for key in table.foreign_keys)


def _tables(package: str) -> set[str]:
    return {str(mapper.local_table.key) for mapper in mapped_in(package)}  # type: ignore[attr-defined]
