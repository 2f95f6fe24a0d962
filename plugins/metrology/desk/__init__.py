"""Instruments on the desks: what is due, what waits, lists and files, and every act as a form."""

from core.desk_declarations import DeskCard, DueList
from core.policy.vocabulary import Tier
from plugins.metrology.desk.forms import FORMS as FIRST_FORMS
from plugins.metrology.desk.more_forms import MORE_FORMS
from plugins.metrology.desk.more_pages import MORE_PAGES
from plugins.metrology.desk.pages import PAGES as FIRST_PAGES
from plugins.metrology.desk.papers import PAPERS
from plugins.metrology.desk.parts import waiting
from plugins.metrology.desk.views import VIEWS

__all__ = ["CARDS", "DUE", "FORMS", "PAGES", "QUEUES", "VIEWS"]

SECTION = ("branch.metrology_clerk", "branch.metrology_chief")
PAGES = [*FIRST_PAGES, *MORE_PAGES, *PAPERS]
FORMS = [*FIRST_FORMS, *MORE_FORMS]
CARDS = [
    DeskCard(
        slug="instruments",
        title="计量器具\nInstruments",
        document="{ instrumentBoard { colour count } }",
        counts="instrumentBoard",
        page="instruments",
    ),
    DeskCard(
        slug="unmatched",
        title="对不上的证书\nCertificates for a person",
        roles=SECTION,
        document="""{ unmatchedCertificates(where: { settledOn: { isNull: true } }) {
  totalCount } }""",
        number="unmatchedCertificates.totalCount",
        page="unmatched",
    ),
]
QUEUES = [
    waiting(
        "to-verify",
        "计量上报待核实\nReports to look at",
        "instrument_report/verified",
        "report",
        tiers=(Tier.STATION,),
    ),
    waiting(
        "to-file",
        "计量上报待备案\nReports to file",
        "instrument_report/filed",
        "report",
        roles=SECTION,
    ),
    waiting(
        "returned",
        "被退回的计量上报\nReports returned to me",
        "instrument_report/reported",
        "report",
        tiers=(Tier.ENTERPRISE,),
    ),
    waiting(
        "to-receive",
        "检定申请待受理\nApplications to take in",
        "instrument_verification/received",
        "application",
        roles=SECTION,
    ),
    waiting(
        "on-site",
        "待现场检定\nTo be verified on site",
        "instrument_verification/on_site",
        "application",
        roles=SECTION,
    ),
    waiting(
        "in-laboratory",
        "待送检检定\nTo be verified in the laboratory",
        "instrument_verification/in_laboratory",
        "application",
        roles=SECTION,
    ),
    waiting(
        "to-repair",
        "停用器具待修理\nStopped, to be repaired",
        "instrument_stop/repaired",
        "stop",
        tiers=(Tier.ENTERPRISE,),
    ),
    waiting(
        "to-lift",
        "停用待解除\nStops to lift",
        "instrument_stop/lifted",
        "stop",
        tiers=(Tier.STATION, Tier.BRANCH),
    ),
]
DUE = [
    DueList(
        slug="verifications",
        title="计量检定到期\nVerification due",
        tiers=(Tier.STATION, Tier.TOWN),
        document="""query {
  instruments(first: 40, where: { colour: { in: [EXPIRED, RED] } }, orderBy: DUE_ON_ASC) {
    nodes { id name validTo colour place enterprise { name } town { name } }
  }
}""",
        rows="instruments.nodes",
        what="enterprise.name",
        place="place",
        town="town.name",
        due="validTo",
        colour="colour",
        page="instrument",
    ),
]
