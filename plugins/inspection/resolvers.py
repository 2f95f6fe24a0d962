"""Operations on hazards and patrols: thin, the rules are in the services."""

from core.errors import InvalidInput
from core.extension import extend
from core.policy.vocabulary import Action
from core.store.unit import UnitOfWork
from plugins.inspection import models as m
from plugins.inspection import resolvers_boards as boards
from plugins.inspection import service, service_orders, service_patrols
from plugins.inspection.resolvers_inputs import (
    CheckHazardInput,
    DismissHazardInput,
    ExtendRectificationInput,
    OrderRectificationInput,
    RecordPatrolInput,
    ReinspectHazardInput,
    ReportHazardInput,
    ReportRectificationInput,
    ResubmitHazardInput,
    SignRectificationOrderInput,
    TakeInHazardInput,
)
from plugins.inspection.types import Hazard, Patrol
from plugins.inspection.types_law import Checklist, ChecklistItem, LegalBasis
from schema.ids import key_of, key_or_none, parse_id
from schema.operations import mutation
from schema.roots import Mutation, Query
from schema.services.files import photo_keys
from schema.shared.register import Enterprise


@mutation("上报隐患\nReport a hazard.", on=Hazard, action=Action.CREATE)
async def report_hazard(work: UnitOfWork, input: ReportHazardInput) -> m.Hazard:
    if input.subject is not None:
        try:
            parse_id(input.subject)
        except InvalidInput as error:
            raise InvalidInput(error.chinese, error.english, field="subject") from error
    finding = service.Finding(
        what=input.what,
        grade=input.grade,
        category=input.category,
        subject=input.subject,
        measures=input.measures,
    )
    return await service.report_hazard(work, finding, input.where(), photo_keys(input.photos))


@mutation("重新上报退回的隐患\nReport it again.", on=Hazard, action=Action.CREATE)
async def resubmit_hazard(work: UnitOfWork, input: ResubmitHazardInput) -> m.Hazard:
    return await service.resubmit_hazard(work, input.asked(), input.what)


@mutation("核查隐患\nCheck a hazard on site.", on=Hazard, action=Action.VERIFY)
async def check_hazard(work: UnitOfWork, input: CheckHazardInput) -> m.Hazard:
    check = service.Check(
        grade=input.grade,
        category=input.category,
        enterprise_id=key_or_none(Enterprise, input.enterprise_id),
        measures=input.measures,
    )
    return await service.check_hazard(work, input.asked(), check)


@mutation("纳入监管库\nTake it into the library.", on=Hazard, action=Action.CONFIRM)
async def take_in_hazard(work: UnitOfWork, input: TakeInHazardInput) -> m.Hazard:
    enterprise = key_or_none(Enterprise, input.enterprise_id)
    return await service.take_in_hazard(work, input.asked(), enterprise)


@mutation("不予认定\nDismiss it, with the reason.", on=Hazard, action=Action.VERIFY)
async def dismiss_hazard(work: UnitOfWork, input: DismissHazardInput) -> m.Hazard:
    return await service.dismiss_hazard(work, input.asked())


@mutation("责令改正：拟稿\nDraft and sign the order.", on=Hazard, action=Action.UPDATE)
async def order_rectification(work: UnitOfWork, input: OrderRectificationInput) -> m.Hazard:
    terms = service_orders.Terms(
        items=tuple(input.items),
        violated_id=key_of(LegalBasis, input.violated_id),
        basis_id=key_of(LegalBasis, input.basis_id),
        due_on=input.due_on,
    )
    return await service_orders.order_rectification(work, input.asked(), terms)


@mutation("责令改正：会签\nSign the order second.", on=Hazard, action=Action.UPDATE)
async def sign_rectification_order(
    work: UnitOfWork, input: SignRectificationOrderInput
) -> m.Hazard:
    return await service_orders.sign_rectification_order(work, input.asked())


@mutation("报告整改\nReport what was put right.", on=Hazard, action=Action.SUBMIT)
async def report_rectification(work: UnitOfWork, input: ReportRectificationInput) -> m.Hazard:
    return await service_orders.report_rectification(
        work, input.asked(), input.text, input.done_items
    )


@mutation("复查\nInspect it once more.", on=Hazard, action=Action.REVIEW)
async def reinspect_hazard(work: UnitOfWork, input: ReinspectHazardInput) -> m.Hazard:
    return await service_orders.reinspect_hazard(
        work, input.asked(), input.notes, input.passed_items
    )


@mutation("延长整改期限，仅一次\nExtend the term, once.", on=Hazard, action=Action.DECIDE)
async def extend_rectification(work: UnitOfWork, input: ExtendRectificationInput) -> m.Hazard:
    return await service_orders.extend_rectification(work, input.asked(), input.due_on)


@mutation("记录巡查\nRecord a patrol.", on=Patrol, action=Action.CREATE)
async def record_patrol(work: UnitOfWork, input: RecordPatrolInput) -> m.Patrol:
    now = work.clock.now()
    failures = service_patrols.Answers(
        failed_ids=tuple(key_of(ChecklistItem, each) for each in input.failed_items),
        note=input.note,
        photos=tuple(photo_keys(input.photos)),
    )
    visit = service_patrols.Visit(
        place=input.where(),
        checklist_id=key_or_none(Checklist, input.checklist_id),
        checklist_code=input.checklist_code,
        started_at=input.started_at or now,
        ended_at=input.ended_at or now,
        answers=tuple(each.answer() for each in input.answers or ()),
        failures=failures if input.answers is None else None,
        second_officer=input.second_officer,
        refused_to_sign=input.refused_to_sign,
        witness=input.witness,
        remarks=input.remarks,
    )
    return await service_patrols.record_patrol(work, visit)


extensions = [
    extend(Query, boards.hazard_board, boards.rectification_rates),
    extend(
        Mutation,
        report_hazard,
        resubmit_hazard,
        check_hazard,
        take_in_hazard,
        dismiss_hazard,
        order_rectification,
        sign_rectification_order,
        report_rectification,
        reinspect_hazard,
        extend_rectification,
        record_patrol,
    ),
]
