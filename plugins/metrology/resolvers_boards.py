"""Counts over many instruments, one statement each: colours, verification and pass rates."""

import datetime as dt
import enum
from typing import Annotated, Any

import strawberry
from sqlalchemy import Text, case, cast, func, select
from strawberry.types.info import Info

from core.extension import extend
from core.register.colours import WarningColour
from core.register.models import Division
from plugins.metrology import models as m
from plugins.metrology.models_law import AuthorisedBody, InstrumentCategory
from plugins.metrology.types import Instrument, Verification
from plugins.metrology.types_law import InstrumentCategory as Category
from schema.enums import show_enum
from schema.operations import query
from schema.roots import Query
from schema.shared.boards import OfTown


class PassRateBy(enum.Enum):
    """By what results are counted."""

    CATEGORY = "CATEGORY"
    TOWN = "TOWN"
    BODY = "BODY"


show_enum(
    PassRateBy,
    "按什么统计\nBy what results are counted.",
    {"CATEGORY": "类别\nCategory.", "TOWN": "镇街\nTown.", "BODY": "机构\nBody."},
)


@strawberry.type(description="计量看板格\nHow many in use, by town, category and colour.")
class InstrumentBoardCell(OfTown):
    category_id: strawberry.Private[int]
    colour: WarningColour | None = strawberry.field(description="检定预警颜色\nColour.")
    count: int = strawberry.field(description="台件数\nHow many instruments.")

    @strawberry.field(description="类别\nCategory.")
    async def category(self, info: Info) -> Category | None:
        found: Category | None = await info.context.loading.record(Category, self.category_id)
        return found


@strawberry.type(description="受检率\nOf the instruments in use in a town, how many hold.")
class VerificationRate(OfTown):
    in_use: int = strawberry.field(description="在用\nIn use.")
    verified: int = strawberry.field(description="检定有效\nVerified, and it holds.")
    overdue: int = strawberry.field(description="超期在用\nIn use past their day.")
    rate: float = strawberry.field(description="受检率\nVerified of in use, from 0 to 1.")


@strawberry.type(description="检定合格率\nResults of a period, and how many passed.")
class PassRate:
    name: str = strawberry.field(description="类别、镇街或机构\nOf what.")
    verified: int = strawberry.field(description="检定\nVerified.")
    passed: int = strawberry.field(description="合格\nPassed.")
    rate: float = strawberry.field(description="合格率\nPassed of verified, from 0 to 1.")
    exempted_yuan: int = strawberry.field(description="免收检定费（元）\nFees not charged.")


@query(
    "计量看板：在用器具按镇街、类别、颜色计数，数量有限，不分页\n"
    "Instruments in use, counted by town, category and colour.",
    reads=Instrument,
)
async def instrument_board(info: Info) -> list[InstrumentBoardCell]:
    each = (
        select(m.Instrument.town_id, m.Instrument.category_id, m.COLOUR.label("colour"))
        .where(m.IN_USE)
        .subquery()
    )
    cell = tuple(each.c)
    rows = await info.context.loading.rows(
        select(*cell, func.count()).group_by(*cell).order_by(*cell)
    )
    return [
        InstrumentBoardCell(town_id=town, category_id=category, colour=colour, count=count)
        for town, category, colour, count in rows
    ]


@query("受检率，按镇街\nHow many of those in use hold, by town.", reads=Instrument)
async def verification_rates(info: Info) -> list[VerificationRate]:
    town = m.Instrument.town_id
    rows = await info.context.loading.rows(
        select(
            town,
            func.count(),
            func.count(case((m.VERIFIED, 1))),
            func.count(case((m.OVERDUE, 1))),
        )
        .where(m.IN_USE)
        .group_by(town)
        .order_by(town)
    )
    return [
        VerificationRate(
            town_id=key, in_use=in_use, verified=held, overdue=overdue, rate=held / in_use
        )
        for key, in_use, held, overdue in rows
    ]


@query("检定合格率：某期间的结果\nResults of a period.", reads=Verification)
async def pass_rates(
    info: Info,
    by: Annotated[PassRateBy, strawberry.argument(description="按什么统计\nBy what.")],
    first: Annotated[dt.date, strawberry.argument(description="起始日\nFirst day.")],
    last: Annotated[dt.date, strawberry.argument(description="终止日\nLast day.")],
) -> list[PassRate]:
    name, joined = _named(by)
    wanted: Any = select(
        name,
        func.count(),
        func.count(case((m.Verification.result == m.VerificationOutcome.PASSED, 1))),
        func.sum(m.Verification.exempted_yuan),
    )
    for target, on in joined:
        wanted = wanted.join(target, on)
    rows = await info.context.loading.rows(
        wanted.where(m.Verification.verified_on.between(first, last)).group_by(name).order_by(name)
    )
    return [
        PassRate(name=key, verified=n, passed=good, rate=good / n, exempted_yuan=int(yuan or 0))
        for key, n, good, yuan in rows
    ]


def _named(by: PassRateBy) -> tuple[Any, list[tuple[Any, Any]]]:
    """The name to group by, and what is joined for it."""
    if by is PassRateBy.TOWN:
        return cast(Division.name, Text), [(Division, Division.id == m.Verification.town_id)]
    if by is PassRateBy.BODY:
        body = AuthorisedBody
        return cast(body.name, Text), [(body, body.id == m.Verification.body_id)]
    instrument, category = m.Instrument, InstrumentCategory
    return cast(category.name, Text), [
        (instrument, instrument.id == m.Verification.instrument_id),
        (category, category.id == instrument.category_id),
    ]


extensions = [extend(Query, instrument_board, verification_rates, pass_rates)]
