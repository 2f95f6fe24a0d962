"""Samples, disposals and recalls on the desks: lists, one record each, an enterprise's part."""

from core.desk_declarations import Column, DeskPage, Filter, Table
from plugins.food_safety.desk.parts import (
    COLOUR_FILTER,
    ENTERPRISE,
    FILES,
    LEFT,
    MATTER,
    PHOTOS,
    STEP,
    TOWN,
    TOWN_FILTER,
    facts,
    timeline,
)

PAGES = [
    DeskPage(
        slug="samples",
        title="抽样检验\nSamples",
        document="""query ($town: ID, $verdict: TestVerdict, $state: MatterState, $after: String) {
  foodSamples(first: 20, after: $after, where: {
    town: { id: { eq: $town } }, finalVerdict: { eq: $verdict }, matter: { state: { eq: $state } }
  }) {
    totalCount
    nodes {
      id number productName takenAt finalVerdict matter { stepTitle dueOn }
      enterprise { name } town { name }
    }
    pageInfo { hasNextPage endCursor }
  }
}""",
        filters=(
            TOWN_FILTER,
            Filter(name="verdict", title="最终结论\nVerdict"),
            Filter(name="state", title="状态\nState"),
        ),
        layout=(
            Table(
                rows="foodSamples.nodes",
                columns=(
                    "number", "productName", ENTERPRISE, "takenAt", "finalVerdict", STEP, LEFT,
                    TOWN,
                ),
                page="sample",
            ),
        ),
    ),
    DeskPage(
        slug="sample",
        title="样品\nSample",
        document=f"""query ($id: ID!) {{
  foodSample(id: $id) {{
    id version number productName specification batch producedOn takenAt sealedAt checkQuantity
    reserveQuantity quantityUnit paid laboratory sentOn reportNo testedOn verdict toldOn
    retestAskedOn retestLaboratory finalVerdict finalOn reserveUntil
    enterprise {{ id name }} town {{ name }} {FILES}
    items(first: 60) {{ isRetest item standardLimit measured unit verdict }}
    disposals {{ id openedOn dueOn matter {{ stepTitle }} }}
    {MATTER}
  }}
}}""",
        layout=(
            facts(
                "foodSample",
                Column("enterprise.name", "企业\nEnterprise", page="core/enterprise"),
                "number", "productName", "specification", "batch", "producedOn", "takenAt",
                "sealedAt", "checkQuantity", "reserveQuantity", "quantityUnit", "paid",
                "laboratory", "sentOn", "reportNo", "testedOn", "verdict", "toldOn",
                "retestAskedOn", "retestLaboratory", "finalVerdict", "finalOn", "reserveUntil",
                TOWN, PHOTOS,
            ),
            Table(
                rows="foodSample.items",
                title="检验项目\nItems",
                columns=("item", "measured", "unit", "standardLimit", "verdict", "isRetest"),
                empty="尚无报告\nNo report yet",
            ),
            Table(
                rows="foodSample.disposals",
                title="核查处置\nDisposal",
                columns=("openedOn", "dueOn", STEP),
                page="disposal",
            ),
            timeline("foodSample"),
        ),
    ),
    DeskPage(
        slug="disposals",
        title="核查处置\nDisposals",
        document="""query ($colour: [WarningColour!], $town: ID, $after: String) {
  disposals(first: 20, after: $after, orderBy: DUE_ON_ASC, where: {
    colour: { in: $colour }, town: { id: { eq: $town } }, matter: { state: { eq: OPEN } }
  }) {
    totalCount
    nodes {
      id dueOn colour sample { productName number } matter { stepTitle }
      enterprise { name } town { name }
    }
    pageInfo { hasNextPage endCursor }
  }
}""",
        filters=(COLOUR_FILTER, TOWN_FILTER),
        layout=(
            Table(
                rows="disposals.nodes",
                columns=(
                    Column("sample.productName", "食品\nFood"), ENTERPRISE, "colour",
                    Column("dueOn", "剩余\nLeft", "days"), STEP, TOWN,
                ),
                page="disposal",
            ),
        ),
    ),
    DeskPage(
        slug="disposal",
        title="核查处置\nDisposal",
        document=f"""query ($id: ID!) {{
  disposal(id: $id) {{
    id version openedOn dueOn colour stoppedOn quantityUnit sealed made sold soldTo recalled cause
    correction closedOn sample {{ id number productName }} enterprise {{ id name }} {FILES}
    recalls {{ id food recallClass finishBy matter {{ stepTitle }} }}
    {MATTER}
  }}
}}""",
        layout=(
            facts(
                "disposal",
                Column("enterprise.name", "企业\nEnterprise", page="core/enterprise"),
                Column("sample.productName", "食品\nFood", page="sample"),
                "openedOn", "dueOn", "colour", "stoppedOn", "sealed", "made", "sold",
                "quantityUnit", "soldTo", "recalled", "cause", "correction", "closedOn", PHOTOS,
            ),
            Table(
                rows="disposal.recalls",
                title="召回\nRecall",
                columns=("food", "recallClass", "finishBy", STEP),
                page="recall",
                empty="没有召回\nNo recall",
            ),
            timeline("disposal"),
        ),
    ),
    DeskPage(
        slug="recalls",
        title="食品召回\nRecalls",
        document="""query ($colour: [WarningColour!], $town: ID, $after: String) {
  foodRecalls(first: 20, after: $after, where: {
    colour: { in: $colour }, town: { id: { eq: $town } }
  }) {
    totalCount
    nodes {
      id food recallClass ordered knownAt startedLate finishBy colour matter { stepTitle dueOn }
      enterprise { name }
    }
    pageInfo { hasNextPage endCursor }
  }
}""",
        filters=(COLOUR_FILTER, TOWN_FILTER),
        layout=(
            Table(
                rows="foodRecalls.nodes",
                columns=(
                    "food", "recallClass", ENTERPRISE, "ordered", "knownAt", "startedLate",
                    "colour", STEP, LEFT,
                ),
                page="recall",
            ),
        ),
    ),
    DeskPage(
        slug="recall",
        title="食品召回\nRecall",
        document=f"""query ($id: ID!) {{
  foodRecall(id: $id) {{
    id version recallClass food batches why ordered knownAt startBy startedAt startedLate finishBy
    colour plan made sold recalled quantityUnit handling reportedOn effective assessedOn closedOn
    enterprise {{ id name }} {FILES} {MATTER}
  }}
}}""",
        layout=(
            facts(
                "foodRecall",
                Column("enterprise.name", "企业\nEnterprise", page="core/enterprise"),
                "food", "recallClass", "batches", "why", "ordered", "knownAt", "startBy",
                "startedAt", "startedLate", "finishBy", "colour", "plan", "made", "sold",
                "recalled", "quantityUnit", "handling", "reportedOn", "effective", "assessedOn",
                "closedOn", PHOTOS,
            ),
            timeline("foodRecall"),
        ),
    ),
    DeskPage(
        slug="of-enterprise",
        title="食品安全\nFood safety",
        part_of="core/enterprise",
        document="""query ($id: ID!) {
  enterprise(id: $id) { id foodProducers {
    id grade colour nextInspectionBy lastResult category { name }
  } }
}""",
        layout=(
            Table(
                rows="enterprise.foodProducers",
                title="食品生产者档案\nAs a maker of food",
                columns=(
                    Column("category.name", "类别\nClass"), "grade", "colour", "nextInspectionBy",
                    "lastResult",
                ),
                page="maker",
                empty="不生产食品\nMakes no food",
            ),
        ),
    ),
]  # fmt: skip
