"""Letters on the desk: what waits with its days, complaints and reports apart, and statistics."""

from core.desk_declarations import (
    Column,
    DeskCard,
    DeskPage,
    Facts,
    Filter,
    Table,
    Timeline,
    WorkQueue,
)
from core.policy.vocabulary import Tier
from plugins.inspection.desk.parts import (
    LEFT,
    MATTER,
    OF_TOWN,
    OFFICE,
    STAFF,
    STATE,
    STEP,
    STEPS,
    TOWN,
)

RESPONDENT = Column("respondent.name", "被投诉举报企业\nAgainst whom")


def _queue(kind: str, step: str, title: str) -> WorkQueue:
    record, page = {
        "complaint": ("Complaint", "complaint"),
        "violation_report": ("ViolationReport", "report"),
    }[kind]
    return WorkQueue(
        slug=f"{page}-{step}",
        title=title,
        tiers=OFFICE,
        document=f"""query ($after: String) {{
  workQueue(slug: "{kind}/{step}", first: 20, after: $after) {{
    totalCount pageInfo {{ hasNextPage endCursor }}
    nodes {{ id: subjectId title dueOn town {{ name }}
      subject {{ ... on {record} {{ id product summary }} }} }}
  }}
}}""",
        rows="workQueue.nodes",
        columns=(
            "title",
            Column("subject.product", "商品\nProduct"),
            Column("subject.summary", "摘要\nAbout"),
            TOWN,
        ),
        due="dueOn",
        page=page,
    )


