"""What plugins that require this one may import; everything else is private."""

from plugins.licensing.events import (
    LicenceEnded,
    LicenceRegistered,
    LicenceRestored,
    LicenceSuspended,
    RenewalDecided,
    RenewalFiled,
)
from plugins.licensing.models import Licence as LicenceRow
from plugins.licensing.types import Licence, LicenceType

__all__ = [
    "Licence",
    "LicenceEnded",
    "LicenceRegistered",
    "LicenceRestored",
    "LicenceRow",
    "LicenceSuspended",
    "LicenceType",
    "RenewalDecided",
    "RenewalFiled",
]
