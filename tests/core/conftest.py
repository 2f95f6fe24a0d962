"""What tests of the core share."""

from tests.fixtures.strangers import strangers  # noqa: F401
