"""Letters, complaints and reports as clients see them, and the rules they are dealt with by."""

import datetime as dt

import strawberry

import plugins.inspection.types_law  # noqa: F401  it tells GraphQL of HazardCategory first
from core.extension import extend
from plugins.inspection import models_letters as m
from plugins.inspection.models import HazardCategory
from schema.enums import show_enum
from schema.fields import by_id, column, connection, key, personal, to_many, to_one
from schema.ids import Node
from schema.roots import Query
from schema.services.files import Attachment, attachments_of
from schema.services.matters import Matter
from schema.shared.register import VERSION, Division, Enterprise

show_enum(
    m.LetterChannel,
    "来信渠道\nBy which way a letter came.",
    {
        "PLATFORM_12315": "全国12315平台\nThe national platform 12315.",
        "HOTLINE": "电话\nThe telephone.",
        "POST": "来函\nBy post.",
        "VISIT": "来访\nIn person.",
        "ONLINE": "网上\nOn the web.",
        "TRANSFERRED": "其他机关转来\nFrom another body.",
    },
)
show_enum(
    m.LetterRuleKind,
    "规定的性质\nWhat a rule is good for.",
    {
        "REFUSAL": "不予受理的情形\nA reason not to accept.",
        "POWER": "职权\nSomething that may be done.",
    },
)
show_enum(
    m.MediationResult,
    "调解结果\nHow a mediation came out.",
    {"SETTLED": "达成协议\nAgreed.", "ENDED": "终止调解\nEnded without agreement."},
)
RECEIVED = "收到日期\nWhen it was received."
RESPONDENT = "被投诉举报的企业；不明的为空\nThe enterprise; null where it is not known."
CATEGORY = "类别\nWhat kind."
PRODUCT = "商品或服务\nThe product or service."


@strawberry.type(description="投诉举报规定：某一时期施行的\nA rule on letters, while in force.")
class LetterRule(Node):
    id: strawberry.ID = key(m.LetterRule.id)
    kind: m.LetterRuleKind = column(m.LetterRule.kind, "性质\nWhat for.", where=True)
    code: str = column(m.LetterRule.code, "代码\nIts code.", where=True, order=True)
    chinese: str = column(m.LetterRule.chinese, "内容\nIn Chinese.")
    english: str = column(m.LetterRule.english, "英文内容\nIn English.")
    legal_basis: str = column(m.LetterRule.legal_basis, "依据\nLegal basis.")
    valid_from: dt.date = column(m.LetterRule.valid_from, "施行日\nFirst day.", where=True)
    valid_to: dt.date | None = column(
        m.LetterRule.valid_to, "失效日\nThe first day without.", where=True
    )


@strawberry.type(
    description="来信：投诉举报人只记在这里，镇街和企业看不到\n"
    "A letter. Whoever wrote stands here alone; towns and enterprises do not see it."
)
class Letter(Node):
    id: strawberry.ID = key(m.Letter.id)
    number: str = column(m.Letter.number, "编号\nIts number.", where=True)
    channel: m.LetterChannel = column(m.Letter.channel, "渠道\nBy which way.", where=True)
    source_no: str | None = column(
        m.Letter.source_no, "平台编号\nThe platform's number.", where=True
    )
    received_on: dt.date = column(m.Letter.received_on, RECEIVED, where=True, order=True)
    respondent_name: str = column(m.Letter.respondent_name, "被投诉举报人\nAgainst whom.")
    is_real_name: bool = column(m.Letter.is_real_name, "实名\nWhether signed.", where=True)
    name: str | None = personal(m.Letter.name, "姓名\nName.", where=True)
    phone: str | None = personal(m.Letter.phone, "电话\nTelephone.", where=True)
    address: str | None = personal(m.Letter.address, "地址\nAddress.")
    identity_card: str | None = personal(m.Letter.identity_card, "身份证号\nIdentity number.")
    content: str | None = personal(m.Letter.content, "内容\nWhat it says.")
    proof_demanded_on: dt.date | None = column(
        m.Letter.proof_demanded_on, "要求提供身份证明\nWhen proof of identity was demanded."
    )
    proof_shown_on: dt.date | None = column(
        m.Letter.proof_shown_on, "已提供身份证明\nWhen it was shown."
    )
    version: int = column(m.Letter.version, VERSION)
    respondent: Enterprise | None = to_one(
        Enterprise, RESPONDENT, by=m.Letter.respondent_id, where=True
    )
    town: Division | None = to_one(Division, "镇街\nThe town.", by=m.Letter.town_id, where=True)
    attachments: list[Attachment] = attachments_of("材料\nIts papers.")


