"""Applications for licences: filed, looked through, reviewed on site, decided, handed over.

The clocks are those of the law in force on the day of filing (`data/application_limits.csv`).
"""

import datetime as dt
from collections.abc import Mapping, Sequence

from sqlalchemy import select

from core.declarations import END
from core.files.binding import bind
from core.policy.vocabulary import Action
from core.procedures.service import complete, open_matter
from core.register.models import ChangeKind, Enterprise
from core.register.places import readable, site_of
from core.register.service import amend, confirm_change, filled
from core.store.unit import UnitOfWork
from plugins.licensing import errors, service
from plugins.licensing.models import (
    Licence,
    LicenceAct,
    LicenceStatus,
)
from plugins.licensing.models_applications import (
    Application,
    ApplicationKind,
)
from plugins.licensing.procedures import (
    GRANTED,
    NOT_ACCEPTED,
    REFUSED,
    application_code,
)
from plugins.licensing.service_hearings import refuse_while_heard, site_failed
from plugins.licensing.service_history import record
from plugins.licensing.service_intake import (
    Asked,
    NewApplication,
    about,
    applicant,
    fetch,
    limit_of,
    refuse_barred,
    type_of,
)


async def file_application(work: UnitOfWork, new: NewApplication) -> Application:
    """An enterprise applies; of a renewal the licence says at once that it is pending.

    Raises InvalidInput, NotFound, Denied (`EXTERNAL_RECORD`), Conflict (`BARRED`,
    `APPLICATION_OPEN`, and those of `service.file_renewal`).
    """
    licence = await about(work, new)
    enterprise_id = licence.enterprise_id if licence else applicant(work, new.enterprise_id)
    enterprise = await readable(work, Enterprise, enterprise_id, "enterpriseId")
    kind = await type_of(work, new, licence)
    limit = await limit_of(work, kind.code)
    if new.kind is ApplicationKind.NEW:
        await refuse_barred(work, enterprise.id, kind, limit)
    site = await site_of(work, new.site_id, enterprise.id) if new.site_id is not None else None
    row = Application(
        kind=new.kind,
        type_id=kind.id,
        licence_id=licence.id if licence else None,
        site_id=new.site_id,
        covers=list(new.covers),
        statement=new.statement.strip(),
        filed_on=work.today,
        reasons="",
        enterprise_id=enterprise.id,
        town_id=(site or licence or enterprise).town_id,
        organisation_ids=[],
    )
    await work.add(row, Action.SUBMIT)
    await open_matter(work, row, application_code(kind.code), title=f"{kind.name}：申请")
    if licence is not None and new.kind is ApplicationKind.RENEW:
        await service.file_renewal(work, service.Decision(licence_id=licence.id))
    await bind(work, new.papers, row, act=Application, action=Action.SUBMIT)
    return row


async def resubmit_application(
    work: UnitOfWork, asked: Asked, statement: str, papers: Sequence[int]
) -> Application:
    """Hand in again what was found incomplete."""
    row = await fetch(work, asked, Action.SUBMIT)
    row.statement = filled(statement, "statement")
    await complete(work, row, "filed")
    await bind(work, papers, row, act=Application, action=Action.SUBMIT)
    return row


async def accept_application(work: UnitOfWork, asked: Asked, outcome: str) -> Application:
    """`ACCEPTED`: complete, the clock of the decision runs; `RETURNED`: to be supplemented, all of
    it told at once; `NOT_ACCEPTED`: not for this authority. The last two state their reason.
    """
    row = await fetch(work, asked, Action.CONFIRM)
    if outcome == "ACCEPTED":
        await complete(work, row, "accepted")
        row.accepted_on = work.today
    elif outcome == "RETURNED":
        await complete(work, row, "accepted", to="filed")
    else:
        row.reasons = filled(work.reason, "reason")
        await complete(work, row, "accepted", to=END, outcome=NOT_ACCEPTED)
        await _renewal_over(work, row)
    return row


