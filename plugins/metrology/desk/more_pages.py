"""Applications, stops, and markets with the visits to them."""

from core.desk_declarations import Column, DeskPage, Facts, Table, Timeline
from plugins.metrology.desk.parts import FILES, LEFT, OUTCOME, STEP, TOWN, USER

ACTIONS = """matter { id stepTitle outcome dueOn steps { at act stepTitle tier reason }
      availableActions { name mutation allowed reason } }"""


def listed(
    about: tuple[str, str], root: str, fields: str, *columns: Column | str, page: str = ""
) -> DeskPage:
    """A paged list of one connection. `about`: its slug and title."""
    slug, title = about
    return DeskPage(
        slug=slug,
        title=title,
        document=f"""query ($after: String) {{
  {root}(first: 20, after: $after) {{
    totalCount nodes {{ id {fields} }} pageInfo {{ hasNextPage endCursor }}
  }}
}}""",
        layout=(Table(rows=f"{root}.nodes", columns=columns, page=page),),
    )


def _steps(of: str) -> Timeline:
    return Timeline(
        rows=f"{of}.matter.steps", when="at", what="stepTitle", columns=("act", "tier", "reason")
    )


MORE_PAGES = [
    listed(
        ("applications", "检定申请\nApplications for verification"),
        "verificationApplications",
        "appliedOn place visitOn body { name } enterprise { name } town { name } "
        "matter { stepTitle dueOn }",
        "appliedOn",
        "place",
        Column("body.name", "机构\nBody"),
        USER,
        TOWN,
        "visitOn",
        STEP,
        LEFT,
        page="application",
    ),
    DeskPage(
        slug="application",
        title="一份检定申请\nAn application",
        document=f"""query ($id: ID!) {{
  verificationApplication(id: $id) {{
    id version appliedOn place wantedOn receivedOn visitOn body {{ name }} enterprise {{ name }}
    town {{ name }} attachments {{ url previewUrl fileName }}
    verifications(first: 100) {{ id mode result certificateNo instrument {{ id name number }} }}
    {ACTIONS}
  }}
}}""",
        layout=(
            Facts(
                of="verificationApplication",
                columns=(
                    "appliedOn",
                    "place",
                    "wantedOn",
                    "receivedOn",
                    "visitOn",
                    Column("body.name", "机构\nBody"),
                    USER,
                    TOWN,
                    STEP,
                    LEFT,
                    OUTCOME,
                    FILES,
                ),
            ),
            Table(
                rows="verificationApplication.verifications",
                title="所含器具\nThe instruments",
                columns=(
                    Column("instrument.name", "器具\nInstrument", page="instrument"),
                    Column("instrument.number", "编号\nNumber"),
                    "mode",
                    "result",
                    "certificateNo",
                ),
            ),
            _steps("verificationApplication"),
        ),
    ),
    listed(
        ("stops", "停用的器具\nStopped instruments"),
        "instrumentStops",
        "stoppedOn because liftedOn instrument { number name } enterprise { name } town { name } "
        "matter { stepTitle dueOn }",
        Column("instrument.name", "器具\nInstrument"),
        Column("instrument.number", "编号\nNumber"),
        "stoppedOn",
        "because",
        USER,
        TOWN,
        STEP,
        LEFT,
        page="stop",
    ),
    DeskPage(
        slug="stop",
        title="一次停用\nA stop",
        document=f"""query ($id: ID!) {{
  instrumentStop(id: $id) {{
    id version because secondOfficer stoppedOn repair liftedOn instrument {{ id name number }}
    enterprise {{ name }} town {{ name }} attachments {{ url previewUrl fileName }} {ACTIONS}
  }}
}}""",
        layout=(
            Facts(
                of="instrumentStop",
                columns=(
                    Column("instrument.name", "器具\nInstrument", page="instrument"),
                    Column("instrument.number", "编号\nNumber"),
                    "because",
                    "secondOfficer",
                    "stoppedOn",
                    "repair",
                    "liftedOn",
                    USER,
                    TOWN,
                    STEP,
                    LEFT,
                    OUTCOME,
                    FILES,
                ),
            ),
            _steps("instrumentStop"),
        ),
    ),
    listed(
        ("markets", "集贸市场\nMarkets"),
        "markets",
        "name stalls unifiedScales scaleCount verifiedScaleCount enterprise { name } town { name }",
        "name",
        TOWN,
        "stalls",
        "scaleCount",
        "verifiedScaleCount",
        "unifiedScales",
        page="market",
    ),
    DeskPage(
        slug="market",
        title="一个市场\nA market",
        document="""query ($id: ID!) {
  market(id: $id) {
    id version name address stalls unifiedScales fairScales scaleCount verifiedScaleCount
    enterprise { name } town { name }
    checks(first: 20) { id checkedOn valid overdue sealed unknown notes }
  }
}""",
        layout=(
            Facts(
                of="market",
                columns=(
                    "name",
                    "address",
                    Column("enterprise.name", "举办者\nRun by"),
                    TOWN,
                    "stalls",
                    "unifiedScales",
                    "fairScales",
                    "scaleCount",
                    "verifiedScaleCount",
                ),
            ),
            Table(
                rows="market.checks",
                title="检查\nVisits",
                columns=("checkedOn", "valid", "overdue", "sealed", "unknown", "notes"),
                page="visit",
            ),
        ),
    ),
    listed(
        ("visits", "市场检查\nVisits to markets"),
        "marketChecks",
        "checkedOn valid overdue sealed market { name } town { name }",
        "checkedOn",
        Column("market.name", "市场\nMarket"),
        TOWN,
        "valid",
        "overdue",
        "sealed",
        page="visit",
    ),
    DeskPage(
        slug="visit",
        title="一次市场检查\nA visit to a market",
        document="""query ($id: ID!, $after: String) {
  marketCheck(id: $id) {
    id checkedOn secondOfficer valid overdue sealed unknown notes market { id name }
    attachments { url previewUrl fileName }
    scales(first: 50, after: $after) {
      totalCount nodes { id verdict instrument { id name number place } }
      pageInfo { hasNextPage endCursor }
    }
  }
}""",
        layout=(
            Facts(
                of="marketCheck",
                columns=(
                    "checkedOn",
                    Column("market.name", "市场\nMarket", page="market"),
                    "secondOfficer",
                    "valid",
                    "overdue",
                    "sealed",
                    "unknown",
                    "notes",
                    FILES,
                ),
            ),
            Table(
                rows="marketCheck.scales.nodes",
                title="逐台结果\nOne by one",
                columns=(
                    Column("instrument.number", "编号\nNumber", page="instrument"),
                    Column("instrument.place", "摊位\nStall"),
                    "verdict",
                ),
            ),
        ),
    ),
]
