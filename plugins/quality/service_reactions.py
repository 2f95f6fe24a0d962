"""What the news of a matter or of a visit means for the rows of quality supervision."""

from typing import Any, Final

from sqlalchemy import select

from core.files.binding import follow as follow_files
from core.policy.vocabulary import Action
from core.procedures.events import MatterAdvanced
from core.procedures.models import Matter, StepAct
from core.register.events import SiteVisited
from core.store.base import Base
from core.store.events import Subscriber
from core.store.scope import admits
from core.store.unit import UnitOfWork
from plugins.quality.models_samples import (
    CorrectionOrder,
    CorrectionReport,
    Objection,
    Recheck,
    Sample,
    SpotCheckTask,
    TestItem,
    TestReport,
)
from plugins.quality.service_profiles import profile_of, visited

MOVED: Final = frozenset({StepAct.TRANSFERRED, StepAct.COPIED})
PARTS: Final[tuple[Any, ...]] = (
    Sample,
    TestReport,
    Objection,
    CorrectionOrder,
    CorrectionReport,
    Recheck,
)
VISITING: Final = (Action.CREATE, Action.VERIFY, Action.REVIEW, Action.SUBMIT, Action.UPDATE)
"""By which of these somebody on site may have written the record of the visit."""


async def keep_task(work: UnitOfWork, news: MatterAdvanced) -> None:
    """Note the day on which a spot check ended; let its parts go where its matter is."""
    if news.resource != work.access.resources.get(SpotCheckTask):
        return
    wanted = select(SpotCheckTask).where(SpotCheckTask.id == news.subject_id)
    task = (await work.session.scalars(wanted)).first()
    if task is None:
        return
    if news.outcome is not None:
        task.closed_on = work.today
    if news.act in MOVED:
        await _take_along(work, task)


async def keep_visit(work: UnitOfWork, news: SiteVisited) -> None:
    """A visit by anybody of the bureau counts for the enterprise's next one."""
    if news.enterprise_id is None:
        return
    profile = await profile_of(work, news.enterprise_id)
    act = next((m for m, name in work.access.resources.items() if name == news.resource), None)
    if profile is None or act is None:
        return
    for action in VISITING:
        if admits(work.access.reach_of(act, action), profile, work.today):
            await work.entail(profile, act, action)
            visited(profile, news.on)
            return


async def _take_along(work: UnitOfWork, task: SpotCheckTask) -> None:
    for model in PARTS:
        for row in (
            await work.session.scalars(select(model).where(model.task_id == task.id))
        ).all():
            await _move(work, row, task)
            if isinstance(row, TestReport):
                items = select(TestItem).where(TestItem.report_id == row.id)
                for item in (await work.session.scalars(items)).all():
                    await _move(work, item, task)


async def _move(work: UnitOfWork, row: Base, task: SpotCheckTask) -> None:
    # the rule by which the matter itself was moved stands for its parts
    part: Any = await work.entail(row, Matter, Action.UPDATE)
    part.town_id, part.organisation_ids = task.town_id, list(task.organisation_ids)
    await follow_files(work, part, act=Matter, action=Action.UPDATE)


SUBSCRIBERS = [
    Subscriber(event=MatterAdvanced, handler=keep_task),
    Subscriber(event=SiteVisited, handler=keep_visit),
]
