"""Operations on plans and tasks: thin, the rules are in the services."""

import datetime as dt

import strawberry

from core.extension import extend
from core.policy.vocabulary import Action
from core.store.unit import UnitOfWork
from plugins.inspection import models_plans as m
from plugins.inspection import service_plans as plans
from plugins.inspection import service_results as results
from plugins.inspection import service_tasks as tasks
from plugins.inspection.types_law import Checklist
from plugins.inspection.types_libraries import Campaign, ObjectLibrary, OfficerCard
from plugins.inspection.types_plans import InspectionPlan, InspectionTask
from schema.ids import key_of, key_or_none
from schema.operations import mutation
from schema.payloads import ChangeInput, MutationInput
from schema.roots import Mutation
from schema.services.files import photo_keys
from schema.shared.register import Enterprise

Id = strawberry.ID


@strawberry.input(description="制定检查计划的输入\nWhat `makePlan` takes.")
class MakePlanInput(MutationInput):
    title: str = strawberry.field(description="名称\nIts title.")
    kind: m.PlanKind = strawberry.field(description="方式\nHow.")
    items: list[str] = strawberry.field(description="检查事项\nWhat is looked at.")
    starts_on: dt.date = strawberry.field(description="开始\nFirst day.")
    ends_on: dt.date = strawberry.field(description="截止\nLast day.")
    library_id: Id | None = strawberry.field(
        default=None, description="对象库，双随机必填\nThe library to draw from."
    )
    checklist_id: Id | None = strawberry.field(default=None, description="检查表\nThe checklist.")
    campaign_id: Id | None = strawberry.field(default=None, description="专项整治\nThe campaign.")


@strawberry.input(description="一份检查计划\nWhich plan.")
class PlanInput(ChangeInput):
    plan_id: Id = strawberry.field(description="计划\nThe plan.")

    def asked(self) -> plans.Asked:
        """For the service."""
        return plans.Asked(
            plan_id=key_of(InspectionPlan, self.plan_id), expected_version=self.expected_version
        )


@strawberry.input(description="指定检查对象的输入\nWhat `nameUnits` takes.")
class NameUnitsInput(PlanInput):
    enterprise_ids: list[Id] = strawberry.field(description="企业\nWhich units.")


@strawberry.input(description="列入一户的输入\nWhat `planTask` takes.")
class PlanTaskInput(PlanInput):
    enterprise_id: Id = strawberry.field(description="企业\nWhich unit.")


@strawberry.input(description="冻结名单的输入\nWhat `freezePlan` takes.")
class FreezePlanInput(PlanInput):
    percent: int = strawberry.field(description="抽取比例（%）\nHow many of a hundred.")
    qualification: str = strawberry.field(
        default="", description="人员须具备的资格\nWhat every officer must have."
    )
    seed_source: str = strawberry.field(
        default="",
        description="种子来源；空为系统随机产生\nWhere the seed will come from; empty: the system.",
    )


@strawberry.input(description="抽取的输入\nWhat `drawPlan` takes.")
class DrawPlanInput(PlanInput):
    seed: str = strawberry.field(
        default="", description="种子，公布了来源时必填\nThe seed from the announced source."
    )
    witnesses: list[str] = strawberry.field(
        default_factory=list, description="见证人\nWho looks on."
    )


@strawberry.input(description="公示的输入\nWhat `publishPlan` takes.")
class PublishPlanInput(PlanInput): ...


@strawberry.input(description="一项检查任务\nWhich task.")
class TaskInput(ChangeInput):
    task_id: Id = strawberry.field(description="任务\nThe task.")

    def asked(self) -> tasks.Asked:
        """For the service."""
        return tasks.Asked(
            task_id=key_of(InspectionTask, self.task_id), expected_version=self.expected_version
        )


@strawberry.input(description="分派任务的输入\nWhat `assignTask` takes.")
class AssignTaskInput(TaskInput):
    officer_id: Id = strawberry.field(description="主办人员\nWho is in charge.")
    second_officer_id: Id = strawberry.field(description="协办人员\nThe second officer.")


@strawberry.input(description="改派任务的输入\nWhat `reassignTask` takes.")
class ReassignTaskInput(TaskInput):
    officer_id: Id = strawberry.field(description="改由谁主办\nWho is in charge from now on.")
    second_officer_id: Id | None = strawberry.field(
        default=None, description="协办人员，默认不变\nThe second officer; as before if empty."
    )


@strawberry.input(description="签收任务的输入\nWhat `acceptTask` takes.")
class AcceptTaskInput(TaskInput): ...


@strawberry.input(description="填报检查结果的输入\nWhat `recordTaskResult` takes.")
class RecordTaskResultInput(TaskInput):
    visited_on: dt.date = strawberry.field(description="检查日期\nWhen.")
    findings: str = strawberry.field(description="检查情况\nWhat was found.")
    problems: list[str] = strawberry.field(
        default_factory=list, description="发现问题，每行一项\nProblems, one a line."
    )
    latitude: float | None = strawberry.field(default=None, description="纬度\nLatitude.")
    longitude: float | None = strawberry.field(default=None, description="经度\nLongitude.")
    refused_to_sign: bool = strawberry.field(
        default=False, description="当事人拒绝签字\nWhether they refused to sign."
    )
    witness: str = strawberry.field(default="", description="见证人，拒签时必填\nThe witness.")
    photos: list[Id] = strawberry.field(
        default_factory=list, description="照片：先上传得到的附件\nUploads to bind."
    )

    def result(self) -> results.Result:
        """For the service."""
        return results.Result(
            visited_on=self.visited_on,
            findings=self.findings,
            problems=tuple(self.problems),
            latitude=self.latitude,
            longitude=self.longitude,
            refused_to_sign=self.refused_to_sign,
            witness=self.witness,
            photos=photo_keys(self.photos),
        )


