"""Exchange on the data clerk's desk: feeds and their health, batches, conflicts, what waits."""

from core.desk_declarations import (
    Column,
    DeskCard,
    DeskPage,
    Facts,
    Filter,
    Table,
    WorkQueue,
)
from plugins.data_exchange.desk.forms import BOTH_SIDES, CLERK, FORMS

__all__ = ["CARDS", "FORMS", "PAGES", "QUEUES"]

FEED = Column("feed.title", "通道\nFeed", page="feed")
KEY = Column("staged.naturalKey", "记录\nRecord", page="record", key="staged.id")
CARDS = [
    DeskCard(
        slug="waiting",
        title="暂存待处理\nStaged records that wait",
        document="{ stagedRecords(first: 1, where: { open: { eq: true } }) { totalCount } }",
        number="stagedRecords.totalCount",
        page="records",
        roles=CLERK,
    )
]
QUEUES = [
    WorkQueue(
        slug="conflicts",
        title="数据冲突待裁决\nConflicts to decide",
        roles=CLERK,
        document="""query ($after: String) {
  exchangeConflicts(first: 20, after: $after, where: { side: { isNull: true } }) {
    totalCount pageInfo { hasNextPage endCursor }
    nodes { id version field ours theirs takenName dueOn staged { id naturalKey } }
  }
}""",
        rows="exchangeConflicts.nodes",
        columns=(
            Column("staged.naturalKey", "记录\nRecord"),
            "field",
            "ours",
            "theirs",
            Column("takenName", "领取人\nTaken by"),
        ),
        due="dueOn",
        page="conflict",
        forms=("take",),
    ),
    WorkQueue(
        slug="to-confirm",
        title="批次待确认入库\nBatches to confirm",
        roles=CLERK,
        document="""query ($after: String) {
  exchangeBatches(first: 20, after: $after, where: { needsWork: { eq: true } }) {
    totalCount pageInfo { hasNextPage endCursor }
    nodes { id version name receivedAt state total dead feed { id title } }
  }
}""",
        rows="exchangeBatches.nodes",
        columns=(
            Column("feed.title", "通道\nFeed"),
            "name",
            "receivedAt",
            "state",
            "total",
            "dead",
        ),
        page="batch",
    ),
]
STAGED = """id version position naturalKey state heldFor heldUntil fault arrivedAt
      enterprise { id name } feed { id title }"""
