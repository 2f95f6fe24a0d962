"""Plans of spot checks: what was drawn, who was removed, and the forms to print."""

from core.desk_declarations import Column, DeskPage, Facts, Note, Table, Timeline
from core.policy.vocabulary import Tier
from plugins.quality.desk.pages import (
    PRODUCT,
    STEP,
    TOWN,
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


PLAN_PAGES = [
    DeskPage(
        slug="plans",
        title="抽查计划\nPlans",
        tiers=OFFICE,
        document="""query ($after: String) {
  spotCheckPlans(first: 20, after: $after) {
    totalCount pageInfo { hasNextPage endCursor }
    nodes {
      id number name level year batches sampleBy removedCount taskCount product { name }
      matter { stepTitle }
    }
  }
}""",
        layout=(
            Table(
                rows="spotCheckPlans.nodes",
                columns=("number", "name", PRODUCT, "level", "batches", "removedCount",
                         "taskCount", STEP, "sampleBy"),
                page="plan",
            ),
        ),
    ),
    DeskPage(
        slug="plan",
        title="抽查计划\nPlan",
        document=f"""query ($id: ID!) {{
  spotCheckPlan(id: $id) {{
    id version number name level year batches laboratory cost seedSource sampleBy
    product {{ name }} draw {{ poolSize poolSha256 seed resultSha256 }}
    matter {{ step stepTitle {ACTIONS} {STEPS} }}
    drawn: candidates(first: 100, where: {{ drawnAs: {{ gte: 1 }} }}) {{
      nodes {{ id ball weight drawnAs unit {{ name }} town {{ name }} }}
    }}
    removed: candidates(first: 100, where: {{ removed: {{ isNull: false }} }}) {{
      nodes {{ id removed removedBecause unit {{ name }} town {{ name }} }}
    }}
    pool: candidates(first: 100, where: {{ removed: {{ isNull: true }} }}) {{
      nodes {{ id ball weight unit {{ name }} town {{ name }} }}
    }}
  }}
}}""",
        layout=(
            Facts(
                of="spotCheckPlan",
                columns=(
                    "number", "name", PRODUCT, "level", "batches", "laboratory", "cost",
                    "sampleBy", "seedSource", STEP,
                    Column("draw.poolSize", "名单企业数\nIn the pool"),
                    Column("draw.poolSha256", "名单摘要\nHash of the pool"),
                    Column("draw.seed", "种子\nSeed"),
                    Column("draw.resultSha256", "结果摘要\nHash of the result"),
                ),
            ),
            Table(
                rows="spotCheckPlan.drawn.nodes",
                title="抽中的企业\nDrawn",
                columns=("drawnAs", UNIT, TOWN, "ball", "weight"),
                empty="尚未抽取\nNot drawn yet",
            ),
            Table(
                rows="spotCheckPlan.removed.nodes",
                title="自动移除的企业\nRemoved",
                columns=(UNIT, TOWN, "removed", "removedBecause"),
                empty="无\nNobody",
            ),
            Table(
                rows="spotCheckPlan.pool.nodes",
                title="抽取名单（前100家）\nThe pool, the first 100",
                columns=("ball", UNIT, TOWN, "weight"),
                empty="尚未发布\nNot published yet",
            ),
            _steps("spotCheckPlan"),
        ),
    ),
    DeskPage(
        slug="blank-forms",
        title="打印抽样单\nSampling forms to print",
        document="""query ($id: ID!) {
  spotCheckPlan(id: $id) {
    id number name sampleBy laboratory
    tasks(first: 100) { nodes { id product { name } unit { name address } town { name } } }
  }
}""",
        layout=(
            Facts(of="spotCheckPlan", columns=("number", "name", "laboratory", "sampleBy")),
            Table(
                rows="spotCheckPlan.tasks.nodes",
                columns=(PRODUCT, UNIT, Column("unit.address", "地址\nAddress"), TOWN),
                page="task",
            ),
            Note(
                text="每企业一份抽样单：规格、商标、批号、抽样基数、检样、备样由两名抽样人员现场填写并封样。\n"
                "One form for each: two officers fill in what they find, and seal the sample."
            ),
        ),
    ),
]  # fmt: skip
