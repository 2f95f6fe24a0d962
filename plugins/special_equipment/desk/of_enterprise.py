"""The devices of an enterprise, in its file."""

from core.desk_declarations import Column, DeskPage, Table

PAGES = [
    DeskPage(
        slug="of-enterprise",
        title="特种设备\nSpecial equipment",
        part_of="core/enterprise",
        document="""query ($id: ID!) {
  enterprise(id: $id) {
    id equipment(first: 50) {
      id name useRegistrationNo equipmentCode useStatus colour nextInspectionOn
    }
  }
}""",
        layout=(
            Table(
                rows="enterprise.equipment",
                title="特种设备\nSpecial equipment",
                columns=(
                    Column("name", "设备\nDevice"),
                    Column("useRegistrationNo", "使用登记证编号\nUse registration"),
                    Column("equipmentCode", "设备代码\nCode"),
                    Column("useStatus", "使用状态\nUse"),
                    Column("colour", "颜色\nColour"),
                    Column("nextInspectionOn", "下次检验\nNext inspection"),
                ),
                page="device",
            ),
        ),
    ),
]
