"""What happens to licences: registered, renewed, suspended, ended. Every act leaves an event.

Four different legal acts end a licence: 撤销 annulment (it should not have been granted), 撤回
withdrawal (law or facts changed), 吊销 revocation (a penalty), 注销 cancellation (a formality).
"""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import select

from core.deadlines.calendar import WorkingCalendar
from core.deadlines.service import calendar_of
from core.errors import InvalidInput
from core.policy.vocabulary import Action
from core.register.colours import months_after
from core.register.models import ChangeKind, ChangeSet, Enterprise
from core.register.places import readable, site_of
from core.register.search_text import search_text
from core.register.service import amend, confirm_change, enter, filled
from core.register.verdict import require
from core.store.unit import UnitOfWork
from plugins.licensing import errors
from plugins.licensing.models import (
    LeadUnit,
    Licence,
    LicenceAct,
    LicenceEvent,
    LicenceOrigin,
    LicenceStatus,
    LicenceType,
)
from plugins.licensing.numbers import NUMBER_SCHEMES
from plugins.licensing.service_history import record

RENEWAL_LAW = "《行政许可法》第五十条"
CHANGE_LAW = "《行政许可法》第四十九条"
IN_USE = frozenset({LicenceStatus.VALID, LicenceStatus.SUSPENDED})


@dataclass(frozen=True, slots=True)
class Transition:
    """An act that changes the status: from where, to where, by which law unless one is named."""

    act: LicenceAct
    leads_to: LicenceStatus
    possible_from: frozenset[LicenceStatus]
    legal_basis: str = ""


