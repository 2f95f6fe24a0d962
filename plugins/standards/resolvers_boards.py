"""Counts over standards, one statement each: what each town has declared, and what is exposed."""

import strawberry
from sqlalchemy import case, func, literal, select, union_all
from strawberry.types.info import Info

from core.register.colours import WarningColour
from core.warnings.bands import rule_colour
from plugins.standards import models as m
from plugins.standards import models_checks as mc
from plugins.standards.types import EnterpriseStandard, StandardUse
from schema.operations import query
from schema.shared.boards import OfTown


@strawberry.type(description="镇街标准化概况\nWhat one town has declared.")
class StandardsOfTown(OfTown):
    firms: int = strawberry.field(description="有声明的企业\nFirms that have declared something.")
    own_standards: int = strawberry.field(description="企业标准\nOwn standards that count.")
    products: int = strawberry.field(description="声明执行标准的产品\nProducts with a standard.")
    exposed: int = strawberry.field(
        description="所执行标准将废止或已废止\nUses whose standard ends or has ended."
    )
    drafting: int = strawberry.field(
        description="参与标准起草\nRunning part in the drafting of standards."
    )


@strawberry.type(description="废止标准的影响\nUses of one town whose standard ends, by colour.")
class StandardExposure(OfTown):
    colour: WarningColour = strawberry.field(description="颜色\nHow near its end is.")
    count: int = strawberry.field(description="数量\nHow many uses.")


@query(
    "镇街标准化概况：企业标准、产品、受影响数、标准起草\nDeclared standards and products by town.",
    reads=EnterpriseStandard,
)
async def standards_board(info: Info) -> list[StandardsOfTown]:
    use, own, pilot = m.StandardUse, m.EnterpriseStandard, mc.Pilot
    none = literal(0)
    executed = case((use.role == m.UseRole.EXECUTED, 1), else_=0)
    parts = union_all(
        select(
            own.town_id.label("town"),
            own.enterprise_id.label("firm"),
            literal(1).label("own"),
            none.label("products"),
            none.label("exposed"),
            none.label("drafting"),
        ).where(m.COUNTS),
        select(
            use.town_id,
            use.enterprise_id,
            none,
            executed,
            case((use.replace_by.is_not(None), 1), else_=0),
            none,
        ).where(m.OPEN_USE),
        select(pilot.town_id, literal(None), none, none, none, literal(1)).where(
            pilot.kind != mc.PilotKind.PILOT, pilot.ended_on.is_(None)
        ),
    ).subquery()
    each = parts.c
    sums = (func.sum(each[name]) for name in ("own", "products", "exposed", "drafting"))
    rows = await info.context.loading.rows(
        select(each.town, func.count(each.firm.distinct()), *sums)
        .group_by(each.town)
        .order_by(each.town)
    )
    return [
        StandardsOfTown(
            town_id=town,
            firms=firms,
            own_standards=owns,
            products=products,
            exposed=exposed,
            drafting=drafting,
        )
        for town, firms, owns, products, exposed, drafting in rows
    ]


@query(
    "废止标准的影响：按镇街和颜色\nUses whose standard ends or has ended, by town and colour.",
    reads=StandardUse,
)
async def standard_exposure(info: Info) -> list[StandardExposure]:
    use = m.StandardUse
    each = (
        select(use.town_id, rule_colour(use.replace_by, "S2").label("colour"))
        .where(m.OPEN_USE, use.replace_by.is_not(None))
        .subquery()
    )
    cell = (each.c.town_id, each.c.colour)
    rows = await info.context.loading.rows(
        select(*cell, func.count()).group_by(*cell).order_by(*cell)
    )
    return [
        StandardExposure(town_id=town, colour=colour, count=count) for town, colour, count in rows
    ]
