"""Devices, inspections and declarations, and what they add to shared types."""

import datetime as dt

import strawberry
from sqlalchemy import func
from strawberry.scalars import JSON

from core.extension import extend
from core.register.colours import WarningColour
from plugins.special_equipment import models as m
from plugins.special_equipment.types_facts import DeclaredFact, changed_facts, declared_facts
from plugins.special_equipment.types_law import EquipmentType, InspectionCycle
from schema.fields import (
    aggregate,
    by_id,
    column,
    computed,
    connection,
    count,
    key,
    to_many,
    to_one,
)
from schema.ids import Node
from schema.roots import Query
from schema.services.files import Attachment, attachments_of
from schema.services.matters import Matter
from schema.shared.register import VERSION, Division, Enterprise, Site

USER_UNIT = "使用单位\nThe user unit."
TOWN = "所在镇街\nThe town where it stands."


@strawberry.type(description="特种设备：一台一档\nA device in the supervision library.")
class Equipment(Node):
    id: strawberry.ID = key(m.Equipment.id)
    name: str = column(m.Equipment.name, "名称\nIts name.", where=True, order=True)
    equipment_code: str | None = column(
        m.Equipment.equipment_code, "设备代码（终身）\nLife-long code, 17 or 18.", where=True
    )
    registration_code: str | None = column(
        m.Equipment.registration_code, "注册代码（旧）\nThe older code of 20.", where=True
    )
    use_registration_no: str | None = column(
        m.Equipment.use_registration_no, "使用登记证编号\nUse registration number.", where=True
    )
    registration_state: m.RegistrationState = column(
        m.Equipment.registration_state,
        "使用登记状态，与入库确认无关\nWhether the prefecture registered its use.",
        where=True,
    )
    internal_no: str | None = column(
        m.Equipment.internal_no, "单位内编号\nThe unit's own number.", where=True
    )
    factory_no: str | None = column(m.Equipment.factory_no, "出厂编号\nFactory no.", where=True)
    model: str | None = column(m.Equipment.model, "型号\nModel.")
    maker: str | None = column(m.Equipment.maker, "制造单位\nMaker.", where=True)
    maker_licence: str | None = column(
        m.Equipment.maker_licence, "制造许可证号\nThe maker's licence."
    )
    made_on: dt.date | None = column(m.Equipment.made_on, "制造日期\nMade on.")
    installed_on: dt.date | None = column(m.Equipment.installed_on, "安装日期\nInstalled on.")
    accepted_on: dt.date = column(
        m.Equipment.accepted_on, "验收日期，周期由此起算\nAccepted: cycles count from here."
    )
    first_use_on: dt.date | None = column(
        m.Equipment.first_use_on, "投入使用日期\nFirst use.", where=True
    )
    register_by: dt.date | None = computed(
        m.REGISTER_BY, "应登记截止日\nThe last day for registering its use.", where=True
    )
    design_life_to: dt.date | None = column(
        m.Equipment.design_life_to, "设计使用年限止\nEnd of its design life.", where=True
    )
    place: str = column(m.Equipment.place, "设备地点\nWhere exactly.")
    place_kind: m.PlaceKind = column(m.Equipment.place_kind, "场所类别\nWhat place.", where=True)
    latitude: float | None = column(m.Equipment.latitude, "纬度\nLatitude, in degrees.")
    longitude: float | None = column(m.Equipment.longitude, "经度\nLongitude, in degrees.")
    medium: str | None = column(m.Equipment.medium, "介质\nWhat it holds.", where=True)
    important: bool = column(m.Equipment.important, "重点设备\nWatched closely.", where=True)
    safety_grade: int | None = column(
        m.Equipment.safety_grade, "安全状况等级\nSafety grade of vessels.", where=True
    )
    use_status: m.UseStatus = column(
        m.Equipment.use_status, "使用状态\nWhat is done with it.", where=True
    )
    stopped_on: dt.date | None = column(m.Equipment.stopped_on, "停用日期\nStopped.", where=True)
    stop_reason: str | None = column(m.Equipment.stop_reason, "停用原因\nWhy it was stopped.")
    idle_year_on: dt.date | None = computed(
        m.IDLE_YEAR_ON, "停用满一年之日\nWhen it will have been idle for a year.", where=True
    )
    ended_on: dt.date | None = column(m.Equipment.ended_on, "退出监管日期\nWhen it ended.")
    last_inspection_on: dt.date | None = column(
        m.Equipment.last_inspection_on, "上次检验合格日期\nLast passed inspection.", where=True
    )
    next_inspection_on: dt.date = column(
        m.Equipment.next_inspection_on,
        "检验有效期止\nThe last day of use without another inspection.",
        where=True,
        order=True,
    )
    colour: WarningColour | None = computed(
        m.COLOUR, "检验预警颜色；停用和已退出的无颜色\nColour; none unless in use.", where=True
    )
    overdue: bool = computed(
        m.OVERDUE, "超期未检；停用的不计\nIn use past its date; not while stopped.", where=True
    )
    version: int = column(m.Equipment.version, VERSION)
    type: EquipmentType | None = to_one(
        EquipmentType, "设备类型\nIts type.", by=m.Equipment.type_id, where=True
    )
    kind: EquipmentType | None = to_one(
        EquipmentType, "设备种类\nIts kind.", by=m.Equipment.kind_id, where=True
    )
    enterprise: Enterprise | None = to_one(
        Enterprise, USER_UNIT, by=m.Equipment.enterprise_id, where=True
    )
    site: Site | None = to_one(Site, "厂区\nThe site.", by=m.Equipment.site_id)
    town: Division | None = to_one(Division, TOWN, by=m.Equipment.town_id, where=True)


