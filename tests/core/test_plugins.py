"""The plugin contract: who is found, in which order, and what turns a plugin away at the door."""

import ast
import inspect
import re

import pytest

from core import hookspecs
from core.errors import PluginError
from core.plugins import Manifest, Plugins, hook_kinds, states
from core.store.base import Base
from tests.architecture.source import ROOT
from tests.fixtures.strangers import BUILT_IN, HOOKS, INIT, MODELS, TYPES, serving_after

UNUSED = {
    "channels": "mail, webhooks and files are the core's; a gateway's vendor brings the way to it",
}
"""Hooks that no built-in plugin uses yet, each with the reason why it exists all the same."""


def load(**options):
    return Plugins(**options).load()


def test_plugins_serve_after_those_that_they_require(strangers):
    strangers.install("alpha", requires="omega")
    strangers.install("omega", requires="middle licensing")
    strangers.install("middle")
    plugins = load(strict=True)
    order = [plugin.name for plugin in plugins.serving]
    assert order.index("middle") < order.index("omega") < order.index("alpha")
    assert order.index("licensing") < order.index("omega")
    assert set(states(plugins.found).values()) == {"serving"}


def test_what_plugins_give_comes_in_their_order(strangers):
    strangers.install("alpha", requires="omega")
    strangers.install("omega")
    givers = [name for name, _ in load().contributions("seeds")]
    assert givers.index("omega") < givers.index("alpha")


def test_only_enabled_plugins_load(strangers):
    package = strangers.install("alpha")
    plugins = load(enabled=frozenset({"licensing"}))
    assert set(plugins.found) == {"licensing"}
    assert not [m for m in Base.registry.mappers if m.class_.__module__.startswith(package)]


def test_a_circle_is_named(strangers):
    strangers.install("alpha", requires="beta")
    strangers.install("beta", requires="gamma")
    strangers.install("gamma", requires="alpha")
    strangers.install("delta", requires="alpha")
    found = load().found
    circle = "a circle of requirements: alpha requires beta requires gamma requires alpha"
    assert {found[name].fault for name in ("alpha", "beta", "gamma")} == {circle}
    assert found["delta"].fault == "requires alpha, which is in quarantine"
    assert found["licensing"].fault is None


def test_a_second_plugin_of_a_name_is_turned_away(strangers):
    strangers.install("alpha")
    (strangers.folder / "impostor").mkdir()
    (strangers.folder / "impostor" / "__init__.py").write_text(INIT.format(name="x", requires=()))
    strangers.announce("alpha", "stranger_zeta")
    strangers.announce("licensing", "impostor")
    plugins = load()
    assert plugins.found["alpha (stranger_zeta)"].fault == "repeats the name of stranger_alpha"
    assert plugins.found["licensing (impostor)"].fault == "repeats the name of plugins.licensing"
    assert {"alpha", "licensing"} <= {plugin.name for plugin in plugins.serving}


@pytest.mark.parametrize(
    ("name", "package"),
    [
        ("core", "stranger_core"),
        ("Noise", "stranger_upper"),
        ("a:b", "stranger_colon"),
        ("noise", "core.store"),
        ("noise", "plugins.licensing"),
        ("noise", "schema"),
        ("noise", "stranger_alpha.inner"),
    ],
)
def test_nobody_passes_for_somebody_else(strangers, name, package):
    strangers.install("alpha")
    strangers.announce(name, package, distribution="impostor")
    strangers.packages.remove(package)
    tables = set(Base.metadata.tables)
    plugins = load()
    assert re.search("cannot be a plugin's name|overlaps", plugins.found[name].fault)
    assert set(Base.metadata.tables) >= tables
    assert serving_after(plugins) == ["alpha"]


