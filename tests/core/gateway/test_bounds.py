"""Bounds of a request, driven as ASGI applications under a leaping clock."""

import asyncio

import pytest

from core.gateway.bounds import BodyLimit, Concurrency, ReceiveDeadline, RequestDeadline
from tests.core.gateway.asgi import body_of, call, echo, read_all, respond, run, scope


@pytest.mark.parametrize(
    ("chunks", "path", "status"),
    [
        ([b"x" * 10], "/graphql", 200),
        ([b"x" * 11], "/graphql", 413),
        ([b"x"] * 10, "/graphql", 200),
        ([b"x"] * 11, "/graphql", 413),
        ([b"x"] * 11, "/files/7", 200),
        ([b"x"] * 21, "/files/7", 413),
        ([b"x"] * 11, "/filesystem", 413),
    ],
)
def test_bodies_are_counted_as_they_stream(chunks, path, status):
    app = BodyLimit(echo, 10, {"/files": 20})
    answer = run(call(app, scope(path), body_of(chunks)))
    assert answer.status == status
    if status == 413:
        assert answer.code == "BODY_TOO_LARGE"
        assert answer.headers["connection"] == "close"


@pytest.mark.parametrize(("length", "status"), [("10", 200), ("11", 413), ("9" * 5_000, 413)])
def test_a_declared_length_is_refused_unread(length, status):
    async def unread():
        assert status == 200, "the body was read"
        return {"type": "http.request", "body": b"", "more_body": False}

    app = BodyLimit(echo, 10)
    assert run(call(app, scope(headers={"content-length": length}), unread)).status == status


def test_a_handler_cannot_talk_over_a_refusal():
    async def stubborn(_scope, receive, send):
        await read_all(receive)
        await respond(send, b"stored")

    answer = run(call(BodyLimit(stubborn, 10), scope(), body_of([b"x" * 11])))
    assert (answer.status, answer.code) == (413, "BODY_TOO_LARGE")


def test_a_handler_that_fails_by_itself_is_not_hushed():
    async def broken(_scope, _receive, _send):
        raise LookupError

    for bound in (BodyLimit, ReceiveDeadline, RequestDeadline):
        with pytest.raises(LookupError):
            run(call(bound(broken), scope()))


def test_a_dripping_body_is_cut_at_the_deadline():
    app = ReceiveDeadline(echo, 10)
    answer = run(call(app, scope(), body_of([b"x"] * 100, gap=1)))
    assert (answer.status, answer.code) == (408, "REQUEST_TIMEOUT")
    assert run(call(app, scope(), body_of([b"x"] * 9, gap=1))).status == 200


def test_waiting_for_the_client_to_leave_is_no_slow_body():
    async def stream(_scope, receive, send):
        await read_all(receive)
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(60):
                await receive()
        await respond(send)

    assert run(call(ReceiveDeadline(stream, 10), scope(), body_of([b"x"]))).status == 200


def _slow(seconds, *, before=True):
    async def app(_scope, receive, send):
        await read_all(receive)
        await asyncio.sleep(seconds if before else 0)
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await asyncio.sleep(0 if before else seconds)
        await send({"type": "http.response.body", "body": b"done"})

    return app


@pytest.mark.parametrize(
    ("app", "status"),
    [(_slow(4), 200), (_slow(6), 503), (_slow(600, before=False), 200)],
    ids=["in time", "late", "streaming"],
)
def test_answers_begin_in_time(app, status):
    answer = run(call(RequestDeadline(app, 5), scope()))
    assert answer.status == status
    assert answer.body == b"done" if status == 200 else answer.code == "DEADLINE"


def test_a_slow_body_is_not_the_handlers_fault():
    app = RequestDeadline(_slow(4), 5)
    assert run(call(app, scope(), body_of([b"x"] * 8, gap=1))).status == 200


def test_a_late_handler_is_cancelled():
    cancelled = []

    async def app(_scope, _receive, _send):
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            cancelled.append(True)
            raise

    assert run(call(RequestDeadline(app, 5), scope())).status == 503
    assert cancelled


def test_a_handlers_own_timeout_is_its_own():
    async def app(_scope, _receive, _send):
        raise TimeoutError

    with pytest.raises(TimeoutError):
        run(call(RequestDeadline(app, 5), scope()))


@pytest.mark.parametrize("kind", ["http", "websocket"])
def test_no_more_than_so_many_at_once(kind):
    async def scenario():
        door, entered = asyncio.Event(), []

        async def app(_scope, _receive, send):
            entered.append(True)
            await door.wait()
            await respond(send)

        house = Concurrency(app, requests=2, sockets=2)
        extensions = {"websocket.http.response": {}}
        request = scope(kind=kind, extensions=extensions)
        first = [asyncio.create_task(call(house, request)) for _ in range(2)]
        await asyncio.sleep(0)
        refused = await call(house, request)
        probe = asyncio.create_task(call(house, scope("/healthz")))
        plain = await call(house, scope(kind=kind)) if kind == "websocket" else None
        door.set()
        await asyncio.gather(*first, probe)
        later = await call(house, request)
        return refused, plain, later, len(entered), house.running

    refused, plain, later, entered, running = run(scenario())
    assert (refused.status, refused.code, refused.headers["retry-after"]) == (503, "BUSY", "1")
    assert plain is None or plain.messages[0]["code"] == 1013
    assert later.status == 200
    assert entered == 4
    assert set(running.values()) == {0}


@pytest.mark.parametrize("bound", [BodyLimit, ReceiveDeadline, RequestDeadline])
def test_sockets_pass_untouched(bound):
    seen = []

    async def app(given, receive, send):
        seen.append((given, receive, send))

    async def nothing():
        return {}

    run(bound(app)(scope(kind="websocket"), nothing, nothing))
    assert seen[0][1] is nothing
    assert seen[0][2] is nothing


def test_an_endless_body_without_a_deadline_would_wait():
    """What the deadline is for: without it the same request is still open after an hour."""

    async def patient():
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(3_600):
                await call(echo, scope(), body_of([b"x"], ends=False))

    run(patient())
