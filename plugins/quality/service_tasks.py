"""Tasks of spot checks, and the sample: taken and sealed on site by two officers, sent, tested."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import select

from core.clock import BUSINESS_ZONE
from core.declarations import END
from core.errors import InvalidInput
from core.files.binding import bind
from core.files.binding import follow as follow_files
from core.papers.numbering import next_serial
from core.policy.vocabulary import Action
from core.procedures.service import complete, matter_of, open_matter, set_due
from core.register.colours import months_after
from core.register.events import SiteVisited
from core.register.models import Enterprise
from core.register.places import readable, town_of_today
from core.register.service import filled
from core.sampling.models import PlaceKind
from core.sampling.rules import Quantities, require_quantities, require_two
from core.store.unit import UnitOfWork
from plugins.quality import errors
from plugins.quality.models import Product, SpotCheckPlan, UpperLevelCheck
from plugins.quality.models_samples import Sample, SpotCheckTask, TaskOrigin
from plugins.quality.procedures import NO_SAMPLE, SPOT_CHECK
from plugins.quality.service import acting, making_of, term

SERIES = "XS"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Which task, as the client has read it, and the uploads that come with the act."""

    task_id: int
    expected_version: int | None = None
    photos: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """Whom to check, for what, and why."""

    enterprise: Enterprise
    product_id: int
    origin: TaskOrigin
    laboratory: str
    sample_by: dt.date
    plan: SpotCheckPlan | None = None
    place: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """The sampling form, as filled in on site."""

    place_kind: PlaceKind
    nominal_maker: str
    quantities: Quantities
    quantity_unit: str
    product_name: str = ""
    nominal_maker_address: str = ""
    specification: str = ""
    brand: str = ""
    batch: str = ""
    produced_on: dt.date | None = None
    taken_at: dt.datetime | None = None


async def assign(
    work: UnitOfWork, enterprise_id: int, wanted: tuple[int, str, dt.date], origin: TaskOrigin
) -> SpotCheckTask:
    """Assign a check outside of a draw, for the reason that the work states.

    `wanted`: product, laboratory, last day of sampling. Raises Conflict (`CHECKED_RECENTLY`,
    `UPPER_LEVEL_CHECKED`), NotFound, InvalidInput.
    """
    filled(work.reason, "reason")
    product_id, laboratory, sample_by = wanted
    enterprise = await readable(work, Enterprise, enterprise_id, "enterpriseId")
    given = Assignment(
        enterprise=enterprise,
        product_id=product_id,
        origin=origin,
        laboratory=filled(laboratory, "laboratory"),
        sample_by=sample_by,
    )
    return await open_task(work, given)


async def open_task(work: UnitOfWork, given: Assignment) -> SpotCheckTask:
    """Open the task of an enterprise, which does not learn of it before the sample is sealed."""
    product = await readable(work, Product, given.product_id, "productId")
    await _require_free(work, given)
    task = SpotCheckTask(
        town_id=await town_of_today(work, given.enterprise.town_id),
        plan_id=None if given.plan is None else given.plan.id,
        product_id=product.id,
        risk_level=product.risk_level,
        unit_id=given.enterprise.id,
        origin=given.origin,
        laboratory=given.laboratory,
        assigned_on=work.today,
    )
    await work.add(task, Action.CREATE)
    number = f" 第{given.place}号" if given.place else ""
    # no name of the firm: towns see the titles of matters, and nobody is warned of a check
    await open_matter(work, task, SPOT_CHECK, title=f"监督抽查：{product.name}{number}")
    await set_due(work, task, given.sample_by)
    return task


