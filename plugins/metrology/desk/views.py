"""What anybody may look up: an instrument by the number of its QR code."""

from sqlalchemy import select

from core.desk_declarations import PublicFact, PublicView
from core.register.models import EnterpriseCard
from plugins.metrology import models as m
from plugins.metrology.models_law import AuthorisedBody, InstrumentCategory

USER = (
    select(EnterpriseCard.name)
    .where(EnterpriseCard.id == m.Instrument.enterprise_id)
    .scalar_subquery()
)
CATEGORY = (
    select(InstrumentCategory.name)
    .where(InstrumentCategory.id == m.Instrument.category_id)
    .scalar_subquery()
)
BODY = (
    select(AuthorisedBody.name).where(AuthorisedBody.id == m.Instrument.body_id).scalar_subquery()
)
STATUSES = {
    "IN_USE": "在用\nIn use",
    "STOPPED": "停用，不得使用\nStopped: must not be used",
    "IDLE": "封存\nIdle",
    "SCRAPPED": "已报废\nScrapped",
}
VIEWS = [
    PublicView(
        slug="instrument",
        title="秤、加油机等计量器具（备案编号）\nA scale or other instrument, by its number",
        by=m.Instrument.number,
        facts=(
            PublicFact("名称\nName", m.Instrument.name),
            PublicFact("类别\nCategory", CATEGORY),
            PublicFact("使用单位\nUser", USER),
            PublicFact("出厂编号\nSerial", m.Instrument.serial),
            PublicFact("检定证书编号\nCertificate", m.Instrument.certificate_no),
            PublicFact("检定机构\nVerified by", BODY),
            PublicFact("检定有效期止\nVerified until", m.Instrument.valid_to),
            PublicFact("状态\nStatus", m.Instrument.status, STATUSES),
        ),
        colour=m.COLOUR,
    )
]
