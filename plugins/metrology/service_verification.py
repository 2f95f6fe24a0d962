"""Applying for verification, the body's clock, and results, however they arrive."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import select

from core.declarations import END
from core.errors import InvalidInput, NotFound
from core.files.binding import bind
from core.policy.vocabulary import Action
from core.procedures.service import complete, matter_of, open_matter
from core.register.models import ChangeKind, ChangeSet
from core.register.service import amend, confirm_change, filled
from core.store.unit import UnitOfWork
from plugins.metrology import errors
from plugins.metrology.events import InstrumentVerified
from plugins.metrology.models import (
    Instrument,
    InstrumentStatus,
    Verification,
    VerificationApplication,
    VerificationMode,
    VerificationOutcome,
    VerificationPlace,
)
from plugins.metrology.service import Done, locked
from plugins.metrology.service_law import Law
from plugins.metrology.service_rules import ONE_DAY, due_on, valid_until

PROCEDURE: Final = "instrument_verification"
MOST: Final = 200
"""Instruments of one visit."""
STEP_OF: Final = {
    VerificationPlace.ON_SITE: "on_site",
    VerificationPlace.LABORATORY: "in_laboratory",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Applied:
    """One visit or delivery for some instruments of one user."""

    instrument_ids: tuple[int, ...]
    body_id: int
    place: VerificationPlace
    wanted_on: dt.date | None = None
    photos: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """A certificate, or a notice that it failed. `valid_to`: by the regulation when None."""

    body_id: int
    certificate_no: str
    verified_on: dt.date
    result: VerificationOutcome
    valid_to: dt.date | None = None
    findings: str = ""
    exempted_yuan: int = 0


async def apply(work: UnitOfWork, applied: Applied) -> VerificationApplication:
    """Apply once for all of them, and open the matter.

    Raises NotFound, InvalidInput (`BODY_NOT_AUTHORISED`), Conflict (`APPLIED_ALREADY`,
    `INSTRUMENT_STATE`).
    """
    instruments = await _applied_for(work, applied)
    first, law = instruments[0], await Law.read(work)
    for each in instruments:
        law.require_body(applied.body_id, each.category_id, work.today)
    row = VerificationApplication(
        enterprise_id=first.enterprise_id,
        town_id=first.town_id,
        organisation_ids=[],
        body_id=applied.body_id,
        place=applied.place,
        applied_on=work.today,
        wanted_on=applied.wanted_on,
        version=1,
    )
    await work.add(row, Action.SUBMIT)
    title = f"检定申请 {first.name}" + (f"等{len(instruments)}台件" if instruments[1:] else "")
    await open_matter(work, row, PROCEDURE, title=title)
    for each in instruments:
        await work.entail(_waiting(row, each), VerificationApplication, Action.SUBMIT)
    await bind(work, applied.photos, row, act=VerificationApplication, action=Action.SUBMIT)
    return row


async def receive(
    work: UnitOfWork, done: Done, place: VerificationPlace, visit_on: dt.date | None
) -> VerificationApplication:
    """The body has taken it in: ten working days on site, seven in its laboratory; or back."""
    row = await work.fetch(
        VerificationApplication, done.key, Action.VERIFY, expected_version=done.expected_version
    )
    if done.to == "applied":
        await complete(work, row, "received", to=done.to)
        return row
    await complete(work, row, "received", to=STEP_OF[place])
    row.place, row.received_on, row.visit_on = place, work.today, visit_on
    return row


async def record(work: UnitOfWork, instrument_id: int, given: Certificate) -> Verification:
    """Enter a result: the instrument's certificate, or that it failed; and what it closes.

    One older than another is kept in the history only. Raises NotFound, InvalidInput
    (`BODY_NOT_AUTHORISED`, `VALID_TOO_LONG`), Conflict (`CERTIFICATE_TAKEN`, `INSTRUMENT_STATE`).
    """
    instrument = await locked(work, instrument_id)
    law = await Law.read(work)
    require_sound(law, instrument, given, work.today)
    await _require_new_number(work, given)
    waiting = await waiting_at(work, given.body_id, [instrument.id])
    change = await confirm_change(work, ChangeKind.DECISION, "metrology", act=Verification)
    row = await enter_result(work, law, change, (instrument, waiting.get(instrument.id)), given)
    await close_applications(work, [row.application_id])
    return row


async def enter_result(
    work: UnitOfWork,
    law: Law,
    change: ChangeSet,
    about: tuple[Instrument, Verification | None],
    given: Certificate,
) -> Verification:
    """Write a result that is sound. `about`: the locked instrument, and what was applied for."""
    instrument, waiting = about
    row = waiting or Verification(body_id=given.body_id, version=1, **_of(instrument, work.today))
    row.result, row.certificate_no = given.result, filled(given.certificate_no, "certificateNo")
    row.verified_on, row.valid_to = given.verified_on, _valid_to(law, instrument, given)
    row.findings, row.exempted_yuan = given.findings, given.exempted_yuan
    row.recorded_at = work.clock.now()
    await work.entail(row, Verification, Action.CREATE)
    await _take_over(work, instrument, row, change)
    await work.publish(
        InstrumentVerified(
            instrument_id=instrument.id,
            verification_id=row.id,
            result=given.result,
            enterprise_id=instrument.enterprise_id,
            town_id=instrument.town_id,
        )
    )
    return row


def require_sound(law: Law, instrument: Instrument, given: Certificate, today: dt.date) -> None:
    """Raise unless the certificate can be one of this instrument."""
    if instrument.status is InstrumentStatus.SCRAPPED:
        raise errors.wrong_state(instrument.status)
    if given.verified_on > today:
        raise InvalidInput("日期不能晚于今天。", "Not in the future.", field="verifiedOn")
    law.require_body(given.body_id, instrument.category_id, given.verified_on)
    _valid_to(law, instrument, given)


async def waiting_at(
    work: UnitOfWork, body_id: int, instrument_ids: Sequence[int]
) -> dict[int, Verification]:
    """What was applied for at a body and has no result yet, by instrument."""
    wanted = select(Verification).where(
        Verification.instrument_id.in_(instrument_ids),
        Verification.body_id == body_id,
        Verification.result.is_(None),
    )
    found = await work.session.scalars(wanted.with_for_update(of=Verification))
    return {row.instrument_id: row for row in found}


async def close_applications(work: UnitOfWork, keys: Iterable[int | None]) -> None:
    """End the matter of each application of which no result is missing."""
    for key in sorted({key for key in keys if key is not None}):
        left = select(Verification.id).where(
            Verification.application_id == key, Verification.result.is_(None)
        )
        if (await work.session.scalars(left.limit(1))).first() is not None:
            continue
        row = await work.fetch(VerificationApplication, key, Action.VERIFY)
        matter, _ = await matter_of(work, row)
        if matter.step in STEP_OF.values():
            await complete(work, row, matter.step, to=END, outcome="VERIFIED")


async def _applied_for(work: UnitOfWork, applied: Applied) -> Sequence[Instrument]:
    keys = tuple(dict.fromkeys(applied.instrument_ids))
    if not 0 < len(keys) <= MOST:
        raise InvalidInput(f"请选择 1 至 {MOST} 台件。", f"1 to {MOST}.", field="instrumentIds")
    wanted = select(Instrument).where(Instrument.id.in_(keys)).order_by(Instrument.id)
    found = (await work.session.scalars(wanted)).all()
    if len(found) < len(keys):
        raise NotFound(field="instrumentIds")
    if len({(each.enterprise_id, each.town_id) for each in found}) > 1:
        raise InvalidInput(
            "一次申请限同一单位、同一镇街的器具。",
            "One application is for instruments of one user in one town.",
            field="instrumentIds",
        )
    for each in found:
        if each.status is InstrumentStatus.SCRAPPED:
            raise errors.wrong_state(each.status)
    open_ones = (
        select(Instrument.number)
        .join(Verification, Verification.instrument_id == Instrument.id)
        .where(Instrument.id.in_(keys), Verification.result.is_(None))
        .order_by(Instrument.number)
    )
    if numbers := (await work.session.scalars(open_ones)).all():
        raise errors.applied_already(numbers)
    return found


def _waiting(application: VerificationApplication, instrument: Instrument) -> Verification:
    return Verification(
        application_id=application.id,
        body_id=application.body_id,
        findings="",
        exempted_yuan=0,
        version=1,
        **_of(instrument, application.applied_on),
    )


def _of(instrument: Instrument, on: dt.date) -> dict[str, Any]:
    """The columns by which a verification is the instrument's."""
    mode = VerificationMode.PERIODIC
    if instrument.last_verified_on is None:
        mode = VerificationMode.FIRST
    elif instrument.failed_on is not None or instrument.status is InstrumentStatus.STOPPED:
        mode = VerificationMode.AFTER_REPAIR
    return {
        "instrument_id": instrument.id,
        "enterprise_id": instrument.enterprise_id,
        "town_id": instrument.town_id,
        "mode": mode,
        "opened_on": on,
    }


