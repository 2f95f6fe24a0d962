"""What people do with a warning. Services never commit; every act leaves an event."""

import datetime as dt
from dataclasses import dataclass

from core.policy.vocabulary import Action
from core.procedures.models import Matter, MatterState
from core.register.places import readable
from core.register.service import filled
from core.store.unit import UnitOfWork
from core.warnings.models import EarlyWarning, WarningAct, WarningRuleVersion
from plugins.early_warning import errors
from plugins.early_warning import service_states as states
from plugins.early_warning.service_escalation import tell_level
from plugins.early_warning.service_following import follow
from plugins.early_warning.service_history import event_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Which warning, as the client has read it."""

    warning_id: int
    expected_version: int | None = None


async def acknowledge(work: UnitOfWork, asked: Asked) -> EarlyWarning:
    """Give the receipt for a warning. Raises NotFound, Denied, Conflict."""
    warning = await _fetch(work, asked, Action.SUBMIT)
    states.acknowledge(warning, work.access.actor.account_id, work.clock.now())
    await _note(work, warning, WarningAct.ACKNOWLEDGED, Action.SUBMIT, work.reason)
    return warning


async def act_on(work: UnitOfWork, asked: Asked, matter_id: int) -> EarlyWarning:
    """Name the matter that answers a warning. Raises NotFound, Denied, Conflict, InvalidInput."""
    warning = await _fetch(work, asked, Action.UPDATE)
    matter = await readable(work, Matter, matter_id, "matterId")
    if matter.state is not MatterState.OPEN:
        raise errors.matter_ended()
    same = (
        matter.enterprise_id == warning.enterprise_id
        if warning.enterprise_id is not None
        else matter.town_id == warning.town_id
    )
    if not same:
        raise errors.matter_elsewhere()
    states.take_up(warning, matter.id)
    await _note(work, warning, WarningAct.ACTING, Action.UPDATE, matter.title)
    return warning


async def suppress(work: UnitOfWork, asked: Asked, until: dt.date) -> EarlyWarning:
    """Remind nobody until the end of a day, for the reason that the work states.

    Raises NotFound, Denied, Conflict, InvalidInput.
    """
    reason = filled(work.reason, "reason")
    warning = await _fetch(work, asked, Action.DECIDE)
    states.suppress(warning, until, work.today, work.access.actor.account_id, reason)
    note = f"至 {until.isoformat()}：{reason}"
    await _note(work, warning, WarningAct.SUPPRESSED, Action.DECIDE, note)
    # its visit leaves the route as if it were cleared, and comes back with it
    await follow(work.session, (), [warning.id])
    return warning


async def resume(work: UnitOfWork, asked: Asked) -> EarlyWarning:
    """End a suppression before its day. Raises NotFound, Denied, Conflict."""
    warning = await _fetch(work, asked, Action.DECIDE)
    states.resume(warning)
    await _note(work, warning, WarningAct.RESUMED, Action.DECIDE, work.reason)
    await follow(work.session, [warning.id])
    return warning


async def escalate(work: UnitOfWork, asked: Asked) -> EarlyWarning:
    """Take a warning one level up by hand. Raises NotFound, Denied, Conflict."""
    warning = await _fetch(work, asked, Action.ASSIGN)
    rule = await work.session.get_one(WarningRuleVersion, warning.rule_version_id)
    states.escalate(warning, len(rule.escalation))
    await _note(work, warning, WarningAct.ESCALATED, Action.ASSIGN, work.reason)
    await tell_level(work.session, [warning.id])
    return warning


async def _fetch(work: UnitOfWork, asked: Asked, action: Action) -> EarlyWarning:
    return await work.fetch(
        EarlyWarning, asked.warning_id, action, expected_version=asked.expected_version
    )


async def _note(
    work: UnitOfWork, warning: EarlyWarning, act: WarningAct, action: Action, note: str
) -> None:
    account = work.access.actor.account_id
    event = event_of(warning, act, work.clock, account_id=account, note=note.strip())
    await work.entail(event, EarlyWarning, action)
