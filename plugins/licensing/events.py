"""What other subsystems may react to, in the transaction in which it happens."""

import datetime as dt
from dataclasses import dataclass

from plugins.licensing.models import LicenceAct


@dataclass(frozen=True, slots=True)
class LicenceHappening:
    """What every event of a licence tells."""

    licence_id: int
    enterprise_id: int
    town_id: int
    act: LicenceAct
    on: dt.date


class LicenceRegistered(LicenceHappening):
    """A licence was entered."""


class LicenceSuspended(LicenceHappening):
    """It must not be used for the time being."""


class LicenceRestored(LicenceHappening):
    """The suspension was lifted."""


class LicenceEnded(LicenceHappening):
    """It was annulled, withdrawn, revoked or cancelled: see `act`."""


class RenewalFiled(LicenceHappening):
    """An application for renewal was filed."""


class RenewalDecided(LicenceHappening):
    """Renewal was granted or refused: see `act`."""


EVENTS: dict[LicenceAct, type[LicenceHappening]] = {
    LicenceAct.REGISTERED: LicenceRegistered,
    LicenceAct.SUSPENDED: LicenceSuspended,
    LicenceAct.RESTORED: LicenceRestored,
    LicenceAct.RENEWAL_FILED: RenewalFiled,
    LicenceAct.RENEWED: RenewalDecided,
    LicenceAct.RENEWAL_REFUSED: RenewalDecided,
    **dict.fromkeys(
        (LicenceAct.ANNULLED, LicenceAct.WITHDRAWN, LicenceAct.REVOKED, LicenceAct.CANCELLED),
        LicenceEnded,
    ),
}
"""The event that each act publishes."""
