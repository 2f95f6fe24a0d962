"""What a person does alone: the password, the second factor, tokens for programs."""

import asyncio
import datetime as dt

import pyotp
import pytest

from core.errors import Conflict, Denied, InvalidInput, SignInFailed, Unauthenticated
from core.identity.accounts import remove_totp
from core.identity.api_tokens import NewApiToken, create_api_token, revoke_api_token
from core.identity.models import ApiToken
from core.identity.own import change_own_password, confirm_totp, enrol_totp
from core.identity.passwords import CHEAP, Passwords
from core.policy.vocabulary import Action
from tests.core.identity.house import OFFICE, PASSWORD, TOWN


@pytest.fixture
async def token(worker) -> str:
    """The session of a town's leader."""
    await worker.person("heshang", "town.leader", TOWN)
    return await worker.token("heshang")


async def enrolled(worker, token) -> pyotp.TOTP:
    """A second factor in force; its present code is used up."""
    async with worker.working(token) as work:
        enrolment = await enrol_totp(work, worker.credentials)
    phone = pyotp.TOTP(enrolment.seed)
    assert enrolment.uri.startswith("otpauth://totp/")
    assert enrolment.seed not in repr(enrolment)
    async with worker.working(token) as work:
        await confirm_totp(work, worker.credentials, phone.at(worker.clock.now()))
    return phone


async def test_the_password_changes_and_other_sessions_end(worker, token):
    elsewhere = await worker.token("heshang")
    async with worker.working(token) as work:
        await change_own_password(work, worker.credentials, PASSWORD, "Louta-2027-river")
    assert await worker.actor(token)
    with pytest.raises(Unauthenticated):
        await worker.actor(elsewhere)
    with pytest.raises(SignInFailed):
        await worker.sign_in("heshang", PASSWORD)
    assert await worker.sign_in("heshang", "Louta-2027-river")


async def test_a_wrong_present_password_changes_nothing(worker, token):
    with pytest.raises(InvalidInput):
        async with worker.working(token) as work:
            await change_own_password(work, worker.credentials, "guess", "Louta-2027-river")
    assert await worker.sign_in("heshang")


async def test_the_last_five_passwords_do_not_come_back(worker, token):
    used = [PASSWORD]
    for number in range(5):
        fresh = f"Louta-{number}-river"
        async with worker.working(token) as work:
            await change_own_password(work, worker.credentials, used[-1], fresh)
        used.append(fresh)
    for old in used[1:]:
        with pytest.raises(InvalidInput) as caught:
            async with worker.working(token) as work:
                await change_own_password(work, worker.credentials, used[-1], old)
        assert caught.value.stable_code == "WEAK_PASSWORD"
    async with worker.working(token) as work:
        await change_own_password(work, worker.credentials, used[-1], used[0])


async def test_an_enrolled_second_factor_is_asked_for_and_each_code_works_once(worker, token):
    phone = await enrolled(worker, token)
    with pytest.raises(SignInFailed) as caught:
        await worker.sign_in("heshang")
    assert caught.value.stable_code == "TOTP_REQUIRED"
    with pytest.raises(SignInFailed):
        await worker.sign_in("heshang", totp=phone.at(worker.clock.now()))
    worker.clock.advance(seconds=30)
    code = phone.at(worker.clock.now())
    assert await worker.sign_in("heshang", totp=code)
    with pytest.raises(SignInFailed) as caught:
        await worker.sign_in("heshang", totp=code)
    assert caught.value.stable_code == "SIGN_IN_FAILED"


class Abreast(Passwords):
    """Waits until two sign-ins have both read what is stored, before either goes on."""

    def __init__(self, barrier: asyncio.Barrier) -> None:
        super().__init__(cost=CHEAP)
        self._barrier = barrier

    async def verify(self, password, stored):
        await self._barrier.wait()
        return await super().verify(password, stored)


async def test_one_code_opens_one_session_even_at_once(workers, token):
    phone = await enrolled(workers[0], token)
    barrier = asyncio.Barrier(2)
    for worker in workers:
        worker.passwords.close()
        worker.passwords = Abreast(barrier)
    workers[0].clock.advance(seconds=30)
    code = phone.at(workers[0].clock.now())
    both = await asyncio.gather(
        *(worker.sign_in("heshang", totp=code) for worker in workers), return_exceptions=True
    )
    assert [isinstance(one, SignInFailed) for one in both].count(True) == 1


