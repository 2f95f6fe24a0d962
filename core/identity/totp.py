"""The second factor (RFC 6238): six digits from a phone, a new number every 30 seconds."""

import base64
import datetime as dt

from pyotp.totp import TOTP
from pyotp.utils import strings_equal

from core.identity.tokens import Randomness

ISSUER = "质监 Zhijian"
SEED_BYTES = 20
DRIFT = 1
"""Steps that a phone's clock may be early or late."""


def new_seed(random: Randomness) -> str:
    """A fresh seed in base32, as authenticator apps want it."""
    return base64.b32encode(random(SEED_BYTES)).decode()


def provisioning_uri(seed: str, username: str) -> str:
    """The `otpauth:` address to show as a QR code."""
    return TOTP(seed).provisioning_uri(name=username, issuer_name=ISSUER)


def accepted_step(seed: str, code: str, now: dt.datetime, last_used_step: int | None) -> int | None:
    """The step that `code` belongs to; None when it is wrong, stale or was used before."""
    if not (code.isascii() and code.strip().isdigit()):
        return None
    totp = TOTP(seed)
    present = totp.timecode(now)
    earliest = present - DRIFT if last_used_step is None else last_used_step + 1
    for step in range(max(earliest, present - DRIFT), present + DRIFT + 1):
        if strings_equal(code.strip(), totp.generate_otp(step)):
            return step
    return None
