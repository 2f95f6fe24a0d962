"""Boards with a map, and lists, one page for each audience; cards for the first pages."""

from core.desk_declarations import (
    Column,
    DeskCard,
    DeskPage,
    Facts,
    Filter,
    Options,
    Table,
)
from core.desk_figures import Figure
from core.policy.vocabulary import Tier

TOWNS = Options(document="{ divisions(first: 100) { nodes { id name } } }", rows="divisions.nodes")
RULES = Options(
    document="""{ warningRuleVersions(first: 100, where: {
      state: { eq: PUBLISHED }, validTo: { isNull: true }
    }) { nodes { code chinese } } }""",
    rows="warningRuleVersions.nodes",
    labels=("code", "chinese"),
    value="code",
)
OFFICES = (Tier.BRANCH, Tier.SUPERIOR)
BOARD = """query ($on: Date, $ahead: Int, $rule: String) {
  warningBoard(on: $on, ahead: $ahead, rule: $rule) {
    on forecast
    cells {
      ruleCode colour count rule { chinese english } town { id code name nameEn }
    }
  }
}"""
DAY = (
    Filter(name="on", title="哪一天\nOn the day"),
    Filter(name="ahead", title="往后推算\nForecast a year on", most=365),
)
RULE = Filter(name="rule", title="规则\nRule", options=RULES)
WHICH_DAY = Facts(
    of="warningBoard", columns=(Column("on", "日期\nDay"), Column("forecast", "推算\nA forecast"))
)
KEEP = {"on": "warningBoard.on"}


def _by_town(form: str, title: str) -> Figure:
    return Figure(
        rows="warningBoard.cells",
        by="town.name",
        english="town.nameEn",
        form=form,  # type: ignore[arg-type]
        place="town.code",
        title=title,
        page="watched",
        links={"town": "town.id"},
        keep=KEEP,
    )


MAP = _by_town("tiles", "镇街地图\nMap of the towns")
BY_TOWN = _by_town("table", "按镇街\nBy town")
BY_RULE = Figure(
    rows="warningBoard.cells",
    by="rule.chinese",
    english="rule.english",
    title="按规则\nBy rule",
    page="watched",
    links={"rule": "ruleCode"},
    keep=KEEP,
)


PAGE = """{
    totalCount
    nodes {
      id subjectId colour dueOn next
      rule { chinese english legalBasis } enterprise { id name } town { name }
    }
    pageInfo { hasNextPage endCursor }
  }"""
WATCHED = f"""query (
  $on: Date, $ahead: Int, $rule: String, $town: ID, $colour: [WarningColour!], $after: String
) {{
  watchedOn(
    first: 20, after: $after, on: $on, ahead: $ahead, rule: $rule, town: $town, colour: $colour
  ) {PAGE}
}}"""
TO_DO = f"""query (
  $ahead: Int, $colour: [WarningColour!] = [EXPIRED, URGENT, RED, YELLOW], $after: String
) {{
  watchedOn(first: 20, after: $after, ahead: $ahead, colour: $colour) {PAGE}
}}"""


SUBJECT = Column("rule.chinese", "事项\nWhat", page="core/record", key="subjectId")
DUE = (
    Column("colour", "颜色\nColour"),
    Column("dueOn", "法定日期\nLegal date"),
    Column("dueOn", "剩余\nLeft", "days"),
)
WHOSE = Column("enterprise.name", "企业\nEnterprise", page="core/enterprise")
COLOUR = Filter(name="colour", title="颜色\nColour")
EMPTY = "这一天没有\nNone on this day"

PAGES = [
    DeskPage(
        slug="board",
        title="动态预警看板\nBoard of early warning",
        tiers=OFFICES,
        document=BOARD,
        filters=(*DAY, RULE),
        layout=(WHICH_DAY, MAP, BY_RULE, BY_TOWN),
        help="点数字看明细；以前的日子按当时的情况和规则，以后的日子按今天所知推算。\n"
        "A number opens its list. Former days are as they were then; days to come are a forecast.",
    ),
    DeskPage(
        slug="our-towns",
        title="本所各镇街预警\nWarnings of our towns",
        tiers=(Tier.STATION,),
        document=BOARD,
        filters=(*DAY, RULE),
        layout=(WHICH_DAY, MAP, BY_TOWN, BY_RULE),
        help="先去颜色最深的镇街；点数字看明细。\nBegin with the worst town; numbers open lists.",
    ),
    DeskPage(
        slug="our-patch",
        title="本镇街预警\nWarnings of our town",
        tiers=(Tier.TOWN,),
        document=BOARD,
        filters=(*DAY, RULE),
        layout=(WHICH_DAY, BY_RULE, MAP),
        help="点数字看明细，可上门提醒或联动巡查。\nNumbers open lists: remind, or pay a visit.",
    ),
    DeskPage(
        slug="watched",
        title="预警明细\nWhat is watched",
        tiers=(*OFFICES, Tier.STATION, Tier.TOWN),
        document=WATCHED,
        filters=(*DAY, RULE, Filter(name="town", title="镇街\nTown", options=TOWNS), COLOUR),
        layout=(
            Table(
                rows="watchedOn.nodes",
                columns=(SUBJECT, *DUE, WHOSE, Column("town.name", "镇街\nTown")),
                empty=EMPTY,
            ),
        ),
    ),
    DeskPage(
        slug="to-do",
        title="我单位要办的\nWhat we have to do",
        tiers=(Tier.ENTERPRISE,),
        document=TO_DO,
        filters=(
            COLOUR,
            Filter(name="ahead", title="往后推算\nForecast a year on", most=365),
        ),
        layout=(
            Table(
                rows="watchedOn.nodes",
                columns=(
                    SUBJECT,
                    *DUE,
                    Column("next", "下一步\nWhat to do next"),
                    Column("rule.legalBasis", "依据\nWhy: the law"),
                ),
                empty=EMPTY,
            ),
        ),
        help="最先到期的在前。点事项打开记录，从那里申请或上报。\n"
        "The earliest date first. Open the record to apply or report from there.",
    ),
]

COUNTS = "{ warningBoard { cells { colour count } } }"
CARDS = [
    DeskCard(
        slug="warnings",
        title="动态预警\nEarly warning",
        tiers=(*OFFICES, Tier.STATION, Tier.TOWN),
        document=COUNTS,
        counts="warningBoard.cells",
        page="watched",
    ),
    DeskCard(
        slug="our-warnings",
        title="动态预警\nEarly warning",
        tiers=(Tier.ENTERPRISE,),
        document=COUNTS,
        counts="warningBoard.cells",
        page="to-do",
    ),
]
