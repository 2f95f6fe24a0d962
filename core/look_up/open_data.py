"""Open data: every table that the public may see on a page, as CSV and as JSON.

    GET /open-data                          what there is
    GET /open-data/<plugin>/<slug>.csv      the first table of the page, in full
    GET /open-data/<plugin>/<slug>.json

The page's own document is asked as the public, whoever asks: nothing can be here that is not there.
"""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from core.desk.book import Book, Placed
from core.desk.desk import Desk, Door, peer_of
from core.desk.layout import rows_at
from core.desk.render import Renderer
from core.desk.visit import Visit, dig
from core.desk.words import two
from core.desk_declarations import Column, DeskPage, Table
from core.policy.access import Access
from core.policy.vocabulary import Tier
from core.tables.harmless import harmless

MOST_PAGES: Final = 100
"""Of a connection, each as long as the page has them: beyond, filter."""
FORMS: Final = ("csv", "json")
FRESH: Final = {"cache-control": "no-store"}
"""What is public for a time must not live on in caches."""


def open_pages(book: Book) -> list[Placed[DeskPage]]:
    """The pages that the public may open by themselves."""
    return [
        placed
        for placed in book.pages
        if Tier.PUBLIC in placed.part.tiers
        and "id" not in book.readings[placed.part.document].variables
    ]


def table_of(page: DeskPage) -> Table | None:
    """What a page has to give as data."""
    return next((each for each in page.layout if isinstance(each, Table)), None)


@dataclass(frozen=True)
class OpenData:
    """The handlers. `public` says what the public may do now."""

    desk: Desk
    door: Door
    renderer: Renderer
    public: Callable[[], Access]

    async def index(self, request: Request) -> Response:
        """What there is."""
        sets = [
            (two(each.part.title), f"/open-data/{each.plugin}/{each.part.slug}")
            for each in open_pages(self.desk.book)
            if table_of(each.part)
        ]
        person = await self.door.person(request)
        title = two("开放数据\nOpen data")
        return self.renderer.page("open_data.html", title=title, person=person, sets=sets)

    async def data(self, request: Request) -> Response:
        """One table."""
        where = request.path_params
        found = self.desk.book.page(where["plugin"], where["slug"])
        table = table_of(found.part) if found else None
        known = where["form"] in FORMS and found in open_pages(self.desk.book)
        if found is None or table is None or not known:
            return PlainTextResponse("没有这个数据集。 No such data.\n", 404)
        visit = self.desk.visit(self.public(), peer_of(request))
        rows, problem = await _rows(visit, found.part, table, request.query_params)
        if problem:
            return PlainTextResponse(f"{problem}\n", 429, headers=FRESH)
        columns = [each for each in table.columns if isinstance(each, Column)]
        if where["form"] == "json":
            return JSONResponse(_as_json(visit, found.part, columns, rows), headers=FRESH)
        name = f"{where['plugin']}-{where['slug']}.csv"
        headers = FRESH | {"content-disposition": f'attachment; filename="{name}"'}
        text = "\ufeff" + "".join(_csv(columns, rows))
        return PlainTextResponse(text, media_type="text/csv; charset=utf-8", headers=headers)


async def _rows(
    visit: Visit, page: DeskPage, table: Table, query: Mapping[str, str]
) -> tuple[list[Any], str]:
    """All rows, page by page; and what went wrong."""
    rows: list[Any] = []
    names = [each.name for each in page.filters]
    kinds = visit.book.readings[page.document]
    given: dict[str, Any] = {
        name: query[name] == "true" if kinds.type_of(name).strip("!") == "Boolean" else query[name]
        for name in names
        if query.get(name)
    }
    after = None
    for _ in range(MOST_PAGES):
        result = await visit.read(page.document, after=after, **given)
        if result is None or result.errors:
            return rows, (result.errors[0] if result and result.errors else "not public")
        rows += rows_at(result, table.rows)
        info = result.at(f"{table.rows.rpartition('.')[0]}.pageInfo") or {}
        if not info.get("hasNextPage"):
            break
        after = info["endCursor"]
    return rows, ""


def _as_json(
    visit: Visit, page: DeskPage, columns: Iterable[Column], rows: Iterable[Any]
) -> dict[str, Any]:
    listed = list(columns)
    return {
        "title": page.title,
        "asOf": visit.access.today.isoformat(),
        "columns": {each.path: each.title for each in listed},
        "rows": [{each.path: dig(row, each.path) for each in listed} for row in rows],
    }


def _csv(columns: Iterable[Column], rows: Iterable[Any]) -> Iterator[str]:
    listed = list(columns)
    yield _line([two(each.title).chinese for each in listed])
    for row in rows:
        yield _line([_cell(dig(row, each.path)) for each in listed])


def _cell(value: Any) -> str:
    if isinstance(value, list):
        return harmless("、".join(map(str, value)))
    return "" if value is None else harmless(str(value))


def _line(cells: list[str]) -> str:
    written = io.StringIO()
    csv.writer(written).writerow(cells)
    return written.getvalue()


def open_data_routes(desk: Desk, door: Door, public: Callable[[], Access]) -> list[BaseRoute]:
    """The routes of open data."""
    handlers = OpenData(desk, door, Renderer(desk.book.folders), public)
    return [
        Route("/open-data", handlers.index),
        Route("/open-data/{plugin}/{slug}.{form}", handlers.data),
    ]
