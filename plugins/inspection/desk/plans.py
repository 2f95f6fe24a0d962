"""Plans, tasks, officers, libraries and campaigns on the desk."""

from core.desk_declarations import (
    Column,
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
    OFFICERS,
    STAFF,
    STATE,
    STEP,
    STEPS,
    TOWN,
)

UNIT = Column("inspected.name", "检查对象\nUnit")
OFFICER = Column("officer.cardNo", "主办\nIn charge")


def _queue(step: str, title: str, *tiers: Tier, forms: tuple[str, ...] = ()) -> WorkQueue:
    return WorkQueue(
        slug=f"task-{step.replace('_', '-')}",
        title=title,
        tiers=tiers,
        document=f"""query ($after: String) {{
  workQueue(slug: "inspection_task/{step}", first: 20, after: $after) {{
    totalCount pageInfo {{ hasNextPage endCursor }}
    nodes {{ id: subjectId title dueOn town {{ name }}
      subject {{ ... on InspectionTask {{ id inspected {{ name }} officer {{ cardNo }} }} }} }}
  }}
}}""",
        rows="workQueue.nodes",
        columns=(
            "title",
            Column("subject.inspected.name", "检查对象\nUnit"),
            Column("subject.officer.cardNo", "主办\nIn charge"),
            TOWN,
        ),
        due="dueOn",
        page="task",
        forms=forms,
    )


QUEUES = [
    _queue("to_assign", "待分派的任务\nTasks to assign", Tier.BRANCH, forms=("assign-task",)),
    _queue("issued", "待签收的任务\nTasks to accept", *OFFICE, forms=("accept-task",)),
    _queue("awaiting_feedback", "待反馈的任务\nResults to write", *OFFICE),
    _queue("handling", "待处置的任务\nResults to handle", Tier.BRANCH),
    _queue("tracking", "跟踪中的任务\nTasks to follow up", *OFFICE),
]
PAGES = [
    DeskPage(
        slug="plans",
        title="检查计划\nPlans of inspections",
        tiers=(*STAFF, Tier.ENTERPRISE),
        document="""query ($kind: PlanKind, $after: String) {
  inspectionPlans(first: 20, after: $after, where: { kind: { eq: $kind } }) {
    totalCount pageInfo { hasNextPage endCursor }
    nodes { id number title kind startsOn endsOn taskCount openTaskCount publishedOn }
  }
}""",
        filters=(Filter(name="kind", title="方式\nHow"),),
        layout=(
            Table(
                rows="inspectionPlans.nodes",
                columns=(
                    "number",
                    "title",
                    "kind",
                    "startsOn",
                    "endsOn",
                    "taskCount",
                    "openTaskCount",
                    "publishedOn",
                ),
                page="plan",
            ),
        ),
    ),
    DeskPage(
        slug="plan",
        title="检查计划\nPlan of inspections",
        document="""query ($id: ID!) {
  inspectionPlan(id: $id) {
    id version number title kind items startsOn endsOn publishedOn
    library { code name } checklist { name } campaign { id title }
    objectsDraw { id title poolSize poolSha256 seed verified }
    officersDraw { id title poolSize poolSha256 seed verified }
    tasks(first: 100) { id number inspected { name } officer { cardNo } secondOfficer { cardNo }
      upperInspectedOn town { name } matter { stepTitle dueOn } disposal }
  }
}""",
        layout=(
            Facts(
                of="inspectionPlan",
                columns=(
                    "number",
                    "title",
                    "kind",
                    "items",
                    "startsOn",
                    "endsOn",
                    Column("library.name", "对象库\nLibrary"),
                    Column("checklist.name", "检查表\nChecklist"),
                    Column("campaign.title", "专项整治\nCampaign", page="campaign"),
                    "publishedOn",
                    Column("objectsDraw.title", "对象抽取\nUnits", page="core/draw"),
                    Column("objectsDraw.poolSha256", "对象名单摘要\nHash of the units"),
                    Column("objectsDraw.seed", "种子\nSeed"),
                    Column("objectsDraw.verified", "重算一致\nVerified"),
                    Column("officersDraw.title", "人员抽取\nOfficers", page="core/draw"),
                    Column("officersDraw.poolSha256", "人员名单摘要\nHash of the officers"),
                    Column("officersDraw.verified", "重算一致\nVerified"),
                ),
            ),
            Table(
                rows="inspectionPlan.tasks",
                title="任务\nTasks",
                columns=(
                    "number",
                    UNIT,
                    TOWN,
                    OFFICER,
                    Column("secondOfficer.cardNo", "协办\nSecond"),
                    STEP,
                    LEFT,
                    Column("upperInspectedOn", "三个月内上级已查\nUpper authority"),
                    "disposal",
                ),
                page="task",
            ),
        ),
    ),
    DeskPage(
        slug="tasks",
        title="检查任务\nTasks",
        tiers=(*OFFICE, Tier.SUPERIOR),
        document="""query ($officer: ID, $state: MatterState, $town: ID, $after: String) {
  inspectionTasks(first: 20, after: $after, where: {
    officer: { id: { eq: $officer } }, town: { id: { eq: $town } }
    matter: { state: { eq: $state } } }) {
    totalCount pageInfo { hasNextPage endCursor }
    nodes { id version number inspected { name } town { name } officer { cardNo }
      upperInspectedOn matter { stepTitle dueOn } }
  }
}""",
        filters=(
            Filter(name="officer", title="主办人员\nOfficer", options=OFFICERS),
            STATE,
            OF_TOWN,
        ),
        layout=(
            Table(
                rows="inspectionTasks.nodes",
                columns=(
                    "number",
                    UNIT,
                    TOWN,
                    OFFICER,
                    STEP,
                    LEFT,
                    Column("upperInspectedOn", "三个月内上级已查\nUpper authority"),
                ),
                page="task",
            ),
        ),
    ),
    DeskPage(
        slug="task",
        title="检查任务\nTask",
        document=f"""query ($id: ID!) {{
  inspectionTask(id: $id) {{
    id version number items dueOn upperInspectedOn visitedOn findings problems latitude longitude
    refusedToSign witness disposal followUp closedOn
    plan {{ id title }} inspected {{ id name }} town {{ name }} officer {{ cardNo name }}
    secondOfficer {{ cardNo name }} attachments {{ url previewUrl fileName mediaType }}
    {MATTER}
  }}
}}""",
        layout=(
            Facts(
                of="inspectionTask",
                columns=(
                    "number",
                    Column("plan.title", "计划\nPlan", page="plan"),
                    Column("inspected.name", "检查对象\nUnit", page="core/enterprise"),
                    TOWN,
                    "items",
                    OFFICER,
                    Column("officer.name", "主办姓名\nName"),
                    Column("secondOfficer.cardNo", "协办\nSecond"),
                    Column("secondOfficer.name", "协办姓名\nName"),
                    STEP,
                    LEFT,
                    "dueOn",
                    "upperInspectedOn",
                    "visitedOn",
                    "findings",
                    "problems",
                    "refusedToSign",
                    "witness",
                    "disposal",
                    "followUp",
                    "closedOn",
                    Column("attachments", "照片\nPhotos", "photo"),
                ),
            ),
            Timeline(
                rows="inspectionTask.matter.steps", when="at", what="stepTitle", columns=STEPS
            ),
        ),
    ),
]