async def _require_new_number(work: UnitOfWork, given: Certificate) -> None:
    same = select(Verification.id).where(
        Verification.body_id == given.body_id,
        Verification.certificate_no == given.certificate_no.strip(),
    )
    if (await work.session.scalars(same)).first() is not None:
        raise errors.certificate_taken()


def _valid_to(law: Law, instrument: Instrument, given: Certificate) -> dt.date | None:
    """As the body set it, never later than the regulation; none for what failed."""
    if given.result is VerificationOutcome.FAILED:
        return None
    latest = valid_until(law.rule(instrument.category_id, given.verified_on), given.verified_on)
    if given.valid_to is not None and given.valid_to < given.verified_on:
        raise InvalidInput("有效期早于检定日期。", "Before it was verified.", field="validTo")
    if latest is not None and given.valid_to is not None and given.valid_to > latest:
        raise errors.valid_too_long(latest)
    return given.valid_to or latest


async def _take_over(
    work: UnitOfWork, instrument: Instrument, row: Verification, change: ChangeSet
) -> None:
    """What the latest result says becomes what the register says."""
    known = [day for day in (instrument.last_verified_on, instrument.failed_on) if day]
    if row.verified_on is None or (known and row.verified_on < max(known)):
        return
    if row.result is VerificationOutcome.PASSED:
        values: dict[str, Any] = {
            "last_verified_on": row.verified_on,
            "certificate_no": row.certificate_no,
            "body_id": row.body_id,
            "valid_to": row.valid_to,
            "failed_on": None,
        }
    else:
        values = {"failed_on": row.verified_on, "valid_to": row.verified_on - ONE_DAY}
    values["due_on"] = due_on(values["valid_to"], instrument.rotate_by)
    await amend(work, instrument, change, **values)
