"""Pages of measures, evidence, payments, penalties on the spot, publications, law and reports."""

from core.desk_declarations import Column, DeskPage, Facts, Table, Timeline
from core.desk_figures import Figure
from plugins.enforcement.desk.parts import FILES, PARTY, PERIOD, STEP

PAGES = [
    DeskPage(
        slug="measure",
        title="强制措施\nMeasure",
        document="""query ($id: ID!) { coerciveMeasure(id: $id) {
  id version kind items takenOn until extended approvedOn liftedOn outcome lapsed
  case { id number } } }""",
        layout=(
            Facts(
                of="coerciveMeasure",
                columns=(
                    "kind",
                    "items",
                    "takenOn",
                    Column("until", "剩余\nLeft", "days"),
                    "extended",
                    "approvedOn",
                    "liftedOn",
                    "outcome",
                    "lapsed",
                    Column("case.number", "案件\nCase", page="case"),
                ),
            ),
        ),
    ),
    DeskPage(
        slug="measures",
        title="在期强制措施\nMeasures in force",
        document="""query ($after: String) {
  coerciveMeasures(first: 20, after: $after, where: { liftedOn: { isNull: true } }) {
    totalCount pageInfo { hasNextPage endCursor }
    nodes { id kind items until colour case { number } }
  }
}""",
        layout=(
            Table(
                rows="coerciveMeasures.nodes",
                columns=(
                    "kind",
                    "items",
                    Column("until", "剩余\nLeft", "days"),
                    "colour",
                    Column("case.number", "案件\nCase"),
                ),
                page="measure",
            ),
        ),
    ),
    DeskPage(
        slug="evidence",
        title="证据\nEvidence",
        document=f"""query ($id: ID!) {{ evidence(id: $id) {{
  id version kind what source takenOn sha256 holder case {{ id number }} {FILES}
  custody {{ at handedBy handedTo note }} }} }}""",
        layout=(
            Facts(
                of="evidence",
                columns=(
                    "kind",
                    "what",
                    "source",
                    "takenOn",
                    "sha256",
                    "holder",
                    Column("case.number", "案件\nCase", page="case"),
                    Column("attachments", "附件\nFiles", "photo"),
                ),
            ),
            Timeline(
                rows="evidence.custody",
                when="at",
                what="handedTo",
                columns=("handedBy", "note"),
                title="保管链\nChain of custody",
            ),
        ),
    ),
    DeskPage(
        slug="payment",
        title="缴款\nPayment",
        document=f"""query ($id: ID!) {{ payment(id: $id) {{
  id version paidOn amount reference confirmedOn case {{ id number }} {FILES} }} }}""",
        layout=(
            Facts(
                of="payment",
                columns=(
                    "paidOn",
                    "amount",
                    "reference",
                    "confirmedOn",
                    Column("case.number", "案件\nCase", page="case"),
                    Column("attachments", "凭证\nReceipt", "photo"),
                ),
            ),
        ),
    ),
    DeskPage(
        slug="spot-penalties",
        title="当场处罚\nPenalties on the spot",
        document="""query ($after: String) { spotPenalties(first: 20, after: $after) {
  totalCount pageInfo { hasNextPage endCursor }
  nodes { id number partyName facts fine warning madeOn paidOn matter { stepTitle } } } }""",
        layout=(
            Table(
                rows="spotPenalties.nodes",
                columns=("number", PARTY, "facts", "fine", "warning", "madeOn", "paidOn", STEP),
                page="spot-penalty",
            ),
        ),
    ),
    DeskPage(
        slug="spot-penalty",
        title="当场处罚\nPenalty on the spot",
        document="""query ($id: ID!) { spotPenalty(id: $id) {
  id version number partyName facts heard fine warning madeOn payBy paidOn
  matter { step stepTitle dueOn availableActions { name mutation allowed reason } } } }""",
        layout=(
            Facts(
                of="spotPenalty",
                columns=("number", PARTY, "facts", "heard", "fine", "warning", "madeOn",
                         Column("payBy", "剩余\nLeft", "days"), "paidOn", STEP),
            ),
        ),
    ),
    DeskPage(
        slug="publications",
        title="行政处罚公示\nPublished penalties",
        document="""query ($after: String) { publications(first: 20, after: $after) {
  totalCount pageInfo { hasNextPage endCursor }
  nodes { id number partyName violation content decidedOn publishedOn endsOn } } }""",
        layout=(
            Table(
                rows="publications.nodes",
                columns=("number", PARTY, "violation", "content", "decidedOn", "publishedOn",
                         "endsOn"),
            ),
        ),
    ),
    DeskPage(
        slug="enforcement-cards",
        title="行政执法证\nEnforcement cards",
        document="""query ($after: String) { enforcementCards(first: 20, after: $after) {
  totalCount pageInfo { hasNextPage endCursor }
  nodes { id version holder number validTo confirmedOn } } }""",
        layout=(
            Table(
                rows="enforcementCards.nodes",
                columns=("holder", "number", "validTo", "confirmedOn"),
                page="enforcement-card",
            ),
        ),
    ),
    DeskPage(
        slug="enforcement-card",
        title="执法证\nCard",
        document="""query ($id: ID!) { enforcementCard(id: $id) {
  id version holder number validFrom validTo confirmedOn } }""",
        layout=(
            Facts(
                of="enforcementCard",
                columns=("holder", "number", "validFrom", "validTo", "confirmedOn"),
            ),
        ),
    ),
    DeskPage(
        slug="discretion",
        title="裁量基准\nRules of discretion",
        document="""query ($after: String) { discretionRules(first: 20, after: $after) {
  totalCount pageInfo { hasNextPage endCursor }
  nodes { id code act violatedArticle penaltyArticle what base minimum maximum grade } } }""",
        layout=(
            Table(
                rows="discretionRules.nodes",
                columns=("code", "act", "violatedArticle", "penaltyArticle", "what", "base",
                         "minimum", "maximum", "grade"),
            ),
        ),
    ),
    DeskPage(
        slug="forms",
        title="文书式样\nForms of papers",
        document="""query ($after: String) { documentForms(first: 60, after: $after) {
  totalCount pageInfo { hasNextPage endCursor } nodes { id number name stage } } }""",
        layout=(Table(rows="documentForms.nodes", columns=("number", "name", "stage")),),
    ),
    DeskPage(
        slug="reports",
        title="办案统计\nReports on cases",
        document="""query ($first: Date = "2013-01-01", $last: Date = "2099-12-31") {
  caseBoard { step stepTitle colour count }
  causeReports(first: $first, last: $last) { cause filed closed fines confiscations meanDays
    changed hearings annulled }
  discretionUses(first: $first, last: $last) { code what grade decisions lowest mean highest }
}""",
        filters=PERIOD,
        layout=(
            Figure(
                rows="caseBoard",
                by="stepTitle",
                title="未结案件\nOpen cases",
                page="cases",
                links={"step": "step"},
            ),
            Table(
                rows="causeReports",
                title="按案由\nBy cause",
                columns=("cause", "filed", "closed", "fines", "confiscations", "meanDays",
                         "changed", "hearings", "annulled"),
                dense=True,
            ),
            Table(
                rows="discretionUses",
                title="裁量一致性\nConsistency of discretion",
                columns=(
                    "code",
                    "what",
                    "grade",
                    "decisions",
                    Column("lowest", "最低位置\nLowest", "share"),
                    Column("mean", "平均位置\nMean", "share"),
                    Column("highest", "最高位置\nHighest", "share"),
                ),
                dense=True,
            ),
        ),
    ),
    DeskPage(
        slug="double-publicity",
        title="双公示报送\nDouble publicity export",
        document="""query ($first: Date = "2013-01-01", $last: Date = "2099-12-31") {
  doublePublicity(first: $first, last: $last) { documentNumber caseName partyName partyCode actType
    facts basis kinds content fine confiscation decidedOn endsOn authority source } }""",
        filters=PERIOD,
        layout=(
            Table(
                rows="doublePublicity",
                columns=("documentNumber", "caseName", "partyName", "partyCode", "actType",
                         "facts", "basis", "kinds", "content", "fine", "confiscation",
                         "decidedOn", "endsOn", "authority", "source"),
            ),
        ),
    ),
    DeskPage(
        slug="cases-of-enterprise",
        title="行政处罚\nCases",
        part_of="core/enterprise",
        document="""query ($id: ID!) { enterprise(id: $id) { penaltyCaseCount
  penaltyCases(first: 20) { id number cause filedOn result closedOn } } }""",
        layout=(
            Table(
                rows="enterprise.penaltyCases",
                title="行政处罚案件\nCases",
                columns=("number", "cause", "filedOn", "result", "closedOn"),
                page="case",
                empty="没有案件\nNo cases",
            ),
        ),
    ),
]  # fmt: skip
