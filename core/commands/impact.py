"""`zhijian policy ...`: what a draft would do, told on the command line."""

import datetime as dt
from collections.abc import Callable

from core.app import load_plugins
from core.clock import SystemClock, business_date
from core.policy.drafts import changed_by, changes_of_draft, draft_of
from core.policy.stored import read_current
from core.settings import Settings
from core.store.engine import Store
from core.store.roles import endpoints
from schema.assembly import Assembly, assemble
from schema.ids import key_of
from schema.impact import words
from schema.impact.report import impact_of, tables_of


async def tell_impact(settings: Settings, draft_id: str, say: Callable[[str], None]) -> None:
    """Say what a draft would do to schemas, rows and documents. Raises NotFound, InvalidInput."""
    clock = SystemClock()
    store = Store(endpoints(settings).app, clock)
    try:
        await tell(assemble(load_plugins(settings)), store, draft_id, business_date(clock), say)
    finally:
        await store.close()


async def tell(
    assembly: Assembly, store: Store, draft_id: str, today: dt.date, say: Callable[[str], None]
) -> None:
    """The same over a store that is open."""
    draft, domain = key_of("PolicyDraft", draft_id), assembly.domain
    async with store.system() as session:
        await draft_of(session, draft)
        changes = await changes_of_draft(session, draft)
        present = await read_current(session, domain)
    if present is None:
        return
    rules = (*present.rules, *present.dormant)
    tables = tables_of(assembly, rules, changed_by(rules, changes), present.version)
    found = await impact_of(store, assembly, tables, today)
    say(words.impact_in_words(found).chinese)
    for schema in found.schemas:
        say(f"  {words.schema_in_words(schema, domain).chinese}")
        for sign, parts in (("+", schema.gained), ("-", schema.lost)):
            for part in words.brief(parts):
                say(f"    {sign} {words.part_in_words(part).chinese}")
    for change in found.rows:
        say(f"  {words.rows_in_words(change, found.towns, domain).chinese}")
    for document in found.documents:
        say(f"  {words.document_in_words(document, domain).chinese}  {document.why}".rstrip())
