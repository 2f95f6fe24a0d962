"""Products, classes and the regime that follows from them, as clients see them."""

import datetime as dt

import strawberry
from sqlalchemy import case, func

from core.extension import extend
from core.register.colours import WarningColour
from core.store.scope import TODAY
from core.warnings.bands import rule_colour
from plugins.quality import models as m
from plugins.quality import types_words  # noqa: F401  the enums, before the types that use them
from schema.fields import aggregate, by_id, column, computed, connection, key, to_many, to_one
from schema.ids import Node
from schema.roots import Query
from schema.services.matters import Matter
from schema.shared.register import CHANGE, VERSION, ChangeSet, Division, Enterprise

TOWN = "镇街\nThe town."
ENTERPRISE = "企业\nThe enterprise."
BASIS = "依据\nLegal basis."
FIRST_DAY, LAST_DAY = "施行日\nFirst day.", "失效日\nThe first day without."
_OVERRIDDEN = func.coalesce(m.SupervisionProfile.override_until >= TODAY, False)


@strawberry.type(
    description="期限和数值：带依据和起止日期\nA number that law or bureau sets, dated."
)
class QualityTerm(Node):
    id: strawberry.ID = key(m.QualityTerm.id)
    code: str = column(m.QualityTerm.code, "代码\nWhat it is for.", where=True, order=True)
    value: int = column(m.QualityTerm.value, "数值\nThe number.")
    unit: str = column(m.QualityTerm.unit, "单位\nIts unit.")
    legal_basis: str = column(m.QualityTerm.legal_basis, BASIS)
    valid_from: dt.date = column(m.QualityTerm.valid_from, FIRST_DAY, where=True)
    valid_to: dt.date | None = column(m.QualityTerm.valid_to, LAST_DAY, where=True)


@strawberry.type(description="产品维度的计分因素\nPoints of the product axis.")
class SupervisionFactor(Node):
    id: strawberry.ID = key(m.SupervisionFactor.id)
    kind: m.FactorKind = column(m.SupervisionFactor.kind, "因素\nThe factor.", where=True)
    value: str = column(m.SupervisionFactor.value, "取值\nFrom which value on.")
    points: int = column(m.SupervisionFactor.points, "分值\nPoints, or the least for a level.")
    legal_basis: str = column(m.SupervisionFactor.legal_basis, BASIS)
    valid_from: dt.date = column(m.SupervisionFactor.valid_from, FIRST_DAY, where=True)
    valid_to: dt.date | None = column(m.SupervisionFactor.valid_to, LAST_DAY, where=True)


@strawberry.type(
    description="监管方式规则：企业类别 × 产品等级\nThe regime of a class at a level of products."
)
class RegimeRule(Node):
    id: strawberry.ID = key(m.RegimeRule.id)
    grade: m.EnterpriseGrade = column(m.RegimeRule.grade, "企业类别\nClass.", where=True)
    level: m.ProductRisk = column(m.RegimeRule.level, "产品等级\nLevel of products.", where=True)
    regime: m.Regime = column(m.RegimeRule.regime, "监管方式\nThe regime.")
    months_between: int = column(m.RegimeRule.months_between, "检查间隔（月）\nMonths to a visit.")
    legal_basis: str = column(m.RegimeRule.legal_basis, BASIS)
    valid_from: dt.date = column(m.RegimeRule.valid_from, FIRST_DAY, where=True)
    valid_to: dt.date | None = column(m.RegimeRule.valid_to, LAST_DAY, where=True)


@strawberry.type(description="产品：风险、社会关注、区域特点\nA product with its three factors.")
class Product(Node):
    id: strawberry.ID = key(m.Product.id)
    catalogue_code: str = column(
        m.Product.catalogue_code, "目录代码\nCode in the catalogue.", where=True, order=True
    )
    name: str = column(m.Product.name, "产品名称\nIts name.", where=True, order=True)
    industry_code: str = column(m.Product.industry_code, "行业代码\nGB/T 4754 code.")
    executive_standard: str = column(m.Product.executive_standard, "执行标准\nThe standard.")
    risk_level: m.ProductRisk = column(
        m.Product.risk_level, "风险等级：Ⅰ最高\nRisk; I is the highest.", where=True
    )
    public_concern: int = column(
        m.Product.public_concern, "社会关注程度，1 至 5\nPublic concern, 1 to 5.", where=True
    )
    is_regional: bool = column(
        m.Product.is_regional, "区域特色产品\nWhether typical of the region.", where=True
    )
    licence_required: m.LicenceNeed = column(
        m.Product.licence_required, "许可要求\nWhich licence it needs.", where=True
    )
    graded_on: dt.date = column(m.Product.graded_on, "定级日期\nWhen it was graded.")
    grading_reason: str = column(m.Product.grading_reason, "定级理由\nWhy so.")
    version: int = column(m.Product.version, VERSION)


