"""The ASGI application: routes, sessions over HTTP, health, and the layers around them."""

import gc
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from secrets import token_hex
from typing import Any

from sqlalchemy import select
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from core.app import Application
from core.background import Background
from core.desk.photos import Photos
from core.desk.routes import desk_pages
from core.errors import Unavailable, ZhijianError
from core.files.depot import FOLDER as FILES
from core.files.depot import Depot
from core.files.intake import Intake
from core.files.routes import MOST_BODY, PATH, SECONDS, Files
from core.gateway.bounds import BodyLimit, Concurrency, ReceiveDeadline, RequestDeadline
from core.gateway.hygiene import RequestId, SameOrigin, SecurityHeaders
from core.gateway.metrics import metrics_response
from core.gateway.observe import AccessLog
from core.gateway.pages import (
    DemoAccount,
    PagePerson,
    PluginLink,
    SavedExample,
    pages_routes,
)
from core.graphql_routes import graphql_routes, live_service
from core.look_up.open_data import open_data_routes
from core.look_up.routes import look_up_routes
from core.page_sessions import PageSessions, access_on_pages
from core.papers.printing import Printer
from core.papers.routes import paper_routes
from core.plugins import states
from core.policy.access import ANONYMOUS, Access, Duty
from core.policy.vocabulary import Action
from core.register.models import Division, EnterpriseCard
from core.step_log.routes import step_file_routes
from schema.ids import global_id
from schema.shared.see_as import RESOURCE as SEE_AS

DESK = "/desk"
"""Forms of the desk may bring photos, as slowly as uploads."""
SHOWN_PLACES = 4
"""Names of places that a page shows before it says that there are more."""


@dataclass(frozen=True)
class Site:
    """What pages and endpoints of one application share."""

    application: Application
    demo: Sequence[DemoAccount] = ()
    """Accounts that may be picked without a password: on demonstration systems only."""

    async def access(self, request: Request) -> Access:
        """Who asks; a session that has ended counts as the public on pages."""
        return await access_on_pages(self.application, request)

    async def person(self, request: Request) -> PagePerson | None:
        """Who is signed in, None for nobody."""
        access = await self.access(request)
        actor = access.actor
        if actor.account_id is None:
            return None
        titles = list(dict.fromkeys(_titled(duty, access) for duty in actor.duties))
        place, previews = await self._place(access), access.allows(SEE_AS, Action.READ)
        return PagePerson(actor.username, actor.name, titles, place, previews)

    async def _place(self, access: Access) -> str:
        """The names of the person's towns and enterprise."""
        duties = access.actor.duties
        towns = {division for duty in duties for division in duty.divisions}
        own = {duty.enterprise_id for duty in duties if duty.enterprise_id is not None}
        async with self.application.store.reading(access) as session:
            names = [
                *await session.scalars(select(Division.name).where(Division.id.in_(towns))),
                *await session.scalars(
                    select(EnterpriseCard.name).where(EnterpriseCard.id.in_(own))
                ),
            ]
        shown = names[:SHOWN_PLACES]
        return "、".join(shown) + ("…" if len(names) > len(shown) else "")

    async def plugins(self, request: Request) -> Sequence[PluginLink]:
        """Subsystems in which this person may read anything."""
        access = await self.access(request)
        serving = self.application.plugins.serving
        return [
            PluginLink(plugin.name, plugin.manifest.title)
            for plugin in serving
            if plugin.manifest and self._readable(access, plugin.name)
        ]

    def _readable(self, access: Access, plugin: str) -> bool:
        try:
            self.application.views.of(access, plugin)
        except ZhijianError:
            return False
        return True

    async def examples(self, request: Request) -> Sequence[SavedExample]:
        """Saved examples of all subsystems; the page greys what the person's schema lacks."""
        return [
            SavedExample(plugin, e.title, e.description, e.query, e.variables)
            for plugin, e in self.application.assembly.examples
        ]

    def demo_accounts(self) -> Sequence[DemoAccount]:
        """Accounts to pick from."""
        return self.demo

    async def sdl(self, request: Request) -> Response:
        """The caller's own schema, to download."""
        view = self.application.views.of(await self.access(request))
        return PlainTextResponse(view.as_str(), media_type="text/plain; charset=utf-8")

    async def ready(self, _request: Request) -> Response:
        """Whether this worker can answer: database reached, policy loaded."""
        fresh = self.application.freshness.version("policy") is not None
        body: dict[str, Any] = {
            "ready": fresh,
            "policyVersion": self.application.live.version,
            "plugins": states(self.application.plugins.found),
        }
        return JSONResponse(body, 200 if fresh else 503)

    async def metrics(self, _request: Request) -> Response:
        """What this worker has counted, for Prometheus."""
        application = self.application
        application.metrics.plugin_states(
            {n: "active" if s == "serving" else "quarantined" for n, s in _states(application)}
        )
        application.metrics.kept_answers(application.answers.bytes)
        return metrics_response(application.metrics)


