"""Batches of the ordinary executor: siblings share a statement, strangers never do."""

from dataclasses import replace

from core.declarations import Searchable
from core.extension import extend
from core.policy.defaults import load_roles
from core.register import models as m
from core.store.session import models
from schema.build import Schema
from schema.fields import count
from schema.search import search_extensions
from schema.shared.contents import SHARED
from schema.shared.register import Division, Enterprise, Site
from schema.tiers.shape import shape_of
from tests.schema.ground import Ground, open_ground

ADDED = extend(Enterprise, site_count=count(Site, "场所数\nSites.", by=m.Site.enterprise_id))
SEARCHED = [
    Searchable(record=Division, text=m.Division.code),
    Searchable(record=Enterprise, text=m.Enterprise.credit_code),
]


def with_two_kinds_of_hits(ground: Ground) -> Ground:
    """The ground over a schema whose search finds divisions and enterprises."""
    extensions = [*SHARED, ADDED, *search_extensions(SEARCHED)]
    schema = Schema([("core", extension) for extension in extensions], models())
    shape = shape_of(schema)
    assembly = replace(
        ground.assembly, schema=schema, shape=shape, domain=shape.domain(load_roles())
    )
    return open_ground(ground.store, assembly, ground.world)


async def test_members_of_a_union_under_one_name_are_not_mixed(ground: Ground) -> None:
    """The same path in the response, but a count of enterprises there and of sites here."""
    house = with_two_kinds_of_hits(ground)
    branch = house.people()["branch"]
    text = """{ search(text: "33010") {
      ... on Division { id x: enterpriseCount } ... on Enterprise { id x: siteCount } } }"""
    hits = {hit["id"]: hit["x"] for hit in (await house.data(branch, text))["search"]}
    apart = """{ divisions(first: 100) { nodes { id x: enterpriseCount } }
      enterprises(first: 100, where: {creditCode: {isNull: false}}) {
        nodes { id x: siteCount } } }"""
    found = await house.data(branch, apart)
    nodes = [*found["divisions"]["nodes"], *found["enterprises"]["nodes"]]
    expected = {node["id"]: node["x"] for node in nodes}
    assert len(hits) > 6
    assert hits == {key: expected[key] for key in hits}
    assert len(set(hits.values())) > 1


def test_only_single_texts_can_be_masked(ground: Ground) -> None:
    """A list of texts under a mask has no form that both paths know."""
    shape = ground.assembly.shape
    assert not shape.types["Licence"].fields["covers"].maskable
    assert shape.types["Licence"].fields["number"].maskable
