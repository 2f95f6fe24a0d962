"""Certificates as institutes send them: matched by serial; the rest waits for a person."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from typing import Final

from sqlalchemy import select

from core.errors import InvalidInput, NotFound, ZhijianError
from core.policy.vocabulary import Action
from core.register.models import ChangeKind, EnterpriseCard
from core.register.service import confirm_change, filled
from core.store.unit import UnitOfWork
from plugins.metrology import errors
from plugins.metrology.models import Instrument, InstrumentStatus, Verification
from plugins.metrology.models_checks import CertificateBatch, MismatchReason, UnmatchedCertificate
from plugins.metrology.service_law import Law
from plugins.metrology.service_papers import Named
from plugins.metrology.service_verification import (
    Certificate,
    close_applications,
    enter_result,
    record,
    require_sound,
    waiting_at,
)

MOST: Final = 500
"""Certificates at once."""


async def record_batch(work: UnitOfWork, body_id: int, given: Sequence[Named]) -> CertificateBatch:
    """Record what fits one instrument of its user; list what does not. Again changes nothing.

    A serial that several instruments bear is theirs whose user has the name; if that leaves not
    one, a person decides. Raises NotFound, InvalidInput.
    """
    law = await Law.read(work)
    if body_id not in law.bodies:
        raise NotFound(field="bodyId")
    if not 0 < len(given) <= MOST:
        raise InvalidInput(f"一次 1 至 {MOST} 份。", f"1 to {MOST} at once.", field="csv")
    batch = CertificateBatch(
        body_id=body_id,
        received_on=work.today,
        received=len(given),
        recorded=0,
        repeated=0,
        unmatched=0,
        version=1,
    )
    await work.add(batch, Action.CREATE)
    known = await _known_numbers(work, body_id, given)
    fresh = {each.certificate.certificate_no: each for each in given}
    fresh = {number: each for number, each in fresh.items() if number not in known}
    batch.repeated = len(given) - len(fresh)
    await _enter(work, law, batch, list(fresh.values()))
    return batch


async def _enter(
    work: UnitOfWork, law: Law, batch: CertificateBatch, fresh: Sequence[Named]
) -> None:
    """Each of them: a result in the register, or a line for a person."""
    named = await _by_serial(work, fresh)
    keys = [instrument.id for pairs in named.values() for instrument, _ in pairs]
    waiting = await waiting_at(work, batch.body_id, keys)
    change = await confirm_change(work, ChangeKind.EXCHANGE, "metrology", act=CertificateBatch)
    closing: list[int | None] = []
    for each in fresh:
        one, because, why = _fitting(law, named[each.serial], each, work.today)
        if one is not None:
            about = (one, waiting.pop(one.id, None))
            row = await enter_result(work, law, change, about, each.certificate)
            closing.append(row.application_id)
            batch.recorded += 1
        else:
            await work.entail(
                _unmatched(batch, each, because, why), CertificateBatch, Action.CREATE
            )
            batch.unmatched += 1
    await close_applications(work, closing)


async def match(
    work: UnitOfWork, key: int, instrument_id: int, expected_version: int | None
) -> UnmatchedCertificate:
    """A person says which instrument it is of; it is recorded there."""
    row = await _open(work, key, expected_version)
    await record(work, instrument_id, _certificate_of(row))
    row.instrument_id, row.settled_on = instrument_id, work.today
    return row


async def discard(work: UnitOfWork, key: int, expected_version: int | None) -> UnmatchedCertificate:
    """A person says that it is of no instrument here, for the reason that the work states."""
    filled(work.reason, "reason")
    row = await _open(work, key, expected_version)
    row.settled_on = work.today
    return row


async def _open(work: UnitOfWork, key: int, expected_version: int | None) -> UnmatchedCertificate:
    row = await work.fetch(
        UnmatchedCertificate, key, Action.UPDATE, expected_version=expected_version
    )
    if row.settled_on is not None:
        raise errors.settled_already()
    return row


def _certificate_of(row: UnmatchedCertificate) -> Certificate:
    return Certificate(
        body_id=row.body_id,
        certificate_no=row.certificate_no,
        verified_on=row.verified_on,
        result=row.result,
        valid_to=row.valid_to,
    )


async def _known_numbers(work: UnitOfWork, body_id: int, given: Sequence[Named]) -> set[str]:
    numbers = [each.certificate.certificate_no for each in given]
    recorded = select(Verification.certificate_no).where(
        Verification.body_id == body_id, Verification.certificate_no.in_(numbers)
    )
    waiting = select(UnmatchedCertificate.certificate_no).where(
        UnmatchedCertificate.body_id == body_id, UnmatchedCertificate.certificate_no.in_(numbers)
    )
    known = {*(await work.session.scalars(recorded)), *(await work.session.scalars(waiting))}
    return {number for number in known if number}


async def _by_serial(
    work: UnitOfWork, given: Sequence[Named]
) -> defaultdict[str, list[tuple[Instrument, str]]]:
    """Instruments with their users' names, by serial; scrapped ones are none."""
    wanted = (
        select(Instrument, EnterpriseCard.name)
        .join(EnterpriseCard, EnterpriseCard.id == Instrument.enterprise_id)
        .where(
            Instrument.serial.in_([each.serial for each in given]),
            Instrument.status != InstrumentStatus.SCRAPPED,
        )
        .order_by(Instrument.id)
        .with_for_update(of=Instrument)
        .execution_options(populate_existing=True)
    )
    found: defaultdict[str, list[tuple[Instrument, str]]] = defaultdict(list)
    for instrument, name in (await work.session.execute(wanted)).all():
        found[instrument.serial].append((instrument, name))
    return found


def _fitting(
    law: Law, named: Sequence[tuple[Instrument, str]], each: Named, today: dt.date
) -> tuple[Instrument | None, MismatchReason, str]:
    """The one instrument that a certificate is of, or why there is none."""
    if len(named) > 1:
        named = [pair for pair in named if pair[1] == each.user_name]
        if len(named) != 1:
            return None, MismatchReason.SEVERAL, "多台器具有此出厂编号"
    if not named:
        return None, MismatchReason.NO_SUCH_SERIAL, "没有此出厂编号的在册器具"
    try:
        require_sound(law, named[0][0], each.certificate, today)
    except ZhijianError as problem:
        return None, MismatchReason.NOT_SOUND, str(problem)
    return named[0][0], MismatchReason.NO_SUCH_SERIAL, ""


def _unmatched(
    batch: CertificateBatch, each: Named, because: MismatchReason, why: str
) -> UnmatchedCertificate:
    given = each.certificate
    return UnmatchedCertificate(
        batch_id=batch.id,
        body_id=batch.body_id,
        serial=each.serial,
        user_name=each.user_name,
        certificate_no=given.certificate_no,
        result=given.result,
        verified_on=given.verified_on,
        valid_to=given.valid_to,
        because=because,
        why=why,
        version=1,
    )
