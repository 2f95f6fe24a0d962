"""Signing in: what answers alike, what locks and for how long, what is due before a session."""

import asyncio

import pytest

from core.errors import InvalidInput, Refused, SignInFailed, ZhijianError
from core.identity.attempts import ACCOUNT_LIMIT, ADDRESS_LIMIT
from core.identity.models import Account, Credential, Outcome, Session, SignInAttempt
from core.identity.passwords import STRONG, Passwords
from tests.core.identity.house import PASSWORD, TOWN


async def refusal(attempt) -> ZhijianError:
    with pytest.raises(ZhijianError) as caught:
        await attempt
    return caught.value


async def test_a_session_begins_and_its_token_is_not_stored(worker):
    account = await worker.person("heshang", "town.quality_officer", TOWN)
    signed = await worker.sign_in("  HESHANG ")
    assert signed.account_id == account
    assert signed.token.startswith("zj_s_")
    assert signed.token not in repr(signed)
    (session,) = await worker.rows(Session)
    assert signed.token not in (session.token_hash, session.user_agent)


async def test_unknown_wrong_and_disabled_answer_alike(worker):
    await worker.person("heshang", "town.quality_officer", TOWN)
    gone = await worker.person("gone", "town.quality_officer", TOWN)
    async with worker.store.system() as session:
        (await session.get_one(Account, gone)).disabled_at = worker.clock.now()
    before = worker.passwords.checked
    answers = [
        await refusal(worker.sign_in(name, password))
        for name, password in [
            ("heshang", "wrong"),
            ("nobody", PASSWORD),
            ("gone", PASSWORD),
            ("x" * 5_000, "y" * 5_000),
            ("a\0b", "c\0d"),
            ("\ud800", "\udfff"),
        ]
    ]
    assert {(str(a), a.stable_code, str(a.explain)) for a in answers} == {
        (str(answers[0]), "SIGN_IN_FAILED", "None")
    }
    assert worker.passwords.checked == before + 6


async def test_the_sixth_guess_is_not_tried_and_the_lock_tells_the_minutes(worker):
    await worker.person("heshang", "town.quality_officer", TOWN)
    for _ in range(ACCOUNT_LIMIT):
        assert (await refusal(worker.sign_in("heshang", "no"))).stable_code == "SIGN_IN_FAILED"
        worker.clock.advance(minutes=1)
    checked = worker.passwords.checked
    locked = await refusal(worker.sign_in("heshang"))
    assert isinstance(locked, SignInFailed)
    assert (locked.stable_code, locked.explain) == ("ACCOUNT_LOCKED", {"minutesLeft": 14})
    assert "14" in locked.chinese
    assert worker.passwords.checked == checked
    worker.clock.advance(minutes=13, seconds=59)
    assert (await refusal(worker.sign_in("heshang"))).explain == {"minutesLeft": 1}
    worker.clock.advance(seconds=1)
    assert await worker.sign_in("heshang")


async def test_unknown_names_lock_like_known_ones(worker):
    for _ in range(ACCOUNT_LIMIT):
        await refusal(worker.sign_in("nobody", "no"))
    assert (await refusal(worker.sign_in("nobody", "no"))).stable_code == "ACCOUNT_LOCKED"


async def test_other_accounts_of_the_town_are_not_locked(worker):
    await worker.person("heshang", "town.quality_officer", TOWN)
    await worker.person("heshang2", "town.leader", TOWN)
    for _ in range(ACCOUNT_LIMIT + 1):
        await refusal(worker.sign_in("heshang", "no"))
    assert await worker.sign_in("heshang2")


