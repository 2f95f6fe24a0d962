"""What the mutations of food safety take."""

import datetime as dt

import strawberry

from plugins.food_safety import models as m
from plugins.food_safety.service import Maker
from plugins.food_safety.types_law import FoodCategory
from plugins.inspection.api import Answers, ChecklistItem, PatrolAnswerInput, Place, Visit
from plugins.licensing.api import Licence
from schema.ids import key_of, key_or_none
from schema.payloads import ChangeInput, MutationInput
from schema.services.files import photo_keys
from schema.shared.register import Site

Id = strawberry.ID
PHOTOS = "照片和附件：先上传\nUploads to bind."
PRODUCER = "食品生产者\nThe maker."


@strawberry.input(description="办理某项记录的输入\nWhich record, as it was read.")
class FoodMatterInput(ChangeInput):
    id: Id = strawberry.field(description="记录\nThe record.")
    photos: list[Id] = strawberry.field(default_factory=list, description=PHOTOS)


@strawberry.input(description="食品生产者档案的内容\nWhat a file says.")
class FoodMakerInput(ChangeInput):
    kind: m.FoodProducerKind | None = strawberry.field(default=None, description="类型\nKind.")
    scale: m.FoodScale | None = strawberry.field(default=None, description="规模\nScale.")
    category_ids: list[Id] | None = strawberry.field(
        default=None, description="食品类别\nClasses of food."
    )
    site_id: Id | None = strawberry.field(default=None, description="场所\nThe site.")
    licence_id: Id | None = strawberry.field(default=None, description="生产许可证\nIts licence.")
    number: str | None = strawberry.field(
        default=None, description="登记证编号，无许可证的\nOf a registration, without a licence."
    )

    def maker(self) -> Maker:
        """For the service."""
        given = self.category_ids
        return Maker(
            kind=self.kind,
            scale=self.scale,
            category_ids=None if given is None else tuple(key_of(FoodCategory, i) for i in given),
            site_id=key_or_none(Site, self.site_id),
            licence_id=key_or_none(Licence, self.licence_id),
            number=self.number,
        )


@strawberry.input(description="建档的输入\nWhat `registerFoodProducer` takes.")
class RegisterFoodProducerInput(FoodMakerInput):
    enterprise_id: Id = strawberry.field(description="企业\nThe enterprise.")


@strawberry.input(description="变更档案的输入\nWhat `amendFoodProducer` takes.")
class AmendFoodProducerInput(FoodMakerInput):
    id: Id = strawberry.field(description=PRODUCER)


@strawberry.input(description="提出定级的输入\nWhat `proposeRiskGrade` takes.")
class ProposeRiskGradeInput(MutationInput):
    producer_id: Id = strawberry.field(description=PRODUCER)
    year: int = strawberry.field(description="年度：本年或下年\nThis year or the next.")


@strawberry.input(
    description="即时调高的输入，须写明理由\nWhat `raiseRiskGrade` takes; give a reason."
)
class RaiseRiskGradeInput(MutationInput):
    producer_id: Id = strawberry.field(description=PRODUCER)


@strawberry.input(description="核对的输入\nWhat `checkRiskGrade` takes.")
class CheckRiskGradeInput(FoodMatterInput):
    dynamic_points: int | None = strawberry.field(
        default=None, description="核对后的动态分，须写明理由\nOther points; give a reason."
    )


@strawberry.input(description="定级的输入\nWhat `fixRiskGrade` takes.")
class FixRiskGradeInput(FoodMatterInput):
    grade: m.RiskLevel | None = strawberry.field(
        default=None, description="定为其他等级的，须写明理由\nAnother grade; give a reason."
    )


@strawberry.input(description="指派检查的输入\nWhat `assignFoodInspection` takes.")
class AssignFoodInspectionInput(MutationInput):
    producer_id: Id = strawberry.field(description=PRODUCER)
    kind: m.FoodInspectionKind = strawberry.field(
        default=m.FoodInspectionKind.DAILY, description="方式\nHow."
    )
    visit_id: Id | None = strawberry.field(
        default=None, description="计划检查；默认最近一次\nThe planned visit; the next by default."
    )


@strawberry.input(description="填写检查表的输入\nWhat `recordFoodInspection` takes.")
class RecordFoodInspectionInput(FoodMatterInput):
    answers: list[PatrolAnswerInput] | None = strawberry.field(
        default=None, description="各项结果\nOne for each item."
    )
    failed_items: list[Id] = strawberry.field(
        default_factory=list,
        description="不填各项结果时：不合格项，其余合格\nIn short: what failed; all else passed.",
    )
    note: str = strawberry.field(default="", description="不合格情况\nWhat is wrong with them.")
    started_at: dt.datetime | None = strawberry.field(
        default=None, description="开始时间，默认现在\nWhen it began; now when left out."
    )
    ended_at: dt.datetime | None = strawberry.field(
        default=None, description="结束时间，默认现在\nWhen it ended; now when left out."
    )
    second_officer: str = strawberry.field(description="第二名检查人员\nThe second inspector.")
    refused_to_sign: bool = strawberry.field(
        default=False, description="当事人拒绝签字\nWhether they refused to sign."
    )
    witness: str | None = strawberry.field(
        default=None, description="见证人；拒绝签字时必填\nNeeded where they refused."
    )
    remarks: str = strawberry.field(default="", description="备注\nRemarks.")

    def visit(self, now: dt.datetime) -> Visit:
        """For the service; the place is that of the maker."""
        failures = Answers(
            failed_ids=tuple(key_of(ChecklistItem, each) for each in self.failed_items),
            note=self.note,
            photos=tuple(photo_keys(self.photos)),
        )
        return Visit(
            place=Place(),
            started_at=self.started_at or now,
            ended_at=self.ended_at or now,
            answers=tuple(each.answer() for each in self.answers or ()),
            failures=failures if self.answers is None else None,
            second_officer=self.second_officer,
            refused_to_sign=self.refused_to_sign,
            witness=self.witness,
            remarks=self.remarks,
        )


@strawberry.input(description="登记上级检查的输入\nWhat `recordUpperFoodInspection` takes.")
class RecordUpperFoodInspectionInput(MutationInput):
    producer_id: Id = strawberry.field(description=PRODUCER)
    level: m.InspectionLevel = strawberry.field(description="层级\nWhich level.")
    inspected_on: dt.date = strawberry.field(description="检查日期\nWhen.")
    findings: str = strawberry.field(description="情况\nWhat was found.")


@strawberry.input(description="知悉等级的输入\nWhat `acknowledgeRiskGrade` takes.")
class AcknowledgeRiskGradeInput(FoodMatterInput): ...


@strawberry.input(description="会签检查的输入\nWhat `signFoodInspection` takes.")
class SignFoodInspectionInput(FoodMatterInput): ...


@strawberry.input(description="公示结果的输入\nWhat `publishFoodInspection` takes.")
class PublishFoodInspectionInput(FoodMatterInput): ...


@strawberry.input(description="办结检查的输入\nWhat `closeFoodInspection` takes.")
class CloseFoodInspectionInput(FoodMatterInput): ...


@strawberry.input(description="移送的输入，须写明理由\nWhat `handOverFoodInspection` takes.")
class HandOverFoodInspectionInput(FoodMatterInput): ...
