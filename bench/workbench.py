"""Figures: checks of a draft over 80,000 decisions, memory over 1,000 edits, time to activation."""

import random
import time
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import replace
from typing import Any, Final

import httpx2
import psutil

from bench.ground import PASSWORD, Ground
from bench.report import Report
from bench.samples import Samples, repeated, seconds
from bench.serving import served
from core.app import admission_of, default_rules, load_plugins
from core.clock import SystemClock, business_date
from core.policy.access import Access, Actor, Duty
from core.policy.admission import Admission
from core.policy.compiler import compile_table
from core.policy.live import LivePolicy
from core.policy.rules import Resource, Rule
from core.policy.verification import tuples_of
from core.settings import Settings
from core.workbench.cases import load_cases
from core.workbench.examination import Proposed, examine
from schema.assembly import Assembly, assemble
from schema.tiers.views import Views

CHECKS_GOAL: Final = 1.0
"""Seconds."""
ACTIVATION_GOAL: Final = 1.0
"""Seconds."""
GROWTH_GOAL: Final = 16.0
"""Megabytes over the last 800 of 1,000 edits."""
TUPLES: Final = 80_000
EDITS: Final = 1_000
WARM: Final = 200
ROUNDS: Final = 20
SIGN_IN = "mutation($input: SignInInput!) { signIn(input: $input) { token userErrors { code } } }"
PROPOSE = """mutation($input: ProposePolicyInput!) {
  proposePolicy(input: $input) { userErrors { message } policyDraft { id faults } } }"""
SIGN = "mutation($input: SignPolicyInput!) { signPolicy(input: $input) { userErrors { message } } }"
SHOWN = '{ __type(name: "Enterprise") { fields { name } } }'
HIDDEN = Rule("town.quality_officer", "core:Enterprise.name", "read", "all", "deny")


def run(report: Report, ground: Ground, accounts: list[dict[str, Any]]) -> None:
    """Measure the checks and the memory here, the activation over two serving processes."""
    assembly = assemble(load_plugins(Settings()))
    _checks(report, assembly)
    _memory(report, assembly)
    _activation(report, ground, accounts)


def _checks(report: Report, assembly: Assembly) -> None:
    rules, admission = _wide(assembly)
    domain = admission.domain
    base = compile_table(rules, domain, 1)
    size = sum(1 for _ in tuples_of(domain))
    cases = load_cases()

    def check(*added: Rule) -> float:
        proposed = Proposed(base, (*rules, *added), added)
        return seconds(lambda: examine(admission, proposed, cases))

    note = f"{size} questions, {len(base.cells)} decisions"
    figure = report.add(
        "draft_checks", repeated(lambda: check(HIDDEN)), "s", goal=CHECKS_GOAL,
        note=f"one row: linter, invariants, cases, judge, difference, overlaps; {note}",
    )  # fmt: skip
    denied = Rule("branch.data_clerk", "synthetic:*", "read", "all", "deny")
    report.add(
        "draft_checks_wildcard", repeated(lambda: check(denied)), "s",
        note="a wildcard that changes a thousand decisions; each is put before pycasbin",
    )  # fmt: skip
    slow = repeated(lambda: sum(check(HIDDEN) for _ in range(20)), 1)
    report.slow_on_purpose(figure, slow, "the same draft twenty times")


def _memory(report: Report, assembly: Assembly) -> None:
    admission, rules = admission_of(assembly), default_rules(assembly)
    views, process = Views(assembly.schema, assembly.shape), psutil.Process()
    live = LivePolicy(admission.admit(rules, 1))
    today = business_date(SystemClock())
    kept: list[int] = []

    def edit(number: int) -> None:
        table = admission.admit([*rules, *([HIDDEN] if number % 2 else [])], number, live.current)
        views.prepare(table)
        live.swap(table)
        for role in ("town.quality_officer", "public"):
            duties = (Duty(role, 0),)
            views.of(Access(Actor(None, "", "", duties), table, assembly.resources, today))

    for number in range(2, EDITS + 2):
        edit(number)
        if number in (WARM, EDITS):
            kept.append(process.memory_info().rss)
    growth = Samples.of([(kept[1] - kept[0]) / 1e6])
    figure = report.add(
        "memory_over_edits", growth, "MB", goal=GROWTH_GOAL,
        note=f"what edits {WARM} to {EDITS} left behind, with the schemas of two roles",
    )  # fmt: skip
    hoard = Samples.of([growth.median + 0.1 * (EDITS - WARM)])
    report.slow_on_purpose(figure, hoard, "a process that keeps 100 kB of each edit")


