"""What the demonstration's hazards are told from: people, law, findings, and the next numbers."""

from dataclasses import dataclass, field
from typing import Any

from core.declarations import DemoContext
from core.papers.numbering import series_of
from core.policy.vocabulary import Tier
from plugins.inspection import models as m
from plugins.inspection.numbers import BRANCH_SERIES
from plugins.inspection.procedures import CODE

Row = dict[str, Any]
FINDINGS = {
    m.HazardCategory.SPECIAL_EQUIPMENT: (
        ("电梯检验标志已过期", "第四十条", "停用电梯并申报检验"),
        ("锅炉安全阀未按期校验", "第三十九条", "校验安全阀"),
        ("叉车作业人员无证上岗", "第十三条", "安排持证人员操作"),
    ),
    m.HazardCategory.FOOD: (
        ("原料进货查验记录不全", "第五十条", "补齐进货查验记录"),
        ("车间防蝇防鼠设施破损", "第三十三条", "更换防护设施"),
    ),
}
LAWS = {
    m.HazardCategory.SPECIAL_EQUIPMENT: ("特种设备安全法", "第六十二条"),
    m.HazardCategory.FOOD: ("食品安全法", "第一百二十六条"),
}


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who acts in the demonstration."""

    account: int
    organisation: int
    role: str
    tier: Tier


@dataclass
class Ground:
    """What stories are told from: people by role and place, law, and the next numbers."""

    context: DemoContext
    people: dict[tuple[str, int], Person] = field(default_factory=dict)
    """(role, town or enterprise; 0 for the branch) -> the first who holds it there."""
    serials: dict[int, int] = field(default_factory=dict)
    series: dict[str, int] = field(default_factory=dict)
    """How far the series of other papers have come."""

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
        self.next = {
            name: max((row["id"] for row in tables.get(name, ())), default=0)
            for name in ("matter", "draw")
        }
        self.procedure = next(
            row["id"] for row in tables["procedure_definition"] if row["code"] == CODE
        )

    def version(self, code: str, version: int) -> int:
        """The key of a version of a procedure."""
        rows = self.context.tables["procedure_definition"]
        found = (row["id"] for row in rows if (row["code"], row["version"]) == (code, version))
        return int(next(found))

    def library(self, code: str) -> int:
        """The key of a library of units."""
        rows = self.context.tables["object_library"]
        return next(int(row["id"]) for row in rows if row["code"] == code)

    def letter_rule(self, code: str) -> int:
        """The key of a rule on letters, in its last wording."""
        rows = [row for row in self.context.tables["letter_rule"] if row["code"] == code]
        return int(max(rows, key=lambda row: row["valid_from"])["id"])

    def serial(self, kind: str, year: int) -> int:
        """The next number of a series of the branch."""
        name = series_of(kind, BRANCH_SERIES, year)
        self.series[name] = self.series.get(name, 0) + 1
        return self.series[name]

    def law(self, act: str, article: str) -> int:
        """The key of an article."""
        rows = self.context.tables["legal_basis"]
        return next(
            int(row["id"]) for row in rows if (row["act"], row["article"]) == (act, article)
        )

    def number(self, table: str) -> int:
        """The next key of a table."""
        self.next[table] = self.next.get(table, 0) + 1
        return self.next[table]
