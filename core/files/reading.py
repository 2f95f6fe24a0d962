"""Who gets a file: whoever reaches its row, and besides may read what it belongs to.

The row's scope alone is not enough. A role may reach every file of its enterprise, yet not the
record on which an informer's photo hangs; and a role that reads everything has no business with
what somebody has only uploaded.
"""

from typing import Any

from sqlalchemy import Select, inspect, select

from core.policy.access import Access
from core.policy.vocabulary import Action
from core.store.base import Base


def proof(
    access: Access, subject_type: str | None, subject_key: int | None, uploaded_by: int
) -> Select[Any] | bool:
    """Whether the caller may have a file, where that is known; else the statement that decides.

    The statement is an ORM one for a scoped session: a row means yes.
    """
    if subject_type is None:
        return access.actor.account_id is not None and uploaded_by == access.actor.account_id
    model = _model(access, subject_type)
    if model is None or not access.allows(access.resources[model], Action.READ):
        return False
    (key,) = inspect(model).primary_key
    return select(key).select_from(model).where(key == subject_key)


def _model(access: Access, name: str) -> type[Base] | None:
    """The model of that name, None when its plugin does not serve."""
    return next((model for model in access.resources if model.__name__ == name), None)
