"""What several pages and forms show: a device, a declaration, the towns to choose from."""

from core.desk_declarations import Column, Options

TOWNS = Options(
    document="""{
  divisions(first: 100, where: { kind: { in: [TOWN, STREET] } }) { nodes { id name } }
}""",
    rows="divisions.nodes",
)
OF_DEVICE = (
    "name",
    "useRegistrationNo",
    Column("useStatus", "状态\nStatus"),
    Column("nextInspectionOn", "检验有效期止\nInspection due"),
    Column("enterprise.name", "使用单位\nUser unit"),
)
OF_DECLARATION = (
    Column("kind", "类别\nKind"),
    "name",
    Column("enterprise.name", "使用单位\nUser unit"),
    Column("equipment.place", "地点\nPlace"),
    Column("effectiveOn", "日期\nDate"),
    Column("findings", "核实情况\nFindings"),
    Column("matter.stepTitle", "环节\nStep"),
)