QUEUES = [
    _queue("complaint", "accepted", "待决定受理的投诉\nComplaints to accept or not"),
    _queue("complaint", "mediated", "调解中的投诉\nComplaints in mediation"),
    _queue("complaint", "told", "待告知双方的投诉\nParties to tell"),
    _queue("violation_report", "checked", "待核查的举报\nReports to check"),
    _queue("violation_report", "told", "待告知的举报人\nReporters to tell"),
]
CARDS = [
    DeskCard(
        slug="complaints",
        title="在办投诉\nOpen complaints",
        tiers=OFFICE,
        document="""{
  EXPIRED: complaints(where: { matter: { state: { eq: OPEN }, colour: { eq: EXPIRED } } }) {
    totalCount }
  URGENT: complaints(where: { matter: { state: { eq: OPEN }, colour: { eq: URGENT } } }) {
    totalCount }
  RED: complaints(where: { matter: { state: { eq: OPEN }, colour: { eq: RED } } }) { totalCount }
  YELLOW: complaints(where: { matter: { state: { eq: OPEN }, colour: { eq: YELLOW } } }) {
    totalCount }
  GREEN: complaints(where: { matter: { state: { eq: OPEN }, colour: { eq: GREEN } } }) {
    totalCount }
}""",
        page="complaints",
    ),
]
PAGES = [
    DeskPage(
        slug="letters",
        title="来信登记簿\nLetters",
        tiers=(*OFFICE, Tier.SUPERIOR),
        document="""query ($town: ID, $channel: LetterChannel, $after: String) {
  letters(first: 20, after: $after, where: {
    channel: { eq: $channel }, town: { id: { eq: $town } } }) {
    totalCount pageInfo { hasNextPage endCursor }
    nodes { id number receivedOn channel respondentName isRealName town { name } }
  }
}""",
        filters=(Filter(name="channel", title="渠道\nChannel"), OF_TOWN),
        layout=(
            Table(
                rows="letters.nodes",
                columns=("number", "receivedOn", "channel", "respondentName", "isRealName", TOWN),
                page="letter",
            ),
        ),
    ),
    DeskPage(
        slug="letter",
        title="来信\nLetter",
        document="""query ($id: ID!) {
  letter(id: $id) {
    id version number channel sourceNo receivedOn respondentName isRealName
    name phone address identityCard content proofDemandedOn proofShownOn
    attachments { url previewUrl fileName mediaType } town { name }
    complaints { id number product summary matter { stepTitle dueOn } }
    violationReports { id number product summary matter { stepTitle dueOn } }
  }
}""",
        layout=(
            Facts(
                of="letter",
                columns=(
                    "number",
                    "channel",
                    "sourceNo",
                    "receivedOn",
                    "respondentName",
                    TOWN,
                    "isRealName",
                    "name",
                    "phone",
                    "address",
                    "identityCard",
                    "content",
                    "proofDemandedOn",
                    "proofShownOn",
                    Column("attachments", "材料\nPapers", "photo"),
                ),
            ),
            Table(
                rows="letter.complaints",
                title="投诉\nComplaints",
                columns=("number", "product", "summary", STEP, LEFT),
                page="complaint",
            ),
            Table(
                rows="letter.violationReports",
                title="举报\nReports",
                columns=("number", "product", "summary", STEP, LEFT),
                page="report",
            ),
        ),
    ),
    DeskPage(
        slug="complaints",
        title="投诉\nComplaints",
        tiers=(*STAFF, Tier.ENTERPRISE),
        document="""query (
  $colour: [WarningColour!], $state: MatterState, $town: ID, $after: String
) {
  complaints(first: 20, after: $after, where: {
    town: { id: { eq: $town } }, matter: { colour: { in: $colour }, state: { eq: $state } } }) {
    totalCount pageInfo { hasNextPage endCursor }
    nodes { id number receivedOn product summary result respondent { name } town { name }
      matter { stepTitle dueOn } }
  }
}""",
        filters=(Filter(name="colour", title="颜色\nColour"), STATE, OF_TOWN),
        layout=(
            Table(
                rows="complaints.nodes",
                columns=(
                    "number",
                    "receivedOn",
                    "product",
                    "summary",
                    RESPONDENT,
                    TOWN,
                    STEP,
                    LEFT,
                    "result",
                ),
                page="complaint",
            ),
        ),
    ),
    DeskPage(
        slug="complaint",
        title="投诉\nComplaint",
        document=f"""query ($id: ID!) {{
  complaint(id: $id) {{
    id version number receivedOn category product summary wanted acceptedOn result outcomeNote
    provenOn toldOn closedOn respondent {{ id name }} town {{ name }}
    letter {{ id number }} refusal {{ chinese legalBasis }}
    {MATTER}
  }}
}}""",
        layout=(
            Facts(
                of="complaint",
                columns=(
                    "number",
                    Column("letter.number", "来信\nLetter", page="letter"),
                    "receivedOn",
                    "category",
                    "product",
                    "summary",
                    "wanted",
                    Column("respondent.name", "被投诉企业\nAgainst whom", page="core/enterprise"),
                    TOWN,
                    STEP,
                    LEFT,
                    "acceptedOn",
                    Column("refusal.chinese", "不予受理\nNot accepted"),
                    Column("refusal.legalBasis", "依据\nBasis"),
                    "result",
                    "outcomeNote",
                    "provenOn",
                    "toldOn",
                    "closedOn",
                ),
            ),
            Timeline(rows="complaint.matter.steps", when="at", what="stepTitle", columns=STEPS),
        ),
    ),
    DeskPage(
        slug="reports",
        title="举报\nReports of violations",
        tiers=(*OFFICE, Tier.SUPERIOR),
        document="""query (
  $colour: [WarningColour!], $state: MatterState, $town: ID, $after: String
) {
  violationReports(first: 20, after: $after, where: {
    town: { id: { eq: $town } }, matter: { colour: { in: $colour }, state: { eq: $state } } }) {
    totalCount pageInfo { hasNextPage endCursor }
    nodes { id number receivedOn product summary isRealName filed respondent { name }
      town { name } matter { stepTitle dueOn } }
  }
}""",
        filters=(Filter(name="colour", title="颜色\nColour"), STATE, OF_TOWN),
        layout=(
            Table(
                rows="violationReports.nodes",
                columns=(
                    "number",
                    "receivedOn",
                    "product",
                    "summary",
                    RESPONDENT,
                    TOWN,
                    STEP,
                    LEFT,
                    "filed",
                ),
                page="report",
            ),
        ),
    ),
    DeskPage(
        slug="report",
        title="举报\nReport of a violation",
        document=f"""query ($id: ID!) {{
  violationReport(id: $id) {{
    id version number receivedOn category product summary isRealName finding decidedOn filed
    toldOn closedOn respondent {{ id name }} town {{ name }} letter {{ id number }}
    complaint {{ id number }}
    {MATTER}
  }}
}}""",
        layout=(
            Facts(
                of="violationReport",
                columns=(
                    "number",
                    Column("letter.number", "来信\nLetter", page="letter"),
                    Column("complaint.number", "调解中发现\nFound in", page="complaint"),
                    "receivedOn",
                    "category",
                    "product",
                    "summary",
                    Column("respondent.name", "被举报企业\nAgainst whom", page="core/enterprise"),
                    TOWN,
                    "isRealName",
                    STEP,
                    LEFT,
                    "finding",
                    "decidedOn",
                    "filed",
                    "toldOn",
                    "closedOn",
                ),
            ),
            Timeline(
                rows="violationReport.matter.steps", when="at", what="stepTitle", columns=STEPS
            ),
        ),
    ),
]
