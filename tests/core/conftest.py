"""What tests of the core share."""

from tests.fixtures.policy_tables import (  # noqa: F401
    policy_endpoints,
    policy_store,
    policy_template,
)
from tests.fixtures.strangers import strangers  # noqa: F401
