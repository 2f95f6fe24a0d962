"""`/graphql` and `/graphql/<plugin>`: the gateway's handlers, joined to one application."""

from functools import partial

from starlette.requests import HTTPConnection, Request
from starlette.routing import BaseRoute, Route, WebSocketRoute

from core.app import Application
from core.gateway.http import GraphQLEndpoint, GraphQLRequest, document_id
from core.gateway.pages import graphiql_page
from core.gateway.protocol import GONE
from core.identity import STALE
from core.live.service import LiveService
from core.live.socket import SocketEndpoint
from core.live.stream import EventStream
from core.page_sessions import peer
from core.policy.access import Access
from core.policy.live import TOPIC as POLICY
from core.see_as import answer_as
from core.store.engine import only_reads
from schema.execution import Answer, Ask, refusal
from schema.following import Following, Once
from schema.shared.see_as import HEADER


def live_service(application: Application) -> LiveService:
    """What stays open, held against sessions and policy whenever these may have changed."""

    async def begin(
        connection: HTTPConnection, access: Access, asked: GraphQLRequest, token: str | None
    ) -> Following:
        ask = _ask(connection, access, asked, token)
        if HEADER in connection.headers:
            return Once(application.executor, ask, refusal(only_reads()))
        return await application.open(ask)

    live = LiveService(application.access, begin)
    for topic in (POLICY, STALE):
        application.freshness.on_change(topic, live.recheck)
    application.freshness.after_beat(live.recheck)
    return live


def graphql_routes(application: Application, live: LiveService) -> list[BaseRoute]:
    """Exact paths: a mount would answer POST with a redirect."""

    async def answer(
        request: Request, access: Access, asked: GraphQLRequest, token: str | None
    ) -> Answer:
        ask = _ask(request, access, asked, token)
        if (header := request.headers.get(HEADER)) is not None:
            return await answer_as(application, ask, header)
        return await application.answer(ask)

    documents = _persisted(application)
    socket = SocketEndpoint(live, documents)
    endpoint = GraphQLEndpoint(
        application.access,
        answer,
        documents,
        lambda request: graphiql_page(request.url.path, request.path_params.get("plugin")),
        streaming=partial(EventStream, live),
        secure_cookies=application.settings.secure_cookies,
    )
    return [
        Route("/graphql", endpoint.__call__, methods=["GET", "POST"]),
        Route("/graphql/{plugin}", endpoint.__call__, methods=["GET", "POST"]),
        WebSocketRoute("/graphql", socket.__call__),
        WebSocketRoute("/graphql/{plugin}", socket.__call__),
    ]


def _persisted(application: Application) -> dict[str, str]:
    """Documents that clients may ask for by id: the examples, and those of the desk."""
    assembly = application.assembly
    texts = [*(e.query for _, e in assembly.examples), *assembly.desk.readings]
    return {document_id(text): text for text in texts}


def _ask(
    connection: HTTPConnection, access: Access, asked: GraphQLRequest, token: str | None
) -> Ask:
    return Ask(
        access=access,
        text=asked.text,
        variables=asked.variables,
        operation_name=asked.operation_name,
        plugin=connection.path_params.get("plugin"),
        only_queries=connection.scope.get("method") == "GET",
        token=token,
        report=asked.report,
        gone=connection.scope.get("extensions", {}).get(GONE),
        **peer(connection),
    )
