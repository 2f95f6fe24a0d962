"""Figure: a whole declaration (enterprise, town, branch) beside its own statements, sent bare.

The chain runs through GraphQL, as three people, on one copy of the demonstration. What it sends to
the database is written down, and sent once more, statement by statement and commit by commit, by a
bare driver on another copy that began alike: that is what the same chain costs without us.
"""

import asyncio
import datetime as dt
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from io import BytesIO
from typing import Any

import asyncpg
import orjson
from PIL import Image
from sqlalchemy import event, select

from bench.ground import Ground
from bench.report import Report
from bench.samples import Samples
from bench.serving import fill
from core.app import Application, load_plugins
from core.audit.ledger import OperationRecord
from core.clock import SystemClock, business_date
from core.files.depot import Depot
from core.files.intake import Intake, Received
from core.identity.models import Account
from core.policy.access import Access
from core.postgres.bootstrap import database_rights_sql
from core.register.models import Enterprise
from core.settings import Settings
from core.store.addresses import OWNER, Endpoints
from core.store.personal import load_key, unlock
from schema.assembly import assemble
from schema.execution import Ask
from schema.ids import global_id

CHAINS, WARM_UP = 60, 5
ENTERPRISE, BRANCH = "enterprise-manager-equipment-1", "branch-special-equipment-clerk"
DECLARED = "equipmentDeclaration { id }"
ERRORS = "userErrors { code message }"
DATABASES = ("bench_chain", "bench_chain_bare")


@dataclass
class Recording:
    """Transactions as the application sent them: each a list of (statement, parameters)."""

    transactions: list[list[tuple[str, Sequence[Any]]]] = field(default_factory=list)

    def begin(self, _connection: Any) -> None:
        """A transaction begins."""
        self.transactions.append([])

    def sent(self, *told: Any) -> None:
        """A statement was sent: connection, cursor, statement, parameters, ..."""
        _, _, statement, parameters, _, many = told
        for each in parameters if many else (parameters,):
            self.transactions[-1].append((statement, each))


@dataclass(frozen=True)
class Chain:
    """Three people and one enterprise, of an application over a copy of the demonstration."""

    application: Application
    enterprise: str
    people: Mapping[str, Access]
    photos: Sequence[str] = ()
    """Of the site, one for each chain, uploaded by the town before anything is measured."""

    async def run(self, number: int) -> float:
        """One declaration from filing to the register. Gives its seconds."""
        started = time.perf_counter()
        declared = await self._do("enterprise", "declareNewEquipment", _device(self, number))
        step = {"declarationId": declared}
        seen = {"result": "PASSED", "findings": "属实", "photos": [self.photos[number]]}
        await self._do("town", "verifyDeclaration", {**step, **seen})
        await self._do("branch", "confirmDeclaration", step)
        return time.perf_counter() - started

    async def _do(self, who: str, name: str, given: dict[str, Any]) -> str:
        type_ = f"{name[0].upper()}{name[1:]}Input!"
        text = f"mutation($i: {type_}) {{ {name}(input: $i) {{ {ERRORS} {DECLARED} }} }}"
        ask = Ask(access=self.people[who], text=text, variables={"i": given})
        payload = orjson.loads((await self.application.answer(ask)).body)["data"][name]
        if payload["userErrors"]:
            raise RuntimeError(f"{name}: {payload['userErrors']}")
        return str(payload["equipmentDeclaration"]["id"])


def run(report: Report, ground: Ground) -> None:
    """Make the two copies, measure, and drop them again."""
    fill(ground)
    ours, bare = DATABASES
    try:
        endpoints = _copy(ground, ours, "zhijian")
        photos = asyncio.run(_upload(ground, endpoints))
        alike = _copy(ground, bare, ours)
        asyncio.run(_run(report, ground, (endpoints, alike), photos))
    finally:
        for name in DATABASES:
            ground.drop(name)


def _copy(ground: Ground, name: str, template: str) -> Endpoints:
    ground.server.start()
    create = f"CREATE DATABASE {name} OWNER {OWNER} TEMPLATE {template};\n"
    ground.server.administer(create + database_rights_sql(name))
    sockets = ground.server.status().sockets
    if sockets is None:
        raise RuntimeError("the server of the benchmarks has no sockets")
    return Endpoints.local(sockets, name)


@asynccontextmanager
async def _application(ground: Ground, endpoints: Endpoints) -> AsyncIterator[Application]:
    settings = Settings(var=ground.var, _env_file=None)  # type: ignore[call-arg]
    unlock(load_key(settings.var_path))
    application = Application(settings, assemble(load_plugins(settings)), endpoints, SystemClock())
    application.executor.spend = lambda *_: None
    await application.start()
    try:
        yield application
    finally:
        await application.stop()


