"""Classes as rows, for tests that begin after the decision."""

from plugins.quality.models import EnterpriseClass
from tests.plugins.quality.ground import TODAY


def decided_class(firm, grade):
    """A class in force, without the matter that led to it."""
    return EnterpriseClass(
        enterprise_id=firm.id,
        town_id=firm.town_id,
        organisation_ids=[],
        grade=grade,
        reasons="两次抽查不合格",
        proposed_on=TODAY,
        valid_from=TODAY,
    )
