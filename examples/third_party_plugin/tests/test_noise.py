"""The rules of measuring, without a platform around them."""

import pytest
from zhijian_noise.models import NoisePeriod
from zhijian_noise.service import LIMITS


@pytest.mark.parametrize("area", LIMITS)
def test_the_night_is_quieter_than_the_day(area: int) -> None:
    assert LIMITS[area][NoisePeriod.NIGHT] < LIMITS[area][NoisePeriod.DAY]


def test_louder_areas_have_higher_limits() -> None:
    by_day = [LIMITS[area][NoisePeriod.DAY] for area in sorted(LIMITS)]
    assert by_day == sorted(by_day)
