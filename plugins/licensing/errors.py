"""What can go wrong with licences, beyond what the core knows."""

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
