"""Why something is allowed, denied, masked or missing: for the person concerned, and for officers.

What an answer may tell:

- Of a row that the asker cannot read nothing, not even that it exists: whoever calls `explain`
  passes a `Row` only where the asker may read it, and `missing` otherwise.
- Of a type, a field or an operation that the person's schema lacks nothing either: such a question
  is answered like one about a word that nobody invented. Who reads the policy itself
  (`Standpoint.knows`) is told the rule.
- Of a type that the person may read: which actions whose posts may do, to know whom to ask.
"""

from dataclasses import dataclass, replace
from typing import Final

from core.policy.asking import (
    Decision,
    Explanation,
    FieldRules,
    Loser,
    Outcome,
    Question,
    Standpoint,
    Words,
    outcome_of,
)
from core.policy.near import able, by_role, by_scope, scopes_of, whom_to_ask
from core.policy.rules import Domain, Role, Rule
from core.policy.vocabulary import Action, Effect
from core.policy.wording import NOTHING, Row, Sentence, fits, outside_in_words, scope_in_words


def explain(
    standpoint: Standpoint, domain: Domain, question: Question, words: Words
) -> Explanation:
    """Why the policy answers as it does."""
    teller = _Teller(standpoint, domain, question, words)
    record = outcome_of(standpoint, *question.key)
    if record.effect is Effect.DENY and not teller.may_know_of_the_type():
        return teller.unknown()
    base = teller.told(record, question.key)
    if record.effect is Effect.DENY:
        return replace(base, decision=Decision.MISSING_FIELD if question.field else base.decision)
    if question.missing:
        return replace(base, decision=Decision.MISSING_ROW, why=_MISSING_ROW, ask=teller.posts())
    if question.row is not None and not teller.has_row(record, question.row):
        return teller.outside(base, record, question.row)
    return base if question.field is None else teller.field(base, record)


def roles_to_ask(standpoint: Standpoint, domain: Domain, question: Question) -> list[Role]:
    """Whose organisations `Words.contacts` should hold, besides those of the security officer."""
    teller = _Teller(standpoint, domain, question, Words(lambda _kind, _ids: (), {}))
    if not teller.may_know_of_the_type():
        return []
    return able(standpoint.table, domain, standpoint.roles, question.key)


def rules_met(standpoint: Standpoint, domain: Domain, question: Question) -> set[Rule]:
    """Every rule that may win or lose in the answer."""
    keys = [question.key]
    if question.field and (rules := question.field_rules(domain)) and rules.resource:
        keys.append((rules.resource, str(question.action)))
    return {r for key in keys for _, cell in standpoint.cells(*key) for r in cell.rules}


_MISSING_ROW: Final = Sentence(
    "没有该记录，或该记录不在可见范围内。",
    "There is no such row, or it lies outside what may be seen.",
)
_UNKNOWN: Final = Sentence(
    "没有该事项或字段，或您的岗位看不到它。",
    "There is no such thing, or your posts do not show it.",
)
_ASK_NOBODY: Final = Sentence("无需申请。", "Nothing to ask for.")
_IN_PERSON: Final = Sentence("若本人登录办理，以岗位权限为准。", "Signed in, one's posts decide.")
_WITH_TYPE: Final = Sentence(
    "该字段随其类型一并可见。", "The field is seen together with its type."
)
_LEADS_AWAY: Final = Sentence(
    "该字段指向的记录不可见。", "The field leads to records that may not be seen."
)
_OUTWEIGHED: Final = Sentence(
    "强者优先：禁止、脱敏、允许。", "Weaker: deny beats mask beats allow."
)
_ALSO: Final = Sentence("效力相同，同时有效。", "Equally strong; both hold.")


