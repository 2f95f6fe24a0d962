"""`zhijian backup` and `zhijian restore` as an administrator meets them."""

import re

from tests.core.test_cli import House


def test_an_administrator_backs_up_proves_and_restores(place, tmp_path):
    house = House(place)
    assert house.run("init").returncode == 0
    target = tmp_path / "backups"
    made = house.run("backup", str(target), "--keep", "1")
    assert made.returncode == 0, made.stderr
    assert "equal row for row" in made.stdout
    assert "keep a copy elsewhere" in made.stdout
    (folder,) = target.iterdir()
    digest = re.search(r"Digest +([0-9a-f]{64})", made.stdout)
    assert digest is not None

    restored = house.run("restore", str(folder))
    assert restored.returncode == 0, restored.stderr
    assert "Restored; start" in restored.stdout
    assert digest[1] in restored.stdout
    assert house.run("audit", "verify").returncode == 0

    (folder / "database.dump").write_bytes(b"")
    refused = house.run("restore", str(folder))
    assert refused.returncode == 1
    assert "database.dump" in refused.stderr
    assert "Nothing was replaced" in refused.stderr
    assert "Traceback" not in refused.stderr
