"""Hazards of the demonstration at every step of their way, some late, and the patrols that found
a part of them. Every town and every unit with an account gets some; equal contexts, equal rows.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field

from core.clock import BUSINESS_ZONE
from core.deadlines.limits import due
from core.deadlines.shipped import shipped_calendar
from core.declarations import DemoContext, DemoPart
from core.papers.numbering import series_of
from core.policy.vocabulary import Tier
from core.procedures.models import MatterState, StepAct
from plugins.inspection import models as m
from plugins.inspection.demo_ground import FINDINGS, LAWS, Ground, Person, Row
from plugins.inspection.demo_letters import letters
from plugins.inspection.demo_past import past
from plugins.inspection.demo_patrols import visit
from plugins.inspection.demo_plans import plans
from plugins.inspection.numbers import BRANCH, BRANCH_SERIES, ORDERS, number_of
from plugins.inspection.procedures import CLOSED, DISMISSED, HAZARD
from plugins.inspection.service_orders import APPEAL

STEPS = {step.name: step for step in HAZARD.steps}
WAYS = (
    ("checked", 2),
    ("rectified", 22),
    ("reinspected", 26),
    ("taken_in", 7),
    (CLOSED, 60),
    ("ordered", 10),
    ("rectified", 60),
    ("checked", 16),
    (DISMISSED, 30),
    ("reinspected", 52),
    ("extended", 40),
    (CLOSED, 120),
    ("taken_in", 24),
)
"""(where it stands, days since it was found), by turns; the older ones are late."""
WHEN = {"checked": 2, "taken_in": 5, "ordered": 7, "rectified": 17, "reinspected": 22}
"""Days after the finding on which a step was done."""
TERM = 15
DOERS = (
    ("checked", "taken_in", "station.inspector"),
    ("taken_in", "ordered", "branch.inspection_clerk"),
    ("ordered", "rectified", "branch.inspection_chief"),
    ("rectified", "reinspected", "enterprise.manager"),
    ("reinspected", None, "station.head"),
)
"""(step, what it leads to, whose it is)."""


@dataclass
class Story:
    """One hazard from its finding to where it stands."""

    ground: Ground
    unit: Row
    way: str
    found_on: dt.date
    category: m.HazardCategory
    finding: tuple[str, str, str]
    is_patrol: bool
    arrived: dt.date = dt.date.min
    due_on: dt.date | None = None
    place: Row = field(default_factory=dict)
    doers: dict[str, list[int]] = field(default_factory=dict)

    def rows(self) -> Iterator[tuple[str, Row]]:
        """Everything that it leaves in the tables, in the order of insertion."""
        place = {"town_id": self.unit["town_id"], "enterprise_id": self.unit["id"]}
        self.place = {**place, "organisation_ids": []}
        self.key, self.hazard = self.ground.number("matter"), self.ground.number("hazard")
        self.arrived = self.found_on
        acts = list(self._acts())
        yield "matter", self._matter()
        yield "hazard", self._hazard()
        for act in acts:
            yield "step_event", act
        yield from self._papers()
        if self.is_patrol:
            yield from visit(self.ground, self._hazard(), self.doers["reported"][0])

    def _acts(self) -> Iterator[Row]:
        finder = "station.inspector" if self.is_patrol else "town.quality_officer"
        yield self._act("reported", "checked", self._who(finder), StepAct.OPENED, 0)
        if self.way == DISMISSED:
            checker = self._who("station.inspector")
            yield self._act("checked", None, checker, StepAct.COMPLETED, 2, "现场无异常")
            return
        for step, to, role in DOERS:
            if step == self.stands_at:
                return
            if step == "ordered":
                clerk = self._who("branch.inspection_clerk")
                yield self._act(step, to, clerk, StepAct.SIGNED, WHEN[step])
            yield self._act(step, to, self._who(role), StepAct.COMPLETED, WHEN[step])

    @property
    def stands_at(self) -> str:
        """The step at which it waits, or its outcome."""
        return "rectified" if self.way == "extended" else self.way

    def _act(
        self, step: str, to: str | None, who: Person, act: StepAct, days: int, reason: str = ""
    ) -> Row:
        on = self.found_on + dt.timedelta(days=days)
        event = {
            **self.place,
            "matter_id": self.key,
            "act": act,
            "step": step,
            "step_title": STEPS[step].chinese,
            "to_step": to,
            "to_title": STEPS[to].chinese if to else None,
            "at": dt.datetime.combine(on, dt.time(10), BUSINESS_ZONE).astimezone(dt.UTC),
            "account_id": who.account,
            "organisation_id": who.organisation,
            "role": who.role,
            "tier": who.tier,
            "arrived_on": self.arrived,
            "due_on": self.due_on,
            "on_time": None if self.due_on is None or act is StepAct.SIGNED else on <= self.due_on,
            "reason": reason,
        }
        if who.organisation not in self.place["organisation_ids"]:
            self.place["organisation_ids"].append(who.organisation)
        self.doers[step] = [*self.doers.get(step, []), who.account]
        if act is not StepAct.SIGNED:
            self.arrived, self.due_on = on, self._due(to, on)
        return event

    def _due(self, step: str | None, on: dt.date) -> dt.date | None:
        if step == "rectified":
            return on + dt.timedelta(days=TERM * (3 if self.way == "extended" else 1))
        limit = STEPS[step].limit if step else None
        return due(limit, on, shipped_calendar()).on if limit else None

    def _matter(self) -> Row:
        ended = self.way in (CLOSED, DISMISSED)
        step = list(self.doers)[-1] if ended else self.stands_at
        return {
            **self.place,
            "id": self.key,
            "procedure_id": self.ground.procedure,
            "resource": "inspection:Hazard",
            "subject_id": self.hazard,
            "title": f"隐患：{self.finding[0]}",
            "state": MatterState.DONE if ended else MatterState.OPEN,
            "outcome": self.way if ended else None,
            "step": step,
            "step_title": STEPS[step].chinese,
            "opened_at": dt.datetime.combine(self.found_on, dt.time(10), BUSINESS_ZONE),
            "opened_by": self.doers["reported"][0],
            "opened_in": self.place["organisation_ids"][0],
            "arrived_on": self.arrived,
            "due_on": self.due_on,
            "by_term": step == "rectified",
            "extended": self.way == "extended",
            "doers": self.doers,
            "closed_at": dt.datetime.combine(self.arrived, dt.time(10), BUSINESS_ZONE)
            if ended
            else None,
        }

    def _hazard(self) -> Row:
        return {
            **self.place,
            "id": self.hazard,
            "matter_id": self.key,
            "grade": m.HazardGrade.GENERAL,
            "category": self.category,
            "what": self.finding[0],
            "site_id": None,
            "place": self.unit["address"],
            "subject": None,
            "found_on": self.found_on,
            "found_by": Tier.STATION if self.is_patrol else Tier.TOWN,
            "source": m.HazardSource.PATROL if self.is_patrol else m.HazardSource.REPORT,
            "closed_on": self.arrived if self.way in (CLOSED, DISMISSED) else None,
        }

    def _papers(self) -> Iterator[tuple[str, Row]]:
        """The order and what followed it."""
        parts = {**self.place, "hazard_id": self.hazard}
        if "ordered" not in self.doers:
            return
        issued = self.found_on + dt.timedelta(days=WHEN["ordered"])
        serial = self.ground.serials[issued.year] = self.ground.serials.get(issued.year, 0) + 1
        act, power = LAWS[self.category]
        term = issued + dt.timedelta(days=TERM)
        yield (
            "rectification_order",
            {
                **parts,
                "id": self.ground.number("rectification_order"),
                "authority": BRANCH,
                "series": BRANCH_SERIES,
                "year": issued.year,
                "serial": serial,
                "number": number_of(BRANCH_SERIES, BRANCH, issued.year, serial),
                "issued_on": issued,
                "items": [self.finding[2], "报送整改报告和照片"],
                "violated_id": self.ground.law(act, self.finding[1]),
                "basis_id": self.ground.law(act, power),
                "due_on": term,
                "extended_to": term + dt.timedelta(days=2 * TERM)
                if self.way == "extended"
                else None,
                "appeal": APPEAL,
            },
        )
        if "rectified" in self.doers:
            yield (
                "rectification_report",
                {
                    **parts,
                    "id": self.ground.number("rectification_report"),
                    "reported_on": self.found_on + dt.timedelta(days=WHEN["rectified"]),
                    "text": f"已{self.finding[2]}",
                    "done_items": [1, 2],
                },
            )
        if "reinspected" in self.doers:
            yield (
                "reinspection",
                {
                    **parts,
                    "id": self.ground.number("reinspection"),
                    "inspected_on": self.found_on + dt.timedelta(days=WHEN["reinspected"]),
                    "inspected_by": self.doers["reinspected"][0],
                    "tier": Tier.STATION,
                    "notes": "现场复查，整改到位",
                    "passed_items": [1, 2],
                    "passed": True,
                },
            )

    def _who(self, role: str) -> Person:
        """The holder of a role where the story plays."""
        at = self.unit["id" if role.startswith("enterprise") else "town_id"]
        return self.ground.people[role, 0 if role.startswith("branch") else at]


def make(context: DemoContext) -> Iterator[tuple[str, Row]]:
    """Every unit with an account gets a story of each way, every town its share of them."""
    ground = Ground(context)
    designated = context.tables["key_unit_designation"]
    food = {row["enterprise_id"] for row in designated if row["kind"].name == "FOOD"}
    managed = {place for role, place in ground.people if role == "enterprise.manager"}
    firsts: dict[int, Row] = {}
    for unit in context.tables["enterprise"]:
        firsts.setdefault(unit["town_id"], unit)
    short = [way for way in WAYS if way[0] in ("checked", "taken_in", "ordered", "rectified")]
    for unit in context.tables["enterprise"]:
        has_account = unit["id"] in managed
        ways = WAYS if has_account else short if firsts[unit["town_id"]] is unit else ()
        category = (
            m.HazardCategory.FOOD if unit["id"] in food else m.HazardCategory.SPECIAL_EQUIPMENT
        )
        for number, (way, age) in enumerate(ways):
            known = FINDINGS[category]
            yield from Story(
                ground,
                unit,
                way,
                context.today - dt.timedelta(days=age + context.random.randrange(2)),
                category,
                known[number % len(known)],
                is_patrol=number % 3 == 1,
            ).rows()
    yield from letters(ground, list(firsts.values()))
    yield from plans(ground)
    yield from past(ground, list(firsts.values()))
    for year, last in ground.serials.items():
        yield "number_series", {"series": series_of(ORDERS, BRANCH_SERIES, year), "last": last}
    for name, last in ground.series.items():
        yield "number_series", {"series": name, "last": last}


PARTS = [DemoPart(make=make)]
