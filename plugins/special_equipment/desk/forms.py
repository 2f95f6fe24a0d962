"""Declaring, and each step of a declaration as a form."""

from core.desk_declarations import Column, DeskForm, Field, Options
from plugins.special_equipment.desk.parts import OF_DECLARATION, OF_DEVICE, TOWNS

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
    matter { stepTitle dueOn availableActions { name mutation allowed reason } }
  }
}"""
CHANGED = (
    Column("changedSince.name", "上报后已变动\nChanged since it was filed"),
    Column("changedSince.before", "上报时\nWhen filed"),
    Column("changedSince.after", "现档案\nNow"),
)
PHOTOS = Field("photos", "照片\nPhotos", kind="photo")
REASON = Field("reason", "理由\nReason", kind="longtext", required=True)
ON = Field("effectiveOn", "发生日期\nWhen", default="today")


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
        action=at,
        on=("declaration", "core/matter"),
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
