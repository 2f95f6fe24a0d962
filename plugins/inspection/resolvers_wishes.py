"""What it takes to record a letter, and what a complaint or a report is about."""

import datetime as dt

import strawberry

from plugins.inspection import models_letters as m
from plugins.inspection import service_letters as letters
from plugins.inspection.models import HazardCategory
from schema.ids import key_or_none
from schema.payloads import ChangeInput, MutationInput
from schema.services.files import photo_keys
from schema.shared.register import Division, Enterprise

Id = strawberry.ID


@strawberry.input(
    description="登记来信：投诉、举报分别填写和计时\nA letter; each wish gets its own clock."
)
class RecordLetterInput(MutationInput):
    channel: m.LetterChannel = strawberry.field(description="渠道\nBy which way it came.")
    received_on: dt.date = strawberry.field(description="收到日期\nWhen it was received.")
    source_no: str = strawberry.field(default="", description="平台编号\nThe platform's number.")
    enterprise_id: Id | None = strawberry.field(
        default=None, description="被投诉举报的企业\nThe enterprise, where it is known."
    )
    respondent_name: str = strawberry.field(
        default="", description="被投诉举报人名称，企业不明时必填\nAgainst whom, in the words used."
    )
    town_id: Id | None = strawberry.field(
        default=None, description="镇街，企业不明时必填\nThe town, where no enterprise is known."
    )
    name: str = strawberry.field(default="", description="姓名，投诉必填\nWho wrote.")
    phone: str = strawberry.field(default="", description="电话，投诉必填\nTelephone.")
    address: str = strawberry.field(default="", description="地址\nAddress.")
    identity_card: str = strawberry.field(default="", description="身份证号\nIdentity number.")
    content: str = strawberry.field(description="来信内容\nWhat it says.")
    category: HazardCategory = strawberry.field(
        default=HazardCategory.PRODUCT, description="类别\nWhat kind."
    )
    product: str = strawberry.field(description="商品或服务\nThe product or service.")
    complaint: str = strawberry.field(
        default="",
        description="投诉摘要，不写个人信息；无投诉不填\nThe complaint in short, without persons.",
    )
    wanted: str = strawberry.field(default="", description="投诉请求\nWhat is asked for.")
    report: str = strawberry.field(
        default="",
        description="举报摘要，不写个人信息；无举报不填\nThe report in short, without persons.",
    )
    photos: list[Id] = strawberry.field(
        default_factory=list, description="材料：先上传得到的附件\nUploads to bind."
    )

    def received(self) -> letters.Received:
        """For the service."""
        return letters.Received(
            channel=self.channel,
            received_on=self.received_on,
            source_no=self.source_no,
            enterprise_id=key_or_none(Enterprise, self.enterprise_id),
            town_id=key_or_none(Division, self.town_id),
            respondent_name=self.respondent_name,
            writer=letters.Writer(
                name=self.name,
                phone=self.phone,
                address=self.address,
                identity_card=self.identity_card,
            ),
            content=self.content,
            photos=photo_keys(self.photos),
        )

    def wish(self, summary: str) -> letters.Wish | None:
        """For the service; None where the letter does not hold it."""
        if not summary.strip():
            return None
        return letters.Wish(
            category=self.category, product=self.product, summary=summary, wanted=self.wanted
        )


@strawberry.input(description="投诉或举报的内容\nWhat a complaint or report is about.")
class WishInput(ChangeInput):
    category: HazardCategory = strawberry.field(
        default=HazardCategory.PRODUCT, description="类别\nWhat kind."
    )
    product: str = strawberry.field(description="商品或服务\nThe product or service.")
    summary: str = strawberry.field(description="摘要，不写个人信息\nIn short, without persons.")
    wanted: str = strawberry.field(default="", description="投诉请求\nOf a complaint: the wish.")

    def wish(self) -> letters.Wish:
        """For the service."""
        return letters.Wish(
            category=self.category,
            product=self.product,
            summary=self.summary,
            wanted=self.wanted,
        )
