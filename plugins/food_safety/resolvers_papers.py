"""What the mutations about samples, disposals and recalls take."""

import datetime as dt
import decimal
from typing import Final

import strawberry

from core.errors import InvalidInput
from core.sampling.models import PlaceKind, TestVerdict
from core.sampling.rules import Quantities
from plugins.food_safety.models_samples import RecallClass
from plugins.food_safety.resolvers_inputs import PHOTOS, PRODUCER, FoodMatterInput, Id
from plugins.food_safety.service_recalls import Danger
from plugins.food_safety.service_samples import Measured, Taken
from plugins.food_safety.types import FoodInspection, FoodProducer
from plugins.food_safety.types_law import FoodCategory
from schema.ids import key_of, key_or_none
from schema.payloads import MutationInput

VERDICTS: Final = {
    "合格": TestVerdict.PASSED,
    "不合格": TestVerdict.FAILED,
    "不判定": TestVerdict.NOT_JUDGED,
}
LINE_PARTS: Final = 5


@strawberry.input(description="抽样单\nWhat `takeFoodSample` takes.")
class TakeFoodSampleInput(MutationInput):
    producer_id: Id = strawberry.field(description=PRODUCER)
    product_name: str = strawberry.field(description="食品名称\nWhat food.")
    specification: str = strawberry.field(default="", description="规格\nSpecification.")
    batch: str = strawberry.field(default="", description="批号\nIts batch.")
    produced_on: dt.date | None = strawberry.field(default=None, description="生产日期\nMade on.")
    base_quantity: decimal.Decimal = strawberry.field(description="抽样基数\nOf how much.")
    check_quantity: decimal.Decimal = strawberry.field(description="检样\nFor the test.")
    reserve_quantity: decimal.Decimal = strawberry.field(description="备样\nIn reserve.")
    quantity_unit: str = strawberry.field(description="单位\nUnit of quantity.")
    paid: decimal.Decimal = strawberry.field(description="购样费（元）\nWhat was paid, in yuan.")
    place_kind: PlaceKind = strawberry.field(
        default=PlaceKind.STOCK, description="抽样场所\nWhere."
    )
    taken_at: dt.datetime | None = strawberry.field(
        default=None, description="抽样时间，默认现在\nWhen; now when left out."
    )
    category_id: Id | None = strawberry.field(
        default=None, description="食品类别，默认主要类别\nIts class; the maker's by default."
    )
    inspection_id: Id | None = strawberry.field(
        default=None, description="所在检查\nAt which inspection."
    )
    photos: list[Id] = strawberry.field(default_factory=list, description=PHOTOS)

    def form(self) -> Taken:
        """For the service."""
        return Taken(
            producer_id=key_of(FoodProducer, self.producer_id),
            product_name=self.product_name,
            specification=self.specification,
            batch=self.batch,
            produced_on=self.produced_on,
            quantities=Quantities(
                base=self.base_quantity, check=self.check_quantity, reserve=self.reserve_quantity
            ),
            quantity_unit=self.quantity_unit,
            paid=self.paid,
            place_kind=self.place_kind,
            taken_at=self.taken_at,
            category_id=key_or_none(FoodCategory, self.category_id),
            inspection_id=key_or_none(FoodInspection, self.inspection_id),
        )


@strawberry.input(description="送检的输入\nWhat `sendFoodSample` takes.")
class SendFoodSampleInput(FoodMatterInput):
    laboratory: str = strawberry.field(description="检验机构\nThe laboratory.")


@strawberry.input(description="检验项目\nOne item of a report.")
class FoodTestItemInput:
    item: str = strawberry.field(description="项目\nWhat was tested.")
    standard_limit: str = strawberry.field(description="标准值\nWhat the standard wants.")
    measured: str = strawberry.field(description="实测值\nWhat was measured.")
    verdict: TestVerdict = strawberry.field(description="结论\nVerdict.")
    unit: str = strawberry.field(default="", description="单位\nThe unit.")

    def measure(self) -> Measured:
        """For the service."""
        return Measured(
            item=self.item,
            standard_limit=self.standard_limit,
            measured=self.measured,
            verdict=self.verdict,
            unit=self.unit,
        )


@strawberry.input(description="检验报告的输入\nWhat `recordFoodTest` takes.")
class RecordFoodTestInput(FoodMatterInput):
    report_no: str = strawberry.field(description="报告编号\nNumber of the report.")
    items: list[FoodTestItemInput] = strawberry.field(
        default_factory=list, description="检验项目\nWhat was tested."
    )
    lines: list[str] = strawberry.field(
        default_factory=list,
        description="或每行一项：项目；标准值；实测值；单位；合格、不合格或不判定\n"
        "Or one line each: item; limit; measured; unit; 合格, 不合格 or 不判定.",
    )

    def measures(self) -> tuple[Measured, ...]:
        """For the service. Raises InvalidInput for a line that says something else."""
        return (*(each.measure() for each in self.items), *(_of_line(each) for each in self.lines))


