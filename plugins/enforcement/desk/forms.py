"""What may be done to clues and cases until they are reviewed: every step its form."""

from typing import Any

from core.desk_declarations import DeskForm, Field, Options
from core.policy.vocabulary import Tier
from plugins.enforcement.desk.parts import (
    BOTH,
    CARDS,
    ENTERPRISES,
    FACTS,
    ONE,
    PHOTOS,
    REASON,
    RULES,
    TOWNS,
)

CLUE = """query ($id: ID!) { clue(id: $id) { id version what partyName source
  matter { step stepTitle dueOn availableActions { name mutation allowed reason } }
  proposals { files cause facts } } }"""
CLUE_FACTS = ("what", "partyName", "source")
MEASURE = """query ($id: ID!) { coerciveMeasure(id: $id) {
  id version kind items until liftedOn } }"""
ENDED = ("liftedOn", ("",))
WHO = (
    Field("enterpriseId", "当事人（登记单位）\nRegistered party", "record", required=False,
          options=ENTERPRISES),
    Field("partyKind", "未登记当事人的类型\nKind of another party", default="=ENTERPRISE"),
    Field("partyName", "未登记当事人的名称\nName of another party", required=False),
    Field("placeId", "违法行为地\nWhere", "record", required=False, options=TOWNS),
)  # fmt: skip
SECOND = Field(
    "officerId",
    "另一名办案人员\nSecond officer of the case",
    "record",
    options=Options(
        document="""query { caseOfficers(first: 100, where: { removedOn: { isNull: true } }) {
  nodes { id holder cardNumber case { number } } } }""",
        rows="caseOfficers.nodes",
        labels=("case.number", "holder", "cardNumber"),
    ),
)


def on_case(slug: str, title: str, mutation: str, *fields: Field, **more: Any) -> DeskForm:
    """A form for an act on a case; `action` where it does the present step."""
    return DeskForm(
        slug=slug,
        title=title,
        mutation=mutation,
        subject="caseId",
        document=ONE,
        facts=FACTS,
        on=BOTH if "action" in more else ("case",),
        fields=fields,
        next="case",
        **more,
    )


