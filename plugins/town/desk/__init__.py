"""The first page of a town: report first, then what waits, then the units that are watched."""

from core.desk_declarations import Column, DeskHome, Table
from core.policy.vocabulary import Tier

HOMES = [
    DeskHome(
        tier=Tier.TOWN,
        title="镇街工作台\nDesk of the town",
        parts=("reports", "queues", "cards", "due", "own", "pages"),
        document="""query {
  matters(first: 6) { totalCount nodes { id title stepTitle dueOn } }
  enterprises(first: 6, where: { isKeyUnit: { eq: true } }) {
    totalCount nodes { id name address town { name } }
  }
}""",
        layout=(
            Table(
                rows="matters.nodes",
                title="上报进度\nWhere our reports stand",
                columns=(
                    Column("title", "事项\nMatter"),
                    Column("stepTitle", "环节\nStep"),
                    Column("dueOn", "期限\nDue", "days"),
                ),
                page="core/matter",
                empty="还没有上报\nNothing has been reported yet",
            ),
            Table(
                rows="enterprises.nodes",
                title="辖区重点单位\nKey units of our towns",
                columns=(
                    Column("name", "名称\nName"),
                    Column("town.name", "镇街\nTown"),
                    Column("address", "地址\nAddress"),
                ),
                page="core/enterprise",
            ),
        ),
    ),
]
