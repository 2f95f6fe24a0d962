"""Who brings migrations: core and each plugin, with a script folder and a version table of its own.

A source's scripts are plain Alembic revisions in `<folder>/versions/*.py`; there is no env.py. The
identifiers begin with the source's name (`quality_0001`), so a row of a version table says whose
it is. A version table per source keeps the absence of one plugin from troubling the others.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.exc import OperationalError

from core.errors import StoreError

VERSION_TABLES = "alembic_version_"
"""What the names of all version tables begin with."""

_TEMPLATE = Path(__file__).parent / "migration_template"
_NAME = re.compile(r"[a-z][a-z0-9_]{0,26}")
"""A revision identifier, `<name>_0001`, has room for 32 characters."""


@dataclass(frozen=True)
class MigrationSource:
    """A folder of migrations; `requires` names the sources whose tables these may refer to."""

    name: str
    folder: Path
    requires: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Raises StoreError for a name that cannot be part of a table's name."""
        if not _NAME.fullmatch(self.name):
            raise StoreError(f"{self.name!r} cannot be the name of a migration source.")

    @property
    def version_table(self) -> str:
        """The table that remembers how far this source has come."""
        return VERSION_TABLES + self.name

    def scripts(self) -> ScriptDirectory:
        """The revisions, read and checked; raises whatever a broken script raises, or StoreError.

        A folder that does not exist counts as empty.
        """
        directory = ScriptDirectory(
            str(_TEMPLATE),
            file_template="%(rev)s_%(slug)s",
            version_locations=[self.folder / "versions"],
        )
        foreign = [
            script.revision
            for script in directory.walk_revisions()
            if not script.revision.startswith(f"{self.name}_")
        ]
        if foreign:
            raise StoreError(
                f"Revisions of {self.name} must begin with {self.name}_: {', '.join(foreign)}."
            )
        return directory


@contextmanager
def connected(owner_url: str) -> Iterator[sa.Connection]:
    """One connection as the owner; raises StoreError when there is none to be had."""
    url = sa.make_url(owner_url).set(drivername="postgresql+psycopg")
    engine = sa.create_engine(url, poolclass=sa.NullPool)
    try:
        connection = engine.connect()
    except OperationalError as problem:
        raise StoreError(
            f"The database does not let the owner in: {problem.orig}",
            f"无法以所有者身份连接数据库：{problem.orig}",
        ) from problem
    with connection:
        yield connection


def surroundings(
    connection: sa.Connection,
    source: MigrationSource,
    scripts: ScriptDirectory,
    work: Callable[[Any, MigrationContext], Any],
    **options: Any,
) -> EnvironmentContext:
    """Alembic's environment of one source, in place of an env.py; to be used in a `with`.

    `work` is called with the current revision and answers the steps to run; `options` are those
    of `EnvironmentContext.configure`.
    """
    environment = EnvironmentContext(Config(), scripts, fn=work, destination_rev="head")
    environment.configure(
        connection=connection,
        version_table=source.version_table,
        transaction_per_migration=False,
        **options,
    )
    return environment
