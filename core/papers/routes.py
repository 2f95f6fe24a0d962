"""Papers over HTTP, beside the desk's pages and under the same rights.

GET /desk/<plugin>/papers/<slug>/<id>.pdf

What one may not read is not printed, and is answered like what is not there.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from core.desk.book import Placed
from core.desk.routes import DeskPages, Guest
from core.desk.visit import Result, Visit
from core.desk.words import two
from core.errors import Unavailable, ZhijianError
from core.paper_declarations import Paper
from core.papers.offered import number_of, printable
from core.papers.printing import Printer, Sheet
from core.policy.access import Access

COST: Final = 500
"""Objects that a printed paper counts for in the caller's budget, beside what it reads."""
PDF: Final = "application/pdf"


@dataclass(frozen=True)
class Papers:
    """The handler of the address."""

    printer: Printer
    spend: Callable[[Access, str, int], None]

    async def __call__(self, pages: DeskPages, request: Request, guest: Guest) -> Response:
        """The paper, or a page that says why not."""
        where, visit = request.path_params, guest.visit
        placed = visit.book.paper(where["plugin"], where["slug"])
        if placed is None or not printable(visit, placed.part):
            return pages.missing(guest)
        result = await visit.read(placed.part.document, id=where["key"])
        if result is None or (not result.errors and not _there(placed.part, result)):
            return pages.missing(guest)
        if result.errors:
            return pages.problem(guest, two(result.errors[0]), 422)
        try:
            self.spend(visit.access, visit.peer.ip, COST)
            made = await self.printer.pdf(self._sheet(visit, placed, result))
        except ZhijianError as error:
            status = 503 if isinstance(error, Unavailable) else 422
            return pages.problem(guest, two(str(error)), status)
        return Response(made, headers=_headers(placed.part, result), media_type=PDF)

    def _sheet(self, visit: Visit, placed: Placed[Paper], result: Result) -> Sheet:
        return Sheet(
            sources=visit.book.sources[placed.plugin],
            main=placed.part.template,
            data=result.data,
            today=visit.access.today,
        )


def _there(paper: Paper, result: Result) -> bool:
    return bool(result.at(result.reading.first_field)) and bool(not paper.of or result.at(paper.of))


def _headers(paper: Paper, result: Result) -> dict[str, str]:
    name = number_of(paper, result) or f"{two(paper.title).chinese}（草稿）"
    return {
        "content-disposition": f"inline; filename*=UTF-8''{quote(name, safe='')}.pdf",
        "cache-control": "no-store",
        "x-content-type-options": "nosniff",
    }


def paper_routes(
    pages: DeskPages, printer: Printer, spend: Callable[[Access, str, int], None]
) -> list[BaseRoute]:
    """The route of papers; to be placed before the desk's own."""
    papers = Papers(printer, spend)
    path = "/desk/{plugin}/papers/{slug}/{key}.pdf"
    return [Route(path, pages.entered(papers.__call__), methods=["GET"])]
