"""The values of the enums, and the law: discretion, shares, amounts, forms, officers' cards."""

import datetime as dt

import strawberry

from core.extension import extend
from plugins.enforcement import models as m
from plugins.enforcement import models_decision as d
from plugins.enforcement import models_law as law
from plugins.enforcement import models_papers as p
from schema.enums import show_enum
from schema.fields import by_id, column, connection, key
from schema.ids import Node
from schema.roots import Query
from schema.shared.register import VERSION


def _show(shown: type, about: str, *texts: str) -> None:
    show_enum(shown, about, dict(zip(shown.__members__, texts, strict=True)))  # type: ignore[attr-defined]


_show(
    m.ClueSource,
    "案源\nBy what a possible violation came to be known.",
    "投诉\nA complaint.",
    "举报\nA report.",
    "监督检查\nAn inspection.",
    "抽检不合格\nA failed sample.",
    "移送\nHanded over by others.",
    "媒体\nThe media.",
    "其他\nAnything else.",
)
_show(
    m.PartyKind,
    "当事人类型\nWho is said to have violated the law.",
    "单位\nAn enterprise.",
    "个体工商户\nA sole trader.",
    "公民\nA person.",
)
_show(
    m.PauseKind,
    "不计入办案期限的事由\nTime that does not count.",
    "中止\nSuspension.",
    "听证\nHearing.",
    "公告\nAnnouncement.",
    "检测检验\nTesting.",
)
_show(
    m.CaseResult,
    "处理决定\nWhat is decided.",
    "给予处罚\nA penalty.",
    "不予处罚\nNo penalty.",
    "移送司法机关\nTransferred as a crime.",
    "撤销案件\nWithdrawn.",
)
_show(
    m.ClosureReason,
    "结案理由\nWhy a case is closed.",
    "履行完毕\nPerformed.",
    "强制执行完毕\nEnforced.",
    "终结执行\nCannot be enforced.",
    "不予处罚\nNo penalty.",
    "移送\nTransferred.",
    "撤销案件\nWithdrawn.",
)
_show(
    law.DiscretionGrade,
    "裁量等级\nGrade of discretion.",
    "不予处罚\nNo penalty.",
    "减轻\nReduced below the range.",
    "从轻\nLight: the lower part.",
    "一般\nOrdinary.",
    "从重\nHeavy: the upper part.",
)
_show(
    law.FineBase,
    "罚款基数\nWhat the limits are of.",
    "固定数额（元）\nYuan.",
    "货值金额的百分比\nPer cent of the goods' value.",
    "违法所得的百分比\nPer cent of the illegal gains.",
)
_show(
    p.EvidenceKind,
    "证据种类\nThe eight kinds of evidence.",
    "书证\nDocumentary.",
    "物证\nPhysical.",
    "视听资料\nAudiovisual.",
    "电子数据\nElectronic.",
    "证人证言\nTestimony.",
    "当事人的陈述\nStatement of the party.",
    "鉴定意见\nExpert opinion.",
    "勘验笔录、现场笔录\nRecord made on site.",
)
_show(
    p.MeasureKind,
    "措施种类\nKind of measure.",
    "查封\nSealing.",
    "扣押\nSeizure.",
    "先行登记保存\nPreserved by registration.",
)
_show(
    p.NoPenaltyGround,
    "不予处罚的理由\nWhy there is no penalty.",
    "轻微并及时改正，无危害后果\nSlight, corrected, no harm.",
    "初次、轻微并及时改正\nFirst, slight, corrected.",
    "无主观过错\nNo fault.",
    "未满十四周岁\nUnder fourteen.",
    "超过追究时效\nTime-barred.",
    "违法事实不能成立\nNot established.",
)
_show(
    d.ServiceWay,
    "送达方式\nWay of service.",
    "直接送达\nDirectly.",
    "留置送达\nLeft there.",
    "电子送达\nElectronically.",
    "邮寄送达\nBy post.",
    "委托送达\nBy another authority.",
    "转交送达\nHanded on.",
    "公告送达\nBy announcement.",
)
_show(
    d.ServedPaper,
    "送达的文书\nWhich paper.",
    "处罚告知书\nNotice.",
    "听证通知书\nNotice of hearing.",
    "决定书\nDecision.",
    "催告书\nDemand.",
)
FIRST, LAST = "施行日\nFirst day.", "失效日\nThe first day without."


