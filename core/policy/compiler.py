"""Rows into one immutable decision table: a dictionary look-up instead of a pass over all rows."""

import hashlib
from collections.abc import Iterable, Sequence
from types import MappingProxyType
from typing import Final

from core.policy.linter import WILDCARD
from core.policy.rules import Cell, CellKey, DecisionTable, Domain, Rule
from core.policy.vocabulary import Effect, Scope

STRENGTH: Final = {Effect.DENY: 0, Effect.MASK: 1, Effect.ALLOW: 2}
"""Deny beats mask, mask beats allow."""


def compile_table(rules: Iterable[Rule], domain: Domain, version: int) -> DecisionTable:
    """The decisions of a policy that the linter has passed.

    A wildcard speaks where action and scope are both offered. Scopes add up; `none` adds nothing,
    and where nothing else is granted there is no cell: denied by default.
    """
    ordered = sorted(rules)
    spoken: dict[CellKey, tuple[int, ...]] = {}
    targets = _Targets(domain)
    for number, rule in enumerate(ordered):
        role, action, this = rule.role, rule.action, (number,)
        for name in targets.of(rule):
            key = (role, name, action)
            spoken[key] = spoken[key] + this if key in spoken else this
    decided = {group: decide([ordered[n] for n in group]) for group in set(spoken.values())}
    cells = {key: cell for key, group in spoken.items() if (cell := decided[group]) is not None}
    return DecisionTable(version, digest_of(ordered), MappingProxyType(cells), domain.roles)


def digest_of(rules: Iterable[Rule]) -> str:
    """A fingerprint of what the rows say, whoever wrote them and in whatever order."""
    text = "\n".join(sorted(str(rule) for rule in rules))
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def changed(old: DecisionTable | None, new: DecisionTable) -> tuple[CellKey, ...]:
    """Every (role, resource, action) that the two tables decide differently, sorted."""
    before = old.cells if old else {}
    keys = before.keys() | new.cells.keys()
    return tuple(sorted(k for k in keys if decision(before.get(k)) != decision(new.cells.get(k))))


def decision(cell: Cell | None) -> tuple[str, tuple[str, ...]]:
    """What a cell decides, without the reasons: an effect and its scopes."""
    if cell is None or cell.effect is Effect.DENY:
        return Effect.DENY, ()
    return cell.effect, tuple(sorted(cell.scopes))


def decide(rules: Sequence[Rule]) -> Cell | None:
    """The decision of the rules that speak of one thing; None where they grant nothing."""
    if not rules:
        return None
    ranked = sorted(rules, key=lambda rule: STRENGTH[Effect(rule.effect)])
    effect = Effect(ranked[0].effect)
    if effect is Effect.DENY:
        return Cell(effect, frozenset(), tuple(ranked))
    scopes = frozenset(Scope(rule.scope) for rule in ranked) - {Scope.NONE}
    return Cell(effect, scopes, tuple(ranked)) if scopes else None


class _Targets:
    """Which resources a rule speaks of. What a wildcard covers is looked up once."""

    def __init__(self, domain: Domain) -> None:
        self._domain = domain
        self._wild: dict[tuple[str, str, str], tuple[str, ...]] = {}

    def of(self, rule: Rule) -> Sequence[str]:
        plugin, _, named = rule.resource.partition(":")
        if named != WILDCARD:
            return (rule.resource,)
        key = (plugin, rule.action, rule.scope)
        if key not in self._wild:
            self._wild[key] = tuple(
                resource.name
                for resource in self._domain.of_plugin(plugin)
                if rule.action in resource.actions and rule.scope in resource.scopes
            )
        return self._wild[key]
