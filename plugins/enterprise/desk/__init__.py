"""The first page of an enterprise: what is to be done, the colours of its own things, its file."""

from core.desk_declarations import Column, DeskHome, Table
from core.policy.vocabulary import Tier

HOMES = [
    DeskHome(
        tier=Tier.ENTERPRISE,
        title="企业工作台\nDesk of the enterprise",
        parts=("queues", "cards", "reports", "own", "pages"),
        document="""query {
  enterprises(first: 3) { nodes { id name creditCode status address town { name } } }
  matters(first: 8) { totalCount nodes { id title stepTitle dueOn } }
}""",
        layout=(
            Table(
                rows="enterprises.nodes",
                title="本企业档案\nOur own file",
                columns=(
                    Column("name", "名称\nName"),
                    Column("creditCode", "统一社会信用代码\nCredit code"),
                    Column("status", "状态\nStatus"),
                    Column("town.name", "镇街\nTown"),
                ),
                page="core/enterprise",
            ),
            Table(
                rows="matters.nodes",
                title="办理进度\nWhere our matters stand",
                columns=(
                    Column("title", "事项\nMatter"),
                    Column("stepTitle", "环节\nStep"),
                    Column("dueOn", "期限\nDue", "days"),
                ),
                page="core/matter",
                empty="没有在办事项\nNothing is under way",
            ),
        ),
    ),
]
