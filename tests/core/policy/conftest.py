"""A database with the policy's tables behind their walls, copied for each test."""

import pytest


@pytest.fixture
def endpoints(policy_endpoints):
    return policy_endpoints


@pytest.fixture
def store(policy_store):
    return policy_store
