"""What anybody may read without an account: units and clocks, the log, where one's report is."""

from core.desk_declarations import (
    Column,
    DeskForm,
    DeskPage,
    Facts,
    Field,
    Filter,
    Note,
    Table,
    Timeline,
    WorkQueue,
)
from core.policy.vocabulary import Tier
from plugins.step_supervision.desk.parts import STAFF

EVERYBODY = (Tier.PUBLIC, Tier.ENTERPRISE, *STAFF)
STEP = (
    Column("happenedOn", "办理日期\nDone"),
    Column("procedure", "程序\nProcedure"),
    Column("step", "环节\nStep"),
    Column("unit", "单位\nUnit"),
    Column("town", "镇街\nTown"),
    Column("dueOn", "期限\nDue"),
    Column("inTime", "按期\nIn time"),
    Column("pauseTitle", "中止事由\nWhy the clock stood"),
)
VERIFY = (
    "每天结束时，当天全部环节的日志以一个哈希锚定并公布。请保存今天的锚定：以后无论谁（包括数据库的主人）"
    "改动、删除、调换或重写日志，用它都能查出。校验：下载下列文件，运行 python3 verify_steps.py "
    "日志文件 --anchors anchors.jsonl --held 您保存的锚定。\n"
    "At the end of each day the log of all steps is anchored by one hash. Keep today's anchor: "
    "with it anybody finds what is edited, deleted, swapped or written anew later, by whomever. "
    "Load the files below and run python3 verify_steps.py LOG --anchors anchors.jsonl --held YOURS."
)
FILES = (
    "全部锚定：/open-data/steps/anchors.jsonl；每日日志：/open-data/steps/2026-11-20.log（换成所要的日期）；"
    "校验程序（单文件）：/open-data/steps/verify_steps.py。\n"
    "All anchors, the log of a day (put the day that you want), and the verifier, one file."
)

