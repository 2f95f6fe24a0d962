"""Devices on the desks: what is due, the list and one device, declaring, verifying, confirming."""

from sqlalchemy import select

from core.desk_declarations import (
    Column,
    DeskCard,
    DeskForm,
    DeskPage,
    DueList,
    Facts,
    Field,
    Filter,
    Options,
    PublicFact,
    PublicView,
    Table,
    Timeline,
    WorkQueue,
)
from core.policy.vocabulary import Tier
from core.register.models import EnterpriseCard
from plugins.special_equipment import models as m

SECTION = ("branch.special_equipment_clerk", "branch.special_equipment_chief")
TOWNS = Options(
    document="""{
  divisions(first: 100, where: { kind: { in: [TOWN, STREET] } }) { nodes { id name } }
}""",
    rows="divisions.nodes",
)
ENTERPRISES = Options(
    document="""query ($q: String) {
  enterprises(first: 20, where: { name: { contains: $q } }) { nodes { id name } }
}""",
    rows="enterprises.nodes",
)
TYPES = Options(
    document="""query ($q: String) {
  equipmentTypes(first: 100, where: { isDevice: { eq: true }, name: { contains: $q } }) {
    nodes { code name }
  }
}""",
    rows="equipmentTypes.nodes",
    labels=("code", "name"),
    value="code",
)
DEVICE = """query ($id: ID!) {
  equipment(id: $id) {
    id version name useRegistrationNo useStatus colour nextInspectionOn place
    kind { name } enterprise { name } town { name }
  }
}"""
DECLARATION = """query ($id: ID!) {
  equipmentDeclaration(id: $id) {
    id version kind name effectiveOn findings
    enterprise { name } town { name } equipment { id version useRegistrationNo place }
    changedSince { name before after }
    matter { step state stepTitle dueOn }
  }
}"""
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
CHANGED = (
    Column("changedSince.name", "上报后已变动\nChanged since it was filed"),
    Column("changedSince.before", "上报时\nWhen filed"),
    Column("changedSince.after", "现档案\nNow"),
)
PHOTOS = Field("photos", "照片\nPhotos", kind="photo")
REASON = Field("reason", "理由\nReason", kind="longtext", required=True)
ON = Field("effectiveOn", "发生日期\nWhen", default="today")


