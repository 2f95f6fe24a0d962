"""Rounds, checks and corrections of declarations, pilots and members: each act its form."""

from core.desk_declarations import Column, DeskForm, Field, Options
from core.policy.vocabulary import Tier
from plugins.standards.desk.forms import FIRMS

POINTS = Options(
    document="{ checkPoints(first: 20, where: { validTo: { isNull: true } }) {"
    " nodes { id number text } } }",
    rows="checkPoints.nodes",
    labels=("number", "text"),
)
ROUND = """query ($id: ID!) {
  checkRound(id: $id) { id version title percent frozenOn drawnOn publishedOn }
}"""
CHECK = """query ($id: ID!) {
  declarationCheck(id: $id) {
    id version findings correctBy enterpriseStandard { number title } enterprise { name }
    matter { step stepTitle dueOn availableActions { name mutation allowed reason } }
  }
}"""
FACTS = (
    Column("enterpriseStandard.number", "企业标准\nOwn standard"),
    Column("enterpriseStandard.title", "名称\nTitle"),
    Column("enterprise.name", "企业\nEnterprise"),
    "findings",
    "correctBy",
)


def _check(
    slug: str, title: str, mutation: str, step: str, *fields: Field, act: str = ""
) -> DeskForm:
    """An act of a check at a step; `act` names the one that the matter lists, where it does."""
    return DeskForm(
        slug=slug,
        title=title,
        mutation=mutation,
        subject="checkId",
        action=act,
        only_if=None if act else ("matter.step", (step,)),
        document=CHECK,
        facts=FACTS,
        fields=fields,
        on=("check", "core/matter") if act else ("check",),
        next="check",
    )


CHECK_FORMS = [
    DeskForm(
        slug="freeze-round",
        title="冻结抽查名单\nFreeze the pool of a round",
        mutation="freezeCheckRound",
        tiers=(Tier.BRANCH,),
        fields=(
            Field("title", "名称\nName"),
            Field("percent", "比例（%）\nPer cent", default="=5"),
            Field("seedSource", "种子来源；空为系统产生\nSource of the seed", required=False),
        ),
        next="round",
    ),
    DeskForm(
        slug="draw-round",
        title="随机抽取\nDraw",
        mutation="drawCheckRound",
        subject="roundId",
        document=ROUND,
        facts=("title", "percent", "frozenOn"),
        only_if=("drawnOn", ("",)),
        fields=(Field("seed", "种子（公布来源时）\nThe seed, where announced", required=False),),
        on=("round",),
        next="round",
    ),
    DeskForm(
        slug="publish-round",
        title="公示抽取和结果\nPublish draw and results",
        mutation="publishCheckRound",
        subject="roundId",
        document=ROUND,
        facts=("title", "drawnOn"),
        on=("round",),
        next="round",
    ),
    _check(
        "check-declaration",
        "填写核查结果\nRecord the check",
        "checkDeclaration",
        "checked",
        Field("faulty", "不符合项（其余为符合）\nWhat is faulty; all else conforms", "records",
              required=False, options=POINTS),
        Field("findings", "核查情况\nWhat was found", "longtext", required=False),
        act="checked",
    ),
    _check("sign-check", "会签核查结果\nSign second", "signDeclarationCheck", "checked"),
    _check(
        "order-correction",
        "责令限期改正\nOrder to correct",
        "orderCorrection",
        "ordered",
        Field("correctBy", "改正期限\nTerm", "date"),
        act="ordered",
    ),
    _check(
        "correct",
        "报告改正\nSay what was corrected",
        "correctDeclaration",
        "corrected",
        Field("text", "改正情况\nWhat was corrected", "longtext"),
    ),
    _check(
        "review-correction",
        "复核改正\nLook at the correction",
        "reviewCorrection",
        "reviewed",
        Field("accepted", "已改正\nCorrected", default="=true"),
        Field("reason", "退回的理由\nReason of a return", "longtext", required=False),
        act="reviewed",
    ),
    _check(
        "publish-uncorrected",
        "公示逾期未改正\nPublish what is not corrected",
        "publishUncorrected",
        "corrected",
        Field("reason", "理由\nReason", "longtext", required=True),
    ),
    DeskForm(
        slug="record-pilot",
        title="登记试点或起草\nRecord a pilot or drafting",
        mutation="recordPilot",
        tiers=(Tier.BRANCH,),
        fields=(
            Field("enterpriseId", "企业\nEnterprise", "record", options=FIRMS),
            Field("kind", "类型\nKind"),
            Field("title", "名称\nName"),
            Field("beganOn", "开始日期\nBegan on", "date", default="today"),
        ),
        next="pilots",
    ),
    DeskForm(
        slug="record-member",
        title="登记条码成员\nRecord a member",
        mutation="recordBarcodeMember",
        tiers=(Tier.BRANCH,),
        fields=(
            Field("enterpriseId", "企业\nEnterprise", "record", options=FIRMS),
            Field("makerCode", "厂商识别代码\nMaker's code"),
            Field("memberSince", "入会日期\nSince", "date", default="today"),
            Field("validUntil", "有效期止\nThe last day", "date"),
        ),
        next="members",
    ),
]  # fmt: skip
