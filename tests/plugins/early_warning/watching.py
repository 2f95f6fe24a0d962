"""A bureau whose watched dates a test fills in directly, as the engine would have left them."""

from collections import Counter
from collections.abc import AsyncIterator, Sequence
from typing import Any

import asyncpg
import pytest

from tests.fixtures.bureau import Bureau, Template, open_bureau
from tests.fixtures.database import Databases
from tests.plugins.early_warning.history import BANDS, TODAY, Fact, shown_on

EVERYWHERE = "branch-licensing-chief"
CALLERS: dict[str, tuple[set[str] | None, str | None]] = {
    EVERYWHERE: (None, None),
    "superior-supervisor": (None, None),
    "station-inspector-first": ({"a", "b"}, None),
    "town-leader-a": ({"a"}, None),
    "town-quality-officer-ac": ({"a", "c"}, None),
    "enterprise-manager-a1": (None, "a1"),
}
"""Who asks: of which towns everything, or of which enterprise."""


class Watching:
    """The bureau, and its history."""

    def __init__(self, bureau: Bureau, connection: Any) -> None:
        self.bureau, self.connection = bureau, connection
        world = bureau.world
        self.towns = {number: name for name, number in world.divisions.items()}

    async def rules(self) -> None:
        """The rules of the history, beside those that plugins declare."""
        for number, (code, published, first) in enumerate(
            sorted({(band.rule, band.published, band.first) for band in BANDS}), 1
        ):
            bands = [b for b in BANDS if (b.rule, b.published, b.first) == (code, published, first)]
            await self._version(code, number, bands)

    async def _version(self, code: str, number: int, bands: Sequence[Any]) -> None:
        version = await self.connection.fetchval(
            """insert into warning_rule_version (code, number, state, resource, owner, chinese,
                 english, legal_basis, audiences, escalation, visit, valid_from, valid_to, reason,
                 proposed_at, version)
               values ($1, $2, $3, 'licensing:Licence', 'licensing', $1, $1, '', '{}', '[]', false,
                 $4, $5, '', now(), 1) returning id""",
            code, number, "PUBLISHED" if bands[0].published else "PROPOSED", bands[0].first,
            bands[0].end,
        )  # fmt: skip
        for band in bands:
            await self.connection.execute(
                """insert into warning_rule_band (rule_version_id, code, colour, "limit", unit,
                     published, valid_from, valid_to) values ($1, $2, $3, $4, $5, $6, $7, $8)""",
                version, code, band.colour, band.limit, band.unit, band.published, band.first,
                band.end,
            )  # fmt: skip

    async def fill(self, facts: Sequence[Fact]) -> None:
        """This history in place of the one before."""
        world = self.bureau.world
        await self.connection.execute("truncate watch, watch_count, watch_sweep, warning cascade")
        await self.connection.executemany(
            """insert into watch (id, rule_code, due_on, measure, since, until, renewed, colour,
                 resource, subject_key, town_id, enterprise_id, organisation_ids)
               overriding system value
               values ($1, $2, $3, $4, $5, $6, $7, 'GREEN', $8, $9, $10, $11, '{}')""",
            [
                (
                    f.key, f.rule, f.due, f.measure, f.since, f.until, f.renewed, f.resource,
                    f.subject, world.divisions.get(f.town or ""),
                    world.enterprises.get(f.enterprise or ""),
                )
                for f in facts
            ],
        )  # fmt: skip

    async def sum_up(self, facts: Sequence[Fact], swept: set[str]) -> None:
        """The summary as a sweep of today leaves it; of other rules an older, wrong one."""
        world = self.bureau.world
        counts: Counter[Any] = Counter()
        for fact, colour in shown_on(facts, TODAY):
            counts[fact.rule, fact.resource, fact.town, colour] += 1
        await self.connection.executemany(
            """insert into watch_count (rule_code, resource, town_id, colour, number)
               values ($1, $2, $3, $4, $5)""",
            [
                (
                    rule,
                    resource,
                    world.divisions.get(town or ""),
                    colour,
                    number + (rule not in swept),
                )
                for (rule, resource, town, colour), number in counts.items()
            ],
        )
        await self.connection.execute(
            """insert into watch_sweep (rule_code, as_of, rule_version_id)
               select code, $1, max(rule_version_id) from warning_rule_band
               where published and code = any ($3) and valid_from <= $2
                 and (valid_to is null or valid_to > $2) group by code""",
            TODAY, TODAY, sorted(swept),
        )  # fmt: skip

    def seen(self, username: str, facts: Sequence[Fact]) -> list[Fact]:
        """What of a history somebody may see: by the scope, and by what it is about."""
        towns, enterprise = CALLERS[username]
        return [
            fact
            for fact in facts
            if fact.resource == "licensing:Licence"
            and (towns is None or fact.town in towns)
            and (enterprise is None or fact.enterprise == enterprise)
        ]

    async def ask(self, username: str, query: str, **variables: Any) -> Any:
        """The one root field of an answer."""
        (found,) = (await self.bureau.as_user(username).ask(query, **variables)).values()
        return found

    def town(self, shown: Any) -> str | None:
        """The short name of a town in an answer."""
        names = {title: name for name, (_, title) in TOWN_NAMES.items()}
        return names[shown["name"]] if shown else None


from tests.fixtures.small_world import TOWNS as TOWN_NAMES  # noqa: E402


@pytest.fixture(scope="module")
async def watching(databases: Databases, template: Template) -> AsyncIterator[Watching]:
    """One bureau for a module: each history takes the place of the one before."""
    async with open_bureau(databases, template) as bureau:
        assert bureau.clock.now().date() == TODAY
        connection = await asyncpg.connect(bureau.endpoints.owner)
        await connection.execute("select set_config('zj.reach', 'system', false)")
        try:
            made = Watching(bureau, connection)
            await made.rules()
            yield made
        finally:
            await connection.close()
