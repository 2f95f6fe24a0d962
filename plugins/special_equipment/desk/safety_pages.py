"""Instructions, logs, people, upkeep, accidents and figures: what waits, lists and records."""

from core.desk_declarations import Column, DeskPage, Facts, Filter, Table, Timeline, WorkQueue
from core.policy.vocabulary import Tier

SECTION = ("branch.special_equipment_clerk", "branch.special_equipment_chief")
UNIT = Column("unit.name", "使用单位\nUser unit")
USER = Column("enterprise.name", "使用单位\nUser unit")
DEVICE = Column("equipment.name", "设备\nDevice", page="device")
TOWN = Column("town.name", "镇街\nTown")
STEP = Column("matter.stepTitle", "环节\nStep")
LEFT = Column("matter.dueOn", "剩余\nLeft", "days")


def _queue(slug: str, title: str, step: str, **more: object) -> WorkQueue:
    return WorkQueue(
        slug=slug,
        title=title,
        document=f"""query ($after: String) {{
  workQueue(slug: "safety_instruction/{step}", first: 20, after: $after) {{
    totalCount pageInfo {{ hasNextPage endCursor }}
    nodes {{ id: subjectId title dueOn enterprise {{ name }} town {{ name }} }}
  }}
}}""",
        rows="workQueue.nodes",
        columns=("title", USER, TOWN),
        due="dueOn",
        page="instruction",
        **more,  # type: ignore[arg-type]  # fields of the class
    )


def _list(
    about: tuple[str, str], root: str, fields: str, *columns: Column | str, page: str = ""
) -> DeskPage:
    """A paged list of one connection. `about`: its slug and title."""
    return DeskPage(
        slug=about[0],
        title=about[1],
        document=f"""query ($after: String) {{
  {root}(first: 20, after: $after) {{
    totalCount nodes {{ id {fields} }} pageInfo {{ hasNextPage endCursor }}
  }}
}}""",
        layout=(Table(rows=f"{root}.nodes", columns=columns, page=page),),
    )


