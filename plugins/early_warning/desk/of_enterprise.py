"""The open warnings of an enterprise, in its file."""

from core.desk_declarations import Column, DeskPage, Table

PAGES = [
    DeskPage(
        slug="of-enterprise",
        title="预警\nWarnings",
        part_of="core/enterprise",
        document="""query ($id: ID!) {
  enterprise(id: $id) {
    id
    warnings(
      first: 20
      where: { state: { in: [RAISED, NOTIFIED, ACKNOWLEDGED, ACTING, SUPPRESSED, ESCALATED] } }
    ) { nodes { id subjectId colour dueOn rule { chinese } } }
  }
}""",
        layout=(
            Table(
                rows="enterprise.warnings.nodes",
                title="未消除的预警\nOpen warnings",
                columns=(
                    Column("rule.chinese", "事项\nWhat", page="core/record", key="subjectId"),
                    Column("colour", "颜色\nColour"),
                    Column("dueOn", "法定日期\nLegal date"),
                    Column("dueOn", "剩余\nLeft", "days"),
                ),
            ),
        ),
    ),
]
