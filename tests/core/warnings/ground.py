"""A bureau whose devices tests write as the branch does, on whatever day they like.

Every write is a unit of work of a clerk's real rights; days pass by the clock and the sweep.
"""

import datetime as dt
import itertools
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from core.clock import BUSINESS_ZONE
from core.jobs.context import JobContext
from core.policy.access import Access, Actor
from core.policy.vocabulary import Action
from core.register.models import ChangeKind, ChangeSet
from core.store.session import models
from core.warnings.sweep import sweep
from plugins.special_equipment.models import (
    Equipment,
    EquipmentDeclaration,
    EquipmentType,
    PlaceKind,
    RegistrationState,
    UseStatus,
)
from plugins.special_equipment.seeds import plant_catalogue, plant_cycles
from tests.fixtures.bureau import Bureau
from tests.fixtures.small_world import token_of

CLERK = "branch-special-equipment-clerk"
numbers = itertools.count(1)


@dataclass
class Ground:
    """Devices of the small world, and the days that pass over them."""

    bureau: Bureau
    clerk: Actor
    type_id: int
    kind_id: int
    keys: list[int] = field(default_factory=list)

    @property
    def watching(self) -> Any:
        """What the bureau's rules watch."""
        return self.bureau.application.assembly.watching

    @property
    def today(self) -> dt.date:
        """The business date."""
        return self.access.today

    @property
    def access(self) -> Access:
        """The clerk's rights today."""
        return self.bureau.application.access_of(self.clerk)

    async def add(self, place: str = "a1", **facts: Any) -> int:
        """A device of an enterprise of the small world, in its town."""
        (key,) = await self.add_many(place, 1, **facts)
        return key

    async def add_many(self, place: str, many: int, **facts: Any) -> list[int]:
        """So many alike, in one work."""
        rows = [self._device(place, facts) for _ in range(many)]
        async with self.bureau.application.store.writing(self.access) as work:
            change = await _confirmed(work)
            for row in rows:
                row.change_id = change
                await work.entail(row, EquipmentDeclaration, Action.CONFIRM)
        self.keys += [row.id for row in rows]
        return [row.id for row in rows]

    def _device(self, place: str, facts: dict[str, Any]) -> Equipment:
        enterprise, town = self.place(place)
        return Equipment(
            enterprise_id=enterprise,
            town_id=town,
            type_id=self.type_id,
            kind_id=self.kind_id,
            name=f"设备{next(numbers)}",
            registration_state=RegistrationState.REGISTERED,
            accepted_on=dt.date(2015, 1, 1),
            place="厂房",
            place_kind=PlaceKind.FACTORY,
            search_text="",
            **{"use_status": UseStatus.IN_USE} | facts,
        )

    async def change(self, key: int, **facts: Any) -> None:
        """Other facts of a device; `place` moves it to another enterprise and its town."""
        if "place" in facts:
            enterprise, town = self.place(facts.pop("place"))
            facts |= {"enterprise_id": enterprise, "town_id": town}
        async with self.bureau.application.store.writing(self.access) as work:
            row = await work.session.get_one(Equipment, key)
            await work.entail(row, EquipmentDeclaration, Action.CONFIRM)
            row.change_id = await _confirmed(work)
            for name, value in facts.items():
                setattr(row, name, value)

    def place(self, name: str) -> tuple[int, int]:
        """Keys of an enterprise and of its town."""
        world = self.bureau.world
        return world.enterprises[name], world.divisions[name[0]]

    def set_day(self, day: dt.date, hour: int = 10) -> None:
        """Move the clock to a time in Hangzhou on a day, forwards or back."""
        then = dt.datetime.combine(day, dt.time(hour), BUSINESS_ZONE)
        self.bureau.clock.advance(seconds=(then - self.bureau.clock.now()).total_seconds())

    async def sweep(self) -> None:
        """The periodic work, as the worker runs it."""
        store = self.bureau.application.store
        async with store.system() as session:
            context = JobContext(
                id=1,
                task="core.warnings.sweep",
                attempt=1,
                session=session,
                store=store,
                clock=self.bureau.clock,
                services=self.bureau.application,
            )
            await sweep(self.watching, context, ())

    async def rows(self, model: Any, *where: Any) -> list[Any]:
        """Rows behind every wall, by key."""
        async with self.bureau.application.store.system() as session:
            return list(
                (await session.scalars(select(model).where(*where).order_by(model.id))).all()
            )


async def _confirmed(work: Any) -> int:
    change = ChangeSet(
        kind=ChangeKind.REFERENCE, source="tests", confirmed_at=work.clock.now(), reason="tests"
    )
    await work.entail(change, EquipmentDeclaration, Action.CONFIRM)
    return change.id


async def open_ground(bureau: Bureau) -> Ground:
    """Plant the catalogue, and look who the clerk is."""
    async with bureau.application.store.system() as session:
        await plant_catalogue(session)
        await plant_cycles(session)
        kind = await session.scalars(select(EquipmentType).where(EquipmentType.code == "3000"))
        kind_id = kind.one().id
        lift = await session.scalars(select(EquipmentType).where(EquipmentType.code == "3110"))
        type_id = lift.one().id
    access = await bureau.application.access(token_of(CLERK))
    assert {"watch", "warning"} <= {model.__tablename__ for model in models()}
    return Ground(bureau, access.actor, type_id, kind_id)
