"""Spot checks of the demonstration, from the task to where each stands."""

import datetime as dt
import decimal
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from core.clock import BUSINESS_ZONE
from core.deadlines.limits import due
from core.deadlines.shipped import shipped_calendar
from core.procedures.models import StepAct
from core.register.colours import months_after
from core.sampling.models import PlaceKind, TestVerdict
from plugins.quality import models_samples as s
from plugins.quality import procedures as p
from plugins.quality.demo_ground import Ground, Row, Way

WAYS: Final = (
    ("sampled", 5), ("objected", 27), (p.PASSED, 70), ("corrected", 45), ("sent", 3),
    ("tested", 10), ("rechecked", 80), ("notified", 14), (p.CORRECTED, 150), ("ordered", 29),
    ("objected", 22), ("sampled", 24), ("retested", 30), (p.PASSED, 90), ("corrected", 64),
    ("announced", 110), (p.OVERTURNED, 95), ("rechecked", 115), (p.CASE, 210), (p.NO_SAMPLE, 60),
)  # fmt: skip
"""(where it stands, days since it was assigned), by turns; the older ones are late."""
WHEN: Final = {
    "sampled": 2, "sent": 3, "tested": 12, "notified": 14, "objected": 26, "retested": 33,
    "ordered": 28, "corrected": 50, "rechecked": 70, "announced": 85,
}  # fmt: skip
"""Days after the assignment on which a step was done."""
DOERS: Final = (
    ("assigned", "sampled", "branch.quality_clerk"),
    ("sampled", "sent", "station.head"),
    ("sent", "tested", "station.inspector"),
    ("tested", "notified", "branch.quality_clerk"),
    ("notified", "objected", "branch.quality_clerk"),
    ("objected", "ordered", "enterprise.manager"),
    ("ordered", "corrected", "branch.quality_chief"),
    ("corrected", "rechecked", "enterprise.manager"),
    ("rechecked", "announced", "station.inspector"),
    ("announced", None, "branch.quality_chief"),
)
FIRST: Final = {"sampled": "station.inspector", "ordered": "branch.quality_clerk"}
"""Who signed first where two do."""
ENDS: Final = {p.PASSED: "tested", p.CORRECTED: "rechecked", p.NO_SAMPLE: "sampled"}
STEPS: Final = {step.name: step for step in p.CHECK.steps}
LAB = "省产品质量检验研究院"


