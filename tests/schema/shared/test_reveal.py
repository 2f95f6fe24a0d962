"""Reveal: one value, for a purpose, written down first. Clear reading of many leaves a trace."""

import contextlib

import pytest
from sqlalchemy import event

from core.identity.models import Account
from core.policy.compiler import compile_table
from core.policy.rules import Rule
from schema.execution import Ask
from schema.shared import reveal as module
from tests.access import seeding
from tests.access.oracle import gid
from tests.access.rights import policy_rows
from tests.fixtures.small_world import token_of
from tests.schema.shared.people import everything

CHIEF, PHONE = "branch-licensing-chief", "13800001234"
ROLE = "branch.licensing_chief"
MAY = (
    f"{ROLE},core:Enterprise.phone,read,all,mask",
    f"{ROLE},core:Enterprise.phone,reveal,all,allow",
    f"{ROLE},core:Reveal,reveal,all,allow",
)
PHONES = "{ enterprises(first: 50) { nodes { phone } } }"


def under(bureau, *rows):
    """Put some more rules in force."""
    application = bureau.application
    rules = [Rule(*row) for row in policy_rows()] + [Rule(*row.split(",")) for row in rows]
    version = application.live.version + 1
    application.live.swap(compile_table(rules, application.assembly.domain, version))
    seeding.forget(application)


async def purpose(bureau, code="case"):
    (row,) = await bureau.rows("select id from reveal_purpose where code = $1", code)
    return gid("RevealPurpose", row["id"])


async def reveal(bureau, username=CHIEF, **given):
    asked = {
        "id": gid("Enterprise", bureau.world.enterprises["a1"]),
        "field": "phone",
        "purposeId": await purpose(bureau),
        "reason": "送达责令整改通知书",
    }
    return await bureau.as_user(username).run("reveal", "value", **asked | given)


def code(payload):
    return payload["userErrors"][0]["code"]


async def entries(bureau, operation):
    return await bureau.rows("select * from ledger_entry where operation = $1", operation)


async def test_one_value_is_shown_for_a_purpose_and_written_down(bureau):
    under(bureau, *MAY)
    shown = await bureau.as_user(CHIEF).ask(PHONES)
    assert {row["phone"] for row in shown["enterprises"]["nodes"]} == {"138****1234"}
    assert (await reveal(bureau))["value"] == PHONE
    (entry,) = await entries(bureau, "reveal")
    firm = gid("Enterprise", bureau.world.enterprises["a1"])
    assert (entry["outcome"], entry["subject"]) == ("READ_PROTECTED", firm)
    assert entry["resource"] == "core:Enterprise.phone"
    assert entry["reason"] == "案件调查与送达｜送达责令整改通知书"
    assert PHONE not in str(dict(entry))


async def test_the_log_of_who_looked_at_a_subject_is_the_audit_officers(bureau):
    under(bureau, *MAY)
    await reveal(bureau)
    text = """query ($id: String!) { ledgerEntries(
      where: { subject: { eq: $id }, outcome: { eq: READ_PROTECTED } }
    ) { nodes { username resource reason } } }"""
    firm = gid("Enterprise", bureau.world.enterprises["a1"])
    found = await bureau.as_user("officer-audit").ask(text, id=firm)
    assert [row["username"] for row in found["ledgerEntries"]["nodes"]] == [CHIEF]
    found = await bureau.as_user("branch-data-clerk").ask(text, id=firm)
    assert found["ledgerEntries"]["nodes"] == []


async def test_sent_again_it_shows_nothing_again(bureau):
    under(bureau, *MAY)
    assert (await reveal(bureau, clientMutationId="once"))["value"] == PHONE
    assert (await reveal(bureau, clientMutationId="once"))["value"] is None
    outcomes = [entry["outcome"] for entry in await entries(bureau, "reveal")]
    assert outcomes == ["READ_PROTECTED", "ACCEPTED"], "shown once, and asked again"


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"reason": ""}, "INVALID_INPUT"),
        ({"reason": " 办案 "}, "INVALID_INPUT"),
        ({"purposeId": gid("RevealPurpose", 999)}, "INVALID_INPUT"),
        ({"field": "name"}, "NOT_PERSONAL"),
        ({"field": "nothing"}, "NOT_PERSONAL"),
        ({"field": "legalRepresentative"}, "DENIED"),
        ({"id": gid("Enterprise", 999_999)}, "NOT_FOUND"),
        ({"id": gid("LedgerSeal", 1)}, "NOT_PERSONAL"),
        ({"id": "?"}, "BAD_ID"),
    ],
)
async def test_what_is_not_allowed_shows_nothing(bureau, given, expected):
    under(bureau, *MAY)
    payload = await reveal(bureau, **given)
    assert (code(payload), payload["value"]) == (expected, None)
    (entry,) = await entries(bureau, "reveal")
    assert entry["outcome"] == "REFUSED"


async def test_a_purpose_that_has_ended_counts_no_more(bureau):
    under(bureau, *MAY)
    async with bureau.application.store.system() as session:
        found = await session.get(module.m.RevealPurpose, 3)
        found.valid_to = bureau.clock.now().date()
    payload = await reveal(bureau, purposeId=gid("RevealPurpose", 3))
    assert payload["userErrors"][0]["field"] == "purposeId"


