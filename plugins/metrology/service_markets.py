"""Markets and the visits on which a station scans the scales of their stalls."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import select

from core.errors import InvalidInput
from core.files.binding import bind
from core.policy.vocabulary import Action
from core.register.events import SiteVisited
from core.register.models import ChangeKind, Enterprise
from core.register.places import readable, require_town, town_of_today
from core.register.service import confirm_change, enter, filled
from core.store.unit import UnitOfWork
from plugins.metrology import errors
from plugins.metrology.models import Instrument, InstrumentStatus
from plugins.metrology.models_checks import Market, MarketCheck, ScaleCheck, ScaleVerdict
from plugins.metrology.service_stops import Sticker, second, stick

MOST: Final = 200
"""Scales of one visit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewMarket:
    """What is known of a market."""

    name: str
    address: str
    stalls: int
    unified_scales: bool = False
    fair_scales: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Scanned:
    """A visit: the numbers that were scanned, and which of them were sealed."""

    market_id: int
    numbers: tuple[str, ...]
    sealed: tuple[str, ...] = ()
    second_officer: str | None = None
    notes: str = ""
    photos: tuple[int, ...] = ()


async def register_market(work: UnitOfWork, enterprise_id: int, new: NewMarket) -> Market:
    """The section enters a market and who runs it."""
    holder = await readable(work, Enterprise, enterprise_id, "enterpriseId")
    town = await town_of_today(work, holder.town_id)
    await require_town(work, town)
    if new.stalls < 1 or new.fair_scales < 0:
        raise InvalidInput("请填写摊位数。", "Say how many stalls.", field="stalls")
    change = await confirm_change(
        work, ChangeKind.DECISION, "metrology", act=Market, action=Action.CONFIRM
    )
    market = Market(
        enterprise_id=holder.id,
        town_id=town,
        name=filled(new.name, "name"),
        address=filled(new.address, "address"),
        stalls=new.stalls,
        unified_scales=new.unified_scales,
        fair_scales=new.fair_scales,
    )
    return await enter(work, market, change)


async def record_check(work: UnitOfWork, scanned: Scanned) -> MarketCheck:
    """Keep a visit: what held, what was overdue, what was sealed; seal it in the register.

    Raises NotFound, InvalidInput (`SECOND_OFFICER`, `NOT_SCANNED`), Conflict (`INSTRUMENT_STATE`).
    """
    work.access.require(work.access.resources[MarketCheck], Action.CREATE)
    market = await readable(work, Market, scanned.market_id, "marketId")
    numbers = _numbers(scanned.numbers)
    found = await _scales(work, market, numbers)
    sealed = {number.strip() for number in scanned.sealed}
    if strange := sealed - {each.number for each in found}:
        raise errors.not_scanned(sorted(strange))
    verdicts = {each.id: _verdict(work, each, sealed) for each in found}
    counts = [sum(v is each for v in verdicts.values()) for each in ScaleVerdict]
    row = MarketCheck(
        enterprise_id=market.enterprise_id,
        town_id=market.town_id,
        market_id=market.id,
        checked_on=work.today,
        checked_by=work.access.actor.account_id or 0,
        second_officer=second(scanned.second_officer) if sealed else scanned.second_officer,
        valid=counts[0],
        overdue=counts[1],
        sealed=counts[2],
        unknown=sorted(set(numbers) - {each.number for each in found}),
        notes=scanned.notes.strip(),
    )
    await work.add(row, Action.CREATE)
    for each in found:
        one = ScaleCheck(
            check_id=row.id,
            instrument_id=each.id,
            enterprise_id=each.enterprise_id,
            town_id=each.town_id,
            verdict=verdicts[each.id],
        )
        await work.entail(one, MarketCheck, Action.CREATE)
    await _seal(work, row, [each for each in found if each.number in sealed], scanned)
    await bind(work, scanned.photos, row, act=MarketCheck, action=Action.CREATE)
    await _told(work, row)
    return row


async def _seal(
    work: UnitOfWork, row: MarketCheck, scales: Sequence[Instrument], scanned: Scanned
) -> None:
    """One stop for each, by one change set of the visit."""
    if not scales:
        return
    change = await confirm_change(work, ChangeKind.PATROL, "metrology", act=MarketCheck)
    sticker = Sticker(because=scanned.notes, second_officer=scanned.second_officer)
    for each in scales:
        await stick(work, each, sticker, change, check_id=row.id)


def _numbers(given: Sequence[str]) -> list[str]:
    numbers = list(dict.fromkeys(each.strip() for each in given if each.strip()))
    if not 0 < len(numbers) <= MOST:
        raise InvalidInput(
            f"一次可扫描 1 至 {MOST} 台。", f"Scan 1 to {MOST} at once.", field="scanned"
        )
    return numbers


async def _scales(work: UnitOfWork, market: Market, numbers: list[str]) -> Sequence[Instrument]:
    """The market's scales among the numbers, locked in order of their keys."""
    wanted = (
        select(Instrument)
        .where(Instrument.market_id == market.id, Instrument.number.in_(numbers))
        .order_by(Instrument.id)
        .with_for_update(of=Instrument)
        .execution_options(populate_existing=True)
    )
    return (await work.session.scalars(wanted)).all()


def _verdict(work: UnitOfWork, scale: Instrument, sealed: set[str]) -> ScaleVerdict:
    if scale.number in sealed:
        return ScaleVerdict.SEALED
    over = scale.valid_to is not None and scale.valid_to < work.today
    in_use = scale.status is InstrumentStatus.IN_USE
    return ScaleVerdict.OVERDUE if over or not in_use else ScaleVerdict.VALID


async def _told(work: UnitOfWork, row: MarketCheck) -> None:
    """Somebody was there: visits that red warnings asked for are done by it."""
    await work.publish(
        SiteVisited(
            resource="metrology:MarketCheck",
            key=row.id,
            on=work.today,
            town_id=row.town_id,
            enterprise_id=row.enterprise_id,
            subsystems=("metrology",),
            account_id=work.access.actor.account_id,
            organisation_id=None,
            passed=not row.sealed and not row.overdue,
        )
    )
