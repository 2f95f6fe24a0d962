"""What others publish becomes clues by itself; what moves a case moves its parts, or must not."""

from typing import Any, Final

from sqlalchemy import select

from core.errors import Conflict
from core.policy.vocabulary import Action
from core.procedures.events import MatterAdvanced
from core.procedures.models import Matter, StepAct
from core.store.base import Base
from core.store.events import Subscriber
from core.store.unit import UnitOfWork
from plugins.enforcement import models as m
from plugins.enforcement.service import take_along
from plugins.enforcement.service_clues import Lead, clue_columns, hand_over_clue
from plugins.inspection.api import ViolationFound, ViolationSource
from plugins.quality.api import SampleFailed
from schema.ids import global_id

SOURCES: Final = {
    ViolationSource.REPORT: m.ClueSource.REPORT,
    ViolationSource.COMPLAINT: m.ClueSource.COMPLAINT,
    ViolationSource.SAMPLE: m.ClueSource.SAMPLING,
}
"""Where violations come from, as clues name it; all else is an inspection."""


async def clue_of_sample(work: UnitOfWork, news: SampleFailed) -> None:
    """A sample that failed for good is a clue; what is one already stays one."""
    items = "、".join(news.failed_items)
    what = f"{news.product}（样品 {news.sample_number}，报告 {news.report_number}）不合格：{items}"
    lead = Lead(
        what=f"{what}；整改后复查仍不合格" if news.rechecked else what,
        source=m.ClueSource.SAMPLING,
        subject=global_id(news.resource.partition(":")[2], news.key),
        enterprise_id=news.enterprise_id,
        place_id=news.town_id,
    )
    model: Any = next(each for each, name in work.access.resources.items() if name == news.resource)
    sample: Any = await work.session.get(model, news.key)
    await _hand_over(work, lead, None if sample is None else work.rule_of(sample), sample)


async def clue_of_violation(work: UnitOfWork, news: ViolationFound) -> None:
    """A proven violation is a clue: opened by whoever found it, or left for an officer to open."""
    lead = Lead(
        what=news.what,
        source=SOURCES.get(news.source, m.ClueSource.INSPECTION),
        subject=global_id(news.resource.partition(":")[2], news.subject_id),
        enterprise_id=news.enterprise_id,
        party_name="" if news.enterprise_id else "待查",
        place_id=news.town_id,
    )
    await _hand_over(work, lead, (news.act, news.action), news)


async def _hand_over(
    work: UnitOfWork, lead: Lead, rule: tuple[type[Base], Action] | None, found: Any
) -> None:
    """Open a clue where the actor may; else leave its row, under the rule of what was found."""
    known = select(m.Clue.id).where(m.Clue.subject == lead.subject)
    if (await work.session.scalars(known)).first() is not None:
        return
    if work.access.allows(work.access.resources[m.Clue], Action.CREATE) or rule is None:
        await hand_over_clue(work, lead)
        return
    # it lies where the finding lies, within the reach of that rule, until an officer takes it
    columns = await clue_columns(work, lead) | {"enterprise_id": found.enterprise_id}
    chain = list(found.organisation_ids)
    clue = m.Clue(**columns, town_id=found.town_id, organisation_ids=chain)
    await work.entail(clue, *rule)


async def keep_case(work: UnitOfWork, news: MatterAdvanced) -> None:
    """A case is nobody's in the towns; whoever gets a copy of it may read its parts as well."""
    if news.resource not in ("enforcement:PenaltyCase", "enforcement:Clue"):
        return
    if news.act is StepAct.TRANSFERRED:
        raise Conflict(
            "线索和案件由分局办理，不转办镇街。",
            "Clues and cases are the branch's; they are not handed to a town.",
            code="NOT_POSSIBLE_HERE",
        )
    if news.act is not StepAct.COPIED or news.resource != "enforcement:PenaltyCase":
        return
    wanted = select(m.PenaltyCase).where(m.PenaltyCase.id == news.subject_id)
    case = (await work.session.scalars(wanted)).first()
    if case is None:  # a policy may let somebody act on matters whose record it hides
        return
    await take_along(work, case, Matter, Action.UPDATE)


SUBSCRIBERS = [
    Subscriber(event=SampleFailed, handler=clue_of_sample),
    Subscriber(event=ViolationFound, handler=clue_of_violation),
    Subscriber(event=MatterAdvanced, handler=keep_case),
]