FORMS = [
    DeskForm(
        slug="report-clue",
        title="移交案源线索\nHand over a clue",
        mutation="handOverClue",
        tiers=(Tier.BRANCH, Tier.STATION, Tier.TOWN),
        fields=(
            PHOTOS,
            Field("what", "情况\nWhat may be wrong", "longtext"),
            *WHO,
            Field("source", "来源\nSource", default="=TRANSFER"),
        ),
        success="线索已移交，十五个工作日内核查\nHanded over; it is checked within 15 days",
        next="clue",
    ),
    DeskForm(
        slug="clue-from-hazard",
        title="作为案源线索移交\nHand over as a clue",
        mutation="handOverClue",
        subject="subject",
        document="""query ($id: ID!) { hazard(id: $id) { id what enterprise { id name } } }""",
        facts=("what",),
        on=("inspection/hazard",),
        fields=(
            Field("what", "情况\nWhat may be wrong", "longtext", default="what"),
            Field("enterpriseId", "当事人\nParty", "record", options=ENTERPRISES,
                  default="enterprise.id"),
            Field("source", default="=INSPECTION", hidden=True),
        ),
        success="线索已移交\nHanded over",
    ),
    DeskForm(
        slug="propose-filing",
        title="核查并提出立案意见\nCheck and propose",
        mutation="proposeFiling",
        subject="clueId",
        document=CLUE,
        facts=CLUE_FACTS,
        on=("clue",),
        only_if=("matter.step", ("filing",)),
        fields=(
            Field("files", "建议立案\nPropose to file", "boolean", default="=true"),
            Field("cause", "案由\nCause", required=False),
            Field("facts", "核查情况\nWhat was found", "longtext", default="what"),
            Field("ruleId", "裁量基准\nRule", "record", required=False, options=RULES),
            Field("violatedOn", "行为终了日期\nWhen it ended", "date", required=False),
            Field("officerIds", "办案人员（至少两名）\nOfficers, two at least", "records",
                  required=False, options=CARDS),
        ),
        success="已提出意见，待负责人决定\nProposed; the head decides",
        next="clue",
    ),
    DeskForm(
        slug="decide-filing",
        title="立案决定\nFile or not",
        mutation="decideFiling",
        subject="clueId",
        action="filing",
        document=CLUE,
        facts=CLUE_FACTS,
        on=("clue", "core/matter"),
        fields=(
            Field("files", "立案\nFile", "boolean", default="=true"),
            Field("reason", "不予立案的理由\nReason, if not", "longtext", required=False),
        ),
        success="已决定\nDecided",
        next="clue",
    ),
    DeskForm(
        slug="extend-filing",
        title="延长核查期限\nExtend",
        mutation="extendFiling",
        subject="clueId",
        document=CLUE,
        facts=CLUE_FACTS,
        on=("clue",),
        only_if=("matter.step", ("filing",)),
        fields=(REASON,),
        next="clue",
    ),
    DeskForm(
        slug="register-card",
        title="登记本人执法证\nEnter my card",
        mutation="registerEnforcementCard",
        tiers=(Tier.BRANCH, Tier.STATION),
        fields=(Field("number"), Field("validTo")),
        success="已登记，待科长核实\nEntered; a chief confirms it",
    ),
    DeskForm(
        slug="confirm-card",
        title="核实执法证\nConfirm the card",
        mutation="confirmEnforcementCard",
        subject="id",
        document="""query ($id: ID!) { enforcementCard(id: $id) {
  id version holder number validTo } }""",
        facts=("holder", "number", "validTo"),
        on=("enforcement-card",),
        next="enforcement-card",
    ),
    on_case(
        "change-officers",
        "调整办案人员\nChange officers",
        "changeCaseOfficers",
        Field("addIds", "加入\nAdd", "records", required=False, options=CARDS),
        Field("removeIds", "退出\nRemove", "records", required=False, options=CARDS),
        REASON,
    ),
    on_case("stop-clock", "开始扣除期间\nStop the clock", "stopCaseClock", Field("kind"), REASON),
    on_case("resume-clock", "结束扣除期间\nLet it run", "resumeCaseClock", Field("kind")),
    on_case("extend-case", "延长办案期限\nThirty days more", "extendCase", REASON),
    on_case(
        "record-evidence",
        "登记证据\nRecord evidence",
        "recordEvidence",
        PHOTOS,
        Field("kind"),
        Field("what", "内容\nWhat", "longtext"),
        Field("source"),
        SECOND,
        Field("sha256", required=False),
        only_if=("matter.step", ("investigated",)),
    ),
    on_case(
        "issue-paper",
        "制作其他文书\nIssue another paper",
        "issueCaseDocument",
        Field("form", "式样序号（见文书式样）\nNumber of the form"),
        Field("text", "内容\nWhat it says", "longtext"),
        PHOTOS,
    ),
    DeskForm(
        slug="hand-over",
        title="证据交接\nHand over",
        mutation="handOverEvidence",
        subject="id",
        document="query ($id: ID!) { evidence(id: $id) { id version what holder } }",
        facts=("what", "holder"),
        on=("evidence",),
        fields=(Field("to"), Field("note", required=False)),
        next="evidence",
    ),
    on_case(
        "take-measure",
        "采取措施\nSeal, seize or preserve",
        "takeMeasure",
        Field("kind"),
        Field("items", "物品（每行一项）\nGoods, one a line", "longtext"),
        SECOND,
        only_if=("matter.step", ("investigated",)),
    ),
    DeskForm(
        slug="extend-measure",
        title="延长强制措施\nThirty days more",
        mutation="extendMeasure",
        subject="id",
        document=MEASURE,
        facts=("kind", "items", "until"),
        on=("measure",),
        fields=(REASON,),
        next="measure",
    ),
    DeskForm(
        slug="lift-measure",
        title="解除措施\nEnd the measure",
        mutation="liftMeasure",
        subject="id",
        document=MEASURE,
        facts=("kind", "items", "until"),
        on=("measure",),
        fields=(Field("outcome", "处理结果\nWhat becomes of it"),),
        next="measure",
    ),
    on_case(
        "conclude",
        "调查终结：拟稿\nReport: write and sign",
        "concludeInvestigation",
        Field("result", default="=PENALTY"),
        Field("facts", "违法事实\nFacts", "longtext", default="clue.what"),
        Field("goodsValue", default="=0"),
        Field("illegalGains", default="=0"),
        Field("grade", required=False),
        Field("fine", default="=0"),
        Field("confiscation", default="=0"),
        Field("warning", kind="boolean"),
        Field("other", required=False),
        Field("gradeReason", required=False),
        Field("ground", required=False),
        Field("serious", kind="boolean"),
        action="investigated",
        success="已拟稿并签名，待另一名办案人员会签\nSigned; the second officer signs next",
    ),
    on_case(
        "sign-report",
        "调查终结：会签\nReport: sign second",
        "signInvestigation",
        action="investigated",
        success="已报请审核\nSent to review",
    ),
    on_case(
        "review",
        "审核\nReview",
        "reviewCase",
        Field("agreed", "同意\nAgreed", "boolean", default="=true"),
        Field("opinion", "意见\nOpinion", "longtext"),
        Field("grade", "改为等级\nAnother grade", required=False),
        Field("fine", "改为罚款（元）\nAnother fine", required=False),
        Field("gradeReason", "改动的理由\nWhy changed", "longtext", required=False),
        action="reviewed",
        success="已审核\nReviewed",
    ),
]  # fmt: skip
