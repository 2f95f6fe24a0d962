"""`zhijian new-plugin` and `zhijian check-plugin` as somebody meets them who writes a plugin."""

import shutil
import subprocess
import sys

import pytest

from core.errors import PluginError
from core.scaffold.writing import write_plugin
from tests.architecture.source import ROOT
from tests.core.test_cli import House
from tests.core.test_third_party import HOME

HARM = {
    "描述 descriptions": ("types.py", '"分贝\\ndB(A)."', '"dB(A)."'),
    "策略 policy": ("policy.csv", "noise:NoiseMeasurement,read,", "noise:NoiseMeasurement,fly,"),
    "迁移 migrations": (
        "migrations/versions/noise_0001_measurements.py",
        "Integer(), nullable",
        "Text(), nullable",
    ),
    "回退 downgrade": (
        "migrations/versions/noise_0001_measurements.py",
        'op.drop_table("noise_measurement")',
        "pass",
    ),
    "演示 demonstration": ("demo.py", "random = context.random", "import random"),
    "范围 scope": (
        "models.py",
        '{"divisions": "town_id", "own": "enterprise_id"}',
        '{"divisions": "place_id"}',
    ),
}


@pytest.fixture
def house(tmp_path):
    """The command; it needs no folder of its own."""
    return House(tmp_path / "none")


def test_a_new_plugin_is_green_at_once(house, tmp_path):
    home = write_plugin("lift_logs", "电梯日志 Lift logs", tmp_path, set())
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"],
        cwd=home,
        env=house.environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    assert "6 passed" in done.stdout
    texts = [path.read_text("utf-8") for path in home.rglob("*") if path.suffix in {".py", ".toml"}]
    assert not [text for text in texts if "<<" in text]
    with pytest.raises(PluginError, match="already"):
        write_plugin("lift_logs", "again", tmp_path, set())


@pytest.mark.parametrize("name", ["core", "Lifts", "1st", "x" * 21, "a b"])
def test_a_name_that_cannot_be_is_refused(tmp_path, name):
    with pytest.raises(PluginError, match="cannot be"):
        write_plugin(name, name, tmp_path, set())
    with pytest.raises(PluginError, match="already"):
        write_plugin("licensing", "", tmp_path, {"licensing"})
    assert not list(tmp_path.iterdir())


def checked(house, folder):
    """`zhijian check-plugin`, on a machine as slow as it likes."""
    argv = [sys.executable, "-m", "core.cli", "check-plugin", str(folder)]
    return subprocess.run(
        argv, cwd=ROOT, env=house.environment, capture_output=True, text=True, check=False
    )


@pytest.mark.soak
def test_the_example_is_fit(house):
    done = checked(house, HOME)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "broken" not in done.stdout
    assert "odd" not in done.stdout
    assert "leave no trace" in done.stdout
    assert "13 others serve" in done.stdout or "14 others serve" in done.stdout


@pytest.mark.soak
@pytest.mark.parametrize("what", HARM)
def test_each_harm_is_found(house, tmp_path, what):
    """Negative control: one thing is spoilt, and the check names it."""
    file, sound, spoilt = HARM[what]
    copy = shutil.copytree(HOME, tmp_path / "copy")
    path = copy / "zhijian_noise" / file
    text = path.read_text("utf-8")
    assert sound in text
    path.write_text(text.replace(sound, spoilt), "utf-8")
    done = checked(house, copy)
    assert done.returncode == 1, done.stdout
    assert "[故障 broken]" in done.stdout
    assert "Traceback" not in done.stderr


def test_nothing_is_no_plugin(house, tmp_path):
    done = house.run("check-plugin", str(tmp_path))
    assert done.returncode == 1
    assert "neither the folder" in done.stderr
    (tmp_path / "pyproject.toml").write_text("[project]\nname = 'x'\n")
    done = house.run("check-plugin", str(tmp_path))
    assert "names no plugin" in done.stderr


def test_the_template_is_shipped():
    """Files of another suffix are data of the package: a wheel must carry them."""
    names = {path.name for path in (ROOT / "core/scaffold/template").rglob("*.txt")}
    assert {"hooks.py.txt", "policy.csv.txt", "0001.py.txt", "pyproject.toml.txt"} <= names
