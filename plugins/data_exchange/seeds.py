"""The partners and feeds that a bureau begins with, and the first contract of each feed."""

import csv
import datetime as dt
from pathlib import Path
from typing import Final

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.declarations import Seed
from plugins.data_exchange.models import (
    ExchangeFeed,
    ExchangePartner,
    FeedContract,
    FeedDirection,
    FeedFormat,
)

FOLDER: Final = Path(__file__).parent / "data"
SINCE: Final = dt.date(2014, 1, 1)


def listed(name: str) -> list[dict[str, str]]:
    """The rows of a file of `data/`."""
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


async def plant_feeds(session: AsyncSession) -> None:
    """Plant what is not there yet; what a bureau has changed stays."""
    partners = {row.code: row for row in (await session.scalars(select(ExchangePartner))).all()}
    for row in listed("partners.csv"):
        if row["code"] not in partners:
            made = ExchangePartner(**row, active=True, version=1)
            session.add(made)
            partners[row["code"]] = made
    await session.flush()
    known = select(ExchangeFeed.partner_id, ExchangeFeed.code, ExchangeFeed.direction)
    present = {tuple(row) for row in (await session.execute(known)).all()}
    for row in listed("feeds.csv"):
        partner, direction = partners[row["partner"]], FeedDirection[row["direction"]]
        if (partner.id, row["code"], direction) in present:
            continue
        feed = ExchangeFeed(
            partner_id=partner.id,
            code=row["code"],
            title=row["title"],
            title_en=row["title_en"],
            direction=direction,
            format=FeedFormat[row["format"]],
            every_days=int(row["every_days"]),
        )
        session.add(feed)
        await session.flush()
        session.add(contract_of(feed.id, row))
    await session.flush()


def contract_of(feed_id: int, row: dict[str, str]) -> FeedContract:
    """The first contract of a feed."""
    return FeedContract(
        feed_id=feed_id,
        number=1,
        columns=row["columns"].split(),
        required=row["required"].split(),
        sealed=row["sealed"].split(),
        revision_column=row["revision_column"],
        time_column=row["time_column"],
        act_column=row["act_column"],
        valid_from=SINCE,
    )


SEEDS = [Seed(name="exchange feeds", plant=plant_feeds)]
