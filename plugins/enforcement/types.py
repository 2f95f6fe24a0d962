"""Clues, proposals, cases, their officers and pauses as clients see them."""

import datetime as dt

import strawberry
from sqlalchemy import Boolean, type_coerce

from core.register.colours import WarningColour
from core.warnings.bands import rule_colour
from plugins.enforcement import models as m
from plugins.enforcement.types_law import DiscretionRule
from schema.fields import column, computed, key, personal, to_one
from schema.ids import Node
from schema.services.files import Attachment, attachments_of
from schema.services.matters import Matter
from schema.shared.register import VERSION, Division, Enterprise

PARTY = "当事人（登记的单位）\nThe party, where it is in the register."
PLACE = "违法行为地镇街\nThe town where it happened."
MATTER = "办理进度\nWhere it stands."
FILES = "附件\nIts files."
CASE = "案件\nIts case."
RULE = "裁量基准\nThe rule of discretion."


@strawberry.type(description="案源线索\nA clue: something that may be a violation.")
class Clue(Node):
    id: strawberry.ID = key(m.Clue.id)
    source: m.ClueSource = column(m.Clue.source, "来源\nSource.", where=True)
    subject: str | None = column(m.Clue.subject, "来自的记录\nWhat it comes from.", where=True)
    what: str = column(m.Clue.what, "情况\nWhat may be wrong.")
    party_kind: m.PartyKind = column(m.Clue.party_kind, "当事人类型\nKind of party.", where=True)
    party_name: str = column(m.Clue.party_name, "当事人\nThe party.", where=True)
    found_on: dt.date = column(m.Clue.found_on, "发现日期\nWhen found.", where=True, order=True)
    taken_up_on: dt.date | None = column(
        m.Clue.taken_up_on, "立案日期\nWhen a case was filed from it.", where=True
    )
    closed_on: dt.date | None = column(m.Clue.closed_on, "办结日期\nWhen it ended.", where=True)
    version: int = column(m.Clue.version, VERSION)
    matter: Matter | None = to_one(Matter, MATTER, by=m.Clue.matter_id, where=True)
    party: Enterprise | None = to_one(Enterprise, PARTY, by=m.Clue.party_enterprise_id, where=True)
    place: Division | None = to_one(Division, PLACE, by=m.Clue.place_id, where=True)
    attachments: list[Attachment] = attachments_of(FILES)


@strawberry.type(description="立案审批意见\nWhat the officer who checked a clue proposes.")
class FilingProposal(Node):
    id: strawberry.ID = key(m.FilingProposal.id)
    files: bool = column(m.FilingProposal.files, "建议立案\nWhether to file.", where=True)
    cause: str = column(m.FilingProposal.cause, "案由\nCause.")
    facts: str = column(m.FilingProposal.facts, "核查情况\nWhat was found.")
    violated_on: dt.date | None = column(
        m.FilingProposal.violated_on, "行为终了日期\nWhen the act ended."
    )
    proposed_on: dt.date = column(m.FilingProposal.proposed_on, "提出日期\nWhen.")
    rule: DiscretionRule | None = to_one(DiscretionRule, RULE, by=m.FilingProposal.rule_id)
    clue: Clue | None = to_one(Clue, "线索\nIts clue.", by=m.FilingProposal.clue_id, where=True)


