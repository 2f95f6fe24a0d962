"""Sessions of the pages: in and out with a cookie, through the same mutations as clients."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, TypedDict

import orjson
from starlette.requests import HTTPConnection, Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from core.app import Application
from core.errors import Unauthenticated
from core.gateway.http import set_cookie, token_of
from core.gateway.strict_json import parse_object
from core.policy.access import Access
from schema.execution import Answer, Ask

ERRORS = "userErrors { code message }"
SIGN_IN = f"mutation ($input: SignInInput!) {{ signIn(input: $input) {{ {ERRORS} }} }}"
SIGN_OUT = f"mutation {{ signOut(input: {{}}) {{ {ERRORS} }} }}"


@dataclass(frozen=True)
class PageSessions:
    """`POST /session`, `POST /session/demo` and `DELETE /session`."""

    application: Application
    demo: Collection[str] = ()
    """User names that may be entered without a password, on demonstration systems only."""
    demo_password: str | None = None

    async def begin(self, request: Request) -> Response:
        """Sign in with what the form holds. Raises InvalidInput for a body that is none."""
        given = parse_object(await request.body())
        known = ("username", "password", "totp", "newPassword")
        words = {name: str(given[name]) for name in known if given.get(name)}
        return await self._sign_in(request, {"username": "", "password": "", **words})

    async def begin_demo(self, request: Request) -> Response:
        """Enter a demonstration account."""
        username = str(parse_object(await request.body()).get("username"))
        if self.demo_password is None or username not in self.demo:
            return PlainTextResponse("没有这个演示账号。\nNo such demonstration account.\n", 404)
        return await self._sign_in(request, {"username": username, "password": self.demo_password})

    async def end(self, request: Request) -> Response:
        """Sign out; the cookie goes even where the session was over already."""
        access = await access_on_pages(self.application, request)
        if access.actor.account_id is not None:
            await self._ask(request, access, SIGN_OUT, {})
        response = JSONResponse({"userErrors": []})
        set_cookie(response, "", secure=self.application.settings.secure_cookies)
        return response

    async def _sign_in(self, request: Request, given: dict[str, Any]) -> Response:
        public = await self.application.access(None)
        answer = await self._ask(request, public, SIGN_IN, {"input": given})
        body = orjson.loads(answer.body)
        errors = body["data"]["signIn"]["userErrors"] if answer.valid else body["errors"]
        response = JSONResponse({"userErrors": errors})
        set_cookie(response, answer.set_token, secure=self.application.settings.secure_cookies)
        return response

    async def _ask(
        self, request: Request, access: Access, text: str, variables: dict[str, Any]
    ) -> Answer:
        ask = Ask(access=access, text=text, variables=variables, cookie=True, **peer(request))
        return await self.application.answer(ask)


async def access_on_pages(application: Application, request: Request) -> Access:
    """Who asks; a session that has ended counts as the public on pages."""
    try:
        return await application.access(token_of(request))
    except Unauthenticated:
        return await application.access(None)


class Peer(TypedDict):
    """What is known of the other side."""

    request_id: str
    ip: str
    user_agent: str


def peer(request: HTTPConnection) -> Peer:
    """The other side of a request. Behind a proxy, `--proxy-headers` puts the client here."""
    return {
        "request_id": request.scope["state"].get("request_id", ""),
        "ip": request.client.host if request.client else "",
        "user_agent": request.headers.get("user-agent", ""),
    }
