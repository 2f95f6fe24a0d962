"""日管控、周排查、月调度 of makers: what they write down, and how they mend what they found."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from core.errors import Conflict, InvalidInput
from core.files.binding import bind
from core.policy.vocabulary import Action
from core.register.service import filled
from core.safety_logs.models import ItemState, LogPeriod
from core.safety_logs.rules import require_current, require_mended
from core.store.unit import UnitOfWork
from plugins.food_safety import errors
from plugins.food_safety.models import FoodProducer
from plugins.food_safety.models_logs import FoodLog, FoodLogFinding, FoodLogItem
from plugins.food_safety.service import Asked, fetch, producer_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A log: everything on the list was sound but for these."""

    producer_id: int
    period: LogPeriod
    day: dt.date
    unsound_ids: tuple[int, ...] = ()
    note: str = ""
    photos: tuple[int, ...] = ()


async def write_log(work: UnitOfWork, written: Written) -> FoodLog:
    """Write down a day, week or month; what is not sound is open until it is mended.

    Raises NotFound, InvalidInput, Conflict (`FOOD_LOG_WRITTEN`; `RED_ITEM_OPEN` for a week or
    month).
    """
    producer = await producer_of(work, written.producer_id)
    first, last = require_current(written.period, written.day, work.today)
    if written.period is not LogPeriod.DAILY:
        require_mended(await _open_red(work, producer))
    known = select(FoodLog.id).where(
        FoodLog.producer_id == producer.id,
        FoodLog.period == written.period,
        FoodLog.first_on == first,
    )
    if (await work.session.scalars(known)).first() is not None:
        raise errors.log_written()
    items = [
        item
        for item in (await work.session.scalars(select(FoodLogItem))).all()
        if item.period is written.period and item.in_force(work.today)
    ]
    unsound = [item for item in items if item.id in written.unsound_ids]
    if len(unsound) < len(set(written.unsound_ids)):
        raise InvalidInput("有项目不在清单中。", "Not on the list.", field="unsoundIds")
    row = FoodLog(
        producer_id=producer.id,
        enterprise_id=producer.enterprise_id,
        town_id=producer.town_id,
        period=written.period,
        first_on=first,
        last_on=last,
        summary=written.note.strip(),
        written_at=work.clock.now(),
        written_by=work.access.actor.account_id,
        checked=len(items),
        unsound=len(unsound),
    )
    await work.add(row, Action.SUBMIT)
    what = filled(written.note, "note") if unsound else ""
    for item in unsound:
        finding = FoodLogFinding(
            log_id=row.id,
            item_id=item.id,
            enterprise_id=row.enterprise_id,
            town_id=row.town_id,
            state=ItemState.RED if item.red else ItemState.YELLOW,
            what=f"{item.text}：{what}",
            found_on=work.today,
        )
        await work.entail(finding, FoodLog, Action.SUBMIT)
    await bind(work, written.photos, row, act=FoodLog, action=Action.SUBMIT)
    return row


async def mend(work: UnitOfWork, asked: Asked, measures: str) -> FoodLogFinding:
    """Say how a finding was mended. Raises Conflict where it is mended already."""
    finding = await fetch(work, FoodLogFinding, asked, Action.SUBMIT)
    if finding.mended_on is not None:
        raise Conflict("该问题已整改。", "It is mended already.")
    finding.mended_on, finding.measures = work.today, filled(measures, "measures")
    return finding


async def _open_red(work: UnitOfWork, producer: FoodProducer) -> Sequence[str]:
    wanted = select(FoodLogFinding.what).where(
        FoodLogFinding.enterprise_id == producer.enterprise_id,
        FoodLogFinding.state == ItemState.RED,
        FoodLogFinding.mended_on.is_(None),
    )
    return (await work.session.scalars(wanted.order_by(FoodLogFinding.id))).all()