async def take_sample(work: UnitOfWork, asked: Asked, form: Form) -> SpotCheckTask:
    """The first officer takes the sample, and signs; `sealed` by a second one.

    Raises NotFound, Denied, Conflict (`SAMPLE_TAKEN`), InvalidInput (`SAMPLE_QUANTITY`).
    """
    task = await fetch(work, asked, Action.VERIFY)
    matter, _ = await matter_of(work, task)
    mine = work.access.actor.account_id
    if mine is None or (matter.signed_by and mine not in matter.signed_by):
        raise errors.sample_drafted()
    taken_at = form.taken_at or work.clock.now()
    if taken_at.tzinfo is None:
        taken_at = taken_at.replace(tzinfo=BUSINESS_ZONE)
    opened = dt.datetime.combine(task.assigned_on, dt.time(), BUSINESS_ZONE)
    if not opened <= taken_at <= work.clock.now() + dt.timedelta(minutes=5):
        raise errors.taken_when()
    require_quantities(form.quantities)
    if not form.batch.strip() and form.produced_on is None:
        raise InvalidInput("请填写批号或生产日期。", "Batch or day of production.", field="batch")
    await complete(work, task, "sampled")
    sample = await sample_of(work, task) or await _numbered(work, task)
    product = await readable(work, Product, task.product_id, "taskId")
    sample.organisation_ids = list(task.organisation_ids)
    sample.taken_at, sample.first_officer_id = taken_at, mine
    _fill(sample, form, product)
    await work.entail(sample, SpotCheckTask, Action.VERIFY)
    await bind(work, asked.photos, sample, act=SpotCheckTask, action=Action.VERIFY)
    return task


async def retract(work: UnitOfWork, asked: Asked, step: str, action: Action) -> SpotCheckTask:
    """The first of two officers takes the signature back, for the reason that the work states.

    Otherwise a second officer who disagrees would wait for ever. Raises NotFound, Denied, Conflict
    (`NOT_SIGNED_BY_YOU`), InvalidInput.
    """
    filled(work.reason, "reason")
    task = await fetch(work, asked, action)
    matter, _ = await matter_of(work, task)
    if matter.step != step or work.access.actor.account_id not in matter.signed_by:
        raise errors.not_signed()
    matter.signed_by, matter.proposed = [], {}
    await work.entail(matter, SpotCheckTask, action)
    return task


async def seal_sample(work: UnitOfWork, asked: Asked) -> SpotCheckTask:
    """The second officer signs: the sample is sealed, and from now on the enterprise knows.

    Raises NotFound, Denied (`ALREADY_SIGNED`), Conflict (`SAMPLE_MISSING`), InvalidInput.
    """
    task = await fetch(work, asked, Action.VERIFY)
    sample = await sample_of(work, task)
    if sample is None:
        raise errors.no_sample()
    matter, _ = await matter_of(work, task)
    if matter.step == "sampled" and not matter.signed_by:
        raise errors.no_sample()
    second = work.access.actor.account_id
    if second != sample.first_officer_id:  # for the first one the step itself refuses
        task.enterprise_id = matter.enterprise_id = task.unit_id
        await work.entail(matter, SpotCheckTask, Action.VERIFY)
    await complete(work, task, "sampled")
    require_two(sample.first_officer_id, second)
    await work.entail(sample, SpotCheckTask, Action.VERIFY)
    sample.second_officer_id, sample.sealed_at = second, work.clock.now()
    sample.enterprise_id, sample.organisation_ids = task.unit_id, list(task.organisation_ids)
    await follow_files(work, sample, act=SpotCheckTask, action=Action.VERIFY)
    made = await making_of(work, task.unit_id, task.product_id)
    await work.entail(made, SpotCheckTask, Action.VERIFY)
    on = sample.taken_at.astimezone(BUSINESS_ZONE).date()
    made.last_sampled_on = on
    await bind(work, asked.photos, sample, act=SpotCheckTask, action=Action.VERIFY)
    await visited(work, task, on, passed=True)
    return task


async def report_no_sample(work: UnitOfWork, asked: Asked) -> SpotCheckTask:
    """There is nothing to sample, for the reason that the work states; two officers say so.

    Raises NotFound, Denied, Conflict (`OTHER_DECISION`), InvalidInput.
    """
    filled(work.reason, "reason")
    task = await fetch(work, asked, Action.VERIFY)
    await complete(work, task, "sampled", to=END, outcome=NO_SAMPLE)
    return task


