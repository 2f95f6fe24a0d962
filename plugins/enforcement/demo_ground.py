"""What the demonstration's cases are told from: people with cards, rules, the next numbers."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from core.clock import BUSINESS_ZONE
from core.declarations import DemoContext, Step
from core.policy.vocabulary import Tier
from core.procedures.models import MatterState, StepAct
from core.register.divisions_data import XIAOSHAN
from plugins.enforcement.numbers import SERIES, kind_of, number_of
from plugins.enforcement.procedures import PROCEDURES

Row = dict[str, Any]
STEPS: dict[str, dict[str, Step]] = {
    each.code: {step.name: step for step in each.steps} for each in PROCEDURES
}


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who acts in the demonstration."""

    account: int
    organisation: int
    role: str
    name: str

    @property
    def tier(self) -> Tier:
        """By the role."""
        return Tier[self.role.partition(".")[0].upper()]


@dataclass
class Ground:
    """People by role, rules by code, and counters of keys and numbers."""

    context: DemoContext
    people: dict[str, list[Person]] = field(default_factory=dict)
    serials: dict[tuple[str, int], int] = field(default_factory=dict)
    next: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        tables = self.context.tables
        names = {row["id"]: row["name"] for row in tables["account"]}
        for post in tables["post"]:
            person = Person(
                post["account_id"], post["organisation_id"], post["role"], names[post["account_id"]]
            )
            self.people.setdefault(post["role"], []).append(person)
        self.district = next(
            row["id"]
            for row in tables["division"]
            if row["code"] == XIAOSHAN and row["valid_to"] is None
        )
        self.rules = {row["code"]: row for row in tables["discretion_rule"]}
        self.forms = {row["number"]: row["id"] for row in tables["document_form"]}
        self.procedures = {row["code"]: row["id"] for row in tables["procedure_definition"]}

    def number(self, table: str) -> int:
        """The next key of a table."""
        if table not in self.next:
            known = self.context.tables.get(table, ())
            self.next[table] = max((row["id"] for row in known), default=0)
        self.next[table] += 1
        return self.next[table]

    def serial(self, kind: str, year: int) -> int:
        """The next number of a series."""
        found = self.serials[kind, year] = self.serials.get((kind, year), 0) + 1
        return found

    def paper(self, place: Row, form: int, on: dt.date, **content: Any) -> Row:
        """A paper of a case."""
        serial = self.serial(kind_of(form), on.year)
        return {
            **place,
            "id": self.number("case_document"),
            "form_id": self.forms[form],
            "year": on.year,
            "serial": serial,
            "number": number_of(form, on.year, serial),
            "issued_on": on,
            "issued_by": None,
            "content": content,
        }


@dataclass
class Course:
    """A matter of the demonstration and its step events, as the engine would have made them."""

    ground: Ground
    code: str
    resource: str
    title: str
    place: Row
    subject: int
    opened_on: dt.date
    key: int = 0
    doers: dict[str, list[int]] = field(default_factory=dict)
    events: list[Row] = field(default_factory=list)
    step: str = ""
    arrived: dt.date = dt.date.min
    due_on: dt.date | None = None

    def __post_init__(self) -> None:
        self.key, self.arrived = self.ground.number("matter"), self.opened_on

    def act(
        self,
        step: str,
        to: str | None,
        who: Person,
        on: dt.date,
        *,
        act: StepAct = StepAct.COMPLETED,
        due_on: dt.date | None = None,
    ) -> None:
        """Somebody does a step; `due_on`: the last day of the one that it leads to."""
        steps = STEPS[self.code]
        timed = act is StepAct.COMPLETED and self.due_on is not None
        self.events.append(
            {
                **self.place,
                "matter_id": self.key,
                "act": act,
                "step": step,
                "step_title": steps[step].chinese,
                "to_step": to,
                "to_title": steps[to].chinese if to else None,
                "at": dt.datetime.combine(on, dt.time(10), BUSINESS_ZONE).astimezone(dt.UTC),
                "account_id": who.account,
                "organisation_id": who.organisation,
                "role": who.role,
                "tier": who.tier,
                "arrived_on": self.arrived,
                "due_on": self.due_on,
                "on_time": on <= self.due_on if timed and self.due_on else None,
                "reason": "",
            }
        )
        if who.organisation not in self.place["organisation_ids"]:
            self.place["organisation_ids"].append(who.organisation)
        self.doers[step] = [*self.doers.get(step, []), who.account]
        if act is not StepAct.SIGNED:
            self.step, self.arrived, self.due_on = to or step, on, due_on

    def matter(self, outcome: str | None = None) -> Row:
        """The matter as it stands now."""
        step = STEPS[self.code][self.step]
        closed = dt.datetime.combine(self.arrived, dt.time(10), BUSINESS_ZONE) if outcome else None
        return {
            **self.place,
            "id": self.key,
            "procedure_id": self.ground.procedures[self.code],
            "resource": self.resource,
            "subject_id": self.subject,
            "title": self.title,
            "state": MatterState.DONE if outcome else MatterState.OPEN,
            "outcome": outcome,
            "step": step.name,
            "step_title": step.chinese,
            "opened_at": dt.datetime.combine(self.opened_on, dt.time(10), BUSINESS_ZONE),
            "opened_by": next(iter(self.doers.values()))[0],
            "opened_in": self.place["organisation_ids"][0],
            "arrived_on": self.arrived,
            "due_on": None if outcome else self.due_on,
            "warning_rule": step.warning or "W3",
            "by_term": step.limit is None,
            "doers": self.doers,
            "closed_at": closed,
        }


def card(ground: Ground, person: Person, number: int) -> Row:
    """An enforcement card, confirmed."""
    today = ground.context.today
    return {
        "id": ground.number("enforcement_card"),
        "account_id": person.account,
        "holder": person.name,
        "number": f"浙A{number:05}",
        "valid_from": today - dt.timedelta(days=400),
        "valid_to": today + dt.timedelta(days=1_400),
        "organisation_ids": [person.organisation],
        "confirmed_on": today - dt.timedelta(days=390),
        "version": 1,
    }


def series(ground: Ground) -> list[Row]:
    """How far each series of numbers has come."""
    return [
        {"series": f"{kind}/{SERIES}/{year}", "last": last}
        for (kind, year), last in ground.serials.items()
    ]
