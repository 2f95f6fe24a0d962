"""Instruments: the list, the file of one, the reports of them."""

from core.desk_declarations import Column, DeskPage, Facts, Filter, Table, Timeline
from core.desk_figures import Figure
from plugins.metrology.desk.parts import (
    FILES,
    LEFT,
    OF_INSTRUMENT,
    OUTCOME,
    STEP,
    TOWN,
    TOWNS,
    USER,
)

STEPS = Timeline(
    rows="instrumentReport.matter.steps",
    when="at",
    what="stepTitle",
    columns=("act", "tier", "reason"),
)
PAGES = [
    DeskPage(
        slug="instruments",
        title="计量器具\nInstruments",
        document="""query ($colour: [WarningColour!], $town: ID, $number: String, $category: String,
  $after: String) {
  instruments(
    first: 20, after: $after, orderBy: DUE_ON_ASC
    where: {
      colour: { in: $colour }, town: { id: { eq: $town } }, number: { contains: $number }
      category: { name: { contains: $category } }
    }
  ) {
    totalCount
    nodes {
      id version name number serial status colour validTo
      category { name } enterprise { name } town { name }
    }
    pageInfo { hasNextPage endCursor }
  }
}""",
        filters=(
            Filter(name="colour", title="颜色\nColour"),
            Filter(name="town", title="镇街\nTown", options=TOWNS),
            Filter(name="category", title="类别\nCategory"),
            Filter(name="number", title="备案编号\nNumber"),
        ),
        layout=(
            Table(
                rows="instruments.nodes",
                columns=(
                    "name",
                    "number",
                    "colour",
                    Column("validTo", "有效期止\nUntil"),
                    Column("validTo", "剩余\nLeft", "days"),
                    Column("status", "状态\nStatus"),
                    Column("category.name", "类别\nCategory"),
                    USER,
                    TOWN,
                ),
                page="instrument",
            ),
        ),
    ),
    DeskPage(
        slug="instrument",
        title="计量器具档案\nThe file of an instrument",
        document="""query ($id: ID!) {
  instrument(id: $id) {
    id version name number serial model maker measuringRange accuracy place purpose status colour
    installedOn lastVerifiedOn certificateNo validTo rotateBy failedOn stoppedOn idleOn
    category { name } body { name } market { id name } enterprise { id name } town { name }
    verifications { id openedOn verifiedOn result certificateNo validTo body { name } }
    stops { id stoppedOn because liftedOn }
  }
}""",
        layout=(
            Facts(
                of="instrument",
                columns=(
                    *OF_INSTRUMENT,
                    "colour",
                    Column("validTo", "剩余\nLeft", "days"),
                    Column("category.name", "类别\nCategory"),
                    "purpose",
                    "place",
                    TOWN,
                    Column("market.name", "市场\nMarket", page="market"),
                    "serial",
                    "model",
                    "maker",
                    "measuringRange",
                    "accuracy",
                    "installedOn",
                    "lastVerifiedOn",
                    "certificateNo",
                    Column("body.name", "检定机构\nVerified by"),
                    "rotateBy",
                    "failedOn",
                    "stoppedOn",
                    "idleOn",
                ),
            ),
            Table(
                rows="instrument.verifications",
                title="检定记录\nVerifications",
                columns=(
                    Column("openedOn", "申请或录入\nOpened"),
                    Column("verifiedOn", "检定\nVerified"),
                    Column("result", "结果\nResult"),
                    Column("certificateNo", "证书\nPaper"),
                    Column("validTo", "有效期止\nUntil"),
                    Column("body.name", "机构\nBody"),
                ),
            ),
            Table(
                rows="instrument.stops",
                title="停用记录\nStops",
                columns=(
                    Column("stoppedOn", "停用\nStopped"),
                    Column("because", "原因\nWhy"),
                    Column("liftedOn", "解除\nLifted"),
                ),
                page="stop",
            ),
        ),
    ),
    DeskPage(
        slug="board",
        title="计量统计\nFigures of metrology",
        document="""query ($today: Date!) {
  instrumentBoard { town { id name code } category { name } colour count }
  verificationRates { town { name } inUse verified overdue rate }
  byCategory: passRates(by: CATEGORY, first: "2000-01-01", last: $today) {
    name verified passed rate exemptedYuan
  }
  byBody: passRates(by: BODY, first: "2000-01-01", last: $today) { name verified passed rate }
}""",
        layout=(
            Figure(
                rows="instrumentBoard",
                by="town.name",
                form="tiles",
                place="town.code",
                title="在用器具检定情况\nInstruments in use",
                page="instruments",
                links={"town": "town.id"},
            ),
            Figure(
                rows="instrumentBoard",
                by="category.name",
                title="按类别\nBy category",
                page="instruments",
                links={"category": "category.name"},
            ),
            Table(
                rows="verificationRates",
                title="受检率\nHow many hold",
                dense=True,
                columns=(
                    Column("town.name", "镇街\nTown"),
                    Column("inUse", "在用\nIn use"),
                    Column("verified", "有效\nHold"),
                    Column("overdue", "超期\nOverdue"),
                    Column("rate", "受检率\nRate", "share"),
                ),
            ),
            Table(
                rows="byCategory",
                title="合格率（按类别）\nPass rate by category",
                dense=True,
                columns=(
                    Column("name", "类别\nCategory"),
                    Column("verified", "检定\nVerified"),
                    Column("passed", "合格\nPassed"),
                    Column("rate", "合格率\nRate", "share"),
                    Column("exemptedYuan", "免收（元）\nNot charged"),
                ),
            ),
            Table(
                rows="byBody",
                title="合格率（按机构）\nPass rate by body",
                dense=True,
                columns=(
                    Column("name", "机构\nBody"),
                    Column("verified", "检定\nVerified"),
                    Column("passed", "合格\nPassed"),
                    Column("rate", "合格率\nRate", "share"),
                ),
            ),
        ),
    ),
    DeskPage(
        slug="reports",
        title="计量器具上报\nReports of instruments",
        document="""query ($town: ID, $after: String) {
  instrumentReports(first: 20, after: $after, where: { town: { id: { eq: $town } } }) {
    totalCount
    nodes {
      id version kind name filedOn enterprise { name } town { name } matter { stepTitle dueOn }
    }
    pageInfo { hasNextPage endCursor }
  }
}""",
        filters=(Filter(name="town", title="镇街\nTown", options=TOWNS),),
        layout=(
            Table(
                rows="instrumentReports.nodes",
                columns=("kind", "name", "filedOn", USER, TOWN, STEP, LEFT),
                page="report",
            ),
        ),
    ),
    DeskPage(
        slug="report",
        title="一份上报\nA report",
        document="""query ($id: ID!) {
  instrumentReport(id: $id) {
    id version kind name declared because filedOn findings instrument { id number }
    enterprise { name } town { name } attachments { url previewUrl fileName }
    matter { id stepTitle outcome dueOn steps { at act stepTitle tier reason }
      availableActions { name mutation allowed reason } }
  }
}""",
        layout=(
            Facts(
                of="instrumentReport",
                columns=(
                    "kind",
                    "name",
                    Column("instrument.number", "器具\nInstrument", page="instrument"),
                    "declared",
                    "because",
                    "filedOn",
                    USER,
                    TOWN,
                    "findings",
                    STEP,
                    LEFT,
                    OUTCOME,
                    FILES,
                ),
            ),
            STEPS,
        ),
    ),
]
