"""What the mutations of standards take."""

import datetime as dt

import strawberry

from plugins.standards import models as m
from plugins.standards.numbers import indicator_of
from plugins.standards.service import Asked
from plugins.standards.service_content import Content, Indicator
from plugins.standards.service_uses import Announcement, NewStandard, Wanted
from plugins.standards.types import EnterpriseStandard
from schema.ids import key_of
from schema.payloads import ChangeInput, MutationInput

Id = strawberry.ID
OWN = "企业标准\nThe own standard."
FIRM = "企业；企业自己填报时可不填\nThe enterprise; left out by an enterprise itself."


@strawberry.input(description="标准的指标要求\nA value that a published standard wants.")
class WantedIndicatorInput:
    name: str = strawberry.field(description="指标\nWhich indicator.")
    value: float = strawberry.field(description="数值\nThe value.")
    sense: m.IndicatorSense = strawberry.field(description="方向\nAt least or at most.")
    unit: str = strawberry.field(default="", description="单位\nUnit.")

    def wanted(self) -> Wanted:
        """For the service."""
        return Wanted(name=self.name, value=self.value, sense=self.sense, unit=self.unit)


@strawberry.input(description="录入标准的输入\nWhat `addStandard` takes.")
class AddStandardInput(MutationInput):
    code: str = strawberry.field(description="编号，如 GB/T 1234-2025\nIts number.")
    title: str = strawberry.field(description="名称\nTitle.")
    title_en: str | None = strawberry.field(default=None, description="英文名称\nIn English.")
    issued_on: dt.date | None = strawberry.field(default=None, description="发布日期\nIssued.")
    effective_on: dt.date = strawberry.field(description="实施日期\nIn force from.")
    ics: str | None = strawberry.field(default=None, description="国际标准分类\nICS.")
    ccs: str | None = strawberry.field(default=None, description="中国标准分类\nCCS.")
    indicators: list[WantedIndicatorInput] = strawberry.field(
        default_factory=list, description="指标要求\nValues that it wants."
    )

    def standard(self) -> NewStandard:
        """For the service."""
        return NewStandard(
            code=self.code,
            title=self.title,
            title_en=self.title_en,
            issued_on=self.issued_on,
            effective_on=self.effective_on,
            ics=self.ics,
            ccs=self.ccs,
        )


@strawberry.input(description="录入代替通知的输入\nWhat `importReplacementNotice` takes.")
class ImportReplacementNoticeInput(MutationInput):
    replaced: str = strawberry.field(description="旧标准编号\nNumber of the old standard.")
    ends_on: dt.date = strawberry.field(description="旧标准废止日\nThe first day without it.")
    published_on: dt.date = strawberry.field(description="通知公布日期\nWhen it was published.")
    source: str = strawberry.field(description="公告号或来源\nWhich notice.")
    successor: str | None = strawberry.field(
        default=None, description="代替标准编号；目录中没有的一并录入\nWhat takes its place."
    )
    successor_title: str | None = strawberry.field(
        default=None, description="代替标准名称；目录中没有时必填\nIts title, unless it is known."
    )
    effective_on: dt.date | None = strawberry.field(
        default=None, description="代替标准实施日，默认旧标准废止日\nWhen it comes into force."
    )

    def said(self) -> Announcement:
        """For the service."""
        new = None
        if self.successor:
            title = self.successor_title or ""
            first = self.effective_on or self.ends_on
            new = NewStandard(code=self.successor, title=title, effective_on=first)
        return Announcement(
            replaced=self.replaced,
            ends_on=self.ends_on,
            published_on=self.published_on,
            source=self.source,
            successor=new,
        )


@strawberry.input(description="企业标准的指标\nAn indicator of an own standard.")
class IndicatorInput:
    name: str = strawberry.field(description="指标\nWhich indicator.")
    value: float = strawberry.field(description="数值\nThe value.")
    sense: m.IndicatorSense = strawberry.field(description="方向\nAt least or at most.")
    unit: str = strawberry.field(default="", description="单位\nUnit.")
    method: str = strawberry.field(default="", description="试验方法\nBy which method.")
    statement: str = strawberry.field(
        default="", description="低于推荐性标准时的说明\nWhat is stated where it asks for less."
    )

    def indicator(self) -> Indicator:
        """For the service."""
        return Indicator(
            name=self.name,
            value=self.value,
            sense=self.sense,
            unit=self.unit,
            method=self.method,
            statement=self.statement,
        )


