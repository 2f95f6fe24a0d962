"""What the demonstration's cases consist of, from the officers to the publication."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field

from sqlalchemy.dialects.postgresql import Range

from core.deadlines.limits import due
from core.deadlines.shipped import shipped_calendar
from core.declarations import Limit
from core.register.colours import months_after
from plugins.enforcement import models as m
from plugins.enforcement import models_decision as d
from plugins.enforcement import models_papers as p
from plugins.enforcement import procedures as law
from plugins.enforcement.demo_ground import Ground, Person, Row
from plugins.enforcement.models_law import DiscretionGrade
from plugins.enforcement.numbers import BRANCH


def last_day(limit: Limit, on: dt.date) -> dt.date:
    """The last day of a limit, by the calendar that is shipped."""
    return due(limit, on, shipped_calendar()).on


@dataclass
class Papers:
    """The parts of one case."""

    ground: Ground
    unit: Row
    way: str
    filed_on: dt.date
    turn: int
    key: int = 0
    code: str = ""
    cause: str = ""
    value: int = 0
    fine: int = 0
    place: Row = field(default_factory=dict)
    days: dict[str, dt.date] = field(default_factory=dict)

    def who(self, role: str, turn: int = 0) -> Person:
        held = self.ground.people[f"branch.{role}"]
        return held[turn % len(held)]

    def parts(self, done: list[str]) -> Iterator[tuple[str, Row]]:
        inner = {**self.place, "enterprise_id": None, "case_id": self.key}
        outer = {**self.place, "case_id": self.key}
        add, sums, on = self.ground.number, self._sums(), self.days
        paper = self.ground.paper
        for turn in (0, 1):
            who = self.who("enforcement_officer", turn)
            row = {
                "account_id": who.account,
                "holder": who.name,
                "card_number": f"浙A{turn + 1:05}",
            }
            given = {"id": add("case_officer"), "added_on": self.filed_on, "removed_on": None}
            yield "case_officer", {**inner, **row, **given}
        yield "case_document", paper(inner, 7, self.filed_on, cause=self.cause)
        if self.way == "investigated" or self.turn % 3 == 0:
            yield "coercive_measure", self._measure(outer, is_open=self.way == "investigated")
        if "investigated" in done:
            more: Row = {"ground": None, "serious": False, "concluded_on": on["investigated"]}
            yield (
                "investigation_report",
                {**inner, **sums, **more, "id": add("investigation_report")},
            )
            yield "case_document", paper(inner, 35, on["investigated"])
        if "reviewed" in done:
            row = {"reviewed_by": self.who("legal_reviewer").account, "opinion": "事实清楚，同意"}
            row |= {"reviewed_on": on["reviewed"], "agreed": True, "changed": False}
            yield "case_review", {**inner, **row, "id": add("case_review")}
        if "noticed" in done:
            told = paper(outer, 37, on["noticed"], fine=self.fine)
            yield "case_document", told
            row = {"number": told["number"], "basis": self.cause, "issued_on": on["noticed"]}
            row |= {"served_on": on["noticed"], "answer_by": last_day(law.ANSWER, on["noticed"])}
            row |= {"hearing_offered": self.fine >= 100_000, "waived_on": None}
            yield "penalty_notice", {**outer, **sums, **row, "id": add("penalty_notice")}
        if "decided" in done:
            yield from self._decided(outer, sums, done)

    def _decided(self, outer: Row, sums: Row, done: list[str]) -> Iterator[tuple[str, Row]]:
        add, on = self.ground.number, self.days
        told = self.ground.paper(outer, 45, on["decided"], fine=self.fine)
        yield "case_document", told
        key, publish_by = add("penalty_decision"), last_day(law.PUBLICATION, on["decided"])
        shown_on = on["closed"] if "closed" in done else None
        served = on["served"] if "served" in done else None
        yield (
            "penalty_decision",
            {
                **outer,
                **sums,
                "id": key,
                "number": told["number"],
                "rule_id": self.ground.rules[self.code]["id"],
                "ground": None,
                "decided_on": on["decided"],
                "decided_by": self.who("deciding_leader").account,
                "served_on": served,
                "pay_by": served and last_day(law.PAYMENT, served),
                "court_by": served and months_after(served, 9),
                "publish_by": publish_by,
                "published_on": shown_on,
                "annulled_by": "",
            },
        )
        if served:
            row = {"paper": d.ServedPaper.DECISION, "way": d.ServiceWay.DIRECT, "served_on": served}
            row |= {"served_by": self.who("enforcement_officer").account}
            yield "service", {**outer, **row, "id": add("service")}
        if "performed" in done:
            clerk = self.who("enforcement_clerk").account
            row = {"paid_on": on["performed"], "amount": self.fine, "reference": f"缴{key:05}"}
            row |= {"confirmed_on": on["performed"], "confirmed_by": clerk}
            yield "payment", {**outer, **row, "id": add("payment")}
        if shown_on:
            yield "publication", self._publication(outer, key, told["number"], shown_on)

    def _publication(self, outer: Row, key: int, number: str, on: dt.date) -> Row:
        ends, rule = months_after(on, 36), self.ground.rules[self.code]
        return {
            **outer,
            "id": self.ground.number("publication"),
            "decision_id": key,
            "number": number,
            "party_name": self.unit["name"],
            "party_code": self.unit["credit_code"] or "",
            "violation": self.cause,
            "basis": f"《{rule['act']}》{rule['penalty_article']}",
            "kinds": "罚款",
            "content": f"罚款 {self.fine} 元",
            "fine": self.fine,
            "confiscation": 0,
            "authority": BRANCH,
            "decided_on": self.days["decided"],
            "published_on": on,
            "shown": Range(on, ends),
            "ends_on": ends,
            "withdrawal": "",
        }

    def _measure(self, outer: Row, *, is_open: bool) -> Row:
        taken = self.filed_on + dt.timedelta(days=1)
        return {
            **outer,
            "enterprise_id": self.unit["id"],
            "id": self.ground.number("coercive_measure"),
            "kind": p.MeasureKind.SEALING if self.turn % 2 else p.MeasureKind.SEIZURE,
            "items": ["涉案产品一批"],
            "taken_on": taken,
            "taken_by": [self.who("enforcement_officer", n).account for n in (0, 1)],
            "until": last_day(law.MEASURE, taken),
            "lifted_on": None if is_open else taken + dt.timedelta(days=15),
            "outcome": "" if is_open else "检验后退还",
        }

    def _sums(self) -> Row:
        return {
            "result": m.CaseResult.PENALTY,
            "facts": f"经查，当事人{self.cause}",
            "goods_value": self.value,
            "grade": DiscretionGrade.LIGHT if self.code == "PQ49" else DiscretionGrade.ORDINARY,
            "lowest": 48_600 if self.code == "PQ49" else None,
            "highest": 77_760 if self.code == "PQ49" else None,
            "fine": self.fine,
        }
