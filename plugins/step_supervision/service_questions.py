"""A citizen asks about a public step; it waits at the unit that did it until that has answered.

Reviewed: `ask` writes beyond the scope of the public, who reads no questions. It writes one row, of
a step that is public, into the box of the unit that did it.
"""

from typing import Final

from sqlalchemy import func, select

from core.deadlines.limits import due
from core.deadlines.service import calendar_of
from core.declarations import Limit
from core.errors import InvalidInput, NotFound
from core.policy.vocabulary import Action
from core.procedures.models import StepEvent
from core.register.places import readable
from core.register.service import filled
from core.step_log.lines import OFFICES
from core.step_log.models import StepLogLine, StepSecret
from core.store.beyond import beyond_scope
from core.store.unit import UnitOfWork
from plugins.step_supervision import errors
from plugins.step_supervision.models_public import StepQuestion
from plugins.step_supervision.service_public import new_token, repeated_token, token_hash

LONGEST: Final = 500
ANSWER_LIMIT: Final = Limit(
    days=20, working=True, legal_basis="《政府信息公开条例》第三十三条第二款"
)


async def ask(
    work: UnitOfWork, line_id: int, text: str, once: str | None
) -> tuple[StepQuestion, str]:
    """Put a question into the unit's box; gives the token by which the answer is read.

    The public has no account to which a client's id could belong: where `once` is given, the same
    question said again is the same row, and its token the same. Raises NotFound for a step that is
    not public, InvalidInput for no text or too long a one.
    """
    question = filled(text, "question")
    if len(question) > LONGEST:
        raise InvalidInput(
            f"请不超过 {LONGEST} 字。", f"At most {LONGEST} characters.", field="question"
        )
    line = await readable(work, StepLogLine, line_id, "lineId")
    if line.step is None:
        raise NotFound(field="lineId")
    token = repeated_token(once, str(line.id), question) if once else new_token()
    calendar = await calendar_of(work.session)
    async with beyond_scope(work) as session:
        await session.execute(select(func.pg_advisory_xact_lock(func.hashtext(token_hash(token)))))
        known = select(StepQuestion).where(StepQuestion.token_hash == token_hash(token))
        if (row := (await session.scalars(known)).one_or_none()) is not None:
            return row, token
        secret = await session.get_one(StepSecret, line.id)
        event = await session.get_one(StepEvent, secret.event_id)
        office = event.tier in OFFICES and event.organisation_id is not None
        row = StepQuestion(
            line_id=line.id,
            step=line.step,
            unit=line.unit,
            question=question,
            token_hash=token_hash(token),
            asked_on=work.today,
            due_on=due(ANSWER_LIMIT, work.today, calendar).on,
            town_id=event.town_id,
            organisation_ids=[event.organisation_id] if office else [],
            version=1,
        )
        session.add(row)
        await session.flush()
    return row, token


async def answer(
    work: UnitOfWork, key: int, text: str, expected_version: int | None
) -> StepQuestion:
    """The unit answers, once. Raises Conflict (`QUESTION_ANSWERED`)."""
    row = await work.fetch(StepQuestion, key, Action.SUBMIT, expected_version=expected_version)
    if row.answered_on is not None:
        raise errors.answered_already()
    row.answer, row.answered_on = filled(text, "answer"), work.today
    return row
