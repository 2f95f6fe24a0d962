"""Operations on devices and declarations, and the board: thin, the rules are in `service`."""

import datetime as dt
import enum
from typing import Any

import strawberry
from sqlalchemy import func, select
from strawberry.types.info import Info

from core.extension import extend
from core.policy.vocabulary import Action
from core.register.colours import WarningColour
from core.register.service import filled
from core.store.unit import UnitOfWork
from plugins.special_equipment import models as m
from plugins.special_equipment import register, service
from plugins.special_equipment.facts import Facts
from plugins.special_equipment.models import DeclarationKind
from plugins.special_equipment.service import Filing
from plugins.special_equipment.types import Equipment, EquipmentDeclaration, EquipmentInspection
from plugins.special_equipment.types_law import EquipmentType
from schema.enums import show_enum
from schema.ids import key_of
from schema.operations import mutation, query
from schema.payloads import ChangeInput, MutationInput
from schema.roots import Mutation, Query
from schema.shared.files import photo_keys
from schema.shared.register import Division, Enterprise, Site

PHOTOS = "照片和材料，先上传\nPhotos and papers, uploaded before."
DAY = "发生日期，默认今天\nWhen it happened; today when left out."


class VerificationResult(enum.Enum):
    """Where a verified declaration goes."""

    PASSED = "confirmed"
    TO_STATION = "inspected"
    RETURNED = "filed"


show_enum(
    VerificationResult,
    "核实结果\nWhere a verified declaration goes.",
    {
        "PASSED": "属实，报分局确认\nTrue: on to the branch.",
        "TO_STATION": "请站所检查\nThe station looks at it.",
        "RETURNED": "退回，须写明理由\nBack to who filed it; state the reason.",
    },
)


@strawberry.type(
    description="看板格：某镇街某种设备某种颜色的台数\nHow many, by town, kind, colour."
)
class EquipmentBoardCell:
    town_id: strawberry.Private[int]
    kind_id: strawberry.Private[int]
    colour: WarningColour = strawberry.field(description="检验预警颜色\nColour.")
    count: int = strawberry.field(description="台数\nHow many devices.")

    @strawberry.field(description="镇街\nThe town.")
    async def town(self, info: Info) -> Division | None:
        found: Division | None = await info.context.loading.record(Division, self.town_id)
        return found

    @strawberry.field(description="设备种类\nKind of equipment.")
    async def kind(self, info: Info) -> EquipmentType | None:
        found: EquipmentType | None = await info.context.loading.record(EquipmentType, self.kind_id)
        return found


@query(
    "设备看板：在用设备按镇街、种类、颜色计数，数量有限，不分页\n"
    "Devices in use, counted by town, kind and colour on the business date.",
    reads=Equipment,
)
async def equipment_board(info: Info) -> list[EquipmentBoardCell]:
    colour = m.COLOUR.label("colour")
    each = select(m.Equipment.town_id, m.Equipment.kind_id, colour).where(m.SUPERVISED).subquery()
    cell = (each.c.town_id, each.c.kind_id, each.c.colour)
    rows = await info.context.loading.rows(
        select(*cell, func.count()).group_by(*cell).order_by(*cell)
    )
    return [
        EquipmentBoardCell(town_id=town, kind_id=kind, colour=colour, count=count)
        for town, kind, colour, count in rows
    ]


