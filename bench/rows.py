# ruff: noqa: S608  the statements are put together from constants of this file
"""510,000 invented rows, made by PostgreSQL itself: the size of the real bureau's own tables.

Made as the owner with the reach of the core's own work, so every row passes the wall. Numbers here
have the form of real ones and no valid check digit; nothing but their length and order matters.
"""

import datetime as dt
import json
from typing import Final

import asyncpg

from core.store.personal import seal
from core.store.wall import REACH

SEALED: Final = 200
"""Different names and telephone numbers; encrypting one for each row would only take time."""

TOWN: Final = "$1::int[]"
_NAMES: Final = (
    "'杭州萧山' || (array['钱江','湘湖','临浦','瓜沥','义桥','戴村','浦阳','进化','河上','新塘',"
    "'衙前','宁围','南阳','靖江','党湾','益农'])[1 + n % 16]"
    " || (array['兴','盛','华','丰','泰','安','宏','远','诚','信','瑞','祥','永','昌','嘉','和',"
    "'金','明','德','顺','利','达','新','成','辉'])[1 + n * 7 % 25]"
    " || (array['隆','源','茂','发','荣','康','通','宇','博','业','正','凯','飞','龙','腾','骏'])"
    "[1 + n * 11 % 16]"
    " || (array['食品','电梯','机械','化纤','纺织','电缆','塑料','包装'])[1 + n * 3 % 8]"
    " || '有限公司'"
)
_DAY: Final = "$2::date"
_RANDOM_TOWN: Final = f"({TOWN})[1 + floor(power(random(), 1.6) * cardinality({TOWN}))::int]"
"""Towns differ in size: the largest has some 13 % of the rows, the smallest 2 %."""

COUNTS: Final = {
    "enterprise": 20_000,
    "enterprise_card": 20_000,
    "site": 60_000,
    "key_unit_designation": 5_000,
    "licence": 280_000,
    "licence_event": 100_000,
    "organisation": 1_500,
    "account": 2_000,
    "post": 2_000,
    "session": 4_000,
    "api_token": 500,
    "ledger_entry": 15_000,
}
"""510,000 together; reference data and the policy come on top."""

