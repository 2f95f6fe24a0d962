"""Figure: how long it takes, once, to make the schema of a permission set."""

from collections.abc import Callable

from bench.report import Report
from bench.samples import Samples, repeated, seconds
from core.app import admission_of, default_rules, load_plugins
from core.clock import SystemClock, business_date
from core.policy.access import Access, Actor, Duty
from core.settings import Settings
from schema.assembly import assemble
from schema.tiers.views import Views

GOAL = 150.0
"""Milliseconds."""


def run(report: Report) -> None:
    """Measure every role, each time from nothing; the figure is the slowest role's."""
    assembly = assemble(load_plugins(Settings()))
    table = admission_of(assembly).admit(default_rules(assembly), 1)
    today = business_date(SystemClock())

    def build(role: str) -> None:
        access = Access(Actor(None, "", "", (Duty(role, 0),)), table, assembly.resources, today)
        Views(assembly.schema, assembly.shape).of(access)

    build("public")
    taken = {role: _role(role, build) for role in table.roles}
    slowest = max(taken, key=lambda role: taken[role].median)
    figure = report.add(
        "schema_of_permission_set", taken[slowest], "ms", goal=GOAL,
        note=f"the slowest of {len(taken)} roles: {slowest}",
    )  # fmt: skip
    report.add(
        "schema_of_permission_set_all", Samples.of(t.median for t in taken.values()), "ms",
        note="median over the roles",
    )  # fmt: skip

    def every() -> None:
        for role in table.roles:
            build(role)

    slow = repeated(lambda: seconds(every)).scaled(1_000)
    report.slow_on_purpose(figure, slow, "making the schemas of all roles instead of one")


def _role(role: str, build: Callable[[str], None]) -> Samples:
    return repeated(lambda: seconds(lambda: build(role))).scaled(1_000)
