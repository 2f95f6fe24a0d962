"""What units tell of their people, their upkeep, and their valves and gauges."""

import datetime as dt

import strawberry

from core.extension import extend
from core.policy.vocabulary import Action
from core.store.unit import UnitOfWork
from plugins.special_equipment import models_people as m
from plugins.special_equipment import service_people as people
from plugins.special_equipment import service_upkeep as upkeep
from plugins.special_equipment.types import Equipment
from plugins.special_equipment.types_people import (
    MaintenanceContract,
    Operator,
    OperatorCertificate,
    SafetyAppointment,
    SafetyPart,
)
from schema.ids import key_of
from schema.operations import mutation
from schema.payloads import MutationInput
from schema.roots import Mutation
from schema.shared.register import Enterprise

UNIT = "使用单位\nThe user unit."
DAY = "日期，默认今天\nThe day; today when left out."


@strawberry.input(description="登记作业人员的输入\nWhat `addOperator` takes.")
class AddOperatorInput(MutationInput):
    enterprise_id: strawberry.ID = strawberry.field(description=UNIT)
    name: str = strawberry.field(description="姓名\nName.")
    id_number: str | None = strawberry.field(default=None, description="身份证号\nIdentity no.")


@strawberry.input(description="人员离岗的输入\nWhat `releaseOperator` takes.")
class ReleaseOperatorInput(MutationInput):
    operator_id: strawberry.ID = strawberry.field(description="人员\nThe person.")
    day: dt.date | None = strawberry.field(default=None, description=DAY)


@strawberry.input(description="登记证件的输入\nWhat `recordOperatorCertificate` takes.")
class RecordOperatorCertificateInput(MutationInput):
    operator_id: strawberry.ID = strawberry.field(description="人员\nThe person.")
    project_code: str = strawberry.field(description="作业项目代码\nProject, N1.")
    certificate_no: str = strawberry.field(description="证号\nNumber.")
    issued_on: dt.date = strawberry.field(description="发证日期\nIssued on.")
    valid_to: dt.date = strawberry.field(description="有效期止\nUntil.")


@strawberry.input(description="任命安全管理人员的输入\nWhat `appointSafetyPerson` takes.")
class AppointSafetyPersonInput(MutationInput):
    enterprise_id: strawberry.ID = strawberry.field(description=UNIT)
    role: m.SafetyRole = strawberry.field(description="职务\nAs what.")
    name: str = strawberry.field(description="姓名\nName.")
    day: dt.date | None = strawberry.field(default=None, description=DAY)


@strawberry.input(description="终止任命的输入\nWhat `endSafetyAppointment` takes.")
class EndSafetyAppointmentInput(MutationInput):
    appointment_id: strawberry.ID = strawberry.field(description="任命\nThe appointment.")
    day: dt.date | None = strawberry.field(default=None, description=DAY)


@strawberry.input(description="登记维保合同的输入\nWhat `recordMaintenanceContract` takes.")
class RecordMaintenanceContractInput(MutationInput):
    equipment_id: strawberry.ID = strawberry.field(description="设备\nThe device.")
    contractor: str = strawberry.field(description="维保单位\nContractor.")
    licence_no: str = strawberry.field(default="", description="许可证号\nIts licence.")
    rescue_phone: str = strawberry.field(default="", description="救援电话\nDuty room.")
    begins_on: dt.date = strawberry.field(description="起\nFrom.")
    ends_on: dt.date = strawberry.field(description="止\nUntil.")


@strawberry.input(description="登记安全阀、压力表校验的输入\nWhat `recordSafetyPart` takes.")
class RecordSafetyPartInput(MutationInput):
    equipment_id: strawberry.ID = strawberry.field(description="设备\nThe device.")
    kind: m.PartKind = strawberry.field(description="类别\nWhich.")
    number: str = strawberry.field(description="编号\nNumber.")
    report_no: str = strawberry.field(default="", description="校验报告\nReport.")
    checked_on: dt.date = strawberry.field(description="校验日期\nChecked on.")
    next_check_on: dt.date = strawberry.field(description="下次校验\nNext on.")


