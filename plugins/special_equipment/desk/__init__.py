"""Devices on the desks: what is due, the list and one device, declaring, verifying, confirming."""

from core.desk_declarations import DeskCard, DueList
from core.policy.vocabulary import Tier
from plugins.special_equipment.desk.forms import FORMS
from plugins.special_equipment.desk.pages import PAGES, QUEUES
from plugins.special_equipment.desk.views import VIEWS

__all__ = ["CARDS", "DUE", "FORMS", "PAGES", "QUEUES", "VIEWS"]

CARDS = [
    DeskCard(
        slug="devices",
        title="特种设备\nSpecial equipment",
        document="{ equipmentBoard { colour count } }",
        counts="equipmentBoard",
        page="devices",
    ),
]

DUE = [
    DueList(
        slug="inspections",
        title="设备检验到期\nInspection due",
        tiers=(Tier.STATION, Tier.TOWN),
        document="""query {
  equipmentList(
    first: 40, where: { colour: { in: [EXPIRED, URGENT, RED] } }, orderBy: NEXT_INSPECTION_ON_ASC
  ) {
    nodes { id name nextInspectionOn colour place enterprise { name } town { name } }
  }
}""",
        rows="equipmentList.nodes",
        what="enterprise.name",
        place="place",
        town="town.name",
        due="nextInspectionOn",
        colour="colour",
        page="device",
    ),
]
