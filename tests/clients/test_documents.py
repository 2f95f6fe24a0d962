"""Every client document is valid for its role, is answered by its hash, and shows what it promises.

All of them in one file: the bureau that they share is filled once.
"""

import json

import pytest

from core.policy.defaults import load_roles
from tests.architecture.test_names import FOURTEEN
from tests.clients.asking import PUBLIC
from tests.clients.documents import FOLDER, ClientDocument, Misread, Who, documents, empty
from tests.clients.manifest import MANIFEST, manifest_of

ALL = documents()
RUN = [each for each in ALL if each.runs]
PAGED = [each for each in RUN if each.pages]
HELD = [each for each in ALL if not each.runs]


def named(document):
    """A test is called by its file."""
    return document.name


def test_each_subsystem_has_documents():
    by_folder = {}
    for each in ALL:
        by_folder.setdefault(each.name.partition("/")[0], []).append(each)
    assert by_folder.keys() == {*FOURTEEN, "core"}
    assert all(len(found) >= 2 for found in by_folder.values())


def test_headers_are_understood():
    roles = {*load_roles(), PUBLIC}
    assert not [each.name for each in ALL if each.role not in roles]
    assert not [each.name for each in RUN if not each.writes and not each.rows]
    beside = {path.with_suffix(".graphql") for path in FOLDER.glob("*/*.json")}
    assert beside <= {FOLDER / each.name for each in ALL}


@pytest.mark.parametrize("document", ALL, ids=named)
async def test_it_is_valid_for_its_role(counter, document):
    assert await counter.faults(document.role, document.text) == []


@pytest.mark.parametrize("document", RUN, ids=named)
async def test_it_is_answered_by_its_hash(counter, document):
    data = await counter.data(document, await counter.variables(document))
    if document.writes:
        (payload,) = data.values()
        assert payload["userErrors"] == []
    assert list(empty(document, data)) == []


@pytest.mark.parametrize("document", PAGED, ids=named)
async def test_the_second_page_goes_on_after_the_first(counter, document):
    variables = {**await counter.variables(document), "first": 1}
    (first,) = (await counter.data(document, variables)).values()
    if first["pageInfo"]["hasNextPage"]:
        variables["after"] = first["pageInfo"]["endCursor"]
        (second,) = (await counter.data(document, variables)).values()
        assert second["nodes"]
        assert second["nodes"][0]["id"] != first["nodes"][0]["id"]


@pytest.mark.parametrize("document", HELD, ids=named)
async def test_what_is_not_run_is_known_by_its_hash(counter, document):
    assert document.writes
    assert await counter.known(document)


def test_the_manifest_is_up_to_date():
    said = "python -m tests.clients.manifest writes it anew"
    assert MANIFEST.read_text("utf-8") == manifest_of(ALL), said
    assert len(json.loads(manifest_of(ALL))) == len(ALL)


# ------------------------------------------------------------------------ what must be noticed
async def test_a_field_that_the_role_may_not_read_is_noticed(counter):
    """The seeded defect: who else claims a number is for the clerks, and not for its holder."""
    document = next(each for each in ALL if each.name == "licensing/our_licences.graphql")
    wrong = document.text.replace("validUntil", "validUntil claims { id }")
    assert await counter.faults("branch.licensing_clerk", wrong) == []
    assert "claims" in " ".join(await counter.faults(document.role, wrong))


async def test_a_document_for_another_role_is_refused_when_it_is_run(counter):
    wrong = ClientDocument("seeded.graphql", next(e for e in ALL if "ledger" in e.name).text, {})
    with pytest.raises(AssertionError, match="seeded"):
        await counter.data(wrong, {}, Who(PUBLIC))


async def test_a_text_that_was_changed_has_another_hash(counter):
    changed = ClientDocument("seeded.graphql", ALL[0].text + "# changed\n", {})
    assert manifest_of([changed, *ALL[1:]]) != MANIFEST.read_text("utf-8")
    with pytest.raises(AssertionError, match="UNKNOWN_DOCUMENT"):
        await counter.data(changed, {}, ALL[0].who)


def test_an_empty_list_is_noticed():
    text = "# role: public\n# purpose: p\n# rows: draws.nodes\nquery Q { draws { nodes { id } } }"
    document = ClientDocument("seeded.graphql", text, {})
    assert list(empty(document, {"draws": {"nodes": []}})) == ["draws.nodes"]
    assert list(empty(document, {"draws": None})) == ["draws.nodes"]
    assert not list(empty(document, {"draws": {"nodes": [{"id": "1"}]}}))


@pytest.mark.parametrize("text", ["query Q { me { id } }", "# rule: public\nquery Q { me { id } }"])
def test_a_header_that_says_too_little_is_noticed(text):
    with pytest.raises(Misread):
        _ = ClientDocument("seeded.graphql", text, {}).role