OFFICERS = (Tier.BRANCH, Tier.STATION)
SAFETY_QUEUES = [
    _queue("to-issue", "监察指令待签发\nInstructions to issue", "issued", tiers=OFFICERS),
    _queue("to-serve", "监察指令待送达\nInstructions to serve", "served", tiers=OFFICERS),
    _queue(
        "to-follow", "监察指令待整改\nInstructions to follow", "rectified", tiers=(Tier.ENTERPRISE,)
    ),
    _queue("to-reinspect", "监察指令待复查\nTo look at again", "reinspected", tiers=OFFICERS),
]
SAFETY_PAGES = [
    _list(
        ("instructions", "安全监察指令书\nInstructions"),
        "safetyInstructions",
        "number draftedOn problem dueOn unit { name } town { name } matter { stepTitle dueOn }",
        "number",
        "draftedOn",
        "problem",
        UNIT,
        TOWN,
        STEP,
        LEFT,
        page="instruction",
    ),
    DeskPage(
        slug="instruction",
        title="一份指令书\nAn instruction",
        document="""query ($id: ID!) {
  safetyInstruction(id: $id) {
    id version number draftedOn problem violated measures days issuedOn servedOn dueOn refusedToSign
    report reportedOn notes closedOn toCaseOn unit { name } equipment { id name } town { name }
    attachments { url previewUrl fileName }
    matter { id stepTitle outcome dueOn steps { at act stepTitle tier reason }
      availableActions { name mutation allowed reason } }
  }
}""",
        layout=(
            Facts(
                of="safetyInstruction",
                columns=(
                    "number",
                    UNIT,
                    DEVICE,
                    TOWN,
                    "problem",
                    "violated",
                    "measures",
                    "days",
                    "draftedOn",
                    "issuedOn",
                    "servedOn",
                    "refusedToSign",
                    "dueOn",
                    "report",
                    "reportedOn",
                    "notes",
                    "closedOn",
                    "toCaseOn",
                    STEP,
                    LEFT,
                    Column("matter.outcome", "结果\nOutcome", "outcome"),
                    Column("attachments", "照片\nPhotos", "photo"),
                ),
            ),
            Timeline(
                rows="safetyInstruction.matter.steps",
                when="at",
                what="stepTitle",
                columns=("act", "tier", "reason"),
            ),
        ),
    ),
    _list(
        ("logs", "日管控、周排查、月调度\nSafety logs"),
        "safetyLogs",
        "period firstOn lastOn checked unsound summary enterprise { name } town { name }",
        "period",
        "lastOn",
        USER,
        TOWN,
        "checked",
        "unsound",
        "summary",
    ),
    _list(
        ("findings", "自查问题\nFindings of units' own"),
        "safetyFindings",
        "state what foundOn mendedOn enterprise { name }",
        "state",
        "what",
        "foundOn",
        "mendedOn",
        USER,
        page="finding",
    ),
    DeskPage(
        slug="finding",
        title="一个自查问题\nA finding",
        document="""query ($id: ID!) {
  safetyFinding(id: $id) { id version state what foundOn mendedOn measures enterprise { name } }
}""",
        layout=(
            Facts(
                of="safetyFinding",
                columns=("state", "what", "foundOn", "mendedOn", "measures", USER),
            ),
        ),
    ),
    _list(
        ("duties", "主体责任落实\nWho has fallen behind"),
        "safetyDuties",
        "lastDailyOn lastWeeklyOn lastMonthlyOn missingOn enterprise { name } town { name }",
        USER,
        TOWN,
        "lastDailyOn",
        "lastWeeklyOn",
        "lastMonthlyOn",
        Column("missingOn", "距连续三日缺记\nUntil three are missing", "days"),
    ),
    _list(
        ("certificates", "作业人员证\nOperators' certificates"),
        "operatorCertificates",
        "certificateNo validTo colour endedOn operator { name } project { name } "
        "enterprise { name }",
        "certificateNo",
        Column("project.name", "项目\nProject"),
        Column("operator.name", "人员\nPerson"),
        USER,
        "colour",
        "validTo",
        "endedOn",
    ),
    _list(
        ("contracts", "维保合同\nContracts of upkeep"),
        "maintenanceContracts",
        "contractor endsOn endedOn colour equipment { id name enterprise { name } }",
        DEVICE,
        Column("equipment.enterprise.name", "使用单位\nUser unit"),
        "contractor",
        "colour",
        "endsOn",
        "endedOn",
    ),
    _list(
        ("parts", "安全阀、压力表\nValves and gauges"),
        "safetyParts",
        "kind number lastCheckedOn nextCheckOn colour removedOn equipment { id name }",
        "kind",
        "number",
        DEVICE,
        "lastCheckedOn",
        "nextCheckOn",
        "colour",
        "removedOn",
    ),
    _list(
        ("accidents", "事故\nAccidents"),
        "accidents",
        "occurredOn deaths injuries lossYuan summary accidentClass { name } enterprise { name } "
        "town { name }",
        "occurredOn",
        Column("accidentClass.name", "等级\nClass"),
        USER,
        TOWN,
        "deaths",
        "injuries",
        "lossYuan",
        "summary",
    ),
    DeskPage(
        slug="figures",
        title="特种设备统计\nFigures of special equipment",
        document="""query ($today: Date!) {
  equipmentRates { town { name } inUse registered overdue stopped registrationRate inspectionRate }
  operatorCoverage { project { name } units covered rate }
  instructionCounts(first: "2014-01-01", last: $today) {
    town { name } issued closed overdue toCase
  }
}""",
        layout=(
            Table(
                rows="equipmentRates",
                title="登记率、定检率、清零\nRegistered, inspected, overdue",
                dense=True,
                columns=(
                    TOWN,
                    Column("inUse", "在用\nIn use"),
                    Column("registrationRate", "登记率\nRegistered", "share"),
                    Column("inspectionRate", "定检率\nInspected", "share"),
                    Column("overdue", "超期\nOverdue"),
                    Column("stopped", "停用\nStopped"),
                ),
            ),
            Table(
                rows="operatorCoverage",
                title="持证覆盖率\nOperators",
                dense=True,
                columns=(
                    Column("project.name", "项目\nProject"),
                    Column("units", "单位\nUnits"),
                    Column("covered", "有人持证\nCovered"),
                    Column("rate", "覆盖率\nShare", "share"),
                ),
            ),
            Table(
                rows="instructionCounts",
                title="监察指令书\nInstructions",
                dense=True,
                columns=(
                    TOWN,
                    Column("issued", "签发\nIssued"),
                    Column("closed", "销案\nClosed"),
                    Column("overdue", "逾期\nOverdue"),
                    Column("toCase", "移送\nHanded over"),
                ),
            ),
        ),
    ),
    DeskPage(
        slug="monthly",
        title="月报\nThe monthly return",
        document="""query ($month: Date!) {
  monthlyReturn(month: $month) { kind { name } inUse added ended inspected overdue }
}""",
        filters=(Filter(name="month", title="月份（其中一天）\nA day of the month"),),
        layout=(
            Table(
                rows="monthlyReturn",
                columns=(
                    Column("kind.name", "种类\nKind"),
                    "inUse",
                    "added",
                    "ended",
                    "inspected",
                    "overdue",
                ),
            ),
        ),
        menu=False,
    ),
]
