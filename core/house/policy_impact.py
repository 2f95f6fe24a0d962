"""影响预览: what a draft would do, below the draft itself."""

from core.desk_declarations import Column, DeskPage, Facts, Table
from core.policy.vocabulary import Tier

MOST = 40
"""Lines of each kind that the page shows; the query has them all."""

PAGES = [
    DeskPage(
        slug="impact",
        title="影响预览\nWhat it would do",
        tiers=(Tier.OFFICER,),
        part_of="core/draft",
        record="policyImpact",
        document="""query ($id: ID!) {
  policyImpact(draft: $id) {
    text policyVersion
    schemas { text gained lost }
    rows { text }
    documents { text seen lastSeenOn why }
  }
}""",
        layout=(
            Facts(
                of="policyImpact",
                title="影响预览\nWhat it would do",
                columns=(
                    Column("text", "概述\nIn short"),
                    Column("policyVersion", "对照现行版本\nCompared with version"),
                ),
            ),
            Table(
                rows="policyImpact.schemas",
                title="各岗位的模式\nSchemas",
                columns=(
                    Column("text", "概述\nIn short", kind="longtext"),
                    Column("gained", "增加\nGained", kind="longtext"),
                    Column("lost", "减少\nLost", kind="longtext"),
                ),
                most=MOST,
                empty="没有模式改变\nNo schema changes",
            ),
            Table(
                rows="policyImpact.rows",
                title="各岗位各镇街可见的行\nRows seen",
                columns=(Column("text", "变化\nChange", kind="longtext"),),
                most=MOST,
                empty="可见的行不变\nThe same rows are seen",
            ),
            Table(
                rows="policyImpact.documents",
                title="受影响的查询\nDocuments",
                columns=(
                    Column("text", "结果\nWhat becomes of it", kind="longtext"),
                    Column("seen", "见到次数\nSeen"),
                    Column("lastSeenOn", "最近见到\nLast seen"),
                    Column("why", "原因\nWhy"),
                ),
                most=MOST,
                empty="没有查询受影响\nNo document is touched",
            ),
        ),
    ),
]