@strawberry.input(description="企业标准的内容\nWhat an own standard says.")
class ContentInput(ChangeInput):
    number: str = strawberry.field(description="编号，如 Q/XYZ 001-2026\nIts number.")
    title: str = strawberry.field(description="名称\nIts title.")
    product: str = strawberry.field(description="产品\nWhich product.")
    issued_on: dt.date = strawberry.field(description="发布日期\nIssued on.")
    basis: list[str] = strawberry.field(
        default_factory=list, description="引用的标准编号\nNumbers of the standards it rests on."
    )
    indicators: list[IndicatorInput] = strawberry.field(
        default_factory=list, description="指标\nIts indicators."
    )
    indicator_lines: list[str] = strawberry.field(
        default_factory=list,
        description="指标的简写，如“抗拉强度 ≥ 12.5 MPa；试验方法；说明”\n"
        "Indicators in short: `name ≥ value unit; method; statement`.",
    )

    def content(self) -> Content:
        """For the service."""
        return Content(
            number=self.number,
            title=self.title,
            product=self.product,
            issued_on=self.issued_on,
            basis=tuple(self.basis),
            indicators=(
                *(each.indicator() for each in self.indicators),
                *(_in_short(line) for line in self.indicator_lines),
            ),
        )


def _in_short(line: str) -> Indicator:
    name, at_least, value, unit, method, statement = indicator_of(line)
    sense = m.IndicatorSense.AT_LEAST if at_least else m.IndicatorSense.AT_MOST
    return Indicator(
        name=name, value=value, sense=sense, unit=unit, method=method, statement=statement
    )


@strawberry.input(description="起草企业标准的输入\nWhat `draftEnterpriseStandard` takes.")
class DraftEnterpriseStandardInput(ContentInput):
    enterprise_id: Id | None = strawberry.field(default=None, description=FIRM)


@strawberry.input(description="修改草稿的输入\nWhat `redraftEnterpriseStandard` takes.")
class RedraftEnterpriseStandardInput(ContentInput):
    enterprise_standard_id: Id = strawberry.field(description=OWN)


@strawberry.input(description="办理企业标准的输入\nWhich own standard.")
class OwnStandardInput(ChangeInput):
    enterprise_standard_id: Id = strawberry.field(description=OWN)

    def asked(self) -> Asked:
        """For the service."""
        key = key_of(EnterpriseStandard, self.enterprise_standard_id)
        return Asked(key=key, expected_version=self.expected_version)


@strawberry.input(description="报送备案的输入\nWhat `submitEnterpriseStandard` takes.")
class SubmitEnterpriseStandardInput(OwnStandardInput): ...


@strawberry.input(description="声明公开的输入\nWhat `declareEnterpriseStandard` takes.")
class DeclareEnterpriseStandardInput(OwnStandardInput): ...


@strawberry.input(description="受理的输入；退回须写明理由\nWhat `acceptEnterpriseStandard` takes.")
class AcceptEnterpriseStandardInput(OwnStandardInput):
    accepted: bool = strawberry.field(default=True, description="受理，或退回\nFalse: returned.")


@strawberry.input(description="备案的输入\nWhat `fileEnterpriseStandard` takes.")
class FileEnterpriseStandardInput(OwnStandardInput): ...


@strawberry.input(description="废止的输入\nWhat `abolishEnterpriseStandard` takes.")
class AbolishEnterpriseStandardInput(OwnStandardInput): ...


@strawberry.input(description="注销备案的输入\nWhat `strikeOffEnterpriseStandard` takes.")
class StrikeOffEnterpriseStandardInput(OwnStandardInput): ...


@strawberry.input(description="报送复审的输入\nWhat `submitStandardReview` takes.")
class SubmitStandardReviewInput(MutationInput):
    enterprise_standard_id: Id = strawberry.field(description=OWN)
    conclusion: str = strawberry.field(description="复审结论\nWhat the review came to.")


@strawberry.input(description="复审备案的输入\nWhat `decideStandardReview` takes.")
class DecideStandardReviewInput(ChangeInput):
    review_id: Id = strawberry.field(description="复审\nThe review.")
    renewed: bool = strawberry.field(description="延续，或不予延续\nWhether it is renewed.")


@strawberry.input(description="声明执行标准的输入\nWhat `declareStandardUse` takes.")
class DeclareStandardUseInput(MutationInput):
    enterprise_id: Id | None = strawberry.field(default=None, description=FIRM)
    product: str = strawberry.field(description="产品\nWhich product.")
    standard: str = strawberry.field(description="标准编号\nNumber of the standard.")


@strawberry.input(description="更换或停止执行标准的输入\nWhat `replaceStandardUse` takes.")
class ReplaceStandardUseInput(ChangeInput):
    standard_use_id: Id = strawberry.field(description="现执行标准\nThe use.")
    standard: str | None = strawberry.field(
        default=None, description="改用的标准；停止执行时不填\nWhat takes its place, if anything."
    )
