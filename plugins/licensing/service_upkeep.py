"""Yearly duties of licences, what imports bring, and numbers that two firms claim."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import select

from core.deadlines.service import calendar_of
from core.errors import Conflict
from core.policy.vocabulary import Action
from core.procedures.service import complete, open_matter
from core.register.colours import months_after
from core.register.models import ChangeKind, Enterprise
from core.register.places import readable
from core.register.search_text import search_text
from core.register.service import amend, confirm_change, enter, filled
from core.register.verdict import require
from core.store.unit import UnitOfWork
from plugins.licensing import errors, service
from plugins.licensing.models import (
    Licence,
    LicenceAct,
    LicenceOrigin,
    LicenceType,
    YearlyDuty,
)
from plugins.licensing.models_applications import LicenceClaim, YearlyReport
from plugins.licensing.numbers import NUMBER_SCHEMES
from plugins.licensing.procedures import CONFLICT
from plugins.licensing.service_history import record

IMPORT = (Licence, Action.IMPORT)
SETTLE = (LicenceClaim, Action.DECIDE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """A licence as another authority's file has it."""

    enterprise_id: int
    type_id: int
    number: str
    authority: str
    issued_on: dt.date
    valid_until: dt.date
    source: str
    covers: tuple[str, ...] = ()


async def report_yearly(
    work: UnitOfWork, licence_id: int, version: int | None, text: str
) -> Licence:
    """The firm files its yearly self-check, or the clerk notes the body's follow-up; one year on.

    Raises Conflict (`NOTHING_DUE`), Denied (`EXTERNAL_RECORD`) for another authority's follow-up.
    """
    licence = await work.fetch(Licence, licence_id, Action.SUBMIT, expected_version=version)
    kind = await readable(work, LicenceType, licence.type_id, "licenceId")
    if licence.yearly_due_on is None or licence.status not in service.IN_USE:
        raise errors.nothing_due()
    if kind.yearly_duty is YearlyDuty.FOLLOW_UP:
        if licence.origin is LicenceOrigin.EXTERNAL:
            raise errors.external_record()
        work.access.require(work.access.resources[Licence], Action.UPDATE)
    report = YearlyReport(
        licence_id=licence.id,
        enterprise_id=licence.enterprise_id,
        town_id=licence.town_id,
        due_on=licence.yearly_due_on,
        reported_on=work.today,
        text=filled(text, "text"),
    )
    await work.entail(report, Licence, Action.SUBMIT)
    licence.yearly_due_on = months_after(licence.yearly_due_on, 12)
    return licence


async def import_licence(work: UnitOfWork, new: Imported) -> Licence:
    """Take in another authority's record: entered, brought up to date, or kept as a claim.

    A number that another firm holds changes nothing; it is shown as a conflict to be settled.
    Raises InvalidInput for a number that fails its check, Denied, NotFound.
    """
    work.access.require(work.access.resources[Licence], Action.IMPORT)
    enterprise = await readable(work, Enterprise, new.enterprise_id, "enterpriseId")
    kind = await readable(work, LicenceType, new.type_id, "typeId")
    number = require(NUMBER_SCHEMES[kind.number_scheme](new.number), "number")
    if new.valid_until < new.issued_on:
        raise errors.too_early("validUntil")
    wanted = select(Licence).where(Licence.type_id == kind.id, Licence.number == number)
    known = (await work.session.scalars(wanted.with_for_update())).first()
    if known is not None and known.enterprise_id != enterprise.id:
        await _claim(work, known, enterprise, new)
        return known
    change = await confirm_change(
        work, ChangeKind.IMPORT, "licensing", act=Licence, action=Action.IMPORT
    )
    facts = {
        "authority": filled(new.authority, "authority"),
        "covers": list(new.covers),
        "issued_on": new.issued_on,
        "valid_from": new.issued_on,
        "valid_until": new.valid_until,
    }
    if known is not None:
        if known.origin is LicenceOrigin.LOCAL:
            raise errors.ours_already()
        return await amend(work, known, change, **facts)
    licence = Licence(
        **facts,
        enterprise_id=enterprise.id,
        town_id=enterprise.town_id,
        type_id=kind.id,
        number=number,
        origin=LicenceOrigin.EXTERNAL,
        renew_by=service.renew_by(kind, new.valid_until, await calendar_of(work.session)),
        yearly_due_on=service.first_duty(kind, new.issued_on, work.today),
        warning_rule=kind.warning_rule,
        search_text=search_text(number, enterprise.name),
    )
    await enter(work, licence, change)
    await record(work, licence, LicenceAct.REGISTERED, IMPORT, work.today, kind.legal_basis)
    return licence


async def settle_claim(
    work: UnitOfWork, key: int, version: int | None, *, moved: bool
) -> LicenceClaim:
    """The data clerk keeps the holder, or gives the licence to the firm that claims it.

    Either way states what was found. Raises NotFound, Denied, Conflict.
    """
    filled(work.reason, "reason")
    claim = await work.fetch(LicenceClaim, key, Action.DECIDE, expected_version=version)
    await complete(work, claim, "settled", outcome="MOVED" if moved else "KEPT")
    claim.settled_on = work.today
    if not moved:
        return claim
    enterprise = await readable(work, Enterprise, claim.enterprise_id or 0, "enterpriseId")
    wanted = select(Licence).where(Licence.id == claim.licence_id).with_for_update()
    licence = (await work.session.scalars(wanted)).one()
    model, action = SETTLE
    change = await confirm_change(work, ChangeKind.DECISION, "licensing", act=model, action=action)
    await amend(
        work,
        licence,
        change,
        enterprise_id=enterprise.id,
        town_id=enterprise.town_id,
        search_text=search_text(licence.number, enterprise.name),
    )
    await record(work, licence, LicenceAct.REASSIGNED, SETTLE, work.today, "分局数据管理规定")
    return claim


async def _claim(
    work: UnitOfWork, known: Licence, claimant: Enterprise, new: Imported
) -> LicenceClaim:
    same = select(LicenceClaim.id).where(
        LicenceClaim.licence_id == known.id,
        LicenceClaim.enterprise_id == claimant.id,
        LicenceClaim.settled_on.is_(None),
    )
    if (await work.session.scalars(same)).first() is not None:
        raise Conflict(
            "该证号冲突已登记，等待处理。",
            "This conflict is noted already and waits to be settled.",
            field="number",
            code="CLAIM_KNOWN",
        )
    claim = LicenceClaim(
        licence_id=known.id,
        number=known.number,
        source=filled(new.source, "source"),
        noted_on=work.today,
        enterprise_id=claimant.id,
        town_id=claimant.town_id,
        organisation_ids=[],
    )
    await work.add(claim, Action.DECIDE)
    await open_matter(work, claim, CONFLICT, title=f"证号冲突：{known.number}")
    return claim
