"""Policy rows, the roles they speak of, and the immutable decision table made from them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from core.policy.vocabulary import Action, Effect, Scope, Tier

COLUMNS = ("role", "resource", "action", "scope", "effect")


@dataclass(frozen=True, slots=True)
class Role:
    """A kind of duty, such as `town.quality_officer`. Names hold a dot; user names never do."""

    name: str
    tier: Tier
    chinese: str
    english: str


@dataclass(frozen=True, slots=True, order=True)
class Rule:
    """One policy row. `origin` says where it is from: a default file and line, or an edit's author.

    `resource` is `<plugin>:<Type>`, `<plugin>:<Type>.<field>` or `<plugin>:*`.
    """

    role: str
    resource: str
    action: str
    scope: str
    effect: str
    origin: str = ""

    @property
    def row(self) -> tuple[str, str, str, str, str]:
        """The five words that decide, without the origin."""
        return self.role, self.resource, self.action, self.scope, self.effect

    def __str__(self) -> str:
        return ",".join(self.row)


@dataclass(frozen=True, slots=True)
class Cell:
    """The decision for one (role, resource, action): an effect, in which row scopes, and why."""

    effect: Effect
    scopes: frozenset[Scope]
    rules: tuple[Rule, ...]
    """Every rule that spoke, the winning one first."""


CellKey = tuple[str, str, str]
"""(role, resource, action)"""


@dataclass(frozen=True, slots=True)
class DecisionTable:
    """Every decision of one policy version. No cell means no rule: denied by default."""

    version: int
    digest: str
    cells: Mapping[CellKey, Cell]
    roles: Mapping[str, Role]

    def cell(self, role: str, resource: str, action: Action | str) -> Cell | None:
        """The decision for one role; None is the default denial."""
        return self.cells.get((role, resource, str(action)))

    def tier(self, role: str) -> Tier:
        """The tier that a role belongs to."""
        return self.roles[role].tier


@dataclass(frozen=True, slots=True)
class Resource:
    """One thing that a rule may name. Made from the built schema: the finite domain of policies."""

    name: str
    """`<plugin>:<Type>` or `<plugin>:<Type>.<field>`"""
    kind: str
    """record, field, query, mutation, subscription"""
    actions: frozenset[str]
    scopes: frozenset[str]
    """Row scopes that the record's model declares, and always `all` and `none`."""
    maskable: bool = False
    personal: bool = False
    """Holds personal data: never covered by a wildcard or by a grant on its type."""
    required: bool = False
    """Cannot be denied alone (a key, a required input)."""
    about: str = ""
    """What people call it, `中文\\nEnglish`; a field's with its type's."""


@dataclass(frozen=True)
class Domain:
    """Everything that rules may speak of."""

    resources: Mapping[str, Resource]
    roles: Mapping[str, Role]

    @cached_property
    def type_of(self) -> Mapping[str, str]:
        """The record that each field resource belongs to, whichever plugin added the field."""
        records = {n.partition(":")[2]: n for n, r in self.resources.items() if r.kind == "record"}
        return {
            name: records[type_]
            for name, resource in self.resources.items()
            if resource.kind == "field"
            and (type_ := name.partition(":")[2].partition(".")[0]) in records
        }

    @cached_property
    def fields_of(self) -> Mapping[str, tuple[str, ...]]:
        """The field resources of each record."""
        found: dict[str, list[str]] = {}
        for name, record in self.type_of.items():
            found.setdefault(record, []).append(name)
        return {record: tuple(names) for record, names in found.items()}

    def of_plugin(self, plugin: str) -> Iterable[Resource]:
        """What `<plugin>:*` stands for: every record and query of the plugin, nothing personal."""
        prefix = f"{plugin}:"
        return (
            r
            for name, r in self.resources.items()
            if name.startswith(prefix) and r.kind in ("record", "query") and not r.personal
        )
