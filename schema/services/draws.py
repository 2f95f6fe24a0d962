"""Draws as clients see them: pool, seed and winners, and whether they agree when drawn again."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

import strawberry
from sqlalchemy import Date, func, select
from strawberry.types.info import Info

from core.draws import models as m
from core.draws.drawing import balls_of, winners
from core.draws.service import is_true
from core.extension import extend
from schema.fields import by_id, column, computed, connection, key, personal
from schema.ids import Node
from schema.request import Request
from schema.roots import Query
from schema.shared.register import VERSION


@strawberry.type(description="抽中的对象\nOne that was drawn.")
class DrawWinner:
    """A winner with the ticket that made it one."""

    place: int = strawberry.field(description="次序\nIn which place, from 1.")
    key: str = strawberry.field(description="编号\nIts key in the pool.")
    label: str = strawberry.field(description="名称\nWhat people call it.")
    ticket: str = strawberry.field(
        description="号签：“种子:编号:序号”的 SHA-256 中最小的\n"
        "The smallest SHA-256 of `seed:key:i` over its tickets i."
    )


@strawberry.type(
    description="随机抽取：名单先冻结并公布摘要，后产生种子；任何人可用种子重算\n"
    "A random draw: the pool is frozen before the seed is known; anybody can draw it again."
)
class Draw(Node):
    """A draw; what it was drawn for names it."""

    id: strawberry.ID = key(m.Draw.id)
    kind: str = column(m.Draw.kind, "用途代码\nWhat it is for.", where=True)
    title: str = column(m.Draw.title, "标题\nWhat it is called.")
    pool: str = column(m.Draw.pool, "冻结的名单：每行“编号 权重”\nThe pool: `key weight` a line.")
    pool_size: int = column(m.Draw.pool_size, "名单数\nHow many could be drawn.")
    pool_sha256: str = column(
        m.Draw.pool_sha256, "名单摘要，先于种子公布\nSHA-256 of `pool`, known before the seed."
    )
    count: int = column(m.Draw.count, "抽取数\nHow many are drawn.")
    seed_source: str = column(
        m.Draw.seed_source,
        "事先公布的种子来源；空为系统随机产生\nThe announced source; empty: the system.",
    )
    frozen_at: dt.datetime = column(m.Draw.frozen_at, "冻结时间\nWhen the pool was frozen.")
    frozen_as: str = column(m.Draw.frozen_as, "冻结人岗位\nIn which role it was frozen.")
    seed: str | None = column(m.Draw.seed, "种子；抽取前为空\nThe seed; null before the draw.")
    drawn_at: dt.datetime | None = column(m.Draw.drawn_at, "抽取时间\nWhen it was drawn.")
    drawn_as: str | None = column(m.Draw.drawn_as, "抽取人岗位\nIn which role it was drawn.")
    result_sha256: str | None = column(
        m.Draw.result_sha256, "结果摘要\nSHA-256 of pool hash, seed and winners, a line each."
    )
    witnesses: str | None = personal(m.Draw.witnesses, "见证人\nWho looked on.")
    published_on: dt.date | None = computed(
        func.lower(m.Draw.published_during, type_=Date),
        "公示日期\nSince when everybody may see it.",
    )
    version: int = column(m.Draw.version, VERSION)

    @strawberry.field(description="抽中的对象，按次序\nThe winners, in the order of the draw.")
    async def winners(self, info: Info) -> list[DrawWinner]:
        """As many as `count`; empty before the draw."""
        row = await _stored(info.context, self)
        if row is None or row.seed is None:
            return []
        labels: Mapping[str, Any] = row.labels
        chosen = [ball for ball in balls_of(row.pool) if ball.key in set(row.keys or ())]
        tickets = {each.key: each.ticket for each in winners(row.seed, chosen, len(chosen))}
        return [
            DrawWinner(
                place=place, key=each, label=str(labels.get(each, each)), ticket=tickets[each]
            )
            for place, each in enumerate(row.keys or (), 1)
        ]

    @strawberry.field(
        description="重算一致；抽取前为空\nWhether it comes out the same when drawn again."
    )
    async def verified(self, info: Info) -> bool | None:
        """Computed anew each time that somebody asks."""
        row = await _stored(info.context, self)
        return None if row is None else is_true(row)


async def _stored(request: Request, draw: Draw) -> Any:
    """The row behind a draw, batched with its siblings."""

    async def load(keys: list[int]) -> list[Any]:
        rows = await request.loading.rows(select(m.Draw).where(m.Draw.id.in_(keys)))
        found = {row[0].id: row[0] for row in rows}
        return [found.get(each) for each in keys]

    return await request.loading.batch("draw rows", vars(draw)["_key"], load)


extensions = [
    extend(
        Query,
        draw=by_id(Draw, "一次随机抽取\nOne draw."),
        draws=connection(
            Draw, "随机抽取，最近的在前\nDraws, latest first.", order_by=m.Draw.id.desc()
        ),
    )
]
