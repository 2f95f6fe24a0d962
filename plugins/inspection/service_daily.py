"""What a new day does: proven complaints leave their window, campaigns fall behind the calendar."""

import datetime as dt
from collections.abc import Sequence
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from core.declarations import Job, Periodic
from core.jobs.context import JobContext
from core.warnings.passes import pass_loaded
from plugins.inspection.models_letters import Complaint, ComplaintRecord
from plugins.inspection.models_plans import Campaign, CampaignTarget
from plugins.inspection.service_complaints import set_count, window
from plugins.inspection.service_libraries import behind

MOVED: Final = ("C3", "G1")
"""The rules that watch what is counted anew here."""


async def recount(session: AsyncSession, today: dt.date) -> None:
    """Count anew what depends on the day; again it finds the same."""
    await _recount_complaints(session, today)
    wanted = (
        select(CampaignTarget, Campaign)
        .join(Campaign, Campaign.id == CampaignTarget.campaign_id)
        .where(Campaign.starts_on <= today)
    )
    for share, campaign in (await session.execute(wanted)).all():
        share.behind = behind(share, campaign, today)


async def _recount_complaints(session: AsyncSession, today: dt.date) -> None:
    counted = (
        select(Complaint.respondent_id, func.count())
        .where(Complaint.proven_on >= window(today))
        .group_by(Complaint.respondent_id)
    )
    known = {row[0]: row[1] for row in await session.execute(counted)}
    for record in await session.scalars(select(ComplaintRecord).where(ComplaintRecord.proven > 0)):
        set_count(record, known.get(record.enterprise_id, 0), today)


async def _daily(context: JobContext, _days: Sequence[dt.date]) -> None:
    """By a transaction of its own, which the pass over the rules sees; it repeats harmlessly."""
    async with context.store.system() as session:
        await recount(session, context.today)
    await pass_loaded(context.services.assembly.watching, context.store, MOVED)


JOBS: Final[list[Job]] = [Periodic(name="inspection.daily", run=_daily)]
