"""Quality supervision for the small world: classes, a plan, checks at every stage, results."""

import datetime as dt
import decimal

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import Range
from sqlalchemy.ext.asyncio import AsyncSession

from core.policy.vocabulary import Tier
from core.register.models import Enterprise
from core.sampling.models import PlaceKind, TestVerdict
from plugins.quality.models import (
    CheckLevel,
    EnterpriseClass,
    EnterpriseGrade,
    EnterpriseProduct,
    Product,
    ProductRisk,
    Regime,
    RegimeOverride,
    Removal,
    SpotCheckCandidate,
    SpotCheckPlan,
    SupervisionProfile,
    UpperLevelCheck,
)
from plugins.quality.models_samples import (
    AreaFailureRate,
    ClueResult,
    CorrectionOrder,
    CorrectionReport,
    Objection,
    PublishedResult,
    QualityClue,
    Recheck,
    Sample,
    SpotCheckTask,
    TaskOrigin,
    TestItem,
    TestReport,
    TestReportKind,
)
from plugins.quality.seeds import plant_law, plant_products
from tests.access.people import DAY, TODAY
from tests.fixtures.small_world import World

CHAINS = {"a1": ("second", "c1"), "c1": ("town-b",)}
"""Enterprise -> organisations elsewhere on the chain of what is its own."""


async def add_quality(session: AsyncSession, world: World, now: dt.datetime) -> None:
    """For each enterprise a class, a profile and two checks, of which one is not sealed yet."""
    await plant_law(session)
    await plant_products(session)
    products = (await session.scalars(select(Product).order_by(Product.id))).all()
    plan = _plan(world, products[0])
    session.add(plan)
    await session.flush()
    for number, (name, key) in enumerate(sorted(world.enterprises.items())):
        town = (await session.get_one(Enterprise, key)).town_id
        of = {"town_id": town, "enterprise_id": key}
        place = of | {"organisation_ids": [world.organisations[n] for n in CHAINS.get(name, ())]}
        session.add_all(_classes(place, number))
        session.add(_profile(of, number))
        session.add(_making(of, number, products[number], world))
        session.add(_candidate(of, number, plan))
        session.add(_clue(place, number))
        if number % 3 == 0:
            session.add(_rate(town, number, products[number]))
        open_one = _task(place | {"enterprise_id": None}, key, products[0], plan)
        done = _task(place, key, products[1], None, verdict=TestVerdict.FAILED, final_on=TODAY)
        session.add_all((open_one, done))
        await session.flush()
        await _parts(session, place, done, (number, now, world))
    await session.flush()


def _plan(world, product):
    return SpotCheckPlan(
        town_id=world.divisions["a"],
        enterprise_id=None,
        organisation_ids=[],
        number="萧质监抽〔2026〕9号",
        name="样本计划",
        level=CheckLevel.COUNTY,
        year=2026,
        product_id=product.id,
        batches=2,
        laboratory="检验中心",
        cost=decimal.Decimal("1200.50"),
        seed_source="彩票",
        sample_by=TODAY + 9 * DAY,
    )


def _classes(place, number):
    grade = list(EnterpriseGrade)[number % 4]
    given = {"grade": grade, "reasons": f"理由{number}", "proposed_on": TODAY - DAY}
    return (
        EnterpriseClass(**place, **given, valid_from=TODAY - DAY),
        EnterpriseClass(**place, **given),
        RegimeOverride(
            **place,
            regime=Regime.NORMAL,
            months_between=6,
            why="停产",
            until=TODAY + number * DAY,
            signed_on=TODAY if number % 2 else None,
        ),
    )


def _profile(of, number):
    override = TODAY + (number - 2) * DAY if number % 2 else None
    return SupervisionProfile(
        **of,
        grade=list(EnterpriseGrade)[number % 4],
        is_graded=bool(number % 2),
        level=list(ProductRisk)[number % 3],
        points=number,
        factors=[f"因素{number}\nfactor"],
        regime=list(Regime)[number % 4],
        months_between=number + 1,
        legal_basis="公告",
        override_regime=Regime.NORMAL if override else None,
        override_months=6 if override else None,
        override_until=override,
        last_visit_on=TODAY - 9 * DAY,
        next_visit_on=TODAY + (10 * number - 5) * DAY,
    )