@strawberry.type(description="企业产品\nThat an enterprise makes a product.")
class EnterpriseProduct(Node):
    id: strawberry.ID = key(m.EnterpriseProduct.id)
    brand: str = column(m.EnterpriseProduct.brand, "商标\nBrand.")
    model: str = column(m.EnterpriseProduct.model, "规格型号\nModel.")
    annual_output: str = column(m.EnterpriseProduct.annual_output, "年产量\nYearly output.")
    declared_standard: str = column(
        m.EnterpriseProduct.declared_standard, "声明的标准\nThe standard that it declared."
    )
    ended_on: dt.date | None = column(
        m.EnterpriseProduct.ended_on, "停产日期\nSince when it is made no more.", where=True
    )
    last_sampled_on: dt.date | None = column(
        m.EnterpriseProduct.last_sampled_on, "最近抽样\nWhen it was sampled last.", where=True
    )
    last_passed_on: dt.date | None = column(
        m.EnterpriseProduct.last_passed_on,
        "最近合格日期\nWhen it passed last.",
        where=True,
    )
    last_failed_on: dt.date | None = column(
        m.EnterpriseProduct.last_failed_on, "最近不合格日期\nWhen it failed last.", where=True
    )
    recent_failures: int = column(
        m.EnterpriseProduct.recent_failures,
        "十二个月内不合格次数\nFinal failures within twelve months.",
        where=True,
    )
    version: int = column(m.EnterpriseProduct.version, VERSION)
    change: ChangeSet | None = to_one(ChangeSet, CHANGE, by=m.EnterpriseProduct.change_id)
    product: Product | None = to_one(
        Product, "产品\nThe product.", by=m.EnterpriseProduct.product_id, where=True
    )
    enterprise: Enterprise | None = to_one(
        Enterprise, ENTERPRISE, by=m.EnterpriseProduct.enterprise_id, where=True
    )
    town: Division | None = to_one(Division, TOWN, by=m.EnterpriseProduct.town_id, where=True)


@strawberry.type(description="企业质量类别：提出与评定\nA class, proposed and decided.")
class EnterpriseClass(Node):
    id: strawberry.ID = key(m.EnterpriseClass.id)
    grade: m.EnterpriseGrade = column(m.EnterpriseClass.grade, "类别\nThe class.", where=True)
    reasons: str = column(m.EnterpriseClass.reasons, "理由\nReasons.")
    proposed_on: dt.date = column(
        m.EnterpriseClass.proposed_on, "提出日期\nWhen it was proposed.", where=True
    )
    valid_from: dt.date | None = column(
        m.EnterpriseClass.valid_from,
        "评定日期；未评定为空\nWhen it was decided; null before.",
        where=True,
    )
    valid_to: dt.date | None = column(m.EnterpriseClass.valid_to, LAST_DAY, where=True)
    version: int = column(m.EnterpriseClass.version, VERSION)
    matter: Matter | None = to_one(
        Matter, "办理进度\nWhere it stands.", by=m.EnterpriseClass.matter_id, where=True
    )
    enterprise: Enterprise | None = to_one(
        Enterprise, ENTERPRISE, by=m.EnterpriseClass.enterprise_id, where=True
    )
    town: Division | None = to_one(Division, TOWN, by=m.EnterpriseClass.town_id, where=True)


@strawberry.type(
    description="监管方式调整：理由、期限、两人签署\nAnother regime, for a time, by two."
)
class RegimeOverride(Node):
    id: strawberry.ID = key(m.RegimeOverride.id)
    regime: m.Regime = column(m.RegimeOverride.regime, "监管方式\nThe regime.", where=True)
    months_between: int = column(
        m.RegimeOverride.months_between, "检查间隔（月）\nMonths to a visit."
    )
    why: str = column(m.RegimeOverride.why, "理由\nThe reason.")
    until: dt.date = column(m.RegimeOverride.until, "期限\nThe last day.", where=True)
    signed_on: dt.date | None = column(
        m.RegimeOverride.signed_on, "会签日期\nWhen it was signed second.", where=True
    )
    version: int = column(m.RegimeOverride.version, VERSION)
    matter: Matter | None = to_one(
        Matter, "办理进度\nWhere it stands.", by=m.RegimeOverride.matter_id, where=True
    )
    enterprise: Enterprise | None = to_one(
        Enterprise, ENTERPRISE, by=m.RegimeOverride.enterprise_id, where=True
    )


P = m.SupervisionProfile


