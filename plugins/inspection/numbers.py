"""Numbers of orders: in sequence for each authority and year, without gaps.

A draft has no number. The second signature takes the next one within its own transaction; whoever
signs at the same moment waits for that transaction, and gets the one after it, or the same one
when it failed.
"""

from sqlalchemy import func, select

from core.identity.models import Organisation
from core.policy.vocabulary import Tier
from core.store.unit import UnitOfWork
from plugins.inspection.models import Hazard, RectificationOrder

BRANCH_SERIES = "XS"
BRANCH = "杭州市质量技术监督局萧山分局"
LOCK = 79
"""Keeps these locks apart from those of others: the glossary's number of hazards."""


def authority_of(tier: Tier, organisation: Organisation) -> tuple[str, str]:
    """(name, series): all sections order in the name of the branch, a station in its own."""
    if tier is Tier.BRANCH:
        return BRANCH, BRANCH_SERIES
    return organisation.name, organisation.code


def number_of(series: str, authority: str, year: int, serial: int) -> str:
    """文号, as printed."""
    mark = "" if series == BRANCH_SERIES else authority
    return f"萧质监{mark}责改〔{year}〕{serial}号"


async def next_serial(work: UnitOfWork, order: RectificationOrder, year: int) -> int:
    """The next number of the order's series, held until the transaction ends."""
    key = func.hashtext(f"{order.series}/{year}")
    await work.session.execute(
        select(func.pg_advisory_xact_lock(LOCK, key))
        .select_from(Hazard)
        .where(Hazard.id == order.hazard_id)
    )
    last = select(func.max(RectificationOrder.serial)).where(
        RectificationOrder.series == order.series, RectificationOrder.year == year
    )
    return ((await work.session.scalars(last)).one() or 0) + 1
