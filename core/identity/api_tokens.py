"""Keys for programs: narrower than their owner, for a year at most, revocable at once."""

import datetime as dt
import re
from dataclasses import dataclass, field

from core.errors import InvalidInput
from core.identity import STALE
from core.identity.credential_store import CredentialStore
from core.identity.models import ApiToken
from core.identity.own import own_account_id
from core.identity.tokens import API_PREFIX, SHOWN, new_token
from core.policy.vocabulary import Action
from core.store.freshness import bump
from core.store.unit import UnitOfWork

LONGEST_LIFE = dt.timedelta(days=366)
_PLUGIN = re.compile(r"[a-z][a-z0-9_]*")


@dataclass(frozen=True, slots=True)
class NewApiToken:
    """What a token may do: `actions` of the policy, in `plugins` (none named: in all)."""

    name: str
    actions: tuple[str, ...]
    expires_at: dt.datetime
    plugins: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class IssuedToken:
    """The token in clear, shown this once, and its row."""

    clear: str = field(repr=False)
    token: ApiToken


async def create_api_token(
    work: UnitOfWork, credentials: CredentialStore, new: NewApiToken
) -> IssuedToken:
    """Make a token for oneself; it can do no more than its owner may at the time of use.

    Raises InvalidInput (no name, no or unknown action, plugin name, expiry), Denied.
    """
    now = work.clock.now()
    _check(new, now)
    token = new_token(API_PREFIX, credentials.random)
    row = ApiToken(
        account_id=own_account_id(work),
        name=new.name.strip(),
        prefix=token.clear[:SHOWN],
        token_hash=token.digest,
        actions=sorted(set(new.actions)),
        plugins=sorted(set(new.plugins)),
        created_at=now,
        expires_at=new.expires_at,
    )
    return IssuedToken(token.clear, await work.add(row, Action.CREATE))


async def revoke_api_token(work: UnitOfWork, token_id: int) -> ApiToken:
    """Revoke a token; it is refused from the next request on. Revoking twice changes nothing."""
    token = await work.fetch(ApiToken, token_id, Action.WITHDRAW)
    token.revoked_at = token.revoked_at or work.clock.now()
    await work.session.flush()
    await bump(work.session, STALE)
    return token


def _check(new: NewApiToken, now: dt.datetime) -> None:
    if not new.name.strip():
        raise InvalidInput("请填写令牌名称。", "Give the token a name.", field="name")
    unknown = sorted(set(new.actions) - set(Action))
    if unknown or not new.actions:
        raise InvalidInput(
            "请至少选择一种操作，且只能选择已有的操作。",
            "Name at least one action, and only known ones: " + ", ".join(Action),
            field="actions",
            explain={"unknown": unknown},
        )
    if not all(map(_PLUGIN.fullmatch, new.plugins)):
        raise InvalidInput("子系统名称不正确。", "A plugin's name is not right.", field="plugins")
    if not now < new.expires_at <= now + LONGEST_LIFE:
        raise InvalidInput(
            "有效期须晚于现在，且不超过一年。",
            "The expiry lies ahead, by a year at most.",
            field="expiresAt",
        )
