"""Regression cases in the database: shipped ones planted at the start, others added live."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.clock import Clock
from core.errors import Conflict, InvalidInput
from core.policy.models import ExpectedEffect, RegressionCase
from core.policy.problems import refused
from core.policy.stored import wait_for_turn
from core.policy.vocabulary import Action
from core.store.engine import Store
from core.store.unit import UnitOfWork
from core.workbench.bench import Workbench
from core.workbench.cases import Case, broken, case_faults

SHIPPED = "policies/"
"""How the origin of a shipped case begins."""


async def plant_cases(store: Store, cases: Iterable[Case]) -> None:
    """Store shipped cases that are new, and retire those that are shipped no longer.

    One that an officer retired, or asked differently before, stays as the officer wanted it.
    """
    async with store.system() as session:
        await wait_for_turn(session)
        known = (await session.scalars(select(RegressionCase))).all()
        asked = {(row.who, row.resource, row.action): row for row in known}
        shipped = {case.question: case for case in cases}
        for question, case in shipped.items():
            if question not in asked:
                session.add(_row(case, store.clock))
        for question, row in asked.items():
            gone = row.origin.startswith(SHIPPED) and question not in shipped
            if gone and row.retired_at is None:
                row.retired_at = store.clock.now()
        await session.flush()


async def add_case(work: UnitOfWork, bench: Workbench, case: Case) -> RegressionCase:
    """Hold every policy to one more case, from now on. The policy in force must keep it already.

    Raises PolicyError where the case says nothing or does not hold, Conflict where it is there.
    """
    if not case.chinese.strip():
        raise InvalidInput("请用一句话说明。", "Say in a sentence what must hold.", field="chinese")
    if faults := case_faults(case, bench.admission.domain):
        raise refused([f"{chinese} {english}" for chinese, english in faults])
    await wait_for_turn(work.session)
    if await _held(work.session, case) is not None:
        raise Conflict("同一问题已有规定。", "There is a case for this already.", field="resource")
    if faults_now := broken(work.access.table, bench.admission.domain, [case]):
        raise refused(faults_now, "POLICY_CASE_BROKEN")
    row = _row(case, work.clock)
    row.created_by, row.origin = work.access.actor.account_id, work.access.actor.username
    return await work.add(row)


async def retire_case(work: UnitOfWork, bench: Workbench, case_id: int) -> RegressionCase:
    """Hold no policy to it any more. Raises Conflict for one's own, where two must sign."""
    row = await work.fetch(RegressionCase, case_id, Action.WITHDRAW)
    actor = work.access.actor.account_id
    if row.retired_at is not None:
        raise Conflict("该情形已停用。", "The case is retired already.", field="id")
    if bench.signatures > 1 and row.created_by == actor:
        raise Conflict(
            "须由另一名安全管理员停用。", "Another security officer must retire it.", field="id"
        )
    row.retired_at, row.retired_by = work.clock.now(), actor
    await work.session.flush()
    return row


async def _held(session: AsyncSession, case: Case) -> RegressionCase | None:
    who, resource, action = case.question
    asked = select(RegressionCase).where(
        RegressionCase.who == who,
        RegressionCase.resource == resource,
        RegressionCase.action == action,
        RegressionCase.retired_at.is_(None),
    )
    return (await session.scalars(asked)).one_or_none()


def _row(case: Case, clock: Clock) -> RegressionCase:
    return RegressionCase(
        who=case.who,
        resource=case.resource,
        action=case.action,
        expected=ExpectedEffect(case.expected),
        chinese=case.chinese,
        english=case.english or case.chinese,
        origin=case.origin,
        created_at=clock.now(),
    )
