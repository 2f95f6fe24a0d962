"""What a patrol found, for plugins whose inspections are made by the checklists of this one."""

from dataclasses import dataclass

from sqlalchemy import func, select

from core.store.unit import UnitOfWork
from plugins.inspection.models import ChecklistItem, Hazard, PatrolAnswer, PatrolResult


@dataclass(frozen=True, slots=True)
class Failure:
    """One item that failed."""

    text: str
    note: str
    is_key: bool


async def failures_of(work: UnitOfWork, patrol_id: int) -> list[Failure]:
    """The items that failed at a patrol, key items first, then by number."""
    wanted = (
        select(ChecklistItem.text, PatrolAnswer.note, ChecklistItem.is_key)
        .join(ChecklistItem, ChecklistItem.id == PatrolAnswer.item_id)
        .where(PatrolAnswer.patrol_id == patrol_id, PatrolAnswer.result == PatrolResult.FAILED)
        .order_by(ChecklistItem.is_key.desc(), ChecklistItem.number)
    )
    return [Failure(*row) for row in await work.session.execute(wanted)]


async def open_hazards_of(work: UnitOfWork, patrol_id: int) -> int:
    """How many of the hazards that a patrol opened are not closed yet."""
    wanted = (
        select(func.count())
        .select_from(PatrolAnswer)
        .join(Hazard, Hazard.id == PatrolAnswer.hazard_id)
        .where(PatrolAnswer.patrol_id == patrol_id, Hazard.closed_on.is_(None))
    )
    return int(await work.session.scalar(wanted) or 0)
