"""Tokens: 32 random bytes behind a prefix; only their SHA-256 is stored."""

import base64
import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field

Randomness = Callable[[int], bytes]
"""Gives that many unpredictable bytes: `secrets.token_bytes` outside tests."""

SESSION_PREFIX = "zj_s_"
API_PREFIX = "zj_t_"
SHOWN = len(API_PREFIX) + 6
"""How many characters of an API token its owner sees afterwards."""

# Without look-alikes (0 o, 1 l i), since these are read from paper; 32 letters, 5 bits each.
_LEGIBLE = "abcdefghjkmnpqrstuvwxyz23456789_"


@dataclass(frozen=True, slots=True)
class Token:
    """A fresh token. `clear` is handed out once and kept nowhere."""

    clear: str = field(repr=False)
    digest: str


def new_token(prefix: str, random: Randomness) -> Token:
    """Make a token of 256 random bits."""
    clear = prefix + base64.urlsafe_b64encode(random(32)).rstrip(b"=").decode()
    return Token(clear, token_digest(clear))


def token_digest(clear: str) -> str:
    """What is stored and looked up. The token is random, so a plain hash cannot be guessed back."""
    return hashlib.sha256(clear.encode("utf-8", "replace")).hexdigest()


def one_time_password(random: Randomness) -> str:
    """A password for the first sign-in only: 80 random bits that fulfil the policy."""
    letters = "".join(_LEGIBLE[byte % 32] for byte in random(16))
    return "-".join(("Zj7", *(letters[i : i + 4] for i in range(0, 16, 4))))
