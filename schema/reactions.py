"""What the core's own services do besides answering: reactions to events, and jobs.

Plugins bring theirs by the hooks `subscribers` and `jobs`; these come first.
"""

from collections import Counter
from collections.abc import Sequence
from functools import partial

from core.channels.overdue import SETTLE
from core.channels.sending import DELIVER
from core.channels.service import DISPATCH
from core.declarations import Job, Periodic
from core.files.jobs import SWEEPING
from core.identity.attempts import FORGET
from core.imports.jobs import import_jobs
from core.inbox.service import TELL
from core.jobs.housekeeping import FORGET_KEYS, FORGET_SEEN
from core.outgoing import Channel
from core.procedures import closeness, news, recount
from core.step_log.closing import CLOSE, WRITE
from core.store.events import Subscriber, Written
from core.warnings import evaluation, passes, sweep
from core.warnings.events import Loaded, RuleChanged
from core.warnings.watching import Watching
from core.workbench.scheduled import ACTIVATE

CORE_SUBSCRIBERS: Sequence[Subscriber] = (
    *recount.SUBSCRIBERS,
    *news.SUBSCRIBERS,
    *closeness.SUBSCRIBERS,
)
CORE_JOBS: Sequence[Job] = (
    SWEEPING,
    FORGET,
    TELL,
    DISPATCH,
    DELIVER,
    SETTLE,
    FORGET_KEYS,
    FORGET_SEEN,
    ACTIVATE,
    CLOSE,
    WRITE,
    *import_jobs(passes.tell_loaded),
)


def watching_subscribers(watching: Watching) -> Sequence[Subscriber]:
    """Warnings follow what is written, what is loaded in bulk, and what becomes of their rules."""
    return (
        Subscriber(Written, partial(evaluation.follow, watching)),
        Subscriber(Loaded, partial(passes.follow_load, watching)),
        Subscriber(RuleChanged, partial(sweep.follow_rule, watching)),
    )


def sweeping(watching: Watching) -> Periodic:
    """Every day: the colours that time alone changes."""
    return Periodic(name=sweep.NAME, run=partial(sweep.sweep, watching))


def misnamed(jobs: Sequence[tuple[str, Job]]) -> dict[str, str]:
    """Plugin -> why its jobs cannot be told apart from those of others."""
    seen = Counter(job.name for _, job in jobs)
    faults = {}
    for plugin, job in jobs:
        if not job.name.startswith(f"{plugin}."):
            faults[plugin] = f"the job {job.name!r} must be called {plugin}.<something>"
        elif seen[job.name] > 1:
            faults[plugin] = f"two jobs are called {job.name!r}"
    return faults


def doubled(channels: Sequence[tuple[str, Channel]]) -> dict[str, str]:
    """Plugin -> why its channels cannot stand beside those of another: the first keeps a name."""
    owners: dict[str, str] = {}
    faults = {}
    for plugin, channel in channels:
        if (owner := owners.setdefault(channel.name, plugin)) != plugin:
            faults[plugin] = f"the channel {channel.name!r} is already one of {owner}"
    return faults
