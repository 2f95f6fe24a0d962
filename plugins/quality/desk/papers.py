"""The sampling form and the test report on the desks."""

from core.desk_declarations import Column, DeskPage, Facts, Note, Table
from plugins.quality.desk.pages import FILES, PHOTOS, SAMPLE_COLUMNS

PAPERS = [
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
