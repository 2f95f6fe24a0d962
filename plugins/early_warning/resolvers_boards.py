"""The board of any day, and the rows behind its numbers."""

import base64
import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated, Any

import strawberry
from strawberry.types.info import Info

from core.errors import InvalidInput
from core.extension import extend
from core.register.colours import WarningColour
from core.store.scope import Reach
from core.warnings import models as m
from plugins.early_warning import service_boards as boards
from plugins.early_warning.types_boards import (
    WarningBoard,
    WarningBoardCell,
    Watch,
    WatchedOn,
    WatchedPage,
)
from schema.ids import key_of
from schema.operations import query
from schema.paging import PageInfo
from schema.reading.rows import limit_of
from schema.request import Request
from schema.roots import Query
from schema.shared.register import Division

On = Annotated[
    dt.date | None, strawberry.argument(description="哪一天，默认今天\nWhich day; else today.")
]
Ahead = Annotated[
    int | None,
    strawberry.argument(description="再往后推算的天数\nSo many days later, as a forecast."),
]
Rule = Annotated[
    str | None, strawberry.argument(description="规则代码\nOnly this rule, by its code.")
]
Town = Annotated[strawberry.ID | None, strawberry.argument(description="镇街\nOnly this town.")]
Colours = Annotated[
    list[WarningColour] | None, strawberry.argument(description="颜色\nOnly these colours.")
]
First = Annotated[int, strawberry.argument(description="每页条数，至多一百\nUp to a hundred.")]
After = Annotated[
    str | None, strawberry.argument(description="上一页的末尾游标\n`endCursor` of the page before.")
]
MOST_AHEAD = 36_500


@query(
    "预警看板：某一天按规则、镇街、颜色的数量；以后的日子按今天所知推算\n"
    "How many by rule, town and colour, on any day; a day to come from what is known today.",
    reads=Watch,
)
async def warning_board(
    info: Info,
    *,
    on: On = None,
    ahead: Ahead = None,
    rule: Rule = None,
    town: Town = None,
) -> WarningBoard:
    request: Request = info.context
    day = _day(request, on, ahead)
    rows = await _numbers(request, day, _wanted(rule, town, None))
    cells = [
        WarningBoardCell(
            rule_code=code, town_id=town_id, colour=colour, count=number, version_id=version
        )
        for code, town_id, colour, number, version in rows
    ]
    return WarningBoard(on=day, forecast=day > request.today, cells=cells)


@query(
    "某一天监测着的各项及其当日颜色，先到期的在前\n"
    "What was watched on a day, in the colour of that day; the earliest last day first.",
    reads=Watch,
)
async def watched_on(  # noqa: PLR0913  what narrows a list, each by its name
    info: Info,
    *,
    on: On = None,
    ahead: Ahead = None,
    rule: Rule = None,
    town: Town = None,
    colour: Colours = None,
    first: First = 20,
    after: After = None,
) -> WatchedPage:
    request: Request = info.context
    day, most = _day(request, on, ahead), limit_of(first)
    wanted = _wanted(rule, town, colour)
    place = None if after is None else _place(after)
    rows = await request.loading.rows(boards.list_on(day, request.today, wanted, place, most))
    shown = [
        WatchedOn(rule_code=row.rule_code, version_id=version, row=row, colour=colour_then)
        for row, colour_then, version in rows[:most]
    ]
    info_ = PageInfo(
        has_next_page=len(rows) > most, end_cursor=_cursor(shown[-1]) if shown else None
    )

    async def count() -> int:
        ((number,),) = await request.loading.rows(boards.count_on(day, request.today, wanted))
        return int(number)

    return WatchedPage(nodes=shown, page_info=info_, count=count)


async def _numbers(request: Request, day: dt.date, wanted: boards.Wanted) -> list[Sequence[Any]]:
    """Today's from the summary, where it is what the caller would count; else they are counted."""
    ask, today = request.loading.rows, request.today
    rows, sums = (request.access.reach_of(model) for model in (m.Watch, m.WatchCount))
    if day != today or rows != sums:
        return list(await ask(boards.board_on(day, today, wanted)))
    in_part = _in_part(rows)
    found: list[Sequence[Any]] = []
    uncounted = set[str]()
    for *cell, resource, fresh in await ask(boards.summary(today, wanted)):
        if not fresh or resource in in_part:
            uncounted.add(cell[0])
        elif cell[3]:
            found.append(cell)
    if uncounted:
        live = replace(wanted, rules=sorted(uncounted))
        found += await ask(boards.board_on(day, today, live))
    return found


def _in_part(rows: Reach) -> set[str]:
    """Resources of which the caller sees other rows than whole towns, which the summary counts."""
    groups = rows.about or ()
    return {r for group, some in groups if {"own", "participant"} & set(group.kinds) for r in some}


def _day(request: Request, on: dt.date | None, ahead: int | None) -> dt.date:
    if ahead is not None and not 0 <= ahead <= MOST_AHEAD:
        raise InvalidInput(
            "推算天数须在 0 至 36500 之间。", "Days ahead are from 0 to 36500.", field="ahead"
        )
    return (on or request.today) + dt.timedelta(days=ahead or 0)


def _wanted(
    rule: str | None, town: str | None, colours: list[WarningColour] | None
) -> boards.Wanted:
    return boards.Wanted(
        rules=() if rule is None else (rule,),
        towns=() if town is None else (key_of(Division, town),),
        colours=tuple(colours or ()),
    )


def _cursor(shown: WatchedOn) -> str:
    place = [(shown.row.due_on or boards.LAST).isoformat(), shown.row.id]
    return base64.b64encode(json.dumps(place).encode()).decode()


def _place(cursor: str) -> boards.Place:
    try:
        day, key = json.loads(base64.b64decode(cursor, validate=True))
        return boards.Place(dt.date.fromisoformat(day), int(key))
    except (ValueError, TypeError) as error:
        raise InvalidInput(
            "游标无效：请从第一页重新开始。",
            "Not a cursor of this list: begin at the first page again.",
            field="after",
            code="BAD_CURSOR",
        ) from error


extensions = [extend(Query, warning_board, watched_on)]
