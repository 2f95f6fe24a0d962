"""What the data clerk does on the desk: take in, decide, repair, confirm."""

from core.desk_declarations import Column, DeskForm, Field, Options

CLERK = ("branch.data_clerk",)
REASON = Field("reason", "理由\nReason", "longtext", required=True)
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
