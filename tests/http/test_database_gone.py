"""The database is full, gone or cut off: each is a clear code, and nothing is half done."""

import tempfile
from pathlib import Path

import asyncpg
import pytest
from sqlalchemy.exc import DBAPIError

from core.store.addresses import Endpoints
from schema.database_errors import typed
from tests.fixtures.bureau import open_bureau

ASKED = "{ enterprises { totalCount } }"


class Refusing(Exception):
    """What the driver says, with its SQLSTATE."""

    def __init__(self, sqlstate: str) -> None:
        super().__init__(sqlstate)
        self.sqlstate = sqlstate


LOST = DBAPIError("commit", {}, Refusing("08006"), connection_invalidated=True)


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (DBAPIError("insert", {}, Refusing("53100")), "DISK_FULL"),
        (DBAPIError("insert", {}, Refusing("57P01")), "DATABASE_AWAY"),
        (
            DBAPIError("commit", {}, Refusing("08006"), connection_invalidated=True),
            "CONNECTION_LOST",
        ),
        (asyncpg.CannotConnectNowError("starting"), "DATABASE_AWAY"),
        (asyncpg.TooManyConnectionsError("too many"), "DATABASE_AWAY"),
        (ConnectionRefusedError(111, "refused"), "DATABASE_AWAY"),
        (FileNotFoundError(2, "no socket"), "DATABASE_AWAY"),
    ],
)
def test_each_trouble_has_its_code(error, code):
    known = typed(error)
    assert known is not None
    assert known.stable_code == code


def test_a_file_of_ours_that_is_missing_is_no_database():
    """Negative control: the same class, another cause."""
    assert typed(FileNotFoundError(2, "gone", "/srv/files/ab")) is None
    assert typed(ValueError("x")) is None


class Linked:
    """Databases that are reached through a link, which can be taken away."""

    def __init__(self, databases, link) -> None:
        self.databases, self.link = databases, link
        link.symlink_to(databases.sockets)

    def make_database(self, name, template):
        """A database behind the link."""
        self.databases.make_database(name, template)
        return Endpoints.local(self.link, name)

    def drop_database(self, name):
        """Likewise."""
        self.databases.drop_database(name)

    def cut(self, name):
        """Nobody gets a new connection, and everybody loses theirs."""
        self.link.unlink()
        self.databases._server.administer(
            f"select pg_terminate_backend(pid) from pg_stat_activity where datname = '{name}'"
        )

    def mend(self):
        """It is back."""
        self.link.symlink_to(self.databases.sockets)


async def test_a_bureau_without_its_database_says_so_and_goes_on_after(databases, template):
    """Taken away under a serving bureau: nobody gets a bare 500, and no restart is needed."""
    with tempfile.TemporaryDirectory() as folder:
        linked = Linked(databases, Path(folder) / "s")
        async with open_bureau(linked, template) as bureau:
            caller = bureau.as_tier("branch")
            before = await caller.ask(ASKED)
            linked.cut(bureau.endpoints.app.rpartition("?")[0].rpartition("/")[2])
            for _ in range(3):
                answer = await caller.post(ASKED)
                told = answer.json()["errors"][0]["extensions"]["code"]
                assert told in {"DATABASE_AWAY", "CONNECTION_LOST"}, answer.text
            linked.mend()
            assert await caller.ask(ASKED) == before
