"""What anybody may look up of a maker of food: grade and last published result, by its number."""

from sqlalchemy import select

from core.desk_declarations import PublicFact, PublicView
from core.register.models import EnterpriseCard
from plugins.food_safety import models as m
from plugins.food_safety.types_law import GRADES, KINDS, RESULTS
from plugins.licensing.api import LicenceRow

MAKER = (
    select(EnterpriseCard.name)
    .where(EnterpriseCard.id == m.FoodProducer.enterprise_id)
    .scalar_subquery()
)
CLASS = (
    select(m.FoodCategory.name)
    .where(m.FoodCategory.id == m.FoodProducer.category_id)
    .scalar_subquery()
)
UNTIL = (
    select(LicenceRow.valid_until)
    .where(LicenceRow.id == m.FoodProducer.licence_id)
    .scalar_subquery()
)
PUBLISHED = (
    select(m.FoodInspection.published_on)
    .where(
        m.FoodInspection.producer_id == m.FoodProducer.id,
        m.FoodInspection.published_on.is_not(None),
    )
    .order_by(m.FoodInspection.published_on.desc())
    .limit(1)
    .scalar_subquery()
)
PUBLIC = [
    PublicView(
        slug="maker",
        title="食品生产者\nMaker of food",
        by=m.FoodProducer.number,
        facts=(
            PublicFact("生产者\nMaker", MAKER),
            PublicFact("类型\nKind", m.FoodProducer.kind, KINDS),
            PublicFact("主要类别\nClass", CLASS),
            PublicFact("许可有效期止\nLicensed until", UNTIL),
            PublicFact("风险等级\nGrade of risk", m.FoodProducer.grade, GRADES),
            PublicFact("最近检查结果\nLast result", m.FoodProducer.last_result, RESULTS),
            PublicFact("公示日期\nPublished on", PUBLISHED),
        ),
    ),
]
