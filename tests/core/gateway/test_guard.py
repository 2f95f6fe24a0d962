"""The guard: what passes, what an object costs, and that its work is linear."""

import pytest
from graphql import FieldNode, FragmentSpreadNode, get_introspection_query, parse
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import Refused
from core.gateway.guard import check, connections, measure, parse_document
from core.gateway.verdict import Limits
from tests.attack.corpus import bomb

LIMITS = Limits(page_of=connections({"enterprises", "equipment"}))
BOARD = """
query Board($first: Int = 20) {
  me { name }
  enterprises(first: $first) {
    totalCount pageInfo { hasNextPage endCursor }
    edges { cursor node { ...Card } }
  }
}
fragment Card on Enterprise { id name equipment(first: 5) { edges { node { id } } } }
"""


def cost(text, variables=None, name=None, limits=LIMITS):
    return check(parse_document(text, limits), name, variables, limits)


@pytest.mark.parametrize(
    "text",
    [
        get_introspection_query(),
        get_introspection_query(
            specified_by_url=True,
            directive_is_repeatable=True,
            schema_description=True,
            input_value_deprecation=True,
            one_of=True,
        ),
    ],
)
def test_the_standard_introspection_passes(text):
    assert cost(text).objects == 1


@pytest.mark.parametrize(
    ("text", "variables", "objects"),
    [
        ("{ a b c }", {}, 0),
        ("{ me { name } }", {}, 1),
        # me, the connection, 20 nodes, 20 x (connection + 5)
        (BOARD, {}, 1 + 1 + 20 * (1 + 1 + 5)),
        (BOARD, {"first": 0}, 2),
        (BOARD, {"first": 3}, 1 + 1 + 3 * 7),
        (BOARD, {"first": None}, 1 + 1 + 20 * 7),
        ("{ enterprises { edges { node { id } } } }", {}, 1 + 20),
        ("{ enterprises { totalCount } }", {}, 1),
        ("{ towns(first: 28) { id } }", {}, 1 + 28),
        ("{ enterprises(first: 9, last: 50) { edges { cursor } } }", {}, 1 + 50),
    ],
)
def test_cost_counts_objects(text, variables, objects):
    assert cost(text, variables).objects == objects


def test_a_budget_is_exact():
    exact = Limits(cost=142, page_of=LIMITS.page_of)
    assert cost(BOARD, limits=exact).objects == 142
    with pytest.raises(Refused, match="141") as refusal:
        cost(BOARD, limits=Limits(cost=141, page_of=LIMITS.page_of))
    assert refusal.value.stable_code == "TOO_COSTLY"


def test_the_named_operation_is_the_one_that_counts():
    text = "query A { me { id } } query B { enterprises { edges { node { id } } } }"
    assert cost(text, name="A").objects == 1
    assert cost(text, name="B").objects == 21


def test_every_refusal_speaks_both_languages():
    with pytest.raises(Refused) as refusal:
        cost("{ enterprises(first: 101) { totalCount } }")
    assert "100" in refusal.value.chinese
    assert "100" in refusal.value.english


def _circle(count, leaf="x"):
    return " ".join(f"fragment F{i} on Q {{ {leaf} ...F{i + 1} }}" for i in range(count))


FAMILIES = {
    "bomb": bomb,
    "bomb without fields": lambda n: bomb(n, ""),
    "bomb under a list": lambda n: bomb(n).replace("{ ...F0 }", "{ l(first: 9) { ...F0 } }", 1),
    "chain": lambda n: f"{{ ...F0 }} {_circle(n)} fragment F{n} on Q {{ x }}",
    "unused": lambda n: "{ a } " + " ".join(f"fragment F{i} on Q {{ x }}" for i in range(n)),
    "fan": lambda n: "{ " + "...F " * n + "} fragment F on Q { " + "x " * n + "}",
    "deep": lambda n: "{ " + "a { " * (n // 8) + "x" + " }" * (n // 8) + " }",
    "wide": lambda n: "{ " + "a " * n + "}",
    "inline": lambda n: "{ " + "... { a } " * n + "}",
    "list": lambda n: "{ a(x: [" + "1 " * n + "]) }",
    "lists": lambda n: "{ a(x: [" + "[1 2] {a: 1} " * n + "]) }",
    "directives": lambda n: "{ a " + "@x(y: 1) " * n + "}",
    "operations": lambda n: "query M { ...F0 } " + " ".join(
        f"query Q{i} {{ ...F0 }}" for i in range(8)) + bomb(n)[len("{ ...F0 }"):],
}  # fmt: skip


def visits(text):
    """The guard's own count of its work."""
    name = "M" if text.startswith("query M") else None
    return measure(parse(text), name, {}, LIMITS).visits


def naive_visits(text):
    """The work of a walk that follows every spread anew, no further than it takes to tell."""
    document = parse(text)
    fragments = {d.name.value: d for d in document.definitions[1:] if d.kind.startswith("frag")}
    rest, count = [document.definitions[0]], 0
    while rest and count < 10**5:
        node = rest.pop()
        count += 1
        if isinstance(node, FragmentSpreadNode):
            node = fragments[node.name.value]
        chosen = node.selection_set if not isinstance(node, FieldNode) or node.selection_set else ()
        rest.extend(chosen.selections if chosen else ())
    return count


def grows_linearly(work, family, size):
    """Twice the document costs at most 2.2 times the work, beside a fixed start."""
    return work(family(2 * size)) <= 2.2 * work(family(size))


@pytest.mark.parametrize("name", FAMILIES)
@settings(deadline=None, max_examples=15)
@given(size=st.integers(20, 150))
def test_work_is_linear(name, size):
    assert grows_linearly(visits, FAMILIES[name], size)


def test_a_bomb_of_a_million_fields_is_less_work_than_its_text_is_long():
    text = bomb(20)
    assert measure(parse(text), None, {}, LIMITS).fields > 2**20
    assert visits(text) < len(text)


@pytest.mark.parametrize("name", ["bomb", "bomb without fields", "fan"])
def test_a_walk_without_memory_is_not_linear(name):
    assert not grows_linearly(naive_visits, FAMILIES[name], 20 if name == "fan" else 8)


@settings(deadline=None, max_examples=30)
@given(st.integers(1, 6), st.integers(0, 6))
def test_counts_equal_those_of_the_written_out_document(levels, width):
    leaf = "x { y } " * width + "z"
    flat = "{ " + (leaf + " ") * 2**levels + "}"
    small, large = (measure(parse(t), None, {}, LIMITS).tally for t in (bomb(levels, leaf), flat))
    assert (small.objects, small.root_fields, small.depth) == (
        large.objects, large.root_fields, large.depth,
    )  # fmt: skip
