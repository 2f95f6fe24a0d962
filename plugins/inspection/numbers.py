"""How papers and records are numbered: in whose name, and as printed. Serials: core/papers."""

from core.identity.models import Organisation
from core.papers.numbering import next_serial
from core.policy.vocabulary import Tier
from core.store.unit import UnitOfWork

BRANCH_SERIES = "XS"
BRANCH = "杭州市质量技术监督局萧山分局"
ORDERS = "rectification_order"
"""The kind of paper in the series of orders."""


def authority_of(tier: Tier, organisation: Organisation) -> tuple[str, str]:
    """(name, series): all sections order in the name of the branch, a station in its own."""
    if tier is Tier.BRANCH:
        return BRANCH, BRANCH_SERIES
    return organisation.name, organisation.code


def number_of(series: str, authority: str, year: int, serial: int) -> str:
    """文号, as printed."""
    mark = "" if series == BRANCH_SERIES else authority
    return f"萧质监{mark}责改〔{year}〕{serial}号"


async def numbered(work: UnitOfWork, kind: str, mark: str) -> str:
    """The next number of a record of the branch, such as 投诉〔2026〕7号."""
    year = work.today.year
    return f"{mark}〔{year}〕{await next_serial(work, kind, BRANCH_SERIES, year)}号"
