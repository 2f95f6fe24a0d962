"""What no policy may ever say, as data: `policies/invariants.csv`, proven over the whole domain.

Columns, each a list of words separated by one space; `!word` takes out again:

    who        `*`, a role's name, a tier's name (`TOWN`)
    resources  `*`, `<plugin>:*` (fields and mutations too), an exact resource, `kind:<kind>`,
               `personal`, `scoped` (records that belong to somebody: more scopes than all and none)
    actions    `*`, an action
    forbidden  any             no grant at all, not even a masked one
               clear           no grant without a mask
               never <scopes>  none of these scopes
               only <scopes>   no scope but these
               missing         the grant must be there: what an edit may not take away
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

from core.policy.problems import Fault, located, refused
from core.policy.rows import Row, read_rows
from core.policy.rules import Cell, CellKey, DecisionTable, Domain, Resource, Rule
from core.policy.vocabulary import Action, Effect, Scope, Tier

COLUMNS: Final = ("name", "who", "resources", "actions", "forbidden", "chinese", "english")
FREE_OF_SCOPE: Final = frozenset({"all", "none"})
EVERY: Final = "*"
Thing = TypeVar("Thing")


@dataclass(frozen=True, slots=True)
class Invariant:
    """One sentence that must hold under every policy."""

    name: str
    who: tuple[str, ...]
    resources: tuple[str, ...]
    actions: tuple[str, ...]
    forbidden: str
    scopes: frozenset[str]
    chinese: str
    english: str
    where: str


@dataclass(frozen=True, slots=True)
class Violation:
    """One decision that breaks an invariant. `rule` is the row to blame, where there is one."""

    invariant: Invariant
    role: str
    resource: str
    action: str
    rule: Rule | None

    def __str__(self) -> str:
        row = f"{self.rule.origin} {self.rule}" if self.rule else "—"
        place = f"{self.role} {self.resource} {self.action} ({row})"
        broken = (f"{self.invariant.chinese}", f"[{self.invariant.name}] {self.invariant.english}")
        return located(place, broken)


def parse_invariants(text: str, origin: str) -> tuple[Invariant, ...]:
    """The invariants of one text. Raises PolicyError with all problems."""
    rows, problems = read_rows(text, origin, COLUMNS, prose=("chinese", "english"))
    invariants = [_invariant(row) for row in rows]
    for row, invariant in zip(rows, invariants, strict=True):
        problems += [located(row.where, fault) for fault in _word_faults(invariant)]
    names = [invariant.name for invariant in invariants]
    problems += [
        f"{origin}: {name} 重复 stands twice" for name in set(names) if names.count(name) > 1
    ]
    if problems or not invariants:
        raise refused(problems or [f"{origin}: 没有不变式。 There is no invariant."])
    return tuple(invariants)


def check_invariants(invariants: Iterable[Invariant], domain: Domain) -> list[str]:
    """Selectors that select nothing: a misspelt invariant would hold by saying nothing.

    Names of plugins that are not loaded are passed over; names of the core must exist.
    """
    problems: list[str] = []
    for invariant in invariants:
        unknown = [*_unknown_words(invariant, domain), *_unoffered(invariant, domain)]
        problems += [
            located(invariant.where, (f"没有 {word!r}。", f"There is no {word!r}."))
            for word in unknown
        ]
    return problems


def prove(table: DecisionTable, domain: Domain, invariants: Iterable[Invariant]) -> list[Violation]:
    """Every decision of the table that breaks an invariant; empty when all hold."""
    by_role: dict[str, list[tuple[CellKey, Cell]]] = defaultdict(list)
    for key, cell in table.cells.items():
        by_role[key[0]].append((key, cell))
    return [
        violation
        for invariant in invariants
        for violation in _broken(invariant, table, domain, by_role)
    ]


def is_scoped(resource: Resource) -> bool:
    """Whether a resource's rows belong to somebody: a town, an enterprise, an account, a matter."""
    return bool(resource.scopes - FREE_OF_SCOPE)


_Cells = Mapping[str, Sequence[tuple[CellKey, Cell]]]


def _broken(
    invariant: Invariant, table: DecisionTable, domain: Domain, by_role: _Cells
) -> Iterable[Violation]:
    roles = _selected(invariant.who, domain.roles, lambda word, r: word in (r.name, r.tier.value))
    resources = _selected(invariant.resources, domain.resources, _is_named)
    if invariant.forbidden == "missing":
        yield from _missing(invariant, table, roles, {r: domain.resources[r] for r in resources})
        return
    actions = _selected(invariant.actions, {str(a): a for a in Action}, lambda word, a: word == a)
    for role in roles:
        for (_, resource, action), cell in by_role.get(role, ()):
            if resource in resources and action in actions and _forbids(invariant, cell):
                yield Violation(invariant, role, resource, action, cell.rules[0])


