"""The one table of roles, read from `policies/roles.csv`."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from core.policy.access import PUBLIC_ROLE
from core.policy.problems import Fault, located, refused
from core.policy.rows import Row, read_rows
from core.policy.rules import Role
from core.policy.vocabulary import Tier

COLUMNS = ("name", "tier", "chinese", "english")
TIERS = {tier.value: tier for tier in Tier}


def parse_roles(text: str, origin: str) -> Mapping[str, Role]:
    """Every role by name, in the order of the table. Raises PolicyError with all problems."""
    rows, problems = read_rows(text, origin, COLUMNS, prose=("chinese", "english"))
    roles: dict[str, Role] = {}
    for row in rows:
        problems += [located(row.where, fault) for fault in _faults(row, roles)]
        name, tier, chinese, english = row.words
        roles[name] = Role(name, TIERS.get(tier, Tier.PUBLIC), chinese, english)
    if not roles:
        fault = ("角色表为空。", "The table of roles is empty.")
        problems.append(located(origin, fault))
    if problems:
        raise refused(problems)
    return MappingProxyType(roles)


def _faults(row: Row, before: Mapping[str, Role]) -> Iterable[Fault]:
    name, tier, _, _ = row.words
    if tier not in TIERS:
        listed = ", ".join(TIERS)
        yield f"没有层面 {tier!r}，只有：{listed}。", f"There is no tier {tier!r}, only: {listed}."
    # A user name never holds a dot, so that nobody can be named like a role.
    if name != PUBLIC_ROLE and not all(part.isidentifier() for part in _two(name)):
        yield f"角色名 {name!r} 须为“层面.岗位”。", f"Role {name!r} must be named `tier.post`."
    if name in before:
        yield f"角色 {name!r} 重复。", f"The role {name!r} stands twice."


def _two(name: str) -> tuple[str, str]:
    head, _, tail = name.partition(".")
    return head, tail
