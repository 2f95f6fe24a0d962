"""A faulty paper is found at the start and says what is wrong."""

from dataclasses import replace

import pytest
from graphql import build_schema

from core.desk.checking import Judge
from core.desk.documents import checked
from core.errors import PluginError
from core.paper_declarations import Paper
from core.papers.checking import house, paper, sources_in

SCHEMA = build_schema("""
type Query { lift(id: ID!): Lift town(id: ID!): Town }
type Lift { id: ID! number: String user: String! dueOn: Date state: State! parts: [Part!]! }
type Part { name: String! }
type Town { id: ID! name: String! }
enum State { IN_USE STOPPED }
scalar Date
""")
DOCUMENT = "query ($id: ID!) { lift(id: $id) { number user dueOn state parts { name } } }"
SOUND = Paper(
    slug="notice",
    title="通知\nNotice",
    document=DOCUMENT,
    template="notice.typ",
    on=("lift",),
    of="lift.parts",
    number="lift.number",
)
TEMPLATE = """#import "/house.typ": *
#show: paper.with(authority: "分局", title: "通知", number: data.lift.number, to: data.lift.user)
#plain-date(data.lift.dueOn) #data.lift.state
#points(data.lift.parts.map(part => part.name))
"""


def judged(part=SOUND, template=TEMPLATE):
    pages = {
        "lift": checked("query ($id: ID!) { lift(id: $id) { id } }", SCHEMA),
        "town": checked("query ($id: ID!) { town(id: $id) { id } }", SCHEMA),
    }
    return paper(Judge(SCHEMA, {}), part, house() | {"notice.typ": template}, pages.get)


def test_a_sound_paper_is_taken():
    assert judged() == SOUND


FAULTY = [
    ({"document": "{ nothing }"}, TEMPLATE, "Cannot query field 'nothing'"),
    ({"document": 'query { lift(id: "1") { number parts { name } } }'}, TEMPLATE, "lacks `$id`"),
    ({"of": "lift.owner"}, TEMPLATE, "selects nothing"),
    ({"number": "lift.code"}, TEMPLATE, "nothing at .lift.code"),
    ({"on": ()}, TEMPLATE, "on no page"),
    ({"on": ("unknown",)}, TEMPLATE, "'unknown', no page of a Lift"),
    ({"on": ("town",)}, TEMPLATE, "'town', no page of a Lift"),
    ({"template": "other.typ"}, TEMPLATE, "no template papers/other.typ"),
    ({}, '#import "/house.typ": *\n#(', "cannot be set: unclosed"),
    ({}, '#import "/house.typ": *\n#data.lift.owner', "does not contain key"),
    ({}, '#import "/house.typ": *\n#data.lift.dueOn.split("-")', "cannot be set"),
    ({}, '#import "/house.typ": *\n#eval(data.lift.user)', "uses 'eval('"),
    ({}, '#import "@preview/x:1.0.0": *', "uses '\"@'"),
    ({}, '#read("/house.typ")', "uses 'read('"),
]  # fmt: skip


@pytest.mark.parametrize(("change", "template", "said"), FAULTY, ids=[said for *_, said in FAULTY])
def test_a_faulty_paper_says_what_is_wrong(change, template, said):
    with pytest.raises(PluginError) as error:
        judged(replace(SOUND, **change), template)
    assert said in str(error.value)


def test_templates_may_share_modules_but_not_their_names(tmp_path):
    (tmp_path / "notice.typ").write_text("")
    assert set(sources_in(tmp_path)) == {"house.typ", "notice.typ"}
    (tmp_path / "house.typ").write_text("")
    with pytest.raises(PluginError, match="shared module"):
        sources_in(tmp_path)
