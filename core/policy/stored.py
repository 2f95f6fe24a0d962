"""The policy as the database holds it: read back, checked against its fingerprint, sorted out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import or_, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from core.errors import NotFound
from core.policy.compiler import digest_of
from core.policy.models import PolicyRule, PolicyVersion
from core.policy.problems import ALTERED, located, refused
from core.policy.rules import Domain, Rule
from core.policy.vocabulary import Effect

_TURN = text("select pg_advisory_xact_lock(7301001)")


@dataclass(frozen=True, slots=True)
class StoredPolicy:
    """The rows in force under one version."""

    version: int
    rules: tuple[Rule, ...]
    """Those that speak of the domain as it is loaded now."""
    dormant: tuple[Rule, ...]
    """Those of plugins that are not loaded, and grants of things that are gone: kept, deciding
    nothing."""


async def wait_for_turn(session: AsyncSession) -> None:
    """Of two that change the policy at once, the second waits, then sees the first one's version.

    Until the end of the transaction.
    """
    await (await session.connection()).execute(_TURN)


async def current_version(session: AsyncSession) -> PolicyVersion | None:
    """The newest version; None in an empty database."""
    newest = select(PolicyVersion).order_by(PolicyVersion.id.desc()).limit(1)
    return (await session.scalars(newest)).one_or_none()


async def read_current(session: AsyncSession, domain: Domain) -> StoredPolicy | None:
    """The newest version; None in an empty database.

    Raises PolicyError (POLICY_ALTERED) when the rows are not those that were stored.
    """
    version = await current_version(session)
    if version is None:
        return None
    rules = tuple(await rules_in_force(session))
    if digest_of(rules) != version.digest:
        newer = await current_version(session)
        if newer is not None and newer.id != version.id:
            return await read_current(session, domain)  # committed between the two statements
        fault = (
            f"第 {version.id} 版的规则被绕过程序改动，拒绝使用。",
            f"The rows of version {version.id} were altered behind the system's back; not used.",
        )
        raise refused([located("policy_rule", fault)], ALTERED)
    active, dormant = set_dormant_aside(rules, domain)
    return StoredPolicy(version.id, active, dormant)


async def rules_in_force(session: AsyncSession) -> list[Rule]:
    """What holds now, in the order in which it was stored: thousands of values, and no records."""
    row = PolicyRule
    words = (row.role, row.resource, row.action, row.scope, row.effect, row.origin)
    held = select(*words).where(row.removed_in.is_(None)).order_by(row.id)
    return [Rule(*each) for each in await session.execute(held)]


async def rows_in_force(session: AsyncSession) -> Sequence[PolicyRule]:
    """The rows that hold now, in the order in which they were stored."""
    held = select(PolicyRule).where(PolicyRule.removed_in.is_(None)).order_by(PolicyRule.id)
    return (await session.scalars(held)).all()


async def rules_of(session: AsyncSession, version: int) -> tuple[Rule, ...]:
    """The rows that held under an earlier version. Raises NotFound for a version that never was."""
    known = select(PolicyVersion.id).where(PolicyVersion.id == version)
    if (await session.scalars(known)).one_or_none() is None:
        raise NotFound
    held = select(PolicyRule).where(
        PolicyRule.added_in <= version,
        or_(PolicyRule.removed_in.is_(None), PolicyRule.removed_in > version),
    )
    return tuple(row.as_rule() for row in await session.scalars(held.order_by(PolicyRule.id)))


def set_dormant_aside(
    rules: Iterable[Rule], domain: Domain
) -> tuple[tuple[Rule, ...], tuple[Rule, ...]]:
    """Rules to compile, and rules that cannot speak now.

    A broken plugin must not stop all others. But a denial or mask whose target is gone from a
    loaded plugin stays in: the linter refuses it, since what it protected may only be renamed.
    """
    plugins = {name.partition(":")[0] for name in domain.resources}
    active: list[Rule] = []
    dormant: list[Rule] = []
    for rule in rules:
        plugin, _, named = rule.resource.partition(":")
        gone = named != "*" and rule.resource not in domain.resources
        asleep = plugin not in plugins or (gone and rule.effect == Effect.ALLOW)
        (dormant if asleep else active).append(rule)
    return tuple(active), tuple(dormant)