def _waiting(slug: str, title: str, step: str, **more: object) -> WorkQueue:
    """Declarations that wait at a step, nearest due date first."""
    return WorkQueue(
        slug=slug,
        title=title,
        document=f"""query {{
  workQueue(slug: "equipment_declaration/{step}", first: 20) {{
    totalCount
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


CARDS = [
    DeskCard(
        slug="devices",
        title="特种设备\nSpecial equipment",
        document="{ equipmentBoard { colour count } }",
        counts="equipmentBoard",
        page="devices",
    ),
]

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

DUE = [
    DueList(
        slug="inspections",
        title="设备检验到期\nInspection due",
        tiers=(Tier.STATION, Tier.TOWN),
        document="""query {
  equipmentList(
    first: 40, where: { colour: { in: [EXPIRED, URGENT, RED] } }, orderBy: NEXT_INSPECTION_ON_ASC
  ) {
    nodes { id name nextInspectionOn colour place enterprise { name } town { name } }
  }
}""",
        rows="equipmentList.nodes",
        what="enterprise.name",
        place="place",
        town="town.name",
        due="nextInspectionOn",
        colour="colour",
        page="device",
    ),
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
                    Column("matter.outcome", "结果\nOutcome"),
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
    matter { id step stepTitle state outcome dueOn steps { at act stepTitle tier reason } }
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
                    Column("matter.outcome", "结果\nOutcome"),
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


def _about_device(slug: str, title: str, mutation: str, *fields: Field, use: str) -> DeskForm:
    return DeskForm(
        slug=slug,
        title=title,
        mutation=mutation,
        subject="equipmentId",
        document=DEVICE,
        facts=OF_DEVICE,
        fields=(*fields, ON, PHOTOS),
        only_if=("useStatus", tuple(use.split())),
        on=("device",),
        success="已上报，等待镇街核实\nDeclared; the town verifies it",
        next="declaration",
    )


def _step(slug: str, title: str, mutation: str, at: str, *fields: Field) -> DeskForm:
    return DeskForm(
        slug=slug,
        title=title,
        mutation=mutation,
        subject="declarationId",
        document=DECLARATION,
        facts=(*OF_DECLARATION, *CHANGED),
        fields=fields,
        only_if=("matter.step", (at,)),
        on=("declaration",),
        bulk=slug == "confirm",
        next="declaration",
    )


FORMS = [
    DeskForm(
        slug="declare-new",
        title="新增设备上报\nDeclare a new device",
        mutation="declareNewEquipment",
        quick=True,
        fields=(
            Field("enterpriseId", "使用单位\nUser unit", options=ENTERPRISES),
            Field("typeCode", "设备类型\nType", options=TYPES, required=True),
            Field("name", "名称\nName", required=True),
            Field("place", "地点\nPlace", required=True),
            Field("placeKind", "场所\nKind of place", required=True),
            Field("townId", "镇街（空为单位所在地）\nTown; the unit's if empty", options=TOWNS),
            Field("acceptedOn", "验收日期\nAccepted on", required=True),
            Field("equipmentCode", "设备代码\nEquipment code"),
            Field("useRegistrationNo", "使用登记证编号\nUse number"),
            Field("factoryNo", "出厂编号\nFactory no."),
            Field("maker", "制造单位\nMaker"),
            PHOTOS,
        ),
        success="已上报，等待镇街核实\nDeclared; the town verifies it",
        next="declaration",
    ),
    _about_device("declare-stop", "停用上报\nOut of use", "declareStop", REASON, use="IN_USE"),
    _about_device("declare-restart", "启用上报\nIn use again", "declareRestart", use="STOPPED"),
    _about_device(
        "declare-scrap",
        "报废上报\nScrapped",
        "declareScrap",
        REASON,
        Field("dismantled", "已拆除\nTaken down"),
        use="IN_USE STOPPED",
    ),
    _about_device(
        "declare-change",
        "变更上报\nChanged facts",
        "declareChange",
        Field("name", "名称\nName", required=False),
        Field("useRegistrationNo", "使用登记证编号\nUse number"),
        Field("place", "地点\nPlace"),
        use="IN_USE STOPPED",
    ),
    _about_device(
        "declare-relocation",
        "移装上报\nMoved",
        "declareRelocation",
        Field("townId", "移入镇街（空为移出本区）\nNew town; none: out", options=TOWNS),
        Field("place", "新地点\nNew place"),
        use="IN_USE STOPPED",
    ),
    DeskForm(
        slug="record-inspection",
        title="录入检验报告\nRecord an inspection",
        mutation="recordEquipmentInspection",
        subject="equipmentId",
        document=DEVICE,
        facts=OF_DEVICE,
        fields=(
            Field("kind", "类别\nKind"),
            Field("body", "检验机构\nBody"),
            Field("reportNo", "报告编号\nReport no."),
            Field("inspectedOn", "检验日期\nInspected on", default="today"),
            Field("conclusion", "结论\nConclusion"),
            Field("nextOn", "下次检验（空为法定周期）\nNext; by law if empty"),
            Field("problems", "问题\nProblems", kind="longtext", required=False),
        ),
        only_if=("useStatus", ("IN_USE", "STOPPED")),
        on=("device",),
        next="device",
    ),
    _step(
        "verify",
        "现场核实\nVerify on site",
        "verifyDeclaration",
        "verified",
        Field("result", "结果\nResult"),
        Field("findings", "核实情况\nFindings", kind="longtext"),
        PHOTOS,
        Field("reason", "退回理由\nReason for a return", kind="longtext"),
    ),
    _step(
        "inspect",
        "站所检查\nLook at it",
        "inspectDeclaration",
        "inspected",
        Field("findings", "检查情况\nFindings", kind="longtext"),
        Field("returned", "退回镇街\nBack to the town"),
        PHOTOS,
        Field("reason", "退回理由\nReason for a return", kind="longtext"),
    ),
    _step(
        "confirm",
        "确认入库\nConfirm",
        "confirmDeclaration",
        "confirmed",
        # whoever sends this form has seen what changed; several at once show nothing of it
        Field("equipmentVersion", default="equipment.version", hidden=True),
    ),
    _step("refuse", "不予确认\nRefuse", "refuseDeclaration", "confirmed", REASON),
    _step(
        "resubmit",
        "补正重报\nFile again",
        "resubmitDeclaration",
        "filed",
        Field("name", "名称\nName", required=False),
        Field("equipmentCode", "设备代码\nEquipment code"),
        Field("useRegistrationNo", "使用登记证编号\nUse number"),
        Field("place", "地点\nPlace"),
        PHOTOS,
    ),
]

USER = (
    select(EnterpriseCard.name)
    .where(EnterpriseCard.id == m.Equipment.enterprise_id)
    .scalar_subquery()
)
TYPE = (
    select(m.EquipmentType.name).where(m.EquipmentType.id == m.Equipment.type_id).scalar_subquery()
)
STATUSES = {
    "IN_USE": "在用\nIn use",
    "STOPPED": "停用\nStopped",
    "SCRAPPED": "已报废\nScrapped",
    "DISMANTLED": "已拆除\nDismantled",
    "MOVED_OUT": "已移出\nMoved out",
}
SHOWN = (
    PublicFact("名称\nName", m.Equipment.name),
    PublicFact("类型\nType", TYPE),
    PublicFact("使用单位\nUser unit", USER),
    PublicFact("使用登记证编号\nUse number", m.Equipment.use_registration_no),
    PublicFact("状态\nStatus", m.Equipment.use_status, STATUSES),
    PublicFact("检验有效期止\nInspected until", m.Equipment.next_inspection_on),
)
VIEWS = [
    PublicView(
        slug="equipment",
        title="电梯等特种设备（使用登记证编号）\nA lift or other device, by use number",
        by=m.Equipment.use_registration_no,
        facts=SHOWN,
        colour=m.COLOUR,
    ),
    PublicView(
        slug="equipment-code",
        title="电梯等特种设备（设备代码）\nA lift or other device, by equipment code",
        by=m.Equipment.equipment_code,
        facts=SHOWN,
        colour=m.COLOUR,
    ),
]
