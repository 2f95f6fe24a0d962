"""GraphQL over HTTP, to the letter: media types, status codes, GET, POST, persisted documents."""

import hashlib
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from starlette.requests import HTTPConnection, Request
from starlette.responses import Response
from starlette.types import ASGIApp

from core.errors import InvalidInput, Refused, Unauthenticated, Unavailable, ZhijianError
from core.gateway.answers import error_body
from core.gateway.observe import facts
from core.gateway.strict_json import parse_object
from core.policy.access import Access

JSON = "application/json"
GRAPHQL_JSON = "application/graphql-response+json"
EVENT_STREAM = "text/event-stream"
COOKIE = "zhijian_session"
VARY = "Accept, Authorization, Cookie"
REVALIDATED = {"cache-control": "private, no-cache", "vary": VARY}
"""For the one client alone, and only after asking whether it still stands."""
ReadPath = Literal["compiled", "ordinary", "kept"]
Kept = Literal["hit", "miss", "bypass"]


@dataclass(frozen=True, slots=True, kw_only=True)
class GraphQLRequest:
    """What a well-formed HTTP request asks."""

    text: str
    variables: dict[str, Any]
    operation_name: str | None
    report: bool = False
    """`"extensions": {"report": true}`: what the answer took is to be told with it."""


class Answered(Protocol):
    """What the gateway needs to know of an answer."""

    @property
    def body(self) -> bytes:
        """The response's body."""
        ...

    @property
    def valid(self) -> bool:
        """False: the request itself was wrong."""
        ...

    @property
    def not_allowed(self) -> bool:
        """A mutation over GET."""
        ...

    @property
    def operation_name(self) -> str | None:
        """The name of the operation that ran."""
        ...

    @property
    def read_path(self) -> ReadPath | None:
        """How a query was read."""
        ...

    @property
    def kept(self) -> Kept | None:
        """Whether a query's answer still stood."""
        ...

    @property
    def validator(self) -> str | None:
        """Tells the body from any other; None for an answer that nobody may keep."""
        ...

    @property
    def sql_count(self) -> int:
        """How many statements it took."""
        ...

    @property
    def retry_after(self) -> int | None:
        """Seconds to wait, where the caller's budget is spent."""
        ...

    @property
    def set_token(self) -> str | None:
        """A session token for the cookie."""
        ...


Answering = Callable[[Request, Access, GraphQLRequest, str | None], Awaitable[Answered]]
"""(HTTP request, access, question, token) -> answer"""
Streaming = Callable[[Request, Access, GraphQLRequest, str | None], ASGIApp]
"""The same, answered by a stream of events."""
Authenticate = Callable[[str | None], Awaitable[Access]]
"""Token -> access. Raises Unauthenticated."""


class GraphQLEndpoint:
    """The handler of `/graphql` and `/graphql/<plugin>`."""

    def __init__(
        self,
        authenticate: Authenticate,
        answering: Answering,
        documents: Mapping[str, str],
        page: Callable[[Request], Response],
        *,
        streaming: Streaming,
        secure_cookies: bool = False,
    ) -> None:
        """`documents` are the persisted ones by id; `page` shows GraphiQL to a browser."""
        self._authenticate, self._answering = authenticate, answering
        self._documents, self._page = documents, page
        self._streaming, self._secure = streaming, secure_cookies

    async def __call__(self, request: Request) -> ASGIApp:
        """Answer one HTTP request."""
        if _wants_page(request):
            return self._page(request)
        media = _media_type(request)
        if media is None:
            return Response(status_code=406, headers={"vary": "Accept"})
        try:
            asked = await self._parse(request)
            token = token_of(request)
            access = await self._authenticate(token)
        except Unauthenticated as error:
            return _refusal(error, 401, media)
        except ZhijianError as error:
            return _refusal(error, _status_of(error), media)
        if media == EVENT_STREAM:
            return self._streaming(request, access, asked, token)
        answer = await self._answering(request, access, asked, token)
        return self._respond(request, access, answer, media)

    async def _parse(self, request: Request) -> GraphQLRequest:
        if request.method == "GET":
            given: dict[str, Any] = dict(request.query_params)
            for name in ("variables", "extensions"):
                if given.get(name):
                    given[name] = parse_object(str(given[name]).encode())
        else:
            if _content_type(request) != JSON:
                raise Refused(
                    "请求的内容类型必须是 application/json。",
                    "The content type must be application/json.",
                    code="UNSUPPORTED_MEDIA_TYPE",
                )
            given = parse_object(await request.body())
        return understood(given, self._documents)

    def _respond(self, request: Request, access: Access, answer: Answered, media: str) -> Response:
        known = facts(request.scope)
        known.account_id = None if access.actor.account_id is None else str(access.actor.account_id)
        known.operation_name, known.read_path = answer.operation_name, answer.read_path
        known.sql_count, known.policy_version = answer.sql_count, access.table.version
        known.kept = answer.kept
        if request.method == "GET" and (validator := answer.validator) is not None:
            return _conditional(request, answer.body, media, validator, access.table.version)
        status = 200
        if answer.not_allowed:
            status = 405
        elif answer.retry_after is not None:
            status = 429
        elif not answer.valid and media == GRAPHQL_JSON:
            status = 400
        response = _json(answer.body, status, media)
        response.headers["x-policy-version"] = str(access.table.version)
        if answer.not_allowed:
            response.headers["allow"] = "POST"
        if answer.retry_after is not None:
            response.headers["retry-after"] = str(answer.retry_after)
        set_cookie(response, answer.set_token, secure=self._secure)
        return response


