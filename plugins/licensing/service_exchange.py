"""Another authority's licences that a data clerk confirmed: entered, brought up to date, withdrawn.

They stay read-only here. What this bureau granted itself no partner changes.
"""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from sqlalchemy import or_, select

from core.deadlines.service import calendar_of
from core.errors import InvalidInput, NotFound
from core.exchange_declarations import Arrival
from core.register.models import Enterprise
from core.register.places import readable
from core.register.search_text import search_text
from core.register.service import amend, enter
from core.register.verdict import require
from core.store.unit import UnitOfWork
from plugins.licensing import errors, service
from plugins.licensing.models import (
    ENDED,
    Licence,
    LicenceAct,
    LicenceOrigin,
    LicenceStatus,
    LicenceType,
)
from plugins.licensing.numbers import NUMBER_SCHEMES
from plugins.licensing.service_history import record

ACTS: Mapping[LicenceStatus, LicenceAct] = {
    LicenceStatus.VALID: LicenceAct.RESTORED,
    LicenceStatus.SUSPENDED: LicenceAct.SUSPENDED,
    LicenceStatus.ANNULLED: LicenceAct.ANNULLED,
    LicenceStatus.WITHDRAWN: LicenceAct.WITHDRAWN,
    LicenceStatus.REVOKED: LicenceAct.REVOKED,
    LicenceStatus.CANCELLED: LicenceAct.CANCELLED,
}


def check(values: Mapping[str, Any]) -> None:
    """Refuse a number that fails its check, and a licence that ends before it begins."""
    scheme = NUMBER_SCHEMES.get(values["type"])
    if scheme is not None:
        require(scheme(values["number"]), "number")
    issued, until = values.get("issued_on"), values.get("valid_until")
    if issued is not None and until is not None and until < issued:
        raise errors.too_early("valid_until")


async def take(work: UnitOfWork, arrived: Arrival) -> Licence:
    """Enter a licence, or change what the partner knows better. Raises NotFound, Denied."""
    if arrived.key is None:
        return await _enter(work, arrived)
    licence = await _known(work, arrived)
    values = {k: v for k, v in arrived.values.items() if k not in ("type", "number", "enterprise")}
    before = licence.status
    if "status" in values:
        values["status"] = LicenceStatus[values["status"]]
    if "enterprise" in arrived.values and arrived.enterprise_id is not None:
        firm = await readable(work, Enterprise, arrived.enterprise_id, "enterpriseId")
        values |= {"enterprise_id": firm.id, "town_id": firm.town_id}
        values["search_text"] = search_text(licence.number, firm.name)
    if "issued_on" in values:
        values["valid_from"] = values["issued_on"]
    if "valid_until" in values:
        kind = await work.session.get_one(LicenceType, licence.type_id)
        calendar = await calendar_of(work.session)
        values["renew_by"] = service.renew_by(kind, values["valid_until"], calendar)
    await amend(work, licence, arrived.change, **values)
    if licence.status is not before:
        await _tell(work, licence, ACTS[licence.status], arrived)
    elif "enterprise" in arrived.values:
        await _tell(work, licence, LicenceAct.REASSIGNED, arrived)
    else:
        await _tell(work, licence, LicenceAct.CHANGED, arrived)
    return licence


async def withdraw(work: UnitOfWork, arrived: Arrival) -> Licence:
    """The partner has taken it back: it ends, as the partner says how; its history stays."""
    licence = await _known(work, arrived)
    said = LicenceStatus[arrived.said.get("status", "WITHDRAWN")]
    status = said if said in ENDED else LicenceStatus.WITHDRAWN
    await amend(work, licence, arrived.change, status=status)
    await _tell(work, licence, ACTS[status], arrived)
    return licence


async def _enter(work: UnitOfWork, arrived: Arrival) -> Licence:
    said = arrived.values
    firm = await readable(work, Enterprise, arrived.enterprise_id or 0, "enterpriseId")
    for name in ("issued_on", "valid_until", "authority"):
        if name not in said:
            raise InvalidInput("来文缺少此项。", f"The partner left out {name}.", field=name)
    issued, until = said["issued_on"], said["valid_until"]
    kind = await _kind(work, said["type"], issued)
    licence = Licence(
        enterprise_id=firm.id,
        town_id=firm.town_id,
        type_id=kind.id,
        number=said["number"],
        covers=said.get("covers", []),
        authority=said["authority"],
        issued_on=issued,
        valid_from=issued,
        valid_until=until,
        status=LicenceStatus[said.get("status", "VALID")],
        origin=LicenceOrigin.EXTERNAL,
        renew_by=service.renew_by(kind, until, await calendar_of(work.session)),
        yearly_due_on=service.first_duty(kind, issued, work.today),
        warning_rule=kind.warning_rule,
        search_text=search_text(said["number"], firm.name),
    )
    await enter(work, licence, arrived.change)
    await _tell(work, licence, LicenceAct.REGISTERED, arrived)
    return licence


async def _known(work: UnitOfWork, arrived: Arrival) -> Licence:
    wanted = select(Licence).where(Licence.id == arrived.key).with_for_update()
    licence = (await work.session.scalars(wanted.execution_options(populate_existing=True))).first()
    if licence is None:
        raise NotFound(field="licenceId")
    if licence.origin is LicenceOrigin.LOCAL:
        raise errors.ours_already()
    return licence


async def _kind(work: UnitOfWork, code: str, day: dt.date) -> LicenceType:
    wanted = select(LicenceType).where(
        LicenceType.code == code,
        LicenceType.valid_from <= day,
        or_(LicenceType.valid_to.is_(None), LicenceType.valid_to > day),
    )
    kind = (await work.session.scalars(wanted)).first()
    if kind is None:
        raise InvalidInput(
            "该日不核发此种许可。", "No such licence was granted on that day.", field="type"
        )
    return kind


async def _tell(work: UnitOfWork, licence: Licence, act: LicenceAct, arrived: Arrival) -> None:
    basis = f"数据交换 {arrived.source}"
    await record(work, licence, act, arrived.act, work.today, basis)
