"""Rules on the desks: which hold, their versions, what a change would move; propose and publish."""

from core.desk_declarations import (
    Column,
    DeskPage,
    Facts,
    Filter,
    Table,
    Timeline,
    WorkQueue,
)
from core.policy.vocabulary import Tier

STAFF = (Tier.BRANCH, Tier.STATION, Tier.TOWN, Tier.SUPERIOR)
ONE = """query ($id: ID!) {
  warningRuleVersion(id: $id) {
    id version code number state chinese english owner legalBasis audiences visit quietDays
    validFrom validTo
    inForce reason decision proposedAt decidedAt bands { colour limit unit }
    escalationLevels { afterDays roles colours }
  }
}"""
PREVIEW = """on watched moved colours { was becomes count } towns { town { name } count }"""
NAME = Column("chinese", "规则\nRule")
FACTS = (
    Column("code", "规则代码\nCode", page="rule-history", key="code"),
    Column("number", "版本\nVersion"),
    Column("state", "状态\nState"),
    NAME,
    Column("english", "英文名称\nIn English"),
    Column("validFrom", "施行日\nFrom"),
    Column("validTo", "失效日\nUntil"),
)
MORE = (
    Column("owner", "所属子系统\nOwner"),
    Column("legalBasis", "法律依据\nLegal basis"),
    Column("audiences", "对象层面\nTold"),
    Column("visit", "红色联动巡查\nVisit when red"),
    Column("quietDays", "同色静默天数\nQuiet days for a colour"),
    Column("reason", "提出理由\nWhy proposed"),
    Column("proposedAt", "提出时间\nProposed"),
    Column("decision", "决定意见\nWhy decided"),
    Column("decidedAt", "决定时间\nDecided"),
)
BANDS = (
    Column("colour", "颜色\nColour"),
    Column("limit", "不超过\nUp to"),
    Column("unit", "单位\nUnit"),
)
LEVELS = (
    Column("afterDays", "几日无人处理\nDays without an act"),
    Column("roles", "告知\nWho is told"),
    Column("colours", "颜色\nIn which colours", "choice"),
)
COLOURS_MOVED = Table(
    rows="previewWarningRule.colours",
    title="按颜色变动\nMoves by colour",
    columns=(
        Column("was", "现在\nNow"),
        Column("becomes", "将来\nThen"),
        Column("count", "项数\nHow many"),
    ),
    empty="没有变动\nNothing moves",
)
TOWNS_MOVED = Table(
    rows="previewWarningRule.towns",
    title="按镇街变动\nMoves by town",
    columns=(Column("town.name", "镇街\nTown"), Column("count", "项数\nHow many")),
    empty="没有变动\nNothing moves",
)
WOULD_MOVE = Facts(
    of="previewWarningRule",
    title="发布后的影响\nWhat it would move",
    columns=(
        Column("moved", "变色项数\nWould move"),
        Column("watched", "监测项数\nWatched"),
        Column("on", "按此日计算\nAs of"),
    ),
)

QUEUES = [
    WorkQueue(
        slug="rules-to-publish",
        title="预警规则待发布\nRules to publish",
        document="""query {
  warningRuleVersions(first: 20, where: { state: { eq: PROPOSED } }) {
    totalCount nodes { id version code number chinese owner validFrom reason }
  }
}""",
        rows="warningRuleVersions.nodes",
        columns=("code", NAME, Column("reason", "理由\nWhy")),
        due="validFrom",
        page="rule",
        roles=("branch.deciding_leader",),
    ),
]

PAGES = [
    DeskPage(
        slug="rules",
        title="预警规则\nWarning rules",
        tiers=STAFF,
        document="""query ($owner: String, $state: [RuleState!], $after: String) {
  warningRuleVersions(
    first: 50, after: $after, orderBy: CODE_ASC
    where: { owner: { eq: $owner }, state: { in: $state }, or: [
      { inForce: { eq: true } }, { state: { eq: PROPOSED } } ] }
  ) {
    totalCount
    nodes { id code number state chinese owner legalBasis validFrom bands { colour } }
    pageInfo { hasNextPage endCursor }
  }
}""",
        filters=(
            Filter(name="state", title="状态\nState"),
            Filter(name="owner", title="所属子系统\nOwner"),
        ),
        layout=(
            Table(
                rows="warningRuleVersions.nodes",
                columns=(
                    Column("code", "代码\nCode"),
                    NAME,
                    Column("number", "版本\nVersion"),
                    Column("state", "状态\nState"),
                    Column("validFrom", "施行日\nFrom"),
                    Column("owner", "所属子系统\nOwner"),
                    Column("legalBasis", "法律依据\nLegal basis"),
                ),
                page="rule",
            ),
        ),
        help="在用的和待发布的规则；历史版本见各规则\n"
        "Rules in force and proposed ones; former versions stand at each rule.",
    ),
    DeskPage(
        slug="rule",
        title="预警规则\nWarning rule",
        document=ONE,
        layout=(
            Facts(of="warningRuleVersion", columns=(*FACTS, *MORE)),
            Table(rows="warningRuleVersion.bands", title="色带，由近及远\nBands", columns=BANDS),
            Table(
                rows="warningRuleVersion.escalationLevels",
                title="逐级上报\nEscalation",
                columns=LEVELS,
                empty="不上报\nNothing is escalated",
            ),
        ),
    ),
    DeskPage(
        slug="rule-effect",
        title="发布后的影响\nWhat it would move",
        part_of="early_warning/rule",
        tiers=(Tier.BRANCH,),
        document=f"query ($id: ID!) {{ previewWarningRule(input: {{ id: $id }}) {{ {PREVIEW} }} }}",
        layout=(WOULD_MOVE, COLOURS_MOVED, TOWNS_MOVED),
    ),
    DeskPage(
        slug="try-rule",
        title="试算色带\nTry other bands",
        tiers=(Tier.BRANCH,),
        document=f"""query ($id: ID!, $urgent: Int, $red: Int, $yellow: Int) {{
  previewWarningRule(input: {{ id: $id, urgent: $urgent, red: $red, yellow: $yellow }}) {{
    {PREVIEW}
  }}
}}""",
        filters=(
            Filter(name="urgent", title="急红不超过\nURGENT up to"),
            Filter(name="red", title="红色不超过\nRED up to"),
            Filter(name="yellow", title="黄色不超过\nYELLOW up to"),
        ),
        layout=(WOULD_MOVE, COLOURS_MOVED, TOWNS_MOVED),
        help="只试算，不保存；留空的照现在\nNothing is kept; what is left empty stays as it is.",
    ),
    DeskPage(
        slug="rule-history",
        title="规则的各版本\nVersions of a rule",
        document="""query ($id: String!) {
  warningRuleVersions(first: 100, where: { code: { eq: $id } }) {
    nodes { id number state validFrom validTo reason decision proposedAt }
  }
}""",
        layout=(
            Timeline(
                rows="warningRuleVersions.nodes",
                when="proposedAt",
                what="state",
                columns=(
                    Column("number", "版本\nVersion", page="rule"),
                    Column("validFrom", "施行日\nFrom"),
                    Column("validTo", "失效日\nUntil"),
                    Column("reason", "理由\nWhy"),
                    Column("decision", "决定意见\nDecision"),
                ),
                title="各版本\nVersions",
            ),
        ),
    ),
]
