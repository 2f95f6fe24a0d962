"""What the core itself puts on the desks: matters, the register, and what the officers do."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from core.house import (
    draws,
    matrix,
    matters,
    messages,
    notifications,
    officers,
    outbox,
    policy,
    policy_drafts,
    policy_impact,
    policy_upkeep,
    register,
    revealing,
    stand_ins,
    tracing,
)

HOUSE: Final[Mapping[str, Sequence[Any]]] = {
    "desk_cards": messages.CARDS,
    "work_queues": [*matters.QUEUES, *policy_drafts.QUEUES],
    "desk_pages": [
        *matters.PAGES,
        *register.PAGES,
        *tracing.PAGES,
        *draws.PAGES,
        *messages.PAGES,
        *notifications.PAGES,
        *outbox.PAGES,
        *officers.PAGES,
        *policy.PAGES,
        *stand_ins.PAGES,
        *policy_drafts.PAGES,
        *policy_impact.PAGES,
        *policy_upkeep.PAGES,
        *matrix.PAGES,
    ],
    "desk_forms": [
        *matters.FORMS,
        *messages.FORMS,
        *notifications.FORMS,
        *outbox.FORMS,
        *officers.FORMS,
        *policy.FORMS,
        *stand_ins.FORMS,
        *revealing.FORMS,
        *policy_drafts.FORMS,
        *policy_upkeep.FORMS,
    ],
    "desk_homes": [*matters.HOMES, *officers.HOMES],
}
"""Hook -> parts, as plugins give them."""
