"""The staging library as clients see it: records, conflicts, links, provenance."""

import datetime as dt

import strawberry
from strawberry.scalars import JSON

from core.extension import extend
from plugins.data_exchange import models_staging as m
from plugins.data_exchange.types import FEED, ExchangeBatch, ExchangeFeed
from schema.enums import show_enum
from schema.fields import by_id, column, computed, connection, key, to_many, to_one
from schema.ids import Node
from schema.roots import Query
from schema.shared.register import VERSION, Enterprise

show_enum(
    m.StagedState,
    "暂存状态：前八种待处理\nWhat a staged record is; the first eight wait for somebody.",
    {
        "RECEIVED": "待比对\nNot matched yet.",
        "NEW": "新增，待确认\nNew; waits to be confirmed.",
        "NEWER": "更新，待确认\nNewer; waits to be confirmed.",
        "WITHDRAWAL": "对方撤回，待确认\nWithdrawn by the partner; waits to be confirmed.",
        "CONFLICT": "冲突，待裁决\nIn conflict.",
        "AMBIGUOUS": "候选不唯一\nSeveral candidates.",
        "HELD": "等候企业或设备入册\nHeld until what it names is here.",
        "DEAD": "不可读，待修复\nUnreadable; waits to be repaired.",
        "EQUAL": "一致\nEqual.",
        "APPLIED": "已入库\nEntered.",
        "KEPT": "以我方为准\nOurs stands.",
        "OLDER": "迟到的旧版本\nOlder than what is known.",
        "REPEATED": "重复\nThe same again.",
        "SUPERSEDED": "已被更新的取代\nOvertaken by a newer one.",
        "DISCARDED": "已搁置\nSet aside.",
    },
)
show_enum(
    m.Side,
    "以谁为准\nWhose value stands.",
    {
        "OURS": "我方\nOurs.",
        "THEIRS": "对方\nTheirs.",
        "OVERTAKEN": "已被取代\nOvertaken.",
    },
)
BATCH = "批次\nThe batch."


@strawberry.type(description="暂存记录\nOne record as a partner sent it, and what we make of it.")
class StagedRecord(Node):
    id: strawberry.ID = key(m.StagedRecord.id)
    position: int = column(m.StagedRecord.position, "第几条\nIts place in the batch.")
    natural_key: str = column(m.StagedRecord.natural_key, "自然键\nNatural key.", where=True)
    payload: JSON = column(  # type: ignore[assignment]  # a mapping, but GraphQL only knows JSON
        m.StagedRecord.payload, "来文原样\nAs it came."
    )
    repaired: JSON | None = column(  # type: ignore[assignment]
        m.StagedRecord.repaired, "修复的列\nColumns that a clerk repaired."
    )
    mapped: JSON = column(  # type: ignore[assignment]
        m.StagedRecord.mapped, "换算后\nIn our terms."
    )
    ours: JSON | None = column(  # type: ignore[assignment]
        m.StagedRecord.ours, "比对时我方\nWhat we said when it was compared."
    )
    verdicts: JSON | None = column(  # type: ignore[assignment]
        m.StagedRecord.verdicts, "逐字段判定\nField by field: take, keep or conflict."
    )
    changed_at: dt.datetime | None = column(m.StagedRecord.changed_at, "对方时间\nTheir time.")
    withdrawn: bool = column(m.StagedRecord.withdrawn, "对方撤回\nWithdrawn.", where=True)
    arrived_at: dt.datetime = column(m.StagedRecord.arrived_at, "到达时间\nWhen it came.")
    state: m.StagedState = column(m.StagedRecord.state, "状态\nState.", where=True)
    open: bool = computed(m.IS_OPEN, "待处理\nWhether it waits for somebody.", where=True)
    held_for: str = column(m.StagedRecord.held_for, "等候\nWhat it waits for.", where=True)
    held_until: dt.date | None = column(
        m.StagedRecord.held_until, "应于此日前查明\nTo be looked into by.", where=True
    )
    fault_field: str = column(m.StagedRecord.fault_field, "问题列\nThe column at fault.")
    fault: str = column(m.StagedRecord.fault, "问题\nWhat is wrong, or why it was set aside.")
    settled_at: dt.datetime | None = column(m.StagedRecord.settled_at, "办结时间\nSettled.")
    version: int = column(m.StagedRecord.version, VERSION)
    batch: ExchangeBatch | None = to_one(
        ExchangeBatch, BATCH, by=m.StagedRecord.batch_id, where=True
    )
    feed: ExchangeFeed | None = to_one(ExchangeFeed, FEED, by=m.StagedRecord.feed_id, where=True)
    enterprise: Enterprise | None = to_one(
        Enterprise, "企业\nThe enterprise.", by=m.StagedRecord.enterprise_id, where=True
    )


