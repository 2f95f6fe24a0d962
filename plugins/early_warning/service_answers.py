"""Matters that answer warnings: opened about the subject, it is acting; ended, it has to clear."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from sqlalchemy import select

from core.audit.announcing import Changed, announce
from core.declarations import Job, WarningRule
from core.jobs.context import JobContext
from core.jobs.queue import enqueue
from core.procedures.events import MatterAdvanced
from core.procedures.models import Matter, MatterState, ProcedureDefinition, StepAct
from core.store.unit import UnitOfWork
from core.warnings.models import EarlyWarning, WarningAct, WarningState
from plugins.early_warning import service_states as states
from plugins.early_warning.service_history import LOCK, event_of


async def keep_answer(work: UnitOfWork, news: MatterAdvanced) -> None:
    """The subscriber: a matter was opened, or has ended."""
    if news.act is StepAct.OPENED or news.to_step is None:
        await enqueue(work, ANSWERED, {"matter": news.matter_id}, lock=LOCK)


async def _answered(context: JobContext, payload: Mapping[str, int]) -> None:
    """The job: the matter's state of this moment decides."""
    matter = await context.session.get(Matter, payload["matter"])
    if matter is None:
        return
    opened = matter.state is MatterState.OPEN
    moved = await (_take_up if opened else _fall_back)(context, matter)
    await context.session.flush()
    await announce(context.session, [Changed("EarlyWarning", key, "updated") for key in moved])


async def _take_up(context: JobContext, matter: Matter) -> list[int]:
    found = await _about(context, matter)
    for each in found:
        if each.state is WarningState.SUPPRESSED:
            each.matter_id = matter.id  # it sleeps on; when it wakes, this matter answers it
        else:
            states.take_up(each, matter.id)
            context.session.add(_acting(context, each, matter))
        each.version += 1
    return [each.id for each in found]


async def _fall_back(context: JobContext, matter: Matter) -> list[int]:
    wanted = select(EarlyWarning).where(
        EarlyWarning.matter_id == matter.id, EarlyWarning.cleared_on.is_(None)
    )
    found = (await context.session.scalars(wanted.with_for_update())).all()
    for each in found:
        acting = each.state is WarningState.ACTING
        states.fall_back(each, matter.opened_by, context.clock.now())
        each.version += 1
        if acting:
            note = f"事项已结束，预警仍在：{matter.title} The matter has ended, the warning stays"
            said = event_of(each, WarningAct.ACKNOWLEDGED, context.clock, note=note)
            context.session.add(said)
    return [each.id for each in found]


async def _about(context: JobContext, matter: Matter) -> Sequence[EarlyWarning]:
    """Open warnings about what the matter is about, of rules that its procedure answers."""
    definition = await context.session.get_one(ProcedureDefinition, matter.procedure_id)
    declared: list[WarningRule] = [
        rule
        for _, rule in context.services.assembly.plugins.contributions("warning_rules")
        if definition.code in rule.answered_by
    ]
    found: list[EarlyWarning] = []
    for rule in declared:
        wanted = select(EarlyWarning).where(
            EarlyWarning.rule_code == rule.code,
            EarlyWarning.subject_key.in_(await _subjects(context, matter, rule)),
            EarlyWarning.cleared_on.is_(None),
            EarlyWarning.matter_id.is_(None),
        )
        found += (await context.session.scalars(wanted.with_for_update())).all()
    return found


async def _subjects(context: JobContext, matter: Matter, rule: WarningRule) -> list[int]:
    """Keys of the rule's records that the matter's record is, or names by a foreign key."""
    resources: Mapping[type[Any], str] = context.services.assembly.resources
    models = {model.__name__: model for model in resources}
    watched, name = models[rule.record.__name__], matter.resource.partition(":")[2]
    if watched is models.get(name):
        return [matter.subject_id]
    record = await context.session.get(models[name], matter.subject_id) if name in models else None
    if record is None:
        return []
    naming = [
        column.key
        for column in type(record).__table__.columns
        if any(key.column.table is watched.__table__ for key in column.foreign_keys)
    ]
    return [value for key in naming if (value := getattr(record, key)) is not None]


def _acting(context: JobContext, warning: EarlyWarning, matter: Matter) -> Any:
    return event_of(
        warning,
        WarningAct.ACTING,
        context.clock,
        account_id=matter.opened_by,
        note=matter.title,
    )


ANSWERED: Final = Job(name="early_warning.answered", run=_answered)
"""Its payload names a matter that was opened or has ended."""
