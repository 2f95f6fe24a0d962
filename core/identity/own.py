"""What a person does to the own account: password and second factor."""

from dataclasses import dataclass, field

from core.errors import Conflict, Denied, InvalidInput, Unauthenticated
from core.identity import STALE
from core.identity.credential_store import CredentialStore
from core.identity.models import Account
from core.identity.totp import accepted_step, new_seed, provisioning_uri
from core.policy.vocabulary import Action
from core.store.freshness import bump
from core.store.unit import UnitOfWork


@dataclass(frozen=True, slots=True)
class Enrolment:
    """What an authenticator app needs; shown once, as a QR code of `uri`."""

    seed: str = field(repr=False)
    uri: str = field(repr=False)


def own_account_id(work: UnitOfWork) -> int:
    """The account of the person who is signed in.

    Raises Unauthenticated for the public, and Denied for an API token: a program's key must not be
    able to make itself more keys or to take the account over.
    """
    actor = work.access.actor
    if actor.account_id is None:
        raise Unauthenticated
    if actor.session_id is None:
        raise Denied(
            "接口令牌不能办理此事项，请本人登录后办理。",
            "An API token cannot do this; sign in as the person.",
        )
    return actor.account_id


async def change_own_password(
    work: UnitOfWork, credentials: CredentialStore, present: str, new: str
) -> Account:
    """Replace the password; every other session of the account ends.

    Raises InvalidInput when the present one is wrong or the new one is too weak.
    """
    account = await work.fetch(Account, own_account_id(work), Action.SUBMIT)
    recent = await credentials.recent_hashes(work.session, account.id)
    verdict = await credentials.passwords.verify(present, recent[0] if recent else None)
    if not verdict.fits:
        raise InvalidInput(
            "原密码不正确。",
            "The present password is not right.",
            field="password",
            code="WRONG_PASSWORD",
        )
    hashed = await credentials.passwords.hash_new(new, account.username, recent)
    now = work.clock.now()
    await credentials.replace(work.session, account.id, hashed, now)
    account.must_change_password = False
    session_id = work.access.actor.session_id
    await credentials.end_sessions(work.session, account.id, now, keep=session_id)
    await bump(work.session, STALE)
    return account


async def enrol_totp(work: UnitOfWork, credentials: CredentialStore) -> Enrolment:
    """Begin to enrol a second factor; it counts once `confirm_totp` has seen a code from it.

    Raises Conflict when one is in force already: only the security officer removes that.
    """
    account = await work.fetch(Account, own_account_id(work), Action.SUBMIT)
    factor = await credentials.second_factor(work.session, account.id)
    if factor is not None and factor.confirmed_at is not None:
        raise Conflict(
            "已启用动态口令；如手机遗失，请联系安全管理员解除。",
            "A second factor is in force; if the phone is lost, ask the security officer.",
            code="TOTP_IN_FORCE",
        )
    seed = new_seed(credentials.random)
    await credentials.put_seed(work.session, account.id, seed)
    return Enrolment(seed, provisioning_uri(seed, account.username))


async def confirm_totp(work: UnitOfWork, credentials: CredentialStore, code: str) -> Account:
    """Put the enrolled second factor in force. Raises InvalidInput for a wrong code."""
    account = await work.fetch(Account, own_account_id(work), Action.SUBMIT)
    factor = await credentials.second_factor(work.session, account.id)
    now = work.clock.now()
    step = None
    if factor is not None:
        step = accepted_step(factor.seed.clear(), code, now, factor.last_used_step)
    if step is None:
        raise InvalidInput(
            "动态口令不正确，请核对手机时间后重试。",
            "The code is not right; check the clock of the phone and try again.",
            field="code",
            code="WRONG_CODE",
        )
    await credentials.confirm_seed(work.session, account.id, now, step)
    return account