async def decide_application(
    work: UnitOfWork, asked: Asked, *, granted: bool, valid_until: dt.date | None = None
) -> Application:
    """Grant or refuse, by another person than accepted it; a refusal states its reasons.

    Nothing new is granted whose site failed the last review; nothing is decided while a hearing may
    be asked for, or was. Raises Conflict (`HEARING_OPEN`, `SITE_FAILED`), Denied (`SAME_PERSON`).
    """
    row = await fetch(work, asked, Action.DECIDE)
    if not granted:
        filled(work.reason, "reason")
    elif await site_failed(work, row):
        raise errors.site_failed()
    refuse_while_heard(work, row)
    await complete(work, row, "decided")
    row.granted, row.decided_on, row.reasons = granted, work.today, work.reason.strip()
    if row.kind is ApplicationKind.RENEW and row.licence_id is not None:
        await service.decide_renewal(
            work,
            service.Decision(licence_id=row.licence_id),
            granted=granted,
            valid_until=valid_until,
        )
    return row


async def issue_application(
    work: UnitOfWork, asked: Asked, number: str | None, authority: str | None
) -> Application:
    """Hand over the licence or the refusal, within ten working days; what was granted takes effect.

    Raises InvalidInput for a number that its type does not admit.
    """
    row = await fetch(work, asked, Action.CONFIRM)
    granted = bool(row.granted)
    await complete(work, row, "issued", outcome=GRANTED if granted else REFUSED)
    row.issued_on = work.today
    if granted:
        await _take_effect(work, row, number, authority)
    return row


async def _take_effect(
    work: UnitOfWork, row: Application, number: str | None, authority: str | None
) -> None:
    match row.kind:
        case ApplicationKind.NEW:
            licence = await service.register_licence(
                work,
                service.NewLicence(
                    enterprise_id=row.enterprise_id or 0,
                    type_id=row.type_id,
                    number=filled(number, "number"),
                    authority=filled(authority, "authority"),
                    issued_on=work.today,
                    covers=tuple(row.covers),
                    site_id=row.site_id,
                ),
            )
            row.licence_id = licence.id
        case ApplicationKind.CHANGE | ApplicationKind.REISSUE | ApplicationKind.CANCEL:
            await _change(work, row)
        case ApplicationKind.RENEW:
            pass  # its decision took effect when it was made


async def _change(work: UnitOfWork, row: Application) -> None:
    wanted = select(Licence).where(Licence.id == row.licence_id).with_for_update()
    licence = (await work.session.scalars(wanted)).one()
    change = await confirm_change(
        work, ChangeKind.DECISION, "licensing", act=Application, action=Action.CONFIRM
    )
    values: Mapping[str, object]
    if row.kind is ApplicationKind.CANCEL:
        act, values = LicenceAct.CANCELLED, {"status": LicenceStatus.CANCELLED}
        basis = service.CANCEL.legal_basis
    elif row.kind is ApplicationKind.CHANGE:
        act, values, basis = LicenceAct.CHANGED, {"covers": row.covers}, service.CHANGE_LAW
    else:
        act, values, basis = LicenceAct.REISSUED, {}, service.CHANGE_LAW
    await amend(work, licence, change, **values)
    await record(work, licence, act, (Application, Action.CONFIRM), work.today, basis)


async def _renewal_over(work: UnitOfWork, row: Application) -> None:
    """A renewal that is not accepted leaves the licence as it was."""
    if row.kind is not ApplicationKind.RENEW:
        return
    wanted = select(Licence).where(Licence.id == row.licence_id).with_for_update()
    licence = (await work.session.scalars(wanted)).one()
    await work.entail(licence, Application, Action.CONFIRM)
    licence.renewal_applied_on = licence.renewal_timely = None


async def decide_renewal_alone(
    work: UnitOfWork, asked: service.Decision, *, granted: bool, valid_until: dt.date | None
) -> Licence:
    """Decide a renewal that was filed on paper: one with an application is decided there."""
    open_one = select(Application.id).where(
        Application.licence_id == asked.licence_id,
        Application.kind == ApplicationKind.RENEW,
        Application.decided_on.is_(None),
        Application.reasons == "",
    )
    if (await work.session.scalars(open_one)).first() is not None:
        raise errors.application_open()
    return await service.decide_renewal(work, asked, granted=granted, valid_until=valid_until)
