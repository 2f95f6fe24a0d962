"""Reports of inspection on the desk: statistics, rates, proven complaints."""

from core.desk_declarations import Column, DeskPage, Filter, Table
from plugins.inspection.desk.parts import STAFF, TOWN

PAGES = [
    DeskPage(
        slug="complaint-statistics",
        title="投诉统计\nStatistics of complaints",
        tiers=STAFF,
        document="""query ($first: Date, $last: Date) {
  complaintStatistics(first: $first, last: $last) {
    town { name } category product received accepted settled ended proven
  }
  letterTimeliness(first: $first, last: $last) { procedure step done inTime rate }
}""",
        filters=(
            Filter(name="first", title="起始日\nFrom"),
            Filter(name="last", title="终止日\nTo"),
        ),
        layout=(
            Table(
                rows="complaintStatistics",
                title="按镇街、商品\nBy town and product",
                group_by="town.name",
                columns=(
                    "category",
                    "product",
                    "received",
                    "accepted",
                    "settled",
                    "ended",
                    "proven",
                ),
            ),
            Table(
                rows="letterTimeliness",
                title="按期率\nIn time",
                columns=("procedure", "step", "done", "inTime", Column("rate", "", "share")),
            ),
        ),
    ),
    DeskPage(
        slug="complaint-records",
        title="投诉集中名单\nUnits with proven complaints",
        tiers=STAFF,
        document="""query ($after: String) {
  complaintRecords(first: 20, after: $after) {
    totalCount pageInfo { hasNextPage endCursor }
    nodes { id proven lastProvenOn listedOn enterprise { id name } town { name } }
  }
}""",
        layout=(
            Table(
                rows="complaintRecords.nodes",
                columns=(
                    Column("enterprise.name", "企业\nUnit", page="core/enterprise"),
                    TOWN,
                    "proven",
                    "lastProvenOn",
                    "listedOn",
                ),
            ),
        ),
        help="九十日内查实三件以上的列为重点。\nThree within 90 days put a unit on the key list.",
    ),
    DeskPage(
        slug="rectification",
        title="整改率\nRates of rectification",
        tiers=STAFF,
        document="""query ($first: Date, $last: Date) {
  rectificationRates(first: $first, last: $last) {
    town { name } ordered closed inTime overdue rate
  }
}""",
        filters=(
            Filter(name="first", title="起始日\nFrom"),
            Filter(name="last", title="终止日\nTo"),
        ),
        layout=(
            Table(
                rows="rectificationRates",
                columns=(
                    TOWN,
                    "ordered",
                    "closed",
                    "inTime",
                    "overdue",
                    Column("rate", "", "share"),
                ),
            ),
        ),
    ),
    DeskPage(
        slug="enterprise-complaints",
        title="投诉\nComplaints",
        part_of="core/enterprise",
        document="""query ($id: ID!) {
  enterprise(id: $id) { id complaints(first: 20) { id number receivedOn product result } }
}""",
        layout=(
            Table(
                rows="enterprise.complaints",
                title="投诉\nComplaints",
                columns=("number", "receivedOn", "product", "result"),
                page="complaint",
            ),
        ),
    ),
]
