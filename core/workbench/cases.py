"""Regression cases: questions whose answer must stay the same, as data.

Invariants say what may never be for whole families; a case asks one question, and has one sentence:
«镇街人员永远看不到投诉人电话». Shipped ones stand in `policies/cases.csv`, one a line; the security
officer adds others live.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from core.policy.defaults import CASES, FOLDER, read
from core.policy.models import RegressionCase
from core.policy.problems import Fault, located, refused
from core.policy.rows import Row, read_rows, word_faults
from core.policy.rules import DecisionTable, Domain, Role
from core.policy.vocabulary import Action, Effect
from core.workbench.difference import answer

COLUMNS = ("who", "resource", "action", "expected", "chinese", "english")
EVERY = "*"
_SATISFIED: Final = {
    Effect.ALLOW: {Effect.ALLOW},
    Effect.MASK: {Effect.MASK, Effect.DENY},
    Effect.DENY: {Effect.DENY},
}
"""Expected -> the effects that keep the case: `mask` is masked at most, never in clear."""


@dataclass(frozen=True, slots=True)
class Case:
    """One question and the effect that every policy must give. `who`: a role, a tier or `*`."""

    who: str
    resource: str
    action: str
    expected: str
    chinese: str
    english: str
    origin: str = ""

    @property
    def question(self) -> tuple[str, str, str]:
        """What is asked; of one question there is one case."""
        return self.who, self.resource, self.action

    @classmethod
    def of(cls, row: RegressionCase) -> "Case":
        """A stored case."""
        expected = row.expected.value
        asked = (row.who, row.resource, row.action, expected)
        return cls(*asked, row.chinese, row.english, row.origin)


def load_cases() -> tuple[Case, ...]:
    """The shipped cases. Raises PolicyError."""
    return parse_cases(read(FOLDER / CASES), f"policies/{CASES}")


def parse_cases(text: str, origin: str) -> tuple[Case, ...]:
    """The cases of one text. Raises PolicyError with all problems."""
    rows, problems = read_rows(text, origin, COLUMNS, prose=("chinese", "english"))
    cases = tuple(_case(row) for row in rows)
    asked = [case.question for case in cases]
    problems += [
        located(case.origin, ("同一问题出现两次。", "The same question stands twice."))
        for number, case in enumerate(cases)
        if case.question in asked[:number]
    ]
    problems += [located(c.origin, fault) for c in cases for fault in _vocabulary_faults(c)]
    if problems:
        raise refused(problems)
    return cases


def case_faults(case: Case, domain: Domain) -> list[Fault]:
    """Why a case says nothing: misspelt, or about something that is not there."""
    faults = [
        fault
        for column in ("who", "resource", "action")
        if case.who != EVERY or column != "who"
        for fault in word_faults(column, getattr(case, column))
    ]
    faults += _vocabulary_faults(case)
    if not _roles(case, domain.roles.values()):
        faults.append((f"没有角色或层级 {case.who!r}。", f"No role or tier {case.who!r}."))
    resource = domain.resources.get(case.resource)
    if resource is None:
        faults.append((f"没有资源 {case.resource!r}。", f"No resource {case.resource!r}."))
    elif case.action not in resource.actions:
        faults.append(
            (
                f"{case.resource} 没有“{case.action}”这一操作。",
                f"{case.resource} offers no action {case.action!r}.",
            )
        )
    return faults


def broken(table: DecisionTable, domain: Domain, cases: Iterable[Case]) -> list[str]:
    """Every case that a policy does not keep, in sentences.

    Cases about plugins that are not loaded are passed over; one about a thing that is gone from a
    loaded plugin is broken, since what it protected may only be renamed.
    """
    plugins = {name.partition(":")[0] for name in domain.resources}
    found: list[str] = []
    for case in cases:
        if case.resource.partition(":")[0] not in plugins:
            continue
        if faults := case_faults(case, domain):
            found += [located(_named(case), fault) for fault in faults]
            continue
        for role in _roles(case, domain.roles.values()):
            given = answer(table, domain, (role.name, case.resource, case.action)).effect
            if given not in _SATISFIED[Effect(case.expected)]:
                found.append(_told(case, role, given))
    return found


def _told(case: Case, role: Role, given: Effect) -> str:
    fault = (
        f"情形“{case.chinese}”不成立：应为 {case.expected}，实为 {given}（{role.chinese}）。",
        f"“{case.english}” does not hold: {given} instead of {case.expected} for {role.english}.",
    )
    return located(_named(case), fault)


def _named(case: Case) -> str:
    return f"{case.origin} {','.join(case.question)}"


def _roles(case: Case, roles: Iterable[Role]) -> Sequence[Role]:
    return [r for r in roles if case.who in (EVERY, r.name, r.tier.value)]


def _vocabulary_faults(case: Case) -> list[Fault]:
    faults: list[Fault] = []
    if case.action not in set(Action):
        faults.append((f"没有操作 {case.action!r}。", f"There is no action {case.action!r}."))
    if case.expected not in set(Effect):
        listed = ", ".join(Effect)
        faults.append((f"结果只能是：{listed}。", f"What is expected must be one of {listed}."))
    return faults


def _case(row: Row) -> Case:
    who, resource, action, expected, chinese, english = row.words
    return Case(who, resource, action, expected, chinese, english, row.where)