async def test_parallel_guesses_from_two_workers_are_counted_together(workers):
    await workers[0].person("heshang", "town.quality_officer", TOWN)
    guesses = [workers[i % 2].sign_in("heshang", f"guess {i}", ip=f"10.0.0.{i}") for i in range(40)]
    answers = await asyncio.gather(*guesses, return_exceptions=True)
    assert sum(worker.passwords.checked for worker in workers) == ACCOUNT_LIMIT
    codes = [answer.stable_code for answer in answers]
    assert codes.count("SIGN_IN_FAILED") == ACCOUNT_LIMIT
    assert set(codes) <= {"SIGN_IN_FAILED", "ACCOUNT_LOCKED", "SIGN_IN_BUSY"}
    assert (await refusal(workers[1].sign_in("heshang"))).stable_code == "ACCOUNT_LOCKED"


async def test_right_passwords_at_once_never_lock(workers):
    await workers[0].person("heshang", "town.quality_officer", TOWN)
    many = [workers[i % 2].sign_in("heshang") for i in range(12)]
    answers = await asyncio.gather(*many, return_exceptions=True)
    refused = [a for a in answers if isinstance(a, ZhijianError)]
    assert {a.stable_code for a in refused} <= {"SIGN_IN_BUSY"}
    assert all(isinstance(a, Refused) for a in refused)
    assert await workers[1].sign_in("heshang")


async def test_an_attempt_whose_worker_died_stays_a_failure(worker):
    await worker.person("heshang", "town.quality_officer", TOWN)
    for _ in range(ACCOUNT_LIMIT):
        await worker.add(
            SignInAttempt(
                username="heshang", ip="x", at=worker.clock.now(), outcome=Outcome.CHECKING
            )
        )
    assert (await refusal(worker.sign_in("heshang"))).stable_code == "SIGN_IN_BUSY"
    worker.clock.advance(minutes=2)
    assert (await refusal(worker.sign_in("heshang"))).stable_code == "ACCOUNT_LOCKED"


async def test_one_address_cannot_lock_the_whole_town(worker):
    await worker.person("desk", "town.quality_officer", TOWN)
    await worker.sign_in("desk", ip="6.6.6.6")
    names = [f"town{i}" for i in range(ADDRESS_LIMIT // ACCOUNT_LIMIT + 2)]
    for name in names:
        await worker.person(name, "town.quality_officer", TOWN)
    codes = [
        (await refusal(worker.sign_in(name, "no", ip="6.6.6.6"))).stable_code
        for name in names
        for _ in range(ACCOUNT_LIMIT)
    ]
    assert codes.count("SIGN_IN_FAILED") == ADDRESS_LIMIT
    assert codes[ADDRESS_LIMIT:] == ["ADDRESS_LIMITED"] * 10
    assert await worker.sign_in(names[-1], ip="10.0.0.8")
    assert await worker.sign_in("desk", ip="6.6.6.6")


async def test_a_one_time_password_opens_no_session_without_a_new_one(worker):
    await worker.person("heshang", "town.leader", TOWN, must_change_password=True)
    due = await refusal(worker.sign_in("heshang"))
    assert due.stable_code == "PASSWORD_CHANGE_REQUIRED"
    weak = await refusal(worker.sign_in("heshang", new_password="short"))
    assert isinstance(weak, InvalidInput)
    again = await refusal(worker.sign_in("heshang", new_password=PASSWORD))
    assert again.stable_code == "WEAK_PASSWORD"
    assert await worker.rows(Session) == []
    assert await worker.sign_in("heshang", new_password="Louta-2027-river")
    assert (await refusal(worker.sign_in("heshang"))).stable_code == "SIGN_IN_FAILED"
    assert await worker.sign_in("heshang", "Louta-2027-river")


async def test_a_cheap_hash_is_replaced_at_sign_in(worker):
    account = await worker.person("heshang", "town.leader", TOWN)
    worker.passwords.close()
    worker.passwords = Passwords(cost=STRONG)
    await worker.sign_in("heshang")
    async with worker.store.system() as session:
        stored = (await session.get_one(Credential, account)).password_hash
    assert f"m={STRONG.memory_kib}," in stored
    assert await worker.sign_in("heshang")
