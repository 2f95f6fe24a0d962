"""A stranger's distribution: installed, used, broken, quarantined, mended, uninstalled."""

import shutil
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import asyncpg
import pytest

import core.app  # noqa: F401  maps every table of the core
from core.plugins import Plugins
from core.prepare import prepare, sources
from core.store.addresses import Endpoints
from core.store.migrate import leftovers
from schema.assembly import assemble
from tests.architecture.source import ROOT
from tests.core.test_quarantine import opened_world
from tests.fixtures.bureau import Template, open_bureau
from tests.fixtures.clock import TestClock
from tests.fixtures.strangers import BUILT_IN, Strangers

HOME = ROOT / "examples" / "third_party_plugin"
MINE = """{ enterprises(where: { noiseMeasurements: { some: { exceeds: { eq: true } } } }) {
    nodes { name loudestNoise noiseMeasurements { period decibels limit exceeds } } } }"""


@pytest.fixture
def noise(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Strangers]:
    """The example with the metadata that an installer would write, from its own pyproject.toml."""
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.syspath_prepend(HOME)
    project = tomllib.loads((HOME / "pyproject.toml").read_text("utf-8"))["project"]
    installed = Strangers(tmp_path)
    for name, package in project["entry-points"]["zhijian.plugins"].items():
        installed.announce(name, package)
    yield installed
    installed.remove()


async def test_a_strangers_plugin_serves_each_only_their_own(databases, noise):
    plugins = Plugins(strict=True).load()
    template = await opened_world(databases, plugins, "noise")
    async with open_bureau(databases, template) as bureau:
        town = bureau.as_user("town-quality-officer-a")
        nodes = (await town.ask("{ enterprises(orderBy: NAME_ASC) { nodes { id name } } }"))[
            "enterprises"
        ]["nodes"]
        loud = {"measuredOn": "2026-11-20", "period": "NIGHT", "area": 2, "reason": "投诉"}
        for node, decibels in zip(nodes, (62, 48), strict=True):
            done = await town.run(
                "recordNoise",
                "noiseMeasurement { exceeds limit }",
                enterpriseId=node["id"],
                decibels=decibels,
                **loud,
            )
            assert not done["userErrors"]
            assert done["noiseMeasurement"] == {"exceeds": decibels > 50, "limit": 50}

        seen = (await town.ask(MINE))["enterprises"]["nodes"]
        shown = {"period": "NIGHT", "decibels": 62, "limit": 50, "exceeds": True}
        assert seen == [
            {"name": nodes[0]["name"], "loudestNoise": 62, "noiseMeasurements": [shown]}
        ]
        branch = bureau.as_role("branch.inspection_chief")
        counted = "{ noiseMeasurements { totalCount } }"
        assert (await branch.ask(MINE))["enterprises"]["nodes"] == seen
        assert (await branch.ask(counted))["noiseMeasurements"]["totalCount"] == 2
        other = bureau.as_user("town-quality-officer-c")
        assert (await other.ask(counted))["noiseMeasurements"]["totalCount"] == 0
        refused = await other.do("recordNoise", enterpriseId=nodes[0]["id"], decibels=70, **loud)
        assert [e["code"] for e in refused["userErrors"]] == ["NOT_FOUND"]
        assert await bureau.count("noise_measurement") == 2
        stranger = bureau.as_user("branch-standards-clerk")
        assert await stranger.errors(counted)


STORED = """insert into noise_measurement
  (enterprise_id, town_id, measured_on, period, decibels, "limit")
  select id, town_id, '2026-11-20', 'NIGHT', 62, 50 from enterprise limit 1"""
COUNTED = "{ noiseMeasurements { totalCount } }"
OTHERS = "{ enterprises { totalCount } }"


async def served(databases, template, question):
    """A chief's answer over a copy of the database, the quarantined, the rows that lie there."""
    async with open_bureau(databases, template) as bureau:
        answer = (await bureau.as_role("branch.inspection_chief").post(question)).json()
        told = await bureau.as_tier("system").ask("{ plugins { name serving fault } }")
        faults = {p["name"]: p["fault"] for p in told["plugins"] if not p["serving"]}
        return answer.get("data"), faults, await bureau.count("noise_measurement")


async def store_one(endpoints):
    """A measurement, as the owner."""
    connection = await asyncpg.connect(endpoints.owner)
    try:
        await connection.execute("set zj.reach = 'system'")
        await connection.execute(STORED)
    finally:
        await connection.close()


async def test_it_is_broken_mended_and_uninstalled_and_the_others_serve(
    databases, noise, tmp_path, monkeypatch
):
    """One database through the life of a plugin: its rows are there to the end."""
    installed = await opened_world(databases, Plugins(strict=True).load(), "noise_life")
    endpoints = Endpoints.local(databases.sockets, "noise_life")
    await store_one(endpoints)
    data, faults, rows = await served(databases, installed, COUNTED)
    assert (data, faults, rows) == ({"noiseMeasurements": {"totalCount": 1}}, {}, 1)

    noise.remove()
    spoilt = shutil.copytree(HOME / "zhijian_noise", tmp_path / "spoilt" / "zhijian_noise")
    types = spoilt / "types.py"
    types.write_text(
        types.read_text("utf-8").replace("噪声测量\\nMeasurements.", "Measurements."), "utf-8"
    )
    monkeypatch.syspath_prepend(tmp_path / "spoilt")
    broken = Template("noise_life", installed.world, assemble(Plugins().load()))
    data, faults, rows = await served(databases, broken, OTHERS)
    assert list(faults) == ["noise"]
    assert "description" in faults["noise"]
    assert data is not None
    assert data["enterprises"]["totalCount"] > 0
    assert rows == 1
    data, _, _ = await served(databases, broken, COUNTED)
    assert data is None

    noise.remove()
    sys.path.remove(str(tmp_path / "spoilt"))
    mended = Template("noise_life", installed.world, assemble(Plugins(strict=True).load()))
    data, faults, _ = await served(databases, mended, COUNTED)
    assert (data, faults) == ({"noiseMeasurements": {"totalCount": 1}}, {})

    noise.remove()
    left = Plugins(strict=True, enabled=BUILT_IN).load()
    await prepare(endpoints, left, TestClock())
    assert leftovers(endpoints.owner, sources(left)) == ["alembic_version_noise"]
    gone = Template("noise_life", installed.world, assemble(left))
    data, faults, rows = await served(databases, gone, OTHERS)
    assert (data is not None, faults, rows) == (True, {}, 1)


async def test_without_its_entry_point_nobody_knows_it(monkeypatch):
    """Negative control: the folder on the path alone installs nothing."""
    monkeypatch.syspath_prepend(HOME)
    assert "noise" not in Plugins().load().found
    assert "zhijian_noise" not in sys.modules
