"""A feed with all that it takes to read and match it; receiving a batch, once."""

import datetime as dt
import hashlib
import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.errors import NotFound
from core.exchange_declarations import ExchangeMapping
from core.jobs.queue import enqueue
from core.policy.vocabulary import Action
from core.register.places import readable
from core.store.unit import UnitOfWork
from plugins.data_exchange import errors
from plugins.data_exchange.models import (
    BatchState,
    CodeMap,
    ExchangeBatch,
    ExchangeFeed,
    ExchangeFile,
    ExchangePartner,
    FeedContract,
    FeedDirection,
)
from plugins.data_exchange.service_formats import closed
from plugins.data_exchange.service_reading import Reader, Steering

Mappings = Iterable[tuple[str, ExchangeMapping]]
STAGE: Final = "data_exchange.stage"
UNSIGNED: Final = "签名不符或缺失\nThe signature is missing or wrong"


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedWork:
    """One feed, ready to work on."""

    feed: ExchangeFeed
    partner: ExchangePartner
    contract: FeedContract
    mapping: ExchangeMapping
    reader: Reader


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """What a partner hands over: the bytes, and what it says about them."""

    content: bytes
    name: str
    number: int | None = None
    sent_at: dt.datetime | None = None
    declared: int | None = None
    signature: str = ""


def mapping_of(mappings: Mappings, partner: str, feed: str) -> ExchangeMapping | None:
    """The mapping that a subsystem has declared for a feed."""
    found = (each for _, each in mappings if (each.partner, each.feed) == (partner, feed))
    return next(found, None)


async def feed_work(session: AsyncSession, feed_id: int, mappings: Mappings) -> FeedWork:
    """The feed with partner, contract in force, mapping and codes. Raises NotFound."""
    feed = await session.get(ExchangeFeed, feed_id)
    if feed is None:
        raise NotFound(field="feedId")
    partner = await session.get_one(ExchangePartner, feed.partner_id)
    mapping = mapping_of(mappings, partner.code, feed.code)
    if mapping is None:
        raise errors.no_feed()
    wanted = select(FeedContract).where(
        FeedContract.feed_id == feed_id, FeedContract.number == feed.contract
    )
    contract = (await session.scalars(wanted)).one()
    codes: dict[str, dict[str, str]] = {}
    known = select(CodeMap).where(CodeMap.feed_id == feed_id)
    for row in (await session.scalars(known)).all():
        codes.setdefault(row.column_name, {})[row.theirs] = row.ours
    steering = Steering(
        revision_column=contract.revision_column,
        time_column=contract.time_column,
        act_column=contract.act_column,
        sealed=tuple(contract.sealed),
    )
    reader = Reader(mapping, steering, codes)
    return FeedWork(feed=feed, partner=partner, contract=contract, mapping=mapping, reader=reader)


def batch_of(
    feed: ExchangeFeed, partner: ExchangePartner, given: Delivery, now: dt.datetime
) -> ExchangeBatch:
    """A batch as it is received; rejected at once where its signature is not the partner's."""
    secret = None if partner.secret is None else partner.secret.clear()
    signed = secret is not None and hmac.compare_digest(
        hmac.new(secret.encode(), given.content, hashlib.sha256).hexdigest().encode(),
        given.signature.encode(),
    )
    refused = secret is not None and not signed
    return ExchangeBatch(
        feed_id=feed.id,
        number=given.number,
        name=given.name,
        sha256=hashlib.sha256(given.content).hexdigest(),
        signed=signed,
        contract=feed.contract,
        sent_at=given.sent_at,
        received_at=now,
        received_by=None,
        state=BatchState.REJECTED if refused else BatchState.RECEIVED,
        declared=given.declared,
        fault=UNSIGNED if refused else "",
        times=1,
        total=0,
        dead=0,
        drift=[],
        outcome="",
        version=1,
    )


async def receive(work: UnitOfWork, feed_id: int, given: Delivery) -> ExchangeBatch:
    """Take a batch in; staging follows as a job. The same file again changes nothing.

    Raises NotFound, InvalidInput, Denied.
    """
    feed = await readable(work, ExchangeFeed, feed_id, "feedId")
    if feed.direction is not FeedDirection.INBOUND:
        raise errors.no_feed()
    partner = await work.session.get_one(ExchangePartner, feed.partner_id)
    batch = batch_of(feed, partner, given, work.clock.now())
    known = select(ExchangeBatch.id).where(
        ExchangeBatch.feed_id == feed.id, ExchangeBatch.sha256 == batch.sha256
    )
    if (key := (await work.session.scalars(known)).first()) is not None:
        again = await work.fetch(ExchangeBatch, key, Action.CREATE)
        again.times += 1
        return again
    batch.received_by = work.access.actor.account_id
    await work.add(batch, Action.CREATE)
    kept = ExchangeFile(id=batch.id, content=closed(given.content))
    await work.entail(kept, ExchangeBatch, Action.CREATE)
    if batch.state is BatchState.RECEIVED:
        await enqueue(work, STAGE, {"batch": batch.id}, lock=f"exchange:{feed.id}")
    return batch
