"""Exchange for the small world: feeds, batches of every state, records, conflicts and links."""

import datetime as dt

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from plugins.data_exchange.models import (
    BatchState,
    CodeMap,
    ExchangeBatch,
    ExchangeFeed,
    SourceRank,
)
from plugins.data_exchange.models_staging import (
    ExchangeConflict,
    FieldProvenance,
    MasterLink,
    Side,
    StagedRecord,
    StagedState,
)
from plugins.data_exchange.seeds import plant_feeds
from tests.access.people import DAY, TODAY
from tests.fixtures.small_world import World


async def add_exchange(session: AsyncSession, world: World, now: dt.datetime) -> None:
    """A batch of each state, and in the first a record of each state."""
    await plant_feeds(session)
    feed = (await session.scalars(select(ExchangeFeed).order_by(ExchangeFeed.id))).first()
    assert feed is not None
    batches = [
        ExchangeBatch(
            feed_id=feed.id, number=n, name=f"{n}.csv", sha256=f"{n:064}", signed=n == 1,
            contract=1, received_at=now + n * DAY, state=state, total=1, drift=[f"+{state.name}"],
        )
        for n, state in enumerate(BatchState)
    ]  # fmt: skip
    session.add_all(
        (
            *batches,
            CodeMap(feed_id=feed.id, column_name="LICTYPE", theirs="食品许可", ours="SC"),
            SourceRank(record="Licence", field="covers", sources=["bureau", "golden_quality"]),
        )
    )
    await session.flush()
    firms = sorted(world.enterprises.values())
    for n, state in enumerate(StagedState):
        key = f"SC|{n}"
        row = StagedRecord(
            batch_id=batches[0].id, feed_id=feed.id, position=n + 1, natural_key=key,
            payload={"LICNO": str(n)}, mapped={"number": str(n)}, hash=f"{n:032}", revision=n,
            arrived_at=now, state=state, enterprise_id=firms[n % len(firms)],
            held_until=TODAY + n * DAY if state is StagedState.HELD else None,
        )  # fmt: skip
        session.add(row)
        await session.flush()
        session.add_all(
            (
                ExchangeConflict(
                    staged_id=row.id, feed_id=feed.id, field="covers", ours="甲", theirs="乙",
                    ours_source="bureau", theirs_source="golden_quality", because="both_changed",
                    proposal=Side.OURS, due_on=TODAY + n * DAY,
                    side=Side.THEIRS if n % 2 else None,
                ),
                MasterLink(
                    feed_id=feed.id, natural_key=key, revision=n, hash=f"{n:032}", theirs={},
                    ours={}, gone=bool(n % 2), batch_id=batches[0].id, synced_at=now,
                ),
                FieldProvenance(
                    record="Licence", target_id=n, subject=f"licence-{n}", fields=["covers"],
                    source="golden_quality", batch_id=batches[0].id,
                    change_set_id=world.change_id, recorded_at=now,
                ),
            )
        )  # fmt: skip
    await session.flush()
