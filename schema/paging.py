"""Relay connections, as ordinary generic Strawberry types."""

from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar

import strawberry

MAX_PAGE = 100
DEFAULT_PAGE = 20

T = TypeVar("T")


@strawberry.type(description="分页信息\nWhere this page ends.")
class PageInfo:
    """Relay's page info; pages go forward only."""

    has_next_page: bool = strawberry.field(description="还有下一页\nMore records follow.")
    end_cursor: str | None = strawberry.field(description="末尾游标\nPass it as `after` to go on.")


@strawberry.type(description="分页边\nA record and its place in the list.")
class Edge(Generic[T]):
    """Relay's edge."""

    node: T = strawberry.field(description="记录\nThe record.")
    cursor: str = strawberry.field(description="游标\nIts place in the list.")


@strawberry.type(description="分页列表\nOne page of records.")
class Connection(Generic[T]):
    """Relay's connection, with `nodes` and an exact `totalCount`."""

    edges: list[Edge[T]] = strawberry.field(description="分页边\nRecords with cursors.")
    nodes: list[T] = strawberry.field(description="记录\nThe records.")
    page_info: PageInfo = strawberry.field(description="分页信息\nWhere this page ends.")
    count: strawberry.Private[Callable[[], Awaitable[int]]]

    @strawberry.field(description="总数\nHow many records match, on all pages.")
    async def total_count(self) -> int:
        """Counted only when asked for."""
        return await self.count()
