"""Rules of dynamic early warning: silence, what waits too long, batches out of the ordinary."""

import datetime as dt
from typing import Any

from core.declarations import Escalation, WarningBand, WarningRule
from core.policy.vocabulary import Tier
from plugins.data_exchange.types import ExchangeFeed
from plugins.data_exchange.types_staging import ExchangeConflict, StagedRecord

SINCE = dt.date(2014, 1, 1)
BASIS = "《浙江省公共数据条例》；分局数据管理规定"
HEAD = Escalation(after_days=5, roles=("branch.deciding_leader",), colours=("RED", "EXPIRED"))


def _rule(code: str, record: type[Any], *bands: tuple[str, int, str], **more: Any) -> WarningRule:
    return WarningRule(
        code=code,
        record=record,
        bands=tuple(WarningBand(colour=c, until=n, unit=unit) for c, n, unit in bands),
        audiences=(Tier.BRANCH,),
        legal_basis=BASIS,
        valid_from=SINCE,
        escalation=(HEAD,),
        **{"date_field": "", **more},
    )


RULES: list[WarningRule] = [
    _rule(
        "X1",
        ExchangeFeed,
        ("YELLOW", 0, "days"),
        date_field="expected_on",
        chinese="交换通道应来文而未来文，请与对方联系",
        english="A feed is silent; ask the partner",
    ),
    _rule(
        "X2",
        ExchangeConflict,
        ("RED", 1, "days"),
        ("YELLOW", 3, "days"),
        date_field="due_on",
        where={"side": {"isNull": True}},
        chinese="数据冲突待裁决，五个工作日内应处理",
        english="A conflict waits for a decision, due within five working days",
    ),
    _rule(
        "X3",
        StagedRecord,
        ("RED", 1, "days"),
        ("YELLOW", 3, "days"),
        date_field="held_until",
        where={"state": {"eq": "HELD"}},
        chinese="暂存记录所指的企业或设备五个工作日仍未入册，请查明",
        english="A staged record waits for an enterprise or device that is not here; look why",
    ),
    _rule(
        "X4",
        ExchangeFeed,
        ("RED", 50, "value"),
        ("YELLOW", 21, "value"),
        measure_field="deviation",
        chinese="来文条数与通常相差百分之二十以上，请核对是否齐全",
        english="A batch had a fifth more or fewer records than usual; is it whole?",
    ),
    _rule(
        "X5",
        ExchangeFeed,
        ("YELLOW", 1, "value"),
        measure_field="drifted",
        chinese="来文的列与契约不符，请确认是否需要新的契约版本",
        english="The columns are not as agreed; is a new version of the contract needed?",
    ),
    _rule(
        "X6",
        ExchangeFeed,
        ("RED", 100, "value"),
        ("YELLOW", 20, "value"),
        measure_field="rejected_permille",
        chinese="来文有百分之二以上不可读，请修复或退回",
        english="Two in a hundred records could not be read; repair them or send them back",
    ),
    _rule(
        "X7",
        ExchangeFeed,
        ("RED", 1_440, "value"),
        ("YELLOW", 240, "value"),
        measure_field="lag_minutes",
        chinese="来文时滞过长，请与对方核对",
        english="What came is older than it should be; ask the partner",
    ),
    _rule(
        "X8",
        ExchangeFeed,
        ("RED", 60, "value"),
        ("YELLOW", 5, "value"),
        measure_field="skew_minutes",
        chinese="对方时钟超前，先后次序不可靠，请通知对方校时",
        english="The partner's clock is ahead, and its order in doubt; tell it to set it right",
    ),
]
