"""Safety logs, instructions and accidents, as clients see them."""

import datetime as dt

import strawberry

import schema.services.safety_logs  # noqa: F401  names the enums of logs
from core.extension import extend
from core.safety_logs.models import ItemState, LogPeriod
from plugins.special_equipment import models_safety as m
from plugins.special_equipment.types import TOWN, USER_UNIT, Equipment, EquipmentInspection
from schema.fields import by_id, column, connection, key, to_many, to_one
from schema.ids import Node
from schema.roots import Query
from schema.services.files import Attachment, attachments_of
from schema.services.matters import Matter
from schema.shared.register import VERSION, Division, Enterprise

FIRST = "施行日\nFirst day."
LAST = "失效日\nThe first day without."
BASIS = "法律依据\nLegal basis."


@strawberry.type(description="风险管控清单项目\nAn item that units check.")
class RiskItem(Node):
    """An item of the list of risks."""

    id: strawberry.ID = key(m.RiskItem.id)
    type_prefix: str = column(
        m.RiskItem.type_prefix,
        "适用设备类型代码开头\nFor types that begin so.",
        where=True,
        order=True,
    )
    number: int = column(m.RiskItem.number, "序号\nNumber.")
    period: LogPeriod = column(m.RiskItem.period, "何时检查\nHow often.", where=True)
    text: str = column(m.RiskItem.text, "内容\nWhat is checked.", where=True)
    text_en: str = column(m.RiskItem.text_en, "英文\nThe same in English.")
    red: bool = column(m.RiskItem.red, "红色风险\nMust be mended first.", where=True)
    legal_basis: str = column(m.RiskItem.legal_basis, BASIS)
    valid_from: dt.date = column(m.RiskItem.valid_from, FIRST, where=True)
    valid_to: dt.date | None = column(m.RiskItem.valid_to, LAST, where=True)


@strawberry.type(description="日管控、周排查、月调度记录\nA day, week or month looked after.")
class SafetyLog(Node):
    """A log."""

    id: strawberry.ID = key(m.SafetyLog.id)
    period: LogPeriod = column(m.SafetyLog.period, "类别\nWhich.", where=True)
    first_on: dt.date = column(m.SafetyLog.first_on, "起\nFrom.", where=True)
    last_on: dt.date = column(m.SafetyLog.last_on, "止\nTo.", where=True, order=True)
    summary: str = column(m.SafetyLog.summary, "情况\nWhat was found.")
    checked: int = column(m.SafetyLog.checked, "检查项数\nItems checked.")
    unsound: int = column(m.SafetyLog.unsound, "问题项数\nItems not sound.", where=True)
    written_at: dt.datetime = column(m.SafetyLog.written_at, "记录时间\nWritten at.")
    enterprise: Enterprise | None = to_one(
        Enterprise, USER_UNIT, by=m.SafetyLog.enterprise_id, where=True
    )
    town: Division | None = to_one(Division, TOWN, by=m.SafetyLog.town_id, where=True)
    attachments: list[Attachment] = attachments_of("照片\nPhotos.")


@strawberry.type(description="自查发现的问题\nAn item that was not sound.")
class SafetyFinding(Node):
    """A finding of a unit's own."""

    id: strawberry.ID = key(m.SafetyFinding.id)
    state: ItemState = column(m.SafetyFinding.state, "等级\nHow grave.", where=True)
    what: str = column(m.SafetyFinding.what, "问题\nWhat.")
    found_on: dt.date = column(m.SafetyFinding.found_on, "发现日期\nFound.", where=True, order=True)
    mended_on: dt.date | None = column(
        m.SafetyFinding.mended_on, "整改日期，未整改为空\nMended.", where=True
    )
    measures: str = column(m.SafetyFinding.measures, "整改措施\nHow.")
    version: int = column(m.SafetyFinding.version, VERSION)
    log: SafetyLog | None = to_one(SafetyLog, "记录\nIts log.", by=m.SafetyFinding.log_id)
    item: RiskItem | None = to_one(RiskItem, "清单项目\nThe item.", by=m.SafetyFinding.item_id)
    enterprise: Enterprise | None = to_one(
        Enterprise, USER_UNIT, by=m.SafetyFinding.enterprise_id, where=True
    )


