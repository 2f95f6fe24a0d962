"""`workQueue(slug)`: what waits for the caller, nearest due date first, in pages."""

import asyncio
from typing import Annotated, Any

import strawberry
from sqlalchemy import ColumnElement, func, select
from strawberry.types.info import Info

from core.errors import InvalidInput
from core.extension import extend
from core.procedures import models as m
from core.procedures.definitions import Track, track_of
from core.procedures.queues import DUE, waiting_for
from schema.operations import query
from schema.paging import DEFAULT_PAGE, Connection, Edge, PageInfo
from schema.reading.rows import Order, limit_of
from schema.request import Request
from schema.roots import Query
from schema.services.matters import Matter

EVERYTHING = "all"
ORDER = Order("DUE", (DUE, m.Matter.__table__.c.id))

Slug = Annotated[
    str,
    strawberry.argument(
        description="队列：all，或程序代码，或 程序代码/环节\n"
        "`all`, the code of a procedure, or `<procedure>/<step>`."
    ),
]
First = Annotated[int, strawberry.argument(description="条数\nHow many.")]
After = Annotated[str | None, strawberry.argument(description="起始游标\nBehind which cursor.")]


@query(
    "待办队列：等您办理的事项，临期在前\nWhat waits for you, nearest due date first.",
    reads=Matter,
)
async def work_queue(
    info: Info, slug: Slug = EVERYTHING, first: First = DEFAULT_PAGE, after: After = None
) -> Connection[Matter]:
    """Matters whose present step the caller may do."""
    request: Request = info.context
    rule = await _waiting(request, slug)
    size = limit_of(first)
    page = select(m.Matter.id, DUE).where(rule, *ORDER.after(m.Matter, after))
    rows = await request.loading.rows(page.order_by(*ORDER.by(m.Matter)).limit(size + 1))
    wanted = (request.loading.record(Matter, key) for key, _ in rows[:size])
    found = await asyncio.gather(*wanted)
    edges = [
        Edge(node=node, cursor=ORDER.cursor([due, key]))
        for node, (key, due) in zip(found, rows, strict=False)
    ]

    async def count() -> int:
        if after is None and len(rows) <= size:
            return len(rows)  # all of them are here
        counted = select(func.count()).select_from(m.Matter).where(rule)
        return int((await request.loading.rows(counted))[0][0])

    info_ = PageInfo(has_next_page=len(rows) > size, end_cursor=edges[-1].cursor if edges else None)
    return Connection(edges=edges, nodes=found, page_info=info_, count=count)


async def _waiting(request: Request, slug: str) -> ColumnElement[bool]:
    rows = await request.loading.rows(select(m.ProcedureDefinition))
    tracks = [track_of(row[0]) for row in rows]
    named, step = _named(tracks, slug)
    return waiting_for(request.access, named, step)


def _named(tracks: list[Track], slug: str) -> tuple[list[Track], str | None]:
    """The tracks that a slug names, and the one step of them. Raises InvalidInput."""
    if slug == EVERYTHING:
        return tracks, None
    code, _, step = slug.partition("/")
    found = [t for t in tracks if t.definition.code == code and (not step or step in t.steps)]
    if not found:
        raise InvalidInput(
            "没有这个队列。", "There is no such queue.", field="slug", code="UNKNOWN_QUEUE"
        )
    return found, step or None


extensions: list[Any] = [extend(Query, work_queue)]
