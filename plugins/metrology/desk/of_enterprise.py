"""The measuring instruments of an enterprise, in its file."""

from core.desk_declarations import Column, DeskPage, Table

PAGES = [
    DeskPage(
        slug="of-enterprise",
        title="计量器具\nMeasuring instruments",
        part_of="core/enterprise",
        document="""query ($id: ID!) {
  enterprise(id: $id) {
    id instruments(first: 50) { id number name serial status colour dueOn }
  }
}""",
        layout=(
            Table(
                rows="enterprise.instruments",
                title="强检计量器具\nInstruments under compulsory verification",
                columns=(
                    Column("name", "器具\nInstrument"),
                    Column("number", "备案编号\nNumber"),
                    Column("serial", "出厂编号\nSerial"),
                    Column("status", "状态\nState"),
                    Column("colour", "颜色\nColour"),
                    Column("dueOn", "到期\nDue"),
                ),
                page="instrument",
            ),
        ),
    ),
]
