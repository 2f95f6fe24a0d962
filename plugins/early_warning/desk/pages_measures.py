"""The back-test of a rule for its section, and what warnings have brought about for leaders."""

from core.desk_declarations import Column, DeskPage, Facts, Filter, Options, Table
from core.desk_figures import Figure
from core.policy.vocabulary import Tier
from plugins.early_warning.desk.pages import OFFICES, RULE, RULES, TOWNS

VERSIONS = Options(
    document="""{
      warningRuleVersions(first: 100) { nodes { id code number chinese validFrom } }
    }""",
    rows="warningRuleVersions.nodes",
    labels=("code", "number", "chinese", "validFrom"),
)


def _side(name: str, title: str) -> Facts:
    return Facts(
        of=f"backtestRule.{name}",
        title=title,
        columns=(
            "raised",
            "watched",
            "renewedInTime",
            "renewedLate",
            "expired",
            "left",
            "open",
            Column("leadDays", "提前天数，中位数\nMedian lead, days"),
            Column("inTimeRate", "按期续办率\nIn time", "share"),
            Column("suppressed", "被认定不必预警\nSuppressed"),
            Column("falseAlarmRate", "误报率\nFalse alarms", "share"),
            Column("oldReds", "红色超过三十天\nRed for over 30 days"),
        ),
    )


def _days(count: str, title: str) -> Figure:
    return Figure(
        rows="backtestRule.days",
        by="on",
        form="bars",
        count=count,
        span=("backtestRule.from", "backtestRule.to"),
        title=title,
    )


def _towns(count: str, title: str) -> Figure:
    return Figure(
        rows="backtestRule.towns",
        by="town.name",
        english="town.nameEn",
        count=count,
        title=title,
    )


SIDE = """raised watched renewedInTime renewedLate expired left open leadDays inTimeRate
      falseAlarmRate oldReds suppressed events { title happened warned missed }"""
EVENTS = (
    Column("title", "事件\nEvent"),
    Column("happened", "期间发生\nHappened"),
    Column("warned", "发生前已预警\nWarned of before"),
    Column("missed", "未曾预警\nNot warned of"),
)
BANDS = (
    Filter(name="urgent", title="急红，至\nUrgent up to"),
    Filter(name="red", title="红，至\nRed up to"),
    Filter(name="yellow", title="黄，至\nYellow up to"),
    Filter(name="unit", title="单位\nUnit"),
    Filter(name="from", title="起始日\nFrom"),
    Filter(name="to", title="终止日\nTo"),
)


def _backtest(which: str, given: str) -> str:
    """The document; `which` declares what chooses the rule, `given` passes it on."""
    return f"""query (
  {which}, $urgent: Int, $red: Int, $yellow: Int, $unit: BandUnit, $from: Date, $to: Date
) {{
  backtestRule(
    {given}, from: $from, to: $to
    bands: [
      {{ colour: URGENT, limit: $urgent, unit: $unit }}
      {{ colour: RED, limit: $red, unit: $unit }}
      {{ colour: YELLOW, limit: $yellow, unit: $unit }}
    ]
  ) {{
    from to rule {{ chinese english number }}
    candidate {{ {SIDE} }}
    active {{ {SIDE} }}
    days {{ on colour count activeCount }}
    towns {{ colour count activeCount town {{ name nameEn }} }}
  }}
}}"""


def _events(side: str, title: str) -> Table:
    return Table(
        rows=f"backtestRule.{side}.events",
        title=title,
        columns=EVENTS,
        dense=True,
        empty="没有这类事件\nNo such events",
    )


FOUND = (
    Facts(of="backtestRule", columns=(Column("rule.chinese", "规则\nRule"), "from", "to")),
    _side("candidate", "试算\nTried"),
    _events("candidate", "试算：后来发生的\nTried: what happened later"),
    _days("count", "试算：每天提醒\nTried: told by day"),
    _side("active", "现行\nIn force"),
    _events("active", "现行：后来发生的\nIn force: what happened later"),
    _days("activeCount", "现行：每天提醒\nIn force: told by day"),
    _towns("count", "试算：按镇街\nTried: by town"),
    _towns("activeCount", "现行：按镇街\nIn force: by town"),
)
PAGES = [
    DeskPage(
        slug="backtest",
        title="规则试算\nBack-test of a rule",
        tiers=(Tier.BRANCH,),
        document=_backtest("$code: String, $version: ID", "code: $code, versionId: $version"),
        filters=(
            Filter(name="code", title="规则\nRule", options=RULES),
            Filter(name="version", title="或某一版本\nOr a version", options=VERSIONS),
            *BANDS,
        ),
        layout=FOUND,
        help="选规则，填想试的限度，留空的颜色不设；看过去一年会提醒哪些、后来怎样。\n"
        "Choose a rule and limits to try; an empty colour is not set. See what the last year "
        "would have brought, and what came of it.",
    ),
    DeskPage(
        slug="backtest-version",
        title="规则版本试算\nBack-test of a version",
        tiers=(Tier.BRANCH,),
        document=_backtest("$id: ID!", "versionId: $id"),
        filters=BANDS,
        layout=FOUND,
        help="不填限度，按这一版本的色带。\nWithout limits, the bands of this version.",
    ),
    DeskPage(
        slug="effect",
        title="预警成效\nEffect of warnings",
        tiers=(*OFFICES, Tier.STATION, Tier.TOWN),
        document="""query ($from: Date, $to: Date, $rule: String, $town: ID) {
  warningEffect(from: $from, to: $to, rule: $rule, town: $town) {
    from to
    total { watched renewedInTime renewedLate expired left open leadDays inTimeRate }
    cells {
      rule { chinese } town { name } watched renewedInTime inTimeRate renewedLate expired open
      leadDays acknowledged acknowledgedInTime
    }
  }
}""",
        filters=(
            Filter(name="from", title="起始日\nFrom"),
            Filter(name="to", title="终止日\nTo"),
            RULE,
            Filter(name="town", title="镇街\nTown", options=TOWNS),
        ),
        layout=(
            Facts(of="warningEffect", columns=("from", "to")),
            Facts(
                of="warningEffect.total",
                title="其间曾为红色的\nWhat was red in this time",
                columns=(
                    "watched",
                    "renewedInTime",
                    Column("inTimeRate", "按期续办率\nIn time", "share"),
                    "renewedLate",
                    "expired",
                    "left",
                    "open",
                    Column("leadDays", "从红到续办的天数，中位数\nMedian days from red to renewal"),
                ),
            ),
            Table(
                rows="warningEffect.cells",
                group_by="rule.chinese",
                dense=True,
                columns=(
                    Column("town.name", "镇街\nTown"),
                    Column("watched", "曾为红色\nWere red"),
                    Column("renewedInTime", "按期续办\nIn time"),
                    Column("inTimeRate", "按期率\nRate", "share"),
                    Column("expired", "过期未续\nExpired"),
                    Column("open", "尚无结果\nOpen"),
                    Column("leadDays", "天数\nDays"),
                    Column("acknowledged", "已签收\nReceipts"),
                ),
            ),
        ),
        help="默认上一季度：曾为红色的，有多少按期续办。\n"
        "The last quarter by default: of what was red, how much was renewed in time.",
    ),
]
