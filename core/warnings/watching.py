"""What is watched: each rule as one SELECT, and which written rows can change its answer.

`schema/watching.py` makes these from the declarations, once per process.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, Select

from core.audit.announcing import row_key
from core.audit.changes import Change
from core.warnings.plans import Plans

Keys = ColumnElement[Sequence[int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Touch:
    """How a written row of one model can change what a rule watches."""

    model: type[Any]
    attributes: frozenset[str]
    """Mapped attributes that matter; a row that comes or goes always does."""
    subjects: Callable[[Keys, Keys], Select[tuple[int]]] | None = None
    """Keys of the records, from the rows' keys and what they referred to before.

    None: the row is the record itself.
    """
    reference: str | None = None
    """The attribute by which a row refers to what it belongs to, and may have left."""

    def concerns(self, change: Change) -> bool:
        """Whether the change matters."""
        return change.operation != "updated" or not self.attributes.isdisjoint(change.after)


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchedRule:
    """A rule as the engine sees it, whatever its versions say."""

    code: str
    resource: str
    truth: Select[Any]
    """The records of the rule, without any scope: key, due_on, measure, since, and whose they are.

    Time alone puts no record into a rule, nor out of it.
    """
    touches: tuple[Touch, ...]


@dataclass(slots=True)
class Touched:
    """What a transaction wrote, as far as rules watch it."""

    records: dict[str, set[int]] = field(default_factory=dict)
    """Rule -> keys of its records."""
    related: dict[tuple[str, int], tuple[set[int], set[int]]] = field(default_factory=dict)
    """(Rule, number of its touch) -> keys of rows, and keys that they referred to before."""

    def __bool__(self) -> bool:
        return bool(self.records or self.related)


class Watching:
    """All rules that are watched."""

    def __init__(self, rules: Iterable[WatchedRule] = ()) -> None:
        self.rules: Mapping[str, WatchedRule] = {rule.code: rule for rule in rules}
        self.plans = Plans()
        self._touches: dict[type[Any], list[tuple[str, int, Touch]]] = {}
        for rule in self.rules.values():
            for number, touch in enumerate(rule.touches):
                self._touches.setdefault(touch.model, []).append((rule.code, number, touch))

    def of(self, resource: str) -> list[str]:
        """The codes of the rules that watch a type of record."""
        return sorted(code for code, rule in self.rules.items() if rule.resource == resource)

    def touched(self, changes: Iterable[Change]) -> Touched:
        """What of the changes can change what is watched. Costs a look-up where nothing can."""
        found = Touched()
        for change in changes:
            for code, number, touch in self._touches.get(type(change.row), ()):
                if not touch.concerns(change) or (key := row_key(change.row)) is None:
                    continue
                if touch.subjects is None:
                    found.records.setdefault(code, set()).add(key)
                else:
                    rows, former = found.related.setdefault((code, number), (set(), set()))
                    rows.add(key)
                    if touch.reference and change.before.get(touch.reference) is not None:
                        former.add(change.before[touch.reference])
        return found
