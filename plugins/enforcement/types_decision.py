"""The decision, its service, money and publication; penalties on the spot; the extensions."""

import datetime as dt

import strawberry
from sqlalchemy import func

from core.extension import extend
from plugins.enforcement import models as m
from plugins.enforcement import models_decision as d
from plugins.enforcement import models_law as law
from plugins.enforcement import models_papers as p
from plugins.enforcement import types_papers as t
from plugins.enforcement.types import (
    CASE,
    FILES,
    MATTER,
    PARTY,
    RULE,
    CaseOfficer,
    CasePause,
    Clue,
    FilingProposal,
    PenaltyCase,
)
from plugins.enforcement.types_law import DiscretionRule
from schema.fields import aggregate, by_id, column, connection, key, personal, to_many, to_one
from schema.ids import Node
from schema.roots import Query
from schema.services.files import Attachment, attachments_of
from schema.services.matters import Matter
from schema.shared.register import VERSION, Enterprise


@strawberry.type(description="处罚决定或不予处罚决定\nA decision: a penalty, or none.")
class PenaltyDecision(Node):
    id: strawberry.ID = key(d.PenaltyDecision.id)
    number: str = column(d.PenaltyDecision.number, "文号\nNumber.", where=True)
    result: m.CaseResult = column(d.PenaltyDecision.result, t.RESULT, where=True)
    facts: str = column(d.PenaltyDecision.facts, t.FACTS)
    goods_value: int = column(d.PenaltyDecision.goods_value, t.VALUE)
    grade: law.DiscretionGrade | None = column(d.PenaltyDecision.grade, t.GRADE, where=True)
    lowest: int | None = column(d.PenaltyDecision.lowest, t.LOWEST)
    highest: int | None = column(d.PenaltyDecision.highest, t.HIGHEST)
    fine: int = column(d.PenaltyDecision.fine, t.FINE)
    confiscation: int = column(d.PenaltyDecision.confiscation, t.CONFISCATION)
    warning: bool = column(d.PenaltyDecision.warning, t.WARNING)
    other: str = column(d.PenaltyDecision.other, t.OTHER)
    grade_reason: str = column(d.PenaltyDecision.grade_reason, t.WHY)
    ground: p.NoPenaltyGround | None = column(d.PenaltyDecision.ground, "不罚理由\nGround.")
    decided_on: dt.date = column(
        d.PenaltyDecision.decided_on, "决定日期\nWhen.", where=True, order=True
    )
    served_on: dt.date | None = column(d.PenaltyDecision.served_on, "送达日期\nWhen served.")
    pay_by: dt.date | None = column(
        d.PenaltyDecision.pay_by, "缴款期限\nLast day to pay.", where=True
    )
    demanded_on: dt.date | None = column(d.PenaltyDecision.demanded_on, "催告日期\nDemand.")
    court_by: dt.date | None = column(
        d.PenaltyDecision.court_by, "申请强制执行期限\nLast day to ask the court.", where=True
    )
    court_on: dt.date | None = column(
        d.PenaltyDecision.court_on, "申请强制执行日期\nWhen the court was asked.", where=True
    )
    publish_by: dt.date | None = column(
        d.PenaltyDecision.publish_by, "公示期限\nLast day to publish.", where=True
    )
    published_on: dt.date | None = column(
        d.PenaltyDecision.published_on, "公示日期\nWhen published.", where=True
    )
    annulled_on: dt.date | None = column(
        d.PenaltyDecision.annulled_on, "撤销日期\nWhen annulled.", where=True
    )
    annulled_by: str = column(d.PenaltyDecision.annulled_by, "撤销机关和文书\nBy what.")
    withdraw_by: dt.date | None = column(
        d.PenaltyDecision.withdraw_by, "撤回公示期限\nLast day to withdraw it.", where=True
    )
    version: int = column(d.PenaltyDecision.version, VERSION)
    rule: DiscretionRule | None = to_one(DiscretionRule, RULE, by=d.PenaltyDecision.rule_id)
    case: PenaltyCase | None = to_one(PenaltyCase, CASE, by=d.PenaltyDecision.case_id, where=True)


@strawberry.type(description="送达回证\nA paper came to the party.")
class Service(Node):
    id: strawberry.ID = key(d.Service.id)
    paper: d.ServedPaper = column(d.Service.paper, "文书\nWhich paper.")
    way: d.ServiceWay = column(d.Service.way, "方式\nHow.")
    served_on: dt.date = column(d.Service.served_on, "送达日期\nWhen.")
    receiver: str | None = personal(d.Service.receiver, "收件人\nWho took it.")
    witness: str | None = personal(d.Service.witness, "见证人\nWitness.")
    consent_on: dt.date | None = column(d.Service.consent_on, "同意电子送达\nConsent.")
    case: PenaltyCase | None = to_one(PenaltyCase, CASE, by=d.Service.case_id)