@dataclass
class Check:
    """One spot check from its task to where it stands."""

    ground: Ground
    unit: Row
    product: Row
    way: str
    assigned_on: dt.date
    plan_id: int | None = None
    task: int = 0
    number: str = ""
    """Of the sampling form, once there is one."""
    path: Way = field(init=False)
    place: Row = field(init=False)

    def __post_init__(self) -> None:
        self.place = {"town_id": self.unit["town_id"], "enterprise_id": None}
        self.place["organisation_ids"] = []
        self.path = Way(self.ground, p.CHECK, self.place, self.assigned_on)
        self.task = self.ground.number("spot_check_task")
        self._walk()

    @property
    def is_over(self) -> bool:
        """Whether its matter has ended."""
        return self.way.isupper()

    @property
    def verdict(self) -> TestVerdict | None:
        """By the report that counts."""
        if "tested" not in self.path.doers:
            return None
        passed = self.way in (p.PASSED, p.OVERTURNED)
        return TestVerdict.PASSED if passed else TestVerdict.FAILED

    def on(self, step: str) -> dt.date:
        """The day on which a step was done."""
        return self.assigned_on + dt.timedelta(days=WHEN[step])

    def rows(self) -> Iterator[tuple[str, Row]]:
        """Everything that it leaves in the tables."""
        step = list(self.path.doers)[-1] if self.is_over else self.way
        outcome = self.way if self.is_over else None
        title = f"监督抽查：{self.product['name']}"
        yield "matter", self.path.row("SpotCheckTask", self.task, title, step, outcome)
        yield "spot_check_task", self._task()
        for act in self.path.acts:
            yield "step_event", act
        if "sent" in self.path.doers or self.way == "sent":
            yield "sample", self._sample()

    def _walk(self) -> None:
        end = ENDS.get(self.way)
        for step, to, role in self._steps():
            if step == self.way:
                return
            day = self.assigned_on if step == "assigned" else self.on(step)
            if step in FIRST:
                first = self.ground.who(FIRST[step], self.unit)
                self.path.act(step, to, first, day, StepAct.SIGNED)
            done = StepAct.OPENED if step == "assigned" else StepAct.COMPLETED
            goal = None if step == end else to
            self.path.act(step, goal, self.ground.who(role, self.unit), day, done)
            if step == "sampled" and goal is not None:
                self.place["enterprise_id"] = self.unit["id"]
                serial = self.ground.serial("spot_check_sample", day.year)
                self.number = f"XS{day.year}{serial:05}"
            if goal is None:
                return
            self._clock(goal, day)

    def _steps(self) -> Iterator[tuple[str, str | None, str]]:
        """The steps of its way; an objection leads through a re-test."""
        objects = self.way in ("retested", p.OVERTURNED)
        has_account = ("enterprise.manager", self.unit["id"]) in self.ground.people
        for step, to, role in DOERS:
            known = has_account or not role.startswith("enterprise")
            doer = role if known else "branch.quality_clerk"
            if objects and step == "objected":
                yield step, "retested", doer
                end = None if self.way == p.OVERTURNED else "ordered"
                yield "retested", end, "branch.quality_clerk"
                return
            yield step, to, doer

    def _clock(self, step: str, day: dt.date) -> None:
        """The last day of the step that it comes to."""
        terms = {
            "sampled": self.assigned_on + dt.timedelta(days=20),
            "corrected": self.on("ordered") + dt.timedelta(days=30),
            "rechecked": self.on("ordered") + dt.timedelta(days=75),
        }
        limit = STEPS[step].limit
        self.path.by_term = step in terms
        self.path.due_on = terms.get(step) or (
            due(limit, day, shipped_calendar()).on if limit else None
        )

    def _task(self) -> Row:
        final = None
        if self.verdict is TestVerdict.FAILED and "ordered" in {*self.path.doers, self.way}:
            final = self.on("objected")
        if self.verdict is TestVerdict.PASSED:
            final = self.on("tested")
        return {
            **self.place,
            "id": self.task,
            "matter_id": self.path.matter,
            "plan_id": self.plan_id,
            "product_id": self.product["id"],
            "risk_level": self.product["risk_level"],
            "unit_id": self.unit["id"],
            "origin": s.TaskOrigin.DRAWN if self.plan_id else s.TaskOrigin.DIRECTED,
            "laboratory": LAB,
            "assigned_on": self.assigned_on,
            "verdict": self.verdict,
            "notified_on": self.on("notified") if "notified" in self.path.doers else None,
            "final_on": final,
            "announced_on": self.on("announced") if self.way == p.CASE else None,
            "announcement": "浙质监公告（样本）" if self.way == p.CASE else "",
            "closed_on": self.path.arrived if self.is_over else None,
        }

    def _sample(self) -> Row:
        taken = dt.datetime.combine(self.on("sampled"), dt.time(10), BUSINESS_ZONE)
        failed = self.verdict is TestVerdict.FAILED
        months = 6 if failed else 3
        return {
            **self.place,
            "id": self.ground.number("sample"),
            "task_id": self.task,
            "product_id": self.product["id"],
            "number": self.number,
            "place_kind": PlaceKind.STOCK,
            "sampled_unit": self.unit["name"],
            "sampled_address": self.unit["address"],
            "nominal_maker": self.unit["name"],
            "nominal_maker_address": self.unit["address"],
            "product_name": self.product["name"],
            "batch": f"{self.on('sampled'):%Y%m}-A",
            "base_quantity": decimal.Decimal(500),
            "check_quantity": decimal.Decimal(20),
            "reserve_quantity": decimal.Decimal(20),
            "quantity_unit": "件",
            "taken_at": taken,
            "sealed_at": taken + dt.timedelta(minutes=30),
            "first_officer_id": self.path.doers["sampled"][0],
            "second_officer_id": self.path.doers["sampled"][-1],
            "sent_on": self.on("sent") if "sent" in self.path.doers else None,
            "sent_by": "专车" if "sent" in self.path.doers else "",
            "reserve_until": months_after(self.on("tested"), months) if self.verdict else None,
        }

    def part(self, table: str) -> Row:
        return {**self.place, "id": self.ground.number(table), "task_id": self.task}
