"""The catalogue, what products execute, own standards, and what waits for whom."""

from core.desk_declarations import (
    Column,
    DeskPage,
    Facts,
    Filter,
    Options,
    Table,
    Timeline,
    WorkQueue,
)
from core.desk_figures import Figure
from core.policy.vocabulary import Tier

TOWNS = Options(document="{ divisions(first: 100) { nodes { id name } } }", rows="divisions.nodes")
FIRM = Column("enterprise.name", "企业\nEnterprise", page="core/enterprise")
TOWN = Column("town.name", "镇街\nTown")
CODE = Column("standard.code", "标准\nStandard", page="standard")
STATUS = Column("standard.status", "状态\nStatus")
LEFT = Column("replaceBy", "剩余\nLeft", "days")
MATTER = """matter { step stepTitle dueOn
      availableActions { name title mutation allowed reason }
      steps { at act stepTitle toTitle organisation { name } onTime reason } }"""


def timeline(of: str) -> Timeline:
    """The steps of a record's matter."""
    return Timeline(
        rows=f"{of}.matter.steps",
        when="at",
        what="stepTitle",
        columns=(
            Column("act", "动作\nAct"),
            Column("organisation.name", "单位\nBy"),
            Column("onTime", "按期\nIn time"),
            Column("reason", "说明\nSaid"),
        ),
    )


def queue(slug: str, title: str, step: str, page: str, *tiers: Tier) -> WorkQueue:
    """What waits at a step of a procedure, nearest due date first."""
    return WorkQueue(
        slug=slug,
        title=title,
        tiers=tiers,
        document=f"""query ($after: String) {{
  workQueue(slug: "{step}", first: 20, after: $after) {{
    totalCount pageInfo {{ hasNextPage endCursor }}
    nodes {{ id: subjectId title dueOn enterprise {{ name }} town {{ name }} }}
  }}
}}""",
        rows="workQueue.nodes",
        columns=("title", Column("enterprise.name", "企业\nEnterprise"), TOWN),
        due="dueOn",
        page=page,
    )


QUEUES = [
    queue(
        "to-declare",
        "待声明的企业标准\nDrafts to declare",
        "standard_declaration/declared",
        "own-standard",
        Tier.ENTERPRISE,
    ),
    queue(
        "to-submit",
        "待报送的企业标准\nDrafts to hand in",
        "standard_filing/submitted",
        "own-standard",
        Tier.ENTERPRISE,
    ),
    queue(
        "to-accept",
        "待受理的标准备案\nFilings to accept",
        "standard_filing/accepted",
        "own-standard",
        Tier.BRANCH,
    ),
    queue(
        "to-file",
        "待备案的企业标准\nStandards to file",
        "standard_filing/filed",
        "own-standard",
        Tier.BRANCH,
    ),
    queue(
        "to-check",
        "待核查的标准声明\nDeclarations to check",
        "declaration_check/checked",
        "check",
        Tier.BRANCH,
    ),
    queue(
        "to-order",
        "待责令改正的声明\nTo be ordered to correct",
        "declaration_check/ordered",
        "check",
        Tier.BRANCH,
    ),
    queue(
        "to-correct",
        "待改正的标准声明\nDeclarations to correct",
        "declaration_check/corrected",
        "check",
        Tier.ENTERPRISE,
    ),
    queue(
        "to-review",
        "待复核的改正\nCorrections to look at",
        "declaration_check/reviewed",
        "check",
        Tier.BRANCH,
    ),
]

