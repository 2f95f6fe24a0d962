"""Logs without secrets, one access line per request, metrics."""

import io
import json
import logging

import pytest
import structlog

from core.gateway.hygiene import RequestId
from core.gateway.metrics import Metrics, metrics_response
from core.gateway.observe import AccessLog, configure_logs, facts, outcome_of
from core.gateway.scrub import scrub
from tests.core.gateway.asgi import call, respond, run, scope
from tests.core.gateway.test_rates import HandClock

CANARY = "canary-7f3a"


@pytest.fixture
def lines():
    """What the log holds, as objects; the logging set-up is put back afterwards."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    stream = io.StringIO()
    configure_logs(stream, HandClock())
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()


SECRETS = [
    {"password": CANARY},
    {"newPassword": CANARY},
    {"headers": [(b"authorization", CANARY.encode())]},
    {"headers": {"Cookie": f"session={CANARY}"}},
    {"input": {"deep": [{"totp": CANARY}]}},
    {"token": CANARY},
    {"api_key": CANARY},
    {"variables": {"name": CANARY}},
    {"event": f"header Authorization: Bearer {CANARY}"},
    {"event": f"GET /x?token={CANARY}&a=1"},
    {"event": f'{{"password": "{CANARY} and more"}}'},
    {"event": f"(DBAPIError) bad [SQL: INSERT] [parameters: ('{CANARY}',)]"},
    {"error": ValueError(f"token={CANARY}")},
]


@pytest.mark.parametrize("event", SECRETS)
def test_secrets_are_removed(event):
    assert CANARY in str(event) or CANARY.encode() in event["headers"][0]
    assert CANARY not in json.dumps(scrub(None, "info", dict(event)))


def test_personal_numbers_are_removed_and_the_rest_stays():
    text = "signed 330109199001011234 and 13800138000 for 28 towns"
    assert scrub(None, "info", {"event": text}) == {
        "event": "signed [id number] and [phone] for 28 towns"
    }


def test_a_record_that_contains_itself_ends():
    circle = {}
    circle["again"] = circle
    assert "[deep]" in json.dumps(scrub(None, "info", circle))


def test_all_loggers_take_the_same_way(lines):
    structlog.stdlib.get_logger("house").info("built", town="城厢", password=CANARY)
    logging.getLogger("uvicorn.error").warning("token=%s", CANARY)
    logging.getLogger("uvicorn.access").info("GET /?token=%s", CANARY)
    try:
        int(f"password={CANARY}")
    except ValueError:
        logging.getLogger("sqlalchemy").exception("failed")
    written = lines()
    assert [line["event"] for line in written] == ["built", "token=[removed]", "failed"]
    assert written[0]["town"] == "城厢"
    assert written[0]["at"].startswith("2013-07-01T")
    assert "ValueError" in written[2]["exception"]
    assert CANARY not in json.dumps(written)


def test_without_scrubbing_the_canary_would_be_found(lines, monkeypatch):
    monkeypatch.setattr("core.gateway.scrub._SECRET", scrub.__globals__["re"].compile("(?!)"))
    structlog.stdlib.get_logger("house").info("built", password=CANARY)
    assert CANARY in json.dumps(lines())


def _house(app, metrics):
    clock = HandClock()
    return RequestId(AccessLog(app(clock), clock, metrics), lambda: "request-1")


def test_one_line_per_request(lines):
    def app(clock):
        async def handle(request, _receive, send):
            known = facts(request)
            known.account_id, known.operation_name = "u:7", "Board"
            known.sql_count, known.policy_version, known.read_path = 1, 12, "compiled"
            clock.seconds += 0.0125
            await respond(send, b"12345")

        return handle

    metrics = Metrics("w1")
    request = scope(query_string=f"token={CANARY}".encode())
    run(call(_house(app, metrics), request))
    (line,) = lines()
    expected = {
        "event": "request", "request_id": "request-1", "account_id": "u:7", "status": 200,
        "operation_name": "Board", "ms": 12.5, "sql_count": 1, "policy_version": 12, "bytes": 5,
        "outcome": "ok", "path": "/graphql", "read_path": "compiled",
    }  # fmt: skip
    assert expected.items() <= line.items()
    assert CANARY not in json.dumps(line)
    text = metrics_response(metrics).body.decode()
    for series in (
        'zhijian_requests_total{outcome="ok",worker="w1"} 1.0',
        'zhijian_request_seconds_bucket{le="0.025",worker="w1"} 1.0',
        'zhijian_request_seconds_bucket{le="0.01",worker="w1"} 0.0',
        'zhijian_reads_total{path="compiled",worker="w1"} 1.0',
        'zhijian_sql_statements_total{worker="w1"} 1.0',
        'zhijian_policy_version{worker="w1"} 12.0',
    ):
        assert series in text


def test_a_crash_is_written_down_too(lines):
    def app(_clock):
        async def crash(_request, _receive, _send):
            raise LookupError

        return crash

    metrics = Metrics()
    with pytest.raises(LookupError):
        run(call(_house(app, metrics), scope()))
    assert [(line["status"], line["outcome"]) for line in lines()] == [(500, "error")]
    assert 'outcome="error"' in metrics_response(metrics).body.decode()


def test_plugin_states_replace_each_other():
    metrics = Metrics()
    metrics.plugin_states({"town": "active", "station": "active"})
    metrics.plugin_states({"town": "quarantined"})
    text = metrics_response(metrics).body.decode()
    assert 'plugin="town",state="quarantined",worker="0"} 1.0' in text
    assert "station" not in text
    assert 'state="active"' not in text


@pytest.mark.parametrize(
    ("status", "outcome"),
    [(200, "ok"), (400, "invalid"), (401, "denied"), (413, "refused"), (500, "error"),
     (503, "unavailable")],
)  # fmt: skip
def test_outcomes(status, outcome):
    assert outcome_of(status) == outcome
