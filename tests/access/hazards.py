"""Hazards for the small world: open and closed, with orders, drafts, reports, visits and files."""

import datetime as dt

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.policy.vocabulary import Tier
from core.procedures.models import Matter
from core.register.models import Enterprise
from plugins.inspection.models import (
    Checklist,
    ChecklistItem,
    Hazard,
    HazardCategory,
    HazardGrade,
    HazardSource,
    LegalBasis,
    Patrol,
    PatrolAnswer,
    PatrolResult,
    RectificationOrder,
    RectificationReport,
    Reinspection,
)
from plugins.inspection.seeds import plant_law
from tests.access.people import DAY, TODAY
from tests.fixtures.small_world import World

FOLLOWED = {"a1": ("second", "c1"), "c1": ("town-b",), "b2": ("town-a", "first", "b1")}
"""Enterprise -> organisations elsewhere on the chain of its hazard."""


async def add_hazards(session: AsyncSession, world: World, now: dt.datetime) -> None:
    """For each enterprise an open hazard with an issued order and a closed one; some of nobody."""
    await plant_law(session)
    matters = (await session.scalars(select(Matter).order_by(Matter.id))).all()
    laws = (await session.scalars(select(LegalBasis).order_by(LegalBasis.id))).all()
    account = world.accounts["station-inspector-first"]
    for number, (name, key) in enumerate(sorted(world.enterprises.items())):
        town = (await session.get_one(Enterprise, key)).town_id
        chain = [world.organisations[each] for each in FOLLOWED.get(name, ())]
        place = {"town_id": town, "enterprise_id": key, "organisation_ids": chain}
        matter = next(m.id for m in matters if m.enterprise_id == key)
        is_open = _hazard(place, number, matter_id=matter)
        closed = _hazard(place, number + 1, closed_on=TODAY)
        nobodys = _hazard({**place, "enterprise_id": None}, number + 2)
        session.add_all((is_open, closed, nobodys))
        await session.flush()
        for hazard, owner in ((is_open, key), (closed, key), (nobodys, None)):
            session.add(_order({**place, "enterprise_id": owner}, hazard, laws))
        parts = {**place, "hazard_id": is_open.id}
        session.add(
            RectificationReport(**parts, reported_on=TODAY, text=f"{name} 已修复", done_items=[1])
        )
        session.add(
            Reinspection(
                **parts,
                inspected_on=TODAY,
                inspected_by=account,
                tier=Tier.STATION,
                notes=name,
                passed_items=[],
                passed=False,
            )
        )
        await _patrol(session, place, now, account, is_open)


def _hazard(place, number, **more):
    return Hazard(
        **place,
        grade=list(HazardGrade)[number % 2],
        category=list(HazardCategory)[number % 5],
        what=f"样本隐患 {number}",
        place="一号车间",
        subject=f"RXF1aXBtZW50Oj{number}",
        found_on=TODAY - number * DAY,
        found_by=list(Tier)[number % 4],
        source=list(HazardSource)[number % 2],
        measures="" if number % 2 else "已停用",
        **more,
    )


def _order(place, hazard, laws):
    issued = place["enterprise_id"] is not None
    return RectificationOrder(
        **place,
        hazard_id=hazard.id,
        authority="萧山分局",
        series="XS",
        year=2026 if issued else None,
        serial=hazard.id if issued else None,
        number=f"萧质监责改〔2026〕{hazard.id}号" if issued else None,
        issued_on=TODAY - 3 * DAY if issued else None,
        items=["修复", "补证"],
        violated_id=laws[0].id,
        basis_id=laws[-1].id,
        due_on=TODAY + DAY,
        extended_to=TODAY + 9 * DAY if hazard.id % 2 else None,
        appeal="六十日内复议",
    )


async def _patrol(session, place, now, account, hazard):
    checklist = (await session.scalars(select(Checklist).where(Checklist.code == "TOWN"))).one()
    wanted = select(ChecklistItem).where(ChecklistItem.checklist_id == checklist.id)
    items = (await session.scalars(wanted.order_by(ChecklistItem.number))).all()
    patrol = Patrol(
        **place,
        checklist_id=checklist.id,
        place="",
        started_at=now - DAY,
        ended_at=now - DAY + dt.timedelta(hours=1),
        tier=Tier.TOWN,
        recorded_by=account,
        refused_to_sign=False,
        remarks="",
    )
    session.add(patrol)
    await session.flush()
    for item in items[:2]:
        answer = PatrolAnswer(
            **place,
            patrol_id=patrol.id,
            item_id=item.id,
            result=PatrolResult.PASSED if item.number > 1 else PatrolResult.FAILED,
            note="",
            hazard_id=hazard.id if item.number == 1 else None,
        )
        session.add(answer)
    await session.flush()