@strawberry.type(description="主体责任：应记录与已记录\nThat a unit keeps logs, and how far.")
class SafetyDuty(Node):
    """The duty to keep logs."""

    id: strawberry.ID = key(m.SafetyDuty.id)
    since: dt.date = column(m.SafetyDuty.since, "起\nSince.")
    last_daily_on: dt.date | None = column(m.SafetyDuty.last_daily_on, "最近日管控\nLast day.")
    last_weekly_on: dt.date | None = column(m.SafetyDuty.last_weekly_on, "最近周排查\nWeek.")
    last_monthly_on: dt.date | None = column(m.SafetyDuty.last_monthly_on, "最近月调度\nMonth.")
    missing_on: dt.date = column(
        m.SafetyDuty.missing_on,
        "连续三日未记录之日\nWhen three daily logs are missing.",
        where=True,
        order=True,
    )
    ended_on: dt.date | None = column(m.SafetyDuty.ended_on, "止\nUntil.", where=True)
    version: int = column(m.SafetyDuty.version, VERSION)
    enterprise: Enterprise | None = to_one(
        Enterprise, USER_UNIT, by=m.SafetyDuty.enterprise_id, where=True
    )
    town: Division | None = to_one(Division, TOWN, by=m.SafetyDuty.town_id, where=True)


@strawberry.type(description="安全监察指令书\nA safety supervision instruction.")
class SafetyInstruction(Node):
    """An instruction; its unit reads it once it is served."""

    id: strawberry.ID = key(m.SafetyInstruction.id)
    number: str | None = column(m.SafetyInstruction.number, "文号\nNumber.", where=True)
    drafted_on: dt.date = column(
        m.SafetyInstruction.drafted_on, "拟制日期\nDrafted.", where=True, order=True
    )
    problem: str = column(m.SafetyInstruction.problem, "问题\nWhat is wrong.")
    violated: str = column(m.SafetyInstruction.violated, "违反的规定\nWhat is violated.")
    measures: str = column(m.SafetyInstruction.measures, "整改要求\nWhat must be done.")
    days: int = column(m.SafetyInstruction.days, "期限（日）\nDays.")
    issued_on: dt.date | None = column(
        m.SafetyInstruction.issued_on, "签发日期\nIssued.", where=True
    )
    served_on: dt.date | None = column(
        m.SafetyInstruction.served_on, "送达日期\nServed.", where=True
    )
    due_on: dt.date | None = column(m.SafetyInstruction.due_on, "整改期限\nTerm.", where=True)
    refused_to_sign: bool = column(m.SafetyInstruction.refused_to_sign, "拒签\nRefused.")
    report: str | None = column(m.SafetyInstruction.report, "整改报告\nReport.")
    reported_on: dt.date | None = column(m.SafetyInstruction.reported_on, "报告日期\nReported.")
    notes: str | None = column(m.SafetyInstruction.notes, "复查情况\nFound again.")
    closed_on: dt.date | None = column(
        m.SafetyInstruction.closed_on, "销案日期\nClosed.", where=True
    )
    to_case_on: dt.date | None = column(
        m.SafetyInstruction.to_case_on, "移送日期\nHanded over.", where=True
    )
    version: int = column(m.SafetyInstruction.version, VERSION)
    unit: Enterprise | None = to_one(
        Enterprise, USER_UNIT, by=m.SafetyInstruction.unit_id, where=True
    )
    equipment: Equipment | None = to_one(
        Equipment, "设备\nThe device.", by=m.SafetyInstruction.equipment_id, where=True
    )
    inspection: EquipmentInspection | None = to_one(
        EquipmentInspection, "检验报告\nThe failed report.", by=m.SafetyInstruction.inspection_id
    )
    town: Division | None = to_one(Division, TOWN, by=m.SafetyInstruction.town_id, where=True)
    matter: Matter | None = to_one(
        Matter, "办理事项\nWhere it stands.", by=m.SafetyInstruction.matter_id, where=True
    )
    attachments: list[Attachment] = attachments_of("照片和材料\nPhotos and papers.")


