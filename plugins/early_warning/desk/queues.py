"""What waits because of warnings: to be answered, and to be looked at on site."""

from core.desk_declarations import Column, DeskPage, DueList, Facts, Table, Timeline, WorkQueue
from core.policy.vocabulary import Tier

OFFICERS = (Tier.BRANCH, Tier.STATION, Tier.TOWN)
ROWS = """
    totalCount
    nodes { id version colour dueOn daysLeft state nextStep
      rule { chinese legalBasis } enterprise { name } town { name } }
    pageInfo { hasNextPage endCursor }
"""
WHAT = Column("rule.chinese", "预警\nWarning")
COLOUR = Column("colour", "颜色\nColour", "colour")
UNIT = Column("enterprise.name", "企业\nEnterprise")
TOWN = Column("town.name", "镇街\nTown")
STATE = Column("state", "状态\nState")
NEXT = Column("nextStep", "下一步\nWhat to do next")
DUE = Column("dueOn", "法定期限\nLegal day", "days")

QUEUES = [
    WorkQueue(
        slug="warnings-to-answer",
        title="待办预警\nWarnings to deal with",
        tiers=OFFICERS,
        document=f"""query ($after: String) {{
  earlyWarnings(first: 20, after: $after, where: {{
    state: {{ in: [RAISED, NOTIFIED, ESCALATED] }}, colour: {{ in: [EXPIRED, URGENT, RED] }}
  }}) {{{ROWS}  }}
}}""",
        rows="earlyWarnings.nodes",
        columns=(WHAT, COLOUR, UNIT, TOWN, STATE),
        due="dueOn",
        page="early-warning",
        forms=("acknowledge-warning",),
    ),
    WorkQueue(
        slug="own-warnings",
        title="本单位待办预警\nOur warnings to deal with",
        tiers=(Tier.ENTERPRISE,),
        document=f"""query ($after: String) {{
  earlyWarnings(first: 20, after: $after, where: {{
    state: {{ in: [RAISED, NOTIFIED, ESCALATED, ACKNOWLEDGED] }}
  }}) {{{ROWS}  }}
}}""",
        rows="earlyWarnings.nodes",
        columns=(WHAT, COLOUR, NEXT, Column("rule.legalBasis", "法律依据\nLegal basis")),
        due="dueOn",
        page="early-warning",
        forms=("acknowledge-warning",),
    ),
]

DUE_LISTS = [
    DueList(
        slug="linked-visits",
        title="预警联动巡查\nVisits that red warnings ask for",
        tiers=(Tier.STATION, Tier.TOWN),
        document="""query {
  linkedVisits(first: 40, where: { state: { eq: PLANNED } }) {
    nodes { id title dueOn town { name } enterprise { name } warning { colour } }
  }
}""",
        rows="linkedVisits.nodes",
        what="title",
        place="enterprise.name",
        town="town.name",
        due="dueOn",
        colour="warning.colour",
        page="linked-visit",
    ),
]

PAGES = [
    DeskPage(
        slug="early-warning",
        title="预警\nWarning",
        document="""query ($id: ID!) {
  earlyWarning(id: $id) {
    id version colour state level dueOn daysLeft explain nextStep raisedOn colourSince subjectId
    acknowledgedAt suppressedUntil suppressReason clearedOn
    rule { chinese legalBasis } town { name } enterprise { id name } matter { id title stepTitle }
    story(first: 50) { nodes { recordedAt act colour note } }
    visits { id title state dueOn doneOn }
    notices(first: 50) { nodes { username colour level toldAt openedAt why } }
  }
}""",
        layout=(
            Facts(
                of="earlyWarning",
                columns=(
                    Column("rule.chinese", "预警\nWarning", page="core/record", key="subjectId"),
                    COLOUR,
                    STATE,
                    NEXT,
                    DUE,
                    Column("explain", "为何预警\nWhy"),
                    Column("rule.legalBasis", "法律依据\nLegal basis"),
                    Column("enterprise.name", "企业\nEnterprise", page="core/enterprise"),
                    TOWN,
                    Column("matter.title", "应对的事项\nMatter", page="core/matter"),
                    Column("suppressedUntil", "暂停提醒至\nSuppressed until"),
                    Column("suppressReason", "暂停理由\nWhy suppressed"),
                    Column("clearedOn", "解除日期\nCleared"),
                ),
            ),
            Table(
                rows="earlyWarning.visits",
                title="联动巡查\nVisits",
                columns=(
                    Column("title", "查什么\nWhat"),
                    Column("state", "状态\nState"),
                    Column("dueOn", "最迟\nAt the latest", "days"),
                    Column("doneOn", "巡查日期\nDone"),
                ),
                page="linked-visit",
            ),
            Timeline(
                rows="earlyWarning.story.nodes",
                when="recordedAt",
                what="act",
                columns=(COLOUR, Column("note", "说明\nRemark")),
            ),
            Table(
                rows="earlyWarning.notices.nodes",
                title="告知了谁、谁已打开\nWho was told, who opened it",
                columns=(
                    Column("username", "用户名\nWho"),
                    COLOUR,
                    Column("toldAt", "告知时间\nTold"),
                    Column("openedAt", "打开时间\nOpened"),
                    Column("why", "为何告知\nWhy"),
                ),
            ),
        ),
    ),
    DeskPage(
        slug="linked-visit",
        title="联动巡查\nVisit",
        document="""query ($id: ID!) {
  linkedVisit(id: $id) {
    id title state plannedOn dueOn doneOn town { name } enterprise { id name address }
    warning { id colour dueOn explain rule { chinese } }
  }
}""",
        layout=(
            Facts(
                of="linkedVisit",
                columns=(
                    Column("title", "查什么\nWhat to look at"),
                    Column("state", "状态\nState"),
                    Column("dueOn", "最迟\nAt the latest", "days"),
                    Column("enterprise.name", "企业\nEnterprise", page="core/enterprise"),
                    Column("enterprise.address", "地址\nAddress"),
                    TOWN,
                    Column("warning.rule.chinese", "预警\nWarning", page="early-warning"),
                    Column("warning.colour", "颜色\nColour", "colour"),
                    Column("warning.explain", "为何预警\nWhy"),
                    Column("doneOn", "巡查日期\nDone"),
                ),
            ),
        ),
        help="到现场后填报巡查，联动巡查随之完成\nFile a patrol there; this visit is done by it.",
    ),
    DeskPage(
        slug="warning-digest",
        title="预警日报\nDigest of warnings",
        seen=("readMessage", "warningDigest.message"),
        document="""query ($id: ID!) {
  warningDigest(id: $id) {
    id on message { id unread title body }
    notices { colour level warning { id dueOn state rule { chinese } enterprise { name } } }
  }
}""",
        layout=(
            Facts(
                of="warningDigest",
                columns=(
                    Column("message.title", "日报\nDigest"),
                    Column("message.body", "内容\nText"),
                ),
            ),
            Table(
                rows="warningDigest.notices",
                title="所含预警\nIts warnings",
                columns=(
                    Column("warning.rule.chinese", "预警\nWarning", page="early-warning"),
                    COLOUR,
                    Column("warning.enterprise.name", "企业\nEnterprise"),
                    Column("warning.dueOn", "法定期限\nLegal day", "days"),
                    Column("warning.state", "状态\nState"),
                ),
            ),
        ),
    ),
]
