"""What units write down and tell, and each step of an instruction, as forms."""

from core.desk_declarations import Column, DeskForm, Field, Options
from core.policy.vocabulary import Tier
from plugins.special_equipment.desk.forms import DEVICE, ENTERPRISES
from plugins.special_equipment.desk.parts import OF_DEVICE

PHOTOS = Field("photos", "照片\nPhotos", kind="photo", required=False)
REASON = Field("reason", "理由\nReason", kind="longtext", required=True)
UNITS = Field("enterpriseId", "使用单位\nUser unit", options=ENTERPRISES)
ITEMS = Options(
    document="""{ riskItems(first: 100) { nodes { id text } } }""",
    rows="riskItems.nodes",
    labels=("text",),
)
OPERATORS = Options(
    document="{ operators(first: 100) { nodes { id name } } }", rows="operators.nodes"
)
PROJECTS = Options(
    document="{ operatorProjects(first: 100) { nodes { code name } } }",
    rows="operatorProjects.nodes",
    labels=("code", "name"),
    value="code",
)
INSTRUCTION = """query ($id: ID!) {
  safetyInstruction(id: $id) {
    id version number problem measures dueOn report unit { name }
    matter { stepTitle availableActions { name mutation allowed reason } }
  }
}"""
FINDING = """query ($id: ID!) { safetyFinding(id: $id) { id version state what foundOn } }"""


def _step(slug: str, title: str, mutation: str, at: str, *fields: Field) -> DeskForm:
    return DeskForm(
        slug=slug,
        title=title,
        mutation=mutation,
        subject="instructionId",
        document=INSTRUCTION,
        facts=("number", Column("unit.name", "使用单位\nUser unit"), "problem", "measures"),
        fields=fields,
        action=at,
        on=("instruction", "core/matter"),
        next="instruction",
    )


def _device(slug: str, title: str, mutation: str, *fields: Field) -> DeskForm:
    return DeskForm(
        slug=slug,
        title=title,
        mutation=mutation,
        subject="equipmentId",
        document=DEVICE,
        facts=OF_DEVICE,
        fields=fields,
        on=("device",),
        only_if=("useStatus", ("IN_USE", "STOPPED")),
    )


SAFETY_FORMS = [
    DeskForm(
        slug="write-log",
        title="日管控、周排查、月调度\nWrite a safety log",
        mutation="writeSafetyLog",
        tiers=(Tier.ENTERPRISE,),
        quick=True,
        fields=(
            UNITS,
            Field("period", "日、周、月\nWhich period"),
            Field(
                "unsoundIds",
                "有问题的项目（其余为正常）\nNot sound; all else is",
                "records",
                required=False,
                options=ITEMS,
            ),
            Field("note", "情况\nNotes", kind="longtext", required=False),
            PHOTOS,
        ),
    ),
    DeskForm(
        slug="mend",
        title="报告自查整改\nSay how it was mended",
        mutation="mendFinding",
        subject="findingId",
        document=FINDING,
        facts=("state", "what", "foundOn"),
        fields=(Field("measures", "整改措施\nHow", kind="longtext"),),
        on=("finding",),
    ),
    DeskForm(
        slug="add-operator",
        title="登记作业人员\nName an operator",
        mutation="addOperator",
        on=("certificates",),
        fields=(UNITS, Field("name", "姓名\nName"), Field("idNumber", "身份证号\nIdentity no.")),
    ),
    DeskForm(
        slug="record-certificate",
        title="登记作业人员证\nRecord a certificate",
        mutation="recordOperatorCertificate",
        on=("certificates",),
        fields=(
            Field("operatorId", "人员\nPerson", options=OPERATORS),
            Field("projectCode", "项目\nProject", options=PROJECTS),
            Field("certificateNo", "证号\nNumber"),
            Field("issuedOn", "发证日期\nIssued on"),
            Field("validTo", "有效期止\nUntil"),
        ),
    ),
    DeskForm(
        slug="appoint",
        title="任命安全总监、安全员\nAppoint somebody",
        mutation="appointSafetyPerson",
        on=("duties",),
        fields=(UNITS, Field("role", "职务\nAs what"), Field("name", "姓名\nName")),
    ),
    _device(
        "record-contract",
        "登记维保合同\nRecord a contract",
        "recordMaintenanceContract",
        Field("contractor", "维保单位\nContractor"),
        Field("licenceNo", "许可证号\nLicence", required=False),
        Field("rescuePhone", "救援电话\nDuty room", required=False),
        Field("beginsOn", "起\nFrom", default="today"),
        Field("endsOn", "止\nUntil"),
    ),
    _device(
        "record-part",
        "登记安全阀、压力表校验\nRecord a check of a part",
        "recordSafetyPart",
        Field("kind", "类别\nWhich"),
        Field("number", "编号\nNumber"),
        Field("reportNo", "校验报告\nReport", required=False),
        Field("checkedOn", "校验日期\nChecked on", default="today"),
        Field("nextCheckOn", "下次校验\nNext on"),
    ),
    _device(
        "draft-instruction",
        "拟制监察指令书\nDraft an instruction",
        "draftInstruction",
        Field("problem", "问题\nWhat is wrong", kind="longtext"),
        Field("violated", "违反的规定\nWhat is violated", kind="longtext"),
        Field("measures", "整改要求\nWhat must be done", kind="longtext"),
        Field("days", "期限（日）\nDays", default="=15"),
    ),
    _step("issue", "签发\nSign it", "issueInstruction", "issued"),
    _step(
        "serve",
        "送达\nServe it",
        "serveInstruction",
        "served",
        Field("refused", "拒签\nRefused to sign"),
        PHOTOS,
    ),
    _step(
        "report-instruction",
        "整改报告\nReport",
        "reportInstruction",
        "rectified",
        Field("text", "整改情况\nWhat was put right", kind="longtext"),
        PHOTOS,
    ),
    _step(
        "reinspect",
        "复查\nLook at it again",
        "reinspectInstruction",
        "reinspected",
        Field("passed", "通过\nPut right"),
        Field("notes", "复查情况\nFound", kind="longtext"),
        Field("reason", "退回理由\nReason for a return", kind="longtext", required=False),
        PHOTOS,
    ),
    _step("hand-over", "逾期未改，移送\nHand it over", "handOverInstruction", "rectified", REASON),
    DeskForm(
        slug="record-accident",
        title="录入事故\nRecord an accident",
        mutation="recordAccident",
        on=("accidents",),
        fields=(
            UNITS,
            Field("occurredOn", "日期\nWhen", default="today"),
            Field("deaths", "死亡\nDead", default="=0"),
            Field("injuries", "重伤\nInjured", default="=0"),
            Field("lossYuan", "直接损失（元）\nLoss", default="=0"),
            Field("summary", "经过\nWhat happened", kind="longtext"),
        ),
    ),
]
