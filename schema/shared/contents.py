"""Everything that the core itself puts into the shared schema, in order."""

from core.declarations import Searchable, Traced
from core.extension import Extension
from schema.impact import types as impact
from schema.services import (
    calendar,
    calendar_operations,
    channels,
    channels_operations,
    desk,
    draws,
    files,
    imports,
    inbox,
    jobs,
    live,
    look_up,
    matter_board,
    matter_operations,
    matters,
    step_log,
    work_queue,
)
from schema.shared import (
    explaining,
    identity_operations,
    identity_types,
    ledger,
    platform,
    policy,
    policy_matrix,
    policy_types,
    register,
    register_operations,
    reveal,
    see_as,
    signing_in,
    stand_ins,
    value_words,
)
from schema.workbench import drafts, operations, upkeep

value_words.tell_all()

SHARED: list[Extension] = [
    *platform.extensions,
    *register.extensions,
    *register_operations.operations,
    *calendar.extensions,
    *calendar_operations.operations,
    *identity_types.extensions,
    *signing_in.extensions,
    *identity_operations.extensions,
    *stand_ins.extensions,
    *see_as.extensions,
    *reveal.extensions,
    *policy_matrix.extensions,
    *policy_types.extensions,
    *policy.extensions,
    *explaining.extensions,
    *drafts.extensions,
    *operations.extensions,
    *upkeep.extensions,
    *impact.extensions,
    *ledger.extensions,
    *matters.extensions,
    *work_queue.extensions,
    *matter_board.extensions,
    *matter_operations.extensions,
    *jobs.extensions,
    *imports.extensions,
    *inbox.extensions,
    *channels.extensions,
    *channels_operations.extensions,
    *files.extensions,
    *live.extensions,
    *desk.extensions,
    *look_up.extensions,
    *draws.extensions,
    *step_log.extensions,
]
SHARED_SEARCHABLES: list[Searchable] = [*register.searchables]
SHARED_TRACES: list[Traced] = [*register.traces]
