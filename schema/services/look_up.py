"""`lookUp`: a licence, a lift or whatever a subsystem shows the public, by its exact number."""

from typing import Annotated

import strawberry
from strawberry.types.info import Info

import schema.shared.register  # noqa: F401  it tells GraphQL of WarningColour first
from core.extension import extend
from core.look_up import service as reviewed
from core.look_up.service import COST, Found
from core.register.colours import WarningColour
from schema.operations import query
from schema.request import Request
from schema.roots import Query

Number = Annotated[
    str, strawberry.argument(description="完整编号\nThe whole number, as it is printed.")
]


@strawberry.type(description="公开事实\nOne fact that anybody may know.")
class PublicRecordFact:
    """A name and a value, in both languages."""

    title: str = strawberry.field(description="名称\nChinese, newline, English.")
    value: str = strawberry.field(description="内容\nChinese or plain, newline, English.")


@strawberry.type(description="公开记录\nWhat anybody may know of a record.")
class PublicRecord:
    """A record by its number: narrow facts, no persons."""

    kind: str = strawberry.field(description="种类\nWhat it is: Chinese, newline, English.")
    number: str = strawberry.field(description="编号\nIts number.")
    colour: WarningColour | None = strawberry.field(
        description="颜色；不再有效的为空\nHow near its due date is; none once it has ended."
    )
    facts: list[PublicRecordFact] = strawberry.field(description="事实\nThe facts.")

    @classmethod
    def of(cls, found: Found) -> "PublicRecord":
        """The record as data."""
        facts = [
            PublicRecordFact(title="\n".join(title), value="\n".join(filter(None, value)))
            for title, value in found.facts
        ]
        return cls(kind=found.kind, number=found.number, colour=found.colour, facts=facts)


@query(
    "公众查证：按完整编号，数量有限，不分页\nLook up by an exact number; no account is needed.",
    reads="core:Query.lookUp",
)
async def look_up(info: Info, number: Number) -> list[PublicRecord]:
    """Every look-up costs the caller's budget, so that numbers are not tried in bulk."""
    request: Request = info.context
    request.services.spend(request.access, request.ip, COST)
    views = request.services.assembly.desk.views
    answers = request.services.answers
    found = await reviewed.look_up(request.store, views, number, request.today, answers)
    return [PublicRecord.of(each) for each in found]


extensions = [extend(Query, look_up)]
