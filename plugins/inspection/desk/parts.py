"""What pages and forms of letters, plans and tasks have in common."""

from core.desk_declarations import Column, Filter, Options
from core.policy.vocabulary import Tier
from plugins.inspection.desk.forms import TOWNS, UNITS

OFFICE = (Tier.BRANCH, Tier.STATION)
STAFF = (Tier.BRANCH, Tier.STATION, Tier.TOWN, Tier.SUPERIOR)
STEP = Column("matter.stepTitle", "环节\nStep")
LEFT = Column("matter.dueOn", "剩余\nLeft", "days")
TOWN = Column("town.name", "镇街\nTown")
OF_TOWN = Filter(name="town", title="镇街\nTown", options=TOWNS)
STATE = Filter(name="state", title="状态\nState")
MATTER = """matter {
      step stepTitle dueOn state
      availableActions { name title mutation allowed reason }
      steps { at act stepTitle toTitle organisation { name } onTime reason }
    }"""
STEPS = (
    Column("act", "动作\nAct"),
    Column("organisation.name", "单位\nBy"),
    Column("toTitle", "去向\nTo"),
    Column("onTime", "按期\nIn time"),
)
OFFICERS = Options(
    document="""{ officerCards(first: 100, where: { status: { eq: ACTIVE } }) {
  nodes { id cardNo name openTaskCount } } }""",
    rows="officerCards.nodes",
    labels=("cardNo", "name"),
)
LIBRARIES = Options(
    document="{ objectLibraries(first: 100) { nodes { id code name } } }",
    rows="objectLibraries.nodes",
    labels=("code", "name"),
)
CAMPAIGNS = Options(
    document="{ campaigns(first: 100) { nodes { id title } } }",
    rows="campaigns.nodes",
    labels=("title",),
)
ORGANISATIONS = Options(
    document="{ organisations(first: 100) { nodes { id name } } }", rows="organisations.nodes"
)
__all__ = ["TOWNS", "UNITS"]
