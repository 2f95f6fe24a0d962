"""What may be done from the notice to the archive, by the party, and on the spot."""

from core.desk_declarations import DeskForm, Field
from core.policy.vocabulary import Tier
from plugins.enforcement.desk.forms import WHO, on_case
from plugins.enforcement.desk.parts import CARDS, PHOTOS, REASON, RULES

SERVED = (
    Field("way", "方式\nWay", default="=DIRECT"),
    Field("servedOn", "送达日期\nWhen", "date", default="today"),
    Field("receiver", "收件人\nWho took it", required=False),
    Field("witness", "见证人（留置送达）\nWitness, if left", required=False),
    Field("consentOn", "同意电子送达日期\nConsent, if electronic", "date", required=False),
)
MONEY = (
    Field("amount", "金额（元）\nAmount"),
    Field("paidOn", "缴款日期\nWhen", "date", default="today"),
    Field("reference", "缴款凭证号\nReference of the bank"),
)
ANSWERED = ("matter.step", ("answered",))
PERFORMED = ("matter.step", ("performed",))
PARTY = (Tier.ENTERPRISE,)
SPOT = """query ($id: ID!) { spotPenalty(id: $id) { id version partyName facts fine warning
  matter { step stepTitle dueOn availableActions { name mutation allowed reason } } } }"""


def _on_spot(slug: str, title: str, mutation: str, action: str) -> DeskForm:
    return DeskForm(
        slug=slug,
        title=title,
        mutation=mutation,
        subject="id",
        action=action,
        document=SPOT,
        facts=("partyName", "facts", "fine", "warning"),
        on=("spot-penalty", "core/matter"),
        next="spot-penalty",
    )


