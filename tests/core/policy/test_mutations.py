"""Seeded mistakes in the default policy: killed by linter, invariant or reviewed snapshot."""

import random
from collections import Counter
from itertools import islice

import pytest

from core.errors import PolicyError, SetupError
from core.policy.defaults import load_invariants, read
from core.policy.invariants import prove
from core.policy.judge import read_model
from tests.core.policy.domains import core_domain
from tests.core.policy.review import CORE, SNAPSHOT, core_table, listing

TEXT = read(CORE)
LINES = TEXT.splitlines()
ROWS = [n for n, line in enumerate(LINES) if line.count(",") == 4 and not line.startswith("#")][1:]
PER_KIND = 12
INVARIANTS = load_invariants()


def changed_row(number, column, word):
    words = LINES[number].split(",")
    words[column] = word
    return ",".join(words)


def typo(word, rng):
    at = rng.randrange(len(word) - 1)
    swapped = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    return swapped if swapped != word else word + "s"


def other_role(number, rng):
    role = LINES[number].split(",")[0]
    return rng.choice([name for name in core_domain().roles if name != role])


MISTAKES = {
    "dropped": lambda _n, _: "",
    "commented out": lambda n, _: "# " + LINES[n],
    "denied": lambda n, _: changed_row(n, 4, "deny").replace(",own,", ",all,"),
    "masked or unmasked": lambda n, _: changed_row(
        n, 4, "allow" if LINES[n].endswith("mask") else "mask"
    ),
    "capital effect": lambda n, _: changed_row(n, 4, "Allow"),
    "typo in the role": lambda n, rng: changed_row(n, 0, typo(LINES[n].split(",")[0], rng)),
    "typo in the resource": lambda n, rng: changed_row(n, 1, typo(LINES[n].split(",")[1], rng)),
    "typo in the action": lambda n, rng: changed_row(n, 2, typo(LINES[n].split(",")[2], rng)),
    "all rows instead of some": lambda n, _: changed_row(n, 3, "all"),
    "no rows": lambda n, _: changed_row(n, 3, "none"),
    "the whole plugin": lambda n, _: changed_row(n, 1, "core:*"),
    "another role": lambda n, rng: changed_row(n, 0, other_role(n, rng)),
    "a full-width comma": lambda n, _: LINES[n].replace(",", "，", 1),
    "a trailing space": lambda n, _: LINES[n] + "\u3000",
    "a word short": lambda n, _: LINES[n].rpartition(",")[0],
    "twice": lambda n, _: LINES[n] + "\n" + LINES[n],
}


def mutants(kind):
    rng = random.Random(kind)  # noqa: S311 choices, not secrets
    for number in rng.sample(ROWS, len(ROWS)):
        mutated = MISTAKES[kind](number, rng)
        if mutated != LINES[number]:
            yield "\n".join([*LINES[:number], mutated, *LINES[number + 1 :]]) + "\n"


def killer(text):
    """Who stops a policy text: the first gate that does, or nobody."""
    try:
        table = core_table(text)
    except PolicyError:
        return "linter"
    if prove(table, core_domain(), INVARIANTS):
        return "invariant"
    return "snapshot" if listing(table) != SNAPSHOT.read_text(encoding="utf-8") else None


def first(kind):
    return islice(mutants(kind), PER_KIND)


def test_the_default_policy_is_the_reviewed_one():
    assert killer(TEXT) is None, "run `python -m tests.core.policy.review` and read the difference"


@pytest.mark.parametrize("kind", MISTAKES)
def test_every_mistake_is_killed(kind):
    killers = Counter(killer(text) for text in first(kind))
    assert None not in killers
    assert sum(killers.values()) == PER_KIND


def test_widening_a_grant_to_all_rows_is_stopped_before_any_review():
    killers = Counter(killer(text) for text in islice(mutants("all rows instead of some"), 100))
    assert killers == {"invariant": 100}


@pytest.mark.parametrize("prefix", ["\ufeff", "p"])
def test_a_spoilt_beginning_is_killed(prefix):
    assert killer(prefix + TEXT) == "linter"


@pytest.mark.parametrize(
    "term",
    [
        "r.role == p.role && ",
        "r.action == p.action && ",
        "(r.resource == p.resource || r.family == p.resource) && ",
        " || r.family == p.resource",
        " && (r.scope == p.scope || r.whole == p.scope)",
        " || r.whole == p.scope",
        " && !some(where (p.eft == deny))",
        "some(where (p.eft == allow)) && ",
    ],
)
def test_a_model_without_one_of_its_terms_is_killed(tmp_path, term):
    model = tmp_path / "model.conf"
    model.write_text(read_model().replace(term, ""))
    assert model.read_text() != read_model()
    with pytest.raises(SetupError):
        read_model(model)


def test_another_order_and_more_comments_are_no_mistakes():
    rows = [LINES[number] for number in ROWS]
    random.Random(3).shuffle(rows)  # noqa: S311 an order, not a secret
    head = "role,resource,action,scope,effect"
    assert killer("\n".join(["# first", head, "# then", *rows]) + "\n") is None
