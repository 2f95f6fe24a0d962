"""Safety logs, instructions and accidents: thin, the rules are in the services."""

import datetime as dt
from typing import Any

import strawberry

from core.extension import extend
from core.policy.vocabulary import Action
from core.safety_logs.models import LogPeriod
from core.store.unit import UnitOfWork
from plugins.special_equipment import models_safety as m
from plugins.special_equipment import service_accidents as accidents
from plugins.special_equipment import service_instructions as instructions
from plugins.special_equipment import service_logs as logs
from plugins.special_equipment.types import Equipment
from plugins.special_equipment.types_safety import (
    Accident,
    RiskItem,
    SafetyFinding,
    SafetyInstruction,
    SafetyLog,
)
from schema.ids import key_of, key_or_none
from schema.operations import mutation
from schema.payloads import ChangeInput, MutationInput
from schema.roots import Mutation
from schema.services.files import photo_keys
from schema.shared.register import Enterprise

PHOTOS = "照片和材料，先上传\nPhotos and papers, uploaded before."


@strawberry.input(description="写安全记录的输入\nWhat `writeSafetyLog` takes.")
class WriteSafetyLogInput(MutationInput):
    enterprise_id: strawberry.ID = strawberry.field(description="使用单位\nThe user unit.")
    period: LogPeriod = strawberry.field(description="日、周、月\nWhich period.")
    day: dt.date | None = strawberry.field(
        default=None, description="当期中的一天，默认今天\nA day of it; today when left out."
    )
    unsound_ids: list[strawberry.ID] | None = strawberry.field(
        default=None, description="有问题的项目，其余为正常\nItems not sound; all else is."
    )
    note: str = strawberry.field(
        default="", description="情况；有问题须说明\nWhat was found; needed where something was."
    )
    photos: list[strawberry.ID] | None = strawberry.field(default=None, description=PHOTOS)


@strawberry.input(description="报告自查整改的输入\nWhat `mendFinding` takes.")
class MendFindingInput(MutationInput):
    finding_id: strawberry.ID = strawberry.field(description="问题\nThe finding.")
    measures: str = strawberry.field(description="整改措施\nHow it was mended.")


@strawberry.input(description="拟制指令书的输入\nWhat `draftInstruction` takes.")
class DraftInstructionInput(MutationInput):
    enterprise_id: strawberry.ID | None = strawberry.field(
        default=None, description="使用单位，无设备时\nThe unit, where it is about no device."
    )
    equipment_id: strawberry.ID | None = strawberry.field(
        default=None, description="设备\nThe device."
    )
    problem: str = strawberry.field(description="问题\nWhat is wrong.")
    violated: str = strawberry.field(description="违反的规定\nWhat is violated.")
    measures: str = strawberry.field(description="整改要求\nWhat must be done.")
    days: int = strawberry.field(default=15, description="期限（日）\nDays from its service.")


@strawberry.input(description="办理指令书的输入\nWhich instruction.")
class InstructionStepInput(ChangeInput):
    instruction_id: strawberry.ID = strawberry.field(description="指令书\nThe instruction.")

    def act(self, text: str = "", **more: Any) -> instructions.Act:
        """For the service."""
        photos = tuple(photo_keys(getattr(self, "photos", None)))
        key = key_of(SafetyInstruction, self.instruction_id)
        return instructions.Act(
            key=key, text=text, photos=photos, expected_version=self.expected_version, **more
        )


@strawberry.input(description="签发的输入\nWhat `issueInstruction` takes.")
class IssueInstructionInput(InstructionStepInput): ...


@strawberry.input(description="送达的输入\nWhat `serveInstruction` takes.")
class ServeInstructionInput(InstructionStepInput):
    refused: bool = strawberry.field(default=False, description="拒签\nRefused to sign.")
    photos: list[strawberry.ID] | None = strawberry.field(default=None, description=PHOTOS)


@strawberry.input(description="整改报告的输入\nWhat `reportInstruction` takes.")
class ReportInstructionInput(InstructionStepInput):
    text: str = strawberry.field(description="整改情况\nWhat was put right.")
    photos: list[strawberry.ID] | None = strawberry.field(default=None, description=PHOTOS)


@strawberry.input(description="复查的输入\nWhat `reinspectInstruction` takes.")
class ReinspectInstructionInput(InstructionStepInput):
    passed: bool = strawberry.field(description="通过\nWhether it is put right.")
    notes: str = strawberry.field(description="复查情况\nWhat was found.")
    photos: list[strawberry.ID] | None = strawberry.field(default=None, description=PHOTOS)


