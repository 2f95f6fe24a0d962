"""Passwords as argon2id hashes, computed in a few threads of their own.

A hash takes 64 MB and a fifth of a second on purpose. The number of threads bounds both the memory
and the share of the machine that a flood of guesses can take.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TypeVar

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from core.identity.password_policy import LONGEST, MLPS3, PasswordPolicy, reused

Result = TypeVar("Result")

_NO_SALT, _NO_DIGEST = "A" * 22, "A" * 43
"""Sixteen and thirty-two zero bytes in base64: a well-formed hash that no password has."""


@dataclass(frozen=True, slots=True)
class Cost:
    """Parameters of argon2id."""

    memory_kib: int
    passes: int
    lanes: int


STRONG = Cost(memory_kib=65_536, passes=3, lanes=4)
"""RFC 9106, second recommended option."""
CHEAP = Cost(memory_kib=8, passes=1, lanes=1)
"""For tests and for generating demonstration data only; rehashed at the first sign-in."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a password fits; and its hash under today's parameters, when that changed."""

    fits: bool
    rehashed: str | None = None


class Passwords:
    """Hashes and verifies. One per process; a hash may be made once and given to many accounts."""

    def __init__(
        self, *, cost: Cost = STRONG, threads: int = 2, policy: PasswordPolicy = MLPS3
    ) -> None:
        self.policy = policy
        self._hash = PasswordHash((Argon2Hasher(cost.passes, cost.memory_kib, cost.lanes),))
        self._nobody = (
            f"$argon2id$v=19$m={cost.memory_kib},t={cost.passes},p={cost.lanes}"
            f"${_NO_SALT}${_NO_DIGEST}"
        )
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="argon2")
        self.checked = 0
        """Passwords compared since the start, those of unknown users included."""

    def close(self) -> None:
        """End the threads."""
        self._threads.shutdown(wait=False, cancel_futures=True)

    async def hash(self, password: str) -> str:
        """The hash to store."""
        return await self._run(self._hash.hash, _encoded(password))

    async def verify(self, password: str, stored: str | None) -> Verdict:
        """Compare; without a stored hash it takes as long and never fits."""
        self.checked += 1
        fits, rehashed = await self._run(
            self._hash.verify_and_update,
            _encoded(password[: LONGEST + 1]),
            stored or self._nobody,
        )
        return Verdict(fits and stored is not None, rehashed)

    async def hash_new(self, password: str, username: str, recent: list[str]) -> str:
        """The hash of a new password, once it fulfils the policy and is none of `recent` hashes.

        Raises InvalidInput.
        """
        self.policy.check(password, username)
        for stored in recent[: self.policy.history]:
            if await self._run(self._hash.verify, _encoded(password), stored):
                raise reused()
        return await self.hash(password)

    async def _run(self, function: Callable[..., Result], *arguments: str | bytes) -> Result:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._threads, function, *arguments)


def _encoded(password: str) -> bytes:
    """The bytes to hash; JSON may smuggle in half a surrogate pair, which fits no password."""
    return password.encode("utf-8", "surrogatepass")
