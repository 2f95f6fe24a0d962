"""Plugin folders are siblings: the same file names, the same order of reading, a bounded size."""

import re
from collections.abc import Iterator, Mapping

import pytest

from tests.architecture.source import ROOT, committed

REQUIRED = {"__init__.py", "hooks.py", "README.md"}
OPTIONAL = {
    "models.py",
    "service.py",
    "types.py",
    "resolvers.py",
    "errors.py",
    "warnings.py",
    "procedures.py",
    "exchange.py",
    "importables.py",
    "numbers.py",
    "seeds.py",
    "events.py",
    "demo.py",
    "api.py",
    "policy.csv",
    "py.typed",
}
SPLIT = re.compile(r"(demo|models|procedures|service|types|resolvers)_[a-z]+\.py")
"""A large plugin divides what would not fit into one file by concept, beside its first part."""
FOLDERS = {
    "migrations",  # Alembic's revisions of this plugin
    "desk",  # templates of its pages
    "data",  # law as data: dated rows read by models and demo
    "examples",  # saved documents for GraphiQL
    "papers",  # Typst templates of official papers
}
BUDGET, LARGE_BUDGET = 800, 1_800
LARGE = {
    "data_exchange",
    "early_warning",
    "enforcement",
    "food_safety",
    "inspection",
    "licensing",
    "metrology",
    "quality",
    "special_equipment",
    "standards",
    "step_supervision",
}
OWN_BUDGETS = {
    "data_exchange": 3_600,
    "early_warning": 3_900,
    "enforcement": 6_100,
    "food_safety": 5_400,
    "inspection": 7_700,
    "licensing": 3_900,
    "metrology": 4_600,
    "quality": 5_800,
    "special_equipment": 6_200,
    "standards": 4_000,
    "step_supervision": 2_600,
}
"""Data exchange: formats, contracts, staging, matching, verdicts, conflicts, confirmation, and what
goes out. Early warning: rules, warnings, boards and back-tests, each with what is done to it.
Enforcement: a case from clue to closing, with every paper and clock that the law names. Food
safety: grades, inspections, samples, recalls and logs of makers. Inspection: hazards, patrols,
complaints and reports with their dated rules, libraries, plans with their draws, tasks, and
campaigns: six loops in one. Licensing: licences, and applications with theirs. Metrology:
instruments, verifications and stops, markets, certificates in bulk, standards, packaged goods.
Quality: spot checks and classified supervision. Special equipment: six kinds of declaration,
numbers of three generations, the cycles of every kind of device, people, contracts, logs,
instructions and accidents. Standards: the catalogue, own standards in two modes, uses and
notices, and random checks of declarations."""
BUDGETED = ("migrations/", "desk/", "data/", "examples/", "papers/")


def misshapen(plugin: str, files: Mapping[str, int]) -> Iterator[str]:
    """Faults of one folder, given the lines of each file by its path inside."""
    top = {path.split("/")[0] if "/" in path else path for path in files}
    yield from (f"{plugin}: no {name}" for name in sorted(REQUIRED - top))
    for path in files:
        known = path.split("/")[0] in FOLDERS if "/" in path else path in REQUIRED | OPTIONAL
        known = known or (plugin in LARGE and SPLIT.fullmatch(path) is not None)
        if not known:
            yield f"{plugin}/{path}: not a name that plugins use"
    budget = OWN_BUDGETS.get(plugin, LARGE_BUDGET if plugin in LARGE else BUDGET)
    if (lines := sum(n for p, n in files.items() if _counts(p))) > budget:
        yield f"{plugin}: {lines} lines of Python, at most {budget}; split a concept off to core"


def _counts(path: str) -> bool:
    """Whether a newcomer reads this file to know the plugin."""
    return path.endswith(".py") and not path.startswith(BUDGETED)


def plugins() -> dict[str, dict[str, int]]:
    """The committed files of each plugin folder, with their lines."""
    found: dict[str, dict[str, int]] = {}
    for path in committed():
        match path.split("/", 2):
            case ["plugins", plugin, inside]:
                text = (ROOT / path).read_bytes()
                found.setdefault(plugin, {})[inside] = text.count(b"\n")
    return found


def test_plugins_have_one_shape():
    assert not [fault for name, files in plugins().items() for fault in misshapen(name, files)]


SOUND = dict.fromkeys(REQUIRED, 50)


@pytest.mark.parametrize(
    ("plugin", "files"),
    [
        ("town", SOUND | {"models.py": 300, "service.py": 401}),
        ("enforcement", SOUND | {"service.py": 6_101}),
        ("town", SOUND | {"loaders.py": 1}),
        ("town", SOUND | {"reports/a.py": 1}),
        ("town", SOUND | {"service_orders.py": 1}),
        ("enforcement", SOUND | {"orders.py": 1}),
        ("town", {"__init__.py": 1, "hooks.py": 1}),
    ],
)
def test_misshapen_plugins_are_caught(plugin, files):
    assert list(misshapen(plugin, files))


@pytest.mark.parametrize(
    ("plugin", "files"),
    [
        ("town", SOUND | {"service.py": 300, "migrations/0001_start.py": 900}),
        ("enforcement", SOUND | {"service.py": 1_000, "policy.csv": 5_000}),
        ("enforcement", SOUND | {"service.py": 300, "service_orders.py": 300}),
    ],
)
def test_sound_plugins_pass(plugin, files):
    assert not list(misshapen(plugin, files))
