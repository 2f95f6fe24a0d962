"""Reports of laboratories, and whether a failing result becomes final: notice, objection, re-test.

A report turns the state by itself: one that passes ends the matter, one that fails goes on.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from core.declarations import END
from core.files.binding import bind
from core.policy.vocabulary import Action, Tier
from core.procedures.errors import wrong_step
from core.procedures.models import StepAct, StepEvent
from core.procedures.service import complete, matter_of
from core.register.colours import months_after
from core.register.service import filled
from core.sampling.models import TestVerdict
from core.sampling.rules import Keeping, require_apart, reserve_until, verdict_of
from core.store.unit import UnitOfWork
from plugins.quality import errors
from plugins.quality.events import SampleFailed
from plugins.quality.models import Product
from plugins.quality.models_samples import (
    Objection,
    Sample,
    SpotCheckTask,
    TestItem,
    TestReport,
    TestReportKind,
)
from plugins.quality.procedures import OVERTURNED, PASSED
from plugins.quality.service import acting, making_of, term
from plugins.quality.service_rates import count_area
from plugins.quality.service_tasks import Asked, fetch, sample_of

YEAR = 12
"""Months in which failures of one product of one firm are counted together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One line of a report."""

    item: str
    standard_limit: str
    measured: str
    verdict: TestVerdict
    unit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What the laboratory sent."""

    laboratory: str
    cma_number: str
    number: str
    issued_on: dt.date
    items: tuple[Item, ...]


async def record_report(work: UnitOfWork, asked: Asked, report: Report) -> SpotCheckTask:
    """Record a report of the first test or of the re-test; the matter goes on by its verdict.

    Raises NotFound, Denied (`SAMPLER_TESTS`), Conflict (`REPORT_KNOWN`), InvalidInput
    (`SAME_LABORATORY`, `REPORT_NOT_JUDGED`).
    """
    task = await fetch(work, asked, Action.UPDATE)
    matter, _ = await matter_of(work, task)
    sample = await sample_of(work, task)
    if sample is None or matter.step not in ("tested", "retested"):
        raise wrong_step(matter)
    require_apart((sample.first_officer_id, sample.second_officer_id), work.access.actor.account_id)
    again = matter.step == "retested"
    made = await _store(
        work, task, report, TestReportKind.RETEST if again else TestReportKind.FIRST
    )
    await bind(work, asked.photos, made, act=SpotCheckTask, action=Action.UPDATE)
    failed = made.verdict is TestVerdict.FAILED
    task.verdict = made.verdict
    if again:
        await _decide_objection(work, task, upheld=failed)
    if failed:
        await complete(work, task, matter.step)
    else:
        await complete(work, task, matter.step, to=END, outcome=OVERTURNED if again else PASSED)
        await _passed(work, task)
    await _keep_reserve(work, sample, made.verdict)
    await count_area(work, task.product_id)
    if again and failed:
        await become_final(work, task, Action.UPDATE)
    return task


async def notify_result(work: UnitOfWork, asked: Asked) -> SpotCheckTask:
    """The failing result is delivered: from today the enterprise has its fifteen days."""
    task = await fetch(work, asked, Action.UPDATE)
    await complete(work, task, "notified")
    task.notified_on = work.today
    return task


async def object_to_result(work: UnitOfWork, asked: Asked, grounds: str) -> SpotCheckTask:
    """The enterprise asks for a re-test. Raises Denied, Conflict (`OBJECTION_LATE`) and others."""
    task = await fetch(work, asked, Action.SUBMIT)
    matter, _ = await matter_of(work, task)
    _require_enterprise(work, task)
    until = matter.due_on
    if matter.step == "objected" and until is not None and work.today > until:
        raise errors.window_over(until)
    await complete(work, task, "objected", to="retested")
    objection = Objection(
        **chain(task), filed_on=work.today, grounds=filled(grounds, "grounds"), upheld=None
    )
    await work.entail(objection, SpotCheckTask, Action.SUBMIT)
    await bind(work, asked.photos, objection, act=SpotCheckTask, action=Action.SUBMIT)
    return task


async def accept_result(work: UnitOfWork, asked: Asked) -> SpotCheckTask:
    """The enterprise accepts it, or the branch notes that the fifteen days are over.

    Raises NotFound, Denied, Conflict (`OBJECTION_OPEN`).
    """
    task = await fetch(work, asked, Action.SUBMIT)
    matter, _ = await matter_of(work, task)
    _, tier = acting(work, SpotCheckTask, Action.SUBMIT, task)
    until = matter.due_on
    if (
        matter.step == "objected"
        and tier is not Tier.ENTERPRISE
        and until is not None
        and work.today <= until
    ):
        raise errors.window_open(until)
    await complete(work, task, "objected", to="ordered")
    await become_final(work, task, Action.SUBMIT)
    return task


async def become_final(work: UnitOfWork, task: SpotCheckTask, action: Action) -> None:
    """Nobody can change the failing result any more: count it, and tell whoever wants to know."""
    task.final_on = work.today
    made = await making_of(work, task.unit_id, task.product_id)
    await work.entail(made, SpotCheckTask, action)
    before = select(func.count()).where(
        SpotCheckTask.unit_id == task.unit_id,
        SpotCheckTask.product_id == task.product_id,
        SpotCheckTask.id != task.id,
        SpotCheckTask.verdict == TestVerdict.FAILED,
        SpotCheckTask.final_on > months_after(work.today, -YEAR),
    )
    made.recent_failures = (await work.session.scalars(before)).one() + 1
    made.last_failed_on = work.today
    if not await accepted_by_enterprise(work, task):
        await tell_failed(work, task, rechecked=False)


