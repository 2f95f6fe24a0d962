"""The six-digit division codes of China (GB/T 2260) as of 2023-06-30.

A code that is not here may be abolished, newer, or a development zone that numbers itself
(330197, 340174 occur in real licences): callers warn, they never refuse.
"""

import csv
from collections.abc import Mapping
from functools import cache
from importlib import resources
from types import MappingProxyType

SOURCE = "gbt2260_2023.csv"


@cache
def regions() -> Mapping[str, str]:
    """Chinese names by code, read once from the packaged file."""
    file = resources.files("core.register").joinpath("data", SOURCE)
    rows = csv.DictReader(file.read_text("utf-8").splitlines())
    return MappingProxyType({row["code"]: row["name"] for row in rows})


def region_known(code: str) -> bool:
    """Whether the six digits name a province, city, county or district of 2023."""
    return code in regions()


def province_known(two_digits: str) -> bool:
    """Whether the two digits begin the code of a province listed in 2023."""
    return f"{two_digits}0000" in regions()
