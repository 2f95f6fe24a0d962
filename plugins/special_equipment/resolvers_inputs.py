"""What the mutations of special equipment take."""

import datetime as dt
import enum
from typing import Any

import strawberry

from core.store.unit import UnitOfWork
from plugins.special_equipment import models as m
from plugins.special_equipment import service
from plugins.special_equipment.models import DeclarationKind
from plugins.special_equipment.service_facts import Facts, Filing
from plugins.special_equipment.types import Equipment, EquipmentDeclaration
from schema.enums import show_enum
from schema.ids import key_of
from schema.payloads import ChangeInput, MutationInput
from schema.services.files import photo_keys

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
    latitude: float | None = strawberry.field(default=None, description="纬度\nLatitude.")
    longitude: float | None = strawberry.field(default=None, description="经度\nLongitude.")
    medium: str | None = strawberry.field(default=None, description="介质\nWhat it holds.")
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
    equipment_id: strawberry.ID | None = strawberry.field(
        default=None, description="设备\nThe device."
    )
    use_registration_no: str | None = strawberry.field(
        default=None, description="或其使用登记证编号\nOr its use registration number."
    )
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