PAGES = [
    DeskPage(
        slug="my-report",
        title="我的件办到哪了\nWhere is my report",
        tiers=EVERYBODY,
        help="输入受理时交给您的查询码。只显示环节、单位和期限。\n"
        "Type the token that you were given. Steps, units and terms are shown, nothing else.",
        document="""query ($token: String) {
  whereIsMyReport(token: $token) {
    title step unit since dueOn paused isOpen answer steps { on step act unit }
  }
}""",
        record="",
        filters=(Filter(name="token", title="查询码\nToken"),),
        layout=(
            Facts(
                of="whereIsMyReport",
                columns=(
                    Column("title", "事项\nMatter"),
                    Column("step", "现在环节\nIt is at"),
                    Column("unit", "在办单位\nIn hand of"),
                    Column("since", "到达日期\nSince"),
                    Column("dueOn", "期限\nDue"),
                    Column("paused", "中止事由\nWhy the clock stands"),
                    Column("isOpen", "在办\nUnder way"),
                    Column("answer", "答复\nAnswer"),
                ),
            ),
            Timeline(
                rows="whereIsMyReport.steps",
                when="on",
                what="step",
                columns=(Column("act", "动作\nAct"), Column("unit", "单位\nBy")),
            ),
        ),
    ),
    DeskPage(
        slug="public-performance",
        title="各单位按期率（公开）\nUnits in time, for everybody",
        tiers=EVERYBODY,
        document="""query ($by: StepsBy) {
  publicStepPerformance(by: $by) { name rate late worstDays timed returned paused }
}""",
        filters=(Filter(name="by", title="按\nBy"),),
        layout=(
            Table(
                rows="publicStepPerformance",
                columns=(
                    Column("name", "名称\nOf what"),
                    Column("rate", "按期率\nIn time", "share"),
                    Column("late", "逾期\nLate"),
                    Column("worstDays", "最长逾期天数\nWorst, days"),
                    Column("timed", "有期限的环节\nTimed"),
                    Column("returned", "退回\nReturned"),
                    Column("paused", "中止\nPaused"),
                ),
                empty="还没有公开的环节\nNo step is public yet",
            ),
        ),
    ),
    DeskPage(
        slug="public-steps",
        title="公开的环节\nPublic steps",
        tiers=EVERYBODY,
        document="""query ($unit: String, $inTime: Boolean, $after: String) {
  stepLog(
    first: 100, after: $after
    where: { unit: { contains: $unit }, inTime: { eq: $inTime }, step: { isNull: false } }
  ) {
    totalCount pageInfo { hasNextPage endCursor }
    nodes {
      id number caseCode happenedOn procedure step actTitle toStep unit town arrivedOn dueOn inTime
      pauseTitle
    }
  }
}""",
        filters=(
            Filter(name="unit", title="单位\nUnit"),
            Filter(
                name="inTime",
                title="按期\nIn time",
                choices=(("false", "逾期的 Late"), ("true", "按期的 In time")),
            ),
        ),
        layout=(
            Table(
                rows="stepLog.nodes",
                columns=(*STEP, Column("caseCode", "事项代码\nCase")),
                page="public-step",
                empty="没有公开的环节\nNo public steps",
            ),
        ),
    ),
    DeskPage(
        slug="public-step",
        title="公开的环节\nA public step",
        tiers=EVERYBODY,
        document="""query ($id: ID!) {
  stepLogLine(id: $id) {
    id number day happenedOn procedure step actTitle toStep unit town arrivedOn dueOn inTime
    pauseTitle caseCode line
  }
}""",
        layout=(
            Facts(
                of="stepLogLine",
                columns=(
                    *STEP,
                    Column("actTitle", "动作\nAct"),
                    Column("toStep", "去向\nTo"),
                    Column("arrivedOn", "到达日期\nCame"),
                    Column("caseCode", "事项代码\nCase"),
                    Column("number", "日志行号\nLine"),
                    Column("line", "日志原文\nThe line as verified", "longtext"),
                ),
            ),
        ),
    ),
    DeskPage(
        slug="anchors",
        title="每日锚定与校验\nAnchors of each day, and how to verify",
        tiers=EVERYBODY,
        document="""query ($after: String) {
  stepAnchors(first: 30, after: $after) {
    totalCount pageInfo { hasNextPage endCursor }
    nodes { day sequence lines chainHash }
  }
}""",
        layout=(
            Note(text=VERIFY),
            Note(text=FILES),
            Table(
                rows="stepAnchors.nodes",
                columns=(
                    Column("day", "日期\nDay"),
                    Column("lines", "当日行数\nLines"),
                    Column("sequence", "末行行号\nLast line"),
                    Column("chainHash", "锚定\nAnchor"),
                ),
                empty="还没有锚定\nNothing is anchored yet",
            ),
        ),
    ),
    DeskPage(
        slug="question",
        title="公众提问\nA question of the public",
        tiers=STAFF,
        document="""query ($id: ID!) {
  stepQuestion(id: $id) {
    id version question step unit askedOn dueOn answer answeredOn town { name }
    line { procedure happenedOn dueOn inTime caseCode }
  }
}""",
        layout=(
            Facts(
                of="stepQuestion",
                columns=(
                    Column("question", "提问\nQuestion"),
                    Column("step", "环节\nStep"),
                    Column("unit", "单位\nUnit"),
                    Column("town.name", "镇街\nTown"),
                    Column("line.procedure", "程序\nProcedure"),
                    Column("line.caseCode", "事项代码\nCase"),
                    Column("line.inTime", "按期\nIn time"),
                    Column("dueOn", "答复期限\nAnswer until", "days"),
                    Column("answer", "答复\nAnswer"),
                    Column("answeredOn", "答复日期\nAnswered"),
                ),
            ),
        ),
    ),
]
QUEUES = [
    WorkQueue(
        slug="questions",
        title="待答复的公众提问\nQuestions of the public to answer",
        tiers=STAFF,
        document="""query ($after: String) {
  stepQuestions(first: 20, after: $after, where: { answeredOn: { isNull: true } }) {
    totalCount pageInfo { hasNextPage endCursor }
    nodes { id question step unit dueOn }
  }
}""",
        rows="stepQuestions.nodes",
        columns=(
            Column("question", "提问\nQuestion"),
            Column("step", "环节\nStep"),
            Column("unit", "单位\nUnit"),
        ),
        due="dueOn",
        page="question",
    ),
]
FORMS = [
    DeskForm(
        slug="ask",
        title="对此环节提问\nAsk about this step",
        mutation="askAboutStep",
        tiers=(Tier.PUBLIC,),
        subject="lineId",
        document="query ($id: ID!) { stepLogLine(id: $id) { id procedure step unit happenedOn } }",
        facts=("procedure", "step", "unit", "happenedOn"),
        fields=(Field("question", "提问（请勿写个人信息）\nQuestion", kind="longtext"),),
        on=("public-step",),
        shows=(
            Column("token", "查询码，请记下\nToken: write it down"),
            Column("answerBy", "答复期限\nAnswered until"),
        ),
        success="已送交该单位，凭查询码看答复\nSent to the unit; read the answer by the token",
    ),
    DeskForm(
        slug="answer-question",
        title="答复提问\nAnswer",
        mutation="answerStepQuestion",
        subject="questionId",
        document="""query ($id: ID!) {
  stepQuestion(id: $id) { id version question step answeredOn }
}""",
        facts=("question", "step"),
        fields=(Field("answer", "答复\nAnswer", kind="longtext"),),
        on=("question",),
        next="question",
        success="已答复\nAnswered",
    ),
    DeskForm(
        slug="token",
        title="发放查询码\nToken of progress",
        mutation="issueProgressToken",
        tiers=(Tier.BRANCH, Tier.STATION, Tier.TOWN),
        subject="matterId",
        document="query ($id: ID!) { matter(id: $id) { id title stepTitle } }",
        facts=("title", "stepTitle"),
        on=("core/matter",),
        shows=(Column("token", "查询码，交给来办的人\nToken, to hand over"),),
        success="查询码只显示这一次\nThe token is shown this once",
    ),
]