async def send_sample(work: UnitOfWork, asked: Asked, sent_by: str) -> SpotCheckTask:
    """The sealed sample goes to the laboratory. Raises NotFound, Denied, Conflict, InvalidInput."""
    task = await fetch(work, asked, Action.VERIFY)
    await complete(work, task, "sent")
    sample = await sample_of(work, task)
    if sample is None:
        raise errors.no_sample()
    await work.entail(sample, SpotCheckTask, Action.VERIFY)
    sample.sent_on, sample.sent_by = work.today, filled(sent_by, "sentBy")
    return task


async def fetch(work: UnitOfWork, asked: Asked, action: Action) -> SpotCheckTask:
    """The task to act upon, locked. Raises NotFound, Denied, Conflict for a stale version."""
    return await work.fetch(
        SpotCheckTask, asked.task_id, action, expected_version=asked.expected_version
    )


async def sample_of(work: UnitOfWork, task: SpotCheckTask) -> Sample | None:
    """The sample of a task, if one was taken."""
    return (await work.session.scalars(select(Sample).where(Sample.task_id == task.id))).first()


async def visited(work: UnitOfWork, task: SpotCheckTask, on: dt.date, *, passed: bool) -> None:
    """Tell that somebody was on site."""
    action = Action.VERIFY if passed else Action.REVIEW
    duty, _ = acting(work, SpotCheckTask, action, task)
    await work.publish(
        SiteVisited(
            resource=work.access.resources[SpotCheckTask],
            key=task.id,
            on=on,
            town_id=task.town_id,
            enterprise_id=task.unit_id,
            subsystems=("quality",),
            account_id=work.access.actor.account_id,
            organisation_id=duty.organisation_id or None,
            passed=passed,
        )
    )


async def _numbered(work: UnitOfWork, task: SpotCheckTask) -> Sample:
    """A new form for the unit, with the next number of the year."""
    unit = await readable(work, Enterprise, task.unit_id, "taskId")
    year = work.today.year
    serial = await next_serial(work, "spot_check_sample", SERIES, year)
    return Sample(
        task_id=task.id,
        town_id=task.town_id,
        product_id=task.product_id,
        number=f"XS{year}{serial:05}",
        sampled_unit=unit.name,
        sampled_address=unit.address,
    )


def _fill(sample: Sample, form: Form, product: Product) -> None:
    """What was written on site. Raises InvalidInput at what is missing."""
    sample.place_kind = form.place_kind
    sample.nominal_maker = filled(form.nominal_maker, "nominalMaker")
    sample.nominal_maker_address = form.nominal_maker_address.strip()
    sample.product_name = form.product_name.strip() or product.name
    sample.specification = form.specification.strip()
    sample.brand, sample.batch = form.brand.strip(), form.batch.strip()
    sample.produced_on = form.produced_on
    sample.base_quantity = form.quantities.base
    sample.check_quantity = form.quantities.check
    sample.reserve_quantity = form.quantities.reserve
    sample.quantity_unit = filled(form.quantity_unit, "quantityUnit")


async def _require_free(work: UnitOfWork, given: Assignment) -> None:
    """Refuse what a superior checks, and what was sampled lately (产品质量法 art. 15)."""
    made = await making_of(work, given.enterprise.id, given.product_id)
    months = (await term(work, "REPEAT_MONTHS")).value
    sampled = made.last_sampled_on
    if sampled is not None and sampled > months_after(work.today, -months):
        raise errors.checked_recently(sampled, months)
    wanted = select(UpperLevelCheck.notice).where(
        UpperLevelCheck.product_id == given.product_id,
        UpperLevelCheck.enterprise_id == given.enterprise.id,
        UpperLevelCheck.year == work.today.year,
    )
    if (notice := (await work.session.scalars(wanted)).first()) is not None:
        raise errors.upper_level_checked(notice)
