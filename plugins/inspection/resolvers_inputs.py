"""What the mutations of inspection take."""

import datetime as dt

import strawberry

from plugins.inspection import models as m
from plugins.inspection import service, service_patrols
from plugins.inspection.service_places import Place
from plugins.inspection.types import Hazard
from plugins.inspection.types_law import ChecklistItem
from schema.ids import key_of, key_or_none
from schema.payloads import ChangeInput, MutationInput
from schema.services.files import photo_keys
from schema.shared.register import Division, Enterprise, Site

Id = strawberry.ID
PHOTOS = "照片：先上传得到的附件\nUploads to bind."
ENTERPRISE = "企业；企业自己填报时可不填\nThe enterprise; left out by an enterprise itself."
ANSWERS_FOR = "责任企业，上报时未明确的\nWho answers for it, where nobody has said yet."


@strawberry.input(description="地点\nWhere: an enterprise, one of its sites, or a town and words.")
class PlaceInput(MutationInput):
    enterprise_id: Id | None = strawberry.field(default=None, description=ENTERPRISE)
    site_id: Id | None = strawberry.field(default=None, description="场所\nOne of its sites.")
    town_id: Id | None = strawberry.field(
        default=None,
        description="镇街；只管一个镇街的可不填\nThe town; one's only one if left out.",
    )
    place: str = strawberry.field(default="", description="地点说明\nWhere, in words.")

    def where(self) -> Place:
        """For the service."""
        return Place(
            enterprise_id=key_or_none(Enterprise, self.enterprise_id),
            site_id=key_or_none(Site, self.site_id),
            town_id=key_or_none(Division, self.town_id),
            words=self.place,
        )


@strawberry.input(description="上报隐患：地点、情况、照片即可\nWhere, what and a photo are enough.")
class ReportHazardInput(PlaceInput):
    what: str = strawberry.field(description="情况\nWhat is dangerous.")
    grade: m.HazardGrade = strawberry.field(
        default=m.HazardGrade.GENERAL, description="等级\nHow grave."
    )
    category: m.HazardCategory = strawberry.field(
        default=m.HazardCategory.OTHER, description="类别\nWhat kind."
    )
    subject: Id | None = strawberry.field(
        default=None, description="有关设备或许可\nThe device or licence."
    )
    measures: str = strawberry.field(default="", description="现场措施\nWhat was done at once.")
    photos: list[Id] = strawberry.field(default_factory=list, description=PHOTOS)


@strawberry.input(description="办理隐患的输入\nWhich hazard.")
class HazardInput(ChangeInput):
    hazard_id: Id = strawberry.field(description="隐患\nThe hazard.")
    photos: list[Id] = strawberry.field(default_factory=list, description=PHOTOS)

    def asked(self) -> service.Asked:
        """For the service."""
        return service.Asked(
            hazard_id=key_of(Hazard, self.hazard_id),
            expected_version=self.expected_version,
            photos=tuple(photo_keys(self.photos)),
        )


@strawberry.input(description="重新上报的输入\nWhat `resubmitHazard` takes.")
class ResubmitHazardInput(HazardInput):
    what: str | None = strawberry.field(
        default=None, description="补充后的情况\nWhat is dangerous, said better."
    )


@strawberry.input(description="核查的输入\nWhat `checkHazard` takes.")
class CheckHazardInput(HazardInput):
    grade: m.HazardGrade | None = strawberry.field(
        default=None, description="核定等级\nHow grave it is."
    )
    category: m.HazardCategory | None = strawberry.field(
        default=None, description="核定类别\nWhat kind it is."
    )
    enterprise_id: Id | None = strawberry.field(default=None, description=ANSWERS_FOR)
    measures: str = strawberry.field(
        default="", description="现场措施；严重隐患必填\nDone on the spot; needed for serious ones."
    )


@strawberry.input(description="纳入监管库的输入\nWhat `takeInHazard` takes.")
class TakeInHazardInput(HazardInput):
    enterprise_id: Id | None = strawberry.field(default=None, description=ANSWERS_FOR)