@strawberry.type(
    description="分类监管档案：类别、等级、监管方式及其由来\n"
    "How an enterprise is supervised, and the factors from which that follows."
)
class SupervisionProfile(Node):
    id: strawberry.ID = key(P.id)
    grade: m.EnterpriseGrade = column(P.grade, "企业类别\nIts class.", where=True)
    is_graded: bool = column(
        P.is_graded, "已评定；未评定的按B类\nWhether it was decided; else B is assumed.", where=True
    )
    level: m.ProductRisk = column(P.level, "产品等级\nLevel of its products.", where=True)
    points: int = column(P.points, "产品分值\nPoints of the product axis.")
    factors: list[str] = column(P.factors, "计算因素，逐行\nWhat counted, line by line.")
    regime: m.Regime = computed(
        case((_OVERRIDDEN, P.override_regime), else_=P.regime),
        "监管方式；调整期内按调整\nThe regime today; an override counts while it runs.",
        where=True,
    )
    ruled_regime: m.Regime = column(P.regime, "按规则的监管方式\nThe regime by the rules.")
    months_between: int = computed(
        case((_OVERRIDDEN, P.override_months), else_=P.months_between),
        "检查间隔（月）\nMonths between visits today.",
    )
    legal_basis: str = column(P.legal_basis, BASIS)
    override_until: dt.date | None = column(P.override_until, "调整至\nOverridden until.")
    last_visit_on: dt.date | None = column(P.last_visit_on, "最近检查\nLast visit.", where=True)
    next_visit_on: dt.date = column(
        P.next_visit_on, "应检查日期\nWhen it is to be visited.", where=True, order=True
    )
    colour: WarningColour | None = computed(
        rule_colour(P.next_visit_on, "Q4"), "颜色\nHow near the visit is.", where=True
    )
    version: int = column(P.version, VERSION)
    override: RegimeOverride | None = to_one(
        RegimeOverride, "调整\nThe override.", by=P.override_id
    )
    enterprise: Enterprise | None = to_one(Enterprise, ENTERPRISE, by=P.enterprise_id, where=True)
    town: Division | None = to_one(Division, TOWN, by=P.town_id, where=True)


_IN_FORCE = case(
    (
        m.EnterpriseClass.valid_from.isnot(None) & m.EnterpriseClass.valid_to.is_(None),
        m.EnterpriseClass.grade,
    )
)

extensions = [
    extend(
        Enterprise,
        quality_class=aggregate(
            EnterpriseClass,
            func.max(_IN_FORCE),
            "现行质量类别；未评定为空\nIts class in force; null where none was decided.",
            by=m.EnterpriseClass.enterprise_id,
        ),
        quality_classes=to_many(
            EnterpriseClass,
            "质量类别历次提议和评定\nIts classes, latest first.",
            by=m.EnterpriseClass.enterprise_id,
            order_by=m.EnterpriseClass.id.desc(),
        ),
        enterprise_products=to_many(
            EnterpriseProduct,
            "所生产的产品\nWhat it makes.",
            by=m.EnterpriseProduct.enterprise_id,
            where=True,
        ),
        supervision_profiles=to_many(
            SupervisionProfile,
            "分类监管档案，至多一份\nHow it is supervised; one at most.",
            by=P.enterprise_id,
            where=True,
        ),
        regime_overrides=to_many(
            RegimeOverride, "监管方式调整\nOverrides.", by=m.RegimeOverride.enterprise_id
        ),
    ),
    extend(
        Query,
        product=by_id(Product, "一种产品\nOne product."),
        products=connection(Product, "产品\nProducts, by name.", order_by=m.Product.name),
        enterprise_product=by_id(EnterpriseProduct, "一项企业产品\nOne product of one enterprise."),
        enterprise_products=connection(
            EnterpriseProduct,
            "企业产品\nWhat enterprises make.",
            order_by=m.EnterpriseProduct.id,
        ),
        enterprise_class=by_id(EnterpriseClass, "一次评定\nOne class."),
        enterprise_classes=connection(
            EnterpriseClass, "评定，最近的在前\nClasses.", order_by=m.EnterpriseClass.id.desc()
        ),
        supervision_profile=by_id(SupervisionProfile, "一份分类监管档案\nOne profile."),
        supervision_profiles=connection(
            SupervisionProfile, "分类监管档案\nBy next visit.", order_by=P.next_visit_on
        ),
        regime_override=by_id(RegimeOverride, "一项调整\nOne override."),
        regime_overrides=connection(
            RegimeOverride, "调整\nOverrides, latest first.", order_by=m.RegimeOverride.id.desc()
        ),
        quality_terms=connection(
            QualityTerm, "期限和数值\nTerms, old ones too.", order_by=m.QualityTerm.code
        ),
        supervision_factors=connection(
            SupervisionFactor, "计分因素\nFactors.", order_by=m.SupervisionFactor.id
        ),
        regime_rules=connection(RegimeRule, "监管方式规则\nRules.", order_by=m.RegimeRule.id),
    ),
]
