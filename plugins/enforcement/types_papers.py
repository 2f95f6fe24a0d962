"""What a case consists of, until it is decided: evidence to hearing, and its papers."""

import datetime as dt

import strawberry
from sqlalchemy import Boolean, and_, type_coerce

from core.register.colours import WarningColour
from core.store.scope import TODAY
from core.warnings.bands import rule_colour
from plugins.enforcement import models as m
from plugins.enforcement import models_law as law
from plugins.enforcement import models_papers as p
from plugins.enforcement.types import CASE, FILES, PenaltyCase
from plugins.enforcement.types_law import DocumentForm
from schema.fields import column, computed, key, to_one
from schema.ids import Node
from schema.services.files import Attachment, attachments_of
from schema.shared.register import VERSION

FACTS, GRADE = "事实\nFacts.", "裁量等级\nGrade."
FINE, CONFISCATION = "罚款（元）\nFine, in yuan.", "没收（元）\nConfiscated, in yuan."
LOWEST, HIGHEST = "该等级下限\nLower bound of the grade.", "该等级上限\nUpper bound of the grade."
RESULT, OTHER = "处理\nWhat is proposed or decided.", "其他处罚\nOther kinds of penalty."
WARNING, WHY = "警告\nA warning.", "改用等级的理由\nWhy the grade is not the usual one."
VALUE, GAINS = "货值金额（元）\nValue of the goods.", "违法所得（元）\nIllegal gains."


@strawberry.type(description="证据\nA piece of evidence.")
class Evidence(Node):
    id: strawberry.ID = key(p.Evidence.id)
    kind: p.EvidenceKind = column(p.Evidence.kind, "种类\nKind.", where=True)
    what: str = column(p.Evidence.what, "内容\nWhat it is.")
    source: str = column(p.Evidence.source, "来源\nFrom where.")
    taken_on: dt.date = column(p.Evidence.taken_on, "取证日期\nWhen taken.")
    sha256: str | None = column(p.Evidence.sha256, "校验值\nDigest of a recording.")
    holder: str = column(p.Evidence.holder, "现保管人\nWho has it now.")
    version: int = column(p.Evidence.version, VERSION)
    case: PenaltyCase | None = to_one(PenaltyCase, CASE, by=p.Evidence.case_id, where=True)
    attachments: list[Attachment] = attachments_of(FILES)


@strawberry.type(description="证据交接\nEvidence went from hand to hand.")
class CustodyEvent(Node):
    id: strawberry.ID = key(p.CustodyEvent.id)
    at: dt.datetime = column(p.CustodyEvent.at, "时间\nWhen.")
    handed_by: str = column(p.CustodyEvent.handed_by, "交出\nBy.")
    handed_to: str = column(p.CustodyEvent.handed_to, "接收\nTo.")
    note: str = column(p.CustodyEvent.note, "说明\nNote.")
    evidence: Evidence | None = to_one(
        Evidence, "证据\nThe evidence.", by=p.CustodyEvent.evidence_id
    )


@strawberry.type(description="强制措施和先行登记保存\nGoods sealed, seized or preserved.")
class CoerciveMeasure(Node):
    id: strawberry.ID = key(p.CoerciveMeasure.id)
    kind: p.MeasureKind = column(p.CoerciveMeasure.kind, "种类\nKind.", where=True)
    items: list[str] = column(p.CoerciveMeasure.items, "物品\nWhat.")
    taken_on: dt.date = column(p.CoerciveMeasure.taken_on, "实施日期\nWhen.")
    until: dt.date = column(p.CoerciveMeasure.until, "期限\nLast day.", where=True, order=True)
    extended: bool = column(p.CoerciveMeasure.extended, "已延长\nWhether extended.")
    approved_on: dt.date | None = column(
        p.CoerciveMeasure.approved_on, "负责人批准日期\nWhen approved."
    )
    lifted_on: dt.date | None = column(
        p.CoerciveMeasure.lifted_on, "解除日期\nWhen ended.", where=True
    )
    outcome: str = column(p.CoerciveMeasure.outcome, "处理\nWhat became of it.")
    lapsed: bool = computed(
        type_coerce(
            and_(p.CoerciveMeasure.lifted_on.is_(None), p.CoerciveMeasure.until < TODAY), Boolean
        ),
        "已失效\nWhether it has lapsed.",
    )
    colour: WarningColour | None = computed(
        rule_colour(p.CoerciveMeasure.until, "K2"), "颜色\nHow near its end is."
    )
    version: int = column(p.CoerciveMeasure.version, VERSION)
    case: PenaltyCase | None = to_one(PenaltyCase, CASE, by=p.CoerciveMeasure.case_id, where=True)


