"""The strict gate for policy rows: what Casbin would silently misread is refused with a reason.

pycasbin drops a row with a byte order mark, ignores the effect `Deny`, never matches a word with a
trailing ideographic space, and allows everybody when the policy is empty. Nothing of that gets past
here: words come from closed vocabularies, resources from the built schema. All problems are
collected and raised as one PolicyError; the policy in force stays.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches

from core.policy.problems import Fault, located, refused
from core.policy.rows import Row, read_rows, word_faults
from core.policy.rules import COLUMNS, Domain, Resource, Rule
from core.policy.vocabulary import Action, Effect, Scope

NEW_RULE = "新规则 new rule"
WORDS: Mapping[str, tuple[str, ...]] = {
    "action": tuple(Action),
    "scope": tuple(Scope),
    "effect": tuple(Effect),
}
WILDCARD = "*"


def parse(text: str, origin: str) -> tuple[Rule, ...]:
    """The rules of one text, not yet compared with the domain. Raises PolicyError."""
    rules, problems = _read(text, origin)
    if problems:
        raise refused(problems)
    return rules


def check(rules: Sequence[Rule], domain: Domain) -> list[str]:
    """Every problem of a whole policy, as sentences with the place; none: the policy is sound."""
    if not rules:
        fault = ("策略中没有任何规则，不能生效。", "The policy has no rule at all.")
        return [located("policy", fault)]
    problems = [
        located(rule.origin or NEW_RULE, fault) for rule in rules for fault in _faults(rule, domain)
    ]
    return problems + _duplicates(rules)


def lint(sources: Mapping[str, str], domain: Domain) -> tuple[Rule, ...]:
    """The rules of several texts (origin -> text) as one policy. Raises PolicyError."""
    rules: list[Rule] = []
    problems: list[str] = []
    for origin, text in sources.items():
        found, faults = _read(text, origin)
        rules += found
        problems += faults
    problems += check(rules, domain)
    if problems:
        raise refused(problems)
    return tuple(rules)


def covered(rule: Rule, domain: Domain) -> list[Resource]:
    """What a rule's resource names: one thing, or all that `<plugin>:*` stands for."""
    plugin, _, named = rule.resource.partition(":")
    if named == WILDCARD:
        return list(domain.of_plugin(plugin))
    resource = domain.resources.get(rule.resource)
    return [] if resource is None else [resource]


def _read(text: str, origin: str) -> tuple[tuple[Rule, ...], list[str]]:
    rows, problems = read_rows(text, origin, COLUMNS)
    return tuple(_rule(row) for row in rows), problems


def _rule(row: Row) -> Rule:
    role, resource, action, scope, effect = row.words
    return Rule(role, resource, action, scope, effect, row.where)


def _faults(rule: Rule, domain: Domain) -> list[Fault]:
    faults = [
        fault
        for column, word in zip(COLUMNS, rule.row, strict=True)
        for fault in word_faults(column, word)
    ]
    if not faults:
        faults = [*_word_faults(rule, domain), *_resource_faults(rule, domain)]
    return faults or [*_offer_faults(rule, domain), *_effect_faults(rule, domain)]


def _word_faults(rule: Rule, domain: Domain) -> Iterable[Fault]:
    for column, words in WORDS.items():
        if (word := getattr(rule, column)) not in words:
            listed = ", ".join(words)
            yield (
                f"“{column}”一栏 {word!r} 不是规定用词，只能是：{listed}。",
                f"{column} {word!r} is not one of {listed}.",
            )
    if rule.role not in domain.roles:
        yield _unknown("角色", "role", rule.role, domain.roles)


def _resource_faults(rule: Rule, domain: Domain) -> Iterable[Fault]:
    if not covered(rule, domain):
        yield _unknown("资源", "resource", rule.resource, domain.resources)


def _offer_faults(rule: Rule, domain: Domain) -> Iterable[Fault]:
    """A rule that no request could ever meet is a mistake."""
    found = covered(rule, domain)
    acting = [resource for resource in found if rule.action in resource.actions]
    if not acting:
        listed = ", ".join(sorted({action for r in found for action in r.actions}))
        yield (
            f"{rule.resource} 没有“{rule.action}”这一操作，只有：{listed}。",
            f"{rule.resource} offers no action {rule.action!r}, only: {listed}.",
        )
    elif not any(rule.scope in resource.scopes for resource in acting):
        listed = ", ".join(sorted({scope for r in acting for scope in r.scopes}))
        yield (
            f"{rule.resource} 的记录没有“{rule.scope}”这一范围，只有：{listed}。",
            f"{rule.resource} declares no scope {rule.scope!r}, only: {listed}.",
        )


def _effect_faults(rule: Rule, domain: Domain) -> Iterable[Fault]:
    found = covered(rule, domain)
    if rule.effect != Effect.ALLOW and rule.scope != Scope.ALL:
        yield f"{rule.effect} 的范围须为 all。", f"{rule.effect} needs scope all."
    elif rule.scope != Scope.ALL and any(resource.kind == "field" for resource in found):
        yield (
            "字段规则的范围须为 all：能看哪些行由其类型的规则决定。",
            "A field rule needs scope all: its type's rules say which rows.",
        )
    if rule.effect == Effect.MASK and not all(resource.maskable for resource in found):
        yield (
            f"{rule.resource} 不能脱敏显示，只有文本字段可以。",
            f"{rule.resource} cannot be masked; only text fields can.",
        )
    if rule.effect == Effect.DENY and (needed := [r.name for r in found if r.required]):
        yield (
            f"{', '.join(needed)} 是必需的，不能单独禁止；请禁止整个类型或操作。",
            f"{', '.join(needed)} is required and cannot be denied alone; deny the whole type.",
        )


def _duplicates(rules: Sequence[Rule]) -> list[str]:
    places: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for rule in rules:
        places[rule.row].append(rule.origin or NEW_RULE)
    return [
        located(found[-1], (f"与 {found[0]} 重复。", f"The same row stands at {found[0]}."))
        for found in places.values()
        if len(found) > 1
    ]


def _unknown(chinese: str, english: str, word: str, known: Iterable[str]) -> Fault:
    near = get_close_matches(word, list(known), n=1)
    hint = (f"是否为 {near[0]}？", f" Did you mean {near[0]}?") if near else ("", "")
    return (f"没有{chinese} {word!r}。{hint[0]}", f"There is no {english} {word!r}.{hint[1]}")
