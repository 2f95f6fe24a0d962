"""Figures: how long a policy takes to come into force, and how long one decision takes."""

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from random import Random

from bench.report import Report
from bench.samples import Samples, repeated, seconds
from core.app import admission_of, default_rules, load_plugins
from core.clock import SystemClock, business_date
from core.policy.access import Access, Actor, Duty
from core.policy.compiler import compile_table
from core.policy.judge import Judge
from core.policy.rules import DecisionTable, Domain, Resource, Rule
from core.settings import Settings
from schema.assembly import Assembly, assemble

LOAD_GOAL = 1.0
"""Seconds."""
DECISION_GOAL = 5.0
"""Microseconds."""
QUESTIONS = 20_000
JUDGED = 20
"""Questions to pycasbin in one run; it takes a thousand times as long."""
SYNTHETIC = 10_000
Question = tuple[str, str, str]
"""role, resource, action"""


def run(report: Report) -> None:
    """Measure the default policy, and one of 10,000 rows more."""
    assembly = assemble(load_plugins(Settings()))
    loaded = report.add(
        "policy_load", repeated(lambda: _load(assembly)), "s", goal=LOAD_GOAL,
        note=f"{len(default_rules(assembly))} rows: parse, lint, compile, invariants, judge",
    )  # fmt: skip
    slow = repeated(lambda: _load(assembly, sample=40_000), 1)
    report.slow_on_purpose(loaded, slow, "a load with 400 times the questions to the judge")
    rules = default_rules(assembly)
    _decide(report, "decision", assembly, rules, assembly.domain)
    many, domain = synthetic(rules, assembly.domain)
    _decide(report, "decision_10000", assembly, many, domain)


def _load(assembly: Assembly, sample: int = 100) -> float:
    def load() -> DecisionTable:
        admission = replace(admission_of(assembly), sample=sample)
        return admission.admit(default_rules(assembly), 1)

    return seconds(load)


def _decide(
    report: Report, name: str, assembly: Assembly, rules: Sequence[Rule], domain: Domain
) -> None:
    table = compile_table(rules, domain, 1)
    asked = questions(domain, Random(1))
    accesses = _accesses(assembly, table)
    samples = _timed(lambda role, what, action: accesses[role].allows(what, action), asked)
    figure = report.add(
        name, samples, "us", goal=DECISION_GOAL,
        note=f"Access.allows over {len(rules)} rows and {len(domain.resources)} resources",
    )  # fmt: skip
    judge = Judge(rules, domain, whole=True)
    scopes = {what: min(domain.resources[what].scopes) for _, what, _ in asked}
    enforced = _timed(
        lambda role, what, action: judge.allows(role, what, action, scopes[what]), asked[:JUDGED]
    )
    report.add(f"{name}_pycasbin", enforced, "us", note="one enforce over the same rows")
    ratio = Samples.of([samples.median / enforced.median])
    report.add(f"{name}_ratio", ratio, "of pycasbin", goal=0.01, note="decision / enforce")
    report.slow_on_purpose(figure, enforced, "decisions by pycasbin itself")


def questions(domain: Domain, random: Random) -> list[Question]:
    """Questions that a policy could be asked, allowed and denied ones, in no order."""
    roles = sorted(domain.roles)
    named = sorted(name for name, resource in domain.resources.items() if resource.actions)
    found = []
    for _ in range(QUESTIONS):
        what = random.choice(named)
        action = random.choice(sorted(domain.resources[what].actions))
        found.append((random.choice(roles), what, action))
    return found


def synthetic(rules: Sequence[Rule], domain: Domain) -> tuple[list[Rule], Domain]:
    """10,000 more rows, over records of a plugin that does not exist."""
    kinds = Resource("", "record", frozenset({"read", "update"}), frozenset({"all", "divisions"}))
    roles = sorted(domain.roles)
    names = [f"synthetic:Record{n}" for n in range(1 + SYNTHETIC // (2 * len(roles)))]
    more = [
        Rule(role, name, action, "all", "allow", "bench")
        for name in names
        for role in roles
        for action in sorted(kinds.actions)
    ]
    resources = {**domain.resources, **{name: replace(kinds, name=name) for name in names}}
    return [*rules, *more[:SYNTHETIC]], replace(domain, resources=resources)


def _accesses(assembly: Assembly, table: DecisionTable) -> dict[str, Access]:
    today = business_date(SystemClock())
    return {
        role: Access(Actor(1, "", "", (Duty(role, 1, (1,)),)), table, assembly.resources, today)
        for role in table.roles
    }


def _timed(decide: Callable[[str, str, str], bool], asked: Sequence[Question]) -> Samples:
    """Microseconds of one decision, the loop around it included."""

    def once() -> float:
        started = time.perf_counter()
        for role, what, action in asked:
            decide(role, what, action)
        return (time.perf_counter() - started) / len(asked) * 1e6

    once()
    return repeated(once)
