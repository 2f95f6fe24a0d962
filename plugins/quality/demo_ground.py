"""What the demonstration's spot checks are told from: people, products, numbers that come next."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from core.clock import BUSINESS_ZONE
from core.declarations import DemoContext, Procedure
from core.papers.numbering import series_of
from core.policy.vocabulary import Tier
from core.procedures.definitions import rule_of
from core.procedures.models import MatterState, StepAct

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who acts in the demonstration."""

    account: int
    organisation: int
    role: str
    tier: Tier


@dataclass
class Ground:
    """People by role and place, and the next keys."""

    context: DemoContext
    people: dict[tuple[str, int], Person] = field(default_factory=dict)
    """(role, town or enterprise; 0 for the branch) -> the first who holds it there."""
    next: dict[str, int] = field(default_factory=dict)
    last: dict[str, int] = field(default_factory=dict)
    """Series of numbers -> the last one given."""

    def __post_init__(self) -> None:
        tables = self.context.tables
        places: dict[int, list[int]] = {}
        for row in tables["post_division"]:
            places.setdefault(row["post_id"], []).append(row["division_id"])
        for post in tables["post"]:
            tier = Tier[post["role"].partition(".")[0].upper()]
            person = Person(post["account_id"], post["organisation_id"], post["role"], tier)
            towns = [0] if tier is Tier.BRANCH else places.get(post["id"], [post["enterprise_id"]])
            for place in towns:
                self.people.setdefault((post["role"], place), person)
        self.next["matter"] = max((row["id"] for row in tables.get("matter", ())), default=0)

    def number(self, table: str) -> int:
        """The next key of a table."""
        self.next[table] = self.next.get(table, 0) + 1
        return self.next[table]

    def serial(self, kind: str, year: int) -> int:
        """The next number of a series, so that the engine goes on after it."""
        series = series_of(kind, "XS", year)
        self.last[series] = self.last.get(series, 0) + 1
        return self.last[series]

    def procedure(self, code: str) -> int:
        """The key of a stored procedure."""
        rows = self.context.tables["procedure_definition"]
        return next(int(row["id"]) for row in rows if row["code"] == code)

    def who(self, role: str, unit: Row) -> Person:
        """The holder of a role where a unit is."""
        at = 0 if role.startswith("branch") else unit["id"]
        return self.people[role, unit["town_id"] if role.startswith("station") else at]


@dataclass
class Way:
    """A matter of the demonstration: its acts, and where it stands after them."""

    ground: Ground
    procedure: Procedure
    place: Row
    opened_on: dt.date
    matter: int = 0
    arrived: dt.date = dt.date.min
    due_on: dt.date | None = None
    by_term: bool = False
    doers: dict[str, list[int]] = field(default_factory=dict)
    acts: list[Row] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.matter, self.arrived = self.ground.number("matter"), self.opened_on
        self.titles = {step.name: step.chinese for step in self.procedure.steps}

    def act(self, step: str, to: str | None, who: Person, on: dt.date, act: StepAct) -> None:
        """Note one act; after it the matter waits at `to`, unless it was a first signature."""
        self.acts.append(
            {
                **self.place,
                "matter_id": self.matter,
                "act": act,
                "step": step,
                "step_title": self.titles[step],
                "to_step": to,
                "to_title": self.titles[to] if to else None,
                "at": dt.datetime.combine(on, dt.time(10), BUSINESS_ZONE).astimezone(dt.UTC),
                "account_id": who.account,
                "organisation_id": who.organisation,
                "role": who.role,
                "tier": who.tier,
                "arrived_on": self.arrived,
                "due_on": self.due_on,
                "on_time": None
                if self.due_on is None or act is StepAct.SIGNED
                else on <= self.due_on,
                "reason": "",
            }
        )
        if who.organisation not in self.place["organisation_ids"]:
            self.place["organisation_ids"].append(who.organisation)
        self.doers[step] = [*self.doers.get(step, []), who.account]
        if act is not StepAct.SIGNED:
            self.arrived = on

    def row(self, resource: str, subject: int, title: str, step: str, outcome: str | None) -> Row:
        """The matter as it stands."""
        last = dt.datetime.combine(self.arrived, dt.time(10), BUSINESS_ZONE)
        rule = next(rule_of(each) for each in self.procedure.steps if each.name == step)
        return {
            **self.place,
            "id": self.matter,
            "procedure_id": self.ground.procedure(self.procedure.code),
            "resource": f"quality:{resource}",
            "subject_id": subject,
            "title": title,
            "state": MatterState.OPEN if outcome is None else MatterState.DONE,
            "outcome": outcome,
            "step": step,
            "step_title": self.titles[step],
            "opened_at": dt.datetime.combine(self.opened_on, dt.time(10), BUSINESS_ZONE),
            "opened_by": next(iter(self.doers.values()))[0],
            "opened_in": self.place["organisation_ids"][0],
            "arrived_on": self.arrived,
            "due_on": self.due_on if outcome is None else None,
            "by_term": self.by_term,
            "warning_rule": rule,
            "doers": self.doers,
            "closed_at": None if outcome is None else last,
        }
