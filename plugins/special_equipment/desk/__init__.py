"""Devices on the desks: what is due, the list and one device, declaring, verifying, confirming."""

from core.desk_declarations import DeskCard, DueList
from core.policy.vocabulary import Tier
from plugins.special_equipment.desk.forms import FORMS as DEVICE_FORMS
from plugins.special_equipment.desk.pages import PAGES as DEVICE_PAGES
from plugins.special_equipment.desk.pages import QUEUES as DEVICE_QUEUES
from plugins.special_equipment.desk.safety_forms import SAFETY_FORMS
from plugins.special_equipment.desk.safety_pages import SAFETY_PAGES, SAFETY_QUEUES
from plugins.special_equipment.desk.views import VIEWS

__all__ = ["CARDS", "DUE", "FORMS", "PAGES", "QUEUES", "VIEWS"]

FORMS = [*DEVICE_FORMS, *SAFETY_FORMS]
PAGES = [*DEVICE_PAGES, *SAFETY_PAGES]
QUEUES = [*DEVICE_QUEUES, *SAFETY_QUEUES]
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
