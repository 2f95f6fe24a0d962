"""Plans of spot checks: drafted, published with a frozen pool, drawn by lot, closed.

Whoever stands on a superior's list for the product, or was sampled for it lately, is taken out of
the pool before it is frozen, and stays in the list with the reason.
"""

import datetime as dt
import decimal
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from core.draws.drawing import Ball
from core.draws.service import Pool, freeze, make_draw, publish
from core.errors import InvalidInput, NotFound
from core.papers.numbering import next_serial
from core.policy.vocabulary import Action
from core.procedures.models import Matter, MatterState
from core.procedures.service import complete, open_matter
from core.register.colours import months_after
from core.register.divisions_data import DivisionKind
from core.register.models import Division, Enterprise, EnterpriseStatus
from core.register.places import readable
from core.register.service import filled
from core.store.unit import UnitOfWork
from plugins.quality import errors
from plugins.quality.models import (
    CheckLevel,
    EnterpriseClass,
    EnterpriseGrade,
    EnterpriseProduct,
    Product,
    Removal,
    SpotCheckCandidate,
    SpotCheckPlan,
    UpperLevelCheck,
)
from plugins.quality.models_samples import SpotCheckTask, TaskOrigin
from plugins.quality.procedures import CLOSED, PLAN
from plugins.quality.service import term
from plugins.quality.service_tasks import Assignment, open_task

