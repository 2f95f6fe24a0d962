"""Food on the desks: what is due, what waits, lists and records, and each step's form."""

from core.desk_declarations import Column, DeskCard, DueList, WorkQueue
from core.policy.vocabulary import Tier
from plugins.food_safety.desk import forms, forms_samples, logs, pages, pages_samples
from plugins.food_safety.desk.parts import OFFICIAL
from plugins.food_safety.desk.views import PUBLIC
from plugins.food_safety.procedures import DISPOSAL, GRADE, INSPECTION, RECALL, SAMPLE

__all__ = ["CARDS", "DUE", "FORMS", "PAGES", "PUBLIC", "QUEUES"]

PAGES = [*pages.PAGES, *pages_samples.PAGES, *logs.PAGES]
FORMS = [*forms.FORMS, *forms_samples.FORMS, *logs.FORMS]
COLOURS = ("EXPIRED", "URGENT", "RED", "YELLOW", "GREEN")


def _card(slug: str, title: str, field: str, page: str, more: str = "") -> DeskCard:
    counts = "\n".join(
        f"  {colour}: {field}(where: {{ colour: {{ eq: {colour} }}{more} }}) {{ totalCount }}"
        for colour in COLOURS
    )
    return DeskCard(slug=slug, title=title, document=f"{{\n{counts}\n}}", page=page)


OPEN = ", matter: { state: { eq: OPEN } }"
CARDS = [
    _card("makers", "食品生产者检查期限\nInspections of makers", "foodProducers", "makers"),
    _card("disposals", "不合格食品核查处置\nDisposals", "disposals", "disposals", OPEN),
    _card("recalls", "食品召回\nRecalls", "foodRecalls", "recalls", OPEN),
]


def _queue(title: str, code: str, step: str, page: str, *tiers: Tier) -> WorkQueue:
    """What waits at a step of one of the procedures, nearest due date first."""
    return WorkQueue(
        slug=f"{page}-{step.replace('_', '-')}",
        title=title,
        tiers=tiers,
        document=f"""query ($after: String) {{
  workQueue(slug: "{code}/{step}", first: 20, after: $after) {{
    totalCount pageInfo {{ hasNextPage endCursor }}
    nodes {{ id: subjectId title dueOn enterprise {{ name }} town {{ name }} }}
  }}
}}""",
        rows="workQueue.nodes",
        columns=(
            "title",
            Column("enterprise.name", "企业\nEnterprise"),
            Column("town.name", "镇街\nTown"),
        ),
        due="dueOn",
        page=page,
    )


BRANCH, STATION, UNIT = Tier.BRANCH, Tier.STATION, Tier.ENTERPRISE
QUEUES = [
    _queue("待核对的风险定级\nGradings to compare", GRADE, "checked", "grade", STATION),
    _queue("待定级\nGradings to fix", GRADE, "fixed", "grade", BRANCH),
    _queue("风险等级告知\nGrades to read", GRADE, "told", "grade", UNIT),
    _queue("待现场检查\nInspections to make", INSPECTION, "done", "inspection", *OFFICIAL),
    _queue("待公示的检查\nResults to publish", INSPECTION, "published", "inspection", BRANCH),
    _queue("待办结的检查\nInspections to follow", INSPECTION, "followed", "inspection", *OFFICIAL),
    _queue("待会签的样品\nSamples to seal", SAMPLE, "sealed", "sample", *OFFICIAL),
    _queue("待送检的样品\nSamples to send", SAMPLE, "sent", "sample", *OFFICIAL),
    _queue("待录入的检验报告\nReports to record", SAMPLE, "tested", "sample", BRANCH),
    _queue("待告知的不合格结果\nMakers to tell", SAMPLE, "told", "sample", BRANCH),
    _queue("可申请复检\nTime for a re-test", SAMPLE, "objected", "sample", UNIT, BRANCH),
    _queue("待复检\nSamples to test again", SAMPLE, "retested", "sample", BRANCH),
    _queue("待停产封存\nTo stop and seal", DISPOSAL, "stopped", "disposal", UNIT, STATION),
    _queue("待追查流向\nTo trace", DISPOSAL, "traced", "disposal", UNIT),
    _queue("待召回处理\nTo report recalled", DISPOSAL, "recalled", "disposal", UNIT),
    _queue("待报告原因和整改\nTo find the cause", DISPOSAL, "caused", "disposal", UNIT),
    _queue("待验收的核查处置\nDisposals to close", DISPOSAL, "closed", "disposal", BRANCH),
    _queue("待启动的召回\nRecalls to begin", RECALL, "started", "recall", UNIT),
    _queue("待提交的召回计划\nPlans to file", RECALL, "planned", "recall", UNIT),
    _queue("待报告的召回\nRecalls to report", RECALL, "reported", "recall", UNIT),
    _queue("待评估的召回\nRecalls to assess", RECALL, "assessed", "recall", BRANCH),
]
DUE = [
    DueList(
        slug="makers",
        title="食品生产者检查\nMakers of food to inspect",
        tiers=(STATION,),
        document="""query {
  foodProducers(
    first: 40, orderBy: NEXT_INSPECTION_BY_ASC
    where: { colour: { in: [EXPIRED, URGENT, RED] } }
  ) {
    nodes { id nextInspectionBy colour category { name } enterprise { name } town { name } }
  }
}""",
        rows="foodProducers.nodes",
        what="enterprise.name",
        place="category.name",
        town="town.name",
        due="nextInspectionBy",
        colour="colour",
        page="maker",
    ),
]
