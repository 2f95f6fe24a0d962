"""A plugin that breaks the schema, the policy or the database stays out; all the others serve."""

import pytest

import core.app  # noqa: F401  maps every table of the core
from core.errors import PluginError
from core.plugins import Plugins, states
from core.prepare import prepare
from core.store.engine import Store
from core.store.personal import unlock
from schema.assembly import assemble
from tests.fixtures.bureau import Template, open_bureau
from tests.fixtures.clock import TestClock
from tests.fixtures.small_world import make_world
from tests.fixtures.strangers import (
    BUILT_IN,
    HOOKS,
    MIGRATION,
    MODELS,
    POLICY,
    TYPES,
    serving_after,
)

RULES = "rules over what is not there"
FAULTS = {
    "adds a field that another one adds": (
        {
            "types.py": TYPES.replace("def {name}_word", "def alpha_word").replace(
                "{name}_word)", "alpha_word)"
            )
        },
        "Enterprise.alphaWord of plugin 'broken' is already provided by 'alpha'",
    ),
    "adds a field that only looks different": (
        {
            "types.py": TYPES.replace("def {name}_word", "def alphaWord").replace(
                "{name}_word)", "alphaWord)"
            )
        },
        "Enterprise.alphaWord of plugin 'broken' is already provided by 'alpha'",
    ),
    "adds a field that the core has": (
        {"types.py": TYPES.replace("{name}_things=", "enterprises=")},
        "Query.enterprises of plugin 'broken' is already provided by 'core'",
    ),
    "takes the name of another's type": (
        {
            "types.py": TYPES.replace("class {type}", "class Licence")
            .replace("reads={type}", "reads=Licence")
            .replace("connection({type}", "connection(Licence")
        },
        "Licence of stranger_broken.types is already one of plugins.licensing.types",
    ),
    "may blank the records of others": (
        {"types.py": TYPES.replace("-> str | None", "-> str")},
        "Enterprise.brokenWord of plugin 'broken' must be nullable",
    ),
    "names no action": (
        {"types.py": TYPES.replace('@query("字\\nA word.", reads={type})', "@strawberry.field")},
        "Enterprise.broken_word names no action",
    ),
    "describes nothing": (
        {"types.py": TYPES.replace("物\\nThings.", "Things.")},
        "needs a description",
    ),
    "reads another's table": (
        {
            "types.py": TYPES.replace(
                "column(m.{type}.word", "column(Base.metadata.tables['enterprise'].c.name"
            ).replace(
                "from core.extension", "from core.store.base import Base\nfrom core.extension"
            )
        },
        "reads ['enterprise'], not the record's own table",
    ),
    "adds to what is no type": (
        {"types.py": TYPES.replace("extend(Enterprise,", "extend(m.{type},")},
        "is no GraphQL type",
    ),
    RULES: (
        {"policy.csv": POLICY.replace("{type}", "Nothing")},
        "broken:Nothing",
    ),
    "rules over others": (
        {"policy.csv": POLICY + "public,licensing:Licence,read,published,allow\n"},
        "licensing:Licence",
    ),
    "gives what nobody may give": (
        {"policy.csv": POLICY + "officer.audit,{name}:{type},read,all,allow\n"},
        "officers_have_no_subsystem",
    ),
    "cannot spell its rules": (
        {"policy.csv": POLICY.replace("allow", "Allow")},
        "Allow",
    ),
}


@pytest.mark.parametrize(("changes", "fault"), FAULTS.values(), ids=FAULTS)
def test_who_breaks_the_schema_stays_out(strangers, changes, fault):
    strangers.install("alpha")
    strangers.install("broken", changes)
    strangers.install("omega", requires="broken")
    strangers.install("zeta")
    plugins = Plugins().load()
    made = assemble(plugins)
    assert fault in plugins.found["broken"].fault
    assert plugins.found["omega"].fault == "requires broken, which is in quarantine"
    assert serving_after(plugins) == ["alpha", "zeta"]
    text = made.schema.as_str()
    assert "alphaThings" in text
    assert "zetaWord" in text
    assert "brokenThing" not in text
    assert "omegaThing" not in text
    readable = {model.__module__.split(".")[0] for model in made.resources}
    assert readable == {"core", "plugins", "stranger_alpha", "stranger_zeta"}
    named = {rule.resource.split(":")[0] for rule in made.defaults}
    assert named - BUILT_IN == {"core", "alpha", "zeta"}


def test_the_same_plugins_without_the_fault_are_all_in_the_schema(strangers):
    """Negative control."""
    for name in ("alpha", "broken", "zeta"):
        strangers.install(name)
    made = assemble(Plugins(strict=True).load())
    assert {"alphaThings", "brokenThings", "zetaThings"} <= set(made.shape.types["Query"].fields)
    assert {"alphaWord", "brokenWord"} <= set(made.shape.types["Enterprise"].fields)
    assert any(rule.resource == "broken:BrokenThing" for rule in made.defaults)


@pytest.mark.parametrize("kind", ["names no action", "takes the name of another's type", RULES])
def test_strict_assembly_refuses(strangers, kind):
    changes, fault = FAULTS[kind]
    strangers.install("broken", changes)
    with pytest.raises(PluginError) as refused:
        assemble(Plugins(strict=True).load())
    assert "'broken'" in refused.value.english
    assert fault in refused.value.english