KIND = "quality.spot_check"
NUMBERED = "spot_check_plan"
SERIES = "XS"


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What a plan says."""

    name: str
    level: CheckLevel
    product_id: int
    batches: int
    laboratory: str
    cost: decimal.Decimal
    seed_source: str
    sample_by: dt.date


async def draft_plan(work: UnitOfWork, draft: Draft) -> SpotCheckPlan:
    """Draft a plan of this year. Raises NotFound, Denied, InvalidInput."""
    product = await readable(work, Product, draft.product_id, "productId")
    if draft.batches < 1:
        raise InvalidInput("抽查批次至少为 1。", "At least one.", field="batches")
    if draft.sample_by <= work.today:
        raise InvalidInput("抽样截止须晚于今天。", "It ends after today.", field="sampleBy")
    plan = SpotCheckPlan(
        town_id=await _district(work),
        name=filled(draft.name, "name"),
        level=draft.level,
        year=work.today.year,
        product_id=product.id,
        batches=draft.batches,
        laboratory=filled(draft.laboratory, "laboratory"),
        cost=draft.cost,
        seed_source=filled(draft.seed_source, "seedSource"),
        sample_by=draft.sample_by,
    )
    await work.add(plan, Action.CREATE)
    await open_matter(work, plan, PLAN, title=f"监督抽查计划：{plan.name}")
    return plan


async def publish_plan(work: UnitOfWork, key: int, version: int | None) -> SpotCheckPlan:
    """Publish it: number, pool and removals stand, and the pool is frozen before the seed is known.

    Raises NotFound, Denied (`SAME_PERSON`), Conflict (`POOL_EMPTY`).
    """
    plan = await work.fetch(SpotCheckPlan, key, Action.CONFIRM, expected_version=version)
    await complete(work, plan, "published")
    serial = await next_serial(work, NUMBERED, SERIES, plan.year)
    plan.number = f"萧质监抽〔{plan.year}〕{serial}号"
    pool = await _pool(work, plan)
    left = [each for each in pool if each.removed is None]
    if not left:
        raise errors.pool_empty()
    names = select(Enterprise.id, Enterprise.name).where(
        Enterprise.id.in_([each.unit_id for each in left])
    )
    called = {row.id: row.name for row in (await work.session.execute(names)).all()}
    draw = await freeze(
        work,
        Pool(
            kind=KIND,
            title=f"{plan.number} {plan.name}",
            balls=[Ball(each.ball, each.weight) for each in left],
            count=min(plan.batches, len(left)),
            labels={each.ball: called[each.unit_id] for each in left},
            seed_source=plan.seed_source,
        ),
        act=SpotCheckPlan,
        action=Action.CONFIRM,
    )
    plan.draw_id = draw.id
    return plan


async def draw_plan(
    work: UnitOfWork, key: int, version: int | None, seed: str, witnesses: Sequence[str] = ()
) -> SpotCheckPlan:
    """Draw with the seed from the announced source, and assign a task to each that was drawn.

    Raises NotFound, Denied (`SAME_HAND`, `SAME_PERSON`), Conflict, InvalidInput (`SEED_MISSING`).
    """
    plan = await work.fetch(SpotCheckPlan, key, Action.UPDATE, expected_version=version)
    await complete(work, plan, "drawn")
    if plan.draw_id is None:
        raise NotFound(field="id")
    won = await make_draw(
        work,
        plan.draw_id,
        act=SpotCheckPlan,
        action=Action.UPDATE,
        seed=seed,
        witnesses=witnesses,
    )
    wanted = select(SpotCheckCandidate).where(
        SpotCheckCandidate.plan_id == plan.id, SpotCheckCandidate.ball.in_(won)
    )
    by_ball = {each.ball: each for each in (await work.session.scalars(wanted)).all()}
    for place, ball in enumerate(won, 1):
        candidate = by_ball[ball]
        await work.entail(candidate, SpotCheckPlan, Action.UPDATE)
        candidate.drawn_as = place
        unit = await readable(work, Enterprise, candidate.unit_id, "enterpriseId")
        await open_task(
            work,
            Assignment(
                enterprise=unit,
                product_id=plan.product_id,
                origin=TaskOrigin.DRAWN,
                laboratory=plan.laboratory,
                sample_by=plan.sample_by,
                plan=plan,
                place=place,
            ),
        )
    return plan


async def close_plan(work: UnitOfWork, key: int, version: int | None) -> SpotCheckPlan:
    """End a plan whose tasks have all ended; its draw is then for everybody to look at.

    Raises NotFound, Denied, Conflict (`TASKS_RUNNING`).
    """
    plan = await work.fetch(SpotCheckPlan, key, Action.CONFIRM, expected_version=version)
    running = (
        select(func.count())
        .select_from(SpotCheckTask)
        .join(Matter, Matter.id == SpotCheckTask.matter_id)
        .where(SpotCheckTask.plan_id == plan.id, Matter.state == MatterState.OPEN)
    )
    if left := (await work.session.scalars(running)).one():
        raise errors.still_running(left)
    await complete(work, plan, "closed", outcome=CLOSED)
    if plan.draw_id is not None:
        await publish(work, plan.draw_id, act=SpotCheckPlan, action=Action.CONFIRM)
    return plan


async def record_upper_level(
    work: UnitOfWork, product_id: int, enterprise_ids: Sequence[int], level: CheckLevel, notice: str
) -> UpperLevelCheck:
    """Enter who stands on a superior's list of this year; again is harmless.

    Raises NotFound, InvalidInput.
    """
    if level is CheckLevel.COUNTY or not enterprise_ids:
        raise InvalidInput("请选择上级和企业。", "Choose a superior and firms.", field="level")
    await readable(work, Product, product_id, "productId")
    known = select(UpperLevelCheck).where(
        UpperLevelCheck.product_id == product_id,
        UpperLevelCheck.year == work.today.year,
        UpperLevelCheck.notice == filled(notice, "notice"),
    )
    found = {row.enterprise_id: row for row in (await work.session.scalars(known)).all()}
    last = None
    for key in dict.fromkeys(enterprise_ids):
        enterprise = await readable(work, Enterprise, key, "enterpriseIds")
        last = found.get(key)
        if last is None:
            row = UpperLevelCheck(
                product_id=product_id,
                enterprise_id=enterprise.id,
                town_id=enterprise.town_id,
                level=level,
                year=work.today.year,
                notice=notice.strip(),
            )
            last = await work.add(row, Action.CREATE)
    if last is None:
        raise NotFound(field="enterpriseIds")
    return last


async def _pool(work: UnitOfWork, plan: SpotCheckPlan) -> list[SpotCheckCandidate]:
    """Everybody in business who makes the product, with weight or removal, by name."""
    makers = (
        select(Enterprise.id, Enterprise.town_id, func.max(EnterpriseProduct.last_sampled_on))
        .join(EnterpriseProduct, EnterpriseProduct.enterprise_id == Enterprise.id)
        .where(
            EnterpriseProduct.product_id == plan.product_id,
            EnterpriseProduct.ended_on.is_(None),
            Enterprise.status == EnterpriseStatus.OPEN,
        )
        .group_by(Enterprise.id, Enterprise.town_id, Enterprise.name)
        .order_by(Enterprise.name, Enterprise.id)
    )
    months = (await term(work, "REPEAT_MONTHS")).value
    since = months_after(work.today, -months)
    heavy = (await term(work, "CLASS_C_WEIGHT")).value
    listed, worst = await _listed(work, plan), await _class_c(work)
    pool = []
    for number, (key, town, sampled) in enumerate((await work.session.execute(makers)).all(), 1):
        removed, because = None, ""
        if key in listed:
            removed, because = Removal.UPPER_LEVEL, listed[key]
        elif sampled is not None and sampled > since:
            removed, because = Removal.CHECKED_RECENTLY, f"{sampled} 已抽样"
        candidate = SpotCheckCandidate(
            plan_id=plan.id,
            unit_id=key,
            town_id=town,
            ball=f"{number:04}",
            weight=heavy if key in worst else 1,
            removed=removed,
            removed_because=because,
        )
        pool.append(await work.entail(candidate, SpotCheckPlan, Action.CONFIRM))
    return pool


async def _listed(work: UnitOfWork, plan: SpotCheckPlan) -> dict[int, str]:
    """Enterprise -> the notice of a superior body that checks it for the product this year."""
    wanted = select(UpperLevelCheck.enterprise_id, UpperLevelCheck.notice).where(
        UpperLevelCheck.product_id == plan.product_id, UpperLevelCheck.year == plan.year
    )
    return {key: notice for key, notice in (await work.session.execute(wanted)).all() if key}


async def _class_c(work: UnitOfWork) -> set[int | None]:
    wanted = select(EnterpriseClass.enterprise_id).where(
        EnterpriseClass.grade == EnterpriseGrade.C,
        EnterpriseClass.valid_from.isnot(None),
        EnterpriseClass.valid_to.is_(None),
    )
    return set((await work.session.scalars(wanted)).all())


async def _district(work: UnitOfWork) -> int:
    """The district of today: a plan belongs to no town."""
    wanted = select(Division.id).where(
        Division.kind == DivisionKind.DISTRICT, Division.valid_to.is_(None)
    )
    found = (await work.session.scalars(wanted.order_by(Division.id))).first()
    if found is None:
        raise NotFound(field="townId")
    return found