@strawberry.input(description="会签检查结果的输入\nWhat `signTaskResult` takes.")
class SignTaskResultInput(TaskInput): ...


@strawberry.input(description="处置的输入\nWhat `handleTask` takes.")
class HandleTaskInput(TaskInput):
    disposal: m.TaskDisposal = strawberry.field(description="处置\nWhat follows.")
    note: str = strawberry.field(default="", description="说明\nIn words.")


@strawberry.input(description="跟踪办结的输入\nWhat `closeTask` takes.")
class CloseTaskInput(TaskInput):
    follow_up: str = strawberry.field(description="处置跟踪\nWhat came of it.")


@mutation("制定检查计划\nMake a plan.", on=InspectionPlan, action=Action.CREATE)
async def make_plan(work: UnitOfWork, input: MakePlanInput) -> m.InspectionPlan:
    planned = plans.Planned(
        title=input.title,
        kind=input.kind,
        items=tuple(input.items),
        starts_on=input.starts_on,
        ends_on=input.ends_on,
        library_id=key_or_none(ObjectLibrary, input.library_id),
        checklist_id=key_or_none(Checklist, input.checklist_id),
        campaign_id=key_or_none(Campaign, input.campaign_id),
    )
    return await plans.make_plan(work, planned)


@mutation("指定检查对象\nName the units.", on=InspectionPlan, action=Action.UPDATE)
async def name_units(work: UnitOfWork, input: NameUnitsInput) -> m.InspectionPlan:
    units = [key_of(Enterprise, each) for each in input.enterprise_ids]
    return await plans.name_units(work, input.asked(), units)


@mutation("列入一户\nPlan a task at one unit.", on=InspectionTask, action=Action.CREATE)
async def plan_task(work: UnitOfWork, input: PlanTaskInput) -> m.InspectionTask:
    return await plans.name_unit(work, input.asked(), key_of(Enterprise, input.enterprise_id))


@mutation("冻结名单\nFreeze the pools.", on=InspectionPlan, action=Action.UPDATE)
async def freeze_plan(work: UnitOfWork, input: FreezePlanInput) -> m.InspectionPlan:
    share = plans.Share(
        percent=input.percent,
        qualification=input.qualification,
        seed_source=input.seed_source,
    )
    return await plans.freeze_plan(work, input.asked(), share)


@mutation("抽取对象和人员\nDraw units and officers.", on=InspectionPlan, action=Action.CONFIRM)
async def draw_plan(work: UnitOfWork, input: DrawPlanInput) -> m.InspectionPlan:
    return await plans.draw_plan(work, input.asked(), input.seed, input.witnesses)


@mutation("公示\nPublish plan, draws and results.", on=InspectionPlan, action=Action.PUBLISH)
async def publish_plan(work: UnitOfWork, input: PublishPlanInput) -> m.InspectionPlan:
    return await plans.publish_plan(work, input.asked())


@mutation("分派任务\nAssign a task.", on=InspectionTask, action=Action.ASSIGN)
async def assign_task(work: UnitOfWork, input: AssignTaskInput) -> m.InspectionTask:
    pair = key_of(OfficerCard, input.officer_id), key_of(OfficerCard, input.second_officer_id)
    return await tasks.assign_task(work, input.asked(), *pair)


@mutation("改派任务\nMove a task.", on=InspectionTask, action=Action.ASSIGN)
async def reassign_task(work: UnitOfWork, input: ReassignTaskInput) -> m.InspectionTask:
    first = key_of(OfficerCard, input.officer_id)
    second = key_or_none(OfficerCard, input.second_officer_id)
    return await tasks.reassign_task(work, input.asked(), first, second)


@mutation("签收任务\nTake note of a task.", on=InspectionTask, action=Action.VERIFY)
async def accept_task(work: UnitOfWork, input: AcceptTaskInput) -> m.InspectionTask:
    return await tasks.accept_task(work, input.asked())


@mutation("填报检查结果\nWrite the result.", on=InspectionTask, action=Action.SUBMIT)
async def record_task_result(work: UnitOfWork, input: RecordTaskResultInput) -> m.InspectionTask:
    return await results.record_result(work, input.asked(), input.result())


@mutation("会签检查结果\nSign it second.", on=InspectionTask, action=Action.SUBMIT)
async def sign_task_result(work: UnitOfWork, input: SignTaskResultInput) -> m.InspectionTask:
    return await results.sign_result(work, input.asked())


@mutation("处置\nSay what follows.", on=InspectionTask, action=Action.CONFIRM)
async def handle_task(work: UnitOfWork, input: HandleTaskInput) -> m.InspectionTask:
    return await results.handle_task(work, input.asked(), input.disposal, input.note)


@mutation("跟踪办结\nWhat followed is done.", on=InspectionTask, action=Action.REVIEW)
async def close_task(work: UnitOfWork, input: CloseTaskInput) -> m.InspectionTask:
    return await results.close_task(work, input.asked(), input.follow_up)


extensions = [
    extend(
        Mutation,
        make_plan,
        name_units,
        plan_task,
        freeze_plan,
        draw_plan,
        publish_plan,
        assign_task,
        reassign_task,
        accept_task,
        record_task_result,
        sign_task_result,
        handle_task,
        close_task,
    )
]
