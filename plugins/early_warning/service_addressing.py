"""Whom a warning concerns: the posts of its rule's audiences, where the watched record lies."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.identity.actors import Actors
from core.identity.models import Organisation
from core.inbox.addressing import Addressee, candidates, worded
from core.inbox.notices import Audience
from core.jobs.context import JobContext
from core.policy.access import Access, Actor, Duty
from core.policy.rules import DecisionTable
from core.policy.vocabulary import Action, Tier
from core.register.models import Division
from core.store.scope import admits
from core.warnings.models import EarlyWarning, WarningRuleVersion

LOCAL: Final = frozenset({Tier.STATION, Tier.TOWN})
NAMED: Final = 3
"""Towns that a reason names; of a post with more it names the organisation instead."""


@dataclass(frozen=True, slots=True)
class Told:
    """One person and the warnings that concern him."""

    to: Addressee
    username: str
    tier: Tier
    warnings: Sequence[EarlyWarning]


def roles_of(rule: WarningRuleVersion, table: DecisionTable) -> tuple[str, ...]:
    """The roles that a rule means: of the branch the section that owns the subject, else the tier.

    A subsystem without a section of its own tells the whole branch.
    """
    tiers = {Tier[name] for name in rule.audiences}
    section = section_of(rule.owner, table)
    meant = [role for role in table.roles if table.tier(role) in tiers]
    return tuple(
        role
        for role in meant
        if table.tier(role) is not Tier.BRANCH or role in section or not section
    )


def section_of(owner: str, table: DecisionTable) -> tuple[str, ...]:
    """The posts of the section that owns a subsystem."""
    return tuple(role for role in table.roles if role.startswith(f"branch.{owner}_"))


def placed(
    roles: Iterable[str], warning: EarlyWarning, table: DecisionTable
) -> tuple[Audience, ...]:
    """Posts of these roles where the warning is: its town, its enterprise; the branch is one."""
    by_tier: dict[Tier, list[str]] = {}
    for role in roles:
        by_tier.setdefault(table.tier(role), []).append(role)
    found = []
    for tier, some in by_tier.items():
        if tier in LOCAL:
            if warning.town_id is not None:
                found.append(Audience(roles=tuple(some), divisions=(warning.town_id,)))
        elif tier is Tier.ENTERPRISE:
            if warning.enterprise_id is not None:
                found.append(Audience(roles=tuple(some), enterprises=(warning.enterprise_id,)))
        else:
            found.append(Audience(roles=tuple(some)))
    return tuple(found)


async def concerned(
    context: JobContext, roles: Mapping[int, Sequence[str]], warnings: Sequence[EarlyWarning]
) -> list[Told]:
    """Everybody whom one of the warnings concerns, each once; `roles` by key of the warning.

    Who may not read a warning, or the record that it is about, at this moment is not told of it.
    """
    services, session = context.services, context.session
    table: DecisionTable = services.live.current
    audiences = {each.id: placed(roles[each.id], each, table) for each in warnings}
    flat = {audience for some in audiences.values() for audience in some}
    accounts = await candidates(session, flat, table, context.today)
    actors: Actors = services.actors
    met = []
    for actor in await actors.of_accounts(accounts):
        mine = _meant(actor, audiences, warnings, table)
        if readable := [each for each in mine if _may_read(services.access_of(actor), each)]:
            met.append((actor, readable, _duty(actor, readable, audiences, table)))
    words = await _places(session, warnings, [duty for _, _, duty in met])
    return [
        Told(words.of(actor, duty, some, table), actor.username, table.tier(duty.role), some)
        for actor, some, duty in met
    ]


def _meant(
    actor: Actor,
    audiences: Mapping[int, tuple[Audience, ...]],
    warnings: Sequence[EarlyWarning],
    table: DecisionTable,
) -> list[EarlyWarning]:
    """The warnings that one of the actor's posts is told of; equal audiences are asked once."""
    known: dict[tuple[Audience, ...], bool] = {}
    found = []
    for warning in warnings:
        some = audiences[warning.id]
        if some not in known:
            known[some] = any(each.duty_of(actor, table) for each in some)
        if known[some]:
            found.append(warning)
    return found


def _may_read(access: Access, warning: EarlyWarning) -> bool:
    if not access.allows(access.resources[EarlyWarning], Action.READ):
        return False
    return admits(access.reach_of(EarlyWarning, Action.READ), warning, access.today)


def _duty(
    actor: Actor,
    warnings: Sequence[EarlyWarning],
    audiences: Mapping[int, tuple[Audience, ...]],
    table: DecisionTable,
) -> Duty:
    """The post for which the first of the warnings is told to the actor."""
    duties = (each.duty_of(actor, table) for each in audiences[warnings[0].id])
    return next(duty for duty in duties if duty is not None)


@dataclass(frozen=True, slots=True)
class _Words:
    """What towns and organisations are called, read once for all who are told."""

    towns: Mapping[int, Division]
    organisations: Mapping[int, Organisation]

    def of(
        self, actor: Actor, duty: Duty, warnings: Sequence[EarlyWarning], table: DecisionTable
    ) -> Addressee:
        """The post of somebody, with those of its towns in which the warnings are."""
        places = {each.town_id for each in warnings} & set(duty.divisions)
        towns = [self.towns[key] for key in sorted(key for key in places if key is not None)]
        organisation = self.organisations.get(duty.organisation_id)
        named = towns if len(towns) <= NAMED else []
        return worded(actor, table.roles[duty.role], named, organisation)


async def _places(
    session: AsyncSession, warnings: Sequence[EarlyWarning], duties: Sequence[Duty]
) -> _Words:
    towns = select(Division).where(Division.id.in_({each.town_id for each in warnings}))
    held = select(Organisation).where(Organisation.id.in_({d.organisation_id for d in duties}))
    return _Words(
        {each.id: each for each in await session.scalars(towns)},
        {each.id: each for each in await session.scalars(held)},
    )
