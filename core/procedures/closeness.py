"""Who must not stand in: whoever has done a step that the law keeps apart from one still to come.

The investigator of a case that waits for its review is not appointed the reviewer's stand-in: the
step itself would refuse (`rights.why_not_do`), and the case would wait with nobody to do it.
"""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Boolean, Row, func, literal, select
from sqlalchemy.dialects.postgresql import JSONPATH

from core.declarations import Step
from core.errors import Conflict
from core.identity.models import Post, PostDivision
from core.identity.seats import in_force
from core.identity.stand_ins import DutyWanted
from core.policy.access import Access, Duty
from core.policy.vocabulary import Effect
from core.procedures.definitions import Track, track
from core.procedures.models import Matter, MatterState
from core.store.beyond import system_door
from core.store.events import Subscriber
from core.store.scope import admits
from core.store.unit import UnitOfWork


async def refuse_too_close(work: UnitOfWork, wanted: DutyWanted) -> None:
    """Raise Conflict (`SAME_PERSON_NEEDED`) where running matters keep the two persons apart."""
    touched = await _touched(work, wanted.account_id)
    if not touched:
        return
    duty = await _seat(work, wanted)
    tracks = {row.procedure_id: await track(work.session, row.procedure_id) for row in touched}
    apart = [
        row
        for row in touched
        if any(
            _may_do(work.access, duty, row, step)
            for step in _kept_apart(tracks[row.procedure_id], row, wanted.account_id)
        )
    ]
    if apart:
        raise Conflict(
            f"有 {len(apart)} 件在办事项要求由不同的人办理，该账号已办过其中相关环节；请另选他人。",
            f"{len(apart)} running matters want different persons for steps that this account has "
            "done and that the post still has to do; choose somebody else.",
            field="accountId",
            code="SAME_PERSON_NEEDED",
        )


async def _touched(work: UnitOfWork, account_id: int) -> list[Row[Any]]:
    """Running matters in which the account has done a step; beyond the officer's own rows."""
    person = func.jsonb_build_object("person", account_id)
    did = func.jsonb_path_exists(
        Matter.doers, literal("$.*[*] ? (@ == $person)", JSONPATH), person, type_=Boolean()
    )
    wanted = select(Matter.__table__).where(Matter.state == MatterState.OPEN, did)
    async with system_door(work.session) as connection:
        return list(await connection.execute(wanted))


async def _seat(work: UnitOfWork, wanted: DutyWanted) -> Duty:
    post = await work.session.get_one(Post, wanted.post_id)
    attached = select(PostDivision.division_id).where(
        PostDivision.post_id == post.id, in_force(PostDivision, work.today)
    )
    async with system_door(work.session) as connection:
        divisions = tuple(await connection.scalars(attached))
    return Duty(wanted.role, post.organisation_id, divisions, post.enterprise_id)


def _kept_apart(path: Track, matter: Row[Any], account_id: int) -> Iterator[Step]:
    """The steps still to come that somebody else than the account must do."""
    order = list(path.steps)
    for name in order[order.index(matter.step) :]:
        step = path.steps[name]
        if any(account_id in matter.doers.get(other, ()) for other in step.not_same_person_as):
            yield step


def _may_do(access: Access, duty: Duty, matter: Row[Any], step: Step) -> bool:
    """Whether the step is one for the post that is stood in for, and the matter one of its own."""
    cell = access.table.cell(duty.role, matter.resource, step.action)
    if cell is None or cell.effect is not Effect.ALLOW:
        return False
    if access.table.tier(duty.role) not in step.tiers:
        return False
    place = Matter(
        town_id=matter.town_id,
        enterprise_id=matter.enterprise_id,
        organisation_ids=list(matter.organisation_ids),
    )
    return admits(access.reach_by(duty, cell), place, access.today)


SUBSCRIBERS = (Subscriber(event=DutyWanted, handler=refuse_too_close),)
