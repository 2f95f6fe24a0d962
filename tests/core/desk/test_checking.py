"""Faulty declarations are found at the start and say what is wrong; documents are cut, not bent."""

from collections.abc import Callable
from typing import Any

import pytest
from graphql import build_schema

from core.desk import checking
from core.desk.documents import checked, prune
from core.desk_declarations import (
    Column,
    DeskCard,
    DeskForm,
    DeskPage,
    Facts,
    Field,
    Filter,
    Table,
    WorkQueue,
)
from core.errors import PluginError

WIDE = build_schema("""
type Query { lifts(where: Where, first: Int): Lifts! lift(id: ID!): Lift secrets: [Secret!] }
type Lifts { totalCount: Int! nodes: [Lift!]! }
type Lift { id: ID! number: String! owner: String dueOn: String secret: Secret }
type Secret { word: String }
input Where { number: Match owner: Match }
input Match { eq: String contains: String }
type Mutation { report(input: ReportInput!): ReportPayload! }
input ReportInput { number: String! note: String clientMutationId: String }
type ReportPayload { userErrors: [Wrong!]! lift: Lift }
type Wrong { code: String! message: String! field: String }
""")
NARROW = build_schema("""
type Query { lifts(where: Where, first: Int): Lifts! lift(id: ID!): Lift }
type Lifts { totalCount: Int! nodes: [Lift!]! }
type Lift { id: ID! number: String! dueOn: String }
input Where { number: Match }
input Match { eq: String contains: String }
""")
LIST = "query ($q: String) { lifts(where: { number: { eq: $q } }) { nodes { id number owner } } }"
BY_OWNER = LIST.replace("number: { eq", "owner: { eq")
TABLE = Table(rows="lifts.nodes", columns=("number",))
FAULTY: list[tuple[Callable[..., Any], Any, str]] = [
    (checking.page, DeskPage(slug="a", title="", document="{ nothing }", layout=(TABLE,)),
     "Cannot query field 'nothing'"),
    (checking.page, DeskPage(slug="a", title="", document="{", layout=(TABLE,)), "be parsed"),
    (checking.page, DeskPage(slug="a", title="", document="mutation { x }", layout=(TABLE,)),
     "invalid"),
    (checking.page, DeskPage(slug="a", title="", document=LIST), "neither a layout"),
    (checking.page, DeskPage(slug="a", title="", document=LIST,
                             layout=(Table(rows="lifts.nodes", columns=("colour",)),)),
     "selects nothing at lifts.nodes.colour"),
    (checking.page, DeskPage(slug="a", title="", layout=(TABLE,),
                             document=LIST.replace("$q", "$mine")), "nobody sets the variable"),
    (checking.page, DeskPage(slug="a", title="", document=LIST, layout=(TABLE,),
                             filters=(Filter(name="town", title=""),)), "filters by $town"),
    (checking.form, DeskForm(slug="a", title="", mutation="nothing"), "asks for a mutation"),
    (checking.form, DeskForm(slug="a", title="", mutation="report", fields=(Field("colour"),)),
     "has no field 'colour'"),
    (checking.form, DeskForm(slug="a", title="", mutation="report", subject="number"),
     "reads none"),
    (checking.card, DeskCard(slug="a", title="", document=LIST, number="lifts.count"),
     "selects nothing at .lifts.count"),
    (checking.queue, WorkQueue(slug="a", title="", document=LIST, rows="lifts.nodes",
                               columns=("number",), due="dueOn"), "selects nothing"),
]  # fmt: skip


@pytest.mark.parametrize(("check", "part", "said"), FAULTY, ids=[said for *_, said in FAULTY])
def test_a_faulty_part_says_what_is_wrong(check: Callable[..., Any], part: Any, said: str) -> None:
    with pytest.raises(PluginError) as error:
        check(checking.Judge(WIDE, {}), part)
    assert said in str(error.value)


def test_two_parts_of_one_name_are_refused() -> None:
    part = DeskForm(slug="a", title="", mutation="report")
    with pytest.raises(PluginError, match="two parts called 'a'"):
        checking.refuse_doubles([part, part])


def test_titles_kinds_and_duties_come_from_the_schema() -> None:
    form = DeskForm(slug="a", title="", mutation="report", fields=(Field("number"), Field("note")))
    made = checking.form(checking.Judge(WIDE, {}), form)
    assert [field.required for field in made.fields] == [True, False]
    page = DeskPage(
        slug="a",
        title="",
        document="query ($id: ID!) { lift(id: $id) { id number } }",
        layout=(Facts(of="lift", columns=("number",)),),
    )
    shown = checking.page(checking.Judge(WIDE, {}), page)
    assert shown.record == "lift"
    (facts,) = shown.layout
    assert isinstance(facts, Facts)
    assert facts.columns == (Column("number", title="\n", kind="text"),)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("{ lifts { nodes { id number owner } } }", "{ lifts { nodes { id number } } }"),
        ("{ lifts { nodes { id secret { word } } } }", "{ lifts { nodes { id } } }"),
        ("{ lifts { totalCount } secrets { word } }", "{ lifts { totalCount } }"),
        (
            LIST.replace("number: { eq", "owner: { eq"),
            "{ lifts(where: {}) { nodes { id number } } }",
        ),
    ],
)
def test_what_a_schema_lacks_is_left_out(text: str, kept: str) -> None:
    found = prune(checked(text, WIDE), NARROW)
    assert found is not None
    assert " ".join(found.text.split()).replace("where: { }", "where: {}") == kept


@pytest.mark.parametrize(
    "text",
    [
        "{ secrets { word } lifts { totalCount } }",
        '{ lifts(where: { owner: { eq: "me" } }) { totalCount } }',
        "{ lifts { nodes { owner } } }",
    ],
)
def test_a_document_that_would_mean_something_else_is_not_offered(text: str) -> None:
    assert prune(checked(text, WIDE), NARROW) is None
