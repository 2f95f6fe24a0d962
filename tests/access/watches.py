"""Watched dates for the small world, open and ended, about records of several types."""

from sqlalchemy.ext.asyncio import AsyncSession

from core.register.colours import WarningColour
from core.register.models import Enterprise
from core.warnings.models import Watch, WatchCount
from tests.access.hazards import FOLLOWED
from tests.access.people import DAY, TODAY
from tests.fixtures.small_world import World

WATCHED = ("licensing:Licence", "special_equipment:Equipment", "core:Matter", "nowhere:Record")
"""Records of which everybody, few and nobody may read those that are watched."""


async def add_watches(session: AsyncSession, world: World) -> None:
    """For each enterprise an open and an ended date of each type, and counts of its town."""
    number = 0
    for name, key in sorted(world.enterprises.items()):
        town = (await session.get_one(Enterprise, key)).town_id
        chain = [world.organisations[each] for each in FOLLOWED.get(name, ())]
        for resource in WATCHED:
            for ended in (False, True):
                number += 1
                session.add(_watch(number, resource, (town, key, chain), ended=ended))
            if name.endswith("1"):
                count = WatchCount(
                    rule_code=resource.upper(),
                    resource=resource,
                    town_id=town,
                    colour=list(WarningColour)[number % 5],
                    number=number,
                )
                session.add(count)
    await session.flush()


def _watch(
    number: int, resource: str, concerned: tuple[int, int, list[int]], *, ended: bool
) -> Watch:
    town, enterprise, chain = concerned
    return Watch(
        rule_code=resource.upper(),
        resource=resource,
        subject_key=number,
        town_id=town,
        enterprise_id=enterprise if number % 5 else None,
        organisation_ids=chain,
        due_on=TODAY + (number * 5 - 80) * DAY if number % 7 else None,
        measure=None if number % 7 else number,
        since=TODAY - (400 + number) * DAY,
        until=TODAY - number * DAY if ended else None,
        renewed=bool(number % 2) if ended else None,
        colour=list(WarningColour)[number % 5],
    )
