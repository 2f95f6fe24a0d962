"""Results of spot checks that are published, for everybody, as long as they are."""

from core.desk_declarations import Column, DeskPage, Filter, Table
from core.policy.vocabulary import Tier

PUBLIC_PAGES = [
    DeskPage(
        slug="published-results",
        title="监督抽查结果公布\nPublished results of spot checks",
        tiers=(Tier.PUBLIC,),
        document="""query ($maker: String, $product: String, $after: String) {
  publishedResults(
    first: 50, after: $after
    where: { nominalMaker: { contains: $maker }, productName: { contains: $product } }
  ) {
    totalCount pageInfo { hasNextPage endCursor }
    nodes {
      nominalMaker productName specification batch verdict failures noticeNumber publishedOn
      laboratory
    }
  }
}""",
        filters=(
            Filter(name="maker", title="标称生产企业\nMaker"),
            Filter(name="product", title="产品\nProduct"),
        ),
        layout=(
            Table(
                rows="publishedResults.nodes",
                columns=(
                    Column("nominalMaker", "标称生产企业\nMaker"),
                    Column("productName", "产品\nProduct"),
                    Column("specification", "规格型号\nSpecification"),
                    Column("batch", "批号或生产日期\nBatch"),
                    Column("verdict", "结论\nVerdict"),
                    Column("failures", "不合格项目\nFailing items"),
                    Column("noticeNumber", "公告号\nNotice"),
                    Column("publishedOn", "公布日期\nPublished"),
                    Column("laboratory", "检验机构\nLaboratory"),
                ),
                empty="没有已公布的结果\nNothing is published now",
            ),
        ),
    ),
]
