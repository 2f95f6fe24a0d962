"""What the core's own services do besides answering: reactions to events, and jobs.

Plugins bring theirs by the hooks `subscribers` and `jobs`; these come first.
"""

from collections import Counter
from collections.abc import Sequence

from core.declarations import Job
from core.files.jobs import SWEEPING
from core.identity.attempts import FORGET
from core.inbox.service import TELL
from core.jobs.housekeeping import FORGET_KEYS
from core.procedures import closeness, news, recount
from core.store.events import Subscriber

CORE_SUBSCRIBERS: Sequence[Subscriber] = (
    *recount.SUBSCRIBERS,
    *news.SUBSCRIBERS,
    *closeness.SUBSCRIBERS,
)
CORE_JOBS: Sequence[Job] = (SWEEPING, FORGET, TELL, FORGET_KEYS)


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
