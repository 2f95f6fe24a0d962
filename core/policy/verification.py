"""Two independent readings of the same rows must agree: our table and pycasbin."""

from collections.abc import Iterable
from random import Random

from core.policy.compiler import changed
from core.policy.judge import Judge
from core.policy.problems import JUDGE_DISAGREES, located, refused
from core.policy.rules import Cell, CellKey, DecisionTable, Domain
from core.policy.vocabulary import Effect, Scope

SHOWN = 20
"""How many differences an error lists."""


def verify_against_judge(
    judge: Judge, new: DecisionTable, old: DecisionTable | None, rng: Random, sample: int = 100
) -> int:
    """Ask pycasbin about every changed decision and `sample` random ones; says how many were asked.

    Without an old table, at the start, only the sample is asked: the whole domain is for
    `verify_domain`. Raises PolicyError (POLICY_JUDGE_DISAGREES) on any difference.
    """
    keys = set(() if old is None else changed(old, new))
    keys |= {_pick(judge.domain, rng) for _ in range(sample)}
    return _verify(judge, new, sorted(keys))


def verify_domain(judge: Judge, table: DecisionTable) -> int:
    """Ask pycasbin about everything there is. Minutes for a whole bureau."""
    return _verify(judge, table, tuples_of(judge.domain))


def tuples_of(domain: Domain) -> Iterable[CellKey]:
    """Every (role, resource, action) that a request may ask about."""
    for role in domain.roles:
        for name, resource in domain.resources.items():
            for action in sorted(resource.actions):
                yield role, name, action


def _verify(judge: Judge, table: DecisionTable, keys: Iterable[CellKey]) -> int:
    problems: list[str] = []
    asked = 0
    for key in keys:
        asked += 1
        problems += _differences(judge, table, key)
    if problems:
        raise refused(problems[:SHOWN], JUDGE_DISAGREES)
    return asked


def _differences(judge: Judge, table: DecisionTable, key: CellKey) -> Iterable[str]:
    role, name, action = key
    resource = judge.domain.resources.get(name)
    cell = table.cell(role, name, action)
    for scope in sorted((resource.scopes if resource else frozenset({"all"})) - {Scope.NONE}):
        mine = _shown(cell, scope)
        theirs = judge.allows(*key, scope), judge.shows_clear(*key, scope)
        if mine != theirs:
            yield located(
                f"{role},{name},{action},{scope}",
                (
                    f"编译结果 {mine} 与 pycasbin 裁决 {theirs} 不一致。",
                    f"(allowed, in clear): compiled {mine}, pycasbin {theirs}.",
                ),
            )


def _shown(cell: Cell | None, scope: str) -> tuple[bool, bool]:
    """Whether a cell allows an action on rows within a scope, and whether in clear."""
    if cell is None or cell.effect is Effect.DENY:
        return False, False
    reached = scope in cell.scopes or Scope.ALL in cell.scopes
    return reached, reached and cell.effect is Effect.ALLOW


def _pick(domain: Domain, rng: Random) -> CellKey:
    """A random question; half of the resources of a real domain are fields, so draw evenly."""
    role = rng.choice(tuple(domain.roles))
    resource = rng.choice(tuple(domain.resources.values()))
    return role, resource.name, rng.choice(sorted(resource.actions))
