"""Rules of measuring: knows no GraphQL, never commits."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from sqlalchemy import select

from core.errors import InvalidInput, NotFound
from core.register.models import Enterprise
from core.store.unit import UnitOfWork
from zhijian_noise.models import NoiseMeasurement, NoisePeriod

LIMITS: Final[Mapping[int, Mapping[NoisePeriod, int]]] = {
    1: {NoisePeriod.DAY: 55, NoisePeriod.NIGHT: 45},
    2: {NoisePeriod.DAY: 60, NoisePeriod.NIGHT: 50},
    3: {NoisePeriod.DAY: 65, NoisePeriod.NIGHT: 55},
    4: {NoisePeriod.DAY: 70, NoisePeriod.NIGHT: 55},
}
"""GB 12348-2008, table 1: class of area -> dB(A)."""
LOUDEST: Final = 150


@dataclass(frozen=True, slots=True, kw_only=True)
class NewMeasurement:
    """What was measured. `area`: class of the acoustic environment, 1 to 4."""

    enterprise_id: int
    measured_on: dt.date
    period: NoisePeriod
    decibels: int
    area: int


async def record_noise(work: UnitOfWork, new: NewMeasurement) -> NoiseMeasurement:
    """Enter a measurement. Raises InvalidInput, NotFound, Denied outside the caller's towns."""
    if new.area not in LIMITS:
        raise InvalidInput("声环境功能区类别为 1 至 4。", "Areas are 1 to 4.", field="area")
    if not 0 < new.decibels <= LOUDEST:
        raise InvalidInput("分贝数不合理。", "Not a plausible level.", field="decibels")
    if new.measured_on > work.today:
        raise InvalidInput("日期未到。", "That day is still to come.", field="measuredOn")
    found = select(Enterprise).where(Enterprise.id == new.enterprise_id)
    enterprise = (await work.session.scalars(found)).one_or_none()
    if enterprise is None:
        raise NotFound(field="enterpriseId")
    return await work.add(
        NoiseMeasurement(
            enterprise_id=enterprise.id,
            town_id=enterprise.town_id,
            measured_on=new.measured_on,
            period=new.period,
            decibels=new.decibels,
            limit=LIMITS[new.area][new.period],
        )
    )
