"""Operations on products, classes and plans: thin, the rules are in the services."""

from core.extension import extend
from core.policy.vocabulary import Action
from core.store.unit import UnitOfWork
from plugins.quality import models as m
from plugins.quality import resolvers_boards as boards
from plugins.quality import resolvers_checks as checks
from plugins.quality import resolvers_planning as planning
from plugins.quality import (
    service,
    service_classes,
    service_plans,
)
from plugins.quality.types import EnterpriseClass, EnterpriseProduct, Product, RegimeOverride
from plugins.quality.types_checks import (
    SpotCheckPlan,
    UpperLevelCheck,
)
from schema.ids import key_of
from schema.operations import mutation
from schema.roots import Mutation, Query
from schema.shared.register import Enterprise


@mutation("登记产品并定级\nEnter a product, graded.", on=Product, action=Action.DECIDE)
async def add_product(work: UnitOfWork, input: planning.AddProductInput) -> m.Product:
    return await service.add_product(work, input.facts())


@mutation("产品重新定级\nGrade a product anew.", on=Product, action=Action.DECIDE)
async def regrade_product(work: UnitOfWork, input: planning.RegradeProductInput) -> m.Product:
    key = key_of(Product, input.id)
    return await service.regrade_product(work, key, input.facts(), input.expected_version)


@mutation(
    "登记企业产品\nEnter that an enterprise makes a product.",
    on=EnterpriseProduct,
    action=Action.CONFIRM,
)
async def record_enterprise_product(
    work: UnitOfWork, input: planning.RecordEnterpriseProductInput
) -> m.EnterpriseProduct:
    making = service.Making(
        enterprise_id=key_of(Enterprise, input.enterprise_id),
        product_id=key_of(Product, input.product_id),
        brand=input.brand,
        model=input.model,
        annual_output=input.annual_output,
        declared_standard=input.declared_standard,
    )
    return await service.record_enterprise_product(work, making)


@mutation("登记停产\nEnter that it is made no more.", on=EnterpriseProduct, action=Action.CONFIRM)
async def end_enterprise_product(
    work: UnitOfWork, input: planning.EndEnterpriseProductInput
) -> m.EnterpriseProduct:
    key = key_of(EnterpriseProduct, input.id)
    return await service.end_enterprise_product(work, key, input.ended_on, input.expected_version)


@mutation("提出企业类别\nPropose a class.", on=EnterpriseClass, action=Action.CREATE)
async def propose_enterprise_class(
    work: UnitOfWork, input: planning.ProposeEnterpriseClassInput
) -> m.EnterpriseClass:
    enterprise = key_of(Enterprise, input.enterprise_id)
    return await service_classes.propose_class(work, enterprise, input.grade, input.reasons)


@mutation("评定企业类别\nDecide a class.", on=EnterpriseClass, action=Action.CONFIRM)
async def decide_enterprise_class(
    work: UnitOfWork, input: planning.DecideEnterpriseClassInput
) -> m.EnterpriseClass:
    return await service_classes.decide_class(
        work,
        key_of(EnterpriseClass, input.id),
        accept=input.accept,
        grade=input.grade,
        version=input.expected_version,
    )


@mutation("提出监管方式调整\nPropose another regime.", on=RegimeOverride, action=Action.CREATE)
async def propose_regime_override(
    work: UnitOfWork, input: planning.ProposeRegimeOverrideInput
) -> m.RegimeOverride:
    wanted = service_classes.Wanted(
        enterprise_id=key_of(Enterprise, input.enterprise_id),
        regime=input.regime,
        months_between=input.months_between,
        until=input.until,
    )
    return await service_classes.propose_override(work, wanted)


@mutation("会签监管方式调整\nSign it second.", on=RegimeOverride, action=Action.CONFIRM)
async def sign_regime_override(
    work: UnitOfWork, input: planning.SignRegimeOverrideInput
) -> m.RegimeOverride:
    key = key_of(RegimeOverride, input.id)
    return await service_classes.sign_override(
        work, key, accept=input.accept, version=input.expected_version
    )


@mutation("拟订抽查计划\nDraft a plan.", on=SpotCheckPlan, action=Action.CREATE)
async def draft_spot_check_plan(
    work: UnitOfWork, input: planning.DraftSpotCheckPlanInput
) -> m.SpotCheckPlan:
    draft = service_plans.Draft(
        name=input.name,
        level=input.level,
        product_id=key_of(Product, input.product_id),
        batches=input.batches,
        laboratory=input.laboratory,
        cost=input.cost,
        seed_source=input.seed_source,
        sample_by=input.sample_by,
    )
    return await service_plans.draft_plan(work, draft)


@mutation(
    "发布计划并冻结名单\nPublish a plan and freeze its pool.",
    on=SpotCheckPlan,
    action=Action.CONFIRM,
)
async def publish_spot_check_plan(
    work: UnitOfWork, input: planning.PublishSpotCheckPlanInput
) -> m.SpotCheckPlan:
    key = key_of(SpotCheckPlan, input.id)
    return await service_plans.publish_plan(work, key, input.expected_version)


@mutation("按种子抽取\nDraw with the seed.", on=SpotCheckPlan, action=Action.UPDATE)
async def draw_spot_check_plan(
    work: UnitOfWork, input: planning.DrawSpotCheckPlanInput
) -> m.SpotCheckPlan:
    key = key_of(SpotCheckPlan, input.id)
    return await service_plans.draw_plan(
        work, key, input.expected_version, input.seed, input.witnesses
    )


@mutation("结束计划\nClose a plan.", on=SpotCheckPlan, action=Action.CONFIRM)
async def close_spot_check_plan(
    work: UnitOfWork, input: planning.CloseSpotCheckPlanInput
) -> m.SpotCheckPlan:
    key = key_of(SpotCheckPlan, input.id)
    return await service_plans.close_plan(work, key, input.expected_version)


@mutation("录入上级抽查名单\nEnter a superior's list.", on=UpperLevelCheck, action=Action.CREATE)
async def record_upper_level_checks(
    work: UnitOfWork, input: planning.RecordUpperLevelChecksInput
) -> m.UpperLevelCheck:
    return await service_plans.record_upper_level(
        work,
        key_of(Product, input.product_id),
        [key_of(Enterprise, each) for each in input.enterprise_ids],
        input.level,
        input.notice,
    )


extensions = [
    *checks.extensions,
    extend(
        Query,
        boards.spot_check_rates, boards.failure_by_item, boards.failure_by_class,
        boards.class_board,
    ),
    extend(
        Mutation,
        add_product, regrade_product, record_enterprise_product, end_enterprise_product,
        propose_enterprise_class, decide_enterprise_class, propose_regime_override,
        sign_regime_override, draft_spot_check_plan, publish_spot_check_plan,
        draw_spot_check_plan, close_spot_check_plan, record_upper_level_checks,
    ),
]  # fmt: skip
