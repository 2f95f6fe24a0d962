"""Partners, feeds with their contracts, and batches."""

import datetime as dt

import strawberry
from sqlalchemy import or_

from core.extension import extend
from plugins.data_exchange import models as m
from schema.enums import show_enum
from schema.fields import by_id, column, computed, connection, count, key, to_many, to_one
from schema.ids import Node
from schema.roots import Query
from schema.shared.register import VERSION

show_enum(
    m.FeedFormat,
    "文件格式\nHow records are written.",
    {
        "CSV": "CSV 表格\nCSV.",
        "JSON": "JSON 文本\nJSON.",
        "XML": "XML 文本\nXML.",
        "XLSX": "Excel 工作簿\nXLSX.",
    },
)
show_enum(
    m.FeedDirection,
    "方向\nWhether the partner sends or gets.",
    {"INBOUND": "接收\nThe partner sends.", "OUTBOUND": "发送\nThe partner gets."},
)
show_enum(
    m.BatchState,
    "批次状态\nHow far a batch is.",
    {
        "RECEIVED": "已接收，待暂存\nReceived.",
        "MATCHED": "已比对，待处理\nStaged and matched.",
        "PARTLY_APPLIED": "部分入库\nEntered in part.",
        "DONE": "已办结\nNothing waits.",
        "REJECTED": "已退回\nRejected as a whole.",
    },
)
PARTNER, FEED = "伙伴\nThe partner.", "通道\nThe feed."


@strawberry.type(description="交换伙伴\nA body that data is exchanged with.")
class ExchangePartner(Node):
    id: strawberry.ID = key(m.ExchangePartner.id)
    code: str = column(m.ExchangePartner.code, "代码，即来源\nIts code: the source.", where=True)
    name: str = column(m.ExchangePartner.name, "名称\nName.", where=True)
    name_en: str = column(m.ExchangePartner.name_en, "英文名称\nName in English.")
    signs: bool = computed(
        m.ExchangePartner.secret.is_not(None), "来文须签名\nWhether its batches must be signed."
    )
    active: bool = column(m.ExchangePartner.active, "是否启用\nWhether it is in use.", where=True)
    version: int = column(m.ExchangePartner.version, VERSION)


@strawberry.type(description="交换通道：一个伙伴的一类记录\nOne kind of records of one partner.")
class ExchangeFeed(Node):
    id: strawberry.ID = key(m.ExchangeFeed.id)
    code: str = column(m.ExchangeFeed.code, "代码\nIts code.", where=True)
    title: str = column(m.ExchangeFeed.title, "名称\nTitle.", where=True)
    title_en: str = column(m.ExchangeFeed.title_en, "英文名称\nTitle in English.")
    direction: m.FeedDirection = column(m.ExchangeFeed.direction, "方向\nDirection.", where=True)
    format: m.FeedFormat = column(m.ExchangeFeed.format, "格式\nFormat.")
    every_days: int = column(m.ExchangeFeed.every_days, "应每几日一次\nExpected every n days.")
    contract: int = column(m.ExchangeFeed.contract, "现行契约版本\nContract in force.")
    last_received_at: dt.datetime | None = column(
        m.ExchangeFeed.last_received_at, "最近来文\nLast heard of."
    )
    expected_on: dt.date | None = column(
        m.ExchangeFeed.expected_on, "最迟应来文\nSilent until then at the latest.", where=True
    )
    usual_count: int = column(m.ExchangeFeed.usual_count, "通常条数\nRecords of a usual batch.")
    deviation: int = column(
        m.ExchangeFeed.deviation,
        "与通常条数相差（%）\nHow unusual the last one, per cent.",
        where=True,
    )
    drifted: int = column(
        m.ExchangeFeed.drifted, "与契约不符的列数\nColumns not as agreed.", where=True
    )
    rejected_permille: int = column(
        m.ExchangeFeed.rejected_permille, "不可读（‰）\nUnreadable, per thousand.", where=True
    )
    lag_minutes: int = column(m.ExchangeFeed.lag_minutes, "时滞（分）\nLag, minutes.", where=True)
    skew_minutes: int = column(
        m.ExchangeFeed.skew_minutes, "对方时钟超前（分）\nIts clock is ahead, minutes.", where=True
    )
    missing: list[int] = column(m.ExchangeFeed.missing, "缺号批次\nBatches that never came.")
    waiting_since: dt.date | None = column(
        m.ExchangeFeed.waiting_since, "发送积压自\nOutbound: waiting since.", where=True
    )
    version: int = column(m.ExchangeFeed.version, VERSION)
    partner: ExchangePartner | None = to_one(
        ExchangePartner, PARTNER, by=m.ExchangeFeed.partner_id, where=True
    )


