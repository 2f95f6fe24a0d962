"""Statistics of steps: how many in time, how late, how often returned; by unit, town, procedure."""

import datetime as dt
import enum
from typing import Annotated, Any

import strawberry
from sqlalchemy import Text, cast, func, literal_column, select
from strawberry.types.info import Info

from core.clock import BUSINESS_ZONE
from core.extension import extend
from core.identity.models import Organisation
from core.procedures.models import Matter, ProcedureDefinition, StepAct, StepEvent
from core.procedures.recording import TIMED
from core.register.models import Division
from plugins.step_supervision.types import DAYS_LATE
from schema.enums import show_enum
from schema.operations import query
from schema.roots import Query
from schema.services.matters import StepEvent as Event

MOST = 200
"""Lines, the latest first."""
USUAL = dt.timedelta(days=90)


class StepsBy(enum.Enum):
    """By what steps are counted."""

    UNIT = "UNIT"
    TOWN = "TOWN"
    PROCEDURE = "PROCEDURE"
    STEP = "STEP"


show_enum(
    StepsBy,
    "按什么统计\nBy what steps are counted.",
    {
        "UNIT": "办理单位\nThe unit that did it.",
        "TOWN": "镇街\nThe town.",
        "PROCEDURE": "程序\nThe procedure.",
        "STEP": "程序与环节\nThe procedure and its step.",
    },
)
NAMES: dict[StepsBy, Any] = {
    StepsBy.UNIT: Organisation.name,
    StepsBy.TOWN: Division.name,
    StepsBy.PROCEDURE: ProcedureDefinition.chinese,
    StepsBy.STEP: func.concat(
        ProcedureDefinition.chinese, literal_column("'：'"), StepEvent.step_title, type_=Text()
    ),
}
By = Annotated[StepsBy, strawberry.argument(description="按什么统计\nBy what.")]
First = Annotated[
    dt.date | None, strawberry.argument(description="起，默认九十天前\nFirst day; 90 days back.")
]
Last = Annotated[dt.date | None, strawberry.argument(description="止，默认今天\nLast day; today.")]


@strawberry.type(description="环节统计\nSteps of a period, and how many were in time.")
class StepPerformance:
    name: str = strawberry.field(description="单位、镇街、程序或环节\nOf what.")
    done: int = strawberry.field(description="办理\nSteps done.")
    timed: int = strawberry.field(description="有期限的\nOf these with a limit.")
    late: int = strawberry.field(description="逾期\nOf these late.")
    rate: float | None = strawberry.field(
        description="按期率，无期限的为空\nIn time of timed, from 0 to 1."
    )
    worst_days: int = strawberry.field(description="最长逾期天数\nThe longest delay in days.")
    returned: int = strawberry.field(description="退回\nSent back to an earlier step.")
    paused: int = strawberry.field(description="中止计时\nHow often the clock was stopped.")


@query(
    "环节统计：某期间办的环节，按单位、镇街、程序或环节，逾期多的在前\n"
    "Steps done in a period by unit, town, procedure or step, the latest first.",
    reads=Event,
)
async def step_performance(
    info: Info, by: By = StepsBy.UNIT, first: First = None, last: Last = None
) -> list[StepPerformance]:
    rows = await info.context.loading.rows(
        performance(by, *instants(first, last, info.context.today))
    )
    return [StepPerformance(rate=_rate(row), **row._mapping) for row in rows]  # noqa: SLF001  public by contract


def instants(
    first: dt.date | None, last: dt.date | None, today: dt.date
) -> tuple[dt.datetime, dt.datetime]:
    """The period as instants, the end not in it."""
    begin, end = first or today - USUAL, (last or today) + dt.timedelta(days=1)
    midnight = dt.time(tzinfo=BUSINESS_ZONE)
    return dt.datetime.combine(begin, midnight), dt.datetime.combine(end, midnight)


def performance(by: StepsBy, begin: dt.datetime, end: dt.datetime) -> Any:
    """The one statement behind the statistics, over the steps that the caller may see."""
    name = cast(NAMES[by], Text).label("name")
    done, late = StepEvent.act.in_(TIMED), StepEvent.on_time.is_(False)
    late_count = func.count().filter(late).label("late")
    wanted = select(
        name,
        func.count().filter(done).label("done"),
        func.count(StepEvent.on_time).label("timed"),
        late_count,
        func.coalesce(func.max(DAYS_LATE), 0).label("worst_days"),
        func.count().filter(StepEvent.act == StepAct.RETURNED).label("returned"),
        func.count()
        .filter(StepEvent.act.in_([StepAct.PAUSED, StepAct.SUPPLEMENT_REQUESTED]))
        .label("paused"),
    ).where(StepEvent.at >= begin, StepEvent.at < end)
    return _joined(wanted, by).group_by(name).order_by(late_count.desc(), name).limit(MOST)


def _joined(wanted: Any, by: StepsBy) -> Any:
    if by is StepsBy.UNIT:
        return wanted.join(Organisation, Organisation.id == StepEvent.organisation_id)
    if by is StepsBy.TOWN:
        return wanted.join(Division, Division.id == StepEvent.town_id)
    return wanted.join(Matter, Matter.id == StepEvent.matter_id).join(
        ProcedureDefinition, ProcedureDefinition.id == Matter.procedure_id
    )


def _rate(row: Any) -> float | None:
    return (row.timed - row.late) / row.timed if row.timed else None


extensions = [extend(Query, step_performance)]
