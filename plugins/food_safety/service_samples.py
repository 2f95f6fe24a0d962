"""Samples: taken and sealed by two, tested by a laboratory, told, and tested again if asked."""

import datetime as dt
import decimal
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from core.declarations import END
from core.errors import InvalidInput
from core.files.binding import bind
from core.papers.numbering import next_serial
from core.policy.vocabulary import Action
from core.procedures.service import complete, matter_of, open_matter
from core.register.models import Enterprise
from core.register.places import readable
from core.register.service import filled
from core.sampling.models import PlaceKind, TestVerdict
from core.sampling.rules import (
    Keeping,
    Quantities,
    require_apart,
    require_quantities,
    require_two,
    reserve_until,
    verdict_of,
)
from core.store.unit import UnitOfWork
from plugins.food_safety import errors
from plugins.food_safety.models_samples import FoodSample, FoodTestItem, RecallClass
from plugins.food_safety.procedures import FAILED, OVERTURNED, PASSED, SAMPLE
from plugins.food_safety.service import Asked, fetch, producer_of, term
from plugins.food_safety.service_disposals import open_disposal, undo_disposal
from plugins.food_safety.service_grades import raise_after
from plugins.inspection.api import ViolationFound, ViolationSource

KIND, SERIES = "food_sample", "XS"
NO_PRICE = decimal.Decimal(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """A sampling form."""

    producer_id: int
    product_name: str
    quantities: Quantities
    quantity_unit: str
    paid: decimal.Decimal
    place_kind: PlaceKind = PlaceKind.STOCK
    specification: str = ""
    batch: str = ""
    produced_on: dt.date | None = None
    taken_at: dt.datetime | None = None
    category_id: int | None = None
    inspection_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """One item of a laboratory's report."""

    item: str
    standard_limit: str
    measured: str
    verdict: TestVerdict
    unit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A laboratory's report."""

    report_no: str
    items: tuple[Measured, ...]
    laboratory: str | None = None


def sample_number(year: int, serial: int) -> str:
    """抽样单编号, as printed."""
    return f"{SERIES}SP{year}{serial:05}"


async def take(work: UnitOfWork, form: Taken, photos: Sequence[int] = ()) -> FoodSample:
    """The first officer takes a sample and pays for it; the second seals it.

    Raises NotFound, Denied, InvalidInput (`SAMPLE_QUANTITY`).
    """
    require_quantities(form.quantities)
    if form.paid <= NO_PRICE:
        raise InvalidInput("样品须购买，请填写购样费。", "Samples are bought.", field="paid")
    if not form.batch.strip() and form.produced_on is None:
        raise InvalidInput("请填写批号或生产日期。", "Give a batch or its day.", field="batch")
    producer = await producer_of(work, form.producer_id)
    maker = await readable(work, Enterprise, producer.enterprise_id, "producerId")
    serial = await next_serial(work, KIND, SERIES, work.today.year)
    sample = FoodSample(
        number=sample_number(work.today.year, serial),
        producer_id=producer.id,
        town_id=producer.town_id,
        enterprise_id=producer.enterprise_id,
        category_id=form.category_id or producer.category_id,
        inspection_id=form.inspection_id,
        place_kind=form.place_kind,
        sampled_unit=maker.name,
        sampled_address=maker.address,
        nominal_maker=maker.name,
        nominal_maker_address=maker.address,
        product_name=filled(form.product_name, "productName"),
        specification=form.specification.strip(),
        batch=form.batch.strip(),
        produced_on=form.produced_on,
        base_quantity=form.quantities.base,
        check_quantity=form.quantities.check,
        reserve_quantity=form.quantities.reserve,
        quantity_unit=filled(form.quantity_unit, "quantityUnit"),
        paid=form.paid,
        taken_at=min(form.taken_at or work.clock.now(), work.clock.now()),
        first_officer_id=work.access.actor.account_id,
    )
    await work.add(sample, Action.CREATE)
    await open_matter(work, sample, SAMPLE, title=f"食品抽样：{sample.product_name}")
    await bind(work, photos, sample, act=FoodSample, action=Action.CREATE)
    return sample


async def seal(work: UnitOfWork, asked: Asked) -> FoodSample:
    """The second officer signs the form and the seal. Raises Denied (`SAME_PERSON`) and others."""
    sample = await fetch(work, FoodSample, asked, Action.VERIFY)
    await complete(work, sample, "sealed")
    require_two(sample.first_officer_id, work.access.actor.account_id)
    sample.second_officer_id = work.access.actor.account_id
    sample.sealed_at = work.clock.now()
    await bind(work, asked.photos, sample, act=FoodSample, action=Action.VERIFY)
    return sample


async def send(work: UnitOfWork, asked: Asked, laboratory: str) -> FoodSample:
    """The sample goes to a laboratory, within five working days."""
    sample = await fetch(work, FoodSample, asked, Action.UPDATE)
    await complete(work, sample, "sent")
    sample.laboratory, sample.sent_on = filled(laboratory, "laboratory"), work.today
    return sample


async def record_test(work: UnitOfWork, asked: Asked, report: Report) -> FoodSample:
    """The laboratory's report: passed is final, failed is to be told. Not by who took the sample.

    Raises Denied (`SAME_PERSON`, `SAMPLER_TESTS`), InvalidInput, Conflict.
    """
    sample = await fetch(work, FoodSample, asked, Action.REVIEW)
    verdict = verdict_of(each.verdict for each in report.items)
    failed = verdict is TestVerdict.FAILED
    ending = {} if failed else {"to": END, "outcome": PASSED}
    await complete(work, sample, "tested", **ending)
    await _write_items(work, sample, report, is_retest=False)
    sample.report_no, sample.tested_on = filled(report.report_no, "reportNo"), work.today
    sample.verdict = verdict
    sample.reserve_until = reserve_until(work.today, verdict, await _keeping(work))
    if not failed:
        sample.final_verdict, sample.final_on = verdict, work.today
    await bind(work, asked.photos, sample, act=FoodSample, action=Action.REVIEW)
    return sample


async def tell_result(
    work: UnitOfWork, asked: Asked, recall_class: RecallClass | None
) -> FoodSample:
    """The maker is told that its food failed: its time for a re-test and the disposal begin.

    `recall_class`: the branch orders a recall at once (食品安全法 art. 63).
    """
    sample = await fetch(work, FoodSample, asked, Action.CONFIRM)
    await complete(work, sample, "told")
    sample.told_on = work.today
    await open_disposal(work, sample, recall_class)
    return sample


async def request_retest(work: UnitOfWork, asked: Asked) -> FoodSample:
    """The maker asks for a re-test, for the reason that the work states, within seven working days.

    Raises Conflict (`RETEST_TOO_LATE`), InvalidInput, Denied.
    """
    filled(work.reason, "reason")
    sample = await fetch(work, FoodSample, asked, Action.SUBMIT)
    matter, _ = await matter_of(work, sample)
    if matter.step == "objected" and matter.due_on is not None and matter.due_on < work.today:
        raise errors.retest_too_late(matter.due_on)
    await complete(work, sample, "objected")
    sample.retest_asked_on = work.today
    await bind(work, asked.photos, sample, act=FoodSample, action=Action.SUBMIT)
    return sample


async def conclude(work: UnitOfWork, asked: Asked, *, waived: bool) -> FoodSample:
    """Nobody asked for a re-test: the failing result is final once the time is over, or waived.

    Raises Conflict (`RETEST_WINDOW_OPEN`), InvalidInput, Denied.
    """
    sample = await fetch(work, FoodSample, asked, Action.REVIEW)
    matter, _ = await matter_of(work, sample)
    if matter.step == "objected" and matter.due_on and work.today <= matter.due_on:
        if not waived:
            raise errors.retest_window_open(matter.due_on)
        filled(work.reason, "reason")
    await complete(work, sample, "objected", to=END, outcome=FAILED)
    await _final(work, sample, TestVerdict.FAILED)
    return sample


async def record_retest(work: UnitOfWork, asked: Asked, report: Report) -> FoodSample:
    """Another laboratory's verdict, which is final. Raises InvalidInput (`SAME_LABORATORY`)."""
    sample = await fetch(work, FoodSample, asked, Action.REVIEW)
    laboratory = filled(report.laboratory, "laboratory")
    if laboratory == sample.laboratory:
        raise errors.same_laboratory()
    verdict = verdict_of(each.verdict for each in report.items)
    upheld = verdict is TestVerdict.FAILED
    await complete(work, sample, "retested", to=END, outcome=FAILED if upheld else OVERTURNED)
    await _write_items(work, sample, report, is_retest=True)
    sample.retest_laboratory = laboratory
    if upheld:
        await _final(work, sample, verdict)
    else:
        sample.final_verdict, sample.final_on = verdict, work.today
        await undo_disposal(work, sample)
    return sample


async def _final(work: UnitOfWork, sample: FoodSample, verdict: TestVerdict) -> None:
    """A failing result is final: the grade goes up at once, and others learn of it."""
    sample.final_verdict, sample.final_on = verdict, work.today
    producer = await producer_of(work, sample.producer_id)
    await raise_after(work, producer, f"抽样检验不合格：{sample.number}", FoodSample, Action.REVIEW)
    wanted = select(FoodTestItem.item).where(
        FoodTestItem.sample_id == sample.id, FoodTestItem.verdict == TestVerdict.FAILED
    )
    items = dict.fromkeys((await work.session.scalars(wanted.order_by(FoodTestItem.id))).all())
    await work.publish(
        ViolationFound(
            source=ViolationSource.SAMPLE,
            resource=work.access.resources[FoodSample],
            subject_id=sample.id,
            act=FoodSample,
            action=Action.REVIEW,
            town_id=sample.town_id,
            enterprise_id=producer.enterprise_id,
            organisation_ids=tuple(sample.organisation_ids),
            what=f"{sample.product_name}抽样检验不合格：{'、'.join(items)}",
            found_on=work.today,
        )
    )


async def _write_items(
    work: UnitOfWork, sample: FoodSample, report: Report, *, is_retest: bool
) -> None:
    require_apart((sample.first_officer_id, sample.second_officer_id), work.access.actor.account_id)
    if not report.items:
        raise InvalidInput("请填写检验项目。", "List the items of the test.", field="items")
    for number, each in enumerate(report.items, 1):
        item = FoodTestItem(
            sample_id=sample.id,
            is_retest=is_retest,
            number=number,
            item=filled(each.item, "items"),
            standard_limit=each.standard_limit,
            measured=each.measured,
            unit=each.unit,
            verdict=each.verdict,
            town_id=sample.town_id,
            enterprise_id=sample.enterprise_id,
            organisation_ids=list(sample.organisation_ids),
        )
        await work.entail(item, FoodSample, Action.REVIEW)


async def _keeping(work: UnitOfWork) -> Keeping:
    passed = await term(work, "RESERVE_PASSED", work.today)
    failed = await term(work, "RESERVE_FAILED", work.today)
    return Keeping(passed_months=passed.count, failed_months=failed.count)