async def accepted_by_enterprise(work: UnitOfWork, task: SpotCheckTask) -> bool:
    """Whether the result is final because the enterprise accepted it: the branch tells later.

    What others write about a failure is the authority's; an enterprise's act cannot carry it.
    """
    wanted = select(StepEvent.tier).where(
        StepEvent.matter_id == task.matter_id,
        StepEvent.step == "objected",
        StepEvent.to_step == "ordered",
        StepEvent.act == StepAct.COMPLETED,
    )
    return (await work.session.scalars(wanted)).first() is Tier.ENTERPRISE


async def tell_failed(work: UnitOfWork, task: SpotCheckTask, *, rechecked: bool) -> None:
    """Publish `SampleFailed`."""
    sample = await sample_of(work, task)
    report = await last_report(work, task)
    if sample is None or report is None:
        raise errors.no_sample()
    product = select(Product.name).where(Product.id == task.product_id)
    failing = select(TestItem.item).where(
        TestItem.report_id == report.id, TestItem.verdict == TestVerdict.FAILED
    )
    await work.publish(
        SampleFailed(
            resource=work.access.resources[SpotCheckTask],
            key=task.id,
            on=work.today,
            town_id=task.town_id,
            enterprise_id=task.unit_id,
            sample_number=sample.number,
            report_number=report.number,
            product=(await work.session.scalars(product)).one(),
            nominal_maker=sample.nominal_maker,
            failed_items=tuple((await work.session.scalars(failing)).all()),
            rechecked=rechecked,
        )
    )


async def last_report(work: UnitOfWork, task: SpotCheckTask) -> TestReport | None:
    """The report that counts now."""
    wanted = select(TestReport).where(TestReport.task_id == task.id).order_by(TestReport.id.desc())
    return (await work.session.scalars(wanted)).first()


def chain(task: SpotCheckTask) -> dict[str, Any]:
    """The columns that put a row where its task is."""
    return {
        "task_id": task.id,
        "town_id": task.town_id,
        "enterprise_id": task.enterprise_id,
        "organisation_ids": list(task.organisation_ids),
    }


async def _store(
    work: UnitOfWork, task: SpotCheckTask, report: Report, kind: TestReportKind
) -> TestReport:
    laboratory, number = filled(report.laboratory, "laboratory"), filled(report.number, "number")
    known = select(TestReport.id).where(
        TestReport.laboratory == laboratory, TestReport.number == number
    )
    if (await work.session.scalars(known)).first() is not None:
        raise errors.report_known()
    first = await last_report(work, task)
    if first is not None and first.laboratory == laboratory:
        raise errors.same_laboratory()
    verdict = verdict_of(each.verdict for each in report.items)
    if verdict is TestVerdict.NOT_JUDGED:
        raise errors.not_judged()
    made = TestReport(
        **chain(task),
        kind=kind,
        laboratory=laboratory,
        cma_number=report.cma_number.strip(),
        number=number,
        issued_on=report.issued_on,
        received_on=work.today,
        verdict=verdict,
        recorded_by=work.access.actor.account_id,
    )
    await work.entail(made, SpotCheckTask, Action.UPDATE)
    await _store_items(work, task, made, report.items)
    return made


async def _store_items(
    work: UnitOfWork, task: SpotCheckTask, made: TestReport, items: Sequence[Item]
) -> None:
    for place, each in enumerate(items, 1):
        row = TestItem(
            town_id=task.town_id,
            enterprise_id=task.enterprise_id,
            organisation_ids=list(task.organisation_ids),
            report_id=made.id,
            number=place,
            item=filled(each.item, "items"),
            standard_limit=each.standard_limit.strip(),
            measured=filled(each.measured, "items"),
            unit=each.unit.strip(),
            verdict=each.verdict,
        )
        await work.entail(row, SpotCheckTask, Action.UPDATE)


async def _decide_objection(work: UnitOfWork, task: SpotCheckTask, *, upheld: bool) -> None:
    wanted = select(Objection).where(Objection.task_id == task.id)
    objection = (await work.session.scalars(wanted)).one()
    await work.entail(objection, SpotCheckTask, Action.UPDATE)
    objection.upheld, objection.decided_on = upheld, work.today


async def _passed(work: UnitOfWork, task: SpotCheckTask) -> None:
    made = await making_of(work, task.unit_id, task.product_id)
    await work.entail(made, SpotCheckTask, Action.UPDATE)
    made.last_passed_on = work.today
    task.final_on = work.today


async def _keep_reserve(work: UnitOfWork, sample: Sample, verdict: TestVerdict) -> None:
    keeping = Keeping(
        passed_months=(await term(work, "RESERVE_PASSED_MONTHS")).value,
        failed_months=(await term(work, "RESERVE_FAILED_MONTHS")).value,
    )
    await work.entail(sample, SpotCheckTask, Action.UPDATE)
    sample.reserve_until = reserve_until(work.today, verdict, keeping)


def _require_enterprise(work: UnitOfWork, task: SpotCheckTask) -> None:
    _, tier = acting(work, SpotCheckTask, Action.SUBMIT, task)
    if tier is not Tier.ENTERPRISE:
        raise errors.not_the_enterprise()
