"""Who may read each field, as a line of its description: for the schemas of officers alone.

Made once for a policy version, when an officer's schema is; requests pay nothing. Whoever may not
read the policy never sees it: which posts see what is no public matter.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Final

from core.policy.access import Access
from core.policy.rules import DecisionTable
from core.policy.vocabulary import Action, Effect, Tier
from core.workbench.matrix import grouped
from schema.tiers.shape import FieldShape, Shape, TypeShape

Describe = Callable[[str, str], str]
"""(type, field) -> the line, or nothing."""

TIERS: Final = {
    Tier.BRANCH.value: "分局",
    Tier.STATION.value: "站所",
    Tier.TOWN.value: "镇街",
    Tier.ENTERPRISE.value: "企业",
    Tier.SUPERIOR.value: "上级",
    Tier.OFFICER.value: "三员",
}


def nothing(_type: str, _field: str) -> str:
    """For everybody who does not read the policy."""
    return ""


def may_know(access: Access) -> bool:
    """Whether the caller reads the policy, as themselves."""
    return access.preview is None and access.allows("core:PolicyRule", Action.READ)


def readers(shape: Shape, table: DecisionTable) -> Describe:
    """The lines of one policy version."""
    return _Readers(shape, table).line


class _Readers:
    def __init__(self, shape: Shape, table: DecisionTable) -> None:
        self._shape, self._roles = shape, table.roles
        self._by: dict[tuple[str, str], dict[Effect, set[str]]] = defaultdict(
            lambda: {effect: set() for effect in Effect}
        )
        for (role, resource, action), cell in table.cells.items():
            self._by[resource, action][cell.effect].add(role)
        self._lines: dict[tuple[str, frozenset[str], frozenset[str]], str] = {}

    def line(self, type_: str, field: str) -> str:
        shape = self._shape.types.get(type_)
        spec = None if shape is None else shape.fields.get(field)
        if shape is None or spec is None or shape.kind != "object":
            return ""
        if shape.resource is None and spec.needs is None:
            return ""
        clear, masked = self._seen(shape, spec)
        verb = "可办理 May do" if type_ == "Mutation" else "可读 May read"
        key = (verb, frozenset(clear), frozenset(masked))
        if key not in self._lines:
            self._lines[key] = f"{verb}：{self._told(clear, masked)}"
        return self._lines[key]

    def _seen(self, shape: TypeShape, spec: FieldShape) -> tuple[set[str], set[str]]:
        """The roles that see a field clear, and those that see it masked."""
        seen = set(self._roles)
        for need in (
            (shape.resource, "read") if shape.resource else None,
            self._shape.needed_for(spec),
        ):
            if need is not None:
                found = self._by[need]
                seen &= found[Effect.ALLOW] | found[Effect.MASK]
        if spec.resource is None:
            return seen, set()
        own = self._by[spec.resource, "read"]
        seen -= own[Effect.DENY]
        if spec.personal:
            seen &= own[Effect.ALLOW] | own[Effect.MASK]
        return seen - own[Effect.MASK], seen & own[Effect.MASK]

    def _told(self, clear: Iterable[str], masked: Iterable[str]) -> str:
        parts = [self._names(clear)]
        if hidden := self._names(masked):
            parts.append(f"脱敏 masked: {hidden}")
        return "；".join(part for part in parts if part) or "无人 nobody"

    def _names(self, roles: Iterable[str]) -> str:
        known = self._roles
        return "、".join(
            f"{TIERS[name]} {name}" if name in TIERS else f"{known[name].chinese} {name}"
            for name in grouped(set(roles), known)
        )
