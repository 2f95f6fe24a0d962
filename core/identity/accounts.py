"""Opening and closing accounts, and first aid for lost keys: acts of the officers."""

from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from core.errors import Conflict, InvalidInput, NotFound
from core.identity import STALE
from core.identity.credential_store import CredentialStore
from core.identity.models import Account, Organisation
from core.identity.tokens import one_time_password
from core.identity.usernames import checked_username
from core.policy.vocabulary import Action
from core.store.freshness import bump
from core.store.unit import UnitOfWork


@dataclass(frozen=True, slots=True)
class NewAccount:
    """Whose account to open. An enterprise's people get their enterprise from the organisation."""

    username: str
    name: str
    organisation_id: int
    phone: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Issued:
    """An account and its one-time password, which is shown this once."""

    account: Account
    password: str = field(repr=False)


async def create_account(work: UnitOfWork, credentials: CredentialStore, new: NewAccount) -> Issued:
    """Open an account without any rights.

    Raises InvalidInput for the user name or an empty name, NotFound for the organisation, Conflict
    (`USERNAME_TAKEN`).
    """
    work.access.require(work.access.resources[Account], Action.CREATE)
    username = checked_username(new.username, work.access.table.roles)
    if not new.name.strip():
        raise InvalidInput("请填写姓名。", "Give the person's name.", field="name")
    organisation = await organisation_in_force(work, new.organisation_id)
    password = one_time_password(credentials.random)
    hashed = await credentials.passwords.hash(password)
    account = Account(
        username=username,
        name=new.name.strip(),
        phone=new.phone,
        organisation_id=organisation.id,
        enterprise_id=organisation.enterprise_id,
        must_change_password=True,
        created_at=work.clock.now(),
    )
    try:
        await work.add(account)
    except IntegrityError as taken:
        raise Conflict(
            "该用户名已被使用。", "The user name is taken.", field="username", code="USERNAME_TAKEN"
        ) from taken
    await credentials.create(work.session, account.id, hashed, account.created_at)
    return Issued(account, password)


async def disable_account(
    work: UnitOfWork,
    credentials: CredentialStore,
    account_id: int,
    expected_version: int | None = None,
) -> Account:
    """Close an account; its sessions and API tokens end at once. Its posts stay for the record.

    Raises Conflict when it is closed already, or is one's own.
    """
    account = await work.fetch(
        Account, account_id, Action.WITHDRAW, expected_version=expected_version
    )
    if account.disabled_at is not None:
        raise Conflict("该账户已停用。", "The account is disabled already.", code="DISABLED")
    if account.id == work.access.actor.account_id:
        raise Conflict(
            "不能停用自己的账户，请由另一位管理员办理。",
            "Nobody disables the own account; ask another officer.",
            code="OWN_ACCOUNT",
        )
    account.disabled_at = work.clock.now()
    await _end_access(work, credentials, account.id)
    return account


async def reset_password(work: UnitOfWork, credentials: CredentialStore, account_id: int) -> Issued:
    """Replace a lost password by one for a single use; sessions and API tokens end.

    The second factor stays in force. Raises Conflict for a disabled account.
    """
    account = await work.fetch(Account, account_id, Action.UPDATE)
    require_enabled(account)
    password = one_time_password(credentials.random)
    hashed = await credentials.passwords.hash(password)
    await credentials.replace(work.session, account.id, hashed, work.clock.now())
    account.must_change_password = True
    await _end_access(work, credentials, account.id)
    return Issued(account, password)


async def remove_totp(work: UnitOfWork, credentials: CredentialStore, account_id: int) -> Account:
    """Remove a lost second factor, once the person is identified; sessions and API tokens end.

    Not the officer who resets passwords does this: neither alone can take an account over.
    """
    account = await work.fetch(Account, account_id, Action.VERIFY)
    await credentials.remove_seed(work.session, account.id)
    await _end_access(work, credentials, account.id)
    return account


async def organisation_in_force(work: UnitOfWork, organisation_id: int) -> Organisation:
    """The organisation, if it exists today. Raises NotFound."""
    statement = select(Organisation).where(Organisation.id == organisation_id)
    found = (await work.session.scalars(statement)).one_or_none()
    if found is None or (found.valid_to is not None and found.valid_to <= work.today):
        raise NotFound(field="organisationId")
    return found


def require_enabled(account: Account) -> None:
    """Raise Conflict when the account is disabled."""
    if account.disabled_at is not None:
        raise Conflict("该账户已停用。", "The account is disabled.", code="DISABLED")


async def _end_access(work: UnitOfWork, credentials: CredentialStore, account_id: int) -> None:
    now = work.clock.now()
    await credentials.end_sessions(work.session, account_id, now)
    await credentials.revoke_tokens(work.session, account_id, now)
    await work.session.flush()
    await bump(work.session, STALE)
