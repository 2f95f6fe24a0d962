"""What can go wrong with standards, beyond what the core knows."""

import datetime as dt

from core.errors import Conflict, InvalidInput


def standard_ended(code: str, on: dt.date, successor: str | None, field: str) -> InvalidInput:
    """STANDARD_ENDED: a product names a standard that does not count any more."""
    by = f"，由 {successor} 代替" if successor else ""
    by_en = f", replaced by {successor}" if successor else ", without a successor"
    return InvalidInput(
        f"{code} 已于 {on} 废止{by}，请改用现行标准。",
        f"{code}: withdrawn {on}{by_en}. Name a standard that counts.",
        field=field,
        code="STANDARD_ENDED",
        explain={"standard": code, "withdrawnOn": on.isoformat(), "replacedBy": successor},
    )


def standard_unknown(code: str, field: str) -> InvalidInput:
    """STANDARD_UNKNOWN: the catalogue does not hold it."""
    return InvalidInput(
        f"目录中没有 {code}，请核对编号，或联系标准化科补录。",
        f"{code} is not in the catalogue; compare the number, or ask the section to add it.",
        field=field,
        code="STANDARD_UNKNOWN",
    )


def standard_known(code: str, field: str) -> Conflict:
    """STANDARD_KNOWN: it is in the catalogue already."""
    return Conflict(
        f"{code} 已在目录中，请直接使用。",
        f"{code} is in the catalogue already; use that one.",
        field=field,
        code="STANDARD_KNOWN",
    )


def notice_known(code: str, on: dt.date) -> Conflict:
    """NOTICE_KNOWN: the end of the standard was announced already."""
    return Conflict(
        f"{code} 的废止日期已登记为 {on}。",
        f"The end of {code} is known already: {on}.",
        field="replaced",
        code="NOTICE_KNOWN",
    )


def number_in_use(number: str) -> Conflict:
    """OWN_NUMBER_TAKEN: the enterprise has a standard of this number that counts or is drafted."""
    return Conflict(
        f"本企业已有 {number}；修订请先废止旧标准，或使用新的年代号。",
        f"The enterprise has {number} already; abolish that one first, or number it anew.",
        field="number",
        code="OWN_NUMBER_TAKEN",
    )


def lower_unstated(name: str, standard: str) -> InvalidInput:
    """LOWER_UNSTATED: the indicator asks for less than a recommended standard, and says not so."""
    return InvalidInput(
        f"“{name}”低于推荐性标准 {standard} 的要求，须在“说明”中明示。",
        f"'{name}' asks for less than {standard}; state so.",
        field="indicators",
        code="LOWER_UNSTATED",
    )


def lower_than_mandatory(name: str, standard: str) -> InvalidInput:
    """LOWER_THAN_MANDATORY: nobody may ask for less than a mandatory standard."""
    return InvalidInput(
        f"“{name}”低于强制性标准 {standard} 的要求，不得声明。",
        f"'{name}' asks for less than the mandatory {standard}; that cannot be declared.",
        field="indicators",
        code="LOWER_THAN_MANDATORY",
    )


def method_missing(name: str) -> InvalidInput:
    """METHOD_MISSING: each indicator names its test method (since 2024)."""
    return InvalidInput(
        f"请写明“{name}”的试验方法。",
        f"Name the test method of '{name}'.",
        field="indicators",
        code="METHOD_MISSING",
    )


def indicators_missing() -> InvalidInput:
    """INDICATORS_MISSING: an own standard is declared with its performance indicators."""
    return InvalidInput(
        "声明企业标准须公开产品的功能指标和性能指标。",
        "An own standard is declared with its indicators.",
        field="indicators",
        code="INDICATORS_MISSING",
    )


def wrong_mode(*, filed: bool) -> Conflict:
    """WRONG_MODE: what is filed is not declared, and the other way round."""
    if filed:
        return Conflict(
            "备案的标准请报送备案，不作自我声明。",
            "It is handed in for filing, not declared.",
            code="WRONG_MODE",
        )
    return Conflict(
        "现行规定为自我声明公开，不再备案。",
        "Standards are declared now and no longer filed.",
        code="WRONG_MODE",
    )


def standard_state() -> Conflict:
    """OWN_STANDARD_STATE: it is a draft, or has ended."""
    return Conflict(
        "该企业标准未公开，或已废止、注销。",
        "The own standard is not published, or has ended.",
        code="OWN_STANDARD_STATE",
    )


def use_ended() -> Conflict:
    """USE_ENDED: the product does not name this standard any more."""
    return Conflict("该产品已不执行此标准。", "The product names it no more.", code="USE_ENDED")


def nothing_to_draw() -> Conflict:
    """NOTHING_TO_DRAW: there is no declaration to choose from."""
    return Conflict(
        "没有可供抽取的标准声明。", "There is no declaration to draw from.", code="NOTHING_TO_DRAW"
    )


def points_incomplete(missing: list[int]) -> InvalidInput:
    """POINTS_INCOMPLETE: every point gets one answer, and a faulty one a note."""
    numbers = "、".join(map(str, missing))
    return InvalidInput(
        f"请逐项填写，不符合的须写明情况：第 {numbers} 项。",
        f"Answer every point, and note what is faulty: {missing}.",
        field="answers",
        code="POINTS_INCOMPLETE",
        explain={"points": missing},
    )


def check_recorded() -> Conflict:
    """CHECK_RECORDED: a colleague has checked and signed; sign as well."""
    return Conflict(
        "同事已填写核查结果，请核对后签名。",
        "A colleague has recorded the check; compare and sign it.",
        code="CHECK_RECORDED",
    )


def check_missing() -> Conflict:
    """CHECK_MISSING: nobody has recorded anything to sign."""
    return Conflict(
        "尚未填写核查结果。", "Nothing has been recorded to sign.", code="CHECK_MISSING"
    )


def term_runs(until: dt.date) -> Conflict:
    """TERM_RUNS: the enterprise still has time to correct."""
    return Conflict(
        f"改正期限至 {until}，期限届满未改正的方可公示。",
        f"The enterprise has until {until}; only what is not corrected by then is published.",
        code="TERM_RUNS",
    )
