"""What every request and answer carries: a request id, headers for browsers, proof of origin."""

import re
from collections.abc import Callable, Sequence
from urllib.parse import urlsplit

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from core.errors import Denied
from core.gateway.answers import (
    Headers,
    header_values,
    refuse_socket,
    send_error,
    with_headers,
)

CONTENT_POLICY = (
    "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; "
    "object-src 'none'"
)
"""No inline script, no outside source; a page that needs more sets its own."""

_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


class RequestId:
    """Give each request an id: the caller's when it is sane, else one of `make`.

    It stands in `scope["state"]["request_id"]` and in the answer's `X-Request-Id`.
    """

    def __init__(self, app: ASGIApp, make: Callable[[], str]) -> None:
        self._app, self._make = app, make

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        given = header_values(scope, b"x-request-id")
        sane = len(given) == 1 and _ID.fullmatch(given[0])
        request_id = given[0] if sane else self._make()
        scope.setdefault("state", {})["request_id"] = request_id
        headers = ((b"x-request-id", request_id.encode()),)
        await self._app(scope, receive, _adding(send, headers))


class SecurityHeaders:
    """Headers that keep browsers from doing harm; a handler's own value of one wins."""

    def __init__(
        self, app: ASGIApp, *, secure: bool = False, no_store: Sequence[str] = ("/graphql",)
    ) -> None:
        """`secure`: served over HTTPS. Answers below the paths `no_store` are never cached."""
        self._app, self._no_store = app, tuple(no_store)
        self._headers: Headers = (
            (b"content-security-policy", CONTENT_POLICY.encode()),
            (b"x-content-type-options", b"nosniff"),
            (b"x-frame-options", b"DENY"),
            (b"referrer-policy", b"same-origin"),
            (b"cross-origin-opener-policy", b"same-origin"),
            (b"cross-origin-resource-policy", b"same-origin"),
            (b"permissions-policy", b"camera=(self), geolocation=(self), microphone=()"),
            *([(b"strict-transport-security", b"max-age=31536000")] if secure else []),
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        headers = self._headers
        if any(_below(scope["path"], prefix) for prefix in self._no_store):
            headers = (*headers, (b"cache-control", b"no-store"))
        await self._app(scope, receive, _adding(send, headers))


class SameOrigin:
    """A cookie proves a person only on requests that our own pages sent: else 403.

    Browsers send cookies along with requests of foreign pages. Handshakes of WebSockets count as
    unsafe: no browser asks first. Bearer tokens are exempt, a foreign page cannot add them.
    """

    def __init__(self, app: ASGIApp, origins: frozenset[str] = frozenset()) -> None:
        """`origins` are accepted besides the request's own host, such as a proxy's address."""
        self._app, self._origins = app, origins

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan" or not _by_cookie(scope) or self._own(scope):
            await self._app(scope, receive, send)
            return
        error = Denied(
            "该请求来自其他网站，已被拒绝。请从本系统的页面操作。",
            "The request came from another site. Use the pages of this system, or a bearer token.",
            code="CROSS_ORIGIN",
        )
        if scope["type"] == "websocket":
            await refuse_socket(scope, send, 403, error)
        else:
            await send_error(send, 403, error)

    def _own(self, scope: Scope) -> bool:
        if sites := header_values(scope, b"sec-fetch-site"):
            return all(site in {"same-origin", "none"} for site in sites)
        origins = header_values(scope, b"origin")
        return bool(origins) and all(self._is_own(origin, scope) for origin in origins)

    def _is_own(self, origin: str, scope: Scope) -> bool:
        hosts = header_values(scope, b"host")
        return origin in self._origins or (len(hosts) == 1 and _host(origin) == hosts[0].lower())


def _host(origin: str) -> str | None:
    """The host and port of an http(s) origin; None for `null` and anything else."""
    try:
        parts = urlsplit(origin)
    except ValueError:
        return None
    plain = parts.scheme in {"http", "https"} and not parts.path and "@" not in parts.netloc
    return parts.netloc.lower() or None if plain else None


def _by_cookie(scope: Scope) -> bool:
    """Whether the request changes something in the name of a cookie."""
    if scope["type"] == "http" and scope["method"] in _SAFE:
        return False
    authorised = header_values(scope, b"authorization")
    bearer = any(value.lower().startswith("bearer ") for value in authorised)
    return bool(header_values(scope, b"cookie")) and not bearer


def _below(path: str, prefix: str) -> bool:
    return path == prefix or path.startswith(prefix.rstrip("/") + "/")


def _adding(send: Send, headers: Headers) -> Send:
    async def add(message: Message) -> None:
        start = message["type"] in {"http.response.start", "websocket.http.response.start"}
        await send(with_headers(message, headers) if start else message)

    return add
