"""What can go wrong with licences, beyond what the core knows."""

import datetime as dt

from core.errors import Conflict, Denied, InvalidInput
from plugins.licensing.models import LicenceStatus

_NOW = {
    LicenceStatus.VALID: ("有效", "valid"),
    LicenceStatus.SUSPENDED: ("暂停", "suspended"),
    LicenceStatus.ANNULLED: ("已撤销", "annulled"),
    LicenceStatus.WITHDRAWN: ("已撤回", "withdrawn"),
    LicenceStatus.REVOKED: ("已吊销", "revoked"),
    LicenceStatus.CANCELLED: ("已注销", "cancelled"),
}


def external_record() -> Denied:
    """EXTERNAL_RECORD: the licence is another authority's; here only remarks may change."""
    return Denied(
        "该许可由外部机关管理，在此只能填写备注；请联系发证机关。",
        "Another authority keeps this licence; only remarks change here. Ask who issued it.",
        code="EXTERNAL_RECORD",
    )


def wrong_state(status: LicenceStatus) -> Conflict:
    """LICENCE_STATE: what was asked for is impossible from here."""
    chinese, english = _NOW[status]
    return Conflict(
        f"许可当前状态为“{chinese}”，不能办理此事项。",
        f"The licence is {english}; this cannot be done to it now.",
        code="LICENCE_STATE",
        explain={"status": status.name},
    )


def too_early(field: str) -> InvalidInput:
    """The licence would end before it begins, or no later than it does already."""
    return InvalidInput(
        "有效期止日过早，请核对。", "The last day is too early; please compare.", field=field
    )


def renewal_too_late() -> Conflict:
    """RENEWAL_TOO_LATE: an expired licence is applied for anew."""
    return Conflict(
        "许可已过有效期，不能再申请延续，请重新申请许可。",
        "The licence has expired; apply for a new one instead of renewal.",
        code="RENEWAL_TOO_LATE",
    )


def renewal_state(*, pending: bool) -> Conflict:
    """RENEWAL_STATE: an application is pending already, or there is none to decide."""
    if pending:
        return Conflict(
            "延续申请已受理，正在办理。", "Renewal is being decided already.", code="RENEWAL_STATE"
        )
    return Conflict("没有待决定的延续申请。", "No renewal is pending.", code="RENEWAL_STATE")


def barred(until: dt.date, basis: str) -> Conflict:
    """BARRED: whose licence was revoked cannot apply again for years."""
    return Conflict(
        f"许可证被吊销未满年限，{until} 起方可再次申请（{basis}）。",
        f"After a revocation nobody applies again before {until}.",
        field="typeId",
        code="BARRED",
        explain={"until": until.isoformat()},
    )


def application_open() -> Conflict:
    """APPLICATION_OPEN: another application about the licence is being dealt with."""
    return Conflict(
        "该许可已有申请在办理，请待其办结。",
        "Another application about this licence is being dealt with.",
        field="licenceId",
        code="APPLICATION_OPEN",
    )


def reviewers() -> InvalidInput:
    """REVIEWERS: two to four different people review a site."""
    return InvalidInput(
        "现场核查人员应为二至四名，姓名不能重复。",
        "Two to four different people review a site.",
        field="reviewers",
        code="REVIEWERS",
    )


def site_failed() -> Conflict:
    """SITE_FAILED: nothing is granted whose site failed the last review."""
    return Conflict(
        "最近一次现场核查不合格，不能准予许可。",
        "The last site review failed; it cannot be granted.",
        code="SITE_FAILED",
    )


def hearing_told() -> Conflict:
    """HEARING_TOLD: the applicant was told of the hearing already."""
    return Conflict("已告知听证权利。", "The applicant was told already.", code="HEARING_TOLD")


def hearing_too_late(until: dt.date | None) -> Conflict:
    """HEARING_TOO_LATE: the days for asking are over, or nobody was told of a hearing."""
    said = f"申请听证的期限为 {until}。" if until else "尚未告知听证权利，或未申请听证。"
    return Conflict(
        said, f"The last day was {until}." if until else "No hearing.", code="HEARING_TOO_LATE"
    )


def hearing_open(until: dt.date) -> Conflict:
    """HEARING_OPEN: a hearing may still be asked for, or has to be held first."""
    return Conflict(
        f"申请听证的期限至 {until}，或听证尚未举行，暂不能决定。",
        f"A hearing may be asked for until {until}, or has to be held first.",
        code="HEARING_OPEN",
    )


def nothing_due() -> Conflict:
    """NOTHING_DUE: the licence has no yearly duty, or has ended."""
    return Conflict(
        "该许可没有应报的年度事项，或已终止。",
        "No yearly duty is due for this licence.",
        code="NOTHING_DUE",
    )


def ours_already() -> Conflict:
    """OURS_ALREADY: an import does not overwrite what this authority keeps."""
    return Conflict(
        "该许可由本局登记，不能由导入改写。",
        "This authority keeps the licence; an import does not overwrite it.",
        field="number",
        code="OURS_ALREADY",
    )
