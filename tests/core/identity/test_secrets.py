"""Passwords, seeds and tokens: what they are made of and what is refused."""

import datetime as dt

import pyotp
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import InvalidInput
from core.identity.password_policy import MLPS3
from core.identity.passwords import CHEAP, STRONG, Passwords
from core.identity.tokens import (
    API_PREFIX,
    SESSION_PREFIX,
    new_token,
    one_time_password,
    token_digest,
)
from core.identity.totp import accepted_step, new_seed
from core.identity.usernames import fold_username

NOON = dt.datetime(2026, 11, 23, 4, 0, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    "password",
    [
        "Ab1-efghi",
        "abcdefghij1",
        "ABCDEFGHIJ-",
        "1234567890",
        "Password123!",
        "P@ssw0rd2026!",
        "Qwerty12345!",
        "1qaz2wsx3EDC!",
        "Aa1111111111",
        "Zhijian-2026",
        "My-heshang-9",
        "My-HeShang-9",
        "Aa1-" * 40,
    ],
)
def test_a_weak_password_is_refused(password):
    with pytest.raises(InvalidInput) as caught:
        MLPS3.check(password, "heshang")
    assert caught.value.stable_code == "WEAK_PASSWORD"


@pytest.mark.parametrize(
    "password", ["Louta-2027-river", "correct horse Battery", "萧山Bridge七座9桥x"]
)
def test_a_good_password_passes(password):
    MLPS3.check(password, "heshang")


@given(st.binary(min_size=16, max_size=16))
def test_a_one_time_password_fulfils_the_policy(noise):
    MLPS3.check(one_time_password(lambda count: noise[:count]), "heshang")


@pytest.fixture
def passwords():
    made = Passwords(cost=CHEAP)
    yield made
    made.close()


async def test_an_unknown_user_costs_a_real_comparison(passwords, monkeypatch):
    compared = []
    honest = passwords._hash.verify_and_update

    def watch(password, stored):
        compared.append(stored)
        return honest(password, stored)

    monkeypatch.setattr(passwords._hash, "verify_and_update", watch)
    hashed = await passwords.hash("Louta-2027-river")
    assert not (await passwords.verify("", None)).fits
    assert (await passwords.verify("Louta-2027-river", hashed)).fits
    nobody, known = (stored.split("$")[1:4] for stored in compared)
    assert nobody == known == ["argon2id", "v=19", "m=8,t=1,p=1"]


async def test_the_strong_parameters_are_the_default_and_replace_others(passwords):
    cheap = await passwords.hash("Louta-2027-river")
    strong = Passwords()
    verdict = await strong.verify("Louta-2027-river", cheap)
    strong.close()
    assert verdict.fits
    assert f"$m={STRONG.memory_kib},t={STRONG.passes},p={STRONG.lanes}$" in str(verdict.rehashed)


async def test_a_long_password_is_not_cut_to_one_that_fits(passwords):
    hashed = await passwords.hash("x" * 128)
    assert (await passwords.verify("x" * 128, hashed)).fits
    assert not (await passwords.verify("x" * 129, hashed)).fits


def test_a_token_is_random_and_only_its_digest_is_kept():
    session, key = (new_token(p, lambda n: b"\xff" * n) for p in (SESSION_PREFIX, API_PREFIX))
    assert (len(session.clear), session.clear[:5], key.clear[:5]) == (48, "zj_s_", "zj_t_")
    assert session.digest == token_digest(session.clear) != key.digest
    assert session.clear not in repr(session)


@pytest.mark.parametrize(("late", "accepted"), [(-60, False), (-30, True), (30, True), (60, False)])
def test_a_phone_may_be_half_a_minute_off(late, accepted):
    seed = new_seed(lambda n: bytes(range(n)))
    code = pyotp.TOTP(seed).at(NOON + dt.timedelta(seconds=late))
    assert (accepted_step(seed, code, NOON, None) is not None) is accepted


def test_a_step_and_those_before_it_are_used_up():
    seed = new_seed(lambda n: bytes(range(n)))
    codes = [pyotp.TOTP(seed).at(NOON, counter_offset=n) for n in (-1, 0, 1)]
    used = accepted_step(seed, codes[1], NOON, None)
    assert [accepted_step(seed, code, NOON, used) for code in codes] == [None, None, used + 1]


@given(st.text())
def test_folding_is_stable(text):
    assert fold_username(fold_username(text)) == fold_username(text)
