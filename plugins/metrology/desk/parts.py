"""What several pages and forms of metrology show."""

from core.desk_declarations import Column, Field, Options, WorkQueue

TOWNS = Options(
    document="""{
  divisions(first: 100, where: { kind: { in: [TOWN, STREET] } }) { nodes { id name } }
}""",
    rows="divisions.nodes",
)
ENTERPRISES = Options(
    document="""query ($q: String) {
  enterprises(first: 20, where: { name: { contains: $q } }) { nodes { id name } }
}""",
    rows="enterprises.nodes",
)
CATEGORIES = Options(
    document="""query ($q: String) {
  instrumentCategories(first: 100, where: { name: { contains: $q } }) { nodes { code name } }
}""",
    rows="instrumentCategories.nodes",
    labels=("code", "name"),
    value="code",
)
BODIES = Options(
    document="{ authorisedBodies(first: 50) { nodes { id name } } }", rows="authorisedBodies.nodes"
)
MARKETS = Options(document="{ markets(first: 100) { nodes { id name } } }", rows="markets.nodes")
DUE = Options(
    document="""{
  instruments(first: 100, where: { status: { in: [IN_USE, STOPPED, IDLE] } }, orderBy: DUE_ON_ASC) {
    nodes { id name number validTo }
  }
}""",
    rows="instruments.nodes",
    labels=("name", "number", "validTo"),
)
USER = Column("enterprise.name", "使用单位\nUser")
TOWN = Column("town.name", "镇街\nTown")
STEP = Column("matter.stepTitle", "环节\nStep")
LEFT = Column("matter.dueOn", "剩余\nLeft", "days")
OUTCOME = Column("matter.outcome", "结果\nOutcome", "outcome")
FILES = Column("attachments", "照片\nPhotos", "photo")
PHOTOS = Field("photos", "照片\nPhotos", kind="photo", required=False)
REASON = Field("reason", "理由\nReason", kind="longtext", required=True)
BACK = Field("reason", "退回理由\nReason for a return", kind="longtext", required=False)
SECOND = Field("secondOfficer", "另一名执法人员\nThe other officer")
OF_INSTRUMENT = (
    "name",
    "number",
    Column("status", "状态\nStatus"),
    Column("validTo", "有效期止\nUntil"),
    USER,
)


def waiting(slug: str, title: str, step: str, page: str, **more: object) -> WorkQueue:
    """What waits for the person at a step of a procedure, nearest due date first."""
    return WorkQueue(
        slug=slug,
        title=title,
        document=f"""query ($after: String) {{
  workQueue(slug: "{step}", first: 20, after: $after) {{
    totalCount pageInfo {{ hasNextPage endCursor }}
    nodes {{ id: subjectId title dueOn enterprise {{ name }} town {{ name }} }}
  }}
}}""",
        rows="workQueue.nodes",
        columns=("title", USER, TOWN),
        due="dueOn",
        page=page,
        **more,  # type: ignore[arg-type]  # fields of the class
    )
