"""The desk over HTTP.

    GET  /desk                          the first page
    GET  /desk/<plugin>/<slug>[/<id>]   a declared page, queue or form
    POST /desk/<plugin>/<slug>[/<id>]   a form, submitted; without JavaScript as with it

Nobody's desk is public: without a session every address leads to the first page of the house.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from core.desk.book import meant_for
from core.desk.desk import Desk, Door, peer_of
from core.desk.home import home_of, queue_of
from core.desk.pages import page_view
from core.desk.render import Renderer
from core.desk.visit import Visit
from core.desk.words import two
from core.errors import Denied
from core.gateway.pages import PagePerson

Handle = Callable[["DeskPages", Request, "Guest"], Awaitable[Response]]


@dataclass(frozen=True, slots=True)
class Guest:
    """Whoever is signed in, with the visit that has begun."""

    person: PagePerson
    visit: Visit


@dataclass(frozen=True)
class DeskPages:
    """Handlers of the desk's addresses."""

    desk: Desk
    door: Door
    renderer: Renderer

    def routes(self) -> list[BaseRoute]:
        """To be placed before anything that answers below `/desk`."""
        return [
            Route("/desk", self._entered(DeskPages.home)),
            Route("/desk/{plugin}/{slug}", self._entered(DeskPages.part)),
            Route("/desk/{plugin}/{slug}/{key}", self._entered(DeskPages.part)),
        ]

    async def home(self, _request: Request, guest: Guest) -> Response:
        """The first page."""
        view = await home_of(guest.visit)
        return self.show("home.html", guest, title=two(view.home.title), view=view, here="desk")

    async def part(self, request: Request, guest: Guest) -> Response:
        """A page or queue at its address."""
        where = request.path_params
        plugin, slug, key = where["plugin"], where["slug"], where.get("key")
        if placed := self.desk.book.page(plugin, slug):
            view = await page_view(guest.visit, placed, key, request.query_params)
            if view is not None:
                template = f"{plugin}/{placed.part.template}" if placed.part.template else ""
                return self.show(template or "page.html", guest, title=view.title, view=view,
                                 path=placed.path, data=view.data, trail=True,
                                 problems=view.problems)  # fmt: skip
        if (queue := self.desk.book.queue(plugin, slug)) and meant_for(
            queue.part, guest.visit.access
        ):
            waiting = await queue_of(guest.visit, queue)
            if waiting is not None:
                return self.show("queue.html", guest, title=waiting.title, queue=waiting,
                                 bulk=[], trail=True)  # fmt: skip
        return self.missing(guest)

    def missing(self, guest: Guest) -> Response:
        """Absent and hidden answer alike."""
        text = two("没有这个页面，或者您无权查看。\nNo such page, or it is not for you to see.")
        return self.problem(guest, text, 404)

    def problem(self, guest: Guest, text: Any, status: int) -> Response:
        """A page that says what is wrong."""
        return self.show("problem.html", guest, status, title=two("未能完成\nNot done"), text=text,
                         trail=True)  # fmt: skip

    def show(self, template: str, guest: Guest, status: int = 200, **context: Any) -> Response:
        """A page for a person."""
        return self.renderer.page(template, status, person=guest.person, **context)

    def _entered(self, handle: Handle) -> Callable[[Request], Awaitable[Response]]:
        async def entered(request: Request) -> Response:
            person = await self.door.person(request)
            if person is None:
                return RedirectResponse("/", 303)
            access = await self.door.access(request)
            try:
                visit = self.desk.visit(access, peer_of(request))
            except Denied:
                return RedirectResponse("/", 303)
            return await handle(self, request, Guest(person, visit))

        return entered


def desk_routes(desk: Desk, door: Door) -> list[BaseRoute]:
    """All routes of the desk."""
    return DeskPages(desk, door, Renderer(desk.book.folders)).routes()
