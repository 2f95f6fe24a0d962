"""Rounds and checks of declarations, notices, reviews, pilots and members."""

from core.desk_declarations import Column, DeskPage, Facts, Table
from core.policy.vocabulary import Tier
from plugins.standards.desk.pages import FIRM, MATTER, TOWN, timeline

STAFF = (Tier.BRANCH, Tier.SUPERIOR)
NUMBER = Column("enterpriseStandard.number", "企业标准\nOwn standard", page="own-standard")
STEP = Column("matter.stepTitle", "环节\nStep")

CHECK_PAGES = [
    DeskPage(
        slug="rounds",
        title="声明抽查批次\nRounds of checks",
        tiers=STAFF,
        document="""query ($after: String) {
  checkRounds(first: 20, after: $after) {
    totalCount pageInfo { hasNextPage endCursor }
    nodes { id title percent frozenOn drawnOn publishedOn }
  }
}""",
        layout=(
            Table(
                rows="checkRounds.nodes",
                columns=("title", "percent", "frozenOn", "drawnOn", "publishedOn"),
                page="round",
            ),
        ),
    ),
    DeskPage(
        slug="round",
        title="声明抽查批次\nA round of checks",
        document="""query ($id: ID!) {
  checkRound(id: $id) {
    id version title percent frozenOn drawnOn publishedOn
    checks(first: 100) {
      id endedOn enterpriseStandard { id number } enterprise { id name }
      matter { stepTitle outcome }
    }
  }
}""",
        layout=(
            Facts(
                of="checkRound",
                columns=("title", "percent", "frozenOn", "drawnOn", "publishedOn"),
            ),
            Table(
                rows="checkRound.checks",
                title="抽中的声明\nWhat was drawn",
                columns=(
                    NUMBER,
                    FIRM,
                    STEP,
                    Column("matter.outcome", "结果\nResult", "outcome"),
                    "endedOn",
                ),
                page="check",
            ),
        ),
    ),
    DeskPage(
        slug="checks",
        title="声明抽查\nChecks of declarations",
        document="""query ($after: String) {
  declarationChecks(first: 20, after: $after) {
    totalCount pageInfo { hasNextPage endCursor }
    nodes {
      id drawnOn endedOn enterpriseStandard { id number } enterprise { id name } town { name }
      matter { stepTitle dueOn }
    }
  }
}""",
        layout=(
            Table(
                rows="declarationChecks.nodes",
                columns=(NUMBER, FIRM, TOWN, STEP, "drawnOn", "endedOn"),
                page="check",
            ),
        ),
    ),
    DeskPage(
        slug="check",
        title="声明抽查\nThe check of a declaration",
        document=f"""query ($id: ID!) {{
  declarationCheck(id: $id) {{
    id version drawnOn checkedOn findings correctBy correction endedOn
    enterpriseStandard {{ id number title }} enterprise {{ id name }} town {{ name }} {MATTER}
    answers(first: 20) {{ verdict note point {{ number text }} }}
  }}
}}""",
        layout=(
            Facts(
                of="declarationCheck",
                columns=(
                    NUMBER,
                    FIRM,
                    TOWN,
                    STEP,
                    "drawnOn",
                    "checkedOn",
                    "findings",
                    "correctBy",
                    "correction",
                    "endedOn",
                ),
            ),
            Table(
                rows="declarationCheck.answers",
                title="核查项\nPoints",
                columns=(
                    Column("point.number", "序号\nNo."),
                    Column("point.text", "内容\nWhat is asked"),
                    "verdict",
                    "note",
                ),
            ),
            timeline("declarationCheck"),
        ),
    ),
    DeskPage(
        slug="notices",
        title="代替通知\nNotices of replacement",
        tiers=STAFF,
        document="""query ($after: String) {
  replacementNotices(first: 20, after: $after) {
    totalCount pageInfo { hasNextPage endCursor }
    nodes {
      id importedOn endsOn source usesFlagged firmsTold
      replaced { id code } successor { id code }
    }
  }
}""",
        layout=(
            Table(
                rows="replacementNotices.nodes",
                columns=(
                    "importedOn",
                    Column("replaced.code", "旧标准\nOld", page="standard"),
                    Column("successor.code", "代替\nNew", page="standard"),
                    "endsOn",
                    "source",
                    "usesFlagged",
                    "firmsTold",
                ),
            ),
        ),
    ),
    DeskPage(
        slug="review",
        title="企业标准复审\nRe-review",
        document=f"""query ($id: ID!) {{
  standardReview(id: $id) {{
    id version submittedOn conclusion renewedUntil
    enterpriseStandard {{ id number title }} enterprise {{ id name }} {MATTER}
  }}
}}""",
        layout=(
            Facts(
                of="standardReview",
                columns=(NUMBER, FIRM, "submittedOn", "conclusion", "renewedUntil", STEP),
            ),
            timeline("standardReview"),
        ),
    ),
    DeskPage(
        slug="pilots",
        title="试点和标准起草\nPilots and drafting",
        document="""query ($after: String) {
  pilots(first: 20, after: $after) {
    totalCount pageInfo { hasNextPage endCursor }
    nodes { id version kind title beganOn endedOn outcome enterprise { id name } town { name } }
  }
}""",
        layout=(
            Table(
                rows="pilots.nodes",
                columns=("title", "kind", FIRM, TOWN, "beganOn", "endedOn", "outcome"),
            ),
        ),
    ),
    DeskPage(
        slug="members",
        title="商品条码成员\nMembers of article numbering",
        document="""query ($after: String) {
  barcodeMembers(first: 20, after: $after) {
    totalCount pageInfo { hasNextPage endCursor }
    nodes { id makerCode memberSince validUntil enterprise { id name } town { name } }
  }
}""",
        layout=(
            Table(
                rows="barcodeMembers.nodes",
                columns=("makerCode", FIRM, TOWN, "memberSince", "validUntil"),
            ),
        ),
    ),
]
