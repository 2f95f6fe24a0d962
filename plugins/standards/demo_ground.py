"""What the demonstration's standards are told from: people, rules, procedures, the next numbers."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from core.clock import BUSINESS_ZONE
from core.declarations import DemoContext
from core.procedures.models import MatterState
from plugins.standards.procedures import PROCEDURES

Row = dict[str, Any]
STEPS = {(each.code, step.name): step for each in PROCEDURES for step in each.steps}


@dataclass
class Ground:
    """Keys by what they are called, and the next number of each table."""

    context: DemoContext
    managers: dict[int, Row] = field(default_factory=dict)
    """Enterprise -> the post of its manager."""
    staff: dict[str, Row] = field(default_factory=dict)
    """Role of the branch -> the first post that holds it."""

    def __post_init__(self) -> None:
        tables = self.context.tables
        for post in tables["post"]:
            if post["role"] == "enterprise.manager":
                self.managers.setdefault(post["enterprise_id"], post)
            elif post["role"].startswith("branch."):
                self.staff.setdefault(post["role"], post)
        last = max((row["id"] for row in tables.get("matter", ())), default=0)
        self.next = {
            "matter": last,
            "draw": max((row["id"] for row in tables.get("draw", ())), default=0),
        }
        self.procedures = {row["code"]: row["id"] for row in tables["procedure_definition"]}

    def number(self, table: str) -> int:
        """The next key of a table."""
        self.next[table] = self.next.get(table, 0) + 1
        return self.next[table]

    def place(self, firm: Row) -> Row:
        """The columns that put a row where its firm is."""
        return {"town_id": firm["town_id"], "enterprise_id": firm["id"], "organisation_ids": []}

    def rule(self, day: dt.date) -> int:
        """The key of the law in force on a day."""
        rows = self.context.tables["standard_rule"]
        return next(
            int(row["id"])
            for row in rows
            if row["valid_from"] <= day and (row["valid_to"] is None or day < row["valid_to"])
        )

    def matter(self, key: int, code: str, record: str, subject: int, firm: Row) -> Row:
        """An open matter at the first step that waits; change what is otherwise."""
        first = next(each for each in PROCEDURES if each.code == code).steps
        opened = self.context.today - dt.timedelta(days=5)
        return {
            "id": key,
            "procedure_id": self.procedures[code],
            "resource": f"standards:{record}",
            "subject_id": subject,
            "title": f"{first[0].chinese}：示例",
            "state": MatterState.OPEN,
            "outcome": None,
            "step": first[1].name,
            "step_title": first[1].chinese,
            "opened_at": dt.datetime.combine(opened, dt.time(10), BUSINESS_ZONE),
            "opened_by": None,
            "opened_in": None,
            "arrived_on": opened,
            "due_on": None,
            "doers": {},
            "closed_at": None,
            **self.place(firm),
        }
