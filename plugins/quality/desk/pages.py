"""Spot checks on the desks: queues, lists, the task with everything that happened, the form."""

from core.desk_declarations import (
    Column,
    DeskPage,
    Facts,
    Filter,
    Options,
    Section,
    Table,
    Timeline,
    WorkQueue,
)
from core.policy.vocabulary import Tier

TOWNS = Options(document="{ divisions(first: 100) { nodes { id name } } }", rows="divisions.nodes")
PRODUCTS = Options(document="{ products(first: 100) { nodes { id name } } }", rows="products.nodes")
UNIT = Column("unit.name", "企业\nEnterprise")
TOWN = Column("town.name", "镇街\nTown")
PRODUCT = Column("product.name", "产品\nProduct")
STEP = Column("matter.stepTitle", "环节\nStep")
LEFT = Column("matter.dueOn", "剩余\nLeft", "days")
FILES = "attachments { url previewUrl fileName mediaType }"
PHOTOS = Column("attachments", "照片\nPhotos", "photo")
STAFF = (Tier.BRANCH, Tier.STATION, Tier.SUPERIOR)


def _queue(slug: str, title: str, matter: str, page: str, *tiers: Tier) -> WorkQueue:
    """What waits for the person at a step of a procedure, nearest due date first."""
    return WorkQueue(
        slug=slug,
        title=title,
        tiers=tiers,
        document=f"""query ($after: String) {{
  workQueue(slug: "{matter}", first: 20, after: $after) {{
    totalCount pageInfo {{ hasNextPage endCursor }}
    nodes {{ id: subjectId title dueOn enterprise {{ name }} town {{ name }} }}
  }}
}}""",
        rows="workQueue.nodes",
        columns=("title", Column("enterprise.name", "企业\nEnterprise"), TOWN),
        due="dueOn",
        page=page,
    )


FIELD, BRANCH, FIRM = (Tier.STATION, Tier.BRANCH), (Tier.BRANCH,), (Tier.ENTERPRISE,)
QUEUES = [
    _queue("to-sample", "待抽样封样\nTo sample", "spot_check/sampled", "task", *FIELD),
    _queue("to-send", "待送检\nTo send", "spot_check/sent", "task", *FIELD),
    _queue("to-test", "待录入检验报告\nReports awaited", "spot_check/tested", "task", *BRANCH),
    _queue("to-notify", "待告知结果\nTo notify", "spot_check/notified", "task", *BRANCH),
    _queue("to-object", "异议期内\nOpen to objection", "spot_check/objected", "task", *FIRM),
    _queue("window", "异议期待届满\nWindows running", "spot_check/objected", "task", *BRANCH),
    _queue("to-retest", "待录入复检报告\nRe-tests awaited", "spot_check/retested", "task", *BRANCH),
    _queue("to-order", "待责令改正\nTo order", "spot_check/ordered", "task", *BRANCH),
    _queue("to-correct", "待整改\nTo correct", "spot_check/corrected", "task", *FIRM),
    _queue("to-recheck", "待复查\nTo recheck", "spot_check/rechecked", "task", *FIELD),
    _queue("to-announce", "待公告\nTo announce", "spot_check/announced", "task", *BRANCH),
    _queue("plans-to-publish", "待发布的计划\nPlans to publish", "spot_check_plan/published",
           "plan", *BRANCH),
    _queue("plans-to-draw", "待抽取的计划\nPlans to draw", "spot_check_plan/drawn",
           "plan", *BRANCH),
    _queue("classes-to-decide", "待评定的类别\nClasses to decide", "enterprise_class/decided",
           "class", *BRANCH),
    _queue("overrides-to-sign", "待会签的调整\nOverrides to sign", "regime_override/signed",
           "override", *BRANCH),
    _queue("clues-to-assess", "待研判的线索\nClues to assess", "quality_clue/assessed",
           "clue", *BRANCH),
]  # fmt: skip

SAMPLE_COLUMNS = """number placeKind sampledUnit sampledAddress nominalMaker nominalMakerAddress
    productName specification brand batch producedOn baseQuantity checkQuantity reserveQuantity
    quantityUnit takenAt sealedAt sentOn sentBy reserveUntil"""