async def _upload(ground: Ground, endpoints: Endpoints) -> list[str]:
    """The town's photos: their global ids."""
    file = BytesIO()
    Image.new("RGB", (64, 48), "gray").save(file, "JPEG")
    operation = OperationRecord("bench", "upload", "create", "core:Attachment")
    async with _application(ground, endpoints) as application:
        town = (await _people(application)).people["town"]
        intake = Intake(application.store, Depot(ground.var / "files"), str)
        kept = [
            await intake.take(town, operation, Received(content=file.getvalue()))
            for _ in range(WARM_UP + CHAINS)
        ]
    return [global_id("Attachment", row.id) for row in kept]


async def _run(
    report: Report, ground: Ground, endpoints: tuple[Endpoints, Endpoints], photos: list[str]
) -> None:
    ours, bare = endpoints
    recording = Recording()
    async with _application(ground, ours) as application:
        engine = application.store.engine.sync_engine
        event.listen(engine, "begin", recording.begin)
        event.listen(engine, "before_cursor_execute", recording.sent)
        chain = replace(await _people(application), photos=photos)
        recording.transactions.clear()
        took = [await chain.run(number) for number in range(WARM_UP + CHAINS)][WARM_UP:]
    alone = await _replay(bare, recording.transactions)
    _tell(report, took, alone, recording)


async def _people(application: Application) -> Chain:
    """The manager of an equipment unit, the quality officer of its town, a clerk of the section."""
    async with application.store.system() as session:
        manager = (
            await session.execute(select(Account).where(Account.username == ENTERPRISE))
        ).scalar_one()
        firm = await session.get_one(Enterprise, manager.enterprise_id)
        accounts = dict((await session.execute(select(Account.username, Account.id))).all())
    officers = [key for name, key in accounts.items() if name.startswith("town-quality-officer")]
    actors = await application.actors.of_accounts([*officers, manager.id, accounts[BRANCH]])
    held = {
        "enterprise": next(a for a in actors if a.account_id == manager.id),
        "branch": next(a for a in actors if a.account_id == accounts[BRANCH]),
        "town": next(
            a
            for a in actors
            if a.account_id in officers and any(firm.town_id in d.divisions for d in a.duties)
        ),
    }
    people = {who: application.access_of(actor) for who, actor in held.items()}
    return Chain(application, global_id("Enterprise", firm.id), people)


def _device(chain: Chain, number: int) -> dict[str, Any]:
    accepted = business_date(SystemClock()) - dt.timedelta(days=40)
    return {
        "enterpriseId": chain.enterprise,
        "typeCode": "3110",
        "name": f"{number} 号客梯",
        "equipmentCode": f"3110B1023{accepted.year}{number:05}",
        "acceptedOn": accepted.isoformat(),
        "place": f"{number} 号楼",
        "placeKind": "FACTORY",
        "clientMutationId": f"bench-{number}",
    }


async def _replay(endpoints: Endpoints, transactions: list[Any]) -> list[float]:
    """Send what was recorded, transaction by transaction; the seconds of each chain."""
    connection = await asyncpg.connect(
        endpoints.app, server_settings={"search_path": "public", "timezone": "UTC"}
    )
    share = len(transactions) // (WARM_UP + CHAINS)
    took = []
    try:
        for first in range(0, share * (WARM_UP + CHAINS), share):
            started = time.perf_counter()
            for statements in transactions[first : first + share]:
                async with connection.transaction():
                    for statement, parameters in statements:
                        await connection.fetch(statement, *parameters)
            took.append(time.perf_counter() - started)
    finally:
        await connection.close()
    return took[WARM_UP:]


def _tell(report: Report, ours: list[float], bare: list[float], recording: Recording) -> None:
    sent = sum(len(each) for each in recording.transactions) / (WARM_UP + CHAINS)
    note = f"declare, verify, confirm: {sent:.0f} statements in three mutations"
    mine, alone = Samples.of(ours).scaled(1000), Samples.of(bare).scaled(1000)
    report.add("chain", mine, "ms", note=note)
    report.add("chain_p99", Samples.of([_p99(mine)]), "ms", note=f"of {len(ours)} chains")
    report.add(
        "chain_per_second", Samples.of([1000 / mine.median]), "1/s", note="one after another"
    )
    report.add("chain_bare", alone, "ms", note="the same statements and commits by a bare driver")
    report.add("chain_bare_p99", Samples.of([_p99(alone)]), "ms")
    ratio = mine.median / alone.median
    report.add("chain_ratio", Samples.of([ratio]), "of bare", note="chain / chain_bare")


def _p99(samples: Samples) -> float:
    ordered = sorted(samples.values)
    return ordered[min(len(ordered) - 1, int(0.99 * len(ordered)))]