SUSPEND = Transition(
    LicenceAct.SUSPENDED, LicenceStatus.SUSPENDED, frozenset({LicenceStatus.VALID})
)
RESTORE = Transition(LicenceAct.RESTORED, LicenceStatus.VALID, frozenset({LicenceStatus.SUSPENDED}))
ANNUL = Transition(LicenceAct.ANNULLED, LicenceStatus.ANNULLED, IN_USE, "《行政许可法》第六十九条")
WITHDRAW = Transition(
    LicenceAct.WITHDRAWN, LicenceStatus.WITHDRAWN, IN_USE, "《行政许可法》第八条第二款"
)
REVOKE = Transition(LicenceAct.REVOKED, LicenceStatus.REVOKED, IN_USE)
CANCEL = Transition(
    LicenceAct.CANCELLED,
    LicenceStatus.CANCELLED,
    frozenset(LicenceStatus) - {LicenceStatus.CANCELLED},
    "《行政许可法》第七十条",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What is asked for of one licence. `on`: the day of the act, today when None."""

    licence_id: int
    legal_basis: str | None = None
    on: dt.date | None = None
    expected_version: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewLicence:
    """A licence to register; the number as typed, `valid_until` by the type's law when None."""

    enterprise_id: int
    type_id: int
    number: str
    authority: str
    issued_on: dt.date
    valid_until: dt.date | None = None
    covers: tuple[str, ...] = ()
    site_id: int | None = None


def renew_by(kind: LicenceType, valid_until: dt.date, calendar: WorkingCalendar) -> dt.date:
    """The last day for applying for renewal; the last valid day itself is not counted."""
    match kind.renewal_lead_unit:
        case LeadUnit.DAYS:
            return valid_until - dt.timedelta(days=kind.renewal_lead)
        case LeadUnit.MONTHS:
            return months_after(valid_until, -kind.renewal_lead)
        case LeadUnit.WORKING_DAYS:
            return calendar.working_days_before(valid_until, kind.renewal_lead)


def first_duty(kind: LicenceType, issued: dt.date, today: dt.date) -> dt.date | None:
    """When the next yearly duty of a licence falls due, a year after its issue or a later one."""
    if kind.yearly_duty is None:
        return None
    years = 1
    while (day := months_after(issued, 12 * years)) < today:
        years += 1
    return day


async def revoked_on(work: UnitOfWork, enterprise_id: int, code: str) -> list[dt.date]:
    """On which days licences of a kind were revoked (吊销) from an enterprise."""
    wanted = (
        select(LicenceEvent.happened_on)
        .join(Licence, Licence.id == LicenceEvent.licence_id)
        .join(LicenceType, LicenceType.id == Licence.type_id)
        .where(
            LicenceEvent.enterprise_id == enterprise_id,
            LicenceEvent.act == LicenceAct.REVOKED,
            LicenceType.code == code,
        )
    )
    return list((await work.session.scalars(wanted)).all())


async def register_licence(work: UnitOfWork, new: NewLicence) -> Licence:
    """Enter a licence with the change set that confirms it. Raises InvalidInput, NotFound."""
    enterprise = await readable(work, Enterprise, new.enterprise_id, "enterpriseId")
    kind = await readable(work, LicenceType, new.type_id, "typeId")
    number = require(NUMBER_SCHEMES[kind.number_scheme](new.number), "number")
    until = new.valid_until or _last_day(kind, new.issued_on)
    _check_dates(kind, new.issued_on, until, work.today)
    town_id = enterprise.town_id
    if new.site_id is not None:
        town_id = (await site_of(work, new.site_id, enterprise.id)).town_id
    change = await confirm_change(
        work, ChangeKind.DECLARATION, "licensing", act=Licence, action=Action.CONFIRM
    )
    licence = Licence(
        enterprise_id=enterprise.id,
        site_id=new.site_id,
        town_id=town_id,
        type_id=kind.id,
        number=number,
        covers=list(new.covers),
        authority=filled(new.authority, "authority"),
        issued_on=new.issued_on,
        valid_from=new.issued_on,
        valid_until=until,
        renew_by=renew_by(kind, until, await calendar_of(work.session)),
        yearly_due_on=first_duty(kind, new.issued_on, work.today),
        warning_rule=kind.warning_rule,
        search_text=search_text(number, enterprise.name),
    )
    await enter(work, licence, change)
    await _record(
        work, licence, LicenceAct.REGISTERED, Action.CONFIRM, work.today, kind.legal_basis
    )
    return licence


async def decide(work: UnitOfWork, transition: Transition, asked: Decision) -> Licence:
    """Suspend, restore or end a licence, for the reason that the work states.

    Raises NotFound, Denied (`EXTERNAL_RECORD`), Conflict (`LICENCE_STATE`), InvalidInput.
    """
    filled(work.reason, "reason")
    basis = filled(asked.legal_basis or transition.legal_basis, "legalBasis")
    day = _not_later(asked.on, work.today, "decidedOn")
    licence = await _ours(work, asked, Action.DECIDE)
    if licence.status not in transition.possible_from:
        raise errors.wrong_state(licence.status)
    await amend(work, licence, await _decision(work), status=transition.leads_to)
    await _record(work, licence, transition.act, Action.DECIDE, day, basis)
    return licence


async def file_renewal(work: UnitOfWork, asked: Decision) -> Licence:
    """Take an application for renewal. Only a clerk, who confirms, may enter an earlier day.

    Raises NotFound, Denied, Conflict (`LICENCE_STATE`, `RENEWAL_TOO_LATE`, `RENEWAL_STATE`).
    """
    licence = await _ours(work, asked, Action.SUBMIT)
    day = _not_later(asked.on, work.today, "filedOn")
    resource = work.access.resources[Licence]
    if day != work.today and not work.access.allows(resource, Action.CONFIRM):
        raise InvalidInput(
            "申请日期只能是今天；补录以前的申请请联系许可科。",
            "The day can only be today; the licensing section enters earlier applications.",
            field="filedOn",
        )
    if licence.status not in IN_USE:
        raise errors.wrong_state(licence.status)
    if licence.renewal_applied_on is not None:
        raise errors.renewal_state(pending=True)
    if day > licence.valid_until:
        raise errors.renewal_too_late()
    licence.renewal_applied_on = day
    licence.renewal_timely = day <= await _settled_renew_by(work, licence)
    await _record(work, licence, LicenceAct.RENEWAL_FILED, Action.SUBMIT, day, RENEWAL_LAW)
    return licence


async def decide_renewal(
    work: UnitOfWork, asked: Decision, *, granted: bool, valid_until: dt.date | None
) -> Licence:
    """Grant or refuse the pending renewal; the number stays. A refusal states its reason.

    Raises NotFound, Denied, Conflict (`RENEWAL_STATE`, `LICENCE_STATE`), InvalidInput.
    """
    licence = await _ours(work, asked, Action.DECIDE)
    day = _not_later(asked.on, work.today, "decidedOn")
    if licence.status not in IN_USE:
        raise errors.wrong_state(licence.status)
    if licence.renewal_applied_on is None:
        raise errors.renewal_state(pending=False)
    if granted:
        kind = await readable(work, LicenceType, licence.type_id, "licenceId")
        until = valid_until or months_after(licence.valid_until, 12 * kind.validity_years)
        if until <= licence.valid_until:
            raise errors.too_early("validUntil")
        last_day = renew_by(kind, until, await calendar_of(work.session))
        change = await _decision(work)
        await amend(work, licence, change, valid_until=until, renew_by=last_day)
    else:
        filled(work.reason, "reason")
    licence.renewal_applied_on = licence.renewal_timely = None
    act = LicenceAct.RENEWED if granted else LicenceAct.RENEWAL_REFUSED
    await _record(work, licence, act, Action.DECIDE, day, asked.legal_basis or RENEWAL_LAW)
    return licence


async def remark(work: UnitOfWork, asked: Decision, remarks: str) -> Licence:
    """Keep a remark: the one thing that may be written on another authority's licence."""
    licence = await work.fetch(
        Licence, asked.licence_id, Action.UPDATE, expected_version=asked.expected_version
    )
    licence.remarks = remarks.strip() or None
    return licence


async def _settled_renew_by(work: UnitOfWork, licence: Licence) -> dt.date:
    """The last day for applying as the calendar stands now: it was a guess when years were open."""
    kind = await readable(work, LicenceType, licence.type_id, "licenceId")
    if licence.renew_by is None or kind.renewal_lead_unit is LeadUnit.WORKING_DAYS:
        licence.renew_by = renew_by(kind, licence.valid_until, await calendar_of(work.session))
    return licence.renew_by


async def _ours(work: UnitOfWork, asked: Decision, action: Action) -> Licence:
    licence = await work.fetch(
        Licence, asked.licence_id, action, expected_version=asked.expected_version
    )
    if licence.origin is LicenceOrigin.EXTERNAL:
        raise errors.external_record()
    return licence


async def _decision(work: UnitOfWork) -> ChangeSet:
    return await confirm_change(
        work, ChangeKind.DECISION, "licensing", act=Licence, action=Action.DECIDE
    )


async def _record(
    work: UnitOfWork, licence: Licence, act: LicenceAct, action: Action, on: dt.date, basis: str
) -> None:
    await record(work, licence, act, (Licence, action), on, basis)


def _last_day(kind: LicenceType, first: dt.date) -> dt.date:
    return months_after(first, 12 * kind.validity_years) - dt.timedelta(days=1)


def _not_later(day: dt.date | None, today: dt.date, field: str) -> dt.date:
    if day is not None and day > today:
        raise InvalidInput("日期不能晚于今天。", "The day must not be in the future.", field=field)
    return day or today


def _check_dates(kind: LicenceType, issued: dt.date, until: dt.date, today: dt.date) -> None:
    _not_later(issued, today, "issuedOn")
    if not kind.in_force(issued):
        raise InvalidInput(
            f"{kind.name}在该日不能核发，请核对许可种类或发证日期。",
            f"No {kind.name_en} could be granted on that day; compare type and date.",
            field="issuedOn",
        )
    if until < issued:
        raise errors.too_early("validUntil")
