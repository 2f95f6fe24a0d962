"""Who reads in the benchmarks: somebody of every tier, and whoever else is needed to see a list."""

from dataclasses import dataclass
from typing import Final

from sqlalchemy import select

from bench.documents import lists_of
from core.app import Application
from core.errors import Denied
from core.policy.access import Access, Actor, Duty
from core.policy.rules import Role
from core.policy.vocabulary import Tier
from core.register.divisions_data import DivisionKind
from core.register.models import Division

ACCOUNT: Final = 77
"""The account of everybody: one of those that the benchmark's rows speak of."""
ENTERPRISE: Final = 777
TIERS: Final = (Tier.BRANCH, Tier.STATION, Tier.TOWN, Tier.ENTERPRISE, Tier.SUPERIOR)


@dataclass(frozen=True, slots=True)
class Person:
    """A role, held where the tier holds it."""

    role: str
    tier: Tier
    access: Access


async def people_of(application: Application) -> list[Person]:
    """Of each tier the role that sees most lists, all officers, and who else is needed.

    Raises RuntimeError when there is a list that nobody sees.
    """
    towns = await _towns(application)
    everybody = [
        _person(application, role, towns)
        for role in application.assembly.domain.roles.values()
        if role.tier is not Tier.PUBLIC
    ]
    seen = {person.role: _lists(application, person) for person in everybody}
    chosen = [
        max((p for p in everybody if p.tier == tier), key=lambda p: len(seen[p.role]))
        for tier in TIERS
    ]
    chosen += [person for person in everybody if person.tier is Tier.OFFICER]
    for listed in lists_of(application.assembly.schema.core):
        if any(listed.name in seen[person.role] for person in chosen):
            continue
        needed = [person for person in everybody if listed.name in seen[person.role]]
        if not needed:
            raise RuntimeError(f"nobody sees the list {listed.name}")
        chosen.append(needed[0])
    return chosen


def _person(application: Application, role: Role, towns: list[int]) -> Person:
    divisions: dict[Tier, tuple[int, ...]] = {
        Tier.STATION: tuple(towns[:5]),
        Tier.TOWN: (towns[3], towns[9]),
    }
    duty = Duty(
        role.name,
        1,
        divisions.get(role.tier, ()),
        ENTERPRISE if role.tier is Tier.ENTERPRISE else None,
    )
    access = application.access_of(Actor(ACCOUNT, "bench", "bench", (duty,)))
    return Person(role.name, role.tier, access)


def _lists(application: Application, person: Person) -> frozenset[str]:
    try:
        view = application.views.of(person.access)
    except Denied:
        return frozenset()
    return frozenset(listed.name for listed in lists_of(view.core))


async def _towns(application: Application) -> list[int]:
    async with application.store.system() as session:
        lowest = (DivisionKind.STREET, DivisionKind.TOWN)
        found = await session.scalars(
            select(Division.id)
            .where(Division.kind.in_(lowest), Division.valid_to.is_(None))
            .order_by(Division.id)
        )
        return list(found)