@strawberry.type(description="投诉：消费争议，组织调解\nA consumer's dispute, to be mediated.")
class Complaint(Node):
    id: strawberry.ID = key(m.Complaint.id)
    number: str = column(m.Complaint.number, "编号\nIts number.", where=True)
    received_on: dt.date = column(m.Complaint.received_on, RECEIVED, where=True, order=True)
    category: HazardCategory = column(m.Complaint.category, CATEGORY, where=True)
    product: str = column(m.Complaint.product, PRODUCT, where=True)
    summary: str = column(m.Complaint.summary, "摘要，不含个人信息\nIn short, without persons.")
    wanted: str = column(m.Complaint.wanted, "请求\nWhat is asked for.")
    accepted_on: dt.date | None = column(
        m.Complaint.accepted_on, "受理日期\nWhen accepted.", where=True
    )
    result: m.MediationResult | None = column(
        m.Complaint.result, "调解结果\nHow it came out.", where=True
    )
    outcome_note: str | None = personal(m.Complaint.outcome_note, "协议或终止原因\nOn what terms.")
    proven_on: dt.date | None = column(
        m.Complaint.proven_on, "查实日期\nWhen found justified.", where=True
    )
    told_on: dt.date | None = column(
        m.Complaint.told_on, "告知日期\nWhen the parties were told.", where=True
    )
    closed_on: dt.date | None = column(
        m.Complaint.closed_on, "办结日期\nWhen it was closed.", where=True
    )
    version: int = column(m.Complaint.version, VERSION)
    letter: Letter | None = to_one(Letter, "来信\nThe letter.", by=m.Complaint.letter_id)
    refusal: LetterRule | None = to_one(
        LetterRule, "不予受理的情形\nWhy it was not accepted.", by=m.Complaint.refusal_id
    )
    respondent: Enterprise | None = to_one(
        Enterprise, RESPONDENT, by=m.Complaint.respondent_id, where=True
    )
    town: Division | None = to_one(Division, "镇街\nThe town.", by=m.Complaint.town_id, where=True)
    matter: Matter | None = to_one(
        Matter, "办理进度\nWhere it stands.", by=m.Complaint.matter_id, where=True
    )


