"""What is done with plans, tasks, officers and campaigns, as forms."""

from core.desk_declarations import Column, DeskForm, Field
from core.policy.vocabulary import Tier
from plugins.inspection.desk.parts import (
    CAMPAIGNS,
    LIBRARIES,
    OFFICERS,
    ORGANISATIONS,
    TOWNS,
    UNITS,
)

PLAN = """query ($id: ID!) { inspectionPlan(id: $id) {
  id version number title kind endsOn objectsDraw { seedSource poolSize poolSha256 } } }"""
PLAN_FACTS = (
    "number",
    "title",
    "kind",
    "endsOn",
    Column("objectsDraw.poolSize", "名单数\nOut of"),
    Column("objectsDraw.poolSha256", "名单摘要\nHash of the pool"),
    Column("objectsDraw.seedSource", "种子来源\nSource of the seed"),
)
TASK = """query ($id: ID!) { inspectionTask(id: $id) {
  id version number items inspected { name } officer { cardNo } findings problems
  matter { step dueOn availableActions { name mutation allowed reason } } } }"""
TASK_FACTS = (
    "number",
    Column("inspected.name", "检查对象\nUnit"),
    "items",
    Column("officer.cardNo", "主办\nIn charge"),
    "findings",
    "problems",
    Column("matter.dueOn", "剩余\nLeft", "days"),
)
OFFICER = Field("officerId", "主办人员\nIn charge", "record", options=OFFICERS)


def _plan(slug: str, title: str, mutation: str, kinds: tuple[str, ...], *fields: Field) -> DeskForm:
    return DeskForm(
        slug=slug,
        title=title,
        mutation=mutation,
        subject="planId",
        only_if=("kind", kinds),
        document=PLAN,
        facts=PLAN_FACTS,
        on=("plan",),
        fields=fields,
        next="plan",
    )


def _task(
    slug: str, title: str, mutation: str, step: str, *fields: Field, bulk: bool = False
) -> DeskForm:
    return DeskForm(
        slug=slug,
        title=title,
        mutation=mutation,
        subject="taskId",
        action=step,
        document=TASK,
        facts=TASK_FACTS,
        on=("task", "core/matter"),
        fields=fields,
        bulk=bulk,
        next="task",
    )


