"""Pilots and drafting of standards, and members of the article numbering system."""

import datetime as dt

from sqlalchemy import select

from core.errors import Conflict, InvalidInput
from core.policy.vocabulary import Action
from core.register.models import Enterprise
from core.register.places import readable
from core.register.service import filled
from core.register.verdict import require
from core.store.unit import UnitOfWork
from plugins.standards.models_checks import (
    BarcodeMember,
    Pilot,
    PilotKind,
)
from plugins.standards.numbers import check_maker


async def record_pilot(
    work: UnitOfWork, enterprise_id: int, kind: PilotKind, title: str, began_on: dt.date
) -> Pilot:
    """The section notes that an enterprise takes part. Raises InvalidInput, NotFound, Denied."""
    enterprise = await readable(work, Enterprise, enterprise_id, "enterpriseId")
    pilot = Pilot(
        enterprise_id=enterprise.id,
        town_id=enterprise.town_id,
        kind=kind,
        title=filled(title, "title"),
        began_on=began_on,
        outcome="",
    )
    return await work.add(pilot, Action.CREATE)


async def end_pilot(work: UnitOfWork, key: int, version: int | None, outcome: str) -> Pilot:
    """What came of it: accepted, published, or given up. Raises Conflict when it has ended."""
    pilot = await work.fetch(Pilot, key, Action.UPDATE, expected_version=version)
    if pilot.ended_on is not None:
        raise Conflict("该项目已办结。", "It has ended already.")
    pilot.ended_on, pilot.outcome = work.today, filled(outcome, "outcome")
    return pilot


async def record_barcode_member(
    work: UnitOfWork, enterprise_id: int, maker_code: str, since: dt.date, until: dt.date
) -> BarcodeMember:
    """The section notes a member, or a renewal under the same code.

    Raises InvalidInput, NotFound, Conflict (`MAKER_CODE_TAKEN`) for another firm's code.
    """
    enterprise = await readable(work, Enterprise, enterprise_id, "enterpriseId")
    code = require(check_maker(maker_code), "makerCode")
    if until <= since:
        raise InvalidInput("有效期止日过早。", "It ends too early.", field="validUntil")
    wanted = select(BarcodeMember).where(BarcodeMember.maker_code == code).with_for_update()
    known = (await work.session.scalars(wanted)).first()
    if known is None:
        return await work.add(
            BarcodeMember(
                enterprise_id=enterprise.id,
                town_id=enterprise.town_id,
                maker_code=code,
                member_since=since,
                valid_until=until,
            ),
            Action.CREATE,
        )
    if known.enterprise_id != enterprise.id:
        raise Conflict(
            "该厂商识别代码属于其他企业。",
            "This maker's code is another firm's.",
            field="makerCode",
            code="MAKER_CODE_TAKEN",
        )
    await work.entail(known, BarcodeMember, Action.CREATE)
    known.valid_until = until
    return known
