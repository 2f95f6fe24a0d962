"""Inspection on the desks: what waits, what is late, reporting, and each step's form."""

from core.desk_declarations import DeskCard, DueList
from core.policy.vocabulary import Tier
from plugins.inspection.desk import (
    forms,
    letter_forms,
    letters,
    libraries,
    pages,
    plan_forms,
    plans,
    reports,
)

PAGES = [*pages.PAGES, *letters.PAGES, *plans.PAGES, *libraries.PAGES, *reports.PAGES]
QUEUES = [*pages.QUEUES, *letters.QUEUES, *plans.QUEUES]
FORMS = [*forms.FORMS, *letter_forms.FORMS, *plan_forms.FORMS]
CARDS = [
    *letters.CARDS,
    DeskCard(
        slug="campaigns",
        title="专项整治进度落后的镇街\nTowns that lag in a campaign",
        document="{ campaignTargets(where: { behind: { gte: 10 } }) { totalCount } }",
        number="campaignTargets.totalCount",
        page="campaigns",
    ),
    DeskCard(
        slug="tasks",
        title="在办检查任务\nOpen inspections",
        tiers=(Tier.BRANCH, Tier.STATION),
        document="{ inspectionTasks(where: { closedOn: { isNull: true } }) { totalCount } }",
        number="inspectionTasks.totalCount",
        page="tasks",
    ),
    DeskCard(
        slug="hazards",
        title="未办结隐患\nOpen hazards",
        document="""{
  EXPIRED: hazards(where: { matter: { state: { eq: OPEN }, colour: { eq: EXPIRED } } }) {
    totalCount }
  URGENT: hazards(where: { matter: { state: { eq: OPEN }, colour: { eq: URGENT } } }) {
    totalCount }
  RED: hazards(where: { matter: { state: { eq: OPEN }, colour: { eq: RED } } }) { totalCount }
  YELLOW: hazards(where: { matter: { state: { eq: OPEN }, colour: { eq: YELLOW } } }) {
    totalCount }
  GREEN: hazards(where: { matter: { state: { eq: OPEN }, colour: { eq: GREEN } } }) { totalCount }
}""",
        page="hazards",
    ),
]
DUE = [
    DueList(
        slug="inspections",
        title="待检查的单位\nUnits to inspect",
        tiers=(Tier.STATION,),
        document="""query {
  inspectionTasks(first: 40, where: {
    closedOn: { isNull: true }, matter: { step: { eq: "awaiting_feedback" } }
  }) {
    nodes { id number inspected { name } town { name } matter { dueOn colour } }
  }
}""",
        rows="inspectionTasks.nodes",
        what="number",
        place="inspected.name",
        town="town.name",
        due="matter.dueOn",
        colour="matter.colour",
        page="task",
    ),
    DueList(
        slug="hazards",
        title="待核查和复查的隐患\nHazards to check and to inspect again",
        tiers=(Tier.STATION,),
        document="""query {
  hazards(first: 40, where: {
    matter: { state: { eq: OPEN }, step: { in: ["checked", "reinspected"] } }
  }) {
    nodes { id what place town { name } enterprise { name } matter { dueOn colour stepTitle } }
  }
}""",
        rows="hazards.nodes",
        what="what",
        place="enterprise.name",
        town="town.name",
        due="matter.dueOn",
        colour="matter.colour",
        page="hazard",
    ),
]