@strawberry.type(description="数据契约：某日起记录的样子\nWhat records look like from a day on.")
class FeedContract(Node):
    id: strawberry.ID = key(m.FeedContract.id)
    number: int = column(m.FeedContract.number, "版本\nVersion.", where=True)
    columns: list[str] = column(m.FeedContract.columns, "列\nColumns.")
    required: list[str] = column(m.FeedContract.required, "必需的列\nRequired columns.")
    sealed: list[str] = column(m.FeedContract.sealed, "个人信息列\nColumns of persons.")
    revision_column: str = column(m.FeedContract.revision_column, "版本号列\nCounts versions.")
    time_column: str = column(m.FeedContract.time_column, "更新时间列\nTells when it changed.")
    act_column: str = column(m.FeedContract.act_column, "撤回标志列\nSays that it is withdrawn.")
    valid_from: dt.date = column(m.FeedContract.valid_from, "施行日\nFirst day.")
    feed: ExchangeFeed | None = to_one(ExchangeFeed, FEED, by=m.FeedContract.feed_id, where=True)


@strawberry.type(description="批次：一次来文\nOne delivery.")
class ExchangeBatch(Node):
    id: strawberry.ID = key(m.ExchangeBatch.id)
    number: int | None = column(m.ExchangeBatch.number, "对方编号\nTheir number.", where=True)
    name: str = column(m.ExchangeBatch.name, "文件名\nFile name.", where=True)
    sha256: str = column(m.ExchangeBatch.sha256, "摘要\nHash of its bytes.", where=True)
    signed: bool = column(m.ExchangeBatch.signed, "签名已核验\nSigned by the partner.")
    contract: int = column(m.ExchangeBatch.contract, "契约版本\nVersion of the contract.")
    sent_at: dt.datetime | None = column(m.ExchangeBatch.sent_at, "对方发出时间\nTheir clock.")
    received_at: dt.datetime = column(
        m.ExchangeBatch.received_at, "接收时间\nWhen it came.", where=True
    )
    state: m.BatchState = column(m.ExchangeBatch.state, "状态\nState.", where=True)
    times: int = column(m.ExchangeBatch.times, "同一文件来文次数\nHow often the same came.")
    declared: int | None = column(m.ExchangeBatch.declared, "清单条数\nDeclared records.")
    total: int = column(m.ExchangeBatch.total, "实收条数\nRecords.")
    dead: int = column(m.ExchangeBatch.dead, "不可读条数\nUnreadable records.")
    drift: list[str] = column(m.ExchangeBatch.drift, "列的增减\nColumns beyond or lacking.")
    outcome: str = column(m.ExchangeBatch.outcome, "解读摘要，重放应一致\nHash of what was read.")
    fault: str = column(m.ExchangeBatch.fault, "退回原因\nWhy it was rejected.")
    needs_work: bool = computed(
        or_(
            m.ExchangeBatch.state == m.BatchState.MATCHED,
            m.ExchangeBatch.state == m.BatchState.PARTLY_APPLIED,
        ),
        "有待处理\nWhether something waits.",
        where=True,
    )
    version: int = column(m.ExchangeBatch.version, VERSION)
    feed: ExchangeFeed | None = to_one(ExchangeFeed, FEED, by=m.ExchangeBatch.feed_id, where=True)


@strawberry.type(description="代码对照\nWhat a partner's code means here.")
class CodeMap(Node):
    id: strawberry.ID = key(m.CodeMap.id)
    column_name: str = column(m.CodeMap.column_name, "列\nColumn.", where=True)
    theirs: str = column(m.CodeMap.theirs, "对方代码\nTheir code.", where=True)
    ours: str = column(m.CodeMap.ours, "我方代码\nOurs.")
    version: int = column(m.CodeMap.version, VERSION)
    feed: ExchangeFeed | None = to_one(ExchangeFeed, FEED, by=m.CodeMap.feed_id, where=True)


@strawberry.type(description="来源次序\nWhich sources of a field outrank which.")
class SourceRank(Node):
    id: strawberry.ID = key(m.SourceRank.id)
    record: str = column(m.SourceRank.record, "记录类型\nType of the record.", where=True)
    field: str = column(m.SourceRank.field, "字段\nField.", where=True)
    sources: list[str] = column(m.SourceRank.sources, "来源，强者在前\nSources, strongest first.")
    version: int = column(m.SourceRank.version, VERSION)


extensions = [
    extend(
        ExchangeFeed,
        contracts=to_many(FeedContract, "契约\nIts contracts.", by=m.FeedContract.feed_id),
        codes=to_many(CodeMap, "代码对照\nIts codes.", by=m.CodeMap.feed_id),
        batch_count=count(ExchangeBatch, "批次数\nHow many batches.", by=m.ExchangeBatch.feed_id),
    ),
    extend(
        ExchangePartner,
        feeds=to_many(ExchangeFeed, "通道\nIts feeds.", by=m.ExchangeFeed.partner_id),
    ),
    extend(
        Query,
        exchange_partners=connection(ExchangePartner, "交换伙伴\nPartners."),
        exchange_feeds=connection(ExchangeFeed, "交换通道\nFeeds."),
        exchange_feed=by_id(ExchangeFeed, "一个通道\nOne feed."),
        exchange_batches=connection(
            ExchangeBatch, "批次\nBatches.", order_by=m.ExchangeBatch.id.desc()
        ),
        exchange_batch=by_id(ExchangeBatch, "一个批次\nOne batch."),
        code_maps=connection(CodeMap, "代码对照\nCodes."),
        source_ranks=connection(SourceRank, "来源次序\nRanks of sources."),
    ),
]
