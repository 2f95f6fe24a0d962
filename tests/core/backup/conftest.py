"""A bureau with rows, a file, a sealed ledger and an anchor; and one backup of it."""

import asyncio
import itertools
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import asyncpg
import pytest
from sqlalchemy import select

from core.audit.anchors import FILE, AnchorFile
from core.audit.ledger import OperationRecord, commanded
from core.audit.sealer import Sealer
from core.backup.taking import Taken, take
from core.files.depot import FOLDER, Depot
from core.files.models import Attachment
from core.identity.models import Account
from core.settings import Settings
from core.store.addresses import Endpoints
from core.store.engine import Store
from tests.fixtures.clock import TestClock

PICTURE = b"\xff\xd8\xff a picture"
_numbers = itertools.count()


@dataclass
class House:
    """One database with the folder of its files."""

    settings: Settings
    endpoints: Endpoints
    clock: TestClock

    @property
    def depot(self) -> Depot:
        """Where attached files lie."""
        return Depot(self.settings.var_path / FOLDER)

    async def note(self, reason: str) -> None:
        """One more entry of the ledger."""
        store = Store(self.endpoints.app, self.clock)
        try:
            record = OperationRecord("r", "test", "read", "core:Nothing", reason=reason)
            await commanded(store, record, "test@command")
        finally:
            await store.close()

    async def seal(self) -> None:
        """Seal the ledger and anchor its head."""
        anchors = AnchorFile(self.settings.var_path / FILE)
        sealer = Sealer(self.endpoints.audit, self.clock, anchors)
        await sealer.tick()
        await sealer.close()

    async def attach(self, content: bytes) -> str:
        """A file that a row names; gives its digest."""
        digest = self.depot.put(content, self.clock.now().timestamp())
        store = Store(self.endpoints.app, self.clock)
        try:
            async with store.system() as session:
                who = (await session.scalars(select(Account.id).limit(1))).one()
                session.add(_attachment(digest, who, self.clock))
        finally:
            await store.close()
        return digest

    async def fetch(self, sql: str) -> Any:
        """One value, behind every wall."""
        connection = await asyncpg.connect(self.endpoints.owner)
        try:
            await connection.execute("select set_config('zj.reach', 'system', false)")
            return await connection.fetchval(sql)
        finally:
            await connection.close()


def _attachment(digest: str, who: int, clock: TestClock) -> Attachment:
    given = {"sha256": digest, "received_sha256": digest, "media_type": "image/jpeg"}
    return Attachment(
        name=digest[:20],
        size=1,
        file_name="1.jpg",
        uploaded_by=who,
        uploaded_at=clock.now(),
        **given,
    )


def open_house(databases, template, folder: Path) -> House:
    """A copy of the small world in a folder of its own."""
    endpoints = databases.make_database(f"backup_{next(_numbers)}", template)
    settings = Settings(var=folder / "var", _env_file=None)  # type: ignore[call-arg]
    return House(settings, endpoints, TestClock())


async def taken_of(house: House, target: Path) -> Taken:
    """A backup of the house as it is now."""
    return await take(house.settings, house.endpoints.owner, target, house.clock)


@pytest.fixture(scope="module")
def house(databases, template, tmp_path_factory) -> House:
    """One bureau for all tests of a module."""
    opened = open_house(databases, template.name, tmp_path_factory.mktemp("house"))
    asyncio.run(_furnish(opened))
    return opened


async def _furnish(house: House) -> None:
    for reason in ("first", "second", "third"):
        await house.note(reason)
    await house.attach(PICTURE)
    await house.seal()


@pytest.fixture(scope="module")
def backup(house, tmp_path_factory) -> Path:
    """A backup of it, for all tests of a module: copy it before you change it."""
    return asyncio.run(taken_of(house, tmp_path_factory.mktemp("backups"))).folder
