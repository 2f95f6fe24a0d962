"""The hazards of an enterprise and the patrols to it, in its file."""

from core.desk_declarations import Column, DeskPage, Table

PAGES = [
    DeskPage(
        slug="of-enterprise",
        title="隐患和巡查\nHazards and patrols",
        part_of="core/enterprise",
        document="""query ($id: ID!) {
  enterprise(id: $id) {
    id
    hazards(first: 20) { id what grade foundOn closedOn matter { stepTitle dueOn } }
    patrols(first: 20) { id startedAt tier checklist { name } }
  }
}""",
        layout=(
            Table(
                rows="enterprise.hazards",
                title="隐患\nHazards",
                columns=(
                    Column("what", "隐患\nHazard"),
                    Column("grade", "等级\nGrade"),
                    Column("foundOn", "发现日期\nFound on"),
                    Column("matter.stepTitle", "环节\nStep"),
                    Column("matter.dueOn", "剩余\nLeft", "days"),
                    Column("closedOn", "办结日期\nClosed on"),
                ),
                page="hazard",
            ),
            Table(
                rows="enterprise.patrols",
                title="巡查\nPatrols",
                columns=(
                    Column("startedAt", "时间\nWhen"),
                    Column("checklist.name", "检查表\nChecklist"),
                    Column("tier", "层级\nBy"),
                ),
                page="patrol",
            ),
        ),
    ),
]