FAULTS = {
    "imports what is not there": ({"__init__.py": "import nowhere_at_all"}, "nowhere_at_all"),
    "raises at import": ({"__init__.py": "raise SystemExit(3)"}, "SystemExit: 3"),
    "has no manifest": ({"__init__.py": "manifest = 'alpha'"}, "holds no `manifest"),
    "is called otherwise": (
        {"__init__.py": INIT.replace("{name}", "other", 1)},
        "the manifest says 'other', but it was found as 'broken'",
    ),
    "requires what is not installed": (
        {"__init__.py": INIT.replace("{requires!r}", "('missing',)")},
        "requires missing, not installed",
    ),
    "requires no tuple": (
        {"__init__.py": INIT.replace("{requires!r}", "'licensing'")},
        "`requires` must be a tuple",
    ),
    "has no hooks": ({"hooks.py": None}, "No module named 'stranger_broken.hooks'"),
    "cannot be parsed": ({"types.py": "def ("}, "SyntaxError"),
    "misspells a hook": (
        {"hooks.py": HOOKS.replace("def seeds", "def seedz")},
        "unknown hook 'seedz'",
    ),
    "takes what no hook gives": (
        {"hooks.py": HOOKS.replace("def seeds()", "def seeds(app)")},
        "app",
    ),
    "forgets to mark a hook": (
        {"hooks.py": HOOKS.replace("@hookimpl\ndef seeds", "def seeds")},
        "hook seeds lacks its @hookimpl",
    ),
    "raises in a hook": (
        {"hooks.py": HOOKS.replace("return [Seed", "raise OSError('gone') or [Seed")},
        "hook seeds: OSError: gone",
    ),
    "answers with nothing": (
        {"hooks.py": HOOKS.replace("return types.extensions", "pass")},
        "hook type_extensions: TypeError",
    ),
    "answers with something else": (
        {"hooks.py": HOOKS.replace("types.extensions", "['text']")},
        "hook type_extensions: 'text' is no Extension",
    ),
    "names no field factory": (
        {"types.py": TYPES.replace("=connection(", "=conection(")},
        "name 'conection' is not defined",
    ),
    "adds what is no field": (
        {"types.py": TYPES + "\nextend(Query, lambda: 1)\n"},
        "only fields can be added",
    ),
    "has a model without a scope": (
        {"models.py": MODELS.replace("__scope__ = PUBLIC", "pass")},
        "declares no __scope__",
    ),
    "scopes by a column that is not there": (
        {"models.py": MODELS.replace("= PUBLIC", "= {{'own': 'owner_id'}}")},
        "names no column: ['owner_id']",
    ),
    "has a key of two columns": (
        {"models.py": MODELS.replace("word: Mapped[str]", "word: Mapped[Key]")},
        "needs a primary key of one column",
    ),
    "refers to a table of nobody": (
        {
            "models.py": MODELS.replace(
                "word: Mapped[str]",
                "word: Mapped[str]\n    x: Mapped[int] = mapped_column(ForeignKey('nowhere.id'))",
            ).replace("import Mapped", "import Mapped, mapped_column")
        },
        "refers to the table 'nowhere'",
    ),
    "refers to a plugin that it does not require": (
        {
            "models.py": MODELS.replace(
                "word: Mapped[str]",
                "word: Mapped[str]\n    x: Mapped[int] = mapped_column(ForeignKey('licence.id'))",
            ).replace("import Mapped", "import Mapped, mapped_column")
        },
        "refers to the table 'licence'",
    ),
    "takes a table of the core": (
        {"models.py": MODELS.replace('"{name}_thing"', '"enterprise"')},
        "'enterprise' is already defined",
    ),
    "has a table without a model": (
        {"models.py": MODELS + "\n\nfrom sqlalchemy import Table\nTable('loose', Base.metadata)\n"},
        "the table loose has no model",
    ),
    "relates to a class that is not there": (
        {
            "models.py": MODELS.replace(
                "word: Mapped[str]", "word: Mapped[str]\n    x: Mapped['Nobody'] = relationship()"
            ).replace("import Mapped", "import Mapped, relationship")
        },
        "Nobody",
    ),
}


@pytest.mark.parametrize(("changes", "fault"), FAULTS.values(), ids=FAULTS)
def test_a_broken_plugin_stays_out_and_the_others_serve(strangers, changes, fault):
    strangers.install("alpha")
    strangers.install("broken", changes)
    strangers.install("omega", requires="broken")
    plugins = load()
    assert fault in plugins.found["broken"].fault
    assert plugins.found["omega"].fault == "requires broken, which is in quarantine"
    assert serving_after(plugins) == ["alpha"]
    extending = {name for name, _ in plugins.contributions("type_extensions")}
    assert extending - BUILT_IN == {"alpha"}
    tables = set(Base.metadata.tables)
    assert "alpha_thing" in tables
    assert not tables & {"broken_thing", "omega_thing", "loose"}
    Base.registry.configure()


def test_the_same_plugins_without_the_fault_all_serve(strangers):
    """Negative control: the faults above are in the changes, not in what they change."""
    strangers.install("alpha")
    strangers.install("broken")
    strangers.install("omega", requires="broken")
    plugins = load(strict=True)
    assert serving_after(plugins) == ["alpha", "broken", "omega"]
    assert {"alpha_thing", "broken_thing", "omega_thing"} <= set(Base.metadata.tables)


@pytest.mark.parametrize(("changes", "fault"), FAULTS.values(), ids=FAULTS)
def test_strict_loading_refuses_any_fault(strangers, changes, fault):
    strangers.install("broken", changes)
    with pytest.raises(PluginError) as refused:
        load(strict=True)
    assert "'broken'" in refused.value.english
    assert fault in refused.value.english


def test_quarantine_keeps_the_first_fault_and_takes_dependents_along(strangers):
    strangers.install("alpha")
    strangers.install("omega", requires="alpha")
    plugins = load()
    plugins.quarantine("alpha", "first")
    plugins.quarantine("alpha", "second")
    assert plugins.found["alpha"].fault == "first"
    assert "omega" not in {name for name, _ in plugins.contributions("seeds")}
    assert not {"alpha_thing", "omega_thing"} & set(Base.metadata.tables)
    assert "licence" in Base.metadata.tables


def test_every_hook_has_a_builtin_user():
    plugins = load()
    used = {
        hook
        for hook in hook_kinds()
        for name, _ in plugins.contributions(hook)
        if plugins.found[name].is_builtin
    }
    assert set(hook_kinds()) - used == set(UNUSED)


def test_the_guide_tells_every_hook_as_it_is():
    guide = (ROOT / "docs" / "plugins.md").read_text("utf-8")
    told = dict(re.findall(r"^\| `(\w+)\(\) -> ([^`]+)` \|", guide, re.MULTILINE))
    tree = ast.parse(inspect.getsource(hookspecs))
    specs = {
        node.name: ast.unparse(node.returns)
        for node in tree.body
        if isinstance(node, ast.FunctionDef) and node.returns
    }
    assert told == specs
    assert set(specs) == set(hook_kinds())


def test_the_guide_tells_every_part_of_the_manifest():
    guide = (ROOT / "docs" / "plugins.md").read_text("utf-8")
    told = re.findall(
        r"^\| `(\w+)` \|", guide.split("## Manifest")[1].split("\n## ")[0], re.MULTILINE
    )
    assert told == list(Manifest.__dataclass_fields__)
