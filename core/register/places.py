"""Places as writes name them: a town or street that exists today, a site of its enterprise."""

from typing import Final, TypeVar

from sqlalchemy import select

from core.errors import InvalidInput, NotFound
from core.register.divisions_data import DivisionKind
from core.register.models import Division, Site
from core.store.base import Base
from core.store.unit import UnitOfWork

Row = TypeVar("Row", bound=Base)

LOWEST: Final = (DivisionKind.STREET, DivisionKind.TOWN)


async def require_town(work: UnitOfWork, town_id: int) -> None:
    """Raise NotFound or InvalidInput at `townId` unless it is a town or street of today."""
    town = await readable(work, Division, town_id, "townId")
    if town.kind not in LOWEST or (town.valid_to and town.valid_to <= work.today):
        raise InvalidInput(
            "请选择现有的镇或街道。",
            "Choose a town or street that exists today.",
            field="townId",
        )


async def town_of_today(work: UnitOfWork, town_id: int) -> int:
    """The town, or the one that it was merged into: the register keeps old addresses."""
    wanted = select(Division.successor_id, Division.valid_to).where(Division.id == town_id)
    found = (await work.session.execute(wanted)).one()
    if found.successor_id is None or found.valid_to is None or found.valid_to > work.today:
        return town_id
    return await town_of_today(work, found.successor_id)


async def readable(work: UnitOfWork, model: type[Row], key: int, field: str) -> Row:
    """A row that the actor may read, to be named by another. Raises NotFound at `field`."""
    found = (await work.session.scalars(select(model).where(model.__table__.c.id == key))).first()
    if found is None:
        raise NotFound(field=field)
    return found


async def site_of(work: UnitOfWork, key: int, enterprise_id: int | None) -> Site:
    """A site of an enterprise. Raises NotFound at `siteId` for that of another one."""
    site = await readable(work, Site, key, "siteId")
    if site.enterprise_id != enterprise_id:
        raise NotFound(field="siteId")
    return site
