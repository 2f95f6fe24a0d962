"""Classes, the regime and its factors, and products."""

from core.desk_declarations import Column, DeskPage, Facts, Filter, Table, Timeline
from core.policy.vocabulary import Tier
from plugins.quality.desk.pages import (
    LEFT,
    PRODUCT,
    PRODUCTS,
    STEP,
    TOWN,
    TOWNS,
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


CLASS_PAGES = [
    DeskPage(
        slug="supervision",
        title="分类监管\nClassified supervision",
        document="""query (
  $colour: [WarningColour!], $grade: EnterpriseGrade, $level: ProductRisk, $regime: Regime,
  $town: ID, $after: String
) {
  supervisionProfiles(first: 20, after: $after, where: {
    colour: { in: $colour }, grade: { eq: $grade }, level: { eq: $level }
    regime: { eq: $regime }, town: { id: { eq: $town } }
  }) {
    totalCount pageInfo { hasNextPage endCursor }
    nodes {
      id grade level regime monthsBetween lastVisitOn nextVisitOn colour
      enterprise { id name } town { name }
    }
  }
}""",
        filters=(
            Filter(name="colour", title="颜色\nColour"),
            Filter(name="grade", title="企业类别\nClass"),
            Filter(name="level", title="产品等级\nLevel"),
            Filter(name="regime", title="监管方式\nRegime"),
            Filter(name="town", title="镇街\nTown", options=TOWNS),
        ),
        layout=(
            Table(
                rows="supervisionProfiles.nodes",
                columns=(ENTERPRISE, TOWN, "grade", "level", "regime", "lastVisitOn",
                         Column("nextVisitOn", "应检查\nVisit due", "days"), "colour"),
                page="profile",
            ),
        ),
    ),
    DeskPage(
        slug="profile",
        title="分类监管档案\nProfile",
        document="""query ($id: ID!) {
  supervisionProfile(id: $id) {
    id grade isGraded level points factors regime ruledRegime monthsBetween legalBasis
    overrideUntil lastVisitOn nextVisitOn colour override { id why }
    enterprise { id name } town { name }
  }
}""",
        layout=(
            Facts(
                of="supervisionProfile",
                columns=(
                    ENTERPRISE, TOWN, "grade", "isGraded", "level", "points",
                    Column("factors", "由来\nFactors"), "ruledRegime", "regime",
                    "monthsBetween", "legalBasis", "overrideUntil",
                    Column("override.why", "调整理由\nWhy overridden"),
                    "lastVisitOn", "nextVisitOn", "colour",
                ),
            ),
        ),
    ),
    DeskPage(
        slug="firm-products",
        title="企业产品\nProducts of firms",
        document="""query (
  $risk: ProductRisk, $grade: EnterpriseGrade, $town: ID, $product: ID, $passedBefore: Date,
  $after: String
) {
  enterpriseProducts(first: 20, after: $after, where: {
    endedOn: { isNull: true }, lastPassedOn: { lt: $passedBefore }
    town: { id: { eq: $town } }
    product: { id: { eq: $product }, riskLevel: { eq: $risk } }
    enterprise: { supervisionProfiles: { some: { grade: { eq: $grade } } } }
  }) {
    totalCount pageInfo { hasNextPage endCursor }
    nodes {
      id brand lastSampledOn lastPassedOn lastFailedOn recentFailures
      product { name riskLevel } enterprise { id name qualityClass } town { name }
    }
  }
}""",
        filters=(
            Filter(name="risk", title="产品风险\nRisk"),
            Filter(name="grade", title="企业类别\nClass"),
            Filter(name="town", title="镇街\nTown", options=TOWNS),
            Filter(name="product", title="产品\nProduct", options=PRODUCTS),
            Filter(name="passedBefore", title="最近合格早于\nLast pass before"),
        ),
        layout=(
            Table(
                rows="enterpriseProducts.nodes",
                columns=(ENTERPRISE, Column("enterprise.qualityClass", "类别\nClass"), PRODUCT,
                         Column("product.riskLevel", "风险\nRisk"), TOWN, "lastSampledOn",
                         "lastPassedOn", "lastFailedOn", "recentFailures"),
            ),
        ),
    ),
    DeskPage(
        slug="class",
        title="企业类别评定\nClass of an enterprise",
        document=f"""query ($id: ID!) {{
  enterpriseClass(id: $id) {{
    id version grade reasons proposedOn validFrom validTo enterprise {{ id name }} town {{ name }}
    matter {{ step stepTitle dueOn {ACTIONS} {STEPS} }}
  }}
}}""",
        layout=(
            Facts(
                of="enterpriseClass",
                columns=(ENTERPRISE, TOWN, "grade", "reasons", "proposedOn", "validFrom",
                         "validTo", STEP, LEFT),
            ),
            _steps("enterpriseClass"),
        ),
    ),
    DeskPage(
        slug="override",
        title="监管方式调整\nOverride",
        document=f"""query ($id: ID!) {{
  regimeOverride(id: $id) {{
    id version regime monthsBetween why until signedOn enterprise {{ id name }}
    matter {{ step stepTitle dueOn {ACTIONS} {STEPS} }}
  }}
}}""",
        layout=(
            Facts(
                of="regimeOverride",
                columns=(ENTERPRISE, "regime", "monthsBetween", "why", "until", "signedOn", STEP),
            ),
            _steps("regimeOverride"),
        ),
    ),
    DeskPage(
        slug="products",
        title="产品目录\nProducts",
        document="""query ($after: String) {
  products(first: 50, after: $after) {
    totalCount pageInfo { hasNextPage endCursor }
    nodes { id catalogueCode name riskLevel publicConcern isRegional licenceRequired }
  }
}""",
        layout=(
            Table(
                rows="products.nodes",
                columns=("catalogueCode", "name", "riskLevel", "publicConcern", "isRegional",
                         "licenceRequired"),
                page="product",
            ),
        ),
    ),
    DeskPage(
        slug="product",
        title="产品\nProduct",
        document="""query ($id: ID!) {
  product(id: $id) {
    id version catalogueCode name industryCode executiveStandard riskLevel publicConcern
    isRegional licenceRequired gradedOn gradingReason
  }
}""",
        layout=(
            Facts(
                of="product",
                columns=("catalogueCode", "name", "industryCode", "executiveStandard",
                         "riskLevel", "publicConcern", "isRegional", "licenceRequired",
                         "gradedOn", "gradingReason"),
            ),
        ),
    ),
    DeskPage(
        slug="rules",
        title="分类监管规则\nRules of classified supervision",
        document="""{
  regimeRules(first: 50, where: { validTo: { isNull: true } }) {
    nodes { id grade level regime monthsBetween legalBasis }
  }
  supervisionFactors(first: 50, where: { validTo: { isNull: true } }) {
    nodes { id kind value points legalBasis }
  }
  qualityTerms(first: 50, where: { validTo: { isNull: true } }) {
    nodes { id code value unit legalBasis }
  }
}""",
        layout=(
            Table(
                rows="regimeRules.nodes",
                title="类别 × 等级\nClass by level",
                columns=("grade", "level", "regime", "monthsBetween", "legalBasis"),
            ),
            Table(
                rows="supervisionFactors.nodes",
                title="计分因素\nFactors",
                columns=("kind", "value", "points", "legalBasis"),
            ),
            Table(
                rows="qualityTerms.nodes",
                title="期限\nTerms",
                columns=("code", "value", "unit", "legalBasis"),
            ),
        ),
    ),
]  # fmt: skip
