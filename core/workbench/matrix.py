"""The policy as a table for people: roles x resources x actions, with scopes and effects.

One line is one action on one resource; its cells are the roles that a rule speaks of. Against
another version each cell that was decided otherwise says how.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from core.policy.rules import Cell, CellKey, DecisionTable, Role
from core.policy.vocabulary import Effect, Tier


@dataclass(frozen=True, slots=True, order=True)
class Decided:
    """What is decided: an effect, and on which rows."""

    effect: str
    scopes: tuple[str, ...] = ()


DENIED = Decided(Effect.DENY)


@dataclass(frozen=True, slots=True)
class MatrixCell:
    """One role's decision; `former` where the other version decides differently."""

    role: str
    now: Decided
    former: Decided | None = None


@dataclass(frozen=True, slots=True)
class MatrixLine:
    """One action on one resource, and everybody whom a rule speaks of."""

    resource: str
    action: str
    cells: tuple[MatrixCell, ...]


@dataclass(frozen=True, slots=True)
class Chosen:
    """What to show; what is left empty does not narrow."""

    role: str = ""
    tier: Tier | None = None
    plugin: str = ""
    resource: str = ""
    """How the resource's name begins."""
    action: str = ""

    def admits(self, key: CellKey, roles: Mapping[str, Role]) -> bool:
        """Whether a decision is among what was chosen."""
        role, resource, action = key
        known = roles.get(role)
        return (
            (not self.role or role == self.role)
            and (self.tier is None or (known is not None and known.tier is self.tier))
            and (not self.plugin or resource.startswith(f"{self.plugin}:"))
            and resource.startswith(self.resource)
            and (not self.action or action == self.action)
        )


def matrix(
    table: DecisionTable, chosen: Chosen, other: DecisionTable | None = None
) -> list[MatrixLine]:
    """The lines of a table, by resource and action; with `other`, only what differs from it."""
    before = {} if other is None else other.cells
    lines: dict[tuple[str, str], list[MatrixCell]] = defaultdict(list)
    for key in sorted(table.cells.keys() | before.keys()):
        if not chosen.admits(key, table.roles):
            continue
        now, former = decided(table.cells.get(key)), decided(before.get(key))
        if other is None:
            lines[key[1:]].append(MatrixCell(key[0], now))
        elif now != former:
            lines[key[1:]].append(MatrixCell(key[0], now, former))
    return [MatrixLine(*name, tuple(cells)) for name, cells in sorted(lines.items())]


def decided(cell: Cell | None) -> Decided:
    """What a cell decides; without one it is denied."""
    if cell is None or cell.effect is Effect.DENY:
        return DENIED
    return Decided(str(cell.effect), tuple(sorted(cell.scopes)))


def grouped(roles: Collection[str], known: Mapping[str, Role]) -> Iterator[str]:
    """Roles by name, whole tiers by theirs: `BRANCH`, `town.leader`."""
    tiers: dict[Tier, set[str]] = defaultdict(set)
    for role in known.values():
        tiers[role.tier].add(role.name)
    for tier, members in tiers.items():
        if members <= set(roles) and len(members) > 1:
            yield tier.value
        else:
            yield from sorted(members & set(roles))


def document(table: DecisionTable) -> str:
    """The whole matrix as Markdown: `docs/policy-matrix.md`."""
    parts = [HEAD]
    plugin = ""
    for line in matrix(table, Chosen()):
        if line.resource.partition(":")[0] != plugin:
            plugin = line.resource.partition(":")[0]
            parts.append(f"\n## {plugin}\n\n| Resource | Action | Scope | Who |\n|---|---|---|---|")
        parts += _rows(line, table.roles)
    return "\n".join(parts) + "\n"


HEAD = """# Policy matrix

策略矩阵：默认规则下，谁可以对什么做什么、在哪些记录上。由程序生成，请勿手改。

Who may do what, on which rows, under the default rules. Generated: do not edit, run `make schema`.
A tier's name stands for all its roles. What no line names is denied; fields that have no line of
their own are read together with their record.
"""


def _rows(line: MatrixLine, roles: Mapping[str, Role]) -> Iterable[str]:
    alike: dict[Decided, list[str]] = defaultdict(list)
    for cell in line.cells:
        alike[cell.now].append(cell.role)
    for now, held in sorted(alike.items()):
        how = "" if now.effect == Effect.ALLOW else f"{now.effect} "
        scopes = " ".join(now.scopes)
        who = ", ".join(grouped(held, roles))
        yield f"| `{line.resource.partition(':')[2]}` | {line.action} | {how}{scopes} | {who} |"
