"""Applications and contested numbers on the desks: queues, pages, and each step's form."""

from core.desk_declarations import (
    Column,
    DeskForm,
    DeskPage,
    Facts,
    Field,
    Options,
    Table,
    Timeline,
    WorkQueue,
)
from core.policy.vocabulary import Tier

FIRM = Column("enterprise.name", "企业\nEnterprise", page="core/enterprise")
KIND = Column("type.name", "种类\nKind of licence")
STEP = Column("matter.stepTitle", "环节\nStep")
LEFT = Column("matter.dueOn", "剩余\nLeft", "days")
REASON = Field("reason", "理由\nReason", "longtext", required=False)
LICENCES = Options(
    document="""query ($q: String) {
  licences(first: 20, where: { number: { contains: $q } }) { nodes { id number type { name } } }
}""",
    rows="licences.nodes",
    labels=("number", "type.name"),
)
KINDS = Options(
    document="{ licenceTypes(first: 20, where: { validTo: { isNull: true } }) {"
    " nodes { id name } } }",
    rows="licenceTypes.nodes",
)
ONE = """query ($id: ID!) {
  application(id: $id) {
    id version kind filedOn hearingUntil type { name } enterprise { name } licence { number }
    matter { step stepTitle dueOn availableActions { name mutation allowed reason } }
  }
}"""
FACTS = (
    "kind",
    KIND,
    Column("enterprise.name", "企业\nEnterprise"),
    Column("licence.number", "证号\nNumber"),
    LEFT,
)
BOTH = ("application", "core/matter")


def _queue(slug: str, title: str, at: str, page: str, *tiers: Tier) -> WorkQueue:
    return WorkQueue(
        slug=slug,
        title=title,
        tiers=tiers,
        document=f"""query ($after: String) {{
  workQueue(slug: "{at}", first: 20, after: $after) {{
    totalCount pageInfo {{ hasNextPage endCursor }}
    nodes {{ id: subjectId title dueOn enterprise {{ name }} town {{ name }} }}
  }}
}}""",
        rows="workQueue.nodes",
        columns=("title", Column("enterprise.name", "企业\nEnterprise")),
        due="dueOn",
        page=page,
    )


STEPS = (("accepted", "待受理\nto accept"), ("decided", "待决定\nto decide"),
         ("issued", "待送达\nto hand over"))  # fmt: skip
TYPES = (
    ("application", "许可申请", "Applications"),
    ("application_xk", "工业产品许可申请", "Industrial product licences"),
    ("application_sc", "食品生产许可申请", "Food licences"),
)
MORE_QUEUES = [
    *(
        _queue(
            f"{code}-{step}".replace("_", "-"),
            f"{title.partition(chr(10))[0]}的{chinese}\n{english} {title.partition(chr(10))[2]}",
            f"{code}/{step}",
            "application",
            Tier.BRANCH,
        )
        for code, chinese, english in TYPES
        for step, title in STEPS
    ),
    _queue(
        "claims-to-settle",
        "待处理的证号冲突\nContested numbers to settle",
        "licence_conflict/settled",
        "claim",
        Tier.BRANCH,
    ),
]


def _timeline(of: str) -> Timeline:
    return Timeline(
        rows=f"{of}.matter.steps",
        when="at",
        what="stepTitle",
        columns=(
            Column("act", "动作\nAct"),
            Column("organisation.name", "单位\nBy"),
            Column("onTime", "按期\nIn time"),
            Column("reason", "说明\nSaid"),
        ),
    )


MATTER = """matter { stepTitle dueOn outcome
      steps { at act stepTitle organisation { name } onTime reason } }"""
APPLICATION_PAGES = [
    DeskPage(
        slug="applications",
        title="许可申请\nApplications",
        document="""query ($after: String) {
  applications(first: 20, after: $after) {
    totalCount pageInfo { hasNextPage endCursor }
    nodes { id kind filedOn type { name } enterprise { id name } matter { stepTitle dueOn } }
  }
}""",
        layout=(
            Table(
                rows="applications.nodes",
                columns=("kind", KIND, FIRM, STEP, LEFT, "filedOn"),
                page="application",
            ),
        ),
    ),
    DeskPage(
        slug="application",
        title="许可申请\nAn application",
        document=f"""query ($id: ID!) {{
  application(id: $id) {{
    id version kind covers statement filedOn acceptedOn granted decidedOn reasons
    hearingUntil hearingAskedOn hearingHeldOn issuedOn
    type {{ name }} licence {{ id number }} enterprise {{ id name }} town {{ name }}
    attachments {{ url previewUrl fileName mediaType }}
    siteReviews(first: 10) {{ reviewedOn reviewers items passed findings }} {MATTER}
  }}
}}""",
        layout=(
            Facts(
                of="application",
                columns=(
                    "kind",
                    KIND,
                    FIRM,
                    Column("licence.number", "证号\nNumber", page="licence"),
                    "covers",
                    "statement",
                    STEP,
                    LEFT,
                    "filedOn",
                    "acceptedOn",
                    "granted",
                    "decidedOn",
                    "reasons",
                    "hearingUntil",
                    "hearingAskedOn",
                    "hearingHeldOn",
                    "issuedOn",
                    Column("attachments", "材料\nPapers", "photo"),
                ),
            ),
            Table(
                rows="application.siteReviews",
                title="现场核查\nSite reviews",
                columns=("reviewedOn", "reviewers", "items", "passed", "findings"),
            ),
            _timeline("application"),
        ),
    ),
    DeskPage(
        slug="claim",
        title="证号冲突\nA contested number",
        document=f"""query ($id: ID!) {{
  licenceClaim(id: $id) {{
    id version number source notedOn settledOn enterprise {{ id name }}
    licence {{ id number enterprise {{ id name }} }} {MATTER}
  }}
}}""",
        layout=(
            Facts(
                of="licenceClaim",
                columns=(
                    "number",
                    Column("licence.enterprise.name", "现持证企业\nHolder"),
                    Column("enterprise.name", "另一企业\nThe other firm"),
                    "source",
                    "notedOn",
                    "settledOn",
                    LEFT,
                ),
            ),
            _timeline("licenceClaim"),
        ),
    ),
]


