"""What the mutations of products, classes and plans take."""

import datetime as dt
import decimal

import strawberry

from plugins.quality import models as m
from plugins.quality import service
from schema.payloads import ChangeInput, MutationInput

Id = strawberry.ID
ENTERPRISE = "企业\nThe enterprise."
PRODUCT = "产品\nThe product."


@strawberry.input(
    description="产品及其定级；理由记入台账\nA product and its grading; state a reason."
)
class ProductInput(ChangeInput):
    catalogue_code: str = strawberry.field(description="目录代码\nCode in the catalogue.")
    name: str = strawberry.field(description="名称\nIts name.")
    risk_level: m.ProductRisk = strawberry.field(description="风险等级\nRisk.")
    public_concern: int = strawberry.field(description="社会关注，1 至 5\nConcern, 1 to 5.")
    is_regional: bool = strawberry.field(default=False, description="区域特色\nRegional.")
    licence_required: m.LicenceNeed = strawberry.field(
        default=m.LicenceNeed.NONE, description="许可要求\nWhich licence it needs."
    )
    industry_code: str = strawberry.field(default="", description="行业代码\nGB/T 4754 code.")
    executive_standard: str = strawberry.field(default="", description="执行标准\nStandard.")

    def facts(self) -> service.ProductFacts:
        """For the service."""
        return service.ProductFacts(
            catalogue_code=self.catalogue_code,
            name=self.name,
            risk_level=self.risk_level,
            public_concern=self.public_concern,
            is_regional=self.is_regional,
            licence_required=self.licence_required,
            industry_code=self.industry_code,
            executive_standard=self.executive_standard,
        )


@strawberry.input(description="登记产品的输入\nWhat `addProduct` takes.")
class AddProductInput(ProductInput): ...


@strawberry.input(description="重新定级的输入\nWhat `regradeProduct` takes.")
class RegradeProductInput(ProductInput):
    id: Id = strawberry.field(description=PRODUCT)


@strawberry.input(description="登记企业产品的输入\nWhat `recordEnterpriseProduct` takes.")
class RecordEnterpriseProductInput(MutationInput):
    enterprise_id: Id = strawberry.field(description=ENTERPRISE)
    product_id: Id = strawberry.field(description=PRODUCT)
    brand: str = strawberry.field(default="", description="商标\nBrand.")
    model: str = strawberry.field(default="", description="规格型号\nModel.")
    annual_output: str = strawberry.field(default="", description="年产量\nYearly output.")
    declared_standard: str = strawberry.field(default="", description="声明的标准\nStandard.")


@strawberry.input(description="停产的输入\nWhat `endEnterpriseProduct` takes.")
class EndEnterpriseProductInput(ChangeInput):
    id: Id = strawberry.field(description="企业产品\nWhich one.")
    ended_on: dt.date = strawberry.field(description="停产日期\nSince when.")


@strawberry.input(description="提出类别的输入\nWhat `proposeEnterpriseClass` takes.")
class ProposeEnterpriseClassInput(MutationInput):
    enterprise_id: Id = strawberry.field(description=ENTERPRISE)
    grade: m.EnterpriseGrade = strawberry.field(description="类别\nThe class.")
    reasons: str = strawberry.field(description="理由\nReasons.")


@strawberry.input(description="评定类别的输入\nWhat `decideEnterpriseClass` takes.")
class DecideEnterpriseClassInput(ChangeInput):
    id: Id = strawberry.field(description="提议\nThe proposal.")
    accept: bool = strawberry.field(default=True, description="采纳；否则写明理由\nOr a reason.")
    grade: m.EnterpriseGrade | None = strawberry.field(
        default=None, description="评定为另一类别，须写明理由\nAnother class, with a reason."
    )


@strawberry.input(description="提出调整的输入，须写明理由\nWhat `proposeRegimeOverride` takes.")
class ProposeRegimeOverrideInput(MutationInput):
    enterprise_id: Id = strawberry.field(description=ENTERPRISE)
    regime: m.Regime = strawberry.field(description="监管方式\nThe regime.")
    months_between: int = strawberry.field(description="检查间隔（月）\nMonths to a visit.")
    until: dt.date = strawberry.field(description="期限\nThe last day.")


@strawberry.input(description="会签调整的输入\nWhat `signRegimeOverride` takes.")
class SignRegimeOverrideInput(ChangeInput):
    id: Id = strawberry.field(description="调整\nThe override.")
    accept: bool = strawberry.field(default=True, description="同意；否则写明理由\nOr a reason.")


@strawberry.input(description="拟订计划的输入\nWhat `draftSpotCheckPlan` takes.")
class DraftSpotCheckPlanInput(MutationInput):
    name: str = strawberry.field(description="名称\nIts name.")
    level: m.CheckLevel = strawberry.field(default=m.CheckLevel.COUNTY, description="级别\nLevel.")
    product_id: Id = strawberry.field(description=PRODUCT)
    batches: int = strawberry.field(description="抽查批次\nHow many.")
    laboratory: str = strawberry.field(description="检验机构\nThe laboratory.")
    cost: decimal.Decimal = strawberry.field(
        default=decimal.Decimal(0), description="经费（元）\nCost in yuan."
    )
    seed_source: str = strawberry.field(
        description="种子来源，如某日彩票号码\nWhere the seed will come from."
    )
    sample_by: dt.date = strawberry.field(description="抽样截止\nSample by.")


@strawberry.input(description="办理计划的输入\nWhich plan.")
class SpotCheckPlanInput(ChangeInput):
    id: Id = strawberry.field(description="计划\nThe plan.")


@strawberry.input(description="发布计划的输入\nWhat `publishSpotCheckPlan` takes.")
class PublishSpotCheckPlanInput(SpotCheckPlanInput): ...


@strawberry.input(description="抽取的输入\nWhat `drawSpotCheckPlan` takes.")
class DrawSpotCheckPlanInput(SpotCheckPlanInput):
    seed: str = strawberry.field(description="种子\nThe seed from the announced source.")
    witnesses: list[str] = strawberry.field(
        default_factory=list, description="监督人员\nWho looked on."
    )


@strawberry.input(description="结束计划的输入\nWhat `closeSpotCheckPlan` takes.")
class CloseSpotCheckPlanInput(SpotCheckPlanInput): ...


@strawberry.input(description="上级抽查名单的输入\nWhat `recordUpperLevelChecks` takes.")
class RecordUpperLevelChecksInput(MutationInput):
    product_id: Id = strawberry.field(description=PRODUCT)
    enterprise_ids: list[Id] = strawberry.field(description="企业\nWho stands on the list.")
    level: m.CheckLevel = strawberry.field(description="级别\nWhose list.")
    notice: str = strawberry.field(description="文号\nThe notice.")


@strawberry.input(description="指定抽查的输入，须写明理由\nWhat `assignSpotCheck` takes.")
class AssignSpotCheckInput(MutationInput):
    enterprise_id: Id = strawberry.field(description=ENTERPRISE)
    product_id: Id = strawberry.field(description=PRODUCT)
    laboratory: str = strawberry.field(description="检验机构\nThe laboratory.")
    sample_by: dt.date = strawberry.field(description="抽样截止\nSample by.")
    from_clue: bool = strawberry.field(default=False, description="来自线索\nBecause of a clue.")
