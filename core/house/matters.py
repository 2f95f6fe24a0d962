"""Matters on every desk: what waits, one matter with its track, the acts both ways, who is late."""

from core.desk_declarations import (
    Column,
    DeskForm,
    DeskHome,
    DeskPage,
    Facts,
    Field,
    Filter,
    Options,
    Table,
    Timeline,
    WorkQueue,
)
from core.policy.vocabulary import Tier

TOWNS = Options(document="{ divisions(first: 100) { nodes { id name } } }", rows="divisions.nodes")
ORGANISATIONS = Options(
    document="""query ($q: String) {
  organisations(first: 30, where: { name: { contains: $q } }) { nodes { id name } }
}""",
    rows="organisations.nodes",
)
COLLEAGUES = Options(
    document="{ matterColleagues { accountId name role } }",
    rows="matterColleagues",
    labels=("name",),
    value="accountId",
)
ONE = """query ($id: ID!) {
  matter(id: $id) {
    id version title stepTitle dueOn availableActions { name mutation allowed reason }
  }
}"""
TITLE, STEP = Column("title", "事项\nMatter"), Column("stepTitle", "环节\nStep")
DUE = Column("dueOn", "期限\nDue", "days")

QUEUES = [
    WorkQueue(
        slug="waiting",
        title="待办事项\nMatters waiting for me",
        document="""query ($after: String) {
  workQueue(first: 20, after: $after) {
    totalCount
    nodes { id version title stepTitle dueOn enterprise { name } }
    pageInfo { hasNextPage endCursor }
  }
}""",
        rows="workQueue.nodes",
        columns=(TITLE, STEP, Column("enterprise.name", "企业\nEnterprise")),
        due="dueOn",
        page="matter",
    ),
]

PAGES = [
    DeskPage(
        slug="matters",
        title="办理进度\nProgress of matters",
        document="""query ($state: MatterState, $late: Boolean, $town: ID, $after: String) {
  matters(
    first: 20, after: $after
    where: { state: { eq: $state }, late: { eq: $late }, town: { id: { eq: $town } } }
  ) {
    totalCount
    nodes { id title stepTitle state dueOn colour enterprise { name } town { name } }
    pageInfo { hasNextPage endCursor }
  }
}""",
        filters=(
            Filter(name="state", title="状态\nState"),
            Filter(name="late", title="逾期\nLate", choices=(("true", "只看逾期 Late only"),)),
            Filter(name="town", title="镇街\nTown", options=TOWNS),
        ),
        layout=(
            Table(
                rows="matters.nodes",
                columns=(
                    TITLE,
                    STEP,
                    Column("state", "状态\nState"),
                    DUE,
                    Column("enterprise.name", "企业\nEnterprise"),
                    Column("town.name", "镇街\nTown"),
                ),
                page="matter",
            ),
        ),
    ),
    DeskPage(
        slug="matter",
        title="事项\nMatter",
        document="""query ($id: ID!) {
  matter(id: $id) {
    id version title state outcome stepTitle openedAt dueOn dueProvisional paused subjectId
    procedure { chinese legalBasis } enterprise { id name } town { name } openedIn { name }
    availableActions { name title mutation allowed reason }
    steps { at act stepTitle toTitle role organisation { name } onTime reason }
  }
}""",
        layout=(
            Facts(
                of="matter",
                columns=(
                    TITLE,
                    Column("state", "状态\nState"),
                    STEP,
                    DUE,
                    Column("dueOn", "期限日\nLast day"),
                    Column("paused", "中止事由\nWhy the clock stands"),
                    Column("enterprise.name", "企业\nEnterprise", page="enterprise"),
                    Column("town.name", "镇街\nTown"),
                    Column("procedure.chinese", "程序\nProcedure"),
                    Column("procedure.legalBasis", "依据\nBasis"),
                    Column("openedIn.name", "发起单位\nOpened by"),
                    Column("openedAt", "发起时间\nOpened"),
                    Column("outcome", "结果\nOutcome", "outcome"),
                ),
            ),
            Timeline(
                rows="matter.steps",
                when="at",
                what="stepTitle",
                columns=(
                    Column("act", "动作\nAct"),
                    Column("organisation.name", "单位\nBy"),
                    Column("toTitle", "去向\nTo"),
                    Column("onTime", "按期\nIn time"),
                    Column("reason", "说明\nSaid"),
                ),
            ),
        ),
    ),
    DeskPage(
        slug="late",
        title="谁逾期了\nWho is late",
        tiers=(Tier.SUPERIOR, Tier.BRANCH),
        document="""{ matterBoard {
  town { name } procedure { chinese } stepTitle open late oldestDueOn
} }""",
        layout=(
            Table(
                rows="matterBoard",
                group_by="town.name",
                columns=(
                    Column("procedure.chinese", "程序\nProcedure"),
                    Column("stepTitle", "停在环节\nWaits at"),
                    Column("late", "逾期\nLate"),
                    Column("open", "在办\nOpen"),
                    Column("oldestDueOn", "最早期限\nOldest due", "days"),
                ),
                empty="没有在办事项\nNothing is open",
            ),
        ),
    ),
]


