"""A stranger's distribution, installed from its folder, serves like a subsystem of the house."""

import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

import core.app  # noqa: F401  maps every table of the core
from core.plugins import Plugins
from tests.architecture.source import ROOT
from tests.core.test_quarantine import opened_world
from tests.fixtures.bureau import open_bureau
from tests.fixtures.strangers import Strangers

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


async def test_without_its_entry_point_nobody_knows_it(monkeypatch):
    """Negative control: the folder on the path alone installs nothing."""
    monkeypatch.syspath_prepend(HOME)
    assert "noise" not in Plugins().load().found
    assert "zhijian_noise" not in sys.modules
