"""Endpoints of other systems: added with a secret that is shown once, changed, switched off."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlsplit

from core.channels.arrangements import WebhookEndpoint
from core.channels.kinds import checked
from core.channels.outside import is_outside, literal
from core.channels.webhook import new_secret
from core.errors import InvalidInput, NotFound
from core.identity.models import Organisation
from core.policy.vocabulary import Action
from core.store.unit import UnitOfWork

LONGEST_URL: Final = 1_000
_PLAIN: Final = re.compile(r"[\x21-\x7e]+")


@dataclass(frozen=True, slots=True)
class Added:
    """An endpoint and its secret, which is shown this once."""

    endpoint: WebhookEndpoint
    secret: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Where, and what of."""

    url: str
    kinds: Sequence[str]


async def add_endpoint(
    work: UnitOfWork, organisation_id: int, role: str, wanted: Wanted, *, intranet: bool
) -> Added:
    """Add an endpoint that stands for a role at an organisation.

    Raises InvalidInput for the address, a kind, or a role that the organisation's tier lacks.
    """
    organisation = await work.session.get(Organisation, organisation_id)
    if organisation is None:
        raise NotFound(field="organisationId")
    known = work.access.table.roles.get(role)
    if known is None or known.tier is not organisation.tier:
        raise InvalidInput(
            "该机构没有这个岗位。", "The organisation has no such post.", field="role"
        )
    secret = new_secret()
    endpoint = WebhookEndpoint(
        organisation_id=organisation.id,
        role=role,
        url=checked_url(wanted.url, intranet=intranet),
        secret=secret,
        kinds=_kinds(wanted.kinds),
        active=True,
        created_at=work.clock.now(),
    )
    return Added(await work.add(endpoint), secret)


async def change_endpoint(
    work: UnitOfWork, key: int, wanted: Wanted, *, active: bool, intranet: bool, version: int | None
) -> WebhookEndpoint:
    """Change where an endpoint is and what it gets, or switch it off. Its secret stays."""
    endpoint = await work.fetch(WebhookEndpoint, key, Action.UPDATE, expected_version=version)
    endpoint.url = checked_url(wanted.url, intranet=intranet)
    endpoint.kinds, endpoint.active = _kinds(wanted.kinds), active
    return endpoint


def checked_url(text: str, *, intranet: bool) -> str:
    """A plain http(s) address; without `intranet` https only, and no private address in digits.

    What a name leads to is looked at whenever something is sent. Raises InvalidInput.
    """
    url = text.strip()
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        parts, host = urlsplit(""), ""
    allowed = ("https", "http") if intranet else ("https",)
    plain = len(url) <= LONGEST_URL and _PLAIN.fullmatch(url)
    if not plain or not host or parts.scheme not in allowed or "@" in parts.netloc:
        raise InvalidInput(
            f"请填写完整的网址（{' 或 '.join(allowed)}），不含用户名和密码。",
            f"Give a whole address ({' or '.join(allowed)}), without user name and password.",
            field="url",
        )
    address = literal(host)
    if address is not None and not intranet and not is_outside(address):
        raise InvalidInput(
            "不能发往内部网络地址。", "Private addresses are not allowed.", field="url"
        )
    return parts._replace(fragment="").geturl()


def _kinds(given: Sequence[str]) -> list[str]:
    if not (kinds := checked(given, "kinds")):
        raise InvalidInput("请至少选一类消息。", "Choose at least one kind.", field="kinds")
    return kinds
