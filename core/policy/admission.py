"""Everything that a policy must pass before it decides anything, in one place and one order."""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from core.policy.compiler import compile_table
from core.policy.invariants import Invariant, check_invariants, prove
from core.policy.judge import Judge
from core.policy.linter import check
from core.policy.problems import INVARIANT_BROKEN, TEXT, refused
from core.policy.rules import DecisionTable, Domain, Rule
from core.policy.verification import verify_against_judge


@dataclass(frozen=True, slots=True)
class Admission:
    """What candidates are held against. `rng` draws the random questions to pycasbin."""

    domain: Domain
    invariants: tuple[Invariant, ...]
    rng: Random
    sample: int = 100

    def __post_init__(self) -> None:
        """Refuse invariants that speak of nothing: PolicyError."""
        if problems := check_invariants(self.invariants, self.domain):
            raise refused(problems)

    def admit(
        self, rules: Sequence[Rule], version: int, old: DecisionTable | None = None
    ) -> DecisionTable:
        """The table of a sound policy: linted, proven, compared with pycasbin.

        Raises PolicyError with every problem of the first gate that refuses: POLICY,
        POLICY_INVARIANT_BROKEN or POLICY_JUDGE_DISAGREES. Takes tenths of a second: call it off the
        event loop.
        """
        if problems := check(rules, self.domain):
            raise refused(problems, TEXT)
        table = compile_table(rules, self.domain, version)
        if violations := prove(table, self.domain, self.invariants):
            raise refused([str(violation) for violation in violations], INVARIANT_BROKEN)
        judge = Judge(rules, self.domain)
        verify_against_judge(judge, table, old, self.rng, self.sample)
        return table
