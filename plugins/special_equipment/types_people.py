"""Operators, appointments, contracts, valves and gauges, as clients see them."""

import datetime as dt

import strawberry
from sqlalchemy import and_

from core.extension import extend
from core.register.colours import WarningColour
from core.store.scope import TODAY
from core.warnings.bands import rule_colour
from plugins.special_equipment import models_people as m
from plugins.special_equipment.types import TOWN, USER_UNIT, Equipment
from schema.enums import show_enum
from schema.fields import column, computed, connection, key, personal, to_many, to_one
from schema.ids import Node
from schema.roots import Query
from schema.shared.register import VERSION, Division, Enterprise

show_enum(
    m.SafetyRole,
    "安全管理职务\nWhat somebody was appointed as.",
    {"DIRECTOR": "安全总监\nSafety director.", "OFFICER": "安全员\nSafety officer."},
)
show_enum(
    m.PartKind,
    "安全附件\nA part that is checked by itself.",
    {"VALVE": "安全阀\nSafety valve.", "GAUGE": "压力表\nPressure gauge."},
)


@strawberry.type(description="作业项目：带起止日期的法规数据\nWhat operators are certified for.")
class OperatorProject(Node):
    """A project of the catalogue."""

    id: strawberry.ID = key(m.OperatorProject.id)
    code: str = column(m.OperatorProject.code, "代码\nN1, Q2, ...", where=True, order=True)
    name: str = column(m.OperatorProject.name, "名称\nName.", where=True)
    name_en: str = column(m.OperatorProject.name_en, "英文\nName in English.")
    type_prefix: str = column(
        m.OperatorProject.type_prefix, "须配备的设备类型代码开头\nTypes that need one."
    )
    legal_basis: str = column(m.OperatorProject.legal_basis, "法律依据\nLegal basis.")
    compared: bool = column(
        m.OperatorProject.compared, "已与来源核对\nCompared with its source.", where=True
    )
    valid_from: dt.date = column(m.OperatorProject.valid_from, "施行日\nFirst day.", where=True)
    valid_to: dt.date | None = column(
        m.OperatorProject.valid_to, "失效日\nThe first day without.", where=True
    )


@strawberry.type(description="作业人员\nA person who works at a unit's devices.")
class Operator(Node):
    """An operator; the name is personal data."""

    id: strawberry.ID = key(m.Operator.id)
    name: str | None = personal(m.Operator.name, "姓名\nName.")
    id_number: str | None = personal(m.Operator.id_number, "身份证号\nIdentity number.")
    left_on: dt.date | None = column(m.Operator.left_on, "离岗日期\nLeft on.", where=True)
    version: int = column(m.Operator.version, VERSION)
    enterprise: Enterprise | None = to_one(
        Enterprise, USER_UNIT, by=m.Operator.enterprise_id, where=True
    )
    town: Division | None = to_one(Division, TOWN, by=m.Operator.town_id, where=True)


@strawberry.type(description="作业人员证\nA certificate for one project.")
class OperatorCertificate(Node):
    """A certificate of an operator."""

    id: strawberry.ID = key(m.OperatorCertificate.id)
    certificate_no: str = column(m.OperatorCertificate.certificate_no, "证号\nNumber.", where=True)
    issued_on: dt.date = column(m.OperatorCertificate.issued_on, "发证日期\nIssued.")
    valid_to: dt.date = column(
        m.OperatorCertificate.valid_to, "有效期止\nUntil.", where=True, order=True
    )
    ended_on: dt.date | None = column(
        m.OperatorCertificate.ended_on, "停止使用日期\nReplaced, or its holder left.", where=True
    )
    colour: WarningColour | None = computed(
        rule_colour(m.OperatorCertificate.valid_to, "E3"), "预警颜色\nColour.", where=True
    )
    version: int = column(m.OperatorCertificate.version, VERSION)
    operator: Operator | None = to_one(
        Operator, "人员\nThe person.", by=m.OperatorCertificate.operator_id
    )
    project: OperatorProject | None = to_one(
        OperatorProject, "作业项目\nThe project.", by=m.OperatorCertificate.project_id, where=True
    )
    enterprise: Enterprise | None = to_one(
        Enterprise, USER_UNIT, by=m.OperatorCertificate.enterprise_id, where=True
    )


@strawberry.type(description="持证需求：设备要求的作业项目\nWhat a unit's devices ask for.")
class OperatorNeed(Node):
    """A project that a unit's devices ask for."""

    id: strawberry.ID = key(m.OperatorNeed.id)
    devices: int = column(m.OperatorNeed.devices, "在用设备台数\nDevices in use.", where=True)
    covered_until: dt.date = column(
        m.OperatorNeed.covered_until,
        "持证覆盖至\nSomebody is certified until.",
        where=True,
        order=True,
    )
    covered: bool = computed(
        and_(m.OperatorNeed.devices > 0, m.OperatorNeed.covered_until >= TODAY),
        "当前有人持证\nSomebody is certified today.",
        where=True,
    )
    version: int = column(m.OperatorNeed.version, VERSION)
    project: OperatorProject | None = to_one(
        OperatorProject, "作业项目\nThe project.", by=m.OperatorNeed.project_id, where=True
    )
    enterprise: Enterprise | None = to_one(
        Enterprise, USER_UNIT, by=m.OperatorNeed.enterprise_id, where=True
    )
    town: Division | None = to_one(Division, TOWN, by=m.OperatorNeed.town_id, where=True)


