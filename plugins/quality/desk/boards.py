"""The archive of a firm, the board, what is published, and clues."""

from core.desk_declarations import Column, DeskPage, Facts, Filter, Table, Timeline
from core.desk_figures import Figure
from core.policy.vocabulary import Tier
from plugins.quality.desk.pages import (
    FILES,
    LEFT,
    PHOTOS,
    PRODUCT,
    STAFF,
    STEP,
    TOWN,
    TOWNS,
    UNIT,
)

ENTERPRISE = Column("enterprise.name", "企业\nEnterprise", page="core/enterprise",
                    key="enterprise.id")  # fmt: skip
OFFICE = (Tier.BRANCH, Tier.SUPERIOR)
ACTIONS = "availableActions { name title mutation allowed reason }"
STEPS = "steps { at act stepTitle toTitle organisation { name } onTime reason }"


def _steps(of: str) -> Timeline:
    return Timeline(
        rows=f"{of}.matter.steps",
        when="at",
        what="stepTitle",
        columns=(
            Column("act", "动作\nAct"),
            Column("organisation.name", "单位\nBy"),
            Column("toTitle", "去向\nTo"),
            Column("reason", "说明\nSaid"),
        ),
    )


BOARD_PAGES = [
    DeskPage(
        slug="archive",
        title="重点产品质量档案\nQuality archive",
        part_of="core/enterprise",
        document="""query ($id: ID!) {
  enterprise(id: $id) {
    id qualityClass
    supervisionProfiles { id grade level regime nextVisitOn factors }
    enterpriseProducts(first: 50) {
      id brand lastSampledOn lastPassedOn recentFailures product { name riskLevel }
    }
    spotChecks(first: 20) {
      id assignedOn verdict closedOn product { name } matter { stepTitle }
    }
    qualityClasses(first: 10) { id grade validFrom validTo reasons }
  }
}""",
        layout=(
            Table(
                rows="enterprise.supervisionProfiles",
                title="分类监管\nClassified supervision",
                columns=("grade", "level", "regime", "nextVisitOn", Column("factors", "由来\nWhy")),
                page="profile",
            ),
            Table(
                rows="enterprise.enterpriseProducts",
                title="产品\nProducts",
                columns=(PRODUCT, Column("product.riskLevel", "风险\nRisk"), "brand",
                         "lastSampledOn", "lastPassedOn", "recentFailures"),
            ),
            Table(
                rows="enterprise.spotChecks",
                title="监督抽查\nSpot checks",
                columns=("assignedOn", PRODUCT, "verdict", STEP, "closedOn"),
                page="task",
            ),
            Table(
                rows="enterprise.qualityClasses",
                title="类别\nClasses",
                columns=("grade", "validFrom", "validTo", "reasons"),
                page="class",
            ),
        ),
    ),
    DeskPage(
        slug="board",
        title="质量监督看板\nBoard",
        tiers=STAFF,
        document="""query ($first: Date!, $last: Date!) {
  spotCheckRates(first: $first, last: $last) {
    town { name } riskLevel batches failed firms failedFirms batchPassRate firmPassRate final
    closed closedRate qualityIndex
  }
  failureByItem(first: $first, last: $last) { product item tested failed rate }
  failureByClass(first: $first, last: $last) { grade batches failed rate }
  classBoard { town { id name code } grade level regime colour count }
  areaFailureRates(first: 20) { nodes { id tested failed ratio product { name } town { name } } }
}""",
        filters=(
            Filter(name="first", title="起始日\nFrom"),
            Filter(name="last", title="终止日\nTo"),
        ),
        layout=(
            Table(
                rows="spotCheckRates",
                title="合格率\nPass rates",
                group_by="town.name",
                columns=("riskLevel", "batches", "failed",
                         Column("batchPassRate", "批次合格率\nBatches", "share"),
                         Column("firmPassRate", "企业合格率\nFirms", "share"),
                         Column("closedRate", "后处理率\nDealt with", "share"), "qualityIndex"),
            ),
            Table(
                rows="failureByItem",
                title="不合格项目\nFailing items",
                columns=("product", "item", "tested", "failed",
                         Column("rate", "不合格率\nRate", "share")),
            ),
            Table(
                rows="failureByClass",
                title="按企业类别\nBy class",
                columns=("grade", "batches", "failed",
                         Column("rate", "不合格率\nRate", "share")),
            ),
            Table(
                rows="areaFailureRates.nodes",
                title="区域不合格率\nBy area",
                columns=(PRODUCT, TOWN, "tested", "failed", "ratio"),
            ),
            Figure(
                rows="classBoard",
                by="grade",
                title="类别分布，按应检查日期着色\nClasses, coloured by the next visit",
                page="supervision",
                links={"grade": "grade"},
            ),
            Figure(
                rows="classBoard",
                by="town.name",
                form="tiles",
                place="town.code",
                page="supervision",
                links={"town": "town.id"},
            ),
        ),
    ),
    DeskPage(
        slug="published",
        title="已公布的抽查结果\nPublished results",
        document="""query ($maker: String, $verdict: TestVerdict, $after: String) {
  publishedResults(first: 20, after: $after, where: {
    nominalMaker: { contains: $maker }, verdict: { eq: $verdict }
  }) {
    totalCount pageInfo { hasNextPage endCursor }
    nodes {
      id samplingNumber nominalMaker sampledUnit productName specification batch verdict
      failures noticeNumber publishedOn
    }
  }
}""",
        filters=(
            Filter(name="maker", title="标称生产企业\nMaker"),
            Filter(name="verdict", title="结论\nVerdict"),
        ),
        layout=(
            Table(
                rows="publishedResults.nodes",
                columns=("nominalMaker", "productName", "specification", "batch", "verdict",
                         "failures", "sampledUnit", "noticeNumber", "publishedOn"),
            ),
        ),
    ),
    DeskPage(
        slug="clues",
        title="质量线索\nClues",
        document="""query ($result: ClueResult, $town: ID, $after: String) {
  qualityClues(first: 20, after: $after, where: {
    result: { eq: $result }, town: { id: { eq: $town } }
  }) {
    totalCount pageInfo { hasNextPage endCursor }
    nodes { id what place reportedOn reportedBy result unit { name } town { name } }
  }
}""",
        filters=(
            Filter(name="result", title="处理\nResult"),
            Filter(name="town", title="镇街\nTown", options=TOWNS),
        ),
        layout=(
            Table(
                rows="qualityClues.nodes",
                columns=("what", UNIT, "place", TOWN, "reportedOn", "result"),
                page="clue",
            ),
        ),
    ),
    DeskPage(
        slug="clue",
        title="质量线索\nClue",
        document=f"""query ($id: ID!) {{
  qualityClue(id: $id) {{
    id version what place reportedOn reportedBy result answer product {{ name }} unit {{ name }}
    town {{ name }} {FILES} matter {{ step stepTitle dueOn {ACTIONS} {STEPS} }}
  }}
}}""",
        layout=(
            Facts(
                of="qualityClue",
                columns=("what", PRODUCT, UNIT, "place", TOWN, "reportedOn", "reportedBy", STEP,
                         LEFT, "result", "answer", PHOTOS),
            ),
            _steps("qualityClue"),
        ),
    ),
]  # fmt: skip
