"""Logs as JSON lines, one access line per request, and metrics.

Whoever handles a request fills in the `Facts` that `facts(scope)` returns; `AccessLog` writes them
down when the answer is complete. Records of the standard library and of uvicorn take the same way.
"""

import logging
import re
from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass
from typing import Any, Literal, TextIO

import orjson
import structlog
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from core.clock import Clock
from core.gateway.metrics import Metrics
from core.gateway.scrub import scrub, scrub_text

_SUSPECT = re.compile(r"[=:\s]|\d{11}")
"""What every secret and every number of a person needs that `scrub_text` takes out."""
_SHORT = 200
_NOISY = ("uvicorn.access",)
"""Loggers that would repeat the access line, addresses with query strings included."""

Outcome = Literal["ok", "refused", "invalid", "denied", "unavailable", "error"]


@dataclass(slots=True)
class Facts:
    """What is known of a request; never its variables."""

    account_id: str | None = None
    operation_name: str | None = None
    outcome: Outcome | None = None
    """None: told by the status."""
    read_path: Literal["compiled", "ordinary", "kept"] | None = None
    kept: Literal["hit", "miss", "bypass"] | None = None
    sql_count: int = 0
    policy_version: int | None = None


def facts(scope: Scope) -> Facts:
    """The facts of a request, to be filled in by its handler."""
    state: MutableMapping[str, Any] = scope.setdefault("state", {})
    found: Facts = state.setdefault("facts", Facts())
    return found


def configure_logs(stream: TextIO, clock: Clock, level: int = logging.INFO) -> None:
    """Send structlog's and the standard library's records to `stream`, one JSON object a line."""
    shared: list[structlog.types.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        _stamp(clock),
    ]
    structlog.configure(
        processors=[*shared, Lines.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(stream)
    handler.setFormatter(Lines(processors=_RENDER, foreign_pre_chain=shared))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for name in ("uvicorn", "uvicorn.error", "uvicorn.access"):
        logger = logging.getLogger(name)
        logger.handlers.clear()
        logger.propagate = name not in _NOISY


_RENDER: list[structlog.types.Processor] = [
    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
    structlog.processors.format_exc_info,
    scrub,
    structlog.processors.JSONRenderer(ensure_ascii=False),
]


class AccessLog:
    """One line and one observation per request, when its answer is complete or has failed."""

    def __init__(self, app: ASGIApp, clock: Clock, metrics: Metrics) -> None:
        self._app, self._clock, self._metrics = app, clock, metrics
        self._log = logging.getLogger("access")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        known, begun = facts(scope), self._clock.monotonic()
        status, sent = 500, 0

        async def watched(message: Message) -> None:
            nonlocal status, sent
            if message["type"] == "http.response.start":
                status = message["status"]
            sent += len(message.get("body", b""))
            await send(message)

        request_id = scope["state"].get("request_id")
        with structlog.contextvars.bound_contextvars(request_id=request_id):
            try:
                await self._app(scope, receive, watched)
            finally:
                self._write(scope, known, (status, sent, self._clock.monotonic() - begun))

    def _write(self, scope: Scope, known: Facts, answer: tuple[int, int, float]) -> None:
        status, _, seconds = answer
        known.outcome = known.outcome or outcome_of(status)
        self._metrics.observe(
            known.outcome,
            seconds,
            known.sql_count,
            known.read_path,
            known.policy_version,
            known.kept,
        )
        if status == 304:
            self._metrics.not_modified()
        if self._log.isEnabledFor(logging.INFO):
            record = self._log.makeRecord("access", logging.INFO, "", 0, "request", (), None)
            record.line = self._line(scope, known, answer)
            self._log.handle(record)

    def _line(self, scope: Scope, known: Facts, answer: tuple[int, int, float]) -> dict[str, Any]:
        """The line. What a client has a say in is scrubbed; nothing else in it can hold a secret.

        There is one for every request: taking the way of all other records would cost as much as
        an answer that still stands.
        """
        status, sent, seconds = answer
        return {
            "event": "request",
            "level": "info",
            "logger": "access",
            "at": self._clock.now().isoformat(timespec="milliseconds"),
            "request_id": scrubbed(scope["state"].get("request_id")),
            "method": scrubbed(scope["method"]),
            "path": scrubbed(scope["path"]),  # without the query string: it may hold anything
            "status": status,
            "ms": round(seconds * 1000, 1),
            "bytes": sent,
            "account_id": known.account_id,
            "operation_name": scrubbed(known.operation_name),
            "outcome": known.outcome,
            "read_path": known.read_path,
            "kept": known.kept,
            "sql_count": known.sql_count,
            "policy_version": known.policy_version,
        }


class Lines(structlog.stdlib.ProcessorFormatter):
    """One JSON object a line; that of a request comes as one already."""

    def format(self, record: logging.LogRecord) -> str:
        """The text of a record."""
        line = getattr(record, "line", None)
        return super().format(record) if line is None else orjson.dumps(line).decode()


def scrubbed(text: str | None) -> str | None:
    """A text without secrets; one that can hold none is found out by a single look."""
    if text is None or (len(text) <= _SHORT and not _SUSPECT.search(text)):
        return text
    return scrub_text(text)


def outcome_of(status: int) -> Outcome:
    """The outcome that an HTTP status stands for, where the handler told none."""
    if status < 400:
        return "ok"
    known: dict[int, Outcome] = {
        401: "denied", 403: "denied", 413: "refused", 429: "refused", 503: "unavailable",
    }  # fmt: skip
    return known.get(status, "invalid" if status < 500 else "error")


def _stamp(clock: Clock) -> structlog.types.Processor:
    def stamp(_logger: Any, _method: str, event: structlog.types.EventDict) -> Mapping[str, Any]:
        event["at"] = clock.now().isoformat(timespec="milliseconds")
        return event

    return stamp
