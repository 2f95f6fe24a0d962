"""The demonstration in the database: how much, how sound, how walled, and the same every time."""

import hashlib
import re
from random import Random

import asyncpg
import pytest
import sqlalchemy as sa

from core.demo.accounts import Filling, demo_accounts, enrol, filling, seeds, set_password
from core.demo.filling import clear, make_world, reference
from core.demo.loading import load
from core.demo.words import brands
from core.demo.world import FULL, Plan, scale_of
from core.errors import StoreError
from core.plugins import Plugins
from core.policy.defaults import load_roles
from core.policy.vocabulary import Tier
from core.prepare import prepare
from core.register.numbers import check_credit_code, check_registration_number
from core.settings import Settings
from core.store.base import Base
from core.store.engine import Store
from tests.core.demo.conftest import TODAY
from tests.fixtures.clock import TestClock

RANDOM = re.compile(r'"c": "[^"]*", ')
"""The cipher of personal data: encryption draws a new nonce every time."""


async def fingerprint(filled):
    """A hash over all rows of all tables but the ciphers."""
    found = {}
    shipped = (t for t in Base.metadata.sorted_tables if not t.name.startswith("tests_"))
    for table in shipped:
        key = ", ".join(column.name for column in table.primary_key)
        rows = await filled.rows(f"select t::text as line from {table.name} t order by {key}")
        text = "\n".join(RANDOM.sub("", row["line"].replace('""', '"')) for row in rows)
        found[table.name] = hashlib.sha256(text.encode()).hexdigest()
    return found


async def test_the_world_has_the_bureaus_scale(filled):
    towns = await filled.one("select count(*) from division where kind in ('TOWN', 'STREET')")
    units = "select kind, count(*) from key_unit_designation where released_on is null group by 1"
    stations = "select count(*) from organisation where tier = 'STATION'"
    assert towns == 28
    assert dict(await filled.rows(units)) == {"SPECIAL_EQUIPMENT": 180, "FOOD": 120}
    assert await filled.one(stations) == 8
    assert await filled.one("select count(*) from enterprise") == 1_800
    assert await filled.one("select count(*) from enterprise where is_key_unit") == 300
    assert (
        await filled.one("select count(distinct town_id) from enterprise where is_key_unit") == 28
    )
    assert await filled.one("select count(*) from enterprise_card") == 1_800
    assert filled.stored > 5_000


async def test_numbers_of_enterprises_are_valid_and_of_every_kind(filled):
    rows = await filled.rows("select credit_code, registration_no from enterprise")
    codes = [row["credit_code"] for row in rows if row["credit_code"]]
    old = [row["registration_no"] for row in rows if not row["credit_code"]]
    assert {code[:8] for code in codes} == {"91330109", "92330109", "N2330109"}
    assert all(check_credit_code(code).acceptable for code in codes)
    assert old
    assert all(check_registration_number(number).problems == () for number in old)


async def test_personal_data_is_sealed(filled):
    found = await filled.rows("select phone, legal_representative from enterprise limit 20")
    assert found
    for row in found:
        assert '"c": "' in row["phone"]
        assert '"m": "199****' in row["phone"]
        assert "1990000" not in row["phone"]


async def test_every_role_but_the_public_has_an_account(filled):
    roles = load_roles()
    async with filled.store.system() as session:
        accounts = await demo_accounts(session, roles)
    assert {a.role for a in accounts} == {n for n, r in roles.items() if r.tier is not Tier.PUBLIC}
    assert {"坎山镇、瓜沥镇"} == {a.place for a in accounts if "guali" in a.username} - {"瓜沥镇"}
    assert len({a.username for a in accounts}) == len(accounts)


async def test_stations_share_the_towns_out(filled):
    attached = await filled.rows(
        "select division_id, count(distinct post.organisation_id) as stations from post_division "
        "join post on post.id = post_id where role = 'station.head' group by 1"
    )
    assert len(attached) == 28
    assert {row["stations"] for row in attached} == {1}


async def test_the_wall_stands_after_loading(filled):
    walled = "select bool_and(relrowsecurity and relforcerowsecurity) from pg_class where relname "
    assert await filled.one(walled + "in ('enterprise', 'account', 'credential', 'post')")
    owner = await asyncpg.connect(filled.endpoints.owner)
    try:
        assert await owner.fetchval("select count(*) from enterprise") == 0
    finally:
        await owner.close()


