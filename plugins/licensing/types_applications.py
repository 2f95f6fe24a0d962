"""Applications, site reviews, yearly reports and contested numbers as clients see them."""

import datetime as dt

import strawberry

from core.extension import extend
from plugins.licensing import models_applications as ma
from plugins.licensing.types import Licence, LicenceType
from schema.enums import show_enum
from schema.fields import by_id, column, connection, key, personal, to_many, to_one
from schema.ids import Node
from schema.roots import Query
from schema.services.files import Attachment, attachments_of
from schema.services.matters import Matter
from schema.shared.register import VERSION, Division, Enterprise, Site

FIRM = "企业\nThe enterprise."
TOWN = "镇街\nThe town."
PROGRESS = "办理进度\nWhere it stands."

show_enum(
    ma.ApplicationKind,
    "申请事项\nWhat is applied for.",
    {
        "NEW": "首次申请\nA new licence.",
        "RENEW": "延续\nRenewal.",
        "CHANGE": "变更\nA change.",
        "REISSUE": "补证\nA copy of a lost one.",
        "CANCEL": "注销\nCancellation.",
    },
)


@strawberry.type(description="许可办理时限：带起止日期\nHow long an authority may take: dated law.")
class ApplicationLimit(Node):
    id: strawberry.ID = key(ma.ApplicationLimit.id)
    type_code: str = column(
        ma.ApplicationLimit.type_code, "许可种类代码；空为通用\nOf which type; empty: others."
    )
    complete_days: int = column(
        ma.ApplicationLimit.complete_days, "受理审查工作日\nWorking days to look it through."
    )
    decision_days: int = column(ma.ApplicationLimit.decision_days, "决定期限\nDays to decide.")
    working: bool = column(ma.ApplicationLimit.working, "按工作日计\nWhether working days.")
    extendable_days: int = column(
        ma.ApplicationLimit.extendable_days, "可延长\nBy which it can be extended."
    )
    excluded: list[str] = column(
        ma.ApplicationLimit.excluded, "不计入的时间\nKinds of time that do not count."
    )
    issue_days: int = column(ma.ApplicationLimit.issue_days, "颁发工作日\nWorking days to issue.")
    hearing_days: int = column(
        ma.ApplicationLimit.hearing_days, "申请听证工作日\nWorking days to ask for a hearing."
    )
    barred_years: int | None = column(
        ma.ApplicationLimit.barred_years, "被吊销后不得申请年数\nYears barred once revoked."
    )
    legal_basis: str = column(ma.ApplicationLimit.legal_basis, "法律依据\nLegal basis.")
    source: str = column(ma.ApplicationLimit.source, "出处和把握\nWhere from, how sure.")
    valid_from: dt.date = column(ma.ApplicationLimit.valid_from, "施行日\nFirst day.")
    valid_to: dt.date | None = column(
        ma.ApplicationLimit.valid_to, "失效日\nThe first day without.", where=True
    )


@strawberry.type(description="许可申请\nAn application for a licence, or about one.")
class Application(Node):
    id: strawberry.ID = key(ma.Application.id)
    kind: ma.ApplicationKind = column(ma.Application.kind, "事项\nWhat for.", where=True)
    covers: list[str] = column(ma.Application.covers, "申请范围\nWhat is applied for.")
    statement: str = column(ma.Application.statement, "申请说明\nWhat is stated.")
    filed_on: dt.date = column(
        ma.Application.filed_on, "申请日期\nFiled on.", where=True, order=True
    )
    accepted_on: dt.date | None = column(ma.Application.accepted_on, "受理日期\nAccepted on.")
    granted: bool | None = column(ma.Application.granted, "是否准予\nGranted?", where=True)
    decided_on: dt.date | None = column(ma.Application.decided_on, "决定日期\nDecided on.")
    reasons: str = column(ma.Application.reasons, "决定理由\nReasons of the decision.")
    hearing_told_on: dt.date | None = column(
        ma.Application.hearing_told_on, "听证告知日期\nTold of the right to a hearing on."
    )
    hearing_until: dt.date | None = column(
        ma.Application.hearing_until, "申请听证截止日\nLast day to ask for a hearing."
    )
    hearing_asked_on: dt.date | None = column(
        ma.Application.hearing_asked_on, "申请听证日期\nA hearing was asked for on."
    )
    hearing_held_on: dt.date | None = column(
        ma.Application.hearing_held_on, "听证日期\nThe hearing was on."
    )
    issued_on: dt.date | None = column(ma.Application.issued_on, "送达日期\nHanded over on.")
    version: int = column(ma.Application.version, VERSION)
    type: LicenceType | None = to_one(
        LicenceType, "许可种类\nOf which kind.", by=ma.Application.type_id, where=True
    )
    licence: Licence | None = to_one(
        Licence, "有关许可\nThe licence.", by=ma.Application.licence_id, where=True
    )
    site: Site | None = to_one(Site, "生产场所\nWhere.", by=ma.Application.site_id)
    matter: Matter | None = to_one(Matter, PROGRESS, by=ma.Application.matter_id, where=True)
    enterprise: Enterprise | None = to_one(
        Enterprise, FIRM, by=ma.Application.enterprise_id, where=True
    )
    town: Division | None = to_one(Division, TOWN, by=ma.Application.town_id, where=True)
    attachments: list[Attachment] = attachments_of("申请材料\nIts papers.")


