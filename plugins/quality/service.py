"""Products, who makes them, and the terms of the law. Nobody commits."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import select

from core.errors import Conflict, InvalidInput, Unavailable
from core.policy.access import Duty
from core.policy.vocabulary import Action, Tier
from core.register.models import ChangeKind, Enterprise
from core.register.places import readable, town_of_today
from core.register.service import amend, confirm_change, enter, filled
from core.store.base import Base
from core.store.scope import admits
from core.store.unit import UnitOfWork
from plugins.quality import errors
from plugins.quality.models import (
    EnterpriseProduct,
    LicenceNeed,
    Product,
    ProductRisk,
    QualityTerm,
)
from plugins.quality.service_profiles import recompute


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductFacts:
    """What is said of a product, and how it is graded."""

    catalogue_code: str
    name: str
    risk_level: ProductRisk
    public_concern: int
    is_regional: bool
    licence_required: LicenceNeed
    industry_code: str = ""
    executive_standard: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Making:
    """That an enterprise makes a product."""

    enterprise_id: int
    product_id: int
    brand: str = ""
    model: str = ""
    annual_output: str = ""
    declared_standard: str = ""


async def add_product(work: UnitOfWork, facts: ProductFacts) -> Product:
    """Enter a product into the catalogue, graded for the reason that the work states.

    Raises Denied, InvalidInput, Conflict.
    """
    code = filled(facts.catalogue_code, "catalogueCode")
    wanted = select(Product.id).where(Product.catalogue_code == code)
    if (await work.session.scalars(wanted)).first() is not None:
        raise Conflict("该目录代码已登记。", "This code is taken.", field="catalogueCode")
    product = Product(catalogue_code=code)
    _set(work, product, facts)
    return await work.add(product, Action.DECIDE)


async def regrade_product(
    work: UnitOfWork, key: int, facts: ProductFacts, version: int | None
) -> Product:
    """Change a product's facts and factors; whoever makes it is supervised by them at once."""
    product = await work.fetch(Product, key, Action.DECIDE, expected_version=version)
    _set(work, product, facts)
    makers = select(EnterpriseProduct.enterprise_id).where(EnterpriseProduct.product_id == key)
    found = set((await work.session.scalars(makers)).all())
    await recompute(work, found, act=Product, action=Action.DECIDE)
    return product


async def record_enterprise_product(work: UnitOfWork, making: Making) -> EnterpriseProduct:
    """Enter into the register that an enterprise makes a product. Raises NotFound, Conflict."""
    enterprise = await readable(work, Enterprise, making.enterprise_id, "enterpriseId")
    await readable(work, Product, making.product_id, "productId")
    known = select(EnterpriseProduct.id).where(
        EnterpriseProduct.enterprise_id == enterprise.id,
        EnterpriseProduct.product_id == making.product_id,
        EnterpriseProduct.brand == making.brand.strip(),
        EnterpriseProduct.model == making.model.strip(),
    )
    if (await work.session.scalars(known)).first() is not None:
        raise Conflict("该产品已登记。", "It is recorded already.", field="productId")
    change = await confirm_change(
        work, ChangeKind.DECISION, "quality", act=EnterpriseProduct, action=Action.CONFIRM
    )
    made = await enter(
        work,
        EnterpriseProduct(
            enterprise_id=enterprise.id,
            town_id=await town_of_today(work, enterprise.town_id),
            product_id=making.product_id,
            brand=making.brand.strip(),
            model=making.model.strip(),
            annual_output=making.annual_output.strip(),
            declared_standard=making.declared_standard.strip(),
        ),
        change,
    )
    await recompute(work, {enterprise.id}, act=EnterpriseProduct, action=Action.CONFIRM)
    return made


async def end_enterprise_product(
    work: UnitOfWork, key: int, on: dt.date, version: int | None
) -> EnterpriseProduct:
    """Enter that it is made no more. Raises NotFound, Conflict, InvalidInput."""
    made = await work.fetch(EnterpriseProduct, key, Action.CONFIRM, expected_version=version)
    if on > work.today:
        raise InvalidInput("日期不能晚于今天。", "Not in the future.", field="endedOn")
    change = await confirm_change(
        work, ChangeKind.DECISION, "quality", act=EnterpriseProduct, action=Action.CONFIRM
    )
    await amend(work, made, change, ended_on=on)
    await recompute(work, {made.enterprise_id}, act=EnterpriseProduct, action=Action.CONFIRM)
    return made


async def term(work: UnitOfWork, code: str) -> QualityTerm:
    """The number in force today. Raises Unavailable when the law's rows are not planted."""
    wanted = select(QualityTerm).where(QualityTerm.code == code)
    for found in (await work.session.scalars(wanted)).all():
        if found.in_force(work.today):
            return found
    raise Unavailable(f"没有生效的期限：{code}。", f"No term {code} is in force.")


def acting(
    work: UnitOfWork, model: type[Base], action: Action, row: Base | None = None
) -> tuple[Duty, Tier]:
    """The post by which the actor does this where `row` lies, and its tier. Raises Denied."""
    resource = work.access.resources[model]
    work.access.require(resource, action)
    held = list(work.access.cells(resource, action))
    here = [
        duty
        for duty, cell in held
        if row is not None and admits(work.access.reach_by(duty, cell), row, work.today)
    ]
    duty = here[0] if here else held[0][0]
    return duty, work.access.table.tier(duty.role)


async def making_of(work: UnitOfWork, enterprise_id: int, product_id: int) -> EnterpriseProduct:
    """What the register says of an enterprise and a product. Raises InvalidInput."""
    wanted = select(EnterpriseProduct).where(
        EnterpriseProduct.enterprise_id == enterprise_id,
        EnterpriseProduct.product_id == product_id,
        EnterpriseProduct.ended_on.is_(None),
    )
    found = (await work.session.scalars(wanted.order_by(EnterpriseProduct.id))).first()
    if found is None:
        raise errors.not_its_product()
    return found


def _set(work: UnitOfWork, product: Product, facts: ProductFacts) -> None:
    if not 1 <= facts.public_concern <= 5:
        raise InvalidInput("社会关注程度为 1 至 5。", "From 1 to 5.", field="publicConcern")
    product.name = filled(facts.name, "name")
    product.risk_level, product.public_concern = facts.risk_level, facts.public_concern
    product.is_regional, product.licence_required = facts.is_regional, facts.licence_required
    product.industry_code = facts.industry_code.strip()
    product.executive_standard = facts.executive_standard.strip()
    product.graded_on, product.grading_reason = work.today, filled(work.reason, "reason")