@strawberry.type(description="调查终结报告\nWhat the officers found, and propose.")
class InvestigationReport(Node):
    id: strawberry.ID = key(p.InvestigationReport.id)
    result: m.CaseResult = column(p.InvestigationReport.result, RESULT)
    facts: str = column(p.InvestigationReport.facts, FACTS)
    goods_value: int = column(p.InvestigationReport.goods_value, VALUE)
    illegal_gains: int = column(p.InvestigationReport.illegal_gains, GAINS)
    grade: law.DiscretionGrade | None = column(p.InvestigationReport.grade, GRADE)
    lowest: int | None = column(p.InvestigationReport.lowest, LOWEST)
    highest: int | None = column(p.InvestigationReport.highest, HIGHEST)
    fine: int = column(p.InvestigationReport.fine, FINE)
    confiscation: int = column(p.InvestigationReport.confiscation, CONFISCATION)
    warning: bool = column(p.InvestigationReport.warning, WARNING)
    other: str = column(p.InvestigationReport.other, OTHER)
    grade_reason: str = column(p.InvestigationReport.grade_reason, WHY)
    ground: p.NoPenaltyGround | None = column(p.InvestigationReport.ground, "不罚理由\nGround.")
    serious: bool = column(p.InvestigationReport.serious, "重大复杂\nComplex or grave.")
    concluded_on: dt.date = column(p.InvestigationReport.concluded_on, "终结日期\nWhen.")
    case: PenaltyCase | None = to_one(PenaltyCase, CASE, by=p.InvestigationReport.case_id)


@strawberry.type(description="审核意见\nThe opinion of a reviewer.")
class CaseReview(Node):
    id: strawberry.ID = key(p.CaseReview.id)
    reviewed_on: dt.date = column(p.CaseReview.reviewed_on, "审核日期\nWhen.")
    agreed: bool = column(p.CaseReview.agreed, "同意\nWhether agreed.")
    opinion: str = column(p.CaseReview.opinion, "意见\nOpinion.")
    changed: bool = column(p.CaseReview.changed, "有改动\nWhether sums were changed.")
    case: PenaltyCase | None = to_one(PenaltyCase, CASE, by=p.CaseReview.case_id)


@strawberry.type(description="行政处罚告知书\nA notice of an intended penalty.")
class PenaltyNotice(Node):
    id: strawberry.ID = key(p.PenaltyNotice.id)
    number: str = column(p.PenaltyNotice.number, "文号\nNumber.", where=True)
    facts: str = column(p.PenaltyNotice.facts, FACTS)
    basis: str = column(p.PenaltyNotice.basis, "理由和依据\nReasons and law.")
    grade: law.DiscretionGrade | None = column(p.PenaltyNotice.grade, GRADE)
    lowest: int | None = column(p.PenaltyNotice.lowest, LOWEST)
    highest: int | None = column(p.PenaltyNotice.highest, HIGHEST)
    fine: int = column(p.PenaltyNotice.fine, FINE)
    confiscation: int = column(p.PenaltyNotice.confiscation, CONFISCATION)
    warning: bool = column(p.PenaltyNotice.warning, WARNING)
    other: str = column(p.PenaltyNotice.other, OTHER)
    hearing_offered: bool = column(
        p.PenaltyNotice.hearing_offered, "可要求听证\nWhether a hearing may be asked for."
    )
    issued_on: dt.date = column(p.PenaltyNotice.issued_on, "制作日期\nWhen written.")
    served_on: dt.date | None = column(p.PenaltyNotice.served_on, "送达日期\nWhen served.")
    answer_by: dt.date | None = column(
        p.PenaltyNotice.answer_by, "答复期限\nLast day to ask for a hearing.", where=True
    )
    waived_on: dt.date | None = column(p.PenaltyNotice.waived_on, "放弃日期\nWhen waived.")
    case: PenaltyCase | None = to_one(PenaltyCase, CASE, by=p.PenaltyNotice.case_id, where=True)


