"""The composition root: one `Application` ties schema, policy, identity and store together.

The only module of core that knows the schema.
"""

import asyncio
import datetime as dt
import random
from collections import OrderedDict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import asyncpg
from sqlalchemy.exc import DBAPIError

import schema.models  # noqa: F401  every table of the core, before the schema is built
from core.audit.announcing import CHANNEL
from core.channels.built_in import channels_of
from core.clock import Clock, SystemClock, business_date
from core.desk.desk import Desk
from core.events.feed import ChangeFeed
from core.gateway.metrics import Metrics
from core.gateway.rates import Rates
from core.gateway.seen import Seen
from core.gateway.verdict import Limits
from core.identity import STALE
from core.identity.actors import Actors
from core.identity.credential_store import CredentialStore
from core.identity.passwords import Passwords
from core.outgoing import Channel
from core.plugins import Plugins
from core.policy.access import Access, Actor
from core.policy.admission import Admission
from core.policy.defaults import load_invariants
from core.policy.live import TOPIC, LivePolicy
from core.policy.rules import DecisionTable, Rule
from core.policy.service import load_current
from core.policy.stored import read_current
from core.register.divisions import expand
from core.settings import Settings
from core.store.addresses import Endpoints
from core.store.engine import Store
from core.store.events import Dispatcher
from core.store.freshness import Freshness
from core.store.personal import load_key, unlock
from core.unchanged import triggers
from core.unchanged.answers import Answers
from core.unchanged.tables import Tables
from core.workbench.bench import Workbench
from core.workbench.cases import load_cases
from core.workbench.keeping import plant_cases
from core.workbench.preview import previewed
from schema.assembly import Assembly
from schema.database_errors import typed
from schema.defaults import default_files
from schema.desk_gateway import DeskGateway
from schema.execution import Answer, Ask, Executor
from schema.following import Following, Subscriptions
from schema.shared.see_as import Stand
from schema.tiers.views import Views
from schema.unchanged import Unchanged

COST_PER_MINUTE = 200_000
"""Objects that one account or address may ask for in a minute, over all workers."""
KEPT_ACCESSES = 1_024


def load_plugins(settings: Settings) -> Plugins:
    """The plugins as the settings want them. Raises PluginError in strict mode."""
    return Plugins(strict=settings.strict_plugins).load()


def default_rules(assembly: Assembly) -> tuple[Rule, ...]:
    """The default rows of the core and of every plugin that serves."""
    return tuple(assembly.defaults)


def admission_of(assembly: Assembly) -> Admission:
    """What every policy is held against before it decides anything."""
    # the draw of sample questions needs no secrecy, only variety
    return Admission(assembly.domain, load_invariants(), random.Random())  # noqa: S311