@strawberry.type(description="缴款\nMoney that was paid.")
class Payment(Node):
    id: strawberry.ID = key(d.Payment.id)
    paid_on: dt.date = column(d.Payment.paid_on, "缴款日期\nWhen.")
    amount: int = column(d.Payment.amount, "金额（元）\nAmount.")
    reference: str = column(d.Payment.reference, "缴款凭证号\nReference of the bank.")
    confirmed_on: dt.date | None = column(
        d.Payment.confirmed_on, "核实日期\nWhen confirmed.", where=True
    )
    version: int = column(d.Payment.version, VERSION)
    case: PenaltyCase | None = to_one(PenaltyCase, CASE, by=d.Payment.case_id, where=True)
    attachments: list[Attachment] = attachments_of(FILES)


@strawberry.type(description="分期\nA part of a fine, and its last day.")
class Instalment(Node):
    id: strawberry.ID = key(d.Instalment.id)
    due_on: dt.date = column(d.Instalment.due_on, "期限\nLast day.", where=True)
    amount: int = column(d.Instalment.amount, "金额（元）\nAmount.")
    case: PenaltyCase | None = to_one(PenaltyCase, CASE, by=d.Instalment.case_id)


@strawberry.type(description="公示的处罚信息\nWhat the public may read of a decision.")
class Publication(Node):
    id: strawberry.ID = key(d.Publication.id)
    number: str = column(d.Publication.number, "决定书文号\nNumber.", where=True)
    party_name: str = column(d.Publication.party_name, "当事人\nThe party.", where=True)
    party_code: str = column(d.Publication.party_code, "统一社会信用代码\nCredit code.")
    violation: str = column(d.Publication.violation, "违法行为类型\nThe violation.")
    basis: str = column(d.Publication.basis, "处罚依据\nThe law.")
    kinds: str = column(d.Publication.kinds, "处罚类别\nKinds of penalty.")
    content: str = column(d.Publication.content, "处罚内容\nThe penalty.")
    fine: int = column(d.Publication.fine, t.FINE)
    confiscation: int = column(d.Publication.confiscation, t.CONFISCATION)
    authority: str = column(d.Publication.authority, "处罚机关\nAuthority.")
    decided_on: dt.date = column(d.Publication.decided_on, "处罚决定日期\nWhen decided.")
    published_on: dt.date = column(
        d.Publication.published_on, "公示日期\nWhen published.", where=True, order=True
    )
    ends_on: dt.date = column(
        d.Publication.ends_on, "停止公示日期\nThe first day without it.", where=True
    )
    withdrawn_on: dt.date | None = column(
        d.Publication.withdrawn_on, "撤回日期\nWhen withdrawn.", where=True
    )
    withdrawal: str = column(d.Publication.withdrawal, "撤回理由\nWhy withdrawn.")


@strawberry.type(description="当场处罚\nA penalty on the spot.")
class SpotPenalty(Node):
    id: strawberry.ID = key(d.SpotPenalty.id)
    number: str | None = column(d.SpotPenalty.number, "文号\nNumber.", where=True)
    made_on: dt.date = column(d.SpotPenalty.made_on, "日期\nWhen.", where=True, order=True)
    party_kind: m.PartyKind = column(d.SpotPenalty.party_kind, "当事人类型\nKind of party.")
    party_name: str = column(d.SpotPenalty.party_name, "当事人\nThe party.", where=True)
    facts: str = column(d.SpotPenalty.facts, t.FACTS)
    heard: str = column(d.SpotPenalty.heard, "当事人陈述\nWhat the party said.")
    warning: bool = column(d.SpotPenalty.warning, t.WARNING)
    fine: int = column(d.SpotPenalty.fine, t.FINE)
    pay_by: dt.date | None = column(d.SpotPenalty.pay_by, "缴款期限\nLast day to pay.")
    paid_on: dt.date | None = column(d.SpotPenalty.paid_on, "缴款日期\nWhen paid.", where=True)
    version: int = column(d.SpotPenalty.version, VERSION)
    rule: DiscretionRule | None = to_one(DiscretionRule, RULE, by=d.SpotPenalty.rule_id)
    party: Enterprise | None = to_one(Enterprise, PARTY, by=d.SpotPenalty.party_enterprise_id)
    matter: Matter | None = to_one(Matter, MATTER, by=d.SpotPenalty.matter_id, where=True)