async def test_a_missing_code_is_no_guess_but_a_wrong_one_is(worker, token):
    phone = await enrolled(worker, token)
    for _ in range(6):
        with pytest.raises(SignInFailed) as caught:
            await worker.sign_in("heshang")
        assert caught.value.stable_code == "TOTP_REQUIRED"
    for _ in range(5):
        with pytest.raises(SignInFailed):
            await worker.sign_in("heshang", totp="999999")
    worker.clock.advance(seconds=30)
    with pytest.raises(SignInFailed) as caught:
        await worker.sign_in("heshang", totp=phone.at(worker.clock.now()))
    assert caught.value.stable_code == "ACCOUNT_LOCKED"


async def test_an_unconfirmed_second_factor_locks_nobody_out(worker, token):
    async with worker.working(token) as work:
        await enrol_totp(work, worker.credentials)
    with pytest.raises(InvalidInput):
        async with worker.working(token) as work:
            await confirm_totp(work, worker.credentials, "not it")
    assert await worker.sign_in("heshang")


async def test_a_second_factor_in_force_is_removed_by_the_security_officer_only(worker, token):
    await enrolled(worker, token)
    with pytest.raises(Conflict):
        async with worker.working(token) as work:
            await enrol_totp(work, worker.credentials)
    account = (await worker.actor(token)).account_id
    for name, may in (("system", False), ("security", True)):
        await worker.person(name, f"officer.{name}", OFFICE)
        officer = await worker.token(name)
        if may:
            async with worker.working(officer) as work:
                await remove_totp(work, worker.credentials, account)
        else:
            with pytest.raises(Denied):
                async with worker.working(officer) as work:
                    await remove_totp(work, worker.credentials, account)
    assert await worker.sign_in("heshang")


async def issue(worker, token, **given):
    until = worker.clock.now() + dt.timedelta(days=30)
    values = {"name": "月报", "actions": ("read",), "expires_at": until, **given}
    async with worker.working(token) as work:
        return await create_api_token(work, worker.credentials, NewApiToken(**values))


async def test_an_api_token_narrows_its_owner(worker, token):
    issued = await issue(worker, token, plugins=("licensing",))
    assert issued.clear.startswith(issued.token.prefix)
    assert issued.clear not in repr(issued)
    access = await worker.access(issued.clear)
    assert access.actor.duties == (await worker.actor(token)).duties
    assert access.actor.session_id is None
    assert access.allows("core:Account", Action.READ)
    assert not access.allows("core:Account", Action.SUBMIT)
    assert access.actor.limits.admits("licensing:Licence", "read")
    assert not access.actor.limits.admits("food_safety:Recall", "read")


async def test_an_api_token_makes_no_tokens_and_changes_no_password(worker, token):
    issued = await issue(worker, token, actions=tuple(Action))
    with pytest.raises(Denied):
        await issue(worker, issued.clear)
    with pytest.raises(Denied):
        async with worker.working(issued.clear) as work:
            await change_own_password(work, worker.credentials, PASSWORD, "Louta-2027-river")


async def test_an_api_token_expires_and_is_revoked(worker, token):
    first, second = await issue(worker, token), await issue(worker, token)
    assert await worker.actor(first.clear)
    async with worker.working(token) as work:
        await revoke_api_token(work, first.token.id)
    with pytest.raises(Unauthenticated):
        await worker.actor(first.clear)
    worker.clock.advance(days=30, seconds=-1)
    assert await worker.actor(second.clear)
    worker.clock.advance(seconds=1)
    with pytest.raises(Unauthenticated):
        await worker.actor(second.clear)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", " "),
        ("actions", ()),
        ("actions", ("read", "everything")),
        ("plugins", ("Licensing; drop",)),
        ("expires_at", dt.datetime(2026, 11, 1, tzinfo=dt.UTC)),
        ("expires_at", dt.datetime(2027, 11, 25, tzinfo=dt.UTC)),
    ],
)
async def test_a_token_without_bounds_is_refused(worker, token, field, value):
    with pytest.raises(InvalidInput):
        await issue(worker, token, **{field: value})
    assert await worker.rows(ApiToken) == []


async def test_nobody_revokes_the_token_of_another(worker, token):
    issued = await issue(worker, token)
    await worker.person("louta", "town.leader", TOWN)
    other = await worker.token("louta")
    with pytest.raises(Exception) as caught:
        async with worker.working(other) as work:
            await revoke_api_token(work, issued.token.id)
    assert caught.value.stable_code == "NOT_FOUND"
    assert await worker.actor(issued.clear)
