"""What boards count and list: watched dates, as they were on any day."""

import datetime as dt
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final

import strawberry
from strawberry.types.info import Info

from core.extension import extend
from core.register.colours import WarningColour
from core.warnings import models as m
from plugins.early_warning.types import WarningRuleVersion
from schema.fields import column, connection, key, to_one
from schema.ids import Node, global_id
from schema.paging import PageInfo
from schema.request import Request
from schema.roots import Query
from schema.shared.boards import OfTown
from schema.shared.register import Division, Enterprise

NEXT: Final[Mapping[WarningColour, str]] = {
    WarningColour.EXPIRED: "已过期：请立即办理，并告知所在镇街\n"
    "Past its day: act at once, and tell your town.",
    WarningColour.URGENT: "请立即办理：打开记录，从其办理入口申请\n"
    "Act at once: open the record and apply there.",
    WarningColour.RED: "请尽快办理：打开记录，从其办理入口申请\n"
    "Act soon: open the record and apply there.",
    WarningColour.YELLOW: "请着手准备材料\nPrepare the papers.",
    WarningColour.GREEN: "目前无须办理\nNothing to do for now.",
}
"""What whoever is responsible does next."""


@strawberry.type(
    description="监测：规则所盯的一个日期或数值，自某日起，至某日止\n"
    "A date or number that a rule watches, from the day since which until the day on which it "
    "was so no more."
)
class Watch(Node):
    id: strawberry.ID = key(m.Watch.id)
    rule_code: str = column(m.Watch.rule_code, "规则代码\nThe rule's code.", where=True)
    due_on: dt.date | None = column(m.Watch.due_on, "到期日\nThe last day.", where=True)
    measure: int | None = column(m.Watch.measure, "数值\nThe number that is watched.")
    since: dt.date = column(m.Watch.since, "自该日起\nSince when it is so.", where=True)
    until: dt.date | None = column(
        m.Watch.until, "至该日止，当日已不是\nThe first day on which it was so no more.", where=True
    )
    renewed: bool | None = column(
        m.Watch.renewed, "是否续期；否为退出监测\nWhether a later date took its place.", where=True
    )
    town: Division | None = to_one(Division, "镇街\nThe town.", by=m.Watch.town_id, where=True)
    enterprise: Enterprise | None = to_one(
        Enterprise, "企业\nThe enterprise.", by=m.Watch.enterprise_id, where=True
    )


@strawberry.type(
    description="监测计数：看板今日数字的底稿，截至上次巡检\n"
    "Counts that today's board starts from: as of the last sweep."
)
class WatchCount(Node):
    id: strawberry.ID = key(m.WatchCount.id)
    rule_code: str = column(m.WatchCount.rule_code, "规则代码\nThe rule's code.", where=True)
    colour: WarningColour = column(m.WatchCount.colour, "颜色\nThe colour.", where=True)
    number: int = column(m.WatchCount.number, "数量\nHow many.")
    town: Division | None = to_one(Division, "镇街\nThe town.", by=m.WatchCount.town_id, where=True)


@strawberry.type(description="属于某规则的\nWhat belongs to a rule.")
class OfRule:
    """A cell or row, by its rule as in force on the day."""

    version_id: strawberry.Private[int]
    rule_code: str = strawberry.field(description="规则代码\nThe rule's code.")

    @strawberry.field(description="当日施行的规则版本\nThe version of the rule in force that day.")
    async def rule(self, info: Info) -> WarningRuleVersion | None:
        """By the batch loader of the request."""
        loading = info.context.loading
        found: WarningRuleVersion | None = await loading.record(WarningRuleVersion, self.version_id)
        return found


@strawberry.type(
    description="预警看板格：某规则在某镇街某种颜色的数量\nHow many, by rule, town and colour."
)
class WarningBoardCell(OfRule, OfTown):
    colour: WarningColour = strawberry.field(description="预警颜色\nThe colour on that day.")
    count: int = strawberry.field(description="数量\nHow many.")


@strawberry.type(description="某一天的预警看板\nThe board of one day.")
class WarningBoard:
    on: dt.date = strawberry.field(description="哪一天\nWhich day.")
    forecast: bool = strawberry.field(
        description="预测：按今天所知推算\nWhether it is a forecast from what is known today."
    )
    cells: list[WarningBoardCell] = strawberry.field(description="看板格\nThe numbers.")


@strawberry.type(
    description="某一天监测着的一项，及其当日颜色\nSomething that was watched on a day, in colour."
)
class WatchedOn(OfRule):
    row: strawberry.Private[m.Watch]
    colour: WarningColour = strawberry.field(description="当日颜色\nThe colour on that day.")

    @strawberry.field(description="监测的标识\nGlobal id of what is watched.")
    def id(self) -> strawberry.ID:
        return strawberry.ID(global_id("Watch", self.row.id))

    @strawberry.field(description="到期日\nThe last day.")
    def due_on(self) -> dt.date | None:
        return self.row.due_on

    @strawberry.field(description="数值\nThe number that is watched.")
    def measure(self) -> int | None:
        return self.row.measure

    @strawberry.field(description="自该日起\nSince when it is so.")
    def since(self) -> dt.date:
        return self.row.since

    @strawberry.field(description="下一步\nWhat to do next.")
    def next(self) -> str:
        return NEXT[self.colour]

    @strawberry.field(description="所监测的记录的全局标识\nGlobal id of the record.")
    def subject_id(self) -> str:
        return global_id(_type_of(self.row), self.row.subject_key)

    @strawberry.field(description="所监测的记录；超出范围为空\nThe record, where one may read it.")
    async def subject(self, info: Info) -> Node | None:
        """Read as any other record, under its own scope."""
        request: Request = info.context
        definition: Any = request.view.get_type_by_name(_type_of(self.row))
        if not definition:
            return None
        found: Node | None = await request.loading.record(definition.origin, self.row.subject_key)
        return found

    @strawberry.field(description="镇街\nThe town.")
    async def town(self, info: Info) -> Division | None:
        found: Division | None = await _one(info, Division, self.row.town_id)
        return found

    @strawberry.field(description="企业\nThe enterprise.")
    async def enterprise(self, info: Info) -> Enterprise | None:
        found: Enterprise | None = await _one(info, Enterprise, self.row.enterprise_id)
        return found


@strawberry.type(description="某一天监测着的，分页\nWhat was watched on a day, in pages.")
class WatchedPage:
    nodes: list[WatchedOn] = strawberry.field(description="监测项\nThe rows.")
    page_info: PageInfo = strawberry.field(description="分页信息\nWhere this page ends.")
    count: strawberry.Private[Callable[[], Awaitable[int]]]

    @strawberry.field(description="总数\nHow many there are, on all pages.")
    async def total_count(self) -> int:
        return await self.count()


def _type_of(row: m.Watch) -> str:
    return row.resource.partition(":")[2]


async def _one(info: Info, record: type[Any], number: int | None) -> Any:
    return None if number is None else await info.context.loading.record(record, number)


extensions = [
    extend(
        Query,
        watches=connection(
            Watch, "监测的日期与数值，含已结束的\nWatched dates and numbers, ended ones too."
        ),
        watch_counts=connection(WatchCount, "监测计数，截至上次巡检\nCounts as of the last sweep."),
    ),
]
