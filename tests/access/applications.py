"""Applications for the small world: one of each firm, with a review, a report and a claim."""

import datetime as dt

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.register.models import Enterprise
from plugins.licensing.models import Licence, LicenceType
from plugins.licensing.models_applications import (
    Application,
    ApplicationKind,
    LicenceClaim,
    SiteReview,
    YearlyReport,
)
from plugins.licensing.seeds import plant_application_limits
from tests.access.people import DAY, TODAY
from tests.fixtures.small_world import World

CHAINS = {"a1": ("second", "c1"), "c1": ("town-b",)}
"""Enterprise -> organisations elsewhere on the chain of its application."""


async def add_applications(session: AsyncSession, world: World, now: dt.datetime) -> None:
    """For each firm an application at some step, and what hangs on its licences."""
    await plant_application_limits(session)
    kind = (await session.scalars(select(LicenceType).order_by(LicenceType.id))).first()
    licences = (await session.scalars(select(Licence).order_by(Licence.id))).all()
    account = world.accounts["branch-licensing-clerk"]
    assert kind is not None
    for number, (name, key) in enumerate(sorted(world.enterprises.items())):
        town = (await session.get_one(Enterprise, key)).town_id
        chain = [world.organisations[each] for each in CHAINS.get(name, ())]
        of = {"town_id": town, "enterprise_id": key}
        place = {**of, "organisation_ids": chain}
        own = next((each for each in licences if each.enterprise_id == key), licences[0])
        other = next(each for each in licences if each.enterprise_id != key)
        row = Application(
            **place,
            kind=list(ApplicationKind)[number % 5],
            type_id=kind.id,
            licence_id=own.id if number % 2 else None,
            covers=["糕点"],
            statement=name,
            filed_on=TODAY - number * DAY,
            granted=True if number == 1 else None,
            reasons="",
        )
        session.add(row)
        await session.flush()
        review = SiteReview(
            **place,
            application_id=row.id,
            reviewed_on=TODAY,
            reviewer_count=2,
            items=["布局"],
            passed=bool(number % 2),
            findings=name,
            recorded_by=account,
        )
        report = YearlyReport(
            **of, licence_id=own.id, due_on=TODAY, reported_on=TODAY, text=f"{name} 自查"
        )
        claim = LicenceClaim(
            **place, licence_id=other.id, number=other.number, source="文件", noted_on=TODAY
        )
        session.add_all((review, report, claim))
    await session.flush()
