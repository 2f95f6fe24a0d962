"""Lists and detail pages of hazards and patrols, and the queues of each tier."""

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
ENTERPRISE = Column("enterprise.name", "企业\nEnterprise")
TOWN = Column("town.name", "镇街\nTown")
GRADE = Column("subject.grade", "等级\nGrade")
STEP = Column("matter.stepTitle", "环节\nStep")
LEFT = Column("matter.dueOn", "剩余\nLeft", "days")
PHOTOS = Column("attachments", "照片\nPhotos", "photo")
FILES = "attachments { url previewUrl fileName mediaType }"


def _queue(slug: str, title: str, step: str, *tiers: Tier) -> WorkQueue:
    """What waits for the person at a step of the procedure, nearest due date first."""
    return WorkQueue(
        slug=slug,
        title=title,
        tiers=tiers,
        document=f"""query ($after: String) {{
  workQueue(slug: "hazard/{step}", first: 20, after: $after) {{
    totalCount pageInfo {{ hasNextPage endCursor }}
    nodes {{
      id: subjectId title dueOn enterprise {{ name }} town {{ name }}
      subject {{ ... on Hazard {{ id grade }} }}
    }}
  }}
}}""",
        rows="workQueue.nodes",
        columns=("title", GRADE, ENTERPRISE, TOWN),
        due="dueOn",
        page="hazard",
    )


QUEUES = [
    _queue("to-check", "待核查的隐患\nHazards to check", "checked", Tier.STATION),
    _queue("to-take-in", "待纳入监管库的隐患\nHazards to take in", "taken_in", Tier.BRANCH),
    _queue("to-order", "待责令整改的隐患\nHazards to order", "ordered", Tier.BRANCH),
    _queue("to-rectify", "待整改的隐患\nHazards to put right", "rectified", Tier.ENTERPRISE),
    _queue(
        "to-reinspect",
        "待复查的隐患\nHazards to inspect again",
        "reinspected",
        Tier.STATION,
        Tier.BRANCH,
    ),
]

_HAZARD: tuple[Section, ...] = (
    Facts(
        of="hazard",
        columns=(
            "what",
            "grade",
            "category",
            Column("stopAtOnce", "须立即停止\nStop at once"),
            Column("measures", "现场措施\nDone on the spot"),
            STEP,
            LEFT,
            Column("matter.dueOn", "期限日\nLast day"),
            Column("enterprise.name", "企业\nEnterprise", page="core/enterprise"),
            Column("place", "地点\nPlace"),
            TOWN,
            Column("foundOn", "发现日期\nFound on"),
            Column("foundBy", "发现方\nFound by"),
            Column("source", "来源\nSource"),
            Column("closedOn", "办结日期\nClosed on"),
            PHOTOS,
        ),
    ),
    Table(
        rows="hazard.orders",
        title="责令改正\nThe order",
        columns=(
            Column("number", "文号\nNumber"),
            Column("items", "整改事项\nItems"),
            Column("violated.act", "违反\nViolated"),
            Column("violated.article", "条\nArticle"),
            Column("issuedOn", "签发\nIssued"),
            Column("term", "期限\nTerm"),
            Column("extendedTo", "延期至\nExtended to"),
        ),
        empty="尚未责令\nNo order yet",
    ),
    Table(
        rows="hazard.reports",
        title="整改报告\nReports",
        columns=(
            Column("reportedOn", "日期\nDay"),
            Column("text", "情况\nWhat was done"),
            Column("doneItems", "已完成\nItems done"),
            PHOTOS,
        ),
        empty="尚无报告\nNo report yet",
    ),
    Table(
        rows="hazard.reinspections",
        title="复查\nRe-inspections",
        columns=(
            Column("inspectedOn", "日期\nDay"),
            Column("passed", "全部通过\nAll passed"),
            Column("passedItems", "通过\nPassed"),
            Column("notes", "情况\nFound"),
            PHOTOS,
        ),
        empty="尚未复查\nNot yet inspected again",
    ),
    Timeline(
        rows="hazard.matter.steps",
        when="at",
        what="stepTitle",
        columns=(
            Column("act", "动作\nAct"),
            Column("organisation.name", "单位\nBy"),
            Column("toTitle", "去向\nTo"),
            Column("onTime", "按期\nIn time"),
            Column("reason", "说明\nSaid"),
        ),
    ),
)