def _missing(
    invariant: Invariant,
    table: DecisionTable,
    roles: Iterable[str],
    resources: Mapping[str, Resource],
) -> Iterable[Violation]:
    for role in sorted(roles):
        for name, resource in resources.items():
            for action in set(invariant.actions) & resource.actions:
                cell = table.cell(role, name, action)
                if cell is None or cell.effect is Effect.DENY:
                    rule = cell.rules[0] if cell else None
                    yield Violation(invariant, role, name, action, rule)


def _forbids(invariant: Invariant, cell: Cell) -> bool:
    if cell.effect is Effect.DENY:
        return False
    match invariant.forbidden:
        case "any":
            return True
        case "clear":
            return cell.effect is Effect.ALLOW
        case "never":
            return bool(cell.scopes & invariant.scopes)
        case _:
            return bool(cell.scopes - invariant.scopes)


def _selected(
    words: Sequence[str], things: Mapping[str, Thing], matches: Callable[[str, Thing], bool]
) -> frozenset[str]:
    """The names that the words take in, without those that `!words` take out."""
    taken = [word for word in words if not word.startswith("!")]
    spared = [word[1:] for word in words if word.startswith("!")]
    return frozenset(
        name
        for name, thing in things.items()
        if any(word == EVERY or matches(word, thing) for word in taken)
        and not any(matches(word, thing) for word in spared)
    )


def _is_named(word: str, resource: Resource) -> bool:
    match word:
        case "personal":
            return resource.personal
        case "scoped":
            return is_scoped(resource)
        case _ if word.startswith("kind:"):
            return resource.kind == word.removeprefix("kind:")
        case _ if word.endswith(":*"):
            return resource.name.startswith(word[:-1])
        case _:
            return resource.name == word


def _invariant(row: Row) -> Invariant:
    name, who, resources, actions, forbidden, chinese, english = row.words
    verb, *scopes = forbidden.split(" ")
    return Invariant(
        name,
        tuple(who.split(" ")),
        tuple(resources.split(" ")),
        tuple(actions.split(" ")),
        verb,
        frozenset(scopes),
        chinese,
        english,
        row.where,
    )


def _word_faults(invariant: Invariant) -> Iterable[Fault]:
    for word in invariant.actions:
        if word != EVERY and word.removeprefix("!") not in set(Action):
            yield f"没有操作 {word!r}。", f"There is no action {word!r}."
    if invariant.forbidden not in {"any", "clear", "missing", "never", "only"}:
        yield f"不识别 {invariant.forbidden!r}。", f"Unknown word {invariant.forbidden!r}."
    if invariant.forbidden == "missing" and not set(invariant.actions) <= set(Action):
        yield "missing 须列出操作。", "`missing` needs named actions."
    if bool(invariant.scopes) is not (invariant.forbidden in {"never", "only"}):
        yield "范围只用于 never 和 only。", "Scopes go with `never` and `only`, and only there."
    if unknown := invariant.scopes - set(Scope):
        yield f"没有范围 {sorted(unknown)}。", f"There is no scope {sorted(unknown)}."


def _unknown_words(invariant: Invariant, domain: Domain) -> Iterable[str]:
    for word in (w.removeprefix("!") for w in invariant.who):
        if word != EVERY and word not in domain.roles and word not in {t.value for t in Tier}:
            yield word
    plugins = {name.partition(":")[0] for name in domain.resources}
    for word in (w.removeprefix("!") for w in invariant.resources):
        plugin, colon, named = word.partition(":")
        if word in {EVERY, "personal", "scoped"} or plugin == "kind":
            continue
        loaded = plugin in plugins or plugin == "core" or not colon
        if loaded and named != EVERY and word not in domain.resources:
            yield word


def _unoffered(invariant: Invariant, domain: Domain) -> Iterable[str]:
    """Demanded actions that a named resource does not have: the demand would be empty."""
    if invariant.forbidden != "missing":
        return
    for name in invariant.resources:
        if (resource := domain.resources.get(name)) is not None:
            yield from (f"{name} {a}" for a in invariant.actions if a not in resource.actions)