@strawberry.type(description="举报：违法线索\nA clue that somebody breaks the law.")
class ViolationReport(Node):
    id: strawberry.ID = key(m.ViolationReport.id)
    number: str = column(m.ViolationReport.number, "编号\nIts number.", where=True)
    received_on: dt.date = column(m.ViolationReport.received_on, RECEIVED, where=True, order=True)
    category: HazardCategory = column(m.ViolationReport.category, CATEGORY, where=True)
    product: str = column(m.ViolationReport.product, PRODUCT, where=True)
    summary: str = column(m.ViolationReport.summary, "摘要，不含个人信息\nIn short, no persons.")
    is_real_name: bool = column(m.ViolationReport.is_real_name, "实名\nIf signed.", where=True)
    finding: str = column(m.ViolationReport.finding, "核查情况\nWhat the check found.")
    decided_on: dt.date | None = column(
        m.ViolationReport.decided_on, "决定日期\nWhen it was decided.", where=True
    )
    filed: bool | None = column(
        m.ViolationReport.filed, "立案\nWhether a case is to be filed.", where=True
    )
    told_on: dt.date | None = column(
        m.ViolationReport.told_on, "告知举报人\nWhen the reporter was told.", where=True
    )
    closed_on: dt.date | None = column(
        m.ViolationReport.closed_on, "办结日期\nWhen it was closed.", where=True
    )
    version: int = column(m.ViolationReport.version, VERSION)
    letter: Letter | None = to_one(Letter, "来信\nThe letter.", by=m.ViolationReport.letter_id)
    complaint: Complaint | None = to_one(
        Complaint,
        "在其调解中发现\nThe mediation in which it was found.",
        by=m.ViolationReport.complaint_id,
    )
    respondent: Enterprise | None = to_one(
        Enterprise, RESPONDENT, by=m.ViolationReport.respondent_id, where=True
    )
    town: Division | None = to_one(
        Division, "镇街\nThe town.", by=m.ViolationReport.town_id, where=True
    )
    matter: Matter | None = to_one(
        Matter, "办理进度\nWhere it stands.", by=m.ViolationReport.matter_id, where=True
    )


@strawberry.type(
    description="投诉集中：九十日内查实三件以上列为重点\nProven complaints against one unit."
)
class ComplaintRecord(Node):
    id: strawberry.ID = key(m.ComplaintRecord.id)
    proven: int = column(m.ComplaintRecord.proven, "九十日内查实数\nProven in 90 days.", where=True)
    last_proven_on: dt.date = column(
        m.ComplaintRecord.last_proven_on, "最近查实\nThe latest one.", where=True, order=True
    )
    listed_on: dt.date | None = column(
        m.ComplaintRecord.listed_on, "列入重点日期\nOn the key list since.", where=True
    )
    enterprise: Enterprise | None = to_one(
        Enterprise, "企业\nThe enterprise.", by=m.ComplaintRecord.enterprise_id
    )
    town: Division | None = to_one(
        Division, "镇街\nThe town.", by=m.ComplaintRecord.town_id, where=True
    )


extensions = [
    extend(
        Letter,
        complaints=to_many(Complaint, "其中的投诉\nComplaints in it.", by=m.Complaint.letter_id),
        violation_reports=to_many(
            ViolationReport, "其中的举报\nReports in it.", by=m.ViolationReport.letter_id
        ),
    ),
    extend(
        Enterprise,
        complaints=to_many(
            Complaint,
            "受理的投诉，最近的在前\nComplaints accepted, latest first.",
            by=m.Complaint.enterprise_id,
            order_by=m.Complaint.received_on.desc(),
            where=True,
        ),
        complaint_records=to_many(
            ComplaintRecord, "投诉集中情况\nIts record.", by=m.ComplaintRecord.enterprise_id
        ),
    ),
    extend(
        Query,
        letter=by_id(Letter, "一封来信\nOne letter."),
        letters=connection(
            Letter, "来信，最近的在前\nLetters, latest first.", order_by=m.Letter.received_on.desc()
        ),
        complaint=by_id(Complaint, "一件投诉\nOne complaint."),
        complaints=connection(
            Complaint,
            "投诉，最近的在前\nComplaints, latest first.",
            order_by=m.Complaint.received_on.desc(),
        ),
        violation_report=by_id(ViolationReport, "一件举报\nOne report."),
        violation_reports=connection(
            ViolationReport,
            "举报，最近的在前\nReports, latest first.",
            order_by=m.ViolationReport.received_on.desc(),
        ),
        letter_rules=connection(
            LetterRule, "投诉举报规定，含失效的\nRules, old ones too.", order_by=m.LetterRule.code
        ),
        complaint_records=connection(
            ComplaintRecord,
            "投诉集中名单\nUnits with proven complaints.",
            order_by=m.ComplaintRecord.last_proven_on.desc(),
        ),
    ),
]