@strawberry.type(description="行政处罚案件\nA case of ordinary procedure.")
class PenaltyCase(Node):
    id: strawberry.ID = key(m.PenaltyCase.id)
    number: str = column(m.PenaltyCase.number, "案号\nNumber.", where=True)
    cause: str = column(m.PenaltyCase.cause, "案由\nCause.", where=True)
    party_kind: m.PartyKind = column(m.PenaltyCase.party_kind, "当事人类型\nKind.", where=True)
    party_name: str = column(m.PenaltyCase.party_name, "当事人\nThe party.", where=True)
    party_person: str | None = personal(m.PenaltyCase.party_person, "姓名\nName of a person.")
    party_identity: str | None = personal(m.PenaltyCase.party_identity, "身份证号\nIdentity card.")
    violated_on: dt.date = column(m.PenaltyCase.violated_on, "行为终了日期\nWhen it ended.")
    filed_on: dt.date = column(
        m.PenaltyCase.filed_on, "立案日期\nWhen filed.", where=True, order=True
    )
    decide_by: dt.date | None = column(
        m.PenaltyCase.decide_by,
        "办案期限；扣除期间为空\nLast day; null while it stands.",
        where=True,
    )
    decide_by_provisional: bool = column(
        m.PenaltyCase.decide_by_provisional, "期限待日历公布\nWhether a calendar may move it."
    )
    colour: WarningColour | None = computed(
        rule_colour(m.PenaltyCase.decide_by, "K1"), "颜色\nHow near the last day is.", where=True
    )
    extended: bool = column(m.PenaltyCase.extended, "已延长\nWhether extended.", where=True)
    result: m.CaseResult | None = column(
        m.PenaltyCase.result, "处理决定\nWhat was decided.", where=True
    )
    decided_on: dt.date | None = column(
        m.PenaltyCase.decided_on, "决定日期\nWhen decided.", where=True
    )
    closure_reason: m.ClosureReason | None = column(
        m.PenaltyCase.closure_reason, "结案理由\nWhy it was closed.", where=True
    )
    closed_on: dt.date | None = column(
        m.PenaltyCase.closed_on, "结案日期\nWhen closed.", where=True
    )
    is_open: bool = computed(
        type_coerce(m.PenaltyCase.closed_on.is_(None), Boolean),
        "未结案\nWhether it is open.",
        where=True,
    )
    archived_on: dt.date | None = column(m.PenaltyCase.archived_on, "归档日期\nWhen archived.")
    archive_number: str | None = column(m.PenaltyCase.archive_number, "卷号\nFile number.")
    version: int = column(m.PenaltyCase.version, VERSION)
    matter: Matter | None = to_one(Matter, MATTER, by=m.PenaltyCase.matter_id, where=True)
    clue: Clue | None = to_one(Clue, "案源\nIts clue.", by=m.PenaltyCase.clue_id)
    rule: DiscretionRule | None = to_one(DiscretionRule, RULE, by=m.PenaltyCase.rule_id, where=True)
    party: Enterprise | None = to_one(
        Enterprise, PARTY, by=m.PenaltyCase.party_enterprise_id, where=True
    )
    place: Division | None = to_one(Division, PLACE, by=m.PenaltyCase.place_id, where=True)


@strawberry.type(description="办案人员\nWho investigates a case.")
class CaseOfficer(Node):
    id: strawberry.ID = key(m.CaseOfficer.id)
    holder: str = column(m.CaseOfficer.holder, "姓名\nName.")
    card_number: str = column(m.CaseOfficer.card_number, "执法证号\nCard.")
    added_on: dt.date = column(m.CaseOfficer.added_on, "加入日期\nSince.")
    removed_on: dt.date | None = column(m.CaseOfficer.removed_on, "退出日期\nUntil.", where=True)
    case: PenaltyCase | None = to_one(PenaltyCase, CASE, by=m.CaseOfficer.case_id)


@strawberry.type(description="不计入办案期限的期间\nA time that does not count.")
class CasePause(Node):
    id: strawberry.ID = key(m.CasePause.id)
    kind: m.PauseKind = column(m.CasePause.kind, "事由\nKind.")
    first: dt.date = column(m.CasePause.first, "起始日\nFrom.")
    last: dt.date | None = column(m.CasePause.last, "终止日\nUntil.")
    why: str = column(m.CasePause.why, "理由\nWhy.")
    case: PenaltyCase | None = to_one(PenaltyCase, CASE, by=m.CasePause.case_id)