def _act(action: str, title: str, mutation: str, *fields: Field, **more: str) -> DeskForm:
    """A form for one of the acts that every procedure knows, by its name among the actions."""
    reason = Field("reason", "理由\nReason", kind="longtext", required=True)
    return DeskForm(
        slug=action.replace("_", "-"),
        action=action,
        title=title,
        mutation=mutation,
        subject="id",
        document=ONE,
        facts=(TITLE, STEP, DUE),
        fields=(*fields, reason),
        on=("matter",),
        next="matter",
        **more,  # type: ignore[arg-type]  # texts only
    )


FORMS = [
    _act("return", "退回\nReturn", "returnMatter", success="已退回\nReturned"),
    _act("request_supplement", "要求补正\nAsk for a supplement", "requestSupplement"),
    _act("supplement", "补正\nSupplement", "supplementMatter"),
    _act(
        "transfer",
        "转办\nHand to another town",
        "transferMatter",
        Field("townId", "转往镇街\nTo which town", options=TOWNS),
    ),
    _act(
        "delegate",
        "交办\nHand to a colleague",
        "delegateMatter",
        Field("accountId", "同事\nColleague", options=COLLEAGUES),
        success="已交办\nHanded on",
    ),
    _act(
        "copy",
        "抄送\nSend a copy",
        "copyMatter",
        Field("organisationIds", "单位\nTo whom", options=ORGANISATIONS),
    ),
    _act("urge", "催办\nUrge", "urgeMatter", success="已催办\nUrged"),
    _act("withdraw", "撤回\nWithdraw", "withdrawMatter", success="已撤回\nWithdrawn"),
    _act(
        "pause",
        "中止计时\nStop the clock",
        "pauseMatter",
        Field("kind", "法定事由\nLawful reason"),
    ),
    _act("resume", "恢复计时\nLet the clock run", "resumeMatter"),
    _act("extend", "延长期限\nExtend the limit", "extendMatter"),
]

HOMES = [
    DeskHome(
        tier=Tier.BRANCH,
        title="分局工作台\nDesk of the branch",
        parts=("queues", "cards", "reports", "due", "pages"),
    ),
    DeskHome(
        tier=Tier.SUPERIOR,
        title="上级监督\nSupervision",
        parts=("own", "cards", "pages"),
        document="""{ matterBoard {
  town { name } procedure { chinese } stepTitle open late oldestDueOn
} }""",
        layout=(
            Table(
                rows="matterBoard",
                title="谁逾期最多\nWho is late most",
                most=12,
                columns=(
                    Column("town.name", "镇街\nTown"),
                    Column("stepTitle", "停在环节\nWaits at"),
                    Column("late", "逾期\nLate"),
                    Column("open", "在办\nOpen"),
                    Column("oldestDueOn", "最早期限\nOldest due", "days"),
                ),
                empty="没有在办事项\nNothing is open",
            ),
        ),
    ),
]