RANDOM, NAMED = ("DOUBLE_RANDOM",), ("DAILY", "CAMPAIGN", "FLYING")
FORMS = [
    DeskForm(
        slug="make-plan",
        title="制定检查计划\nMake a plan",
        mutation="makePlan",
        on=("plans",),
        fields=(
            Field("title", "名称\nTitle"),
            Field("kind", "方式\nHow", default="=DOUBLE_RANDOM"),
            Field("items", "检查事项（每行一项）\nWhat is looked at, one a line", "longtext"),
            Field("startsOn", "开始\nFirst day", "date", default="today"),
            Field("endsOn", "截止\nLast day", "date"),
            Field("libraryId", "对象库（双随机）\nLibrary", "record", required=False,
                  options=LIBRARIES),
            Field("campaignId", "专项整治\nCampaign", "record", required=False,
                  options=CAMPAIGNS),
        ),
        next="plan",
    ),
    _plan(
        "freeze-plan",
        "冻结名单\nFreeze the pools",
        "freezePlan",
        RANDOM,
        Field("percent", "抽取比例（%）\nOf a hundred", "number", default="=5"),
        Field("qualification", "人员须具备的资格\nQualification", required=False),
        Field("seedSource", "种子来源（空为系统产生）\nWhere the seed will come from",
              required=False),
    ),
    _plan(
        "draw-plan",
        "抽取对象和人员\nDraw units and officers",
        "drawPlan",
        RANDOM,
        Field("seed", "种子（公布了来源时）\nSeed, where a source was announced", required=False),
        Field("witnesses", "见证人（每行一名）\nWitnesses, one a line", "longtext",
              required=False),
    ),
    _plan(
        "name-units",
        "指定检查对象\nName the units",
        "nameUnits",
        NAMED,
        Field("enterpriseIds", "企业\nUnits", "records", options=UNITS),
    ),
    _plan(
        "plan-task",
        "列入一户\nPlan one unit",
        "planTask",
        NAMED,
        Field("enterpriseId", "企业\nUnit", "record", options=UNITS),
    ),
    _plan("publish-plan", "公示\nPublish", "publishPlan", (*RANDOM, *NAMED)),
    _task(
        "assign-task",
        "分派\nAssign",
        "assignTask",
        "to_assign",
        OFFICER,
        Field("secondOfficerId", "协办人员\nSecond officer", "record", options=OFFICERS),
        bulk=True,
    ),
    DeskForm(
        slug="reassign-task",
        title="改派\nMove to another officer",
        mutation="reassignTask",
        subject="taskId",
        only_if=("matter.step", ("issued", "awaiting_feedback")),
        document=TASK,
        facts=TASK_FACTS,
        on=("task", "officer", "tasks"),
        bulk=True,
        fields=(
            OFFICER,
            Field("secondOfficerId", "协办人员（默认不变）\nSecond officer", "record",
                  required=False, options=OFFICERS),
        ),
    ),
    _task("accept-task", "签收\nAccept", "acceptTask", "issued", bulk=True),
    _task(
        "record-result",
        "填报检查结果\nWrite the result",
        "recordTaskResult",
        "awaiting_feedback",
        Field("photos", "照片\nPhotos", "photo", required=False),
        Field("visitedOn", "检查日期\nWhen", "date", default="today"),
        Field("findings", "检查情况\nWhat was found", "longtext"),
        Field("problems", "发现问题（每行一项）\nProblems, one a line", "longtext", required=False),
        Field("refusedToSign", "当事人拒绝签字\nThey refused to sign", "boolean"),
        Field("witness", "见证人（拒绝签字时）\nWitness of a refusal", required=False),
    ),
    _task("sign-result", "会签\nSign second", "signTaskResult", "awaiting_feedback"),
    _task(
        "handle-task",
        "处置\nSay what follows",
        "handleTask",
        "handling",
        Field("disposal", "处置\nWhat follows", default="=NONE_NEEDED"),
        Field("note", "说明\nIn words", "longtext", required=False),
    ),
    _task(
        "close-task",
        "跟踪办结\nClose",
        "closeTask",
        "tracking",
        Field("followUp", "处置跟踪\nWhat came of it", "longtext"),
    ),
    DeskForm(
        slug="add-officer",
        title="登记执法人员\nEnter an officer",
        mutation="addOfficer",
        on=("officers",),
        fields=(
            Field("name", "姓名\nName"),
            Field("cardNo", "执法证号\nCard number"),
            Field("organisationId", "单位\nOf", "record", options=ORGANISATIONS),
            Field("validTo", "有效期至\nValid to", "date"),
            Field("qualifications", "资格（每行一项）\nQualifications, one a line", "longtext",
                  required=False),
        ),
        next="officer",
    ),
    DeskForm(
        slug="change-officer",
        title="变更\nChange",
        mutation="changeOfficer",
        subject="officerId",
        document="""query ($id: ID!) { officerCard(id: $id) {
  id version cardNo name validTo status } }""",
        facts=("cardNo", "name"),
        on=("officer",),
        fields=(
            Field("validTo", "有效期至\nValid to", "date", default="validTo"),
            Field("status", "状态\nStatus", default="status"),
        ),
        next="officer",
    ),
    DeskForm(
        slug="fill-library",
        title="按重点单位补充对象库\nTake in key units",
        mutation="fillLibrary",
        on=("libraries",),
        fields=(Field("libraryId", "对象库\nLibrary", "record", options=LIBRARIES),),
    ),
    DeskForm(
        slug="put-into-library",
        title="列入对象库\nPut units into a library",
        mutation="putIntoLibrary",
        on=("libraries",),
        fields=(
            Field("libraryId", "对象库\nLibrary", "record", options=LIBRARIES),
            Field("enterpriseIds", "企业\nUnits", "records", options=UNITS),
            Field("weight", "权重（1-10）\nTickets", "number", default="=1"),
        ),
    ),
    DeskForm(
        slug="note-upper",
        title="登记上级检查\nNote an upper inspection",
        mutation="noteUpperInspection",
        on=("upper-inspections",),
        fields=(
            Field("enterpriseId", "企业\nUnit", "record", options=UNITS),
            Field("level", "级别\nLevel", default="=PROVINCIAL"),
            Field("inspectedOn", "检查日期\nWhen", "date", default="today"),
            Field("what", "内容\nAbout what"),
        ),
    ),
    DeskForm(
        slug="start-campaign",
        title="部署专项整治\nStart a campaign",
        mutation="startCampaign",
        on=("campaigns",),
        tiers=(Tier.BRANCH,),
        fields=(
            Field("title", "名称\nTitle"),
            Field("aim", "目标和范围\nAim", "longtext"),
            Field("legalBasis", "依据\nLegal basis"),
            Field("category", "类别\nKind", default="=SPECIAL_EQUIPMENT"),
            Field("startsOn", "开始\nFirst day", "date", default="today"),
            Field("endsOn", "结束\nLast day", "date"),
            Field("townIds", "镇街\nTowns", "records", options=TOWNS),
            Field("each", "每镇街应查数\nUnits in each", "number"),
        ),
        next="campaign",
    ),
]  # fmt: skip