extensions = [
    extend(
        Clue,
        proposals=to_many(
            FilingProposal, "立案审批意见\nThe proposal.", by=m.FilingProposal.clue_id
        ),
        cases=to_many(PenaltyCase, "案件\nThe case filed from it.", by=m.PenaltyCase.clue_id),
    ),
    extend(
        t.Evidence,
        custody=to_many(
            t.CustodyEvent, "保管链\nIn whose hands it was.", by=p.CustodyEvent.evidence_id
        ),
    ),
    extend(
        PenaltyCase,
        officers=to_many(CaseOfficer, "办案人员\nOfficers.", by=m.CaseOfficer.case_id),
        pauses=to_many(CasePause, "扣除的期间\nTime not counted.", by=m.CasePause.case_id),
        evidence=to_many(t.Evidence, "证据\nEvidence.", by=p.Evidence.case_id),
        measures=to_many(t.CoerciveMeasure, "强制措施\nMeasures.", by=p.CoerciveMeasure.case_id),
        reports=to_many(
            t.InvestigationReport, "调查报告\nReport.", by=p.InvestigationReport.case_id
        ),
        reviews=to_many(t.CaseReview, "审核\nReviews.", by=p.CaseReview.case_id),
        notices=to_many(t.PenaltyNotice, "告知书\nNotices.", by=p.PenaltyNotice.case_id),
        defences=to_many(t.Defence, "陈述申辩\nDefences.", by=p.Defence.case_id),
        hearings=to_many(t.Hearing, "听证\nHearings.", by=p.Hearing.case_id),
        discussions=to_many(
            t.CollectiveDiscussion, "集体讨论\nDiscussions.", by=p.CollectiveDiscussion.case_id
        ),
        decisions=to_many(PenaltyDecision, "决定\nDecision.", by=d.PenaltyDecision.case_id),
        services=to_many(Service, "送达\nServices.", by=d.Service.case_id),
        payments=to_many(Payment, "缴款\nPayments.", by=d.Payment.case_id),
        instalments=to_many(Instalment, "分期\nInstalments.", by=d.Instalment.case_id),
        publications=to_many(Publication, "公示\nPublication.", by=d.Publication.case_id),
        documents=to_many(
            t.CaseDocument,
            "文书目录\nPapers, in order.",
            by=p.CaseDocument.case_id,
            order_by=p.CaseDocument.id,
        ),
    ),
    extend(
        Enterprise,
        penalty_cases=to_many(
            PenaltyCase,
            "行政处罚案件，最近的在前\nIts cases, latest first.",
            by=m.PenaltyCase.party_enterprise_id,
            order_by=m.PenaltyCase.filed_on.desc(),
        ),
        penalty_case_count=aggregate(
            PenaltyCase,
            func.count(),
            "行政处罚案件数\nHow many cases.",
            by=m.PenaltyCase.party_enterprise_id,
        ),
    ),
    extend(
        Query,
        clue=by_id(Clue, "一条线索\nOne clue."),
        clues=connection(
            Clue, "线索，最近的在前\nClues, latest first.", order_by=m.Clue.found_on.desc()
        ),
        penalty_case=by_id(PenaltyCase, "一个案件\nOne case."),
        penalty_cases=connection(
            PenaltyCase,
            "案件，最近的在前\nCases, latest first.",
            order_by=m.PenaltyCase.filed_on.desc(),
        ),
        case_officers=connection(
            CaseOfficer, "办案人员\nOfficers of cases.", order_by=m.CaseOfficer.id.desc()
        ),
        evidence=by_id(t.Evidence, "一件证据\nOne piece of evidence."),
        coercive_measure=by_id(t.CoerciveMeasure, "一项措施\nOne measure."),
        coercive_measures=connection(
            t.CoerciveMeasure, "强制措施\nMeasures.", order_by=p.CoerciveMeasure.until
        ),
        penalty_decision=by_id(PenaltyDecision, "一份决定\nOne decision."),
        penalty_decisions=connection(
            PenaltyDecision,
            "决定，最近的在前\nDecisions, latest first.",
            order_by=d.PenaltyDecision.decided_on.desc(),
        ),
        case_documents=connection(
            t.CaseDocument,
            "文书，最近的在前\nPapers, latest first.",
            order_by=p.CaseDocument.issued_on.desc(),
        ),
        payment=by_id(Payment, "一笔缴款\nOne payment."),
        publications=connection(
            Publication,
            "行政处罚公示\nPublished penalties.",
            order_by=d.Publication.published_on.desc(),
        ),
        spot_penalty=by_id(SpotPenalty, "一份当场处罚\nOne penalty on the spot."),
        spot_penalties=connection(
            SpotPenalty,
            "当场处罚，最近的在前\nPenalties on the spot, latest first.",
            order_by=d.SpotPenalty.made_on.desc(),
        ),
    ),
]
