"""Standards on the desks: what ends under a product, what waits, the catalogue, and each act."""

from sqlalchemy import select

from core.desk_declarations import DeskCard, DueList, PublicFact, PublicView
from core.policy.vocabulary import Tier
from core.register.models import EnterpriseCard
from plugins.standards import models as m
from plugins.standards.desk.forms import FORMS
from plugins.standards.desk.forms_checks import CHECK_FORMS
from plugins.standards.desk.pages import PAGES, QUEUES
from plugins.standards.desk.pages_checks import CHECK_PAGES
from plugins.standards.desk.pages_own import OWN_PAGES
from plugins.standards.types_law import MODES, OWN_STATES

__all__ = ["CARDS", "DUE", "FORMS", "PAGES", "PUBLIC", "QUEUES"]

FORMS = [*FORMS, *CHECK_FORMS]
PAGES = [*PAGES, *OWN_PAGES, *CHECK_PAGES]

CARDS = [
    DeskCard(
        slug="standards",
        title="将废止的执行标准\nStandards that end",
        document="{ standardExposure { colour count } }",
        counts="standardExposure",
        page="uses",
    ),
]
DUE = [
    DueList(
        slug="standards",
        title="须更换的执行标准\nStandards to replace",
        tiers=(Tier.STATION, Tier.TOWN),
        document="""query {
  standardUses(first: 40, where: { colour: { in: [EXPIRED, RED] } }) {
    nodes { id product replaceBy colour enterprise { name } town { name } }
  }
}""",
        rows="standardUses.nodes",
        what="product",
        place="enterprise.name",
        town="town.name",
        due="replaceBy",
        colour="colour",
        page="use",
    ),
]
HOLDER = (
    select(EnterpriseCard.name)
    .where(EnterpriseCard.id == m.EnterpriseStandard.enterprise_id)
    .scalar_subquery()
)
PUBLIC = [
    PublicView(
        slug="own-standard",
        title="企业标准\nOwn standard",
        by=m.EnterpriseStandard.number_key,
        facts=(
            PublicFact("编号\nNumber", m.EnterpriseStandard.number),
            PublicFact("名称\nTitle", m.EnterpriseStandard.title),
            PublicFact("产品\nProduct", m.EnterpriseStandard.product),
            PublicFact("企业\nEnterprise", HOLDER),
            PublicFact("公开方式\nHow", m.EnterpriseStandard.mode, MODES),
            PublicFact("公开日期\nPublished", m.EnterpriseStandard.published_on),
            PublicFact("状态\nState", m.own_state(), OWN_STATES),
        ),
        where=m.EnterpriseStandard.published_on.is_not(None),
    ),
]
