"""What can go wrong with classes, plans and spot checks, beyond what the core knows."""

import datetime as dt

from core.errors import Conflict, Denied, InvalidInput


def checked_recently(day: dt.date, months: int) -> Conflict:
    """CHECKED_RECENTLY: the same product of the same firm is not sampled again so soon."""
    return Conflict(
        f"该企业的同一产品已于 {day} 抽样，{months} 个月内不得重复抽查。",
        f"The same product of this firm was sampled on {day}; not again within {months} months.",
        field="enterpriseId",
        code="CHECKED_RECENTLY",
    )


def upper_level_checked(notice: str) -> Conflict:
    """UPPER_LEVEL_CHECKED: a superior body checks it, so nobody below does (art. 15)."""
    return Conflict(
        f"该企业的该产品已列入上级监督抽查（{notice}），不得另行重复抽查。",
        f"A superior body checks this product of this firm ({notice}); not again here.",
        field="enterpriseId",
        code="UPPER_LEVEL_CHECKED",
    )


def not_its_product() -> InvalidInput:
    """NOT_ITS_PRODUCT: the register does not say that the enterprise makes it."""
    return InvalidInput(
        "登记的信息中该企业不生产此产品，请先登记企业产品。",
        "The register does not say that it makes this product; record that first.",
        field="productId",
        code="NOT_ITS_PRODUCT",
    )


def pool_empty() -> Conflict:
    """POOL_EMPTY: everybody was removed, or nobody makes the product."""
    return Conflict(
        "没有可供抽取的企业，请核对企业产品登记和移除名单。",
        "No enterprise is left to draw from; look at who makes it, and who was removed.",
        code="POOL_EMPTY",
    )


def window_open(until: dt.date) -> Conflict:
    """OBJECTION_OPEN: within the term only the enterprise itself may accept the result."""
    return Conflict(
        f"异议期至 {until} 届满，届满前只能由企业确认结果。",
        f"The enterprise may object until {until}; before that only it accepts the result.",
        code="OBJECTION_OPEN",
    )


def window_over(until: dt.date) -> Conflict:
    """OBJECTION_LATE: the fifteen days are over."""
    return Conflict(
        f"异议期已于 {until} 届满，不再受理复检申请。",
        f"The term for an objection ended on {until}.",
        code="OBJECTION_LATE",
    )


def term_running(until: dt.date) -> Conflict:
    """CORRECTION_RUNNING: the branch goes on without a report only after the term."""
    return Conflict(
        f"改正期限至 {until}，期限届满前由企业报告整改。",
        f"The term of the order runs until {until}; until then the enterprise reports.",
        code="CORRECTION_RUNNING",
    )


def same_laboratory() -> InvalidInput:
    """SAME_LABORATORY: a re-test is made by another one than the first test."""
    return InvalidInput(
        "复检机构与初检机构不得为同一机构。",
        "The re-test is made by another laboratory than the first.",
        field="laboratory",
        code="SAME_LABORATORY",
    )


def not_judged() -> InvalidInput:
    """REPORT_NOT_JUDGED: no item says whether it conforms, so the report has no verdict."""
    return InvalidInput(
        "检验项目均未判定，报告没有结论。",
        "No item is judged, so the report has no verdict.",
        field="items",
        code="REPORT_NOT_JUDGED",
    )


def report_known() -> Conflict:
    """REPORT_KNOWN: this report of this laboratory is recorded already."""
    return Conflict(
        "该检验机构的该报告编号已录入。",
        "This number of this laboratory is recorded already.",
        field="number",
        code="REPORT_KNOWN",
    )


def sample_drafted() -> Conflict:
    """SAMPLE_TAKEN: a colleague has filled in the sampling form; sign it, or look again."""
    return Conflict(
        "抽样单已由同事填写，请核对后签名封样。",
        "A colleague has filled in the sampling form; compare it and seal the sample.",
        code="SAMPLE_TAKEN",
    )


def no_sample() -> Conflict:
    """SAMPLE_MISSING: nothing was taken yet that could be sealed."""
    return Conflict(
        "尚未填写抽样单。", "No sampling form has been filled in.", code="SAMPLE_MISSING"
    )


def not_signed() -> Conflict:
    """NOT_SIGNED_BY_YOU: only the first signature of a step can be taken back, by its owner."""
    return Conflict(
        "没有可撤回的签名：您未签名，或第二人已签名。",
        "There is no signature of yours to take back: you did not sign, or both have signed.",
        code="NOT_SIGNED_BY_YOU",
    )


def taken_when() -> InvalidInput:
    """SAMPLE_TIME: the time on site lies before the task, or in the future."""
    return InvalidInput(
        "抽样时间不能早于任务下达，也不能晚于现在。",
        "The time on site lies after the task, and not in the future.",
        field="takenAt",
        code="SAMPLE_TIME",
    )


def order_drafted() -> Conflict:
    """CORRECTION_DRAFTED: a colleague has drafted the order; sign it, or have it taken back."""
    return Conflict(
        "同事已拟稿并签名；请核对后会签，如有不同意见请其撤回签名。",
        "A colleague has drafted and signed the order; sign it, or ask for it to be taken back.",
        code="CORRECTION_DRAFTED",
    )


def order_missing() -> Conflict:
    """CORRECTION_MISSING: nobody has drafted the order yet."""
    return Conflict(
        "尚无待会签的改正通知，请先拟稿。",
        "No order waits for a signature; draft it.",
        code="CORRECTION_MISSING",
    )


def still_running(left: int) -> Conflict:
    """TASKS_RUNNING: a plan is closed when each of its tasks has ended."""
    return Conflict(
        f"还有 {left} 项任务未办结，计划不能结束。",
        f"{left} tasks have not ended; the plan cannot be closed.",
        code="TASKS_RUNNING",
    )


def not_final() -> Conflict:
    """RESULT_NOT_FINAL: a result is published when nobody can change it any more."""
    return Conflict(
        "结果尚未最终确定，不能公布。",
        "The result is not final yet; it cannot be published.",
        code="RESULT_NOT_FINAL",
    )


def published_already() -> Conflict:
    """RESULT_PUBLISHED: it is public already."""
    return Conflict("该结果已公布。", "It is published already.", code="RESULT_PUBLISHED")


def proposal_open() -> Conflict:
    """PROPOSAL_OPEN: one proposal at a time for one enterprise."""
    return Conflict(
        "该企业已有待决定的提议。",
        "A proposal for this enterprise is still to be decided.",
        field="enterpriseId",
        code="PROPOSAL_OPEN",
    )


def not_graded() -> Conflict:
    """NO_PROFILE: without a product or a class there is no regime that could be overridden."""
    return Conflict(
        "该企业尚无分类监管档案，请先登记其产品或评定类别。",
        "The enterprise has no product and no class yet; record one first.",
        field="enterpriseId",
        code="NO_PROFILE",
    )


def late_override() -> InvalidInput:
    """OVERRIDE_TERM: it needs a last day, after today and within a year."""
    return InvalidInput(
        "调整须有期限：晚于今天，且不超过一年。",
        "An override ends after today, and within a year.",
        field="until",
        code="OVERRIDE_TERM",
    )


def not_the_enterprise() -> Denied:
    """NOT_THE_ENTERPRISE: an objection is the enterprise's own."""
    return Denied(
        "复检申请由企业自己提出。",
        "Only the enterprise itself objects.",
        code="NOT_THE_ENTERPRISE",
    )
