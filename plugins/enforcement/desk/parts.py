"""What several pages and forms of cases share."""

from core.desk_declarations import Column, Field, Filter, Options

ENTERPRISES = Options(
    document="""query ($q: String) {
  enterprises(first: 20, where: { name: { contains: $q } }) { nodes { id name address } }
}""",
    rows="enterprises.nodes",
    labels=("name", "address"),
)
TOWNS = Options(document="{ divisions(first: 100) { nodes { id name } } }", rows="divisions.nodes")
RULES = Options(
    document="""query { discretionRules(first: 100, where: { validTo: { isNull: true } }) {
  nodes { id code act penaltyArticle what } } }""",
    rows="discretionRules.nodes",
    labels=("act", "penaltyArticle", "what"),
)
CARDS = Options(
    document="""query { enforcementCards(first: 100, where: { confirmedOn: { isNull: false } }) {
  nodes { id holder number } } }""",
    rows="enforcementCards.nodes",
    labels=("holder", "number"),
)
REASON = Field("reason", "理由\nReason", "longtext", required=True)
PHOTOS = Field("photos", "附件\nFiles", "photo", required=False)
STEP = Column("matter.stepTitle", "环节\nStep")
LEFT = Column("matter.dueOn", "剩余\nLeft", "days")
ONE = """query ($id: ID!) {
  penaltyCase(id: $id) {
    id version number cause partyName filedOn decideBy isOpen
    matter { step stepTitle dueOn availableActions { name mutation allowed reason } }
    reports { facts fine grade lowest highest confiscation }
    notices { number fine answerBy }
    decisions { number fine payBy }
    clue { what }
  }
}"""
FACTS = (
    Column("number", "案号\nNumber"),
    Column("partyName", "当事人\nParty"),
    Column("cause", "案由\nCause"),
    Column("matter.stepTitle", "环节\nStep"),
    LEFT,
)
BOTH = ("case", "core/matter")
PARTY = Column("partyName", "当事人\nParty")
PERIOD = (Filter(name="first", title="起始日\nFrom"), Filter(name="last", title="终止日\nUntil"))
FILES = "attachments { url previewUrl fileName mediaType }"
