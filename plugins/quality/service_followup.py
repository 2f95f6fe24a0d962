"""After a failing result is final: the order, the correction, the recheck, the announcement."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import Range

from core.declarations import END
from core.errors import InvalidInput, NotFound
from core.files.binding import bind
from core.papers.numbering import next_serial
from core.policy.vocabulary import Action, Tier
from core.procedures.service import complete, matter_of, set_due
from core.register.colours import months_after
from core.register.service import filled
from core.sampling.models import TestVerdict
from core.store.unit import UnitOfWork
from plugins.quality import errors
from plugins.quality.models import CheckLevel, Product, SpotCheckPlan
from plugins.quality.models_samples import (
    CorrectionOrder,
    CorrectionReport,
    PublishedResult,
    Recheck,
    SpotCheckTask,
    TestItem,
)
from plugins.quality.procedures import CASE, CORRECTED
from plugins.quality.service import acting, term
from plugins.quality.service_results import (
    accepted_by_enterprise,
    chain,
    last_report,
    tell_failed,
)
from plugins.quality.service_tasks import Asked, fetch, sample_of, visited

MOST_ITEMS = 20
BASIS = "《产品质量法》第十七条"
SOURCES = {
    CheckLevel.NATIONAL: "国家监督抽查",
    CheckLevel.PROVINCIAL: "省级监督抽查",
    CheckLevel.MUNICIPAL: "市级监督抽查",
    CheckLevel.COUNTY: "区级监督抽查",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """How a result is published."""

    notice_number: str
    remark: str = ""


async def order_correction(
    work: UnitOfWork, asked: Asked, items: tuple[str, ...], due_on: dt.date
) -> SpotCheckTask:
    """Draft the order and sign it first. Raises Conflict (`CORRECTION_DRAFTED`), InvalidInput."""
    task = await fetch(work, asked, Action.UPDATE)
    matter, _ = await matter_of(work, task)
    if matter.signed_by and work.access.actor.account_id not in matter.signed_by:
        raise errors.order_drafted()
    await complete(work, task, "ordered")
    said = [filled(each, "items") for each in items]
    if not 1 <= len(said) <= MOST_ITEMS:
        raise InvalidInput("请列出改正事项。", "List 1 to 20 items.", field="items")
    await _require_term(work, due_on)
    order = await order_of(work, task) or CorrectionOrder(task_id=task.id)
    order.items, order.due_on, order.legal_basis = said, due_on, BASIS
    order.town_id, order.organisation_ids = task.town_id, list(task.organisation_ids)
    await work.entail(order, SpotCheckTask, Action.UPDATE)
    return task


async def sign_correction_order(work: UnitOfWork, asked: Asked) -> SpotCheckTask:
    """The second signature: number, day of issue, the enterprise's term, the recheck's last day.

    Raises NotFound, Denied (`ALREADY_SIGNED`), Conflict (`CORRECTION_MISSING`), InvalidInput.
    """
    task = await fetch(work, asked, Action.UPDATE)
    matter, _ = await matter_of(work, task)
    order = await order_of(work, task)
    if matter.step == "ordered" and (order is None or not matter.signed_by):
        raise errors.order_missing()
    progress = await complete(work, task, "ordered")
    if order is None or not progress.finished_step:
        return task
    await _require_term(work, order.due_on)
    year = work.today.year
    serial = await next_serial(work, "correction_order", "XS", year)
    await work.entail(order, SpotCheckTask, Action.UPDATE)
    order.number = f"萧质监责改（抽）〔{year}〕{serial}号"
    order.issued_on = work.today
    days = (await term(work, "RECHECK_DAYS")).value
    order.recheck_by = max(work.today + dt.timedelta(days=days), order.due_on)
    order.enterprise_id, order.organisation_ids = task.enterprise_id, list(task.organisation_ids)
    await set_due(work, task, order.due_on)
    if await accepted_by_enterprise(work, task):
        await tell_failed(work, task, rechecked=False)
    return task


async def report_correction(
    work: UnitOfWork, asked: Asked, causes: str, measures: str
) -> SpotCheckTask:
    """The enterprise says why it failed and what it did. Raises Denied, Conflict, InvalidInput."""
    task = await fetch(work, asked, Action.SUBMIT)
    _, tier = acting(work, SpotCheckTask, Action.SUBMIT, task)
    if tier is not Tier.ENTERPRISE:
        raise errors.not_the_enterprise()
    await _to_recheck(work, task)
    report = CorrectionReport(
        **chain(task),
        reported_on=work.today,
        causes=filled(causes, "causes"),
        measures=filled(measures, "measures"),
    )
    await work.entail(report, SpotCheckTask, Action.SUBMIT)
    await bind(work, asked.photos, report, act=SpotCheckTask, action=Action.SUBMIT)
    return task


async def recheck_unreported(work: UnitOfWork, asked: Asked) -> SpotCheckTask:
    """The term is over without a report: the recheck comes all the same.

    Raises NotFound, Denied, Conflict (`CORRECTION_RUNNING`).
    """
    task = await fetch(work, asked, Action.SUBMIT)
    matter, _ = await matter_of(work, task)
    if matter.step == "corrected" and matter.due_on is not None and work.today <= matter.due_on:
        raise errors.term_running(matter.due_on)
    await _to_recheck(work, task)
    return task


async def recheck_product(
    work: UnitOfWork, asked: Asked, notes: str, *, passed: bool
) -> SpotCheckTask:
    """Check again: conforming ends the matter, failing leads to the announcement and to a case."""
    task = await fetch(work, asked, Action.REVIEW)
    if passed:
        await complete(work, task, "rechecked", to=END, outcome=CORRECTED)
    else:
        await complete(work, task, "rechecked", to="announced")
    found = Recheck(
        **chain(task),
        rechecked_on=work.today,
        passed=passed,
        notes=filled(notes, "notes"),
        tier=acting(work, SpotCheckTask, Action.REVIEW, task)[1],
    )
    await work.entail(found, SpotCheckTask, Action.REVIEW)
    await bind(work, asked.photos, found, act=SpotCheckTask, action=Action.REVIEW)
    await visited(work, task, work.today, passed=passed)
    return task


async def record_announcement(work: UnitOfWork, asked: Asked, announcement: str) -> SpotCheckTask:
    """The province has announced it; enforcement goes on. Raises NotFound, Denied, Conflict."""
    task = await fetch(work, asked, Action.CONFIRM)
    await complete(work, task, "announced", outcome=CASE)
    task.announced_on, task.announcement = work.today, filled(announcement, "announcement")
    await tell_failed(work, task, rechecked=True)
    return task


async def publish_result(work: UnitOfWork, asked: Asked, notice: Notice) -> SpotCheckTask:
    """Let the public know a final result, in the columns in which results are published.

    Raises NotFound, Denied, Conflict (`RESULT_NOT_FINAL`, `RESULT_PUBLISHED`).
    """
    task = await fetch(work, asked, Action.PUBLISH)
    sample, report = await sample_of(work, task), await last_report(work, task)
    if task.final_on is None or task.enterprise_id is None or sample is None or report is None:
        raise errors.not_final()
    known = select(PublishedResult.id).where(PublishedResult.task_id == task.id)
    if (await work.session.scalars(known)).first() is not None:
        raise errors.published_already()
    product = select(Product.name).where(Product.id == task.product_id)
    level = select(SpotCheckPlan.level).where(SpotCheckPlan.id == task.plan_id)
    source = (await work.session.scalars(level)).first() or CheckLevel.COUNTY
    years = (await term(work, "PUBLICATION_YEARS")).value
    made_on = f"{sample.produced_on}" if sample.produced_on else ""
    shown = PublishedResult(
        task_id=task.id,
        enterprise_id=task.enterprise_id,
        town_id=task.town_id,
        sampling_number=sample.number,
        nominal_maker=sample.nominal_maker,
        maker_address=sample.nominal_maker_address,
        sampled_unit=sample.sampled_unit,
        unit_address=sample.sampled_address,
        product_name=sample.product_name,
        specification=sample.specification,
        brand=sample.brand,
        batch="/".join(filter(None, (made_on, sample.batch))),
        verdict=report.verdict,
        failures=await _failures(work, report.id),
        product_class=(await work.session.scalars(product)).one(),
        notice_number=filled(notice.notice_number, "noticeNumber"),
        published_on=work.today,
        source=SOURCES[source],
        laboratory=report.laboratory,
        remark=notice.remark.strip(),
        shown_during=Range(work.today, months_after(work.today, 12 * years)),
    )
    await work.entail(shown, SpotCheckTask, Action.PUBLISH)
    return task


async def order_of(work: UnitOfWork, task: SpotCheckTask) -> CorrectionOrder | None:
    """The order of a task, a draft as well."""
    wanted = select(CorrectionOrder).where(CorrectionOrder.task_id == task.id)
    return (await work.session.scalars(wanted)).first()


async def _to_recheck(work: UnitOfWork, task: SpotCheckTask) -> None:
    order = await order_of(work, task)
    await complete(work, task, "corrected")
    if order is None or order.recheck_by is None:
        raise NotFound(field="taskId")
    await set_due(work, task, order.recheck_by, overdue=True)


async def _require_term(work: UnitOfWork, due_on: dt.date) -> None:
    most = (await term(work, "CORRECTION_DAYS")).value
    if not work.today < due_on <= work.today + dt.timedelta(days=most):
        raise InvalidInput(
            f"改正期限须晚于今天，且不超过 {most} 日。",
            f"The term ends after today, and within {most} days.",
            field="dueOn",
        )


async def _failures(work: UnitOfWork, report_id: int) -> list[str]:
    wanted = (
        select(TestItem)
        .where(TestItem.report_id == report_id, TestItem.verdict == TestVerdict.FAILED)
        .order_by(TestItem.number)
    )
    return [
        f"{row.item}‖{row.measured}{row.unit}‖{row.standard_limit}"
        for row in (await work.session.scalars(wanted)).all()
    ]
