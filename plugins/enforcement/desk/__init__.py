"""Cases on the desks: what waits, what is late, each step's form, and what the public reads."""

from core.desk_declarations import DeskCard, PublicFact, PublicView
from core.store.scope import TODAY
from plugins.enforcement import models_decision as d
from plugins.enforcement.desk import forms, forms_decision, pages, pages_more, public
from plugins.enforcement.desk.papers import PAPERS
from plugins.enforcement.desk.queues import QUEUES
from plugins.enforcement.desk.traces import TRACES

__all__ = ["CARDS", "FORMS", "PAGES", "PAPERS", "QUEUES", "TRACES", "VIEWS"]

FORMS = [*forms.FORMS, *forms_decision.FORMS]
PAGES = [*pages.PAGES, *pages_more.PAGES, *public.PAGES]
COLOURS = ("EXPIRED", "URGENT", "RED", "YELLOW", "GREEN")
CARDS = [
    DeskCard(
        slug="cases",
        title="在办案件的办案期限\nThe ninety days of open cases",
        document="{ "
        + " ".join(
            f"{c}: penaltyCases(where: {{ isOpen: {{ eq: true }}, colour: {{ eq: {c} }} }})"
            " { totalCount }"
            for c in COLOURS
        )
        + " }",
        page="cases",
    ),
]
VIEWS = [
    PublicView(
        slug="penalty",
        title="行政处罚（决定书文号）\nA penalty, by the number of its decision",
        by=d.Publication.number,
        facts=(
            PublicFact("当事人\nParty", d.Publication.party_name),
            PublicFact("违法行为\nViolation", d.Publication.violation),
            PublicFact("处罚依据\nLaw", d.Publication.basis),
            PublicFact("处罚内容\nPenalty", d.Publication.content),
            PublicFact("处罚机关\nAuthority", d.Publication.authority),
            PublicFact("决定日期\nDecided on", d.Publication.decided_on),
            PublicFact("公示至\nShown until", d.Publication.ends_on),
        ),
        where=d.Publication.shown.contains(TODAY),
    ),
]
