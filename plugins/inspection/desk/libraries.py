"""Officers, libraries of units, upper inspections and campaigns on the desk."""

from core.desk_declarations import Column, DeskPage, Facts, Filter, Table
from core.policy.vocabulary import Tier
from plugins.inspection.desk.parts import LEFT, LIBRARIES, OFFICE, STAFF, STEP, TOWN

UNIT = Column("inspected.name", "检查对象\nUnit")
SHARE = Column("share", "", "share")
BRANCH = (Tier.BRANCH, Tier.SUPERIOR)
PAGES = [
    DeskPage(
        slug="officers",
        title="执法人员库\nOfficers",
        tiers=(*OFFICE, Tier.SUPERIOR),
        document="""query ($status: OfficerStatus, $after: String) {
  officerCards(first: 50, after: $after, where: { status: { eq: $status } }) {
    totalCount pageInfo { hasNextPage endCursor }
    nodes { id cardNo name organisation { name } qualifications validTo status openTaskCount }
  }
}""",
        filters=(Filter(name="status", title="状态\nStatus"),),
        layout=(
            Table(
                rows="officerCards.nodes",
                columns=(
                    "cardNo",
                    "name",
                    Column("organisation.name", "单位\nOf"),
                    "qualifications",
                    "validTo",
                    "status",
                    "openTaskCount",
                ),
                page="officer",
            ),
        ),
    ),
    DeskPage(
        slug="officer",
        title="执法人员\nOfficer",
        document="""query ($id: ID!) {
  officerCard(id: $id) {
    id version cardNo name organisation { name } qualifications validTo status openTaskCount
    tasks(first: 50, where: { closedOn: { isNull: true } }) {
      id version number inspected { name } town { name } matter { stepTitle dueOn } }
  }
}""",
        layout=(
            Facts(
                of="officerCard",
                columns=(
                    "cardNo",
                    "name",
                    Column("organisation.name", "单位\nOf"),
                    "qualifications",
                    "validTo",
                    "status",
                    "openTaskCount",
                ),
            ),
            Table(
                rows="officerCard.tasks",
                title="在办任务\nOpen tasks",
                columns=("number", UNIT, TOWN, STEP, LEFT),
                page="task",
            ),
        ),
    ),
    DeskPage(
        slug="libraries",
        title="抽查对象库\nLibraries of units",
        tiers=BRANCH,
        document="""query ($library: ID, $after: String) {
  libraryObjects(first: 50, after: $after, where: {
    library: { id: { eq: $library } }, leftOn: { isNull: true } }) {
    totalCount pageInfo { hasNextPage endCursor }
    nodes { id number weight enterprise { name } town { name } library { name } }
  }
}""",
        filters=(Filter(name="library", title="对象库\nLibrary", options=LIBRARIES),),
        layout=(
            Table(
                rows="libraryObjects.nodes",
                columns=(
                    "number",
                    Column("enterprise.name", "企业\nUnit"),
                    TOWN,
                    "weight",
                    Column("library.name", "对象库\nLibrary"),
                ),
            ),
        ),
    ),
    DeskPage(
        slug="upper-inspections",
        title="上级检查\nUpper inspections",
        tiers=BRANCH,
        document="""query ($after: String) {
  upperInspections(first: 20, after: $after) {
    totalCount pageInfo { hasNextPage endCursor }
    nodes { id inspectedOn level what enterprise { id name } town { name } }
  }
}""",
        layout=(
            Table(
                rows="upperInspections.nodes",
                columns=(
                    "inspectedOn",
                    "level",
                    "what",
                    Column("enterprise.name", "企业\nUnit", page="core/enterprise"),
                    TOWN,
                ),
            ),
        ),
    ),
    DeskPage(
        slug="campaigns",
        title="专项整治\nCampaigns",
        tiers=STAFF,
        document="""query ($after: String) {
  campaigns(first: 20, after: $after) {
    totalCount pageInfo { hasNextPage endCursor }
    nodes { id title category startsOn endsOn totalTarget totalDone }
  }
}""",
        layout=(
            Table(
                rows="campaigns.nodes",
                columns=("title", "category", "startsOn", "endsOn", "totalTarget", "totalDone"),
                page="campaign",
            ),
        ),
    ),
    DeskPage(
        slug="campaign",
        title="专项整治\nCampaign",
        document="""query ($id: ID!) {
  campaign(id: $id) {
    id version title aim legalBasis category startsOn endsOn totalTarget totalDone
    targets(first: 50) { id target done behind share town { name } }
  }
}""",
        layout=(
            Facts(
                of="campaign",
                columns=(
                    "title",
                    "aim",
                    "legalBasis",
                    "category",
                    "startsOn",
                    "endsOn",
                    "totalTarget",
                    "totalDone",
                ),
            ),
            Table(
                rows="campaign.targets",
                title="镇街进度\nProgress of the towns",
                columns=(TOWN, "target", "done", SHARE, "behind"),
            ),
        ),
    ),
    DeskPage(
        slug="enterprise-inspections",
        title="检查\nInspections",
        part_of="core/enterprise",
        document="""query ($id: ID!) {
  enterprise(id: $id) { id
    inspectionTasks(first: 20) { id number visitedOn findings disposal }
    upperInspections(first: 20) { id inspectedOn level what } }
}""",
        layout=(
            Table(
                rows="enterprise.inspectionTasks",
                title="检查结果\nResults of inspections",
                columns=("number", "visitedOn", "findings", "disposal"),
                page="task",
            ),
            Table(
                rows="enterprise.upperInspections",
                title="上级检查\nUpper inspections",
                columns=("inspectedOn", "level", "what"),
            ),
        ),
    ),
]
