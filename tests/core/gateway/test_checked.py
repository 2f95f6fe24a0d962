"""A remembered verdict is the verdict: numbers tell requests apart, other values do not."""

import pytest

from core.errors import Refused
from core.gateway.checked import MOST, Checked
from core.gateway.guard import check, parse_document
from core.gateway.verdict import Limits

TEXT = """query ($n: Int, $m: Int, $name: String) {
  enterprises(first: $n, where: {name: {eq: $name}}) { nodes { sites(first: $m) { name } } } }"""
LIMITS = Limits(page_of=lambda name: 20 if name in ("enterprises", "sites") else None)
GIVEN = [
    {}, {"n": 5}, {"n": 5, "m": 7}, {"n": None}, {"n": 5.0}, {"n": True}, {"n": "5"}, {"n": 1},
    {"name": "a"}, {"name": "b", "n": 3}, {"name": ["x", "y"], "n": 2}, {"n": 5, "m": None},
]  # fmt: skip


def test_costs_are_those_of_the_guard():
    checked, document = Checked(LIMITS), parse_document(TEXT, LIMITS)
    for given in [*GIVEN, *reversed(GIVEN)]:
        cost = checked.cost(TEXT, document, None, given)
        assert cost == check(document, None, given, LIMITS), given


def test_other_values_share_a_verdict():
    checked, document = Checked(LIMITS), parse_document(TEXT, LIMITS)
    one = checked.cost(TEXT, document, None, {"name": "a"})
    assert checked.cost(TEXT, document, None, {"name": "b"}) is one
    assert checked.cost(TEXT, document, None, {"n": 1}) is not one


def test_what_is_refused_stays_refused():
    checked, document = Checked(LIMITS), parse_document(TEXT, LIMITS)
    for _ in range(2):
        with pytest.raises(Refused):
            checked.cost(TEXT, document, None, {"n": 10**9})


def test_no_more_than_so_many_are_remembered():
    checked, document = Checked(LIMITS), parse_document(TEXT, LIMITS)
    for n in range(MOST + 50):
        checked.cost(TEXT, document, None, {"n": n % 50, "m": n // 50})
    assert len(checked._known) <= MOST
