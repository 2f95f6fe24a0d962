"""Columns, choices and documents that pages and forms of food share."""

from core.desk_declarations import Column, Facts, Filter, Options, Timeline
from core.policy.vocabulary import Tier

STAFF = (Tier.BRANCH, Tier.SUPERIOR, Tier.STATION, Tier.TOWN)
OFFICIAL = (Tier.STATION, Tier.BRANCH)
TOWNS = Options(document="{ divisions(first: 100) { nodes { id name } } }", rows="divisions.nodes")
TOWN_FILTER = Filter(name="town", title="镇街\nTown", options=TOWNS)
COLOUR_FILTER = Filter(name="colour", title="颜色\nColour")
MAKERS = Options(
    document="""query ($q: String) {
  foodProducers(first: 20, where: { enterprise: { name: { contains: $q } } }) {
    nodes { id enterprise { name } category { name } }
  }
}""",
    rows="foodProducers.nodes",
    labels=("enterprise.name", "category.name"),
)
OWN = Options(
    document="{ foodProducers(first: 5) { nodes { id enterprise { name } } } }",
    rows="foodProducers.nodes",
    labels=("enterprise.name",),
)
UNITS = Options(
    document="""query ($q: String) {
  enterprises(first: 20, where: { name: { contains: $q } }) { nodes { id name address } }
}""",
    rows="enterprises.nodes",
    labels=("name", "address"),
)
CLASSES = Options(
    document="""{ foodCategories(first: 100, where: { validTo: { isNull: true } }) {
  nodes { id code name } } }""",
    rows="foodCategories.nodes",
    labels=("code", "name"),
)
ITEMS = Options(
    document="""{ checklistItems(first: 60, where: {
  checklist: { code: { eq: "FP" }, validTo: { isNull: true } }
}) { nodes { id text } } }""",
    rows="checklistItems.nodes",
    labels=("text",),
)
ENTERPRISE = Column("enterprise.name", "企业\nEnterprise")
MAKER = Column("producer.enterprise.name", "企业\nEnterprise")
CLASS = Column("category.name", "类别\nClass")
TOWN = Column("town.name", "镇街\nTown")
STEP = Column("matter.stepTitle", "环节\nStep")
LEFT = Column("matter.dueOn", "剩余\nLeft", "days")
FILES = "attachments { url previewUrl fileName mediaType }"
PHOTOS = Column("attachments", "照片和附件\nPhotos", "photo")
MATTER = """matter {
  step stepTitle dueOn outcome
  availableActions { name title mutation allowed reason }
  steps { at act stepTitle toTitle organisation { name } onTime reason }
}"""
ACTIONS = "matter { step stepTitle dueOn availableActions { name mutation allowed reason } }"


def timeline(record: str) -> Timeline:
    """What happened to the matter of a record."""
    return Timeline(
        rows=f"{record}.matter.steps",
        when="at",
        what="stepTitle",
        columns=(
            Column("act", "动作\nAct"),
            Column("organisation.name", "单位\nBy"),
            Column("toTitle", "去向\nTo"),
            Column("onTime", "按期\nIn time"),
            Column("reason", "说明\nSaid"),
        ),
    )


def facts(record: str, *columns: Column | str) -> Facts:
    """The facts of a record with a matter."""
    return Facts(of=record, columns=(*columns, STEP, LEFT))
