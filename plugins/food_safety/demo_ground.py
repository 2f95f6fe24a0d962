"""What the demonstration's food is told from: people, numbers, and matters by their procedures."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from core.clock import BUSINESS_ZONE
from core.deadlines.limits import due
from core.deadlines.shipped import shipped_calendar
from core.declarations import DemoContext, Procedure
from core.papers.numbering import series_of
from core.policy.vocabulary import Tier
from core.procedures.models import MatterState, StepAct
from plugins.food_safety.procedures import PROCEDURES
from plugins.food_safety.service_samples import SERIES

Row = dict[str, Any]
BY_CODE: Final = {each.code: each for each in PROCEDURES}


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who acts in the demonstration."""

    account: int
    organisation: int
    role: str
    tier: Tier


@dataclass(frozen=True, slots=True)
class Deed:
    """One act on a matter: a step, where it led, whose it was, so many days ago."""

    step: str
    to: str | None
    role: str
    days_ago: int
    signed: bool = False


@dataclass
class Ground:
    """People by role and place, and the next key of each table."""

    context: DemoContext
    people: dict[tuple[str, int], Person] = field(default_factory=dict)
    """(role, town or enterprise; 0 for the branch) -> the first who holds it there."""
    next: dict[str, int] = field(default_factory=dict)
    series: dict[str, int] = field(default_factory=dict)
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
        self.versions = {row["code"]: row["id"] for row in tables["procedure_definition"]}

    def number(self, table: str) -> int:
        """The next key of a table, after those that others have made."""
        if table not in self.next:
            made = self.context.tables.get(table, ())
            self.next[table] = max((row["id"] for row in made), default=0)
        self.next[table] += 1
        return self.next[table]

    def serial(self, kind: str, year: int) -> int:
        """The next number of a series, so that the engine goes on after it."""
        name = series_of(kind, SERIES, year)
        self.series[name] = self.series.get(name, 0) + 1
        return self.series[name]

    def who(self, role: str, unit: Row) -> Person:
        """The holder of a role where a unit lies."""
        at = unit["id" if role.startswith("enterprise") else "town_id"]
        return self.people[role, 0 if role.startswith("branch") else at]

    def has_account(self, unit: Row) -> bool:
        """Whether somebody signs in for it."""
        return ("enterprise.manager", unit["id"]) in self.people


@dataclass
class Told:
    """A matter of the demonstration, from its opening to where it stands."""

    ground: Ground
    unit: Row
    code: str
    subject: tuple[str, int]
    """What the policy calls the record, and its key."""
    title: str
    deeds: Sequence[Deed]
    outcome: str | None = None
    due_on: dt.date | None = None
    """A term in place of the step's own limit."""
    is_secret: bool = False
    """Whether the enterprise does not know of it."""

    def __post_init__(self) -> None:
        self.key = self.ground.number("matter")
        self.chain: list[int] = []
        self.doers: dict[str, list[int]] = {}
        self.place: Row = {
            "town_id": self.unit["town_id"],
            "enterprise_id": None if self.is_secret else self.unit["id"],
            "organisation_ids": self.chain,
        }
        self.arrived, self.clock = self.day(self.deeds[0]), self.due_on
        self.events = list(self._events())

    @property
    def on(self) -> Row:
        """The columns of the record that runs through it."""
        return {**self.place, "matter_id": self.key}

    def day(self, deed: Deed) -> dt.date:
        """When it was done."""
        return self.ground.context.today - dt.timedelta(days=deed.days_ago)

    def rows(self) -> Iterator[tuple[str, Row]]:
        """The matter and its events; the record comes between them."""
        yield "matter", self._matter()

    def after(self) -> Iterator[tuple[str, Row]]:
        """What comes after the record."""
        for event in self.events:
            yield "step_event", event

    @property
    def _procedure(self) -> Procedure:
        return BY_CODE[self.code]

    def _title(self, step: str | None) -> str | None:
        return next((s.chinese for s in self._procedure.steps if s.name == step), None)

    def _events(self) -> Iterator[Row]:
        for number, deed in enumerate(self.deeds):
            who = self.ground.who(deed.role, self.unit)
            if who.organisation not in self.chain:
                self.chain.append(who.organisation)
            self.doers[deed.step] = [*self.doers.get(deed.step, []), who.account]
            day = self.day(deed)
            act = StepAct.COMPLETED if number else StepAct.OPENED
            act = StepAct.SIGNED if deed.signed else act
            yield self._event(deed, who, act, day)
            if not deed.signed:
                self.arrived, self.clock = day, self._due(deed.to, day)

    def _event(self, deed: Deed, who: Person, act: StepAct, day: dt.date) -> Row:
        timed = act is StepAct.COMPLETED and self.clock is not None
        return {
            **self.place,
            "matter_id": self.key,
            "act": act,
            "step": deed.step,
            "step_title": self._title(deed.step),
            "to_step": deed.to,
            "to_title": self._title(deed.to),
            "at": _at(day),
            "account_id": who.account,
            "organisation_id": who.organisation,
            "role": who.role,
            "tier": who.tier,
            "arrived_on": self.arrived,
            "due_on": self.clock,
            "on_time": day <= self.clock if timed and self.clock else None,
            "reason": "",
        }

    def _due(self, step: str | None, day: dt.date) -> dt.date | None:
        if self.due_on is not None:
            return self.due_on
        limit = next((s.limit for s in self._procedure.steps if s.name == step), None)
        return due(limit, day, shipped_calendar()).on if limit else None

    def _matter(self) -> Row:
        last = self.deeds[-1]
        ended = self.outcome is not None
        step = last.step if ended or last.signed else last.to
        return {
            **self.place,
            "id": self.key,
            "procedure_id": self.ground.versions[self.code],
            "resource": self.subject[0],
            "subject_id": self.subject[1],
            "title": self.title,
            "state": MatterState.DONE if ended else MatterState.OPEN,
            "outcome": self.outcome,
            "step": step,
            "step_title": self._title(step),
            "opened_at": _at(self.day(self.deeds[0])),
            "opened_by": self.doers[self.deeds[0].step][0],
            "opened_in": self.chain[0],
            "arrived_on": self.arrived,
            "due_on": None if ended else self.clock,
            "by_term": self.due_on is not None,
            "signed_by": self.doers[last.step] if last.signed else [],
            "proposed": {"to": last.to, "outcome": None} if last.signed else {},
            "doers": self.doers,
            "closed_at": _at(self.arrived) if ended else None,
        }


def _at(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(10), BUSINESS_ZONE).astimezone(dt.UTC)
