"""Metrics of one worker process, in the text form that Prometheus reads.

Each worker counts for itself; the label `worker` keeps their series apart. No label holds anything
that a client can choose, so the number of series is bounded.
"""

from collections.abc import Mapping
from typing import Any

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest
from starlette.responses import Response

_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)


class Metrics:
    """Counters and gauges on a registry of their own, so that tests and workers never share."""

    def __init__(self, worker: str = "0") -> None:
        """`worker` names the process in every series."""
        self.registry = CollectorRegistry()
        self._worker = worker
        self._series: dict[tuple[Any, ...], Any] = {}
        self._requests = Counter(
            "zhijian_requests",
            "Requests by outcome.",
            ["worker", "outcome"],
            registry=self.registry,
        )
        self._seconds = Histogram(
            "zhijian_request_seconds", "Seconds from request to complete answer.", ["worker"],
            buckets=_SECONDS, registry=self.registry,
        )  # fmt: skip
        self._reads = Counter(
            "zhijian_reads",
            "Queries by way of reading: compiled to one statement, ordinary, or kept.",
            ["worker", "path"], registry=self.registry,
        )  # fmt: skip
        self._kept = Counter(
            "zhijian_kept_answers",
            "Queries whose answer still stood (hit), was read (miss), or is never kept (bypass).",
            ["worker", "result"], registry=self.registry,
        )  # fmt: skip
        self._not_modified = Counter(
            "zhijian_not_modified", "Answers that were not sent again (304).", ["worker"],
            registry=self.registry,
        )  # fmt: skip
        self._room = Gauge(
            "zhijian_kept_answers_bytes", "Memory of the answers that are kept.", ["worker"],
            registry=self.registry,
        )  # fmt: skip
        self._statements = Counter(
            "zhijian_sql_statements", "SQL statements.", ["worker"], registry=self.registry
        )
        self._policy = Gauge(
            "zhijian_policy_version", "Policy version of the latest request.", ["worker"],
            registry=self.registry,
        )  # fmt: skip
        self._plugins = Gauge(
            "zhijian_plugin_state", "1 for the state that a plugin is in.",
            ["worker", "plugin", "state"], registry=self.registry,
        )  # fmt: skip

    def observe(
        self,
        outcome: str,
        seconds: float,
        sql_count: int = 0,
        read_path: str | None = None,
        policy_version: int | None = None,
        kept: str | None = None,
    ) -> None:
        """Count one finished request."""
        self._one(self._requests, outcome).inc()
        self._one(self._seconds).observe(seconds)
        if sql_count:
            self._one(self._statements).inc(sql_count)
        if read_path is not None:
            self._one(self._reads, read_path).inc()
        if kept is not None:
            self._one(self._kept, kept).inc()
        if policy_version is not None:
            self._one(self._policy).set(policy_version)

    def _one(self, metric: Any, *labels: str) -> Any:
        """One series of a metric; to look for it anew costs more than to count."""
        known = self._series.get((metric, *labels))
        if known is None:
            known = self._series[metric, *labels] = metric.labels(self._worker, *labels)
        return known

    def not_modified(self) -> None:
        """Count an answer that the client had already."""
        self._one(self._not_modified).inc()

    def kept_answers(self, size: int) -> None:
        """Show how many bytes of answers are kept."""
        self._room.labels(self._worker).set(size)

    def plugin_states(self, states: Mapping[str, str]) -> None:
        """Show each plugin's state, such as `active` or `quarantined`; former states vanish."""
        self._plugins.clear()
        for plugin, state in states.items():
            self._plugins.labels(self._worker, plugin, state).set(1)


def metrics_response(metrics: Metrics) -> Response:
    """The answer of `/metrics`."""
    return Response(generate_latest(metrics.registry), media_type=CONTENT_TYPE_LATEST)
