"""Queues, lists, the file of one device, and one declaration."""

from core.desk_declarations import Column, DeskPage, Facts, Filter, Table, Timeline, WorkQueue
from core.policy.vocabulary import Tier
from plugins.special_equipment.desk.parts import OF_DECLARATION, OF_DEVICE, TOWNS

SECTION = ("branch.special_equipment_clerk", "branch.special_equipment_chief")


def _waiting(slug: str, title: str, step: str, **more: object) -> WorkQueue:
    """Declarations that wait at a step, nearest due date first."""
    return WorkQueue(
        slug=slug,
        title=title,
        document=f"""query ($after: String) {{
  workQueue(slug: "equipment_declaration/{step}", first: 20, after: $after) {{
    totalCount pageInfo {{ hasNextPage endCursor }}
    nodes {{
      id: subjectId title dueOn enterprise {{ name }} town {{ name }}
      subject {{ ... on EquipmentDeclaration {{ id version }} }}
    }}
  }}
}}""",
        rows="workQueue.nodes",
        columns=(
            "title",
            Column("enterprise.name", "使用单位\nUser unit"),
            Column("town.name", "镇街\nTown"),
        ),
        due="dueOn",
        page="declaration",
        pick="subject.id",
        **more,  # type: ignore[arg-type]  # fields of the class
    )


QUEUES = [
    _waiting("to-verify", "设备上报待核实\nDeclarations to verify", "verified", tiers=(Tier.TOWN,)),
    _waiting(
        "to-inspect", "设备上报待检查\nDeclarations to look at", "inspected", tiers=(Tier.STATION,)
    ),
    _waiting(
        "to-confirm",
        "设备上报待确认\nDeclarations to confirm",
        "confirmed",
        roles=SECTION,
        forms=("confirm",),
    ),
    _waiting("returned", "被退回的上报\nReturned to me", "filed", tiers=(Tier.ENTERPRISE,)),
]