def _activation(report: Report, ground: Ground, accounts: list[dict[str, Any]]) -> None:
    towns = [a["username"] for a in accounts if a["role"] == "town.quality_officer"]
    officers = [a["username"] for a in accounts if a["role"] == "officer.security"]
    with ExitStack() as stack:
        workers = [
            stack.enter_context(
                httpx2.Client(
                    base_url=stack.enter_context(served(ground)).url, trust_env=False, timeout=30
                )
            )
            for _ in range(2)
        ]
        tokens = [_token(workers[0], name) for name in (*officers[:2], towns[0])]
        taken = [_seen_after(workers, tokens, hide=n % 2 == 0) for n in range(ROUNDS)]
    figure = report.add(
        "activation_everywhere", Samples.of(taken), "s", goal=ACTIVATION_GOAL,
        note=f"{ROUNDS} signatures, until introspection shows it on both of two processes",
    )  # fmt: skip
    report.add("activation_everywhere_most", Samples.of([max(taken)]), "s", goal=ACTIVATION_GOAL)
    late = Samples.of(each + ACTIVATION_GOAL for each in taken)
    report.slow_on_purpose(figure, late, "a worker that polls once a second")


def _seen_after(workers: Sequence[httpx2.Client], tokens: Sequence[str], *, hide: bool) -> float:
    """Seconds from sending the signature until every worker shows the new schema."""
    first, second, reader = tokens
    row = dict(zip(("role", "resource", "action", "scope", "effect"), HIDDEN.row, strict=True))
    given = {"changes": [{"add" if hide else "remove": row}], "reason": "bench"}
    draft = _ask(workers[0], PROPOSE, first, given)["proposePolicy"]["policyDraft"]["id"]
    for worker in workers:
        _ask(worker, SHOWN, reader)
    started = time.perf_counter()
    _ask(workers[0], SIGN, second, {"id": draft})
    for worker in workers:
        while _shows_name(worker, reader) is hide:
            pass
    return time.perf_counter() - started


def _shows_name(worker: httpx2.Client, token: str) -> bool:
    fields = _ask(worker, SHOWN, token)["__type"]["fields"]
    return "name" in {each["name"] for each in fields}


def _wide(assembly: Assembly) -> tuple[tuple[Rule, ...], Admission]:
    """The default policy beside a plugin that does not exist, with rows for every role."""
    domain = assembly.domain
    roles = sorted(role for role in domain.roles if role != "public")
    kind = Resource("", "record", frozenset({"read", "update"}), frozenset({"all"}))
    names = [f"synthetic:Record{n}" for n in range(1 + TUPLES // (2 * len(roles)))]
    resources = {**domain.resources, **{name: replace(kind, name=name) for name in names}}
    wide = replace(domain, resources=resources)
    branch = [role for role in roles if role.startswith("branch.")]
    rules = [Rule(role, "synthetic:*", "read", "all", "allow", "bench") for role in branch]
    rules += [Rule(role, "synthetic:*", "update", "all", "allow", "bench") for role in branch]
    rng = random.Random(1)
    admission = Admission(wide, admission_of(assembly).invariants, rng)
    return (*default_rules(assembly), *rules), admission


def _token(worker: httpx2.Client, username: str) -> str:
    given = {"username": username, "password": PASSWORD}
    token = _ask(worker, SIGN_IN, None, given)["signIn"]["token"]
    return str(token)


def _ask(
    worker: httpx2.Client, query: str, token: str | None, given: dict[str, Any] | None = None
) -> dict[str, Any]:
    headers = {"authorization": f"Bearer {token}"} if token else {}
    body = {"query": query, "variables": {"input": given} if given else {}}
    data: dict[str, Any] = worker.post("/graphql", json=body, headers=headers).json()["data"]
    return data
