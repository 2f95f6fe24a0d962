"""Reports of instruments: by their users, looked at by the station, filed by the branch.

The register is written by `file`; by results of verifications (`service_verification`) and by
stops (`service_stops`).
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import select

from core.declarations import END
from core.errors import InvalidInput, NotFound
from core.files.binding import bind
from core.papers.numbering import next_serial
from core.policy.vocabulary import Action
from core.procedures.models import Matter, MatterState
from core.procedures.service import complete, open_matter
from core.register.models import ChangeKind, ChangeSet, Enterprise
from core.register.places import readable, require_town, town_of_today
from core.register.search_text import search_text
from core.register.service import amend, confirm_change, enter, filled
from core.store.unit import UnitOfWork
from plugins.metrology import errors
from plugins.metrology.events import InstrumentFiled
from plugins.metrology.models import (
    Instrument,
    InstrumentReport,
    InstrumentStatus,
    Purpose,
    ReportKind,
)
from plugins.metrology.models_checks import Market
from plugins.metrology.service_facts import NOTHING_SAID, TEXTS, Facts, require_new
from plugins.metrology.service_law import Law
from plugins.metrology.service_rules import ONE_DAY, due_on, rotate_until

PROCEDURE: Final = "instrument_report"
TITLES: Final = {
    ReportKind.NEW: "新增计量器具",
    ReportKind.IDLE: "计量器具封存",
    ReportKind.RESUME: "计量器具启封",
    ReportKind.SCRAP: "计量器具报废",
}
POSSIBLE_FROM: Final[Mapping[ReportKind, frozenset[InstrumentStatus]]] = {
    ReportKind.IDLE: frozenset({InstrumentStatus.IN_USE}),
    ReportKind.RESUME: frozenset({InstrumentStatus.IDLE}),
    ReportKind.SCRAP: frozenset(InstrumentStatus) - {InstrumentStatus.SCRAPPED},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Filing:
    """What is reported: of a new instrument of a unit, or of a known one."""

    kind: ReportKind
    enterprise_id: int | None = None
    instrument_id: int | None = None
    market_id: int | None = None
    said: Facts = NOTHING_SAID
    photos: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """One step of one matter: of which record, what was found, where it goes."""

    key: int
    findings: str = ""
    to: str | None = None
    photos: tuple[int, ...] = ()
    expected_version: int | None = None


async def report(work: UnitOfWork, filing: Filing) -> InstrumentReport:
    """Report an instrument and open the matter.

    Raises InvalidInput (`SEAL_PHOTO_MISSING`), NotFound, Conflict (`INSTRUMENT_STATE`,
    `INSTRUMENT_KNOWN`, `VERIFY_FIRST`, `REPORTED_ALREADY`).
    """
    row = await (
        _of_new(work, filing) if filing.kind is ReportKind.NEW else _of_known(work, filing)
    )
    await work.add(row, Action.SUBMIT)
    await open_matter(work, row, PROCEDURE, title=f"{TITLES[row.kind]} {row.name}")
    await bind(work, filing.photos, row, act=InstrumentReport, action=Action.SUBMIT)
    return row


async def resubmit(work: UnitOfWork, done: Done, said: Facts) -> InstrumentReport:
    """Report it once more after it was returned, with what has been corrected."""
    row = await _taken(work, done, Action.SUBMIT)
    await _step(work, row, "reported", done, Action.SUBMIT)
    if row.kind is ReportKind.NEW:
        row.declared = {**row.declared, **said.stored()}
        row.name = row.declared["name"]
        await require_new(work, row.declared, row.enterprise_id or 0)
    return row


async def verify(work: UnitOfWork, done: Done) -> InstrumentReport:
    """The station has looked at it: on to the branch, or back with a reason."""
    row = await _taken(work, done, Action.VERIFY)
    if done.to != "reported":
        row.findings = filled(done.findings, "findings")
        if not done.photos:
            raise InvalidInput("请附现场照片。", "Attach a photo taken on site.", field="photos")
    return await _step(work, row, "verified", done, Action.VERIFY)


async def file(work: UnitOfWork, done: Done) -> InstrumentReport:
    """The branch files it: the register changes with it. Raises what `report` does, and Denied."""
    row = await _taken(work, done, Action.CONFIRM)
    await complete(work, row, "filed", outcome="FILED")
    change = await confirm_change(
        work, ChangeKind.DECLARATION, "metrology", act=InstrumentReport, action=Action.CONFIRM
    )
    if row.instrument_id is None:
        instrument = await _enter(work, row, change)
        row.instrument_id = instrument.id
    else:
        instrument = await locked(work, row.instrument_id)
        _require_possible(work, row.kind, instrument)
        await amend(work, instrument, change, **_status(row.kind, row.filed_on))
    await work.publish(
        InstrumentFiled(
            instrument_id=instrument.id,
            kind=row.kind,
            enterprise_id=instrument.enterprise_id,
            town_id=instrument.town_id,
        )
    )
    return row


async def refuse(work: UnitOfWork, done: Done) -> InstrumentReport:
    """The branch does not file it, for the reason that the work states; the matter ends."""
    filled(work.reason, "reason")
    row = await _taken(work, done, Action.CONFIRM)
    await complete(work, row, "filed", to=END, outcome="REFUSED")
    return row


async def locked(work: UnitOfWork, key: int, field: str = "instrumentId") -> Instrument:
    """An instrument that the actor may read, locked. Raises NotFound at `field`."""
    wanted = select(Instrument).where(Instrument.id == key).with_for_update(of=Instrument)
    wanted = wanted.execution_options(populate_existing=True)
    if (found := (await work.session.scalars(wanted)).first()) is None:
        raise NotFound(field=field)
    return found


async def _of_new(work: UnitOfWork, filing: Filing) -> InstrumentReport:
    declared = filing.said.stored()
    holder_id, town_id = filing.enterprise_id, None
    if filing.market_id is not None:
        market = await readable(work, Market, filing.market_id, "marketId")
        holder_id, town_id = holder_id or market.enterprise_id, market.town_id
        declared["market_id"] = market.id
    holder = await readable(work, Enterprise, holder_id or 0, "enterpriseId")
    await require_new(work, declared, holder.id)
    town = await town_of_today(work, town_id or holder.town_id)
    await require_town(work, town)
    return _row(work, filing.kind, declared, name=declared["name"], place=(holder.id, town))


async def _of_known(work: UnitOfWork, filing: Filing) -> InstrumentReport:
    instrument = await locked(work, filing.instrument_id or 0)
    _require_possible(work, filing.kind, instrument)
    if filing.kind is ReportKind.IDLE and not filing.photos:
        raise errors.seal_photo_missing()
    if filing.kind is ReportKind.SCRAP:
        filled(work.reason, "reason")
    same = (
        select(InstrumentReport.id)
        .join(Matter, Matter.id == InstrumentReport.matter_id)
        .where(InstrumentReport.instrument_id == instrument.id, Matter.state == MatterState.OPEN)
    )
    if (await work.session.scalars(same.limit(1))).first() is not None:
        raise errors.reported_already()
    place = (instrument.enterprise_id, instrument.town_id)
    row = _row(work, filing.kind, {}, name=instrument.name, place=place)
    row.instrument_id = instrument.id
    return row


def _row(
    work: UnitOfWork,
    kind: ReportKind,
    declared: dict[str, Any],
    *,
    name: str,
    place: tuple[int, int],
) -> InstrumentReport:
    """The report; `place`: user and town."""
    return InstrumentReport(
        kind=kind,
        enterprise_id=place[0],
        town_id=place[1],
        organisation_ids=[],
        name=name,
        declared=declared,
        because=work.reason,
        filed_on=work.today,
        version=1,
    )


def _require_possible(work: UnitOfWork, kind: ReportKind, instrument: Instrument) -> None:
    if instrument.status not in POSSIBLE_FROM[kind]:
        raise errors.wrong_state(instrument.status)
    if kind is ReportKind.RESUME:
        over = instrument.valid_to is not None and instrument.valid_to < work.today
        if over or instrument.last_verified_on is None or instrument.failed_on is not None:
            raise errors.verify_first(instrument.valid_to)


async def _enter(work: UnitOfWork, row: InstrumentReport, change: ChangeSet) -> Instrument:
    """A new instrument as reported; never verified, it is overdue from the day before."""
    said = row.declared
    await require_new(work, said, row.enterprise_id or 0)
    law = await Law.read(work)
    category = law.category(said["category_code"], work.today)
    installed = dt.date.fromisoformat(said["installed_on"])
    serial = await next_serial(work, "instrument", "XS", work.today.year)
    rotate_by = rotate_until(law.rule(category.id, work.today), installed)
    number = f"JL{work.today.year}{serial:06}"
    holder = await readable(work, Enterprise, row.enterprise_id or 0, "enterpriseId")
    instrument = Instrument(
        enterprise_id=holder.id,
        town_id=row.town_id,
        number=number,
        category_id=category.id,
        market_id=said.get("market_id"),
        name=said["name"],
        serial=said["serial"],
        place=said["place"],
        purpose=Purpose[said["purpose"]],
        status=InstrumentStatus.IN_USE,
        installed_on=installed,
        valid_to=work.today - ONE_DAY,
        rotate_by=rotate_by,
        due_on=due_on(work.today - ONE_DAY, rotate_by),
        search_text=search_text(said["name"], holder.name, number, said["serial"]),
        **{name: said.get(name) for name in TEXTS},
    )
    return await enter(work, instrument, change)


def _status(kind: ReportKind, on: dt.date) -> dict[str, Any]:
    match kind:
        case ReportKind.IDLE:
            return {"status": InstrumentStatus.IDLE, "idle_on": on}
        case ReportKind.RESUME:
            return {"status": InstrumentStatus.IN_USE, "idle_on": None, "stopped_on": None}
    return {"status": InstrumentStatus.SCRAPPED}


async def _taken(work: UnitOfWork, done: Done, action: Action) -> InstrumentReport:
    return await work.fetch(
        InstrumentReport, done.key, action, expected_version=done.expected_version
    )


async def _step(
    work: UnitOfWork, row: InstrumentReport, name: str, done: Done, action: Action
) -> InstrumentReport:
    await complete(work, row, name, to=done.to)
    await bind(work, done.photos, row, act=InstrumentReport, action=action)
    return row
