"""Everything that a draft is held against, at once: whatever can be said about it is said."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from core.errors import PolicyError
from core.policy.admission import Admission
from core.policy.compiler import compile_table
from core.policy.drafts import FindingKind
from core.policy.invariants import prove
from core.policy.judge import Judge
from core.policy.linter import check
from core.policy.rules import DecisionTable, Rule
from core.policy.stored import set_dormant_aside
from core.policy.verification import verify_against_judge
from core.workbench.cases import Case, broken
from core.workbench.difference import Difference, differences
from core.workbench.overlaps import contradictions, shadowed

MOST = 200
"""How many findings a draft keeps; the faults come first."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check says. A fault forbids a signature."""

    kind: FindingKind
    message: str
    fault: bool


@dataclass(frozen=True, slots=True)
class Proposed:
    """Two whole policies: as it is, and as it would be."""

    base: DecisionTable
    rules: tuple[Rule, ...]
    """All rows as they would be, sleeping ones too."""
    added: tuple[Rule, ...]
    absent: tuple[Rule, ...] = ()
    """Rows to remove that are not in force."""


@dataclass(frozen=True, slots=True)
class Examination:
    """What came of it. Without a table no decision could be compared."""

    findings: tuple[Finding, ...]
    differences: tuple[Difference, ...] = ()
    table: DecisionTable | None = None

    @property
    def faults(self) -> int:
        """How many findings forbid a signature."""
        return sum(finding.fault for finding in self.findings)


def examine(admission: Admission, proposed: Proposed, cases: Sequence[Case]) -> Examination:
    """Linter, invariants over the whole domain, cases, judge, difference, overlaps.

    Takes tenths of a second: call it off the event loop.
    """
    active, _ = set_dormant_aside(proposed.rules, admission.domain)
    if faults := _lint(admission, proposed, active):
        return Examination(tuple(faults[:MOST]))
    domain, version = admission.domain, proposed.base.version + 1
    table = compile_table(active, domain, version)
    findings = [
        *_faults(FindingKind.INVARIANT, map(str, prove(table, domain, admission.invariants))),
        *_faults(FindingKind.CASE, broken(table, domain, cases)),
        *_judged(admission, proposed, active, table),
        *_remarks(table, proposed.added),
    ]
    found = tuple(differences(proposed.base, table, domain))
    return Examination(tuple(findings[:MOST]), found, table)


def _lint(admission: Admission, proposed: Proposed, active: Sequence[Rule]) -> list[Finding]:
    """New rows must mean something now, even where old ones may lie dormant."""
    _, sleeping = set_dormant_aside(proposed.added, admission.domain)
    problems = check(active, admission.domain)
    problems += check(sleeping, admission.domain) if sleeping else []
    problems += [
        f"{rule}: 没有这条生效中的规则。 There is no such row in force." for rule in proposed.absent
    ]
    return _faults(FindingKind.LINT, problems)


def _judged(
    admission: Admission, proposed: Proposed, active: Sequence[Rule], table: DecisionTable
) -> list[Finding]:
    judge = Judge(active, admission.domain)
    try:
        verify_against_judge(judge, table, proposed.base, admission.rng, admission.sample)
    except PolicyError as error:
        return _faults(FindingKind.JUDGE, error.problems)
    return []


def _remarks(table: DecisionTable, added: Sequence[Rule]) -> list[Finding]:
    found = [
        Finding(
            FindingKind.CONFLICTING,
            f"规则“{pair.stronger}”压过“{pair.weaker}”。 {pair.stronger} outweighs {pair.weaker}.",
            fault=False,
        )
        for pair in contradictions(table, added)
    ]
    found += [
        Finding(
            FindingKind.SHADOWED,
            f"规则“{rule}”不改变任何结论，其他规则已作同样规定。"
            f" {rule} decides nothing that other rows do not decide alike.",
            fault=False,
        )
        for rule in shadowed(table, added)
    ]
    return found


def _faults(kind: FindingKind, problems: Iterable[str]) -> list[Finding]:
    return [Finding(kind, problem, fault=True) for problem in problems]
