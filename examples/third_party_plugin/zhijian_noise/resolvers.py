"""The one operation: thin, the rules are in `service`."""

import datetime as dt

import strawberry

from core.extension import extend
from core.policy.vocabulary import Action
from core.store.unit import UnitOfWork
from schema.ids import key_of
from schema.operations import mutation
from schema.payloads import MutationInput
from schema.roots import Mutation
from schema.shared.register import Enterprise
from zhijian_noise import models as m
from zhijian_noise import service
from zhijian_noise.types import NoiseMeasurement


@strawberry.input(description="登记噪声的输入\nWhat `recordNoise` takes.")
class RecordNoiseInput(MutationInput):
    """What was measured, where and when."""

    enterprise_id: strawberry.ID = strawberry.field(description="企业\nAt which enterprise.")
    measured_on: dt.date = strawberry.field(description="测量日期\nOn which day.")
    period: m.NoisePeriod = strawberry.field(description="昼夜\nBy day or by night.")
    decibels: int = strawberry.field(description="分贝\ndB(A).")
    area: int = strawberry.field(description="声环境功能区类别 1 至 4\nClass of the area, 1 to 4.")


@mutation("登记噪声测量\nEnter a measurement.", on=NoiseMeasurement, action=Action.CREATE)
async def record_noise(work: UnitOfWork, input: RecordNoiseInput) -> m.NoiseMeasurement:
    """Enter what was measured on patrol."""
    new = service.NewMeasurement(
        enterprise_id=key_of(Enterprise, input.enterprise_id),
        measured_on=input.measured_on,
        period=input.period,
        decibels=input.decibels,
        area=input.area,
    )
    return await service.record_noise(work, new)


extensions = [extend(Mutation, record_noise)]