@strawberry.input(description="设备信息，只填要上报的\nFacts of a device; only what is declared.")
class DeviceFactsInput:
    type_code: str | None = strawberry.field(default=None, description="类型代码\nType, 3110.")
    name: str | None = strawberry.field(default=None, description="名称\nIts name.")
    equipment_code: str | None = strawberry.field(default=None, description="设备代码\nLife-long.")
    registration_code: str | None = strawberry.field(default=None, description="注册代码\nOlder.")
    use_registration_no: str | None = strawberry.field(
        default=None, description="使用登记证编号\nUse registration number."
    )
    registration_state: m.RegistrationState | None = strawberry.field(
        default=None, description="使用登记状态\nWhether its use is registered."
    )
    internal_no: str | None = strawberry.field(default=None, description="单位内编号\nOwn number.")
    factory_no: str | None = strawberry.field(default=None, description="出厂编号\nFactory no.")
    model: str | None = strawberry.field(default=None, description="型号\nModel.")
    maker: str | None = strawberry.field(default=None, description="制造单位\nMaker.")
    maker_licence: str | None = strawberry.field(default=None, description="许可证号\nTS number.")
    made_on: dt.date | None = strawberry.field(default=None, description="制造日期\nMade on.")
    installed_on: dt.date | None = strawberry.field(default=None, description="安装\nInstalled.")
    accepted_on: dt.date | None = strawberry.field(
        default=None, description="验收（首次检验合格）日期\nPassed its first inspection."
    )
    first_use_on: dt.date | None = strawberry.field(default=None, description="投用\nFirst use.")
    design_life_to: dt.date | None = strawberry.field(
        default=None, description="设计使用年限止\nEnd of its design life."
    )
    place: str | None = strawberry.field(default=None, description="设备地点\nWhere exactly.")
    place_kind: m.PlaceKind | None = strawberry.field(default=None, description="场所\nPlace.")
    important: bool | None = strawberry.field(default=None, description="重点\nWatched closely.")

    def said(self) -> Facts:
        """For the service."""
        return Facts(**{name: getattr(self, name) for name in Facts.__dataclass_fields__})


@strawberry.input(description="上报的输入\nWhat every declaration takes.")
class DeclarationInput(ChangeInput):
    effective_on: dt.date | None = strawberry.field(default=None, description=DAY)
    photos: list[strawberry.ID] | None = strawberry.field(default=None, description=PHOTOS)

    def filing(self, work: UnitOfWork, kind: DeclarationKind, **more: Any) -> Filing:
        """For the service."""
        return Filing(
            kind=kind,
            effective_on=self.effective_on or work.today,
            photos=tuple(photo_keys(self.photos)),
            expected_version=self.expected_version,
            **more,
        )


@strawberry.input(description="上报一台已有设备的输入\nWhich device it is about.")
class KnownDeviceInput(DeclarationInput):
    equipment_id: strawberry.ID = strawberry.field(description="设备\nThe device.")

    def of_device(self, work: UnitOfWork, kind: DeclarationKind, **more: Any) -> Filing:
        """For the service."""
        return self.filing(work, kind, equipment_id=key_of(Equipment, self.equipment_id), **more)


@strawberry.input(description="新增设备上报的输入\nWhat `declareNewEquipment` takes.")
class DeclareNewEquipmentInput(DeclarationInput, DeviceFactsInput):
    enterprise_id: strawberry.ID = strawberry.field(description="使用单位\nThe user unit.")
    town_id: strawberry.ID | None = strawberry.field(
        default=None, description="所在镇街，默认单位所在地\nThe unit's own when left out."
    )
    site_id: strawberry.ID | None = strawberry.field(default=None, description="厂区\nThe site.")


@strawberry.input(description="停用上报的输入，须写明原因\nWhat `declareStop` takes; say why.")
class DeclareStopInput(KnownDeviceInput): ...


@strawberry.input(description="启用上报的输入\nWhat `declareRestart` takes.")
class DeclareRestartInput(KnownDeviceInput): ...


@strawberry.input(description="报废上报的输入，须写明原因\nWhat `declareScrap` takes; say why.")
class DeclareScrapInput(KnownDeviceInput):
    dismantled: bool = strawberry.field(default=False, description="已拆除\nTaken down already.")


@strawberry.input(description="变更上报的输入：只填变更项\nWhat `declareChange` takes.")
class DeclareChangeInput(KnownDeviceInput, DeviceFactsInput): ...


@strawberry.input(description="移装上报的输入\nWhat `declareRelocation` takes.")
class DeclareRelocationInput(KnownDeviceInput):
    town_id: strawberry.ID | None = strawberry.field(
        default=None, description="移入镇街；空为移出本区\nThe new town; none: out of the district."
    )
    site_id: strawberry.ID | None = strawberry.field(default=None, description="新厂区\nNew site.")
    place: str = strawberry.field(description="新地点\nWhere exactly.")


