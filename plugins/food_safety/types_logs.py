"""Logs of makers and what they found, as clients see them."""

import datetime as dt

import strawberry

import schema.services.safety_logs  # noqa: F401  names the enums of logs
from core.extension import extend
from core.safety_logs.models import ItemState, LogPeriod
from plugins.food_safety import models_logs as m
from plugins.food_safety.types import ENTERPRISE, PRODUCER, TOWN, FoodProducer
from plugins.food_safety.types_law import BASIS, FIRST, LAST
from schema.fields import by_id, column, connection, key, to_many, to_one
from schema.ids import Node
from schema.roots import Query
from schema.services.files import Attachment, attachments_of
from schema.shared.register import VERSION, Division, Enterprise


@strawberry.type(description="食品安全风险管控清单项目\nAn item that makers of food check.")
class FoodLogItem(Node):
    id: strawberry.ID = key(m.FoodLogItem.id)
    number: int = column(m.FoodLogItem.number, "序号\nIts number.", where=True)
    period: LogPeriod = column(m.FoodLogItem.period, "何时检查\nHow often.", where=True)
    text: str = column(m.FoodLogItem.text, "内容\nWhat is checked.")
    text_en: str = column(m.FoodLogItem.text_en, "英文\nThe same in English.")
    red: bool = column(m.FoodLogItem.red, "红色风险\nMust be mended first.", where=True)
    legal_basis: str = column(m.FoodLogItem.legal_basis, BASIS)
    valid_from: dt.date = column(m.FoodLogItem.valid_from, FIRST, where=True)
    valid_to: dt.date | None = column(m.FoodLogItem.valid_to, LAST, where=True)


@strawberry.type(
    description="食品日管控、周排查、月调度记录\nA day, week or month of a maker of food."
)
class FoodLog(Node):
    id: strawberry.ID = key(m.FoodLog.id)
    period: LogPeriod = column(m.FoodLog.period, "类别\nWhich.", where=True)
    first_on: dt.date = column(m.FoodLog.first_on, "起\nFrom.", where=True)
    last_on: dt.date = column(m.FoodLog.last_on, "止\nTo.", where=True, order=True)
    summary: str = column(m.FoodLog.summary, "情况\nWhat was found.")
    checked: int = column(m.FoodLog.checked, "检查项数\nItems checked.")
    unsound: int = column(m.FoodLog.unsound, "问题项数\nItems not sound.", where=True)
    written_at: dt.datetime = column(m.FoodLog.written_at, "记录时间\nWritten at.")
    producer: FoodProducer | None = to_one(
        FoodProducer, PRODUCER, by=m.FoodLog.producer_id, where=True
    )
    enterprise: Enterprise | None = to_one(
        Enterprise, ENTERPRISE, by=m.FoodLog.enterprise_id, where=True
    )
    town: Division | None = to_one(Division, TOWN, by=m.FoodLog.town_id, where=True)
    attachments: list[Attachment] = attachments_of("照片\nPhotos.")


@strawberry.type(description="自查发现的问题\nAn item that a maker found not sound.")
class FoodLogFinding(Node):
    id: strawberry.ID = key(m.FoodLogFinding.id)
    state: ItemState = column(m.FoodLogFinding.state, "等级\nHow grave.", where=True)
    what: str = column(m.FoodLogFinding.what, "问题\nWhat.")
    found_on: dt.date = column(m.FoodLogFinding.found_on, "发现日期\nFound on.", where=True)
    mended_on: dt.date | None = column(
        m.FoodLogFinding.mended_on, "整改日期\nMended on.", where=True
    )
    measures: str = column(m.FoodLogFinding.measures, "整改措施\nHow it was mended.")
    version: int = column(m.FoodLogFinding.version, VERSION)
    log: FoodLog | None = to_one(FoodLog, "记录\nIts log.", by=m.FoodLogFinding.log_id)
    enterprise: Enterprise | None = to_one(
        Enterprise, ENTERPRISE, by=m.FoodLogFinding.enterprise_id, where=True
    )
    town: Division | None = to_one(Division, TOWN, by=m.FoodLogFinding.town_id, where=True)


extensions = [
    extend(
        FoodLog,
        findings=to_many(FoodLogFinding, "问题\nFindings.", by=m.FoodLogFinding.log_id),
    ),
    extend(
        FoodProducer,
        logs=to_many(
            FoodLog,
            "自查记录，最近的在前\nIts logs, latest first.",
            by=m.FoodLog.producer_id,
            order_by=m.FoodLog.last_on.desc(),
            where=True,
        ),
    ),
    extend(
        Query,
        food_log_items=connection(
            FoodLogItem, "管控清单，含旧版\nThe list, old ones too.", order_by=m.FoodLogItem.number
        ),
        food_log=by_id(FoodLog, "一份自查记录\nOne log."),
        food_logs=connection(
            FoodLog, "自查记录，最近的在前\nLogs, latest first.", order_by=m.FoodLog.last_on.desc()
        ),
        food_log_finding=by_id(FoodLogFinding, "一项自查问题\nOne finding."),
        food_log_findings=connection(
            FoodLogFinding,
            "自查问题，最近的在前\nFindings, latest first.",
            order_by=m.FoodLogFinding.found_on.desc(),
        ),
    ),
]
