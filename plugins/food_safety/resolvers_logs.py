"""Operations on the logs of makers: thin, the rules are in the service."""

import datetime as dt

import strawberry

from core.extension import extend
from core.policy.vocabulary import Action
from core.safety_logs.models import LogPeriod
from core.store.unit import UnitOfWork
from plugins.food_safety import models_logs as m
from plugins.food_safety import service_logs as logs
from plugins.food_safety.resolvers import asked
from plugins.food_safety.resolvers_inputs import PHOTOS, PRODUCER, FoodMatterInput
from plugins.food_safety.types import FoodProducer
from plugins.food_safety.types_logs import FoodLog, FoodLogFinding, FoodLogItem
from schema.ids import key_of
from schema.operations import mutation
from schema.payloads import MutationInput
from schema.roots import Mutation
from schema.services.files import photo_keys


@strawberry.input(description="写自查记录的输入\nWhat `writeFoodLog` takes.")
class WriteFoodLogInput(MutationInput):
    producer_id: strawberry.ID = strawberry.field(description=PRODUCER)
    period: LogPeriod = strawberry.field(description="日、周、月\nWhich period.")
    day: dt.date | None = strawberry.field(
        default=None, description="当期中的一天，默认今天\nA day of it; today when left out."
    )
    unsound_ids: list[strawberry.ID] = strawberry.field(
        default_factory=list, description="有问题的项目，其余正常\nItems not sound; all else is."
    )
    note: str = strawberry.field(
        default="", description="情况；有问题须说明\nWhat was found; needed where something was."
    )
    photos: list[strawberry.ID] = strawberry.field(default_factory=list, description=PHOTOS)


@strawberry.input(description="自查整改的输入\nWhat `mendFoodFinding` takes.")
class MendFoodFindingInput(FoodMatterInput):
    measures: str = strawberry.field(description="整改措施\nHow it was mended.")


@mutation("写自查记录\nWrite a log.", on=FoodLog, action=Action.SUBMIT)
async def write_food_log(work: UnitOfWork, input: WriteFoodLogInput) -> m.FoodLog:
    written = logs.Written(
        producer_id=key_of(FoodProducer, input.producer_id),
        period=input.period,
        day=input.day or work.today,
        unsound_ids=tuple(key_of(FoodLogItem, each) for each in input.unsound_ids),
        note=input.note,
        photos=tuple(photo_keys(input.photos)),
    )
    return await logs.write_log(work, written)


@mutation("自查问题整改\nSay how it was mended.", on=FoodLogFinding, action=Action.SUBMIT)
async def mend_food_finding(work: UnitOfWork, input: MendFoodFindingInput) -> m.FoodLogFinding:
    return await logs.mend(work, asked(FoodLogFinding, input), input.measures)


extensions = [extend(Mutation, write_food_log, mend_food_finding)]
