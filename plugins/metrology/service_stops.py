"""Stopping what failed, its repair, and lifting the stop once it has passed again."""

from dataclasses import dataclass
from typing import Final

from core.declarations import END
from core.files.binding import bind
from core.policy.vocabulary import Action
from core.procedures.service import complete, open_matter
from core.register.models import ChangeKind, ChangeSet
from core.register.service import amend, confirm_change, filled
from core.store.unit import UnitOfWork
from plugins.metrology import errors
from plugins.metrology.models import Instrument, InstrumentStatus, InstrumentStop
from plugins.metrology.service import Done, locked

PROCEDURE: Final = "instrument_stop"
STOPPABLE: Final = (InstrumentStatus.IN_USE, InstrumentStatus.IDLE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sticker:
    """A stop on the spot: why, by whom besides the actor, and what it looks like."""

    because: str
    second_officer: str | None
    photos: tuple[int, ...] = ()


async def stop(work: UnitOfWork, instrument_id: int, sticker: Sticker) -> InstrumentStop:
    """Two officers stick it: it must not be used. Raises InvalidInput (`SECOND_OFFICER`)."""
    instrument = await locked(work, instrument_id)
    change = await confirm_change(work, ChangeKind.DECISION, "metrology", act=InstrumentStop)
    row = await stick(work, instrument, sticker, change)
    await bind(work, sticker.photos, row, act=InstrumentStop, action=Action.CREATE)
    return row


async def stick(
    work: UnitOfWork,
    instrument: Instrument,
    sticker: Sticker,
    change: ChangeSet,
    check_id: int | None = None,
) -> InstrumentStop:
    """One stop, with its matter at the user, by a change set of the act."""
    if instrument.status not in STOPPABLE:
        raise errors.wrong_state(instrument.status)
    row = InstrumentStop(
        enterprise_id=instrument.enterprise_id,
        town_id=instrument.town_id,
        organisation_ids=[],
        instrument_id=instrument.id,
        check_id=check_id,
        because=filled(sticker.because, "reason"),
        second_officer=second(sticker.second_officer),
        stopped_on=work.today,
        version=1,
    )
    await work.add(row, Action.CREATE)
    await open_matter(work, row, PROCEDURE, title=f"计量器具停用 {instrument.name}")
    status = InstrumentStatus.STOPPED
    await amend(work, instrument, change, status=status, stopped_on=work.today)
    return row


def second(name: str | None) -> str:
    """The other officer's name. Raises InvalidInput (`SECOND_OFFICER`) without one."""
    if not (stripped := (name or "").strip()):
        raise errors.second_officer_missing()
    return stripped


async def report_repair(work: UnitOfWork, done: Done) -> InstrumentStop:
    """The user says what was repaired; then it is verified again."""
    row = await work.fetch(
        InstrumentStop, done.key, Action.SUBMIT, expected_version=done.expected_version
    )
    await complete(work, row, "repaired")
    row.repair = filled(done.findings, "repair")
    await bind(work, done.photos, row, act=InstrumentStop, action=Action.SUBMIT)
    return row


async def lift(work: UnitOfWork, done: Done) -> InstrumentStop:
    """Take the sticker off, or send it back to be repaired with a reason.

    Raises Conflict (`NOT_REVERIFIED`) unless it has passed since it was stopped.
    """
    row = await work.fetch(
        InstrumentStop, done.key, Action.REVIEW, expected_version=done.expected_version
    )
    if done.to == "repaired":
        await complete(work, row, "lifted", to=done.to)
        return row
    instrument = await locked(work, row.instrument_id)
    passed, scrapped = instrument.last_verified_on, instrument.status is InstrumentStatus.SCRAPPED
    failed = instrument.failed_on is not None or passed is None or passed < row.stopped_on
    if failed and not scrapped:
        raise errors.not_reverified()
    await complete(work, row, "lifted", to=END, outcome="SCRAPPED" if scrapped else "LIFTED")
    row.lifted_on = work.today
    if instrument.status is InstrumentStatus.STOPPED:
        change = await confirm_change(
            work, ChangeKind.DECISION, "metrology", act=InstrumentStop, action=Action.REVIEW
        )
        status = InstrumentStatus.IN_USE
        await amend(work, instrument, change, status=status, stopped_on=None)
    return row
