"""How far a matter of the demonstration has come: its row and what was done to it, step by step."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from core.clock import BUSINESS_ZONE
from core.deadlines.limits import due
from core.deadlines.shipped import shipped_calendar
from core.declarations import Procedure
from core.procedures.definitions import rule_of
from core.procedures.models import MatterState, StepAct
from plugins.inspection.demo_ground import Ground, Person, Row


@dataclass(frozen=True, slots=True)
class Done:
    """One step that was done: by whom, on which day, and where it led (None: to the end)."""

    step: str
    to: str | None
    who: Person
    on: dt.date
    act: StepAct = StepAct.COMPLETED


@dataclass(frozen=True, slots=True, kw_only=True)
class Walk:
    """One matter from its opening to where it stands."""

    ground: Ground
    procedure: Procedure
    resource: str
    subject: int
    title: str
    town_id: int
    done: Sequence[Done]
    outcome: str | None = None
    enterprise_id: int | None = None
    term: dt.date | None = None
    """The last day of the step where it waits, where an order set it."""

    def rows(self) -> Iterator[tuple[str, Row]]:
        """The matter, then its events."""
        matter = self._matter(self.ground.number("matter"))
        yield "matter", matter
        steps = {step.name: step for step in self.procedure.steps}
        arrived, last = self.done[0].on, None
        for each in self.done:
            here, to = steps[each.step], steps.get(each.to or "")
            timed = each.act is StepAct.COMPLETED and last is not None
            yield (
                "step_event",
                {
                    "matter_id": matter["id"],
                    "town_id": self.town_id,
                    "enterprise_id": self.enterprise_id,
                    "organisation_ids": matter["organisation_ids"],
                    "act": each.act,
                    "step": here.name,
                    "step_title": here.chinese,
                    "to_step": each.to,
                    "to_title": None if to is None else to.chinese,
                    "at": moment(each.on),
                    "account_id": each.who.account,
                    "organisation_id": each.who.organisation,
                    "role": each.who.role,
                    "tier": each.who.tier,
                    "arrived_on": arrived,
                    "due_on": last,
                    "on_time": each.on <= last if timed and last is not None else None,
                    "reason": "",
                },
            )
            if each.act is not StepAct.SIGNED:
                arrived, last = each.on, self._due(each.to, each.on)

    @property
    def organisations(self) -> list[int]:
        """Whoever has acted."""
        return list(dict.fromkeys(each.who.organisation for each in self.done))

    @property
    def is_over(self) -> bool:
        """Whether nobody has to do anything any more."""
        return self.done[-1].to is None

    def _matter(self, key: int) -> Row:
        steps = {step.name: step for step in self.procedure.steps}
        last = self.done[-1]
        step = steps[last.step if last.to is None else last.to]
        doers: dict[str, list[int]] = {}
        for each in self.done:
            doers.setdefault(each.step, []).append(each.who.account)
        return {
            "id": key,
            "procedure_id": self.ground.version(self.procedure.code, self.procedure.version),
            "resource": self.resource,
            "subject_id": self.subject,
            "title": self.title,
            "state": MatterState.DONE if self.is_over else MatterState.OPEN,
            "outcome": self.outcome if self.is_over else None,
            "step": step.name,
            "step_title": step.chinese,
            "opened_at": moment(self.done[0].on),
            "opened_by": self.done[0].who.account,
            "opened_in": self.done[0].who.organisation,
            "arrived_on": last.on,
            "due_on": None if self.is_over else self.term or self._due(step.name, last.on),
            "warning_rule": rule_of(step),
            "by_term": self.term is not None,
            "doers": doers,
            "closed_at": moment(last.on) if self.is_over else None,
            "town_id": self.town_id,
            "enterprise_id": self.enterprise_id,
            "organisation_ids": self.organisations,
        }

    def _due(self, name: str | None, on: dt.date) -> dt.date | None:
        limit = next((step.limit for step in self.procedure.steps if step.name == name), None)
        return None if limit is None else due(limit, on, shipped_calendar()).on


def moment(on: dt.date) -> dt.datetime:
    """Ten in the morning of a day."""
    return dt.datetime.combine(on, dt.time(10), BUSINESS_ZONE).astimezone(dt.UTC)