def _of_line(line: str) -> Measured:
    parts = [part.strip() for part in line.replace(";", "；").split("；")]
    if len(parts) != LINE_PARTS or parts[-1] not in VERDICTS:
        raise InvalidInput(
            f"应为“项目；标准值；实测值；单位；合格”：{line[:40]}",
            f"Say item; limit; measured; unit; verdict: {line[:40]}",
            field="lines",
        )
    item, limit, measured, unit, verdict = parts
    return Measured(
        item=item, standard_limit=limit, measured=measured, unit=unit, verdict=VERDICTS[verdict]
    )


@strawberry.input(description="复检报告的输入\nWhat `recordFoodRetest` takes.")
class RecordFoodRetestInput(RecordFoodTestInput):
    laboratory: str = strawberry.field(description="复检机构\nThe other laboratory.")


@strawberry.input(description="告知不合格结果的输入\nWhat `tellFoodSample` takes.")
class TellFoodSampleInput(FoodMatterInput):
    recall_class: RecallClass | None = strawberry.field(
        default=None, description="责令召回的级别\nThe class of a recall that is ordered."
    )


@strawberry.input(description="作出最终结论的输入\nWhat `concludeFoodSample` takes.")
class ConcludeFoodSampleInput(FoodMatterInput):
    waived: bool = strawberry.field(
        default=False, description="企业书面放弃复检，须写明\nThey waived it in writing; say how."
    )


@strawberry.input(description="停产封存的输入\nWhat `reportStopAndSeal` takes.")
class ReportStopAndSealInput(FoodMatterInput):
    sealed: decimal.Decimal = strawberry.field(description="封存量\nHow much was sealed.")


@strawberry.input(description="追查流向的输入\nWhat `reportTrace` takes.")
class ReportTraceInput(FoodMatterInput):
    made: decimal.Decimal = strawberry.field(description="生产量\nHow much was made.")
    sold: decimal.Decimal = strawberry.field(description="销售量\nHow much was sold.")
    sold_to: str = strawberry.field(description="流向\nTo whom.")


@strawberry.input(description="召回处理的输入\nWhat `reportRecalled` takes.")
class ReportRecalledInput(FoodMatterInput):
    recalled: str = strawberry.field(description="召回情况\nWhat was recalled, or why nothing.")


@strawberry.input(description="原因和整改的输入\nWhat `reportCause` takes.")
class ReportCauseInput(FoodMatterInput):
    cause: str = strawberry.field(description="原因\nThe cause.")
    correction: str = strawberry.field(description="整改措施\nWhat was changed.")


@strawberry.input(description="验收的输入；退回的须写明理由\nWhat `closeDisposal` takes.")
class CloseDisposalInput(FoodMatterInput):
    accepted: bool = strawberry.field(default=True, description="通过\nWhether it is accepted.")


@strawberry.input(description="召回的输入\nWhat `openFoodRecall` takes.")
class OpenFoodRecallInput(MutationInput):
    producer_id: Id = strawberry.field(description=PRODUCER)
    recall_class: RecallClass = strawberry.field(description="级别\nClass.")
    food: str = strawberry.field(description="食品\nWhat food.")
    batches: list[str] = strawberry.field(description="批次\nWhich batches.")
    why: str = strawberry.field(description="原因\nWhy.")
    quantity_unit: str = strawberry.field(description="单位\nUnit of quantity.")
    known_at: dt.datetime | None = strawberry.field(
        default=None, description="知悉时间，默认现在\nWhen it was known; now when left out."
    )

    def danger(self, now: dt.datetime) -> Danger:
        """For the service."""
        return Danger(
            recall_class=self.recall_class,
            food=self.food,
            batches=tuple(self.batches),
            why=self.why,
            quantity_unit=self.quantity_unit,
            known_at=self.known_at or now,
        )


@strawberry.input(description="召回计划的输入\nWhat `planFoodRecall` takes.")
class PlanFoodRecallInput(FoodMatterInput):
    plan: str = strawberry.field(description="召回计划\nThe plan.")


@strawberry.input(description="召回报告的输入\nWhat `reportFoodRecall` takes.")
class ReportFoodRecallInput(FoodMatterInput):
    made: decimal.Decimal = strawberry.field(description="生产量\nHow much was made.")
    sold: decimal.Decimal = strawberry.field(description="销售量\nHow much was sold.")
    recalled: decimal.Decimal = strawberry.field(description="召回量\nHow much came back.")
    handling: str = strawberry.field(description="处理\nWhat became of it.")


@strawberry.input(description="评估召回的输入；无效的须写明理由\nWhat `assessFoodRecall` takes.")
class AssessFoodRecallInput(FoodMatterInput):
    effective: bool = strawberry.field(description="有效\nWhether it was effective.")


@strawberry.input(description="会签封样的输入\nWhat `sealFoodSample` takes.")
class SealFoodSampleInput(FoodMatterInput): ...


@strawberry.input(description="申请复检的输入，须写明理由\nWhat `requestFoodRetest` takes.")
class RequestFoodRetestInput(FoodMatterInput): ...


@strawberry.input(description="启动召回的输入\nWhat `startFoodRecall` takes.")
class StartFoodRecallInput(FoodMatterInput): ...
