"""Draws for the screen on the wall: pool hash, seed and winners, and that they agree."""

from core.desk_declarations import Column, DeskPage, Facts, Filter, Table

PAGES = [
    DeskPage(
        slug="draws",
        title="随机抽取\nRandom draws",
        document="""query ($kind: String, $after: String) {
  draws(first: 20, after: $after, where: { kind: { eq: $kind } }) {
    totalCount
    nodes { id title count poolSize frozenAt drawnAt publishedOn verified }
    pageInfo { hasNextPage endCursor }
  }
}""",
        filters=(Filter(name="kind", title="用途代码\nWhat for"),),
        layout=(
            Table(
                rows="draws.nodes",
                columns=(
                    Column("title", "标题\nTitle"),
                    Column("count", "抽取数\nDrawn"),
                    Column("poolSize", "名单数\nOut of"),
                    Column("frozenAt", "名单冻结\nFrozen"),
                    Column("drawnAt", "抽取\nDrawn at"),
                    Column("publishedOn", "公示\nPublished"),
                    Column("verified", "重算一致\nVerified"),
                ),
                page="draw",
            ),
        ),
    ),
    DeskPage(
        slug="draw",
        title="随机抽取\nRandom draw",
        document="""query ($id: ID!) {
  draw(id: $id) {
    id title count poolSize poolSha256 seedSource seed resultSha256 verified
    frozenAt frozenAs drawnAt drawnAs witnesses publishedOn pool
    winners { place label key ticket }
  }
}""",
        layout=(
            Facts(
                of="draw",
                columns=(
                    "title",
                    "count",
                    "poolSize",
                    "poolSha256",
                    "seedSource",
                    "seed",
                    "resultSha256",
                    "verified",
                    "frozenAt",
                    "frozenAs",
                    "drawnAt",
                    "drawnAs",
                    "witnesses",
                    "publishedOn",
                ),
            ),
            Table(
                rows="draw.winners",
                title="抽取结果\nResult",
                columns=("place", "label", "key", "ticket"),
                empty="尚未抽取\nNot drawn yet",
            ),
            Facts(
                of="draw", columns=("pool",), title="名单（可自行重算）\nThe pool, to draw it again"
            ),
        ),
        help="名单摘要先于种子公布。任何人都可用名单和种子重算，得到同样的结果。\n"
        "The hash of the pool is shown before the seed is known; with both anybody finds the same.",
    ),
]
