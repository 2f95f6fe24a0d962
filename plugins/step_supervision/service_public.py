"""Where is my report: what the holder of a token is told of one matter, and of nothing else.

Reviewed: `progress` reads beyond every scope. It shows the name of the procedure, steps, units of
authorities, days and the lawful reason of a pause; never a person, an enterprise, or a word that
somebody has written.
"""

import datetime as dt
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.clock import BUSINESS_ZONE
from core.declarations import Step
from core.errors import InvalidInput
from core.identity.contacts import places_of
from core.identity.models import Organisation
from core.policy.rules import DecisionTable
from core.policy.vocabulary import Action, Effect, Tier
from core.procedures.definitions import track
from core.procedures.models import Matter, MatterState, StepAct, StepEvent
from core.register.places import readable
from core.step_log.lines import OFFICES
from core.store.engine import Store
from core.store.personal import index_of
from core.store.unit import UnitOfWork
from plugins.step_supervision.models_public import ProgressToken, StepQuestion

LETTERS: Final = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
"""Without those that look like others."""
GROUPS, EACH = 4, 4
"""Letters: 79 bits, which nobody guesses through a look-up that costs."""
COST: Final = 5_000
"""Objects that one question counts for in the caller's budget."""
TOLD: Final = (
    StepAct.OPENED,
    StepAct.COMPLETED,
    StepAct.RETURNED,
    StepAct.SUPPLEMENT_REQUESTED,
    StepAct.SUPPLEMENTED,
    StepAct.TRANSFERRED,
    StepAct.PAUSED,
    StepAct.RESUMED,
    StepAct.EXTENDED,
    StepAct.WITHDRAWN,
)
MOST: Final = 100
"""Steps that are told of one matter."""


@dataclass(frozen=True, slots=True)
class Told:
    """One step that was done, as the holder of the token hears of it."""

    on: dt.date
    step: str
    act: StepAct
    unit: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a matter is, or a question; `unit`: which authority has it in hand."""

    title: str
    step: str
    unit: str | None
    since: dt.date
    due_on: dt.date | None
    paused: str | None
    is_open: bool
    answer: str | None = None
    steps: Sequence[Told] = ()


def new_token() -> str:
    """A token as it is handed out."""
    groups = ("".join(secrets.choice(LETTERS) for _ in range(EACH)) for _ in range(GROUPS))
    return "-".join(groups)


def repeated_token(*said: str) -> str:
    """The same token for the same words; keyed, so that only whoever said them has it."""
    number, letters = int(index_of("\n".join(("token", *said))), 16), []
    for _ in range(GROUPS * EACH):
        number, letter = divmod(number, len(LETTERS))
        letters.append(LETTERS[letter])
    return "-".join("".join(letters[n : n + EACH]) for n in range(0, GROUPS * EACH, EACH))


def token_hash(token: str) -> str:
    """What is stored of a token, however it was typed."""
    return index_of("progress " + "".join(c for c in token.upper() if c in LETTERS))


async def issue_token(work: UnitOfWork, matter_id: int) -> tuple[Matter, str]:
    """A token for whoever a matter is about or was told by; shown once, to be handed over."""
    matter = await readable(work, Matter, matter_id, "matterId")
    token = new_token()
    row = ProgressToken(
        matter_id=matter.id,
        token_hash=token_hash(token),
        issued_on=work.today,
        issued_by=work.access.actor.account_id,
        town_id=matter.town_id,
        enterprise_id=matter.enterprise_id,
        organisation_ids=list(matter.organisation_ids),
    )
    await work.entail(row, Matter, Action.UPDATE)
    return matter, token


async def progress(
    store: Store, table: DecisionTable, token: str, today: dt.date
) -> Progress | None:
    """What the token opens; None for one that opens nothing. Raises InvalidInput for no token."""
    if sum(c in LETTERS for c in token.upper()) != GROUPS * EACH:
        raise InvalidInput(
            f"请输入完整的查询码（{GROUPS * EACH} 个字符）。",
            f"Type the whole token of {GROUPS * EACH} letters.",
            field="token",
            code="WHOLE_TOKEN",
        )
    digest = token_hash(token)
    async with store.system() as session:
        known = select(Matter).join(ProgressToken, ProgressToken.matter_id == Matter.id)
        matter = (
            await session.scalars(known.where(ProgressToken.token_hash == digest))
        ).one_or_none()
        if matter is not None:
            return await _of_matter(session, table, matter, today)
        asked = select(StepQuestion).where(StepQuestion.token_hash == digest)
        question = (await session.scalars(asked)).one_or_none()
        return None if question is None else _of_question(question)


async def _of_matter(
    session: AsyncSession, table: DecisionTable, matter: Matter, today: dt.date
) -> Progress:
    path = await track(session, matter.procedure_id)
    is_open = matter.state is MatterState.OPEN
    step = path.steps[matter.step]
    return Progress(
        title=path.definition.chinese,
        step=matter.step_title,
        unit=await _holder(session, table, matter, step, today) if is_open else None,
        since=matter.arrived_on,
        due_on=matter.due_on,
        paused=matter.paused,
        is_open=is_open,
        steps=await _told(session, matter),
    )


async def _told(session: AsyncSession, matter: Matter) -> list[Told]:
    wanted = (
        select(StepEvent, Organisation.name)
        .outerjoin(Organisation, Organisation.id == StepEvent.organisation_id)
        .where(StepEvent.matter_id == matter.id, StepEvent.act.in_(TOLD))
        .order_by(StepEvent.at, StepEvent.id)
        .limit(MOST)
    )
    return [
        Told(
            on=event.at.astimezone(BUSINESS_ZONE).date(),
            step=event.step_title,
            act=event.act,
            unit=unit if event.tier in OFFICES else None,
        )
        for event, unit in (await session.execute(wanted)).all()
    ]


async def _holder(
    session: AsyncSession, table: DecisionTable, matter: Matter, step: Step, today: dt.date
) -> str | None:
    """The authority that has the step in hand; None where it is an enterprise."""
    if step.tier not in OFFICES:
        return None
    roles = [
        role
        for role in table.roles.values()
        if role.tier is step.tier and _may(table, role.name, matter.resource, step)
    ]
    places = await places_of(session, roles, [matter.town_id], today)
    names = sorted({name for found in places.values() for name in found})
    if step.tier is Tier.BRANCH and len(names) > 1:
        return "分局"
    return "、".join(names) or None


def _may(table: DecisionTable, role: str, resource: str, step: Step) -> bool:
    cell = table.cell(role, resource, step.action)
    return cell is not None and cell.effect is Effect.ALLOW


def _of_question(row: StepQuestion) -> Progress:
    return Progress(
        title="对环节的提问",
        step=row.step,
        unit=row.unit,
        since=row.asked_on,
        due_on=None if row.answer else row.due_on,
        paused=None,
        is_open=row.answer is None,
        answer=row.answer,
    )
