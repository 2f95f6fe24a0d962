"""Migrations: one source at a time, whole or not at all, and no source troubles another."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
import sqlalchemy as sa

from core.errors import StoreError
from core.store.addresses import Endpoints
from core.store.migrate import PATIENCE_SECONDS, MigrationResult, leftovers, migrate
from core.store.migration_authoring import pending_changes, revision
from core.store.migration_source import MigrationSource
from tests.fixtures.database import Databases

NAME = "migrate_test"
PROJECT = Path(__file__).parents[3]

_SCRIPT = '''\
"""Test."""
import sqlalchemy as sa
from alembic import op

revision = "{revision}"
down_revision = {down!r}
branch_labels = None
depends_on = None


def upgrade() -> None:
    {body}


def downgrade() -> None:
    pass
'''


@pytest.fixture
def urls(databases: Databases) -> Iterator[Endpoints]:
    """A fresh, empty database."""
    yield databases.make_database(NAME)
    databases.drop_database(NAME)


def _source(
    folder: Path, name: str, *bodies: str, requires: tuple[str, ...] = ()
) -> MigrationSource:
    versions = folder / name / "versions"
    versions.mkdir(parents=True, exist_ok=True)
    down = None
    for number, body in enumerate(bodies, start=1):
        text = _SCRIPT.format(revision=f"{name}_{number:04d}", down=down, body=body)
        (versions / f"{name}_{number:04d}_test.py").write_text(text)
        down = f"{name}_{number:04d}"
    return MigrationSource(name, folder / name, requires)


def _create(table: str) -> str:
    return f'op.execute("CREATE TABLE {table} (id int PRIMARY KEY)")'


def _counting(file: Path) -> str:
    """A statement that leaves a mark in `file` each time the migration is tried."""
    return f'import os; os.mkdir(f"{file}/{{len(os.listdir({str(file)!r}))}}")'


def _tables(url: str) -> set[str]:
    with psycopg.connect(url) as connection:
        found = connection.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
        ).fetchall()
    return {row[0] for row in found if not row[0].startswith("alembic_version_")}


def test_each_source_reaches_its_newest_revision_once(urls: Endpoints, tmp_path: Path) -> None:
    core = _source(tmp_path, "core", _create("enterprise"), _create("site"))
    plugin = _source(tmp_path, "quality", _create("sample"), requires=("core",))
    assert migrate(urls.owner, [core, plugin]) == [
        MigrationResult("core", None, "core_0002"),
        MigrationResult("quality", None, "quality_0001"),
    ]
    assert _tables(urls.owner) == {"enterprise", "site", "sample"}
    assert migrate(urls.owner, [core, plugin]) == [
        MigrationResult("core", "core_0002", "core_0002"),
        MigrationResult("quality", "quality_0001", "quality_0001"),
    ]
    longer = _source(tmp_path, "quality", _create("sample"), _create("retest"))
    assert migrate(urls.owner, [longer])[0].revision_after == "quality_0002"


def test_a_source_without_scripts_is_up_to_date(urls: Endpoints, tmp_path: Path) -> None:
    nothing = MigrationSource("town", tmp_path / "absent")
    assert migrate(urls.owner, [nothing]) == [MigrationResult("town", None, None)]


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("def def", "invalid syntax"),
        ("raise RuntimeError('broken plugin')", "broken plugin"),
        ('op.execute("CREATE TABEL x (n int)")', "TABEL"),
    ],
)
def test_a_broken_source_stops_only_those_that_require_it(
    urls: Endpoints, tmp_path: Path, body: str, message: str
) -> None:
    sources = [
        _source(tmp_path, "core", _create("enterprise")),
        _source(tmp_path, "inspection", _create("hazard"), body, requires=("core",)),
        _source(tmp_path, "enforcement", _create("case_file"), requires=("inspection",)),
        _source(tmp_path, "station", _create("desk"), requires=("enforcement",)),
        _source(tmp_path, "metrology", _create("instrument"), requires=("core",)),
    ]
    results = {result.name: result for result in migrate(urls.owner, sources)}
    assert message in (results["inspection"].error or "")
    assert results["inspection"].revision_after is None
    assert "requires inspection" in (results["enforcement"].error or "")
    assert "requires enforcement" in (results["station"].error or "")
    assert results["core"].error is None
    assert results["metrology"].error is None
    # The first script of the broken source was fine, yet nothing of that source is there.
    assert _tables(urls.owner) == {"enterprise", "instrument"}


def test_a_requirement_that_is_not_installed_is_named(urls: Endpoints, tmp_path: Path) -> None:
    lonely = _source(tmp_path, "enforcement", _create("case_file"), requires=("inspection",))
    assert "requires inspection" in (migrate(urls.owner, [lonely])[0].error or "")
    assert _tables(urls.owner) == set()


def test_tables_of_a_removed_source_stay_and_are_reported(urls: Endpoints, tmp_path: Path) -> None:
    core = _source(tmp_path, "core", _create("enterprise"))
    ghost = _source(tmp_path, "ghost", _create("haunted"))
    migrate(urls.owner, [core, ghost])
    assert leftovers(urls.owner, [core, ghost]) == []
    assert migrate(urls.owner, [core]) == [MigrationResult("core", "core_0001", "core_0001")]
    assert leftovers(urls.owner, [core]) == ["alembic_version_ghost"]
    assert "haunted" in _tables(urls.owner)


def test_a_database_newer_than_the_code_is_reported(urls: Endpoints, tmp_path: Path) -> None:
    migrate(urls.owner, [_source(tmp_path / "new", "core", _create("a"), _create("b"))])
    older = _source(tmp_path / "old", "core", _create("a"))
    result = migrate(urls.owner, [older])[0]
    assert "core_0002" in (result.error or "")
    assert result.revision_after == "core_0002"


def test_revisions_of_another_name_are_refused(urls: Endpoints, tmp_path: Path) -> None:
    _source(tmp_path, "quality", _create("sample"))
    stranger = MigrationSource("metrology", tmp_path / "quality")
    assert "must begin with metrology_" in (migrate(urls.owner, [stranger])[0].error or "")
    assert _tables(urls.owner) == set()


def test_a_locked_table_is_waited_for_briefly_and_often(
    urls: Endpoints, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("core.store.migrate.PATIENCE_SECONDS", ("0.02", "0.05"))
    migrate(urls.owner, [_source(tmp_path, "core", _create("enterprise"))])
    attempts = tmp_path / "attempts"
    attempts.mkdir()
    body = f'{_counting(attempts)}; op.execute("ALTER TABLE enterprise ADD COLUMN n int")'
    source = _source(tmp_path, "core", _create("enterprise"), body)
    with psycopg.connect(urls.owner) as reader:
        reader.execute("SELECT FROM enterprise")
        blocked = migrate(urls.owner, [source])[0]
    assert "lock timeout" in (blocked.error or "")
    assert blocked.revision_after == "core_0001"
    assert len(list(attempts.iterdir())) == 2
    assert migrate(urls.owner, [source])[0].revision_after == "core_0002"
    assert max(PATIENCE_SECONDS) <= 5


def test_only_a_lock_is_worth_another_attempt(urls: Endpoints, tmp_path: Path) -> None:
    attempts = tmp_path / "attempts"
    attempts.mkdir()
    slow = 'op.execute("SET LOCAL statement_timeout = 1"); op.execute("SELECT pg_sleep(9)")'
    source = _source(tmp_path, "core", f"{_counting(attempts)}; {slow}")
    assert "statement timeout" in (migrate(urls.owner, [source])[0].error or "")
    assert len(list(attempts.iterdir())) == 1


def test_two_processes_migrate_once(urls: Endpoints, tmp_path: Path) -> None:
    _source(tmp_path, "core", _create("enterprise") + '; op.execute("SELECT pg_sleep(0.2)")')
    program = (
        "import sys; from pathlib import Path; from core.store.migrate import migrate;"
        "from core.store.migration_source import MigrationSource as S;"
        "print(migrate(sys.argv[1], [S('core', Path(sys.argv[2]))])[0])"
    )
    argv = [sys.executable, "-c", program, urls.owner, str(tmp_path / "core")]
    racers = [
        subprocess.Popen(argv, cwd=PROJECT, stdout=subprocess.PIPE, text=True) for _ in range(2)
    ]
    said = sorted(racer.communicate(timeout=60)[0].strip() for racer in racers)
    done = [str(MigrationResult("core", before, "core_0001")) for before in ("core_0001", None)]
    assert said == done


def test_the_serving_role_cannot_rewrite_history(urls: Endpoints, tmp_path: Path) -> None:
    migrate(urls.owner, [_source(tmp_path, "core", _create("enterprise"))])
    with psycopg.connect(urls.app) as connection:
        assert connection.execute("SELECT * FROM alembic_version_core").fetchall()
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("DELETE FROM alembic_version_core")


def test_an_unreachable_database_is_a_clear_error(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="does not let the owner in"):
        migrate(f"postgresql://zhijian_owner@/zhijian?host={tmp_path}", [])


def test_models_and_tables_are_compared_and_the_revision_written(
    urls: Endpoints, tmp_path: Path
) -> None:
    metadata = sa.MetaData()
    foreign = sa.Table("foreign_table", metadata, sa.Column("id", sa.Integer, primary_key=True))
    sample = sa.Table(
        "sample",
        metadata,
        sa.Column("id", sa.BigInteger, primary_key=True),
        sa.Column("batch", sa.Text, nullable=False),
        sa.Column("taken_on", sa.Date, server_default="2020-01-01"),
    )
    sa.Index("sample_batch", sample.c.batch)
    source = MigrationSource("quality", tmp_path / "quality")
    own = {"sample"}
    assert foreign.name not in own
    pending = pending_changes(urls.owner, source, metadata, own)
    assert pending[0].startswith("op.create_table('sample'")
    assert len(pending) == 2

    written = revision(urls.owner, source, "sample tables", metadata, own)
    assert written.name == "quality_0001_sample_tables.py"
    assert _tables(urls.owner) == set()
    with pytest.raises(StoreError, match="migrate first"):
        revision(urls.owner, source, "too early", metadata, own)
    assert migrate(urls.owner, [source])[0].error is None
    assert _tables(urls.owner) == {"sample"}
    assert pending_changes(urls.owner, source, metadata, own) == []

    sample.append_column(sa.Column("note", sa.Text))
    changed = pending_changes(urls.owner, source, metadata, own)
    assert len(changed) == 1
    assert "add_column" in changed[0]
    second = revision(urls.owner, source, "note", metadata, own)
    assert second.name == "quality_0002_note.py"
    assert migrate(urls.owner, [source])[0].revision_after == "quality_0002"
    assert pending_changes(urls.owner, source, metadata, own) == []
