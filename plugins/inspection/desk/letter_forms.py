"""What is done with letters, as forms."""

from core.desk_declarations import Column, DeskForm, Field, Options
from plugins.inspection.desk.parts import OFFICE, TOWNS, UNITS

ABOUT = ("number", "product", "summary", Column("matter.dueOn", "剩余\nLeft", "days"))
REFUSALS = Options(
    document="""{ letterRules(first: 50, where: {
  kind: { eq: REFUSAL }, validTo: { isNull: true } }) { nodes { id chinese } } }""",
    rows="letterRules.nodes",
    labels=("chinese",),
)
COMPLAINTS = Options(
    document="""{ complaints(first: 50, where: { matter: { state: { eq: OPEN } } }) {
  nodes { id number summary } } }""",
    rows="complaints.nodes",
    labels=("number", "summary"),
)
REPORTS = Options(
    document="""{ violationReports(first: 50, where: { matter: { state: { eq: OPEN } } }) {
  nodes { id number summary } } }""",
    rows="violationReports.nodes",
    labels=("number", "summary"),
)
WISH = (
    Field("category", "类别\nKind", default="=PRODUCT"),
    Field("product", "商品或服务\nProduct or service"),
    Field("summary", "摘要（不写个人信息）\nIn short, without persons", "longtext"),
)


def _document(field: str) -> str:
    return f"""query ($id: ID!) {{ {field}(id: $id) {{
  id version number product summary
  matter {{ step dueOn availableActions {{ name mutation allowed reason }} }} }} }}"""


def _complaint(slug: str, title: str, mutation: str, step: str, *fields: Field) -> DeskForm:
    return DeskForm(
        slug=slug,
        title=title,
        mutation=mutation,
        subject="complaintId",
        action=step,
        document=_document("complaint"),
        facts=ABOUT,
        on=("complaint", "core/matter"),
        fields=fields,
        next="complaint",
    )


def _report(slug: str, title: str, mutation: str, step: str, *fields: Field) -> DeskForm:
    return DeskForm(
        slug=slug,
        title=title,
        mutation=mutation,
        subject="reportId",
        action=step,
        document=_document("violationReport"),
        facts=ABOUT,
        on=("report", "core/matter"),
        fields=fields,
        next="report",
    )


def _letter(slug: str, title: str, mutation: str, *fields: Field) -> DeskForm:
    return DeskForm(
        slug=slug,
        title=title,
        mutation=mutation,
        subject="letterId",
        document="""query ($id: ID!) { letter(id: $id) {
  id version number respondentName receivedOn } }""",
        facts=("number", "respondentName", "receivedOn"),
        on=("letter",),
        fields=fields,
        next="letter",
    )


FORMS = [
    DeskForm(
        slug="record-letter",
        title="登记来信\nRecord a letter",
        mutation="recordLetter",
        tiers=OFFICE,
        fields=(
            Field("channel", "渠道\nChannel", default="=PLATFORM_12315"),
            Field("receivedOn", "收到日期\nReceived on", "date", default="today"),
            Field("sourceNo", "平台编号\nPlatform number", required=False),
            Field("enterpriseId", "企业\nEnterprise", "record", required=False, options=UNITS),
            Field("respondentName", "被投诉举报人（企业不明时）\nAgainst whom", required=False),
            Field("townId", "镇街（企业不明时）\nTown", "record", required=False, options=TOWNS),
            Field("name", "姓名（投诉必填）\nName", required=False),
            Field("phone", "电话（投诉必填）\nTelephone", required=False),
            Field("address", "地址\nAddress", required=False),
            Field("identityCard", "身份证号\nIdentity number", required=False),
            Field("content", "来信内容\nWhat it says", "longtext"),
            Field("category", "类别\nKind", default="=PRODUCT"),
            Field("product", "商品或服务\nProduct or service"),
            Field(
                "complaint",
                "投诉摘要（不写个人信息；无投诉不填）\nThe complaint in short",
                "longtext",
                required=False,
            ),
            Field("wanted", "投诉请求\nWhat is asked for", required=False),
            Field(
                "report",
                "举报摘要（不写个人信息；无举报不填）\nThe report in short",
                "longtext",
                required=False,
            ),
            Field("photos", "材料\nPapers", "photo", required=False),
        ),
        success="已登记；投诉、举报分别计时\nRecorded; each wish has its own clock",
        next="letter",
    ),
    _letter("demand-proof", "要求身份证明\nDemand proof of identity", "demandIdentityProof"),
    _letter("note-proof", "登记身份证明\nNote that it was shown", "noteIdentityProof"),
    _letter(
        "add-complaint",
        "来信另含投诉\nIt holds a complaint too",
        "addComplaint",
        *WISH,
        Field("wanted", "投诉请求\nWhat is asked for"),
    ),
    _letter("add-report", "来信另含举报\nIt holds a report too", "addViolationReport", *WISH),
    _complaint("accept-complaint", "受理\nAccept", "acceptComplaint", "accepted"),
    _complaint(
        "refuse-complaint",
        "不予受理\nDo not accept",
        "refuseComplaint",
        "accepted",
        Field("ruleId", "情形\nFor which reason", "record", options=REFUSALS),
    ),
    _complaint(
        "merge-complaint",
        "合并重复投诉\nMerge a repeat",
        "mergeComplaint",
        "accepted",
        Field("intoId", "并入\nInto", "record", options=COMPLAINTS),
    ),
    _complaint(
        "conclude-mediation",
        "登记调解结果\nConclude the mediation",
        "concludeMediation",
        "mediated",
        Field("result", "结果\nResult"),
        Field("note", "协议内容或终止原因\nOn what terms, or why not", "longtext"),
        Field("isProven", "投诉属实\nJustified", "boolean"),
    ),
    _complaint(
        "report-clue",
        "发现违法线索\nTake a clue out of it",
        "reportClue",
        "mediated",
        *WISH,
    ),
    _complaint("tell-parties", "已告知双方，归档\nBoth have been told", "tellParties", "told"),
    _report(
        "check-report",
        "线索核查\nCheck the clue",
        "checkViolationReport",
        "checked",
        Field("finding", "核查情况（不写举报人）\nWhat was found", "longtext"),
        Field("isFiled", "移交立案\nA case is to be filed", "boolean"),
    ),
    _report(
        "merge-report",
        "合并重复举报\nMerge a repeat",
        "mergeViolationReport",
        "checked",
        Field("intoId", "并入\nInto", "record", options=REPORTS),
    ),
    _report("tell-reporter", "已告知举报人\nThe reporter was told", "tellReporter", "told"),
]
