"""Quality supervision on the desks: what waits, what is late, sampling, and what is public."""

from core.desk_declarations import DeskCard, DueList, PublicFact, PublicView
from core.policy.vocabulary import Tier
from core.store.scope import TODAY
from plugins.quality import models_samples as s
from plugins.quality.desk.boards import BOARD_PAGES
from plugins.quality.desk.classes import CLASS_PAGES
from plugins.quality.desk.forms import FORMS
from plugins.quality.desk.pages import PAGES as TASK_PAGES
from plugins.quality.desk.pages import QUEUES
from plugins.quality.desk.papers import PAPER_PAGES, PAPERS
from plugins.quality.desk.plans import PLAN_PAGES
from plugins.quality.desk.public import PUBLIC_PAGES

__all__ = ["CARDS", "DUE", "FORMS", "PAGES", "PAPERS", "PUBLIC", "QUEUES"]

PAGES = [*TASK_PAGES, *PAPER_PAGES, *PLAN_PAGES, *CLASS_PAGES, *BOARD_PAGES, *PUBLIC_PAGES]
_COLOURS = ("EXPIRED", "URGENT", "RED", "YELLOW", "GREEN")
_OPEN = "spotCheckTasks(where: { matter: { state: { eq: OPEN }, colour: { eq: %s } } })"
_CHECKS = "\n".join(f"  {c}: {_OPEN % c} {{ totalCount }}" for c in _COLOURS)
_VISITS = "\n".join(
    f"  {c}: supervisionProfiles(where: {{ colour: {{ eq: {c} }} }}) {{ totalCount }}"
    for c in _COLOURS
)
CARDS = [
    DeskCard(
        slug="checks",
        title="未办结的监督抽查\nOpen spot checks",
        document=f"{{\n{_CHECKS}\n}}",
        page="tasks",
    ),
    DeskCard(
        slug="visits",
        title="应检查的企业\nVisits due by class",
        tiers=(Tier.BRANCH, Tier.STATION, Tier.TOWN),
        document=f"{{\n{_VISITS}\n}}",
        page="supervision",
    ),
    DeskCard(
        slug="clues",
        title="未答复的质量线索\nClues without an answer",
        tiers=(Tier.BRANCH, Tier.STATION, Tier.TOWN),
        document="{ qualityClues(where: { result: { isNull: true } }) { totalCount } }",
        number="qualityClues.totalCount",
        page="clues",
    ),
]
DUE = [
    DueList(
        slug="samples",
        title="待抽样和复查\nTo sample and to recheck",
        tiers=(Tier.STATION,),
        document="""query {
  spotCheckTasks(first: 40, where: {
    matter: { state: { eq: OPEN }, step: { in: ["sampled", "rechecked"] } }
  }) {
    nodes {
      id product { name } town { name } unit { name } matter { dueOn colour stepTitle }
    }
  }
}""",
        rows="spotCheckTasks.nodes",
        what="product.name",
        place="unit.name",
        town="town.name",
        due="matter.dueOn",
        colour="matter.colour",
        page="task",
    ),
    DueList(
        slug="visits",
        title="按类别应检查的企业\nVisits due by class",
        tiers=(Tier.STATION,),
        document="""query {
  supervisionProfiles(first: 40, where: { colour: { in: [EXPIRED, URGENT, RED, YELLOW] } }) {
    nodes { id grade nextVisitOn colour enterprise { name } town { name } }
  }
}""",
        rows="supervisionProfiles.nodes",
        what="grade",
        place="enterprise.name",
        town="town.name",
        due="nextVisitOn",
        colour="colour",
        page="profile",
    ),
]
P = s.PublishedResult
_FACTS = (
    PublicFact("标称生产企业\nMaker on the label", P.nominal_maker),
    PublicFact("产品\nProduct", P.product_name),
    PublicFact("规格型号\nSpecification", P.specification),
    PublicFact("批号或生产日期\nBatch", P.batch),
    PublicFact(
        "结论\nVerdict",
        P.verdict,
        {"PASSED": "合格\nConforming", "FAILED": "不合格\nNon-conforming"},
    ),
    PublicFact("不合格项目\nFailing items", P.failures),
    PublicFact("公告号\nNotice", P.notice_number),
    PublicFact("公布日期\nPublished on", P.published_on),
    PublicFact("检验机构\nLaboratory", P.laboratory),
)
PUBLIC = [
    PublicView(
        slug="result",
        title="监督抽查结果（抽样编号）\nSpot check result, by sampling number",
        by=P.sampling_number,
        facts=_FACTS,
        where=P.shown_during.contains(TODAY),
    ),
    PublicView(
        slug="maker",
        title="监督抽查结果（标称生产企业全称）\nSpot check results, by the maker's whole name",
        by=P.nominal_maker,
        facts=_FACTS,
        where=P.shown_during.contains(TODAY),
    ),
]
