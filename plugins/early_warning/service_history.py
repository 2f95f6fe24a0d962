"""What happened to a warning as its history keeps it, and the rule that it stands under."""

from collections.abc import Collection
from typing import Final

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.clock import Clock, business_date
from core.warnings.models import EarlyWarning, WarningAct, WarningEvent, WarningRuleVersion

LOCK: Final = "early_warning"
"""Jobs that move or tell run one after the other: two of them may concern one person."""


async def rules_of(
    session: AsyncSession, warnings: Collection[EarlyWarning]
) -> dict[int, WarningRuleVersion]:
    """The versions that the warnings stand under, by key."""
    keys = {each.rule_version_id for each in warnings}
    wanted = select(WarningRuleVersion).where(WarningRuleVersion.id.in_(keys))
    return {rule.id: rule for rule in await session.scalars(wanted)}


def event_of(
    warning: EarlyWarning,
    act: WarningAct,
    clock: Clock,
    *,
    account_id: int | None = None,
    note: str = "",
) -> WarningEvent:
    """One entry of its history, in its colour of this moment."""
    return WarningEvent(
        warning_id=warning.id,
        act=act,
        colour=warning.colour,
        on=business_date(clock),
        recorded_at=clock.now(),
        account_id=account_id,
        note=note,
        resource=warning.resource,
        subject_key=warning.subject_key,
        town_id=warning.town_id,
        enterprise_id=warning.enterprise_id,
        organisation_ids=list(warning.organisation_ids),
    )