PAGES = [
    DeskPage(
        slug="hazards",
        title="隐患\nHazards",
        document="""query (
  $colour: [WarningColour!], $town: ID, $grade: HazardGrade, $late: Boolean, $state: MatterState,
  $after: String
) {
  hazards(first: 20, after: $after, where: {
    grade: { eq: $grade }, town: { id: { eq: $town } }
    matter: { colour: { in: $colour }, late: { eq: $late }, state: { eq: $state } }
  }) {
    totalCount
    nodes { id what grade foundOn matter { stepTitle dueOn } enterprise { name } town { name } }
    pageInfo { hasNextPage endCursor }
  }
}""",
        filters=(
            Filter(name="colour", title="颜色\nColour"),
            Filter(name="grade", title="等级\nGrade"),
            Filter(name="state", title="状态\nState"),
            Filter(name="late", title="逾期\nLate", choices=(("true", "只看逾期 Late only"),)),
            Filter(name="town", title="镇街\nTown", options=TOWNS),
        ),
        layout=(
            Table(
                rows="hazards.nodes",
                columns=("what", "grade", STEP, LEFT, ENTERPRISE, TOWN, "foundOn"),
                page="hazard",
            ),
        ),
    ),
    DeskPage(
        slug="hazard",
        title="隐患\nHazard",
        document=f"""query ($id: ID!) {{
  hazard(id: $id) {{
    id version what grade category place foundOn foundBy source stopAtOnce measures closedOn
    {FILES} enterprise {{ id name }} town {{ name }}
    matter {{
      step stepTitle dueOn
      availableActions {{ name title mutation allowed reason }}
      steps {{ at act stepTitle toTitle organisation {{ name }} onTime reason }}
    }}
    orders {{ number items issuedOn term extendedTo violated {{ act article }} }}
    reports {{ reportedOn text doneItems {FILES} }}
    reinspections {{ inspectedOn passed passedItems notes {FILES} }}
  }}
}}""",
        layout=_HAZARD,
    ),
    DeskPage(
        slug="board",
        title="隐患看板\nBoard of hazards",
        tiers=(Tier.BRANCH, Tier.SUPERIOR, Tier.STATION, Tier.TOWN),
        document="{ hazardBoard { town { name } grade stepTitle late colour count } }",
        layout=(
            Table(
                rows="hazardBoard",
                group_by="town.name",
                columns=("stepTitle", "grade", "colour", "late", "count"),
            ),
        ),
    ),
    DeskPage(
        slug="patrols",
        title="巡查记录\nPatrols",
        document="""query ($town: ID, $after: String) {
  patrols(first: 20, after: $after, where: { town: { id: { eq: $town } } }) {
    totalCount
    nodes { id startedAt tier place checklist { name } enterprise { name } town { name } }
    pageInfo { hasNextPage endCursor }
  }
}""",
        filters=(Filter(name="town", title="镇街\nTown", options=TOWNS),),
        layout=(
            Table(
                rows="patrols.nodes",
                columns=(
                    Column("startedAt", "时间\nWhen"),
                    Column("checklist.name", "检查表\nChecklist"),
                    ENTERPRISE,
                    Column("place", "地点\nPlace"),
                    TOWN,
                    Column("tier", "巡查方\nBy"),
                ),
                page="patrol",
            ),
        ),
    ),
    DeskPage(
        slug="patrol",
        title="巡查\nPatrol",
        document=f"""query ($id: ID!) {{
  patrol(id: $id) {{
    id startedAt endedAt tier place secondOfficer refusedToSign witness remarks
    checklist {{ name version }} enterprise {{ name }} town {{ name }}
    answers(first: 60) {{ result note item {{ text }} hazard {{ id what }} {FILES} }}
  }}
}}""",
        layout=(
            Facts(
                of="patrol",
                columns=(
                    Column("checklist.name", "检查表\nChecklist"),
                    Column("checklist.version", "版本\nVersion"),
                    ENTERPRISE,
                    "place",
                    TOWN,
                    "startedAt",
                    "endedAt",
                    "secondOfficer",
                    "refusedToSign",
                    "witness",
                    "remarks",
                ),
            ),
            Table(
                rows="patrol.answers",
                title="各项结果\nAnswers",
                columns=(
                    Column("item.text", "检查项\nItem"),
                    "result",
                    "note",
                    Column("hazard.what", "隐患\nHazard", page="hazard"),
                    PHOTOS,
                ),
            ),
        ),
    ),
]