@strawberry.input(description="办理上报的输入\nWhich declaration.")
class DeclarationStepInput(ChangeInput):
    declaration_id: strawberry.ID = strawberry.field(description="上报\nThe declaration.")

    def step(self, **more: Any) -> service.Step:
        """For the service."""
        return service.Step(
            declaration_id=key_of(EquipmentDeclaration, self.declaration_id),
            expected_version=self.expected_version,
            **more,
        )


@strawberry.input(description="补正后重新上报的输入\nWhat `resubmitDeclaration` takes.")
class ResubmitDeclarationInput(DeclarationStepInput, DeviceFactsInput):
    effective_on: dt.date | None = strawberry.field(default=None, description="日期\nCorrected.")
    photos: list[strawberry.ID] | None = strawberry.field(default=None, description=PHOTOS)


@strawberry.input(description="现场核实的输入\nWhat `verifyDeclaration` takes.")
class VerifyDeclarationInput(DeclarationStepInput):
    result: VerificationResult = strawberry.field(description="结果\nWhere it goes.")
    findings: str | None = strawberry.field(default=None, description="核实情况\nWhat was found.")
    photos: list[strawberry.ID] | None = strawberry.field(default=None, description=PHOTOS)


@strawberry.input(description="站所检查的输入\nWhat `inspectDeclaration` takes.")
class InspectDeclarationInput(DeclarationStepInput):
    returned: bool = strawberry.field(
        default=False, description="退回镇街，须写明理由\nBack to the town; state the reason."
    )
    findings: str | None = strawberry.field(default=None, description="检查情况\nWhat was found.")
    photos: list[strawberry.ID] | None = strawberry.field(default=None, description=PHOTOS)


@strawberry.input(description="确认入库的输入\nWhat `confirmDeclaration` takes.")
class ConfirmDeclarationInput(DeclarationStepInput):
    equipment_version: int | None = strawberry.field(
        default=None, description="已核对的设备版本\nThe device's version whose change was seen."
    )


@strawberry.input(description="不予确认的输入，须写明理由\nWhat `refuseDeclaration` takes.")
class RefuseDeclarationInput(DeclarationStepInput): ...


@strawberry.input(description="录入检验报告的输入\nWhat `recordEquipmentInspection` takes.")
class RecordEquipmentInspectionInput(MutationInput):
    equipment_id: strawberry.ID = strawberry.field(description="设备\nThe device.")
    kind: m.InspectionKind = strawberry.field(description="类别\nKind.")
    body: str = strawberry.field(description="检验机构\nWho inspected.")
    report_no: str = strawberry.field(description="报告编号\nReport no.")
    inspected_on: dt.date = strawberry.field(description="检验日期\nWhen.")
    conclusion: m.Conclusion = strawberry.field(description="结论\nConclusion.")
    safety_grade: int | None = strawberry.field(default=None, description="等级\nSafety grade.")
    next_on: dt.date | None = strawberry.field(
        default=None, description="下次检验，默认按法定周期\nThe next; by law when left out."
    )
    problems: str = strawberry.field(default="", description="问题\nWhat was wrong.")


def _may_be(type_: Any, given: str | None) -> int | None:
    return None if given is None else key_of(type_, given)


@mutation("新增设备上报\nDeclare a new device.", on=EquipmentDeclaration, action=Action.SUBMIT)
async def declare_new_equipment(
    work: UnitOfWork, input: DeclareNewEquipmentInput
) -> m.EquipmentDeclaration:
    filing = input.filing(
        work,
        DeclarationKind.NEW,
        enterprise_id=key_of(Enterprise, input.enterprise_id),
        town_id=_may_be(Division, input.town_id),
        site_id=_may_be(Site, input.site_id),
        said=input.said(),
    )
    return await service.declare(work, filing)


@mutation("停用上报\nDeclare that it is out of use.", on=EquipmentDeclaration, action=Action.SUBMIT)
async def declare_stop(work: UnitOfWork, input: DeclareStopInput) -> m.EquipmentDeclaration:
    more = (("stop_reason", filled(work.reason, "reason")),)
    return await service.declare(work, input.of_device(work, DeclarationKind.STOP, more=more))


@mutation("启用上报\nDeclare that it is used again.", on=EquipmentDeclaration, action=Action.SUBMIT)
async def declare_restart(work: UnitOfWork, input: DeclareRestartInput) -> m.EquipmentDeclaration:
    return await service.declare(work, input.of_device(work, DeclarationKind.RESTART))


