"""What anybody may look up: a device by its use number or its equipment code."""

from sqlalchemy import select

from core.desk_declarations import PublicFact, PublicView
from core.register.models import EnterpriseCard
from plugins.special_equipment import models as m

USER = (
    select(EnterpriseCard.name)
    .where(EnterpriseCard.id == m.Equipment.enterprise_id)
    .scalar_subquery()
)
TYPE = (
    select(m.EquipmentType.name).where(m.EquipmentType.id == m.Equipment.type_id).scalar_subquery()
)
STATUSES = {
    "IN_USE": "在用\nIn use",
    "STOPPED": "停用\nStopped",
    "SCRAPPED": "已报废\nScrapped",
    "DISMANTLED": "已拆除\nDismantled",
    "MOVED_OUT": "已移出\nMoved out",
}
SHOWN = (
    PublicFact("名称\nName", m.Equipment.name),
    PublicFact("类型\nType", TYPE),
    PublicFact("使用单位\nUser unit", USER),
    PublicFact("使用登记证编号\nUse number", m.Equipment.use_registration_no),
    PublicFact("状态\nStatus", m.Equipment.use_status, STATUSES),
    PublicFact("检验有效期止\nInspected until", m.Equipment.next_inspection_on),
)
VIEWS = [
    PublicView(
        slug="equipment",
        title="电梯等特种设备（使用登记证编号）\nA lift or other device, by use number",
        by=m.Equipment.use_registration_no,
        facts=SHOWN,
        colour=m.COLOUR,
    ),
    PublicView(
        slug="equipment-code",
        title="电梯等特种设备（设备代码）\nA lift or other device, by equipment code",
        by=m.Equipment.equipment_code,
        facts=SHOWN,
        colour=m.COLOUR,
    ),
]
