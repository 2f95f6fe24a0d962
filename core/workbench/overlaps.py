"""Rows of a draft that decide nothing, and rows that contradict each other: worth a second look.

Neither is a fault: a grant under a denial may wait for its removal.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from itertools import islice

from core.policy.compiler import STRENGTH, decide, decision
from core.policy.linter import WILDCARD
from core.policy.rules import Cell, DecisionTable, Rule
from core.policy.vocabulary import Effect

SHOWN = 50
"""How many remarks of a kind a draft gets."""


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two rows that say different things of the same; the stronger one decides."""

    stronger: Rule
    weaker: Rule


def shadowed(table: DecisionTable, added: Collection[Rule]) -> list[Rule]:
    """Rows in the cells of `added` without which every decision would be the same."""
    heard: set[Rule] = set()
    met: set[Rule] = set()
    needed: set[Rule] = set()
    for cell in _cells_with(table, added):
        heard |= set(cell.rules)
        equals = [rule for rule in cell.rules if Effect(rule.effect) is cell.effect]
        met |= set(equals)
        needed |= {rule for rule in equals if _decides(cell, rule)}
    new = {rule.row for rule in added}
    # of an old wildcard not all cells are looked at, so nothing is said of it
    spoken = {r for r in met - needed if r.row in new or not r.resource.endswith(WILDCARD)}
    return sorted(spoken | (set(added) - heard))[:SHOWN]


def contradictions(table: DecisionTable, added: Collection[Rule]) -> list[Contradiction]:
    """Pairs of rows, one of them in `added`, of which one outweighs the other."""
    new = {rule.row for rule in added}
    found = {
        (winner, loser): None
        for cell in _cells_with(table, added)
        for winner in cell.rules[:1]
        for loser in cell.rules[1:]
        if STRENGTH[Effect(loser.effect)] > STRENGTH[cell.effect]
        and (winner.row in new or loser.row in new)
    }
    return [Contradiction(*pair) for pair in islice(found, SHOWN)]


def _cells_with(table: DecisionTable, added: Collection[Rule]) -> Iterable[Cell]:
    """The distinct cells in which one of the rows speaks; keys of one group share their cell."""
    new = {rule.row for rule in added}
    distinct = {id(cell): cell for cell in table.cells.values()}
    return [cell for cell in distinct.values() if any(rule.row in new for rule in cell.rules)]


def _decides(cell: Cell, rule: Rule) -> bool:
    without = decide([other for other in cell.rules if other is not rule])
    return without is None or decision(without) != decision(cell)
