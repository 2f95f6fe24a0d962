"""Where something was found, and by which post: the same for hazards and patrols."""

from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import select

from core.errors import InvalidInput, NotFound
from core.policy.access import Duty
from core.policy.vocabulary import Action, Tier
from core.register.models import Division, Enterprise, Site
from core.register.places import require_town
from core.store.base import Base
from core.store.unit import UnitOfWork

Row = TypeVar("Row", bound=Base)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where, as said: an enterprise, one of its sites, or a town and words."""

    enterprise_id: int | None = None
    site_id: int | None = None
    town_id: int | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class Spot:
    """Where, as found: a town of today, and who is there."""

    town_id: int
    enterprise_id: int | None
    site_id: int | None
    words: str

    @property
    def columns(self) -> dict[str, Any]:
        """For a row that lies there."""
        return {
            "town_id": self.town_id,
            "enterprise_id": self.enterprise_id,
            "site_id": self.site_id,
            "place": self.words,
        }


async def locate(work: UnitOfWork, place: Place, model: type[Base]) -> Spot:
    """Find the town of a place; an enterprise need not say who it is, nor an officer of one town.

    Raises NotFound for what the actor may not see, InvalidInput for a town that is no more, or when
    nothing says where.
    """
    duty, _ = acting(work, model, Action.CREATE)
    enterprise_id = place.enterprise_id or duty.enterprise_id
    enterprise = site = None
    if enterprise_id is not None:
        enterprise = await _of(work, Enterprise, enterprise_id, "enterpriseId")
    if place.site_id is not None:
        site = await _of(work, Site, place.site_id, "siteId")
        if site.enterprise_id != enterprise_id:
            raise NotFound(field="siteId")
    known = site or enterprise
    if known is not None:
        town_id = await _town_of_today(work, known.town_id)
        if place.town_id not in (None, town_id):
            raise InvalidInput(
                "企业或场所不在该镇街。", "It does not lie in that town.", field="townId"
            )
    else:
        town_id = await _town_said(work, place, duty)
    await require_town(work, town_id)
    words = place.words.strip()
    if known is None and not words:
        raise InvalidInput("请写明地点。", "Say where it is.", field="place")
    return Spot(town_id, enterprise_id, place.site_id, words)


async def enterprise_there(work: UnitOfWork, enterprise_id: int, town_id: int) -> Enterprise:
    """An enterprise that the actor may see, with its seat or a site in the town."""
    enterprise = await _of(work, Enterprise, enterprise_id, "enterpriseId")
    sites = select(Site.town_id).where(Site.enterprise_id == enterprise_id)
    towns = {enterprise.town_id, *(await work.session.scalars(sites)).all()}
    if town_id not in {await _town_of_today(work, each) for each in towns}:
        raise NotFound(field="enterpriseId")
    return enterprise


def acting(work: UnitOfWork, model: type[Base], action: Action) -> tuple[Duty, Tier]:
    """The post by which the actor does this, and its tier. Raises Denied without one."""
    resource = work.access.resources[model]
    work.access.require(resource, action)
    duty, _ = next(iter(work.access.cells(resource, action)))
    return duty, work.access.table.tier(duty.role)


async def _of(work: UnitOfWork, model: type[Row], key: int, field: str) -> Row:
    """A row that the actor may read. Raises NotFound at `field`."""
    found = (await work.session.scalars(select(model).where(model.__table__.c.id == key))).first()
    if found is None:
        raise NotFound(field=field)
    return found


async def _town_of_today(work: UnitOfWork, town_id: int) -> int:
    """The town, or the one that it was merged into: the register keeps old addresses."""
    wanted = select(Division.successor_id, Division.valid_to).where(Division.id == town_id)
    found = (await work.session.execute(wanted)).one()
    if found.successor_id is None or found.valid_to is None or found.valid_to > work.today:
        return town_id
    return await _town_of_today(work, found.successor_id)


async def _town_said(work: UnitOfWork, place: Place, duty: Duty) -> int:
    """The town that was named; of a post with one town of today that one."""
    if place.town_id is not None:
        return place.town_id
    towns = {await _town_of_today(work, each) for each in duty.divisions}
    if len(towns) == 1:
        return towns.pop()
    raise InvalidInput("请选择镇街或企业。", "Choose a town or an enterprise.", field="townId")
