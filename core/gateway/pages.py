"""Pages for people: `/`, GraphiQL, and the JSON that these two read.

    GET /                       sign in, pick a demonstration account, go on to GraphiQL or the desk
    GET /graphiql[/<plugin>]    GraphiQL on /graphql[/<plugin>], under the session of the cookie
    GET /see-as                 one query as two posts, side by side; for officers who may look
    GET /session                who is signed in: {"person": {...} | null}
    GET /graphql/plugins.json   [{name, title}]
    GET /graphql/examples.json  [{plugin, title, description, query, variables}]
    GET /static/...             own files, checked on every use; vendor/ files, kept for ever

Signing in and out (`POST /session`, `POST /session/demo`, `DELETE /session`) belongs to whoever
owns sessions. The pages expect `{"userErrors": [{"code", "message"}]}`, empty on success.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Protocol

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import (
    HTMLResponse,
    JSONResponse,
    PlainTextResponse,
    Response,
)
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from core.errors import SetupError
from core.gateway.assets import vendor_files

GATEWAY = Path(__file__).parent
STATIC = GATEWAY / "static"

PAGE_CSP = (
    "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; "
    "object-src 'none'"
)
GRAPHIQL_CSP = (
    f"{PAGE_CSP}; style-src 'self'; style-src-elem 'self' 'unsafe-inline'; font-src data:; "
    "img-src 'self' data:"
)
"""GraphiQL's dialogs write a <style> element; its style sheet embeds fonts and editor marks.
Scripts stay ours alone, `eval` and style attributes stay forbidden."""

TIERS = {
    "BRANCH": ("分局", "Branch"),
    "STATION": ("站所", "Stations"),
    "TOWN": ("镇街", "Towns and streets"),
    "ENTERPRISE": ("企业", "Enterprises"),
    "SUPERIOR": ("上级监督", "Supervising bodies"),
    "PUBLIC": ("公众", "The public"),
    "OFFICER": ("三员", "The three officers"),
}
"""Tiers in the order of the page, with their two names; others follow under their own name."""


@dataclass(frozen=True)
class PagePerson:
    """What a page shows of the person who is signed in. `roles` are titles, `place` a name."""

    username: str
    name: str
    roles: Sequence[str]
    place: str
    previews: bool = False
    """Whether the person may look at the rights of posts (身份预览)."""


@dataclass(frozen=True)
class DemoAccount:
    """An account that may be entered without a password, on demonstration systems only."""

    username: str
    title: str
    role: str
    tier: str
    place: str


@dataclass(frozen=True)
class PluginLink:
    """A subsystem with an endpoint of its own; `title` is Chinese, newline, English."""

    name: str
    title: str


@dataclass(frozen=True)
class SavedExample:
    """A query to start from, offered in GraphiQL under its subsystem."""

    plugin: str
    title: str
    description: str
    query: str
    variables: Mapping[str, Any] = field(default_factory=dict)


class PageData(Protocol):
    """What the pages must be told; the composition root knows the answers."""

    async def person(self, request: Request) -> PagePerson | None:
        """Who is signed in, None for nobody."""
        ...

    async def plugins(self, request: Request) -> Sequence[PluginLink]:
        """Subsystems whose endpoint this person may use, in menu order."""
        ...

    async def examples(self, request: Request) -> Sequence[SavedExample]:
        """Saved examples of those subsystems."""
        ...

    def demo_accounts(self) -> Sequence[DemoAccount]:
        """Accounts to pick from; empty except on demonstration systems."""
        ...


def pages_routes(provider: PageData) -> list[BaseRoute]:
    """All routes of this module, to be placed before the GraphQL routes."""

    async def index(request: Request) -> Response:
        person = await provider.person(request)
        return index_page(person, provider.demo_accounts())

    async def graphiql(request: Request) -> Response:
        plugin = request.path_params.get("plugin")
        if plugin is None:
            return graphiql_page("/graphql")
        if plugin not in {link.name for link in await provider.plugins(request)}:
            return PlainTextResponse("没有这个子系统。\nNo such subsystem.\n", status_code=404)
        return graphiql_page(f"/graphql/{plugin}", plugin)

    async def see_as(request: Request) -> Response:
        person = await provider.person(request)
        if person is None or not person.previews:
            return PlainTextResponse("没有这个页面。\nNo such page.\n", status_code=404)
        return _page("see_as.html", PAGE_CSP)

    async def session(request: Request) -> Response:
        person = await provider.person(request)
        return _json({"person": asdict(person) if person else None})

    async def plugins(request: Request) -> Response:
        return _json([asdict(link) for link in await provider.plugins(request)])

    async def examples(request: Request) -> Response:
        return _json([asdict(example) for example in await provider.examples(request)])

    return [
        Route("/", index),
        Route("/graphiql", graphiql),
        Route("/graphiql/{plugin}", graphiql),
        Route("/see-as", see_as),
        Route("/session", session, methods=["GET"]),
        Route("/graphql/plugins.json", plugins),
        Route("/graphql/examples.json", examples),
        Mount("/static", StaticFilesForBrowsers(directory=STATIC)),
    ]


def index_page(person: PagePerson | None, accounts: Sequence[DemoAccount]) -> Response:
    """The page `/`: the same address for signing in and for going on."""
    groups = _by_tier(accounts)
    return _page("index.html", PAGE_CSP, person=person, groups=groups)


def graphiql_page(endpoint: str, plugin: str | None = None) -> Response:
    """GraphiQL on `endpoint`; 503 with the remedy while the front-end files are missing."""
    try:
        vendor = vendor_files()
    except SetupError as error:
        return PlainTextResponse(str(error), status_code=503)
    return _page("graphiql.html", GRAPHIQL_CSP, endpoint=endpoint, plugin=plugin, vendor=vendor)


class StaticFilesForBrowsers(StaticFiles):
    """Vendor files carry their version in their name and never change; own files may."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """As the base class, with the caching rule and no guessing of types."""
        response = await super().get_response(path, scope)
        is_vendor = path.startswith("vendor/") and not path.endswith(".json")
        response.headers["Cache-Control"] = (
            "public, max-age=31536000, immutable" if is_vendor else "no-cache"
        )
        response.headers["X-Content-Type-Options"] = "nosniff"
        return response


_templates = Environment(
    loader=FileSystemLoader(GATEWAY / "pages"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def _page(template: str, policy: str, **context: object) -> Response:
    html = _templates.get_template(template).render(context)
    headers = {"Content-Security-Policy": policy, "Cache-Control": "no-store"}
    return HTMLResponse(html, headers=headers)


def _json(content: object) -> Response:
    return JSONResponse(content, headers={"Cache-Control": "no-store"})


def _by_tier(accounts: Sequence[DemoAccount]) -> list[tuple[str, str, list[DemoAccount]]]:
    """(Chinese, English, accounts) per tier that has any, in the order of TIERS."""
    groups: dict[str, list[DemoAccount]] = {tier: [] for tier in TIERS}
    for account in accounts:
        groups.setdefault(account.tier, []).append(account)
    return [(*TIERS.get(tier, (tier, tier)), group) for tier, group in groups.items() if group]