@strawberry.input(description="拆除的输入\nWhat `removeSafetyPart` takes.")
class RemoveSafetyPartInput(MutationInput):
    part_id: strawberry.ID = strawberry.field(description="附件\nThe part.")
    day: dt.date | None = strawberry.field(default=None, description=DAY)


@mutation("登记作业人员\nName an operator.", on=Operator, action=Action.SUBMIT)
async def add_operator(work: UnitOfWork, input: AddOperatorInput) -> m.Operator:
    holder = key_of(Enterprise, input.enterprise_id)
    return await people.add_operator(work, holder, input.name, input.id_number)


@mutation("人员离岗\nAn operator has left.", on=Operator, action=Action.SUBMIT)
async def release_operator(work: UnitOfWork, input: ReleaseOperatorInput) -> m.Operator:
    key = key_of(Operator, input.operator_id)
    return await people.release_operator(work, key, input.day or work.today)


@mutation("登记作业人员证\nRecord a certificate.", on=OperatorCertificate, action=Action.SUBMIT)
async def record_operator_certificate(
    work: UnitOfWork, input: RecordOperatorCertificateInput
) -> m.OperatorCertificate:
    given = people.Certified(
        operator_id=key_of(Operator, input.operator_id),
        project_code=input.project_code,
        certificate_no=input.certificate_no,
        issued_on=input.issued_on,
        valid_to=input.valid_to,
    )
    return await people.record_certificate(work, given)


@mutation("任命安全总监、安全员\nAppoint somebody.", on=SafetyAppointment, action=Action.SUBMIT)
async def appoint_safety_person(
    work: UnitOfWork, input: AppointSafetyPersonInput
) -> m.SafetyAppointment:
    holder = key_of(Enterprise, input.enterprise_id)
    return await people.appoint(work, holder, input.role, input.name, input.day or work.today)


@mutation("终止任命\nAn appointment ends.", on=SafetyAppointment, action=Action.SUBMIT)
async def end_safety_appointment(
    work: UnitOfWork, input: EndSafetyAppointmentInput
) -> m.SafetyAppointment:
    key = key_of(SafetyAppointment, input.appointment_id)
    return await people.end_appointment(work, key, input.day or work.today)


@mutation("登记维保合同\nRecord a contract.", on=MaintenanceContract, action=Action.SUBMIT)
async def record_maintenance_contract(
    work: UnitOfWork, input: RecordMaintenanceContractInput
) -> m.MaintenanceContract:
    given = upkeep.Contract(
        equipment_id=key_of(Equipment, input.equipment_id),
        contractor=input.contractor,
        licence_no=input.licence_no,
        rescue_phone=input.rescue_phone,
        begins_on=input.begins_on,
        ends_on=input.ends_on,
    )
    return await upkeep.record_contract(work, given)


@mutation("登记安全阀、压力表校验\nRecord a check.", on=SafetyPart, action=Action.SUBMIT)
async def record_safety_part(work: UnitOfWork, input: RecordSafetyPartInput) -> m.SafetyPart:
    given = upkeep.Checked(
        number=input.number,
        report_no=input.report_no,
        on=input.checked_on,
        next_on=input.next_check_on,
    )
    key = key_of(Equipment, input.equipment_id)
    return await upkeep.record_part(work, key, input.kind, given)


@mutation("拆除附件\nIt is no longer there.", on=SafetyPart, action=Action.SUBMIT)
async def remove_safety_part(work: UnitOfWork, input: RemoveSafetyPartInput) -> m.SafetyPart:
    key = key_of(SafetyPart, input.part_id)
    return await upkeep.remove_part(work, key, input.day or work.today)


extensions = [
    extend(
        Mutation,
        add_operator,
        release_operator,
        record_operator_certificate,
        appoint_safety_person,
        end_safety_appointment,
        record_maintenance_contract,
        record_safety_part,
        remove_safety_part,
    ),
]