@strawberry.input(description="移送的输入，须写明理由\nWhat `handOverInstruction` takes; say why.")
class HandOverInstructionInput(InstructionStepInput): ...


@strawberry.input(description="录入事故的输入\nWhat `recordAccident` takes.")
class RecordAccidentInput(MutationInput):
    enterprise_id: strawberry.ID = strawberry.field(description="单位\nThe unit.")
    equipment_id: strawberry.ID | None = strawberry.field(default=None, description="设备\nDevice.")
    occurred_on: dt.date = strawberry.field(description="日期\nWhen.")
    deaths: int = strawberry.field(default=0, description="死亡人数\nDead.")
    injuries: int = strawberry.field(default=0, description="重伤人数\nInjured.")
    loss_yuan: float = strawberry.field(default=0, description="直接损失（元）\nLoss.")
    summary: str = strawberry.field(description="经过\nWhat happened.")


@mutation("写日管控、周排查、月调度\nWrite a log.", on=SafetyLog, action=Action.SUBMIT)
async def write_safety_log(work: UnitOfWork, input: WriteSafetyLogInput) -> m.SafetyLog:
    written = logs.Written(
        enterprise_id=key_of(Enterprise, input.enterprise_id),
        period=input.period,
        day=input.day or work.today,
        unsound_ids=tuple(key_of(RiskItem, each) for each in input.unsound_ids or ()),
        note=input.note,
        photos=tuple(photo_keys(input.photos)),
    )
    return await logs.write_log(work, written)


@mutation("报告自查整改\nSay how it was mended.", on=SafetyFinding, action=Action.SUBMIT)
async def mend_finding(work: UnitOfWork, input: MendFindingInput) -> m.SafetyFinding:
    return await logs.mend(work, key_of(SafetyFinding, input.finding_id), input.measures)


@mutation("拟制监察指令书\nDraft an instruction.", on=SafetyInstruction, action=Action.CREATE)
async def draft_instruction(work: UnitOfWork, input: DraftInstructionInput) -> m.SafetyInstruction:
    given = instructions.Draft(
        enterprise_id=key_or_none(Enterprise, input.enterprise_id),
        equipment_id=key_or_none(Equipment, input.equipment_id),
        problem=input.problem,
        violated=input.violated,
        measures=input.measures,
        days=input.days,
    )
    return await instructions.draft(work, given)


@mutation("签发：两人\nSign it; two must.", on=SafetyInstruction, action=Action.UPDATE)
async def issue_instruction(work: UnitOfWork, input: IssueInstructionInput) -> m.SafetyInstruction:
    return await instructions.issue(work, input.act())


@mutation("送达\nServe it.", on=SafetyInstruction, action=Action.VERIFY)
async def serve_instruction(work: UnitOfWork, input: ServeInstructionInput) -> m.SafetyInstruction:
    return await instructions.serve(work, input.act(), refused=input.refused)


@mutation("整改报告\nSay what was put right.", on=SafetyInstruction, action=Action.SUBMIT)
async def report_instruction(
    work: UnitOfWork, input: ReportInstructionInput
) -> m.SafetyInstruction:
    return await instructions.report(work, input.act(input.text))


@mutation("复查\nLook at it again.", on=SafetyInstruction, action=Action.REVIEW)
async def reinspect_instruction(
    work: UnitOfWork, input: ReinspectInstructionInput
) -> m.SafetyInstruction:
    return await instructions.reinspect(work, input.act(input.notes), passed=input.passed)


@mutation("逾期未改，移送\nHand it over.", on=SafetyInstruction, action=Action.DECIDE)
async def hand_over_instruction(
    work: UnitOfWork, input: HandOverInstructionInput
) -> m.SafetyInstruction:
    return await instructions.hand_over(work, input.act())


@mutation("录入事故\nRecord an accident.", on=Accident, action=Action.CREATE)
async def record_accident(work: UnitOfWork, input: RecordAccidentInput) -> m.Accident:
    happened = accidents.Happened(
        enterprise_id=key_of(Enterprise, input.enterprise_id),
        equipment_id=key_or_none(Equipment, input.equipment_id),
        occurred_on=input.occurred_on,
        deaths=input.deaths,
        injuries=input.injuries,
        loss_yuan=int(input.loss_yuan),
        summary=input.summary,
    )
    return await accidents.record_accident(work, happened)


extensions = [
    extend(
        Mutation,
        write_safety_log,
        mend_finding,
        draft_instruction,
        issue_instruction,
        serve_instruction,
        report_instruction,
        reinspect_instruction,
        hand_over_instruction,
        record_accident,
    ),
]