@strawberry.type(description="安全管理人员任命\nWho answers for safety.")
class SafetyAppointment(Node):
    """An appointment."""

    id: strawberry.ID = key(m.SafetyAppointment.id)
    role: m.SafetyRole = column(m.SafetyAppointment.role, "职务\nAs what.", where=True)
    name: str | None = personal(m.SafetyAppointment.name, "姓名\nName.")
    appointed_on: dt.date = column(
        m.SafetyAppointment.appointed_on, "任命日期\nSince.", where=True, order=True
    )
    ended_on: dt.date | None = column(m.SafetyAppointment.ended_on, "终止日期\nUntil.", where=True)
    version: int = column(m.SafetyAppointment.version, VERSION)
    enterprise: Enterprise | None = to_one(
        Enterprise, USER_UNIT, by=m.SafetyAppointment.enterprise_id, where=True
    )


@strawberry.type(description="维护保养合同\nWho looks after a device.")
class MaintenanceContract(Node):
    """A contract of upkeep."""

    id: strawberry.ID = key(m.MaintenanceContract.id)
    contractor: str = column(m.MaintenanceContract.contractor, "维保单位\nContractor.", where=True)
    licence_no: str = column(m.MaintenanceContract.licence_no, "许可证号\nIts licence.")
    rescue_phone: str = column(m.MaintenanceContract.rescue_phone, "救援电话\nDuty room.")
    begins_on: dt.date = column(m.MaintenanceContract.begins_on, "起\nFrom.")
    ends_on: dt.date = column(m.MaintenanceContract.ends_on, "止\nUntil.", where=True, order=True)
    ended_on: dt.date | None = column(
        m.MaintenanceContract.ended_on, "已终止\nEnded or followed.", where=True
    )
    colour: WarningColour | None = computed(
        rule_colour(m.MaintenanceContract.ends_on, "E9"), "预警颜色\nColour.", where=True
    )
    version: int = column(m.MaintenanceContract.version, VERSION)
    equipment: Equipment | None = to_one(
        Equipment, "设备\nThe device.", by=m.MaintenanceContract.equipment_id, where=True
    )


@strawberry.type(description="安全阀、压力表\nA valve or gauge on a device.")
class SafetyPart(Node):
    """A valve or gauge."""

    id: strawberry.ID = key(m.SafetyPart.id)
    kind: m.PartKind = column(m.SafetyPart.kind, "类别\nWhich.", where=True)
    number: str = column(m.SafetyPart.number, "编号\nNumber.", where=True)
    report_no: str = column(m.SafetyPart.report_no, "校验报告\nReport.")
    last_checked_on: dt.date = column(m.SafetyPart.last_checked_on, "上次校验\nChecked.")
    next_check_on: dt.date = column(
        m.SafetyPart.next_check_on, "下次校验\nNext.", where=True, order=True
    )
    removed_on: dt.date | None = column(m.SafetyPart.removed_on, "已拆除\nRemoved.", where=True)
    colour: WarningColour | None = computed(
        rule_colour(m.SafetyPart.next_check_on, "E8"), "预警颜色\nColour.", where=True
    )
    version: int = column(m.SafetyPart.version, VERSION)
    equipment: Equipment | None = to_one(
        Equipment, "设备\nThe device.", by=m.SafetyPart.equipment_id, where=True
    )


extensions = [
    extend(
        Operator,
        certificates=to_many(
            OperatorCertificate, "证件\nCertificates.", by=m.OperatorCertificate.operator_id
        ),
    ),
    extend(
        Equipment,
        contracts=to_many(
            MaintenanceContract, "维保合同\nUpkeep.", by=m.MaintenanceContract.equipment_id
        ),
        parts=to_many(SafetyPart, "安全阀、压力表\nParts.", by=m.SafetyPart.equipment_id),
    ),
    extend(
        Query,
        operators=connection(Operator, "作业人员\nOperators."),
        operator_certificates=connection(
            OperatorCertificate,
            "作业人员证，先到期的在前\nCertificates, by last day.",
            order_by=m.OperatorCertificate.valid_to,
        ),
        operator_needs=connection(
            OperatorNeed, "持证需求\nWhat is asked for.", order_by=m.OperatorNeed.covered_until
        ),
        operator_projects=connection(
            OperatorProject, "作业项目目录\nProjects.", order_by=m.OperatorProject.code
        ),
        safety_appointments=connection(
            SafetyAppointment,
            "安全管理人员任命\nAppointments, newest first.",
            order_by=m.SafetyAppointment.appointed_on.desc(),
        ),
        maintenance_contracts=connection(
            MaintenanceContract,
            "维保合同，先到期的在前\nContracts, by last day.",
            order_by=m.MaintenanceContract.ends_on,
        ),
        safety_parts=connection(
            SafetyPart,
            "安全阀、压力表，先到期的在前\nParts, by next check.",
            order_by=m.SafetyPart.next_check_on,
        ),
    ),
]
