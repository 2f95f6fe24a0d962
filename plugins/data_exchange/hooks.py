"""Table of contents: everything that data exchange contributes to the platform."""

from collections.abc import Sequence

from core.declarations import Job, Seed
from core.extension import Extension
from core.hookspecs import hookimpl
from core.store.events import Subscriber
from plugins.data_exchange import events, resolvers, types, types_staging
from plugins.data_exchange.seeds import SEEDS


@hookimpl
def type_extensions() -> Sequence[Extension]:
    return [*types.extensions, *types_staging.extensions, *resolvers.extensions]


@hookimpl
def subscribers() -> Sequence[Subscriber]:
    return events.SUBSCRIBERS


@hookimpl
def jobs() -> Sequence[Job]:
    return events.JOBS


@hookimpl
def seeds() -> Sequence[Seed]:
    return SEEDS
