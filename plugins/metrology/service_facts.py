"""What a report says of a new instrument: checked, and kept as data until it is filed."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import select

from core.errors import InvalidInput
from core.store.unit import UnitOfWork
from plugins.metrology import errors
from plugins.metrology.models import Instrument, InstrumentStatus, Purpose
from plugins.metrology.service_law import Law

NEEDED: Final = ("category_code", "name", "serial", "place", "purpose", "installed_on")
TEXTS: Final = ("model", "maker", "measuring_range", "accuracy")


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Facts of a new instrument as reported; None where nothing is said."""

    category_code: str | None = None
    name: str | None = None
    serial: str | None = None
    place: str | None = None
    purpose: Purpose | None = None
    installed_on: dt.date | None = None
    model: str | None = None
    maker: str | None = None
    measuring_range: str | None = None
    accuracy: str | None = None

    def stored(self) -> dict[str, Any]:
        """What is said, as JSON."""
        given = {name: getattr(self, name) for name in (*NEEDED, *TEXTS)}
        texts = {n: v.strip() for n, v in given.items() if isinstance(v, str) and v.strip()}
        if self.purpose is not None:
            texts["purpose"] = self.purpose.name
        if self.installed_on is not None:
            texts["installed_on"] = self.installed_on.isoformat()
        return texts


NOTHING_SAID: Final = Facts()


async def require_new(work: UnitOfWork, declared: Mapping[str, Any], holder_id: int) -> None:
    """Raise unless a new instrument could be filed with these facts."""
    fields = dict(zip(NEEDED, ("categoryCode", *NEEDED[1:5], "installedOn"), strict=True))
    for name, field in fields.items():
        if name not in declared:
            raise InvalidInput("此项必须填写。", "This must be filled in.", field=field)
    if dt.date.fromisoformat(declared["installed_on"]) > work.today:
        raise InvalidInput("日期不能晚于今天。", "Not in the future.", field="installedOn")
    category = (await Law.read(work)).category(declared["category_code"], work.today)
    same = select(Instrument).where(
        Instrument.enterprise_id == holder_id,
        Instrument.serial == declared["serial"],
        Instrument.category_id == category.id,
        Instrument.status != InstrumentStatus.SCRAPPED,
    )
    if (known := (await work.session.scalars(same.limit(1))).first()) is not None:
        raise errors.known_already(known.number)
