"""Exchange on the data clerk's desk: feeds and their health, batches, conflicts, what waits."""

from core.desk_declarations import (
    Column,
    DeskCard,
    DeskForm,
    DeskPage,
    Facts,
    Field,
    Filter,
    Options,
    Table,
    WorkQueue,
)

CLERK = ("branch.data_clerk",)
REASON = Field("reason", "理由\nReason", "longtext", required=True)
FEED = Column("feed.title", "通道\nFeed", page="feed")
KEY = Column("staged.naturalKey", "记录\nRecord", page="record", key="staged.id")
FIRMS = Options(
    document="""query ($q: String) {
  enterprises(first: 20, where: { name: { contains: $q } }) { nodes { id name creditCode } }
}""",
    rows="enterprises.nodes",
    labels=("name", "creditCode"),
)
FEEDS = Options(
    document="{ exchangeFeeds(first: 50) { nodes { id title } } }",
    rows="exchangeFeeds.nodes",
    labels=("title",),
)
BOTH_SIDES = (
    Column("field", "字段\nField"),
    Column("ours", "我方\nOurs"),
    Column("oursSource", "我方来源\nOur source"),
    Column("oursAt", "我方时间\nSince"),
    Column("theirs", "对方\nTheirs"),
    Column("theirsSource", "对方来源\nTheir source"),
    Column("theirsAt", "对方时间\nTheir time"),
    Column("because", "原因\nBecause"),
    Column("proposal", "建议\nProposal"),
    Column("takenName", "领取人\nTaken by"),
    Column("dueOn", "剩余\nLeft", "days"),
)
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
ONE_CONFLICT = """query ($id: ID!) {
  exchangeConflict(id: $id) { id version field ours oursSource oursAt theirs theirsSource theirsAt
    because proposal takenName dueOn side }
}"""
ONE_RECORD = """query ($id: ID!) {
  stagedRecord(id: $id) { id version naturalKey state faultField fault heldFor }
}"""


def _of_record(
    slug: str, title: str, mutation: str, states: tuple[str, ...], *fields: Field
) -> DeskForm:
    return DeskForm(
        slug=slug,
        title=title,
        mutation=mutation,
        subject="stagedId",
        document=ONE_RECORD,
        facts=("naturalKey", "state", "heldFor", "faultField", "fault"),
        only_if=("state", states),
        fields=fields,
        on=("record",),
        next="record",
    )


FORMS = [
    DeskForm(
        slug="receive",
        title="接收批次\nTake a batch in",
        mutation="receiveBatch",
        roles=CLERK,
        fields=(
            Field("feedId", "通道\nFeed", "record", options=FEEDS),
            Field("name", "文件名\nName"),
            Field("content", "内容\nContent", "longtext"),
            Field("declared", "清单条数\nDeclared", required=False),
        ),
        next="batch",
    ),
    DeskForm(
        slug="confirm",
        title="确认入库\nConfirm",
        mutation="confirmBatch",
        subject="batchId",
        document="""query ($id: ID!) {
  exchangeBatch(id: $id) { id version name state total dead needsWork } }""",
        facts=("name", "state", "total", "dead"),
        only_if=("needsWork", ("true", "True")),
        fields=(Field("most", "至多几条\nAt most", default="=100"), REASON),
        on=("batch",),
        success="已确认，可入库的记录已写入\nConfirmed; what was ready is entered",
        next="batch",
    ),
    DeskForm(
        slug="take",
        title="领取\nTake in hand",
        mutation="takeConflict",
        subject="conflictId",
        document=ONE_CONFLICT,
        facts=BOTH_SIDES,
        on=("conflict",),
        bulk=True,
        next="conflict",
    ),
    DeskForm(
        slug="release",
        title="放回\nGive back",
        mutation="releaseConflict",
        subject="conflictId",
        document=ONE_CONFLICT,
        facts=("field", "takenName"),
        on=("conflict",),
        next="conflict",
    ),
    DeskForm(
        slug="decide",
        title="裁决\nDecide",
        mutation="decideConflict",
        subject="conflictId",
        document=ONE_CONFLICT,
        facts=BOTH_SIDES,
        fields=(
            Field(
                "side",
                "以谁为准\nWhose value",
                "choice",
                choices=(("THEIRS", "对方 Theirs"), ("OURS", "我方 Ours")),
            ),
            REASON,
        ),
        on=("conflict",),
        next="conflict",
    ),
    _of_record(
        "repair", "修复\nRepair", "repairRecord", ("DEAD",),
        Field("column", "列\nColumn", default="faultField"),
        Field("value", "应读作\nRead as"), REASON,
    ),
    _of_record(
        "pick-enterprise", "指明企业\nSay whose it is", "pickEnterprise", ("AMBIGUOUS", "HELD"),
        Field("enterpriseId", "企业\nEnterprise", "record", options=FIRMS), REASON,
    ),
    _of_record(
        "set-aside", "搁置\nSet aside", "setRecordAside",
        ("NEW", "NEWER", "WITHDRAWAL", "CONFLICT", "AMBIGUOUS", "HELD", "DEAD"), REASON,
    ),
    DeskForm(
        slug="map-code",
        title="登记代码对照\nSay what a code means",
        mutation="mapCode",
        subject="feedId",
        document="query ($id: ID!) { exchangeFeed(id: $id) { id title version } }",
        facts=("title",),
        on=("feed",),
        next="feed",
    ),
]  # fmt: skip