def understood(given: Mapping[str, Any], documents: Mapping[str, str]) -> GraphQLRequest:
    """The question that a JSON object or the parameters of a URL put. Raises InvalidInput."""
    text, known = given.get("query"), given.get("documentId")
    if text is None and isinstance(known, str):
        text = documents.get(known)
        if text is None:
            raise _bad(
                "没有这个预存文档。", "No persisted document has this id.", "UNKNOWN_DOCUMENT"
            )
    variables, name = given.get("variables"), given.get("operationName")
    if not isinstance(text, str) or not text:
        raise _bad("缺少 query。", "`query` must be a text.")
    if variables is not None and not isinstance(variables, dict):
        raise _bad("variables 必须是对象。", "`variables` must be an object.")
    if name is not None and not isinstance(name, str):
        raise _bad("operationName 必须是文字。", "`operationName` must be a text.", "BAD_REQUEST")
    if not isinstance(given.get("extensions"), dict | None):
        raise _bad("extensions 必须是对象。", "`extensions` must be an object.")
    report = (given.get("extensions") or {}).get("report") is True
    return GraphQLRequest(
        text=text, variables=variables or {}, operation_name=name or None, report=report
    )


def set_cookie(response: Response, token: str | None, *, secure: bool) -> None:
    """Hand a session to the browser; an empty token takes it away, None leaves it."""
    if token is None:
        return
    if token:
        response.set_cookie(
            COOKIE, token, httponly=True, samesite="strict", secure=secure, path="/"
        )
    else:
        response.delete_cookie(COOKIE, path="/")


def token_of(request: HTTPConnection) -> str | None:
    """The bearer token, else the cookie's."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer" and token:
        return token.strip()
    return request.cookies.get(COOKIE)


def _wants_page(request: Request) -> bool:
    accept = request.headers.get("accept", "")
    return request.method == "GET" and "query" not in request.query_params and "text/html" in accept


def _media_type(request: Request) -> str | None:
    """The response's media type; None when the client accepts none of ours."""
    accept = request.headers.get("accept")
    if not accept:
        return JSON
    for part in accept.split(","):
        media = part.split(";")[0].strip().lower()
        if media in (GRAPHQL_JSON, EVENT_STREAM):
            return media
        if media in (JSON, "*/*", "application/*"):
            return JSON
    return None


def _content_type(request: Request) -> str:
    return request.headers.get("content-type", "").split(";")[0].strip().lower()


def _status_of(error: ZhijianError) -> int:
    if error.stable_code == "UNSUPPORTED_MEDIA_TYPE":
        return 415
    return 503 if isinstance(error, Unavailable) else 400


def _refusal(error: ZhijianError, status: int, media: str) -> Response:
    return _json(error_body(error), status, GRAPHQL_JSON if media == EVENT_STREAM else media)


def document_id(text: str) -> str:
    """The id under which a persisted document is asked for: `sha256:<hex of its text>`."""
    return f"sha256:{hashlib.sha256(text.encode()).hexdigest()}"


def _json(body: bytes, status: int, media: str) -> Response:
    return Response(
        body,
        status_code=status,
        headers={"content-type": f"{media}; charset=utf-8", "vary": VARY},
    )


def _conditional(
    request: Request, body: bytes, media: str, validator: str, policy: int
) -> Response:
    """The answer to a GET that the client may keep for itself, asking each time if it stands."""
    tag = f'W/"{validator}"'
    headers = {**REVALIDATED, "etag": tag, "x-policy-version": str(policy)}
    if has_already(request.headers.get("if-none-match"), tag):
        return Response(status_code=304, headers=headers)
    response = _json(body, 200, media)
    response.headers.update(headers)
    return response


def has_already(named: str | None, tag: str) -> bool:
    """Whether `If-None-Match` names the tag; compared weakly, as for every GET."""
    if named is None:
        return False
    given = {each.strip().removeprefix("W/") for each in named.split(",")}
    return "*" in given or tag.removeprefix("W/") in given


def _bad(chinese: str, english: str, code: str = "BAD_REQUEST") -> InvalidInput:
    return InvalidInput(chinese, english, code=code)
