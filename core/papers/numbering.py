"""Serial numbers of papers: in sequence for each kind, authority and year, without gaps.

A draft has no number. Whoever issues a paper takes the next one within the same transaction; who
issues at that moment waits for it, and gets the one after, or the same one when it failed. The
count does not depend on which papers somebody may read.
"""

from sqlalchemy.dialects.postgresql import insert

from core.papers.models import NumberSeries
from core.store.beyond import beyond_scope
from core.store.unit import UnitOfWork


def series_of(kind: str, authority: str, year: int) -> str:
    """The name of a series: the kind of paper, the short name of who issues it, the year."""
    return f"{kind}/{authority}/{year}"


async def next_serial(work: UnitOfWork, kind: str, authority: str, year: int) -> int:
    """The next number of the series, held until the transaction ends."""
    first = insert(NumberSeries).values(series=series_of(kind, authority, year), last=1)
    taken = first.on_conflict_do_update(
        index_elements=[NumberSeries.series], set_={"last": NumberSeries.last + 1}
    ).returning(NumberSeries.last)
    async with beyond_scope(work) as session:
        return (await session.scalars(taken)).one()
