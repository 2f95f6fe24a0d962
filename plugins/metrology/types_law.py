"""The enums of metrology, and law as clients see it: dated rows, and the bodies that may verify."""

import datetime as dt

import strawberry

from plugins.metrology import models as m
from plugins.metrology import models_checks as checks
from plugins.metrology import models_law as law
from schema.enums import show_enum
from schema.fields import column, key
from schema.ids import Node
from schema.shared.register import VERSION

_ENUMS = (
    (
        m.Purpose,
        "用途\nWhat an instrument is used for.",
        "贸易\nTrade. 安全\nSafety. 医疗\nMedicine. 环境\nEnvironment. 执法\nEnforcement.",
    ),
    (
        m.InstrumentStatus,
        "状态\nWhat is done with an instrument.",
        "在用\nIn use. 停用\nStopped by a sticker. 封存\nIdle under seal. 已报废\nScrapped.",
    ),
    (
        m.ReportKind,
        "上报类别\nWhat is reported.",
        "新增\nNew. 封存\nTaken out of use. 启封\nUsed again. 报废\nScrapped.",
    ),
    (
        m.VerificationMode,
        "检定类别\nWhich verification.",
        "首次检定\nThe first. 后续检定\nA later one. 修理后检定\nAfter a repair.",
    ),
    (
        m.VerificationPlace,
        "检定地点\nWhere it is verified.",
        "现场\nOn site: ten working days. 送检\nIn the laboratory: seven.",
    ),
    (
        m.VerificationOutcome,
        "检定结果\nWhat came of it.",
        "合格\nPassed: a certificate. 不合格\nFailed: a notice.",
    ),
    (
        checks.ScaleVerdict,
        "扫描结果\nWhat was found of a scale.",
        "有效\nVerified. 超期或未在用\nOverdue or not in use. 已贴停用标志\nSealed.",
    ),
    (
        checks.MismatchReason,
        "待人工处理的原因\nWhy a certificate waits.",
        "无此出厂编号\nNo such serial. 多台同号\nSeveral bear it. 内容不合规\nNot sound.",
    ),
)
for _shown, _text, _values in _ENUMS:
    show_enum(
        _shown, _text, dict(zip(_shown.__members__, _values.rstrip(".").split(". "), strict=True))
    )
FIRST = "施行日\nFirst day."
LAST = "失效日\nThe first day without."
BASIS = "法律依据\nLegal basis."
COMPARED = "已与来源核对\nWhether it was compared with its source."


@strawberry.type(description="强制检定目录条目\nAn entry of the catalogue.")
class InstrumentCategory(Node):
    """An entry of the catalogue."""

    id: strawberry.ID = key(law.InstrumentCategory.id)
    code: str = column(law.InstrumentCategory.code, "代码\n10, 10.1, ...", where=True, order=True)
    name: str = column(law.InstrumentCategory.name, "名称\nName in Chinese.", where=True)
    name_en: str = column(law.InstrumentCategory.name_en, "英文名称\nName in English.")
    legal_basis: str = column(law.InstrumentCategory.legal_basis, BASIS)
    valid_from: dt.date = column(law.InstrumentCategory.valid_from, FIRST, where=True)
    valid_to: dt.date | None = column(law.InstrumentCategory.valid_to, LAST, where=True)


@strawberry.type(description="检定周期：带起止日期的法规数据\nFor how long it holds: dated law.")
class VerificationRule(Node):
    """For how long a verification of a category holds."""

    id: strawberry.ID = key(law.VerificationRule.id)
    category_prefix: str = column(
        law.VerificationRule.category_prefix,
        "类别代码，空为其余各类\nCode of the category; empty: all others.",
        where=True,
        order=True,
    )
    months: int = column(law.VerificationRule.months, "周期（月），0为只作首次检定\nMonths.")
    rotation_months: int = column(
        law.VerificationRule.rotation_months, "到期更换（月），0为无\nMonths until it is replaced."
    )
    regulation: str = column(law.VerificationRule.regulation, "检定规程\nThe regulation.")
    legal_basis: str = column(law.VerificationRule.legal_basis, BASIS)
    compared: bool = column(law.VerificationRule.compared, COMPARED, where=True)
    valid_from: dt.date = column(law.VerificationRule.valid_from, FIRST, where=True)
    valid_to: dt.date | None = column(law.VerificationRule.valid_to, LAST, where=True)


@strawberry.type(description="允许短缺量\nHow much a package may hold less than it says.")
class NetContentTolerance(Node):
    """A row of the table of tolerances."""

    id: strawberry.ID = key(law.NetContentTolerance.id)
    over: int = column(
        law.NetContentTolerance.over, "大于（克、毫升）\nAbove.", where=True, order=True
    )
    up_to: int = column(law.NetContentTolerance.up_to, "至（含）\nUp to, included.")
    per_mille: int = column(law.NetContentTolerance.per_mille, "千分比\nPer mille; 0: an amount.")
    amount: int = column(law.NetContentTolerance.amount, "数值（0.1克、毫升）\nIn tenths.")
    legal_basis: str = column(law.NetContentTolerance.legal_basis, BASIS)
    compared: bool = column(law.NetContentTolerance.compared, COMPARED, where=True)
    valid_from: dt.date = column(law.NetContentTolerance.valid_from, FIRST, where=True)
    valid_to: dt.date | None = column(law.NetContentTolerance.valid_to, LAST, where=True)


@strawberry.type(description="抽样方案\nHow many packages of a batch are weighed.")
class SamplePlan(Node):
    """A row of the sampling plan."""

    id: strawberry.ID = key(law.SamplePlan.id)
    batch_from: int = column(
        law.SamplePlan.batch_from, "批量自\nBatches from.", where=True, order=True
    )
    sample_size: int = column(law.SamplePlan.sample_size, "样本量，0为全部\nPackages; 0: all.")
    factor: int = column(law.SamplePlan.factor, "修正系数（千分之一）\nCorrection, thousandths.")
    may_be_short: int = column(law.SamplePlan.may_be_short, "允许超差件数\nHow many may be short.")
    legal_basis: str = column(law.SamplePlan.legal_basis, BASIS)
    compared: bool = column(law.SamplePlan.compared, COMPARED, where=True)
    valid_from: dt.date = column(law.SamplePlan.valid_from, FIRST, where=True)
    valid_to: dt.date | None = column(law.SamplePlan.valid_to, LAST, where=True)


@strawberry.type(description="法定计量检定机构\nA body that may verify, and what.")
class AuthorisedBody(Node):
    """A body and its authorisation."""

    id: strawberry.ID = key(law.AuthorisedBody.id)
    name: str = column(law.AuthorisedBody.name, "名称\nIts name.", where=True, order=True)
    authorisation_no: str = column(law.AuthorisedBody.authorisation_no, "授权证书编号\nNumber.")
    scope_codes: list[str] = column(
        law.AuthorisedBody.scope_codes, "授权类别代码，空为全部\nCategories; none: all."
    )
    phone: str = column(law.AuthorisedBody.phone, "业务电话\nOffice phone.")
    valid_from: dt.date = column(law.AuthorisedBody.valid_from, FIRST, where=True)
    valid_to: dt.date | None = column(law.AuthorisedBody.valid_to, LAST, where=True)
    version: int = column(law.AuthorisedBody.version, VERSION)
