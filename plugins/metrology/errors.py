"""What can go wrong with instruments and their verification, beyond what the core knows."""

import datetime as dt
from collections.abc import Sequence

from core.errors import Conflict, InvalidInput
from plugins.metrology.models import InstrumentStatus

_NOW = {
    InstrumentStatus.IN_USE: ("在用", "in use"),
    InstrumentStatus.STOPPED: ("停用（已贴停用标志）", "stopped by a sticker"),
    InstrumentStatus.IDLE: ("封存", "idle under seal"),
    InstrumentStatus.SCRAPPED: ("已报废", "scrapped"),
}


def wrong_state(status: InstrumentStatus) -> Conflict:
    """INSTRUMENT_STATE: what was asked for is impossible from here."""
    chinese, english = _NOW[status]
    return Conflict(
        f"计量器具当前状态为“{chinese}”，不能办理此事项。",
        f"The instrument is {english}; this cannot be done to it now.",
        code="INSTRUMENT_STATE",
        explain={"status": status.name},
    )


def known_already(number: str) -> Conflict:
    """INSTRUMENT_KNOWN: one of this category and serial is filed for the user already."""
    return Conflict(
        f"该单位已备案同类、同出厂编号的计量器具（{number}），请核对铭牌。",
        f"The user has one of this category and serial already, {number}: look at the plate.",
        field="serial",
        code="INSTRUMENT_KNOWN",
    )


def reported_already() -> Conflict:
    """REPORTED_ALREADY: one report at a time for one instrument."""
    return Conflict(
        "该器具已有上报正在办理，请等待办结，或先撤回。",
        "A report of this instrument is under way; await or withdraw it.",
        code="REPORTED_ALREADY",
    )


def seal_photo_missing() -> InvalidInput:
    """SEAL_PHOTO_MISSING: an idle instrument is shown under its seal."""
    return InvalidInput(
        "封存须附封签照片。",
        "Attach a photo of the seal.",
        field="photos",
        code="SEAL_PHOTO_MISSING",
    )


def verify_first(valid_to: dt.date | None) -> Conflict:
    """VERIFY_FIRST: it was idle past its certificate; it is verified before it is used again."""
    return Conflict(
        "检定有效期已过，须先检定合格，再申请启封。",
        "Its certificate has ended: have it verified, then report that it is used again.",
        code="VERIFY_FIRST",
        explain={"validTo": valid_to and valid_to.isoformat()},
    )


def applied_already(numbers: Sequence[str]) -> Conflict:
    """APPLIED_ALREADY: these wait for a verification already."""
    return Conflict(
        f"下列器具已申请检定、尚未出结果：{'、'.join(numbers[:10])}。",
        f"Waiting for a verification already: {', '.join(numbers[:10])}. Leave them out.",
        field="instrumentIds",
        code="APPLIED_ALREADY",
        explain={"numbers": list(numbers)},
    )


def not_authorised(name: str) -> InvalidInput:
    """BODY_NOT_AUTHORISED: the body may not verify this category today."""
    return InvalidInput(
        f"该机构未获授权检定“{name}”，或授权已失效。",
        f"The body is not authorised for {name}, or its authorisation has ended. Choose another.",
        field="bodyId",
        code="BODY_NOT_AUTHORISED",
    )


def certificate_taken() -> Conflict:
    """CERTIFICATE_TAKEN: the body's number stands at another verification."""
    return Conflict(
        "该机构的这一证书编号已录入，请核对。",
        "This number of the body is recorded already; compare it with the paper.",
        field="certificateNo",
        code="CERTIFICATE_TAKEN",
    )


def valid_too_long(latest: dt.date) -> InvalidInput:
    """VALID_TOO_LONG: longer than the regulation allows."""
    return InvalidInput(
        f"有效期不得晚于检定规程所定（{latest}）。",
        f"The regulation allows {latest} at the latest.",
        field="validTo",
        code="VALID_TOO_LONG",
    )


def not_reverified() -> Conflict:
    """NOT_REVERIFIED: a stop is lifted by a verification that it passed since."""
    return Conflict(
        "停用之后尚无检定合格记录，不能解除停用。",
        "It has not passed a verification since it was stopped: record the certificate first.",
        code="NOT_REVERIFIED",
    )


def second_officer_missing() -> InvalidInput:
    """SECOND_OFFICER: an official act is done by two."""
    return InvalidInput(
        "停用计量器具须由两名执法人员实施，请填写另一名人员。",
        "Two officers stop an instrument: name the other one.",
        field="secondOfficer",
        code="SECOND_OFFICER",
    )


def not_scanned(numbers: Sequence[str]) -> InvalidInput:
    """NOT_SCANNED: what is sealed must be among what was scanned and is filed in this market."""
    return InvalidInput(
        f"贴停用标志的器具不在本次扫描的在册器具中：{'、'.join(numbers[:10])}。",
        f"Not among the filed scales that were scanned: {', '.join(numbers[:10])}.",
        field="sealed",
        code="NOT_SCANNED",
    )


def settled_already() -> Conflict:
    """SETTLED_ALREADY: somebody has dealt with this certificate."""
    return Conflict(
        "该证书已由他人处理。", "Somebody has settled this certificate.", code="SETTLED_ALREADY"
    )


def wrong_sample(wanted: int) -> InvalidInput:
    """SAMPLE_SIZE: the plan says how many packages of such a batch are weighed."""
    return InvalidInput(
        f"该批量应抽取 {wanted} 件，请补足或核对。",
        f"Of such a batch {wanted} packages are weighed.",
        field="actual",
        code="SAMPLE_SIZE",
    )
