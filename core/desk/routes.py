"""The desk over HTTP.

    GET  /desk                          the first page
    GET  /desk/<plugin>/<slug>[/<id>]   a declared page, queue or form
    POST /desk/<plugin>/<slug>[/<id>]   a form, submitted; without JavaScript as with it

Without a session there are the pages and forms that name the public among their tiers; every other
address leads to the first page of the house.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from core.desk.bodies import typed_in
from core.desk.book import Placed, meant_for
from core.desk.desk import Desk, Door, peer_of
from core.desk.form_routes import Answer, Forms, done_words
from core.desk.home import home_of, queue_of
from core.desk.pages import bulk_offers, page_view
from core.desk.photos import Photos
from core.desk.render import Renderer
from core.desk.visit import Visit
from core.desk.words import Words, two
from core.desk_declarations import DeskForm, DeskPage, WorkQueue
from core.errors import Denied, ZhijianError
from core.gateway.pages import PagePerson
from core.policy.vocabulary import Tier

RECORD: Final = ("core", "record")
"""The address under which any record's page is found by its id."""
Handle = Callable[["DeskPages", Request, "Guest"], Awaitable[Response]]


@dataclass(frozen=True, slots=True)
class Guest:
    """Whoever is signed in, or somebody of the public, with the visit that has begun."""

    person: PagePerson | None
    visit: Visit


@dataclass(frozen=True)
class DeskPages:
    """Handlers of the desk's addresses."""

    desk: Desk
    door: Door
    renderer: Renderer
    forms: Forms

    def routes(self) -> list[BaseRoute]:
        """To be placed before anything that answers below `/desk`."""
        both = ["GET", "POST"]
        return [
            Route("/desk", self.entered(DeskPages.home)),
            Route("/desk/{plugin}/{slug}", self.entered(DeskPages.part), methods=both),
            Route("/desk/{plugin}/{slug}/{key}", self.entered(DeskPages.part), methods=both),
        ]

    async def home(self, request: Request, guest: Guest) -> Response:
        """The first page."""
        view = await home_of(guest.visit)
        said = _done(request, guest.visit)
        title = two(view.home.title)
        return self.show("home.html", guest, title=title, view=view, here="desk", done=said)

    async def part(self, request: Request, guest: Guest) -> Response:
        """A page, queue or form at its address."""
        where, book = request.path_params, self.desk.book
        plugin, slug, key = where["plugin"], where["slug"], where.get("key")
        answer: Response | None = None
        if (plugin, slug) == RECORD and key:
            return RedirectResponse(book.page_of(key) or "/desk", 303)
        if placed := book.form(plugin, slug):
            answer = await self.form(request, guest, placed, key)
        elif request.method == "POST":
            answer = None
        elif page := book.page(plugin, slug):
            answer = await self.page(request, guest, page, key)
        elif queue := book.queue(plugin, slug):
            answer = await self.queue(request, guest, queue)
        return answer or self.missing(guest)

    async def page(
        self, request: Request, guest: Guest, placed: Placed[DeskPage], key: str | None
    ) -> Response | None:
        """A declared page."""
        view = await page_view(guest.visit, placed, key, request.query_params)
        if view is None:
            return None
        own = placed.part.template
        known: dict[str, Any] = {
            "view": view,
            "data": view.data,
            "path": placed.path,
            "problems": view.problems,
        }
        said = _done(request, guest.visit)
        template = f"{placed.plugin}/{own}" if own else "page.html"
        return self.show(template, guest, title=view.title, trail=True, done=said, **known)

    async def queue(
        self, request: Request, guest: Guest, placed: Placed[WorkQueue]
    ) -> Response | None:
        """A queue in full."""
        visit = guest.visit
        if not meant_for(placed.part, visit.access):
            return None
        view = await queue_of(visit, placed, request.query_params.get("after"))
        if view is None:
            return None
        bulk, said = bulk_offers(visit, placed), _done(request, visit)
        return self.show(
            "queue.html", guest, title=view.title, queue=view, bulk=bulk, trail=True, done=said
        )

    async def form(
        self, request: Request, guest: Guest, placed: Placed[DeskForm], key: str | None
    ) -> Response | None:
        """A form, shown or submitted."""
        visit = guest.visit
        if request.method == "GET":
            given = {name: request.query_params.getlist(name) for name in request.query_params}
            answer = await self.forms.begin(visit, placed, key, given)
        else:
            try:
                typed = await typed_in(request)
            except ZhijianError as error:
                return self.problem(guest, two(str(error)), 400)
            answer = await self.forms.take(visit, placed, key, typed)
        return self._answered(guest, placed, answer)

    def _answered(self, guest: Guest, placed: Placed[DeskForm], answer: Answer) -> Response | None:
        if answer.go_on:
            return RedirectResponse(answer.go_on, 303)
        if answer.problem:
            return self.problem(guest, two(answer.problem), 422)
        title = two(placed.part.title)
        if answer.shown:
            success = two(placed.part.success)
            return self.show("shown.html", guest, title=title, shown=answer.shown, success=success)
        if answer.view is None:
            return None
        return self.show(
            "form.html", guest, answer.status, title=title, view=answer.view, trail=True
        )

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

    def entered(self, handle: Handle) -> Callable[[Request], Awaitable[Response]]:
        """A handler for whoever is signed in; the public gets what is open, or the first page."""

        async def entered(request: Request) -> Response:
            person = await self.door.person(request)
            if person is None and not self.is_open(request):
                return RedirectResponse("/", 303)
            access = await self.door.access(request)
            try:
                visit = self.desk.visit(access, peer_of(request))
            except Denied:
                return RedirectResponse("/", 303)
            return await handle(self, request, Guest(person, visit))

        return entered

    def is_open(self, request: Request) -> bool:
        """Whether the page or form at an address is declared for the public."""
        where, book = request.path_params, self.desk.book
        at = (where.get("plugin", ""), where.get("slug", ""))
        placed = book.form(*at) or book.page(*at)
        return placed is not None and Tier.PUBLIC in placed.part.tiers


def _done(request: Request, visit: Visit) -> Words | None:
    query = request.query_params
    return done_words(visit, query.get("done", ""), query.get("count", ""))


def desk_pages(desk: Desk, door: Door, photos: Photos) -> DeskPages:
    """The pages of one worker's desk."""
    return DeskPages(desk, door, Renderer(desk.book.folders), Forms(photos))