@strawberry.input(description="不予认定的输入，须写明理由\nWhat `dismissHazard` takes.")
class DismissHazardInput(HazardInput): ...


@strawberry.input(description="责令改正的输入\nWhat `orderRectification` takes.")
class OrderRectificationInput(HazardInput):
    items: list[str] = strawberry.field(description="整改事项\nWhat to put right.")
    violated_id: Id = strawberry.field(description="违反的规定\nThe duty that was violated.")
    basis_id: Id = strawberry.field(description="责令依据\nThe power to order.")
    due_on: dt.date = strawberry.field(description="整改期限\nThe last day of the term.")


@strawberry.input(description="会签的输入\nWhat `signRectificationOrder` takes.")
class SignRectificationOrderInput(HazardInput): ...


@strawberry.input(description="整改报告的输入\nWhat `reportRectification` takes.")
class ReportRectificationInput(HazardInput):
    text: str = strawberry.field(description="整改情况\nWhat was done.")
    done_items: list[int] = strawberry.field(
        default_factory=list, description="已完成的事项序号\nNumbers of the items that are done."
    )


@strawberry.input(description="复查的输入；未通过的须写明理由\nState a reason unless all pass.")
class ReinspectHazardInput(HazardInput):
    notes: str = strawberry.field(description="复查情况\nWhat was found.")
    passed_items: list[int] = strawberry.field(
        default_factory=list, description="通过的事项序号\nNumbers of the items that pass."
    )


@strawberry.input(description="延长整改期限的输入，须写明理由\nWhat `extendRectification` takes.")
class ExtendRectificationInput(HazardInput):
    due_on: dt.date = strawberry.field(description="新的期限\nThe new last day.")


@strawberry.input(description="检查项结果\nThe answer to one item.")
class PatrolAnswerInput:
    item_id: Id = strawberry.field(description="检查项\nThe item.")
    result: m.PatrolResult = strawberry.field(description="结果\nPass or fail.")
    note: str = strawberry.field(default="", description="说明；不合格必填\nNeeded for a failure.")
    photos: list[Id] = strawberry.field(default_factory=list, description=PHOTOS)

    def answer(self) -> service_patrols.Answer:
        """For the service."""
        return service_patrols.Answer(
            item_id=key_of(ChecklistItem, self.item_id),
            result=self.result,
            note=self.note,
            photos=tuple(photo_keys(self.photos)),
        )


@strawberry.input(
    description="巡查的输入：逐项填写结果，或只填不合格项\nAll answers, or in short what failed."
)
class RecordPatrolInput(PlaceInput):
    checklist_id: Id | None = strawberry.field(
        default=None, description="检查表版本\nThe version used."
    )
    checklist_code: str | None = strawberry.field(
        default=None, description="检查表代码：取当日版本\nInstead: its code; the day's version."
    )
    started_at: dt.datetime | None = strawberry.field(
        default=None, description="开始时间，默认现在\nWhen it began; now when left out."
    )
    ended_at: dt.datetime | None = strawberry.field(
        default=None, description="结束时间，默认现在\nWhen it ended; now when left out."
    )
    answers: list[PatrolAnswerInput] | None = strawberry.field(
        default=None, description="各项结果\nOne for each item."
    )
    failed_items: list[Id] = strawberry.field(
        default_factory=list,
        description="不填各项结果时：不合格项，其余合格\nIn short: what failed; all else passed.",
    )
    note: str = strawberry.field(default="", description="不合格情况\nWhat is wrong with them.")
    photos: list[Id] = strawberry.field(default_factory=list, description=PHOTOS)
    second_officer: str | None = strawberry.field(
        default=None, description="第二名检查人员；站所和分局必填\nFor stations and the branch."
    )
    refused_to_sign: bool = strawberry.field(
        default=False, description="当事人拒绝签字\nWhether they refused to sign."
    )
    witness: str | None = strawberry.field(
        default=None, description="见证人；拒绝签字时必填\nNeeded where they refused."
    )
    remarks: str = strawberry.field(default="", description="备注\nRemarks.")
