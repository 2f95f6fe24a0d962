"""Invented measurements, drawn from the demonstration's seeded generator only."""

import datetime as dt
from collections.abc import Iterator
from typing import Any, Final

from core.declarations import DemoContext
from zhijian_noise.models import NoisePeriod
from zhijian_noise.service import LIMITS

ROWS: Final = 120
AROUND: Final = 12
"""dB(A) above or below the limit, at most."""


def make(context: DemoContext) -> Iterator[tuple[str, dict[str, Any]]]:
    """Measurements of the last year, about as many above the limit as below."""
    random = context.random
    for number, firm in enumerate(random.sample(context.tables["enterprise"], ROWS), 1):
        period = random.choice(list(NoisePeriod))
        limit = LIMITS[random.choice(list(LIMITS))][period]
        yield (
            "noise_measurement",
            {
                "id": number,
                "enterprise_id": firm["id"],
                "town_id": firm["town_id"],
                "measured_on": context.today - dt.timedelta(days=random.randrange(365)),
                "period": period,
                "decibels": limit + random.randint(-AROUND, AROUND),
                "limit": limit,
            },
        )