PAGES = [
    DeskPage(
        slug="standards",
        title="标准目录\nStandards",
        document="""query ($code: String, $status: [StandardStatus!], $after: String) {
  standards(first: 20, after: $after, where: {
    code: { contains: $code }, status: { in: $status }
  }) {
    totalCount pageInfo { hasNextPage endCursor }
    nodes { id code title kind status effectiveOn withdrawnOn replacedBy { id code } useCount }
  }
}""",
        filters=(
            Filter(name="code", title="编号\nNumber"),
            Filter(name="status", title="状态\nStatus"),
        ),
        layout=(
            Table(
                rows="standards.nodes",
                columns=(
                    "code",
                    "title",
                    "status",
                    "effectiveOn",
                    "withdrawnOn",
                    Column("replacedBy.code", "代替\nReplaced by", page="standard"),
                    "useCount",
                ),
                page="standard",
            ),
        ),
    ),
    DeskPage(
        slug="standard",
        title="标准\nStandard",
        document="""query ($id: ID!) {
  standard(id: $id) {
    id version code title titleEn kind status issuedOn effectiveOn withdrawnOn ics ccs
    replacedBy { id code } indicators(first: 50) { name value unit sense }
    uses(first: 50, where: { open: { eq: true } }) {
      id product replaceBy colour enterprise { id name } town { name }
    }
  }
}""",
        layout=(
            Facts(
                of="standard",
                columns=(
                    "code",
                    "title",
                    "titleEn",
                    "kind",
                    "status",
                    "issuedOn",
                    "effectiveOn",
                    "withdrawnOn",
                    Column("replacedBy.code", "代替\nReplaced by", page="standard"),
                    "ics",
                    "ccs",
                ),
            ),
            Table(
                rows="standard.indicators",
                title="指标要求\nValues",
                columns=("name", "sense", "value", "unit"),
            ),
            Table(
                rows="standard.uses",
                title="执行它的产品\nProducts that name it",
                columns=("product", "colour", LEFT, FIRM, TOWN),
                page="use",
            ),
        ),
    ),
    DeskPage(
        slug="uses",
        title="执行标准\nStandards that products name",
        document="""query ($colour: [WarningColour!], $town: ID, $product: String, $after: String) {
  standardUses(first: 20, after: $after, where: {
    open: { eq: true }, colour: { in: $colour }, town: { id: { eq: $town } }
    product: { contains: $product }
  }) {
    totalCount pageInfo { hasNextPage endCursor }
    nodes {
      id version product colour replaceBy standard { id code title status }
      enterprise { id name } town { name }
    }
  }
}""",
        filters=(
            Filter(name="product", title="产品\nProduct"),
            Filter(name="colour", title="颜色\nColour"),
            Filter(name="town", title="镇街\nTown", options=TOWNS),
        ),
        layout=(
            Table(
                rows="standardUses.nodes",
                columns=("product", CODE, STATUS, "colour", LEFT, FIRM, TOWN),
                page="use",
            ),
        ),
    ),
    DeskPage(
        slug="use",
        title="执行标准\nWhat the label must name",
        document="""query ($id: ID!) {
  standardUse(id: $id) {
    id version product role open colour declaredOn endedOn replaceBy
    standard { id code title status replacedBy { id code } }
    enterpriseStandard { id number } enterprise { id name } town { name }
  }
}""",
        layout=(
            Facts(
                of="standardUse",
                columns=(
                    "product",
                    CODE,
                    Column("standard.title", "名称\nTitle"),
                    STATUS,
                    Column("standard.replacedBy.code", "代替\nReplaced by", page="standard"),
                    "colour",
                    "replaceBy",
                    LEFT,
                    "role",
                    Column("enterpriseStandard.number", "企业标准\nOwn", page="own-standard"),
                    FIRM,
                    TOWN,
                    "declaredOn",
                    "endedOn",
                ),
            ),
        ),
    ),
    DeskPage(
        slug="board",
        title="标准化看板\nBoard of standards",
        tiers=(Tier.BRANCH, Tier.SUPERIOR, Tier.STATION, Tier.TOWN),
        document="""{
  standardExposure { town { id name nameEn code } colour count }
  standardsBoard { town { name } firms ownStandards products exposed drafting }
}""",
        layout=(
            Figure(
                rows="standardExposure",
                by="town.name",
                english="town.nameEn",
                form="tiles",
                place="town.code",
                title="将废止和已废止的执行标准\nStandards that end or have ended",
                page="uses",
                links={"town": "town.id"},
            ),
            Table(
                rows="standardsBoard",
                title="镇街概况\nBy town",
                columns=(TOWN, "firms", "ownStandards", "products", "exposed", "drafting"),
            ),
        ),
    ),
]