def _making(of, number, product, world):
    return EnterpriseProduct(
        **of,
        product_id=product.id,
        brand=f"牌{number}",
        change_id=world.change_id,
        last_passed_on=TODAY - number * 100 * DAY,
        recent_failures=number % 3,
    )


def _candidate(of, number, plan):
    return SpotCheckCandidate(
        plan_id=plan.id,
        unit_id=of["enterprise_id"],
        town_id=of["town_id"],
        ball=f"{number:04}",
        weight=1,
        removed=Removal.UPPER_LEVEL if number % 2 else None,
        drawn_as=None if number % 2 else number + 1,
    )


def _clue(place, number):
    return QualityClue(
        **place | {"enterprise_id": None},
        unit_id=place["enterprise_id"],
        what=f"线索{number}",
        place="一号库",
        reported_on=TODAY,
        reported_by=Tier.TOWN,
        result=ClueResult.UNFOUNDED if number % 2 else None,
    )


def _rate(town, number, product):
    return AreaFailureRate(
        product_id=product.id, town_id=town, tested=5, failed=2, ratio=number, counted_on=TODAY
    )


def _task(place, unit, product, plan, **more):
    return SpotCheckTask(
        **place,
        plan_id=plan.id if plan else None,
        product_id=product.id,
        risk_level=product.risk_level,
        unit_id=unit,
        origin=TaskOrigin.DRAWN if plan else TaskOrigin.DIRECTED,
        laboratory="检验中心",
        assigned_on=TODAY,
        **more,
    )


async def _parts(session, place, task, told):
    """Everything that follows a failing check."""
    number, now, world = told
    part = place | {"task_id": task.id}
    report = _report(part, number)
    session.add_all((
        report,
        _sample(part, task, number, (now, world.accounts["station-inspector-first"])),
        _listed(place, task),
        Objection(**part, filed_on=TODAY, grounds=f"异议{number}"),
        CorrectionOrder(**part, items=["改正"], due_on=TODAY + DAY, legal_basis="第十七条"),
        CorrectionReport(**part, reported_on=TODAY, causes="原因", measures="措施"),
        Recheck(**part, rechecked_on=TODAY, passed=True, notes="好", tier=Tier.STATION),
        _published(place, task, number),
    ))  # fmt: skip
    await session.flush()
    session.add(
        TestItem(
            **place,
            report_id=report.id,
            number=1,
            item="电阻",
            standard_limit="≤ 7",
            measured="8",
            verdict=TestVerdict.FAILED,
        )
    )


def _report(part, number):
    return TestReport(
        **part,
        kind=TestReportKind.FIRST,
        laboratory="检验中心",
        cma_number="CMA",
        number=f"R{number}",
        issued_on=TODAY,
        received_on=TODAY,
        verdict=TestVerdict.FAILED,
    )


def _sample(part, task, number, taken):
    at, officer = taken
    return Sample(
        **part,
        product_id=task.product_id,
        number=f"XS2026{number:05}",
        place_kind=PlaceKind.STOCK,
        sampled_unit=f"单位{number}",
        sampled_address="路",
        nominal_maker=f"样本厂{number}",
        product_name="电缆",
        base_quantity=decimal.Decimal("500.5"),
        check_quantity=decimal.Decimal(20),
        reserve_quantity=decimal.Decimal(20),
        quantity_unit="米",
        batch="B1",
        taken_at=at - DAY,
        first_officer_id=officer,
    )


def _listed(place, task):
    level = CheckLevel.PROVINCIAL
    return UpperLevelCheck(
        **place, product_id=task.product_id, level=level, year=2026, notice="8号"
    )


def _published(place, task, number):
    """Shown today, or until yesterday."""
    until = TODAY + DAY if number % 2 else TODAY
    return PublishedResult(
        task_id=task.id,
        enterprise_id=place["enterprise_id"],
        town_id=place["town_id"],
        sampling_number=f"XS2026{number:05}",
        nominal_maker=f"样本厂{number}",
        maker_address="", sampled_unit="单位", unit_address="", product_name="电缆",
        specification="", brand="", batch="B1", verdict=TestVerdict.FAILED,
        failures=["电阻‖8‖7"], product_class="电线电缆", notice_number="3号",
        published_on=TODAY, source="区级", laboratory="检验中心", remark="",
        shown_during=Range(TODAY - 9 * DAY, until),
    )  # fmt: skip
