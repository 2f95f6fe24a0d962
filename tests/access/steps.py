"""Pauses and cases of supervision for the small world: of every town, at units near and far."""

import datetime as dt

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.policy.vocabulary import Tier
from core.procedures.models import Matter, MatterState, StepAct, StepEvent
from core.step_log.models import StepAnchor, StepLogLine
from plugins.step_supervision.models import StepPause, SupervisionCase
from plugins.step_supervision.models_public import StepQuestion
from tests.access.people import DAY, TODAY
from tests.fixtures.small_world import World

UNITS = ("branch", "first", "second", "town-a", "town-b", "town-c")


async def add_steps(session: AsyncSession, world: World, now: dt.datetime) -> None:
    """For each open matter of a licence a pause, a late step, and a case at one unit."""
    wanted = select(Matter).where(
        Matter.resource == "licensing:Licence", Matter.state == MatterState.OPEN
    )
    for number, matter in enumerate((await session.scalars(wanted.order_by(Matter.id))).all()):
        place = {"town_id": matter.town_id, "organisation_ids": list(matter.organisation_ids)}
        about = {"matter_id": matter.id, "enterprise_id": matter.enterprise_id, **place}
        step = {"step": matter.step, "step_title": matter.step_title}
        unit = world.organisations[UNITS[number % len(UNITS)]]
        session.add_all(
            (
                StepPause(
                    **about, **step, kind="testing", reason="样本", organisation_id=unit,
                    paused_on=TODAY - number * DAY, resumed_on=TODAY if number % 2 else None,
                ),
                StepEvent(
                    **about, **step, act=StepAct.RETURNED, at=now, role="branch.licensing_clerk",
                    tier=Tier.BRANCH, arrived_on=TODAY - 9 * DAY, due_on=TODAY - number * DAY,
                    on_time=number == 0, reason="样本", organisation_id=unit,
                ),
                SupervisionCase(
                    number=f"督〔2026〕{number}号", year=2026, serial=number, about_id=matter.id,
                    about_step=matter.step_title, unit_id=unit, question="样本", issued_on=TODAY,
                    times_returned=number % 3, town_id=matter.town_id, organisation_ids=[unit],
                ),
            )
        )  # fmt: skip
    await session.flush()
    await _public(session, world)


async def _public(session: AsyncSession, world: World) -> None:
    """A log of two lines with its anchor, and a question to each town and unit."""
    for number in (1, 2):
        told = {"step": "受理", "procedure": "许可延续", "unit": "branch"} if number == 1 else {}
        session.add(
            StepLogLine(id=number, day=TODAY - DAY, line=f"line {number}", chain_hash="00", **told)
        )
    session.add(StepAnchor(day=TODAY - DAY, sequence=2, lines=2, chain_hash="00", line="anchor"))
    await session.flush()
    for number, (town, unit) in enumerate(zip("abc", ("branch", "first", "town-c"), strict=True)):
        session.add(
            StepQuestion(
                line_id=1, step="受理", unit=unit, question="样本", token_hash=f"hash {number}",
                asked_on=TODAY, due_on=TODAY + number * DAY, town_id=world.divisions[town],
                organisation_ids=[world.organisations[unit]],
            )
        )  # fmt: skip
    await session.flush()
