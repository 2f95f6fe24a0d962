"""Standards for the small world: current and ended, uses, own ones of every state, and checks."""

import datetime as dt

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.draws.models import Draw
from core.register.models import Enterprise
from plugins.standards.models import (
    DeclaredIndicator,
    EnterpriseStandard,
    FilingMode,
    IndicatorSense,
    ReplacementNotice,
    Standard,
    StandardIndicator,
    StandardKind,
    StandardRule,
    StandardUse,
    UseRole,
)
from plugins.standards.models_checks import (
    BarcodeMember,
    CheckAnswer,
    CheckPoint,
    CheckRound,
    CheckVerdict,
    DeclarationCheck,
    Pilot,
    PilotKind,
    StandardReview,
)
from plugins.standards.seeds import plant_law
from tests.access.people import DAY, TODAY
from tests.fixtures.small_world import World

CHAINS = {"a1": ("second", "c1"), "c1": ("town-b",)}
"""Enterprise -> organisations elsewhere on the chain of what is its own."""


async def add_standards(session: AsyncSession, world: World, now: dt.datetime) -> None:
    """For each enterprise uses, own standards, a review and a check; and the catalogue."""
    await plant_law(session)
    known = await _catalogue(session)
    rule = (await session.scalars(select(StandardRule).order_by(StandardRule.id))).first()
    assert rule is not None
    point = (await session.scalars(select(CheckPoint).order_by(CheckPoint.id))).first()
    assert point is not None
    round_id = await _round(session, world, now)
    for number, (name, key) in enumerate(sorted(world.enterprises.items())):
        town = (await session.get_one(Enterprise, key)).town_id
        chain = [world.organisations[each] for each in CHAINS.get(name, ())]
        of = {"town_id": town, "enterprise_id": key}
        place = {**of, "organisation_ids": chain}
        session.add_all(_uses(of, number, known))
        session.add(
            Pilot(**of, kind=list(PilotKind)[number % 4], title=name, began_on=TODAY, outcome="")
        )
        session.add(
            BarcodeMember(
                **of,
                maker_code=f"6999000{number}",
                member_since=TODAY - DAY,
                valid_until=TODAY + DAY,
            )
        )
        own = _own(place, number, name, rule.id)
        session.add_all(own)
        await session.flush()
        await _parts(session, place, own[0], number, (round_id, point.id))
    await session.flush()


async def _parts(session, place, own, number, known):
    """An indicator, a review and a check of one own standard."""
    round_id, point_id = known
    session.add(
        DeclaredIndicator(
            **place,
            enterprise_standard_id=own.id,
            name="强度",
            unit="MPa",
            sense=IndicatorSense.AT_LEAST,
            value=12.5,
            method="附录",
            below=bool(number % 2),
            statement="",
        )
    )
    session.add(
        StandardReview(
            **place, enterprise_standard_id=own.id, submitted_on=TODAY, conclusion=own.title
        )
    )
    check = DeclarationCheck(
        **place,
        enterprise_standard_id=own.id,
        round_id=round_id,
        drawn_on=TODAY - number * DAY,
        findings=own.title,
        correction="",
    )
    session.add(check)
    await session.flush()
    session.add(
        CheckAnswer(
            **place,
            check_id=check.id,
            point_id=point_id,
            verdict=list(CheckVerdict)[number % 3],
            note="",
        )
    )


async def _catalogue(session):
    made = []
    for n, (gone, first) in enumerate(((None, -9), (-1, -900), (20, -900), (None, 40), (5, -9))):
        row = Standard(
            code=f"GB/T 990{n}-2020",
            prefix="GB/T",
            number=f"990{n}",
            year=2020,
            title=f"样本标准{n}",
            kind=StandardKind.RECOMMENDED,
            effective_on=TODAY + first * DAY,
            withdrawn_on=None if gone is None else TODAY + gone * DAY,
            replaced_by_id=made[0].id if n == 1 else None,
            search_text=f"gbt990{n}2020",
        )
        session.add(row)
        await session.flush()
        made.append(row)
        session.add(
            StandardIndicator(
                standard_id=row.id,
                name="强度",
                unit="MPa",
                sense=IndicatorSense.AT_LEAST,
                value=10.0 + n,
            )
        )
    session.add(
        ReplacementNotice(
            replaced_id=made[1].id,
            successor_id=made[0].id,
            published_on=TODAY,
            ends_on=TODAY,
            source="公告",
            uses_flagged=1,
            firms_told=1,
            imported_on=TODAY,
        )
    )
    return made


def _uses(of, number, known):
    for n in range(2):
        standard = known[(number + n) % len(known)]
        ends = standard.withdrawn_on
        yield StandardUse(
            **of,
            product=f"产品{number}-{n}",
            role=list(UseRole)[n],
            standard_id=standard.id,
            declared_on=TODAY - DAY if number % 4 or n else None,
            ended_on=TODAY if number % 3 == 2 and n else None,
            flagged_on=TODAY if ends else None,
            replace_by=ends - DAY if ends else None,
            search_text=f"产品{number}",
        )


def _own(place, number, name, rule_id):
    dates = (
        {"published_on": TODAY - 30 * DAY},
        {},
        {
            "published_on": TODAY - 900 * DAY,
            "valid_until": TODAY + (number * 60 - 40) * DAY,
            "struck_off_on": TODAY if number == 0 else None,
            "abolished_on": TODAY if number == 3 else None,
        },
    )
    return [
        EnterpriseStandard(
            **place,
            **more,
            number=f"Q/{name.upper()}X {n:03}-2026",
            number_key=f"Q/{name.upper()}X{n:03}-2026",
            unusual_number=bool(n),
            title=f"{name} 样本",
            product="样本",
            mode=FilingMode.FILED if n == 2 else FilingMode.DECLARED,
            rule_id=rule_id,
            issued_on=TODAY - 1000 * DAY,
        )
        for n, more in enumerate(dates)
    ]


async def _round(session, world, now):
    draw = Draw(
        kind="standards.declarations",
        title="样本",
        pool="1 1\n",
        labels={},
        pool_size=1,
        pool_sha256="",
        count=1,
        seed_source="",
        frozen_at=now,
        frozen_by=world.accounts["branch-standards-clerk"],
        frozen_as="branch.standards_clerk",
    )
    session.add(draw)
    await session.flush()
    made = CheckRound(title="样本", percent=5, draw_id=draw.id, frozen_on=TODAY)
    session.add(made)
    await session.flush()
    return made.id
