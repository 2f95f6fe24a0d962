"""The exact difference of two policies, as people meet it: who may do what more, less, otherwise.

A field without a rule of its own follows its type, so a denial of such a field takes something
away, and a type that becomes readable brings the fields that have rules of their own with it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from core.policy.drafts import DifferenceKind
from core.policy.rules import Cell, CellKey, DecisionTable, Domain
from core.policy.vocabulary import Action, Effect, Scope
from core.policy.wording import EFFECTS, Sentence
from core.policy.words import action_words, resource_words, role_words, scope_words


@dataclass(frozen=True, slots=True)
class Answer:
    """What a policy says to one question, as people meet it: an effect on rows of these scopes."""

    effect: Effect
    scopes: frozenset[Scope] = frozenset()

    @property
    def denied(self) -> bool:
        """Whether nothing is allowed."""
        return self.effect is Effect.DENY

    def exceeds(self, other: "Answer") -> bool:
        """Whether this allows what the other does not: more rows, or in clear instead of masked."""
        if self.denied:
            return False
        if other.denied or (self.effect is Effect.ALLOW and other.effect is Effect.MASK):
            return True
        return Scope.ALL not in other.scopes and not self.scopes <= other.scopes

    def __str__(self) -> str:
        return "" if self.denied else " ".join((self.effect, *sorted(self.scopes)))


DENIED = Answer(Effect.DENY)


@dataclass(frozen=True, slots=True)
class Difference:
    """One question that two policies answer differently."""

    kind: DifferenceKind
    key: CellKey
    before: Answer
    after: Answer

    @property
    def widens(self) -> bool:
        """Whether somebody gets access that was not there."""
        return self.after.exceeds(self.before)


def answer(table: DecisionTable, domain: Domain, key: CellKey) -> Answer:
    """What a policy says to (role, resource, action), fields following their types."""
    role, name, _ = key
    own = _answer(table.cells.get(key))
    record = domain.type_of.get(name)
    if record is None:
        return own
    whole = _answer(table.cells.get((role, record, Action.READ.value)))
    if key not in table.cells and not domain.resources[name].personal:
        return whole
    return DENIED if own.denied or whole.denied else Answer(own.effect, whole.scopes)


def differences(old: DecisionTable, new: DecisionTable, domain: Domain) -> list[Difference]:
    """Every question that the two answer differently, sorted.

    Fields are named where they have a rule of their own; all others are meant with their type.
    """
    found = []
    for key in sorted(set(_touched(old, new, domain))):
        before, after = answer(old, domain, key), answer(new, domain, key)
        if before != after:
            found.append(Difference(_kind(before, after), key, before, after))
    return found


def told(difference: Difference, domain: Domain) -> Sentence:
    """A difference in words: «镇街分管领导 今后可以 查看 …»."""
    role, name, action = difference.key
    who, does = role_words(role, domain), action_words(action)
    what = resource_words(name, domain)
    before, after = _shown(difference.before), _shown(difference.after)
    if difference.kind is DifferenceKind.GAINED:
        return Sentence(
            f"{who.chinese}将可以{does.chinese}{what.chinese}：{after.chinese}。",
            f"{who.english} will be able to {does.english} {what.english}: {after.english}.",
        )
    if difference.kind is DifferenceKind.LOST:
        return Sentence(
            f"{who.chinese}将不能再{does.chinese}{what.chinese}（原为：{before.chinese}）。",
            f"{who.english} will no longer {does.english} {what.english} ({before.english}).",
        )
    return Sentence(
        f"{who.chinese}{does.chinese}{what.chinese}：由“{before.chinese}”改为“{after.chinese}”。",
        f"{who.english}, to {does.english} {what.english}: {after.english} (was {before.english}).",
    )


def _touched(old: DecisionTable, new: DecisionTable, domain: Domain) -> Iterator[CellKey]:
    for key in _unlike(old, new):
        yield key
        role, name, action = key
        if action == Action.READ:
            fields = ((role, field, action) for field in domain.fields_of.get(name, ()))
            yield from (f for f in fields if f in old.cells or f in new.cells)


def _unlike(old: DecisionTable, new: DecisionTable) -> Iterable[CellKey]:
    before, after = old.cells, new.cells
    for key in before.keys() | after.keys():
        one, two = before.get(key), after.get(key)
        if one is None or two is None or not _alike(one, two):
            yield key


def _alike(one: Cell, two: Cell) -> bool:
    # most of 80,000 end at the first line
    same = one.effect is two.effect and one.scopes == two.scopes
    return same or _answer(one) == _answer(two)


def _answer(cell: Cell | None) -> Answer:
    if cell is None or cell.effect is Effect.DENY:
        return DENIED
    scopes = {Scope.ALL} if Scope.ALL in cell.scopes else cell.scopes
    return Answer(cell.effect, frozenset(scopes))


def _kind(before: Answer, after: Answer) -> DifferenceKind:
    if before.denied:
        return DifferenceKind.GAINED
    return DifferenceKind.LOST if after.denied else DifferenceKind.CHANGED


def _shown(found: Answer) -> Sentence:
    rows = scope_words(found.scopes)
    if found.effect is Effect.MASK:
        effect = EFFECTS[Effect.MASK]
        return Sentence(f"{rows.chinese}，{effect.chinese}", f"{rows.english}, {effect.english}")
    return rows