@strawberry.type(description="现场核查：两人以上\nWhat two or more reviewers found on site.")
class SiteReview(Node):
    id: strawberry.ID = key(ma.SiteReview.id)
    reviewed_on: dt.date = column(ma.SiteReview.reviewed_on, "核查日期\nOn which day.")
    reviewers: str | None = personal(ma.SiteReview.reviewers, "核查人员\nWho reviewed.")
    reviewer_count: int = column(ma.SiteReview.reviewer_count, "人数\nHow many.")
    items: list[str] = column(ma.SiteReview.items, "核查项目\nWhat was looked at.")
    passed: bool = column(ma.SiteReview.passed, "是否合格\nWhether it passed.", where=True)
    findings: str = column(ma.SiteReview.findings, "核查情况\nWhat was found.")
    application: Application | None = to_one(
        Application, "申请\nIts application.", by=ma.SiteReview.application_id, where=True
    )


@strawberry.type(description="年度自查报告或获证后跟踪\nA yearly duty that was done.")
class YearlyReport(Node):
    id: strawberry.ID = key(ma.YearlyReport.id)
    due_on: dt.date = column(ma.YearlyReport.due_on, "应报日期\nWas due on.")
    reported_on: dt.date = column(ma.YearlyReport.reported_on, "报告日期\nDone on.", where=True)
    text: str = column(ma.YearlyReport.text, "内容\nWhat it says.")
    licence: Licence | None = to_one(
        Licence, "许可证\nIts licence.", by=ma.YearlyReport.licence_id, where=True
    )
    enterprise: Enterprise | None = to_one(
        Enterprise, FIRM, by=ma.YearlyReport.enterprise_id, where=True
    )


@strawberry.type(description="证号冲突：一个证号两家企业\nOne number, two firms.")
class LicenceClaim(Node):
    id: strawberry.ID = key(ma.LicenceClaim.id)
    number: str = column(ma.LicenceClaim.number, "证号\nThe number.", where=True)
    source: str = column(ma.LicenceClaim.source, "来源\nWhat brought it.")
    noted_on: dt.date = column(ma.LicenceClaim.noted_on, "发现日期\nNoted on.")
    settled_on: dt.date | None = column(
        ma.LicenceClaim.settled_on, "处理日期\nSettled on.", where=True
    )
    version: int = column(ma.LicenceClaim.version, VERSION)
    licence: Licence | None = to_one(
        Licence, "现有许可\nThe licence as it stands.", by=ma.LicenceClaim.licence_id, where=True
    )
    enterprise: Enterprise | None = to_one(
        Enterprise, "另一企业\nThe other firm.", by=ma.LicenceClaim.enterprise_id, where=True
    )
    matter: Matter | None = to_one(Matter, PROGRESS, by=ma.LicenceClaim.matter_id, where=True)


extensions = [
    extend(
        Application,
        site_reviews=to_many(
            SiteReview, "现场核查\nSite reviews.", by=ma.SiteReview.application_id
        ),
    ),
    extend(
        Licence,
        applications=to_many(
            Application, "申请\nApplications about it.", by=ma.Application.licence_id
        ),
        yearly_reports=to_many(
            YearlyReport, "年度报告\nYearly duties done.", by=ma.YearlyReport.licence_id
        ),
        claims=to_many(
            LicenceClaim, "证号冲突\nOthers that claim it.", by=ma.LicenceClaim.licence_id
        ),
    ),
    extend(
        Enterprise,
        applications=to_many(
            Application,
            "许可申请\nIts applications.",
            by=ma.Application.enterprise_id,
            order_by=ma.Application.filed_on.desc(),
        ),
    ),
    extend(
        Query,
        application=by_id(Application, "一件申请\nOne application."),
        applications=connection(
            Application,
            "许可申请，最近的在前\nApplications, latest first.",
            order_by=ma.Application.filed_on.desc(),
        ),
        application_limits=connection(
            ApplicationLimit, "办理时限\nLimits, old too.", order_by=ma.ApplicationLimit.id
        ),
        licence_claim=by_id(LicenceClaim, "一件证号冲突\nOne contested number."),
        licence_claims=connection(
            LicenceClaim, "证号冲突\nContested numbers.", order_by=ma.LicenceClaim.id.desc()
        ),
    ),
]
