"""Own standards of enterprises: the list, one of them, and what stands in the firm's file."""

from core.desk_declarations import Column, DeskPage, Facts, Filter, Table
from plugins.standards.desk.pages import CODE, FIRM, LEFT, MATTER, STATUS, TOWN, TOWNS, timeline

OWN_PAGES = [
    DeskPage(
        slug="own-standards",
        title="企业标准\nOwn standards",
        document="""query (
  $number: String, $state: [OwnStandardState!], $town: ID, $after: String
) {
  enterpriseStandards(first: 20, after: $after, where: {
    number: { contains: $number }, state: { in: $state }, town: { id: { eq: $town } }
  }) {
    totalCount pageInfo { hasNextPage endCursor }
    nodes { id number title mode state colour publishedOn enterprise { id name } town { name } }
  }
}""",
        filters=(
            Filter(name="number", title="编号\nNumber"),
            Filter(name="state", title="状态\nState"),
            Filter(name="town", title="镇街\nTown", options=TOWNS),
        ),
        layout=(
            Table(
                rows="enterpriseStandards.nodes",
                columns=("number", "title", "mode", "state", "colour", "publishedOn", FIRM, TOWN),
                page="own-standard",
            ),
        ),
    ),
    DeskPage(
        slug="own-standard",
        title="企业标准\nOwn standard",
        document=f"""query ($id: ID!) {{
  enterpriseStandard(id: $id) {{
    id version number title product mode state colour issuedOn publishedOn filingNo validUntil
    rule {{ legalBasis }} enterprise {{ id name }} town {{ name }} {MATTER}
    indicators(first: 50) {{ name value unit sense method below statement }}
    basis(first: 50) {{ id replaceBy colour standard {{ id code title status }} }}
    checks(first: 20) {{ id drawnOn endedOn findings matter {{ stepTitle }} }}
  }}
}}""",
        layout=(
            Facts(
                of="enterpriseStandard",
                columns=(
                    "number",
                    "title",
                    "product",
                    "mode",
                    "state",
                    "colour",
                    "issuedOn",
                    "publishedOn",
                    "filingNo",
                    "validUntil",
                    Column("rule.legalBasis", "依据\nBasis"),
                    FIRM,
                    TOWN,
                ),
            ),
            Table(
                rows="enterpriseStandard.indicators",
                title="指标\nIndicators",
                columns=("name", "sense", "value", "unit", "method", "below", "statement"),
            ),
            Table(
                rows="enterpriseStandard.basis",
                title="引用的标准\nWhat it rests on",
                columns=(CODE, STATUS, "colour", LEFT),
            ),
            Table(
                rows="enterpriseStandard.checks",
                title="抽查\nChecks",
                columns=("drawnOn", Column("matter.stepTitle", "环节\nStep"), "findings"),
                page="check",
            ),
            timeline("enterpriseStandard"),
        ),
    ),
    DeskPage(
        slug="of-enterprise",
        title="标准\nStandards",
        part_of="core/enterprise",
        document="""query ($id: ID!) {
  enterprise(id: $id) {
    id standardUses(first: 50, where: { open: { eq: true } }) {
      id product colour replaceBy standard { id code title status }
    }
    ownStandards(first: 50) { id number title state colour }
  }
}""",
        layout=(
            Table(
                rows="enterprise.standardUses",
                title="执行标准\nStandards that its products name",
                columns=("product", CODE, STATUS, "colour", LEFT),
                page="use",
            ),
            Table(
                rows="enterprise.ownStandards",
                title="企业标准\nOwn standards",
                columns=("number", "title", "state", "colour"),
                page="own-standard",
            ),
        ),
    ),
]