RECORD_COLUMNS = (
    Column("position", "第几条\nNo."),
    Column("naturalKey", "自然键\nKey"),
    "state",
    Column("heldFor", "等候\nWaits for"),
    Column("fault", "问题\nFault"),
    Column("enterprise.name", "企业\nEnterprise", page="core/enterprise"),
)
PAGES = [
    DeskPage(
        slug="feeds",
        title="交换通道\nFeeds",
        document="""query ($after: String) {
  exchangeFeeds(first: 20, after: $after) {
    totalCount pageInfo { hasNextPage endCursor }
    nodes { id title direction lastReceivedAt expectedOn usualCount deviation drifted
            rejectedPermille lagMinutes skewMinutes partner { name } }
  }
}""",
        layout=(
            Table(
                rows="exchangeFeeds.nodes",
                columns=(
                    Column("title", "通道\nFeed"),
                    Column("partner.name", "伙伴\nPartner"),
                    "direction",
                    Column("lastReceivedAt", "最近来文\nLast heard of"),
                    Column("expectedOn", "最迟应来文\nExpected", "days"),
                    Column("usualCount", "通常条数\nUsual"),
                    Column("deviation", "相差%\nDeviation"),
                    Column("drifted", "漂移列\nDrift"),
                    Column("rejectedPermille", "不可读‰\nUnreadable"),
                    Column("lagMinutes", "时滞分\nLag"),
                    Column("skewMinutes", "时钟超前分\nSkew"),
                ),
                page="feed",
            ),
        ),
    ),
    DeskPage(
        slug="feed",
        title="交换通道\nA feed",
        document="""query ($id: ID!) {
  exchangeFeed(id: $id) {
    id title code direction format everyDays contract lastReceivedAt expectedOn missing version
    partner { name } contracts { number columns required revisionColumn timeColumn validFrom }
    codes(first: 100) { columnName theirs ours }
  }
}""",
        layout=(
            Facts(
                of="exchangeFeed",
                columns=(
                    "title",
                    Column("partner.name", "伙伴\nPartner"),
                    "direction",
                    "format",
                    "everyDays",
                    "contract",
                    "lastReceivedAt",
                    "expectedOn",
                    Column("missing", "缺号批次\nMissing batches"),
                ),
            ),
            Table(
                rows="exchangeFeed.contracts",
                title="数据契约\nContracts",
                columns=("number", "columns", "required", "revisionColumn", "validFrom"),
            ),
            Table(
                rows="exchangeFeed.codes",
                title="代码对照\nCodes",
                columns=("columnName", "theirs", "ours"),
            ),
        ),
    ),
    DeskPage(
        slug="batch",
        title="批次\nA batch",
        document=f"""query ($id: ID!, $state: [StagedState!], $after: String) {{
  exchangeBatch(id: $id) {{
    id version name number sha256 signed sentAt receivedAt state times declared total dead drift
    fault outcome feed {{ id title }}
    records(first: 20, after: $after, where: {{ state: {{ in: $state }} }}) {{
      totalCount pageInfo {{ hasNextPage endCursor }} nodes {{ {STAGED} }}
    }}
  }}
}}""",
        filters=(Filter(name="state", title="状态\nState"),),
        layout=(
            Facts(
                of="exchangeBatch",
                columns=(
                    FEED,
                    "name",
                    "number",
                    "signed",
                    "sentAt",
                    "receivedAt",
                    "state",
                    "times",
                    "total",
                    "dead",
                    "drift",
                    "fault",
                    Column("outcome", "解读摘要\nOutcome"),
                ),
            ),
            Table(rows="exchangeBatch.records.nodes", columns=RECORD_COLUMNS, page="record"),
        ),
    ),
    DeskPage(
        slug="records",
        title="暂存库\nStaging library",
        document=f"""query ($state: [StagedState!], $key: String, $after: String) {{
  stagedRecords(
    first: 20, after: $after
    where: {{ open: {{ eq: true }}, state: {{ in: $state }}, naturalKey: {{ contains: $key }} }}
  ) {{
    totalCount pageInfo {{ hasNextPage endCursor }} nodes {{ {STAGED} }}
  }}
}}""",
        filters=(
            Filter(name="state", title="状态\nState"),
            Filter(name="key", title="自然键\nKey"),
        ),
        layout=(
            Table(
                rows="stagedRecords.nodes",
                columns=(Column("feed.title", "通道\nFeed"), *RECORD_COLUMNS[1:], "heldUntil"),
                page="record",
            ),
        ),
    ),
    DeskPage(
        slug="record",
        title="暂存记录\nA staged record",
        document="""query ($id: ID!) {
  stagedRecord(id: $id) {
    id version position naturalKey state payload repaired mapped ours verdicts withdrawn changedAt
    arrivedAt heldFor heldUntil faultField fault settledAt
    enterprise { id name } feed { id title } batch { id name }
    conflicts { id version field ours oursSource oursAt theirs theirsSource theirsAt because
                proposal takenName dueOn side reason }
  }
}""",
        layout=(
            Facts(
                of="stagedRecord",
                columns=(
                    FEED,
                    Column("batch.name", "批次\nBatch", page="batch"),
                    "naturalKey",
                    "state",
                    Column("enterprise.name", "企业\nEnterprise", page="core/enterprise"),
                    "changedAt",
                    "arrivedAt",
                    "heldFor",
                    "heldUntil",
                    "faultField",
                    "fault",
                    Column("payload", "来文原样\nAs it came", "text"),
                    Column("repaired", "修复\nRepaired", "text"),
                    Column("mapped", "换算后\nIn our terms", "text"),
                    Column("ours", "我方\nOurs", "text"),
                ),
            ),
            Table(
                rows="stagedRecord.conflicts",
                title="冲突：双方并列\nBoth sides",
                columns=(*BOTH_SIDES, "side", "reason"),
                page="conflict",
            ),
        ),
    ),
    DeskPage(
        slug="conflict",
        title="数据冲突\nA conflict",
        document="""query ($id: ID!) {
  exchangeConflict(id: $id) {
    id version field ours oursSource oursAt theirs theirsSource theirsAt because proposal dueOn
    takenName takenAt side decidedAt reason staged { id naturalKey } feed { id title }
  }
}""",
        layout=(
            Facts(
                of="exchangeConflict",
                columns=(FEED, KEY, *BOTH_SIDES, "takenAt", "side", "decidedAt", "reason"),
            ),
        ),
    ),
]
