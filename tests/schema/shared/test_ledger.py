"""The ledger over GraphQL: one's own acts, all acts for the audit officer, and its verification."""

from tests.schema.shared.people import account_id, codes

ENTRIES = """
query($where: LedgerEntryWhere) {
  ledgerEntries(where: $where) {
    totalCount
    nodes { id at username roles operation action resource subject outcome code reason changes }
  }
}
"""


async def _acts(bureau):
    """Three acts of two officers, the last one refused."""
    system, security = bureau.as_tier("system"), bureau.as_tier("security")
    leader, clerk = account_id(bureau, "town-leader-b"), account_id(bureau, "enterprise-clerk-a1")
    assert codes(await system.do("disableAccount", id=leader, reason="离职")) == []
    bureau.clock.advance(hours=1)
    assert codes(await security.do("endAllSessions", accountId=clerk)) == []
    assert codes(await system.do("disableAccount", id=leader)) == ["DISABLED"]


async def test_the_audit_officer_reads_all_and_filters(bureau):
    await _acts(bureau)
    audit = bureau.as_tier("audit")
    everything = (await audit.ask(ENTRIES))["ledgerEntries"]
    assert [(e["operation"], e["outcome"]) for e in everything["nodes"]] == [
        ("disableAccount", "REFUSED"),
        ("endAllSessions", "ACCEPTED"),
        ("disableAccount", "ACCEPTED"),
    ]
    filters = {
        2: {"operation": {"eq": "disableAccount"}},
        1: {"outcome": {"eq": "REFUSED"}, "code": {"eq": "DISABLED"}},
    }
    for number, where in filters.items():
        assert (await audit.ask(ENTRIES, where=where))["ledgerEntries"]["totalCount"] == number
    who = {"username": {"eq": "officer-security"}}
    (entry,) = (await audit.ask(ENTRIES, where=who))["ledgerEntries"]["nodes"]
    assert (entry["action"], entry["resource"]) == ("withdraw", "core:Session")
    late = {"at": {"gt": "2026-11-23T02:30:00+00:00"}}
    assert (await audit.ask(ENTRIES, where=late))["ledgerEntries"]["totalCount"] == 2


async def test_an_entry_tells_who_did_what_to_what_and_why(bureau):
    await _acts(bureau)
    where = {"outcome": {"eq": "ACCEPTED"}, "operation": {"eq": "disableAccount"}}
    (entry,) = (await bureau.as_tier("audit").ask(ENTRIES, where=where))["ledgerEntries"]["nodes"]
    assert entry["username"] == "officer-system"
    assert entry["roles"] == ["officer.system"]
    assert entry["subject"] == account_id(bureau, "town-leader-b")
    assert entry["reason"] == "离职"
    (change,) = entry["changes"]
    assert change["table"] == "account"
    assert change["before"]["disabled_at"] is None
    assert change["after"]["disabled_at"]


async def test_others_read_their_own_acts_and_two_officers_none(bureau):
    await _acts(bureau)
    town, station = bureau.as_tier("town"), bureau.as_tier("station")
    wrong = {"password": "Wrong-2026-bridge", "newPassword": "Xianghu-2026-lake"}
    assert codes(await town.do("changeOwnPassword", **wrong)) == ["WRONG_PASSWORD"]
    (mine,) = (await town.ask(ENTRIES))["ledgerEntries"]["nodes"]
    assert (mine["operation"], mine["code"]) == ("changeOwnPassword", "WRONG_PASSWORD")
    assert (await station.ask(ENTRIES))["ledgerEntries"]["totalCount"] == 0
    text = "query($id: ID!) { ledgerEntry(id: $id) { id } }"
    assert await station.ask(text, id=mine["id"]) == {"ledgerEntry": None}
    assert await town.ask(text, id=mine["id"]) == {"ledgerEntry": {"id": mine["id"]}}
    for tier in ("system", "security"):
        errors = await bureau.as_tier(tier).errors(ENTRIES)
        assert {error["extensions"]["code"] for error in errors} == {"INVALID_DOCUMENT"}


async def test_the_audit_officer_verifies_and_that_is_an_entry_too(bureau):
    await _acts(bureau)
    audit = bureau.as_tier("audit")
    report = await audit.run("verifyLedger", "intact found findings")
    # Nobody seals in this test, and the first act is an hour old.
    assert (report["intact"], report["found"]) == (False, 1)
    assert report["findings"][0].startswith("UNSEALED")
    newest = (await audit.ask(ENTRIES))["ledgerEntries"]["nodes"][0]
    assert (newest["operation"], newest["outcome"]) == ("verifyLedger", "ACCEPTED")