@strawberry.type(description="事故等级\nA class of accidents.")
class AccidentClass(Node):
    """A class of accidents: dated law."""

    id: strawberry.ID = key(m.AccidentClass.id)
    code: str = column(m.AccidentClass.code, "代码\nCode.", where=True)
    name: str = column(m.AccidentClass.name, "名称\nName.")
    name_en: str = column(m.AccidentClass.name_en, "英文\nName in English.")
    rank: int = column(m.AccidentClass.rank, "级别，1最重\n1 is the gravest.", order=True)
    deaths: int = column(m.AccidentClass.deaths, "死亡人数以上\nDead at least.")
    injuries: int = column(m.AccidentClass.injuries, "重伤人数以上\nInjured at least.")
    loss_yuan: float = column(m.AccidentClass.loss_yuan, "直接损失（元）以上\nLoss at least.")
    legal_basis: str = column(m.AccidentClass.legal_basis, BASIS)
    valid_from: dt.date = column(m.AccidentClass.valid_from, FIRST, where=True)
    valid_to: dt.date | None = column(m.AccidentClass.valid_to, LAST, where=True)


@strawberry.type(description="事故\nAn accident with a device.")
class Accident(Node):
    """An accident."""

    id: strawberry.ID = key(m.Accident.id)
    occurred_on: dt.date = column(m.Accident.occurred_on, "日期\nWhen.", where=True, order=True)
    deaths: int = column(m.Accident.deaths, "死亡\nDead.", where=True)
    injuries: int = column(m.Accident.injuries, "重伤\nInjured.")
    loss_yuan: float = column(m.Accident.loss_yuan, "直接损失（元）\nLoss.")
    summary: str = column(m.Accident.summary, "经过\nWhat happened.")
    recorded_at: dt.datetime = column(m.Accident.recorded_at, "录入时间\nRecorded.")
    accident_class: AccidentClass | None = to_one(
        AccidentClass, "等级\nIts class.", by=m.Accident.class_id, where=True
    )
    equipment: Equipment | None = to_one(
        Equipment, "设备\nThe device.", by=m.Accident.equipment_id, where=True
    )
    enterprise: Enterprise | None = to_one(
        Enterprise, USER_UNIT, by=m.Accident.enterprise_id, where=True
    )
    town: Division | None = to_one(Division, TOWN, by=m.Accident.town_id, where=True)


extensions = [
    extend(
        SafetyLog,
        findings=to_many(SafetyFinding, "问题\nFindings.", by=m.SafetyFinding.log_id),
    ),
    extend(
        Equipment,
        instructions=to_many(
            SafetyInstruction, "监察指令\nInstructions.", by=m.SafetyInstruction.equipment_id
        ),
    ),
    extend(
        Query,
        risk_items=connection(RiskItem, "风险清单\nRisks.", order_by=m.RiskItem.type_prefix),
        safety_log=by_id(SafetyLog, "一份记录\nOne log."),
        safety_logs=connection(
            SafetyLog, "安全记录\nLogs, newest first.", order_by=m.SafetyLog.last_on.desc()
        ),
        safety_finding=by_id(SafetyFinding, "一个问题\nOne finding."),
        safety_findings=connection(
            SafetyFinding,
            "自查问题\nFindings, newest first.",
            order_by=m.SafetyFinding.found_on.desc(),
        ),
        safety_duties=connection(
            SafetyDuty, "主体责任落实\nDuties.", order_by=m.SafetyDuty.missing_on
        ),
        safety_instruction=by_id(SafetyInstruction, "一份指令书\nOne instruction."),
        safety_instructions=connection(
            SafetyInstruction,
            "监察指令书\nInstructions, newest first.",
            order_by=m.SafetyInstruction.drafted_on.desc(),
        ),
        accident_classes=connection(
            AccidentClass, "事故等级\nClasses.", order_by=m.AccidentClass.rank
        ),
        accidents=connection(
            Accident, "事故\nAccidents, newest first.", order_by=m.Accident.occurred_on.desc()
        ),
    ),
]
