"""How often a product failed in each town, against its average: what rule A1 watches."""

from sqlalchemy import case, func, select

from core.policy.vocabulary import Action
from core.register.colours import months_after
from core.sampling.models import TestVerdict
from core.store.unit import UnitOfWork
from plugins.quality.models_samples import AreaFailureRate, SpotCheckTask

WINDOW = 12
"""Months."""


async def count_area(work: UnitOfWork, product_id: int) -> None:
    """Count the product's batches of a year anew, for each town; the branch does that."""
    await work.session.flush()
    failed = func.count(case((SpotCheckTask.verdict == TestVerdict.FAILED, 1)))
    wanted = (
        select(SpotCheckTask.town_id, func.count(SpotCheckTask.verdict), failed)
        .where(
            SpotCheckTask.product_id == product_id,
            SpotCheckTask.verdict.isnot(None),
            SpotCheckTask.assigned_on > months_after(work.today, -WINDOW),
        )
        .group_by(SpotCheckTask.town_id)
        .order_by(SpotCheckTask.town_id)
    )
    counts = (await work.session.execute(wanted)).all()
    all_tested = sum(tested for _, tested, _ in counts)
    all_failed = sum(failures for _, _, failures in counts)
    known = select(AreaFailureRate).where(AreaFailureRate.product_id == product_id)
    rows = {row.town_id: row for row in (await work.session.scalars(known)).all()}
    for town, tested, failures in counts:
        row = rows.get(town) or AreaFailureRate(product_id=product_id, town_id=town)
        row.tested, row.failed, row.counted_on = tested, failures, work.today
        row.ratio = ratio_of(tested, failures, all_tested, all_failed)
        await work.entail(row, SpotCheckTask, Action.UPDATE)


def ratio_of(tested: int, failed: int, all_tested: int, all_failed: int) -> int:
    """A town's failure rate as per cent of the average; 0 where nothing failed anywhere."""
    if not tested or not all_failed:
        return 0
    return round(100 * failed * all_tested / (tested * all_failed))
