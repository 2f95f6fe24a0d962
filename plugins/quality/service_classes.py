"""Classes of enterprises: proposed by a station or section, decided by the branch; overrides."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import select

from core.errors import InvalidInput
from core.policy.vocabulary import Action
from core.procedures.models import Matter, MatterState
from core.procedures.service import complete, open_matter
from core.register.colours import months_after
from core.register.models import Enterprise
from core.register.places import readable, town_of_today
from core.register.service import filled
from core.store.unit import UnitOfWork
from plugins.quality import errors
from plugins.quality.models import EnterpriseClass, EnterpriseGrade, Regime, RegimeOverride
from plugins.quality.procedures import CLASS, DECIDED, OVERRIDE, REFUSED
from plugins.quality.service_profiles import class_in_force, override, profile_of, recompute

LONGEST_OVERRIDE = 12
"""Months."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Another regime, why not: its reason is the work's."""

    enterprise_id: int
    regime: Regime
    months_between: int
    until: dt.date


async def propose_class(
    work: UnitOfWork, enterprise_id: int, grade: EnterpriseGrade, reasons: str
) -> EnterpriseClass:
    """Propose a class. Raises NotFound, Denied, Conflict (`PROPOSAL_OPEN`), InvalidInput."""
    enterprise = await readable(work, Enterprise, enterprise_id, "enterpriseId")
    await _none_open(work, EnterpriseClass, enterprise_id)
    proposed = EnterpriseClass(
        enterprise_id=enterprise.id,
        town_id=await town_of_today(work, enterprise.town_id),
        grade=grade,
        reasons=filled(reasons, "reasons"),
        proposed_on=work.today,
    )
    await work.add(proposed, Action.CREATE)
    await open_matter(
        work, proposed, CLASS, title=f"企业类别评定：{enterprise.name} {grade.value}类"
    )
    return proposed


async def decide_class(
    work: UnitOfWork, key: int, *, accept: bool, grade: EnterpriseGrade | None, version: int | None
) -> EnterpriseClass:
    """Decide a proposal, in another class than was proposed where `grade` says so.

    The class before ends on this day. Refusing needs a reason. Raises Denied (`SAME_PERSON`).
    """
    proposed = await work.fetch(EnterpriseClass, key, Action.CONFIRM, expected_version=version)
    if not accept:
        filled(work.reason, "reason")
        await complete(work, proposed, "decided", outcome=REFUSED)
        return proposed
    if grade is not None and grade is not proposed.grade:
        proposed.reasons += f"\n评定为{grade.value}类：{filled(work.reason, 'reason')}"
        proposed.grade = grade
    await complete(work, proposed, "decided", outcome=DECIDED)
    before = await class_in_force(work, proposed.enterprise_id or 0)
    if before is not None:
        await work.entail(before, EnterpriseClass, Action.CONFIRM)
        before.valid_to = work.today
    proposed.valid_from = work.today
    await work.session.flush()
    await recompute(work, {proposed.enterprise_id or 0}, act=EnterpriseClass, action=Action.CONFIRM)
    return proposed


async def propose_override(work: UnitOfWork, wanted: Wanted) -> RegimeOverride:
    """Propose another regime for a time. Raises Conflict (`NO_PROFILE`, `PROPOSAL_OPEN`)."""
    why = filled(work.reason, "reason")
    enterprise = await readable(work, Enterprise, wanted.enterprise_id, "enterpriseId")
    if await profile_of(work, enterprise.id) is None:
        raise errors.not_graded()
    await _none_open(work, RegimeOverride, enterprise.id)
    if not work.today < wanted.until <= months_after(work.today, LONGEST_OVERRIDE):
        raise errors.late_override()
    if not 1 <= wanted.months_between <= 36:
        raise InvalidInput("检查间隔为 1 至 36 个月。", "1 to 36 months.", field="monthsBetween")
    proposed = RegimeOverride(
        enterprise_id=enterprise.id,
        town_id=await town_of_today(work, enterprise.town_id),
        regime=wanted.regime,
        months_between=wanted.months_between,
        why=why,
        until=wanted.until,
    )
    await work.add(proposed, Action.CREATE)
    await open_matter(work, proposed, OVERRIDE, title=f"监管方式调整：{enterprise.name}")
    return proposed


async def sign_override(
    work: UnitOfWork, key: int, *, accept: bool, version: int | None
) -> RegimeOverride:
    """The second signature: it counts from now on. Raises Denied (`SAME_PERSON`) and others."""
    signed = await work.fetch(RegimeOverride, key, Action.CONFIRM, expected_version=version)
    if not accept:
        filled(work.reason, "reason")
        await complete(work, signed, "signed", outcome=REFUSED)
        return signed
    if signed.until <= work.today:
        raise errors.late_override()
    await complete(work, signed, "signed", outcome=DECIDED)
    signed.signed_on = work.today
    profile = await profile_of(work, signed.enterprise_id or 0)
    if profile is None:
        raise errors.not_graded()
    await override(work, profile, signed, Action.CONFIRM)
    return signed


async def _none_open(
    work: UnitOfWork, model: type[EnterpriseClass | RegimeOverride], enterprise_id: int
) -> None:
    """Refuse a second proposal while one waits."""
    wanted = (
        select(model.id)
        .join(Matter, Matter.id == model.matter_id)
        .where(model.enterprise_id == enterprise_id, Matter.state == MatterState.OPEN)
    )
    if (await work.session.scalars(wanted)).first() is not None:
        raise errors.proposal_open()
