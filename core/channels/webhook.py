"""Signed webhooks, as standardwebhooks.com describes them: id, time, signature, JSON body.

Redirects are not followed, of an answer hardly more than the status is read, and all of it has a
limit in seconds.
"""

import asyncio
import base64
import hashlib
import hmac
from dataclasses import dataclass, field
from secrets import token_bytes
from typing import Final

import httpcore2

from core.channels.outside import OutsideNetwork
from core.outgoing import Address, Parcel, PermanentFailure, Receipt, TemporaryFailure

TOTAL_S: Final = 10.0
"""For everything: name, connection, TLS, request, answer."""
MOST_READ: Final = 16_384
"""Bytes of an answer's body, read for politeness and thrown away."""
SECRET_PREFIX: Final = "whsec_"  # noqa: S105  no secret: how they begin
"""As the standard writes secrets."""
MAY_PASS: Final = frozenset({408, 409, 425, 429})
"""Answers of the 400s after which trying again makes sense."""


@dataclass(frozen=True)
class Webhook:
    """HTTP to endpoints. `intranet`: private addresses are allowed."""

    intranet: bool = False
    total_s: float = TOTAL_S
    name = "webhook"
    chinese = "系统回调"
    english = "Webhook"
    address = Address.ENDPOINT
    _network: OutsideNetwork = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_network", OutsideNetwork(self.intranet))

    async def send(self, parcel: Parcel) -> Receipt:
        """POST the body. Any 2xx is a receipt."""
        status = await self._answer(parcel)
        if status // 100 == 2:
            return Receipt(status)
        if status // 100 in (3, 4) and status not in MAY_PASS:
            raise PermanentFailure("the receiver refuses it", status)
        raise TemporaryFailure("the receiver cannot take it now", status)

    async def _answer(self, parcel: Parcel) -> int:
        status = None
        body = parcel.body.encode()
        try:
            async with (
                asyncio.timeout(self.total_s),
                httpcore2.AsyncConnectionPool(network_backend=self._network) as pool,
                pool.stream(
                    "POST", parcel.address, headers=headers(parcel, body), content=body
                ) as answer,
            ):
                status = answer.status
                await _drain(answer)
        except (OSError, httpcore2.NetworkError, httpcore2.ProtocolError, TimeoutError) as away:
            if status is None:
                raise TemporaryFailure(f"no answer: {type(away).__name__}") from None
        except httpcore2.TimeoutException:
            if status is None:
                raise TemporaryFailure("no answer in time") from None
        return status


async def _drain(answer: httpcore2.Response) -> None:
    read = 0
    async for part in answer.aiter_stream():
        read += len(part)
        if read > MOST_READ:
            return


def new_secret() -> str:
    """A secret for an endpoint, as its owner gets it."""
    return SECRET_PREFIX + base64.b64encode(token_bytes(32)).decode()


def headers(parcel: Parcel, body: bytes) -> list[tuple[str, str]]:
    """The headers of one attempt; id and body are the same on all of them."""
    moment = str(int(parcel.at.timestamp()))
    return [
        ("content-type", "application/json; charset=utf-8"),
        ("content-length", str(len(body))),
        ("user-agent", "zhijian"),
        ("webhook-id", parcel.id),
        ("webhook-timestamp", moment),
        ("webhook-signature", signature(parcel.key, parcel.id, moment, body)),
    ]


def signature(secret: str, id_: str, moment: str, body: bytes) -> str:
    """`v1,` and the HMAC-SHA256 of id, time and body."""
    key = base64.b64decode(secret.removeprefix(SECRET_PREFIX))
    signed = f"{id_}.{moment}.".encode() + body
    return "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
