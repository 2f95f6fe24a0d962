"""The working calendar for clients: which days are worked, who keeps it, and when a limit ends."""

import datetime as dt
from typing import Annotated

import strawberry
from strawberry.types.info import Info

from core.deadlines import models as m
from core.deadlines.calendar import DayKind
from core.deadlines.limits import Pause, days_left, due
from core.deadlines.service import FIRST_YEAR, calendar_query, read_calendar
from core.declarations import Limit
from core.errors import InvalidInput
from core.extension import extend
from schema.enums import show_enum
from schema.fields import column, connection, key
from schema.ids import Node
from schema.operations import query
from schema.roots import Query

VERSION = "版本，用于防止覆盖他人的修改\nFor `expectedVersion`: guards against overwriting."
LAST_YEAR, LONGEST, MOST_PAUSES, LONGEST_PAUSE = 2100, 1_000, 20, 1_100
"""What one question may ask: years, days of a limit, pauses, days of a pause."""

show_enum(
    DayKind,
    "特殊日类别\nHow a day differs from what its weekday says.",
    {
        "HOLIDAY": "放假\nA day off.",
        "MAKE_UP_WORKDAY": "调休上班\nA Saturday or Sunday that is worked.",
    },
)


@strawberry.type(
    description="工作日历中的特殊日：放假日或调休上班日\n"
    "A day that is not what its weekday says: a holiday, or a weekend day that is worked."
)
class CalendarDay(Node):
    """A day that is not what its weekday says."""

    id: strawberry.ID = key(m.CalendarDay.id)
    day: dt.date = column(m.CalendarDay.day, "日期\nThe day.", where=True, order=True)
    kind: DayKind = column(m.CalendarDay.kind, "类别\nDay off or worked.", where=True)
    name: str = column(m.CalendarDay.name, "名称\nFor which festival, in Chinese.")
    name_en: str = column(m.CalendarDay.name_en, "英文名称\nFor which festival.")
    version: int = column(m.CalendarDay.version, VERSION)


@strawberry.type(
    description="已公布放假安排的年度；未公布的年度按周一至周五推算，期限为暂定\n"
    "A year whose holidays are published. Others count Monday to Friday, and dates in them are "
    "provisional."
)
class CalendarYear(Node):
    """A year whose holidays are published."""

    id: strawberry.ID = key(m.CalendarYear.id)
    year: int = column(m.CalendarYear.year, "年度\nThe year.", where=True, order=True)
    published_on: dt.date = column(m.CalendarYear.published_on, "公布日期\nPublished on.")
    notice: str = column(m.CalendarYear.notice, "通知文号\nNumbers of the notices.")
    source: str = column(m.CalendarYear.source, "发文机关\nWho issued them.")
    version: int = column(m.CalendarYear.version, VERSION)


@strawberry.input(description="不计入期限的一段时间\nA period that does not count.")
class DeadlinePauseInput:
    """A period that does not count, both ends included."""

    first: dt.date = strawberry.field(description="第一日\nIts first day.")
    last: dt.date = strawberry.field(description="最后一日\nIts last day, which is included.")


@strawberry.type(description="期限推算的结果\nWhen a limit ends.")
class DeadlineAnswer:
    """When a limit ends."""

    on: dt.date = strawberry.field(description="届满日\nThe last day in time.")
    provisional: bool = strawberry.field(
        description="是否暂定：所涉年度的放假安排尚未公布\n"
        "Whether a calendar that is not published yet may move it."
    )
    days_left: int = strawberry.field(
        description="今天起还剩几天（按同样的日计），当日为零，逾期为负\n"
        "Days left after today, counted alike; 0 on the last day, negative when late."
    )


Pauses = Annotated[
    list[DeadlinePauseInput] | None,
    strawberry.argument(
        description=f"不计入的时间，至多 {MOST_PAUSES} 段；重叠的日子只扣一次\n"
        f"What does not count, at most {MOST_PAUSES}; a day in two of them is left out once."
    ),
]


@query(
    "推算期限：起始日不计入；按日历日计的，届满日遇放假顺延至下一工作日\n"
    "When a limit ends. The first day is not counted; a limit in calendar days that would end on a "
    "day off ends on the next working day.",
    reads=CalendarDay,
)
async def deadline(
    info: Info,
    start: Annotated[
        dt.date, strawberry.argument(description="起始日，不计入\nDay of the event, not counted.")
    ],
    days: Annotated[
        int, strawberry.argument(description=f"天数，至多 {LONGEST}\nHow many, at most {LONGEST}.")
    ],
    working: Annotated[  # noqa: FBT002  an argument of GraphQL has a name
        bool, strawberry.argument(description="按工作日还是日历日\nWorking or calendar days.")
    ] = True,
    pauses: Pauses = None,
) -> DeadlineAnswer:
    """Count as the procedures do. Raises InvalidInput for what no limit of the law is."""
    _require(FIRST_YEAR <= start.year <= LAST_YEAR, "start")
    _require(0 <= days <= LONGEST, "days")
    stopped = _pauses(pauses or [])
    (row,) = await info.context.loading.rows(calendar_query())
    calendar = read_calendar(row)
    found = due(Limit(days=days, working=working, legal_basis=""), start, calendar, pauses=stopped)
    left = days_left(found.on, info.context.today, calendar, working)
    return DeadlineAnswer(on=found.on, provisional=found.provisional, days_left=left)


def _pauses(given: list[DeadlinePauseInput]) -> list[Pause]:
    _require(len(given) <= MOST_PAUSES, "pauses")
    for each in given:
        _require(0 <= (each.last - each.first).days < LONGEST_PAUSE, "pauses")
    return [Pause(each.first, each.last) for each in given]


def _require(holds: bool, argument: str) -> None:  # noqa: FBT001  a condition is what it takes
    if not holds:
        raise InvalidInput(
            "超出可以推算的范围：请核对日期先后和天数。",
            "Beyond what can be counted; compare the dates, their order and the number of days.",
            explain={"argument": argument},
        )


extensions = [
    extend(
        Query,
        deadline,
        calendar_days=connection(
            CalendarDay, "特殊日\nDays that differ, by date.", order_by=m.CalendarDay.day
        ),
        calendar_years=connection(
            CalendarYear, "已公布的年度\nPublished years.", order_by=m.CalendarYear.year
        ),
    )
]
