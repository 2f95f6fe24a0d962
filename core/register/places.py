"""Places as writes name them: a town or street that exists today."""

from typing import Final

from sqlalchemy import select

from core.errors import InvalidInput, NotFound
from core.register.divisions_data import DivisionKind
from core.register.models import Division
from core.store.unit import UnitOfWork

LOWEST: Final = (DivisionKind.STREET, DivisionKind.TOWN)


async def require_town(work: UnitOfWork, town_id: int) -> None:
    """Raise NotFound or InvalidInput at `townId` unless it is a town or street of today."""
    town = (await work.session.scalars(select(Division).where(Division.id == town_id))).first()
    if town is None:
        raise NotFound(field="townId")
    if town.kind not in LOWEST or (town.valid_to and town.valid_to <= work.today):
        raise InvalidInput(
            "请选择现有的镇或街道。",
            "Choose a town or street that exists today.",
            field="townId",
        )