def _step(slug: str, title: str, mutation: str, step: str, *fields: Field, act: bool) -> DeskForm:
    """An act at a step; `act`: it does the step, and the matter says whether it may be done."""
    return DeskForm(
        slug=slug,
        title=title,
        mutation=mutation,
        subject="applicationId",
        action=step if act else "",
        only_if=None if act else ("matter.step", (step,)),
        document=ONE,
        facts=FACTS,
        fields=fields,
        on=BOTH if act else ("application",),
        next="application",
    )


APPLICATION_FORMS = [
    DeskForm(
        slug="apply",
        title="申请许可\nApply for a licence",
        mutation="fileApplication",
        tiers=(Tier.ENTERPRISE,),
        fields=(
            Field("kind", "事项\nWhat for", default="=NEW"),
            Field("typeId", "种类（首次申请）\nKind, of a new one", "record", required=False,
                  options=KINDS),
            Field("licenceId", "许可证（其他事项）\nThe licence, for all else", "record",
                  required=False, options=LICENCES),
            Field("covers", "申请范围（每行一项）\nProducts, one a line", "longtext",
                  required=False),
            Field("statement", "说明\nWhat is stated", "longtext", required=False),
            Field("papers", "申请材料\nPapers", "photo", required=False),
        ),
        success="申请已提交，五个工作日内答复是否受理\nFiled; you hear within five working days",
        next="application",
    ),
    _step("resubmit-application", "补正\nSupplement", "resubmitApplication", "filed",
          Field("statement", "补正说明\nWhat was supplemented", "longtext"),
          Field("papers", "材料\nPapers", "photo", required=False), act=True),
    _step("accept-application", "受理审查\nLook through", "acceptApplication", "accepted",
          Field("outcome", "结果\nOutcome", default="=ACCEPTED"), REASON, act=True),
    _step("review-site", "记录现场核查\nRecord a site review", "recordSiteReview", "decided",
          Field("reviewers", "核查人员（每行一名）\nReviewers, one a line", "longtext"),
          Field("items", "核查项目（每行一项）\nItems, one a line", "longtext"),
          Field("passed", "合格\nPassed", default="=true"),
          Field("findings", "情况\nFindings", "longtext", required=False),
          Field("photos", "照片\nPhotos", "photo", required=False), act=False),
    _step("tell-hearing", "告知听证权利\nTell of a hearing", "tellOfHearing", "decided",
          act=False),
    _step("ask-hearing", "申请听证\nAsk for a hearing", "askForHearing", "decided", act=False),
    _step("hold-hearing", "听证已举行\nThe hearing was held", "holdHearing", "decided", act=False),
    _step("decide-application", "决定\nDecide", "decideApplication", "decided",
          Field("granted", "准予\nGranted", default="=true"), REASON, act=True),
    _step("issue-application", "颁发送达\nHand over", "issueApplication", "issued",
          Field("number", "证号（首次申请）\nNumber, of a new one", required=False),
          Field("authority", "发证机关（首次申请）\nAuthority, of a new one", required=False),
          act=True),
    DeskForm(
        slug="report-yearly",
        title="年度报告\nYearly report",
        mutation="reportYearly",
        subject="licenceId",
        document="query ($id: ID!) { licence(id: $id) { id version number yearlyDueOn } }",
        facts=("number", Column("yearlyDueOn", "应报日期\nDue on")),
        fields=(Field("text", "内容\nWhat it says", "longtext"),),
        on=("licence",),
        next="licence",
    ),
    DeskForm(
        slug="settle-claim",
        title="处理证号冲突\nSettle",
        mutation="settleLicenceClaim",
        subject="claimId",
        action="settled",
        document="""query ($id: ID!) { licenceClaim(id: $id) {
  id version number matter { availableActions { name mutation allowed reason } }
} }""",
        facts=("number",),
        fields=(
            Field("moved", "更正持证人\nReassign it", "boolean"),
            Field("reason", "核实情况\nWhat was found", "longtext", required=True),
        ),
        on=("claim", "core/matter"),
        next="claim",
    ),
]  # fmt: skip
