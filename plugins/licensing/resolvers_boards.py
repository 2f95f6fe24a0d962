"""Reports on licences, one statement each: states, what ends when, renewals in time, islands."""

import datetime as dt

import strawberry
from sqlalchemy import ColumnElement, Date, case, cast, func, literal_column, select
from strawberry.types.info import Info

from core.extension import extend
from core.store.scope import TODAY
from plugins.licensing import models as m
from plugins.licensing.types import Licence, LicenceEvent
from schema.operations import query
from schema.roots import Query
from schema.shared.boards import OfTown

MONTHS = 24


@strawberry.type(description="许可状态格\nHow many, by town, kind and state.")
class LicenceStateCell(OfTown):
    type_code: str = strawberry.field(description="许可种类代码\nCode of the kind.")
    state: m.LicenceState = strawberry.field(description="状态\nState today.")
    count: int = strawberry.field(description="张数\nHow many licences.")


@strawberry.type(description="逐月到期数\nHow many licences of a kind end in a month.")
class LicenceExpiry:
    month: dt.date = strawberry.field(description="月份，以首日表示\nThe month's first day.")
    type_code: str = strawberry.field(description="许可种类代码\nCode of the kind.")
    count: int = strawberry.field(description="张数\nHow many licences.")


@strawberry.type(description="延续按时率\nRenewals of one town, and how many in time.")
class RenewalRate(OfTown):
    filed: int = strawberry.field(description="申请延续\nApplications filed.")
    in_time: int = strawberry.field(description="按时申请\nFiled in time.")
    rate: float = strawberry.field(description="按时率\nIn time of filed, from 0 to 1.")


@strawberry.type(
    description="孤岛：只在一种许可登记中出现的企业\nEnterprises that one register alone knows."
)
class LicenceIsland:
    type_code: str = strawberry.field(description="许可种类代码\nCode of the register.")
    enterprises: int = strawberry.field(description="企业数\nEnterprises that it knows.")
    known_here_only: int = strawberry.field(description="仅此登记\nKnown by it alone.")


@query(
    "许可状态：按镇街、种类、状态计数\nLicences by town, kind and state on the business date.",
    reads=Licence,
)
async def licence_states(info: Info) -> list[LicenceStateCell]:
    each = (
        select(m.Licence.town_id, m.LicenceType.code, m.state_of().label("state"))
        .join(m.LicenceType, m.LicenceType.id == m.Licence.type_id)
        .subquery()
    )
    cell = tuple(each.c)
    rows = await info.context.loading.rows(
        select(*cell, func.count()).group_by(*cell).order_by(*cell)
    )
    return [
        LicenceStateCell(town_id=town, type_code=code, state=state, count=count)
        for town, code, state, count in rows
    ]


@query(
    "今后二十四个月逐月到期的许可\nLicences in force that end in each of the next 24 months.",
    reads=Licence,
)
async def licence_expiries(info: Info) -> list[LicenceExpiry]:
    until = m.Licence.valid_until
    month: ColumnElement[str] = literal_column("'month'")
    first = cast(func.date_trunc(month, until), Date)
    this = func.date_trunc(month, TODAY)
    rows = await info.context.loading.rows(
        select(first, m.LicenceType.code, func.count())
        .join(m.LicenceType, m.LicenceType.id == m.Licence.type_id)
        .where(m.IN_FORCE, until >= TODAY, until < cast(this + func.make_interval(0, MONTHS), Date))
        .group_by(first, m.LicenceType.code)
        .order_by(first, m.LicenceType.code)
    )
    return [LicenceExpiry(month=day, type_code=code, count=count) for day, code, count in rows]


@query("延续按时率：按镇街\nRenewals filed in time, by town.", reads=LicenceEvent)
async def renewal_rates(info: Info) -> list[RenewalRate]:
    event = m.LicenceEvent
    rows = await info.context.loading.rows(
        select(event.town_id, func.count(), func.count(case((event.timely.is_(True), 1))))
        .where(event.act == m.LicenceAct.RENEWAL_FILED, event.timely.is_not(None))
        .group_by(event.town_id)
        .order_by(event.town_id)
    )
    return [
        RenewalRate(town_id=town, filed=filed, in_time=in_time, rate=in_time / filed)
        for town, filed, in_time in rows
    ]


@query(
    "许可孤岛：只在一种登记中出现的企业\nEnterprises that one register of licences alone knows.",
    reads=Licence,
)
async def licence_islands(info: Info) -> list[LicenceIsland]:
    known = (
        select(m.Licence.enterprise_id, m.LicenceType.code)
        .join(m.LicenceType, m.LicenceType.id == m.Licence.type_id)
        .distinct()
        .subquery()
    )
    many = select(
        known.c.code,
        func.count().over(partition_by=known.c.enterprise_id).label("registers"),
    ).subquery()
    rows = await info.context.loading.rows(
        select(many.c.code, func.count(), func.count(case((many.c.registers == 1, 1))))
        .group_by(many.c.code)
        .order_by(many.c.code)
    )
    return [
        LicenceIsland(type_code=code, enterprises=enterprises, known_here_only=alone)
        for code, enterprises, alone in rows
    ]


extensions = [
    extend(Query, licence_states, licence_expiries, renewal_rates, licence_islands),
]
