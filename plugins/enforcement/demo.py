"""Clues and cases of the demonstration at every step, invented from end to end; some are late."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from core.declarations import DemoContext, DemoPart
from core.procedures.models import StepAct
from plugins.enforcement import models as m
from plugins.enforcement import procedures as law
from plugins.enforcement.demo_ground import Course, Ground, Row, card, series
from plugins.enforcement.demo_papers import Papers, last_day
from plugins.enforcement.numbers import CASE, SERIES, case_number

WALK = (
    ("filed", 0), ("investigated", 20), ("reviewed", 26), ("noticed", 28), ("answered", 36),
    ("decided", 42), ("served", 44), ("performed", 55), ("closed", 58), ("archived", 60),
)  # fmt: skip
"""(step, days after the filing on which it is done)."""
CAUSES = (
    ("PQ49", "生产不符合保障人体健康国家标准的产品", 48_600, 60_000),
    ("SE84", "使用未经检验的特种设备", 0, 120_000),
    ("XK45", "无证生产列入目录的产品", 30_000, 50_000),
    ("PQ50", "以不合格产品冒充合格产品", 20_000, 25_000),
    ("FS126", "未履行进货查验义务", 0, 20_000),
)
"""(rule, cause, value of the goods, fine)."""
WAYS = (
    ("clue", 4), ("investigated", 12), ("investigated", 88), ("reviewed", 34), ("noticed", 30),
    ("answered", 33), ("decided", 60), ("served", 48), ("performed", 52), ("closed", 57),
    ("done", 150), ("done", 400), ("clue", 18), ("not_filed", 40),
)  # fmt: skip
"""(where it stands, days since it was filed or found), by turns."""
COPIES = 3


@dataclass
class Story(Papers):
    """One clue, and what became of it."""

    def rows(self) -> Iterator[tuple[str, Row]]:
        """Everything that it leaves in the tables, in the order of insertion."""
        self.code, self.cause, self.value, self.fine = CAUSES[self.turn % len(CAUSES)]
        self.chain: list[int] = []
        self.place = {
            "town_id": self.ground.district,
            "enterprise_id": None,
            "organisation_ids": self.chain,
        }
        self.clue = self.ground.number("clue")
        self.party = {
            "party_kind": m.PartyKind.ENTERPRISE,
            "party_name": self.unit["name"],
            "party_enterprise_id": self.unit["id"],
            "place_id": self.unit["town_id"],
        }
        yield from self._clue()
        if self.way not in ("clue", "not_filed"):
            yield from self._case()

    def _clue(self) -> Iterator[tuple[str, Row]]:
        found = self.filed_on - dt.timedelta(days=0 if self.way == "clue" else 8)
        place = {**self.place, "organisation_ids": []}
        course = Course(
            self.ground, "clue", "enforcement:Clue", f"线索：{self.cause}", place, self.clue, found
        )
        clerk = self.who("enforcement_clerk")
        last = last_day(law.FILING, found)
        course.act("reported", "filing", clerk, found, act=StepAct.OPENED, due_on=last)
        outcome = None
        if self.way != "clue":
            outcome = law.NOT_FILED if self.way == "not_filed" else law.FILED
            course.act("filing", None, self.who("deciding_leader"), self.filed_on)
        yield "matter", course.matter(outcome)
        yield (
            "clue",
            {
                **place,
                **self.party,
                "id": self.clue,
                "matter_id": course.key,
                "source": list(m.ClueSource)[self.turn % 5],
                "subject": None,
                "what": self.cause,
                "found_on": found,
                "reported_by": clerk.account,
                "taken_up_on": self.filed_on if outcome == law.FILED else None,
                "closed_on": self.filed_on if outcome else None,
            },
        )
        for event in course.events:
            yield "step_event", event

    def _case(self) -> Iterator[tuple[str, Row]]:
        self.key = self.ground.number("penalty_case")
        serial = self.ground.serial(CASE, self.filed_on.year)
        number = case_number(self.filed_on.year, serial)
        self.course = Course(
            self.ground,
            "penalty_case",
            "enforcement:PenaltyCase",
            number,
            self.place,
            self.key,
            self.filed_on,
        )
        self.days = {step: self.filed_on + dt.timedelta(days=n) for step, n in WALK}
        self.decide_by = last_day(law.CASE_LIMIT, self.filed_on)
        done = self._walk()
        told, decided = "noticed" in done, "decided" in done
        if told:
            self.place["enterprise_id"] = self.unit["id"]
        is_over = self.way == "done"
        yield "matter", self.course.matter("PENALTY" if is_over else None)
        yield (
            "penalty_case",
            {
                **self.place,
                **self.party,
                "id": self.key,
                "matter_id": self.course.key,
                "clue_id": self.clue,
                "number": number,
                "authority": SERIES,
                "year": self.filed_on.year,
                "serial": serial,
                "cause": self.cause,
                "rule_id": self.ground.rules[self.code]["id"],
                "violated_on": self.filed_on - dt.timedelta(days=60),
                "filed_on": self.filed_on,
                "decide_by": self.decide_by,
                "result": m.CaseResult.PENALTY if decided else None,
                "decided_on": self.days["decided"] if decided else None,
                "closure_reason": m.ClosureReason.PERFORMED if "closed" in done else None,
                "closed_on": self.days["closed"] if "closed" in done else None,
                "archived_on": self.days["archived"] if is_over else None,
            },
        )
        for event in self.course.events:
            yield "step_event", {**event, "enterprise_id": None}
        yield from self.parts(done)

    def _walk(self) -> list[str]:
        """Do the steps up to where it stands; gives those that are done."""
        names = [step for step, _ in WALK]
        done: list[str] = []
        doers = {
            "filed": self.who("deciding_leader"),
            "reviewed": self.who("legal_reviewer"),
            "decided": self.who("deciding_leader"),
            "performed": self.who("enforcement_clerk"),
            "closed": self.who("deciding_leader"),
            "archived": self.who("enforcement_clerk"),
        }
        limits = {"reviewed": law.REVIEW, "answered": law.ANSWER, "served": law.SERVICE}
        for step, to in zip(names, [*names[1:], None], strict=True):
            if step == self.way:
                break
            on = self.days[step]
            last = last_day(limits[to], on) if to in limits else None
            last = last_day(law.PAYMENT, on) if to == "performed" else last
            last = self.decide_by if to in ("investigated", "noticed", "decided") else last
            who = doers.get(step, self.who("enforcement_officer"))
            if step == "investigated":
                self.course.act(step, to, who, on, act=StepAct.SIGNED)
                who = self.who("enforcement_officer", 1)
            act = StepAct.OPENED if step == "filed" else StepAct.COMPLETED
            self.course.act(step, to, who, on, act=act, due_on=last)
            done.append(step)
        return done


def make(context: DemoContext) -> Iterator[tuple[str, Row]]:
    """Cards for everybody who enforces, and cases at units with an account and elsewhere."""
    ground = Ground(context)
    roles = ("enforcement_officer", "enforcement_clerk", "enforcement_chief", "legal_reviewer")
    holders = [who for role in roles for who in ground.people[f"branch.{role}"]]
    for number, who in enumerate(holders, 1):
        yield "enforcement_card", card(ground, who, number)
    managed = {post["enterprise_id"] for post in context.tables["post"] if post["enterprise_id"]}
    units = [row for row in context.tables["enterprise"] if row["id"] in managed]
    more = [row for row in context.tables["enterprise"] if row["id"] not in managed]
    chosen: list[Any] = [*units, *more[:: max(len(more) // 30, 1)]]
    for turn in range(COPIES * len(WAYS)):
        way, age = WAYS[turn % len(WAYS)]
        on = context.today - dt.timedelta(days=age + context.random.randrange(3))
        yield from Story(ground, chosen[turn % len(chosen)], way, on, turn).rows()
    for row in series(ground):
        yield "number_series", row


PARTS = [DemoPart(make=make)]
