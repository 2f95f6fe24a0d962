"""Reports on licences: what ends next quarter (to print), by month, states, renewals, islands."""

from core.desk_declarations import Column, DeskPage, Filter, Note, Options, Table
from core.policy.vocabulary import Tier

TOWNS = Options(document="{ divisions(first: 100) { nodes { id name } } }", rows="divisions.nodes")
TOWN = Column("town.name", "镇街\nTown")
KIND = Column("typeCode", "种类\nKind")
COUNT = Column("count", "张数\nHow many")
OFFICIAL = (Tier.BRANCH, Tier.SUPERIOR, Tier.STATION, Tier.TOWN)

REPORT_PAGES = [
    DeskPage(
        slug="next-quarter",
        title="下季度到期的许可\nLicences that end next quarter",
        tiers=OFFICIAL,
        document="""query ($town: ID, $after: String) {
  licences(
    first: 100, after: $after, orderBy: VALID_UNTIL_ASC
    where: { endsNextQuarter: { eq: true }, town: { id: { eq: $town } } }
  ) {
    totalCount
    nodes { id number validUntil renewBy type { name } enterprise { name address } town { name } }
    pageInfo { hasNextPage endCursor }
  }
}""",
        filters=(Filter(name="town", title="镇街\nTown", options=TOWNS),),
        layout=(
            Note(text="供镇街月度例会打印\nTo print for the town's monthly meeting"),
            Table(
                rows="licences.nodes",
                columns=(
                    Column("enterprise.name", "企业\nEnterprise"),
                    Column("enterprise.address", "地址\nAddress"),
                    Column("type.name", "种类\nKind"),
                    Column("number", "证号\nNumber"),
                    Column("validUntil", "有效期止\nValid until"),
                    Column("renewBy", "最迟申请延续\nRenew by"),
                    TOWN,
                ),
                page="licence",
            ),
        ),
    ),
    DeskPage(
        slug="reports",
        title="许可统计\nReports on licences",
        tiers=OFFICIAL,
        document="""{
  licenceStates { town { name } typeCode state count }
  licenceExpiries { month typeCode count }
  renewalRates { town { name } filed inTime rate }
  licenceIslands { typeCode enterprises knownHereOnly }
}""",
        layout=(
            Table(
                rows="licenceExpiries",
                title="今后二十四个月到期\nWhat ends in the next 24 months",
                columns=(Column("month", "月份\nMonth"), KIND, COUNT),
                dense=True,
            ),
            Table(
                rows="licenceStates",
                title="按镇街、种类、状态\nBy town, kind and state",
                columns=(TOWN, KIND, "state", COUNT),
            ),
            Table(
                rows="renewalRates",
                title="延续按时率\nRenewals filed in time",
                columns=(TOWN, "filed", "inTime", Column("rate", "按时率\nRate", "share")),
            ),
            Table(
                rows="licenceIslands",
                title="许可孤岛\nEnterprises known by one register only",
                columns=(KIND, "enterprises", "knownHereOnly"),
            ),
        ),
    ),
]
