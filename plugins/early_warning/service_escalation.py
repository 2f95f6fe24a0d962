"""What time does to warnings that nobody answers: they go up, level by level."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Final

from sqlalchemy import Text, cast, select
from sqlalchemy.ext.asyncio import AsyncSession

from core.audit.announcing import Changed, announce
from core.declarations import Job, Periodic
from core.jobs.context import JobContext
from core.jobs.queue import enqueue
from core.policy.rules import DecisionTable
from core.warnings.models import (
    EarlyWarning,
    WarningAct,
    WarningRuleVersion,
)
from plugins.early_warning import service_states as states
from plugins.early_warning.service_addressing import section_of
from plugins.early_warning.service_digests import tell
from plugins.early_warning.service_following import AT_ONCE
from plugins.early_warning.service_history import LOCK, event_of, rules_of
from plugins.early_warning.service_systems import tell_systems
from plugins.early_warning.service_visits import move_visits


async def _daily(context: JobContext, _days: Sequence[dt.date]) -> None:
    """The work of a new day. It looks at today alone: a day that was missed is caught up by it."""
    risen = await _escalate(context)
    await context.session.flush()
    await move_visits(context.session)
    await tell_level(context.session, risen)
    await announce(context.session, [Changed("EarlyWarning", key, "updated") for key in risen])


async def _escalate(context: JobContext) -> list[int]:
    """One level up for each that nobody answered for as long as its rule says, in such a colour."""
    level = WarningRuleVersion.escalation[EarlyWarning.level]
    patience = level["after_days"].as_integer()
    wanted = (
        select(EarlyWarning)
        .join(WarningRuleVersion, WarningRuleVersion.id == EarlyWarning.rule_version_id)
        .where(
            EarlyWarning.cleared_on.is_(None),
            EarlyWarning.state.in_(states.UNANSWERED),
            EarlyWarning.colour_since + patience <= context.today,
            level["colours"].has_key(cast(EarlyWarning.colour, Text)),
        )
        .order_by(EarlyWarning.id)
        .with_for_update(of=EarlyWarning)
    )
    found = (await context.session.scalars(wanted)).all()
    rules = await rules_of(context.session, found)
    for each in found:
        states.escalate(each, len(rules[each.rule_version_id].escalation))
        each.version += 1
        days = (context.today - each.colour_since).days
        note = f"{days} 天无人处理 Nobody acted for {days} days"
        context.session.add(event_of(each, WarningAct.ESCALATED, context.clock, note=note))
    return [each.id for each in found]


async def tell_level(session: AsyncSession, warnings: Sequence[int]) -> None:
    """Leave the jobs behind that tell the level to which warnings have risen."""
    for first in range(0, len(warnings), AT_ONCE):
        payload = {"warnings": list(warnings[first : first + AT_ONCE])}
        await enqueue(session, ESCALATED, payload, lock=LOCK)


async def _escalated(context: JobContext, payload: Mapping[str, list[int]]) -> None:
    wanted = select(EarlyWarning).where(
        EarlyWarning.id.in_(payload["warnings"]),
        EarlyWarning.cleared_on.is_(None),
        EarlyWarning.level > 0,
    )
    warnings = (await context.session.scalars(wanted.order_by(EarlyWarning.id))).all()
    rules = await rules_of(context.session, warnings)
    table = context.services.live.current
    roles = {
        each.id: _roles_of_level(rules[each.rule_version_id], each.level, table)
        for each in warnings
    }
    await tell(context, roles, warnings, rules)
    await tell_systems(context, roles, warnings, rules)


def _roles_of_level(rule: WarningRuleVersion, level: int, table: DecisionTable) -> tuple[str, ...]:
    """Whom the level names; where the rule names nobody, the section that owns the subject."""
    if level > len(rule.escalation):
        return section_of(rule.owner, table)
    return tuple(role for role in rule.escalation[level - 1]["roles"] if role in table.roles)


DAILY: Final = Periodic(name="early_warning.daily", run=_daily)
ESCALATED: Final = Job(name="early_warning.escalated", run=_escalated)
"""Its payload names warnings that have risen by a level."""