async def test_sequences_are_past_the_rows(filled):
    for table in ("enterprise", "account", "post", "site", "change_set"):
        following = await filled.one(f"select nextval(pg_get_serial_sequence('{table}', 'id'))")
        assert following > await filled.one(f"select max(id) from {table}")


async def test_equal_seed_and_day_make_equal_rows(filled, filled_with):
    expected = await fingerprint(filled)
    async with filled_with(Plan(TODAY)) as again:
        assert await fingerprint(again) == expected
    async with filled_with(Plan(TODAY, seed=2)) as other:
        found = await fingerprint(other)
    assert found["enterprise"] != expected["enterprise"]
    assert found["account"] != expected["account"]
    assert found["division"] == expected["division"]


async def test_the_common_password_can_be_changed_and_second_factors_given(filled_with):
    async with filled_with(Plan(TODAY, scale=0)) as own:
        async with own.store.system() as session:
            assert await filling(session) is Filling.DEMONSTRATION
            await session.execute(
                sa.text("update credential set password_hash = 'my own' where account_id = 1")
            )
            await set_password(session, "another", own.store.clock.now())
            await enrol(session, own.store.clock.now())
            factors = await seeds(session)
        hashes = dict(await own.rows("select password_hash, count(*) from credential group by 1"))
        assert set(hashes) == {"my own", "another"}
        assert hashes["my own"] == 1
        assert len(factors) == hashes["another"]
        assert all(len(seed) == 32 for seed in factors.values())


async def test_clearing_leaves_nothing_and_filling_works_again(filled_with, tmp_path):
    async with filled_with(Plan(TODAY, scale=0)) as own:
        await own.store.close()
        settings = Settings(var=tmp_path, _env_file=None)
        await clear(settings, own.endpoints)
        left = await own.one("select count(*) from pg_tables where schemaname = 'public'")
        assert left == 0


@pytest.mark.parametrize(
    ("rows", "table"),
    [
        ({"enterprise_card": [{"id": 999_999, "name": "x", "town_id": 1}]}, "enterprise_card"),
        ({"nowhere": [{"id": 1}]}, "nowhere"),
        ({"site": [{"id": 999_999, "colour": "red"}]}, "site"),
    ],
)
async def test_a_refused_row_names_its_table_and_nothing_is_stored(filled, rows, table):
    before = await filled.one("select count(*) from enterprise_card")
    good = {"id": 999_998, "kind": "IMPORT", "source": "", "confirmed_at": None, "reason": ""}
    with pytest.raises(StoreError, match=table):
        await load(filled.endpoints.owner, Base.metadata, {**rows, "change_set": [good]})
    assert await filled.one("select count(*) from enterprise_card") == before
    assert await filled.one("select count(*) from change_set where id = 999998") == 0


def test_a_scale_is_a_number_or_a_name():
    assert scale_of("full") == FULL
    assert scale_of("10x") == 10 * FULL
    assert scale_of("2.5") == 2.5
    for wrong in ("never", "-1", "nan", "inf"):
        with pytest.raises(ValueError):
            scale_of(wrong)


def test_there_are_brands_for_every_scale():
    """Those of small scales do not change when larger ones need more."""
    few, many = (brands(Random(1), n) for n in (1_800, 700_000))  # noqa: S311  repeatable
    assert len(set(few)) == 1_800
    assert len(set(many)) == 700_000


@pytest.mark.soak
async def test_the_full_scale_is_510_000_rows_and_the_same_every_time(databases):
    """By seed and day alone. What is random by intent, the ciphers, is made at the storing."""
    endpoints, plugins = databases.make_database("demo_full"), Plugins(strict=True).load()
    await prepare(endpoints, plugins, TestClock(TODAY))
    store = Store(endpoints.app, TestClock(TODAY))
    known = await reference(store)
    await store.close()
    digests = set()
    for _ in range(2):
        made = make_world(known, plugins, Plan(TODAY, 1, FULL)).made
        rows = sum(map(len, made.values())) + len(made["account"])  # each gets a credential
        assert 510_000 <= rows < 520_000
        digests.add(hashlib.sha256(repr(made).encode()).hexdigest())
    assert len(digests) == 1
