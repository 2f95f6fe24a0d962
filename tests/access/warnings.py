"""Warnings for the small world: about records of several types, with proof, digests and visits."""

import datetime as dt

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.procedures.models import Matter
from core.register.colours import WarningColour
from core.register.models import Enterprise
from core.warnings.models import (
    BandUnit,
    EarlyWarning,
    RuleState,
    WarningAct,
    WarningEvent,
    WarningRuleBand,
    WarningRuleVersion,
    WarningState,
)
from plugins.early_warning.models import LinkedVisit, VisitState, WarningDigest, WarningNotice
from tests.access.hazards import FOLLOWED
from tests.access.people import DAY, TODAY
from tests.fixtures.small_world import World

WATCHED = ("licensing:Licence", "special_equipment:Equipment", "core:Matter", "nowhere:Record")
"""Records of which everybody, few and nobody may read those about which there are warnings."""
TOLD = {"a1": "enterprise-clerk-a1", "b1": "station-inspector-first", "c1": "town-leader-c"}
"""Enterprise -> who was told of its warnings."""


async def add_warnings(session: AsyncSession, world: World, now: dt.datetime) -> None:
    """For each enterprise a warning about a record of each type, in every state and colour."""
    rule = await _rule(session, now)
    matters = {each.enterprise_id: each.id for each in await session.scalars(select(Matter))}
    number = 0
    for name, key in sorted(world.enterprises.items()):
        town = (await session.get_one(Enterprise, key)).town_id
        digest = await _digest(session, world, name)
        for resource in WATCHED:
            number += 1
            concerned = {
                "resource": resource,
                "subject_key": number,
                "town_id": town,
                "enterprise_id": key if number % 5 else None,
                "organisation_ids": [world.organisations[o] for o in FOLLOWED.get(name, ())],
            }
            warning = _warning(rule, number, matters.get(key), concerned)
            session.add(warning)
            await session.flush()
            session.add(_event(warning, number, now, concerned))
            session.add(_visit(warning, number, concerned))
            if digest is not None:
                session.add(_notice(warning, digest, TOLD[name], now))
    await session.flush()


def _warning(rule, number, matter, concerned):
    state = list(WarningState)[number % 7]
    over = state is WarningState.CLEARED
    return EarlyWarning(
        **concerned,
        rule_code=rule.code,
        rule_version_id=rule.id,
        due_on=TODAY + (number - 8) * DAY if number % 6 else None,
        measure=None if number % 6 else number,
        colour=list(WarningColour)[number % 3],
        colour_since=TODAY - number * DAY,
        raised_on=TODAY - 2 * number * DAY,
        state=state,
        level=number % 3,
        matter_id=matter if state is WarningState.ACTING else None,
        cleared_on=TODAY if over else None,
        cleared_by="renewed" if over else None,
    )


def _event(warning, number, now, concerned):
    return WarningEvent(
        **concerned,
        warning_id=warning.id,
        act=list(WarningAct)[number % 11],
        colour=warning.colour,
        on=TODAY,
        recorded_at=now,
        note=f"经过 {number}",
    )


def _visit(warning, number, concerned):
    return LinkedVisit(
        **concerned,
        warning_id=warning.id,
        owner="licensing",
        title=f"巡查 {number} Visit {number}",
        state=list(VisitState)[number % 4],
        planned_on=TODAY - DAY,
        due_on=TODAY + number * DAY,
    )


def _notice(warning, digest, username, now):
    return WarningNotice(
        warning_id=warning.id,
        account_id=digest.account_id,
        username=username,
        digest_id=digest.id,
        rule_code=warning.rule_code,
        resource=warning.resource,
        subject_key=warning.subject_key,
        town_id=warning.town_id,
        enterprise_id=warning.enterprise_id,
        colour=warning.colour,
        why="样本",
        why_en="sample",
        told_at=now,
        opened_at=now if warning.id % 2 else None,
    )


async def _digest(session: AsyncSession, world: World, name: str) -> WarningDigest | None:
    if name not in TOLD:
        return None
    digest = WarningDigest(account_id=world.accounts[TOLD[name]], on=TODAY)
    session.add(digest)
    await session.flush()
    return digest


async def _rule(session: AsyncSession, now: dt.datetime) -> WarningRuleVersion:
    rule = WarningRuleVersion(
        code="Z1",
        number=1,
        state=RuleState.PUBLISHED,
        resource="licensing:Licence",
        owner="licensing",
        chinese="样本规则",
        english="A rule",
        legal_basis="样本",
        audiences=["TOWN"],
        escalation=[],
        valid_from=TODAY - 900 * DAY,
        reason="",
        proposed_at=now,
    )
    session.add(rule)
    await session.flush()
    band = WarningRuleBand(
        rule_version_id=rule.id,
        code=rule.code,
        colour=WarningColour.RED,
        limit=3,
        unit=BandUnit.MONTHS,
        published=True,
        valid_from=rule.valid_from,
    )
    session.add(band)
    await session.flush()
    return rule
