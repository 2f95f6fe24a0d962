"""日管控、周排查、月调度: what a unit writes down, and how it mends what it found."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from core.errors import Conflict, InvalidInput
from core.files.binding import bind
from core.policy.vocabulary import Action
from core.register.models import Enterprise
from core.register.places import readable, town_of_today
from core.register.service import filled
from core.safety_logs.models import ItemState, LogPeriod
from core.safety_logs.rules import advance, require_current, require_mended
from core.store.unit import UnitOfWork
from plugins.special_equipment.models import Equipment, EquipmentType, UseStatus
from plugins.special_equipment.models_safety import RiskItem, SafetyFinding, SafetyLog
from plugins.special_equipment.service_people import duty_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A log: everything on the list was sound but for these."""

    enterprise_id: int
    period: LogPeriod
    day: dt.date
    unsound_ids: tuple[int, ...] = ()
    note: str = ""
    photos: tuple[int, ...] = ()


async def write_log(work: UnitOfWork, written: Written) -> SafetyLog:
    """Write down a day, week or month; what is not sound is open until it is mended.

    Raises NotFound, InvalidInput, Conflict (`LOG_WRITTEN`; `RED_ITEM_OPEN` for a week or month).
    """
    holder = await readable(work, Enterprise, written.enterprise_id, "enterpriseId")
    first, last = require_current(written.period, written.day, work.today)
    if written.period is not LogPeriod.DAILY:
        require_mended(await _open_red(work, holder.id))
    await _require_first(work, holder.id, written.period, first)
    items = await items_for(work, holder.id, written.period)
    unsound = [item for item in items if item.id in written.unsound_ids]
    if len(unsound) < len(set(written.unsound_ids)):
        raise InvalidInput("有项目不在本单位清单中。", "Not on the list.", field="unsoundIds")
    town = await town_of_today(work, holder.town_id)
    row = SafetyLog(
        enterprise_id=holder.id,
        town_id=town,
        period=written.period,
        first_on=first,
        last_on=last,
        summary=written.note.strip(),
        written_at=work.clock.now(),
        written_by=work.access.actor.account_id or 0,
        checked=len(items),
        unsound=len(unsound),
    )
    await work.add(row, Action.SUBMIT)
    what = filled(written.note, "note") if unsound else ""
    for item in unsound:
        await work.entail(_finding(row, item, what, work.today), SafetyLog, Action.SUBMIT)
    duty = await duty_of(work, holder.id, town, SafetyLog, Action.SUBMIT)
    advance(duty, written.period, last)
    await bind(work, written.photos, row, act=SafetyLog, action=Action.SUBMIT)
    return row


async def mend(work: UnitOfWork, key: int, measures: str) -> SafetyFinding:
    """The unit says how it mended an item. Raises Conflict when it is closed."""
    row = await work.fetch(SafetyFinding, key, Action.SUBMIT)
    if row.mended_on is not None:
        raise Conflict("该问题已整改。", "It is mended already.")
    row.measures, row.mended_on = filled(measures, "measures"), work.today
    return row


async def items_for(work: UnitOfWork, enterprise_id: int, period: LogPeriod) -> Sequence[RiskItem]:
    """The list of a unit for a period, by the types of its devices in use."""
    wanted = (
        select(EquipmentType.code)
        .join(Equipment, Equipment.type_id == EquipmentType.id)
        .where(Equipment.enterprise_id == enterprise_id, Equipment.use_status == UseStatus.IN_USE)
    )
    codes = (await work.session.scalars(wanted.distinct())).all()
    rows = select(RiskItem).where(RiskItem.period == period).order_by(RiskItem.id)
    return [
        item
        for item in (await work.session.scalars(rows)).all()
        if item.in_force(work.today)
        and (not item.type_prefix or any(code.startswith(item.type_prefix) for code in codes))
    ]


def _finding(row: SafetyLog, item: RiskItem, what: str, today: dt.date) -> SafetyFinding:
    return SafetyFinding(
        enterprise_id=row.enterprise_id,
        town_id=row.town_id,
        log_id=row.id,
        item_id=item.id,
        state=ItemState.RED if item.red else ItemState.YELLOW,
        what=f"{item.text}：{what}",
        found_on=today,
        version=1,
    )


async def _open_red(work: UnitOfWork, enterprise_id: int) -> Sequence[str]:
    wanted = select(SafetyFinding.what).where(
        SafetyFinding.enterprise_id == enterprise_id,
        SafetyFinding.state == ItemState.RED,
        SafetyFinding.mended_on.is_(None),
    )
    return (await work.session.scalars(wanted.order_by(SafetyFinding.id))).all()


async def _require_first(
    work: UnitOfWork, enterprise_id: int, period: LogPeriod, first: dt.date
) -> None:
    same = select(SafetyLog.id).where(
        SafetyLog.enterprise_id == enterprise_id,
        SafetyLog.period == period,
        SafetyLog.first_on == first,
    )
    if (await work.session.scalars(same)).first() is not None:
        raise Conflict("本期已记录。", "This period is written down already.", code="LOG_WRITTEN")