STATEMENTS: Final[dict[str, str]] = {
    "enterprise": f"""
insert into enterprise (town_id, name, credit_code, organisation_code, kind, status, industry_code,
  address, legal_representative, phone, is_key_unit, search_text, version, change_id)
select {_RANDOM_TOWN}, name, '91330109MA' || lpad(n::text, 8, '0'), lpad(n::text, 9, '0'),
  (array['ENTERPRISE','SOLE_TRADER','COOPERATIVE'])[1 + n % 3],
  (array['OPEN','OPEN','OPEN','OPEN','SUSPENDED','CLOSED'])[1 + n % 6],
  (1000 + n % 900)::text, '通惠路' || n || '号', $3::jsonb -> (n % {SEALED}),
  $4::jsonb -> (n % {SEALED}), n % 66 = 0,
  name || ' ' || left(md5(name), 12) || ' 91330109ma' || lpad(n::text, 8, '0'), 1, $5::int
from (select n, {_NAMES} as name from generate_series(1, $6::int) as n) as made""",
    "enterprise_card": """
insert into enterprise_card (id, name, town_id)
select id, name, town_id from enterprise order by id limit $6::int""",
    "site": f"""
insert into site (enterprise_id, town_id, name, address, version, change_id)
select e.id, case when n <= 20000 then e.town_id else {_RANDOM_TOWN} end,
  (array['一号厂区','二号厂区','三号厂区'])[1 + (n - 1) / 20000], '建设路' || n || '号', 1, $5::int
from generate_series(1, $6::int) as n join enterprise as e on e.id = 1 + (n - 1) % 20000""",
    "key_unit_designation": f"""
insert into key_unit_designation (enterprise_id, town_id, kind, reason, designated_on, released_on,
  release_reason, version)
select e.id, e.town_id, (array['SPECIAL_EQUIPMENT','FOOD'])[1 + n % 2], '风险等级较高',
  {_DAY} - (n % 2000), case when n % 4 = 0 then {_DAY} - (n % 300) end,
  case when n % 4 = 0 then '风险降低' end, 1
from generate_series(1, $6::int) as n join enterprise as e on e.id = 1 + n * 4 % 20000""",
    "licence": f"""
insert into licence (enterprise_id, site_id, town_id, type_id, number, covers, authority, issued_on,
  valid_from, valid_until, renew_by, status, origin, renewal_applied_on, renewal_timely,
  warning_rule, search_text, version, change_id)
select e.id, null, e.town_id, t.id, number, array['糕点','茶叶'], '杭州市质量技术监督局萧山分局',
  until - 1095, until - 1095, until, until - 180,
  (array['VALID','VALID','VALID','VALID','VALID','VALID','SUSPENDED','CANCELLED'])[1 + n % 8],
  (array['LOCAL','EXTERNAL'])[1 + n % 2], case when n % 40 = 0 then {_DAY} - 10 end,
  case when n % 40 = 0 then true end, t.warning_rule,
  lower(number) || ' ' || e.name, 1, $5::int
from (select n,
    'BM' || lpad((n::bigint * 7919 % 1000000)::text, 6, '0') || lpad(n::text, 6, '0') as number,
    {_DAY} - 400 + (random() * 1800)::int as until from generate_series(1, $6::int) as n) as made
  join enterprise as e on e.id = 1 + n % 20000
  join (select *, row_number() over (order by id) as place, count(*) over () as kinds
    from licence_type) as t on t.place = 1 + n % t.kinds""",
    "licence_event": f"""
insert into licence_event (licence_id, enterprise_id, town_id, act, happened_on, legal_basis,
  reason, decided_as, recorded_at)
select l.id, l.enterprise_id, l.town_id, 'REGISTERED', l.issued_on, '行政许可法', '首次登记',
  array['branch.licensing_clerk'], {_DAY} - interval '1 hour' * n
from generate_series(1, $6::int) as n join licence as l on l.id = 1 + n * 2""",
    "organisation": f"""
insert into organisation (code, tier, name, enterprise_id, valid_from)
select 'E-' || e.id, 'ENTERPRISE', e.name, e.id, {_DAY} - 1000
from enterprise as e order by e.id limit $6::int""",
    "account": f"""
insert into account (username, name, phone, organisation_id, enterprise_id, must_change_password,
  created_at, version)
select 'bench-' || n, '样本' || n, $4::jsonb -> (n % {SEALED}), o.id, o.enterprise_id, false,
  {_DAY} - interval '1 hour' * n, 1
from generate_series(1, $6::int) as n
  join organisation as o on o.code = 'E-' || (1 + n % 1500)""",
    "post": f"""
insert into post (account_id, role, organisation_id, enterprise_id, valid_from)
select a.id, 'enterprise.clerk', a.organisation_id, a.enterprise_id, {_DAY} - a.id
from account as a order by a.id limit $6::int""",
    "session": f"""
insert into session (account_id, token_hash, kind, created_at, last_seen_at, idle_minutes,
  expires_at, ip, user_agent)
select 1 + n % 2000, 'bench-' || n, 'BEARER', {_DAY} - interval '1 minute' * (n * 7 % 4001),
  {_DAY} - interval '1 second' * (n * 11 % 4001), 30, {_DAY} + 1, '192.0.2.1', 'bench'
from generate_series(1, $6::int) as n""",
    "api_token": f"""
insert into api_token (account_id, name, prefix, token_hash, actions, plugins, created_at,
  expires_at)
select n, 'token ' || n * 7 % 501, 'zjt_', 'bench-' || n, '{{}}', '{{}}', {_DAY} - 30, {_DAY} + n
from generate_series(1, $6::int) as n""",
    "ledger_entry": f"""
insert into ledger_entry (at, request_id, account_id, username, roles, tier, ip, operation, action,
  resource, outcome, code, reason, changes, policy_version, trace)
select {_DAY} - interval '1 minute' * n, 'bench-' || n, 1 + n % 2000, 'bench-' || 1 + n % 2000,
  array['enterprise.clerk'], 'ENTERPRISE', '192.0.2.1', 'registerLicence', 'create',
  'licensing:Licence', 'ACCEPTED', '', '', '[]', 1, ''
from generate_series(1, $6::int) as n""",
}


async def make_rows(owner_url: str, day: dt.date) -> int:
    """Fill a prepared database; says how many rows were made. Needs the data key."""
    connection = await asyncpg.connect(owner_url)
    try:
        async with connection.transaction():
            await connection.execute("select set_config($1, 'system', true), setseed(0.5)", REACH)
            shared = await _shared(connection, day)
            made = 0
            for table, statement in STATEMENTS.items():
                given = [*shared, COUNTS[table]]
                used = [value for n, value in enumerate(given, 1) if f"${n}::" in statement]
                done = await connection.execute(_renumbered(statement), *used)
                made += int(done.split()[-1])
        await connection.execute("vacuum analyze")
    finally:
        await connection.close()
    return made


async def _shared(connection: "asyncpg.Connection[asyncpg.Record]", day: dt.date) -> list[object]:
    """The values $1 to $5: towns, day, sealed names, sealed telephone numbers, the change set."""
    towns = await connection.fetch(
        "select id from division where kind in ('STREET', 'TOWN') and valid_to is null order by id"
    )
    change = await connection.fetchval(
        "insert into change_set (kind, source, confirmed_at, reason) "
        "values ('IMPORT', 'bench', $1, 'bench') returning id",
        dt.datetime.combine(day, dt.time(), dt.UTC),
    )
    names = [_sealed(f"王{n}", "name") for n in range(SEALED)]
    phones = [_sealed(f"1380000{n:04}", "phone") for n in range(SEALED)]
    return [[row["id"] for row in towns], day, json.dumps(names), json.dumps(phones), change]


def _sealed(text: str, kind: str) -> dict[str, str]:
    sealed = seal(text, kind)
    return {"c": sealed.cipher, "m": sealed.mask, "i": sealed.index}


def _renumbered(statement: str) -> str:
    """PostgreSQL wants parameters without gaps."""
    numbers = [n for n in range(1, 7) if f"${n}::" in statement]
    for new, old in enumerate(numbers, 1):
        statement = statement.replace(f"${old}::", f"${new}::")
    return statement