@mutation("报废上报\nDeclare that it is scrapped.", on=EquipmentDeclaration, action=Action.SUBMIT)
async def declare_scrap(work: UnitOfWork, input: DeclareScrapInput) -> m.EquipmentDeclaration:
    filled(work.reason, "reason")
    status = m.UseStatus.DISMANTLED if input.dismantled else m.UseStatus.SCRAPPED
    more = (("use_status", status.name),)
    return await service.declare(work, input.of_device(work, DeclarationKind.SCRAP, more=more))


@mutation("变更上报\nDeclare changed facts.", on=EquipmentDeclaration, action=Action.SUBMIT)
async def declare_change(work: UnitOfWork, input: DeclareChangeInput) -> m.EquipmentDeclaration:
    filing = input.of_device(work, DeclarationKind.CHANGE, said=input.said())
    return await service.declare(work, filing)


@mutation("移装上报\nDeclare that it is moved.", on=EquipmentDeclaration, action=Action.SUBMIT)
async def declare_relocation(
    work: UnitOfWork, input: DeclareRelocationInput
) -> m.EquipmentDeclaration:
    filing = input.of_device(
        work,
        DeclarationKind.RELOCATION,
        town_id=_may_be(Division, input.town_id),
        site_id=_may_be(Site, input.site_id),
        said=Facts(place=input.place),
    )
    return await service.declare(work, filing)


@mutation("补正后重报\nFile it once more.", on=EquipmentDeclaration, action=Action.SUBMIT)
async def resubmit_declaration(
    work: UnitOfWork, input: ResubmitDeclarationInput
) -> m.EquipmentDeclaration:
    step = input.step(photos=tuple(photo_keys(input.photos)))
    return await service.resubmit(work, step, input.said(), input.effective_on)


@mutation("现场核实\nVerify it on site.", on=EquipmentDeclaration, action=Action.VERIFY)
async def verify_declaration(
    work: UnitOfWork, input: VerifyDeclarationInput
) -> m.EquipmentDeclaration:
    photos = tuple(photo_keys(input.photos))
    step = input.step(findings=input.findings or "", to=input.result.value, photos=photos)
    return await service.verify(work, step)


@mutation("站所检查\nThe station looks at it.", on=EquipmentDeclaration, action=Action.REVIEW)
async def inspect_declaration(
    work: UnitOfWork, input: InspectDeclarationInput
) -> m.EquipmentDeclaration:
    to = "verified" if input.returned else "confirmed"
    photos = tuple(photo_keys(input.photos))
    step = input.step(findings=input.findings or "", to=to, photos=photos)
    return await service.inspect(work, step)


@mutation(
    "确认入库：设备档案随之改变\nConfirm; the register changes with it.",
    on=EquipmentDeclaration,
    action=Action.CONFIRM,
)
async def confirm_declaration(
    work: UnitOfWork, input: ConfirmDeclarationInput
) -> m.EquipmentDeclaration:
    return await service.confirm(work, input.step(equipment_version=input.equipment_version))


@mutation("不予确认\nRefuse it, with the reason.", on=EquipmentDeclaration, action=Action.CONFIRM)
async def refuse_declaration(
    work: UnitOfWork, input: RefuseDeclarationInput
) -> m.EquipmentDeclaration:
    return await service.refuse(work, input.step())


@mutation("录入检验报告\nRecord a report.", on=EquipmentInspection, action=Action.CREATE)
async def record_equipment_inspection(
    work: UnitOfWork, input: RecordEquipmentInspectionInput
) -> m.EquipmentInspection:
    given = {
        name: getattr(input, name)
        for name in register.Report.__dataclass_fields__
        if name != "equipment_id"
    }
    key = key_of(Equipment, input.equipment_id)
    return await register.record_inspection(work, register.Report(equipment_id=key, **given))


extensions = [
    extend(Query, equipment_board),
    extend(
        Mutation,
        declare_new_equipment,
        declare_stop,
        declare_restart,
        declare_scrap,
        declare_change,
        declare_relocation,
        resubmit_declaration,
        verify_declaration,
        inspect_declaration,
        confirm_declaration,
        refuse_declaration,
        record_equipment_inspection,
    ),
]