@pytest.mark.parametrize(
    "rows",
    [
        MAY[:1] + MAY[2:],
        (*MAY, f"{ROLE},core:Enterprise.phone,reveal,all,deny"),
        (*MAY, f"{ROLE},core:Enterprise.phone,read,all,deny"),
        (*MAY, f"{ROLE},core:Enterprise,read,all,deny"),
    ],
)
async def test_every_rule_is_needed(bureau, rows):
    under(bureau, *rows)
    assert code(await reveal(bureau)) in ("DENIED", "NOT_PERSONAL", "NOT_FOUND", "INVALID_INPUT")


async def test_without_the_operations_rule_the_mutation_is_not_there(bureau):
    text = "mutation { reveal(input: {}) { value } }"
    for username in (CHIEF, "town-leader-a", "officer-audit", ""):
        assert "Cannot query field" in str(await bureau.as_user(username).errors(text))


async def test_it_keeps_to_the_callers_rows(bureau):
    extra = ("station.head,core:Reveal,reveal,all,allow",)
    extra += ("station.head,core:Enterprise.phone,reveal,all,allow",)
    under(bureau, *extra)
    there = gid("Enterprise", bureau.world.enterprises["c1"])
    assert (await reveal(bureau, "station-head-first"))["value"] == PHONE
    assert code(await reveal(bureau, "station-head-first", id=there)) == "NOT_FOUND"


async def test_the_security_officer_reveals_a_telephone_of_an_account(bureau):
    async with bureau.application.store.system() as session:
        account = await session.get(Account, bureau.world.accounts["town-leader-a"])
        account.phone = "13900007777"
    subject = gid("Account", bureau.world.accounts["town-leader-a"])
    shown = await reveal(
        bureau, "officer-security", id=subject, purposeId=await purpose(bureau, "account")
    )
    assert shown["value"] == "13900007777"


# ------------------------------------------------------------------ reading many


async def test_reading_many_in_clear_leaves_one_entry_for_each_field(bureau):
    text = "{ enterprises(first: 50) { nodes { name phone legalRepresentative } } }"
    for compiled in (True, False):
        await asked(bureau, "branch-data-clerk", text, compiled=compiled)
    found = await entries(bureau, "readPersonal")
    one = [("core:Enterprise.legalRepresentative", 6), ("core:Enterprise.phone", 6)]
    assert [(e["resource"], int(e["reason"].split()[1])) for e in found] == [*one, *one]
    assert {e["username"] for e in found} == {"branch-data-clerk"}
    assert {e["outcome"] for e in found} == {"READ_PROTECTED"}
    assert PHONE not in str([dict(e) for e in found])


async def asked(bureau, username, text, *, compiled=True):
    access = await bureau.application.access(token_of(username))
    answer = await bureau.application.answer(Ask(access=access, text=text, compile=compiled))
    assert b"errors" not in answer.body
    return answer


@contextlib.contextmanager
def counted(bureau):
    """Statements that anybody but the compiled read sends."""
    sent, store = [], bureau.application.store
    engines = [store.engine.sync_engine, store._system_engine.sync_engine]

    def note(_connection, _cursor, statement, *_):
        sent.append(statement)

    for engine in engines:
        event.listen(engine, "before_cursor_execute", note)
    yield sent
    for engine in engines:
        event.remove(engine, "before_cursor_execute", note)


@pytest.mark.parametrize(
    ("username", "text"),
    [
        ("town-leader-a", PHONES),
        ("superior-supervisor", PHONES),
        ("enterprise-manager-a1", PHONES),
        ("branch-data-clerk", "{ enterprises(first: 50) { nodes { name } } }"),
        ("branch-data-clerk", "{ accounts(first: 5) { nodes { phone } } }"),
    ],
)
async def test_nobody_else_pays_a_statement_for_it(bureau, username, text):
    """Who sees masks, the own house, or nothing personal: one read, and not a statement more."""
    await asked(bureau, username, text)
    reads = bureau.application.store.reads.statements
    with counted(bureau) as sent:
        answer = await asked(bureau, username, text)
    assert answer.read_path == "compiled"
    assert bureau.application.store.reads.statements == reads + 1
    assert sent == []
    assert await entries(bureau, "readPersonal") == []


async def test_without_the_entry_nothing_leaves(bureau):
    async def broken(_ask, _clear):
        raise RuntimeError("the ledger is away")

    bureau.application.executor.note = broken
    for compiled in (True, False):
        with pytest.raises(RuntimeError):
            await asked(bureau, "branch-data-clerk", PHONES, compiled=compiled)


# ------------------------------------------------------------------ a seeded defect


async def found_in_ledger(bureau):
    """Whether a reveal left what the log of a subject needs."""
    assert (await reveal(bureau))["value"] == PHONE
    return [e for e in await entries(bureau, "reveal") if e["outcome"] == "READ_PROTECTED"]


async def test_a_reveal_without_its_entry_is_noticed(bureau, monkeypatch):
    under(bureau, *MAY)
    assert await found_in_ledger(bureau)
    before = await everything(bureau)

    async def unwritten(_work, _operation):
        return None

    monkeypatch.setattr("core.audit.ledger.accepted", unwritten)
    assert (await reveal(bureau))["value"] == PHONE
    assert await everything(bureau) == before, "the control: nothing was written, and this shows it"
    assert len(await entries(bureau, "reveal")) == 1
