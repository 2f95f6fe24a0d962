"""Bring the tables to the state that the installed code expects.

Each source (core, then every plugin) runs in one transaction of its own: it arrives whole or not
at all. A broken source is reported and skipped with those that require it; the others go on. The
tables of a plugin that is gone are never touched; `leftovers` names them.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.exc import OperationalError

from core.store.addresses import APP, WORKER
from core.store.migration_source import (
    VERSION_TABLES,
    MigrationSource,
    connected,
    surroundings,
)

PATIENCE_SECONDS = (1, 2, 5)
"""How long each attempt waits for a table lock. A short wait, because whoever queues behind a
waiting migration waits as well."""

_MIGRATING = 0x7A68_696A_6D69_6772
"""Key of the advisory lock: one process migrates a database at a time."""


@dataclass(frozen=True)
class MigrationResult:
    """What became of one source."""

    name: str
    revision_before: str | None
    revision_after: str | None
    error: str | None = None
    """None: the tables are up to date. Otherwise nothing of this source was changed."""


def migrate(owner_url: str, sources: Sequence[MigrationSource]) -> list[MigrationResult]:
    """Upgrade every source to its newest revision, in the order given: core first.

    A source may only require sources that stand before it. Raises StoreError when the database
    cannot be reached; what goes wrong within a source is in its result.
    """
    results: dict[str, MigrationResult] = {}
    with _one_at_a_time(owner_url):
        for source in sources:
            missing = [name for name in source.requires if not _arrived(results.get(name))]
            if missing:
                waiting = f"requires {', '.join(missing)}, which is not up to date"
                results[source.name] = MigrationResult(source.name, None, None, waiting)
            else:
                results[source.name] = _attempt(owner_url, source)
    return list(results.values())


def downgrade(owner_url: str, source: MigrationSource, revision: str = "base") -> None:
    """Take a source back to an earlier revision, or to nothing; whole or not at all.

    Rows that only the newer tables can hold are lost: back up first. Raises StoreError, or whatever
    a script raises that cannot go back.
    """
    scripts = source.scripts()

    def back(current: Any, _: MigrationContext) -> Any:
        return scripts._downgrade_revs(revision, current)  # noqa: SLF001

    with _one_at_a_time(owner_url), connected(owner_url) as connection:
        environment = surroundings(connection, source, scripts, back)
        with environment, environment.begin_transaction():
            environment.run_migrations()


def leftovers(owner_url: str, sources: Sequence[MigrationSource]) -> list[str]:
    """The version tables of sources that are not installed; their data is kept as it is."""
    installed = {source.version_table for source in sources}
    with connected(owner_url) as connection:
        tables = sa.inspect(connection).get_table_names()
    return sorted(
        table for table in tables if table.startswith(VERSION_TABLES) and table not in installed
    )


def _current(connection: sa.Connection, source: MigrationSource) -> str | None:
    options = {"version_table": source.version_table}
    revision = MigrationContext.configure(connection, opts=options).get_current_revision()
    connection.rollback()
    return revision


def _arrived(result: MigrationResult | None) -> bool:
    return result is not None and result.error is None


@contextmanager
def _one_at_a_time(owner_url: str) -> Iterator[None]:
    with connected(owner_url) as connection:
        connection.execute(sa.text("SELECT pg_advisory_lock(:key)"), {"key": _MIGRATING})
        connection.commit()
        yield


def _attempt(owner_url: str, source: MigrationSource) -> MigrationResult:
    """Migrate one source; whatever goes wrong in it, a syntax error included, is its own."""
    before = None
    try:
        with connected(owner_url) as connection:
            before = _current(connection, source)
            scripts = source.scripts()
            if before != scripts.get_current_head():
                _upgrade(connection, source, scripts)
            after = _current(connection, source)
    except Exception as problem:  # noqa: BLE001
        error = f"{type(problem).__name__}: {problem}"
        return MigrationResult(source.name, before, before, error)
    return MigrationResult(source.name, before, after)


def _upgrade(connection: sa.Connection, source: MigrationSource, scripts: ScriptDirectory) -> None:
    for seconds in PATIENCE_SECONDS:
        connection.execute(sa.text(f"SET lock_timeout = '{seconds}s'"))
        connection.commit()
        try:
            _upgrade_once(connection, source, scripts)
        except OperationalError as problem:
            connection.rollback()
            busy = getattr(problem.orig, "sqlstate", None) == "55P03"
            if not busy or seconds == PATIENCE_SECONDS[-1]:
                raise
        else:
            return


def _upgrade_once(
    connection: sa.Connection, source: MigrationSource, scripts: ScriptDirectory
) -> None:
    def to_newest(revision: Any, _: MigrationContext) -> Any:
        return scripts._upgrade_revs("head", revision)  # noqa: SLF001

    environment = surroundings(connection, source, scripts, to_newest)
    with environment, environment.begin_transaction():
        environment.run_migrations()
        protect = f"REVOKE INSERT, UPDATE, DELETE ON {source.version_table} FROM {APP}, {WORKER}"
        connection.execute(sa.text(protect))