@strawberry.type(description="裁量基准\nBetween which limits an act is fined.")
class DiscretionRule(Node):
    id: strawberry.ID = key(law.DiscretionRule.id)
    code: str = column(law.DiscretionRule.code, "代码\nCode.", where=True, order=True)
    act: str = column(law.DiscretionRule.act, "法律\nThe law.", where=True)
    violated_article: str = column(law.DiscretionRule.violated_article, "违反的条\nViolated.")
    penalty_article: str = column(law.DiscretionRule.penalty_article, "处罚依据\nPenalty.")
    what: str = column(law.DiscretionRule.what, "违法行为\nThe act.", where=True)
    base: law.FineBase = column(law.DiscretionRule.base, "基数\nOf what.")
    minimum: int = column(law.DiscretionRule.minimum, "下限：元或百分比\nLower limit.")
    maximum: int = column(law.DiscretionRule.maximum, "上限：元或百分比\nUpper limit.")
    grade: law.DiscretionGrade = column(law.DiscretionRule.grade, "通常等级\nThe usual grade.")
    endangers_life: bool = column(
        law.DiscretionRule.endangers_life, "涉及生命健康：时效五年\nFive years instead of two."
    )
    valid_from: dt.date = column(law.DiscretionRule.valid_from, FIRST, where=True)
    valid_to: dt.date | None = column(law.DiscretionRule.valid_to, LAST, where=True)


@strawberry.type(description="裁量等级在幅度中的比例\nWhich part of the range is a grade's.")
class GradeShare(Node):
    id: strawberry.ID = key(law.GradeShare.id)
    grade: law.DiscretionGrade = column(law.GradeShare.grade, "等级\nGrade.", where=True)
    lowest: int = column(law.GradeShare.lowest, "自百分之\nFrom, per cent.")
    highest: int = column(law.GradeShare.highest, "至百分之\nTo, per cent.")
    legal_basis: str = column(law.GradeShare.legal_basis, "依据\nBy which rule.")
    valid_from: dt.date = column(law.GradeShare.valid_from, FIRST, where=True)
    valid_to: dt.date | None = column(law.GradeShare.valid_to, LAST, where=True)


@strawberry.type(description="法定数额\nAn amount or number of the law.")
class AmountLimit(Node):
    id: strawberry.ID = key(law.AmountLimit.id)
    code: str = column(law.AmountLimit.code, "代码\nCode.", where=True, order=True)
    amount: int = column(law.AmountLimit.amount, "数额\nAmount.")
    legal_basis: str = column(law.AmountLimit.legal_basis, "依据\nBy which rule.")
    valid_from: dt.date = column(law.AmountLimit.valid_from, FIRST, where=True)
    valid_to: dt.date | None = column(law.AmountLimit.valid_to, LAST, where=True)


@strawberry.type(description="文书式样\nOne of the forms of papers.")
class DocumentForm(Node):
    id: strawberry.ID = key(law.DocumentForm.id)
    edition: str = column(law.DocumentForm.edition, "版本\nEdition.", where=True)
    number: int = column(law.DocumentForm.number, "序号\nNumber.", where=True, order=True)
    name: str = column(law.DocumentForm.name, "名称\nName.", where=True)
    stage: str = column(law.DocumentForm.stage, "阶段\nStage.", where=True)


@strawberry.type(description="行政执法证\nAn enforcement card.")
class EnforcementCard(Node):
    id: strawberry.ID = key(law.EnforcementCard.id)
    holder: str = column(law.EnforcementCard.holder, "持证人\nHolder.", where=True)
    number: str = column(law.EnforcementCard.number, "证号\nNumber.", where=True)
    valid_from: dt.date = column(law.EnforcementCard.valid_from, "发证日\nFirst day.")
    valid_to: dt.date | None = column(law.EnforcementCard.valid_to, LAST, where=True)
    confirmed_on: dt.date | None = column(
        law.EnforcementCard.confirmed_on, "核实日期\nWhen a chief confirmed it.", where=True
    )
    version: int = column(law.EnforcementCard.version, VERSION)


extensions = [
    extend(
        Query,
        discretion_rules=connection(
            DiscretionRule,
            "裁量基准，含旧版\nRules of discretion, old ones too.",
            order_by=law.DiscretionRule.code,
        ),
        discretion_rule=by_id(DiscretionRule, "一条裁量基准\nOne rule."),
        grade_shares=connection(
            GradeShare, "裁量等级比例\nShares of grades.", order_by=law.GradeShare.id
        ),
        amount_limits=connection(
            AmountLimit, "法定数额，含旧值\nAmounts, old ones too.", order_by=law.AmountLimit.code
        ),
        document_forms=connection(
            DocumentForm, "文书式样\nForms of papers.", order_by=law.DocumentForm.number
        ),
        enforcement_cards=connection(
            EnforcementCard, "执法证\nEnforcement cards.", order_by=law.EnforcementCard.holder
        ),
        enforcement_card=by_id(EnforcementCard, "一张执法证\nOne card."),
    ),
]
