"""Why something is allowed, denied, masked or missing: for the person concerned, and for officers.

An explanation speaks of roles and rules, never of objects. Whether a row outside one's scope exists
is not told: the caller of `explain` passes only whether the row lies inside.
"""

import enum
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from core.policy.access import Access, Duty
from core.policy.compiler import STRENGTH
from core.policy.rules import Cell, DecisionTable, Domain, Role, Rule
from core.policy.vocabulary import Action, Effect, Tier
from core.policy.wording import EFFECTS, NOTHING, Names, Sentence, scope_in_words

NEAR_SHOWN: Final = 5
"""How many roles a near miss names."""


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

    @classmethod
    def of(cls, access: Access) -> "Standpoint":
        """The person of a request."""
        return cls(access.table, access.actor.duties, access)

    @classmethod
    def of_role(cls, table: DecisionTable, *roles: str) -> "Standpoint":
        """Somebody who holds these roles, over nothing in particular."""
        return cls(table, tuple(Duty(role, 0) for role in roles))

    def cells(self, resource: str, action: str) -> list[tuple[Duty, Cell]]:
        """The decisions met; none where an API token does not reach."""
        if self.access is not None:
            return list(self.access.cells(resource, action))
        found = ((duty, self.table.cell(duty.role, resource, action)) for duty in self.duties)
        return [(duty, cell) for duty, cell in found if cell is not None]

    @property
    def roles(self) -> frozenset[str]:
        """The roles held."""
        return frozenset(duty.role for duty in self.duties)


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: an action on a resource, or on one field of it, perhaps on one row."""

    resource: str
    action: Action | str = Action.READ
    field: str | None = None
    row_in_scope: bool | None = None
    """None: not about a row. False: absent or out of scope, which are answered alike."""

    @property
    def named(self) -> str:
        """The field's own resource, or the resource."""
        return f"{self.resource}.{self.field}" if self.field else self.resource


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


def explain(
    standpoint: Standpoint, domain: Domain, question: Question, names: Names
) -> Explanation:
    """Why the policy answers as it does.

    `names` looks up the names of divisions, enterprises and organisations that the person holds.
    """
    record = _outcome(standpoint, question.resource, str(question.action))
    base = _explanation(standpoint, domain, replace(question, field=None), record, names)
    if record.effect is Effect.DENY:
        decision = Decision.MISSING_FIELD if question.field else Decision.DENY
        return replace(base, decision=decision)
    if question.row_in_scope is False:
        return replace(base, decision=Decision.MISSING_ROW, why=_MISSING_ROW, ask=_ASK_POSTS)
    if question.field is None:
        return replace(base, decision=Decision(record.effect))
    field = _field_outcome(standpoint, domain, question, record)
    told = _explanation(standpoint, domain, question, field, names)
    decision = Decision.MISSING_FIELD if field.effect is Effect.DENY else Decision(field.effect)
    return replace(told, decision=decision, scope=base.scope)


_MISSING_ROW: Final = Sentence(
    "没有该记录，或该记录不在您的范围内。", "There is no such row, or it lies outside your rows."
)
_ASK_POSTS: Final = Sentence(
    "如该记录应由您办理，请安全管理员核对您的岗位和辖区。",
    "If it should be yours, ask the security officer to check your posts and divisions.",
)
_ASK_POLICY: Final = Sentence(
    "如工作需要，请安全管理员调整策略，或请上述岗位办理。",
    "If your work needs it, ask the security officer, or somebody in the posts named above.",
)
_ASK_NOBODY: Final = Sentence("无需申请。", "Nothing to ask for.")
_DEFAULT: Final = Sentence(
    "没有规则允许：未被允许的一律禁止。", "No rule allows it; what no rule allows is denied."
)
_WITH_TYPE: Final = Sentence(
    "该字段随其类型一并可见。", "The field is seen together with its type."
)
_OUTWEIGHED: Final = Sentence(
    "强者优先：禁止、脱敏、允许。", "Weaker: deny beats mask beats allow."
)
_ALSO: Final = Sentence("效力相同，同时有效。", "Equally strong; both hold.")


@dataclass(frozen=True, slots=True)
class _Outcome:
    effect: Effect
    why: Sentence
    met: tuple[tuple[Duty, Cell], ...] = ()
    rules: tuple[Rule, ...] = ()
    """Every rule that spoke, the deciding one first."""


def _outcome(standpoint: Standpoint, resource: str, action: str) -> _Outcome:
    """All duties together, as an access decides: a denial wins, then a mask."""
    met = tuple(standpoint.cells(resource, action))
    if not met:
        return _Outcome(Effect.DENY, _DEFAULT)
    cells = sorted((cell for _, cell in met), key=lambda cell: STRENGTH[cell.effect])
    effect = cells[0].effect
    rules = tuple(dict.fromkeys(rule for cell in cells for rule in cell.rules))
    words = EFFECTS[effect]
    why = Sentence(
        f"由规则“{rules[0]}”{words.chinese}（{rules[0].origin}）。",
        f"It is {words.english} by {rules[0]} ({rules[0].origin}).",
    )
    return _Outcome(effect, why, met, rules)


def _field_outcome(
    standpoint: Standpoint, domain: Domain, question: Question, record: _Outcome
) -> _Outcome:
    """A field's own rule, else its type's, unless it holds personal data."""
    found = domain.resources.get(question.named)
    own = _outcome(standpoint, question.named, str(question.action))
    if own.met or found is None or found.personal:
        return own
    return replace(record, why=_WITH_TYPE)


def _explanation(
    standpoint: Standpoint, domain: Domain, question: Question, outcome: _Outcome, names: Names
) -> Explanation:
    granted = [(duty, cell.scopes) for duty, cell in outcome.met]
    denied = outcome.effect is Effect.DENY
    return Explanation(
        decision=Decision(outcome.effect),
        policy=standpoint.table.version,
        why=outcome.why,
        scope=NOTHING if denied else scope_in_words(granted, names),
        ask=_ASK_POLICY if denied else _ASK_NOBODY,
        winner=outcome.rules[0] if outcome.rules else None,
        losers=tuple(Loser(rule, _lost(rule, outcome)) for rule in outcome.rules[1:]),
        near=tuple(_near(standpoint, domain, question)) if denied else (),
    )


def _lost(rule: Rule, outcome: _Outcome) -> Sentence:
    return _ALSO if Effect(rule.effect) is outcome.effect else _OUTWEIGHED


def _near(standpoint: Standpoint, domain: Domain, question: Question) -> Iterable[Sentence]:
    """Roles that may do it, those of the person's own tiers first; no officers, no public."""
    own = {domain.roles[name].tier for name in standpoint.roles if name in domain.roles}
    able = [
        role
        for role in domain.roles.values()
        if role.name not in standpoint.roles
        and role.tier not in {Tier.PUBLIC, Tier.OFFICER}
        and _can(standpoint.table, role, question)
    ]
    able.sort(key=lambda role: role.tier not in own)
    for role in able[:NEAR_SHOWN]:
        yield Sentence(
            f"若由“{role.chinese}”岗位办理即可。", f"The post of {role.english} may do it."
        )


def _can(table: DecisionTable, role: Role, question: Question) -> bool:
    cell = table.cell(role.name, question.named, question.action)
    return cell is not None and cell.effect is not Effect.DENY
