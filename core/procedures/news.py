"""News of matters for the inbox: whose turn it is, and how far one's own matter has come."""

from typing import Final

from sqlalchemy import select

from core.declarations import Step
from core.inbox.notices import Audience, Notice
from core.inbox.service import tell
from core.policy.rules import DecisionTable
from core.policy.vocabulary import Effect, Tier
from core.procedures.definitions import Track, track
from core.procedures.events import MatterAdvanced
from core.procedures.models import Matter, StepAct
from core.register.models import Division
from core.store.events import Subscriber
from core.store.unit import UnitOfWork

TOLD: Final = {
    StepAct.OPENED: ("新事项", "A new matter"),
    StepAct.COMPLETED: ("已办", "Done"),
    StepAct.SIGNED: ("待第二人签署", "Waits for a second signature"),
    StepAct.RETURNED: ("被退回", "Returned"),
    StepAct.SUPPLEMENT_REQUESTED: ("请补正", "A supplement is asked for"),
    StepAct.SUPPLEMENTED: ("已补正", "Supplemented"),
    StepAct.TRANSFERRED: ("转办", "Transferred"),
    StepAct.DELEGATED: ("交办", "Handed to you"),
    StepAct.COPIED: ("抄送", "Copy"),
    StepAct.PAUSED: ("中止计时", "Paused"),
    StepAct.RESUMED: ("恢复计时", "Resumed"),
    StepAct.URGED: ("催办", "Urged"),
    StepAct.EXTENDED: ("期限已延长", "The limit was extended"),
    StepAct.WITHDRAWN: ("已撤回", "Withdrawn"),
}
"""Acts that others are told of, and how."""
LOCAL: Final = frozenset({Tier.TOWN, Tier.STATION})
ON_CHAINS: Final = (Tier.BRANCH, Tier.STATION, Tier.TOWN, Tier.ENTERPRISE)
"""Tiers whose organisations may get a copy."""


async def tell_the_chain(work: UnitOfWork, happened: MatterAdvanced) -> None:
    """Tell whoever has the next step, the opener, and the enterprise that it is about."""
    if happened.act not in TOLD:
        return
    matter = await work.session.get_one(Matter, happened.matter_id)
    path = await track(work.session, matter.procedure_id)
    town = await work.session.scalar(select(Division.name).where(Division.id == matter.town_id))
    chinese, english = TOLD[happened.act]
    account = work.access.actor.account_id
    notice = Notice(
        event=f"matter:{matter.id}:{matter.version}",
        kind=f"matter.{happened.act.value.lower()}",
        resource=happened.resource,
        key=happened.subject_id,
        title=f"{chinese}：{matter.title}",
        title_en=f"{english}: {path.definition.english}",
        body=_where(path, happened, work.reason),
        body_en=_where_in_english(path, happened),
        because=f"该事项属于{town or '本辖区'}",
        because_en="the matter is one of this town",
        audiences=tuple(_audiences(work.access.table, matter, path, happened)),
        without=() if account is None else (account,),
    )
    await tell(work, notice)


def _audiences(
    table: DecisionTable, matter: Matter, path: Track, happened: MatterAdvanced
) -> list[Audience]:
    if happened.act is StepAct.COPIED:
        return [Audience(tiers=ON_CHAINS, organisations=tuple(matter.organisation_ids))]
    found = []
    if matter.opened_by is not None:
        found.append(Audience(accounts=(matter.opened_by,)))
    if matter.enterprise_id is not None:
        found.append(Audience(tiers=(Tier.ENTERPRISE,), enterprises=(matter.enterprise_id,)))
    if happened.to_step == path.first.name:
        if matter.opened_in is not None:  # what was returned waits for its opener alone
            found.append(Audience(tiers=ON_CHAINS, organisations=(matter.opened_in,)))
    elif happened.to_step is not None:
        found += _holders(table, matter, path.steps[happened.to_step])
    return found


def _holders(table: DecisionTable, matter: Matter, step: Step) -> list[Audience]:
    """The posts that may do a step, where they lie; one person where it was handed to one."""
    if matter.holder_id is not None:
        return [Audience(accounts=(matter.holder_id,))]
    found = []
    for tier in step.tiers:
        roles = tuple(r for r in table.roles if _may(table, r, matter.resource, step, tier))
        if not roles or tier is Tier.ENTERPRISE:
            continue
        divisions = (matter.town_id,) if tier in LOCAL else ()
        found.append(Audience(roles=roles, divisions=divisions))
    return found


def _may(table: DecisionTable, role: str, resource: str, step: Step, tier: Tier) -> bool:
    cell = table.cell(role, resource, step.action)
    return table.tier(role) is tier and cell is not None and cell.effect is Effect.ALLOW


def _where(path: Track, happened: MatterAdvanced, reason: str) -> str:
    step = path.steps[happened.step].chinese
    next_step = happened.to_step and path.steps[happened.to_step].chinese
    to = f"现在“{next_step}”环节" if next_step else "已办结"
    said = f"；说明：{reason}" if reason.strip() else ""
    return f"“{step}”之后{to}{said}"


def _where_in_english(path: Track, happened: MatterAdvanced) -> str:
    if happened.to_step is None:
        return "It has ended."
    return f"It waits at: {path.steps[happened.to_step].english}."


SUBSCRIBERS = (Subscriber(MatterAdvanced, tell_the_chain),)
