"""Letters, plans, tasks and draws for the small world: of every town, published and not."""

import datetime as dt

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import Range
from sqlalchemy.ext.asyncio import AsyncSession

from core.draws.drawing import Ball, drawn, pool_text, result_hash, sha256_of
from core.draws.models import Draw
from core.register.models import Enterprise
from plugins.inspection import models_letters as letters
from plugins.inspection import models_plans as plans
from plugins.inspection.models import HazardCategory
from plugins.inspection.models_past import Corrected, PastFinding, PastInspection
from plugins.inspection.seeds import plant_letter_rules, plant_libraries
from tests.access.people import DAY, TODAY
from tests.fixtures.small_world import World

CHAINS = {"a1": ("second", "c1"), "c1": ("town-b",), "b2": ("town-a", "first", "b1")}
"""Enterprise -> organisations elsewhere on the chain of what is about it."""
OFFICERS = ("station-inspector-first", "station-head-second", "branch-enforcement-officer")


async def add_letters(session: AsyncSession, world: World, now: dt.datetime) -> None:
    """For each enterprise a letter with both wishes and two tasks, of which one is public."""
    await plant_letter_rules(session)
    await plant_libraries(session)
    cards = await _cards(session, world)
    made = [await _plan(session, world, now, number) for number in range(2)]
    library = (await session.scalars(select(plans.ObjectLibrary.id))).first()
    campaign = plans.Campaign(
        title="样本专项", aim="样本", legal_basis="样本", category=HazardCategory.FOOD,
        starts_on=TODAY - DAY, ends_on=TODAY + DAY,
    )  # fmt: skip
    session.add(campaign)
    await session.flush()
    for number, (name, key) in enumerate(sorted(world.enterprises.items())):
        town = (await session.get_one(Enterprise, key)).town_id
        chain = [world.organisations[each] for each in CHAINS.get(name, ())]
        place = {"town_id": town, "organisation_ids": chain}
        await _letter(session, place, key, number)
        session.add(
            plans.LibraryObject(
                library_id=library, enterprise_id=key, town_id=town,
                number=f"C01-{number:04}", weight=1 + number % 2,
            )
        )  # fmt: skip
        session.add(
            plans.UpperInspection(
                enterprise_id=key, town_id=town, level=list(plans.UpperLevel)[number % 3],
                inspected_on=TODAY - number * DAY, what=name,
            )
        )  # fmt: skip
        await _past(session, {"enterprise_id": key, "town_id": town}, number)
        for plan in made:
            session.add(_task(place, plan, key, number, cards))
        if number % 2 == 0:
            session.add(
                plans.CampaignTarget(
                    campaign_id=campaign.id, town_id=town, target=4, done=number % 4, behind=number
                )
            )
    await session.flush()


async def _past(session: AsyncSession, place: dict[str, int], number: int) -> None:
    """An inspection of the past with what it found."""
    made = PastInspection(
        **place, authority="样本", number=f"P{number}", inspected_on=TODAY - number * DAY,
        kind="Routine", in_compliance=(None, True, False)[number % 3],
    )  # fmt: skip
    session.add(made)
    await session.flush()
    session.add(
        PastFinding(
            **place, inspection_id=made.id, code=f"3-{number}", grade="Core", what="样本",
            place="", corrected=list(Corrected)[number % 3], days_to_correct=10,
            corrected_on=TODAY,
        )
    )  # fmt: skip


async def _cards(session: AsyncSession, world: World) -> list[plans.OfficerCard]:
    cards = [
        plans.OfficerCard(
            account_id=world.accounts[who],
            organisation_id=world.organisations["branch"],
            name=f"执法{number}",
            card_no=f"33010900{number}",
            valid_to=TODAY + (1 + number) * DAY,
            qualifications=["样本"],
            status=list(plans.OfficerStatus)[number],
        )
        for number, who in enumerate(OFFICERS)
    ]
    session.add_all(cards)
    await session.flush()
    return cards


async def _plan(
    session: AsyncSession, world: World, now: dt.datetime, number: int
) -> plans.InspectionPlan:
    """The first is published since yesterday, the second is not."""
    during = Range(TODAY - DAY, None) if number == 0 else None
    balls = [Ball(f"K{n}") for n in range(5)]
    keys = drawn("s", balls, 2)
    draw = Draw(
        kind="inspection.objects", title=f"样本{number}", pool=pool_text(balls), labels={},
        pool_size=5, pool_sha256=sha256_of(pool_text(balls)), count=2, seed_source="样本",
        frozen_at=now, frozen_by=world.accounts["branch-inspection-clerk"],
        frozen_as="branch.inspection_clerk", seed="s", keys=keys,
        result_sha256=result_hash(sha256_of(pool_text(balls)), "s", keys),
        published_during=during,
    )  # fmt: skip
    session.add(draw)
    await session.flush()
    plan = plans.InspectionPlan(
        number=f"检查计划{number}", title=f"样本计划{number}",
        kind=list(plans.PlanKind)[number], items=["样本"],
        starts_on=TODAY - number * DAY, ends_on=TODAY + DAY,
        objects_draw_id=draw.id, published_during=during,
    )  # fmt: skip
    session.add(plan)
    await session.flush()
    return plan


async def _letter(session: AsyncSession, place: dict, key: int, number: int) -> None:
    letter = letters.Letter(
        **place, number=f"来信{number}", channel=list(letters.LetterChannel)[number % 6],
        source_no=f"YB{number}", received_on=TODAY - number * DAY, respondent_id=key,
        respondent_name=f"样本{number}", is_real_name=number % 2 == 0,
    )  # fmt: skip
    session.add(letter)
    await session.flush()
    shared = {
        **place,
        "letter_id": letter.id,
        "received_on": letter.received_on,
        "respondent_id": key,
        "category": list(HazardCategory)[number % 5],
        "product": f"样本商品{number % 3}",
        "summary": f"样本摘要{number}",
    }
    session.add(
        letters.Complaint(
            **shared, number=f"投诉{number}", wanted="退款",
            enterprise_id=key if number % 2 == 0 else None,
            accepted_on=TODAY if number % 2 == 0 else None,
        )
    )  # fmt: skip
    session.add(
        letters.ViolationReport(**shared, number=f"举报{number}", is_real_name=number % 2 == 0)
    )
    session.add(
        letters.ComplaintRecord(
            enterprise_id=key, town_id=place["town_id"], proven=number % 4,
            last_proven_on=TODAY - number * DAY,
        )
    )  # fmt: skip


def _task(
    place: dict, plan: plans.InspectionPlan, key: int, number: int, cards: list
) -> plans.InspectionTask:
    is_done = number % 2 == 0
    return plans.InspectionTask(
        **place, number=f"检查任务{plan.id}-{number}", plan_id=plan.id, inspected_id=key,
        enterprise_id=key if is_done else None, items=["样本"], due_on=TODAY + number * DAY,
        officer_id=cards[number % 3].id, second_officer_id=cards[(number + 1) % 3].id,
        closed_on=TODAY if is_done else None, problems=[],
        published_during=plan.published_during if is_done else None,
    )  # fmt: skip
