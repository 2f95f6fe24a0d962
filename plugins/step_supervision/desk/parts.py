"""What several pages and forms of step supervision show."""

from core.desk_declarations import Column, Options
from core.policy.vocabulary import Tier

OFFICES = (Tier.SUPERIOR, Tier.BRANCH)
STAFF = (*OFFICES, Tier.STATION, Tier.TOWN)
TOWNS = Options(document="{ divisions(first: 100) { nodes { id name } } }", rows="divisions.nodes")
UNITS = Options(
    document="""query ($q: String) {
  organisations(
    first: 60, where: { tier: { in: [BRANCH, STATION, TOWN] }, name: { contains: $q } }
  ) { nodes { id name } }
}""",
    rows="organisations.nodes",
)
CASE = """query ($id: ID!) {
  supervisionCase(id: $id) {
    id version number question aboutStep answer answeredOn verdict timesReturned unit { name }
    matter { stepTitle dueOn availableActions { name mutation allowed reason } }
  }
}"""
NUMBER, UNIT = Column("number", "编号\nNumber"), Column("unit.name", "被督办单位\nUnit")
ASKED = Column("question", "督办要求\nAsked")
LEFT = Column("matter.dueOn", "剩余\nLeft", "days")