@strawberry.type(description="冲突：一个字段，双方各执一词\nA field that both sides claim.")
class ExchangeConflict(Node):
    id: strawberry.ID = key(m.ExchangeConflict.id)
    field: str = column(m.ExchangeConflict.field, "字段\nField.", where=True)
    ours: str | None = column(m.ExchangeConflict.ours, "我方\nOurs.")
    ours_source: str = column(m.ExchangeConflict.ours_source, "我方来源\nWhere ours is from.")
    ours_at: dt.datetime | None = column(m.ExchangeConflict.ours_at, "我方时间\nSince when.")
    theirs: str | None = column(m.ExchangeConflict.theirs, "对方\nTheirs.")
    theirs_source: str = column(
        m.ExchangeConflict.theirs_source, "对方来源\nThe partner.", where=True
    )
    theirs_at: dt.datetime | None = column(m.ExchangeConflict.theirs_at, "对方时间\nTheir time.")
    because: str = column(m.ExchangeConflict.because, "不能自动决定的原因\nWhy no rule decides.")
    proposal: m.Side = column(m.ExchangeConflict.proposal, "建议\nProposal.")
    due_on: dt.date = column(m.ExchangeConflict.due_on, "应于\nDue.", where=True, order=True)
    taken_name: str = column(m.ExchangeConflict.taken_name, "由谁领取\nTaken by.", where=True)
    taken_at: dt.datetime | None = column(m.ExchangeConflict.taken_at, "领取时间\nTaken at.")
    side: m.Side | None = column(m.ExchangeConflict.side, "以谁为准\nDecision.", where=True)
    decided_at: dt.datetime | None = column(m.ExchangeConflict.decided_at, "裁决时间\nDecided.")
    reason: str = column(m.ExchangeConflict.reason, "理由\nWhy.")
    version: int = column(m.ExchangeConflict.version, VERSION)
    staged: StagedRecord | None = to_one(
        StagedRecord, "暂存记录\nThe record.", by=m.ExchangeConflict.staged_id, where=True
    )
    feed: ExchangeFeed | None = to_one(
        ExchangeFeed, FEED, by=m.ExchangeConflict.feed_id, where=True
    )


@strawberry.type(description="对照关系\nWhat a partner calls a row of ours.")
class MasterLink(Node):
    id: strawberry.ID = key(m.MasterLink.id)
    natural_key: str = column(m.MasterLink.natural_key, "自然键\nNatural key.", where=True)
    hash: str = column(m.MasterLink.hash, "内容摘要\nHash of what they said.")
    gone: bool = column(m.MasterLink.gone, "对方已撤回\nWithdrawn by the partner.", where=True)
    synced_at: dt.datetime = column(m.MasterLink.synced_at, "最近一致\nLast in agreement.")
    feed: ExchangeFeed | None = to_one(ExchangeFeed, FEED, by=m.MasterLink.feed_id, where=True)
    batch: ExchangeBatch | None = to_one(ExchangeBatch, BATCH, by=m.MasterLink.batch_id)


@strawberry.type(description="来源：字段的值从何而来\nWhere values of a record are from.")
class FieldProvenance(Node):
    id: strawberry.ID = key(m.FieldProvenance.id)
    record: str = column(m.FieldProvenance.record, "记录类型\nType of the record.", where=True)
    subject: str = column(m.FieldProvenance.subject, "记录\nThe record's id.", where=True)
    fields: list[str] = column(m.FieldProvenance.fields, "字段\nFields.")
    source: str = column(m.FieldProvenance.source, "来源\nSource.", where=True)
    recorded_at: dt.datetime = column(m.FieldProvenance.recorded_at, "时间\nWhen.")
    batch: ExchangeBatch | None = to_one(ExchangeBatch, BATCH, by=m.FieldProvenance.batch_id)


extensions = [
    extend(
        ExchangeBatch,
        records=connection(
            StagedRecord,
            "记录\nIts records.",
            by=m.StagedRecord.batch_id,
            order_by=m.StagedRecord.position,
        ),
    ),
    extend(
        StagedRecord,
        conflicts=to_many(
            ExchangeConflict, "冲突\nIts conflicts.", by=m.ExchangeConflict.staged_id
        ),
    ),
    extend(
        Query,
        staged_records=connection(StagedRecord, "暂存记录\nStaged records."),
        staged_record=by_id(StagedRecord, "一条暂存记录\nOne staged record."),
        exchange_conflicts=connection(
            ExchangeConflict, "冲突\nConflicts.", order_by=m.ExchangeConflict.due_on
        ),
        exchange_conflict=by_id(ExchangeConflict, "一个冲突\nOne conflict."),
        master_links=connection(MasterLink, "对照关系\nLinks."),
        field_provenances=connection(
            FieldProvenance, "来源\nProvenance.", order_by=m.FieldProvenance.id
        ),
    ),
]
