"""Request ids, headers for browsers, proof of origin."""

import pytest

from core.gateway.hygiene import CONTENT_POLICY, RequestId, SameOrigin, SecurityHeaders
from tests.core.gateway.asgi import call, respond, run, scope

OWN = "https://bureau.example"
FOREIGN = "https://evil.example"
HOST = {"host": "bureau.example"}
COOKIE = {**HOST, "cookie": "session=x"}


async def ok(_scope, _receive, send):
    await respond(send)


def status(app, request):
    return run(call(app, request)).status


@pytest.mark.parametrize(
    ("headers", "passes"),
    [
        ({}, True),
        ({"origin": FOREIGN}, True),
        (COOKIE, False),
        ({**COOKIE, "origin": OWN}, True),
        ({**COOKIE, "origin": FOREIGN}, False),
        ({**COOKIE, "origin": "null"}, False),
        ({**COOKIE, "origin": "https://bureau.example.evil.example"}, False),
        ({**COOKIE, "origin": "https://bureau.example@evil.example"}, False),
        ({**COOKIE, "origin": "https://evil.example/bureau.example"}, False),
        ({**COOKIE, "origin": "https://[bureau.example"}, False),
        ({**COOKIE, "origin": "https://bureau.example:8443"}, False),
        ({**COOKIE, "origin": "https://proxy.example"}, True),
        ({**COOKIE, "sec-fetch-site": "same-origin"}, True),
        ({**COOKIE, "sec-fetch-site": "none"}, True),
        ({**COOKIE, "sec-fetch-site": "same-site"}, False),
        ({**COOKIE, "sec-fetch-site": "cross-site", "origin": OWN}, False),
        ({**COOKIE, "origin": FOREIGN, "authorization": "Bearer x"}, True),
        ({**COOKIE, "origin": FOREIGN, "authorization": "Basic x"}, False),
    ],
)
@pytest.mark.parametrize("kind", ["http", "websocket"])
def test_cookies_count_only_from_our_own_pages(headers, passes, kind):
    app = SameOrigin(ok, frozenset({"https://proxy.example"}))
    more = {"extensions": {"websocket.http.response": {}}} if kind == "websocket" else {}
    answer = run(call(app, scope(headers=headers, kind=kind, **more)))
    assert answer.status == (200 if passes else 403)
    assert passes or answer.code == "CROSS_ORIGIN"


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"])
def test_reading_needs_no_proof(method):
    request = scope(method=method, headers={**COOKIE, "origin": FOREIGN})
    assert status(SameOrigin(ok), request) == (200 if method in {"GET", "HEAD", "OPTIONS"} else 403)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("abcdef-0123456789", True),
        ("short", False),
        ("x" * 65, False),
        ("has a space in it", False),
        ("line\r\nbreak-12345", False),
        ("abcdefgh\n", False),
        ("号码一二三四五六七八", False),
    ],
)
def test_request_ids(given, kept):
    seen = []

    async def app(request, _receive, send):
        seen.append(request["state"]["request_id"])
        await respond(send)

    answer = run(call(RequestId(app, lambda: "made-by-us"), scope(headers={"x-request-id": given})))
    expected = given if kept else "made-by-us"
    assert seen == [answer.headers["x-request-id"]] == [expected]


def test_headers_for_browsers():
    answer = run(call(SecurityHeaders(ok), scope()))
    assert answer.headers["content-security-policy"] == CONTENT_POLICY
    assert "unsafe" not in CONTENT_POLICY
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cache-control"] == "no-store"
    assert "strict-transport-security" not in answer.headers


def test_hsts_only_when_secure_and_no_store_only_on_graphql():
    answer = run(call(SecurityHeaders(ok, secure=True), scope("/static/desk.js")))
    assert "strict-transport-security" in answer.headers
    assert "cache-control" not in answer.headers


def test_a_page_may_set_its_own_policy():
    async def page(_scope, _receive, send):
        await respond(send, headers=[(b"Content-Security-Policy", b"default-src 'none'")])

    answer = run(call(SecurityHeaders(page), scope("/graphiql")))
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'"
    assert "content-security-policy" not in answer.headers