PAGES = [
    DeskPage(
        slug="devices",
        title="特种设备\nSpecial equipment",
        document="""query ($colour: [WarningColour!], $town: ID, $number: String, $after: String) {
  equipmentList(
    first: 20, after: $after, orderBy: NEXT_INSPECTION_ON_ASC
    where: {
      colour: { in: $colour }, town: { id: { eq: $town } }
      useRegistrationNo: { contains: $number }
    }
  ) {
    totalCount
    nodes {
      id version name useRegistrationNo useStatus colour nextInspectionOn
      kind { name } enterprise { name } town { name }
    }
    pageInfo { hasNextPage endCursor }
  }
}""",
        filters=(
            Filter(name="colour", title="颜色\nColour"),
            Filter(name="town", title="镇街\nTown", options=TOWNS),
            Filter(name="number", title="使用登记证编号\nUse number"),
        ),
        layout=(
            Table(
                rows="equipmentList.nodes",
                columns=(
                    "name",
                    "useRegistrationNo",
                    "colour",
                    Column("nextInspectionOn", "检验有效期止\nInspection due"),
                    Column("nextInspectionOn", "剩余\nLeft", "days"),
                    Column("useStatus", "状态\nStatus"),
                    Column("kind.name", "种类\nKind"),
                    Column("enterprise.name", "使用单位\nUser unit"),
                    Column("town.name", "镇街\nTown"),
                ),
                page="device",
            ),
        ),
    ),
    DeskPage(
        slug="device",
        title="设备档案\nThe file of a device",
        document="""query ($id: ID!) {
  equipment(id: $id) {
    id version name equipmentCode registrationCode useRegistrationNo registrationState internalNo
    factoryNo maker acceptedOn firstUseOn designLifeTo place placeKind useStatus stoppedOn
    stopReason colour lastInspectionOn nextInspectionOn
    type { name } enterprise { name } town { name }
    inspections { inspectedOn kind conclusion body reportNo nextOn }
    declarations { id kind filedOn matter { stepTitle outcome } }
  }
}""",
        layout=(
            Facts(
                of="equipment",
                columns=(
                    *OF_DEVICE,
                    "colour",
                    Column("nextInspectionOn", "剩余\nLeft", "days"),
                    Column("type.name", "类型\nType"),
                    Column("town.name", "镇街\nTown"),
                    "place",
                    "placeKind",
                    "registrationState",
                    "equipmentCode",
                    "registrationCode",
                    "internalNo",
                    "factoryNo",
                    "maker",
                    "acceptedOn",
                    "firstUseOn",
                    "designLifeTo",
                    "stoppedOn",
                    "stopReason",
                    "lastInspectionOn",
                ),
            ),
            Timeline(
                rows="equipment.inspections",
                when="inspectedOn",
                what="conclusion",
                columns=("body", "reportNo", Column("nextOn", "下次\nNext")),
                title="检验记录\nInspections",
            ),
            Table(
                rows="equipment.declarations",
                columns=(
                    Column("kind", "类别\nKind"),
                    Column("filedOn", "上报\nFiled"),
                    Column("matter.stepTitle", "环节\nStep"),
                    Column("matter.outcome", "结果\nOutcome", "outcome"),
                ),
                title="上报记录\nDeclarations",
                page="declaration",
            ),
        ),
    ),
    DeskPage(
        slug="declarations",
        title="设备上报\nDeclarations",
        document="""query ($town: ID, $after: String) {
  equipmentDeclarations(first: 20, after: $after, where: { town: { id: { eq: $town } } }) {
    totalCount
    nodes {
      id version kind name filedOn enterprise { name } town { name }
      matter { stepTitle state dueOn }
    }
    pageInfo { hasNextPage endCursor }
  }
}""",
        filters=(Filter(name="town", title="镇街\nTown", options=TOWNS),),
        layout=(
            Table(
                rows="equipmentDeclarations.nodes",
                columns=(
                    Column("kind", "类别\nKind"),
                    "name",
                    Column("filedOn", "上报\nFiled"),
                    Column("enterprise.name", "使用单位\nUser unit"),
                    Column("town.name", "镇街\nTown"),
                    Column("matter.stepTitle", "环节\nStep"),
                    Column("matter.dueOn", "剩余\nLeft", "days"),
                ),
                page="declaration",
            ),
        ),
    ),
    DeskPage(
        slug="declaration",
        title="设备上报\nA declaration",
        document="""query ($id: ID!) {
  equipmentDeclaration(id: $id) {
    id version kind name effectiveOn filedOn filedLate findings stationFindings
    facts { name before after } changedSince { name before after }
    enterprise { name } town { name } newTown { name } equipment { id useRegistrationNo place }
    attachments { url previewUrl fileName }
    matter { id step stepTitle state outcome dueOn steps { at act stepTitle tier reason }
      availableActions { name mutation allowed reason } }
  }
}""",
        layout=(
            Facts(
                of="equipmentDeclaration",
                columns=(
                    *OF_DECLARATION,
                    Column("equipment.useRegistrationNo", "设备\nDevice", page="device"),
                    Column("filedOn", "上报日期\nFiled"),
                    "filedLate",
                    Column("newTown.name", "移入镇街\nMoved to"),
                    "stationFindings",
                    Column("matter.outcome", "结果\nOutcome", "outcome"),
                    Column("matter.dueOn", "剩余\nLeft", "days"),
                    Column("attachments", "照片\nPhotos", "photo"),
                ),
            ),
            Table(
                rows="equipmentDeclaration.facts",
                columns=(
                    Column("name", "项目\nFact"),
                    Column("before", "原档案\nBefore"),
                    Column("after", "上报为\nDeclared"),
                ),
                title="上报内容\nWhat is declared",
            ),
            Table(
                rows="equipmentDeclaration.changedSince",
                columns=(
                    Column("name", "项目\nFact"),
                    Column("before", "上报时\nWhen filed"),
                    Column("after", "现档案\nNow"),
                ),
                title="上报后档案的变动\nWhat changed in the register since",
            ),
            Timeline(
                rows="equipmentDeclaration.matter.steps",
                when="at",
                what="stepTitle",
                columns=("act", "tier", "reason"),
            ),
        ),
    ),
]