@strawberry.type(description="检验报告：只增不改\nOne inspection report; never changed.")
class EquipmentInspection(Node):
    id: strawberry.ID = key(m.EquipmentInspection.id)
    kind: m.InspectionKind = column(m.EquipmentInspection.kind, "类别\nKind.", where=True)
    body: str = column(m.EquipmentInspection.body, "检验机构\nWho inspected.", where=True)
    report_no: str = column(m.EquipmentInspection.report_no, "报告编号\nReport no.", where=True)
    inspected_on: dt.date = column(
        m.EquipmentInspection.inspected_on, "检验日期\nWhen.", where=True, order=True
    )
    conclusion: m.Conclusion = column(
        m.EquipmentInspection.conclusion, "结论\nConclusion.", where=True
    )
    safety_grade: int | None = column(
        m.EquipmentInspection.safety_grade, "安全状况等级\nSafety grade."
    )
    next_on: dt.date | None = column(
        m.EquipmentInspection.next_on, "下次检验日期\nThe next; none when it failed."
    )
    problems: str = column(m.EquipmentInspection.problems, "问题\nWhat was wrong.")
    recorded_at: dt.datetime = column(m.EquipmentInspection.recorded_at, "录入时间\nWhen recorded.")
    equipment: Equipment | None = to_one(
        Equipment, "设备\nThe device.", by=m.EquipmentInspection.equipment_id, where=True
    )