@dataclass(frozen=True, slots=True)
class _Teller:
    standpoint: Standpoint
    domain: Domain
    question: Question
    words: Words

    def may_know_of_the_type(self) -> bool:
        """A type that one may read, or act upon, is no secret."""
        at = self.standpoint
        asked = {str(Action.READ), str(self.question.action)}
        seen = (outcome_of(at, self.question.resource, action) for action in asked)
        return at.knows or any(outcome.effect is not Effect.DENY for outcome in seen)

    def unknown(self, scope: Sentence = NOTHING) -> Explanation:
        """The same for what is hidden and for what nobody invented."""
        decision = Decision.MISSING_FIELD if self.question.field else Decision.DENY
        version = self.standpoint.table.version
        return Explanation(decision, version, _UNKNOWN, scope, self.posts())

    def posts(self) -> Sentence:
        """Only an officer can help."""
        return whom_to_ask([], self.words.contacts, self.domain)

    def told(self, outcome: Outcome, key: tuple[str, str]) -> Explanation:
        """A decision with its rules; where it is a denial, with near misses."""
        denied, at = outcome.effect is Effect.DENY, self.standpoint
        beyond = denied and at.is_beyond_token(*key)
        others = able(at.table, self.domain, at.roles, key) if denied and not beyond else []
        near = [_IN_PERSON] if beyond else [by_role(role) for role in others]
        return Explanation(
            decision=Decision(outcome.effect),
            policy=at.table.version,
            why=outcome.why,
            scope=NOTHING
            if denied
            else scope_in_words(outcome.granted, self.words.names, at.whose),
            ask=whom_to_ask(others, self.words.contacts, self.domain) if denied else _ASK_NOBODY,
            winner=outcome.rules[0] if outcome.rules else None,
            losers=tuple(Loser(rule, _lost(rule, outcome)) for rule in outcome.rules[1:]),
            near=tuple(near),
        )

    def has_row(self, record: Outcome, row: Row) -> bool:
        """Whether some duty's scope holds the row."""
        account = self.standpoint.account_id
        return any(
            fits(duty, account, scope, row) for duty, scopes in record.granted for scope in scopes
        )

    def outside(self, base: Explanation, record: Outcome, row: Row) -> Explanation:
        """A row that the asker sees, and that the granted scopes do not hold."""
        at = self.standpoint
        said = list(outside_in_words(record.granted, row, self.words.names, at.whose))
        others = able(at.table, self.domain, at.roles, self.question.key)
        reading = str(self.question.action) == Action.READ
        return replace(
            base,
            decision=Decision.MISSING_ROW if reading else Decision.DENY,
            why=Sentence("".join(s.chinese for s in said), " ".join(s.english for s in said)),
            near=(
                *by_scope(scopes_of(record.granted), row, at.whose),
                *(by_role(role) for role in others),
            ),
            ask=whom_to_ask(others, self.words.contacts, self.domain),
        )

    def field(self, base: Explanation, record: Outcome) -> Explanation:
        """One field of a record that is seen."""
        rules = self.question.field_rules(self.domain)
        outcome = None if rules is None else self._by(rules, record)
        if outcome is None or (outcome.effect is Effect.DENY and not self.standpoint.knows):
            return self.unknown(base.scope)
        key = (rules and rules.resource) or self.question.resource
        found = self.told(outcome, (key, str(self.question.action)))
        missing = outcome.effect is Effect.DENY
        decision = Decision.MISSING_FIELD if missing else Decision(outcome.effect)
        return replace(found, decision=decision, scope=base.scope)

    def _by(self, rules: FieldRules, record: Outcome) -> Outcome:
        """A field's own rule, else its type's, unless it is personal or leads to what is hidden."""
        if rules.needs and outcome_of(self.standpoint, *rules.needs).effect is Effect.DENY:
            return Outcome(Effect.DENY, _LEADS_AWAY)
        if rules.resource is None:
            return replace(record, effect=Effect.ALLOW, why=_WITH_TYPE)
        own = outcome_of(self.standpoint, rules.resource, str(self.question.action))
        found = self.domain.resources.get(rules.resource)
        if own.met or (found is not None and found.personal):
            return own
        return replace(record, effect=Effect.ALLOW, why=_WITH_TYPE)


def _lost(rule: Rule, outcome: Outcome) -> Sentence:
    return _ALSO if Effect(rule.effect) is outcome.effect else _OUTWEIGHED
