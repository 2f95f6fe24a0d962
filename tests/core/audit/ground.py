"""What the tests of the ledger stand on: a database with its tables, three actors."""

import datetime as dt
from collections.abc import Iterable
from pathlib import Path
from types import MappingProxyType

import asyncpg
from sqlalchemy import MetaData, create_engine
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Mapped, mapped_column, registry

from core.audit.models import LedgerEntry, LedgerSeal
from core.audit.sealer import connect_to_ledger
from core.policy.access import ANONYMOUS, Access, Actor, Duty
from core.policy.rules import Cell, DecisionTable, Role
from core.policy.vocabulary import Action, Effect, Scope, Tier
from core.store.addresses import Endpoints
from core.store.base import NAMES, Base, Key
from core.store.freshness_models import TopicVersion
from core.store.grants import grants
from core.store.personal import Personal, Sealed
from core.store.wall import policies

ROLES = {
    "town.quality_officer": Role("town.quality_officer", Tier.TOWN, "质监员", "Quality officer"),
    "officers.audit": Role("officers.audit", Tier.OFFICER, "审计管理员", "Audit officer"),
    "public": Role("public", Tier.PUBLIC, "公众", "The public"),
}


class Ground(Base):
    """A base of its own, so that no other test meets the table below."""

    __abstract__ = True
    metadata = MetaData(naming_convention=NAMES)
    _sa_registry = registry(metadata=metadata, type_annotation_map=Base.type_annotation_map)


class Hint(Ground):
    """Something that a town officer writes down."""

    __tablename__ = "hint"
    __scope__ = MappingProxyType({"divisions": "division_id"})

    id: Mapped[Key]
    division_id: Mapped[int]
    title: Mapped[str]
    phone: Mapped[Sealed | None] = mapped_column(Personal("phone"))


MODELS = (LedgerEntry, LedgerSeal, TopicVersion, Hint)
RESOURCES = {Hint: "town:Hint", LedgerEntry: "core:LedgerEntry"}


def rebuild(endpoints: Endpoints, models: Iterable[type[Base]] = MODELS) -> None:
    """Drop what is there and create the tables as their owner, with wall and rights."""
    models = tuple(models)
    engine = create_engine(make_url(endpoints.owner).set(drivername="postgresql+psycopg"))
    with engine.begin() as connection:
        listed = "select string_agg(tablename, ',') from pg_tables where schemaname = 'public'"
        if found := connection.exec_driver_sql(listed).scalar_one():
            connection.exec_driver_sql(f"drop table {found}")
        for model in models:
            model.__table__.create(connection)
        for statement in (*policies(models), *grants(models)):
            connection.exec_driver_sql(statement)
    engine.dispose()


def access_of(actor: Actor, scope: Scope = Scope.DIVISIONS) -> Access:
    """The actor's rights under policy version 7: everything on hints and on the ledger."""
    words = (Action.READ, Action.CREATE, Action.UPDATE)
    cells = {
        (duty.role, resource, str(action)): Cell(
            Effect.ALLOW, frozenset({scope if resource == "town:Hint" else reading}), ()
        )
        for duty in actor.duties
        for resource in RESOURCES.values()
        for action in words
        for reading in [Scope.ALL if ROLES[duty.role].tier is Tier.OFFICER else Scope.ASSIGNED]
    }
    table = DecisionTable(7, "digest", cells, ROLES)
    return Access(actor, table, RESOURCES, dt.date(2026, 3, 2))


def town_officer(account: int = 41, division: int = 3) -> Access:
    """Somebody of one town."""
    duty = Duty("town.quality_officer", 900, (division,))
    return access_of(Actor(account, f"u{account}", "王某", (duty,)))


AUDITOR = access_of(Actor(77, "u77", "审计", (Duty("officers.audit", 1),)))
NOBODY = access_of(ANONYMOUS)


async def owner_of(endpoints: Endpoints) -> "asyncpg.Connection":
    """A connection of the database's owner, who takes the wall down first."""
    connection = await asyncpg.connect(endpoints.owner)
    for table in ("ledger_entry", "ledger_seal", "hint"):
        await connection.execute(f"alter table {table} no force row level security")
    return connection


async def entries(endpoints: Endpoints) -> list[asyncpg.Record]:
    """All of the ledger, in order."""
    return await _rows(endpoints, "select * from ledger_entry order by id")


async def seals(endpoints: Endpoints) -> list[asyncpg.Record]:
    """All of the chain, in order."""
    return await _rows(endpoints, "select * from ledger_seal order by sequence")


def anchors_in(folder: Path) -> Path:
    """Where the anchors of a test go."""
    return folder / "anchors" / "anchors.jsonl"


async def _rows(endpoints: Endpoints, sql: str) -> list[asyncpg.Record]:
    connection = await connect_to_ledger(endpoints.audit)
    try:
        return await connection.fetch(sql)
    finally:
        await connection.close()
