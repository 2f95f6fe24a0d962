"""Applications of the demonstration at each of their steps, reviews on site, a contested number."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from core.clock import BUSINESS_ZONE
from core.deadlines.limits import due
from core.deadlines.shipped import shipped_calendar
from core.declarations import DemoContext, Step
from core.procedures.models import MatterState
from plugins.licensing.models_applications import ApplicationKind
from plugins.licensing.procedures import CONFLICT, PROCEDURES, application_code

Row = dict[str, Any]
AGES = (("accepted", 2), ("decided", 6), ("issued", 3), ("decided", 30), ("accepted", 9))
"""(step, days since it came there); the older ones are late."""
MOST = 40
CLAIMS = 3


def make(context: DemoContext) -> Iterator[tuple[str, Row]]:
    """An application of every tenth firm, and a few numbers that two firms claim."""
    book = _Book(context)
    firms = context.tables["enterprise"][::10][:MOST]
    account = next(
        (p["account_id"] for p in context.tables["post"] if p["role"] == "branch.licensing_clerk"),
        None,
    )
    kinds = [row for row in context.tables["licence_type"] if row["valid_to"] is None]
    for place, firm in enumerate(firms):
        kind, (step, age) = kinds[place % len(kinds)], AGES[place % len(AGES)]
        yield from book.application(firm, kind, step, age)
        if step == "issued" and account is not None:
            yield "site_review", book.review(firm, account)
    licences = context.tables.get("licence", ())[:CLAIMS]
    others = context.tables["enterprise"][-CLAIMS:]
    for licence, firm in zip(licences, others, strict=False):
        if licence["enterprise_id"] != firm["id"]:
            yield from book.claim(licence, firm)


class _Book:
    """The next keys, and the procedures by code."""

    def __init__(self, context: DemoContext) -> None:
        self.context, self.keys = context, {"application": 0, "licence_claim": 0, "site_review": 0}
        matters = context.tables.get("matter", ())
        self.keys["matter"] = max((row["id"] for row in matters), default=0)
        latest: dict[str, tuple[int, int]] = {}
        for row in context.tables["procedure_definition"]:
            now = (row.get("version", 1), row["id"])
            latest[row["code"]] = max(latest.get(row["code"], now), now)
        self.procedures = {code: key for code, (_, key) in latest.items()}

    def next(self, table: str) -> int:
        self.keys[table] += 1
        return self.keys[table]

    def application(self, firm: Row, kind: Row, step: str, age: int) -> Iterator[tuple[str, Row]]:
        code = application_code(kind["code"])
        key, today = self.next("application"), self.context.today
        came = today - dt.timedelta(days=age)
        matter = self._matter(code, step, firm, ("licensing:Application", key), came)
        yield "matter", matter
        is_accepted = step != "accepted"
        yield (
            "application",
            {
                **_place(firm),
                "id": key,
                "matter_id": matter["id"],
                "kind": ApplicationKind.NEW,
                "type_id": kind["id"],
                "licence_id": None,
                "site_id": None,
                "covers": ["示例产品"],
                "statement": "示例申请",
                "filed_on": came - dt.timedelta(days=3),
                "accepted_on": came if is_accepted else None,
                "granted": True if step == "issued" else None,
                "decided_on": came if step == "issued" else None,
                "reasons": "",
                "hearing_told_on": None,
                "hearing_until": None,
                "hearing_asked_on": None,
                "hearing_held_on": None,
                "issued_on": None,
                "version": 1,
            },
        )

    def review(self, firm: Row, account: int) -> Row:
        return {
            **_place(firm),
            "id": self.next("site_review"),
            "application_id": self.keys["application"],
            "reviewed_on": self.context.today - dt.timedelta(days=5),
            "reviewers": None,
            "reviewer_count": 2,
            "items": ["生产场所：符合", "设备设施：符合"],
            "passed": True,
            "findings": "",
            "recorded_by": account,
        }

    def claim(self, licence: Row, firm: Row) -> Iterator[tuple[str, Row]]:
        key, noted = self.next("licence_claim"), self.context.today - dt.timedelta(days=2)
        matter = self._matter(CONFLICT, "settled", firm, ("licensing:LicenceClaim", key), noted)
        yield "matter", matter
        yield (
            "licence_claim",
            {
                **_place(firm),
                "id": key,
                "matter_id": matter["id"],
                "licence_id": licence["id"],
                "number": licence["number"],
                "source": "示例文件",
                "noted_on": noted,
                "settled_on": None,
                "version": 1,
            },
        )

    def _matter(
        self, code: str, name: str, firm: Row, subject: tuple[str, int], came: dt.date
    ) -> Row:
        step = _step(code, name)
        resource, key = subject
        return {
            **_place(firm),
            "id": self.next("matter"),
            "procedure_id": self.procedures[code],
            "resource": resource,
            "subject_id": key,
            "title": "许可申请（示例）" if code != CONFLICT else "证号冲突（示例）",
            "state": MatterState.OPEN,
            "outcome": None,
            "step": step.name,
            "step_title": step.chinese,
            "opened_at": dt.datetime.combine(came, dt.time(10), BUSINESS_ZONE),
            "opened_by": None,
            "opened_in": None,
            "arrived_on": came,
            "due_on": due(step.limit, came, shipped_calendar()).on if step.limit else None,
            "doers": {},
            "closed_at": None,
        }


def _step(code: str, name: str) -> Step:
    versions = [each for each in PROCEDURES if each.code == code]
    return next(step for step in versions[-1].steps if step.name == name)


def _place(firm: Row) -> Row:
    return {"town_id": firm["town_id"], "enterprise_id": firm["id"], "organisation_ids": []}
