"""Documents do after a change what was said before it; what is kept of them is bare."""

from dataclasses import replace

from graphql import parse

from core.clock import business_date
from core.gateway import seen
from core.policy.rules import Rule
from schema.impact import documents
from schema.impact.report import impact_of, persisted, tables_of
from tests.access.changes import T, accesses, put_in_force, tables

LIVES = "{ enterprises(first: 1) { nodes { name } } }"
BREAKS = "query Licences { licences(first: 1) { nodes { id } } }"
VALUED = """query ($n: Int) { enterprises(first: $n, where: {name: {startsWith: "王小明"}}) {
  nodes { name } totalCount } }"""
SUCCEEDS = "{ posts(first: 1) { nodes { id } } }"
NO_LICENCES = ([], [f"{T},licensing:Licence,read,all,deny"])


async def previewed(ground, change):
    application = ground.bureau.application
    await application.seen.write()
    both, today = tables(ground, change), ground.oracle.today
    return await impact_of(application.store, application.assembly, both, today)


async def test_documents_do_after_the_change_what_was_said_before_it(own_ground):
    town = own_ground.bureau.as_user("town-quality-officer-a")
    other = own_ground.bureau.as_user("enterprise-manager-a1")
    for text in (LIVES, BREAKS):
        await town.ask(text)
        await other.ask(text)
    await town.ask(VALUED, n=3)
    impact = await previewed(own_ground, NO_LICENCES)
    assert await own_ground.bureau.count("seen_operation") == 5
    asked = [c for c in impact.documents if not c.document.persisted]
    assert [(c.document.title, c.breaks, c.roles) for c in asked] == [("Licences", True, (T,))]
    assert "licences" in asked[0].why
    stored = [c for c in impact.documents if c.document.persisted]
    assert stored
    assert all(c.breaks and c.roles == (T,) for c in stored)
    await put_in_force(own_ground, NO_LICENCES)
    await town.ask(LIVES)
    await town.ask(VALUED, n=3)
    for text in (BREAKS, *(each.document.text for each in stored)):
        (error, *_) = await town.errors(text)
        assert error["extensions"]["code"] == "INVALID_DOCUMENT"
    for text in (LIVES, BREAKS):
        await other.ask(text)


async def test_every_persisted_document_lives_or_breaks_as_predicted(own_ground):
    """All of them, for one role: those that are not named live on, those that are named do not."""
    application = own_ground.bureau.application
    kinds = ("divisions", "participant")
    change = ([f"{T},core:Matter,read,{kind},allow" for kind in kinds], [])
    impact, both = await previewed(own_ground, change), tables(own_ground, change)
    told = {c.document.text: c.breaks for c in impact.documents if T in c.roles}
    fates, broke = {(False, True): True, (True, False): False}, 0
    for document in persisted(application.assembly):
        was, will = (
            bool(application.views.of(access).faults(document.text, parse(document.text)))
            for access in accesses(own_ground, both, (T,))
        )
        assert told.get(document.text) == fates.get((was, will)), document.title
        broke += will and not was
    assert broke


async def test_a_document_that_fails_now_and_would_succeed_is_named(own_ground):
    public = own_ground.bureau.as_user("")
    await public.errors(SUCCEEDS)
    change = ([], ["public,core:Post,read,assigned,allow"])
    impact = await previewed(own_ground, change)
    (told,) = [c for c in impact.documents if not c.document.persisted]
    assert (told.breaks, told.roles) == (False, ("public",))
    await put_in_force(own_ground, change)
    await public.ask(SUCCEEDS)


async def test_validating_against_the_present_schema_twice_is_caught(own_ground, monkeypatch):
    """A seeded defect: the schema before stands for the one after, and nothing seems to break."""
    town = own_ground.bureau.as_user("town-quality-officer-a")
    await town.ask(BREAKS)
    real = documents.Validation.__init__

    def wrong(self, base, shape, pair):
        real(self, base, shape, replace(pair, after=pair.before))

    monkeypatch.setattr(documents.Validation, "__init__", wrong)
    impact = await previewed(own_ground, NO_LICENCES)
    assert impact.documents == ()
    await put_in_force(own_ground, NO_LICENCES)
    await town.errors(BREAKS)


async def test_nothing_of_what_was_asked_is_kept_but_its_shape(own_ground):
    bureau = own_ground.bureau
    application, town = bureau.application, bureau.as_user("town-quality-officer-a")
    await town.ask(VALUED + " # 13800001234", n=3)
    await town.ask(VALUED.replace("王小明", "李四"), n=4)
    await application.seen.write()
    (row,) = await bureau.rows("select * from seen_operation")
    assert (row["name"], row["roles"], row["seen"], row["seen_that_day"]) == ("", [T], 2, 2)
    assert "王小明" not in row["text"]
    assert "138" not in row["text"]
    bureau.clock.advance(days=1)
    await town.ask(VALUED, n=3)
    await application.seen.write()
    (row,) = await bureau.rows("select * from seen_operation")
    assert (row["seen"], row["seen_that_day"]) == (3, 1)
    bureau.clock.advance(days=31)
    async with application.store.system() as session:
        assert await seen.forget(session, business_date(bureau.clock)) == 1
    assert await bureau.count("seen_operation") == 0


async def test_a_read_stays_one_statement_and_waits_for_no_count(own_ground):
    bureau = own_ground.bureau
    reads, town = bureau.application.store.reads, bureau.as_user("town-quality-officer-a")
    await town.ask(LIVES)
    sent = reads.statements
    for _ in range(5):
        await town.ask(LIVES)
    assert reads.statements == sent + 5
    assert await bureau.count("seen_operation") == 0


async def test_documents_made_up_to_fill_the_table_are_not_kept(own_ground, monkeypatch):
    monkeypatch.setattr(seen, "MOST", 10)
    counts = own_ground.bureau.application.seen
    for n in range(50):
        counts.note(f"{{ field{n} }}", None, ("public",))
    assert await counts.write() == 10
    for n in range(50, 60):
        counts.note(f"{{ field{n} }}", None, ("public",))
    assert await counts.write() == 0
    counts.note("{ field1 }", None, ("public",))
    counts.note("{ unreadable", None, ("public",))
    counts.note("#" * (seen.LONGEST + 1), None, ("public",))
    assert await counts.write() == 1
    assert await own_ground.bureau.count("seen_operation") == 10


def test_rules_that_sleep_sleep_in_both(assembly):
    awake = [Rule(T, "core:Enterprise", "read", "divisions", "allow")]
    asleep = Rule(T, "gone:Thing", "read", "all", "allow")
    now, then = tables_of(assembly, [*awake, asleep], awake, 4)
    assert now.cells.keys() == then.cells.keys()
    assert (now.version, then.version) == (4, 5)
