"""Connections to addresses that others have typed in: to the outside, unless settings say more.

A name is resolved once, every address it stands for is looked at, and the connection goes to one of
these very addresses: a name that means something else a moment later leads nowhere else.
"""

import asyncio
import ipaddress
import socket
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final, cast

import httpcore2

from core.outgoing import PermanentFailure, TemporaryFailure

Ip = ipaddress.IPv4Address | ipaddress.IPv6Address
_TRANSLATED: Final = ipaddress.ip_network("64:ff9b::/96")


def is_outside(address: Ip) -> bool:
    """Whether an address is a public one: not ours, not this machine's, and none in disguise."""
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:
            return is_outside(address.ipv4_mapped)
        if address.sixtofour or address.teredo or address in _TRANSLATED:
            return False
    return address.is_global and not address.is_multicast


def literal(host: str) -> Ip | None:
    """The address that a host is written as; None for a name."""
    try:
        return ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return None


@dataclass
class OutsideNetwork(httpcore2.AsyncNetworkBackend):
    """The network as webhooks see it. `everywhere`: private addresses too."""

    everywhere: bool
    _network: httpcore2.AsyncNetworkBackend = field(
        default_factory=lambda: cast("httpcore2.AsyncNetworkBackend", httpcore2.AnyIOBackend())
    )

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109  the signature is the library's
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore2.AsyncNetworkStream:
        """Connect to a checked address. Raises PermanentFailure for a private one."""
        chosen = await self._resolved(host, port)
        return await self._network.connect_tcp(chosen, port, timeout, local_address, socket_options)

    async def _resolved(self, host: str, port: int) -> str:
        loop = asyncio.get_running_loop()
        try:
            found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except OSError:
            raise TemporaryFailure("the name of the receiver cannot be resolved") from None
        addresses = [str(place[4][0]).partition("%")[0] for place in found]
        if not self.everywhere and not all(
            is_outside(ipaddress.ip_address(each)) for each in addresses
        ):
            raise PermanentFailure("the receiver has a private address")
        return addresses[0]
