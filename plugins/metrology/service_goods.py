"""Net content of packaged goods, standards of users, and the bodies that may verify."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from core.errors import Conflict, InvalidInput
from core.policy.vocabulary import Action
from core.register.models import ChangeKind, Enterprise
from core.register.places import readable, town_of_today
from core.register.service import confirm_change, enter, filled
from core.store.unit import UnitOfWork
from plugins.metrology import errors
from plugins.metrology.models_checks import MeasurementStandard, PackagedGoodsCheck
from plugins.metrology.models_law import AuthorisedBody, NetContentTolerance, SamplePlan
from plugins.metrology.service_rules import judge


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """Packages of one batch, in grams or millilitres."""

    enterprise_id: int
    product: str
    nominal: int
    batch: int
    actual: tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Examined:
    """A standard and the certificate of its examination (计量标准考核证书)."""

    enterprise_id: int
    name: str
    certificate_no: str
    measuring_range: str
    accuracy: str
    highest: bool
    examined_on: dt.date
    valid_to: dt.date


async def check_goods(work: UnitOfWork, weighed: Weighed) -> PackagedGoodsCheck:
    """Judge a batch by the rule in force. Raises NotFound, InvalidInput (`SAMPLE_SIZE`)."""
    holder = await readable(work, Enterprise, weighed.enterprise_id, "enterpriseId")
    tolerance = await _tolerance(work, weighed.nominal)
    plan = await _plan(work, weighed.batch)
    wanted = plan.sample_size or weighed.batch
    if len(weighed.actual) != wanted or min(weighed.actual, default=-1) < 0:
        raise errors.wrong_sample(wanted)
    found = judge(weighed.nominal, weighed.actual, tolerance, plan)
    row = PackagedGoodsCheck(
        enterprise_id=holder.id,
        town_id=await town_of_today(work, holder.town_id),
        product=filled(weighed.product, "product"),
        nominal=weighed.nominal,
        batch=weighed.batch,
        actual=[str(each) for each in weighed.actual],
        mean=found.mean,
        short=found.short,
        far_short=found.far_short,
        conforming=found.conforming,
        tolerance_id=tolerance.id,
        plan_id=plan.id,
        checked_on=work.today,
        checked_by=work.access.actor.account_id or 0,
    )
    return await work.add(row, Action.CREATE)


async def record_standard(work: UnitOfWork, examined: Examined) -> MeasurementStandard:
    """The section enters a standard into the register. Raises NotFound, InvalidInput, Conflict."""
    holder = await readable(work, Enterprise, examined.enterprise_id, "enterpriseId")
    if examined.examined_on > work.today or examined.valid_to <= examined.examined_on:
        raise InvalidInput("请核对考核日期和有效期。", "Look at the dates again.", field="validTo")
    number = filled(examined.certificate_no, "certificateNo")
    same = select(MeasurementStandard.id).where(MeasurementStandard.certificate_no == number)
    if (await work.session.scalars(same)).first() is not None:
        raise errors.certificate_taken()
    change = await confirm_change(
        work, ChangeKind.DECISION, "metrology", act=MeasurementStandard, action=Action.CONFIRM
    )
    row = MeasurementStandard(
        enterprise_id=holder.id,
        town_id=await town_of_today(work, holder.town_id),
        name=filled(examined.name, "name"),
        certificate_no=number,
        measuring_range=examined.measuring_range.strip(),
        accuracy=examined.accuracy.strip(),
        highest=examined.highest,
        examined_on=examined.examined_on,
        valid_to=examined.valid_to,
    )
    return await enter(work, row, change)


async def authorise_body(
    work: UnitOfWork, row: AuthorisedBody, codes: Sequence[str]
) -> AuthorisedBody:
    """The branch lists a body that may verify, from a day on. Raises Conflict for a known name."""
    row.name = filled(row.name, "name")
    row.authorisation_no = filled(row.authorisation_no, "authorisationNo")
    row.scope_codes = [code.strip() for code in codes if code.strip()]
    same = select(AuthorisedBody.id).where(AuthorisedBody.name == row.name)
    if (await work.session.scalars(same)).first() is not None:
        raise Conflict("该机构已在名录中。", "The body is listed already.", field="name")
    return await work.add(row, Action.DECIDE)


async def _tolerance(work: UnitOfWork, nominal: int) -> NetContentTolerance:
    wanted = select(NetContentTolerance).where(
        NetContentTolerance.over < nominal, NetContentTolerance.up_to >= nominal
    )
    for row in await work.session.scalars(wanted):
        if row.in_force(work.today):
            return row
    raise InvalidInput(
        "没有该标注净含量的允许短缺量。", "No tolerance is known for this.", field="nominal"
    )


async def _plan(work: UnitOfWork, batch: int) -> SamplePlan:
    wanted = select(SamplePlan).where(SamplePlan.batch_from <= batch)
    for row in await work.session.scalars(wanted.order_by(SamplePlan.batch_from.desc())):
        if row.in_force(work.today):
            return row
    raise InvalidInput("请填写批量。", "Say how large the batch is.", field="batch")
