"""Penalties that are published, for everybody, as long as they are."""

from core.desk_declarations import Column, DeskPage, Filter, Table
from core.policy.vocabulary import Tier

PAGES = [
    DeskPage(
        slug="published",
        title="行政处罚公示\nPublished penalties",
        tiers=(Tier.PUBLIC, Tier.ENTERPRISE, Tier.SUPERIOR, Tier.BRANCH, Tier.STATION),
        document="""query ($today: Date!, $party: String, $after: String) {
  publications(
    first: 50, after: $after
    where: { partyName: { contains: $party }, endsOn: { gt: $today } }
  ) {
    totalCount pageInfo { hasNextPage endCursor }
    nodes { number partyName violation basis content authority decidedOn publishedOn endsOn }
  }
}""",
        filters=(Filter(name="party", title="当事人\nParty"),),
        layout=(
            Table(
                rows="publications.nodes",
                columns=(
                    Column("number", "决定书文号\nNumber"),
                    Column("partyName", "当事人\nParty"),
                    Column("violation", "违法行为\nViolation"),
                    Column("basis", "处罚依据\nLaw"),
                    Column("content", "处罚内容\nPenalty"),
                    Column("authority", "处罚机关\nAuthority"),
                    Column("decidedOn", "决定日期\nDecided"),
                    Column("endsOn", "公示至\nShown until"),
                ),
                empty="没有公示期内的处罚\nNo penalty is published now",
            ),
        ),
    ),
]
