"""For developers: compare the models of a source with its tables, write the next revision.

Only `tables`, the table names of that source, are looked at; name a table that the models no
longer have as well, and its removal is seen.
"""

from collections.abc import Callable, Collection
from pathlib import Path
from typing import Any, Literal

import sqlalchemy as sa
from alembic.autogenerate import produce_migrations, render_python_code
from alembic.autogenerate.api import AutogenContext, RevisionContext
from alembic.config import Config
from alembic.operations.ops import UpgradeOps
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from core.errors import StoreError
from core.store.migration_source import MigrationSource, connected, surroundings


def pending_changes(
    owner_url: str, source: MigrationSource, metadata: sa.MetaData, tables: Collection[str]
) -> list[str]:
    """What a new revision would do, one Alembic operation each; empty when models = tables."""
    found: list[str] = []

    def compare(_: Any, context: MigrationContext) -> list[Any]:
        difference = produce_migrations(context, metadata).upgrade_ops
        plain = MigrationContext.configure(dialect=context.dialect)
        for operation in difference.ops if difference else ():
            code = render_python_code(UpgradeOps([operation]), migration_context=plain)
            lines = [line.strip() for line in code.splitlines()]
            found.append(" ".join(line for line in lines if line and not line.startswith("#")))
        return []

    _look(owner_url, source, source.scripts(), compare, _selection(metadata, tables))
    return found


def revision(
    owner_url: str,
    source: MigrationSource,
    message: str,
    metadata: sa.MetaData,
    tables: Collection[str],
) -> Path:
    """Write the next revision of `source`, from the live tables to the models; returns its file.

    Raises StoreError when the database is behind the scripts: migrate first.
    """
    scripts = source.scripts()
    number = sum(1 for _ in scripts.walk_revisions()) + 1
    task = RevisionContext(Config(), scripts, _command(f"{source.name}_{number:04d}", message))

    def compare(current: Any, context: MigrationContext) -> list[Any]:
        if context.get_current_revision() != scripts.get_current_head():
            raise StoreError(f"The tables of {source.name} are behind its scripts: migrate first.")
        task.run_autogenerate(current, context)
        return []

    _look(owner_url, source, scripts, compare, _selection(metadata, tables))
    written = next(iter(task.generate_scripts()))
    if written is None:
        raise StoreError(f"The revision of {source.name} could not be written.")
    return Path(written.path)


def _command(identifier: str, message: str) -> dict[str, Any]:
    absent = dict.fromkeys(("branch_label", "version_path", "depends_on"))
    fixed = {"autogenerate": True, "sql": False, "head": "head", "splice": False}
    return {**absent, **fixed, "rev_id": identifier, "message": message}


def _selection(metadata: sa.MetaData, tables: Collection[str]) -> dict[str, Any]:
    """Alembic's options for looking at `tables` only, on both sides of the comparison."""
    wanted = frozenset(tables)
    return {
        "target_metadata": metadata,
        "compare_type": True,
        "compare_server_default": True,
        "render_item": _stored_type,
        "include_name": lambda name, kind, _: kind != "table" or name in wanted,
        "include_object": lambda _, name, kind, *__: kind != "table" or name in wanted,
    }


def _stored_type(kind: str, item: Any, context: AutogenContext) -> str | Literal[False]:
    """A column type of ours as the database stores it: revisions outlive the code of today."""
    if kind == "type" and isinstance(item, sa.TypeDecorator):
        context.imports.add("from sqlalchemy.dialects import postgresql")
        return f"postgresql.{item.impl!r}".replace("Text()", "sa.Text()")
    return False


def _look(
    owner_url: str,
    source: MigrationSource,
    scripts: ScriptDirectory,
    compare: Callable[[Any, MigrationContext], list[Any]],
    selection: dict[str, Any],
) -> None:
    """Run a comparison and leave no trace in the database."""
    with connected(owner_url) as connection, connection.begin() as transaction:
        with surroundings(connection, source, scripts, compare, **selection) as environment:
            environment.run_migrations()
        transaction.rollback()