def test_a_root_field_of_a_plugin_becomes_nullable(strangers):
    word = TYPES.replace("-> str | None", "-> str").replace("extend(Enterprise,", "extend(Query,")
    strangers.install("alpha", {"types.py": word, "policy.csv": None})
    text = assemble(Plugins(strict=True).load()).schema.as_str()
    assert "alphaWord: String\n" in text


SHAKY = """
import asyncio

from sqlalchemy import func, literal, select


@query("坏\\nRaises.", reads={type})
async def shaky_raises(info: Info) -> str | None:
    raise RuntimeError("a secret of the plugin")


@query("悬\\nHangs.", reads={type})
async def shaky_hangs(info: Info) -> str | None:
    await asyncio.Event().wait()
    return "never"


@query("错\\nA statement that fails.", reads={type})
async def shaky_reads(info: Info) -> str | None:
    await info.context.loading.rows(select(1 / (m.{type}.id - m.{type}.id)))
    return "never"


extensions.append(extend(Enterprise, shaky_raises, shaky_hangs, shaky_reads))
"""
SHAKY_POLICY = POLICY + "".join(
    f"town.quality_officer,shaky:Enterprise.shaky{name},read,all,allow\n"
    for name in ("Raises", "Hangs", "Reads")
)


async def opened_world(databases, plugins, name):
    """A database that the plugins prepared, with the small world in it."""
    unlock(b"tests use this key and nothing else")
    endpoints, clock = databases.make_database(name), TestClock()
    await prepare(endpoints, plugins, clock)
    store = Store(endpoints.app, clock)
    async with store.system() as session:
        world = await make_world(session, clock.now())
    await store.close()
    return Template(name, world, assemble(plugins, patience_s=0.05))


ASKED = """{ enterprises(orderBy: NAME_ASC) { nodes {
    name licenceCount alphaWord %s } } alphaThings { nodes { word } } }"""


async def test_one_site_serves_on_with_every_kind_of_broken_plugin(databases, strangers):
    strangers.install("alpha")
    strangers.install("unreadable", {"models.py": MODELS.replace("__scope__ = PUBLIC", "pass")})
    strangers.install("unruly", {"policy.csv": POLICY.replace("{type}", "Nothing")})
    strangers.install(
        "unmade", {"migrations/versions/0001.py": MIGRATION.replace("sa.Text()", "sa.Nothing()")}
    )
    strangers.install("unsown", {"hooks.py": HOOKS.replace("(word=", "(world=")})
    strangers.install("omega", requires="unmade")
    strangers.install("shaky", {"types.py": TYPES + SHAKY, "policy.csv": SHAKY_POLICY})
    template = await opened_world(databases, Plugins().load(), "strangers")
    found = states(template.assembly.plugins.found)
    async with open_bureau(databases, template) as bureau:
        town = bureau.as_user("town-quality-officer-a")
        calm = await town.ask(ASKED % "")
        assert len(calm["enterprises"]["nodes"]) == 2
        assert {e["alphaWord"] for e in calm["enterprises"]["nodes"]} == {"alpha"}
        assert calm["alphaThings"]["nodes"] == [{"word": "planted"}]

        shaken = (await town.post(ASKED % "shakyRaises shakyHangs shakyReads")).json()
        for node in shaken["data"]["enterprises"]["nodes"]:
            assert {node.pop("shakyRaises"), node.pop("shakyHangs"), node.pop("shakyReads")} == {
                None
            }
        assert shaken["data"] == calm
        codes = {e["path"][-1]: e["extensions"]["code"] for e in shaken["errors"]}
        assert codes["shakyRaises"] == "INTERNAL_ERROR"
        assert codes["shakyHangs"] == "PLUGIN_UNAVAILABLE"
        # on a busy machine its statement is given up before it has failed
        assert codes["shakyReads"] in {"INTERNAL_ERROR", "PLUGIN_UNAVAILABLE"}
        assert "secret" not in str(shaken["errors"])

        ready = (await bureau.http.get("/readyz")).json()
        asked = await bureau.as_tier("system").ask("{ plugins { name serving fault } }")
    told = {p["name"]: p["fault"] or "serving" for p in asked["plugins"]}
    assert told == ready["plugins"] == found
    serving = {name for name, state in found.items() if state == "serving"}
    assert serving - BUILT_IN == {"alpha", "shaky"}
    assert serving >= BUILT_IN
    assert "declares no __scope__" in found["unreadable"]
    assert "unruly:Nothing" in found["unruly"]
    assert found["unmade"].startswith("migration: AttributeError")
    assert found["unsown"].startswith("seed things: ")
    assert found["omega"] == "requires unmade, which is in quarantine"


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"migrations/versions/0001.py": MIGRATION.replace("sa.Text()", "sa.Nothing()")}, "migrat"),
        ({"hooks.py": HOOKS.replace("(word=", "(world=")}, "seed things"),
    ],
    ids=["migration", "seed"],
)
async def test_strict_preparation_refuses(databases, strangers, changes, fault):
    strangers.install("broken", changes)
    name = f"strict_{fault[:4]}"
    endpoints = databases.make_database(name)
    try:
        with pytest.raises(PluginError, match=fault):
            await prepare(endpoints, Plugins(strict=True).load(), TestClock())
    finally:
        databases.drop_database(name)