FORMS = [
    on_case(
        "write-notice",
        "制作告知书\nWrite the notice",
        "issuePenaltyNotice",
        Field("basis", "理由和依据\nReasons and law", "longtext"),
        only_if=("matter.step", ("noticed",)),
    ),
    on_case("serve-notice", "送达告知书\nServe it", "serveNotice", *SERVED, action="noticed"),
    on_case(
        "defend",
        "陈述申辩\nState and defend",
        "fileDefence",
        Field("text", "陈述申辩的内容\nWhat you say", "longtext"),
        PHOTOS,
        only_if=ANSWERED,
        success="已提交，将予复核；不会因申辩加重处罚\nFiled; it never makes a penalty heavier",
    ),
    on_case("ask-hearing", "要求听证\nAsk for a hearing", "requestHearing", only_if=ANSWERED),
    on_case("waive", "放弃陈述申辩和听证\nWaive the answer", "waiveAnswer", only_if=ANSWERED),
    on_case(
        "arrange-hearing",
        "通知听证\nAnnounce the hearing",
        "arrangeHearing",
        Field("heldOn", "举行日期（至少七个工作日后）\nWhen, seven working days on", "date"),
        Field("place", "地点\nWhere"),
        Field("chairId", "主持人（非本案调查人员）\nChair, not of the case", "record",
              options=CARDS),
        only_if=ANSWERED,
    ),
    on_case(
        "hold-hearing",
        "听证报告\nReport on the hearing",
        "reportHearing",
        Field("report", "听证报告\nReport", "longtext"),
        Field("absent", "当事人未到场\nThe party did not come", "boolean"),
        only_if=ANSWERED,
    ),
    on_case(
        "answer-defence",
        "复核陈述申辩\nExamine the defence",
        "answerDefence",
        Field("answer", "复核意见\nAnswer", "longtext"),
        Field("accepted", "采纳\nIt holds", "boolean"),
        only_if=ANSWERED,
    ),
    on_case(
        "to-decision",
        "报请决定\nSend to the decision",
        "submitForDecision",
        Field("anew", "退回重新调查\nInvestigate anew", "boolean"),
        Field("reason", "退回的理由\nReason, if anew", "longtext", required=False),
        action="answered",
    ),
    on_case(
        "discuss",
        "集体讨论记录\nRecord the discussion",
        "discussCase",
        Field("members", "参加人员（每行一人）\nWho, one a line", "longtext"),
        Field("opinions", "意见\nOpinions", "longtext"),
        Field("conclusion", "结论\nConclusion", "longtext"),
        only_if=("matter.step", ("decided",)),
    ),
    on_case(
        "decide",
        "作出决定\nDecide",
        "decideCase",
        Field("result", "另行决定（不选为按报告）\nOtherwise; empty: as proposed", required=False),
        Field("grade", required=False),
        Field("fine", required=False),
        Field("gradeReason", required=False),
        Field("ground", required=False),
        Field("reason", "另行决定的理由\nReason, if otherwise", "longtext", required=False),
        action="decided",
        success="已作出决定\nDecided",
    ),
    on_case("serve-decision", "送达决定书\nServe it", "serveDecision", *SERVED, action="served"),
    on_case(
        "pay",
        "报告已缴款\nSay that we have paid",
        "reportPayment",
        PHOTOS,
        *MONEY,
        only_if=PERFORMED,
        tiers=PARTY,
        quick=True,
    ),
    on_case("enter-payment", "登记缴款\nEnter a payment", "recordPayment", *MONEY,
            action="performed"),
    DeskForm(
        slug="confirm-payment",
        title="核实缴款\nConfirm the payment",
        mutation="confirmPayment",
        subject="id",
        document="""query ($id: ID!) { payment(id: $id) {
  id version paidOn amount reference confirmedOn } }""",
        facts=("paidOn", "amount", "reference"),
        on=("payment",),
        next="payment",
    ),
    on_case(
        "instalments",
        "批准延期、分期缴纳\nApprove instalments",
        "approveInstalments",
        Field("dues", "各期期限（每行一个）\nLast days, one a line", "longtext"),
        Field("amounts", "各期金额（每行一个）\nSums, one a line", "longtext"),
        REASON,
        only_if=PERFORMED,
    ),
    on_case("demand", "催告\nDemand payment", "demandPayment", only_if=PERFORMED),
    on_case("ask-court", "申请强制执行\nAsk the court", "askCourt", only_if=PERFORMED),
    on_case("end-enforcement", "终结执行\nEnd it", "endEnforcement", REASON, only_if=PERFORMED),
    on_case(
        "publish",
        "公示决定\nPublish",
        "publishDecision",
        only_if=("matter.step", ("performed", "closed", "archived")),
    ),
    on_case("withdraw-publication", "撤回公示\nWithdraw it", "withdrawPublication", REASON),
    on_case(
        "annul",
        "登记决定被撤销\nIt was annulled",
        "annulDecision",
        Field("by", "机关和文书\nBy whom, which paper"),
        REASON,
        only_if=("matter.step", ("performed", "closed", "archived")),
    ),
    on_case(
        "close",
        "结案\nClose",
        "closeCase",
        Field("closure", "结案理由（不选为自动）\nWhy; empty: as it is", required=False),
        action="closed",
    ),
    on_case("archive", "归档\nArchive", "archiveCase", action="archived"),
    DeskForm(
        slug="penalise",
        title="当场处罚\nPenalise on the spot",
        mutation="penaliseOnTheSpot",
        tiers=(Tier.BRANCH, Tier.STATION),
        fields=(
            Field("what", "违法事实\nFacts", "longtext"),
            *WHO,
            Field("heard", "当事人陈述\nWhat the party said", "longtext"),
            Field("ruleId", "依据\nRule", "record", options=RULES),
            Field("warning", "警告\nWarning", "boolean"),
            Field("fine", "罚款（元）\nFine", default="=0"),
        ),
        success="已填写，待另一名执法人员签名\nWritten; a second officer signs",
        next="spot-penalty",
    ),
    _on_spot("sign-spot", "当场处罚：会签\nSign second", "signSpotPenalty", "signed"),
    _on_spot("collect-spot", "登记缴款\nThe fine was paid", "collectSpotFine", "paid"),
]  # fmt: skip
