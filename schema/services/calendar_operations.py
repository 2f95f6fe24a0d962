"""What the branch does to the working calendar: days, and the years whose notice is out."""

import datetime as dt

import strawberry

from core.deadlines import models as m
from core.deadlines import service
from core.deadlines.calendar import DayKind
from core.extension import extend
from core.policy.vocabulary import Action
from core.store.unit import UnitOfWork
from schema.operations import mutation
from schema.payloads import ChangeInput
from schema.roots import Mutation
from schema.services.calendar import CalendarDay, CalendarYear


@strawberry.input(description="设定特殊日的输入，须写明理由\nWhat `setCalendarDay` takes.")
class SetCalendarDayInput(ChangeInput):
    """What `setCalendarDay` takes; `reason` must be given."""

    day: dt.date = strawberry.field(description="日期\nThe day.")
    kind: DayKind = strawberry.field(description="类别\nDay off or worked.")
    name: str = strawberry.field(description="名称\nFor which festival, in Chinese.")
    name_en: str = strawberry.field(description="英文名称\nFor which festival.")


@strawberry.input(description="撤销特殊日的输入，须写明理由\nWhat `clearCalendarDay` takes.")
class ClearCalendarDayInput(ChangeInput):
    """What `clearCalendarDay` takes; `reason` must be given."""

    day: dt.date = strawberry.field(description="日期\nThe day.")


@strawberry.input(description="公布年度放假安排的输入\nWhat `publishCalendarYear` takes.")
class PublishCalendarYearInput(ChangeInput):
    """What `publishCalendarYear` takes."""

    year: int = strawberry.field(description="年度\nThe year.")
    published_on: dt.date = strawberry.field(description="公布日期\nPublished on.")
    notice: str = strawberry.field(description="通知文号\nNumber of the notice.")
    source: str = strawberry.field(default="国务院办公厅", description="发文机关\nWho issued it.")


@mutation(
    "设定特殊日：放假或调休上班\nSay that a day is off, or a weekend day worked.",
    on=CalendarDay,
    action=Action.UPDATE,
)
async def set_calendar_day(work: UnitOfWork, input: SetCalendarDayInput) -> m.CalendarDay:
    """Say that a day is off, or a weekend day worked."""
    entry = service.DayEntry(input.day, input.kind, input.name, input.name_en)
    return await service.set_calendar_day(work, entry, expected_version=input.expected_version)


@mutation(
    "撤销特殊日：恢复为平常的工作日或周末；结果中记录为空\n"
    "Let a day be what its weekday says again; the record in the answer is null.",
    on=CalendarDay,
    action=Action.UPDATE,
)
async def clear_calendar_day(work: UnitOfWork, input: ClearCalendarDayInput) -> m.CalendarDay:
    """Let a day be what its weekday says."""
    return await service.clear_calendar_day(
        work, input.day, expected_version=input.expected_version
    )


@mutation(
    "公布年度放假安排：录完特殊日之后\nSettle a year, once its days have been entered.",
    on=CalendarYear,
    action=Action.PUBLISH,
)
async def publish_calendar_year(
    work: UnitOfWork, input: PublishCalendarYearInput
) -> m.CalendarYear:
    """Settle a year, or correct by which notice it is settled."""
    said = service.Publication(input.year, input.published_on, input.notice, input.source)
    return await service.publish_calendar_year(work, said, expected_version=input.expected_version)


operations = [extend(Mutation, set_calendar_day, clear_calendar_day, publish_calendar_year)]