@dataclass
class Application:
    """One worker. `start` before the first request, `stop` after the last."""

    settings: Settings
    assembly: Assembly
    endpoints: Endpoints
    clock: Clock = field(default_factory=SystemClock)
    passwords: Passwords = field(default_factory=Passwords)
    metrics: Metrics = field(default_factory=Metrics)
    shared_views: Views | None = None
    """Views that are kept by somebody else, of the same assembly."""

    def __post_init__(self) -> None:
        unlock(load_key(self.settings.var_path))
        timeout = self.settings.statement_timeout_ms
        self.store = Store(self.endpoints.app, self.clock, statement_timeout_ms=timeout)
        self.store.dispatcher = Dispatcher(self.assembly.subscribers)
        self.seen = Seen(self.store)
        self.freshness = Freshness(self.endpoints.app, self.clock)
        self.feed = ChangeFeed()
        self.freshness.listen(CHANNEL, self.feed.hear, self.feed.missed)
        self.tables = Tables(lambda: self.freshness.version(triggers.CHANNEL) is not None)
        self.freshness.listen(triggers.CHANNEL, self.tables.hear, self.tables.missed)
        self.answers = Answers(self.tables, self.settings.kept_answers_mb << 20)
        if self.answers.room:
            self.store.tell = self.tables.changed
        self.credentials = CredentialStore(self.passwords)
        self.admission = admission_of(self.assembly)
        self.workbench = Workbench(
            self.admission, self.settings.policy_signatures, default_files(self.assembly.plugins)
        )
        self.actors = Actors(self.store, self.clock, self._expand, self._identity_version)
        self.views = self.shared_views or Views(self.assembly.schema, self.assembly.shape)
        self.executor = Executor(self.store, self.views, self, self._limits)
        self.rates = Rates(COST_PER_MINUTE // self.settings.workers, self.clock)
        self.executor.spend = self.spend
        self.executor.unchanged = Unchanged(self.answers)
        self.desk = Desk(self.assembly.desk, DeskGateway(self.views, self.executor))
        self.subscriptions = Subscriptions(self.executor, self.feed, self.access)
        self._accesses: OrderedDict[Actor, Access] = OrderedDict()
        self._accesses_of: tuple[int, object] = (-1, None)
        """The policy version and the day of them: each holds the whole table that it asks."""
        self._policy_seen = -1
        self._reloading = asyncio.Lock()

    @property
    def plugins(self) -> Plugins:
        """The plugins, serving or quarantined."""
        return self.assembly.plugins

    @cached_property
    def channels(self) -> Mapping[str, Channel]:
        """The ways out, by name."""
        brought = self.plugins.contributions("channels")
        return channels_of(self.settings, [channel for _, channel in brought])

    @cached_property
    def live(self) -> LivePolicy:
        """The policy in force; set by `start`."""
        raise RuntimeError("the application has not been started")

    async def start(self) -> None:
        """Load the policy, prove it, and begin to listen for changes."""
        stored = await load_current(self.store, self.assembly.domain, default_rules(self.assembly))
        await plant_cases(self.store, load_cases())
        table = await self._admitted(stored.rules, stored.version)
        self.live = LivePolicy(table)
        self.tables.watch(await triggers.watched(self.store))
        await self.freshness.start()
        self._policy_seen = self.freshness.version(TOPIC) or 0
        self.freshness.on_change(TOPIC, self._policy_changed)

    async def stop(self) -> None:
        """Stop listening and close every connection."""
        await self.freshness.stop()
        await self.store.close()
        self.passwords.close()

    async def access(self, token: str | None, *, active: bool = True) -> Access:
        """Who asks, under the policy in force. Raises Unauthenticated, Unavailable.

        `active=False`: the question does not count as use of the session.
        """
        try:
            await self._follow_policy()
            return self.access_of(await self.actors.resolve(token, active=active))
        except (OSError, asyncpg.PostgresError, DBAPIError) as error:
            raise (typed(error) or error) from error

    def access_of(self, actor: Actor) -> Access:
        """The access of a known actor; kept while actor, policy and day are the same."""
        table, today = self.live.current, business_date(self.clock)
        if self._accesses_of != (table.version, today):
            self._accesses.clear()
            self._accesses_of = (table.version, today)
        if (found := self._accesses.get(actor)) is None:
            found = Access(actor, table, self.assembly.resources, today)
            self._accesses[actor] = found
            if len(self._accesses) > KEPT_ACCESSES:
                self._accesses.popitem(last=False)
        return found

    async def seen_as(self, officer: Access, stand: Stand) -> Access:
        """The rights of a post, for an officer to look at. Raises InvalidInput."""
        divisions = set(await self._expand(stand.divisions, officer.today))
        held = tuple(sorted(divisions))
        return previewed(officer, self.assembly.domain, stand.role, stand.place, held)

    async def answer(self, ask: Ask) -> Answer:
        """Answer one GraphQL request."""
        self.seen.note(ask.text, ask.operation_name, ask.access.actor.roles)
        return await self.executor.answer(ask)

    async def open(self, ask: Ask) -> Following:
        """Begin an operation whose answers are streamed."""
        self.seen.note(ask.text, ask.operation_name, ask.access.actor.roles)
        return await self.subscriptions.open(ask)

    async def activate(self, table: DecisionTable, topic_version: int) -> None:
        """Put a table that this worker has just committed in force, here at once."""
        await asyncio.to_thread(self.views.prepare, table)
        self._policy_seen = max(self._policy_seen, topic_version)
        self.live.swap(table)
        self.freshness.advance(TOPIC, topic_version)

    async def _follow_policy(self) -> None:
        """Read the policy anew where it has changed, or where nobody can say that it has not."""
        newest = self.freshness.version(TOPIC)
        if newest is None or newest > self._policy_seen:
            await self._policy_changed(newest or 0)

    async def _policy_changed(self, version: int) -> None:
        async with self._reloading:
            if 0 < version <= self._policy_seen:
                return
            async with self.store.system() as session:
                stored = await read_current(session, self.assembly.domain)
            if stored is not None and stored.version > self.live.version:
                table = await self._admitted(stored.rules, stored.version)
                await asyncio.to_thread(self.views.prepare, table)
                self.live.swap(table)
            self._policy_seen = max(self._policy_seen, version)

    async def _admitted(self, rules: Sequence[Rule], version: int) -> DecisionTable:
        return await asyncio.to_thread(self.admission.admit, rules, version)

    @cached_property
    def _limits(self) -> Limits:
        lists = self.assembly.lists
        return Limits(page_of=lambda name: 20 if name in lists else None)

    def spend(self, access: Access, ip: str, points: int) -> None:
        """Take points from the budget of an account, or of an address. Raises Refused."""
        account = access.asker.account_id
        self.rates.spend(f"ip:{ip}" if account is None else f"account:{account}", points)

    def _identity_version(self) -> int | None:
        return self.freshness.version(STALE)

    async def _expand(self, divisions: Collection[int], day: dt.date) -> Iterable[int]:
        async with self.store.system() as session:
            return await expand(session, divisions, day)
