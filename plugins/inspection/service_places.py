"""Where something was found, and by which post: the same for hazards and patrols."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from core.errors import InvalidInput, NotFound
from core.policy.access import Duty
from core.policy.vocabulary import Action, Tier
from core.register.models import Enterprise, Site
from core.register.places import readable, require_town, site_of, town_of_today
from core.store.base import Base
from core.store.scope import admits
from core.store.unit import UnitOfWork


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
        enterprise = await readable(work, Enterprise, enterprise_id, "enterpriseId")
    if place.site_id is not None:
        site = await site_of(work, place.site_id, enterprise_id)
    known = site or enterprise
    if known is not None:
        town_id = await town_of_today(work, known.town_id)
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
    enterprise = await readable(work, Enterprise, enterprise_id, "enterpriseId")
    sites = select(Site.town_id).where(Site.enterprise_id == enterprise_id)
    towns = {enterprise.town_id, *(await work.session.scalars(sites)).all()}
    if town_id not in {await town_of_today(work, each) for each in towns}:
        raise NotFound(field="enterpriseId")
    return enterprise


def acting(
    work: UnitOfWork, model: type[Base], action: Action, row: Base | None = None
) -> tuple[Duty, Tier]:
    """The post by which the actor does this, and its tier: that of the place where `row` lies.

    Raises Denied without one.
    """
    resource = work.access.resources[model]
    work.access.require(resource, action)
    held = list(work.access.cells(resource, action))
    here = [
        duty
        for duty, cell in held
        if row is not None and admits(work.access.reach_by(duty, cell), row, work.today)
    ]
    duty = here[0] if here else held[0][0]
    return duty, work.access.table.tier(duty.role)


async def _town_said(work: UnitOfWork, place: Place, duty: Duty) -> int:
    """The town that was named; of a post with one town of today that one."""
    if place.town_id is not None:
        return place.town_id
    towns = {await town_of_today(work, each) for each in duty.divisions}
    if len(towns) == 1:
        return towns.pop()
    raise InvalidInput("请选择镇街或企业。", "Choose a town or an enterprise.", field="townId")
