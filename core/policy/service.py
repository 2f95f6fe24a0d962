"""The policy as it begins and as it was: the defaults stored once, newer ones proposed, history."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.clock import Clock
from core.policy.compiler import digest_of
from core.policy.linter import check
from core.policy.merging import compare_defaults, remember_defaults
from core.policy.models import PolicyRule, PolicyVersion
from core.policy.problems import refused
from core.policy.rules import Domain, Rule
from core.policy.stored import StoredPolicy, read_current, wait_for_turn
from core.store.engine import Store

FIRST = 1
FIRST_REASON = "初始默认规则 default rules"


@dataclass(frozen=True, slots=True)
class VersionEntry:
    """One line of the policy's history."""

    version: PolicyVersion
    added: tuple[Rule, ...]
    removed: tuple[Rule, ...]


async def load_current(store: Store, domain: Domain, defaults: Sequence[Rule]) -> StoredPolicy:
    """The policy in force. Raises PolicyError when its rows were altered from outside.

    An empty database gets `defaults` as version 1, unless the linter refuses them. Later, defaults
    that differ from those of the last start are stored as proposals for the security officer; they
    change nothing by themselves.
    """
    async with store.system() as session:
        await wait_for_turn(session)
        if (current := await read_current(session, domain)) is None:
            if problems := check(defaults, domain):
                raise refused(problems)
            await _store_first(session, defaults, store.clock)
            await remember_defaults(session, defaults, domain)
            return StoredPolicy(FIRST, tuple(defaults), ())
        await compare_defaults(session, defaults, domain, store.clock.now())
        return current


async def history(session: AsyncSession) -> list[VersionEntry]:
    """Every version with its reason and what it added and removed, newest first."""
    versions = select(PolicyVersion).order_by(PolicyVersion.id.desc())
    rows = (await session.scalars(select(PolicyRule).order_by(PolicyRule.id))).all()
    return [
        VersionEntry(
            version,
            tuple(row.as_rule() for row in rows if row.added_in == version.id),
            tuple(row.as_rule() for row in rows if row.removed_in == version.id),
        )
        for version in await session.scalars(versions)
    ]


async def _store_first(session: AsyncSession, defaults: Sequence[Rule], clock: Clock) -> None:
    session.add(
        PolicyVersion(
            id=FIRST,
            created_at=clock.now(),
            created_by=None,
            reason=FIRST_REASON,
            digest=digest_of(defaults),
        )
    )
    await session.flush()
    session.add_all(PolicyRule.of(rule, FIRST) for rule in defaults)
    await session.flush()