@strawberry.type(description="陈述申辩\nA statement or defence of the party.")
class Defence(Node):
    id: strawberry.ID = key(p.Defence.id)
    filed_on: dt.date = column(p.Defence.filed_on, "提出日期\nWhen.")
    text: str = column(p.Defence.text, "内容\nWhat it says.")
    answered_on: dt.date | None = column(p.Defence.answered_on, "复核日期\nWhen examined.")
    accepted: bool | None = column(p.Defence.accepted, "采纳\nWhether accepted.")
    answer: str = column(p.Defence.answer, "复核意见\nThe answer.")
    case: PenaltyCase | None = to_one(PenaltyCase, CASE, by=p.Defence.case_id, where=True)
    attachments: list[Attachment] = attachments_of(FILES)


@strawberry.type(description="听证\nA hearing.")
class Hearing(Node):
    id: strawberry.ID = key(p.Hearing.id)
    requested_on: dt.date = column(p.Hearing.requested_on, "要求日期\nWhen asked for.")
    notified_on: dt.date | None = column(p.Hearing.notified_on, "通知日期\nWhen announced.")
    held_on: dt.date | None = column(p.Hearing.held_on, "举行日期\nWhen held.", where=True)
    place: str = column(p.Hearing.place, "地点\nWhere.")
    absent: bool = column(p.Hearing.absent, "未到场，视为放弃\nThe party did not come.")
    report: str = column(p.Hearing.report, "听证报告\nReport.")
    ended_on: dt.date | None = column(p.Hearing.ended_on, "结束日期\nWhen ended.", where=True)
    case: PenaltyCase | None = to_one(PenaltyCase, CASE, by=p.Hearing.case_id, where=True)


@strawberry.type(description="集体讨论\nA discussion by the leaders.")
class CollectiveDiscussion(Node):
    id: strawberry.ID = key(p.CollectiveDiscussion.id)
    held_on: dt.date = column(p.CollectiveDiscussion.held_on, "日期\nWhen.")
    members: list[str] = column(p.CollectiveDiscussion.members, "参加人员\nWho.")
    opinions: str = column(p.CollectiveDiscussion.opinions, "意见\nOpinions.")
    conclusion: str = column(p.CollectiveDiscussion.conclusion, "结论\nConclusion.")
    case: PenaltyCase | None = to_one(PenaltyCase, CASE, by=p.CollectiveDiscussion.case_id)


@strawberry.type(description="案件文书\nA paper of a case.")
class CaseDocument(Node):
    id: strawberry.ID = key(p.CaseDocument.id)
    number: str = column(p.CaseDocument.number, "文号\nNumber.", where=True)
    issued_on: dt.date = column(p.CaseDocument.issued_on, "制作日期\nWhen.", where=True, order=True)
    form: DocumentForm | None = to_one(
        DocumentForm, "式样\nIts form.", by=p.CaseDocument.form_id, where=True
    )
    case: PenaltyCase | None = to_one(PenaltyCase, CASE, by=p.CaseDocument.case_id, where=True)