_TIMELINE = Timeline(
    rows="spotCheckTask.matter.steps",
    when="at",
    what="stepTitle",
    columns=(
        Column("act", "动作\nAct"),
        Column("organisation.name", "单位\nBy"),
        Column("toTitle", "去向\nTo"),
        Column("onTime", "按期\nIn time"),
        Column("reason", "说明\nSaid"),
    ),
)
_TASK: tuple[Section, ...] = (
    Facts(
        of="spotCheckTask",
        columns=(
            PRODUCT,
            Column("unit.name", "企业\nEnterprise", page="core/enterprise"),
            "origin",
            "riskLevel",
            "verdict",
            STEP,
            LEFT,
            Column("matter.dueOn", "期限日\nLast day"),
            Column("matter.outcome", "结果\nOutcome", "outcome"),
            TOWN,
            "laboratory",
            "assignedOn",
            "notifiedOn",
            "finalOn",
            "announcement",
            "closedOn",
        ),
    ),
    Table(
        rows="spotCheckTask.samples",
        title="样品\nSample",
        columns=(
            Column("number", "抽样单编号\nForm"),
            Column("nominalMaker", "标称生产企业\nMaker"),
            Column("productName", "产品\nProduct"),
            Column("specification", "规格\nSpecification"),
            Column("batch", "批号\nBatch"),
            Column("takenAt", "现场时间\nTaken"),
            Column("sealedAt", "封样\nSealed"),
            Column("reserveUntil", "备样保存至\nReserve until"),
            PHOTOS,
        ),
        page="sampling-form",
        empty="尚未抽样\nNo sample yet",
    ),
    Table(
        rows="spotCheckTask.reports",
        title="检验报告\nReports",
        columns=(
            Column("kind", "种类\nTest"),
            Column("laboratory", "检验机构\nLaboratory"),
            Column("number", "编号\nNumber"),
            Column("verdict", "结论\nVerdict"),
            Column("issuedOn", "签发\nIssued"),
            PHOTOS,
        ),
        page="report",
        empty="尚无报告\nNo report yet",
    ),
    Table(
        rows="spotCheckTask.objections",
        title="异议\nObjection",
        columns=(
            Column("filedOn", "日期\nDay"),
            Column("grounds", "理由\nGrounds"),
            Column("upheld", "维持原结论\nUpheld"),
            PHOTOS,
        ),
        empty="无异议\nNone",
    ),
    Table(
        rows="spotCheckTask.orders",
        title="责令改正\nThe order",
        columns=(
            Column("number", "文号\nNumber"),
            Column("items", "改正事项\nItems"),
            Column("issuedOn", "签发\nIssued"),
            Column("dueOn", "期限\nTerm"),
            Column("recheckBy", "复查期限\nRecheck by"),
        ),
        empty="尚未责令\nNo order yet",
    ),
    Table(
        rows="spotCheckTask.corrections",
        title="整改报告\nCorrections",
        columns=(
            Column("reportedOn", "日期\nDay"),
            Column("causes", "原因\nCauses"),
            Column("measures", "措施\nMeasures"),
            PHOTOS,
        ),
        empty="尚无报告\nNo report yet",
    ),
    Table(
        rows="spotCheckTask.rechecks",
        title="复查\nRechecks",
        columns=(
            Column("recheckedOn", "日期\nDay"),
            Column("passed", "合格\nPassed"),
            Column("notes", "情况\nFound"),
            PHOTOS,
        ),
        empty="尚未复查\nNot yet",
    ),
    _TIMELINE,
)

PAGES = [
    DeskPage(
        slug="tasks",
        title="监督抽查\nSpot checks",
        document="""query (
  $colour: [WarningColour!], $town: ID, $product: ID, $verdict: TestVerdict, $late: Boolean,
  $state: MatterState, $after: String
) {
  spotCheckTasks(first: 20, after: $after, where: {
    verdict: { eq: $verdict }, town: { id: { eq: $town } }, product: { id: { eq: $product } }
    matter: { colour: { in: $colour }, late: { eq: $late }, state: { eq: $state } }
  }) {
    totalCount
    nodes {
      id assignedOn verdict product { name } unit { name } town { name }
      matter { stepTitle dueOn }
    }
    pageInfo { hasNextPage endCursor }
  }
}""",
        filters=(
            Filter(name="colour", title="颜色\nColour"),
            Filter(name="product", title="产品\nProduct", options=PRODUCTS),
            Filter(name="verdict", title="结论\nVerdict"),
            Filter(name="state", title="状态\nState"),
            Filter(name="late", title="逾期\nLate", choices=(("true", "只看逾期 Late only"),)),
            Filter(name="town", title="镇街\nTown", options=TOWNS),
        ),
        layout=(
            Table(
                rows="spotCheckTasks.nodes",
                columns=(PRODUCT, UNIT, TOWN, "verdict", STEP, LEFT, "assignedOn"),
                page="task",
            ),
        ),
    ),
    DeskPage(
        slug="task",
        title="监督抽查任务\nSpot check",
        document=f"""query ($id: ID!) {{
  spotCheckTask(id: $id) {{
    id version origin riskLevel verdict laboratory assignedOn notifiedOn finalOn announcement
    closedOn product {{ name }} unit {{ id name }} town {{ name }}
    matter {{
      step stepTitle dueOn outcome procedure {{ code }}
      availableActions {{ name title mutation allowed reason }}
      steps {{ at act stepTitle toTitle organisation {{ name }} onTime reason }}
    }}
    samples {{ id {SAMPLE_COLUMNS} {FILES} }}
    reports {{ id kind laboratory number verdict issuedOn {FILES} }}
    objections {{ filedOn grounds upheld {FILES} }}
    orders {{ number items issuedOn dueOn recheckBy }}
    corrections {{ reportedOn causes measures {FILES} }}
    rechecks {{ recheckedOn passed notes {FILES} }}
  }}
}}""",
        layout=_TASK,
    ),
]