def _titled(duty: Duty, access: Access) -> str:
    role = access.table.roles[duty.role]
    whose = f"代{duty.stands_for} " if duty.stands_for else ""
    return f"{whose}{role.chinese} {role.english}"


async def healthz(_request: Request) -> Response:
    """The process is alive."""
    return PlainTextResponse("ok\n")


def build_site(
    application: Application,
    *,
    demo: Sequence[DemoAccount] = (),
    demo_password: str | None = None,
) -> Starlette:
    """The ASGI application around one `Application`, which it starts and stops."""
    site = Site(application, demo)
    sessions = PageSessions(application, {a.username for a in demo}, demo_password)
    live = live_service(application)

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        await application.start()
        gc.collect()
        gc.freeze()  # what start-up made stays; no later collection need walk it
        background = Background(application)
        background.start()
        try:
            yield
        finally:
            live.close_all()
            await background.stop()
            await application.stop()

    files = files_of(application)
    desk = desk_pages(application.desk, site, Photos(files.intake, application.spend))
    graphql, *others = graphql_routes(application, live)
    routes = [
        graphql,  # first, since nearly every request is for it
        *pages_routes(site),
        *look_up_routes(application.desk, site),
        *step_file_routes(application.store, site.access, application.spend),
        *open_data_routes(application.desk, site, lambda: application.access_of(ANONYMOUS)),
        *paper_routes(desk, Printer(), application.spend),
        *desk.routes(),
        Route("/session", sessions.begin, methods=["POST"]),
        Route("/session", sessions.end, methods=["DELETE"]),
        Route("/session/demo", sessions.begin_demo, methods=["POST"]),
        Route("/graphql/schema.graphql", site.sdl),
        *others,
        *files.routes(),
        Route("/healthz", healthz),
        Route("/readyz", site.ready),
        Route("/metrics", site.metrics),
    ]
    made = Starlette(
        routes=routes,
        lifespan=lifespan,
        middleware=_layers(application),
        exception_handlers={ZhijianError: _failed},
    )
    made.state.live = live
    return made


def files_of(application: Application) -> Files:
    """Uploads and downloads over the depot of this installation."""
    depot = Depot(application.settings.var_path / FILES)
    intake = Intake(application.store, depot, partial(global_id, "Attachment"))
    return Files(intake, application.access, application.spend)


def _states(application: Application) -> Sequence[tuple[str, str]]:
    return list(states(application.plugins.found).items())


def _layers(application: Application) -> list[Middleware]:
    """Around every request, outermost first."""
    return [
        Middleware(RequestId, make=lambda: token_hex(8)),
        Middleware(AccessLog, clock=application.clock, metrics=application.metrics),
        Middleware(SecurityHeaders, secure=application.settings.secure_cookies),
        Middleware(Concurrency),
        Middleware(SameOrigin),
        Middleware(ReceiveDeadline, prefixes={PATH: SECONDS, DESK: SECONDS}),
        Middleware(BodyLimit, prefixes={PATH: MOST_BODY, DESK: MOST_BODY}),
        Middleware(RequestDeadline, seconds=application.settings.request_deadline_s),
        Middleware(GZipMiddleware, minimum_size=1_000, compresslevel=1),
    ]


async def _failed(_request: Request, error: Exception) -> Response:
    known = (
        error
        if isinstance(error, ZhijianError)
        else ZhijianError("系统内部错误。", "Internal error.")
    )
    errors = [{"code": known.stable_code, "message": str(known)}]
    return JSONResponse({"userErrors": errors}, 503 if isinstance(error, Unavailable) else 400)