@strawberry.type(description="设备上报\nWhat somebody declares of a device.")
class EquipmentDeclaration(Node):
    id: strawberry.ID = key(m.EquipmentDeclaration.id)
    kind: m.DeclarationKind = column(m.EquipmentDeclaration.kind, "类别\nKind.", where=True)
    name: str = column(m.EquipmentDeclaration.name, "设备名称\nThe device's name.")
    effective_on: dt.date = column(
        m.EquipmentDeclaration.effective_on, "发生日期\nWhen it happened.", where=True
    )
    declared: JSON = column(  # type: ignore[assignment]  # a mapping, but GraphQL only knows JSON
        m.EquipmentDeclaration.declared, "上报内容\nFacts as they will be written."
    )
    pinned: JSON = column(  # type: ignore[assignment]
        m.EquipmentDeclaration.pinned, "上报时的设备档案\nThe device's facts when this was filed."
    )
    filed_on: dt.date = column(
        m.EquipmentDeclaration.filed_on, "上报日期\nWhen filed.", where=True, order=True
    )
    report_by: dt.date = column(
        m.EquipmentDeclaration.report_by, "应报截止日\nThe last day to declare it.", where=True
    )
    filed_late: bool = computed(m.FILED_LATE, "逾期上报\nFiled after that day.", where=True)
    findings: str | None = column(m.EquipmentDeclaration.findings, "核实情况\nThe town's findings.")
    station_findings: str | None = column(
        m.EquipmentDeclaration.station_findings, "站所检查情况\nThe station's findings."
    )
    version: int = column(m.EquipmentDeclaration.version, VERSION)
    equipment: Equipment | None = to_one(
        Equipment, "设备\nThe device.", by=m.EquipmentDeclaration.equipment_id, where=True
    )
    enterprise: Enterprise | None = to_one(
        Enterprise, USER_UNIT, by=m.EquipmentDeclaration.enterprise_id, where=True
    )
    site: Site | None = to_one(Site, "厂区\nThe site.", by=m.EquipmentDeclaration.site_id)
    town: Division | None = to_one(
        Division,
        "办理镇街\nThe town that verifies it.",
        by=m.EquipmentDeclaration.town_id,
        where=True,
    )
    new_town: Division | None = to_one(
        Division, "移入镇街\nWhere it is moved to.", by=m.EquipmentDeclaration.new_town_id
    )
    matter: Matter | None = to_one(
        Matter, "办理事项\nWhere it stands.", by=m.EquipmentDeclaration.matter_id, where=True
    )
    attachments: list[Attachment] = attachments_of("照片和材料\nPhotos and papers.")

    facts: list[DeclaredFact] = strawberry.field(
        resolver=declared_facts, description="上报内容，逐项\nWhat is declared, fact by fact."
    )
    changed_since: list[DeclaredFact] = strawberry.field(
        resolver=changed_facts,
        description="办理中，设备档案在上报后的变动\nWhat changed since it was filed, while open.",
    )


extensions = [
    extend(
        EquipmentType,
        parent=to_one(EquipmentType, "上级\nThe level above.", by=m.EquipmentType.parent_id),
    ),
    extend(
        Equipment,
        inspections=to_many(
            EquipmentInspection,
            "检验记录\nIts inspections.",
            by=m.EquipmentInspection.equipment_id,
            order_by=m.EquipmentInspection.inspected_on,
        ),
        declarations=to_many(
            EquipmentDeclaration,
            "上报记录\nWhat was declared of it.",
            by=m.EquipmentDeclaration.equipment_id,
            order_by=m.EquipmentDeclaration.filed_on,
        ),
    ),
    extend(
        Enterprise,
        equipment=to_many(
            Equipment,
            "特种设备\nIts devices, by next inspection.",
            by=m.Equipment.enterprise_id,
            order_by=m.Equipment.next_inspection_on,
            where=True,
        ),
        equipment_count=count(
            Equipment, "特种设备台数\nHow many devices.", by=m.Equipment.enterprise_id
        ),
        next_inspection=aggregate(
            Equipment,
            func.min(m.NEXT_DAY),
            "最早的检验到期日，只计在用\nEarliest date of those in use, past ones too.",
            by=m.Equipment.enterprise_id,
        ),
    ),
    extend(
        Query,
        equipment=by_id(Equipment, "一台设备\nOne device."),
        equipment_list=connection(
            Equipment,
            "特种设备\nDevices, by next inspection.",
            order_by=m.Equipment.next_inspection_on,
        ),
        equipment_declaration=by_id(EquipmentDeclaration, "一份上报\nOne declaration."),
        equipment_declarations=connection(
            EquipmentDeclaration,
            "设备上报，最近的在前\nDeclarations, newest first.",
            order_by=m.EquipmentDeclaration.filed_on.desc(),
        ),
        equipment_inspections=connection(
            EquipmentInspection,
            "检验报告，最近的在前\nInspection reports, newest first.",
            order_by=m.EquipmentInspection.inspected_on.desc(),
        ),
        equipment_types=connection(
            EquipmentType, "特种设备目录\nThe catalogue.", order_by=m.EquipmentType.code
        ),
        inspection_cycles=connection(
            InspectionCycle,
            "检验周期\nInspection cycles, old ones too.",
            order_by=m.InspectionCycle.type_prefix,
        ),
    ),
]
