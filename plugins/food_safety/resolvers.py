"""Operations on makers, grades and inspections: thin, the rules are in the services."""

from core.extension import extend
from core.policy.vocabulary import Action
from core.store.unit import UnitOfWork
from plugins.food_safety import models as m
from plugins.food_safety import resolvers_boards as boards
from plugins.food_safety import resolvers_inputs as i
from plugins.food_safety import service, service_grades, service_inspections
from plugins.food_safety.service import Asked
from plugins.food_safety.types import (
    FoodInspection,
    FoodProducer,
    FoodUpperInspection,
    FoodVisit,
    RiskGrade,
)
from schema.ids import key_of, key_or_none
from schema.operations import mutation
from schema.roots import Mutation, Query
from schema.services.files import photo_keys
from schema.shared.register import Enterprise


def asked(record: type, input: i.FoodMatterInput) -> Asked:
    """Which record the input names, with its version and uploads."""
    return Asked(
        key=key_of(record, input.id),
        expected_version=input.expected_version,
        photos=tuple(photo_keys(input.photos)),
    )


@mutation("食品生产者建档\nOpen the file of a maker.", on=FoodProducer, action=Action.CREATE)
async def register_food_producer(
    work: UnitOfWork, input: i.RegisterFoodProducerInput
) -> m.FoodProducer:
    key = key_of(Enterprise, input.enterprise_id)
    return await service.register_producer(work, key, input.maker())


@mutation("变更食品生产者档案\nAmend the file.", on=FoodProducer, action=Action.UPDATE)
async def amend_food_producer(work: UnitOfWork, input: i.AmendFoodProducerInput) -> m.FoodProducer:
    which = Asked(key=key_of(FoodProducer, input.id), expected_version=input.expected_version)
    return await service.amend_producer(work, which, input.maker())


@mutation("提出年度风险定级\nPropose the grade of a year.", on=RiskGrade, action=Action.CREATE)
async def propose_risk_grade(work: UnitOfWork, input: i.ProposeRiskGradeInput) -> m.RiskGrade:
    key = key_of(FoodProducer, input.producer_id)
    return await service_grades.propose_grade(work, key, input.year)


@mutation("提出即时调高等级\nPropose one grade more at once.", on=RiskGrade, action=Action.CREATE)
async def raise_risk_grade(work: UnitOfWork, input: i.RaiseRiskGradeInput) -> m.RiskGrade:
    return await service_grades.raise_grade(work, key_of(FoodProducer, input.producer_id))


@mutation("站所核对评分\nCompare the points.", on=RiskGrade, action=Action.VERIFY)
async def check_risk_grade(work: UnitOfWork, input: i.CheckRiskGradeInput) -> m.RiskGrade:
    return await service_grades.check_grade(work, asked(RiskGrade, input), input.dynamic_points)


@mutation("分局定级\nFix the grade; visits follow.", on=RiskGrade, action=Action.DECIDE)
async def fix_risk_grade(work: UnitOfWork, input: i.FixRiskGradeInput) -> m.RiskGrade:
    return await service_grades.fix_grade(work, asked(RiskGrade, input), input.grade)


@mutation("知悉风险等级\nNote that the grade was told.", on=RiskGrade, action=Action.SUBMIT)
async def acknowledge_risk_grade(
    work: UnitOfWork, input: i.AcknowledgeRiskGradeInput
) -> m.RiskGrade:
    return await service_grades.acknowledge_grade(work, asked(RiskGrade, input))


@mutation("指派监督检查\nSend two inspectors.", on=FoodInspection, action=Action.CREATE)
async def assign_food_inspection(
    work: UnitOfWork, input: i.AssignFoodInspectionInput
) -> m.FoodInspection:
    return await service_inspections.assign(
        work,
        key_of(FoodProducer, input.producer_id),
        input.kind,
        visit_id=key_or_none(FoodVisit, input.visit_id),
    )


@mutation("填写检查表\nFill in the checklist, first.", on=FoodInspection, action=Action.VERIFY)
async def record_food_inspection(
    work: UnitOfWork, input: i.RecordFoodInspectionInput
) -> m.FoodInspection:
    which = asked(FoodInspection, input)
    return await service_inspections.record(work, which, input.visit(work.clock.now()))


@mutation("会签检查结果\nSign the inspection second.", on=FoodInspection, action=Action.VERIFY)
async def sign_food_inspection(
    work: UnitOfWork, input: i.SignFoodInspectionInput
) -> m.FoodInspection:
    return await service_inspections.sign(work, asked(FoodInspection, input))


@mutation("公示检查结果\nPublish the result.", on=FoodInspection, action=Action.PUBLISH)
async def publish_food_inspection(
    work: UnitOfWork, input: i.PublishFoodInspectionInput
) -> m.FoodInspection:
    return await service_inspections.publish(work, asked(FoodInspection, input))


@mutation("整改完成，办结\nClose it: all is put right.", on=FoodInspection, action=Action.REVIEW)
async def close_food_inspection(
    work: UnitOfWork, input: i.CloseFoodInspectionInput
) -> m.FoodInspection:
    return await service_inspections.close(work, asked(FoodInspection, input))


@mutation("移送调查处理\nHand it over for a case.", on=FoodInspection, action=Action.DECIDE)
async def hand_over_food_inspection(
    work: UnitOfWork, input: i.HandOverFoodInspectionInput
) -> m.FoodInspection:
    return await service_inspections.hand_over(work, asked(FoodInspection, input))


@mutation("登记上级检查\nNote a higher level's.", on=FoodUpperInspection, action=Action.CREATE)
async def record_upper_food_inspection(
    work: UnitOfWork, input: i.RecordUpperFoodInspectionInput
) -> m.FoodUpperInspection:
    upper = service_inspections.Upper(
        producer_id=key_of(FoodProducer, input.producer_id),
        level=input.level,
        inspected_on=input.inspected_on,
        findings=input.findings,
    )
    return await service_inspections.record_upper(work, upper)


extensions = [
    extend(Query, *boards.BOARDS),
    extend(
        Mutation,
        register_food_producer,
        amend_food_producer,
        propose_risk_grade,
        raise_risk_grade,
        check_risk_grade,
        fix_risk_grade,
        acknowledge_risk_grade,
        assign_food_inspection,
        record_food_inspection,
        sign_food_inspection,
        publish_food_inspection,
        close_food_inspection,
        hand_over_food_inspection,
        record_upper_food_inspection,
    ),
]
