"""The hostile corpus against the parts that stand before the schema."""

from collections import Counter

import pytest
from graphql import GraphQLError

from core.errors import ZhijianError
from core.gateway.bounds import BodyLimit
from core.gateway.guard import check, connections, parse_document
from core.gateway.strict_json import parse_object
from core.gateway.verdict import Limits
from tests.attack.corpus import ATTACKS, GUARD, TRANSPORT
from tests.core.gateway.asgi import body_of, call, echo, run, scope

LIMITS = Limits(page_of=connections({"enterprises"}))
OURS = [attack for attack in ATTACKS if attack not in TRANSPORT]


def outcome(attack, judge=check):
    """The code that the gateway's parts answer with, or None when they let it pass."""
    body = attack.body()
    answer = run(call(BodyLimit(echo), scope(headers=attack.headers), body_of([body])))
    if answer.status != 200:
        return answer.code
    try:
        payload = parse_object(body)
        document = parse_document(payload["query"], LIMITS)
        judge(document, payload.get("operationName"), payload.get("variables"), LIMITS)
    except ZhijianError as error:
        return error.stable_code
    except GraphQLError as error:
        return error.extensions["code"]
    return None


@pytest.mark.parametrize("attack", OURS, ids=lambda attack: attack.name)
def test_is_caught(attack):
    assert outcome(attack) in attack.codes


def test_the_corpus_is_large_and_its_names_are_unique():
    assert len(ATTACKS) >= 80
    assert Counter(attack.name for attack in ATTACKS).most_common(1)[0][1] == 1


def test_without_the_guard_its_attacks_pass():
    """The corpus must be able to fail: a guard that judges nothing stops none of its own."""
    theirs = [attack for attack in GUARD if attack.stage == "guard"]
    passed = [attack for attack in theirs if outcome(attack, lambda *_: None) is None]
    assert len(passed) == len(theirs) >= 50
