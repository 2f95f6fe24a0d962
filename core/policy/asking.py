"""What `explain` is asked: of whom, about what; and what the rules say to that."""

import enum
from dataclasses import dataclass
from typing import Final

from core.policy.access import Access, Duty
from core.policy.compiler import STRENGTH
from core.policy.near import Contacts
from core.policy.rules import Cell, DecisionTable, Domain, Rule
from core.policy.vocabulary import Action, Effect, Scope
from core.policy.wording import EFFECTS, WHOEVER, YOU, Names, Row, Sentence, Whose

_DEFAULT: Final = Sentence(
    "没有规则允许：未被允许的一律禁止。", "No rule allows it; what no rule allows is denied."
)
_TOKEN: Final = Sentence(
    "接口令牌的权限不含此项。", "The API token that was used does not reach so far."
)


class Decision(enum.StrEnum):
    """How a question turned out."""

    ALLOW = "allow"
    DENY = "deny"
    MASK = "mask"
    MISSING_FIELD = "missing_field"
    MISSING_ROW = "missing_row"


@dataclass(frozen=True, slots=True)
class Standpoint:
    """Who is asked about: a person with duties, or (for officers) a bare role."""

    table: DecisionTable
    duties: tuple[Duty, ...]
    access: Access | None = None
    account_id: int | None = None
    whose: Whose = YOU
    knows: bool = False
    """Whether the asker reads the policy itself, so that no word of it needs hiding."""

    @classmethod
    def of(cls, access: Access, *, knows: bool = False) -> "Standpoint":
        """The person of a request."""
        actor = access.actor
        return cls(access.table, actor.duties, access, actor.account_id, knows=knows)

    @classmethod
    def of_role(cls, table: DecisionTable, *roles: str) -> "Standpoint":
        """Somebody who holds these roles, over nothing in particular; for officers."""
        duties = tuple(Duty(role, 0) for role in roles)
        return cls(table, duties, whose=WHOEVER, knows=True)

    def cells(self, resource: str, action: str) -> list[tuple[Duty, Cell]]:
        """The decisions met; none where an API token does not reach."""
        if self.access is not None:
            return list(self.access.cells(resource, action))
        found = ((duty, self.table.cell(duty.role, resource, action)) for duty in self.duties)
        return [(duty, cell) for duty, cell in found if cell is not None]

    def is_beyond_token(self, resource: str, action: str) -> bool:
        """Whether it is an API token that does not reach so far."""
        return self.access is not None and not self.access.actor.limits.admits(resource, action)

    @property
    def roles(self) -> frozenset[str]:
        """The roles held."""
        return frozenset(duty.role for duty in self.duties)


@dataclass(frozen=True, slots=True)
class FieldRules:
    """What decides about a field: the resource that rules name, and what it leads to."""

    resource: str | None
    """None: no rule can name it; it comes with its type."""
    needs: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: an action on a resource, or on one field of it, perhaps on one row."""

    resource: str
    action: Action | str = Action.READ
    field: str | None = None
    rules: FieldRules | None = None
    """Of the field, where its schema is at hand; else it is the record's own."""
    row: Row | None = None
    """A row that the asker may read."""
    missing: bool = False
    """About a row that is absent or that the asker may not read: these are answered alike."""

    @property
    def key(self) -> tuple[str, str]:
        """Resource and action."""
        return self.resource, str(self.action)

    def field_rules(self, domain: Domain) -> FieldRules | None:
        """None: there is no such field."""
        named = f"{self.resource}.{self.field}"
        return self.rules or (FieldRules(named) if named in domain.resources else None)


@dataclass(frozen=True, slots=True)
class Loser:
    """A rule that spoke but did not decide."""

    rule: Rule
    why: Sentence


@dataclass(frozen=True, slots=True)
class Explanation:
    """The answer, in words and in rules."""

    decision: Decision
    policy: int
    why: Sentence
    scope: Sentence
    ask: Sentence
    winner: Rule | None = None
    losers: tuple[Loser, ...] = ()
    near: tuple[Sentence, ...] = ()


@dataclass(frozen=True, slots=True)
class Words:
    """What sentences are made with: names of what the person holds, and where posts are held."""

    names: Names
    contacts: Contacts


@dataclass(frozen=True, slots=True)
class Outcome:
    """What all duties together say of one action on one resource."""

    effect: Effect
    why: Sentence
    met: tuple[tuple[Duty, Cell], ...] = ()
    rules: tuple[Rule, ...] = ()
    """Every rule that spoke, the deciding one first."""

    @property
    def granted(self) -> list[tuple[Duty, frozenset[Scope]]]:
        """Which duty grants which scopes."""
        return [(duty, cell.scopes) for duty, cell in self.met]


def outcome_of(standpoint: Standpoint, resource: str, action: str) -> Outcome:
    """All duties together, as an access decides: a denial wins, then a mask."""
    if standpoint.is_beyond_token(resource, action):
        return Outcome(Effect.DENY, _TOKEN)
    met = tuple(standpoint.cells(resource, action))
    if not met:
        return Outcome(Effect.DENY, _DEFAULT)
    cells = sorted((cell for _, cell in met), key=lambda cell: STRENGTH[cell.effect])
    effect = cells[0].effect
    rules = tuple(dict.fromkeys(rule for cell in cells for rule in cell.rules))
    words = EFFECTS[effect]
    why = Sentence(
        f"由规则“{rules[0]}”{words.chinese}（{rules[0].origin}）。",
        f"It is {words.english} by {rules[0]} ({rules[0].origin}).",
    )
    return Outcome(effect, why, met, rules)
