"""Makers, grades, visits and inspections on the desks: lists, one record each, boards."""

from core.desk_declarations import Column, DeskPage, Facts, Filter, Table
from core.desk_figures import Figure
from core.policy.vocabulary import Tier
from plugins.food_safety.desk.parts import (
    CLASS,
    COLOUR_FILTER,
    ENTERPRISE,
    LEFT,
    MAKER,
    MATTER,
    STAFF,
    STEP,
    TOWN,
    TOWN_FILTER,
    facts,
    timeline,
)

GRADE_FILTER = Filter(name="grade", title="等级\nGrade")
STATE_FILTER = Filter(name="state", title="状态\nState")
MAKERS_PAGE = DeskPage(
    slug="makers",
    title="食品生产者\nMakers of food",
    document="""query (
  $colour: [WarningColour!], $grade: RiskLevel, $town: ID, $after: String
) {
  foodProducers(first: 20, after: $after, orderBy: NEXT_INSPECTION_BY_ASC, where: {
    colour: { in: $colour }, grade: { eq: $grade }, town: { id: { eq: $town } }
  }) {
    totalCount
    nodes {
      id grade colour nextInspectionBy lastResult
      enterprise { name } category { name } town { name }
    }
    pageInfo { hasNextPage endCursor }
  }
}""",
    filters=(COLOUR_FILTER, GRADE_FILTER, TOWN_FILTER),
    layout=(
        Table(
            rows="foodProducers.nodes",
            columns=(
                ENTERPRISE, CLASS, "grade", "colour",
                Column("nextInspectionBy", "最迟检查\nInspect by", "days"), "lastResult", TOWN,
            ),
            page="maker",
        ),
    ),
)  # fmt: skip
MAKER_PAGE = DeskPage(
    slug="maker",
    title="食品生产者\nMaker of food",
    document="""query ($id: ID!) {
  foodProducer(id: $id) {
    id version kind scale classes number grade gradeYear colour nextInspectionBy lastInspectedOn
    lastResult heldUntil category { name points } enterprise { id name } town { name }
    licence { id number colour validUntil }
    grades { id year grade fixedOn raisedFor matter { stepTitle } }
    visits(where: { droppedOn: { isNull: true } }) { id year number dueOn doneOn }
    inspections { id kind inspectedOn result publishedOn matter { stepTitle } }
    samples { id number productName finalVerdict matter { stepTitle } }
    recalls { id food recallClass knownAt matter { stepTitle } }
  }
}""",
    layout=(
        Facts(
            of="foodProducer",
            columns=(
                Column("enterprise.name", "企业\nEnterprise", page="core/enterprise"),
                "kind", "scale", CLASS, "classes", "number", "grade", "gradeYear", "colour",
                "nextInspectionBy", "lastInspectedOn", "lastResult", "heldUntil", TOWN,
                Column("licence.number", "许可证\nLicence", page="licensing/licence"),
                Column("licence.colour", "许可证颜色\nIts colour"),
                Column("licence.validUntil", "许可剩余\nLicence left", "days"),
            ),
        ),
        Table(
            rows="foodProducer.grades",
            title="历次定级\nGradings",
            columns=("year", "grade", "fixedOn", "raisedFor", STEP),
            page="grade",
        ),
        Table(
            rows="foodProducer.visits",
            title="计划检查\nPlanned visits",
            columns=("year", "number", "dueOn", "doneOn"),
        ),
        Table(
            rows="foodProducer.inspections",
            title="监督检查\nInspections",
            columns=("inspectedOn", "kind", "result", "publishedOn", STEP),
            page="inspection",
        ),
        Table(
            rows="foodProducer.samples",
            title="抽样检验\nSamples",
            columns=("number", "productName", "finalVerdict", STEP),
            page="sample",
        ),
        Table(
            rows="foodProducer.recalls",
            title="召回\nRecalls",
            columns=("food", "recallClass", "knownAt", STEP),
            page="recall",
        ),
    ),
)  # fmt: skip
GRADES_PAGE = DeskPage(
    slug="grades",
    title="风险定级\nGradings",
    document="""query ($grade: RiskLevel, $state: MatterState, $after: String) {
  riskGrades(first: 20, after: $after, where: {
    grade: { eq: $grade }, matter: { state: { eq: $state } }
  }) {
    totalCount
    nodes { id year grade total matter { stepTitle dueOn } enterprise { name } town { name } }
    pageInfo { hasNextPage endCursor }
  }
}""",
    filters=(GRADE_FILTER, STATE_FILTER),
    layout=(
        Table(
            rows="riskGrades.nodes",
            columns=(ENTERPRISE, "year", "grade", "total", STEP, LEFT, TOWN),
            page="grade",
        ),
    ),
)
GRADE_PAGE = DeskPage(
    slug="grade",
    title="风险定级\nGrading",
    document=f"""query ($id: ID!) {{
  riskGrade(id: $id) {{
    id version year staticPoints dynamicPoints total findings previous grade raisedFor fixedOn
    enterprise {{ id name }} town {{ name }} {MATTER}
  }}
}}""",
    layout=(
        facts(
            "riskGrade",
            Column("enterprise.name", "企业\nEnterprise", page="core/enterprise"),
            "year", "grade", "previous", "total", "staticPoints", "dynamicPoints", "findings",
            "raisedFor", "fixedOn", TOWN,
        ),
        timeline("riskGrade"),
    ),
)  # fmt: skip
VISITS_PAGE = DeskPage(
    slug="visits",
    title="年度检查计划\nThe plan of visits",
    tiers=STAFF,
    document="""query ($town: ID, $grade: RiskLevel, $after: String) {
  foodVisits(first: 20, after: $after, orderBy: DUE_ON_ASC, where: {
    town: { id: { eq: $town } }, grade: { eq: $grade }
    doneOn: { isNull: true }, droppedOn: { isNull: true }
  }) {
    totalCount
    nodes {
      id year number grade dueOn assignedOn producer { id enterprise { name } } town { name }
    }
    pageInfo { hasNextPage endCursor }
  }
}""",
    filters=(TOWN_FILTER, GRADE_FILTER),
    layout=(
        Table(
            rows="foodVisits.nodes",
            columns=(
                Column("producer.enterprise.name", "企业\nEnterprise", page="maker",
                       key="producer.id"),
                "grade", "year", "number", Column("dueOn", "剩余\nLeft", "days"), "assignedOn",
                TOWN,
            ),
        ),
    ),
)  # fmt: skip
INSPECTIONS_PAGE = DeskPage(
    slug="inspections",
    title="监督检查\nInspections",
    document="""query ($town: ID, $result: FoodResult, $state: MatterState, $after: String) {
  foodInspections(first: 20, after: $after, where: {
    town: { id: { eq: $town } }, result: { eq: $result }, matter: { state: { eq: $state } }
  }) {
    totalCount
    nodes {
      id kind inspectedOn result proposal matter { stepTitle dueOn }
      producer { enterprise { name } } town { name }
    }
    pageInfo { hasNextPage endCursor }
  }
}""",
    filters=(TOWN_FILTER, Filter(name="result", title="结果\nResult"), STATE_FILTER),
    layout=(
        Table(
            rows="foodInspections.nodes",
            columns=(MAKER, "kind", "inspectedOn", "result", "proposal", STEP, LEFT, TOWN),
            page="inspection",
        ),
    ),
)
INSPECTION_PAGE = DeskPage(
    slug="inspection",
    title="监督检查\nInspection",
    document=f"""query ($id: ID!) {{
  foodInspection(id: $id) {{
    id version kind inspectedOn result proposal failedItems keyFailed generalFailed toldOn
    publishedOn closedOn producer {{ id enterprise {{ name }} }} town {{ name }}
    patrol {{ id startedAt answers(first: 60) {{
      result note item {{ text isKey }} hazard {{ id what matter {{ stepTitle }} }}
    }} }}
    {MATTER}
  }}
}}""",
    layout=(
        facts(
            "foodInspection",
            Column("producer.enterprise.name", "企业\nEnterprise", page="maker", key="producer.id"),
            "kind", "inspectedOn", "result", "proposal", "failedItems", "toldOn", "publishedOn",
            "closedOn", TOWN,
        ),
        Table(
            rows="foodInspection.patrol.answers",
            title="各项结果\nAnswers",
            columns=(
                Column("item.text", "检查项\nItem"),
                Column("item.isKey", "重点项\nKey"),
                "result",
                "note",
                Column("hazard.what", "隐患\nHazard", page="inspection/hazard"),
                Column("hazard.matter.stepTitle", "整改\nWhere it stands"),
            ),
            empty="尚未填写\nNot filled in yet",
        ),
        timeline("foodInspection"),
    ),
)  # fmt: skip
BOARD_PAGE = DeskPage(
    slug="board",
    title="食品安全看板\nBoard of food safety",
    tiers=STAFF,
    document="""{
  foodProducerBoard { town { id code name nameEn } category grade colour count covered }
}""",
    layout=(
        Figure(
            rows="foodProducerBoard", by="town.name", english="town.nameEn", form="tiles",
            place="town.code", title="各镇街检查期限\nInspections due, by town", page="makers",
            links={"town": "town.id"},
        ),
        Figure(
            rows="foodProducerBoard", by="grade", title="按等级\nBy grade", page="makers",
            links={"grade": "grade"},
        ),
        Figure(rows="foodProducerBoard", by="category", title="按类别\nBy class of food"),
    ),
)  # fmt: skip
RATES_PAGE = DeskPage(
    slug="rates",
    title="检查和抽检统计\nRates of inspections and samples",
    tiers=(Tier.BRANCH, Tier.SUPERIOR, Tier.STATION),
    document="""query ($year: Int!, $first: Date!, $last: Date!) {
  foodPlanProgress(year: $year) { town { name } grade planned done late }
  foodResultRates(first: $first, last: $last) {
    town { name } inspected conforming basically nonConforming keyFailed
  }
  foodSampleRates(first: $first, last: $last) { category tested failed rate }
}""",
    filters=(
        Filter(name="year", title="年度\nYear"),
        Filter(name="first", title="起始日\nFrom"),
        Filter(name="last", title="终止日\nTo"),
    ),
    layout=(
        Table(
            rows="foodPlanProgress",
            title="年度计划完成情况\nThe plan of the year",
            columns=(TOWN, "grade", "planned", "done", "late"),
            dense=True,
        ),
        Table(
            rows="foodResultRates",
            title="检查结果\nWhat inspections came to",
            columns=(TOWN, "inspected", "conforming", "basically", "nonConforming", "keyFailed"),
            dense=True,
        ),
        Table(
            rows="foodSampleRates",
            title="抽检合格率\nSamples that passed",
            columns=("category", "tested", "failed", Column("rate", "合格率\nRate", "share")),
            dense=True,
        ),
    ),
)
PAGES = [
    MAKERS_PAGE, MAKER_PAGE, GRADES_PAGE, GRADE_PAGE, VISITS_PAGE, INSPECTIONS_PAGE,
    INSPECTION_PAGE, BOARD_PAGE, RATES_PAGE,
]  # fmt: skip
