"""The pages of cases and clues, and the queues of each step."""

from core.desk_declarations import Column, DeskPage, Facts, Filter, Section, Table, Timeline
from plugins.enforcement.desk.parts import FILES, LEFT, PARTY, STEP

_CASE: tuple[Section, ...] = (
    Facts(
        of="penaltyCase",
        columns=(
            "number",
            "cause",
            PARTY,
            Column("party.name", "登记单位\nRegistered party", page="core/enterprise"),
            STEP,
            LEFT,
            "filedOn",
            Column("decideBy", "办案期限\nNinety days", "days"),
            "extended",
            "result",
            "decidedOn",
            "closureReason",
            "closedOn",
            "archiveNumber",
        ),
    ),
    Table(
        rows="penaltyCase.officers",
        title="办案人员\nOfficers",
        columns=("holder", "cardNumber", "addedOn", "removedOn"),
    ),
    Table(
        rows="penaltyCase.measures",
        title="强制措施\nMeasures",
        columns=(
            "kind",
            "items",
            "takenOn",
            Column("until", "剩余\nLeft", "days"),
            "liftedOn",
            "outcome",
        ),
        page="measure",
    ),
    Table(
        rows="penaltyCase.evidence",
        title="证据\nEvidence",
        columns=("kind", "what", "source", "takenOn", "holder"),
        page="evidence",
    ),
    Table(
        rows="penaltyCase.reports",
        title="调查终结报告\nReport",
        columns=("result", "facts", "goodsValue", "grade", "lowest", "highest", "fine"),
    ),
    Table(
        rows="penaltyCase.reviews",
        title="审核\nReviews",
        columns=("reviewedOn", "agreed", "opinion", "changed"),
    ),
    Table(
        rows="penaltyCase.notices",
        title="处罚告知\nNotice",
        columns=("number", "fine", "grade", "lowest", "highest", "servedOn", "answerBy"),
    ),
    Table(
        rows="penaltyCase.defences",
        title="陈述申辩\nDefence",
        columns=("filedOn", "text", "accepted", "answer"),
    ),
    Table(
        rows="penaltyCase.hearings",
        title="听证\nHearing",
        columns=("requestedOn", "notifiedOn", "heldOn", "place", "endedOn"),
    ),
    Table(
        rows="penaltyCase.decisions",
        title="决定\nDecision",
        columns=("number", "result", "fine", "confiscation", "decidedOn", "payBy", "publishedOn"),
    ),
    Table(rows="caseBalance", title="应缴款项\nWhat is owed", columns=("fine", "confiscation",
          "surcharge", "capped", "paid", "owed"), empty="尚无决定\nNo decision yet"),
    Table(
        rows="penaltyCase.payments",
        title="缴款\nPayments",
        columns=("paidOn", "amount", "reference", "confirmedOn"),
        page="payment",
    ),
    Table(
        rows="penaltyCase.documents",
        title="卷内文件目录\nPapers of the case",
        columns=(Column("form.name", "文书\nPaper"), "number", "issuedOn"),
    ),
    Timeline(
        rows="penaltyCase.matter.steps",
        when="at",
        what="stepTitle",
        columns=(
            Column("act", "动作\nAct"),
            Column("organisation.name", "单位\nBy"),
            Column("onTime", "按期\nIn time"),
            Column("reason", "说明\nSaid"),
        ),
    ),
)  # fmt: skip
_DOCUMENT = """query ($id: ID!) {
  penaltyCase(id: $id) {
    id version number cause partyName filedOn decideBy extended result decidedOn closureReason
    closedOn archiveNumber isOpen party { id name }
    matter { step stepTitle dueOn availableActions { name mutation allowed reason }
      steps { at stepTitle act onTime reason organisation { name } } }
    officers { holder cardNumber addedOn removedOn }
    measures { id kind items takenOn until liftedOn outcome }
    evidence { id kind what source takenOn holder }
    reports { result facts goodsValue grade lowest highest fine }
    reviews { reviewedOn agreed opinion changed }
    notices { number fine grade lowest highest servedOn answerBy }
    defences { filedOn text accepted answer }
    hearings { requestedOn notifiedOn heldOn place endedOn }
    decisions { number result fine confiscation decidedOn payBy publishedOn }
    payments { id paidOn amount reference confirmedOn }
    documents { number issuedOn form { name } }
  }
  caseBalance(caseId: $id) { fine confiscation surcharge capped paid owed }
}"""
_CASES = """query ($after: String, $colour: WarningColour, $step: String, $cause: String) {
  penaltyCases(first: 20, after: $after, where: {
    colour: { eq: $colour }, matter: { step: { eq: $step } }, cause: { eq: $cause }
  }) {
    totalCount pageInfo { hasNextPage endCursor }
    nodes { id number cause partyName filedOn decideBy colour matter { stepTitle dueOn } }
  }
}"""
PAGES = [
    DeskPage(
        slug="cases",
        title="行政处罚案件\nCases",
        document=_CASES,
        filters=(
            Filter(name="colour", title="颜色\nColour"),
            Filter(name="step", title="环节\nStep"),
            Filter(name="cause", title="案由\nCause"),
        ),
        layout=(
            Table(
                rows="penaltyCases.nodes",
                columns=("number", PARTY, "cause", STEP, LEFT, "filedOn",
                         Column("colour", "办案期限\nNinety days")),
                page="case",
            ),
        ),
    ),
    DeskPage(slug="case", title="案件\nCase", document=_DOCUMENT, layout=_CASE),
    DeskPage(
        slug="clues",
        title="案源线索\nClues",
        document="""query ($after: String, $source: ClueSource) {
  clues(first: 20, after: $after, where: { source: { eq: $source } }) {
    totalCount pageInfo { hasNextPage endCursor }
    nodes { id what source partyName foundOn takenUpOn matter { stepTitle dueOn outcome } }
  }
}""",
        filters=(Filter(name="source", title="来源\nSource"),),
        layout=(
            Table(
                rows="clues.nodes",
                columns=("what", "source", PARTY, "foundOn", LEFT, "takenUpOn"),
                page="clue",
            ),
        ),
    ),
    DeskPage(
        slug="clue",
        title="线索\nClue",
        document=f"""query ($id: ID!) {{
  clue(id: $id) {{
    id version what source partyName foundOn takenUpOn closedOn place {{ name }}
    matter {{ step stepTitle dueOn outcome availableActions {{ name mutation allowed reason }} }}
    {FILES}
    proposals {{ files cause facts violatedOn proposedOn rule {{ act penaltyArticle }} }}
    cases {{ id number }}
  }}
}}""",
        layout=(
            Facts(
                of="clue",
                columns=(
                    "what",
                    "source",
                    PARTY,
                    Column("place.name", "镇街\nTown"),
                    "foundOn",
                    STEP,
                    LEFT,
                    Column("matter.outcome", "结果\nOutcome", "outcome"),
                    "takenUpOn",
                    Column("attachments", "附件\nFiles", "photo"),
                ),
            ),
            Table(
                rows="clue.proposals",
                title="核查意见\nProposal",
                columns=(
                    "files",
                    "cause",
                    "facts",
                    Column("rule.act", "法律\nLaw"),
                    Column("rule.penaltyArticle", "条\nArticle"),
                    "violatedOn",
                ),
                empty="尚未核查\nNot checked yet",
            ),
            Table(rows="clue.cases", title="案件\nCase", columns=("number",), page="case"),
        ),
    ),
]  # fmt: skip
