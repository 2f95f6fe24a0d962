"""The page `/look-up`: anybody types a number; no account, no script."""

from dataclasses import dataclass
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from core.desk.desk import Desk, Door, peer_of
from core.desk.render import Renderer
from core.desk.words import Words, two
from core.look_up.open_data import open_pages

DOCUMENT: Final = """query ($number: String!) {
  lookUp(number: $number) { kind number colour facts { title value } }
}"""
TITLE: Final = two("查证\nLook up a licence or a lift")


@dataclass(frozen=True)
class LookUpPage:
    """The handler, for the public as for people who are signed in."""

    desk: Desk
    door: Door
    renderer: Renderer

    async def __call__(self, request: Request) -> Response:
        """The form, and what was found."""
        number = request.query_params.get("number", "").strip()
        person = await self.door.person(request)
        found: list[dict[str, Any]] | None = None
        problems: list[str] = []
        if number:
            access = await self.door.access(request)
            reply = await self.desk.gateway.ask(
                access, DOCUMENT, {"number": number}, peer_of(request)
            )
            found, problems = (reply.data or {}).get("lookUp"), list(reply.errors)
        kinds = [two(placed.part.title) for placed in self.desk.book.views]
        return self.renderer.page(
            "look_up.html",
            title=TITLE,
            person=person,
            here="look-up",
            number=number,
            found=None if problems else found,
            problems=problems,
            open_pages=[(two(each.part.title), each.path) for each in open_pages(self.desk.book)],
            kinds=Words("、".join(k.chinese for k in kinds), ", ".join(k.english for k in kinds)),
        )


def look_up_routes(desk: Desk, door: Door) -> list[BaseRoute]:
    """The route of the page."""
    page = LookUpPage(desk, door, Renderer(desk.book.folders))
    return [Route("/look-up", page.__call__)]
