"""The sampling form and the test report on the desks, and what is printed of a check."""

from core.desk_declarations import Column, DeskPage, Facts, Note, Table
from core.paper_declarations import Paper
from plugins.quality.desk.pages import FILES, PHOTOS, SAMPLE_COLUMNS

PAPER_PAGES = [
    DeskPage(
        slug="sampling-form",
        title="产品质量监督抽样单\nSampling form",
        document=f"""query ($id: ID!) {{
  sample(id: $id) {{ id {SAMPLE_COLUMNS} {FILES} task {{ id laboratory plan {{ number name }} }} }}
}}""",
        layout=(
            Facts(
                of="sample",
                columns=(
                    "number",
                    Column("task.plan.number", "计划\nPlan"),
                    "sampledUnit",
                    "sampledAddress",
                    "placeKind",
                    "nominalMaker",
                    "nominalMakerAddress",
                    "productName",
                    "specification",
                    "brand",
                    "batch",
                    "producedOn",
                    "baseQuantity",
                    "checkQuantity",
                    "reserveQuantity",
                    "quantityUnit",
                    "takenAt",
                    "sealedAt",
                    Column("task.laboratory", "检验机构\nLaboratory"),
                    PHOTOS,
                ),
            ),
            Note(
                text="抽样不收费；对结果有异议的，可以自收到结果之日起十五日内申请复检。\n"
                "No fee is taken. You may ask for a re-test within 15 days of the result."
            ),
        ),
    ),
    DeskPage(
        slug="report",
        title="检验报告\nTest report",
        document=f"""query ($id: ID!) {{
  testReport(id: $id) {{
    id kind laboratory cmaNumber number issuedOn receivedOn verdict {FILES}
    items(first: 100) {{ number item standardLimit measured unit verdict }}
  }}
}}""",
        layout=(
            Facts(
                of="testReport",
                columns=(
                    "kind",
                    "laboratory",
                    "cmaNumber",
                    "number",
                    "issuedOn",
                    "receivedOn",
                    "verdict",
                    PHOTOS,
                ),
            ),
            Table(
                rows="testReport.items",
                title="检验项目\nItems",
                columns=("number", "item", "standardLimit", "measured", "unit", "verdict"),
            ),
        ),
    ),
]

PAPERS = [
    Paper(
        slug="sampling-form",
        title="抽样单\nSampling form",
        document="""query ($id: ID!) {
  spotCheckTask(id: $id) {
    laboratory product { name } unit { name address }
    samples {
      number productName nominalMaker nominalMakerAddress specification brand batch producedOn
      baseQuantity checkQuantity reserveQuantity quantityUnit takenAt
    }
  }
}""",
        template="sampling.typ",
        on=("task",),
    ),
    Paper(
        slug="notice",
        title="抽查结果通知书\nNotice of the result",
        document="""query ($id: ID!) {
  spotCheckTask(id: $id) {
    notifiedOn product { name } unit { name }
    reports(first: 1) { laboratory number items(first: 60, where: { verdict: { eq: FAILED } }) {
      item standardLimit measured unit } }
  }
}""",
        template="notice.typ",
        of="spotCheckTask.reports",
        on=("task",),
    ),
    Paper(
        slug="correction",
        title="责令改正通知书\nOrder to correct",
        document="""query ($id: ID!) {
  spotCheckTask(id: $id) {
    product { name } unit { name } orders { number issuedOn dueOn recheckBy items legalBasis }
  }
}""",
        template="correction.typ",
        of="spotCheckTask.orders",
        number="spotCheckTask.orders.number",
        on=("task",),
    ),
]
