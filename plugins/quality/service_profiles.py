"""The profile of an enterprise: computed from its products, its class and the rules of today."""

import datetime as dt
from collections.abc import Collection, Sequence

from sqlalchemy import select

from core.policy.vocabulary import Action
from core.register.models import Enterprise
from core.register.places import town_of_today
from core.store.base import Base
from core.store.unit import UnitOfWork
from plugins.quality.models import (
    EnterpriseClass,
    EnterpriseProduct,
    Product,
    RegimeOverride,
    RegimeRule,
    SupervisionFactor,
    SupervisionProfile,
)
from plugins.quality.service_axis import (
    ASSUMED,
    Rules,
    axis_of,
    most_demanding,
    next_visit,
    regime_of,
)


async def recompute(
    work: UnitOfWork, enterprise_ids: Collection[int], *, act: type[Base], action: Action
) -> None:
    """Bring the profiles of some enterprises up to date, under the rule for an act on `act`."""
    if not enterprise_ids:
        return
    rules = await rules_of(work)
    wanted = select(Enterprise.id, Enterprise.town_id).where(Enterprise.id.in_(enterprise_ids))
    for key, town in (await work.session.execute(wanted.order_by(Enterprise.id))).all():
        products = await _products(work, key)
        grade = await class_in_force(work, key)
        profile = await profile_of(work, key)
        if profile is None:
            if not products and grade is None:
                continue
            place = await town_of_today(work, town)
            profile = SupervisionProfile(enterprise_id=key, town_id=place, override_id=None)
        _fill(profile, rules, products, grade, work.today)
        await work.entail(profile, act, action)


async def override(
    work: UnitOfWork, profile: SupervisionProfile, signed: RegimeOverride, action: Action
) -> None:
    """Let a signed override count until its last day."""
    await work.entail(profile, RegimeOverride, action)
    profile.override_id, profile.override_until = signed.id, signed.until
    profile.override_regime = signed.regime
    profile.override_months = signed.months_between
    profile.next_visit_on = next_visit(profile.last_visit_on or work.today, signed.months_between)


def visited(profile: SupervisionProfile, on: dt.date) -> None:
    """Somebody was there: the next visit is counted from that day."""
    if profile.last_visit_on is not None and profile.last_visit_on >= on:
        return
    profile.last_visit_on = on
    profile.next_visit_on = next_visit(on, _months(profile, on))


async def profile_of(work: UnitOfWork, enterprise_id: int) -> SupervisionProfile | None:
    """The profile, locked; None where the enterprise has none, or it is out of sight."""
    wanted = select(SupervisionProfile).where(SupervisionProfile.enterprise_id == enterprise_id)
    return (await work.session.scalars(wanted.with_for_update())).first()


async def class_in_force(work: UnitOfWork, enterprise_id: int) -> EnterpriseClass | None:
    """The class that was decided last."""
    wanted = select(EnterpriseClass).where(
        EnterpriseClass.enterprise_id == enterprise_id,
        EnterpriseClass.valid_from.isnot(None),
        EnterpriseClass.valid_to.is_(None),
    )
    return (await work.session.scalars(wanted)).first()


async def rules_of(work: UnitOfWork) -> Rules:
    """The rules in force today."""
    factors = (await work.session.scalars(select(SupervisionFactor))).all()
    regimes = (await work.session.scalars(select(RegimeRule))).all()
    return Rules(
        [each for each in factors if each.in_force(work.today)],
        [each for each in regimes if each.in_force(work.today)],
    )


async def _products(work: UnitOfWork, enterprise_id: int) -> Sequence[Product]:
    wanted = (
        select(Product)
        .join(EnterpriseProduct, EnterpriseProduct.product_id == Product.id)
        .where(
            EnterpriseProduct.enterprise_id == enterprise_id,
            EnterpriseProduct.ended_on.is_(None),
        )
        .order_by(Product.id)
    )
    return list(dict.fromkeys((await work.session.scalars(wanted)).all()))


def _fill(
    profile: SupervisionProfile,
    rules: Rules,
    products: Sequence[Product],
    decided: EnterpriseClass | None,
    today: dt.date,
) -> None:
    axis = most_demanding(axis_of(each, rules) for each in products)
    grade = ASSUMED if decided is None else decided.grade
    rule = regime_of(grade, axis.level, rules)
    said = "未评定，按B类（assumed）" if decided is None else f"{grade.value}：{decided.reasons}"
    profile.grade, profile.is_graded = grade, decided is not None
    profile.level, profile.points = axis.level, axis.points
    profile.factors = [
        *axis.lines,
        f"产品等级 {axis.level.value}（{axis.points} 分）\nlevel {axis.level.value}",
        f"企业类别 {said}\nclass {grade.value}",
    ]
    if rule is not None:
        profile.regime, profile.months_between = rule.regime, rule.months_between
        profile.legal_basis = rule.legal_basis
    since = None if decided is None else decided.valid_from
    profile.next_visit_on = next_visit(
        profile.last_visit_on or since or today, _months(profile, today)
    )


def _months(profile: SupervisionProfile, on: dt.date) -> int:
    """Months between visits on a day; an override counts while it runs."""
    if profile.override_until is not None and profile.override_until >= on:
        return profile.override_months or profile.months_between
    return profile.months_between
