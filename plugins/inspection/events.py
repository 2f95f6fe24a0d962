"""What inspection tells others, and what the news of matters means for its own rows."""

import datetime as dt
import enum
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import select

from core.files.binding import follow as follow_files
from core.policy.vocabulary import Action
from core.procedures.events import MatterAdvanced
from core.procedures.models import Matter, StepAct
from core.store.base import Base
from core.store.events import Subscriber
from core.store.unit import UnitOfWork
from plugins.inspection.models import Hazard, RectificationOrder, RectificationReport, Reinspection
from plugins.inspection.models_letters import Complaint, Letter, ViolationReport

MOVED: Final = frozenset({StepAct.TRANSFERRED, StepAct.COPIED})
Part = RectificationOrder | RectificationReport | Reinspection
PARTS: Final[tuple[type[Part], ...]] = (RectificationOrder, RectificationReport, Reinspection)


class ViolationSource(enum.Enum):
    """By what a violation came to be known."""

    REPORT = "REPORT"
    COMPLAINT = "COMPLAINT"
    HAZARD = "HAZARD"
    TASK = "TASK"
    INSPECTION = "INSPECTION"
    SAMPLE = "SAMPLE"


@dataclass(frozen=True, slots=True)
class ViolationFound:
    """A section holds that a violation is proven, so that a case may have to be filed.

    Published once per subject, in the transaction of the act that found so, by whoever did it.
    A subscriber writes its clue with `work.entail(clue, news.act, news.action)`: the rule by which
    the violation was found stands for what follows from it. `act` is the record's model.
    """

    source: ViolationSource
    resource: str
    """The policy resource of the subject, such as `inspection:ViolationReport`."""
    subject_id: int
    """The subject's key; with the type's name it makes the global id."""
    act: type[Base]
    action: Action
    town_id: int
    enterprise_id: int | None
    """Who did it; None where it is not known yet."""
    organisation_ids: tuple[int, ...]
    """Whoever is on the chain of the subject's matter."""
    what: str
    """What was done, in a sentence without persons."""
    found_on: dt.date


async def keep_records(work: UnitOfWork, news: MatterAdvanced) -> None:
    """Note the day of the closing; let what belongs to a record go where its matter is."""
    for model in (Hazard, Complaint, ViolationReport):
        if news.resource != work.access.resources.get(model):
            continue
        wanted: Any = select(model).where(model.id == news.subject_id)
        record: Any = (await work.session.scalars(wanted)).first()
        if record is None:  # a policy may let somebody act on matters whose record it hides
            return
        if news.outcome is not None:
            record.closed_on = work.today
        if news.act in MOVED:
            await _take_along(work, record)


async def _take_along(work: UnitOfWork, record: Any) -> None:
    """The parts of a hazard, or the letter: the rule by which the matter was moved stands."""
    if isinstance(record, Hazard):
        wanted: list[Any] = [select(part).where(part.hazard_id == record.id) for part in PARTS]
    else:
        wanted = [select(Letter).where(Letter.id == record.letter_id)]
    for each in wanted:
        for part in (await work.session.scalars(each)).all():
            await work.entail(part, Matter, Action.UPDATE)
            part.town_id = record.town_id
            former = () if isinstance(record, Hazard) else part.organisation_ids
            part.organisation_ids = list(dict.fromkeys([*former, *record.organisation_ids]))
            await follow_files(work, part, act=Matter, action=Action.UPDATE)


SUBSCRIBERS = [Subscriber(event=MatterAdvanced, handler=keep_records)]
