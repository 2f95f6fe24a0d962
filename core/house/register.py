"""The register on every desk: units, and one unit's file to which every subsystem adds."""

from core.desk_declarations import Column, DeskPage, Facts, Filter, Table
from core.house.matters import TOWNS

TOWN = Column("town.name", "镇街\nTown")

PAGES = [
    DeskPage(
        slug="enterprises",
        title="企业\nEnterprises",
        document="""query ($name: String, $town: ID, $key: Boolean, $after: String) {
  enterprises(
    first: 20, after: $after
    where: {
      name: { contains: $name }, town: { id: { eq: $town } }, isKeyUnit: { eq: $key }
    }
  ) {
    totalCount
    nodes { id name isKeyUnit status address town { name } }
    pageInfo { hasNextPage endCursor }
  }
}""",
        filters=(
            Filter(name="name", title="名称\nName"),
            Filter(name="town", title="镇街\nTown", options=TOWNS),
            Filter(name="key", title="重点\nKey units", choices=(("true", "只看重点 Key only"),)),
        ),
        layout=(
            Table(
                rows="enterprises.nodes",
                columns=(
                    "name",
                    Column("isKeyUnit", "重点单位\nKey unit"),
                    Column("status", "状态\nStatus"),
                    TOWN,
                    Column("address", "住所\nAddress"),
                ),
                page="enterprise",
            ),
        ),
    ),
    DeskPage(
        slug="enterprise",
        title="企业档案\nThe file of an enterprise",
        document="""query ($id: ID!) {
  enterprise(id: $id) {
    id name creditCode kind status isKeyUnit address legalRepresentative phone town { name }
    sites { id name address }
  }
}""",
        layout=(
            Facts(
                of="enterprise",
                columns=(
                    Column("name", "名称\nName"),
                    Column("creditCode", "统一社会信用代码\nCredit code"),
                    Column("status", "状态\nStatus"),
                    Column("isKeyUnit", "重点单位\nKey unit"),
                    TOWN,
                    Column("address", "住所\nAddress"),
                    Column("legalRepresentative", "法定代表人\nHead"),
                    Column("phone", "电话\nTelephone"),
                ),
            ),
            Table(
                rows="enterprise.sites",
                title="场所\nSites",
                columns=(Column("name", "名称\nName"), Column("address", "地址\nAddress")),
            ),
        ),
    ),
    DeskPage(
        slug="enterprise-matters",
        title="办理事项\nMatters",
        part_of="enterprise",
        document="""query ($id: ID!) {
  enterprise(id: $id) { id matters(first: 20) { id title stepTitle state dueOn } }
}""",
        layout=(
            Table(
                rows="enterprise.matters",
                title="办理事项\nMatters",
                columns=(
                    Column("title", "事项\nMatter"),
                    Column("stepTitle", "环节\nStep"),
                    Column("state", "状态\nState"),
                    Column("dueOn", "期限\nDue"),
                ),
                page="matter",
            ),
        ),
    ),
]
