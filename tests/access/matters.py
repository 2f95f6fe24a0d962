"""Matters for the small world: of every town, late and in time, and some that others follow."""

import datetime as dt

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.policy.vocabulary import Tier
from core.procedures.models import Matter, MatterState, ProcedureDefinition, StepAct, StepEvent
from core.register.models import Enterprise
from tests.access.people import DAY, TODAY
from tests.access.steps import add_steps
from tests.fixtures.small_world import World

LEFT = (-3, 0, 1, 2, 5, 6)
FOLLOWED = {"a1": ("second", "c1"), "c1": ("town-b",), "b2": ("town-a", "first")}
"""Enterprise -> organisations elsewhere that got a copy of its matter."""


async def add_matters(session: AsyncSession, world: World, now: dt.datetime) -> None:
    """One open matter for each enterprise, and a closed one without a clock."""
    renewal = ProcedureDefinition.resource == "licensing:Licence"
    wanted = select(ProcedureDefinition).where(renewal).order_by(ProcedureDefinition.id).limit(1)
    procedure = (await session.scalars(wanted)).one()
    for number, (name, key) in enumerate(sorted(world.enterprises.items())):
        town = (await session.get_one(Enterprise, key)).town_id
        chain = [world.organisations[each] for each in FOLLOWED.get(name, ())]
        due = TODAY + LEFT[number % len(LEFT)] * DAY
        place = {"town_id": town, "enterprise_id": key, "organisation_ids": chain}
        common = {"procedure_id": procedure.id, "resource": "licensing:Licence", **place}
        opened = {"opened_at": now, "arrived_on": TODAY, "opened_in": world.organisations["branch"]}
        step = {"step": "accepted", "step_title": "受理"}
        waiting = Matter(subject_id=number, title=name, due_on=due, **common, **opened, **step)
        done = Matter(
            subject_id=100 + number,
            title=f"{name} done",
            state=MatterState.DONE,
            outcome="END",
            closed_at=now,
            **common,
            **opened,
            **step,
        )
        session.add_all((waiting, done))
        await session.flush()
        event = StepEvent(
            matter_id=waiting.id,
            act=StepAct.OPENED,
            to_step="accepted",
            to_title="受理",
            at=now,
            role="enterprise.clerk",
            tier=Tier.ENTERPRISE,
            arrived_on=TODAY,
            reason=name,
            step="filed",
            step_title="申请",
            **place,
        )
        session.add(event)
        await session.flush()
    await add_steps(session, world, now)
