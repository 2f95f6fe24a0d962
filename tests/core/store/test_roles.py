"""The four roles: what each may do, and that serving refuses a role that may do more."""

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from core.errors import StoreError
from core.postgres.server import EmbeddedServer
from core.settings import Settings
from core.store.roles import (
    APP,
    AUDIT,
    OWNER,
    ROLES,
    WORKER,
    Endpoints,
    bootstrap_sql,
    endpoints,
    refuse_superuser,
)
from tests.fixtures.database import Databases

NAME = "roles_test"


@pytest.fixture
def urls(databases: Databases) -> Iterator[Endpoints]:
    """A fresh database with one table and one sequence of the owner's."""
    made = databases.make_database(NAME)
    with psycopg.connect(made.owner) as connection:
        connection.execute("CREATE TABLE note (id serial PRIMARY KEY, text text)")
    yield made
    databases.drop_database(NAME)


def _run(url: str, sql: str) -> None:
    with psycopg.connect(url) as connection:
        connection.execute(sql.encode())


@pytest.mark.parametrize("role", [APP, WORKER])
def test_app_and_worker_read_and_write_rows_of_future_tables(urls: Endpoints, role: str) -> None:
    url = {APP: urls.app, WORKER: urls.worker}[role]
    _run(url, "INSERT INTO note (text) VALUES ('巡查')")
    _run(url, "UPDATE note SET text = '复查'")
    _run(url, "SELECT text FROM note")
    _run(url, "DELETE FROM note")


@pytest.mark.parametrize("role", [APP, WORKER, AUDIT])
@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE own (n int)",
        "CREATE TEMPORARY TABLE own (n int)",
        "CREATE SCHEMA own",
        "CREATE ROLE own",
        "ALTER TABLE note ADD COLUMN n int",
        "ALTER TABLE note DISABLE ROW LEVEL SECURITY",
        "TRUNCATE note",
        "DROP TABLE note",
        f"SET ROLE {OWNER}",
        "CREATE EXTENSION hstore",
    ],
)
def test_no_serving_role_changes_the_structure(urls: Endpoints, role: str, statement: str) -> None:
    url = {APP: urls.app, WORKER: urls.worker, AUDIT: urls.audit}[role]
    with pytest.raises(psycopg.Error) as refusal:
        _run(url, statement)
    assert refusal.value.sqlstate == "42501"


@pytest.mark.parametrize(
    "statement", ["SELECT FROM note", "INSERT INTO note DEFAULT VALUES", "DELETE FROM note"]
)
def test_audit_has_only_what_a_migration_grants(urls: Endpoints, statement: str) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        _run(urls.audit, statement)


def test_the_owner_is_no_administrator(urls: Endpoints) -> None:
    for statement in ("CREATE ROLE own", "CREATE DATABASE own", "ALTER ROLE zhijian_app BYPASSRLS"):
        with (
            psycopg.connect(urls.owner, autocommit=True) as connection,
            pytest.raises(psycopg.errors.InsufficientPrivilege),
        ):
            connection.execute(statement.encode())


@pytest.mark.parametrize("role", ROLES)
def test_sessions_have_a_fixed_path_zone_and_date_style(urls: Endpoints, role: str) -> None:
    url = dict(zip(ROLES, (urls.owner, urls.app, urls.worker, urls.audit), strict=True))[role]
    with psycopg.connect(url) as connection:
        values = [
            connection.execute(f"SHOW {name}".encode()).fetchone()
            for name in ("search_path", "timezone", "datestyle")
        ]
    assert values == [("public, pg_temp",), ("UTC",), ("ISO, YMD",)]


def test_strangers_among_the_roles_may_not_connect(server: EmbeddedServer, urls: Endpoints) -> None:
    asked = f"SELECT has_database_privilege('pg_monitor', '{NAME}', 'CONNECT')"
    assert server.administer(asked) == "f"
    assert server.administer(asked.replace("pg_monitor", APP)) == "t"


async def test_the_three_serving_roles_are_accepted(urls: Endpoints) -> None:
    for url in (urls.app, urls.worker, urls.audit):
        await refuse_superuser(url)


@pytest.mark.parametrize(
    ("seed", "undo", "message"),
    [
        ("ALTER ROLE {app} SUPERUSER", "ALTER ROLE {app} NOSUPERUSER", "is a superuser"),
        ("ALTER ROLE {app} BYPASSRLS", "ALTER ROLE {app} NOBYPASSRLS", "has BYPASSRLS"),
        ("GRANT CREATE ON SCHEMA public TO {app}", "", "may create tables"),
        ("GRANT CREATE ON DATABASE {database} TO {app}", "", "may create schemas"),
        ("GRANT {owner} TO {app}", "REVOKE {owner} FROM {app}", "owns tables"),
        ("ALTER TABLE note OWNER TO {app}", "", "owns tables"),
    ],
)
async def test_a_role_that_may_do_more_is_refused(
    server: EmbeddedServer, urls: Endpoints, seed: str, undo: str, message: str
) -> None:
    names = {"app": APP, "owner": OWNER, "database": NAME}
    server.administer(seed.format(**names), NAME)
    try:
        with pytest.raises(StoreError, match=message):
            await refuse_superuser(urls.app)
    finally:
        server.administer(undo.format(**names), NAME)
    if undo:
        await refuse_superuser(urls.app)


async def test_the_owner_is_refused_for_serving(urls: Endpoints) -> None:
    with pytest.raises(StoreError, match=f"{OWNER} may create tables"):
        await refuse_superuser(urls.owner)


def test_the_script_may_run_again_and_repairs(server: EmbeddedServer) -> None:
    server.administer(f"ALTER ROLE {WORKER} BYPASSRLS")
    server.administer(bootstrap_sql())
    asked = f"SELECT rolbypassrls FROM pg_roles WHERE rolname = '{WORKER}'"
    assert server.administer(asked) == "f"


def test_a_database_name_cannot_smuggle_sql() -> None:
    with pytest.raises(StoreError, match="not accepted"):
        bootstrap_sql("x; DROP DATABASE zhijian")


def _settings(var: Path, **urls: str) -> Settings:
    absent = dict.fromkeys(("database_url", "owner_url", "worker_url", "audit_url"))
    return Settings(var=var, **{**absent, **urls})


def test_configured_urls_are_taken_all_or_none(tmp_path: Path) -> None:
    given = {"database_url": "a", "owner_url": "o", "worker_url": "w", "audit_url": "u"}
    assert endpoints(_settings(tmp_path, **given)) == Endpoints("o", "a", "w", "u")
    del given["audit_url"], given["owner_url"]
    with pytest.raises(StoreError, match="missing: ZHIJIAN_OWNER_URL, ZHIJIAN_AUDIT_URL"):
        endpoints(_settings(tmp_path, **given))


def test_without_urls_the_embedded_server_starts(place: Path) -> None:
    urls = endpoints(_settings(place))
    assert EmbeddedServer(place / "postgres").status().running
    with psycopg.connect(urls.app) as connection:
        assert connection.execute("SELECT current_user::text").fetchone() == (APP,)


def test_endpoints_keep_passwords_out_of_their_text() -> None:
    assert "secret" not in repr(Endpoints(*["postgresql://zhijian_app:secret@db/zhijian"] * 4))
